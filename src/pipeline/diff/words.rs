//! In: two texts, paragraph by paragraph. Out: the words that changed, each change with a few words around it. Refuses to
//! know what the texts are of.

use imara_diff::{Algorithm, Diff, Hunk, Interner, Token};
use serde::Serialize;
use std::hash::Hash;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Words and what stands between them that are shown before and after a change.
const AROUND: usize = 14;

/// What is in one list and not in the other, at one place of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub before: Range<usize>,
    pub after: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PieceKind {
    Kept,
    Removed,
    Added,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub kind: PieceKind,
    pub text: String,
}

/// A byte of a paragraph, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub paragraph: usize,
    pub offset: usize,
}

/// One change, and where it begins in both texts; nothing where a text has nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub before: Option<Spot>,
    pub after: Option<Spot>,
    pub removed: usize,
    pub added: usize,
    pub pieces: Vec<Piece>,
}

/// Where two lists differ. The time is bounded, whatever they hold: of lists that have little in common not the fewest
/// differences are found.
pub fn gaps<T: Hash + Eq>(before: &[T], after: &[T]) -> Vec<Gap> {
    let mut interner = Interner::new(before.len() + after.len());
    let old: Vec<Token> = before.iter().map(|item| interner.intern(item)).collect();
    let new: Vec<Token> = after.iter().map(|item| interner.intern(item)).collect();
    let range = |range: Range<u32>| range.start as usize..range.end as usize;
    let gap = |Hunk { before, after }| Gap { before: range(before), after: range(after) };
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, &old, &new, interner.num_tokens());
    diff.hunks().map(gap).collect()
}

/// How many words a text has.
pub fn count(text: &str) -> usize {
    text.unicode_words().count()
}

/// Whether there is a word in it, or anything but space.
fn says(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// A word, or what stands between two of them; a line feed between paragraphs.
#[derive(Clone, Copy)]
struct Unit<'a> {
    text: &'a str,
    spot: Spot,
}

/// What changed between two lists of paragraphs, in their order.
pub fn changes(before: &[&str], after: &[&str]) -> Vec<Change> {
    let of = |gap: Gap| within(&tokens(before, gap.before), &tokens(after, gap.after));
    gaps(before, after).into_iter().flat_map(of).collect()
}

fn tokens<'a>(paragraphs: &[&'a str], range: Range<usize>) -> Vec<Unit<'a>> {
    let mut tokens = Vec::new();
    for at in range {
        let text = paragraphs.get(at).copied().unwrap_or_default();
        let token = |(offset, text)| Unit { text, spot: Spot { paragraph: at, offset } };
        tokens.extend(text.split_word_bound_indices().map(token));
        tokens.push(Unit { text: "\n", spot: Spot { paragraph: at, offset: text.len() } });
    }
    tokens
}

/// The changes between stretches of which no paragraph is the same.
fn within(before: &[Unit], after: &[Unit]) -> Vec<Change> {
    let texts = |tokens: &[Unit]| tokens.iter().map(|token| token.text.to_owned()).collect::<Vec<_>>();
    let mut hunks: Vec<Gap> = Vec::new();
    for gap in gaps(&texts(before), &texts(after)) {
        // A space or a comma that stayed between two changes is no reason to tell them apart.
        match hunks.last_mut() {
            Some(last) if !before[last.before.end..gap.before.start].iter().any(|token| says(token.text)) => {
                last.before.end = gap.before.end;
                last.after.end = gap.after.end;
            }
            _ => hunks.push(gap),
        }
    }
    let near = |one: &Gap, next: &Gap| next.before.start - one.before.end <= 2 * AROUND;
    hunks.chunk_by(near).map(|group| change(before, after, group)).collect()
}

/// One change, of differences that are near each other.
fn change(before: &[Unit], after: &[Unit], group: &[Gap]) -> Change {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut put = |kind: PieceKind, tokens: &[Unit]| {
        let text: String = tokens.iter().map(|token| token.text).collect();
        if !text.is_empty() {
            pieces.push(Piece { kind, text });
        }
    };
    let (mut removed, mut added) = (0, 0);
    let first = group.first().map_or(0, |gap| gap.before.start);
    let mut at = first.saturating_sub(AROUND);
    for gap in group {
        put(PieceKind::Kept, &before[at..gap.before.start]);
        let (gone, new) = (&before[gap.before.clone()], &after[gap.after.clone()]);
        let counted = |tokens: &[Unit]| tokens.iter().map(|token| count(token.text)).sum::<usize>();
        removed += counted(gone);
        added += counted(new);
        put(PieceKind::Removed, gone);
        put(PieceKind::Added, new);
        at = gap.before.end;
    }
    put(PieceKind::Kept, &before[at..before.len().min(at + AROUND)]);
    let spot = |tokens: &[Unit], range: fn(&Gap) -> &Range<usize>| {
        let told = group.iter().map(range).find(|range| !range.is_empty());
        let range = told.or_else(|| group.first().map(range))?;
        let from = &tokens[range.start..];
        let word = from.iter().take(range.len()).find(|token| says(token.text));
        word.or(from.first()).or(tokens.last()).map(|token| token.spot)
    };
    Change { before: spot(before, |gap| &gap.before), after: spot(after, |gap| &gap.after), removed, added, pieces }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &[&str], after: &[&str]) -> Vec<String> {
        let piece = |piece: &Piece| match piece.kind {
            PieceKind::Kept => piece.text.clone(),
            PieceKind::Removed => format!("[-{}-]", piece.text),
            PieceKind::Added => format!("{{+{}+}}", piece.text),
        };
        changes(before, after).iter().map(|change| change.pieces.iter().map(piece).collect()).collect()
    }

    #[test]
    fn words_that_changed_are_told_with_their_place() {
        let before = ["It rained.", "The cat sat on the mat.", "Then it left."];
        let after = ["It rained.", "The old cat lay on the mat.", "Then it left."];
        assert_eq!(shown(&before, &after), ["The {+old +}cat [-sat-]{+lay+} on the mat.\n"]);
        let change = &changes(&before, &after)[0];
        assert_eq!((change.removed, change.added), (1, 2));
        assert_eq!(change.after, Some(Spot { paragraph: 1, offset: 4 }));
        assert_eq!(change.before, Some(Spot { paragraph: 1, offset: 8 }));
        assert_eq!(changes(&before, &before), []);
    }

    #[test]
    fn a_paragraph_more_or_less_is_one_change() {
        assert_eq!(shown(&["One."], &["One.", "Two words."]), ["{+Two words.\n+}"]);
        assert_eq!(shown(&["One.", "Two words."], &["One."]), ["[-Two words.\n-]"]);
        assert_eq!(changes(&[], &["A."])[0].before, None);
        assert_eq!(shown(&["red, green"], &["blue, black"]), ["[-red, green-]{+blue, black+}\n"]);
    }

    #[test]
    fn what_is_far_apart_is_told_apart() {
        let text = |word: &str, other: &str| format!("{word} {} {other}", "and on ".repeat(40));
        let (one, two) = (text("first", "last"), text("third", "least"));
        let told = shown(&[&one], &[&two]);
        assert_eq!(told.len(), 2);
        assert!(told[0].starts_with("[-first-]{+third+} and on") && told[1].contains("[-last-]{+least+}"), "{told:?}");
    }

    /// Thousands of words that occur in both, in another order: the worst for those who look for the fewest differences.
    #[test]
    fn a_hostile_text_ends() {
        let text = |step: usize| (0..60_000).map(|at| format!("{} ", at * step % 7_919)).collect::<String>();
        let (one, two) = (text(31), text(7_307));
        let told = changes(&[&one], &[&two]);
        let of = |kept: PieceKind| {
            let pieces = told.iter().flat_map(|change| &change.pieces).filter(move |piece| piece.kind == kept);
            pieces.map(|piece| count(&piece.text)).sum::<usize>()
        };
        assert!(of(PieceKind::Removed) > 10_000 && of(PieceKind::Added) > 10_000);
    }
}
