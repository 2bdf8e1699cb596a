//! What is declared of a key, and the kinds of values that TOML has.

use toml::de::DeValue;

/// A key of a table.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    /// Names that the key had; they are still read.
    pub old: &'static [&'static str],
    /// Other names that are as good.
    pub also: &'static [&'static str],
    /// Names that people try.
    pub guesses: &'static [&'static str],
    /// What the key takes, in words: `a whole number from 1 to 9`.
    pub takes: fn() -> String,
    /// Names that it takes, where they are a closed list.
    pub names: fn() -> &'static [&'static str],
    /// The keys of the table that it takes, if it takes one.
    pub keys: fn() -> &'static [Key],
    pub is_table: bool,
    pub shape: fn() -> Shape,
    /// What holds where nothing is said, in words; empty where there is nothing.
    pub default: &'static str,
    pub about: &'static str,
}

impl Key {
    /// Every name under which it is read, its own first.
    pub(super) fn names_read(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.also.iter().copied()).chain(self.old.iter().copied())
    }
}

/// What values look like, for programs that complete and check a file while it is typed: the kinds that stand at a key, and
/// what is known of each.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    pub kinds: &'static [Kind],
    /// Text is one of these, where there are any.
    pub names: &'static [&'static str],
    /// Whole numbers lie between these, both included.
    pub range: Option<(u32, u32)>,
    /// A table has these keys and no others.
    pub keys: &'static [Key],
    /// A table has names of the author's own, each with such a value.
    pub named: Option<Box<Shape>>,
    /// A list of such values, or one alone.
    pub items: Option<Box<Shape>>,
}

/// What kind of value stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Whole,
    Decimal,
    Truth,
    Date,
    List,
    Table,
}

impl Kind {
    pub(super) fn of(value: &DeValue<'_>) -> Kind {
        match value {
            DeValue::String(_) => Kind::Text,
            DeValue::Integer(_) => Kind::Whole,
            DeValue::Float(_) => Kind::Decimal,
            DeValue::Boolean(_) => Kind::Truth,
            DeValue::Datetime(_) => Kind::Date,
            DeValue::Array(_) => Kind::List,
            DeValue::Table(_) => Kind::Table,
        }
    }
}

/// A value without its quotes, as it is written; nothing for lists and tables.
pub(super) fn written(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(truth) => Some(truth.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// What stands there, in an author's words.
pub(super) fn described(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) if text.chars().count() <= 30 && !text.contains(['\n', '`']) => format!("`\"{text}\"`"),
        DeValue::String(_) => "text".to_string(),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(truth) => format!("`{truth}`"),
        DeValue::Datetime(date) => format!("the date {date}"),
        DeValue::Array(_) => "a list".to_string(),
        DeValue::Table(_) => "a table".to_string(),
    }
}
