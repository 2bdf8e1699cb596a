//! The whole way, once: a folder becomes files.
//!
//! A book is read once for all its editions. Each is designed, laid out once for each distinct page geometry, and written
//! output by output, all in parallel; results are joined in the order of the editions and of `Output::ALL`. What a file
//! contains depends on the book alone, never on which others are asked for.

pub mod product;
pub mod selection;
pub mod failure;
pub mod progress;
mod artifact;
pub mod pages;
pub mod books;
mod proof;
mod shared;
pub mod edition;
mod facts;
pub mod binding;
pub mod common;
mod booklet;
pub mod inspect;
mod front;
pub mod lay;
pub mod write;
mod reprint;
mod inks;
pub mod make;
mod build;
pub mod schemas;
pub mod templates;
mod release;
pub mod fit;
pub mod stats;
#[cfg(feature = "cli")]
pub mod session;
#[cfg(feature = "cli")]
pub mod diff;
pub mod several;
mod check;
pub mod themes;
pub mod printers;
pub mod import;
mod protection;
mod impose;
#[cfg(feature = "cli")]
mod coverage;
mod preflight;
mod mend;

pub use crate::base::Binding;
pub use crate::manuscript::settings::{BookletScheme, SheetFit, SheetFlip};
pub use crate::mend::Change;
pub use crate::preflight::inventory::{BoxArea, ColourUse, FontUse, InkUse, Inventory, OnPages, PageBoxes, PictureUse};
pub use artifact::Artifact;
pub use build::{BuildOutcome, build};
pub use check::check;
#[cfg(feature = "cli")]
pub use coverage::{InkCoverage, PageCoverage, Unmeasured};
pub use failure::Failure;
pub use import::{ImportOptions, ImportOutcome, import};
pub use impose::{BookletFlags, ImposeOptions, impose};
pub use inks::{InkCover, InkProofs, InksReport, PageInks};
pub use make::BuildOptions;
pub use mend::{MendOptions, MendOutcome, mend};
pub use pages::{FaultRow, PagesReport};
pub use preflight::{FindingRow, Mended, PreflightOptions, PreflightOutcome, preflight, preflight_all};
pub use product::{Output, Product};
pub use progress::{Progress, Silent, Stage, Step};
pub use release::{ReleaseOptions, release};
pub use selection::Selection;
