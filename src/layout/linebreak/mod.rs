//! The best lines of one paragraph: Knuth and Plass, *Breaking Paragraphs into Lines* (1981), over whole numbers.
//!
//! In: pieces with widths. Out: where lines end. Refuses to know about letters, faces and languages.

use crate::base::Length;

/// One piece of a paragraph. Words are compared by `word` alone (equal numbers are equal words); 0 is "no word".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// `left` and `right` hang outside the measure where the box begins or ends a line (margin kerning; may be negative).
    Box { width: Length, left: Length, right: Length, word: u32 },
    /// A line may end here if a box stands before it; then the glue vanishes.
    Glue { width: Length, stretch: Length, shrink: Length },
    /// A line may end here at a cost (`FORCED` to `FORBIDDEN`); then `width` is added (a hyphen's), of which `right`
    /// hangs out.
    Penalty { width: Length, right: Length, cost: i32, hyphen: bool },
}

/// A penalty's cost that always, or never, ends a line.
pub const FORCED: i32 = -10_000;
pub const FORBIDDEN: i32 = 10_000;

/// The room that lines have: the widths of the first few, then of all others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    pub first: Vec<Length>,
    pub rest: Length,
}

/// Limits and prices; a setting each. Ratios are in thousandths: 1,000 uses the whole stretch (or shrink).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// The largest stretch ratio of the ordinary pass.
    pub tolerance: i32,
    /// Added stretch per line in the emergency pass, where nothing else fits.
    pub emergency: Length,
    pub line: i64,
    pub hyphen: i64,
    pub double_hyphen: i64,
    pub last_hyphen: i64,
    pub fitness: i64,
    pub runt: i64,
    /// A last line narrower than this is a runt.
    pub runt_width: Length,
    pub stack: i64,
    pub ragged: bool,
    /// Font expansion: most that a line's boxes may grow or shrink, in thousandths; 0 is off.
    pub expand: i32,
}

/// One line: pieces `start..end`, of which leading glue is already left out; it ends at piece `end` (glue or penalty).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineBreak {
    pub start: usize,
    pub end: usize,
    /// Thousandths: how far glue stretches (positive) or shrinks (negative), before expansion.
    pub ratio: i32,
    /// Thousandths to add to the boxes' widths.
    pub expand: i32,
    pub hyphen: bool,
}

/// One way to set a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub lines: Vec<LineBreak>,
    pub demerits: i64,
    /// Index of the first line that overruns its measure, if any does.
    pub overfull: Option<usize>,
}

/// The best setting, and the best with one line fewer and one more where such exist within tolerance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub best: Setting,
    pub shorter: Option<Setting>,
    pub longer: Option<Setting>,
}
