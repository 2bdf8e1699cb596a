//! Printers and papers, as dated data.
//!
//! A printer is a TOML file (`data/`) in which every number names its source and when that was read; an author's own file
//! may say `like = "kdp"` and the rest in its own numbers. Nothing here knows a book: callers ask with a page count.

pub mod fact;
pub mod trims;
pub mod rules;
pub mod stock;
pub mod pages;
pub mod spine;
pub mod catalogue;

pub use catalogue::{all, own, paper, paper_source, paper_sources, papers, printer, text, unknown};
pub use fact::{Fact, Source};
pub use pages::CountFault;
pub use rules::{GutterStep, Printer, PrinterPaper};
pub use spine::Thickness;
pub use stock::Paper;
