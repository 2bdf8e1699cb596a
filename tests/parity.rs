//! The ebook, the print edition and the screen edition say the same: the screen edition and the ebook word by word and
//! construct by construct, by what both declare; the two PDFs page by page. All are read from the finished files.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "parity/ebook.rs"]
mod ebook;
#[path = "parity/paper.rs"]
mod paper;
#[allow(dead_code, reason = "another test uses the rest")]
#[path = "pdf/reader.rs"]
mod reader;

mod support;

use ebook::{Construct, Kind};
use std::path::Path;
use std::process::Command;
use support::column::{Column, Columns};
use support::lines::Line;
use support::measure;

/// Builds a book of this repository; its EPUB, print and screen PDF.
fn editions(book: &str) -> [Vec<u8>; 3] {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parity").join(book.replace('/', "-"));
    let _ = std::fs::remove_dir_all(&out);
    let built = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["build", "-q", "--only", "epub,print,screen", "--out"])
        .args([out.as_path(), &Path::new(env!("CARGO_MANIFEST_DIR")).join(book)])
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    [".epub", "-print.pdf", "-screen.pdf"].map(|ending| {
        let files = std::fs::read_dir(&out).expect("the output").map(|entry| entry.expect("a file").path());
        let file = files.filter(|path| path.to_string_lossy().ends_with(ending)).min().expect(ending);
        std::fs::read(file).expect(ending)
    })
}

/// Every construct of the program stands in the first; a cover, plates and a handbook in the others.
const BOOKS: [&str; 3] = ["tests/books/stress", "tests/books/press", "manuscript"];

#[test]
fn the_screen_edition_and_the_ebook_say_the_same() {
    for book in BOOKS {
        let [epub, _, screen] = editions(book);
        let (ebook, paper) = (ebook::read(&epub), paper::read(&screen));
        let mut wrong = compare(&ebook.text, &paper.text);
        for at in 0..ebook.notes.len().max(paper.notes.len()) {
            let note = |notes: &[Vec<Construct>]| notes.get(at).cloned().unwrap_or_default();
            wrong.extend(compare(&note(&ebook.notes), &note(&paper.notes)));
        }
        assert!(wrong.is_empty(), "{book}: {} differ\n{}", wrong.len(), wrong.join("\n"));
        if book == BOOKS[0] {
            for kind in Kind::ALL {
                assert!(ebook.text.iter().any(|one| one.kind == kind), "{book} has no {kind:?}");
            }
            assert!(ebook.notes.len() > 20 && ebook.notes.iter().any(|note| note.len() > 5), "{book} has long notes");
        }
    }
}

/// What differs between an ebook and a screen edition.
fn compare(ebook: &[Construct], paper: &[Construct]) -> Vec<String> {
    let mut wrong: Vec<String> = Vec::new();
    for at in 0..ebook.len().max(paper.len()) {
        let same = match (ebook.get(at), paper.get(at)) {
            // The title page is a heading where nothing else names the book.
            (Some(ebook), Some(paper)) => {
                (ebook.kind == paper.kind || at < 2 && ebook.kind == Kind::Heading)
                    && same_but_for_folios(&ebook.text, &paper.text)
            }
            _ => false,
        };
        if !same {
            wrong.push(format!("  ebook: {:?}\n  paper: {:?}", ebook.get(at), paper.get(at)));
        }
    }
    wrong
}

/// Where the screen edition refers to a page, the ebook, which has none, gives the title of what is there.
fn same_but_for_folios(ebook: &str, paper: &str) -> bool {
    let (ebook, paper): (Vec<char>, Vec<char>) = (ebook.chars().collect(), paper.chars().collect());
    let before = ebook.iter().zip(&paper).take_while(|(a, b)| a == b).count();
    let (ebook, paper) = (&ebook[before..], &paper[before..]);
    let after = ebook.iter().rev().zip(paper.iter().rev()).take_while(|(a, b)| a == b).count();
    let (title, folio) = (&ebook[..ebook.len() - after], &paper[..paper.len() - after]);
    title.is_empty() == folio.is_empty() && folio.iter().all(char::is_ascii_digit)
}

#[test]
fn the_print_edition_shows_what_the_screen_edition_says() {
    for book in BOOKS {
        let [_, print, screen] = editions(book);
        let mut streams = shown(&print);
        let paper = paper::read(&screen);
        let mut take = |text: &str| streams.iter_mut().any(|stream| take(stream, text));
        let constructs: Vec<&Construct> = paper.text.iter().chain(paper.notes.iter().flatten()).collect();
        let apart: Vec<&Construct> = constructs.iter().copied().filter(|one| !take(&one.text)).collect();
        // What stands in columns, beside an initial or in two directions is not read line by line: its letters are
        // among those that are left.
        let prose = apart.iter().filter(|one| one.kind != Kind::Cell).count();
        assert!(prose * 25 <= constructs.len(), "{book}: {prose} are not in one piece\n{}", show(&apart));
        let mut left: Vec<char> = streams.iter().flat_map(|stream| stream.chars()).collect();
        for one in &apart {
            for letter in letters(&one.text) {
                let at = left.iter().position(|&other| other == letter);
                left.swap_remove(at.unwrap_or_else(|| panic!("{book}: not in print: {}", one.text)));
            }
        }
    }
}

fn show(list: &[&Construct]) -> String {
    list.iter().map(|one| format!("{:?}: {}\n", one.kind, one.text)).collect()
}

/// The letters of the text and of the notes in the order of a PDF's lines.
fn shown(print: &[u8]) -> [String; 2] {
    let columns = Columns::of(&measure::read(print));
    let of = |lines: &[Line]| {
        lines.iter().flat_map(|line| &line.words).flat_map(|word| letters(&word.text)).collect::<String>()
    };
    let all = |part: fn(&Column) -> &Vec<Line>| columns.pages.iter().map(|page| of(part(page))).collect();
    [all(|page| &page.text), all(|page| &page.notes)]
}

/// Takes a construct's letters out of a stream. What is set over two pages may have a figure between.
fn take(stream: &mut String, text: &str) -> bool {
    let wanted: String = letters(text).collect();
    let cuts = wanted.char_indices().map(|(at, _)| at).rev().filter(|&at| at > 0);
    let halves = std::iter::once(wanted.len()).chain(cuts).map(|cut| wanted.split_at(cut));
    for (first, rest) in halves {
        let Some(at) = stream.find(first) else { continue };
        let after = at + first.len();
        let Some(second) = stream[after..].find(rest) else { continue };
        stream.replace_range(after + second..after + second + rest.len(), "");
        stream.replace_range(at..after, "");
        return true;
    }
    false
}

/// Letters that are written from left to right, in lower case. Figures may be calls, or folios.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&letter| letter.is_alphabetic() && letter < '\u{530}').flat_map(char::to_lowercase)
}
