//! A finished PDF taken apart into its inks, one file of gray pages for each.
//!
//! Nothing is drawn here. What a plate has of a page is written as content of its own: every colour as the gray that it is
//! on that plate, every picture and shading in a space that says the same of its numbers, and left out is what overprints
//! without that ink. So whatever can draw a PDF of light can show a plate, with its fonts, clips, masks and patterns.
//!
//! - `ink`: what a colour lays on a plate.
//! - `space`: colour spaces that turn numbers into a plate's gray.
//! - `state`: the colours that are set while content is read.
//! - `things`: pictures, forms, patterns, shadings and drawn letters.
//! - `inline`: pictures that stand within content.
//! - `names`: what written content calls the things that it shows.
//! - `content`: the content of a page or a form, written anew.
//! - `file`: some pages of a file, as a file.

mod ink;
mod space;
mod state;
mod things;
mod inline;
mod names;
mod content;
mod file;

pub use file::{Separated, separate};
pub use ink::Plate;
pub use things::{Lack, Seen};
