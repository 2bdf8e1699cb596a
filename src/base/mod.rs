//! What every room may use: exact lengths, places in the source, diagnostics, limits, and the one door to disk.
//!
//! Nothing here knows what a book is.

pub mod length;
pub mod amount;
pub mod numerals;
pub mod folio;
pub mod geometry;
pub mod ink;
pub mod span;
pub mod limits;
pub mod markup;
pub mod xml;
pub mod diagnostic;
pub mod levels;
pub mod report;
pub mod config;
pub mod binding;
pub mod encoding;
mod memory;
pub mod register;
pub mod natural;
mod file_error;
mod inside;
pub mod files;
mod input;
pub mod staging;
pub mod clock;
#[cfg(feature = "cli")]
pub mod loopback;
#[cfg(feature = "cli")]
pub mod secret;
#[cfg(feature = "cli")]
pub mod programs;
#[cfg(feature = "cli")]
pub mod revision;
#[cfg(feature = "cli")]
pub mod stamps;

pub use amount::{Amount, Unit};
pub use binding::{Binding, Edge};
pub use clock::Stopwatch;
pub use diagnostic::{Diagnostic, Severity};
pub use file_error::{FileError, FileErrorKind};
pub use files::Folder;
pub use folio::{Folio, FolioStyle};
pub use geometry::{Bleed, Point, Rect, Size, Transform};
pub use ink::Ink;
pub use input::Input;
pub use length::Length;
pub use markup::MarkupCounts;
pub use numerals::roman;
pub use register::Choice;
pub use report::Report;
pub use span::{FileId, Sources, Span};
pub use staging::Staging;
