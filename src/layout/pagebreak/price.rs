//! In: what a page is like. Out: its faults, each with its rank; `src/layout/README.md`, Pages.

use super::cost::{Cost, WORST_HOLE};
use super::problem::FaultKind;

/// A last page with fewer lines than this is a fault.
const LAST: i64 = 5;

/// A page that does not end in running prose may end this many lines early almost for nothing.
const EARLY: i64 = 2;

/// More lines of white than this, above notes or at the foot of a page that does not end because it must, are a hole.
const HOLE: i64 = 3;

/// What the author asks is dearer than an orphan and unequal facing pages together, never dearer than a widow.
const ASKED: u64 = 8;

/// Why a page ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By choice, in running prose, in or after verse, or before a gap or in something else.
    Prose,
    Verse,
    Other,
    /// Because it must; the last of these is the chapter's end.
    Forced,
    Last,
    /// It has no text, only floats and notes that go on, though text is left.
    Notes,
    /// It has no text because none could stand there: a float has the page to itself, or no text is left.
    Whole,
}

#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub ending: Ending,
    /// Where its foot is, in grid lines beyond a full page.
    pub extra: i64,
    /// Grid lines between text and notes.
    pub white: i64,
    pub has_notes: bool,
    pub recto: bool,
    pub hyphen: bool,
    /// Where the author wants the foot.
    pub asked: Option<i64>,
    /// The foot of the page before, if this is a recto and that one ended in prose.
    pub facing: Option<i64>,
    /// Notes called here that do not begin here.
    pub elsewhere: usize,
    /// A note goes on overleaf.
    pub split: bool,
    /// Of text and floats, in grid lines.
    pub depth: i64,
    /// It begins after a forced end, or is the first.
    pub opens: bool,
    /// A float that was mentioned here waits for the next page.
    pub waits: bool,
    /// Floats that wait longer, or beside it.
    pub late: usize,
    /// What comes next is prose that could have begun here.
    pub goes_on: bool,
}

impl Page {
    pub fn each_fault(&self, mut fault: impl FnMut(FaultKind, Cost)) {
        if self.elsewhere > 0 {
            fault(FaultKind::NotesElsewhere(self.elsewhere as u64), Cost::of(1, self.elsewhere as u64));
        }
        if self.late > 0 {
            fault(FaultKind::FloatsLate(self.late as u64), Cost::of(1, self.late as u64));
        }
        if self.ending == Ending::Last && self.depth < LAST && !self.opens {
            fault(FaultKind::ShortLast, Cost::of(2, 1));
        }
        if self.hyphen && self.recto {
            fault(FaultKind::RectoHyphen, Cost::of(3, 1));
        }
        if self.ending == Ending::Prose && self.facing.is_some_and(|facing| facing != self.extra) {
            fault(FaultKind::Unequal, Cost::of(3, 1));
        }
        if self.asked.is_some_and(|asked| asked != self.extra) {
            fault(FaultKind::NotAsAsked, Cost::of(3, ASKED));
        }
        if self.split {
            fault(FaultKind::SplitNote, Cost::of(4, 1));
        }
        self.depth_faults(&mut fault);
        if self.waits {
            fault(FaultKind::FloatWaits, Cost::of(5, 1));
        }
        if self.hyphen && !self.recto {
            fault(FaultKind::VersoHyphen, Cost::of(5, 1));
        }
    }

    fn depth_faults(&self, fault: &mut impl FnMut(FaultKind, Cost)) {
        let extra = self.extra.unsigned_abs();
        let white = self.white.unsigned_abs();
        let early = white as i64 - self.extra;
        let rank = match self.ending {
            Ending::Forced | Ending::Last if self.extra <= 0 => return,
            Ending::Prose => 4,
            _ if self.extra > 0 || early > EARLY => 4,
            _ => 5,
        };
        let hole = match self.ending {
            Ending::Notes if early > HOLE && self.goes_on => torn(early as u64),
            Ending::Other if early > HOLE && self.goes_on && !self.has_notes => torn(early as u64),
            Ending::Other | Ending::Notes if early > HOLE => hole(early as u64),
            Ending::Prose if early > HOLE && self.has_notes => hole(early as u64),
            Ending::Verse if early > HOLE => early as u64 / FAR,
            _ => 0,
        };
        if hole > 0 {
            fault(FaultKind::Hole(early as u64), Cost::of(3, hole));
        }
        if self.ending == Ending::Prose && self.extra < -1 && !self.has_notes {
            fault(FaultKind::Short(extra), Cost::of(3, torn(extra)));
        }
        let is_short = matches!(self.ending, Ending::Verse | Ending::Other) && self.extra < 0 && white == 0;
        if extra > 0 {
            fault(FaultKind::Extra(self.extra as i32), Cost::of(rank, if is_short { growing(extra) } else { extra }));
        }
        // Wherever it is on the page: notes gain nothing by leaving the foot.
        if white > 0 {
            fault(FaultKind::White(white), Cost::of(rank, growing(early.unsigned_abs())));
        }
    }

    pub fn cost(&self) -> Cost {
        let mut sum = Cost::FREE;
        self.each_fault(|_, cost| sum += cost);
        sum
    }
}

/// A stanza comes first: so many lines of white beside one are as bad as facing pages of unequal depth.
const FAR: u64 = 11;

/// The least hole is as bad as facing pages of unequal depth; the price grows with each three lines, and faster.
fn hole(lines: u64) -> u64 {
    growing(lines.saturating_sub(1) / HOLE as u64).min(WORST_HOLE)
}

/// A page that ends so many lines short in prose, or before prose that could fill it: dearer than a hole of the same depth, for nothing there
/// says why.
fn torn(lines: u64) -> u64 {
    (lines + 2 * growing(lines.saturating_sub(1) / HOLE as u64)).min(WORST_HOLE)
}

/// Lines of white: two pages half as short are better than one very short page.
fn growing(lines: u64) -> u64 {
    lines * (lines + 1) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(ending: Ending, extra: i64, white: i64) -> Page {
        Page {
            ending,
            extra,
            white,
            has_notes: white > 0,
            recto: false,
            hyphen: false,
            asked: None,
            facing: None,
            elsewhere: 0,
            split: false,
            depth: 30,
            opens: false,
            waits: false,
            late: 0,
            goes_on: false,
        }
    }

    #[test]
    fn a_hole_is_as_bad_as_uneven_pages_and_grows() {
        let rank = |ending, extra, white| page(ending, extra, white).cost().0[2];
        let foot: Vec<u64> = (0..13).map(|early| rank(Ending::Other, -early, 0)).collect();
        assert_eq!(foot, [0, 0, 0, 0, 1, 1, 1, 3, 3, 3, 6, 6, 6]);
        assert_eq!([rank(Ending::Prose, 0, 3), rank(Ending::Prose, 0, 8), rank(Ending::Prose, -1, 3)], [0, 3, 1]);
        assert_eq!([rank(Ending::Verse, -10, 0), rank(Ending::Verse, -11, 0), rank(Ending::Last, -20, 0)], [0, 1, 0]);
        assert!(Cost::of(3, rank(Ending::Other, -60, 0)) < super::super::cost::Cut::Stanza.cost());
        let torn: Vec<u64> = (2..14).map(|short| rank(Ending::Prose, -short, 0)).collect();
        assert_eq!(torn, [2, 3, 6, 7, 8, 13, 14, 15, 22, 23, 24, 28]);
        let alone = |goes_on, white| Page { goes_on, ..page(Ending::Notes, 0, white) }.cost().0[2];
        assert_eq!([alone(false, 3), alone(false, 8), alone(true, 3), alone(true, 8)], [0, 3, 0, 14]);
        assert_eq!(rank(Ending::Whole, 0, 20), 0);
        let costs: Vec<Cost> = (0..60).map(|early| page(Ending::Other, -early, 0).cost()).collect();
        assert!(costs.is_sorted());
    }
}
