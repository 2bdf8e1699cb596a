//! What a condition leaves out of a version is in none of its files: not as words, not as a title, a name or an alternative
//! text. The book in `tests/books/versions` has words in capitals that begin with where they belong.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

mod support;

use lopdf::Document;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::lines::lines;
use support::measure;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn build(book: &Path) -> (PathBuf, String) {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("versions");
    let _ = std::fs::remove_dir_all(&out);
    let built = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["build", "-q", "--out"])
        .args([out.as_path(), book])
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&built.stderr).into_owned();
    assert!(built.status.success(), "{told}");
    (out, told)
}

/// The words in capitals that the manuscript has.
fn typed(book: &Path) -> BTreeSet<String> {
    let files = std::fs::read_dir(book).expect("the book").map(|entry| entry.expect("a file").path());
    files.flat_map(|file| marked(&std::fs::read_to_string(file).expect("text"))).collect()
}

fn marked(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_uppercase());
    let is_marked = |word: &&str| ["EBOOK", "PRINT", "SCREEN"].iter().any(|start| word.starts_with(start));
    words.filter(is_marked).map(str::to_owned).collect()
}

/// What a PDF shows, and what else it says: titles, alternative texts, metadata.
fn pdf(file: &Path) -> BTreeSet<String> {
    let bytes = std::fs::read(file).expect("a PDF");
    let pages = measure::read(&bytes);
    let mut all: String = pages.iter().flat_map(lines).map(|line| line.text() + "\n").collect();
    for object in Document::load_mem(&bytes).expect("a PDF").objects.values() {
        let mut own = format!("{object:?}").into_bytes();
        if let Ok(stream) = object.as_stream() {
            own.extend(stream.decompressed_content().unwrap_or_default());
        }
        // Text strings may have two bytes a letter.
        all.push('\n');
        all.extend(own.iter().filter(|byte| **byte != 0).map(|byte| char::from(*byte)));
    }
    marked(&all)
}

fn epub(file: &Path) -> BTreeSet<String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).expect("an EPUB")).expect("a zip");
    let mut all = BTreeSet::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).expect("an entry");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("bytes");
        all.extend(marked(&(entry.name().to_owned() + "\n" + &String::from_utf8_lossy(&bytes))));
    }
    all
}

#[test]
fn every_version_has_its_words_and_no_others() {
    let book = root().join("tests/books/versions");
    let (out, told) = build(&book);
    let typed = typed(&book);
    let of = |starts: &[&str]| -> BTreeSet<String> {
        typed.iter().filter(|word| starts.iter().any(|start| word.starts_with(start))).cloned().collect()
    };
    assert_eq!(epub(&out.join("two-readers.epub")), of(&["EBOOK"]), "{told}");
    assert_eq!(pdf(&out.join("two-readers-print.pdf")), of(&["PRINT"]), "{told}");
    assert_eq!(pdf(&out.join("two-readers-booklet.pdf")), of(&["PRINT"]), "{told}");
    assert_eq!(pdf(&out.join("two-readers-screen.pdf")), of(&["SCREEN"]), "{told}");
    // The two links to what some versions lack, and nothing else.
    assert_eq!(told.matches("warning[").count(), told.matches("[link-left-out]").count(), "{told}");
}
