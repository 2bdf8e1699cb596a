//! `series.toml`: what several books share. Its tables are those of book.toml, under every book's own, and `[series]`.

use super::Settings;
use crate::base::FileId;
use crate::base::config::{Key, Set, Value, table};
use std::sync::LazyLock;

/// What a book says of itself alone.
const OF_BOOKS: [&str; 1] = ["editions"];

table! {
    #[derive(Default)]
    pub struct Shelf {
        "name" or "title" => name: Option<Set<String>>, "", "what the series is called";
        "books" => books: Vec<Set<String>>, "every folder with a book, sorted", "the folders of the books, in order";
        "catalogue" or "also-by" => catalogue: Option<Set<String>>, "the name of the series",
            "the title of the page that lists the other books";
    }
}

table! {
    /// The one table of series.toml that no book has.
    #[derive(Default)]
    pub struct SeriesFile {
        "series" => series: Option<Set<Shelf>>, "", "the books of the series";
    }
}

/// The keys of series.toml.
pub fn series_keys() -> &'static [Key] {
    static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
        let settings = Settings::keys().iter().filter(|key| !OF_BOOKS.contains(&key.name));
        SeriesFile::keys().iter().chain(settings).copied().collect()
    });
    &KEYS
}

/// The series that a book stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnShelf {
    /// series.toml.
    pub file: FileId,
    pub table: Shelf,
}
