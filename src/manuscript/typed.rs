//! What a file's words were typed as: kept while the file is read by whoever asks, else not at all.

use super::typography::Letter;
use std::ops::Range;

/// A piece of text as the model has it, and the bytes of the file that it was typed as.
#[derive(Clone, Debug)]
pub struct Typed {
    pub source: Range<u32>,
    pub text: String,
    /// Where letters of the text stand in the file; between two that lie as far apart here as there, all do.
    pub letters: Vec<Letter>,
}

impl Typed {
    /// A piece whose letters are known.
    pub fn new(source: Range<u32>, text: &str, mut letters: Vec<Letter>) -> Typed {
        let end = (text.len() as u32, source.end);
        letters.retain(|letter| letter.0 < end.0);
        if letters.first().is_none_or(|first| first.0 > 0) {
            letters.insert(0, (0, source.start));
        }
        letters.push(end);
        // Runs of letters that were not changed need no letter but their first.
        let even = |one: &Letter, next: &Letter| next.0 - one.0 == next.1.saturating_sub(one.1);
        let inside = |at: usize| even(&letters[at - 1], &letters[at]) && even(&letters[at], &letters[at + 1]);
        let last = letters.len() - 1;
        let kept = (0..letters.len()).filter(|&at| at == 0 || at == last || !inside(at)).map(|at| letters[at]);
        Typed { letters: kept.collect(), source, text: text.to_owned() }
    }

    /// A piece whose letters stand in `source`, the file from byte `start` on, in this order, among others.
    pub fn found(start: u32, source: &str, text: &str) -> Typed {
        if let Some(at) = source.find(text).filter(|_| !text.is_empty()) {
            let at = start + at as u32;
            return Typed::new(at..at + text.len() as u32, text, Vec::new());
        }
        let mut letters = Vec::new();
        let mut from = 0;
        for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
            if let Some(next) = source[from..].find(letter) {
                letters.push((at as u32, start + (from + next) as u32));
                from += next + letter.len_utf8();
                letters.push(((at + letter.len_utf8()) as u32, start + from as u32));
            }
        }
        letters.dedup();
        let end = if letters.is_empty() { source.len() } else { from };
        Typed::new(start..start + end as u32, text, letters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_changed_is_one_run() {
        let typed = Typed::new(10..16, "“ab”c", vec![(0, 10), (3, 11), (4, 12), (5, 13), (8, 14)]);
        assert_eq!(typed.letters, [(0, 10), (3, 11), (5, 13), (8, 14), (9, 16)]);
        assert_eq!(Typed::found(5, "`a b`", "a b").letters, [(0, 6), (3, 9)]);
        assert_eq!(Typed::found(0, "`a\n> b`", "a b").letters, [(0, 1), (1, 2), (2, 5), (3, 6)]);
    }
}
