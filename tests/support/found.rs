//! In: what was written, and columns of lines. Out: on which lines each block and note stands, letter by letter.

use super::column::Columns;
use super::lines::Line;
use super::written::{self, Kind, Written, letters};
use std::ops::Range;

/// A line and the page that it stands on.
#[derive(Clone, Copy, Debug)]
pub struct PlacedLine<'a> {
    pub page: usize,
    pub line: &'a Line,
    /// The block that its first letter belongs to; nothing on what was not written (ornaments, numbers).
    pub block: Option<usize>,
}

#[derive(Debug)]
pub struct Found<'a> {
    pub text: Vec<PlacedLine<'a>>,
    pub notes: Vec<PlacedLine<'a>>,
    /// Indexes into `text`, one a block of what was written; nothing for what was not found whole and in its place.
    pub blocks: Vec<Option<Range<usize>>>,
    /// Indexes into `notes`.
    pub of_notes: Vec<Option<Range<usize>>>,
    /// The pages on which each note is called.
    pub calls: Vec<Vec<usize>>,
}

/// How far on a block is looked for where it does not follow the one before it directly.
const FAR: usize = 40_000;
const NEAR: usize = 400;
/// Shorter blocks are looked for nearby only.
const SHORT: usize = 24;

struct Stream {
    letters: Vec<char>,
    /// The line of each letter.
    lines: Vec<usize>,
    at: usize,
}

impl Stream {
    fn of(lines: &[PlacedLine]) -> Stream {
        let mut stream = Stream { letters: Vec::new(), lines: Vec::new(), at: 0 };
        for (at, placed) in lines.iter().enumerate() {
            for word in &placed.line.words {
                stream.letters.extend(letters(&word.text));
                stream.lines.resize(stream.letters.len(), at);
            }
        }
        stream
    }

    /// The next place where all of `text` stands; a chapter's first block may be far.
    fn find(&mut self, text: &str, opens: bool) -> Option<Range<usize>> {
        if let Some((before, after)) = text.split_once(written::UNKNOWN) {
            let start = self.find(before, opens);
            let end = self.find(after, false);
            return Some(start.or(end.clone())?.start..end.map_or(self.at, |end| end.end));
        }
        let wanted: Vec<char> = letters(text).collect();
        if wanted.is_empty() {
            return None;
        }
        let far = if wanted.len() < SHORT && !opens { NEAR } else { FAR };
        let last = (self.at + far).min(self.letters.len().checked_sub(wanted.len())?);
        let start = (self.at..=last).find(|at| self.letters[*at..].starts_with(&wanted))?;
        self.at = start + wanted.len();
        Some(start..self.at)
    }

    /// The place nearest before `end`, not before `start`.
    fn find_before(&self, text: &str, start: usize, end: usize) -> Option<Range<usize>> {
        let wanted: Vec<char> = letters(text).collect();
        let last = end.checked_sub(wanted.len()).filter(|_| !wanted.is_empty())?;
        let found =
            (start.max(end.saturating_sub(NEAR))..=last).rev().find(|at| self.letters[*at..].starts_with(&wanted));
        found.map(|at| at..at + wanted.len())
    }

    fn lines(&self, letters: &Range<usize>) -> Range<usize> {
        self.lines[letters.start]..self.lines[letters.end - 1] + 1
    }
}

impl<'a> Found<'a> {
    pub fn of(written: &Written, columns: &'a Columns) -> Found<'a> {
        let placed = |pick: fn(&'a super::column::Column) -> &'a Vec<Line>| -> Vec<PlacedLine<'a>> {
            let pages = columns.pages.iter().enumerate();
            pages
                .flat_map(|(page, column)| pick(column).iter().map(move |line| PlacedLine { page, line, block: None }))
                .collect()
        };
        let mut found = Found {
            text: placed(|column| &column.text),
            notes: placed(|column| &column.notes),
            blocks: vec![None; written.blocks.len()],
            of_notes: Vec::new(),
            calls: vec![Vec::new(); written.notes.len()],
        };
        written.floats.iter().for_each(|caption| found.leave_out(caption));
        found.find_blocks(written);
        found.find_notes(written);
        found
    }

    /// A figure that left its place stands between any two lines.
    fn leave_out(&mut self, caption: &str) {
        let wanted: String = letters(caption).collect();
        let of = |lines: &[PlacedLine]| -> String {
            lines.iter().flat_map(|placed| &placed.line.words).flat_map(|word| letters(&word.text)).collect()
        };
        let lines = (0..self.text.len()).find_map(|from| {
            let to = (from + 1..=self.text.len().min(from + 8)).find(|to| of(&self.text[from..*to]) == wanted)?;
            Some(from..to)
        });
        self.text.drain(lines.unwrap_or_else(|| panic!("a figure's caption is on no page: {caption}")));
    }

    fn find_blocks(&mut self, written: &Written) {
        let mut stream = Stream::of(&self.text);
        let mut letters_of: Vec<Option<Range<usize>>> = vec![None; written.blocks.len()];
        let mut headings = Vec::new();
        for (at, block) in written.blocks.iter().enumerate() {
            // A heading stands in the contents too: the one that is meant stands before what follows it.
            if block.kind == Kind::Heading {
                headings.push(at);
                continue;
            }
            let before = stream.at;
            letters_of[at] = stream.find(&block.text, !headings.is_empty());
            let Some(place) = &letters_of[at] else { continue };
            let mut end = place.start;
            for heading in headings.drain(..).rev() {
                letters_of[heading] = stream.find_before(&written.blocks[heading].text, before, end);
                end = letters_of[heading].as_ref().map_or(end, |place| place.start);
            }
        }
        for (at, place) in letters_of.iter().enumerate() {
            let Some(place) = place else { continue };
            for (letter, note) in &written.blocks[at].calls {
                if let Some(line) = stream.lines.get(place.start + letter) {
                    self.calls[*note].push(self.text[*line].page);
                }
            }
            let lines = stream.lines(place);
            for line in lines.clone() {
                self.text[line].block.get_or_insert(at);
            }
            self.blocks[at] = Some(lines);
        }
    }

    fn find_notes(&mut self, written: &Written) {
        let mut stream = Stream::of(&self.notes);
        for note in &written.notes {
            let place = stream.find(&format!("{}{}", note.label, note.text.concat()), true);
            self.of_notes.push(place.map(|place| stream.lines(&place)));
        }
    }
}
