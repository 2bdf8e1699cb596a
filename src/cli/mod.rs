//! The command line: arguments in, diagnostics out, an exit code. Nothing is decided here.
//!
//! Exit codes: 0 all is well, 1 something is wrong with the book, 2 with the command line, 3 two books differ
//! (`diff --exit-code`), 70 something is wrong with Chapbook.

pub mod args;
pub mod render;
pub mod table;
pub mod inks;
pub mod found;
pub mod json;
pub mod github;
pub mod sarif;
pub mod progress;
pub mod printers;
pub mod licenses;
pub mod manual;
pub mod inventory;
pub mod preflight;
pub mod explain;
pub mod import;
pub mod fit;
pub mod stats;
pub mod diff_words;
pub mod diff_page;
pub mod diff;
pub mod command;

pub use command::run;
