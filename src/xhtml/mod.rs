//! A book's text as XHTML: semantic elements, page-break markers, notes and a stylesheet.
//!
//! In: a book, its design, the printed pages and the addresses of its pictures. Out: one tree of elements a section, a
//! tree a note, and the rules that dress them. Links name ids that are unique in the whole book; `xml`, the one escaper,
//! asks whoever writes a file for the address of each. Refuses to know which files there are and what holds them: the
//! ebook's package is `epub`'s business.

pub mod xml;
mod classes;
mod css;
mod names;
mod marks;
mod text;
mod verse;
mod blocks;
mod sections;
mod notes;

pub use blocks::long_description;
pub use classes::{ClassUses, selector};
pub use css::{FontFile, Sheets, Uses, stylesheets};
pub use marks::Marks;
pub use names::Names;
pub use notes::Notes;
pub use sections::{landmark_of, shows_title};
pub use text::{Writer, in_language, right_to_left};
