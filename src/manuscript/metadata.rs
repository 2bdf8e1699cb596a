//! In: settings. Out: the book's metadata, complete; what an author gave wrongly is reported at its place. Refuses to
//! know how any format writes it.

use super::names;
use super::settings::{AuthorSetting, Date, IsbnSetting, Settings, SubjectSetting};
use super::typography::{self, Piece};
use crate::base::config::Set;
use crate::base::{Diagnostic, Folder, Report};
use crate::language;
use crate::model::{Accessibility, Contributor, Metadata, Series, Subject};

/// Which edition of a book it is about.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Nothing for the default edition.
    pub edition: Option<&'a str>,
    /// What its files are called.
    pub slug: &'a str,
}

/// What is missing stands as empty text, so that reading can go on to find more.
pub fn metadata(settings: &Settings, named: Named, folder: &Folder, report: &mut Report) -> Metadata {
    let book = &settings.book;
    let title = book.title.as_deref().map(|title| title.trim()).unwrap_or_default().to_string();
    let language = language(settings);
    if language::of(&language).words.is_none() {
        let why = format!("Chapbook has no words in `{language}`, so generated text such as `Contents` is in English");
        let hint = Diagnostic::hint("language-words-missing", why)
            .help("name the table of contents yourself: `title = \"…\"` under `[contents]`");
        report.add(hint.at_any(book.language.as_ref().and_then(Set::span)));
    }
    let authors: Vec<Contributor> = book.authors.iter().map(|author| contributor(author, report)).collect();
    // What is shown has the language's marks; names and the identifier stay as typed.
    let set = |text: &str| typography::set(&[Piece { text, literal: false, language: &language }]).concat();
    let set_some = |text: &Option<Set<String>>| text.as_deref().map(|text| set(text));
    let plain = |text: &Option<Set<String>>| text.as_deref().cloned();
    let isbn = |isbn: &Option<Set<IsbnSetting>>| isbn.as_deref().map(|isbn| isbn.typed.clone());
    let names = authors.iter().map(|author| author.name.as_str()).chain(named.edition);
    let identifier = book.identifier.as_deref().map(|given| given.0.clone()).filter(|given| !given.trim().is_empty());
    Metadata {
        identifier: identifier.unwrap_or_else(|| names::identifier(&title, names)),
        slug: named.slug.to_owned(),
        instant: names::instant(book.date.as_deref().copied(), folder.epoch),
        words: language::words(&language).clone(),
        epub_isbn: isbn(&settings.epub.isbn),
        print_isbn: isbn(&settings.print.isbn),
        title: set(&title),
        subtitle: set_some(&book.subtitle),
        publisher: plain(&book.publisher),
        date: book.date.as_deref().map(Date::to_string),
        edition: book.edition.as_deref().map(|edition| set(edition)),
        rights: set_some(&book.rights),
        description: set_some(&book.description),
        file_as: plain(&book.file_as),
        long_description: set_some(&book.long_description),
        subjects: book.subjects.iter().map(|setting| subject(setting, report)).collect(),
        sources: book.sources.iter().map(|source| source.value.clone()).collect(),
        same_as: book.same_as.iter().map(|address| address.0.clone()).collect(),
        properties: settings.epub.meta.values.clone(),
        certifier: plain(&settings.epub.certifier),
        accessibility: Accessibility {
            summary: plain(&settings.epub.accessibility_summary),
            credential: plain(&settings.epub.certifier_credential),
            report: settings.epub.certifier_report.as_deref().map(|address| address.0.clone()),
            contact: plain(&settings.epub.accessibility_contact),
            exemption: settings.epub.accessibility_exemption.as_deref().map(|exemption| exemption.name()),
        },
        series: book.series.as_ref().map(|series| Series {
            name: set(&series.name),
            number: series.number.as_deref().map(|number| number.0.clone()),
        }),
        authors,
        language,
    }
}

/// What the files of the default edition are called.
pub fn slug(settings: &Settings) -> String {
    names::slug(settings.book.title.as_deref().map(|title| title.trim()).unwrap_or_default())
}

/// The language of the text where it does not say otherwise.
pub fn language(settings: &Settings) -> String {
    settings.book.language.as_deref().map_or("en", |language| language).to_string()
}

/// An error where nothing says what the book is called.
pub fn no_title(settings: &Settings) -> Option<Diagnostic> {
    let title = settings.book.title.as_ref();
    if title.is_some_and(|title| !title.trim().is_empty()) {
        return None;
    }
    let found = Diagnostic::error("setting-missing", "the book has no title");
    Some(found.at_any(title.and_then(Set::span).or(settings.book.span)).help("write `title = \"…\"` under `[book]`"))
}

fn subject(setting: &Set<SubjectSetting>, report: &mut Report) -> Subject {
    let SubjectSetting::Full(full) = &setting.value else {
        return Subject { name: setting.words().to_owned(), term: None };
    };
    let code = full.code.0.trim();
    if let Some(form) = full.scheme.fault(code) {
        let why = format!("`{code}` is no code of {}", full.scheme.0);
        report.add(full.code.error("setting-value", why).help(format!("a code of {} is {form}", full.scheme.0)));
    }
    Subject { name: full.name.value.clone(), term: Some((full.scheme.0.to_owned(), code.to_owned())) }
}

fn contributor(author: &Set<AuthorSetting>, report: &mut Report) -> Contributor {
    let name = author.name();
    if name.trim().is_empty() {
        report.add(author.error("setting-value", "an author has no name").help("add the name, or delete the author"));
    }
    let mut out = Contributor { name: name.trim().to_string(), ..Contributor::default() };
    if let AuthorSetting::Full(full) = &author.value {
        out.roles = full.roles.iter().map(|role| role.0.clone()).collect();
        out.file_as = full.file_as.as_deref().cloned();
        out.same_as = full.same_as.iter().map(|address| address.0.clone()).collect();
    }
    if out.roles.is_empty() {
        out.roles.push("aut".to_owned());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::book_toml;
    use std::fs;

    fn made(toml: &str) -> (Metadata, Vec<(&'static str, usize)>) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("book.toml"), toml).unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let mut report = Report::default();
        let (_, settings) = book_toml::read(&folder, &mut report).unwrap().swap_remove(0);
        report.extend(no_title(&settings).filter(|_| !report.has_errors()));
        let slug = slug(&settings);
        let named = Named { edition: None, slug: &slug };
        let metadata = metadata(&settings, named, &folder, &mut report);
        let line =
            |found: &Diagnostic| found.span.map_or(0, |span| report.sources.line_column(span.file, span.start).0);
        (metadata, report.sorted().into_iter().map(|found| (found.code, line(found))).collect())
    }

    #[test]
    fn what_is_not_said_is_made() {
        let (metadata, found) = made("book.title = \" Don't \"\nbook.authors = ['B', {name='C', role='trl'}]");
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(
            (metadata.title.as_str(), metadata.slug.as_str(), metadata.language.as_str()),
            ("Don’t", "dont", "en")
        );
        assert!(metadata.identifier.starts_with("urn:uuid:"));
        assert_eq!(metadata.authors[1].roles, ["trl"]);
        assert_eq!(metadata.words.contents, "Contents");
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let (_, found) = made(concat!(
            "[book]\nlanguage = 'english please'\ndate = '23.11.2026'\nauthors = ['',\n {name='A', role='editor'}]\n",
            "publisher = \"a\\u0007b\"\n[epub]\nisbn = '978-3-16-148410-1'\n[print]\nisbn = '978-3-16-148410-0'\n",
        ));
        let expected = [
            ("language-invalid", 2),
            ("date-invalid", 3),
            ("setting-value", 4),
            ("setting-value", 5),
            ("control-character", 6),
            ("isbn-invalid", 8),
        ];
        assert_eq!(found, expected);
        assert_eq!(made("[book]\nsubtitle = 's'").1, [("setting-missing", 1)]);
        assert_eq!(made("").1, [("setting-missing", 0)]);
    }
}
