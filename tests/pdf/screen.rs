//! The screen edition of whole books, read by its structure as a voice reads it: the handbook and the one that has every
//! construct.

use crate::reader::{Kid, Reader};
use chapbook::base::{Folder, Report};
use chapbook::manuscript::Medium;
use chapbook::model::{Block, BlockKind, Book, Inline, plain_text, walk};
use chapbook::page::{Info, Output};
use chapbook::{design, layout, manuscript, pdf};
use lopdf::{Dictionary, Object};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const BOOKS: [&str; 2] = ["manuscript", "tests/books/stress"];

struct Edition {
    book: Book,
    file: Reader,
    /// What is said, by page and number.
    said: BTreeMap<(usize, i64), String>,
}

fn edition(folder: &str) -> Edition {
    let folder = Folder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let (reading, mut report) = manuscript::open(&folder);
    let reading = reading.unwrap();
    let default = &reading.editions[0];
    let book = manuscript::book(&reading, default, &default.on(Medium::Screen), &folder, &mut report);
    let design = design::design(&default.settings, &folder, &mut report).unwrap();
    let laid = layout::layout(&book, &design, &design.screen, Output::Screen);
    let file = Reader::new(&pdf::write(&laid.document).unwrap());
    let mut said: BTreeMap<(usize, i64), String> = BTreeMap::new();
    for page in 0..file.pages.len() {
        for glyph in file.shown(page) {
            if let Some(number) = glyph.number {
                said.entry((page, number)).or_default().push_str(&glyph.text);
            }
        }
    }
    Edition { book, file, said }
}

impl Edition {
    fn root(&self) -> &Dictionary {
        self.file.entry(self.file.document.catalog().unwrap(), "StructTreeRoot").as_dict().unwrap()
    }

    fn role<'a>(&'a self, element: &'a Dictionary) -> &'a str {
        element.get(b"S").map_or("", |role| std::str::from_utf8(role.as_name().unwrap()).unwrap())
    }

    /// Every element in reading order, with the one that it is in.
    fn elements(&self) -> Vec<(&Dictionary, &Dictionary)> {
        let mut found = Vec::new();
        self.walk(self.root(), &mut found);
        found
    }

    /// The pages, from 0, on which an element has something of its own.
    fn pages(&self, element: &Dictionary) -> BTreeSet<usize> {
        let own = self.file.kids(element).into_iter();
        own.filter_map(|kid| if let Kid::Ink { page, .. } = kid { Some(page) } else { None }).collect()
    }

    fn walk<'a>(&'a self, element: &'a Dictionary, found: &mut Vec<(&'a Dictionary, &'a Dictionary)>) {
        for kid in self.file.kids(element) {
            if let Kid::Element(kid) = kid {
                found.push((kid, element));
                self.walk(kid, found);
            }
        }
    }

    /// What an element says, without notes and their calls; elements that are not part of a line stand apart.
    fn text(&self, element: &Dictionary, out: &mut String) {
        for kid in self.file.kids(element) {
            match kid {
                Kid::Ink { page, number } => out.push_str(self.said.get(&(page, number)).map_or("", String::as_str)),
                Kid::Annotation(_) => {}
                Kid::Element(kid) => match self.role(kid) {
                    "Note" => {}
                    "Reference" if self.role(element) != "TOCI" => out.push_str(self.call(kid)),
                    "Span" | "Link" | "Reference" | "Code" => self.text(kid, out),
                    _ => {
                        out.push('\n');
                        self.text(kid, out);
                        out.push('\n');
                    }
                },
            }
        }
    }

    /// A call in a sentence: its number is no part of that, the space after it is.
    fn call(&self, call: &Dictionary) -> &str {
        let mut said = String::new();
        for kid in self.file.kids(call) {
            if let Kid::Element(link) = kid
                && self.role(link) == "Link"
            {
                self.text(link, &mut said);
            }
        }
        if said.ends_with(' ') { " " } else { "" }
    }

    /// The annotation of the first link in an element, notes left out.
    fn link<'a>(&'a self, element: &'a Dictionary) -> Option<&'a Dictionary> {
        self.file.kids(element).into_iter().find_map(|kid| match kid {
            Kid::Annotation(link) => Some(link),
            Kid::Element(kid) if self.role(kid) != "Note" => self.link(kid),
            _ => None,
        })
    }

    /// Where a link stands and where it leads: page and height.
    fn ends(&self, link: &Dictionary) -> [(usize, f32); 2] {
        let page = |object: &Object| {
            let id = object.as_reference().unwrap();
            self.file.pages.iter().position(|&page| page == id).unwrap()
        };
        let annotations = |page: &usize| {
            let Ok(all) = self.file.page(*page).get(b"Annots") else { return false };
            let all = self.file.follow(all).as_array().unwrap();
            all.iter().any(|one| self.file.follow(one).as_dict().unwrap() == link)
        };
        let own = (0..self.file.pages.len()).find(annotations).expect("a page has the link");
        let rect = self.file.entry(link, "Rect").as_array().unwrap();
        let target = self.file.entry(link, "Dest").as_array().unwrap();
        [(own, rect[3].as_float().unwrap()), (page(&target[0]), target[3].as_float().unwrap())]
    }
}

#[test]
fn headings_never_skip_a_level() {
    for edition in BOOKS.map(edition) {
        let mut last = 0;
        let mut deepest = 0;
        for (element, _) in edition.elements() {
            let Some(level) = edition.role(element).strip_prefix('H').and_then(|level| level.parse::<u8>().ok()) else {
                continue;
            };
            assert!(level <= last + 1, "H{level} after H{last}");
            (last, deepest) = (level, deepest.max(level));
        }
        assert!(deepest >= 3, "parts, chapters and sections have headings");
    }
}

#[test]
fn a_picture_over_two_pages_is_one_figure() {
    let edition = edition("tests/books/stress");
    let words = "The same nine squares, as large as two pages.";
    let is_it =
        |figure: &&Dictionary| figure.get(b"Alt").and_then(Object::as_str).is_ok_and(|alt| alt == words.as_bytes());
    let all: Vec<&Dictionary> = edition.elements().into_iter().map(|(element, _)| element).filter(is_it).collect();
    let [figure] = all[..] else { panic!("{all:?}") };
    let pages: Vec<usize> = edition.pages(figure).into_iter().collect();
    // The first is a recto, so that a verso is one of 1, 3, 5 from 0.
    assert!(matches!(pages[..], [first, second] if first % 2 == 1 && second == first + 1), "{pages:?}");
    assert!(!figure.has(b"A"), "a box would be one page's");
}

#[test]
fn every_note_is_reached_from_its_call_and_leads_back() {
    for edition in BOOKS.map(edition) {
        let elements = edition.elements();
        let notes: Vec<&Dictionary> =
            elements.iter().map(|(element, _)| *element).filter(|element| edition.role(element) == "Note").collect();
        let calls = elements
            .iter()
            .filter(|(element, around)| edition.role(element) == "Link" && edition.role(around) == "Reference");
        let calls: Vec<_> =
            calls.map(|(call, _)| edition.ends(edition.link(call).expect("the call is a link"))).collect();
        let near = |one: (usize, f32), other: (usize, f32)| one.0 == other.0 && (one.1 - other.1).abs() < 12.0;
        let mut names = BTreeSet::new();
        for note in notes {
            assert!(names.insert(note.get(b"ID").unwrap().as_str().unwrap().to_vec()), "a name of its own");
            let [at, back] = edition.ends(edition.link(note).expect("the number is a link"));
            let found = calls.iter().any(|[call, to]| near(*call, back) && near(*to, at));
            assert!(found, "no call stands at {back:?} and leads to the note at {at:?}");
        }
        assert_eq!(names.len(), edition.book.notes().count(), "every note is there");
    }
}

/// Spaces of any kind and any number as one, hyphens that a line's end brought left out.
fn plain(text: &str) -> String {
    text.replace(['\u{ad}', '\u{200b}', '\u{2060}'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a run says on the page what it says in the book: no folio, no picture, no character without a glyph of its own.
fn is_said(run: &[Inline]) -> bool {
    let mut said = true;
    walk::inlines(run, &mut |inline| said &= !matches!(inline, Inline::PageOf { .. } | Inline::Image { .. }));
    said
}

/// What must be said in one piece: a paragraph, a line of verse, a line of code, a cell.
fn pieces(blocks: &[Block]) -> Vec<String> {
    let mut pieces = Vec::new();
    let add = |run: &[Inline], pieces: &mut Vec<String>| pieces.extend(is_said(run).then(|| plain(&plain_text(run))));
    for block in blocks {
        match &block.kind {
            BlockKind::Code { text, .. } => pieces.extend(text.lines().map(plain)),
            BlockKind::Contents { .. } => {}
            BlockKind::Verse { verse } => {
                verse.title.iter().for_each(|title| add(title, &mut pieces));
                let lines = verse.stanzas.iter().flat_map(|stanza| &stanza.lines);
                lines.for_each(|line| add(&line.inlines, &mut pieces));
            }
            BlockKind::Quote { blocks, attribution, .. } => {
                pieces.extend(self::pieces(blocks));
                attribution.iter().for_each(|words| add(words, &mut pieces));
            }
            BlockKind::Definitions { items } => {
                for (term, definitions) in items {
                    add(term, &mut pieces);
                    definitions.iter().for_each(|blocks| pieces.extend(self::pieces(blocks)));
                }
            }
            kind => {
                walk::runs(block).into_iter().for_each(|run| add(run.inlines, &mut pieces));
                walk::children(kind).into_iter().for_each(|blocks| pieces.extend(self::pieces(blocks)));
            }
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[test]
fn what_is_read_by_structure_is_the_book_in_its_order() {
    for edition in BOOKS.map(edition) {
        let mut all = String::new();
        edition.text(edition.root(), &mut all);
        let all = plain(&all);
        let (mut at, mut count) = (0, 0);
        for section in &edition.book.sections {
            for piece in pieces(&section.blocks) {
                let Some(found) = all[at..].find(&piece) else {
                    let near: String = all[at..].chars().take(400).collect();
                    panic!("not in its place: {piece:?}\nbut: {near:?}");
                };
                at += found + piece.len();
                count += 1;
            }
        }
        assert!(count > 200, "{count} pieces were looked for");
    }
}

#[test]
fn a_picture_without_words_takes_the_claim_away() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><path d='M0 0h9v9z'/></svg>");
    write("book.toml", "[book]\ntitle = \"One\"\nauthor = \"Ann\"\nlanguage = \"en\"\n");
    for (image, told) in [("![Words](a.svg)", true), ("![](a.svg){.decorative}", true), ("![](a.svg)", false)] {
        write("01-one.md", &format!("# One\n\nText.\n\n{image}\n"));
        let folder = Folder::open(folder.path()).unwrap();
        let (manuscript, mut report): (_, Report) = manuscript::read(&folder);
        let manuscript = manuscript.unwrap();
        let design = design::design(&manuscript.settings, &folder, &mut report).unwrap();
        let document = layout::layout(&manuscript.book, &design, &design.screen, Output::Screen).document;
        assert_ne!(document.info, Info::default());
        let file = Reader::new(&pdf::write(&document).unwrap());
        let packet = &file.entry(file.document.catalog().unwrap(), "Metadata").as_stream().unwrap().content;
        let packet = std::str::from_utf8(packet).unwrap();
        assert_eq!(packet.contains("<pdfuaid:part>1<"), told, "{image}");
        assert!(packet.contains("<pdfaid:part>2<") && packet.contains("<pdfaid:conformance>A<"));
        assert_eq!(pdf::Claims::of(&document).accessible, told);
    }
}
