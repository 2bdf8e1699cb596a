//! Manuscripts in any dialect of Markdown: a folder as one of several tools keeps it, or one file.
//!
//! `project` says which files are the book, in which order. Each file loses its head, has its includes put in, and is
//! read in three steps: blocks that Markdown has no syntax for are read and held (`foreign`, `tables`), constructs among
//! words become tags of HTML (`among`), and pulldown-cmark's events become blocks of the tree (`events`, `html`,
//! `builder`). Then what only the whole file or the whole book can tell is put right: notes, scene breaks, poems
//! (`after`), and links between files (`links`).

mod fence;
pub mod lines;
pub mod labels;
pub mod held;
pub mod classes;
pub mod frame;
pub mod builder;
pub mod html;
pub mod events;
pub mod head;
mod shown;
pub mod emoji;
pub mod links;
pub mod found;
pub mod shortcodes;
mod strong;
mod formulas;
pub mod among;
pub mod references;
pub mod tables;
pub mod cells;
mod kramdown;
mod pipes;
pub mod lists;
pub mod indented;
mod directives;
pub mod boxes;
pub mod foreign;
pub mod includes;
pub mod addresses;
pub mod notebook;
pub mod ordered;
mod raw;
mod liquid;
mod hidden;
mod annotations;
mod silent;
pub mod dialects;
mod margin;
pub mod mdx;
pub mod after;
pub mod unused;
pub mod door;
mod permalinks;
pub mod order;
pub mod sites;
pub mod literal;
pub mod mkdocs;
pub mod javascript;
pub mod docsify;
pub mod sphinx;
pub mod project;
pub mod titles;
mod implicit;
mod book;

pub use book::read;
