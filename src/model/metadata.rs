//! What the book says about itself.

use crate::language::Words;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    pub title: String,
    pub subtitle: Option<String>,
    pub authors: Vec<Contributor>,
    /// BCP 47.
    pub language: String,
    /// A URN or whatever the author gave; made from title and authors when nothing was given.
    pub identifier: String,
    pub publisher: Option<String>,
    /// ISO 8601 as given (`2026`, `2026-11`, `2026-11-23`); shown only when given.
    pub date: Option<String>,
    pub edition: Option<String>,
    pub rights: Option<String>,
    pub description: Option<String>,
    pub subjects: Vec<String>,
    pub series: Option<Series>,
    pub epub_isbn: Option<String>,
    pub print_isbn: Option<String>,
    /// Who vouches for the EPUB's accessibility; without a name nothing is claimed.
    pub certifier: Option<String>,
    /// The author's own words on the EPUB's accessibility.
    pub accessibility_summary: Option<String>,
    /// The instant that formats require, RFC 3339 in UTC (`2026-11-23T00:00:00Z`): the book's date, else
    /// SOURCE_DATE_EPOCH, else 2000-01-01T00:00:00Z. Never shown.
    pub instant: String,
    /// Lower-case ASCII of the title, for file names.
    pub slug: String,
    /// Generated words in the book's language.
    pub words: Words,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributor {
    pub name: String,
    /// MARC relator, `aut` unless said.
    pub role: String,
    pub file_as: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    pub name: String,
    pub number: Option<String>,
}
