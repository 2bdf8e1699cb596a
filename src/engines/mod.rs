//! In: a style sheet. Out: what of it old reading engines do not take, by a table with sources, and where; what no sheet
//! of an author may have. Refuses to read it as CSS any further: which rule wins is the engine's business.

use crate::base::config::{self, named, table};
use crate::printers::Source;
use std::collections::BTreeMap;
use std::sync::LazyLock;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum RowKind {
        Function = "function",
        AtRule = "at-rule",
        Selector = "selector",
        Unit = "unit",
        Property = "property",
        /// `display: flex`, or `hr { border: 0` for an element's.
        Declaration = "declaration",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Engine {
        Rmsdk = "rmsdk",
        Kf8 = "kf8",
    }
}

named! {
    /// What is lost by it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Loss {
        Book = "book",
        Sheet = "sheet",
        Rule = "rule",
        Declaration = "declaration",
    }
}

impl Loss {
    pub fn words(self) -> &'static str {
        match self {
            Loss::Book => "some readers refuse the whole book for it",
            Loss::Sheet => "some readers ignore the whole style sheet for it",
            Loss::Rule => "some readers ignore the rule",
            Loss::Declaration => "some readers ignore it",
        }
    }
}

table! {
    /// One thing that an engine does not take.
    pub struct Row {
        "kind" => kind: RowKind, "", "what kind of thing it is";
        "name" => name: String, "", "what it looks like in a style sheet";
        "engine" => engine: Engine, "", "whose engine";
        "loses" => loses: Loss, "", "what is lost by it";
        "from" => from: String, "", "the name of its source";
    }
}

table! {
    #[derive(Default)]
    pub struct Rows {
        "sources" => sources: BTreeMap<String, Source>, "", "where they were read";
        "rows" => rows: Vec<Row>, "", "what engines do not take";
    }
}

static ROWS: LazyLock<Rows> =
    LazyLock::new(|| config::read_builtin("engines", include_str!("engines.toml")).unwrap_or_default());

pub fn rows() -> &'static [Row] {
    &ROWS.rows
}

/// Where a row was read.
pub fn source(row: &Row) -> Option<&'static Source> {
    ROWS.sources.get(&row.from)
}

/// What of a style sheet engines do not take, each row once. Engines that do not know `@supports` pass over its block
/// whole, and the others take what is in it.
pub fn refused(css: &str) -> Vec<&'static Row> {
    offences(css).into_iter().map(|(_, row)| row).collect()
}

/// The same with the byte at which each row is met first.
pub fn offences(css: &str) -> Vec<(usize, &'static Row)> {
    let parts = parts(css);
    let first = |row| parts.iter().find(|part| !part.is_asked_for && has(&part.piece, row)).map(|part| (part.at, row));
    rows().iter().filter_map(first).collect()
}

/// What a sheet of an author may not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It leads to another file.
    Address,
    /// A brace that is never closed, or closes nothing.
    Brace,
}

/// Every fault, with its byte.
pub fn faults(css: &str) -> Vec<(usize, Fault)> {
    let css = bare(css);
    let leads = ["@import", "url(", "src(", "image-set("].iter().flat_map(|start| css.match_indices(start));
    let mut found: Vec<(usize, Fault)> = leads.map(|(at, _)| (at, Fault::Address)).collect();
    let mut open = Vec::new();
    for (at, mark) in css.match_indices(['{', '}']) {
        match mark {
            "{" => open.push(at),
            _ => found.extend(open.pop().is_none().then_some((at, Fault::Brace))),
        }
    }
    found.extend(open.first().map(|at| (*at, Fault::Brace)));
    found.sort_by_key(|(at, _)| *at);
    found
}

/// Properties and their values in small letters with their first byte, those that only newer engines are given too.
pub fn declarations(css: &str) -> Vec<(usize, String, String)> {
    let declaration = |part: Part| match part.piece {
        Piece::Declaration { property, value, .. } => Some((part.at, property, value)),
        Piece::Head(_) => None,
    };
    parts(css).into_iter().filter_map(declaration).collect()
}

/// A part of a style sheet, without comments and strings, in small letters.
#[derive(Debug)]
struct Part {
    /// Its first byte.
    at: usize,
    /// In a block of `@supports`.
    is_asked_for: bool,
    piece: Piece,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    /// Before a block: a selector, or an at-rule.
    Head(String),
    /// In a block, with the head of that block.
    Declaration { head: String, property: String, value: String },
}

/// Sheets larger than this are no sheets.
const DEPTH: usize = 64;

fn parts(css: &str) -> Vec<Part> {
    let css = bare(css);
    let (mut parts, mut heads, mut from) = (Vec::new(), Vec::<String>::new(), 0);
    for (at, mark) in css.char_indices().filter(|(_, mark)| matches!(mark, '{' | '}' | ';')) {
        let part = css[from..at].trim_start();
        let first = at - part.len();
        let part = part.trim_end();
        from = at + 1;
        let is_asked_for = heads.iter().any(|head| names(head, "@supports"));
        let mut push = |piece| parts.push(Part { at: first, is_asked_for, piece });
        match mark {
            '{' => {
                push(Piece::Head(part.to_owned()));
                if heads.len() < DEPTH {
                    heads.push(part.to_owned());
                }
            }
            _ => {
                match (part.split_once(':'), heads.last()) {
                    (Some((property, value)), Some(head)) => {
                        let (property, value) = (property.trim().to_owned(), value.trim().to_owned());
                        push(Piece::Declaration { head: head.clone(), property, value });
                    }
                    _ if part.starts_with('@') => push(Piece::Head(part.to_owned())),
                    _ => {}
                }
                if mark == '}' {
                    heads.pop();
                }
            }
        }
    }
    parts
}

/// Without what stands in comments, strings and addresses, as many bytes long.
fn bare(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        let (kept, skipped) = match next {
            '/' if rest.starts_with("/*") => ("", rest[2..].find("*/").map_or(rest.len(), |end| end + 4)),
            '"' | '\'' => ("\"", string_end(rest, next)),
            'u' | 'U' if rest.get(..4).is_some_and(|url| url.eq_ignore_ascii_case("url(")) => {
                ("url(", rest.find(')').map_or(rest.len(), |end| end + 1))
            }
            other => {
                out.push(other.to_ascii_lowercase());
                rest = &rest[other.len_utf8()..];
                continue;
            }
        };
        out.push_str(kept);
        out.extend(std::iter::repeat_n(' ', skipped - kept.len()));
        rest = &rest[skipped..];
    }
    out
}

/// Behind the closing quotation mark.
fn string_end(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn has(piece: &Piece, row: &Row) -> bool {
    let name = &row.name[..];
    match (row.kind, piece) {
        (RowKind::AtRule, Piece::Head(head)) => match name.split_once(' ') {
            Some((rule, mark)) => names(head, rule) && head.contains(mark),
            None => names(head, name),
        },
        (RowKind::Selector, Piece::Head(head)) => {
            !head.starts_with('@') && head.match_indices(name).any(|(at, _)| ends(&head[at + name.len()..], name))
        }
        (RowKind::Function, Piece::Declaration { value, .. }) => calls(value, name),
        (RowKind::Unit, Piece::Declaration { value, .. }) => measured_in(value, name),
        (RowKind::Property, Piece::Declaration { property, .. }) => match name.strip_suffix('*') {
            Some(start) => property.starts_with(start),
            None => property == name,
        },
        (RowKind::Declaration, Piece::Declaration { head, property, value }) => {
            let (element, said) = name.split_once(" { ").map_or((None, name), |(element, said)| (Some(element), said));
            let (wanted, worth) = said.split_once(": ").unwrap_or((said, ""));
            let of_element = |element| head.split([' ', ',', '>', '+']).any(|part| names(part, element));
            property == wanted && value.split_whitespace().any(|word| word == worth) && element.is_none_or(of_element)
        }
        _ => false,
    }
}

/// Whether a name stands at the beginning, and ends there.
fn names(text: &str, name: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| ends(rest, name))
}

/// Whether a name is over where this goes on.
fn ends(rest: &str, name: &str) -> bool {
    name.ends_with('(') || !rest.starts_with(is_of_name)
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

/// Whether a function of that name is called, with a vendor's prefix or without.
fn calls(value: &str, name: &str) -> bool {
    let call = format!("{name}(");
    value.match_indices(&call).any(|(at, _)| {
        let before = &value[..at];
        let word = before.len() - before.trim_end_matches(is_of_name).len();
        word == 0 || before[before.len() - word..].starts_with('-') && before.ends_with('-')
    })
}

fn measured_in(value: &str, unit: &str) -> bool {
    value.match_indices(unit).any(|(at, _)| {
        value[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.') && ends(&value[at + unit.len()..], unit)
    })
}

#[cfg(test)]
impl Row {
    /// A sheet with nothing but the row's offence.
    pub fn offence(&self) -> String {
        let name = &self.name;
        match self.kind {
            RowKind::Function => format!("p {{ margin-left: -webkit-{name}(1em, 2%); }}"),
            RowKind::AtRule => match name.strip_suffix('(') {
                Some(rule) => format!("{rule}(min-width: 20em) {{ p {{ margin: 0; }} }}"),
                None => format!("{name} x {{ p {{ margin: 0; }} }}"),
            },
            RowKind::Selector if name.ends_with('(') => format!("a{name}b) {{ margin: 0; }}"),
            RowKind::Selector => format!("a:{name} {{ margin: 0; }}"),
            RowKind::Unit => format!("p {{ margin: 0 1.5{name}; }}"),
            RowKind::Property => format!("p {{ {}: 0; }}", name.replace('*', "x")),
            RowKind::Declaration if name.contains('{') => format!("{name}; }}"),
            RowKind::Declaration => format!("p {{ {name}; }}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_source_and_is_seen() {
        assert!(rows().len() > 30);
        for row in rows() {
            assert!(source(row).is_some(), "{} has no source", row.name);
            let css = row.offence();
            let found: Vec<&str> = refused(&css).iter().map(|found| &found.name[..]).collect();
            assert_eq!(found, [&row.name[..]], "{css}");
        }
    }

    #[test]
    fn what_is_no_offence_is_none() {
        let css = "@charset \"utf-8\"; /* calc(1px) */ @media print { a:hover::first-letter { content: \"var(--x)\" } }
            @font-face { src: url(min(rem.otf) } hr.break { border: 0 none } .transform, .premium { margin: 1em 20% }
            p { -webkit-hyphens: none; border-top: 1px solid; width: 62.5%; content: attr(data-x) }";
        let found: Vec<&str> = refused(css).iter().map(|found| &found.name[..]).collect();
        assert_eq!(found, ["hr { border: 0"]);
        assert!(refused("p { color: red").is_empty() && refused("{ } } ; 'x").is_empty());
    }
}
