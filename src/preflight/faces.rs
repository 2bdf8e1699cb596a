//! In: a font as a PDF has it. Out: whether it came along, and which of its codes show nothing. Refuses to read glyphs.

use crate::pdfread::File;
use crate::pdfread::file::number;
use lopdf::{Dictionary, Object};
use std::collections::BTreeSet;

/// What a rule asks of a font.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// `Georgia-Italic`, without the tag of a subset.
    pub name: String,
    pub embedded: bool,
    /// Codes that show the face's box for a missing letter.
    missing: BTreeSet<u32>,
}

impl Face {
    pub fn of(file: &File, dict: &Dictionary) -> Face {
        let base = file.name(dict, "BaseFont").map_or("without a name".into(), String::from_utf8_lossy);
        let name = base.split_once('+').filter(|(tag, _)| tag.len() == 6).map_or(&base[..], |(_, name)| name);
        let mut face = Face { name: name.to_owned(), embedded: false, missing: BTreeSet::new() };
        match file.name(dict, "Subtype") {
            // Its glyphs are content.
            Some(b"Type3") => face.embedded = true,
            Some(b"Type0") => {
                let descendants = file.entry(dict, "DescendantFonts").and_then(|list| list.as_array().ok());
                let inner = descendants.and_then(|list| file.follow(list.first()?).as_dict().ok());
                face.embedded = inner.is_some_and(|inner| has_program(file, inner));
                if matches!(file.name(dict, "Encoding"), Some(b"Identity-H" | b"Identity-V")) {
                    face.missing.insert(0);
                }
            }
            _ => {
                face.embedded = has_program(file, dict);
                let differences = file.dict(dict, "Encoding").and_then(|encoding| file.entry(encoding, "Differences"));
                face.missing = differences
                    .and_then(|list| list.as_array().ok())
                    .map_or_else(BTreeSet::new, |list| named_missing(file, list));
            }
        }
        face
    }

    pub fn misses(&self, code: u32) -> bool {
        self.missing.contains(&code)
    }
}

/// ISO 32000-1, 9.8 and 9.9.
fn has_program(file: &File, dict: &Dictionary) -> bool {
    let Some(about) = file.dict(dict, "FontDescriptor") else { return false };
    let keys = ["FontFile", "FontFile2", "FontFile3"];
    keys.iter().any(|key| matches!(file.entry(about, key), Some(Object::Stream(stream)) if !stream.content.is_empty()))
}

/// The codes that `Differences` gives to `.notdef` (9.6.6).
fn named_missing(file: &File, list: &[Object]) -> BTreeSet<u32> {
    let mut code = 0;
    let mut missing = BTreeSet::new();
    for item in list.iter().map(|item| file.follow(item)) {
        match (item, number(item)) {
            (_, Some(first)) => code = first.clamp(0.0, 255.0) as u32,
            (Object::Name(name), _) => {
                if name == b".notdef" {
                    missing.insert(code);
                }
                code += 1;
            }
            _ => {}
        }
    }
    missing
}
