//! In: a TOML text and the type of what it should say. Out: the value, with the place of each part; every wrong key and
//! value is reported in one run, at its place and with the nearest name that is known. Refuses to know what is meant.
//!
//! The type is the one list of keys: what serde refuses is reported and taken out of the parsed tree, and the rest is
//! read again, until nothing is refused.

use super::{Diagnostic, FileId, Report, Span};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

/// More wrong keys than this are not looked for.
const MOST: usize = 50;

/// Where each value stands, by its dotted path: `type.size`, `manuscript.main.0`.
pub type Places = BTreeMap<String, Span>;

/// A file that says what `T` holds. What it lacks, `under` says (TOML too, without a fault), table by table. Nothing
/// where the text is not TOML at all.
pub fn read<T: DeserializeOwned>(file: FileId, under: &str, report: &mut Report) -> Option<(T, Places)> {
    let source = report.sources.get(file);
    let (text, name) = (source.text.clone(), source.name.clone());
    let name = name.rsplit('/').next().unwrap_or_default();
    let (mut tree, errors) = DeTable::parse_recoverable(&text);
    if !errors.is_empty() {
        report.extend(errors.iter().take(MOST).map(|error| syntax(error, file)));
        return None;
    }
    let mut places = Places::new();
    table_places(tree.get_ref(), "", file, &mut places);
    for _ in 0..MOST {
        if let Ok(under) = DeTable::parse(under) {
            fill(tree.get_mut(), under.into_inner());
        }
        match T::deserialize(Deserializer::from(tree.clone())) {
            Ok(value) => return Some((value, places)),
            Err(error) => {
                let path = error.span().and_then(|span| path_of(tree.get_ref(), &span));
                report.add(refusal::<T>(error.message(), path.as_deref(), error.span(), file, name));
                remove(tree.get_mut(), &path?);
            }
        }
    }
    None
}

/// Adds what a table lacks. What is added has no place.
fn fill<'a>(table: &mut DeTable<'a>, under: DeTable<'a>) {
    for (key, value) in under {
        match (table.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut), value.into_inner()) {
            (Some(DeValue::Table(own)), DeValue::Table(under)) => fill(own, under),
            (Some(_), _) => {}
            (None, DeValue::Table(under)) => {
                let mut own = DeTable::new();
                fill(&mut own, under);
                table.insert(nowhere(key.into_inner()), nowhere(DeValue::Table(own)));
            }
            (None, value) => {
                table.insert(nowhere(key.into_inner()), nowhere(value));
            }
        }
    }
}

fn nowhere<V>(value: V) -> Spanned<V> {
    Spanned::new(usize::MAX..usize::MAX, value)
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
fn refusal<T: DeserializeOwned>(
    message: &str,
    path: Option<&[String]>,
    span: Option<Range<usize>>,
    file: FileId,
    name: &str,
) -> Diagnostic {
    let message = message.lines().next().unwrap_or_default();
    let (wrong, known) = names(message);
    let path = path.unwrap_or_default();
    let unknown = message.starts_with("unknown variant");
    let found = if message.starts_with("unknown field") {
        let table = match path.split_last() {
            Some((_, above)) if !above.is_empty() => format!("in {}", shown(above, name)),
            _ => "at the top level".to_string(),
        };
        let kind = if path.len() == 1 { "table" } else { "setting" };
        let found = Diagnostic::error("setting-unknown", format!("there is no {kind} `{wrong}` {table}"));
        match (nearest(wrong, &known), home_of::<T>(wrong).filter(|_| path.len() == 1)) {
            (_, Some(table)) => found.help(format!("`{wrong}` belongs under `[{table}]`")),
            (Some(name), _) => found.help(format!("did you mean `{name}`?")),
            (None, None) => found.help(format!("known here: {}", known.join(", "))),
        }
    } else if let Some((last, above)) = path.split_last().filter(|(last, _)| unknown && *last == wrong) {
        // A name that is a key.
        let found = Diagnostic::error("setting-unknown", format!("there is no `{last}` in {}", shown(above, name)));
        match nearest(wrong, &known) {
            Some(name) => found.help(format!("did you mean `{name}`?")),
            None => found.help(format!("known here: {}", known.join(", "))),
        }
    } else if unknown {
        let found = Diagnostic::error("setting-value", format!("{} cannot be `{wrong}`", shown(path, name)));
        let all = known.join(", ");
        match nearest(wrong, &known) {
            Some(name) => found.help(format!("did you mean `{name}`? There are: {all}")),
            None => found.help(format!("there are: {all}")),
        }
    } else if message.starts_with("missing field") {
        Diagnostic::error("setting-missing", format!("{} needs a `{wrong}`", shown(path, name)))
    } else if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (is, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
        let found =
            Diagnostic::error("setting-type", format!("{} is {}, not {expected}", shown(path, name), article(is)));
        let text = ["integer", "floating", "boolean"].iter().any(|kind| is.starts_with(kind));
        if text && expected.contains("string") { found.help("put it between quotes") } else { found }
    } else {
        Diagnostic::error("setting-value", format!("{}: {message}", shown(path, name)))
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
fn shown(path: &[String], file: &str) -> String {
    let Some((table, keys)) = path.split_first() else { return format!("`{file}`") };
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

/// The known name that was likely meant.
pub fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |name: &str| name.to_lowercase().replace('_', "-");
    let scored = known.iter().map(|name| (strsim::damerau_levenshtein(&plain(wrong), &plain(name)), *name));
    scored.min().filter(|(distance, name)| *distance <= name.chars().count().div_ceil(3)).map(|(_, name)| name)
}

/// The table that knows a key that was typed above all tables.
fn home_of<T: DeserializeOwned>(key: &str) -> Option<String> {
    let known = |toml: &str| match toml::from_str::<T>(toml) {
        Ok(_) => Vec::new(),
        Err(error) => names(error.message()).1.iter().map(|name| name.to_string()).collect(),
    };
    known("'' = 0").into_iter().find(|table| known(&format!("[{table}]\n'' = 0")).iter().any(|name| name == key))
}
