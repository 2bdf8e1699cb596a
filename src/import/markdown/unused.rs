//! In: the settings of a tool, and which of their keys a reader takes over. Out: a remark about each other key, with its line.

use super::head;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The keys that a reader takes over, with dots between those in each other.
#[derive(Debug, Default)]
pub struct Taken {
    pub keys: Vec<&'static str>,
    /// Tables whose keys say something of the book; nothing for the file itself.
    pub about: Vec<&'static str>,
    /// Tables whose tables are told key by key.
    pub apart: Vec<&'static str>,
}

impl Taken {
    fn takes(&self, around: &str, key: &str, path: &str, value: &Value) -> bool {
        self.keys.contains(&path) || (self.about.contains(&around) && head::takes(key, value))
    }

    fn reaches_into(&self, path: &str) -> bool {
        let inside = format!("{path}.");
        let above = path.rsplit_once('.').map_or(path, |(above, _)| above);
        let is_apart = self.apart.iter().any(|own| *own == path || *own == above);
        is_apart
            || self.about.contains(&path)
            || self.keys.iter().chain(&self.about).any(|own| own.starts_with(&inside))
    }
}

pub fn tell(text: &str, keys: &Map<String, Value>, taken: &Taken, remarks: &mut Remarks) {
    let lines: Vec<&str> = text.lines().collect();
    Teller { lines, taken, remarks }.keys("", None, keys);
}

struct Teller<'t> {
    lines: Vec<&'t str>,
    taken: &'t Taken,
    remarks: &'t mut Remarks,
}

impl Teller<'_> {
    fn keys(&mut self, around: &str, above: Option<usize>, keys: &Map<String, Value>) {
        for (key, value) in keys {
            let path = if around.is_empty() { key.clone() } else { format!("{around}.{key}") };
            let line = self.header(&path).or_else(|| self.line(key, above)).or(above);
            if self.taken.takes(around, key, &path, value) {
                if matches!(key.as_str(), "author" | "authors" | "contributors") {
                    self.beside_names(&path, line, value);
                }
                continue;
            }
            match value {
                Value::Object(inner) if self.taken.reaches_into(&path) => self.keys(&path, line, inner),
                value => {
                    let at = line.map_or(At::File, |line| At::Line(line + 1));
                    self.remarks.left("settings of the tool that are not taken over", &shown(&path, value), at);
                }
            }
        }
    }

    /// What is said of people beside their names.
    fn beside_names(&mut self, path: &str, above: Option<usize>, people: &Value) {
        let told: BTreeSet<String> = head::beside_names(people).into_iter().collect();
        for key in told {
            let at = self.line(&key, above).or(above).map_or(At::File, |line| At::Line(line + 1));
            self.remarks.left("settings of the tool that are not taken over", &format!("{path}.{key}"), at);
        }
    }

    /// The first table of TOML with this path.
    fn header(&self, path: &str) -> Option<usize> {
        let inside = format!("{path}.");
        self.lines.iter().position(|line| {
            let name = line.trim().strip_prefix('[').and_then(|line| line.split(']').next());
            name.is_some_and(|name| name == path || name.starts_with(&inside))
        })
    }

    /// Where a key stands, after the line of the one around it.
    fn line(&self, key: &str, above: Option<usize>) -> Option<usize> {
        let header = above.filter(|at| self.lines[*at].trim_start().starts_with('['));
        let outer = above.map(|at| indent(self.lines[at]));
        let is_outside = |line: &str| match (header, outer) {
            _ if line.trim().is_empty() || line.trim_start().starts_with('#') => false,
            (Some(_), _) => line.trim_start().starts_with('['),
            (None, Some(outer)) => indent(line) <= outer,
            (None, None) => false,
        };
        let rest = self.lines.iter().enumerate().skip(above.map_or(0, |at| at + 1));
        let inside = rest.take_while(|(_, line)| !is_outside(line)).filter(|(_, line)| names(line, key));
        inside.min_by_key(|(at, line)| (indent(line), *at)).map(|(at, _)| at)
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a line of YAML, TOML or JSON begins with this key.
fn names(line: &str, key: &str) -> bool {
    let start = line.trim_start().trim_start_matches(['[', '{']).trim_start().trim_start_matches(['"', '\'']);
    let rest = start.strip_prefix(key).map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
    rest.is_some_and(|rest| rest.starts_with([':', '=', ']', '.']))
}

/// The key, with its value or the keys inside.
fn shown(path: &str, value: &Value) -> String {
    match value {
        Value::String(text) => format!("{path}: {text}"),
        Value::Number(_) | Value::Bool(_) => format!("{path}: {value}"),
        Value::Object(inner) => {
            format!("{path} ({})", inner.keys().map(String::as_str).collect::<Vec<_>>().join(", "))
        }
        Value::Array(_) | Value::Null => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, value: Option<Value>, taken: Taken) -> Vec<String> {
        let mut remarks = Remarks::of("a");
        let Some(Value::Object(keys)) = value else { panic!("{text}") };
        tell(text, &keys, &taken, &mut remarks);
        remarks.all.sort_by_key(|remark| remark.place.clone());
        remarks.all.iter().map(|remark| format!("{:?} {}", remark.place.at, remark.shown)).collect()
    }

    #[test]
    fn keys_have_lines_in_every_notation() {
        let taken = || Taken { keys: vec!["book.src", "out.epub.cover"], about: vec!["book"], apart: vec![] };
        let yaml = "out:\n  html:\n    theme: x\n  epub: {cover: a.png}\nbook:\n  # title: no\n  title: T\n  theme: dark\ntheme: [1]\n";
        let wanted = ["Line(2) out.html (theme)", "Line(8) book.theme: dark", "Line(9) theme"];
        assert_eq!(told(yaml, head::yaml(yaml), taken()), wanted);
        let toml =
            "[out.epub]\ncover = 1\n[book]\ntitle = 'T'\nlazy = true\n\n[build]\nlazy = false\n[out.html]\nx = 1\n";
        let wanted = ["Line(5) book.lazy: true", "Line(7) build (lazy)", "Line(9) out.html (x)"];
        assert_eq!(told(toml, head::toml(toml), taken()), wanted);
        let json = "{\n  \"plugins\": [\"a\"],\n  \"book\": {\n    \"date\": \"today\"\n  }\n}\n";
        let wanted = ["Line(2) plugins", "Line(4) book.date: today"];
        assert_eq!(told(json, serde_json::from_str(json).ok(), taken()), wanted);
    }
}
