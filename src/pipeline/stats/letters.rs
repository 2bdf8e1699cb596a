//! In: texts. Out: letters and signs that occur a few times only, each of which may be a slip of the keyboard or want a
//! look at the font.

use super::PlaceRow;
use super::count::Text;
use crate::base::Sources;
use serde::Serialize;
use std::collections::BTreeMap;

/// What occurs more often is no rarity.
const MOST: usize = 5;
const ROWS: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LetterRow {
    pub letter: char,
    /// `U+00E9`.
    pub code: String,
    pub count: usize,
    /// The first of them.
    #[serde(flatten)]
    pub place: PlaceRow,
}

/// Beyond ASCII and the marks of ordinary punctuation.
pub fn rare(texts: &[Text], sources: &Sources) -> Vec<LetterRow> {
    let mut seen: BTreeMap<char, (usize, usize)> = BTreeMap::new();
    for (at, text) in texts.iter().enumerate() {
        for letter in text.text.chars().filter(|letter| !is_usual(*letter)) {
            seen.entry(letter).or_insert((0, at)).0 += 1;
        }
    }
    let mut rare: Vec<(usize, char, usize)> = seen
        .into_iter()
        .filter(|(_, (count, _))| *count <= MOST)
        .map(|(letter, (count, at))| (count, letter, at))
        .collect();
    rare.sort_unstable();
    let row = |(count, letter, at): (usize, char, usize)| LetterRow {
        letter,
        code: format!("U+{:04X}", u32::from(letter)),
        count,
        place: PlaceRow::of(texts[at].span, sources),
    };
    rare.into_iter().take(ROWS).map(row).collect()
}

/// ASCII, spaces, dashes, quotation marks and the ellipsis.
fn is_usual(letter: char) -> bool {
    letter.is_ascii()
        || letter.is_whitespace()
        || matches!(letter, '\u{ad}' | '«' | '»' | '\u{200b}'..='\u{203a}' | '\u{2060}')
}
