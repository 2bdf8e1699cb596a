//! In: the chapters of two books. Out: which is which, and what changed in each. Refuses to know of pages.

use super::texts::Chapter;
use super::words::{self, Change, Gap, gaps};
use rayon::prelude::*;
use std::ops::Range;

/// A chapter of one book or of both, by its place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub before: Option<usize>,
    pub after: Option<usize>,
    pub changes: Vec<Change>,
}

/// Places in both lists.
type Places = (Option<usize>, Option<usize>);

/// Every chapter once, in the order of the new book; those that are gone stand where they stood.
pub fn compare(before: &[Chapter], after: &[Chapter]) -> Vec<Pair> {
    let pair = |(old, new): Places| {
        let one = old.and_then(|at| before.get(at)).map(Chapter::texts).unwrap_or_default();
        let other = new.and_then(|at| after.get(at)).map(Chapter::texts).unwrap_or_default();
        Pair { before: old, after: new, changes: words::changes(&one, &other) }
    };
    pairs(before, after).into_par_iter().map(pair).collect()
}

/// Chapters that say the same belong together; between these those of one title; and between those, where both books
/// have as many, each with that at its place.
fn pairs(before: &[Chapter], after: &[Chapter]) -> Vec<Places> {
    let texts = |chapters: &[Chapter]| chapters.iter().map(|one| one.texts().join("\n")).collect::<Vec<_>>();
    let titles = |chapters: &[Chapter]| chapters.iter().map(|one| one.title.clone()).collect::<Vec<_>>();
    let (old, new) = (titles(before), titles(after));
    let mut out = Vec::new();
    join(&gaps(&texts(before), &texts(after)), 0..before.len(), 0..after.len(), &mut out, &mut |gap, out| {
        let (one, other) = (gap.before.start, gap.after.start);
        let inner = gaps(&old[gap.before.clone()], &new[gap.after.clone()]);
        let moved = |inner: Gap| Gap {
            before: inner.before.start + one..inner.before.end + one,
            after: inner.after.start + other..inner.after.end + other,
        };
        let inner: Vec<Gap> = inner.into_iter().map(moved).collect();
        join(&inner, gap.before.clone(), gap.after.clone(), out, &mut |gap, out| {
            if gap.before.len() == gap.after.len() {
                out.extend(gap.before.clone().map(Some).zip(gap.after.clone().map(Some)));
            } else {
                out.extend(gap.before.clone().map(|at| (Some(at), None)));
                out.extend(gap.after.clone().map(|at| (None, Some(at))));
            }
        });
    });
    out
}

/// Walks two lists: what stands between gaps is the same, and `fill` is asked about the gaps.
fn join(
    gaps: &[Gap],
    before: Range<usize>,
    after: Range<usize>,
    out: &mut Vec<Places>,
    fill: &mut dyn FnMut(&Gap, &mut Vec<Places>),
) {
    let mut at = (before.start, after.start);
    for gap in gaps {
        out.extend((at.0..gap.before.start).map(Some).zip((at.1..gap.after.start).map(Some)));
        fill(gap, out);
        at = (gap.before.end, gap.after.end);
    }
    out.extend((at.0..before.end).map(Some).zip((at.1..after.end).map(Some)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::pipeline::diff::texts::Paragraph;

    fn chapter(title: &str, text: &str) -> Chapter {
        let paragraph = |text: &str| Paragraph { text: text.to_owned(), block: None, span: Span::default() };
        let paragraphs = vec![paragraph(title), paragraph(text)];
        Chapter { section: 0, title: title.to_owned(), shown: title.to_owned(), span: Span::default(), paragraphs }
    }

    #[test]
    fn chapters_are_known_by_what_they_say_then_by_their_titles_then_by_their_place() {
        let before = [chapter("A", "one"), chapter("B", "two"), chapter("C", "three"), chapter("D", "four")];
        let after = [
            chapter("A", "one"),
            chapter("New", "nine"),
            chapter("B", "two too"),
            chapter("X", "three"),
            chapter("D", "four"),
        ];
        let pairs = compare(&before, &after);
        let places: Vec<_> = pairs.iter().map(|pair| (pair.before, pair.after)).collect();
        let of = |one: usize, other: usize| (Some(one), Some(other));
        assert_eq!(places, [of(0, 0), (None, Some(1)), of(1, 2), of(2, 3), of(3, 4)]);
        let changed: Vec<usize> = pairs.iter().map(|pair| pair.changes.len()).collect();
        assert_eq!(changed, [0, 1, 1, 1, 0]);
        let gone = compare(&before, &before[1..]);
        assert_eq!((gone.len(), gone[0].before, gone[0].after), (4, Some(0), None));
    }
}
