//! In: a font dictionary. Out: which text each of its codes stands for (ISO 32000-1, 9.10). Refuses to look into font
//! files: a code of which the PDF does not say what it means has a sign of its own.

use super::file::File;
use super::lexer::{Lexer, Token};
use lopdf::{Dictionary, Object};
use std::collections::BTreeMap;

/// Bytes of one map from codes to text, and codes that it may have.
const MAP: usize = 8 << 20;
const CODES: usize = 200_000;
/// Of a private area: codes without a meaning, so that they can be told apart.
const UNKNOWN: u32 = 0xf_0000;
/// Windows-1252 from 0x80 to 0x9f, what most simple fonts are encoded in.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// What the codes of a font mean.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    map: BTreeMap<u32, String>,
    is_simple: bool,
}

impl Letters {
    pub fn of(file: &File, font: &Dictionary) -> Letters {
        let is_simple = file.name(font, "Subtype") != Some(b"Type0");
        let mut letters = Letters { map: BTreeMap::new(), is_simple };
        let stream = file.entry(font, "ToUnicode").and_then(|map| map.as_stream().ok());
        if let Some(bytes) = stream.and_then(|stream| file.decoded_within(stream, MAP).ok()) {
            letters.read(&bytes);
        }
        letters
    }

    /// The text of a code.
    pub fn text(&self, code: u32) -> String {
        if let Some(text) = self.map.get(&code) {
            return text.clone();
        }
        let simple = match code {
            0x80..=0x9f => WINDOWS.get(code as usize - 0x80).copied(),
            0x20..=0xff => char::from_u32(code),
            _ => None,
        };
        let own = simple.filter(|_| self.is_simple).or_else(|| char::from_u32(UNKNOWN + (code & 0xffff)));
        own.map_or_else(String::new, String::from)
    }

    /// `bfchar` and `bfrange` of a map; all else in it is of no account here.
    fn read(&mut self, bytes: &[u8]) {
        let mut lexer = Lexer::new(bytes, 0);
        let mut operands: Vec<Object> = Vec::new();
        while let Some(token) = lexer.token(false) {
            match token {
                Token::Object(object) => operands.push(object),
                Token::Word(b"endbfchar") => self.single(&std::mem::take(&mut operands)),
                Token::Word(b"endbfrange") => self.ranges(&std::mem::take(&mut operands)),
                Token::Word(_) => operands.clear(),
            }
            if operands.len() > CODES || self.map.len() > CODES {
                return;
            }
        }
    }

    fn single(&mut self, operands: &[Object]) {
        for pair in operands.chunks_exact(2) {
            if let (Some(code), Some(text)) = (code(&pair[0]), text(&pair[1], 0)) {
                self.map.insert(code, text);
            }
        }
    }

    fn ranges(&mut self, operands: &[Object]) {
        for three in operands.chunks_exact(3) {
            let (Some(first), Some(last)) = (code(&three[0]), code(&three[1])) else { continue };
            let codes = (first..=last).take(CODES.saturating_sub(self.map.len()).min(0x1_0000));
            for (nth, code) in codes.enumerate() {
                let own = match &three[2] {
                    Object::Array(list) => list.get(nth).and_then(|own| text(own, 0)),
                    own => text(own, nth as u32),
                };
                self.map.extend(own.map(|own| (code, own)));
            }
        }
    }
}

fn code(object: &Object) -> Option<u32> {
    let bytes = object.as_str().ok().filter(|bytes| (1..=4).contains(&bytes.len()))?;
    Some(bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
}

/// UTF-16, the last unit raised by so much.
fn text(object: &Object, more: u32) -> Option<String> {
    let bytes = object.as_str().ok()?;
    let mut units: Vec<u16> =
        bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(more as u16);
    }
    Some(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_say_what_codes_mean() {
        let mut letters = Letters::default();
        letters.read(
            b"1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfchar <0003> <0041> <0004> <00660069> endbfchar \
              2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <d83dde00>] endbfrange",
        );
        let of = |codes: &[u32]| codes.iter().map(|code| letters.text(*code)).collect::<Vec<_>>().join("|");
        assert_eq!(of(&[3, 4, 16, 18, 32, 33]), "A|fi|a|c|x|\u{1f600}");
        assert_eq!(of(&[5]), "\u{f0005}");
        let simple = Letters { is_simple: true, ..Letters::default() };
        assert_eq!(simple.text(0x41) + &simple.text(0x93) + &simple.text(0xe9), "A“é");
    }

    #[test]
    fn a_hostile_map_ends() {
        let mut letters = Letters::default();
        letters.read(b"1 beginbfrange <00000000> <ffffffff> <0041> <00> <ff> <0041> endbfrange <00> <01");
        assert!(letters.map.len() <= 0x1_0100);
    }
}
