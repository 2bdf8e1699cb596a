//! The whole: sections in reading order, notes, anchors, assets.

use super::{AnchorId, AssetId, Block, BlockId, Inline, Metadata, NoteId, SectionId};
use crate::base::Span;
use crate::pictures::Picture;
use std::sync::Arc;

#[derive(Clone, Debug, Default)]
pub struct Book {
    pub metadata: Metadata,
    /// Front, main, back: in reading order, parts before their chapters.
    pub sections: Vec<Section>,
    /// In the order of their first calls.
    pub notes: Vec<Note>,
    pub anchors: Vec<Anchor>,
    pub assets: Vec<Asset>,
    pub cover: CoverMatter,
}

/// What the author gave for the cover.
#[derive(Clone, Debug, Default)]
pub struct CoverMatter {
    pub front: Option<Arc<Picture>>,
    pub back: Option<Arc<Picture>>,
    /// The whole sheet: back, spine and front.
    pub wrap: Option<Arc<Picture>>,
    /// What stands on the back, as a book of its own: one section without a title, no notes.
    pub text: Option<Box<Book>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Matter {
    Front,
    #[default]
    Main,
    Back,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    HalfTitle,
    TitlePage,
    Imprint,
    Contents,
    /// A section without a heading whose only block is a `::: dedication`.
    Dedication,
    Part,
    #[default]
    Chapter,
    /// Text before the first heading of its matter.
    Untitled,
    /// All notes at the end of a paged book: made by layout, unknown to the EPUB.
    Notes,
}

/// What opens with a `#` heading, or a made page: one page start, one XHTML file.
#[derive(Clone, Debug, Default)]
pub struct Section {
    pub matter: Matter,
    pub role: Role,
    /// The section's own id, always present: made where none was given.
    pub anchor: AnchorId,
    /// As shown before the title (`3`, `III`, `Three`); nothing where unnumbered.
    pub number: Option<String>,
    pub title: Vec<Inline>,
    /// `{short="…"}`: for the running head.
    pub short: Option<String>,
    /// False for `{.unlisted}` and made pages before the contents.
    pub listed: bool,
    /// Language and foreign classes of the heading.
    pub attributes: super::Attributes,
    pub blocks: Vec<Block>,
    /// The part that this chapter belongs to.
    pub part: Option<SectionId>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Note {
    /// As shown: numbered by chapter or by book as `[notes] number` says.
    pub label: String,
    /// From 1, in the section of its first call.
    pub in_chapter: u32,
    /// From 1.
    pub in_book: u32,
    /// The section of its first call.
    pub section: SectionId,
    /// How often it is called, at least once.
    pub calls: u32,
    pub blocks: Vec<Block>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Unique in the book, a valid XML NCName.
    pub name: String,
    pub section: SectionId,
    /// The block that carries it (or holds the span that does); nothing for a section itself.
    pub block: Option<BlockId>,
    /// The title of what it marks, for `[](#id)`; plain text.
    pub title: String,
}

#[derive(Clone, Debug)]
pub struct Asset {
    /// Relative to book.toml's folder, with `/`.
    pub name: String,
    pub picture: Arc<Picture>,
}

impl Book {
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    pub fn note(&self, id: NoteId) -> &Note {
        &self.notes[id.0 as usize]
    }

    pub fn anchor(&self, id: AnchorId) -> &Anchor {
        &self.anchors[id.0 as usize]
    }

    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets[id.0 as usize]
    }
}
