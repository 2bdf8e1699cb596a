//! Preflight: what a printer or a bookshop would send back, told before it is sent.
//!
//! `pdf` judges a PDF of any program and `ebook` an EPUB of any; `build` has its own files judged so before it puts them
//! in place. `Rules` say against what: the standard that a file claims makes its breaches errors, a printer that is named
//! makes its rules errors, and without either a rule only warns. Every finding has a stable code, pages and a place from
//! the trim's top left corner. Files are read within bounds, and what cannot be read is said, never guessed.

pub mod finding;
pub mod rules;
pub mod sheet;
pub mod inks;
pub mod faces;
pub mod inventory;
pub mod uses;
pub mod pictures;
mod marks;
mod brief;
pub mod paint;
pub mod keys;
pub mod boxes;
pub mod about;
pub mod notes;
pub mod count;
mod again;
pub mod pdf;
pub mod archive;
pub mod package;
pub mod shops;
pub mod ebook;

pub use again::Readings;
pub use ebook::judge as judge_epub;
pub use finding::{Finding, Findings};
pub use inventory::Inventory;
pub use pdf::Judged;
pub use pdf::judge as judge_pdf;
pub use pdf::judge_common as judge_common_pdf;
pub use pdf::judge_ink;
pub use rules::Rules;
