//! Settings and a theme become one complete `Design`: no `Option` means "default" any more.

pub mod style;

pub use style::{Align, Family, Style, StyleRole};

use crate::base::{Length, Rect, Size};
use crate::fonts::{FaceId, Faces};
use crate::manuscript::settings::{ChapterStart, NoteNumber, NotePlace, Opening};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that layout, cover and EPUB ask about looks.
#[derive(Clone, Debug)]
pub struct Design {
    pub faces: Arc<Faces>,
    pub body: Family,
    pub heading: Family,
    pub mono: Family,
    /// Asked in order for a character that a family lacks.
    pub fallback: Vec<FaceId>,
    pub print: Geometry,
    pub screen: Geometry,
    /// The leading of the body: baselines stand on its multiples from the first baseline on every page.
    pub grid: Length,
    /// Every role has one.
    pub styles: BTreeMap<StyleRole, Style>,
    pub chapter_start: ChapterStart,
    pub opening: Opening,
    /// What stands for a section break; empty for a blank line.
    pub ornament: String,
    pub hyphenate: bool,
    /// Words with their only breaks: `ma-nu-script`.
    pub hyphenation: Vec<String>,
    pub protrusion: bool,
    pub expansion: bool,
    pub notes: NoteDesign,
    pub epub: EpubDesign,
    pub editions: Editions,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Editions {
    pub epub: bool,
    pub print: bool,
    pub screen: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteDesign {
    pub place: NotePlace,
    pub number: NoteNumber,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpubDesign {
    pub embed_fonts: bool,
    pub page_list: bool,
}

/// One page geometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    pub trim: Size,
    pub inner: Length,
    pub outer: Length,
    pub top: Length,
    pub bottom: Length,
    pub bleed: Length,
}

impl Geometry {
    /// The type area on a recto (inner margin left) or verso, in the trim's coordinates.
    pub fn type_area(&self, recto: bool) -> Rect {
        let left = if recto { self.inner } else { self.outer };
        Rect::new(left, self.top, self.measure(), self.trim.height - self.top - self.bottom)
    }

    pub fn measure(&self) -> Length {
        self.trim.width - self.inner - self.outer
    }
}

impl Design {
    pub fn style(&self, role: StyleRole) -> &Style {
        &self.styles[&role]
    }
}
