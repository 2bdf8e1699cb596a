//! In: parsed TOML trees that stand one above another. Out: what `Value`s make of them, with a diagnostic for all that is
//! wrong. Refuses to know any key.
//!
//! Of each key the uppermost layer that has it says what holds. Tables are read as one, key by key; a list stands in the
//! place of the list below it.

use super::fault::Fault;
use super::key::{self, Key, Kind, Shape};
use super::shown::{Home, Step, all, alternatives, nearest, shown};
use super::{Place, Set};
use crate::base::{Diagnostic, Report, Span};
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What one layer says in a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'t> {
    pub value: &'t DeValue<'t>,
    /// Nothing in a text of the program's own.
    pub span: Option<Span>,
    pub home: &'t Home,
}

/// A value, and what the layers below say in its place.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    pub(super) top: Part<'t>,
    /// The uppermost first.
    pub(super) below: Vec<Part<'t>>,
}

impl<'t> Part<'t> {
    pub(super) fn table(&self) -> Option<&'t DeTable<'t>> {
        if let DeValue::Table(table) = self.value { Some(table) } else { None }
    }

    pub(super) fn at(&self, key: &str) -> Option<Part<'t>> {
        let value = self.table()?.get(key)?;
        Some(Part { value: value.get_ref(), span: self.place(value.span()), home: self.home })
    }

    pub(super) fn place(&self, range: Range<usize>) -> Option<Span> {
        self.home.file.map(|file| Span::new(file, range))
    }
}

impl<'t> Node<'t> {
    pub(super) fn new(parts: impl IntoIterator<Item = Part<'t>>) -> Option<Node<'t>> {
        let mut parts = parts.into_iter();
        let top = parts.next()?;
        Some(Node { top, below: parts.collect() })
    }

    pub fn kind(&self) -> Kind {
        Kind::of(self.top.value)
    }

    /// Where the value stands.
    pub fn span(&self) -> Option<Span> {
        self.top.span
    }

    /// The steps up from the book's folder to that of the file it stands in.
    pub fn folder(&self) -> &'t str {
        &self.top.home.folder
    }

    /// Text, or a number or a date as it is written.
    pub fn text(&self) -> Option<String> {
        key::written(self.top.value)
    }

    pub fn truth(&self) -> Option<bool> {
        if let DeValue::Boolean(truth) = self.top.value { Some(*truth) } else { None }
    }

    pub fn whole(&self) -> Option<i64> {
        let DeValue::Integer(number) = self.top.value else { return None };
        i64::from_str_radix(number.as_str(), number.radix()).ok()
    }

    /// The value at a key of a table that is no declared one.
    pub fn get(&self, key: &str) -> Option<Node<'t>> {
        Node::new(self.tables().filter_map(|part| part.at(key)))
    }

    /// The value at the first of these names that a layer has, and that name.
    pub(super) fn get_any(&self, names: &[&'static str]) -> Option<(&'static str, Node<'t>)> {
        let of = |part: Part<'t>| names.iter().find_map(|name| part.at(name).map(|part| (*name, part)));
        let (found, parts): (Vec<&str>, Vec<Part>) = self.tables().filter_map(of).unzip();
        Some((*found.first()?, Node::new(parts)?))
    }

    /// Without what the layers below say.
    pub fn alone(self) -> Node<'t> {
        Node { below: Vec::new(), ..self }
    }

    pub(super) fn items(&self) -> &'t [Spanned<DeValue<'t>>] {
        if let DeValue::Array(items) = self.top.value { items } else { &[] }
    }

    /// The tables that are read as one. What is no table stands in the place of all that is below it.
    pub(super) fn tables(&self) -> impl Iterator<Item = Part<'t>> {
        let parts = std::iter::once(self.top).chain(self.below.iter().copied());
        parts.take_while(|part| part.table().is_some())
    }
}

/// What can be read from a value of a file.
pub trait Value: Sized {
    /// The kinds of values that it is read from.
    const KINDS: &'static [Kind];

    /// What an author may write, in words: `a whole number from 1 to 9`.
    fn takes() -> String;

    /// Whether it is read from a table alone.
    const IS_TABLE: bool = false;

    /// The keys of its table, if it is one.
    fn keys() -> &'static [Key] {
        &[]
    }

    /// The names of a closed list.
    fn names() -> &'static [&'static str] {
        &[]
    }

    /// What it looks like.
    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, names: Self::names(), keys: Self::keys(), ..Shape::default() }
    }

    /// What to write in place of a number or a truth.
    fn quoted(raw: &str) -> String {
        format!("put it in quotes: `\"{raw}\"`")
    }

    /// Reads a value of one of its kinds; nothing where an error was reported.
    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self>;
}

/// Where reading has come to.
pub struct Reader<'r> {
    /// The tables at the top.
    pub(super) top: &'static [Key],
    pub(super) path: Vec<Step>,
    /// What the innermost table must have and lacks.
    pub(super) lacks: Vec<&'static str>,
    pub(super) report: &'r mut Report,
}

impl Reader<'_> {
    /// What the value that is being read is called in a layer.
    pub(super) fn name(&self, home: &Home) -> String {
        let is_table = match &self.path[..] {
            [Step::Key(key)] => self.top.iter().any(|known| known.name == key && known.is_table),
            _ => false,
        };
        shown(&self.path, is_table, home)
    }

    pub fn place(&self, node: &Node<'_>) -> Place {
        Place::new(node.span(), self.name(node.top.home))
    }

    pub fn add(&mut self, found: Diagnostic) {
        self.report.add(found);
    }

    /// Reads a value whose kind its type takes; the error for another kind says what is taken.
    pub fn value<T: Value>(&mut self, node: Node<'_>) -> Option<T> {
        if T::KINDS.contains(&node.kind()) {
            return T::read(node, self);
        }
        let raw = key::written(node.top.value).unwrap_or_default();
        let help = match node.kind() {
            Kind::Whole | Kind::Decimal | Kind::Truth | Kind::Date if T::KINDS.contains(&Kind::Text) => {
                Some(T::quoted(&raw))
            }
            Kind::Text if bare(T::KINDS, raw.trim()) => Some(format!("write it without quotes: `{}`", raw.trim())),
            _ => None,
        };
        self.wrong_kind(&node, &T::takes(), help);
        None
    }

    pub(super) fn wrong_kind(&mut self, node: &Node<'_>, takes: &str, help: Option<String>) {
        let message = format!("{} takes {takes}, not {}", self.name(node.top.home), key::described(node.top.value));
        let found = Diagnostic::error("setting-type", message).at_any(node.span());
        self.add(help.into_iter().fold(found, Diagnostic::help));
    }

    pub fn set<T: Value>(&mut self, node: Node<'_>) -> Option<Set<T>> {
        let place = self.place(&node);
        self.value(node).map(|value| Set { value, place })
    }

    /// The items of a list, without those that are wrong; what is no list is read as its only item.
    pub fn list<T: Value>(&mut self, node: Node<'_>) -> Vec<Set<T>> {
        if node.kind() != Kind::List {
            return self.set(node).into_iter().collect();
        }
        let mut out = Vec::new();
        for (at, item) in node.items().iter().enumerate() {
            self.path.push(Step::Item(at));
            let top = Part { value: item.get_ref(), span: node.top.place(item.span()), home: node.top.home };
            out.extend(self.set(Node { top, below: Vec::new() }));
            self.path.pop();
        }
        out
    }

    /// What stands at a key of a table, if it is there.
    pub fn value_at<T: Value>(&mut self, node: &Node<'_>, key: &str) -> Option<T> {
        let found = node.get(key)?;
        self.at(key, |reader| reader.value(found))
    }

    /// Goes down from a table to one of its tables, which is called as its header is: `[editions.hardback]`.
    pub fn at_table<R>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> R) -> R {
        let outer = self.path.pop();
        let name = match &outer {
            Some(Step::Key(table)) => format!("{table}.{key}"),
            Some(Step::Item(_)) | None => key.to_string(),
        };
        self.path.push(Step::Key(name));
        let out = read(self);
        self.path.pop();
        self.path.extend(outer);
        out
    }

    /// Goes down to a key and back.
    pub fn at<R>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(Step::Key(key.to_string()));
        let out = read(self);
        self.path.pop();
        out
    }

    /// What stands in a table whose keys are not declared: each key, its place, and its value.
    pub fn entries<'t>(&self, node: &Node<'t>) -> Vec<(String, Option<Span>, Node<'t>)> {
        let mut places: BTreeMap<String, Option<Span>> = BTreeMap::new();
        for part in node.tables() {
            for (key, _) in part.table().into_iter().flatten() {
                places.entry(key.get_ref().to_string()).or_insert_with(|| part.place(key.span()));
            }
        }
        places.into_iter().filter_map(|(key, span)| node.get(&key).map(|value| (key, span, value))).collect()
    }

    pub(super) fn fault(&mut self, fault: Fault, node: &Node<'_>) {
        self.report.add(fault.at(&self.place(node)));
    }

    /// Keys that a table must have and lacks.
    pub(super) fn missing(&mut self, lacks: &[&'static str], node: &Node<'_>, keys: &[Key]) {
        if lacks.is_empty() {
            return;
        }
        let names: Vec<String> = lacks.iter().map(|name| format!("`{name}`")).collect();
        let message = format!("{} needs {}", self.name(node.top.home), all(&names));
        let found = Diagnostic::error("setting-missing", message).at_any(node.span());
        let like = keys.iter().find(|key| key.name == "like");
        let help = like.map(|like| format!("add it, or set `like` to {}", like.about));
        self.add(help.into_iter().fold(found, Diagnostic::help));
    }

    /// A key that the table does not have.
    pub(super) fn unknown(&mut self, wrong: &str, at: Span, is_table: bool, home: &Home, known: &[Key]) {
        let is_top = self.path.is_empty();
        let message = match (is_top && home.table.is_empty(), is_table) {
            (true, true) => format!("there is no table `[{wrong}]`"),
            (true, false) => format!("there is no setting `{wrong}` at the top of the file"),
            (false, _) => format!("there is no setting `{wrong}` in {}", self.name(home)),
        };
        let guessed = known.iter().find(|key| key.guesses.contains(&wrong.to_lowercase().as_str()));
        let names: Vec<&str> = known.iter().map(|key| key.name).collect();
        let within = if home.table.is_empty() { String::new() } else { format!("{}.", home.table) };
        let homes: Vec<String> = self
            .top
            .iter()
            .filter(|table| {
                (table.keys)().iter().any(|key| !key.is_table && key.names_read().any(|name| name == wrong))
            })
            .map(|table| format!("`[{within}{}]`", table.name))
            .collect();
        let help = match (guessed, nearest(wrong, &names)) {
            (Some(key), _) => format!("did you mean `{}`?", key.name),
            (None, Some((distance, name))) if distance < 2 || homes.is_empty() => format!("did you mean `{name}`?"),
            _ if !homes.is_empty() && is_top => format!("write it under {}", alternatives(&homes)),
            _ if !homes.is_empty() => format!("`{wrong}` belongs under {}", alternatives(&homes)),
            _ => format!("valid keys: {}", names.join(", ")),
        };
        self.add(Diagnostic::error("setting-unknown", message).at(at).help(help));
    }
}

/// Whether text says what should stand there without quotes.
fn bare(kinds: &[Kind], text: &str) -> bool {
    (kinds.contains(&Kind::Truth) && matches!(text, "true" | "false"))
        || (kinds.contains(&Kind::Whole) && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}
