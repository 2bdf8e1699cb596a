//! The editions of a book, and what their files are called.

use crate::design::Editions;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    Epub,
    Print,
    Screen,
    Booklet,
    Cover,
}

impl Edition {
    pub const ALL: [Edition; 5] = [Edition::Epub, Edition::Print, Edition::Screen, Edition::Booklet, Edition::Cover];

    pub fn name(self) -> &'static str {
        match self {
            Edition::Epub => "epub",
            Edition::Print => "print",
            Edition::Screen => "screen",
            Edition::Booklet => "booklet",
            Edition::Cover => "cover",
        }
    }

    pub fn file_name(self, slug: &str) -> String {
        match self {
            Edition::Epub => format!("{slug}.epub"),
            Edition::Print => format!("{slug}-print.pdf"),
            Edition::Screen => format!("{slug}-screen.pdf"),
            Edition::Booklet => format!("{slug}-booklet.pdf"),
            Edition::Cover => format!("{slug}-cover.pdf"),
        }
    }

    pub(super) fn is_enabled(self, editions: Editions) -> bool {
        match self {
            Edition::Epub => editions.epub,
            Edition::Print => editions.print,
            Edition::Screen => editions.screen,
            Edition::Booklet => editions.booklet,
            Edition::Cover => editions.cover,
        }
    }
}
