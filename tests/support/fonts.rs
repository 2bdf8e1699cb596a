//! In: a font of a finished PDF. Out: what its codes say and how wide they are, from ToUnicode and widths alone.

use lopdf::{Dictionary, Document, Object};
use std::collections::BTreeMap;
use std::rc::Rc;

pub struct Font {
    pub name: String,
    /// Bytes of a code.
    pub bytes: usize,
    widths: BTreeMap<u32, f64>,
    default_width: f64,
    texts: BTreeMap<u32, Rc<str>>,
    /// The width of the font's space in thousandths of an em, where it has one.
    pub space: Option<f64>,
}

impl Font {
    pub fn read(document: &Document, font: &Dictionary) -> Font {
        let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
        let composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let (widths, default_width) = if composite { composite_widths(document, font) } else { widths(document, font) };
        let map = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
        let map =
            map.ok().and_then(|map| map.decompressed_content().or_else(|_| Ok::<_, ()>(map.content.clone())).ok());
        let texts = map.map_or(BTreeMap::new(), |map| to_unicode(&String::from_utf8_lossy(&map)));
        let mut font = Font {
            name: String::from_utf8_lossy(name).into_owned(),
            bytes: if composite { 2 } else { 1 },
            widths,
            default_width,
            texts,
            space: None,
        };
        let space = font.texts.iter().find(|(_, text)| &***text == " ").map(|(code, _)| *code);
        font.space = space.map(|code| font.width(code));
        font
    }

    /// In thousandths of an em.
    pub fn width(&self, code: u32) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.default_width)
    }

    /// Nothing is U+FFFD.
    pub fn text(&self, code: u32) -> Rc<str> {
        self.texts.get(&code).cloned().unwrap_or_else(|| "\u{fffd}".into())
    }
}

pub fn number(object: &Object) -> f64 {
    match object {
        Object::Integer(number) => *number as f64,
        Object::Real(number) => f64::from(*number),
        _ => 0.0,
    }
}

/// ISO 32000-1, 9.6.2.
fn widths(document: &Document, font: &Dictionary) -> (BTreeMap<u32, f64>, f64) {
    let first = font.get(b"FirstChar").map_or(0.0, number) as u32;
    let list = font.get_deref(b"Widths", document).and_then(Object::as_array).cloned().unwrap_or_default();
    ((first..).zip(list.iter().map(number)).collect(), 0.0)
}

/// ISO 32000-1, 9.7.4.3.
fn composite_widths(document: &Document, font: &Dictionary) -> (BTreeMap<u32, f64>, f64) {
    let mut widths = BTreeMap::new();
    let below = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array).ok();
    let below = below.and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
    let Some(below) = below else { return (widths, 1_000.0) };
    let empty = Vec::new();
    let list = below.get_deref(b"W", document).and_then(Object::as_array).unwrap_or(&empty);
    let mut at = 0;
    while at + 1 < list.len() {
        let first = number(&list[at]) as u32;
        match document.dereference(&list[at + 1]).map(|(_, object)| object) {
            Ok(Object::Array(each)) => {
                widths.extend((first..).zip(each.iter().map(number)));
                at += 2;
            }
            _ => {
                let all = list.get(at + 2).map_or(0.0, number);
                widths.extend((first..=number(&list[at + 1]) as u32).map(|code| (code, all)));
                at += 3;
            }
        }
    }
    (widths, below.get(b"DW").map_or(1_000.0, number))
}

/// ISO 32000-1, 9.10.3: `bfchar` and `bfrange`, both kinds of it.
fn to_unicode(map: &str) -> BTreeMap<u32, Rc<str>> {
    let mut texts = BTreeMap::new();
    for (kind, part) in sections(map) {
        let tokens = tokens(part);
        let mut tokens = tokens.iter();
        while let Some(code) = tokens.next().and_then(|token| hex(token)) {
            let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            let last = if kind == "bfrange" { tokens.next().and_then(|token| hex(token)) } else { None };
            let last = last.map_or(code, |last| last.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)));
            match tokens.next() {
                Some(token) if token == "[" => {
                    for code in code.. {
                        match tokens.next().and_then(|token| hex(token)) {
                            Some(text) => texts.insert(code, utf16(&text, 0)),
                            None => break,
                        };
                    }
                }
                Some(token) => {
                    let text = hex(token).unwrap_or_default();
                    texts.extend((code..=last).map(|each| (each, utf16(&text, each - code))));
                }
                None => {}
            }
        }
    }
    texts
}

/// What stands between `beginbf…` and `endbf…`.
fn sections(map: &str) -> Vec<(&str, &str)> {
    map.split("begin")
        .filter_map(|part| {
            let kind = ["bfchar", "bfrange"].into_iter().find(|kind| part.starts_with(kind))?;
            Some((kind, part[kind.len()..].split("endbf").next()?))
        })
        .collect()
}

fn tokens(part: &str) -> Vec<String> {
    let spaced = part.replace('<', " <").replace('>', "> ").replace('[', " [ ").replace(']', " ] ");
    spaced.split_whitespace().map(str::to_owned).collect()
}

fn hex(token: &str) -> Option<Vec<u8>> {
    let digits = token.strip_prefix('<')?.strip_suffix('>')?;
    (0..digits.len() / 2).map(|at| u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok()).collect()
}

/// Big-endian UTF-16, its last unit counted up.
pub fn utf16(bytes: &[u8], up: u32) -> Rc<str> {
    let mut units: Vec<u16> =
        bytes.chunks(2).map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte))).collect();
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(up as u16);
    }
    String::from_utf16_lossy(&units).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kinds_of_mapping_are_read() {
        let map = "2 beginbfchar <0001> <0041> <0002><00660069> endbfchar 1 beginbfrange
            <0010> <0012> <0061> <0020><0021>[<0078> <D83DDE00>] endbfrange";
        let texts: Vec<(u32, String)> =
            to_unicode(map).into_iter().map(|(code, text)| (code, text.to_string())).collect();
        let expected = [(1, "A"), (2, "fi"), (16, "a"), (17, "b"), (18, "c"), (32, "x"), (33, "😀")];
        assert_eq!(texts, expected.map(|(code, text)| (code, text.to_string())));
    }
}
