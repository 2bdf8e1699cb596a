//! In: bytes of a text, its fonts and what the file says of its code page. Out: letters. A letter of Chinese, Japanese or
//! Korean is two bytes, one of UTF-8 up to four.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use std::collections::BTreeMap;

type Page = &'static Encoding;

/// By the number of a code page.
fn page(number: i32) -> Option<Page> {
    Some(match number {
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        10000 => MACINTOSH,
        65001 => UTF_8,
        _ => return None,
    })
}

/// The code page of a font's set of letters; nothing for that of the file, or of signs.
fn charset(number: i32) -> Option<i32> {
    Some(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        // That of the computer on which the file was written.
        255 => 850,
        _ => return None,
    })
}

#[derive(Debug)]
pub struct Letters {
    /// That of the file.
    page: Page,
    pages: BTreeMap<i32, Page>,
    /// The font of what names none.
    pub font: i32,
    /// The first bytes of a letter that has more.
    open: Vec<u8>,
}

impl Default for Letters {
    fn default() -> Letters {
        Letters { page: WINDOWS_1252, pages: BTreeMap::new(), font: 0, open: Vec::new() }
    }
}

impl Letters {
    /// What a control says of the file's code page.
    ///
    /// # Errors
    ///
    /// The number of one that is not known.
    pub fn file(&mut self, name: &str, number: Option<i32>) -> Result<(), i32> {
        let number = match name {
            "mac" => 10_000,
            "pc" => 437,
            "pca" => 850,
            _ => number.unwrap_or(1252),
        };
        match page(number) {
            Some(known) => self.page = known,
            // Everything else is written as Unicode.
            None if number == 0 => {}
            None => return Err(number),
        }
        Ok(())
    }

    /// What a control says of a font: its set of letters, or its code page.
    ///
    /// # Errors
    ///
    /// The number of a code page that is not known.
    pub fn font(&mut self, font: i32, name: &str, number: i32) -> Result<(), i32> {
        let Some(number) = (if name == "cpg" { Some(number) } else { charset(number) }) else { return Ok(()) };
        match page(number) {
            // That is said of every font by programs that write UTF-8.
            Some(known) if known == WINDOWS_1252 && self.page == UTF_8 => {}
            Some(known) => {
                self.pages.insert(font, known);
            }
            None => return Err(number),
        }
        Ok(())
    }

    /// Whether a letter waits for its next byte.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// What is begun is no letter.
    pub fn end(&mut self) {
        self.open.clear();
    }

    /// The letters that end with a byte.
    pub fn push(&mut self, byte: u8, font: Option<i32>) -> String {
        let page = self.pages.get(&font.unwrap_or(self.font)).copied().unwrap_or(self.page);
        self.open.push(byte);
        let first = self.open.first().copied().unwrap_or(byte);
        if self.open.len() < bytes(page, first) {
            return String::new();
        }
        page.decode_without_bom_handling(&std::mem::take(&mut self.open)).0.into_owned()
    }
}

/// How many bytes a letter has that begins with this one.
fn bytes(page: Page, first: u8) -> usize {
    match first {
        0xC2..=0xDF if page == UTF_8 => 2,
        0xE0..=0xEF if page == UTF_8 => 3,
        0xF0..=0xF4 if page == UTF_8 => 4,
        _ if page == UTF_8 => 1,
        _ => 1 + usize::from(is_lead(page, first)),
    }
}

fn is_lead(page: Page, byte: u8) -> bool {
    let is_half = page == SHIFT_JIS && (0xA0..=0xDF).contains(&byte);
    !page.is_single_byte() && (0x81..=0xFE).contains(&byte) && !is_half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_every_alphabet() {
        let read = |page: i32, bytes: &[u8]| {
            let mut letters = Letters::default();
            letters.file("ansicpg", Some(page)).unwrap();
            bytes.iter().map(|byte| letters.push(*byte, None)).collect::<String>()
        };
        assert_eq!(read(1251, b"\xcb\xf3\xed\xe0"), "Луна");
        assert_eq!(read(1250, b"\xf8eka"), "řeka");
        assert_eq!(read(932, b"\x8c\x8e\x83N\xb1a"), "月クｱa");
        assert_eq!(read(936, b"\xd4\xc2"), "月");
        assert_eq!(read(10000, b"\x8e"), "é");
        let mut letters = Letters::default();
        assert_eq!(letters.file("pc", None), Err(437));
        letters.font(3, "fcharset", 204).unwrap();
        assert_eq!((letters.push(0xcb, Some(3)), letters.push(0xcb, None)), ("Л".into(), "Ë".into()));
        letters.font(4, "cpg", 1253).unwrap();
        assert_eq!(letters.push(0xe1, Some(4)), "α");
        assert_eq!((letters.font(5, "cpg", 437), letters.font(5, "fcharset", 255)), (Err(437), Err(850)));
    }

    #[test]
    fn letters_of_unicode_have_up_to_four_bytes() {
        let mut letters = Letters::default();
        letters.file("ansicpg", Some(65001)).unwrap();
        letters.font(1, "fcharset", 0).unwrap();
        let read: String = "’é月🌙a".bytes().map(|byte| letters.push(byte, Some(1))).collect();
        assert_eq!(read, "’é月🌙a");
    }
}
