//! The paragraph problem and its answers as plain numbers; the contract with whoever makes lines of them.

use crate::base::Length;

/// One piece of a paragraph. Words are compared by `word` alone (equal numbers are equal words); 0 is "no word".
/// Widths are not negative, and no glue shrinks by more than its width; what breaks this is clamped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// `left` and `right` hang outside the measure where the box begins or ends a line (margin kerning; may be negative).
    Box { width: Length, left: Length, right: Length, word: u32 },
    /// A line may end here if a box stands just before it; then the glue vanishes.
    Glue { width: Length, stretch: Length, shrink: Length },
    /// A line may end here at a cost (`FORCED` to `FORBIDDEN`); then `width` is added (a hyphen's), of which `right`
    /// hangs out. Where `width` is zero, the box before it hangs out as it does at a glue. A line that a forced
    /// penalty ends is not stretched, like a paragraph's last; a forced one at the paragraph's end adds no line.
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

impl Shape {
    /// The room of line `line`, counted from 0.
    pub fn measure(&self, line: usize) -> Length {
        self.first.get(line).copied().unwrap_or(self.rest)
    }
}

/// Limits and prices; a setting each. Ratios are in thousandths: 1,000 uses the whole stretch (or shrink). A line's
/// demerits are `(line + badness)² ± cost²` and the prices below; badness is 100 at ratio 1,000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prices {
    /// The largest stretch ratio of the ordinary pass.
    pub tolerance: i32,
    /// Added stretch, where nothing else fits, of each line that is looser than the tolerance.
    pub emergency: Length,
    /// Of each line whose glue stretches beyond ratio 1,000.
    pub loose: i64,
    pub line: i64,
    /// Of every hyphen at a line's end, beside its penalty's cost.
    pub hyphen: i64,
    /// Hyphens in a row; one more is never set while anything else is possible.
    pub hyphens_in_row: u8,
    /// Of each hyphen after another.
    pub double_hyphen: i64,
    /// Of a hyphen before the last line.
    pub last_hyphen: i64,
    /// Of neighbours whose fitness classes (tight, decent, loose, very loose) differ by two or more.
    pub fitness: i64,
    pub runt: i64,
    /// A last line narrower than this is a runt; so is one that holds nothing but the end of a hyphenated word.
    pub runt_width: Length,
    /// Of each line that begins or ends with the same word as the two lines before it.
    pub stack: i64,
    pub ragged: bool,
    /// Font expansion: how far a line's boxes grow or shrink before its glue does, in thousandths; 0 is off. By half as
    /// much again where glue would else go far.
    pub expand: i32,
}

impl Default for Prices {
    /// For justified text at 10 pt; tuned against LuaLaTeX on several books and measures (`tests/bench/tex.rs`). A hyphen
    /// is a little worse than a line whose spaces stretch to their limit, five hyphens than one beyond it, and a runt and
    /// a stack than a line whose spaces are twice as wide as normal.
    fn default() -> Prices {
        Prices {
            tolerance: 3_000,
            emergency: Length::pt(20),
            loose: 100_000,
            line: 10,
            hyphen: 16_000,
            hyphens_in_row: 2,
            double_hyphen: 16_000,
            last_hyphen: 20_000,
            fitness: 2_000,
            runt: 800_000,
            runt_width: Length::pt(20),
            stack: 800_000,
            ragged: false,
            expand: 0,
        }
    }
}

/// One line: pieces `start..end`, of which leading glue is already left out; it ends at piece `end` (glue or penalty).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineBreak {
    pub start: usize,
    pub end: usize,
    /// Thousandths: how far glue stretches (positive) or shrinks (negative), after expansion took its part.
    pub ratio: i32,
    /// Thousandths to add to the boxes' widths.
    pub expand: i32,
    /// The glue takes up what is left of the measure; else the line keeps its natural width.
    pub justified: bool,
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

/// What `break_lines` could not avoid, as indexes of lines.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Faults {
    /// The third (and each further) line in a row that begins or ends with the same word.
    pub stacks: Vec<usize>,
    /// Each line that ends in a hyphen after as many as may stand in a row.
    pub ladders: Vec<usize>,
    /// The fifth (and each further) line through which a white river runs.
    pub rivers: Vec<usize>,
    pub runt: bool,
    /// The line before the last ends in a hyphen.
    pub last_hyphen: bool,
}

impl Faults {
    pub fn is_empty(&self) -> bool {
        *self == Faults::default()
    }
}

/// The best setting, and the best with one line fewer and one more where such exist within tolerance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub best: Setting,
    pub shorter: Option<Setting>,
    pub longer: Option<Setting>,
}
