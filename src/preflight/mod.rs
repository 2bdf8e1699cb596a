//! Preflight: what a printer or a bookshop would send back, told before it is sent.
//!
//! `pdf` judges a file of any program and `ebook` an EPUB of any; `document` judges pages in memory, before they are
//! written, and knows the words that brought each picture. A `Rules` says against what: the standard that a file claims
//! makes its breaches errors, a printer that is named makes its rules errors, and without either a rule only warns.
//! Every finding has a stable code, pages and a place from the trim's top left corner. Files are read within bounds, and
//! what cannot be read is said, never guessed.

pub mod finding;
pub mod rules;
pub mod sheet;
pub mod inks;
pub mod faces;
pub mod uses;
pub mod pictures;
pub mod paint;
pub mod keys;
pub mod boxes;
pub mod about;
pub mod notes;
pub mod count;
pub mod pdf;
pub mod archive;
pub mod package;
pub mod ebook;
pub mod document;

pub use document::judge as judge_document;
pub use ebook::judge as judge_epub;
pub use finding::{Finding, Findings};
pub use pdf::judge as judge_pdf;
pub use pdf::{Judged, judge_written};
pub use rules::Rules;
