//! In: a word and its language. Out: where it may be broken. Refuses to know widths and lines.
//!
//! Which patterns a language has is said in its file. They are hypher's, or hyph-utf8's British ones (`hyphenation/`,
//! with their licence).

use crate::base::limits;
use crate::language::{self, Hyphenation};
use hyphenation::{Hyphenator as _, Language, Load, Standard};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A place where a word may end a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordBreak {
    /// The byte of the word that would begin the next line; a soft hyphen stands before it.
    pub at: usize,
    /// Whether a hyphen is added; else the word has one there.
    pub hyphen: bool,
}

/// The breaks of words in one language.
#[derive(Debug)]
pub struct Hyphenator {
    patterns: Patterns,
    /// Letters of a word before and after a hyphen, as the patterns have it.
    bounds: (usize, usize),
    /// Lower-case words with the bytes before which they break.
    exceptions: BTreeMap<String, Vec<usize>>,
    /// Letters of a word before and after a hyphen that is added, at the least.
    least: (usize, usize),
}

#[derive(Debug)]
enum Patterns {
    None,
    Of(hypher::Lang),
    British,
}

impl Hyphenator {
    /// `lang` is a BCP 47 tag; a language without patterns breaks at soft and written hyphens, and where `exceptions`
    /// (like `ma-nu-script`, of any case) say so.
    pub fn new(lang: &str, exceptions: &[String]) -> Hyphenator {
        let own = &language::of(lang).hyphenation;
        let all = own.exceptions.iter().chain(exceptions);
        let exceptions = all.map(|written| exception(written)).collect();
        Hyphenator { patterns: patterns(own), bounds: (own.left, own.right), exceptions, least: (1, 1) }
    }

    /// With more letters before and after a hyphen than the patterns ask for; the author's own list stands.
    pub fn with_least(self, left: usize, right: usize) -> Hyphenator {
        Hyphenator { least: (left, right), ..self }
    }

    /// The breaks of a word, which may have punctuation around and in it, in ascending order. Soft hyphens are its only
    /// breaks where it has any; a compound breaks after its hyphens alone; what holds digits, or looks like an address,
    /// an abbreviation or a name in capitals, does not break.
    pub fn breaks(&self, word: &str) -> Vec<WordBreak> {
        if word.len() > limits::WORD || word.chars().any(char::is_numeric) || is_address(word) {
            return Vec::new();
        }
        if word.contains('\u{ad}') {
            return after(word, |c| c == '\u{ad}', true);
        }
        let written = after(word, |c| matches!(c, '-' | '\u{2010}'), false);
        if !written.is_empty() {
            return written;
        }
        let mut breaks = Vec::new();
        let mut start = 0;
        for part in word.split(|c| !is_letter(c)) {
            self.part(part, start, &mut breaks);
            // Every separator is one character.
            start += part.len();
            start += word[start..].chars().next().map_or(0, char::len_utf8);
        }
        breaks
    }

    /// The breaks of letters that begin at byte `start` of their word.
    fn part(&self, part: &str, start: usize, breaks: &mut Vec<WordBreak>) {
        // The shortest pattern of any language leaves two letters on both sides.
        if part.chars().nth(3).is_none() || part.chars().skip(1).any(char::is_uppercase) {
            return;
        }
        let mut add = |at: usize| {
            if !part[at..].starts_with(is_mark) {
                breaks.push(WordBreak { at: start + at, hyphen: true });
            }
        };
        if let Some(known) = self.exceptions.get(&part.to_lowercase()).filter(|known| fit(part, known)) {
            return known.iter().copied().for_each(add);
        }
        match self.patterns {
            Patterns::None => {}
            Patterns::Of(lang) => {
                let (left, right) = self.bounds;
                let mut at = 0;
                for syllable in hypher::hyphenate_bounded(part, lang, left, right) {
                    if at > 0 {
                        add(at);
                    }
                    at += syllable.len();
                }
            }
            Patterns::British => {
                if let Some(british) = british() {
                    let (left, right) = self.bounds;
                    let apart = |&at: &usize| match part.split_at_checked(at) {
                        Some((before, after)) => before.chars().count() >= left && after.chars().count() >= right,
                        None => false,
                    };
                    british.hyphenate(part).breaks.into_iter().filter(apart).for_each(add);
                }
            }
        }
        let letters = |text: &str| text.chars().filter(|letter| !is_mark(*letter)).count();
        let apart = |at: usize| letters(&part[..at]) >= self.least.0 && letters(&part[at..]) >= self.least.1;
        breaks.retain(|found| found.at < start || apart(found.at - start));
    }
}

fn patterns(hyphenation: &Hyphenation) -> Patterns {
    match (hyphenation.patterns.as_str(), hyphenation.patterns.as_bytes()) {
        ("en-gb", _) => Patterns::British,
        (_, &[a, b]) => hypher::Lang::from_iso([a, b]).map_or(Patterns::None, Patterns::Of),
        _ => Patterns::None,
    }
}

fn british() -> Option<&'static Standard> {
    static LOADED: OnceLock<Option<Standard>> = OnceLock::new();
    let bytes: &[u8] = include_bytes!("hyphenation/en-gb.bincode");
    LOADED.get_or_init(|| Standard::from_reader(Language::EnglishGB, &mut &*bytes).ok()).as_ref()
}

/// `Ma-nu-script` as the word and its breaks.
fn exception(written: &str) -> (String, Vec<usize>) {
    let mut word = String::new();
    let mut breaks = Vec::new();
    for (at, part) in written.trim().split(['-', '\u{ad}', '\u{2010}']).enumerate() {
        if at > 0 {
            breaks.push(word.len());
        }
        word.push_str(&part.to_lowercase());
    }
    breaks.retain(|&at| at > 0 && at < word.len());
    (word, breaks)
}

/// Whether breaks counted in the lower-case word hold in this one too.
fn fit(part: &str, breaks: &[usize]) -> bool {
    breaks.iter().all(|&at| part.is_char_boundary(at))
}

/// The breaks after every character that `is_hyphen` picks, where letters stand on both sides.
fn after(word: &str, is_hyphen: impl Fn(char) -> bool, hyphen: bool) -> Vec<WordBreak> {
    let hyphens = word.char_indices().filter(|&(_, c)| is_hyphen(c));
    hyphens
        .map(|(at, c)| (at, at + c.len_utf8()))
        .filter(|&(at, next)| word[..at].ends_with(is_letter) && word[next..].starts_with(is_letter))
        .map(|(_, next)| WordBreak { at: next, hyphen })
        .collect()
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_mark(c)
}

/// A mark that belongs to the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5c7}' | '\u{1dc0}'..='\u{1dff}')
}

/// An address, a path, a name in code, or an abbreviation with points inside.
fn is_address(word: &str) -> bool {
    word.contains(['@', '/', '\\', '_', '#', '='])
        || word.char_indices().any(|(at, c)| {
            matches!(c, '.' | ':') && word[..at].ends_with(is_letter) && word[at + 1..].starts_with(is_letter)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lang: &str, word: &str) -> String {
        let breaks = Hyphenator::new(lang, &["Ma-nu-script".into(), "Zürich".into()]).breaks(word);
        let mut out = String::new();
        let mut last = 0;
        for b in breaks {
            out.push_str(&word[last..b.at]);
            out.push(if b.hyphen { '|' } else { '+' });
            last = b.at;
        }
        out + &word[last..]
    }

    #[test]
    fn more_letters_may_be_asked_for() {
        let breaks = |left, right| {
            let hyphenator = Hyphenator::new("de", &["Ei-nerlei".into()]).with_least(left, right);
            let count = |word: &str| hyphenator.breaks(word).len();
            (count("Silbentrennung"), count("„Silbentrennung“"), count("Einerlei"))
        };
        assert_eq!(breaks(1, 1), (3, 3, 1));
        assert_eq!(breaks(4, 1), (2, 2, 1));
        assert_eq!(breaks(4, 5), (1, 1, 1));
    }

    #[test]
    fn every_language_has_its_own_breaks() {
        let cases = [
            ("en-US", "democracy", "democ|racy"),
            ("en-GB", "democracy", "demo|cracy"),
            ("en-AU", "knowledge", "know|ledge"),
            ("en", "knowledge", "knowl|edge"),
            ("de", "Silbentrennung", "Sil|ben|tren|nung"),
            ("ru", "переплётчик", "пе|ре|плёт|чик"),
            ("fr", "l’imprimerie,", "l’im|pri|me|rie,"),
            ("el", "τυπογραφία", "τυ|πο|γρα|φία"),
            ("zz", "typography", "typography"),
        ];
        for (lang, word, breaks) in cases {
            assert_eq!(shown(lang, word), breaks, "{lang}");
        }
    }

    #[test]
    fn some_words_are_left_alone() {
        let cases = [
            ("“Manuscript”,", "“Ma|nu|script”,"),
            ("Zürich", "Zürich"),
            ("extra\u{ad}ordinary", "extra\u{ad}|ordinary"),
            ("well-documented", "well-+documented"),
            ("-documented", "-doc|u|mented"),
            ("couldn’t", "couldn’t"),
            ("TYPOGRAPHY", "TYPOGRAPHY"),
            ("McDonaldson", "McDonaldson"),
            ("typography2", "typography2"),
            ("typography.example", "typography.example"),
            ("https://typography", "https://typography"),
            ("", ""),
        ];
        for (word, breaks) in cases {
            assert_eq!(shown("en-US", word), breaks);
        }
    }

    #[test]
    fn any_text_breaks_between_characters() {
        proptest::proptest!(|(word in "\\PC{0,40}", lang in "(en|en-GB|de|ru|tr|hi|fi)")| {
            for b in Hyphenator::new(&lang, &[]).breaks(&word) {
                assert!(word.is_char_boundary(b.at) && b.at > 0 && b.at < word.len());
            }
        });
    }
}
