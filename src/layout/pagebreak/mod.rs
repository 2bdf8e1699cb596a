//! The best pages of one chapter, over numbers only.
//!
//! In: a galley as items with depths, alternatives, prices of ending a page, and owed notes. Out: where pages end,
//! which alternative each paragraph takes, which note lines stand on which page. Refuses to know what a letter is.

use crate::base::Length;

/// What a fault costs, worst rank first; compared in order, added rank by rank. `typesetting.md`, Pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cost(pub [u64; 5]);

/// May a page end after this line?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Yes, at a cost (`Cost::default()` is free).
    Cost(Cost),
    /// It must.
    Forced,
}

/// One line, as tall as it adds to its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Baseline to baseline: what the line adds to the page's depth.
    pub advance: Length,
    pub after: After,
    /// Indexes into `Problem::notes`, in order of their calls.
    pub notes: Vec<u32>,
    /// Ends in a hyphen.
    pub hyphen: bool,
    /// Running prose: facing pages that both end in it should be equally deep.
    pub prose: bool,
}

/// One way to set a paragraph (or another unbroken stretch of lines).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Setting {
    pub cost: Cost,
    pub lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Alternatives; the first is the best. A heading, a figure or a table row is a text of one line.
    Text { settings: Vec<Setting> },
    /// A gap that vanishes at a page's head and foot. `at_edge` is what replaces it there: an ornament's line for a
    /// blank section break (its advance), or nothing. `after` is the price of ending a page in the gap.
    Space { advance: Length, at_edge: Option<Length>, after: After },
}

/// One note's own lines. Splitting leaves two lines at least on each side; all that is not set goes on to the next page.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Note {
    pub lines: Vec<Length>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub items: Vec<Item>,
    pub notes: Vec<Note>,
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
    /// Grid lines more or fewer than a full page (spreads run long or short as a pair).
    pub extra: i32,
    pub cost: Cost,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Plan {
    pub pages: Vec<PagePlan>,
    /// The chosen setting of each item (0 for spaces).
    pub settings: Vec<usize>,
    pub cost: Cost,
}
