//! In: a book that was read. Out: an edition's book, for each medium. Refuses to know which outputs are made.

use super::Output;
use crate::base::{Folder, Report};
use crate::manuscript::{self, EditionReading, Medium, Reading};
use crate::model::Book;
use std::sync::Arc;

/// An edition's book as each medium has it: the same one where nothing in the manuscript depends on that.
pub struct Books {
    pub ebook: Arc<Book>,
    pub print: Arc<Book>,
    pub screen: Arc<Book>,
}

impl Books {
    pub fn new(reading: &Reading, edition: &EditionReading, folder: &Folder, report: &mut Report) -> Books {
        let mut book = |medium| Arc::new(manuscript::book(reading, edition, &edition.on(medium), folder, report));
        let print = book(Medium::Print);
        match reading.varies() {
            true => {
                // What comes out alike is set once.
                let mut own =
                    |medium| Some(book(medium)).filter(|own| **own != *print).unwrap_or_else(|| Arc::clone(&print));
                Books { ebook: own(Medium::Ebook), screen: own(Medium::Screen), print: Arc::clone(&print) }
            }
            false => Books { ebook: Arc::clone(&print), screen: Arc::clone(&print), print },
        }
    }

    /// What an output is made of.
    pub fn of(&self, output: Output) -> &Book {
        match output {
            Output::Epub => &self.ebook,
            Output::Print | Output::Booklet | Output::Cover => &self.print,
            Output::Screen => &self.screen,
        }
    }

    /// Whether pages set for print do for the screen.
    pub fn is_shown_as_printed(&self) -> bool {
        Arc::ptr_eq(&self.print, &self.screen)
    }
}
