//! In: a font dictionary. Out: how its strings are cut into codes, and how wide each code is. Refuses to map codes to
//! letters.

use super::file::{File, number};
use lopdf::{Dictionary, Object};
use std::collections::BTreeMap;

/// Widths that one font may list.
const WIDTHS: usize = 200_000;

/// A font as a page names it.
#[derive(Clone, Debug, Default)]
pub struct Font {
    /// `F1` in the page's resources.
    pub name: Vec<u8>,
    pub dict: Dictionary,
    /// Two bytes a code instead of one: a composite font with a map of that kind.
    pub wide: bool,
    /// Of text space for a unit of a width: a thousandth, but for fonts that are drawings.
    unit: f64,
    widths: BTreeMap<u32, f64>,
    usual: f64,
}

impl Font {
    pub fn new(file: &File, name: &[u8], dict: &Dictionary) -> Font {
        let mut font = Font { name: name.to_vec(), dict: dict.clone(), unit: 0.001, ..Font::default() };
        match file.name(dict, "Subtype") {
            Some(b"Type0") => font.composite(file, dict),
            kind => {
                if kind == Some(b"Type3") {
                    let matrix = file.numbers(dict, "FontMatrix").unwrap_or_default();
                    font.unit = matrix.first().copied().unwrap_or(0.001);
                }
                font.simple(file, dict);
            }
        }
        font
    }

    fn simple(&mut self, file: &File, dict: &Dictionary) {
        let first = file.number(dict, "FirstChar").unwrap_or(0.0).clamp(0.0, 255.0) as u32;
        let widths = file.numbers(dict, "Widths").unwrap_or_default();
        self.widths = (first..256).zip(widths).collect();
        let missing = file.dict(dict, "FontDescriptor").and_then(|about| file.number(about, "MissingWidth"));
        // The standard fourteen may come without widths: about half an em.
        self.usual = missing.unwrap_or(if self.widths.is_empty() { 500.0 } else { 0.0 });
    }

    fn composite(&mut self, file: &File, dict: &Dictionary) {
        self.wide = true;
        let descendants = file.entry(dict, "DescendantFonts").and_then(|list| list.as_array().ok());
        let Some(inner) = descendants.and_then(|list| file.follow(list.first()?).as_dict().ok()) else { return };
        self.usual = file.number(inner, "DW").unwrap_or(1_000.0);
        let Some(Object::Array(list)) = file.entry(inner, "W") else { return };
        let mut at = 0;
        let value = |at: usize| list.get(at).map(|item| file.follow(item));
        while let Some(first) = value(at).and_then(number) {
            let first = first.clamp(0.0, 65_535.0) as u32;
            match value(at + 1) {
                Some(Object::Array(widths)) => {
                    let widths = widths.iter().filter_map(|width| number(file.follow(width)));
                    self.widths.extend((first..65_536).zip(widths));
                    at += 2;
                }
                Some(last) => {
                    let (Some(last), Some(width)) = (number(last), value(at + 2).and_then(number)) else { return };
                    self.widths.extend((first..=last.clamp(0.0, 65_535.0) as u32).map(|code| (code, width)));
                    at += 3;
                }
                None => return,
            }
            if at > WIDTHS {
                return;
            }
        }
    }

    /// The codes of a string.
    pub fn codes(&self, text: &[u8]) -> Vec<u32> {
        if self.wide {
            text.chunks(2).map(|pair| pair.iter().fold(0, |code, &byte| code << 8 | u32::from(byte))).collect()
        } else {
            text.iter().map(|&byte| u32::from(byte)).collect()
        }
    }

    /// Of text space at size 1.
    pub fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.usual) * self.unit
    }
}
