//! In: the folder of a book. Out: its settings with their places. Every wrong key and value of book.toml is reported
//! in one run, at its place and with the nearest name that is known. Refuses to know what a setting does.
//!
//! The types in `settings` are the one list of keys: what serde refuses is reported and taken out of the parsed tree,
//! and the rest is read again, until nothing is refused.

use super::settings::Settings;
use crate::base::files::SETTINGS;
use crate::base::{Diagnostic, FileId, Folder, Report, Span, limits};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

/// More wrong keys than this are not looked for.
const MOST: usize = 50;

/// Nothing where the file cannot be read as TOML at all.
pub fn read(folder: &Folder, report: &mut Report) -> Option<Settings> {
    let file = match folder.text(SETTINGS, &mut report.sources) {
        Ok(file) => file,
        Err(error) => {
            report
                .add(error.diagnostic(None).help("a book's folder has a book.toml that says at least `[book] title`"));
            return None;
        }
    };
    let text = report.sources.get(file).text.clone();
    if text.len() > limits::SETTINGS_BYTES {
        let most = limits::SETTINGS_BYTES >> 20;
        report.add(Diagnostic::error("file-too-large", format!("`{SETTINGS}` is larger than {most} megabyte")));
        return None;
    }
    let (mut tree, errors) = DeTable::parse_recoverable(&text);
    if !errors.is_empty() {
        report.extend(errors.iter().take(MOST).map(|error| syntax(error, file)));
        return None;
    }
    for _ in 0..MOST {
        match Settings::deserialize(Deserializer::from(tree.clone())) {
            Ok(settings) => {
                let mut places = BTreeMap::new();
                table_places(tree.get_ref(), "", file, &mut places);
                return Some(Settings { places, ..settings });
            }
            Err(error) => {
                let path = error.span().and_then(|span| path_of(tree.get_ref(), &span));
                report.add(refusal(error.message(), path.as_deref(), error.span(), file));
                remove(tree.get_mut(), &path?);
            }
        }
    }
    None
}

fn syntax(error: &toml::de::Error, file: FileId) -> Diagnostic {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    let found = Diagnostic::error("setting-syntax", format!("this is not TOML: {message}"));
    match error.span() {
        Some(span) => found.at(Span::new(file, span)),
        None => found,
    }
}

fn table_places(table: &DeTable<'_>, above: &str, file: FileId, places: &mut BTreeMap<String, Span>) {
    for (key, value) in table {
        let path = if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
        value_places(value, path, file, places);
    }
}

fn value_places(value: &Spanned<DeValue<'_>>, path: String, file: FileId, places: &mut BTreeMap<String, Span>) {
    match value.get_ref() {
        DeValue::Table(table) => table_places(table, &path, file, places),
        DeValue::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                value_places(item, format!("{path}.{at}"), file, places);
            }
        }
        _ => {}
    }
    places.insert(path, Span::new(file, value.span()));
}

/// Keys and indices that lead to the innermost key or value with this place.
fn path_of(table: &DeTable<'_>, span: &Range<usize>) -> Option<Vec<String>> {
    table.iter().find_map(|(key, value)| {
        let inner = value_path(value, span).or_else(|| (key.span() == *span).then(Vec::new))?;
        Some(std::iter::once(key.get_ref().to_string()).chain(inner).collect())
    })
}

fn value_path(value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> Option<Vec<String>> {
    let inner = match value.get_ref() {
        DeValue::Table(table) => path_of(table, span),
        DeValue::Array(items) => items.iter().enumerate().find_map(|(at, item)| {
            let inner = value_path(item, span)?;
            Some(std::iter::once(at.to_string()).chain(inner).collect())
        }),
        _ => None,
    };
    inner.or_else(|| (value.span() == *span).then(Vec::new))
}

fn remove(table: &mut DeTable<'_>, path: &[String]) {
    let Some((first, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        table.remove(first.as_str());
    } else if let Some(value) = table.get_mut(first.as_str()) {
        remove_in(value.get_mut(), rest);
    }
}

fn remove_in(value: &mut DeValue<'_>, path: &[String]) {
    match value {
        DeValue::Table(table) => remove(table, path),
        DeValue::Array(items) => {
            let Some(at) = path.first().and_then(|at| at.parse::<usize>().ok()) else { return };
            if path.len() > 1 {
                items.get_mut(at).into_iter().for_each(|item| remove_in(item.get_mut(), &path[1..]));
                return;
            }
            let all = std::mem::replace(items, DeArray::new()).into_iter().enumerate();
            *items = all.filter(|(index, _)| *index != at).map(|(_, item)| item).collect();
        }
        _ => {}
    }
}

/// What serde refused, in a person's words.
fn refusal(message: &str, path: Option<&[String]>, span: Option<Range<usize>>, file: FileId) -> Diagnostic {
    let message = message.lines().next().unwrap_or_default();
    let (wrong, known) = names(message);
    let path = path.unwrap_or_default();
    let found = if message.starts_with("unknown field") {
        let table = match path.split_last() {
            Some((_, above)) if !above.is_empty() => format!("in {}", shown(above)),
            _ => "at the top level".to_string(),
        };
        let kind = if path.len() == 1 { "table" } else { "setting" };
        let found = Diagnostic::error("setting-unknown", format!("there is no {kind} `{wrong}` {table}"));
        match (nearest(wrong, &known), home_of(wrong).filter(|_| path.len() == 1)) {
            (_, Some(table)) => found.help(format!("`{wrong}` belongs under `[{table}]`")),
            (Some(name), _) => found.help(format!("did you mean `{name}`?")),
            (None, None) => found.help(format!("known here: {}", known.join(", "))),
        }
    } else if message.starts_with("unknown variant") {
        let found = Diagnostic::error("setting-value", format!("{} cannot be `{wrong}`", shown(path)));
        let all = known.join(", ");
        match nearest(wrong, &known) {
            Some(name) => found.help(format!("did you mean `{name}`? There are: {all}")),
            None => found.help(format!("there are: {all}")),
        }
    } else if message.starts_with("missing field") {
        Diagnostic::error("setting-missing", format!("{} needs a `{wrong}`", shown(path)))
    } else if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (is, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
        let found = Diagnostic::error("setting-type", format!("{} is {}, not {expected}", shown(path), article(is)));
        let text = ["integer", "floating", "boolean"].iter().any(|kind| is.starts_with(kind));
        if text && expected.contains("string") { found.help("put it between quotes") } else { found }
    } else {
        Diagnostic::error("setting-value", format!("{}: {message}", shown(path)))
    };
    match span {
        Some(span) => found.at(Span::new(file, span)),
        None => found,
    }
}

/// The names between backticks: the first, and the others.
fn names(message: &str) -> (&str, Vec<&str>) {
    let mut quoted = message.split('`').skip(1).step_by(2);
    (quoted.next().unwrap_or_default(), quoted.collect())
}

/// `[type] body regular`; indices count from one.
fn shown(path: &[String]) -> String {
    let Some((table, keys)) = path.split_first() else { return format!("`{SETTINGS}`") };
    let keys = keys.iter().map(|key| match key.parse::<usize>() {
        Ok(at) => format!(" {}", at + 1),
        Err(_) => format!(" {key}"),
    });
    format!("`[{table}]{}`", keys.collect::<String>())
}

fn article(kind: &str) -> String {
    let kind = kind.replace("sequence", "list").replace("map", "table");
    let an = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if an { "an" } else { "a" })
}

fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace('_', "-");
    let scored = known.iter().map(|name| (strsim::damerau_levenshtein(&plain(wrong), &plain(name)), *name));
    scored.min().filter(|(distance, name)| *distance <= name.chars().count().div_ceil(3)).map(|(_, name)| name)
}

/// The table that knows a key that was typed above all tables.
fn home_of(key: &str) -> Option<String> {
    let known = |toml: &str| match toml::from_str::<Settings>(toml) {
        Ok(_) => Vec::new(),
        Err(error) => names(error.message()).1.iter().map(|name| name.to_string()).collect(),
    };
    known("'' = 0").into_iter().find(|table| known(&format!("[{table}]\n'' = 0")).iter().any(|name| name == key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn found(toml: &str) -> (Option<Settings>, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("book.toml"), toml).unwrap();
        let mut report = Report::default();
        let settings = read(&Folder::open(dir.path()).unwrap(), &mut report);
        let lines = report.sorted().into_iter().map(|found| {
            let place = found.span.map(|span| report.sources.line_column(span.file, span.start));
            let help = found.help.as_deref().unwrap_or_default();
            format!("{place:?} {}: {} ({help})", found.code, found.message)
        });
        let lines = lines.collect();
        (settings, lines)
    }

    #[test]
    fn many_faults_in_one_run() {
        let (settings, lines) = found(concat!(
            "title = 'Top'\n[book]\ntitle = 'Good'\nauthor = 'A'\nauthors = ['A', { name = 'B', rol = 'edt' }, 5]\n",
            "series = { number = 2 }\n[page]\ntrim = 5\nchapter-start = 'rekto'\n",
            "[type]\nbody = { italic = 'i.otf' }\nsize_ = '1pt'\n[pages]\n[booklet]\nsheet = 'A4'\n",
        ));
        let settings = settings.unwrap();
        assert_eq!(settings.book.title, "Good");
        assert_eq!(settings.book.authors.len(), 2);
        assert_eq!(
            lines,
            [
                "Some((1, 1)) setting-unknown: there is no table `title` at the top level (`title` belongs under `[book]`)",
                "Some((4, 1)) setting-unknown: there is no setting `author` in `[book]` (did you mean `authors`?)",
                "Some((5, 31)) setting-unknown: there is no setting `rol` in `[book] authors 2` (did you mean `role`?)",
                "Some((5, 46)) setting-type: `[book] authors 3` is an integer `5`, not a name, or a table with `name` ()",
                "Some((6, 10)) setting-missing: `[book] series` needs a `name` ()",
                "Some((8, 8)) setting-type: `[page] trim` is an integer `5`, not a string (put it between quotes)",
                "Some((9, 17)) setting-value: `[page] chapter-start` cannot be `rekto` (did you mean `recto`? There are: next, recto)",
                "Some((11, 8)) setting-missing: `[type] body` needs a `regular` ()",
                "Some((12, 1)) setting-unknown: there is no setting `size_` in `[type]` (did you mean `size`?)",
                "Some((13, 2)) setting-unknown: there is no table `pages` at the top level (did you mean `page`?)",
                "Some((14, 2)) setting-unknown: there is no table `booklet` at the top level (known here: book, manuscript, page, type, notes, contents, epub, print, screen, cover)",
            ]
        );
    }

    #[test]
    fn numbers_and_dates_may_stand_bare() {
        let (settings, lines) = found("[book]\ntitle='T'\ndate = 2026-11-23\nedition = 2\nseries={name='S',number=3}");
        let settings = settings.unwrap();
        assert_eq!((settings.book.date.as_deref(), settings.book.edition.as_deref()), (Some("2026-11-23"), Some("2")));
        assert_eq!(settings.book.series.unwrap().number.as_deref(), Some("3"));
        assert!(lines.is_empty(), "{lines:?}");
    }

    #[test]
    fn what_is_not_toml_has_its_place() {
        let (settings, lines) = found("[book]\ntitle = \"open\nx = = 1\n");
        assert!(settings.is_none());
        assert!(
            lines.iter().all(|line| line.contains("setting-syntax")) && lines[0].starts_with("Some((2,"),
            "{lines:?}"
        );
    }

    #[test]
    fn places_are_found_by_either_name() {
        let settings = found("[book]\ntitle='T'\n[type]\nsize = '10pt'\nfallback = ['a', 'b']").0.unwrap();
        assert_eq!(settings.place("[type] size"), settings.place("type.size"));
        assert!(settings.place("type.size").is_some() && settings.place("type.fallback.1").is_some());
        assert!(settings.place("type.leading").is_none());
    }
}
