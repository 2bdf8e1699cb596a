//! In: a tag, or a word. Out: the scripts that the language is written in, and its direction; the language that a
//! script is mostly used for.

use super::catalogue;
use super::facts::by_name;
use super::tag::Tag;
use unicode_script::{Script, UnicodeScript};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

/// The language with the most readers for each script, other than Latin; kana come before Han, which they stand beside.
const TYPICAL: &[(Script, &str)] = &[
    (Script::Hiragana, "ja"),
    (Script::Katakana, "ja"),
    (Script::Han, "zh"),
    (Script::Hangul, "ko"),
    (Script::Arabic, "ar"),
    (Script::Armenian, "hy"),
    (Script::Bengali, "bn"),
    (Script::Cyrillic, "ru"),
    (Script::Devanagari, "hi"),
    (Script::Ethiopic, "am"),
    (Script::Georgian, "ka"),
    (Script::Greek, "el"),
    (Script::Gujarati, "gu"),
    (Script::Gurmukhi, "pa"),
    (Script::Hebrew, "he"),
    (Script::Kannada, "kn"),
    (Script::Khmer, "km"),
    (Script::Lao, "lo"),
    (Script::Malayalam, "ml"),
    (Script::Mongolian, "mn"),
    (Script::Myanmar, "my"),
    (Script::Oriya, "or"),
    (Script::Tamil, "ta"),
    (Script::Telugu, "te"),
    (Script::Thaana, "dv"),
    (Script::Thai, "th"),
];

/// The scripts of a tag: the one that it names, else those of its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scripts {
    named: Option<Script>,
    own: &'static [Script],
}

impl Scripts {
    /// Whether anything is known of them.
    pub fn are_known(&self) -> bool {
        self.named.is_some() || !self.own.is_empty()
    }

    pub fn contain(&self, script: Script) -> bool {
        self.named.map_or_else(|| self.own.contains(&script), |named| named == script)
    }
}

pub fn scripts(tag: &str) -> Scripts {
    // `Hans` and `Hant` are ways to write Han, and `Jpan` and `Kore` are several scripts: the language's own.
    let named = Tag::new(tag).script.and_then(by_name);
    Scripts { named, own: &catalogue::of(tag).scripts }
}

/// The script that a tag is mostly written in.
pub fn script(tag: &str) -> Option<Script> {
    let scripts = scripts(tag);
    scripts.named.or_else(|| scripts.own.first().copied())
}

pub fn direction(tag: &str) -> Direction {
    match script(tag) {
        Some(Script::Arabic | Script::Hebrew | Script::Syriac | Script::Thaana | Script::Nko) => Direction::RightToLeft,
        _ => Direction::LeftToRight,
    }
}

/// Whether type for a language has slanted letters; a device imitates those that there are none of, and print never does.
pub fn leans(tag: &str) -> bool {
    let of_italics = |script| matches!(script, Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian);
    script(tag).is_none_or(of_italics)
}

/// The likeliest language of a word, by its script; nothing for Latin, which most languages share.
pub fn typical(word: &str) -> Option<&'static str> {
    let has = |script| word.chars().any(|letter| letter.script() == script);
    TYPICAL.iter().find(|(script, _)| has(*script)).map(|(_, tag)| *tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_says_the_direction() {
        for tag in ["he", "ar-EG", "fa", "yi", "iw", "ckb", "az-Arab", "HE", "dv"] {
            assert_eq!(direction(tag), Direction::RightToLeft, "{tag}");
        }
        for tag in ["en", "he-Latn", "ru", "xx", "", "zh-Hant", "pa"] {
            assert_eq!(direction(tag), Direction::LeftToRight, "{tag}");
        }
    }

    #[test]
    fn a_script_has_slanted_letters_or_none() {
        assert!(["en", "ru", "el", "he-Latn", "xx"].into_iter().all(leans));
        assert!(!["he", "ar", "fa", "ja", "zh-Hant", "ko", "sr-Arab"].into_iter().any(leans));
    }

    #[test]
    fn a_named_script_stands_for_the_usual_ones() {
        assert!(scripts("sr").contain(Script::Cyrillic) && !scripts("sr-Latn").contain(Script::Cyrillic));
        assert!(scripts("zh-Hans").contain(Script::Han) && scripts("ja-Jpan").contain(Script::Hiragana));
        assert!(!scripts("xx").are_known() && scripts("xx-Grek").contain(Script::Greek));
        assert_eq!(script("KO"), Some(Script::Hangul));
    }

    #[test]
    fn a_word_has_a_likely_language() {
        let cases = [("книга", "ru"), ("βιβλίον", "el"), ("書", "zh"), ("書く", "ja"), ("מלה", "he"), ("책", "ko")];
        cases.iter().for_each(|(word, tag)| assert_eq!(typical(word), Some(*tag)));
        assert_eq!(typical("livre"), None);
        for (script, tag) in TYPICAL {
            assert!(scripts(tag).contain(*script), "{tag}");
        }
    }
}
