//! Every letter on a page and in an ebook leads back to the letter that was typed, and from there to its place again.

use super::{MILD, text_of};
use chapbook::base::{Folder, Report};
use chapbook::manuscript::{self, Manuscript};
use chapbook::model::{BlockId, BlockKind, ByteMap, Inline, SectionId, TextPos, walk};
use chapbook::page::{Item, Output};
use chapbook::pictures::{Format, Picture};
use chapbook::{design, epub, layout};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

/// The letters of a book that were typed, by their places.
type Letters = BTreeMap<TextPos, char>;

struct Book {
    folder: Folder,
    manuscript: Manuscript,
    report: Report,
    map: ByteMap,
    typed: Letters,
}

impl Book {
    fn read(folder: &Path) -> Book {
        let folder = Folder::open(folder).expect("a folder");
        let (manuscript, report) = manuscript::read(&folder);
        let manuscript = manuscript.expect("settings were read");
        let map = manuscript::byte_map(&manuscript, &report.sources);
        let mut typed = Letters::new();
        let book = &manuscript.book;
        for section in book.section_ids() {
            for stretch in map.of_section(section) {
                let at = stretch.at;
                let text = plain_text(&manuscript, section, at.block);
                let text = &text[at.offset as usize..(at.offset + stretch.len) as usize];
                let letters = text.char_indices().filter(|(_, letter)| letter.is_alphanumeric());
                typed.extend(letters.map(|(byte, letter)| (TextPos { offset: at.offset + byte as u32, ..at }, letter)));
            }
        }
        Book { folder, manuscript, report, map, typed }
    }

    /// The letter at a place was typed where the map says.
    fn check(&self, at: TextPos, letter: char) {
        let len = letter.len_utf8() as u32;
        let Some(source) = self.map.source(at, len) else { panic!("{letter:?} at {at:?} was typed nowhere") };
        let file = &self.report.sources.get(source.file);
        let typed = &file.text[source.start as usize..source.end as usize];
        assert!(typed.contains(letter), "{letter:?} at {at:?} was not typed as {typed:?} in {}", file.name);
        assert!(typed.len() < 8 || typed.contains('\n'), "{letter:?} at {at:?} stands somewhere in {typed:?}");
        if source.end - source.start == len {
            let back = self.map.texts(source.file, source.start);
            assert!(back.contains(&at), "{letter:?} at {at:?}: {source:?} leads to {back:?}");
        }
    }

    /// All letters that were typed are shown, and no other one says that it was.
    fn check_all(&self, shown: &Letters, hidden: impl Fn(SectionId) -> bool) {
        shown.iter().filter(|(at, _)| self.typed.contains_key(at)).for_each(|(at, letter)| self.check(*at, *letter));
        for (at, letter) in self.typed.iter().filter(|(at, _)| !hidden(at.section)) {
            assert_eq!(shown.get(at), Some(letter), "{at:?}");
        }
    }
}

fn plain_text(manuscript: &Manuscript, section: SectionId, block: BlockId) -> String {
    let section = manuscript.book.section(section);
    let mut found = chapbook::model::plain_text(&section.title);
    let lists = std::iter::once(&section.blocks).chain(section.notes.iter().map(|note| &note.blocks));
    lists.for_each(|blocks| {
        walk::blocks(blocks, &mut |own| {
            if own.id == block {
                found = walk::plain_text(own);
            }
        });
    });
    found
}

fn add(letters: &mut Letters, at: TextPos, text: &str) {
    for (byte, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
        letters.insert(TextPos { offset: at.offset + byte as u32, ..at }, letter);
    }
}

/// The letters on the pages, in the order of the text on each line.
fn pages(book: &Book) -> Letters {
    let Book { manuscript, folder, .. } = book;
    let design = design::design(&manuscript.settings, folder, &mut Report::default()).expect("a design");
    let layout = layout::layout(&manuscript.book, &design, &design.screen, Output::Screen);
    let mut letters = Letters::new();
    for page in &layout.document.pages {
        for (_, item) in &page.frame.items {
            let Item::Glyphs(run) = item else { continue };
            for (bytes, place) in run.stretches() {
                let (section, block) = (SectionId(place.section), BlockId(place.block));
                add(&mut letters, TextPos { section, block, offset: place.offset }, &run.text[bytes]);
            }
        }
    }
    letters
}

/// The letters in the XHTML files.
fn ebook(book: &Book) -> Letters {
    let Book { manuscript, folder, .. } = book;
    let design = design::design(&manuscript.settings, folder, &mut Report::default()).expect("a design");
    let cover = Picture { format: Format::Png, bytes: b"picture".to_vec().into(), width: 1, height: 1, ink: None };
    let mut told = epub::Told::new();
    let bytes = epub::write_and_tell(&manuscript.book, &design, &Default::default(), &cover, &mut told);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.expect("an EPUB"))).expect("an archive");
    let mut letters = Letters::new();
    for (name, placed) in told {
        let mut text = String::new();
        let mut file = archive.by_name(&format!("OEBPS/{name}")).expect("a file");
        file.read_to_string(&mut text).expect("text");
        for words in placed {
            let written = text[words.bytes].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            add(&mut letters, words.at, &written);
        }
    }
    letters
}

fn check(folder: &Path) -> usize {
    let book = Book::read(folder);
    let sections = &book.manuscript.book.sections;
    book.check_all(&pages(&book), |_| false);
    // The contents are the navigation document, which is no place of the text.
    let contents = |id: SectionId| {
        let blocks = &sections[id.0 as usize].blocks;
        blocks.iter().any(|block| matches!(block.kind, BlockKind::Contents { .. }))
    };
    book.check_all(&ebook(&book), contents);
    // What is said to be typed is all that was: links without words take the words of what they lead to.
    let mut all = 0;
    for section in sections.iter().filter(|section| !section.span.eq(&Default::default())) {
        let lists = std::iter::once(&section.blocks).chain(section.notes.iter().map(|note| &note.blocks));
        lists.for_each(|blocks| {
            walk::inlines_of(blocks, &mut |inline| {
                if let Inline::Text { text, .. } | Inline::Code { text, .. } = inline {
                    all += text.chars().filter(|letter| letter.is_alphanumeric()).count();
                }
            });
        });
    }
    assert!(book.typed.len() * 100 >= all * 97, "{} of {all} letters lead back", book.typed.len());
    book.typed.len()
}

#[test]
fn every_letter_of_a_book_with_one_of_everything_leads_back() {
    let letters = check(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/books/stress")));
    assert!(letters > 1_000, "{letters}");
}

/// The navigation document lists it under the book's title, which was not typed there.
#[test]
fn a_chapter_whose_title_is_a_note_alone_moves_no_other_title() {
    let dir = tempfile::tempdir().expect("a folder");
    std::fs::write(dir.path().join("book.toml"), "book.title = 'T'").expect("settings");
    let text = "# A\n\n[^1]\n===\n\nWords.\n\n# Third\n\nMore words.\n\n[^1]: A note.\n";
    std::fs::write(dir.path().join("a.md"), text).expect("text");
    assert_eq!(check(dir.path()), 31);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn every_letter_of_any_text_leads_back(text in text_of(MILD.to_vec())) {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("book.toml"), "book.title = 'T'").expect("settings");
        std::fs::write(dir.path().join("a.md"), format!("# A\n\n{text}\n")).expect("text");
        std::fs::write(dir.path().join("a.svg"), super::PICTURE).expect("a picture");
        check(dir.path());
    }
}
