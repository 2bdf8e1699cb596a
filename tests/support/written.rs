//! What an author wrote, block by block, as a reader should see it. Refuses to know how it is set.

/// Blocks and notes in the order in which a reader meets them.
#[derive(Clone, Debug, Default)]
pub struct Written {
    pub blocks: Vec<Block>,
    pub notes: Vec<Note>,
    /// Captions of figures that may leave their place, in order.
    pub floats: Vec<String>,
}

/// One block whose lines are set together: a paragraph, a heading, a line of verse.
#[derive(Clone, Debug, Default)]
pub struct Block {
    pub kind: Kind,
    /// Without marks; a note's label stands where it is called.
    pub text: String,
    /// How many letters and figures stand before the call's label, and which note it calls.
    pub calls: Vec<(usize, usize)>,
    /// Index of the chapter.
    pub chapter: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    Heading,
    /// A justified paragraph of running text.
    #[default]
    Prose,
    /// A paragraph of a block quote.
    Quote,
    Attribution,
    VerseTitle,
    /// One line of a poem; each number counts through the book.
    Verse {
        poem: usize,
        stanza: usize,
    },
    /// Anything else: lists, tables, code.
    Other,
}

#[derive(Clone, Debug, Default)]
pub struct Note {
    pub label: String,
    /// Its paragraphs.
    pub text: Vec<String>,
}

/// A number that only the pages know stands here: so many figures as may be.
pub const UNKNOWN: char = 'ⁿ';

/// Only letters and figures, in lower case: what survives hyphens, quotation marks and small capitals.
pub fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}

impl Block {
    pub fn letters(&self) -> usize {
        letters(&self.text).count()
    }
}

impl Written {
    pub fn words(&self) -> usize {
        let blocks = self.blocks.iter().map(|block| &block.text);
        blocks.chain(self.notes.iter().flat_map(|note| &note.text)).map(|text| text.split_whitespace().count()).sum()
    }
}
