//! A finished PDF, mended without a change to what its pages look like.
//!
//! `mend` takes a file as `pdfread` reads it and writes it anew: every object that the file's trailer leads to, as it was,
//! but for those that are changed. `about` says what the file lacks in words, `boxes` where its pages end, `blanks` settles
//! its last pages, `notes` draws in or leaves out what stands on the pages beside their content, `claims` withdraws what no
//! longer holds, `tree` lets nothing lead to what is gone. What needs somebody who can see is left to them, and stays a
//! finding of the preflight.

mod change;
mod draft;
mod about;
mod boxes;
mod blanks;
mod notes;
mod tree;
mod claims;
mod file;

pub use change::Change;
pub use draft::Draft;
pub use file::{Mended, Wanted, mend};
