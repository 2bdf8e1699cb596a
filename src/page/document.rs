//! A paged output: every one of them is this.

use super::{Frame, StructureTree};
use crate::base::{Binding, Bleed, Edge, Folio, Length, Rect, Size};
use crate::fonts::Faces;
use crate::pictures::PictureRules;
use crate::press::Output;
use std::sync::Arc;

/// The faces that glyph runs name.
pub type FontTable = Arc<Faces>;

#[derive(Clone, Debug)]
pub struct Document {
    pub pages: Vec<Page>,
    pub binding: Binding,
    pub fonts: FontTable,
    pub outline: Vec<OutlineEntry>,
    pub structure: StructureTree,
    pub info: Info,
    pub pictures: PictureRules,
    pub output: Output,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Side {
    #[default]
    Recto,
    Verso,
}

/// `frame` has the trim's size; its origin is the trim's top left corner, so bleed has negative coordinates.
#[derive(Clone, Debug)]
pub struct Page {
    pub boxes: Boxes,
    pub side: Side,
    /// As shown or as it would be shown; nothing on a page that is not counted.
    pub folio: Option<Folio>,
    /// Shared between the editions that have the same pages.
    pub frame: Arc<Frame>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Boxes {
    pub trim: Size,
    /// In the trim's coordinates; encloses the trim.
    pub bleed: Rect,
    /// In the trim's coordinates; encloses the bleed.
    pub media: Rect,
}

impl Boxes {
    /// Trim with the same bleed on all four sides and nothing around it.
    pub fn new(trim: Size, bleed: Length) -> Boxes {
        let trim_box = Rect { origin: Default::default(), size: trim };
        Boxes { trim, bleed: trim_box.outset(bleed), media: trim_box.outset(bleed) }
    }

    /// Trim with the bleed of a page whose spine lies there, and nothing around it.
    pub fn bled(trim: Size, by: Bleed, spine: Edge) -> Boxes {
        let (left, top, right, bottom) = match spine {
            Edge::Left => (by.inner, by.top, by.outer, by.bottom),
            Edge::Right => (by.outer, by.top, by.inner, by.bottom),
            Edge::Top => (by.outer, by.inner, by.outer, by.bottom),
            Edge::Bottom => (by.outer, by.top, by.outer, by.inner),
        };
        let (width, height) = (trim.width + left + right, trim.height + top + bottom);
        let bleed = Rect::new(-left, -top, width, height);
        Boxes { trim, bleed, media: bleed }
    }
}

impl Side {
    pub fn is_recto(self) -> bool {
        self == Side::Recto
    }
}

impl Page {
    /// Its folio in words, or nothing.
    pub fn shown_folio(&self) -> String {
        self.folio.map(|folio| folio.to_string()).unwrap_or_default()
    }
}

impl Document {
    /// The same pages for another output, with its bleed.
    pub fn with_output(&self, output: Output, bleed: Bleed) -> Document {
        let mut document = Document { output, ..self.clone() };
        for page in &mut document.pages {
            page.boxes = Boxes::bled(page.boxes.trim, bleed, self.binding.spine(page.side.is_recto()));
        }
        document
    }
}

/// Nested by `level`, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    pub level: u8,
    pub title: String,
    pub page: usize,
    /// From the page's top.
    pub y: Length,
}

/// For Info and XMP alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    pub title: String,
    pub authors: Vec<String>,
    pub subject: Option<String>,
    pub keywords: Vec<String>,
    pub language: String,
    pub publisher: Option<String>,
    pub rights: Option<String>,
    /// RFC 3339 in UTC.
    pub instant: String,
    pub identifier: String,
}
