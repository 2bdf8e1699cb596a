//! In: settings. Out: the book's metadata, complete; what an author gave wrongly is reported at its place. Refuses to
//! know how any format writes it.

use super::names;
use super::settings::{AuthorSetting, Settings};
use super::typography::{self, Piece};
use crate::base::{Diagnostic, Folder, Report};
use crate::language;
use crate::model::{Contributor, Isbn, Metadata, Series};

/// What is missing stands as empty text, so that reading can go on to find more.
pub fn metadata(settings: &Settings, folder: &Folder, report: &mut Report) -> Metadata {
    let book = &settings.book;
    let mut judge = MetadataReader { settings, report };
    judge.control_characters();
    let title = book.title.trim().to_string();
    if title.is_empty() && !judge.report.has_errors() {
        judge.wrong("setting-missing", "book.title", "the book has no title", "write `title = \"…\"` under `[book]`");
    }
    let language = book.language.clone().unwrap_or_else(|| "en".to_string());
    if !language::is_tag(&language) {
        let why = format!("`{language}` is not a language tag");
        judge.wrong("language-invalid", "book.language", &why, "write one like `en`, `en-GB` or `de`");
    }
    if language::of(&language).words.is_none() && language::is_tag(&language) {
        let why =
            format!("the program has no words in `{language}`: generated text, such as `Contents`, is in English");
        let hint = Diagnostic::hint("language-words-missing", why)
            .help("name the contents yourself: `title = \"…\"` under `[contents]`");
        judge.report.add(settings.place("book.language").into_iter().fold(hint, Diagnostic::at));
    }
    if let Some(date) = book.date.as_deref().filter(|date| !names::is_date(date)) {
        let why = format!("`{date}` is not a date");
        judge.wrong("date-invalid", "book.date", &why, "write `2026`, `2026-11` or `2026-11-23`");
    }
    let authors: Vec<Contributor> =
        book.authors.iter().enumerate().map(|(at, author)| judge.contributor(at, author)).collect();
    // What is shown has the language's marks; names and the identifier stay as typed.
    let set = |text: &str| typography::set(&[Piece { text, literal: false, language: &language }]).concat();
    let set_some = |text: &Option<String>| text.as_deref().map(set);
    let names = authors.iter().map(|author| author.name.as_str());
    let identifier = book.identifier.clone().filter(|given| !given.trim().is_empty());
    Metadata {
        identifier: identifier.unwrap_or_else(|| names::identifier(&title, names)),
        slug: names::slug(&title),
        instant: names::instant(book.date.as_deref(), folder.epoch),
        words: language::words(&language).clone(),
        epub_isbn: judge.isbn("epub.isbn", settings.epub.isbn.as_deref()),
        print_isbn: judge.isbn("print.isbn", settings.print.isbn.as_deref()),
        title: set(&title),
        subtitle: set_some(&book.subtitle),
        publisher: book.publisher.clone(),
        date: book.date.clone(),
        edition: set_some(&book.edition),
        rights: set_some(&book.rights),
        description: set_some(&book.description),
        subjects: book.subjects.clone(),
        certifier: settings.epub.certifier.clone(),
        accessibility_summary: settings.epub.accessibility_summary.clone(),
        series: book.series.as_ref().map(|series| Series { name: set(&series.name), number: series.number.clone() }),
        authors,
        language,
    }
}

struct MetadataReader<'a> {
    settings: &'a Settings,
    report: &'a mut Report,
}

impl MetadataReader<'_> {
    fn wrong(&mut self, code: &'static str, key: &str, message: &str, help: &str) {
        let found = Diagnostic::error(code, message).help(help);
        // What is not there at all is missed in its table.
        let table = key.split('.').next().unwrap_or(key);
        let place = self.settings.place(key).or_else(|| self.settings.place(table));
        self.report.add(place.into_iter().fold(found, Diagnostic::at));
    }

    /// Characters that no text has and that no XML may hold.
    fn control_characters(&mut self) {
        let bad =
            |ch: char| (ch.is_control() && !matches!(ch, '\n' | '\t' | '\r')) || matches!(ch, '\u{FFFE}' | '\u{FFFF}');
        let book = &self.settings.book;
        let one = [
            ("title", Some(&book.title)),
            ("subtitle", book.subtitle.as_ref()),
            ("identifier", book.identifier.as_ref()),
            ("publisher", book.publisher.as_ref()),
            ("edition", book.edition.as_ref()),
            ("rights", book.rights.as_ref()),
            ("description", book.description.as_ref()),
        ];
        let mut found: Vec<String> = Vec::new();
        found.extend(
            one.iter().filter(|(_, text)| text.is_some_and(|text| text.contains(bad))).map(|(key, _)| key.to_string()),
        );
        let lists = [("subjects", &book.subjects), ("imprint", &book.imprint)];
        for (key, list) in lists {
            let wrong = list.iter().enumerate().filter(|(_, text)| text.contains(bad));
            found.extend(wrong.map(|(at, _)| format!("{key}.{at}")));
        }
        for (at, author) in book.authors.iter().enumerate() {
            let texts = match author {
                AuthorSetting::Name(name) => [Some(name), None],
                AuthorSetting::Full(full) => [Some(&full.name), full.file_as.as_ref()],
            };
            if texts.into_iter().flatten().any(|text| text.contains(bad)) {
                found.push(format!("authors.{at}"));
            }
        }
        for key in found {
            self.wrong("control-character", &format!("book.{key}"), "a control character stands here", "take it out");
        }
    }

    fn contributor(&mut self, at: usize, author: &AuthorSetting) -> Contributor {
        let (name, role, file_as) = match author {
            AuthorSetting::Name(name) => (name, None, None),
            AuthorSetting::Full(full) => (&full.name, full.role.as_deref(), full.file_as.clone()),
        };
        if name.trim().is_empty() {
            self.wrong("setting-value", &format!("book.authors.{at}"), "an author has no name", "write it, or nothing");
        }
        let role = role.unwrap_or("aut");
        if role.len() != 3 || !role.bytes().all(|letter| letter.is_ascii_lowercase()) {
            let why = format!("`{role}` is not a MARC relator");
            let help = "write three letters: `aut` author, `edt` editor, `trl` translator, `ill` illustrator";
            self.wrong("setting-value", &format!("book.authors.{at}.role"), &why, help);
        }
        Contributor { name: name.trim().to_string(), role: role.to_string(), file_as }
    }

    fn isbn(&mut self, key: &str, given: Option<&str>) -> Option<String> {
        let given = given?;
        if let Err(why) = Isbn::parse(given) {
            let why = format!("`{given}` is not an ISBN: {why}");
            self.wrong("isbn-invalid", key, &why, "copy it from where it was given to you, digit by digit");
        }
        Some(given.to_string())
    }
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
        let settings = book_toml::read(&folder, &mut report).unwrap();
        let metadata = metadata(&settings, &folder, &mut report);
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
        assert_eq!(metadata.authors[1].role, "trl");
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
