//! Several books at once: a series shares settings, files and variables, lists its books in each other, and is built by
//! one command.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn books() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/series")
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_chapbook")).args(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Copies the series, so that books may be changed and outputs stand beside them.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn chapters(epub: &Path) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(epub).expect("an EPUB")).expect("a zip");
    let names: Vec<String> = zip.file_names().filter(|name| name.ends_with(".xhtml")).map(str::to_owned).collect();
    let mut out = String::new();
    for name in names.into_iter().collect::<BTreeSet<_>>() {
        zip.by_name(&name).expect("an entry").read_to_string(&mut out).expect("text");
    }
    out
}

#[test]
fn the_books_of_a_series_share_and_list_each_other() {
    let dir = tempfile::tempdir().unwrap();
    copy(&books(), dir.path());
    let name = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let all = [name("one"), name("two"), name("shared"), name("series.toml")];
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let built = run(&[&["build", "--only", "epub,print"][..], &all].concat());
    let told = text(&built.stderr);
    assert!(built.status.success(), "{told}");
    assert!(told.contains("2 of 2 books built") && told.contains("passed over"), "{told}");
    let made = text(&built.stdout);
    assert!(made.find("first-book.epub").unwrap() < made.find("second-book.epub").unwrap(), "{made}");
    let (one, two) = (
        chapters(&dir.path().join("one/dist/first-book.epub")),
        chapters(&dir.path().join("two/dist/second-book.epub")),
    );
    for (own, other, more) in [(&one, "Second Book", "B. Other"), (&two, "First Book", "A. Author")] {
        let page = own.split("The Harbour Books").skip(1).find(|page| page.contains(&format!("<em>{other}</em>")));
        assert!(page.is_some_and(|page| page.contains(more)), "{own}");
        assert!(own.contains("Words of Harbour.") && own.contains("alt=\"A dot\""), "{own}");
    }
    assert!(one.contains("The Harbour Books, 1") && two.contains("The Harbour Books, 2"));
}

#[test]
fn one_book_that_fails_keeps_no_other_from_its_files() {
    let dir = tempfile::tempdir().unwrap();
    copy(&books(), dir.path());
    fs::write(dir.path().join("one/a.md"), "# One\n\n![No picture](none.png)\n").unwrap();
    let name = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let built = run(&["build", "--only", "epub", "--format", "json", &name("one"), &name("two")]);
    assert_eq!(built.status.code(), Some(1));
    let lines: Vec<serde_json::Value> =
        text(&built.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2, "one object for each book");
    assert!(!dir.path().join("one/dist").exists() && dir.path().join("two/dist/second-book.epub").exists());
    let sarif = run(&["build", "--only", "epub", "--format", "sarif", &name("one"), &name("two")]);
    let log: serde_json::Value = serde_json::from_slice(&sarif.stdout).expect("JSON");
    assert_eq!(log["runs"].as_array().map(Vec::len), Some(2));
}

#[test]
fn two_books_may_share_a_folder_and_not_a_name() {
    let dir = tempfile::tempdir().unwrap();
    copy(&books(), dir.path());
    let name = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let out = name("out");
    let both = run(&["build", "-q", "--only", "epub", "--out", &out, &name("one"), &name("two")]);
    assert!(both.status.success(), "{}", text(&both.stderr));
    assert_eq!(fs::read_to_string(Path::new(&out).join("SHA256SUMS")).unwrap().lines().count(), 4);
    let toml = fs::read_to_string(dir.path().join("one/book.toml")).unwrap();
    fs::write(dir.path().join("two/manuscript/book.toml"), toml).unwrap();
    let same = run(&["build", "-q", "--only", "epub", "--out", &out, &name("one"), &name("two")]);
    assert!(!same.status.success() && text(&same.stderr).contains("error[book-twice]"), "{}", text(&same.stderr));
}

#[test]
fn nothing_outside_the_series_is_read() {
    let dir = tempfile::tempdir().unwrap();
    copy(&books(), &dir.path().join("series"));
    fs::write(dir.path().join("secret.md"), "# Secret\n").unwrap();
    let main = "\n[manuscript]\nmain = ['a.md', '../../secret.md']\nback = []\n";
    let file = dir.path().join("series/one/book.toml");
    let toml = fs::read_to_string(&file).unwrap();
    fs::write(&file, toml + main).unwrap();
    let book = dir.path().join("series/one").to_string_lossy().into_owned();
    let built = run(&["check", &book]);
    assert!(text(&built.stderr).contains("error[file-outside]"), "{}", text(&built.stderr));
    // Without its series.toml the same folder is outside too.
    fs::remove_file(dir.path().join("series/series.toml")).unwrap();
    fs::write(&file, "[book]\ntitle = 'T'\n[manuscript]\nmain = ['a.md', '../shared/about.md', '@also-by']\n").unwrap();
    let told = text(&run(&["check", &book]).stderr);
    assert!(told.contains("error[file-outside]") && told.contains("error[made-page]"), "{told}");
}

#[test]
fn what_a_series_says_wrongly_is_told_at_its_place() {
    let dir = tempfile::tempdir().unwrap();
    copy(&books(), dir.path());
    let toml = "[series]\nname = 'S'\nbooks = ['one', 'gone', 'three']\nbok = 1\n[type]\nsize = 5\n[manuscript]\nback = ['@also-by']\n";
    fs::write(dir.path().join("series.toml"), toml).unwrap();
    fs::create_dir(dir.path().join("three")).unwrap();
    fs::write(dir.path().join("three/book.toml"), "[book]\n").unwrap();
    let told = text(&run(&["check", &dir.path().join("one").to_string_lossy()]).stderr);
    for (code, line) in [("setting-unknown", 4), ("setting-type", 6), ("series-book", 3), ("series-untitled", 3)] {
        let place = told.split(&format!("[{code}]")).nth(1).and_then(|rest| rest.lines().nth(1)).unwrap_or_default();
        assert!(place.contains(&format!("series.toml:{line}:")), "{code}: {told}");
    }
}
