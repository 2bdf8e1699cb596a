//! The EPUB 3.3: the book's XHTML as files, with contents, landmarks, page list and package.
//!
//! `xhtml` makes one tree of elements a section, in which links name ids that are unique in the whole book. `split` cuts
//! large trees into files; only then is it known which file an id stands in, and `document` gives `xhtml::xml` the
//! addresses. `nav`, `images`, `fonts`, `package` and `container` put the rest around them. What each clause of the
//! standard asks, and where it is met, stands in CLAUSES.md.

mod split;
mod document;
mod nav;
mod facts;
mod fonts;
mod package;
mod report;
mod container;
mod images;
mod shops;
mod write;
#[cfg(test)]
mod tests;

pub use facts::Facts;
pub use report::report;
pub use write::{Made, Told, write, write_and_tell};
