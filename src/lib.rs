//! Chapbook: one Markdown manuscript becomes a good ebook and a good printed book.
//!
//! Data flows one way through the rooms below, in the order in which they are listed. A stage hands the next one a
//! finished value: `manuscript` a `Book`, `design` a `Design`, `layout` a `Document` and a `PageList`, `pdf` and
//! `epub` bytes. `tests/tidy.rs` holds who may import whom;
//! src/README.md is the map, with recipes for what is often added.

pub mod base;
pub mod language;
pub mod press;
pub mod fonts;
pub mod pictures;
pub mod printers;
pub mod pdfread;
pub mod model;
pub mod page;
pub mod manuscript;
pub mod design;
pub mod layout;
pub mod cover;
pub mod impose;
pub mod draw;
pub mod xhtml;
pub mod epub;
pub mod pdf;
pub mod preflight;
pub mod pipeline;
pub mod cli;
