//! In: which text of a book was typed where. Out: the bytes of the manuscript that any text comes from, and the places
//! where any of its bytes is read.

use super::{SectionId, TextPos};
use crate::base::{FileId, Span};

/// A stretch of a block's plain text and the bytes that it was typed as: letter by letter where both are as long, else
/// only as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub at: TextPos,
    pub len: u32,
    pub source: Span,
}

/// The way from the text of a book to its files and back. Made for whoever asks, from the book and its files.
#[derive(Clone, Debug, Default)]
pub struct ByteMap {
    /// By place in the book.
    by_text: Vec<Stretch>,
    /// By place in the files.
    by_source: Vec<Stretch>,
}

impl Stretch {
    fn is_even(&self) -> bool {
        self.len == self.source.end - self.source.start
    }

    fn text_end(&self) -> u32 {
        self.at.offset + self.len
    }
}

impl ByteMap {
    pub fn new(mut stretches: Vec<Stretch>) -> ByteMap {
        stretches.retain(|stretch| stretch.len > 0);
        stretches.sort_by_key(|stretch| stretch.at);
        let mut by_source = stretches.clone();
        by_source.sort_by_key(|stretch| (stretch.source.file, stretch.source.start, stretch.at));
        ByteMap { by_text: stretches, by_source }
    }

    /// The bytes that `len` bytes of text from `at` on were typed as; nothing for what no author typed.
    pub fn source(&self, at: TextPos, len: u32) -> Option<Span> {
        let block = (at.section, at.block);
        let end = at.offset + len;
        let before = |stretch: &Stretch| {
            let own = (stretch.at.section, stretch.at.block);
            own < block || own == block && stretch.text_end() <= at.offset
        };
        let first = self.by_text.partition_point(before);
        let own = self.by_text[first..].iter();
        let own = own.take_while(|stretch| (stretch.at.section, stretch.at.block) == block && stretch.at.offset < end);
        let mut found: Option<Span> = None;
        for stretch in own {
            let mut source = stretch.source;
            if stretch.is_even() {
                source.start += at.offset.saturating_sub(stretch.at.offset);
                source.end -= stretch.text_end().saturating_sub(end);
            }
            match &mut found {
                None => found = Some(source),
                Some(found) if found.file == source.file => *found = found.join(source),
                Some(_) => break,
            }
        }
        found
    }

    /// Where a byte of a file is read: in its place, and wherever a title is repeated.
    pub fn texts(&self, file: FileId, byte: u32) -> Vec<TextPos> {
        let to = self.by_source.partition_point(|stretch| (stretch.source.file, stretch.source.start) <= (file, byte));
        let own = self.by_source[..to].iter().rev().take_while(|stretch| stretch.source.file == file);
        // Stretches of one file overlap only where one of them is repeated.
        let holds = |stretch: &&Stretch| stretch.source.end > byte;
        let mut found: Vec<TextPos> = own
            .skip_while(|stretch| !holds(stretch))
            .take_while(holds)
            .map(|stretch| {
                let inside = if stretch.is_even() { byte - stretch.source.start } else { 0 };
                TextPos { offset: stretch.at.offset + inside, ..stretch.at }
            })
            .collect();
        found.sort_unstable();
        found
    }

    /// All text of a section that was typed, in order.
    pub fn of_section(&self, section: SectionId) -> impl Iterator<Item = &Stretch> {
        self.by_text.iter().filter(move |stretch| stretch.at.section == section)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BlockId;

    fn at(block: u32, offset: u32) -> TextPos {
        TextPos { section: SectionId(1), block: BlockId(block), offset }
    }

    fn stretch(block: u32, offset: u32, len: u32, source: std::ops::Range<usize>) -> Stretch {
        Stretch { at: at(block, offset), len, source: Span::new(FileId(2), source) }
    }

    #[test]
    fn text_leads_to_bytes_and_back() {
        // Typed as `ab "c`, with the mark made another.
        let map = ByteMap::new(vec![stretch(1, 0, 3, 10..13), stretch(1, 3, 3, 13..14), stretch(1, 6, 1, 14..15)]);
        let source = |offset, len| map.source(at(1, offset), len).map(|span| (span.start, span.end));
        assert_eq!((source(1, 1), source(3, 3), source(0, 7)), (Some((11, 12)), Some((13, 14)), Some((10, 15))));
        assert_eq!((source(7, 1), map.source(at(2, 0), 1)), (None, None));
        assert_eq!(map.texts(FileId(2), 12), [at(1, 2)]);
        assert_eq!((map.texts(FileId(2), 15), map.texts(FileId(1), 12)), (vec![], vec![]));
    }
}
