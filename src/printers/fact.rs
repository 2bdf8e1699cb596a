//! In: a value, or `{ is, from }`. Out: the value and the name of its source. Refuses to know what it means.

use crate::base::config::{Kind, Node, Place, Reader, Value, plain_fields, table};

table! {
    /// Where numbers come from.
    pub struct Source {
        "title" => title: String, "", "what was read";
        /// Nothing where the figures are those of a trade, not of one page.
        "url" => url: Option<String>, "", "where it was read";
        /// The month: `2026-11`.
        "read" => read: String, "", "when it was read";
    }
}

/// A value and the name of its source; an author's own value has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    pub is: T,
    pub from: Option<String>,
    pub place: Place,
}

table! {
    /// What is written in place of a bare value.
    pub struct Sourced {
        "is" => is: Anything, "", "the value";
        "from" => from: String, "", "the name of its source";
    }
}

/// A value of any kind, to be read by who knows what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anything;

impl Value for Anything {
    const KINDS: &'static [Kind] =
        &[Kind::Text, Kind::Whole, Kind::Decimal, Kind::Truth, Kind::Date, Kind::List, Kind::Table];

    fn takes() -> String {
        "a value".to_string()
    }

    fn read(_: Node<'_>, _: &mut Reader<'_>) -> Option<Anything> {
        Some(Anything)
    }
}

plain_fields!([] Anything);

impl<T: Value> Value for Fact<T> {
    const KINDS: &'static [Kind] = Anything::KINDS;

    fn takes() -> String {
        T::takes()
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Fact<T>> {
        let place = reader.place(&node);
        if node.kind() != Kind::Table {
            return Some(Fact { is: reader.value(node)?, from: None, place });
        }
        // A value of the author's has no source of the file below.
        let node = node.alone();
        let sourced = Sourced::read(node.clone(), reader)?;
        let is = reader.value_at(&node, "is")?;
        Some(Fact { is, from: Some(sourced.from), place })
    }
}

plain_fields!([T: Value] Fact<T>);
