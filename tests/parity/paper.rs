//! In: the tagged screen PDF. Out: what it says, construct by construct, in reading order; notes apart.

use crate::ebook::{Edition, Kind};
use crate::reader::{Kid, Reader};
use lopdf::Dictionary;
use std::collections::BTreeMap;

struct Paper<'a> {
    file: &'a Reader,
    /// What is said, by page and number.
    said: BTreeMap<(usize, i64), String>,
    edition: Edition,
}

pub fn read(bytes: &[u8]) -> Edition {
    let file = Reader::new(bytes);
    let mut said: BTreeMap<(usize, i64), String> = BTreeMap::new();
    for page in 0..file.pages.len() {
        for glyph in file.shown(page) {
            if let Some(number) = glyph.number {
                // A hyphen that only the end of a line needs.
                said.entry((page, number)).or_default().push_str(&glyph.text.replace('\u{ad}', ""));
            }
        }
    }
    let catalog = file.document.catalog().expect("a catalog");
    let root = file.entry(catalog, "StructTreeRoot").as_dict().expect("a tree");
    let mut paper = Paper { file: &file, said, edition: Edition::default() };
    paper.walk(root, Kind::Paragraph);
    paper.edition.end();
    paper.edition
}

impl Paper<'_> {
    fn walk(&mut self, element: &Dictionary, kind: Kind) {
        let file = self.file;
        for kid in file.kids(element) {
            match kid {
                Kid::Annotation(_) => {}
                Kid::Ink { page, number } => {
                    self.edition.say(kind, self.said.get(&(page, number)).map_or("", String::as_str));
                }
                Kid::Element(kid) => match kid.get(b"S").and_then(|role| role.as_name()).unwrap_or_default() {
                    // A figure may stand in a line; else its caption is a construct.
                    b"Span" | b"Link" | b"Figure" => self.walk(kid, kind),
                    b"Note" => {
                        let outer = std::mem::take(&mut self.edition);
                        self.walk(kid, Kind::Paragraph);
                        self.edition.end();
                        self.edition.close_note(outer);
                    }
                    // The contents are made for each medium.
                    b"TOC" => self.edition.text.truncate(self.edition.text.len() - 1),
                    // A call is a number, and a mark in the ebook; its note and the space after it stand in it.
                    b"Reference" => {
                        let before = self.edition.said();
                        self.walk(kid, kind);
                        let call = self.edition.unsay(before);
                        self.edition.say(kind, if call.ends_with(' ') { " " } else { "" });
                    }
                    role => {
                        self.edition.end();
                        self.walk(kid, kind_of(role).unwrap_or(kind));
                        self.edition.end();
                    }
                },
            }
        }
    }
}

fn kind_of(role: &[u8]) -> Option<Kind> {
    Some(match role {
        b"H1" | b"H2" | b"H3" | b"H4" | b"H5" | b"H6" => Kind::Heading,
        b"TH" | b"TD" => Kind::Cell,
        b"Caption" => Kind::Caption,
        b"Code" => Kind::Code,
        b"Lbl" => Kind::Label,
        b"P" | b"LBody" => Kind::Paragraph,
        _ => return None,
    })
}
