//! In: a text that is broken in all its ways. Out: the lines of one way, set. Refuses to know which way is best.

use crate::layout::items::{Paragraph, Stock};
use crate::layout::line::{self, LinePlacement};
use crate::layout::linebreak::LineBreak;
use crate::layout::setline::SetLine;

/// A text whose letters are not placed yet: paging asks only how many lines it has and what they owe, and most ways to
/// set it are never seen.
#[derive(Clone, Debug)]
pub struct UnsetText {
    pub text: Paragraph,
    /// Where the lines end and stand, by setting.
    pub ways: Vec<Vec<(LineBreak, LinePlacement)>>,
    /// Whether lines carry marks, links and notes.
    pub marks: bool,
}

impl UnsetText {
    /// Places the letters of the lines of one way.
    pub fn set(&self, stock: &mut Stock, way: usize, lines: &mut [SetLine]) {
        stock.marks = self.marks;
        for ((line, setting), set) in self.ways.get(way).into_iter().flatten().zip(lines) {
            line::set(stock, &self.text, line, setting, set);
        }
    }
}
