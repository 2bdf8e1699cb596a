//! In: YAML, TOML or the lines with `%` at a file's head, and the settings of tools. Out: what they say of a book.

use crate::import::html::dom;
use crate::import::tree::{About, Person};
use crate::manuscript::head::{FoundHead, find};
use serde_json::{Map, Value};

/// Nodes of a document of YAML; more is none of a book.
const NODES: usize = 20_000;
/// Places of such a document that repeat another.
const ALIASES: usize = 200;

/// A head, and the lines that it takes up.
#[derive(Debug, Default)]
pub struct Head {
    pub keys: Map<String, Value>,
    pub lines: usize,
    /// Whether it could not be read.
    pub broken: bool,
}

/// What stands at a text's head.
pub fn of(text: &str) -> Head {
    if let FoundHead::Whole(range) = find(text) {
        let body: Vec<&str> = text[range.clone()].lines().collect();
        let lines = body.len();
        let inside = body[1..lines.saturating_sub(1).max(1)].join("\n");
        let keys = yaml(&inside);
        return Head { broken: keys.is_none(), keys: object(keys), lines };
    }
    let mut lines = text.lines();
    if lines.next().is_some_and(|first| first.trim_end() == "+++") {
        let body: Vec<&str> = text.lines().skip(1).take_while(|line| line.trim_end() != "+++").collect();
        if body.len() + 2 <= text.lines().count() {
            let keys = toml(&body.join("\n"));
            return Head { broken: keys.is_none(), keys: object(keys), lines: body.len() + 2 };
        }
    }
    if let Some(head) = json(text) {
        return head;
    }
    let block: Vec<&str> = text.lines().take_while(|line| line.starts_with("% ") || *line == "%").take(3).collect();
    let keys = ["title", "author", "date"].into_iter().zip(&block).filter_map(|(key, line)| {
        let words = line.trim_start_matches('%').trim();
        let many = words.split(';').map(|name| Value::from(name.trim())).collect::<Vec<_>>();
        let value = if key == "author" { Value::from(many) } else { Value::from(words) };
        (!words.is_empty()).then(|| (key.to_owned(), value))
    });
    Head { keys: keys.collect(), lines: block.len(), broken: false }
}

/// An object of JSON, as Hugo takes it.
fn json(text: &str) -> Option<Head> {
    if !text.strip_prefix('{')?.trim_start().starts_with('"') {
        return None;
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let Some(Ok(value)) = values.next() else {
        let lines = text.lines().position(|line| line.trim_end() == "}")? + 1;
        return Some(Head { lines, broken: true, ..Head::default() });
    };
    let end = values.byte_offset();
    let lines = text[..end].lines().count();
    text[end..].lines().next().is_none_or(|rest| rest.trim().is_empty()).then(|| Head {
        keys: object(Some(value)),
        lines,
        broken: false,
    })
}

/// Why the tool does not show a page, where its head says so.
pub fn hides(keys: &Map<String, Value>) -> Option<&'static str> {
    let is = |key: &str, wanted: bool| keys.get(key).and_then(Value::as_bool) == Some(wanted);
    let build = ["build", "_build"].iter().find_map(|key| keys.get(*key)).and_then(Value::as_object);
    let never = build.and_then(|build| build.get("render")).is_some_and(|render| match render {
        Value::Bool(render) => !render,
        render => words(render).as_deref() == Some("never"),
    });
    match () {
        () if is("draft", true) => Some("chapters that are drafts"),
        () if is("published", false) => Some("chapters that are not published"),
        () if is("headless", true) || never => Some("pages that the site does not show"),
        () => None,
    }
}

pub fn yaml(text: &str) -> Option<Value> {
    let mut options = serde_saphyr::Options::default();
    if let Some(budget) = &mut options.budget {
        budget.max_nodes = NODES;
        budget.max_aliases = ALIASES;
    }
    options.alias_limits.max_total_replayed_events = NODES;
    options.duplicate_keys = serde_saphyr::DuplicateKeyPolicy::LastWins;
    serde_saphyr::from_str_with_options::<Value>(text, options).ok()
}

pub fn toml(text: &str) -> Option<Value> {
    let table = text.parse::<toml::Table>().ok()?;
    serde_json::to_value(table).ok()
}

fn object(value: Option<Value>) -> Map<String, Value> {
    match value {
        Some(Value::Object(keys)) => keys,
        _ => Map::new(),
    }
}

/// The words of a value.
pub fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Object(keys) => keys.get("text").or(keys.get("name")).and_then(words)?,
        Value::Array(all) => all.iter().find_map(words)?,
        Value::Bool(_) | Value::Null => return None,
    };
    (!text.is_empty()).then_some(text)
}

pub fn people(value: &Value) -> Vec<Person> {
    match value {
        Value::Array(all) => all.iter().flat_map(people).collect(),
        Value::Object(keys) => {
            let whole = keys.get("name").or(keys.get("text")).map(|name| match name {
                Value::Object(parts) => {
                    let parts = ["given", "family"].iter().filter_map(|key| parts.get(*key).and_then(words));
                    parts.collect::<Vec<_>>().join(" ")
                }
                name => words(name).unwrap_or_default(),
            });
            let role = keys.get("role").and_then(words).and_then(|role| marc(&role));
            whole.filter(|name| !name.is_empty()).map(|name| Person { name, role }).into_iter().collect()
        }
        value => words(value).map(|name| Person { name, role: None }).into_iter().collect(),
    }
}

/// What is said of people beside their names and what they did.
pub fn beside_names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().flat_map(beside_names).collect(),
        Value::Object(keys) => {
            let is_known = |key: &str| matches!(key, "name" | "text" | "role");
            keys.keys().filter(|key| !is_known(key)).cloned().collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

/// The three letters of MARC for what people call a role.
fn marc(role: &str) -> Option<String> {
    let code = match role.to_ascii_lowercase().as_str() {
        "editor" | "edt" => "edt",
        "translator" | "trl" => "trl",
        "illustrator" | "ill" => "ill",
        "aut" | "author" => return None,
        other if other.len() == 3 => return Some(other.to_owned()),
        _ => return None,
    };
    Some(code.to_owned())
}

/// The keys that say something of a book.
pub const TOLD: [&str; 24] = [
    "title",
    "book-title",
    "subtitle",
    "publisher",
    "rights",
    "copyright",
    "description",
    "abstract",
    "isbn",
    "epub-isbn",
    "edition",
    "lang",
    "language",
    "languageCode",
    "defaultContentLanguage",
    "date",
    "author",
    "authors",
    "creator",
    "by",
    "subject",
    "subjects",
    "keywords",
    "cover-image",
];

/// Whether a key says something of a book, in a value that can be used.
pub fn takes(key: &str, value: &Value) -> bool {
    match key {
        "cover-image" => false,
        "date" => words(value).is_some_and(|date| day(&date).is_some()),
        "lang" | "language" | "languageCode" | "defaultContentLanguage" => {
            words(value).is_some_and(|tag| crate::language::is_tag(&tag.replace('_', "-")))
        }
        key => TOLD.contains(&key),
    }
}

/// What keys say of a book; what is said already stays.
pub fn tell(about: &mut About, keys: &Map<String, Value>) {
    let get = |names: &[&str]| names.iter().find_map(|name| keys.get(*name)).and_then(words);
    let set = |slot: &mut Option<String>, names: &[&str]| {
        if slot.is_none() {
            *slot = get(names).map(|words| plain(&words));
        }
    };
    set(&mut about.title, &["title", "book-title"]);
    set(&mut about.subtitle, &["subtitle"]);
    set(&mut about.publisher, &["publisher"]);
    set(&mut about.rights, &["rights", "copyright"]);
    set(&mut about.description, &["description", "abstract"]);
    set(&mut about.isbn, &["isbn", "epub-isbn"]);
    set(&mut about.edition, &["edition"]);
    if about.language.is_none() {
        let found = get(&["lang", "language", "languageCode", "defaultContentLanguage"]);
        about.language = found.map(|tag| tag.replace('_', "-")).filter(|tag| crate::language::is_tag(tag));
    }
    if about.date.is_none() {
        about.date = get(&["date"]).and_then(|date| day(&date));
    }
    if about.authors.is_empty() {
        let found = ["author", "authors", "creator", "by"].iter().find_map(|key| keys.get(*key));
        about.authors = found.map(people).unwrap_or_default();
    }
    if about.subjects.is_empty() {
        let found = ["subject", "subjects", "keywords"].iter().find_map(|key| keys.get(*key));
        about.subjects = match found {
            Some(Value::Array(all)) => all.iter().filter_map(words).collect(),
            Some(value) => words(value).into_iter().collect(),
            None => Vec::new(),
        };
    }
}

/// A date as ours are: a year, a month or a day. Others, such as `today`, are left to the author.
fn day(date: &str) -> Option<String> {
    let date = date.split('T').next().unwrap_or_default().split(' ').next().unwrap_or_default();
    let parts: Vec<&str> = date.split('-').collect();
    let fits = parts
        .iter()
        .zip([4, 2, 2])
        .all(|(part, length)| part.len() == length && part.chars().all(|c| c.is_ascii_digit()));
    (fits && parts.len() <= 3).then(|| date.to_owned())
}

/// Words without the marks of Markdown and HTML that settings may have.
pub fn plain(words: &str) -> String {
    let is_page = words.contains("</") || words.contains("<br");
    let has_signs = words.split('&').skip(1).any(|rest| {
        let name = rest.split_once(';').map(|(name, _)| name.trim_start_matches('#')).unwrap_or_default();
        (1..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric())
    });
    // `List<T>` is no element.
    let markup = if is_page { words.to_owned() } else { words.replace('<', "&lt;") };
    let shown = Some(markup).filter(|_| is_page || has_signs).and_then(|markup| dom::parse(&markup).ok());
    let shown = shown.map(|dom| dom.text(0).split_whitespace().collect::<Vec<_>>().join(" "));
    shown.as_deref().unwrap_or(words).replace("\\", "").replace("**", "").replace(['*', '`'], "").trim().to_owned()
}
