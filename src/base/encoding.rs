//! In: bytes that are no UTF-8. Out: what they probably are, for a person. Refuses to read a file on a guess.

use std::fmt;

/// What a text probably is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guess {
    Utf16,
    /// With the word at the wrong byte as it would read.
    Windows1252(String),
}

/// What Windows-1252 has where Latin-1 has control characters; a space where it has nothing.
const HIGH: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
/// Longer words are not shown.
const LONGEST: usize = 40;

/// `at` is the first byte that is no UTF-8.
pub fn guess(bytes: &[u8], at: usize) -> Option<Guess> {
    let zeros = bytes.iter().take(1_000).filter(|byte| **byte == 0).count();
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") || zeros > 100 {
        return Some(Guess::Utf16);
    }
    let space = |byte: &u8| byte.is_ascii_whitespace();
    let start = bytes[..at].iter().rposition(space).map_or(0, |space| space + 1);
    let end = bytes[at..].iter().position(space).map_or(bytes.len(), |space| at + space);
    let word: String = bytes[start..end].iter().map(|byte| windows_1252(*byte)).collect::<Option<_>>()?;
    // Most letters of a word are plain ones; what is not a text has few.
    let letters = word.chars().filter(|letter| letter.is_alphabetic() || letter.is_ascii_punctuation()).count();
    (letters * 2 > word.chars().count() && word.len() <= LONGEST).then_some(Guess::Windows1252(word))
}

/// The letter of a byte in Windows-1252.
pub fn windows_1252(byte: u8) -> Option<char> {
    match byte {
        0x80..=0x9F => HIGH.chars().nth(usize::from(byte - 0x80)).filter(|ch| *ch != ' '),
        // ÿ ends the row, is in hardly any word, and is what most files have that are no text.
        0x20..=0x7E | 0xA0..=0xFE => Some(char::from(byte)),
        _ => None,
    }
}

impl fmt::Display for Guess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Guess::Utf16 => write!(f, "UTF-16"),
            Guess::Windows1252(word) => write!(f, "Windows-1252 (Latin-1), in which this word is `{word}`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_encodings_are_known() {
        let of = |bytes: &[u8]| guess(bytes, std::str::from_utf8(bytes).unwrap_err().valid_up_to());
        assert_eq!(HIGH.chars().count(), 32);
        assert_eq!(of(b"in the caf\xE9 there"), Some(Guess::Windows1252("café".into())));
        assert_eq!(of(b"\x93Yes\x94, she said"), Some(Guess::Windows1252("“Yes”,".into())));
        assert_eq!(of(b"\xFF\xFEa\0"), Some(Guess::Utf16));
        assert_eq!(of(b"\x89PNG\r\n\x1A\n"), Some(Guess::Windows1252("‰PNG".into())));
        assert_eq!(of(b"a \x81\x8D\x8F b"), None);
        assert_eq!(of(&[b'a', 0xE9].repeat(50)), None);
    }
}
