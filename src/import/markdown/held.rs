//! Marks that stand in a text for blocks that were read already.

use std::fmt::Write as _;

/// Signs that no text is made of.
const OPEN: char = '\u{F8F0}';
const CLOSE: char = '\u{F8F1}';

/// Stands where the appendix of a book begins.
pub const APPENDIX: &str = "\u{F8F0}appendix";

/// The mark of the blocks at a place.
pub fn mark(number: usize) -> String {
    let mut out = String::new();
    let _ = write!(out, "{OPEN}{number}{CLOSE}");
    out
}

/// The place that a text is the mark of.
pub fn number(text: &str) -> Option<usize> {
    text.trim().strip_prefix(OPEN)?.strip_suffix(CLOSE)?.parse().ok()
}

/// A text of somebody's without such signs.
pub fn without(text: &str) -> String {
    text.replace([OPEN, CLOSE], "")
}
