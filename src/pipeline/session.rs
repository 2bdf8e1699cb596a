//! In: a book's folder, again whenever something in it changed. Out: the pages of its default edition as they will be
//! printed, soon; later the ebook, the cover, the sheets and all that a build would find. Refuses to save anything and
//! to know who looks.

use super::common::Common;
use super::edition::{Edition, Job};
use super::make::{BuildOptions, make_seen, set_levels};
use super::progress::Silent;
use super::selection::Selection;
use super::{Output, binding};
use crate::base::stamps::Stamps;
use crate::base::{Choice, FileId, Folder, Length, Point, Rect, Report, Span};
use crate::cover::Sheet;
use crate::design::{Design, Geometry};
use crate::layout::Layout;
use crate::layout::compose::Sources;
use crate::layout::report::PageFault;
use crate::manuscript::settings::{DEFAULT, Settings};
use crate::manuscript::{self, Drafts, Medium, Reading};
use crate::model::{BlockId, Book, ByteMap, SectionId, TextPos};
use crate::page::{self, Document, place_at};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

/// What the pages came to at one time.
#[derive(Debug)]
pub struct Pages {
    pub report: Report,
    /// Nothing where the book has errors that keep it from being made.
    pub proof: Option<Proof>,
}

/// The pages for print, and the way back from them to the manuscript.
#[derive(Debug)]
pub struct Proof {
    pub title: String,
    pub language: String,
    pub document: Document,
    pub geometry: Geometry,
    pub faults: Vec<ShownFault>,
    folder: Folder,
    reading: Reading,
    book: Arc<Book>,
    sources: Sources,
    files: crate::base::Sources,
    map: OnceLock<ByteMap>,
}

/// A page fault as it can be marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownFault {
    pub kind: &'static str,
    pub page: usize,
    /// Of the line in question; where that stands overleaf, of the last on the page; of a blank page all.
    pub area: Rect,
    pub span: Span,
    /// How bad it looks.
    pub weight: u64,
}

/// A place in a file, as an editor counts: both from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePlace {
    pub path: PathBuf,
    /// As diagnostics name it.
    pub file: String,
    pub line: usize,
    pub column: usize,
}

/// What follows the pages.
#[derive(Debug, Default)]
pub struct Others {
    pub report: Report,
    pub epub: Option<Vec<u8>>,
    pub cover: Option<Document>,
    /// Front, spine and back on it.
    pub panels: Option<[Rect; 3]>,
    pub booklet: Option<Document>,
}

/// A book that is read again and again. Files that say the same, and pages in which nothing moved, are kept from the time
/// before.
#[derive(Default)]
pub struct Session {
    levels: Vec<Choice>,
    drafts: Drafts,
    known: Option<Known>,
}

/// What was set the time before, and what the look of the pages depends on.
struct Known {
    stamps: Stamps,
    settings: Settings,
    common: Common,
}

impl Session {
    pub fn new(levels: &[Choice]) -> Session {
        Session { levels: levels.to_vec(), ..Session::default() }
    }

    /// Reads the book and sets its pages.
    pub fn pages(&mut self, folder: Folder) -> Pages {
        let stamps = Stamps::of(&folder);
        let (reading, mut report) = manuscript::open_again(&folder, &mut self.drafts);
        let options = BuildOptions { levels: &self.levels, ..BuildOptions::default() };
        set_levels(&options, reading.as_ref(), &mut report);
        let proof = reading.and_then(|reading| self.proof(folder, reading, stamps, &mut report));
        Pages { proof: proof.filter(|_| !report.is_blocked()), report }
    }

    fn proof(&mut self, folder: Folder, reading: Reading, stamps: Stamps, report: &mut Report) -> Option<Proof> {
        let first = reading.editions.first()?;
        let Edition { books, design, .. } = Edition::new(&reading, (first, Vec::new()), &folder, report, &Silent)?;
        let output = page::Output::Press(design.press.clone());
        let looks_alike =
            |known: &Known| known.settings == first.settings && known.stamps.differ_in_texts_alone(&stamps);
        let known = self.known.take().filter(looks_alike);
        let mut common = known.map_or_else(Common::kept, |known| known.common);
        let mut geometry = design.print;
        let layout = binding::lay(&design, &first.settings, |chosen| {
            geometry = *chosen;
            common.layout(&books.print, &design, chosen, output.clone())
        });
        self.known = Some(Known { stamps, settings: first.settings.clone(), common });
        let Layout { mut document, faults, sources, diagnostics, .. } = layout;
        report.extend(diagnostics);
        blanks(&mut document, &design);
        let book = books.print;
        Some(Proof {
            title: book.metadata.title.clone(),
            language: book.metadata.language.clone(),
            document,
            geometry,
            faults: faults.iter().map(|fault| shown(fault, &sources, &geometry)).collect(),
            folder,
            reading,
            book,
            sources,
            files: report.sources.clone(),
            map: OnceLock::new(),
        })
    }
}

fn blanks(document: &mut Document, design: &Design) {
    if let Some(printer) = &design.printer {
        binding::add_blanks(document, printer, design.print.bleed);
    }
}

fn shown(fault: &PageFault, sources: &Sources, geometry: &Geometry) -> ShownFault {
    let PageFault { kind, page, span, foot, .. } = fault;
    let area = sources.area(*page, *span).or_else(|| sources.area(*page, *foot));
    let area = area.unwrap_or_else(|| Rect::new(Length::ZERO, Length::ZERO, geometry.trim.width, geometry.trim.height));
    ShownFault { kind: kind.name(), page: *page, area, span: *span, weight: fault.weight() }
}

impl Proof {
    /// What was typed at a point of a page: the word there, else the line.
    pub fn place(&self, page: usize, point: Point) -> Option<FilePlace> {
        let frame = &self.document.pages.get(page)?.frame;
        let typed = place_at(frame, point).and_then(|place| {
            let at = TextPos { section: SectionId(place.section), block: BlockId(place.block), offset: place.offset };
            self.map().source(at, 1)
        });
        self.file_place(typed.or_else(|| self.sources.find(page, point))?)
    }

    /// Where a span stands, for an editor.
    pub fn file_place(&self, span: Span) -> Option<FilePlace> {
        let (_, source) = self.files.iter().find(|(file, _)| *file == span.file)?;
        let (line, column) = self.files.line_column(span.file, span.start);
        let path = self.folder.path_of(&source.name)?;
        Some(FilePlace { path, file: format!("{}{}", self.folder.shown, source.name), line, column })
    }

    /// The page on which a place of a file stands, by the file's name: another reading may count files otherwise.
    pub fn page_of(&self, name: &str, span: Span) -> Option<usize> {
        let file = self.files.iter().find(|(_, source)| source.name == name).map(|(file, _): (FileId, _)| file)?;
        self.sources.page_of(Span { file, ..span })
    }

    /// The first file whose text is another than in an earlier reading, and what is new in it.
    pub fn edit_since(&self, before: &Proof) -> Option<(String, Span)> {
        self.files.iter().find_map(|(file, source)| {
            let (_, known) = before.files.iter().find(|(_, known)| known.name == source.name)?;
            let (old, new) = (known.text.as_bytes(), source.text.as_bytes());
            if old == new {
                return None;
            }
            let alike = old.iter().zip(new).take_while(|(one, other)| one == other).count();
            let most = old.len().min(new.len()) - alike;
            let after =
                old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(one, other)| one == other).count();
            Some((source.name.clone(), Span::new(file, alike..new.len() - after)))
        })
    }

    /// Made for the first who asks: all files are read once more for it.
    fn map(&self) -> &ByteMap {
        self.map.get_or_init(|| {
            let edition = self.reading.editions.first();
            let map = |edition| {
                let version = manuscript::EditionReading::on(edition, Medium::Print);
                manuscript::map_of(&self.reading, edition, &version, &self.book, &self.files)
            };
            edition.map(map).unwrap_or_default()
        })
    }
}

/// Makes all else of the default edition. It is what a build makes, and finds what a build finds.
pub fn others(folder: &Folder, levels: &[Choice]) -> Others {
    let only: Result<Selection, Infallible> = DEFAULT.parse();
    let only: Vec<Selection> = only.into_iter().collect();
    let options = BuildOptions { only: &only, levels, ..BuildOptions::default() };
    let (mut cover, mut panels, mut booklet) = (None, None, None);
    let (report, built) = make_seen(folder, options, &Silent, &mut |seen| {
        if let Job::Paged { output, document, .. } = seen.job {
            let kept = match output {
                Output::Cover => {
                    let sheet = document.pages.first().map(|page| page.boxes.trim.width);
                    let sheet = sheet.map(|width| Sheet::of_width(&seen.edition.design, width));
                    panels = sheet.map(|sheet| [sheet.front(), sheet.spine(), sheet.back()]);
                    &mut cover
                }
                Output::Booklet => &mut booklet,
                Output::Epub | Output::Print | Output::Screen => return,
            };
            *kept = Some(Document::clone(document));
        }
    });
    let own = |artifact: &super::Artifact| artifact.output() == Some(Output::Epub);
    let epub = built.artifacts.into_iter().find(own).map(|artifact| artifact.bytes);
    Others { report, epub, cover, panels, booklet }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SETTINGS: &str = "[book]\ntitle = 'T'\nlanguage = 'en'\n[page]\ntrim = 'A6'\n";

    fn folder(texts: &[String]) -> Folder {
        folder_with(SETTINGS, texts)
    }

    fn folder_with(settings: &str, texts: &[String]) -> Folder {
        let texts = texts.iter().enumerate().map(|(at, text)| (format!("{at}.md"), text.clone()));
        Folder::from_files(texts.chain([("book.toml".to_owned(), settings.to_owned())])).unwrap()
    }

    fn proof_of(text: &str) -> Proof {
        Session::default().pages(folder(&[text.to_owned()])).proof.unwrap()
    }

    #[test]
    fn an_edit_is_found_on_its_page() {
        let text = "# One\n\nFirst words.\n\nIt sulks if watched.\n\n# Two\n\nLast words.\n";
        let edited = text.replace("sulks if watched", "is a plant");
        let (before, after) = (proof_of(text), proof_of(&edited));
        let (name, span) = after.edit_since(&before).unwrap();
        assert_eq!((name.as_str(), span.start, span.end), ("0.md", 24, 34));
        let page = after.page_of(&name, span).unwrap();
        let lines = page::lines(&after.document.pages[page], &after.document.structure);
        assert!(lines.iter().any(|line| line.text.trim() == "It is a plant."), "{lines:?}");
        assert_eq!(after.edit_since(&proof_of(&edited)), None);
    }

    #[test]
    fn every_fault_has_a_line_and_a_mark() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>";
        let lines = |count: usize| vec!["It rained all night"; count].join("\n");
        let stanzas = [4, 9, 12, 14, 12].map(|count| format!("``` verse\n{}\n```", lines(count))).join("\n\n");
        let text = format!(
            "# One\n\nFirst words.\n\n![Nine](a.svg){{.spread}}\n\nLast words.\n\n# Two\n\n![Nine](a.svg){{.spread}}\n\n\
             # Three\n\n{stanzas}\n\n{}[^n]\n\n[^n]: {}\n",
            "It rained. ".repeat(40),
            "Nobody came to the reading room. ".repeat(60),
        );
        let files = [("a.svg", svg), ("one.md", &text), ("book.toml", SETTINGS)];
        let proof = Session::default().pages(Folder::from_files(files).unwrap()).proof.unwrap();
        let kinds: Vec<&str> = proof.faults.iter().map(|fault| fault.kind).collect();
        assert!(kinds.contains(&"hole"), "{kinds:?}");
        for fault in &proof.faults {
            assert_eq!(proof.files.get(fault.span.file).name, "one.md", "{fault:?}");
            assert!(fault.span.start > 0, "{fault:?}");
            assert!(fault.area.size.height > Length::ZERO, "{fault:?}");
        }
    }

    /// Paragraphs of a chapter, one of them changed, added, left out or given a note, a heading or a page reference.
    fn edit(text: &str, at: usize, what: u8) -> String {
        let mut parts: Vec<String> = text.split("\n\n").map(str::to_owned).collect();
        let at = 1 + at % (parts.len() - 1).max(1);
        match what {
            0 => parts[at] = parts[at].replacen("rained", "snowed and rained", 1),
            1 => parts.insert(at, "It rained all night, and nobody came. ".repeat(7)),
            2 if parts.len() > 3 => drop(parts.remove(at)),
            3 => {
                parts[at].push_str("[^n]");
                parts.push(format!("[^n]: {}", "It rained in the note as well. ".repeat(45)));
            }
            4 => parts.insert(at, "## A heading".to_owned()),
            5 => parts
                .iter_mut()
                .for_each(|part| *part = part.replacen("kept in a note", "kept, and told, in a note", 1)),
            _ => parts[at].push_str(" See page [](#last){.page}."),
        }
        parts.join("\n\n")
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
        /// Whatever is kept from the time before, the pages are those of a book that is read for the first time.
        #[test]
        fn after_any_edits_the_pages_are_those_of_a_clean_build(
            edits in prop::collection::vec((0usize..3, 0usize..12, 0u8..7), 1..6),
            notes in prop::sample::select(vec!["", "[notes]\nnumber = 'book'", "[notes]\nnumber = 'page'", "[notes]\nplace = 'chapter'"]),
        ) {
            let paragraph = "It rained all that week, and nobody came to the reading room but the two of them. ".repeat(5);
            let chapter = |at: usize| format!("# Chapter {at}{}\n\n{}", if at == 2 { " {#last}" } else { "" }, [paragraph.as_str(); 8].join("\n\n"));
            // Notes that go on overleaf, one with a note of its own.
            let kept = "This much is kept in a note. ".repeat(30);
            let noted = |at: usize| format!("{}[^a]\n\n[^a]: {kept}[^b]\n\n[^b]: {kept}", chapter(at));
            let mut texts: Vec<String> = vec![noted(0), noted(1), chapter(2)];
            let folder = |texts: &[String]| folder_with(&format!("{SETTINGS}{notes}"), texts);
            let mut session = Session::default();
            session.pages(folder(&texts));
            for (chapter, at, what) in edits {
                let edited = edit(&texts[chapter], at, what);
                // A note that is called has one text.
                let sound = ["n", "a", "b"].iter().all(|name| {
                    let notes = edited.matches(&format!("[^{name}]:")).count();
                    notes == 1 || notes == 0 && !edited.contains(&format!("[^{name}]"))
                });
                texts[chapter] = if sound { edited } else { texts[chapter].clone() };
                let (kept, clean) = (session.pages(folder(&texts)), Session::default().pages(folder(&texts)));
                prop_assert_eq!(kept.report.to_string(), clean.report.to_string());
                let (kept, clean) = (kept.proof.unwrap(), clean.proof.unwrap());
                prop_assert_eq!(page::trace(&kept.document), page::trace(&clean.document));
                let frames = |proof: &Proof| proof.document.pages.iter().map(|page| format!("{:?}", page.frame)).collect::<Vec<_>>();
                prop_assert!(frames(&kept) == frames(&clean), "frames differ in more than the trace shows");
                prop_assert_eq!(&kept.faults, &clean.faults);
                prop_assert_eq!(format!("{:?}", kept.sources), format!("{:?}", clean.sources));
            }
        }
    }
}
