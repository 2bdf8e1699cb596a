//! In: sections. Out: how many words, lines of verse and notes they have, and their texts with their places. Code is no
//! text to be read, and is not counted.

use crate::base::Span;
use crate::model::inline::plain_text;
use crate::model::{Block, BlockKind, Book, Section, walk};
use unicode_segmentation::UnicodeSegmentation;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub words: usize,
    pub verse_lines: usize,
    pub notes: usize,
}

impl Counted {
    /// Titles and notes are counted in.
    pub fn of(section: &Section) -> Counted {
        if section.role.is_made() {
            return Counted::default();
        }
        let mut counted = Counted { words: words(&plain_text(&section.title)), ..Counted::default() };
        counted.notes = section.notes.len();
        for list in std::iter::once(&section.blocks).chain(section.notes.iter().map(|note| &note.blocks)) {
            walk::blocks(list, &mut |block| {
                counted.words += words(&text(block));
                if let BlockKind::Verse { verse } = &block.kind {
                    counted.verse_lines += verse.stanzas.iter().map(|stanza| stanza.lines.len()).sum::<usize>();
                }
            });
        }
        counted
    }

    pub fn sum(all: impl Iterator<Item = Counted>) -> Counted {
        all.fold(Counted::default(), |sum, one| Counted {
            words: sum.words + one.words,
            verse_lines: sum.verse_lines + one.verse_lines,
            notes: sum.notes + one.notes,
        })
    }
}

/// A block's own words; none of code.
fn text(block: &Block) -> String {
    if let BlockKind::Code { .. } = &block.kind { String::new() } else { walk::plain_text(block) }
}

/// A text of the author's.
pub struct Text {
    pub text: String,
    pub span: Span,
    /// Running text: a paragraph.
    pub prose: bool,
}

/// All that the author wrote, block by block, notes behind their section.
pub fn texts(book: &Book) -> Vec<Text> {
    let mut texts = Vec::new();
    for (id, section) in book.section_ids().zip(&book.sections).filter(|(_, section)| !section.role.is_made()) {
        texts.push(Text { text: plain_text(&section.title), span: book.span(id, section.span), prose: false });
        for list in std::iter::once(&section.blocks).chain(section.notes.iter().map(|note| &note.blocks)) {
            walk::blocks(list, &mut |block| {
                let prose = matches!(block.kind, BlockKind::Paragraph { .. });
                texts.push(Text { text: text(block), span: book.span(id, block.span), prose });
            });
        }
    }
    texts.retain(|text| !text.text.is_empty());
    texts
}

/// Words as a word processor counts them: what stands between spaces and dashes. Where a script has no spaces, as
/// Unicode divides it.
pub fn words(text: &str) -> usize {
    let between = text.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—'));
    let count = |word: &str| match word.chars().any(has_no_spaces) {
        true => word.unicode_words().count(),
        false => usize::from(word.chars().any(char::is_alphanumeric)),
    };
    between.map(count).sum()
}

/// Thai, Lao, Burmese and Khmer; kana and Chinese characters.
fn has_no_spaces(c: char) -> bool {
    matches!(u32::from(c), 0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0x20000..=0x3ffff)
}
