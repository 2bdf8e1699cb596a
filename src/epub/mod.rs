//! The EPUB 3.3: the book as semantic XHTML files, with contents, landmarks, page list and package.
//!
//! The book becomes one tree of elements a section (`text`, `verse`, `blocks`, `sections`, `notes`), in which links
//! name ids that are unique in the whole book. `split` cuts large trees into files; only then is it known which file an
//! id stands in, and `xml`, the one escaper, writes the addresses. `nav`, `package`, `css` and `container` put the
//! rest around them. What each clause of the standard asks, and where it is met, stands in CLAUSES.md.

mod xml;
mod css;
mod names;
mod marks;
mod text;
mod verse;
mod blocks;
mod sections;
mod notes;
mod split;
mod document;
mod nav;
mod facts;
mod fonts;
mod package;
mod container;
mod write;
#[cfg(test)]
mod tests;

pub use write::write;
