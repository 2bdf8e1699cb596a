//! What holds in a group of a Rich Text file, and what a text is made of while it is read. Refuses to know controls.

use crate::import::flow::{Flow, Side};
use crate::import::runs::{Look, Run};
use crate::import::table::Grid;
use crate::import::tree::{Block, Inline};

/// What goes on in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Text,
    /// Not of the book.
    Skip,
    /// What the file says of itself.
    Info,
    Fonts,
    Styles,
    Picture,
    Instruction,
    Label,
    Bookmark,
    Title,
    Author,
    Annotation,
    /// Of an index, or of a contents that the other program makes.
    Entry,
}

#[derive(Clone, Debug, Default)]
pub struct State {
    pub place: Place,
    pub look: Look,
    pub hidden: bool,
    pub caps: bool,
    pub size: u32,
    /// Letters that stand for one that follows in Unicode.
    pub fallback: usize,
    pub style: i32,
    pub font: Option<i32>,
    pub side: Side,
    pub left: i32,
    pub first: i32,
    pub outline: Option<u8>,
    pub list: Option<(i32, usize)>,
    pub in_table: bool,
    pub new_page: bool,
    /// Whether a note ends with this group.
    pub note: bool,
    /// Whether a box of text does.
    pub boxed: bool,
    /// Whether a field ends with this group.
    pub field: bool,
    pub starred: bool,
    /// Whether nothing of this group was read yet.
    pub begins: bool,
}

/// What a text is made of while it is read; a note has one of its own.
#[derive(Default)]
pub struct Sheet {
    pub flow: Vec<Flow>,
    pub runs: Vec<Run>,
    pub table: Option<Grid>,
    pub cell: Vec<Flow>,
    pub row: Vec<(Vec<Inline>, Side)>,
    pub label: String,
    pub size: u32,
    pub beside: Vec<Block>,
}
