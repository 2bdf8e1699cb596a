//! The editions of a book, and what their files are called.

use crate::design::Editions;

/// What the names of files end in that lie beside an edition.
pub(super) const COVER_PICTURE: &str = "-cover.jpg";
pub(super) const DUMMY: &str = "-booklet-dummy.pdf";
pub(super) const GUIDES: &str = "-cover-guides.pdf";
pub(super) const PAGES: &str = "-pages.json";

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
        format!("{slug}{}", self.ending())
    }

    fn ending(self) -> &'static str {
        match self {
            Edition::Epub => ".epub",
            Edition::Print => "-print.pdf",
            Edition::Screen => "-screen.pdf",
            Edition::Booklet => "-booklet.pdf",
            Edition::Cover => "-cover.pdf",
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

/// The slug of the book that a file is of, by its name.
pub(super) fn slug_of(name: &str) -> Option<&str> {
    let editions = Edition::ALL.map(Edition::ending);
    editions.into_iter().chain([COVER_PICTURE, DUMMY, GUIDES, PAGES]).find_map(|ending| name.strip_suffix(ending))
}
