//! In: the sections of a book, a design, what earlier rounds found out. Out: what every setter of lines asks. Refuses to know pages.

use super::sections::Sections;
use crate::base::{Folio, Length};
use crate::design::{Design, Dress, NotePlace};
use crate::model::{AnchorId, Book, NoteId};
use std::collections::BTreeMap;

/// What the setting of any text depends on; shared by all chapters.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub sections: Sections<'a>,
    pub design: &'a Design,
    /// The design's own, or another.
    pub dress: &'a Dress,
    pub measure: Length,
    /// Depth of a full page, whole grid lines: pictures are never deeper.
    pub depth: Length,
    /// How far what is wide may reach into the outer margin.
    pub outset: Length,
    /// Folios of anchors (and of sections, by their anchors), from the round before; what is missing is set as `0`.
    pub folios: &'a BTreeMap<AnchorId, Folio>,
    /// Of the whole book, from the round before.
    pub pages: usize,
    /// Labels that replace the notes' own, where numbering is by page or symbols.
    pub labels: &'a BTreeMap<NoteId, String>,
    /// Calls of these notes take the room of these labels, so that another number moves nothing.
    pub widest: &'a BTreeMap<NoteId, String>,
}

impl<'a> Context<'a> {
    pub fn book(&self) -> &'a Book {
        self.sections.book
    }

    pub fn label(&self, note: NoteId) -> String {
        self.labels.get(&note).cloned().unwrap_or_else(|| self.book().note_label(note))
    }

    pub fn notes_at_foot(&self) -> bool {
        self.design.notes.place == NotePlace::Foot
    }

    pub fn folio(&self, anchor: AnchorId) -> String {
        self.folios.get(&anchor).map_or_else(|| "0".to_owned(), Folio::to_string)
    }
}
