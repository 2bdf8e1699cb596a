//! In: the pages of two books. Out: which page is which, which stayed as they are, and on the others the words that
//! changed. Refuses to draw, and to know what the pages are read from.

use super::words::{Gap, gaps};
use crate::base::Rect;
use std::collections::BTreeMap;
use std::ops::Range;

/// Pages that can be compared.
pub trait Pages {
    /// For every page a number of what stands on it: its text and its look, but not its folio and its running head, nor
    /// on which side the binding is.
    fn keys(&self) -> Vec<u64>;
    /// The words of some pages, in reading order.
    fn words(&self, pages: Range<usize>) -> Vec<Word>;
    /// The lines of a page.
    fn lines(&self, page: usize) -> Vec<(String, Rect)>;
}

/// What stands between spaces. One that goes on overleaf is of the page on which it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub page: usize,
    /// By page: one that is divided has two.
    pub areas: Vec<(usize, Rect)>,
}

/// What the pages came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paging {
    /// The same page, wherever it is now.
    pub same: Vec<(usize, usize)>,
    pub changed: Vec<ChangedPage>,
}

/// A page that does not look as it did; of a page that is new or gone there is one side alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangedPage {
    pub before: Option<usize>,
    pub after: Option<usize>,
    /// The words that are gone, and those that are new.
    pub removed: Vec<Rect>,
    pub added: Vec<Rect>,
    /// Lines that do not stand on the other page, though their words do.
    pub lines_before: Vec<Rect>,
    pub lines_after: Vec<Rect>,
    /// How many words that are.
    pub words: (usize, usize),
}

impl ChangedPage {
    pub fn has_words(&self) -> bool {
        self.words != (0, 0)
    }
}

pub fn compare(before: &dyn Pages, after: &dyn Pages) -> Paging {
    let (old, new) = (before.keys(), after.keys());
    let mut paging = Paging::default();
    let mut at = (0, 0);
    for gap in gaps(&old, &new) {
        paging.same.extend((at.0..gap.before.start).zip(at.1..gap.after.start));
        at = (gap.before.end, gap.after.end);
        paging.changed.extend(changed(before, after, gap));
    }
    paging.same.extend((at.0..old.len()).zip(at.1..new.len()));
    paging
}

/// The pages of a gap, in pairs, with what changed on them.
fn changed(before: &dyn Pages, after: &dyn Pages, gap: Gap) -> Vec<ChangedPage> {
    let (old, new) = (before.words(gap.before.clone()), after.words(gap.after.clone()));
    let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
    // By page of the new book, how many words of which page of the old one stand there.
    let mut shared: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let mut at = (0, 0);
    let mut keep = |one: Range<usize>, other: Range<usize>| {
        for (one, other) in old[one].iter().zip(&new[other]) {
            *shared.entry(other.page).or_default().entry(one.page).or_default() += 1;
        }
    };
    for inner in gaps(&texts(&old), &texts(&new)) {
        keep(at.0..inner.before.start, at.1..inner.after.start);
        at = (inner.before.end, inner.after.end);
        gone.extend(&old[inner.before]);
        come.extend(&new[inner.after]);
    }
    keep(at.0..old.len(), at.1..new.len());
    let (gone, come) = (Marks::of(&gone), Marks::of(&come));
    let pair = |(one, other): (Option<usize>, Option<usize>)| {
        let lines = |pages: &dyn Pages, at: Option<usize>| at.map(|at| pages.lines(at)).unwrap_or_default();
        let (old, new) = (lines(before, one), lines(after, other));
        let both = one.is_some() && other.is_some();
        ChangedPage {
            before: one,
            after: other,
            removed: gone.areas(one),
            added: come.areas(other),
            lines_before: if both { alone(&old, &new) } else { Vec::new() },
            lines_after: if both { alone(&new, &old) } else { Vec::new() },
            words: (gone.count(one), come.count(other)),
        }
    };
    partners(gap, &shared).into_iter().map(pair).collect()
}

/// Words by page.
struct Marks {
    areas: BTreeMap<usize, Vec<Rect>>,
    counts: BTreeMap<usize, usize>,
}

impl Marks {
    fn of(words: &[&Word]) -> Marks {
        let mut marks = Marks { areas: BTreeMap::new(), counts: BTreeMap::new() };
        for word in words {
            *marks.counts.entry(word.page).or_default() += 1;
            for (page, area) in &word.areas {
                marks.areas.entry(*page).or_default().push(*area);
            }
        }
        marks
    }

    fn areas(&self, page: Option<usize>) -> Vec<Rect> {
        page.and_then(|page| self.areas.get(&page)).cloned().unwrap_or_default()
    }

    fn count(&self, page: Option<usize>) -> usize {
        page.and_then(|page| self.counts.get(&page)).copied().unwrap_or(0)
    }
}

/// Lines of one page that the other does not have as often.
fn alone(own: &[(String, Rect)], others: &[(String, Rect)]) -> Vec<Rect> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    others.iter().for_each(|(text, _)| *known.entry(text.trim()).or_default() += 1);
    let is_alone = |text: &str| match known.get_mut(text.trim()) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => !text.trim().is_empty(),
    };
    let mut is_alone = is_alone;
    own.iter().filter(|(text, _)| is_alone(text)).map(|(_, area)| *area).collect()
}

/// Which page of the old book is which of the new one: as many as there were, one after another; else each the one with
/// most of its words.
fn partners(gap: Gap, shared: &BTreeMap<usize, BTreeMap<usize, usize>>) -> Vec<(Option<usize>, Option<usize>)> {
    let Gap { before, after } = gap;
    if before.len() == after.len() {
        return before.map(Some).zip(after.map(Some)).collect();
    }
    let mut pairs = Vec::new();
    let mut next = before.start;
    for new in after {
        let known = shared.get(&new).into_iter().flat_map(|pages| pages.range(next..before.end));
        let best = known.max_by_key(|(old, count)| (**count, std::cmp::Reverse(**old)));
        match best {
            Some((&old, _)) => {
                pairs.extend((next..old).map(|gone| (Some(gone), None)));
                pairs.push((Some(old), Some(new)));
                next = old + 1;
            }
            None => pairs.push((None, Some(new))),
        }
    }
    pairs.extend((next..before.end).map(|gone| (Some(gone), None)));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hash::{DefaultHasher, Hash, Hasher};

    struct Plain(Vec<&'static str>);

    impl Pages for Plain {
        fn keys(&self) -> Vec<u64> {
            let key = |text: &&str| {
                let mut hasher = DefaultHasher::new();
                text.hash(&mut hasher);
                hasher.finish()
            };
            self.0.iter().map(key).collect()
        }

        fn words(&self, pages: Range<usize>) -> Vec<Word> {
            let of = |page: usize| {
                let word = move |text: &str| Word { text: text.to_owned(), page, areas: Vec::new() };
                self.0[page].split_whitespace().map(word)
            };
            pages.flat_map(of).collect()
        }

        fn lines(&self, page: usize) -> Vec<(String, Rect)> {
            self.0[page].lines().map(|line| (line.to_owned(), Rect::default())).collect()
        }
    }

    fn told(before: &[&'static str], after: &[&'static str]) -> (Vec<(usize, usize)>, Vec<String>) {
        let paging = compare(&Plain(before.to_vec()), &Plain(after.to_vec()));
        let shown = |page: &ChangedPage| format!("{:?} {:?} {:?}", page.before, page.after, page.words);
        (paging.same, paging.changed.iter().map(shown).collect())
    }

    #[test]
    fn pages_that_moved_are_the_same_and_words_are_found_on_theirs() {
        let (same, changed) = told(&["a b c", "d e f", "g h i"], &["a b c", "new", "d e f", "g h j"]);
        assert_eq!(same, [(0, 0), (1, 2)]);
        assert_eq!(changed, ["None Some(1) (0, 1)", "Some(2) Some(3) (1, 1)"]);
    }

    #[test]
    fn text_that_is_only_set_otherwise_has_no_changed_words() {
        let (same, changed) = told(&["a b\nc d", "e f"], &["a b c\nd e f"]);
        assert_eq!(
            (same.len(), changed),
            (0, vec!["Some(0) Some(0) (0, 0)".to_owned(), "Some(1) None (0, 0)".to_owned()])
        );
    }
}
