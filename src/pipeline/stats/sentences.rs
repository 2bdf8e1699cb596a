//! In: texts. Out: the longest sentences.

use super::PlaceRow;
use super::count::{Text, words};
use crate::base::Sources;
use serde::Serialize;
use std::cmp::Reverse;
use unicode_segmentation::UnicodeSegmentation;

const ROWS: usize = 5;
/// Words by which a sentence is known.
const SHOWN: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentenceRow {
    pub words: usize,
    /// How it begins.
    pub begins: String,
    #[serde(flatten)]
    pub place: PlaceRow,
}

/// The longest first, of running text.
pub fn longest(texts: &[Text], sources: &Sources) -> Vec<SentenceRow> {
    let mut all: Vec<(Reverse<usize>, usize, &str)> = Vec::new();
    for (at, text) in texts.iter().enumerate().filter(|(_, text)| text.prose) {
        all.extend(text.text.unicode_sentences().map(|sentence| (Reverse(words(sentence)), at, sentence)));
    }
    // Those of one length in the order of the book.
    all.sort_by_key(|(words, at, _)| (*words, *at));
    let row = |(Reverse(words), at, sentence): (Reverse<usize>, usize, &str)| SentenceRow {
        words,
        begins: sentence.split_whitespace().take(SHOWN).collect::<Vec<_>>().join(" "),
        place: PlaceRow::of(texts[at].span, sources),
    };
    all.into_iter().take(ROWS).map(row).collect()
}
