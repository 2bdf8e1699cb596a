//! In: a parsed TOML tree. Out: what `Value`s make of it, with a diagnostic for all that is wrong. Refuses to know any
//! key.

use super::fault::Fault;
use super::key::{self, Key, Kind};
use super::shown::{Step, all, alternatives, nearest, shown};
use super::{Place, Set};
use crate::base::{Diagnostic, FileId, Report, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value of the file, and what the file that it builds on says in its place.
#[derive(Clone, Copy, Debug)]
pub struct Node<'t> {
    pub(super) value: &'t DeValue<'t>,
    /// Nothing for a value of the file below.
    pub(super) span: Option<Span>,
    pub(super) below: Option<&'t DeValue<'t>>,
}

impl<'t> Node<'t> {
    pub fn kind(&self) -> Kind {
        Kind::of(self.value)
    }

    /// Text, or a number or a date as it is written.
    pub fn text(&self) -> Option<String> {
        key::written(self.value)
    }

    pub fn truth(&self) -> Option<bool> {
        if let DeValue::Boolean(truth) = self.value { Some(*truth) } else { None }
    }

    pub fn whole(&self) -> Option<i64> {
        let DeValue::Integer(number) = self.value else { return None };
        i64::from_str_radix(number.as_str(), number.radix()).ok()
    }

    /// The value at a key of a table that is no declared one.
    pub fn get(&self, file: FileId, key: &str) -> Option<Node<'t>> {
        let (own, below) = self.tables();
        let own = own.and_then(|table| table.get(key));
        let below = below.and_then(|table| table.get(key)).map(Spanned::get_ref);
        match own {
            Some(own) => {
                let span = self.span.map(|_| Span::new(file, own.span()));
                Some(Node { value: own.get_ref(), span, below })
            }
            None => below.map(|value| Node { value, span: None, below: None }),
        }
    }

    /// Without what the file below says.
    pub fn alone(self) -> Node<'t> {
        Node { below: None, ..self }
    }

    pub(super) fn items(&self) -> &'t [Spanned<DeValue<'t>>] {
        if let DeValue::Array(items) = self.value { items } else { &[] }
    }

    pub(super) fn tables(&self) -> (Option<&'t DeTable<'t>>, Option<&'t DeTable<'t>>) {
        let table = |value: &'t DeValue<'t>| if let DeValue::Table(table) = value { Some(table) } else { None };
        let own = table(self.value);
        (own, self.below.and_then(table).filter(|_| own.is_some()))
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

    /// What to write in place of a number or a truth.
    fn quoted(raw: &str) -> String {
        format!("put it in quotes: `\"{raw}\"`")
    }

    /// Reads a value of one of its kinds; nothing where an error was reported.
    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self>;
}

/// Where reading has come to.
pub struct Reader<'r> {
    pub(super) file: FileId,
    pub(super) file_name: String,
    /// The tables at the top of the file.
    pub(super) top: &'static [Key],
    pub(super) path: Vec<Step>,
    /// What the innermost table must have and lacks.
    pub(super) lacks: Vec<&'static str>,
    pub(super) report: &'r mut Report,
}

impl Reader<'_> {
    /// What the value that is being read is called.
    pub fn name(&self) -> String {
        let is_table = match &self.path[..] {
            [Step::Key(key)] => self.top.iter().any(|known| known.name == key && known.is_table),
            _ => false,
        };
        shown(&self.path, is_table, &self.file_name)
    }

    pub fn place(&self, node: &Node<'_>) -> Place {
        Place::new(node.span, self.name())
    }

    pub fn add(&mut self, found: Diagnostic) {
        self.report.add(found);
    }

    /// Reads a value whose kind its type takes; the error for another kind says what is taken.
    pub fn value<T: Value>(&mut self, node: Node<'_>) -> Option<T> {
        if T::KINDS.contains(&node.kind()) {
            return T::read(node, self);
        }
        let raw = key::written(node.value).unwrap_or_default();
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
        let message = format!("{} takes {takes}, not {}", self.name(), key::described(node.value));
        let found = Diagnostic::error("setting-type", message).at_any(node.span);
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
            let span = node.span.map(|_| Span::new(self.file, item.span()));
            out.extend(self.set(Node { value: item.get_ref(), span, below: None }));
            self.path.pop();
        }
        out
    }

    /// What stands at a key of a table, if it is there.
    pub fn value_at<T: Value>(&mut self, node: &Node<'_>, key: &str) -> Option<T> {
        let found = node.get(self.file, key)?;
        self.at(key, |reader| reader.value(found))
    }

    /// The same, where reading went down to that key already.
    pub fn value_here<T: Value>(&mut self, node: &Node<'_>, key: &str) -> Option<T> {
        node.get(self.file, key).and_then(|found| self.value(found))
    }

    /// Goes down to a key and back.
    pub fn at<R>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(Step::Key(key.to_string()));
        let out = read(self);
        self.path.pop();
        out
    }

    /// The keys of a table whose keys are not declared, and where each stands.
    pub fn keys(&self, node: &Node<'_>) -> Vec<(String, Option<Span>)> {
        let (own, _) = node.tables();
        let span = |key: &Spanned<_>| node.span.map(|_| Span::new(self.file, key.span()));
        own.into_iter().flatten().map(|(key, _)| (key.get_ref().to_string(), span(key))).collect()
    }

    pub(super) fn fault(&mut self, fault: Fault, node: &Node<'_>) {
        self.report.add(fault.at(&self.place(node)));
    }

    /// Keys that a table must have and lacks.
    pub(super) fn missing(&mut self, lacks: &[&'static str], at: Option<Span>, keys: &[Key]) {
        if lacks.is_empty() {
            return;
        }
        let names: Vec<String> = lacks.iter().map(|name| format!("`{name}`")).collect();
        let found = Diagnostic::error("setting-missing", format!("{} needs {}", self.name(), all(&names))).at_any(at);
        let like = keys.iter().find(|key| key.name == "like");
        let help = like.map(|like| format!("add it, or set `like` to {}", like.about));
        self.add(help.into_iter().fold(found, Diagnostic::help));
    }

    /// A key that the table does not have.
    pub(super) fn unknown(&mut self, wrong: &str, at: Span, is_table: bool, known: &[Key]) {
        let message = match (self.path.is_empty(), is_table) {
            (true, true) => format!("there is no table `[{wrong}]`"),
            (true, false) => format!("there is no setting `{wrong}` at the top of the file"),
            (false, _) => format!("there is no setting `{wrong}` in {}", self.name()),
        };
        let guessed = known.iter().find(|key| key.guesses.contains(&wrong.to_lowercase().as_str()));
        let names: Vec<&str> = known.iter().map(|key| key.name).collect();
        let homes: Vec<String> = self
            .top
            .iter()
            .filter(|table| (table.keys)().iter().any(|key| key.name == wrong || key.also.contains(&wrong)))
            .map(|table| format!("`[{}]`", table.name))
            .collect();
        let help = match (guessed, nearest(wrong, &names)) {
            (Some(key), _) => format!("did you mean `{}`?", key.name),
            (None, Some((distance, name))) if distance < 2 || homes.is_empty() => format!("did you mean `{name}`?"),
            _ if !homes.is_empty() && self.path.is_empty() => format!("write it under {}", alternatives(&homes)),
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
