//! Word, OpenDocument, EPUB, web pages, Rich Text and Scrivener projects, damaged inside and outside.

use crate::support::language::Draw;
use crate::{Files, change};
use chapbook::import::{Choices, Tracked, kind, read, write};
use chapbook::{BuildOptions, Folder, Silent, check};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What decides something in these formats.
const WORDS: &[&str] = &[
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tc",
    "w:ins",
    "w:del",
    "w:numId",
    "w:ilvl",
    "w:fldChar",
    "w:footnoteReference",
    "w:drawing",
    "text:p",
    "text:h",
    "text:list",
    "text:span",
    "text:note",
    "text:s",
    "table:table-cell",
    "draw:frame",
    "draw:text-box",
    "<p>",
    "<a href='#fn1'>",
    "</a>",
    "<table>",
    "<tr>",
    "<td rowspan='9'>",
    "<li>",
    "<blockquote>",
    "<dl>",
    "<br/>",
    "<svg>",
    "<pre>",
    "{",
    "}",
    "\\footnote",
    "\\bin9",
    "\\u-3",
    "\\'e9",
    "\\par",
    "\\row",
    "\\cell",
    "\\intbl",
    "\\field",
    "\\fldinst",
    "\\pict",
    "val=\"",
    "id=\"",
    "href=\"",
    "999999999",
    "-1",
    "&amp;",
    "]]>",
    "<!--",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
];

const SEEDS: &[&str] = &[
    "pandoc.docx",
    "libreoffice.docx",
    "libreoffice.odt",
    "pandoc.epub",
    "calibre.epub",
    "pandoc.html",
    "libreoffice.rtf",
    "lock.scriv/Files/Data/A1B2C3D4-0002/content.rtf",
];

fn seed(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/office").join(name)).expect("a source")
}

/// Some pieces of a text moved, doubled or replaced by others.
fn damaged(draw: &mut Draw, text: Vec<u8>) -> Vec<u8> {
    let words = WORDS.join(" ");
    let mut text = text;
    for _ in 0..draw.within(0..=4) {
        let at = draw.within(0..=text.len());
        let word = draw.one(WORDS).repeat(draw.within(1..=3));
        text.splice(at..at, word.into_bytes());
    }
    if draw.percent(60) { change::bytes(draw, text, words.as_bytes()) } else { text }
}

pub fn source(draw: &mut Draw) -> Files {
    let name = *draw.one(SEEDS);
    let bytes = seed(name);
    let ending = name.rsplit('.').next().unwrap_or_default();
    let bytes = match ZipArchive::new(Cursor::new(&bytes)) {
        Ok(mut archive) if draw.percent(90) => {
            let mut out = ZipWriter::new(Cursor::new(Vec::new()));
            let hurt = draw.within(0..=archive.len() - 1);
            for at in 0..archive.len() {
                let mut file = archive.by_index(at).expect("a file");
                let name = file.name().to_owned();
                let mut content = Vec::new();
                file.read_to_end(&mut content).expect("it unpacks");
                let is_text =
                    [".xml", ".html", ".xhtml", ".rels", ".opf", ".ncx", ".css"].iter().any(|end| name.ends_with(end));
                if at == hurt || (is_text && draw.percent(20)) {
                    content = damaged(draw, content);
                }
                out.start_file(name, SimpleFileOptions::default()).expect("memory is written");
                out.write_all(&content).expect("memory is written");
            }
            out.finish().expect("memory is written").into_inner()
        }
        _ => damaged(draw, bytes),
    };
    vec![(format!("source.{ending}"), bytes)]
}

/// It is read or refused, twice alike, and what is written of it can be checked.
pub fn judge(files: &Files) {
    let (name, bytes) = &files[0];
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("the source is written");
    let source = Folder::open(&folder.path().join(name)).expect("a source");
    let tracked = [Tracked::Keep, Tracked::Accept, Tracked::Reject][bytes.len() % 3];
    let choices = Choices { tracked, ..Choices::default() };
    let once = || kind::of(&source).and_then(|kind| read(&source, kind, &choices));
    let (first, second) = (once(), once());
    assert!(first == second, "a second reading differs");
    let Ok(work) = first else { return };
    let written = write(&work);
    for file in &written {
        assert!(
            !file.name.starts_with('/') && !file.name.split('/').any(|part| part == ".."),
            "{} leads out",
            file.name
        );
    }
    if let Ok(book) = Folder::from_files(written.iter().map(|file| (file.name.as_str(), file.bytes.as_slice()))) {
        let _ = check(&book, BuildOptions::default(), &Silent);
    }
}
