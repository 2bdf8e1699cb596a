//! One file after parsing, before it knows the rest of the book.
//!
//! The blocks are the model's, but what points elsewhere names a place in a list of the file's draft, until `resolve`
//! makes the book's text of it: the types differ, so that the one is never taken for the other. A heading may have
//! level 1 here and keeps every class that was typed.

use crate::base::{FileId, Span};
use crate::model::{self, References};

/// How a file's text refers to what is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct FileReferences;

impl References for FileReferences {
    type Anchor = IdAt;
    type Target = LinkAt;
    type Page = LinkAt;
    type Note = CallAt;
    type Asset = ImageAt;
}

pub type Attributes = model::Attributes<FileReferences>;
pub type Block = model::Block<FileReferences>;
pub type BlockKind = model::BlockKind<FileReferences>;
pub type Cell = model::Cell<FileReferences>;
pub type Figure = model::Figure<FileReferences>;
pub type Image = model::Image<FileReferences>;
pub type Inline = model::Inline<FileReferences>;
pub type Note = model::Note<FileReferences>;
pub type Section = model::Section<FileReferences>;
pub type Stanza = model::Stanza<FileReferences>;
pub type Table = model::Table<FileReferences>;
pub type Verse = model::Verse<FileReferences>;
pub type VerseLine = model::VerseLine<FileReferences>;

/// An id that an author gave: a file's draft and an index into its `ids`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdAt(pub FileId, pub u32);

/// A link: a file's draft and an index into its `links`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkAt(pub FileId, pub u32);

/// A call of a note: a file's draft and an index into its `calls`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallAt(pub FileId, pub u32);

/// A picture: a file's draft and an index into its `images`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImageAt(pub FileId, pub u32);

impl ImageAt {
    /// The one that book.toml names for the made title page.
    pub const TITLE_PAGE: ImageAt = ImageAt(FileId(0), u32::MAX);
}

#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub blocks: Vec<Block>,
    pub lists: Lists,
    /// In the order of the blocks that stand for them.
    pub includes: Vec<Include>,
}

/// Files that are put in place of a block.
#[derive(Clone, Debug)]
pub struct Include {
    pub files: Vec<FileId>,
    /// Of the fence, and of the block that stands for it.
    pub span: Span,
}

impl Include {
    pub fn is_at(&self, block: model::LocalSpan) -> bool {
        block == self.span.into()
    }
}

/// What a file's text refers to.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub definitions: Vec<Definition>,
    pub calls: Vec<Call>,
    pub links: Vec<Place>,
    pub images: Vec<Place>,
    pub ids: Vec<Place>,
    /// What a condition leaves out of this version.
    pub left_out: Vec<Span>,
    /// Labels of notes that a condition leaves out: their calls go too.
    pub left_out_notes: Vec<String>,
    /// Whether the text asks which version it is.
    pub varies: bool,
    /// Classes that are none of the program's own where they stand.
    pub classes: Vec<Place>,
}

/// How much a draft held at one place.
#[derive(Clone, Copy, Debug)]
pub struct ListsMark([usize; 5]);

/// A note's text.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Nothing for an inline note.
    pub label: Option<String>,
    pub blocks: Vec<Block>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub to: CallTarget,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum CallTarget {
    Label(String),
    /// An inline note: an index into `definitions`.
    Here(usize),
}

/// A name as typed, and where.
#[derive(Clone, Debug)]
pub struct Place {
    pub name: String,
    pub span: Span,
}

impl Lists {
    pub fn mark(&self) -> ListsMark {
        let Lists { definitions, calls, links, images, ids, .. } = self;
        ListsMark([definitions.len(), calls.len(), links.len(), images.len(), ids.len()])
    }

    /// Forgets what was added since.
    pub fn go_back(&mut self, ListsMark([definitions, calls, links, images, ids]): ListsMark) {
        self.definitions.truncate(definitions);
        self.calls.truncate(calls);
        self.links.truncate(links);
        self.images.truncate(images);
        self.ids.truncate(ids);
    }

    pub fn id(&mut self, file: FileId, place: Place) -> IdAt {
        self.ids.push(place);
        IdAt(file, self.ids.len() as u32 - 1)
    }

    pub fn link(&mut self, file: FileId, place: Place) -> LinkAt {
        self.links.push(place);
        LinkAt(file, self.links.len() as u32 - 1)
    }

    pub fn call(&mut self, file: FileId, call: Call) -> CallAt {
        self.calls.push(call);
        CallAt(file, self.calls.len() as u32 - 1)
    }

    pub fn image(&mut self, file: FileId, place: Place) -> ImageAt {
        self.images.push(place);
        ImageAt(file, self.images.len() as u32 - 1)
    }
}
