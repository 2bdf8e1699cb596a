//! In: a text given to pulldown-cmark, which may be put together from pieces of a file. Out: true places.

use crate::base::{FileId, Span};
use crate::manuscript::typed::Typed;
use crate::manuscript::typography::Letter;
use std::ops::Range;

/// A text to parse and how its offsets lie in the file.
#[derive(Clone, Debug)]
pub struct Origin<'t> {
    pub text: &'t str,
    pub file: FileId,
    pub map: Map,
}

#[derive(Clone, Debug)]
pub enum Map {
    /// The text is the file's, which is this long; after it stand stubs.
    Same(usize),
    /// Lines of it are: (offset here, range in the file), by offset.
    Lines(Vec<(usize, Range<usize>)>),
    /// It was changed on its way (an image's title): all of it stands for one range.
    Whole(Range<usize>),
}

impl Origin<'_> {
    /// Where the stubs begin, which an unclosed fence or comment takes in.
    pub fn end(&self) -> usize {
        match self.map {
            Map::Same(end) => end,
            _ => self.text.len(),
        }
    }

    /// What a text was typed as that stands at `range` here, as it is or changed; `told` are its letters, from the
    /// range's start on. `whole` is the text of the file.
    pub fn typed(&self, range: Range<usize>, text: &str, told: &[Letter], whole: &str) -> Typed {
        let place = self.span(range.clone());
        let source = self.text.get(range.clone()).unwrap_or_default();
        match &self.map {
            // What was changed on its way stands somewhere in it.
            Map::Whole(range) => match whole.get(range.clone()).filter(|value| value.contains(text)) {
                Some(value) => Typed::found(place.start, value, text),
                None => Typed::new(place.start..place.end, text, Vec::new()),
            },
            // A line of code has its end, which no place has.
            Map::Same(_) if told.is_empty() && source == text => {
                Typed::new(place.start..place.start + text.len() as u32, text, Vec::new())
            }
            _ if told.is_empty() && source != text => Typed::found(place.start, source, text),
            _ => {
                let letter = |(set, at): &Letter| (*set, self.span(range.start + *at as usize..range.end).start);
                Typed::new(place.start..place.end, text, told.iter().map(letter).collect())
            }
        }
    }

    /// Bytes of the file, where this text is the file's own.
    pub fn file_range(&self, range: Range<usize>) -> Option<Range<usize>> {
        matches!(self.map, Map::Same(_)).then_some(range)
    }

    /// Where bytes of the file stand in this text, as far as they are in one line of it.
    pub fn here(&self, place: Range<usize>) -> Option<Range<usize>> {
        match &self.map {
            Map::Same(end) => Some(place.start.min(*end)..place.end.min(*end)),
            Map::Lines(lines) => {
                let (at, range) = lines.get(lines.partition_point(|(_, range)| range.end <= place.start))?;
                let (start, end) = (place.start.max(range.start), place.end.min(range.end));
                (start < end).then(|| at + start - range.start..at + end - range.start)
            }
            Map::Whole(_) => None,
        }
    }

    pub fn span(&self, range: Range<usize>) -> Span {
        let range = match &self.map {
            // A block's range takes its line end in.
            Map::Same(end) => {
                let range = range.start.min(*end)..range.end.min(*end);
                let words = self.text.get(range.clone()).unwrap_or_default().trim_end_matches(['\n', '\r']);
                range.start..range.start + words.len()
            }
            Map::Whole(whole) => whole.clone(),
            Map::Lines(lines) => {
                let start = place(lines, range.start);
                start..place(lines, range.end).max(start)
            }
        };
        Span::new(self.file, range)
    }
}

fn place(lines: &[(usize, Range<usize>)], offset: usize) -> usize {
    match lines.partition_point(|(start, _)| *start <= offset).checked_sub(1) {
        Some(at) => (lines[at].1.start + offset - lines[at].0).min(lines[at].1.end),
        None => lines.first().map_or(0, |(_, range)| range.start),
    }
}
