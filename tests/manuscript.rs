//! What the reader of manuscripts promises for every text: it ends, it never panics, and no word is lost without an
//! error.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "manuscript/pieces.rs"]
mod pieces;
#[path = "manuscript/words.rs"]
mod words;

use chapbook::base::{Folder, Report, Severity};
use chapbook::manuscript::{self, Manuscript};
use chapbook::model::{self, Inline, dump, walk};
use pieces::{MILD, WILD, numbered};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;

fn read(text: &str) -> (Manuscript, Report) {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("book.toml"), "book.title = 'T'\nmanuscript.main = ['a.md', 'b.md']").expect("settings");
    fs::write(dir.path().join("a.md"), text).expect("text");
    fs::write(dir.path().join("b.md"), "# Last\n\n[x](a.md) and [](#last)").expect("text");
    fs::write(dir.path().join("a.svg"), PICTURE).expect("a picture");
    let (manuscript, report) = manuscript::read(&Folder::open(dir.path()).expect("a book"));
    (manuscript.expect("settings were read"), report)
}

const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>";

/// Every construct at least once.
const SAMPLE: &str = include_str!("cases/model/everything/text.md");

fn text_of(pieces: Vec<&'static str>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| numbered(&pieces))
}

/// Words that no error excuses: those before what is told to be lost, attributes and targets aside.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| {
        word.len() > 2 && word.starts_with('w') && word.ends_with('w') && word[1..word.len() - 1].parse::<u32>().is_ok()
    })
}

fn check_places(manuscript: &Manuscript, report: &Report) {
    let sources = &report.sources;
    let good = |span: chapbook::base::Span| {
        let text = &sources.get(span.file).text;
        text.get(span.start as usize..span.end as usize).is_some()
    };
    for found in report.sorted() {
        assert!(found.span.is_none_or(good), "{found:?}");
    }
    let book = &manuscript.book;
    let sections = book.section_ids().zip(book.sections.iter().map(|section| &section.blocks));
    for (id, blocks) in sections.chain(book.notes().map(|(id, note)| (id.section, &note.blocks))) {
        walk::blocks(blocks, &mut |block| assert!(good(book.span(id, block.span)), "{block:?}"));
        // What the contents repeat has its place where it stands itself.
        let contents = book.section(id).role == model::Role::Contents;
        walk::inlines_of(blocks, &mut |inline| {
            if let Inline::Text { text, span } = inline
                && !contents
            {
                assert!(good(book.span(id, *span)) && !text.is_empty(), "{inline:?}");
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_without_an_error(text in text_of(MILD.to_vec())) {
        let text = format!("{text}\n\nend[^1]\n\n[^1]: note");
        let (manuscript, report) = read(&text);
        check_places(&manuscript, &report);
        // A note that is never called is left out with a warning; a link definition has no words of the text.
        let excused = report.has_errors()
            || report.sorted().iter().any(|found| ["note-unused", "image-title"].contains(&found.code))
            || text.replace("[^1]:", "").contains("]:");
        if !excused {
            let shown = dump::dump(&manuscript.book);
            for word in words(&text) {
                prop_assert!(shown.contains(word), "{word} of {text:?} is not in\n{shown}");
            }
        }
    }

    #[test]
    fn any_pieces_are_read(text in text_of([MILD, WILD].concat())) {
        let (manuscript, report) = read(&text);
        check_places(&manuscript, &report);
    }

    #[test]
    fn any_text_is_read(text in "\\PC*") {
        let (manuscript, report) = read(&text);
        check_places(&manuscript, &report);
    }

    #[test]
    fn any_change_of_a_rich_text_is_read(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..40, prop::sample::select([MILD, WILD].concat())), 1..8),
    ) {
        let mut text = SAMPLE.to_string();
        for (index, length, piece) in cuts {
            let floor = |mut at: usize| { while !text.is_char_boundary(at) { at -= 1; } at };
            let start = floor(index.index(text.len() + 1));
            let end = floor((start + length).min(text.len()));
            text.replace_range(start..end, piece);
        }
        let (manuscript, report) = read(&text);
        check_places(&manuscript, &report);
    }
}

#[test]
fn hostile_books_end() {
    let deep = |open: &str, close: &str| format!("{}x{}", open.repeat(5_000), close.repeat(5_000));
    let lines = |line: &dyn Fn(usize) -> String| (0..5_000).map(line).collect::<String>();
    let texts = [
        ("quotes", deep("> ", ""), true),
        ("emphasis", deep("*a **b ", "** c*"), true),
        ("brackets", deep("[", "]{.x}"), true),
        ("open brackets", deep("[", ""), false),
        ("inline notes", deep("^[a ", "]"), true),
        ("carets", "^a~b".repeat(20_000), false),
        ("braces", format!("# x {}", "{a=\"".repeat(20_000)), false),
        ("divs", lines(&|_| "::: letter\n".into()), true),
        ("lists", lines(&|at| format!("{}- x\n", "  ".repeat(at.min(500)))), true),
        ("a word", "x".repeat(100_000), false),
        ("a verse line", format!("```verse\n{}\n```", "x".repeat(100_000)), false),
        (
            "notes on a line",
            format!("{}\n\n{}", lines(&|at| format!("a[^{at}]")), lines(&|at| format!("[^{at}]: b\n\n"))),
            false,
        ),
        ("a chain of notes", format!("a[^0]\n\n{}", lines(&|at| format!("[^{at}]: b[^{}]\n\n", at + 1))), true),
        ("a ring of notes", "a[^a]\n\n[^a]: b[^b]\n\n[^b]: c[^a]".into(), true),
        ("headings", lines(&|_| "## same\n\n".into()), false),
        ("images in images", deep("![", "](a.png)"), true),
    ];
    for (name, text, fails) in texts {
        let start = std::time::Instant::now();
        let (manuscript, report) = read(&text);
        let errors: Vec<_> = report.sorted().into_iter().filter(|found| found.severity == Severity::Error).collect();
        assert_eq!(!errors.is_empty(), fails, "{name}: {:?}", errors.first());
        dump::dump(&manuscript.book);
        assert!(start.elapsed().as_secs() < 10, "{name} took {:?}", start.elapsed());
    }
}

/// A chapter of many constructs; it calls its notes, shows a picture of its own and leads to another chapter.
fn chapter(name: usize, to: usize, edit: usize) -> String {
    let more = "and more words of *many* kinds, \"said\" ^[so] ".repeat(edit);
    let heads: String = (0..edit).map(|at| format!("## More {name} {at}\n\n![New](p{}.svg)\n\n", 90 + at)).collect();
    format!(
        "# Chapter {name} {{#c{name}}}\n\n{more}Words -- \"quoted\"[^{name}a] and [there](#c{to}), [](#c{to}){{.page}}.\n\n{heads}\
         ## Head {name}\n\n> Quote ^[inline *{name}*]\n>\n> -- Somebody\n\n- one\n- two[^{name}b]\n\n\
         | a | b |\n|---|---|\n| [c]{{#k{name}}} | d |\n\n```verse\nA line\n  and one\n```\n\n\
         ![Words](p{name}.svg \"Caption {name}\")\n\n[^{name}a]: First\n\n[^{name}b]: Second[^{name}a]\n\n"
    )
}

/// Chapters by name, with how much each is edited; a file ends where the number says so.
fn book_of(chapters: &[(usize, usize, bool)]) -> model::Book {
    let dir = tempfile::tempdir().expect("a folder");
    let mut files = vec![String::new()];
    for &(name, edit, ends) in chapters {
        let to = if name == 0 { 1 } else { 0 };
        files.last_mut().expect("a file").push_str(&chapter(name, to, edit));
        if ends {
            files.push(String::new());
        }
    }
    files.retain(|text| !text.is_empty());
    for (at, text) in files.iter().enumerate() {
        fs::write(dir.path().join(format!("{at:03}.md")), text).expect("text");
    }
    (0..100).for_each(|at| fs::write(dir.path().join(format!("p{at}.svg")), PICTURE).expect("a picture"));
    let settings = "book.title = 'T'\nmanuscript.main = ['*.md']\nnotes.number = 'book'";
    fs::write(dir.path().join("book.toml"), settings).expect("settings");
    let (manuscript, report) = manuscript::read(&Folder::open(dir.path()).expect("a book"));
    assert!(!report.has_errors(), "{:?}", report.sorted());
    manuscript.expect("settings were read").book
}

/// Chapters by their anchors, without the numbers that run through the book.
fn chapters(book: model::Book) -> BTreeMap<model::AnchorId, model::Section> {
    let sections = book.sections.into_iter().filter(|section| section.role == model::Role::Chapter);
    sections.map(|section| (section.anchor, model::Section { number: None, ..section })).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_or_a_chapter_more_changes_no_other_chapter(
        ends in proptest::collection::vec(any::<bool>(), 2..6),
        edited in any::<proptest::sample::Index>(),
        edit in 0usize..4,
        new in proptest::option::of((any::<proptest::sample::Index>(), any::<bool>())),
    ) {
        let plain: Vec<_> = ends.iter().enumerate().map(|(name, &ends)| (name, 0, ends)).collect();
        let before = chapters(book_of(&plain));
        let mut changed = plain.clone();
        let edited = edited.index(changed.len());
        changed[edited].1 = edit;
        if let Some((at, ends)) = new {
            changed.insert(at.index(plain.len() + 1), (50, 1, ends));
        }
        let after = chapters(book_of(&changed));
        prop_assert_eq!(before.len(), plain.len());
        prop_assert_eq!(after.len(), changed.len());
        for (anchor, section) in before {
            if edit == 0 || anchor != model::AnchorId::of(&format!("c{edited}")) {
                prop_assert_eq!(&section, &after[&anchor]);
            }
        }
    }
}
