//! One file after parsing, before it knows the rest of the book.
//!
//! The blocks are the model's, but what points elsewhere is an index into this file's own lists, until `resolve`
//! replaces it: `Attributes::anchor` into `ids`, `Target::Anchor` and `PageOf::anchor` into `links`, `NoteRef` into
//! `calls`, `AssetId` into `images`. A heading may have level 1 here and keeps every class that was typed.

use crate::base::Span;
use crate::model::Block;

#[derive(Debug, Default)]
pub struct Draft {
    pub blocks: Vec<Block>,
    pub definitions: Vec<Definition>,
    pub calls: Vec<Call>,
    pub links: Vec<Place>,
    pub images: Vec<Place>,
    pub ids: Vec<Place>,
}

/// A note's text.
#[derive(Debug)]
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
