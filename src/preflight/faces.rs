//! In: a font as a PDF has it. Out: what kind it is, whether it came along, and which of its codes show nothing. Refuses to read glyphs.

use crate::pdfread::File;
use crate::pdfread::file::number;
use lopdf::{Dictionary, Object};
use std::collections::BTreeSet;

/// What a rule asks of a font.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// `Georgia-Italic`, without the tag of a subset.
    pub name: String,
    /// `CID TrueType`, as `pdffonts` calls it.
    pub kind: &'static str,
    pub embedded: bool,
    /// Its name has the tag of a subset.
    pub subset: bool,
    /// Codes that show the face's box for a missing letter.
    missing: BTreeSet<u32>,
}

impl Face {
    pub fn of(file: &File, dict: &Dictionary) -> Face {
        let base = file.name(dict, "BaseFont").map_or("without a name".into(), String::from_utf8_lossy);
        let tagged = base.split_once('+').filter(|(tag, _)| tag.len() == 6);
        let name = tagged.map_or(&base[..], |(_, name)| name).to_owned();
        let (kind, subset) = (kind(file, dict), tagged.is_some());
        let mut face = Face { name, kind, embedded: false, subset, missing: BTreeSet::new() };
        match file.name(dict, "Subtype") {
            // Its glyphs are content.
            Some(b"Type3") => face.embedded = true,
            Some(b"Type0") => {
                let descendants = file.entry(dict, "DescendantFonts").and_then(|list| list.as_array().ok());
                let inner = descendants.and_then(|list| file.follow(list.first()?).as_dict().ok());
                face.embedded = inner.is_some_and(|inner| has_program(file, inner));
                face.kind = inner.map_or(face.kind, |inner| self::kind(file, inner));
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

/// ISO 32000-1, 9.6 and 9.7; and 9.9 for what a program of the third kind is.
fn kind(file: &File, dict: &Dictionary) -> &'static str {
    let about = file.dict(dict, "FontDescriptor");
    let program = about.and_then(|about| file.dict(about, "FontFile3")).and_then(|kind| file.name(kind, "Subtype"));
    let open = program == Some(b"OpenType");
    match file.name(dict, "Subtype").unwrap_or_default() {
        b"Type3" => "Type 3",
        b"TrueType" if open => "TrueType (OT)",
        b"TrueType" => "TrueType",
        b"CIDFontType2" if open => "CID TrueType (OT)",
        b"CIDFontType2" => "CID TrueType",
        b"CIDFontType0" if open => "CID Type 0C (OT)",
        b"CIDFontType0" if program.is_some() => "CID Type 0C",
        b"CIDFontType0" => "CID Type 0",
        b"Type1" | b"MMType1" if open => "Type 1C (OT)",
        b"Type1" | b"MMType1" if program.is_some() => "Type 1C",
        b"Type1" | b"MMType1" => "Type 1",
        _ => "unknown",
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
