//! A manuscript as another program keeps it, turned into a folder of ours.
//!
//! `kind` tells whose it is; the reader of that kind gives a `Work`, the one tree that all of them share; `write` turns
//! it into Markdown and a book.toml. So a new format is one reader. A reader says in remarks what it converted, and
//! where there was something that it could not.

pub mod tree;
pub mod walk;
pub mod remarks;
pub mod decode;
pub mod archive;
pub mod markup;
pub mod album;
pub mod runs;
pub mod names;
pub mod lines;
pub mod flow;
pub mod assemble;
pub mod document;
pub mod table;
pub mod chapters;
pub mod choice;
pub mod called;
pub mod kind;
pub mod write;
pub mod normal;
pub mod finish;
pub mod docx;
pub mod html;
pub mod epub;
pub mod odt;
pub mod rtf;
pub mod scrivener;
pub mod markdown;
pub mod read;

pub use choice::{Choices, Tracked};
pub use kind::Kind;
pub use read::read;
pub use write::{File, write};
