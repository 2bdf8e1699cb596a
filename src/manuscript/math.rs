//! In: a file's text. Out: its formulas, `$x^2$` and `$$x^2$$`, by Pandoc's rules. Refuses to read what they say.
//!
//! Formulas are not set yet; what they are made of must not be taken for emphasis or for raised letters.

use super::ground::Ground;
use crate::base::{Diagnostic, FileId, Span};
use std::ops::Range;

/// The formulas, with their marks, in the order of the text. Sums of money are none.
pub fn formulas(text: &str, ground: &Ground) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut from, mut line) = (0, Line::default());
    while let Some(open) = text[from..].find('$').map(|at| from + at) {
        let mark = if text[open..].starts_with("$$") { "$$" } else { "$" };
        from = open + mark.len();
        if !ground.is_words(open) || is_escaped(text, open) {
            continue;
        }
        if let Some(end) = close(text, from, mark).filter(|end| mark == "$$" || line.holds(text, open..*end)) {
            found.push(open..end);
            from = end;
        }
    }
    found
}

/// Behind the mark that closes what was opened before `from`: the next one, in the same paragraph.
fn close(text: &str, from: usize, mark: &str) -> Option<usize> {
    let mut marks = text[from..].match_indices(mark).map(|(at, _)| from + at);
    let at = marks.find(|at| !is_escaped(text, *at))?;
    let (inside, after) = (&text[from..at], &text[at + mark.len()..]);
    let spaced = inside.starts_with(char::is_whitespace) || inside.ends_with(char::is_whitespace);
    // `$5 and $6`, `US$5/US$6`.
    let price = mark.len() == 1 && (spaced || after.starts_with(|c: char| c.is_ascii_digit()));
    (!price && !inside.is_empty() && !inside.contains("\n\n")).then_some(at + mark.len())
}

/// The line in which a formula begins. Each line of a text is looked at once.
#[derive(Default)]
struct Line {
    start: usize,
    /// Up to where the text was searched for it.
    seen: usize,
    is_row: bool,
}

impl Line {
    /// Whether a formula stands in one block and one cell: two sums of money may stand in two items of a list.
    fn holds(&mut self, text: &str, formula: Range<usize>) -> bool {
        let new = text[self.seen..formula.start].rfind('\n').map(|at| self.seen + at + 1);
        self.start = new.unwrap_or(self.start);
        if new.is_some() || self.seen == 0 {
            let begin = text[self.start..].find(|c| !matches!(c, ' ' | '\t')).map(|at| self.start + at);
            self.is_row = begin.is_some_and(|begin| text[begin..].starts_with('|'));
        }
        self.seen = formula.start;
        let inside = &text[formula];
        let in_cells = self.is_row && inside.contains('|');
        !in_cells && !inside.split('\n').skip(1).any(begins_block)
    }
}

/// Whether a line begins what is no part of the paragraph before it.
fn begins_block(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = number.len() < line.len() && (number.starts_with(". ") || number.starts_with(") "));
    let starts = ["- ", "* ", "+ ", ">", "#", "|", ": ", ":  ", "```", "~~~", "***", "---", "___", "==="];
    is_number || starts.iter().any(|start| line.starts_with(start))
}

fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// For each formula.
pub fn unsupported(file: FileId, range: Range<usize>) -> Diagnostic {
    Diagnostic::error("math-unsupported", "Chapbook does not set formulas, so this one would be printed as typed")
        .at(Span::new(file, range))
        .help("show it as a picture, or write it in words; write `\\$` for the character itself")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        formulas(text, &Ground::of(text)).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn formulas_are_found_and_prices_are_not() {
        assert_eq!(found("The $x^2 + y^2$ and $a_1 * b_1$ too."), ["$x^2 + y^2$", "$a_1 * b_1$"]);
        assert_eq!(found("| $x$ | $a\n+ b$ |"), ["$x$"]);
        assert_eq!(found("so $x\n= y$ it is"), ["$x\n= y$"]);
        assert_eq!(found("$$\\int_0^1 x\\,dx\n= 1$$"), ["$$\\int_0^1 x\\,dx\n= 1$$"]);
        for text in [
            "$5 and $6",
            "US$5/US$6",
            "a \\$x\\$ b",
            "`$x$`",
            "$ x $",
            "$HOME and $PATH",
            "one $\n\ntwo$",
            "- a$x one\n- b$y two",
            "| h$x | k |\n| --- | --- |\n| c$y | d |",
            "Para x$a\n## Sub y$b",
            "a $b\n2. c$d",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
