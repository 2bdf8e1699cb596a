//! Chapbook: one Markdown manuscript becomes a good ebook and a good printed book.
//!
//! A book is a folder with a `book.toml` and Markdown files, or one Markdown file, on disk or in memory. [`build`] makes
//! the outputs of its editions and [`check`] says what is wrong with it; [`impose`] lays the pages of any PDF on sheets to fold, and
//! [`preflight`] says what a printer or a bookshop would find in a PDF or an EPUB, and [`mend`] what of it a program can put right.
//!
//! ```
//! use chapbook::{BuildOptions, Folder, Output, Silent, build};
//!
//! let book = Folder::from_files([
//!     ("book.toml", "[book]\ntitle = 'Watering the Plants'\nauthors = ['A. Gardener']\nlanguage = 'en'\n"),
//!     ("01-plants.md", "# The Kitchen\n\nThe basil drinks every day.[^1] It sulks if watched.\n\n[^1]: Fill the saucer.\n"),
//! ])?;
//! let only = [Output::Epub.into(), Output::Screen.into()];
//! let outcome = build(&book, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
//! assert!(!outcome.report.has_errors(), "{}", outcome.report);
//! let names: Vec<&str> = outcome.artifacts.iter().map(|artifact| artifact.name.as_str()).collect();
//! let title = "watering-the-plants";
//! assert_eq!(names, [format!("{title}.epub"), format!("{title}-cover.jpg"), format!("{title}-screen.pdf")]);
//! assert!(outcome.artifacts[2].bytes.starts_with(b"%PDF-"));
//! # Ok::<(), chapbook::FileError>(())
//! ```
//!
//! [`Folder::open`] takes a book from disk, and `BuildOptions::out` saves the files, all or none. The feature `cli`, on
//! by default, is the command line: a library does without it (`default-features = false`).
//!
//! The modules are how it is done, and may change in any release. Data flows one way through them, in the order in
//! which they are listed. A stage hands the next one a finished value: `manuscript` a `Book`, `design` a `Design`,
//! `layout` a `Document` and a `PageList`, `pdf` and `epub` bytes. `tests/tidy.rs` holds who may import whom;
//! src/README.md is the map, with recipes for what is often added.
#![cfg_attr(test, allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files"))]

pub use base::{Choice, Diagnostic, FileError, FileErrorKind, Folder, Input, Report, Severity, Sources, Span};
pub use pipeline::fit::{FitLayout, FitMark, FitOptions, FitOutcome, FitSetting, FitTarget, fit};
pub use pipeline::stats::{StatsOutcome, stats};
pub use pipeline::{
    Artifact, Binding, BookletFlags, BookletScheme, BoxArea, BuildOptions, BuildOutcome, Change, ColourUse, Failure,
    FaultRow, FindingRow, FontUse, ImposeOptions, InkUse, Inventory, MendOptions, MendOutcome, Mended, OnPages, Output,
    PageBoxes, PagesReport, PictureUse, PreflightOptions, PreflightOutcome, Product, Progress, Selection, SheetFit,
    SheetFlip, Silent, Stage, Step, build, check, impose, mend, preflight,
};

#[doc(hidden)]
pub mod base;
#[doc(hidden)]
pub mod language;
#[doc(hidden)]
pub mod press;
#[doc(hidden)]
pub mod fonts;
#[doc(hidden)]
pub mod pictures;
#[doc(hidden)]
pub mod printers;
#[doc(hidden)]
pub mod engines;
#[doc(hidden)]
pub mod pdfread;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod page;
#[doc(hidden)]
pub mod manuscript;
#[doc(hidden)]
pub mod import;
#[doc(hidden)]
pub mod design;
#[doc(hidden)]
pub mod layout;
#[doc(hidden)]
pub mod cover;
#[doc(hidden)]
pub mod impose;
#[doc(hidden)]
pub mod draw;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod svg;
#[doc(hidden)]
pub mod xhtml;
#[doc(hidden)]
pub mod epub;
#[doc(hidden)]
pub mod pdf;
#[doc(hidden)]
pub mod preflight;
#[doc(hidden)]
pub mod mend;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod plates;
#[doc(hidden)]
pub mod pipeline;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod desk;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
