//! One book in the formats of other programs comes in with every word once and in order.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests read files")]

use chapbook::import::tree::{Block, Inline, Work};
use chapbook::import::{Choices, kind, read, write};
use chapbook::{BuildOptions, Folder, Output, Silent, build};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/office")
}

fn work(name: &str) -> Work {
    let source = Folder::open(&folder().join(name)).unwrap();
    let kind = kind::of(&source).unwrap_or_else(|found| panic!("{name}: {}", found.message));
    read(&source, kind, &Choices::default()).unwrap_or_else(|found| panic!("{name}: {}", found.message))
}

/// Words in lower case, without their punctuation.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn text(work: &Work) -> String {
    let mut out = String::new();
    work.chapters.iter().for_each(|chapter| blocks(&chapter.blocks, &mut out));
    out
}

fn blocks(all: &[Block], out: &mut String) {
    for block in all {
        match block {
            Block::Heading { inlines: words, .. } | Block::Paragraph(words) => inlines(words, out),
            Block::Verse(verse) => {
                verse.stanzas.iter().flatten().for_each(|line| (inlines(&line.inlines, out), out.push('\n')).1);
                verse.attribution.iter().for_each(|words| inlines(words, out));
            }
            Block::Quote { blocks: inner, attribution } => {
                blocks(inner, out);
                attribution.iter().for_each(|words| inlines(words, out));
            }
            Block::List(list) => list.items.iter().for_each(|item| blocks(item, out)),
            Block::Definitions(all) => {
                for definition in all {
                    inlines(&definition.term, out);
                    out.push('\n');
                    definition.meanings.iter().for_each(|meaning| blocks(meaning, out));
                }
            }
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                [&table.caption].into_iter().chain(cells).for_each(|cell| (inlines(cell, out), out.push('\n')).1);
            }
            Block::Code { text, .. } => out.push_str(text),
            Block::Figure { alt, caption, .. } => inlines(if caption.is_empty() { alt } else { caption }, out),
            Block::Div { blocks: inner, .. } => blocks(inner, out),
            Block::Break | Block::Comment(_) => {}
        }
        out.push('\n');
    }
}

fn inlines(all: &[Inline], out: &mut String) {
    for inline in all {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Math { text, .. } => out.push_str(text),
            Inline::Note(inner) => {
                out.push('\n');
                blocks(inner, out);
            }
            Inline::Break => out.push('\n'),
            Inline::Anchor(_) | Inline::Image { .. } | Inline::Comment(_) => {}
            other => inlines(other.inner(), out),
        }
    }
}

/// No word is lost, doubled or out of order; `parts` are what a reader of this format must have understood.
fn is_whole(name: &str) -> Work {
    let work = work(name);
    if std::env::var_os("CHAPBOOK_SHOW").is_some() {
        println!("{work:#?}");
    }
    let expected = words(&fs::read_to_string(folder().join("words.txt")).unwrap());
    let found = words(&text(&work));
    let differ = expected.iter().zip(&found).position(|(a, b)| a != b).unwrap_or(expected.len().min(found.len()));
    let near = |all: &[String]| all[differ.saturating_sub(8)..all.len().min(differ + 8)].join(" ");
    assert!(expected == found, "{name}: expected `{}`, found `{}`", near(&expected), near(&found));
    assert!(expected.len() > 1_000);
    builds(name, &work);
    work
}

/// What is written of it is a book.
fn builds(name: &str, work: &Work) {
    let files = write(work);
    let folder = Folder::from_files(files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice()))).unwrap();
    let only = [Output::Epub.into()];
    let outcome = build(&folder, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
    assert!(!outcome.report.has_errors(), "{name}: {}", outcome.report);
}

#[test]
fn word_by_pandoc() {
    is_whole("pandoc.docx");
}

#[test]
fn word_by_libreoffice() {
    is_whole("libreoffice.docx");
}

#[test]
fn a_page_by_pandoc() {
    is_whole("pandoc.html");
}

#[test]
fn ebook_by_pandoc() {
    is_whole("pandoc.epub");
}

#[test]
fn ebook_by_calibre() {
    is_whole("calibre.epub");
}

#[test]
fn opendocument_by_libreoffice() {
    is_whole("libreoffice.odt");
}

#[test]
fn rich_text_by_libreoffice() {
    is_whole("libreoffice.rtf");
}

#[test]
fn scrivener_project() {
    let work = is_whole("lock.scriv");
    let left: Vec<&str> = work.remarks.iter().map(|remark| remark.shown.as_str()).collect();
    assert!(left.contains(&"Left Out") && left.contains(&"Research"), "{left:?}");
}

/// An archive of these files.
fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn of_bytes(name: &str, bytes: &[u8], choices: &Choices) -> Result<Work, chapbook::Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let source = Folder::open(&folder.path().join(name)).unwrap();
    kind::of(&source).and_then(|kind| read(&source, kind, choices))
}

#[test]
fn what_cannot_be_read_is_refused() {
    let code = |bytes: &[u8]| of_bytes("a", bytes, &Choices::default()).unwrap_err().code;
    assert_eq!(code(b"PK\x03\x04 word/document.xml"), "import-archive");
    assert_eq!(code(&zipped(&[("word/document.xml", "<w:document><w:body>")])), "import-damaged");
    let laughs = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><d>&b;</d>";
    assert_eq!(code(&zipped(&[("word/document.xml", laughs)])), "import-damaged");
    let deep = "<w>".repeat(100_000) + &"</w>".repeat(100_000);
    assert_eq!(code(&zipped(&[("word/document.xml", &deep)])), "import-damaged");
}
