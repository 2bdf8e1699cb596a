//! In: the folder of a MkDocs site. Out: the order that `nav` gives, or that of the folder, and what `mkdocs.yml` says of the
//! book. Refuses to read the pages.

use super::door::Door;
use super::head::{self, tell, words};
use super::labels;
use super::order::{Project, folders, outline};
use super::unused::Taken;
use crate::import::called;
use crate::import::tree::{At, Matter};
use serde_json::{Map, Value};

pub const NAMES: [&str; 4] = ["mkdocs.yml", "mkdocs.yaml", "zensical.toml", "zensical.yml"];

pub fn read(door: &mut Door<'_>, project: &mut Project) {
    let Some(name) = NAMES.into_iter().find(|name| door.is_file(name)) else { return };
    let text = door.text(name).unwrap_or_default();
    let read = if name.ends_with(".toml") { head::toml(&text) } else { head::yaml(&plain(&text)) };
    // Zensical has all in a table.
    let read = match read {
        Some(Value::Object(mut keys)) if keys.len() == 1 && keys.contains_key("project") => keys.remove("project"),
        other => other,
    };
    let Some(Value::Object(keys)) = read else {
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
    appended(door, &keys, project);
    door.unused(name, &keys, &Taken { keys: own, ..Taken::default() });
    let root = keys.get("docs_dir").and_then(words).unwrap_or_else(|| "docs".to_owned());
    let root = root.trim_start_matches("./").trim_matches('/').to_owned();
    let root = if root.is_empty() || root == "." { String::new() } else { format!("{root}/") };
    root.clone_into(&mut project.root);
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
            None => folder(door, &root, 0, project),
        },
    }
}

/// A folder in the order that a file of its own gives, as plugins have it, else in that of its names.
fn folder(door: &mut Door<'_>, root: &str, depth: usize, project: &mut Project) {
    let names = [".nav.yml", ".pages"].map(|name| format!("{root}{name}"));
    let found = names.into_iter().filter(|_| depth < DEEPEST).find(|name| door.is_file(name));
    let Some((name, keys)) = found.and_then(|name| Some((name.clone(), door.keys(&name)?))) else {
        let before = std::mem::replace(&mut project.is_inside, depth > 0);
        folders(door, root, &[], project);
        project.is_inside = before;
        return;
    };
    door.unused(&name, &keys, &Taken { keys: vec!["nav", "arrange", "title"], ..Taken::default() });
    let before = (door.remarks.turn_to(&name), std::mem::replace(&mut project.root, root.to_owned()));
    match keys.get("nav").or(keys.get("arrange")).and_then(Value::as_array) {
        Some(list) => items(door, list, depth, project),
        None => folders(door, root, &[], project),
    }
    project.root = before.1;
    door.remarks.turn_to(&before.0);
}

/// Files that an extension puts behind each page: the addresses of links in them count everywhere.
fn appended(door: &mut Door<'_>, keys: &Map<String, Value>, project: &mut Project) {
    let extensions = keys.get("markdown_extensions").and_then(Value::as_array).into_iter().flatten();
    let Some(snippets) = extensions.filter_map(|one| one.get("pymdownx.snippets")).next() else { return };
    let list = |key: &str| match snippets.get(key) {
        Some(Value::Array(all)) => all.iter().filter_map(words).collect(),
        Some(one) => words(one).into_iter().collect::<Vec<_>>(),
        None => Vec::new(),
    };
    let bare = |base: &String| base.trim_start_matches("./").trim_matches('/').to_owned();
    let bases: Vec<String> = list("base_path").iter().map(bare).filter(|base| !base.is_empty()).collect();
    for path in list("auto_append") {
        addresses(door, &bases, &path, 0, project);
    }
}

/// Takes the addresses of links from a file, and from those that it puts in: `--8<-- "more.md"`.
fn addresses(door: &mut Door<'_>, bases: &[String], path: &str, depth: usize, project: &mut Project) {
    let path = path.trim_start_matches("./");
    let inside = bases.iter().map(|base| format!("{base}/{path}"));
    let Some(name) = std::iter::once(path.to_owned()).chain(inside).find(|name| door.is_file(name)) else {
        return door.remarks.left("files that the order names and that are not there", path, At::File);
    };
    // Each is read once.
    if project.order.contains(&name) {
        return;
    }
    project.order.push(name.clone());
    let text = door.text(&name).unwrap_or_default();
    let before = door.remarks.turn_to(&name);
    let mut is_list = false;
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let line = line.trim();
        let named = line.strip_prefix("--8<--").map(|rest| rest.trim().trim_matches(['"', '\'']));
        match (named, labels::definition(line)) {
            (Some(""), _) => is_list = !is_list,
            (Some(inner), _) if depth < DEEPEST => addresses(door, bases, inner, depth + 1, project),
            (None, None) if is_list && depth < DEEPEST => addresses(door, bases, line, depth + 1, project),
            (None, Some(_)) => project.addresses.push_str(&format!("{line}\n")),
            (Some(_) | None, _) => door.remarks.left("text that is put behind every page", line, At::Line(at + 1)),
        }
    }
    door.remarks.turn_to(&before);
}

/// Folders inside each other.
const DEEPEST: usize = 20;

/// Values of a program's own, such as `!!python/name:module.function`, are words here.
fn plain(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = text.lines().peekable();
    let mut out = String::new();
    while let Some(line) = lines.next() {
        let at = ["!!python/", "!ENV", "!relative"].iter().filter_map(|mark| line.find(mark)).min();
        // What is further in is the value.
        let is_over = lines.peek().is_some_and(|next| indent(next) > indent(line));
        out.push_str(at.map_or(line, |at| &line[..at]));
        out.push_str(if at.is_some() && !is_over { "\"\"\n" } else { "\n" });
    }
    out
}

fn items(door: &mut Door<'_>, list: &[Value], depth: usize, project: &mut Project) {
    for item in list {
        match item {
            Value::String(path) => page(door, path, None, depth, project),
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
                        Value::String(path) => page(door, path, Some(title.clone()), depth, project),
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

fn page(door: &mut Door<'_>, path: &str, title: Option<String>, depth: usize, project: &mut Project) {
    let root = project.root.clone();
    let inside = format!("{root}{}/", path.trim_matches('/'));
    let has_pages = || door.source.glob(&format!("{inside}**/*.{{md,mdx,markdown}}")).is_ok();
    if path.contains('*') || path.starts_with("...") {
        let pattern = path.split('|').next().unwrap_or(path).trim();
        let pattern = if pattern.starts_with("...") { "*" } else { pattern };
        let pattern = if pattern.ends_with(".md") { pattern.to_owned() } else { format!("{pattern}.md") };
        for name in door.source.glob(&format!("{root}{pattern}")).unwrap_or_default() {
            project.file(name, Matter::Main, None);
        }
    } else if !path.contains("://") && !path.ends_with(".md") && has_pages() {
        let last = path.trim_matches('/').rsplit('/').next().unwrap_or(path);
        let own =
            [".nav.yml", ".pages"].iter().find_map(|name| words(door.keys(&format!("{inside}{name}"))?.get("title")?));
        let title = title.or(own).unwrap_or_else(|| called::words(last));
        match depth {
            0 => project.part(title, Matter::Main),
            _ => door.remarks.left("titles of contents inside contents", &title, At::File),
        }
        folder(door, &inside, depth + 1, project);
    } else if let Some(name) = door.named(&root, path) {
        if depth == 0 {
            project.behind(door, &name);
        }
        project.file(name, Matter::Main, title);
    }
}
