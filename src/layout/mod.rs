//! Blocks to lines to pages.
//!
//! Two pure problems over whole numbers stand in the middle, `linebreak` and `pagebreak`; everything else here turns
//! a book into their numbers and their answers into frames. Sections are broken into lines in parallel, each to a
//! galley; `paginate` cuts the galleys and puts the sections in the order of a book, again where a folio that the text
//! itself names has changed, and has the lines set that the pages chose; `report` names what is still wrong; `compose`
//! places the lines.

pub mod hyphenate;
pub mod linebreak;
pub mod pagebreak;
pub mod setline;
pub mod sections;
pub mod context;
pub mod items;
pub mod line;
pub mod galley;
pub mod paginate;
pub mod report;
pub mod compose;
pub mod copyfit;
pub mod again;
#[cfg(test)]
mod tests;

use crate::base::Diagnostic;
use crate::design::{Design, Geometry};
use crate::model::{Book, PageList};
use crate::page::{Document, Output};
use compose::{Parts, Sources};
use report::PageFault;
use sections::{NotesSection, Sections};

/// A book's pages, and which words open them.
#[derive(Clone, Debug)]
pub struct Layout {
    pub document: Document,
    pub pages: PageList,
    /// What could not be set as it should be, in the order of pages.
    pub faults: Vec<PageFault>,
    /// Where on the pages which place of the manuscript stands.
    pub sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
}

/// Lays a book out on pages of one geometry. `Document::with_output` gives the same pages to another output.
pub fn layout(book: &Book, design: &Design, geometry: &Geometry, output: Output) -> Layout {
    let notes = NotesSection::new(book, design.notes.place);
    let sections = Sections { book, notes: notes.as_ref() };
    let mut settled = paginate::settle(sections, design, geometry);
    compose::compose(Parts { sections, design, geometry }, output, &mut settled).0
}
