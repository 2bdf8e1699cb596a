//! Other programs' PDFs: objects, pages, a streaming reader of content.
//!
//! `File::parse` reads the cross-reference tables, then every object that the trailer leads to, each once and no other,
//! so that what a file costs is bounded by its length (and by `base::limits` for what its streams inflate to).
//! Objects are lopdf's values, so that `pdf` can write them as they are. A file whose tables do not lead to its objects
//! is looked through for them, and refused with a code if one is missing, since half a book printed is worse than none.
//! What a file says
//! is believed nowhere: indices are checked, nesting is counted, no loop is followed twice.
//!
//! - `File` and `Page`: what stands where, boxes and inherited entries resolved.
//! - `Form`: a page as something that stands on another page (`page::Item::Form`).
//! - `content::read`: what a page shows, operator by operator, with the graphics state at each.

pub mod error;
pub mod lexer;
pub mod filters;
pub mod xref;
mod cipher;
pub mod file;
pub mod fonts;
pub mod colour;
mod outline;
pub mod content;
pub mod stamps;
#[cfg(feature = "cli")]
pub mod pictures;
#[cfg(feature = "cli")]
pub mod letters;

#[cfg(test)]
mod tests;

pub use error::PdfError;
pub use file::{Bounds, File, Form, Page};
