//! In: the keys of book.toml, of theme files and of printer files as they are declared. Out: each as a JSON Schema (draft 7), by which
//! editors complete and check a file while it is typed. Refuses to know what a setting does.

use crate::base::config::{Key, Kind, Shape, Value as _};
use crate::design;
use crate::manuscript::settings::Settings;
use crate::printers::Printer;
use serde_json::{Map, Value, json};

/// Of `book.toml`.
pub fn book() -> String {
    file("book.toml", "A book for Chapbook: what it is, its files, and how it is set.", Settings::keys())
}

/// Of a theme file.
pub fn theme() -> String {
    file("A theme file", "What books of a theme look like in Chapbook.", design::theme_keys())
}

/// Of a file with what a printer accepts.
pub fn printer() -> String {
    file(
        "A printer file",
        "What a printer accepts: trims, bleed, margins, pages, papers and the spine.",
        Printer::keys(),
    )
}

fn file(title: &str, about: &str, keys: &'static [Key]) -> String {
    let mut schema = table(keys);
    schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".into(), json!(title));
    schema.insert("description".into(), json!(about));
    serde_json::to_string_pretty(&Value::Object(schema)).unwrap_or_default() + "\n"
}

/// A table of declared keys, none of which must be there: another file may say it. Under its old and other names a key is as good.
fn table(keys: &[Key]) -> Map<String, Value> {
    let mut properties = Map::new();
    for key in keys {
        let mut value = described(key);
        properties.insert(key.name.into(), value.clone().into());
        for name in key.also {
            properties.insert((*name).into(), value.clone().into());
        }
        value.insert("deprecated".into(), json!(true));
        for name in key.old {
            properties.insert((*name).into(), value.clone().into());
        }
    }
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("additionalProperties".into(), json!(false));
    schema.insert("properties".into(), properties.into());
    schema
}

fn described(key: &Key) -> Map<String, Value> {
    let mut value = of(&(key.shape)());
    let default = if key.default.is_empty() { String::new() } else { format!(" Without it: {}.", key.default) };
    value.insert("description".into(), json!(format!("{}. Takes {}.{default}", capital(key.about), (key.takes)())));
    value
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn of(shape: &Shape) -> Map<String, Value> {
    let mut ways: Vec<Map<String, Value>> = shape.kinds.iter().map(|kind| of_kind(*kind, shape)).collect();
    if let Some(items) = &shape.items {
        let items = of(items);
        let mut list = typed("array");
        list.insert("items".into(), items.clone().into());
        ways.extend([list, items]);
    }
    match ways.len() {
        1 => ways.remove(0),
        _ => {
            let mut any = Map::new();
            any.insert("anyOf".into(), json!(ways));
            any
        }
    }
}

fn of_kind(kind: Kind, shape: &Shape) -> Map<String, Value> {
    match kind {
        Kind::Text if shape.names.is_empty() => typed("string"),
        Kind::Text => {
            let mut names = typed("string");
            names.insert("enum".into(), json!(shape.names));
            names
        }
        Kind::Whole => {
            let mut number = typed("integer");
            if let Some((least, most)) = shape.range {
                number.insert("minimum".into(), json!(least));
                number.insert("maximum".into(), json!(most));
            }
            number
        }
        Kind::Decimal => typed("number"),
        Kind::Truth => typed("boolean"),
        // TOML's own dates are told as text.
        Kind::Date => typed("string"),
        Kind::List => typed("array"),
        Kind::Table => match &shape.named {
            Some(named) => {
                let mut names = typed("object");
                names.insert("additionalProperties".into(), of(named).into());
                names
            }
            None if shape.keys.is_empty() => typed("object"),
            None => table(shape.keys),
        },
    }
}

fn typed(name: &str) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".into(), json!(name));
    schema
}
