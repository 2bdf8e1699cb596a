//! In: the YAML block at a file's head. Out: the title and what else it says that a book takes over, each with its place;
//! what means nothing here is told in a hint. Refuses to know whether the file is a chapter or the whole book.

use super::attributes::{List, Pair};
use crate::base::config::{Place, Set};
use crate::base::{Diagnostic, FileId, Report, Span};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a head says, as typed. Who uses a part of it takes it out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub title: Option<Set<String>>,
    pub subtitle: Option<Set<String>>,
    pub authors: Vec<Set<String>>,
    pub language: Option<Set<String>>,
    pub date: Option<Set<String>>,
    /// Which versions the file belongs to.
    pub conditions: List,
    /// The whole block.
    pub range: Range<usize>,
    /// Keys that mean nothing in any head.
    unknown: Vec<String>,
}

/// Whether a file has a head.
#[derive(Debug, PartialEq, Eq)]
pub enum FoundHead {
    None,
    Whole(Range<usize>),
    /// Its first line: nothing closes it.
    Open(Range<usize>),
}

/// Levels and values of a head; more is no head of a text.
const NODES: usize = 1_000;

/// Looks for `---`, a line that names a key, and a line that closes the block.
pub fn find(text: &str) -> FoundHead {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let second = lines.clone().find(|line| !line.trim_start().starts_with('#')).unwrap_or_default();
    let key = second.split(':').next().filter(|key| key.len() < second.trim_end().len()).unwrap_or_default();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    if first.trim_end() != "---" || !is_key && second.trim_end() != "---" {
        return FoundHead::None;
    }
    let mut end = first.len();
    for line in lines {
        end += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return FoundHead::Whole(0..end);
        }
    }
    if is_key { FoundHead::Open(0..first.trim_end().len()) } else { FoundHead::None }
}

/// Reads the head of a file that has one.
pub fn read(file: FileId, text: &str, report: &mut Report) -> Option<Head> {
    let FoundHead::Whole(range) = find(text) else { return None };
    let mut head = Head { range: range.clone(), ..Head::default() };
    let mut lines = text[range.clone()].split_inclusive('\n');
    let first = lines.clone().next().map_or(0, str::len);
    let last = lines.next_back().map_or(0, str::len);
    let start = range.start + first;
    let body = &text[start..(range.end - last).max(start)];
    let mut options = serde_saphyr::Options::default();
    if let Some(budget) = &mut options.budget {
        budget.max_nodes = NODES;
        budget.max_aliases = 0;
    }
    let keys = match serde_saphyr::from_str_with_options::<Option<BTreeMap<String, Value>>>(body, options) {
        Ok(keys) => keys.unwrap_or_default(),
        Err(error) => {
            let line = error.location().map_or(1, |at| usize::try_from(at.line()).unwrap_or(1));
            let before = body.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
            let start = start + before.min(body.len());
            let end = text[start..range.end].find('\n').map_or(range.end, |length| start + length);
            report.add(
                Diagnostic::error("yaml-syntax", "the YAML block at this file's head cannot be read here")
                    .at(Span::new(file, start..end))
                    .help("put quotation marks around a value that contains a colon, or set it in book.toml"),
            );
            return Some(head);
        }
    };
    for (key, value) in keys {
        let line = line_of(body, &key).map_or(range.start..start, |line| start + line.start..start + line.end);
        let place = Place::new(Some(Span::new(file, line)), format!("`{key}`"));
        let set = |value: String| Set { value, place: place.clone() };
        match key.to_ascii_lowercase().as_str() {
            "title" => head.title = words(&value).map(set),
            "subtitle" => head.subtitle = words(&value).map(set),
            "author" | "authors" => head.authors = names(&value).into_iter().map(set).collect(),
            "lang" | "language" => head.language = words(&value).map(set),
            "only" | "not" => {
                let value = names(&value).join(" ");
                let line = place.span.map_or(range.clone(), |span| span.start as usize..span.end as usize);
                head.conditions.pairs.push(Pair { key, value, start: line.start, range: line });
            }
            "date" => head.date = words(&value).map(set),
            _ => head.unknown.push(key),
        }
    }
    Some(head)
}

/// The line on which a key of the block stands.
fn line_of(body: &str, key: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let bare = line.trim_start_matches(['"', '\'']);
        let rest = bare.strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
        if rest.is_some_and(|rest| rest.starts_with(':')) {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

impl Head {
    /// A hint where nobody took something of this head, or nobody could.
    pub fn unused(&self, file: FileId, text: &str) -> Option<Diagnostic> {
        let mut keys: Vec<&str> = self.unknown.iter().map(|key| key.as_str()).collect();
        let set = [&self.subtitle, &self.date].into_iter().flatten().chain(self.authors.first());
        let shown = set.map(|set| set.place.name.trim_matches('`'));
        keys.extend(shown);
        keys.sort_unstable();
        let first = text[self.range.clone()].find('\n').map_or(self.range.end, |length| self.range.start + length + 1);
        let them = match keys.len() {
            0 => return None,
            1 => "key",
            _ => "keys",
        };
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let why = format!("Chapbook does not use the {them} {} here", keys.join(", "));
        let hint = Diagnostic::hint("yaml-keys", why).at(Span::new(file, self.range.start..first));
        Some(hint.help("put settings in book.toml"))
    }
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
        let head = read(FileId(0), text, &mut report).unwrap();
        report.extend(head.unused(FileId(0), text));
        let told = |found: &&Diagnostic| format!("{} {:?}", found.code, found.span.map(|at| at.start));
        (head, report.sorted().iter().map(told).collect())
    }

    #[test]
    fn heads_say_who_wrote_what() {
        let text = "---\ntitle: \"A: B\"\n'author':\n  - One\n  - name: Two\nlang: de\ndate: 2026\nlayout: post\n---\n";
        let (head, told) = found(text);
        let said = |set: &Option<Set<String>>| {
            let set = set.as_ref().unwrap();
            (set.value.clone(), text[set.span().unwrap().start as usize..set.span().unwrap().end as usize].to_owned())
        };
        assert_eq!(said(&head.title), ("A: B".into(), "title: \"A: B\"".into()));
        assert_eq!(said(&head.language), ("de".into(), "lang: de".into()));
        assert_eq!(said(&head.date), ("2026".into(), "date: 2026".into()));
        let authors: Vec<&str> = head.authors.iter().map(|author| author.as_str()).collect();
        assert_eq!((authors, head.authors[1].span().unwrap().start), (vec!["One", "Two"], 18));
        assert_eq!(told, ["yaml-keys Some(0)"]);
        assert_eq!(found("---\n---\n"), (Head { range: 0..8, ..Head::default() }, vec![]));
    }

    #[test]
    fn what_nobody_took_is_told() {
        let text = "---\ntitle: A\nsubtitle: B\nauthors: C\n---\n";
        let (mut head, _) = found(text);
        let told = |head: &Head| head.unused(FileId(0), text).map(|hint| hint.message);
        assert_eq!(told(&head).as_deref(), Some("Chapbook does not use the keys `authors`, `subtitle` here"));
        (head.subtitle, head.authors) = (None, Vec::new());
        assert_eq!(told(&head), None);
    }

    #[test]
    fn what_is_no_yaml_has_its_place() {
        assert_eq!(found("---\ntitle: A\nx: [1, 2\n---\n").1.len(), 1);
        assert_eq!(found("---\na: &x 1\nb: *x\n---\n").1.len(), 1, "no aliases");
    }
}
