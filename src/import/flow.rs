//! The text of a word processor as plain data: one paragraph after another, each with what its style and its look say.
//! The readers of such formats give it, and `assemble` makes blocks of it.

use super::names::Role;
use super::tree::{Block, Inline, Numbering, Table};

#[derive(Clone, Debug, PartialEq)]
pub enum Flow {
    Paragraph(Paragraph),
    Table(Table),
    Block(Block),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Its number in the document, counted from 1.
    pub at: usize,
    pub role: Role,
    pub side: Side,
    /// Set in from the left beyond the text.
    pub indented: bool,
    pub new_page: bool,
    /// Of its largest letters, in half points; 0 where it is not known.
    pub size: u32,
    pub item: Option<Item>,
    pub inlines: Vec<Inline>,
    /// What floats beside it: pictures, boxes.
    pub beside: Vec<Block>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    #[default]
    Start,
    Centre,
    End,
}

/// A paragraph of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Which list it is of.
    pub list: String,
    /// From 0.
    pub level: usize,
    pub numbering: Numbering,
    /// From 1.
    pub number: usize,
    /// Whether it goes on with the item before it.
    pub continues: bool,
}
