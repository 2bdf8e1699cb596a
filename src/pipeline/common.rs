//! What editions have in common: pages that look alike are laid out once. Two printings for two printers differ in a line of
//! the imprint. Refuses to know what is made of the pages.

use super::edition::Edition;
use super::shared::Shared;
use crate::base::config::Section;
use crate::design::{Design, Geometry};
use crate::layout::again::Laid;
use crate::layout::{self, Layout};
use crate::manuscript::settings::Settings;
use crate::model::Book;
use crate::page::Output;
use std::sync::Arc;

/// The pages of a group of editions, one after another.
pub struct Common {
    is_shared: bool,
    laid: Vec<(Geometry, Laid)>,
    shared: Option<Arc<Shared>>,
}

impl Common {
    /// Pages are kept where there is more than one edition.
    pub fn of(editions: usize) -> Common {
        Common { is_shared: editions > 1, laid: Vec::new(), shared: None }
    }

    /// Pages are kept for the same edition at a later time.
    #[cfg(feature = "cli")]
    pub fn kept() -> Common {
        Common { is_shared: true, laid: Vec::new(), shared: None }
    }

    /// The pages of a book, after those of an edition like it where there are some.
    pub fn layout(&mut self, book: &Arc<Book>, design: &Design, geometry: &Geometry, output: Output) -> Layout {
        if !self.is_shared {
            return layout::layout(book, design, geometry, output);
        }
        let at = self.laid.iter().position(|(known, _)| known.has_pages_of(geometry));
        let known = at.map(|at| self.laid.swap_remove(at).1);
        let laid = known.and_then(|known| known.again(book, design, geometry, output.clone()));
        let laid = laid.unwrap_or_else(|| Laid::new(book, design, geometry, output));
        let layout = laid.layout.clone();
        self.laid.push((*geometry, laid));
        layout
    }

    pub fn shared(&mut self, pages: usize) -> Option<Arc<Shared>> {
        let own = || Arc::new(Shared::new(pages));
        self.is_shared.then(|| Arc::clone(self.shared.get_or_insert_with(own)))
    }
}

/// Whether an edition's pages look like another's, where they are of the same size.
pub fn are_alike(one: &Edition, other: &Edition) -> bool {
    looks(&one.reading.settings) == looks(&other.reading.settings)
}

/// Without what only says which words are on the pages, who prints them, and what else is made.
fn looks(settings: &Settings) -> Settings {
    Settings {
        book: Section::default(),
        manuscript: None,
        contents: Section::default(),
        epub: Section::default(),
        print: Section::default(),
        screen: Section::default(),
        booklet: Section::default(),
        proof: Section::default(),
        cover: Section::default(),
        variables: Section::default(),
        lint: Section::default(),
        editions: Section::default(),
        ..settings.clone()
    }
}
