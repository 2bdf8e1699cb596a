//! What must hold of the pages of any book of prose, whatever its words.

#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../tests/support/language.rs"]
mod language;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../tests/support/novel.rs"]
mod novel;
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../../tests/support/written.rs"]
mod written;

use super::layout;
use super::pagebreak::{Cost, brute::first_fit};
use super::paginate::{rounds, rounds::problem, settle};
use super::report::{Kind, faults};
use super::sections::Sections;
use crate::base::config;
use crate::base::{Folder, Length, Report};
use crate::design::{Design, design};
use crate::model::{Anchor, AnchorId, Block, BlockId, BlockKind, Book, Inline, LocalSpan, Matter, Metadata, Note};
use crate::model::{Corrections, NoteRef, Role, Section, SectionId};
use crate::page::{Document, Item, Mark, Output, Page};
use crate::press::PressSetup;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn designed(toml: &str) -> Design {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    design(&config::read_builtin("book.toml", toml).unwrap(), &folder, &mut Report::default()).unwrap()
}

/// A number as lower-case letters, so that it can be found among words.
fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(b'k' + digit - b'0')).collect()
}

fn text(words: String) -> Inline {
    Inline::Text { text: words, span: LocalSpan::default() }
}

fn paragraph(id: u32, inlines: Vec<Inline>) -> Block {
    let kind = BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() };
    Block { id: BlockId(id), span: LocalSpan::default(), attributes: Default::default(), kind }
}

/// Words, and after how many of them a note of how many is called.
type Words = (usize, Option<(usize, usize)>);

/// Chapters of paragraphs of so many words; every so-many-th word calls a note of so many words. A paragraph begins
/// with `par…` and ends with `end….`; a note is in capitals and its call follows `call…`.
fn book(chapters: &[Vec<Words>]) -> Book {
    let mut book = Book {
        metadata: Metadata { title: "T".into(), language: "en".into(), ..Metadata::default() },
        notes_run_on: true,
        ..Book::default()
    };
    let (mut block, mut number) = (0, 0);
    for (at, chapter) in chapters.iter().enumerate() {
        let section = SectionId(at as u32);
        let name = format!("c{at}");
        let anchor = AnchorId::of(&name);
        book.anchors.insert(anchor, Anchor { name, section, block: None, title: String::new() });
        let (mut blocks, mut notes) = (Vec::new(), Vec::new());
        for &(words, noted) in chapter {
            block += 1;
            let mut inlines = vec![text(format!("par{} ", letters(block)))];
            for word in 0..words {
                inlines.push(text(format!(
                    "{} ",
                    ["some", "remarkable", "of", "yesterday", "its", "wind"][(word * 7 + block) % 6]
                )));
                if let Some((every, long)) = noted
                    && word % every == every - 1
                {
                    let note = NoteRef { back: 0, at: notes.len() as u32 };
                    inlines.push(text(format!("call{}", letters(number))));
                    inlines.push(Inline::Note { note, call: 0, span: LocalSpan::default() });
                    inlines.push(text(" ".into()));
                    let said = format!("NOTE{} {}", letters(number).to_uppercase(), "AND SO ON ".repeat(long));
                    let blocks = vec![paragraph(100_000 + note.at, vec![text(said.trim_end().into())])];
                    notes.push(Note { label: None, calls: 1, blocks, span: LocalSpan::default() });
                    number += 1;
                }
            }
            inlines.push(text(format!("end{}.", letters(block))));
            blocks.push(paragraph(block as u32, inlines));
        }
        let (role, matter) = (Role::Untitled, Matter::Main);
        book.sections.push(Section { matter, role, anchor, blocks, notes, ..Section::default() });
    }
    book
}

/// A page's text by baseline, from the top, without what stands around it.
fn lines(page: &Page) -> BTreeMap<Length, String> {
    let mut lines: BTreeMap<Length, String> = BTreeMap::new();
    let mut artifact = false;
    for (at, item) in &page.frame.items {
        match item {
            Item::Mark(mark) => artifact = *mark == Mark::BeginArtifact,
            Item::Glyphs(run) if !artifact => lines.entry(at.y).or_default().push_str(&run.text),
            _ => {}
        }
    }
    lines
}

fn is_note(line: &str) -> bool {
    !line.chars().any(char::is_lowercase)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_lowercase() || *c == '.').collect()
}

fn check(book: &Book, design: &Design, document: &Document) {
    let mut set = String::new();
    for page in &document.pages {
        let lines = lines(page);
        let body: Vec<(&Length, &String)> = lines.iter().filter(|(_, line)| !is_note(line)).collect();
        for (y, line) in &body {
            let down = **y - design.print.top - design.print.first_baseline;
            assert_eq!(down.0.rem_euclid(design.dress.grid.0), 0, "off the grid: {line}");
            set.push_str(&squeezed(line));
        }
        let Some(((_, first), (_, last))) = body.first().zip(body.last()) else { continue };
        assert!(!first.contains("end") || first.contains("par"), "a widow on {}: {first}", page.shown_folio());
        assert!(!last.contains("par") || last.contains("end"), "an orphan on {}: {last}", page.shown_folio());
        let all: String = lines.values().map(String::as_str).collect();
        for call in all.match_indices("call").map(|(at, _)| &all[at + 4..]) {
            let name: String = call.chars().take_while(|c| c.is_lowercase()).collect();
            assert!(
                all.contains(&format!("NOTE{}", name.to_uppercase())),
                "note {name} is not on {}",
                page.shown_folio()
            );
        }
    }
    let mut written = String::new();
    for block in book.sections.iter().flat_map(|section| &section.blocks) {
        written.push_str(&squeezed(&crate::model::walk::plain_text(block)));
    }
    assert_eq!(set, written);
}

fn prose() -> impl Strategy<Value = Vec<Vec<Words>>> {
    let noted = proptest::option::weighted(0.3, (25usize..80, 1usize..30));
    proptest::collection::vec(proptest::collection::vec((5usize..160, noted), 3..14), 1..4)
}

/// On every page the notes that begin there are counted from 1, and each is called by its number.
fn check_numbers(document: &Document) {
    for page in &document.pages {
        let lines = lines(page);
        let mut count = 0;
        let all: String = lines.values().map(String::as_str).collect();
        for (line, at) in lines.values().filter_map(|line| Some((line, line.find("NOTE")?))) {
            count += 1;
            assert_eq!(line[..at].trim_end(), count.to_string(), "on page {}: {line}", page.shown_folio());
            let name: String = line[at + 4..].chars().take_while(|c| c.is_uppercase()).collect();
            let call = format!("call{}{count}", name.to_lowercase());
            assert!(all.contains(&call), "no {call} on {}", page.shown_folio());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn prose_stands_as_it_should(chapters in prose()) {
        let design = designed("page.trim = 'A6'");
        let book = book(&chapters);
        let laid = layout(&book, &design, &design.print, Output::Press(PressSetup::default()));
        check(&book, &design, &laid.document);
    }

    #[test]
    fn numbers_by_page_are_those_of_the_page(chapters in prose()) {
        let design = designed("page.trim = 'A6'\nnotes.number = 'page'");
        let book = book(&chapters);
        let laid = layout(&book, &design, &design.print, Output::Press(PressSetup::default()));
        check(&book, &design, &laid.document);
        if !laid.diagnostics.iter().any(|found| found.code == "notes-unsettled") {
            check_numbers(&laid.document);
        }
    }
}

#[test]
fn a_crowd_of_notes_goes_on_with_a_warning() {
    let design = designed("page.trim = 'A6'");
    let laid =
        layout(&book(&[vec![(60, Some((1, 40)))]]), &design, &design.print, Output::Press(PressSetup::default()));
    assert!(laid.diagnostics.iter().any(|d| d.code == "page-note-elsewhere"));
    let text: String = laid.document.pages.iter().flat_map(|page| lines(page).into_values()).collect();
    assert!((0..60).all(|note| text.contains(&format!("NOTE{}", letters(note).to_uppercase()))));
}

#[test]
fn references_that_do_not_converge_go_on_with_a_warning() {
    let folder = Folder::from_files([
        ("book.toml", &b"book.title = 'T'"[..]),
        ("one.md", b"# One {#one}\n\nIt begins on page [](#two){.page}.\n\n# Two {#two}\n\nIt began on page [](#one){.page}.\n"),
    ])
    .unwrap();
    let (manuscript, mut report) = crate::manuscript::read(&folder);
    let manuscript = manuscript.unwrap();
    let design = design(&manuscript.settings, &folder, &mut report).unwrap();
    let codes = |rounds| {
        let settled = rounds::settle_within(rounds, Sections::own(&manuscript.book), &design, &design.print);
        settled.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert_eq!((codes(1), codes(2)), (vec!["folios-unsettled"], vec![]));
}

#[test]
fn a_fault_has_the_name_of_the_price_that_charged_it() {
    let dir = tempfile::tempdir().unwrap();
    let poem = "A line of verse.\n".repeat(80);
    std::fs::write(dir.path().join("book.toml"), "book.title = 'T'\npage.trim = 'A6'\n").unwrap();
    std::fs::write(dir.path().join("one.md"), format!("# One\n\n:::: keep\n::: verse\n{poem}:::\n::::\n")).unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let (manuscript, mut report) = crate::manuscript::read(&folder);
    let manuscript = manuscript.unwrap();
    let design = design(&manuscript.settings, &folder, &mut report).unwrap();
    let faults =
        faults(Sections::own(&manuscript.book), &settle(Sections::own(&manuscript.book), &design, &design.print));
    let worst: Vec<Kind> =
        faults.iter().filter(|fault| fault.cost.is_some_and(|cost| cost.rank == 1)).map(|fault| fault.kind).collect();
    assert!(!worst.is_empty() && worst.iter().all(|kind| *kind == Kind::KeepBroken), "{worst:?}");
}

/// The sums of the breaker and of first fit over a book that stands in a folder.
fn against_first_fit(name: &str, folder: &std::path::Path) -> (Cost, Cost) {
    let folder = Folder::open(folder).unwrap();
    let (manuscript, mut report) = crate::manuscript::read(&folder);
    let manuscript = manuscript.unwrap();
    let design = design(&manuscript.settings, &folder, &mut report).unwrap();
    let settled = settle(Sections::own(&manuscript.book), &design, &design.print);
    let (mut ours, mut greedy) = (Cost::FREE, Cost::FREE);
    for (at, plan) in settled.sequence.plans.iter().enumerate() {
        let recto = settled.sequence.starts[at].is_multiple_of(2);
        ours += plan.cost;
        greedy += first_fit(&problem(&design, &design.print, &settled, SectionId(at as u32), recto));
    }
    let pages = settled.sequence.pages.len();
    println!("{name}: {pages} pages, ranks 1 to 5: {:?}, first fit {:?}", ours.0, greedy.0);
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    faults(Sections::own(&manuscript.book), &settled)
        .iter()
        .for_each(|fault| *kinds.entry(fault.kind).or_default() += 1);
    kinds.iter().for_each(|(kind, count)| println!("  {count:>4} {}", kind.name()));
    (ours, greedy)
}

#[test]
fn the_report_of_first_fit_is_worse() {
    let handbook = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript");
    let dir = tempfile::tempdir().unwrap();
    novel::Manuscript::novel(100_000, 1).save(dir.path()).unwrap();
    for (name, folder) in [("handbook", handbook.as_path()), ("novel", dir.path())] {
        let (ours, greedy) = against_first_fit(name, folder);
        assert_eq!(ours.0[..2], [0, 0], "{name}");
        assert!(greedy.0[..3].iter().sum::<u64>() > ours.0[..3].iter().sum::<u64>(), "{name}");
    }
}
