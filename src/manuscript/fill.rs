//! In: settings, and what the files say of themselves. Out: the same settings with what book.toml leaves open: from the
//! YAML head of the one file, or without any book.toml from the first file, its heading or its name. What book.toml says
//! always holds.

use super::draft::{BlockKind, Draft};
use super::markdown::{self, Manner};
use super::scope::Scope;
use super::settings::{AuthorSetting, Date, Settings};
use crate::base::config::{FromText, Place, Set};
use crate::base::files::SETTINGS;
use crate::base::{Diagnostic, FileId, Folder, Report, Severity, Span};
use crate::model::plain_text;
use std::collections::BTreeMap;
use toml::Value;

/// The head of the one file is the book's, and so is that of the first file where there is no book.toml. Of several
/// titles each is its chapter's. Gives the file whose words the settings may now have.
pub fn from_heads(
    settings: &mut Settings,
    manners: &mut BTreeMap<FileId, Manner>,
    has_settings: bool,
    report: &mut Report,
) -> Option<FileId> {
    let is_titled = |manner: &&Manner| manner.head.as_ref().is_some_and(|head| head.title.is_some());
    let one_title = manners.values().filter(is_titled).count() == 1;
    let one_file = manners.len() == 1;
    let (file, manner) = manners.iter_mut().next().filter(|_| one_file || !has_settings)?;
    let book = &mut settings.book.table;
    if let Some(head) = &mut manner.head {
        if book.title.is_none() && one_title {
            book.title = head.title.take().map(|title| words(title, report)).and_then(|title| read(title, report));
        }
        if book.subtitle.is_none() {
            let subtitle = head.subtitle.take().map(|subtitle| words(subtitle, report));
            book.subtitle = subtitle.and_then(|subtitle| read(subtitle, report));
        }
        if book.authors.is_empty() {
            let names = std::mem::take(&mut head.authors).into_iter().filter_map(|name| read(name, report));
            let author = |Set { value, place }| Set { value: AuthorSetting::Name(value), place };
            book.authors = names.map(author).collect();
        }
        if book.language.is_none() {
            book.language = head.language.take().and_then(|language| read(language, report));
        }
        if book.date.is_none() {
            book.date = head.date.take().and_then(|date| day(date, report));
        }
    }
    Some(*file)
}

/// A head's title may have the marks of Markdown; the book's is words alone.
fn words(typed: Set<String>, report: &mut Report) -> Set<String> {
    let Some(span) = typed.span().filter(|_| typed.contains(['*', '_', '`', '<', '[', '\\'])) else { return typed };
    let text = report.sources.get(span.file).text.clone();
    let read = markdown::read_lines(span.file, &text, &[(&typed.value, span)], "en", &Scope::default());
    report.append(read.found);
    Set { value: read.lines.iter().map(|line| plain_text(line)).collect(), ..typed }
}

fn read<T: FromText>(typed: Set<String>, report: &mut Report) -> Option<Set<T>> {
    match T::from_text(&typed.value) {
        Ok(value) => Some(Set { value, place: typed.place }),
        Err(fault) => {
            report.add(fault.at(&typed.place));
            None
        }
    }
}

/// A date may have a time behind it, which a book does not need. A date in words is told and left out.
fn day(typed: Set<String>, report: &mut Report) -> Option<Set<Date>> {
    let day = typed.value.split(['T', ' ']).next().filter(|day| day.len() == "2026-11-23".len());
    match Date::from_text(day.unwrap_or(&typed.value)) {
        Ok(value) => Some(Set { value, place: typed.place }),
        Err(fault) => {
            report.add(Diagnostic { severity: Severity::Warning, ..fault.at(&typed.place) });
            None
        }
    }
}

/// A book without book.toml that no head titles is called by its only heading of level 1, else by the name of its file or
/// folder. Gives a hint with the lines to keep, unless the head says all of them.
pub fn without_settings(settings: &mut Settings, drafts: &[(FileId, &Draft)], folder: &Folder) -> Option<Diagnostic> {
    let book = &mut settings.book.table;
    if book.title.is_some() && book.language.is_some() && !book.authors.is_empty() {
        return None;
    }
    let lacks = if book.authors.is_empty() { "`author`" } else { "`lang`" };
    let called = match (&book.title, only_heading(drafts), &folder.name) {
        (Some(_), ..) => &format!("the head of its text, which lacks {lacks}"),
        (None, Some(heading), _) => {
            book.title = Some(heading);
            "its only `#` heading"
        }
        (None, None, name) => {
            book.title = Some(Set { value: readable(name.as_deref()?), place: Place::default() });
            if folder.file.is_some() { "the name of the file" } else { "the name of the folder" }
        }
    };
    let text = |text: &str| Value::String(text.to_owned()).to_string();
    let title = book.title.as_deref().map(|title| text(title)).unwrap_or_default();
    let mut authors: Vec<String> = book.authors.iter().map(|author| text(author.name())).collect();
    if authors.is_empty() {
        authors.push(text("Your Name"));
    }
    let language = text(book.language.as_deref().map_or("en", |language| language));
    let lines = [
        "[book]".to_owned(),
        format!("title = {title}"),
        format!("authors = [{}]", authors.join(", ")),
        format!("language = {language}"),
    ];
    let why = format!("there is no {SETTINGS}, so the book's title comes from {called}");
    let help = format!("to keep or correct it, save these lines as {SETTINGS} beside the text:\n{}", lines.join("\n"));
    // That there is no text was told.
    (!drafts.is_empty()).then(|| Diagnostic::hint("no-book-toml", why).help(help))
}

/// The words of the heading that stands above everything, where there is but one of its level.
fn only_heading(drafts: &[(FileId, &Draft)]) -> Option<Set<String>> {
    let blocks = drafts.iter().flat_map(|(file, draft)| draft.blocks.iter().map(move |block| (file, block)));
    let mut headings = blocks.filter_map(|(file, block)| match &block.kind {
        BlockKind::Heading { level: 1, inlines, .. } => Some((*file, block.span, plain_text(inlines))),
        _ => None,
    });
    let (file, span, value) = headings.next().filter(|(.., words)| !words.trim().is_empty())?;
    let first = drafts.first().is_some_and(|(first, _)| *first == file);
    let span = Span { file, start: span.start, end: span.end };
    (first && headings.next().is_none()).then(|| Set { value, place: Place::new(Some(span), "the heading") })
}

/// `my-first_book` as people write it. A number that only sorts, `01-`, is left out.
fn readable(name: &str) -> String {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['-', '_', '.', ' ']);
    let name = if name.starts_with('0') && !rest.is_empty() { rest } else { name };
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !name.chars().any(char::is_uppercase) => first.to_uppercase().chain(letters).collect(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript;

    #[test]
    fn names_of_files_are_made_readable() {
        for (name, shown) in [
            ("poems", "Poems"),
            ("my-first_book", "My first book"),
            ("01-plants", "Plants"),
            ("007", "007"),
            ("1984", "1984"),
            ("The Quay", "The Quay"),
            ("iPhone-notes", "iPhone notes"),
            ("été", "Été"),
        ] {
            assert_eq!(readable(name), shown);
        }
    }

    /// Title, authors, language and date of a book, and what is found in it.
    fn made(files: &[(&str, &str)]) -> (String, String) {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("winter-notes");
        std::fs::create_dir(&dir).unwrap();
        files.iter().for_each(|(name, text)| std::fs::write(dir.join(name), text).unwrap());
        let (manuscript, report) = manuscript::read(&Folder::open(&dir).unwrap());
        let metadata = manuscript.unwrap().book.metadata;
        let authors: Vec<&str> = metadata.authors.iter().map(|author| author.name.as_str()).collect();
        let date = metadata.date.as_deref().unwrap_or("-");
        let found: Vec<String> = report.sorted().iter().map(|found| found.code.to_owned()).collect();
        let (authors, found) = (authors.join(" & "), found.join(" "));
        (format!("{} | {authors} | {} | {date}", metadata.title, metadata.language), found)
    }

    #[test]
    fn a_book_of_one_file_is_what_its_head_says() {
        const HEAD: &str =
            "---\ntitle: 'It''s Late'\nauthor: [A, B]\nlang: de\ndate: 2024-05-01T10:00:00Z\n---\n\nWorte.\n";
        assert_eq!(made(&[("a.md", HEAD)]), ("It’s Late | A & B | de | 2024-05-01".into(), "".into()));
        let toml = ("book.toml", "book.title = 'T'\nbook.authors = 'C'\n");
        assert_eq!(made(&[toml, ("a.md", HEAD)]), ("T | C | de | 2024-05-01".into(), "yaml-keys".into()));
        let one = made(&[toml, ("a.md", HEAD), ("b.md", "Worte.\n")]);
        assert_eq!(one, ("T | C | en | -".into(), "yaml-keys".into()));
        let wrong = made(&[("a.md", "---\ntitle: T\nlang: in German\ndate: May 2024\n---\n\nWords.\n")]);
        assert_eq!(wrong, ("T |  | en | -".into(), "no-book-toml language-invalid date-invalid".into()));
    }

    #[test]
    fn a_book_without_book_toml_has_a_title() {
        let of = |files: &[(&str, &str)]| made(files).0.split(" | ").next().unwrap().to_owned();
        assert_eq!(of(&[("a.md", "# The *Quay*\n\nWords.\n\n## One\n")]), "The Quay");
        assert_eq!(of(&[("a.md", "# One\n\n# Two\n")]), "Winter notes");
        assert_eq!(of(&[("a.md", "Words.\n"), ("b.md", "# Two\n")]), "Winter notes");
        assert_eq!(of(&[("a.md", "---\ntitle: All\n---\n\n# One\n"), ("b.md", "# Two\n")]), "All");
        let two = ["---\ntitle: One\n---\n", "---\ntitle: Two\n---\n"];
        assert_eq!(of(&[("a.md", two[0]), ("b.md", two[1])]), "Winter notes");
        assert_eq!(made(&[("book.toml", ""), ("a.md", "# One\n")]).1, "setting-missing");
    }

    #[test]
    fn the_lines_to_keep_are_toml() {
        let text = "---\ntitle: 'a \"b\" c'\nauthors: [O'N\\M, \"“Q”\"]\n---\n\nWords.\n";
        let folder = Folder::from_files([("a.md", text)]).unwrap();
        let (_, report) = manuscript::read(&folder);
        let hint = report.sorted().into_iter().find(|found| found.code == "no-book-toml").unwrap();
        let (_, lines) = hint.help.as_deref().unwrap().split_once('\n').unwrap();
        let book = &lines.parse::<toml::Table>().unwrap()["book"];
        assert_eq!(book["title"].as_str(), Some("a \"b\" c"));
        assert_eq!(book["authors"].as_array().unwrap()[0].as_str(), Some("O'N\\M"));
        assert_eq!(book["language"].as_str(), Some("en"));
    }
}
