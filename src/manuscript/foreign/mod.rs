//! What other tools would have understood in a manuscript, told at its place.
//!
//! `constructs.toml` holds one construct a table: whose it is, how it is found, whether it is read, told or refused, and
//! what to write instead. `scan` holds the patterns
//! against them. Nothing is changed here: what is read is read by `markdown`. A backslash and code marks are the ways out
//! for a book about such a syntax.

pub mod table;
mod references;
mod scan;

pub use references::is_word_note;
pub use scan::scan;
pub use table::{Construct, State, constructs};

#[cfg(test)]
mod tests;
