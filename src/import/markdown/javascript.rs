//! In: the folder of a site of Docusaurus, VitePress or VuePress. Out: the order that its sidebar gives where it is plainly
//! written, else that of its folders. The settings are programs, which are not run.

use super::door::Door;
use super::head::{self, tell, words};
use super::literal;
use super::order::{Entry, Project, folders, position};
use crate::import::kind::{self, ENDINGS, Kind};
use crate::import::tree::{At, Matter};
use serde_json::{Map, Value};

/// What an item of a sidebar may call its pages, and its words.
const INNER: [&str; 3] = ["items", "children", "pages"];

pub fn read(door: &mut Door<'_>, kind: Kind, project: &mut Project) {
    let Some(name) = kind::javascript(kind, |name| door.is_file(name)) else { return };
    let text = door.text(&name).unwrap_or_default();
    let keys =
        [("title", "title"), ("lang", "language"), ("description", "description"), ("defaultLocale", "language")];
    let said = keys.iter().filter_map(|(own, key)| Some(((*key).to_owned(), literal::behind(&text, own)?)));
    tell(&mut project.about, &said.filter(|(_, value)| value.is_string()).collect::<Map<_, _>>());
    let before = door.remarks.turn_to(&name);
    let what = "settings that are code; title, language and sidebar are read, where they are plain words";
    door.remarks.left(what, "", At::File);
    let base = match kind {
        Kind::Docusaurus => name.strip_suffix(name.rsplit('/').next().unwrap_or_default()).unwrap_or_default(),
        _ => name.split(".vitepress/").next().and_then(|name| name.split(".vuepress/").next()).unwrap_or_default(),
    };
    match kind {
        Kind::Docusaurus => docusaurus(door, base, &text, project),
        _ => {
            base.clone_into(&mut project.root);
            let sidebar = literal::behind(&text, "sidebar");
            list(door, sidebar.as_ref().unwrap_or(&Value::Null), 0, project);
        }
    }
    if project.entries.is_empty() {
        door.remarks.plain("sidebars that are computed; the pages are in the order of their folders", "", At::File);
        let root = project.root.clone();
        folders(door, &root, &["README.md"], project);
    }
    door.remarks.turn_to(&before);
}

fn docusaurus(door: &mut Door<'_>, base: &str, text: &str, project: &mut Project) {
    let own = literal::behind(text, "path").and_then(|path| words(&path)).filter(|path| !path.contains("blog"));
    let docs = own.map(|path| path.trim_start_matches("./").trim_matches('/').to_owned());
    let docs = docs.filter(|path| door.source.glob(&format!("{base}{path}/**/*.{{md,mdx}}")).is_ok());
    project.root = format!("{base}{}/", docs.as_deref().unwrap_or("docs"));
    let names = ENDINGS.iter().map(|end| format!("{base}sidebars.{end}"));
    if let Some(name) = names.into_iter().find(|name| door.is_file(name)) {
        let text = door.text(&name).unwrap_or_default();
        let before = door.remarks.turn_to(&name);
        let found = if name.ends_with(".json") { serde_json::from_str(&text).ok() } else { sidebars(&text) };
        if let Some(Value::Object(all)) = found {
            for sidebar in all.values() {
                list(door, sidebar, 0, project);
            }
        }
        door.remarks.turn_to(&before);
        project.order.push(name);
    }
    let blog = door.source.glob(&format!("{base}{{blog,src/pages}}/**/*.{{md,mdx}}")).unwrap_or_default();
    for name in blog {
        door.remarks.left("files that the order does not name", &name, At::File);
    }
}

fn sidebars(text: &str) -> Option<Value> {
    let exported = || {
        let at = text.find("export default").map(|at| at + "export default".len())?;
        literal::value(&text[at..])
    };
    let keys = ["sidebars", "module.exports"];
    keys.iter().find_map(|key| literal::behind(text, key).filter(Value::is_object)).or_else(exported)
}

/// A sidebar: a list, or an object that has one for each part of the site.
fn list(door: &mut Door<'_>, value: &Value, depth: usize, project: &mut Project) {
    match value {
        Value::Array(all) => all.iter().for_each(|item| self::item(door, item, depth, project)),
        Value::Object(keys) if keys.contains_key("type") || keys.contains_key("text") => {
            item(door, value, depth, project);
        }
        Value::Object(keys) => {
            for (key, inner) in keys {
                let is_path = key.starts_with('/') || depth == 0;
                if !is_path {
                    group(door, key, depth, project);
                }
                list(door, inner, if is_path { depth } else { depth + 1 }, project);
            }
        }
        Value::String(_) => item(door, value, depth, project),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn group(door: &mut Door<'_>, title: &str, depth: usize, project: &mut Project) {
    match depth {
        0 | 1 if !project.is_inside => project.part(title.to_owned(), Matter::Main),
        _ => door.remarks.left("titles of contents inside contents", title, At::File),
    }
}

fn item(door: &mut Door<'_>, value: &Value, depth: usize, project: &mut Project) {
    let keys = match value {
        Value::String(path) => return page(door, path, None, project),
        Value::Object(keys) => keys,
        Value::Null => {
            return door.remarks.left("entries of the order that are computed", "", At::File);
        }
        Value::Array(_) | Value::Bool(_) | Value::Number(_) => return list(door, value, depth, project),
    };
    let get = |names: &[&str]| names.iter().find_map(|name| keys.get(*name)).and_then(words);
    let label = get(&["label", "text", "title"]);
    match get(&["type"]).as_deref() {
        Some("autogenerated") => {
            let folder = get(&["dirName"]).unwrap_or_default();
            let folder = folder.trim_matches(['.', '/']).to_owned();
            let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
            let root = format!("{}{folder}", project.root);
            return folders(door, &root, &[], project);
        }
        Some("link" | "html" | "ref") if get(&["href"]).is_some() || get(&["value"]).is_some() => {
            let shown = get(&["href", "value"]).unwrap_or_default();
            return door.remarks.left("links to the web in the order", &shown, At::File);
        }
        _ => {}
    }
    let inner = INNER.iter().find_map(|key| keys.get(*key));
    if inner.is_some()
        && let Some(label) = &label
    {
        group(door, label, depth, project);
        let link = |key: &str| keys.get("link").and_then(|link| words(link.get(key)?));
        let is_part = matches!(project.entries.last(), Some(Entry::Part { title, .. }) if title == label);
        match link("description") {
            Some(said) if is_part => project.words(said),
            Some(said) => door.remarks.left("titles of contents inside contents", &said, At::File),
            None => {}
        }
        if let Some(title) = link("title").filter(|title| title != label) {
            door.remarks.left("titles of contents inside contents", &title, At::File);
        }
    }
    let own = get(&["id", "link", "path", "doc"]).or_else(|| keys.get("link").and_then(|link| words(link.get("id")?)));
    let base = get(&["base"]).unwrap_or_default();
    if let Some(path) = own {
        // The page of a part stands in it.
        let before = project.is_inside;
        project.is_inside |= inner.is_some();
        page(door, &format!("{base}{path}"), label.filter(|_| inner.is_none()), project);
        project.is_inside = before;
    }
    match inner {
        Some(inner) => {
            let before = std::mem::replace(&mut project.is_inside, true);
            list(door, inner, depth + 1, project);
            project.is_inside = before;
        }
        // `{'Title': ['a', 'b']}`
        None if !keys.contains_key("type") && !keys.contains_key("text") && !keys.contains_key("id") => {
            for (title, inner) in keys.iter().filter(|(_, inner)| inner.is_array()) {
                group(door, title, depth, project);
                let before = std::mem::replace(&mut project.is_inside, true);
                list(door, inner, depth + 1, project);
                project.is_inside = before;
            }
        }
        None => {}
    }
}

/// A page by its path, or by what Docusaurus calls it: without numbers before the names, or as its head says.
fn page(door: &mut Door<'_>, path: &str, title: Option<String>, project: &mut Project) {
    let root = project.root.clone();
    if path.contains("://") {
        return door.remarks.left("links to the web in the order", path, At::File);
    }
    let bare = path.split(['#', '?']).next().unwrap_or_default().trim_matches('/');
    let bare = bare.trim_end_matches(".html").trim_end_matches(".md");
    let bare = if bare.is_empty() { "index" } else { bare };
    let names = ["md", "mdx"].iter().flat_map(|end| {
        [format!("{root}{bare}.{end}"), format!("{root}{bare}/index.{end}"), format!("{root}{bare}/README.{end}")]
    });
    let readme = format!("{root}README.md");
    let found = names.chain((bare == "index").then_some(readme)).find(|name| door.is_file(name));
    let found = found.or_else(|| {
        let all = door.source.glob(&format!("{root}**/*.{{md,mdx}}")).unwrap_or_default();
        all.into_iter().find(|name| called(door, name, &root) == bare)
    });
    match found {
        Some(name) => {
            if !project.is_inside {
                project.behind(door, &name);
            }
            project.file(name, Matter::Main, title);
        }
        None => door.remarks.left("files that the order names and that are not there", path, At::File),
    }
}

fn called(door: &Door<'_>, name: &str, root: &str) -> String {
    let own = name.strip_prefix(root).unwrap_or(name);
    let own = own.rsplit_once('.').map_or(own, |(own, _)| own);
    let keys = door.text(name).map(|text| head::of(&text).keys).unwrap_or_default();
    let mut parts: Vec<String> = own.split('/').map(|part| position(part).1.to_owned()).collect();
    if let (Some(id), Some(last)) = (keys.get("id").and_then(words), parts.last_mut()) {
        *last = id;
    }
    parts.join("/")
}
