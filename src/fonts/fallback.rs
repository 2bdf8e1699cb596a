//! In: a text and the face that is wanted. Out: runs of one script, each with the face that can show it.

use super::face::is_ignorable;
use super::{Face, FaceId, Faces};
use std::ops::Range;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

/// A stretch of a text and its face, or the first character that no face has.
pub type FaceRun = (Range<usize>, Result<FaceId, char>);

impl Faces {
    /// The wanted face if it has the character, else the first that does of `fallback`.
    pub fn face_for(&self, character: char, wanted: FaceId, fallback: &[FaceId]) -> Option<FaceId> {
        choices(wanted, fallback).find(|&face| self.get(face).covers(character))
    }

    /// Splits a text into runs of one script and one face. A base keeps its marks and joiners; a word of one script is
    /// not torn between faces where one face has all of it.
    pub fn runs(&self, text: &str, wanted: FaceId, fallback: &[FaceId]) -> Vec<FaceRun> {
        let mut runs: Vec<(Range<usize>, Script, Result<FaceId, char>)> = Vec::new();
        for (range, script) in pieces(text) {
            for (range, face) in self.piece(text, range, wanted, fallback) {
                match runs.last_mut() {
                    Some((last, of, known)) if *known == face && joins(*of, script) => {
                        last.end = range.end;
                        if !is_real(*of) {
                            *of = script;
                        }
                    }
                    _ => runs.push((range, script, face)),
                }
            }
        }
        runs.into_iter().map(|(range, _, face)| (range, face)).collect()
    }

    /// One face for the whole piece, or else one for each of its graphemes.
    fn piece(&self, text: &str, range: Range<usize>, wanted: FaceId, fallback: &[FaceId]) -> Vec<FaceRun> {
        let piece = &text[range.clone()];
        let whole = |piece: &str| choices(wanted, fallback).find(|&face| has_all(self.get(face), piece));
        if let Some(face) = whole(piece) {
            return vec![(range, Ok(face))];
        }
        let graphemes = piece.grapheme_indices(true).map(|(at, grapheme)| {
            let start = range.start + at;
            let lacking = |c: &char| self.face_for(*c, wanted, fallback).is_none();
            // A base and a mark that only two faces have between them is as good as missing.
            let missing = || grapheme.chars().find(lacking).or(grapheme.chars().next_back()).unwrap_or('\u{fffd}');
            (start..start + grapheme.len(), whole(grapheme).ok_or_else(missing))
        });
        graphemes.collect()
    }
}

fn choices(wanted: FaceId, fallback: &[FaceId]) -> impl Iterator<Item = FaceId> {
    std::iter::once(wanted).chain(fallback.iter().copied())
}

/// Whether the face shows all of it; a base with a mark may be shown by the letter that has both.
fn has_all(face: &Face, text: &str) -> bool {
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let composed = rest.peek().and_then(|&mark| unicode_normalization::char::compose(character, mark));
        if let Some(both) = composed
            && face.covers(both)
        {
            rest.next();
        } else if !face.covers(character) {
            return false;
        }
    }
    true
}

/// Stretches of graphemes of one script, with spaces and other shared characters apart.
fn pieces(text: &str) -> Vec<(Range<usize>, Script)> {
    let mut pieces: Vec<(Range<usize>, Script)> = Vec::new();
    for (start, grapheme) in text.grapheme_indices(true) {
        let script = grapheme.chars().map(|c| c.script()).find(|&script| is_real(script)).unwrap_or(Script::Common);
        let empty = grapheme.chars().all(is_ignorable);
        match pieces.last_mut() {
            Some((range, last)) if *last == script || empty => range.end = start + grapheme.len(),
            _ => pieces.push((start..start + grapheme.len(), script)),
        }
    }
    pieces
}

fn joins(one: Script, other: Script) -> bool {
    one == other || !is_real(one) || !is_real(other)
}

fn is_real(script: Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::builtin;

    fn faces() -> Faces {
        let mut faces = Faces::default();
        for name in ["Source Sans", "Libertinus Serif"] {
            faces.add(builtin::family(name).and_then(|faces| faces.into_iter().next()).unwrap());
        }
        faces
    }

    const SANS: FaceId = FaceId(0);
    const SERIF: FaceId = FaceId(1);

    #[test]
    fn plain_text_is_one_run() {
        assert_eq!(faces().runs("Plain, e\u{301} text 12.", SANS, &[SERIF]), [(0..19, Ok(SANS))]);
        assert!(faces().runs("", SANS, &[SERIF]).is_empty());
    }

    #[test]
    fn scripts_part_and_the_hebrew_falls_back() {
        let text = "a שלום b";
        assert_eq!(faces().runs(text, SANS, &[SERIF]), [(0..2, Ok(SANS)), (2..10, Ok(SERIF)), (10..12, Ok(SANS))]);
        let text = "abc мир";
        assert_eq!(faces().runs(text, SERIF, &[]), [(0..4, Ok(SERIF)), (4..10, Ok(SERIF))]);
    }

    #[test]
    fn a_mark_stays_with_its_base_and_a_missing_letter_is_named() {
        let text = "x ש\u{5b8}\u{5c1} y";
        let runs = faces().runs(text, SANS, &[SERIF]);
        assert_eq!(runs[1], (2..8, Ok(SERIF)));
        assert_eq!(faces().runs("a漢", SANS, &[SERIF])[1], (1..4, Err('漢')));
        assert_eq!(faces().runs("a\u{200d}b", SANS, &[]), [(0..5, Ok(SANS))]);
    }
}
