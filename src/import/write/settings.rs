//! In: what a work says of itself, and its files. Out: its book.toml.

use crate::import::tree::{Matter, Setting, Work};
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub fn settings(work: &Work, files: &[(Matter, String)], cover: Option<&str>) -> String {
    let about = &work.about;
    let mut out = String::from("[book]\n");
    let title = about.title.as_deref().unwrap_or("Untitled");
    let _ = writeln!(out, "title = {}", quoted(title));
    text(&mut out, "subtitle", about.subtitle.as_deref());
    if !about.authors.is_empty() {
        let authors: Vec<String> = about
            .authors
            .iter()
            .map(|person| match &person.role {
                Some(role) => format!("{{ name = {}, role = {} }}", quoted(&person.name), quoted(role)),
                None => quoted(&person.name),
            })
            .collect();
        let _ = writeln!(out, "authors = [{}]", authors.join(", "));
    }
    text(&mut out, "language", about.language.as_deref());
    text(&mut out, "publisher", about.publisher.as_deref());
    text(&mut out, "date", about.date.as_deref());
    text(&mut out, "edition", about.edition.as_deref());
    text(&mut out, "rights", about.rights.as_deref());
    text(&mut out, "description", about.description.as_deref());
    if !about.subjects.is_empty() {
        let subjects: Vec<String> = about.subjects.iter().map(|subject| quoted(subject)).collect();
        let _ = writeln!(out, "subjects = [{}]", subjects.join(", "));
    }
    if let Some((name, number)) = &about.series {
        let number = number.as_ref().map_or(String::new(), |number| format!(", number = {}", quoted(number)));
        let _ = writeln!(out, "series = {{ name = {}{number} }}", quoted(name));
    }
    out.push_str("\n[manuscript]\n");
    for (matter, key) in [(Matter::Front, "front"), (Matter::Main, "main"), (Matter::Back, "back")] {
        let own: Vec<&String> = files.iter().filter(|(of, _)| *of == matter).map(|(_, name)| name).collect();
        if own.is_empty() {
            continue;
        }
        let _ = writeln!(out, "{key} = [");
        for name in own {
            let _ = writeln!(out, "  {},", quoted(name));
        }
        out.push_str("]\n");
    }
    let isbn = about.isbn.as_ref().map(|isbn| Setting { table: "epub", key: "isbn", value: quoted(isbn) });
    let all: Vec<&Setting> = work.settings.iter().chain(&isbn).collect();
    let tables: BTreeSet<&str> = all.iter().map(|setting| setting.table).collect();
    for table in tables {
        let _ = write!(out, "\n[{table}]\n");
        for setting in all.iter().filter(|setting| setting.table == table) {
            let _ = writeln!(out, "{} = {}", setting.key, setting.value);
        }
    }
    if let Some(cover) = cover {
        let _ = write!(out, "\n[cover]\nfront = {}\n", quoted(cover));
    }
    out
}

fn text(out: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
        let _ = writeln!(out, "{key} = {}", quoted(value));
    }
}

/// On one line.
fn quoted(value: &str) -> String {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    toml::Value::String(value).to_string()
}
