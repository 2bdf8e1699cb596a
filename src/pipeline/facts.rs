//! In: an edition as it was read. Out: what a catalogue or a release asks of it. Refuses to know its files.

use super::Output;
use crate::manuscript::EditionReading;

/// What is known of an edition beside its files.
#[derive(Clone, Debug, Default)]
pub struct EditionFacts {
    pub slug: String,
    pub title: Option<String>,
    pub language: Option<String>,
    pub date: Option<String>,
    print_isbn: Option<String>,
    epub_isbn: Option<String>,
}

impl EditionFacts {
    pub fn of(edition: &EditionReading) -> EditionFacts {
        let settings = &edition.settings;
        EditionFacts {
            slug: edition.slug.clone(),
            title: settings.book.title.as_ref().map(|title| title.value.clone()),
            language: settings.book.language.as_ref().map(|language| language.value.0.clone()),
            date: settings.book.date.as_ref().map(|date| date.value.to_string()),
            print_isbn: settings.print.isbn.as_ref().map(|isbn| isbn.value.typed.clone()),
            epub_isbn: settings.epub.isbn.as_ref().map(|isbn| isbn.value.typed.clone()),
        }
    }

    pub fn isbn(&self, output: Output) -> Option<&str> {
        match output {
            Output::Epub => self.epub_isbn.as_deref(),
            Output::Print | Output::Cover => self.print_isbn.as_deref(),
            Output::Screen | Output::Booklet => None,
        }
    }
}
