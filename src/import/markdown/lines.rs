//! Lines of text that know which line of their file they were.

use std::ops::Range;

/// Lines, each with its number in its file, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(pub Vec<(usize, String)>);

/// The byte at which each line of a text begins, with its number; made once for all questions about that text.
pub struct Places(Vec<(usize, usize)>);

impl Places {
    /// The number of the line in which a byte of the text stands.
    pub fn line_at(&self, offset: usize) -> usize {
        let before = self.0.partition_point(|(start, _)| *start <= offset);
        self.0.get(before.saturating_sub(1)).map_or(1, |(_, number)| *number)
    }
}

impl Lines {
    pub fn of(text: &str) -> Lines {
        let lines = text.split('\n').map(|line| line.trim_end_matches('\r').to_owned());
        Lines(lines.enumerate().map(|(at, line)| (at + 1, line)).collect())
    }

    pub fn text(&self) -> String {
        let mut out = String::new();
        for (_, line) in &self.0 {
            out.push_str(line);
            out.push('\n');
        }
        out
    }

    /// Where each line begins in the text.
    pub fn places(&self) -> Places {
        let mut start = 0;
        let starts = self.0.iter().map(|(number, line)| {
            let at = start;
            start += line.len() + 1;
            (at, *number)
        });
        Places(starts.collect())
    }

    pub fn push(&mut self, number: usize, line: impl Into<String>) {
        self.0.push((number, line.into()));
    }

    /// The lines with parts of their text replaced by others without an end of line. A line of which nothing is left goes;
    /// of parts inside each other the outer one counts.
    pub fn edited(&self, mut edits: Vec<(Range<usize>, String)>) -> Lines {
        edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut edits = edits.into_iter().peekable();
        let mut out = Lines::default();
        let (mut start, mut done) = (0, 0);
        for (number, line) in &self.0 {
            let end = start + line.len();
            let mut is_touched = done > start;
            let mut at = done.clamp(start, end);
            let mut new = String::new();
            while let Some((range, text)) = edits.next_if(|(range, _)| range.start <= end) {
                if range.start >= at.max(done) {
                    new.push_str(&line[at - start..range.start - start]);
                    new.push_str(&text);
                    at = range.end.min(end);
                    done = range.end;
                    is_touched = true;
                }
            }
            if done <= end {
                new.push_str(&line[at - start..]);
            }
            if !is_touched || !new.trim().is_empty() {
                out.push(*number, new);
            }
            start = end + 1;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_in_lines() {
        let lines = Lines(vec![(3, "ab".to_owned()), (3, String::new()), (7, "c".to_owned())]);
        let places = lines.places();
        let found: Vec<usize> = (0..7).map(|at| places.line_at(at)).collect();
        assert_eq!(found, [3, 3, 3, 3, 7, 7, 7]);
        assert_eq!(Lines::default().places().line_at(4), 1);
    }

    #[test]
    fn parts_of_lines_are_replaced() {
        let lines = Lines::of("one two\n\nthree\nfour\nfive");
        let edit = |edits: &[(Range<usize>, &str)]| {
            let edits = edits.iter().map(|(range, new)| (range.clone(), (*new).to_owned())).collect();
            let new = lines.edited(edits);
            new.0.into_iter().map(|(number, line)| format!("{number}{line}")).collect::<Vec<_>>().join("|")
        };
        assert_eq!(edit(&[]), "1one two|2|3three|4four|5five");
        assert_eq!(edit(&[(0..3, "x"), (4..7, "")]), "1x |2|3three|4four|5five");
        assert_eq!(edit(&[(9..14, ""), (10..12, "y")]), "1one two|2|4four|5five");
        assert_eq!(edit(&[(4..16, "z"), (16..17, "")]), "1one z|4ur|5five");
        assert_eq!(edit(&[(0..24, "")]), "");
    }
}
