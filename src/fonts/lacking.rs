//! In: a character that no font of a book has. Out: what it belongs to, in words, and free fonts that have it. Refuses to
//! look for fonts.

use unicode_script::{Script, UnicodeScript};

/// What a character belongs to, and free fonts that have it; they are all under the SIL Open Font License.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// What a sentence calls them: `Chinese characters`.
    pub what: &'static str,
    /// Empty where no font has them.
    pub fonts: &'static str,
}

const fn lacking(what: &'static str, fonts: &'static str) -> Lacking {
    Lacking { what, fonts }
}

/// What readers call a script's letters.
const SCRIPTS: &[(Script, Lacking)] = &[
    (Script::Latin, lacking("Latin letters of this kind", "Noto Serif or Charis SIL")),
    (Script::Greek, lacking("Greek letters of this kind", "Noto Serif or GFS Didot")),
    (Script::Cyrillic, lacking("Cyrillic letters of this kind", "Noto Serif or Ponomar")),
    (Script::Han, lacking("Chinese characters", "Noto Serif CJK or Noto Sans CJK")),
    (Script::Hiragana, lacking("Japanese kana", "Noto Serif CJK JP or Noto Sans CJK JP")),
    (Script::Katakana, lacking("Japanese kana", "Noto Serif CJK JP or Noto Sans CJK JP")),
    (Script::Bopomofo, lacking("Bopomofo letters", "Noto Serif CJK TC or Noto Sans CJK TC")),
    (Script::Hangul, lacking("Korean letters", "Noto Serif CJK KR or Noto Sans CJK KR")),
    (Script::Arabic, lacking("Arabic letters", "Noto Naskh Arabic or Amiri")),
    (Script::Hebrew, lacking("Hebrew letters of this kind", "Noto Serif Hebrew or Ezra SIL")),
    (Script::Syriac, lacking("Syriac letters", "Noto Sans Syriac")),
    (Script::Thaana, lacking("Thaana letters", "Noto Sans Thaana")),
    (Script::Armenian, lacking("Armenian letters", "Noto Serif Armenian")),
    (Script::Georgian, lacking("Georgian letters", "Noto Serif Georgian")),
    (Script::Devanagari, lacking("Devanagari letters", "Noto Serif Devanagari")),
    (Script::Bengali, lacking("Bengali letters", "Noto Serif Bengali")),
    (Script::Gurmukhi, lacking("Gurmukhi letters", "Noto Serif Gurmukhi")),
    (Script::Gujarati, lacking("Gujarati letters", "Noto Serif Gujarati")),
    (Script::Oriya, lacking("Odia letters", "Noto Serif Oriya")),
    (Script::Tamil, lacking("Tamil letters", "Noto Serif Tamil")),
    (Script::Telugu, lacking("Telugu letters", "Noto Serif Telugu")),
    (Script::Kannada, lacking("Kannada letters", "Noto Serif Kannada")),
    (Script::Malayalam, lacking("Malayalam letters", "Noto Serif Malayalam")),
    (Script::Sinhala, lacking("Sinhala letters", "Noto Serif Sinhala")),
    (Script::Thai, lacking("Thai letters", "Noto Serif Thai")),
    (Script::Lao, lacking("Lao letters", "Noto Serif Lao")),
    (Script::Khmer, lacking("Khmer letters", "Noto Serif Khmer")),
    (Script::Myanmar, lacking("Burmese letters", "Noto Serif Myanmar or Padauk")),
    (Script::Tibetan, lacking("Tibetan letters", "Noto Serif Tibetan or Jomolhari")),
    (Script::Mongolian, lacking("Mongolian letters", "Noto Sans Mongolian")),
    (Script::Ethiopic, lacking("Ethiopic letters", "Noto Serif Ethiopic or Abyssinica SIL")),
    (Script::Cherokee, lacking("Cherokee letters", "Noto Sans Cherokee")),
    (Script::Canadian_Aboriginal, lacking("Canadian syllabics", "Noto Sans Canadian Aboriginal")),
    (Script::Runic, lacking("runes", "Noto Sans Runic")),
    (Script::Ogham, lacking("Ogham letters", "Noto Sans Ogham")),
    (Script::Gothic, lacking("Gothic letters", "Noto Sans Gothic")),
    (Script::Coptic, lacking("Coptic letters", "Noto Sans Coptic or Antinoou")),
    (Script::Egyptian_Hieroglyphs, lacking("hieroglyphs", "Noto Sans Egyptian Hieroglyphs")),
    (Script::Cuneiform, lacking("cuneiform signs", "Noto Sans Cuneiform")),
    (Script::Braille, lacking("Braille signs", "Noto Sans Symbols 2")),
];

/// Blocks of signs that belong to no script (Unicode 17, Blocks.txt), each by its first and last character.
const BLOCKS: &[(u32, u32, Lacking)] = &[
    (0x0300, 0x036F, lacking("accents and marks over or under letters", "Noto Serif or Charis SIL")),
    (0x2000, 0x209F, lacking("punctuation marks of this kind", "Noto Sans or Noto Serif")),
    (0x20A0, 0x20CF, lacking("currency signs of this kind", "Noto Sans")),
    (0x2100, 0x218F, lacking("letterlike signs and fractions", "Noto Sans Math or Noto Sans Symbols")),
    (0x2190, 0x21FF, lacking("arrows", "Noto Sans Math or Noto Sans Symbols 2")),
    (0x2200, 0x22FF, lacking("mathematical signs", "Noto Sans Math or STIX Two Math")),
    (0x2300, 0x23FF, lacking("technical signs", "Noto Sans Symbols or Noto Sans Symbols 2")),
    (0x2400, 0x24FF, lacking("enclosed letters and figures", "Noto Sans Symbols")),
    (0x2500, 0x259F, lacking("lines and blocks of terminals", "Noto Sans Mono or JuliaMono")),
    (0x25A0, 0x27BF, lacking("symbols", "Noto Sans Symbols or Noto Sans Symbols 2")),
    (0x27C0, 0x2AFF, lacking("mathematical signs", "Noto Sans Math or STIX Two Math")),
    (0x2B00, 0x2BFF, lacking("symbols", "Noto Sans Symbols 2")),
    (0x3000, 0x33FF, lacking("Chinese and Japanese punctuation", "Noto Serif CJK or Noto Sans CJK")),
    (0xE000, 0xF8FF, lacking("characters for private use, which mean something in one font only", "")),
    (0xFE30, 0xFE4F, lacking("Chinese and Japanese punctuation", "Noto Serif CJK or Noto Sans CJK")),
    (0xFF00, 0xFFEF, lacking("wide and narrow forms of letters", "Noto Serif CJK or Noto Sans CJK")),
    (0x1D100, 0x1D24F, lacking("musical signs", "Noto Music")),
    (0x1D400, 0x1D7FF, lacking("mathematical letters", "Noto Sans Math or STIX Two Math")),
    (0x1F000, 0x1F0FF, lacking("signs of games: tiles and cards", "Noto Sans Symbols 2")),
    (0x1F100, 0x1F2FF, lacking("enclosed letters", "Noto Sans Symbols or Noto Emoji")),
    (0x1F300, 0x1F64F, lacking("emoji", "Noto Emoji")),
    (0x1F650, 0x1F67F, lacking("ornaments", "Noto Sans Symbols 2")),
    (0x1F680, 0x1F6FF, lacking("emoji", "Noto Emoji")),
    (0x1F700, 0x1F77F, lacking("alchemical signs", "Noto Sans Symbols")),
    (0x1F780, 0x1F8FF, lacking("geometric shapes and arrows", "Noto Sans Symbols 2")),
    (0x1F900, 0x1FAFF, lacking("emoji", "Noto Emoji")),
    (0xF0000, 0x10FFFF, lacking("characters for private use, which mean something in one font only", "")),
];

const OTHER: Lacking = lacking("letters or signs of this kind", "Noto fonts");

/// What a character belongs to.
pub fn lacking_of(character: char) -> Lacking {
    let script = SCRIPTS.iter().find(|(script, _)| *script == character.script());
    let at = u32::from(character);
    let block = || BLOCKS.iter().find(|(first, last, _)| (*first..=*last).contains(&at)).map(|(.., lacking)| *lacking);
    script.map(|(_, lacking)| *lacking).or_else(block).unwrap_or(OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_by_script_and_signs_by_block() {
        assert_eq!(lacking_of('漢').what, "Chinese characters");
        assert_eq!(lacking_of('م').fonts, "Noto Naskh Arabic or Amiri");
        assert_eq!((lacking_of('🀄').what, lacking_of('\u{e000}').fonts), ("signs of games: tiles and cards", ""));
        assert_eq!(lacking_of('\u{16e50}'), OTHER);
        assert!(BLOCKS.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }
}
