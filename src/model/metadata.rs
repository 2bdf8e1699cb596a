//! What the book says about itself.

use crate::language::{self, Words};

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
    /// The form under which the title is sorted.
    pub file_as: Option<String>,
    pub long_description: Option<String>,
    pub subjects: Vec<Subject>,
    /// What the text was taken from: addresses, or words.
    pub sources: Vec<String>,
    /// Addresses where the work is described.
    pub same_as: Vec<String>,
    /// Further properties of the EPUB's package, each with its values.
    pub properties: Vec<(String, Vec<String>)>,
    pub series: Option<Series>,
    pub epub_isbn: Option<String>,
    pub print_isbn: Option<String>,
    /// Who vouches for the EPUB's accessibility; without a name nothing is claimed.
    pub certifier: Option<String>,
    pub accessibility: Accessibility,
    /// The instant that formats require, RFC 3339 in UTC (`2026-11-23T00:00:00Z`): the book's date, else
    /// SOURCE_DATE_EPOCH, else 2000-01-01T00:00:00Z. Never shown.
    pub instant: String,
    /// Lower-case ASCII of the title, for file names.
    pub slug: String,
    /// Generated words in the book's language.
    pub words: Words,
}

impl Metadata {
    /// Those who wrote the book, without editors and others.
    pub fn writers(&self) -> impl Iterator<Item = &str> {
        self.authors.iter().filter(|author| author.is("aut")).map(|author| author.name.as_str())
    }

    /// On one line, as the language lists names; empty where none is named.
    pub fn writers_listed(&self) -> String {
        self.writers().collect::<Vec<_>>().join(&language::of(&self.language).marks.list)
    }

    /// What the cover shows, for who does not see it.
    pub fn cover_described(&self) -> String {
        let marks = &language::of(&self.language).marks;
        let title = match self.words.cover.as_str() {
            "" => self.title.clone(),
            cover => [cover, &marks.colon, &self.title].concat(),
        };
        std::iter::once(title.as_str()).chain(self.writers()).collect::<Vec<_>>().join(&marks.list)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributor {
    pub name: String,
    /// MARC relators, at least one: `aut` unless said.
    pub roles: Vec<String>,
    pub file_as: Option<String>,
    /// Addresses where they are described.
    pub same_as: Vec<String>,
}

impl Contributor {
    pub fn is(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }
}

/// What a book is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    pub name: String,
    /// The scheme that it is of, and its code there.
    pub term: Option<(String, String)>,
}

/// What the author says of the EPUB's accessibility.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accessibility {
    /// In place of the program's words.
    pub summary: Option<String>,
    /// What entitles the certifier, and the address of their report.
    pub credential: Option<String>,
    pub report: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// A word of the vocabulary for why the law does not ask for it.
    pub exemption: Option<&'static str>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    pub name: String,
    pub number: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_the_language_does() {
        let described = |language: &str| {
            let author = |name: &str, role: &str| Contributor {
                name: name.into(),
                roles: vec![role.into()],
                ..Contributor::default()
            };
            let authors = vec![author("A", "aut"), author("E", "edt"), author("B", "aut")];
            let (language, words) = (language.to_owned(), language::words(language).clone());
            Metadata { title: "T".into(), authors, language, words, ..Metadata::default() }.cover_described()
        };
        assert_eq!(described("en"), "Cover: T, A, B");
        assert_eq!(described("fr"), "Couverture\u{a0}: T, A, B");
        assert_eq!(described("ja"), "表紙：T、A、B");
    }
}
