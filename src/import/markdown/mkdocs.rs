//! In: the folder of a MkDocs site. Out: the order that `nav` gives, or that of the folder, and what `mkdocs.yml` says of the
//! book. Refuses to read the pages.

use super::door::Door;
use super::head::{self, tell, words};
use super::order::{Project, folders, outline};
use super::unused::Taken;
use crate::import::tree::{At, Matter};
use serde_json::{Map, Value};

pub const NAMES: [&str; 2] = ["mkdocs.yml", "mkdocs.yaml"];

pub fn read(door: &mut Door<'_>, project: &mut Project) {
    let Some(name) = NAMES.into_iter().find(|name| door.is_file(name)) else { return };
    let text = door.text(name).unwrap_or_default();
    let Some(Value::Object(keys)) = head::yaml(&plain(&text)) else {
        door.unreadable(name);
        return folders(door, "docs/", &[], project);
    };
    let said = [
        ("site_name", "title"),
        ("site_author", "author"),
        ("site_description", "description"),
        ("copyright", "rights"),
    ];
    let said = said.iter().filter_map(|(own, key)| Some(((*key).to_owned(), keys.get(*own)?.clone())));
    let mut about: Map<String, Value> = said.collect();
    let language = keys.get("theme").and_then(|theme| theme.get("language").or(theme.get("locale")));
    about.extend(language.map(|tag| ("language".to_owned(), tag.clone())));
    tell(&mut project.about, &about);
    let own = vec![
        "site_name",
        "site_author",
        "site_description",
        "copyright",
        "theme.language",
        "theme.locale",
        "docs_dir",
        "nav",
    ];
    door.unused(name, &keys, &Taken { keys: own, ..Taken::default() });
    let root = keys.get("docs_dir").and_then(words).unwrap_or_else(|| "docs".to_owned());
    let root = root.trim_start_matches("./").trim_matches('/').to_owned();
    let root = if root.is_empty() || root == "." { String::new() } else { format!("{root}/") };
    root.clone_into(&mut project.root);
    door.unread(&[&format!("{root}**/.pages"), &format!("{root}.nav.yml"), &format!("{root}.pages")]);
    door.remarks.turn_to(name);
    let summary = format!("{root}SUMMARY.md");
    match keys.get("nav").and_then(Value::as_array) {
        Some(nav) => items(door, nav, 0, project),
        None => match door.text(&summary) {
            Some(text) => {
                door.remarks.turn_to(&summary);
                outline(door, &text, &root, false, project);
                project.order.push(summary);
            }
            None => folders(door, &root, &[], project),
        },
    }
}

/// Values of a program's own, such as `!!python/name:module.function`, are words here.
fn plain(text: &str) -> String {
    let line = |line: &str| {
        let at = ["!!python/", "!ENV", "!relative"].iter().filter_map(|mark| line.find(mark)).min();
        at.map_or(line.to_owned(), |at| format!("{}\"\"", &line[..at]))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn items(door: &mut Door<'_>, list: &[Value], depth: usize, project: &mut Project) {
    for item in list {
        match item {
            Value::String(path) => page(door, path, None, project),
            Value::Object(keys) => {
                for (title, inner) in keys {
                    match inner {
                        Value::Array(list) => {
                            if depth == 0 {
                                project.part(title.clone(), Matter::Main);
                            } else {
                                door.remarks.left("titles of contents inside contents", title, At::File);
                            }
                            items(door, list, depth + 1, project);
                        }
                        Value::String(path) => page(door, path, Some(title.clone()), project),
                        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
                            door.remarks.left("chapters that are not written yet", title, At::File);
                        }
                    }
                }
            }
            Value::Array(list) => items(door, list, depth + 1, project),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn page(door: &mut Door<'_>, path: &str, title: Option<String>, project: &mut Project) {
    let root = project.root.clone();
    if path.contains('*') || path == "..." {
        let pattern =
            if path == "..." { "**/*.md".to_owned() } else { path.split('|').next().unwrap_or(path).trim().to_owned() };
        for name in door.source.glob(&format!("{root}{pattern}")).unwrap_or_default() {
            project.file(name, Matter::Main, None);
        }
    } else if path.ends_with('/') && !path.contains("://") {
        folders(door, &format!("{root}{path}"), &[], project);
    } else if let Some(name) = door.named(&root, path) {
        project.file(name, Matter::Main, title);
    }
}
