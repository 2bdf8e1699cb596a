//! What several files of one book have in common: how their pages are drawn, and what is seen when they are judged.

use crate::pdf::Contents;
use crate::preflight::Readings;

/// Kept by the first of them, and taken by the others.
#[derive(Debug)]
pub struct Shared {
    pub contents: Contents,
    pub readings: Readings,
}

impl Shared {
    /// Of files of so many pages.
    pub fn new(pages: usize) -> Shared {
        Shared { contents: Contents::new(pages), readings: Readings::new(pages) }
    }
}
