//! The page problem and its answer as plain numbers; the contract with whoever makes galleys and pages.

use super::cost::{Cost, Cut, Cuts};
use crate::base::Length;
use std::ops::Range;

/// May a page end after this line?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Yes, for what is cut there.
    Cuts(Cuts),
    /// It must.
    Forced,
}

impl After {
    /// It may, and nothing is cut.
    pub const FREE: After = After::Cuts(Cuts::NONE);

    /// Cuts one thing more; a forced end stays one.
    pub fn cut(&mut self, cut: Cut) {
        if let After::Cuts(cuts) = self {
            cuts.add(cut);
        }
    }
}

impl From<Cut> for After {
    fn from(cut: Cut) -> After {
        After::Cuts([cut].into_iter().collect())
    }
}

/// One line, as tall as it adds to its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Baseline to baseline: what the line adds to the page's depth.
    pub advance: Length,
    /// What stands above it where a page begins with it.
    pub above: Length,
    pub after: After,
    /// Indexes into `Problem::notes`, in order of their calls.
    pub notes: Vec<u32>,
    /// So many of `Problem::floats`, the next in their order, are mentioned here.
    pub floats: usize,
    /// Ends in a hyphen.
    pub hyphen: bool,
    /// Running prose: facing pages that both end in it should be equally deep.
    pub prose: bool,
    /// Verse: its stanzas come before full pages.
    pub verse: bool,
}

/// One way to set a paragraph (or another unbroken stretch of lines).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Setting {
    pub cost: Cost,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Alternatives, all with the same notes and floats in the same order; the first is the best. A heading, a figure or a table row is a text of one line.
    Text { settings: Vec<Setting> },
    /// A gap that vanishes at a page's head and foot. `at_edge` is what replaces it there: an ornament's line for a
    /// blank section break (its advance), or nothing. `after` is the price of ending a page in the gap, beside that of
    /// ending it after the line before. The gap itself stands on the page that its place says: between a page's
    /// `start` and its first line at the head, between its last line and its `end` at the foot.
    Space { advance: Length, at_edge: Option<Length>, after: After },
}

/// One note's own lines. Splitting leaves two lines at least on each side; all that is not set goes on to the next page.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Note {
    pub lines: Vec<Length>,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Float {
    /// With the space that it needs.
    pub depth: Length,
    /// Called on it: indexes into `Problem::notes`, due where it stands.
    pub notes: Vec<u32>,
}

/// Floats from `first` on that follow each other on so many pages, without text. All are mentioned on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    pub first: usize,
    pub pages: usize,
    /// Its first page is a verso: a picture over two pages.
    pub verso: bool,
}

/// The page on which an item begins is to have so many grid lines more, or fewer, than a full one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    pub item: usize,
    pub lines: i8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub items: Vec<Item>,
    pub notes: Vec<Note>,
    /// What stands at the head or foot of a page, in the order of its mention.
    pub floats: Vec<Float>,
    /// Those that have pages to themselves, in order.
    pub wholes: Vec<Whole>,
    /// Pages that are to be longer or shorter, in the order of their items.
    pub spreads: Vec<Spread>,
    /// Depth of a full page: a whole number of grid lines.
    pub depth: Length,
    /// What the opening page has less (its sink is an item, this is for other furniture); usually zero.
    pub first_less: Length,
    pub grid: Length,
    /// Space between text and notes, its rule included; between two notes.
    pub note_gap: Length,
    pub note_between: Length,
    /// Whether the first page is a recto.
    pub recto: bool,
}

/// A place in the galley: before line `line` of item `item`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    pub item: usize,
    pub line: usize,
}

/// Lines `from..to` of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotePart {
    pub note: u32,
    pub from: usize,
    pub to: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PagePlan {
    pub start: Place,
    pub end: Place,
    pub notes: Vec<NotePart>,
    /// Indexes of the floats that stand on the page.
    pub floats: Range<usize>,
    /// Grid lines more or fewer than a full page (spreads run long or short as a pair): a page with notes has its foot
    /// there, one without ends there. 0 where a page ends because it must.
    pub extra: i32,
    pub cost: Cost,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Plan {
    pub pages: Vec<PagePlan>,
    /// The chosen setting of each item (0 for spaces).
    pub settings: Vec<usize>,
    pub cost: Cost,
    /// What the cost is made of, in the order of pages.
    pub faults: Vec<Fault>,
}

/// Something wrong with a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Index in `Plan::pages`.
    pub page: usize,
    pub kind: FaultKind,
    pub cost: Cost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// So many notes do not begin on the page of their call.
    NotesElsewhere(u64),
    /// A float stands on the page after that of its mention.
    FloatWaits,
    /// So many floats wait while another does, or longer than a page.
    FloatsLate(u64),
    /// Fewer than five lines on the last page.
    ShortLast,
    /// A recto ends in a hyphen, or a verso.
    RectoHyphen,
    VersoHyphen,
    /// The author wants another foot.
    NotAsAsked,
    /// Facing pages that end in prose are of unequal depth.
    Unequal,
    /// A page that ends in prose is short by more lines than a spread may be.
    Short(u64),
    /// So many lines are white, at the foot or above the notes, that it looks like a mistake.
    Hole(u64),
    /// A page is a line long or short, or one that does not end in prose ends early by so many.
    Extra(i32),
    /// So many lines are white between text and notes.
    White(u64),
    /// A note goes on overleaf.
    SplitNote,
    /// The page ends where something should stay together.
    Cut(Cut),
    /// A text that begins on the page is not set in its best way.
    Setting(usize),
    /// A line (or a note's) is taller than the page; it costs nothing, for every plan has it.
    TooTall,
}

/// No line is deeper than 16,384 pt, so that sums cannot overflow.
pub(super) fn bounded(length: Length) -> i64 {
    length.0.clamp(0, 1 << 30)
}
