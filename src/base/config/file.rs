//! In: a file of settings, or a text of the program's own. Out: the table that it holds, and all that is wrong with it.

use super::reader::{Node, Reader, Value};
use crate::base::{Diagnostic, FileId, Report, Span};
use toml::de::{DeTable, DeValue};

/// More faults in what is no TOML are not told.
const MOST: usize = 50;

/// Typographic quotation marks, which word processors put in place of straight ones.
const CURLY: [char; 8] = ['“', '”', '„', '‟', '«', '»', '‘', '’'];

/// A file that holds a `T`. What it does not say, `below` says (TOML too, without a fault), table by table. Nothing where
/// it is not TOML at all, or lacks what must be there.
pub fn read<T: Value>(file: FileId, below: &str, report: &mut Report) -> Option<T> {
    let source = report.sources.get(file);
    let (text, name) = (source.text.clone(), source.name.clone());
    let (tree, errors) = DeTable::parse_recoverable(&text);
    if !errors.is_empty() {
        report.extend(errors.iter().take(MOST).map(|error| syntax(error, &text, file)));
        return None;
    }
    let below = DeTable::parse(below).ok().map(|below| DeValue::Table(below.into_inner()));
    let span = Some(Span::new(file, tree.span()));
    let top = DeValue::Table(tree.into_inner());
    let node = Node { value: &top, span, below: below.as_ref() };
    let file_name = name.rsplit('/').next().unwrap_or_default().to_string();
    Reader { file, file_name, top: T::keys(), path: Vec::new(), lacks: Vec::new(), report }.value(node)
}

/// What a text of the program's own holds; nothing where anything is wrong with it.
pub fn read_builtin<T: Value>(name: &str, text: &str) -> Option<T> {
    let mut report = Report::default();
    let file = report.sources.add(name, text);
    read(file, "", &mut report).filter(|_| report.is_empty())
}

fn syntax(error: &toml::de::Error, text: &str, file: FileId) -> Diagnostic {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    let found = Diagnostic::error("setting-syntax", format!("this is not TOML: {message}"));
    let Some(span) = error.span() else { return found };
    let line_start = text[..span.start.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let found = found.at(Span::new(file, span));
    match line.chars().find(|ch| CURLY.contains(ch)) {
        Some(mark) => found.help(format!("use straight quotes, `\"…\"`: `{mark}` is a typographic quotation mark")),
        None => found,
    }
}

/// The text at a key at the top, before the file is read: what it builds on.
pub fn text_at(file: FileId, key: &str, report: &Report) -> Option<(String, Span)> {
    let text = &report.sources.get(file).text;
    let (table, _) = DeTable::parse_recoverable(text);
    let value = table.get_ref().get(key)?;
    Some((value.get_ref().as_str()?.to_owned(), Span::new(file, value.span())))
}
