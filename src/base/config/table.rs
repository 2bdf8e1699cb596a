//! Tables whose keys are declared once: the reader, the words of its errors and the lists for documents follow from it.

use super::Set;
use super::key::{Key, Kind, Shape};
use super::reader::{Node, Part, Reader, Value};
use super::value::Whole;
use crate::base::{Amount, Diagnostic, Span};
use std::collections::BTreeMap;
use std::ops::Deref;

/// Declares a struct that is read from a table. Of each key: its name (`also` other names, `was` its old ones, `or` what people try), the
/// field and its type, what holds if nothing is said (empty where that is nothing), and what it is for.
macro_rules! table {
    (
        $(#[$meta:meta])*
        $visible:vis struct $type:ident {
            $(
                $(#[$doc:meta])*
                $key:literal $(also $also:literal)* $(was $old:literal)* $(or $guess:literal)* =>
                    $field:ident: $of:ty, $default:literal, $about:literal;
            )*
            // No key, but filled in by whoever reads.
            $(beside $more:ident: $more_of:ty;)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $visible struct $type {
            $($(#[$doc])* pub $field: $of,)*
            $(pub $more: $more_of,)*
        }

        $crate::base::config::plain_fields!([] $type);

        impl $crate::base::config::Value for $type {
            const KINDS: &'static [$crate::base::config::Kind] = &[$crate::base::config::Kind::Table];
            const IS_TABLE: bool = true;

            fn takes() -> String {
                "a table".to_string()
            }

            fn keys() -> &'static [$crate::base::config::Key] {
                &[$($crate::base::config::Key {
                    name: $key,
                    also: &[$($also),*],
                    old: &[$($old),*],
                    guesses: &[$($guess),*],
                    takes: <$of as $crate::base::config::Field>::takes,
                    names: <$of as $crate::base::config::Field>::names,
                    keys: <$of as $crate::base::config::Field>::keys,
                    is_table: <$of as $crate::base::config::Field>::IS_TABLE,
                    shape: <$of as $crate::base::config::Field>::shape,
                    default: $default,
                    about: $about,
                }),*]
            }

            fn read(
                node: $crate::base::config::Node<'_>,
                reader: &mut $crate::base::config::Reader<'_>,
            ) -> Option<Self> {
                let keys = <Self as $crate::base::config::Value>::keys();
                let outer = reader.enter(&node, keys);
                let read = $type::fields(&node, reader);
                reader.leave(outer, &node, keys);
                read
            }
        }

        impl $type {
            /// Reads its own keys, without a word about others.
            $visible fn fields(
                node: &$crate::base::config::Node<'_>,
                reader: &mut $crate::base::config::Reader<'_>,
            ) -> Option<Self> {
                let keys = <Self as $crate::base::config::Value>::keys();
                $(let $field = reader.field::<$of>(node, keys, $key);)*
                Some($type { $($field: $field?,)* $($more: Default::default(),)* })
            }
        }
    };
}

pub(crate) use table;

/// What a table has at a key: a value that must be there, one that may be, a list.
pub trait Field: Sized {
    const IS_TABLE: bool = false;

    fn shape() -> Shape;

    fn takes() -> String;

    fn names() -> &'static [&'static str] {
        &[]
    }

    fn keys() -> &'static [Key] {
        &[]
    }

    /// Nothing where the table cannot do without, and it is not there or wrong; what is wrong was reported.
    fn read(node: Option<Node<'_>>, reader: &mut Reader<'_>) -> Option<Self>;
}

/// What is required, what may be missing, and what may be a list, of one type.
macro_rules! fields {
    ([$($generics:tt)*] $of:ty, $value:ty, $read:ident, $list:expr) => {
        $crate::base::config::fields!(one [$($generics)*] $of, $value, |node, reader| reader.$read(node?));
        $crate::base::config::fields!(one [$($generics)*] Option<$of>, $value, |node, reader| Some(node.and_then(|node| reader.$read(node))));
        // What is said of one is said without a list.
        $crate::base::config::fields!(list [$($generics)*] Vec<$of>, $value,
            |node, reader| Some(node.map_or(Vec::new(), |node| reader.list(node).into_iter().map($list).collect())));
        // A list that says something by being empty.
        $crate::base::config::fields!(list [$($generics)*] Option<Vec<$of>>, $value,
            |node, reader| Some(node.map(|node| reader.list(node).into_iter().map($list).collect())));
    };
    (one [$($generics:tt)*] $of:ty, $value:ty, |$node:ident, $reader:ident| $read:expr) => {
        impl<$($generics)*> $crate::base::config::Field for $of {
            const IS_TABLE: bool = <$value as $crate::base::config::Value>::IS_TABLE;

            fn takes() -> String {
                <$value as $crate::base::config::Value>::takes()
            }

            fn shape() -> $crate::base::config::Shape {
                <$value as $crate::base::config::Value>::shape()
            }

            $crate::base::config::fields!(reads $value, |$node, $reader| $read);
        }
    };
    (list [$($generics:tt)*] $of:ty, $value:ty, |$node:ident, $reader:ident| $read:expr) => {
        impl<$($generics)*> $crate::base::config::Field for $of {
            fn takes() -> String {
                $crate::base::config::list_of::<$value>()
            }

            fn shape() -> $crate::base::config::Shape {
                let items = <$value as $crate::base::config::Value>::shape();
                $crate::base::config::Shape { items: Some(Box::new(items)), ..Default::default() }
            }

            $crate::base::config::fields!(reads $value, |$node, $reader| $read);
        }
    };
    (reads $value:ty, |$node:ident, $reader:ident| $read:expr) => {
        fn names() -> &'static [&'static str] {
            <$value as $crate::base::config::Value>::names()
        }

        fn keys() -> &'static [$crate::base::config::Key] {
            <$value as $crate::base::config::Value>::keys()
        }

        fn read(
            $node: Option<$crate::base::config::Node<'_>>,
            $reader: &mut $crate::base::config::Reader<'_>,
        ) -> Option<Self> {
            $read
        }
    };
}

/// A type that stands in a table without its place.
macro_rules! plain_fields {
    ([$($generics:tt)*] $of:ty) => {
        $crate::base::config::fields!([$($generics)*] $of, $of, value, |item| item.value);
    };
}

pub(crate) use {fields, plain_fields};

fields!([T: Value] Set<T>, T, set, |item| item);
plain_fields!([] String);
plain_fields!([] bool);
plain_fields!([] u32);
plain_fields!([] Amount);
plain_fields!([const LEAST: u32, const MOST: u32] Whole<LEAST, MOST>);

impl Key {
    /// A key that takes a table; for tables whose keys are counted out by the program.
    pub fn table<T: Field>(name: &'static str, about: &'static str) -> Key {
        let (takes, names, keys) = (T::takes, T::names, T::keys);
        let shape = T::shape;
        let none: &[&str] = &[];
        let (also, old, guesses) = (none, none, none);
        Key { name, also, old, guesses, takes, names, keys, is_table: true, shape, default: "", about }
    }
}

/// A table that may be missing, and then is as if it were empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section<T> {
    pub table: T,
    /// Where it stands, if it is there.
    pub span: Option<Span>,
}

impl<T> Deref for Section<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.table
    }
}

impl<T: Value + Default> Field for Section<T> {
    const IS_TABLE: bool = true;

    fn shape() -> Shape {
        T::shape()
    }

    fn takes() -> String {
        T::takes()
    }

    fn keys() -> &'static [Key] {
        T::keys()
    }

    fn read(node: Option<Node<'_>>, reader: &mut Reader<'_>) -> Option<Self> {
        let span = node.as_ref().and_then(Node::span);
        let table = node.and_then(|node| reader.value(node));
        Some(Section { table: table.unwrap_or_default(), span })
    }
}

/// A table with names of the author's own.
impl<T: Value> Field for BTreeMap<String, T> {
    const IS_TABLE: bool = true;

    fn shape() -> Shape {
        Shape { kinds: &[Kind::Table], named: Some(Box::new(T::shape())), ..Shape::default() }
    }

    fn takes() -> String {
        "a table".to_string()
    }

    fn keys() -> &'static [Key] {
        T::keys()
    }

    fn read(node: Option<Node<'_>>, reader: &mut Reader<'_>) -> Option<Self> {
        let node = node?;
        if node.kind() != Kind::Table {
            reader.wrong_kind(&node, "a table", None);
            return None;
        }
        let mut out = BTreeMap::new();
        for (name, _, found) in reader.entries(&node) {
            let value = reader.at(&name, |reader| reader.value(found));
            out.extend(value.map(|value| (name, value)));
        }
        Some(out)
    }
}

impl Reader<'_> {
    /// Reports every key that a table does not know. What is returned is for `leave`.
    pub fn enter(&mut self, node: &Node<'_>, keys: &'static [Key]) -> Vec<&'static str> {
        for part in node.tables() {
            let keys = part.home.keys.filter(|_| self.path.is_empty()).unwrap_or(keys);
            self.known(part, keys);
        }
        std::mem::take(&mut self.lacks)
    }

    /// Nothing is told of a text of the program's own.
    fn known(&mut self, part: Part<'_>, keys: &'static [Key]) {
        let Some(own) = part.table().filter(|_| part.span.is_some()) else { return };
        for (key, value) in own {
            let name = key.get_ref().as_ref();
            let Some(span) = part.place(key.span()) else { continue };
            let is_name = |known: &&Key| known.names_read().any(|read| read == name);
            match keys.iter().find(is_name) {
                Some(known) if known.name != name && own.contains_key(known.name) => {
                    let message = format!("{} has `{}` already", self.name(part.home), known.name);
                    let found = Diagnostic::error("setting-unknown", message).at(span);
                    self.report.add(found.help(format!("delete `{name}`")));
                }
                Some(known) if known.old.contains(&name) => {
                    let message = format!("`{name}` in {} is now called `{}`", self.name(part.home), known.name);
                    let help = format!("write `{}`; the old name is still read", known.name);
                    self.report.add(Diagnostic::hint("setting-renamed", message).at(span).help(help));
                }
                Some(_) => {}
                None => self.unknown(name, span, Kind::of(value.get_ref()) == Kind::Table, part.home, keys),
            }
        }
    }

    /// Reports what the table lacks.
    pub fn leave(&mut self, outer: Vec<&'static str>, node: &Node<'_>, keys: &'static [Key]) {
        let lacks = std::mem::replace(&mut self.lacks, outer);
        self.missing(&lacks, node, keys);
    }

    /// Reads what stands at a key, or at one of its other names: an upper layer's old name stands above the new one of a
    /// layer below.
    pub fn field<F: Field>(&mut self, node: &Node<'_>, keys: &'static [Key], key: &'static str) -> Option<F> {
        let names: Vec<&str> = keys.iter().filter(|known| known.name == key).flat_map(Key::names_read).collect();
        let (name, found) = node.get_any(&names).map_or((key, None), |(name, found)| (name, Some(found)));
        let is_there = found.is_some();
        let field = self.at(name, |reader| F::read(found, reader));
        if field.is_none() && !is_there {
            self.lacks.push(key);
        }
        field
    }
}
