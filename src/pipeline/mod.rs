//! The whole way, once: a folder becomes files.
//!
//! A book is read and designed once, laid out once for each distinct page geometry, and written edition by edition in
//! parallel; results are joined in the order of `Edition::ALL`. What an edition contains depends on the book alone,
//! never on which others are asked for.

pub mod edition;
pub mod failure;
pub mod progress;
mod artifact;
pub mod pages;
pub mod binding;
mod booklet;
pub mod inspect;
pub mod make;
mod build;
mod check;
pub mod themes;
pub mod templates;
pub mod printers;
mod impose;
mod preflight;

pub use crate::manuscript::settings::{BookletScheme, SheetFit, SheetFlip};
pub use artifact::Artifact;
pub use build::{BuildOutcome, build};
pub use check::check;
pub use edition::Edition;
pub use failure::Failure;
pub use impose::{BookletFlags, ImposeOptions, impose};
pub use make::BuildOptions;
pub use pages::{FaultRow, PagesReport};
pub use preflight::{FindingRow, PreflightOutcome, preflight};
pub use progress::{Progress, Silent, Stage};
