//! A section's blocks to one endless column of set lines, with the prices of cutting it and the notes it owes.
//!
//! Everything is in the column: the opening with its sink, epigraphs, made pages (a title page's lines are spread
//! over the page, an imprint stands at its foot), contents with their folios. So paging and composing only cut and
//! place. Chapters are set in parallel; a galley names nothing outside itself.
//!
//! Entries: `galley(&Context, SectionId) -> Galley`, `note_lines(&Context, NoteId) -> NoteLines` (its label first), and
//! `single(&Context, StyleRole, &[Inline]) -> (SetLine, Vec<Diagnostic>)`, one line for heads and folios, aligned in
//! the measure as its style says, without marks, links or notes.

pub mod column;

pub use super::context::Context;
pub use super::setline::{Call, LinkArea, Marginal, SetLine};
pub use column::{Galley, GalleyItem, NoteLines, PageNumbers};
