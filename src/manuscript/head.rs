//! In: the YAML block at a file's head. Out: the title and what else it says that a book takes over; what means nothing
//! here is told in a hint. Refuses to know whether the file is a chapter or the whole book.

use crate::base::{Diagnostic, FileId, Report, Span};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a head says, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub authors: Vec<String>,
    pub language: Option<String>,
    pub date: Option<String>,
    /// The whole block.
    pub range: Range<usize>,
}

/// Levels and values of a head; more is no head of a text.
const NODES: usize = 1_000;

/// Reads the block at `range`, its dashes included.
pub fn read(file: FileId, text: &str, range: Range<usize>, report: &mut Report) -> Head {
    let mut head = Head { range: range.clone(), ..Head::default() };
    let mut lines = text[range.clone()].split_inclusive('\n');
    let first = lines.clone().next().map_or(0, str::len);
    let last = lines.next_back().map_or(0, str::len);
    let body = &text[range.start + first..(range.end - last).max(range.start + first)];
    let mut options = serde_saphyr::Options::default();
    if let Some(budget) = &mut options.budget {
        budget.max_nodes = NODES;
        budget.max_aliases = 0;
    }
    let keys = match serde_saphyr::from_str_with_options::<Option<BTreeMap<String, Value>>>(body, options) {
        Ok(keys) => keys.unwrap_or_default(),
        Err(error) => {
            let line = error.location().map_or(1, |at| usize::try_from(at.line()).unwrap_or(1));
            let start = body.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
            let start = range.start + first + start.min(body.len());
            let end = text[start..range.end].find('\n').map_or(range.end, |length| start + length);
            report.add(
                Diagnostic::error("yaml-syntax", "the YAML block at this file's head cannot be read here")
                    .at(Span::new(file, start..end))
                    .help("put quotation marks around a value that contains a colon, or set it in book.toml"),
            );
            return head;
        }
    };
    let mut unknown = Vec::new();
    for (key, value) in keys {
        match key.to_ascii_lowercase().as_str() {
            "title" => head.title = words(&value),
            "subtitle" => head.subtitle = words(&value),
            "author" | "authors" => head.authors = names(&value),
            "lang" | "language" => head.language = words(&value),
            "date" => head.date = words(&value),
            _ => unknown.push(format!("`{key}`")),
        }
    }
    if !unknown.is_empty() {
        let them = if unknown.len() == 1 { "key" } else { "keys" };
        report.add(
            Diagnostic::hint("yaml-keys", format!("Chapbook does not use the {them} {} here", unknown.join(", ")))
                .at(Span::new(file, range.start..range.start + first))
                .help("put settings in book.toml"),
        );
    }
    head
}

fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(_) | Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// One name, a list of names, or of tables with a `name`.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().flat_map(names).collect(),
        Value::Object(table) => table.get("name").map(names).unwrap_or_default(),
        value => words(value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Head, Vec<String>) {
        let mut report = Report::default();
        let head = read(FileId(0), text, 0..text.len(), &mut report);
        (
            head,
            report.sorted().iter().map(|found| format!("{} {:?}", found.code, found.span.map(|at| at.start))).collect(),
        )
    }

    #[test]
    fn heads_say_who_wrote_what() {
        let (head, told) =
            found("---\ntitle: \"A: B\"\nauthor:\n  - One\n  - name: Two\nlang: de\ndate: 2026\nlayout: post\n---\n");
        assert_eq!(
            (head.title.as_deref(), head.language.as_deref(), head.date.as_deref()),
            (Some("A: B"), Some("de"), Some("2026"))
        );
        assert_eq!(head.authors, ["One", "Two"]);
        assert_eq!(told, ["yaml-keys Some(0)"]);
        assert_eq!(found("---\n---\n"), (Head { range: 0..8, ..Head::default() }, vec![]));
    }

    #[test]
    fn what_is_no_yaml_has_its_place() {
        assert_eq!(found("---\ntitle: A\nx: [1, 2\n---\n").1.len(), 1);
        assert_eq!(found("---\na: &x 1\nb: *x\n---\n").1.len(), 1, "no aliases");
    }
}
