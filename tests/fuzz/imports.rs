//! Manuscripts of other tools, damaged: each comes in, the same twice, and what is written can be looked at.

use crate::Files;
use crate::change;
use crate::support::language::Draw;
use chapbook::import::{Choices, kind, read, write};
use chapbook::manuscript::foreign::constructs;
use chapbook::{BuildOptions, Folder, Silent, check};
use std::fs;
use std::path::Path;

/// Files by which a folder is known.
const MARKS: [(&str, &str); 8] = [
    ("src/SUMMARY.md", "- [One](a.md)\n  - [Two](../b.md)\n"),
    ("_quarto.yml", "book:\n  title: T\n  chapters: [a.md, {part: P, chapters: [b.md]}]\n"),
    ("Book.txt", "a.md\nb.md\n"),
    ("_bookdown.yml", "rmd_files: [a.md, b.md]\n"),
    ("myst.yml", "project:\n  toc: [{file: a.md}, {file: b.md}]\n"),
    ("_sidebar.md", "* [One](a.md)\n* [Two](b)\n"),
    (".obsidian/app.json", "{}"),
    ("_config.yml", "title: T\n"),
];

pub fn manuscript(draw: &mut Draw) -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let names = [
        "mdbook/src/house.md",
        "mdbook/src/winter.md",
        "quarto/after.qmd",
        "leanpub/manuscript/winter.md",
        "pandoc/lock.md",
    ];
    let text = |draw: &mut Draw| fs::read_to_string(root.join(draw.one(&names))).expect("a file of the project");
    let mut files = Files::new();
    for name in ["a.md", "b.md", "src/a.md"] {
        let mut own = text(draw);
        for _ in 0..draw.within(0..=6) {
            let example = &draw.one(constructs()).example;
            own.push_str(&format!("\n\n{example}\n\n> - {example}\n"));
        }
        let other = text(draw);
        files.push((name.to_owned(), change::text(draw, &own, &other)));
    }
    let (name, own) = *draw.one(&MARKS);
    let other = draw.one(&MARKS).1;
    let changed = if draw.percent(50) { change::text(draw, own, other) } else { own.as_bytes().to_vec() };
    files.push((name.to_owned(), changed));
    files
}

pub fn judge(files: &Files) {
    let source =
        || Folder::from_files(files.iter().map(|(name, bytes)| (name.as_str(), bytes))).expect("names are good");
    let once = || {
        let source = source();
        let found = kind::of(&source).and_then(|kind| read(&source, kind, &Choices::default()));
        found.map(|work| (write(&work), work.remarks))
    };
    let Ok((files, remarks)) = once() else { return };
    let (again, same) = once().expect("it was read before");
    assert!(files == again && remarks == same, "not the same twice");
    let book = Folder::from_files(files.iter().map(|file| (file.name.as_str(), &file.bytes))).expect("names are good");
    let _ = check(&book, BuildOptions::default(), &Silent);
}
