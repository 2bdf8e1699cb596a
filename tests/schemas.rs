//! The JSON Schemas of book.toml, of theme files and of printer files: every such file here keeps to them, and what the program refuses in
//! form they refuse too.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests read files")]

use chapbook::pipeline::schemas;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The parts of JSON Schema that the program's schemas use; where a value breaks one.
fn check(schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    if let Some(ways) = schema["anyOf"].as_array() {
        let refused = || ways.iter().filter_map(|way| check(way, value, place).err()).collect::<Vec<_>>().join("; ");
        return if ways.iter().any(|way| check(way, value, place).is_ok()) { Ok(()) } else { Err(refused()) };
    }
    let fits = match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        other => panic!("{place}: type {other:?}"),
    };
    if !fits {
        return Err(format!("{place}: {value} is no {}", schema["type"]));
    }
    if let Some(names) = schema["enum"].as_array()
        && !names.contains(value)
    {
        return Err(format!("{place}: {value} is none of {names:?}"));
    }
    if let (Some(number), Some(least), Some(most)) =
        (value.as_i64(), schema["minimum"].as_i64(), schema["maximum"].as_i64())
        && !(least..=most).contains(&number)
    {
        return Err(format!("{place}: {number}"));
    }
    for item in value.as_array().into_iter().flatten().filter(|_| schema["items"].is_object()) {
        check(&schema["items"], item, place)?;
    }
    let Some(table) = value.as_object() else { return Ok(()) };
    for (key, value) in table {
        let place = format!("{place}.{key}");
        match (&schema["properties"][key], &schema["additionalProperties"]) {
            (Value::Null, Value::Bool(false)) => return Err(format!("{place} is unknown")),
            (Value::Null, Value::Null) => {}
            (Value::Null, others) => check(others, value, &place)?,
            (own, _) => check(own, value, &place)?,
        }
    }
    Ok(())
}

/// As editors see it: dates are text.
fn json_of(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(truth) => json!(truth),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), json_of(value))).collect(),
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match entry.is_dir() {
            true => files(&entry, found),
            false => found.push(entry),
        }
    }
}

fn read(path: &Path) -> Value {
    json_of(&toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
}

fn schema(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn every_book_here_keeps_to_the_schema() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = schema(&schemas::book());
    let mut all = Vec::new();
    for folder in ["manuscript", "src/pipeline/templates", "tests/books", "tests/cases/pages", "tests/cases/epub"] {
        files(&root.join(folder), &mut all);
    }
    let books: Vec<_> = all.into_iter().filter(|path| path.ends_with("book.toml")).collect();
    assert!(books.len() > 20);
    for path in books {
        check(&schema, &read(&path), "").unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    }
}

#[test]
fn every_theme_keeps_to_the_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/design/themes");
    let schema = schema(&schemas::theme());
    let mut all = Vec::new();
    files(&folder, &mut all);
    assert!(all.len() > 2);
    for path in all {
        check(&schema, &read(&path), "").unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    }
}

#[test]
fn every_printer_keeps_to_the_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/printers/data");
    let schema = schema(&schemas::printer());
    let mut all = Vec::new();
    files(&folder, &mut all);
    all.retain(|path| !path.ends_with("papers.toml"));
    assert!(all.len() > 4);
    for path in all {
        check(&schema, &read(&path), "").unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    }
    let wrong = json_of(&toml::from_str("[bleed]\nouter = true\n").unwrap());
    assert!(check(&schema, &wrong, "").is_err());
}

#[test]
fn what_is_wrong_in_form_is_refused() {
    let schema = schema(&schemas::book());
    for wrong in [
        "[bok]\n",
        "[book]\ntitel = 'A'\n",
        "[book]\ntitle = 3\n",
        "[page]\nchapter-start = 'sometimes'\n",
        "[type]\nhyphens-in-row = 10\n",
        "[type]\nhyphenate = 'yes'\n",
        "[styles.verse]\nsise = '9pt'\n",
        "[editions.large.print]\nmarks = 1\n",
        "[lint]\nlink-address = 'never'\n",
    ] {
        let value = json_of(&toml::from_str(wrong).unwrap());
        assert!(check(&schema, &value, "").is_err(), "{wrong}");
    }
    for right in [
        "[book]\ntitle = 'A'\ndate = 2026\nauthor = 'B'\n",
        "[book]\nauthors = ['B', { name = 'C', role = 'edt' }]\ndate = 2026-11-23\n",
        "[editions.large]\npreset = 'large-print'\n[editions.large.type]\nsize = '18pt'\n",
        "[styles.verse]\nsize = '9pt'\nleft = '1em'\n",
        "[type]\nprotrusion = false\nexpansion = 1\n",
    ] {
        let value = json_of(&toml::from_str(right).unwrap());
        check(&schema, &value, "").unwrap_or_else(|why| panic!("{right}: {why}"));
    }
}
