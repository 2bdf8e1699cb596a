//! What is made of a book: the outputs of its editions, and what their files are called.

pub use crate::manuscript::settings::Output;

use std::fmt;
use std::sync::Arc;

/// What the names of files end in that lie beside an output.
pub(super) const COVER_PICTURE: &str = "-cover.jpg";
pub(super) const KOBO: &str = ".kepub.epub";
pub(super) const KINDLE: &str = "-kindle.epub";
pub(super) const ACCESSIBILITY: &str = "-accessibility.html";
pub(super) const DUMMY: &str = "-booklet-dummy.pdf";
pub(super) const SIDES: [&str; 2] = ["-booklet-fronts.pdf", "-booklet-backs.pdf"];
pub(super) const GUIDES: &str = "-cover-guides.pdf";
/// Then the ink, and `.pdf`.
pub(super) const PLATE: &str = "-plate-";
pub(super) const PAGES: &str = "-pages.json";

/// One output of one edition. As text it is `print`, or `hardback.print`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Product {
    /// Nothing for the default edition.
    pub edition: Option<Arc<str>>,
    pub output: Output,
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.edition {
            Some(edition) => write!(f, "{edition}.{}", self.output.name()),
            None => f.write_str(self.output.name()),
        }
    }
}

impl Output {
    pub fn file_name(self, slug: &str) -> String {
        format!("{slug}{}", self.ending())
    }

    fn ending(self) -> &'static str {
        match self {
            Output::Epub => ".epub",
            Output::Print => "-print.pdf",
            Output::Screen => "-screen.pdf",
            Output::Booklet => "-booklet.pdf",
            Output::Cover => "-cover.pdf",
        }
    }
}

/// The slug of the edition that a file is of, by its name.
pub(super) fn slug_of(name: &str) -> Option<&str> {
    // The longer ones first: a shop's file ends as any EPUB does.
    let aids = [KOBO, KINDLE, COVER_PICTURE, ACCESSIBILITY, DUMMY, SIDES[0], SIDES[1], GUIDES, PAGES];
    let whole = aids.into_iter().chain(Output::ALL.map(Output::ending)).find_map(|ending| name.strip_suffix(ending));
    whole.or_else(|| name.strip_suffix(".pdf")?.rsplit_once(PLATE).map(|(slug, _)| slug))
}
