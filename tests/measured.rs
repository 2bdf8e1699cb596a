//! Finished pages, measured: the print edition's file is read as a printer's machine would, and what a typesetter asks
//! of pages is counted on it. `-- --nocapture` prints all figures.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "measured/beside.rs"]
mod beside;
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use support::authored;
use support::figures::{Fault, Figures};
use support::novel::Manuscript;
use support::written::Written;

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("measured").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// Builds the print edition as an author does.
fn measured(name: &str, book: &Path, written: &Written) -> Figures {
    let out = folder(&format!("{name}-out"));
    let built = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["build", "-q", "--only", "print", "--out"])
        .args([out.as_path(), book])
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{name} builds: {}", String::from_utf8_lossy(&built.stderr));
    let pdf = std::fs::read_dir(&out).expect("the output").flatten().map(|entry| entry.path());
    let pdf = pdf.into_iter().find(|path| path.to_string_lossy().ends_with("-print.pdf")).expect("a print edition");
    let figures = Figures::of(&std::fs::read(pdf).expect("a PDF"), written);
    println!("\n== {name}: {} words, {figures}", written.words());
    figures
}

fn made(name: &str, manuscript: &Manuscript) -> Figures {
    let book = folder(name);
    manuscript.save(&book).expect("the book is saved");
    measured(name, &book, &manuscript.written)
}

/// How many faults of a kind may be on 100 pages; of `SpaceOutOfBounds`, in 100 justified lines, of `OffGrid`, in 200
/// body lines. What is not named may not be at all, or is a choice (a split note) and no fault.
const ALLOWED: [(Fault, usize); 5] =
    [(Fault::Stack, 1), (Fault::Runt, 1), (Fault::River, 1), (Fault::OffGrid, 1), (Fault::SpaceOutOfBounds, 1)];

const FAULTS: [Fault; 21] = [
    Fault::WordsMissing,
    Fault::NoteMissing,
    Fault::NoteOffPage,
    Fault::HeadingCut,
    Fault::AttributionCut,
    Fault::TurnoverSplit,
    Fault::Widow,
    Fault::StanzaLine,
    Fault::ShortLastPage,
    Fault::Orphan,
    Fault::RectoHyphen,
    Fault::Unequal,
    Fault::StanzaSplit,
    Fault::Overrun,
    Fault::Ragged,
    Fault::Ladder,
    Fault::Stack,
    Fault::Runt,
    Fault::River,
    Fault::OffGrid,
    Fault::SpaceOutOfBounds,
];

fn judge(figures: &Figures) {
    for fault in FAULTS {
        let named = ALLOWED.iter().find(|(other, _)| *other == fault);
        let of = match fault {
            Fault::SpaceOutOfBounds => figures.justified,
            Fault::OffGrid => figures.body / 2,
            _ => figures.pages.max(100),
        };
        let most = named.map_or(0, |(_, most)| of * most / 100);
        assert!(figures.count(fault) <= most, "{fault:?}, {most} allowed: {:#?}", figures.all(fault));
    }
    assert!(figures.pages > 20 && figures.body > 500, "there is something to judge");
}

#[test]
fn the_handbook() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript");
    judge(&measured("handbook", &book, &authored::read(&book)));
}

#[test]
fn a_short_novel() {
    judge(&made("short-novel", &Manuscript::novel(20_000, 1)));
}

#[test]
fn a_short_book_of_verse() {
    judge(&made("short-verse", &Manuscript::verse(10_000, 1)));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimization")]
fn a_novel() {
    judge(&made("novel", &Manuscript::novel(100_000, 2)));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimization")]
fn a_plain_novel() {
    judge(&made("plain-novel", &Manuscript::plain(100_000, 3)));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimization")]
fn a_book_of_verse() {
    judge(&made("verse", &Manuscript::verse(100_000, 4)));
}

/// Of LuaLaTeX with microtype, Debian 12's (LuaHBTeX 1.15, microtype 3.0f), on the same texts in the same face, size and
/// measure, as `tests/bench/tex.rs` measures them: of 1,000 justified lines, those that end in a hyphen; and the standard
/// deviation of the spaces, in thousandths of the font's own. The handbook is still written: its figures have some room
/// here, and none there.
const LUALATEX: [(&str, &str, &str, (usize, i64)); 18] = [
    ("novel", "classic", "A5", (56, 138)),
    ("novel", "modern", "A5", (49, 149)),
    ("novel", "zine", "A5", (13, 122)),
    ("novel", "classic", "A6", (56, 138)),
    ("novel", "modern", "A6", (49, 149)),
    ("novel", "zine", "A6", (56, 138)),
    ("novel", "classic", "6in x 9in", (56, 138)),
    ("novel", "modern", "6in x 9in", (49, 149)),
    ("novel", "zine", "6in x 9in", (13, 122)),
    ("handbook", "classic", "A5", (42, 129)),
    ("handbook", "modern", "A5", (44, 134)),
    ("handbook", "zine", "A5", (8, 111)),
    ("handbook", "classic", "A6", (42, 129)),
    ("handbook", "modern", "A6", (44, 134)),
    ("handbook", "zine", "A6", (41, 129)),
    ("handbook", "classic", "6in x 9in", (42, 129)),
    ("handbook", "modern", "6in x 9in", (44, 134)),
    ("handbook", "zine", "6in x 9in", (8, 111)),
];

/// One line in 333: fewer than 0.3 in 100.
const LOOSE: usize = 333;

#[test]
fn lines_are_as_even_as_luatex_sets_them_with_fewer_hyphens() {
    let shelf = support::prose::shelf(&folder("shelf"));
    for (book, theme, trim, (hyphens, deviation)) in LUALATEX {
        let prose = &shelf.iter().find(|(name, _)| *name == book).expect("a book of the shelf").1;
        let name = format!("{book}-{theme}-{}", trim.replace(' ', ""));
        let source = folder(&name);
        prose.save(&source, theme, trim).expect("the book is saved");
        let ours = measured(&name, &source, &prose.written());
        let even = ours.even();
        assert!(
            even.0 <= hyphens && even.1 <= deviation && even != (hyphens, deviation),
            "{name}: {}",
            ours.of_lines()
        );
        assert!(ours.loose * LOOSE < ours.justified, "{name}: {}", ours.of_lines());
        assert_eq!(ours.count(Fault::Ladder), 0, "{name}");
        assert!(
            ours.pairs.values().all(|pairs| *pairs <= 1),
            "{name}: two hyphens in a row, by page: {:?}",
            ours.pairs
        );
        assert!(ours.justified > 500, "there is something to judge");
    }
}

#[test]
fn books_say_what_their_writer_says() {
    for (name, manuscript) in
        [("said-novel", Manuscript::shelf(2, 10_000, 5)), ("said-verse", Manuscript::verse(5_000, 5))]
    {
        let book = folder(name);
        manuscript.save(&book).expect("the book is saved");
        let read = authored::read(&book);
        let blocks = |written: &Written| -> Vec<String> {
            let shown = |block: &support::written::Block| {
                format!(
                    "{:?} {:?} {}",
                    block.kind,
                    block.calls,
                    support::written::letters(&block.text).collect::<String>()
                )
            };
            written.blocks.iter().map(shown).collect()
        };
        for (said, read) in blocks(&manuscript.written).iter().zip(&blocks(&read)) {
            assert_eq!(said, read);
        }
        assert_eq!(manuscript.written.blocks.len(), read.blocks.len());
        assert_eq!(manuscript.written.notes.len(), read.notes.len());
    }
}
