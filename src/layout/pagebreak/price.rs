//! In: what a page is like. Out: its faults, each with its rank; `src/layout/README.md`, Pages.

use super::cost::Cost;
use super::problem::FaultKind;

/// A last page with fewer lines than this is a fault.
const LAST: i64 = 5;

/// A page that does not end in running prose may end this many lines early almost for nothing.
const EARLY: i64 = 2;

/// One that ends early by more lines than this looks like a mistake, once for each time.
const FAR: i64 = 10;

/// Why a page ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By choice, in running prose or before a gap or in something else.
    Prose,
    Other,
    /// Because it must; the last of these is the chapter's end.
    Forced,
    Last,
    /// It has no text, only floats and notes that go on.
    Notes,
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
        if self.ending == Ending::Other && early > FAR {
            fault(FaultKind::Early(early as u64), Cost::of(3, (early / FAR) as u64));
        }
        if self.ending == Ending::Prose && self.extra < -1 && !self.has_notes {
            fault(FaultKind::Short(extra), Cost::of(3, extra));
        }
        let is_short = self.ending == Ending::Other && self.extra < 0 && white == 0;
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

/// Lines of white: two pages half as short are better than one very short page.
fn growing(lines: u64) -> u64 {
    lines * (lines + 1) / 2
}
