//! In: an EPUB. Out: what it says, construct by construct, in reading order; notes apart.

use std::io::{Cursor, Read};
use usvg::roxmltree::{Document, Node, ParsingOptions};

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const OPS: &str = "http://www.idpf.org/2007/ops";
const OPF: &str = "http://www.idpf.org/2007/opf";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Heading,
    /// Also an item of a list, and verse.
    Paragraph,
    /// A term of a list of terms. Numerals are marks in the ebook.
    Label,
    Cell,
    Caption,
    Code,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Kind::Heading, Kind::Paragraph, Kind::Label, Kind::Cell, Kind::Caption, Kind::Code];
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Construct {
    pub kind: Kind,
    /// Its words with one space between them, without the calls of notes.
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Edition {
    pub text: Vec<Construct>,
    pub notes: Vec<Vec<Construct>>,
    /// What is being read.
    open: Option<Construct>,
}

impl Edition {
    pub fn say(&mut self, kind: Kind, text: &str) {
        self.open.get_or_insert(Construct { kind, text: String::new() }).text.push_str(text);
    }

    /// Bytes of what is being read.
    pub fn said(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.text.len())
    }

    pub fn unsay(&mut self, from: usize) -> String {
        self.open.as_mut().map(|open| open.text.split_off(from.min(open.text.len()))).unwrap_or_default()
    }

    /// The construct is whole. One without words is none, nor is a number that an ebook makes.
    pub fn end(&mut self) {
        let Some(Construct { kind, text }) = self.open.take() else { return };
        // In a note, where devices lose the style sheet, the ebook keeps verses apart by strokes.
        let text = text.split_whitespace().filter(|word| !matches!(*word, "/" | "//")).collect::<Vec<_>>().join(" ");
        let says = |c: char| if kind == Kind::Label { c.is_alphabetic() } else { c.is_alphanumeric() };
        if text.contains(says) {
            self.text.push(Construct { kind, text });
        }
    }

    /// What was read is a note in `outer`, which is gone on with.
    pub fn close_note(&mut self, outer: Edition) {
        let note = std::mem::replace(self, outer);
        self.notes.push(note.text);
        self.notes.extend(note.notes);
    }
}

pub fn read(bytes: &[u8]) -> Edition {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut file = |name: &str| {
        let mut text = String::new();
        archive.by_name(&format!("OEBPS/{name}")).expect(name).read_to_string(&mut text).expect("text");
        text
    };
    let package = file("content.opf");
    let package = Document::parse(&package).expect("a package");
    let named = |id: &str| {
        let items = package.descendants().filter(|node| node.has_tag_name((OPF, "item")));
        items.filter(|item| item.attribute("id") == Some(id)).find_map(|item| item.attribute("href"))
    };
    let spine = package.descendants().filter(|node| node.has_tag_name((OPF, "itemref")));
    let names: Vec<&str> = spine.filter_map(|one| named(one.attribute("idref")?)).collect();
    let mut edition = Edition::default();
    // The cover and the contents are made for each medium.
    let made = ["cover", "nav"];
    for name in names.into_iter().filter(|name| !made.iter().any(|start| name.starts_with(start))) {
        let text = file(name);
        let options = ParsingOptions { allow_dtd: true, ..Default::default() };
        let page = Document::parse_with_options(&text, options).expect("XHTML");
        let body = page.descendants().find(|node| node.has_tag_name((XHTML, "body"))).expect("a body");
        // So are the lists of what stands where.
        if body.children().any(|node| node.attribute("class") == Some("list-of")) {
            continue;
        }
        walk(body, Kind::Paragraph, &mut edition);
        edition.end();
    }
    edition
}

fn walk(node: Node, kind: Kind, edition: &mut Edition) {
    for child in node.children() {
        if child.is_text() {
            edition.say(kind, &child.text().unwrap_or_default().replace('\u{ad}', ""));
        }
        if !child.is_element() || is_made(child) {
            continue;
        }
        match (child.tag_name().name(), kind_of(child)) {
            ("aside", _) if is_note(child) => {
                let outer = std::mem::take(edition);
                walk(child, Kind::Paragraph, edition);
                edition.end();
                edition.close_note(outer);
            }
            ("br", _) => edition.say(kind, " "),
            (
                "div" | "section" | "blockquote" | "ul" | "ol" | "dl" | "table" | "tr" | "figure" | "aside" | "header",
                own,
            )
            | (_, own @ Some(_)) => {
                edition.end();
                walk(child, own.unwrap_or(kind), edition);
                edition.end();
            }
            (_, None) => walk(child, kind, edition),
        }
    }
}

/// Marks of pages, calls of notes and the ways back are made for the ebook, and so is the way to a long description.
fn is_made(node: Node) -> bool {
    let roles = ["doc-pagebreak", "doc-noteref", "doc-backlink"];
    node.attribute("role").is_some_and(|role| roles.contains(&role))
        || node.attribute("class") == Some("long-description")
}

fn is_note(node: Node) -> bool {
    node.attribute((OPS, "type")).is_some_and(|kind| kind.split(' ').any(|one| one == "footnote"))
}

fn kind_of(node: Node) -> Option<Kind> {
    Some(match node.tag_name().name() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
        "p" | "li" | "dd" => Kind::Paragraph,
        "dt" => Kind::Label,
        "td" | "th" => Kind::Cell,
        "figcaption" | "caption" => Kind::Caption,
        "pre" => Kind::Code,
        _ => return None,
    })
}
