//! Whom a book is made for: the edition, and what it is read on.

use std::sync::Arc;

/// What readers hold. Booklets and covers are print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Medium {
    Ebook,
    Print,
    Screen,
}

impl Medium {
    pub const ALL: [Medium; 3] = [Medium::Ebook, Medium::Print, Medium::Screen];

    /// As a reader calls it.
    pub fn name(self) -> &'static str {
        match self {
            Medium::Ebook => "ebook",
            Medium::Print => "print edition",
            Medium::Screen => "screen edition",
        }
    }
}

/// One version of the text: an edition's, on one medium.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Nothing for the default edition.
    pub edition: Option<Arc<str>>,
    pub medium: Medium,
}
