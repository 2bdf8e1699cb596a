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
}

/// One version of the text: an edition's, on one medium.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Nothing for the default edition.
    pub edition: Option<Arc<str>>,
    pub medium: Medium,
}
