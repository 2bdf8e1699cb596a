//! `[variables]`: what `{{name}}` stands for in the text, by the author's own names.

use crate::base::Diagnostic;
use crate::base::config::{Kind, Node, Reader, Shape, TextOrNumber, Value};
use std::collections::BTreeMap;

/// The program's own names, in the order in which they are documented.
pub const NAMES: [&str; 10] =
    ["title", "subtitle", "author", "publisher", "date", "year", "isbn", "edition", "series", "pages"];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariableSettings {
    pub values: BTreeMap<String, String>,
}

impl Value for VariableSettings {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table".to_string()
    }

    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, named: Some(Box::new(TextOrNumber::shape())), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<VariableSettings> {
        let mut values = BTreeMap::new();
        for (name, span, found) in reader.entries(&node) {
            let refused = if NAMES.contains(&name.as_str()) {
                Some((format!("`{{{{{name}}}}}` has a value of its own already"), "choose another name"))
            } else {
                let why = || (format!("`{name}` cannot be the name of a variable"), "use letters, digits, `-` and `_`");
                (!is_name(&name)).then(why)
            };
            if let Some((why, help)) = refused {
                reader.add(Diagnostic::error("variable-name", why).at_any(span).help(help));
                continue;
            }
            let value: Option<TextOrNumber> = reader.at(&name, |reader| reader.value(found));
            values.extend(value.map(|value| (name, value.0)));
        }
        Some(VariableSettings { values })
    }
}

pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || "-_".contains(letter))
}
