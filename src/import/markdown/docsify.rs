//! In: the folder of a docsify site. Out: the order that its sidebar gives, and what the script in its index.html says of
//! it. Refuses to run anything.

use super::door::Door;
use super::head::tell;
use super::order::{Project, outline};
use crate::import::tree::{At, Matter};
use crate::manuscript::markdown::tag::Tag;
use serde_json::{Map, Value};

/// A key of the settings, its value as it is typed, and its line.
type Key = (String, String, usize);

pub fn read(door: &mut Door<'_>, project: &mut Project) {
    let has = |root: &str| ["index.html", "_sidebar.md"].iter().any(|name| door.is_file(&format!("{root}{name}")));
    let root = if has("") { "" } else { "docs/" };
    root.clone_into(&mut project.root);
    let page = format!("{root}index.html");
    let text = door.text(&page).unwrap_or_default();
    let keys = settings(&text);
    let get = |name: &str| keys.iter().find(|(key, _, _)| key == name).and_then(|(_, value, _)| string(value));
    let said =
        [("title", get("name").or_else(|| title(&text))), ("language", language(&text)), ("description", meta(&text))];
    let said = said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Value::from(value?))));
    tell(&mut project.about, &said.collect::<Map<_, _>>());
    door.remarks.turn_to(&page);
    for (key, value, line) in &keys {
        if !["name", "loadSidebar", "homepage"].contains(&key.as_str()) {
            let shown = format!("{key}: {value}");
            door.remarks.left("settings of the tool that are not taken over", &shown, At::Line(*line));
        }
    }
    let home = get("homepage").unwrap_or_else(|| "README.md".to_owned());
    if door.is_file(&format!("{root}{home}")) {
        project.file(format!("{root}{home}"), Matter::Main, None);
    }
    let order = format!("{root}{}", get("loadSidebar").unwrap_or_else(|| "_sidebar.md".to_owned()));
    if let Some(text) = door.text(&order) {
        door.remarks.turn_to(&order);
        outline(door, &text, root, false, project);
        project.order.push(order);
    }
}

/// The keys of the object that is given to `$docsify`; what stands in another object is a part of its value.
fn settings(text: &str) -> Vec<Key> {
    let Some(start) = text.find("$docsify").and_then(|at| Some(at + text[at..].find('{')? + 1)) else {
        return Vec::new();
    };
    let mut out: Vec<Key> = Vec::new();
    let (mut depth, mut at) = (0_usize, start);
    let (mut key, mut from) = (String::new(), start);
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let close = |out: &mut Vec<Key>, key: &mut String, from: usize, end: usize| {
        let name = std::mem::take(key);
        if !name.is_empty() {
            let begin = from - text[..from].trim_end_matches(':').len();
            out.push((name, text[from..end].split_whitespace().collect::<Vec<_>>().join(" "), line(from - begin)));
        }
    };
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match letter {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' | '`' => quoted(rest, letter),
            letter => letter.len_utf8(),
        };
        match letter {
            '{' | '[' | '(' => depth += 1,
            '}' if depth == 0 => {
                close(&mut out, &mut key, from, at);
                return out;
            }
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                close(&mut out, &mut key, from, at);
                from = at + 1;
            }
            ':' if depth == 0 && key.is_empty() => {
                let typed = text[from..at].trim().lines().next_back().unwrap_or_default();
                key = typed.trim().trim_matches(['"', '\'']).to_owned();
                from = at + 1;
            }
            _ => {}
        }
        at += length;
    }
    Vec::new()
}

/// How long a text between quotation marks is.
fn quoted(text: &str, mark: char) -> usize {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '\\' => is_escaped = !is_escaped,
            letter if letter == mark && !is_escaped => return at + letter.len_utf8(),
            _ => is_escaped = false,
        }
    }
    text.len()
}

/// The words between quotation marks, if the value is nothing else.
fn string(value: &str) -> Option<String> {
    let mark = value.chars().next().filter(|mark| "\"'`".contains(*mark))?;
    let inner = value.strip_prefix(mark)?.strip_suffix(mark)?;
    (!inner.is_empty() && !inner.contains(['<', '\\'])).then(|| inner.to_owned())
}

/// Tags of a name that a page has.
fn tags<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = (Tag, &'t str)> + 't {
    let places = text.match_indices('<').map(|(at, _)| at);
    places.filter_map(move |at| {
        let tag = Tag::read(&text[at..]).filter(|tag| tag.name == name && !tag.closes)?;
        let rest = &text[at + tag.length..];
        Some((tag, rest))
    })
}

fn title(text: &str) -> Option<String> {
    let (_, rest) = tags(text, "title").next()?;
    let title = rest.split('<').next()?.trim();
    (!title.is_empty() && title != "Document").then(|| title.to_owned())
}

fn language(text: &str) -> Option<String> {
    tags(text, "html").next()?.0.get("lang").map(str::to_owned)
}

/// `Description` is what every new site has there.
fn meta(text: &str) -> Option<String> {
    let (tag, _) = tags(text, "meta").find(|(tag, _)| tag.get("name") == Some("description"))?;
    tag.get("content").filter(|words| *words != "Description").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_without_running() {
        let text = "<script>\nwindow.$docsify = {\n  name: 'The {House}', // the title, 'yes'\n  loadSidebar: true,\n  search: {\n    depth: 2,\n  },\n  \"homepage\": \"start.md\"\n}\n</script>";
        let found: Vec<String> =
            settings(text).into_iter().map(|(key, value, line)| format!("{line} {key} {value}")).collect();
        let wanted =
            ["3 name 'The {House}'", "4 loadSidebar true", "5 search { depth: 2, }", "8 homepage \"start.md\""];
        assert_eq!(found, wanted);
        assert_eq!(string("'a'"), Some("a".to_owned()));
        assert_eq!((string("true"), string("'<b>'")), (None, None));
        assert!(settings("$docsify = { a: 'b").is_empty());
    }

    #[test]
    fn the_head_of_a_page_names_the_site() {
        let page = "<html lang=\"de\"><head><title>Das Haus</title><meta name=description content=\"Ein Haus.\">";
        let found = (title(page), language(page), meta(page));
        assert_eq!(found, (Some("Das Haus".into()), Some("de".into()), Some("Ein Haus.".into())));
    }
}
