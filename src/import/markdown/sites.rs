//! In: the folder of a site of Hugo or Jekyll. Out: its pages by weight, its posts by the date in their names, and what its
//! settings say of it. Refuses to read the pages.

use super::door::Door;
use super::head::{self, tell, words};
use super::order::{Project, is_aside};
use super::unused::Taken;
use crate::import::kind::Kind;
use crate::import::tree::Matter;
use serde_json::{Map, Value};

/// Where a page stands among others: by the weight of each folder around it, then by its own; a folder's own page is first.
fn place(name: &str, weight: &dyn Fn(&str) -> i64) -> Vec<(i64, String)> {
    let mut out = Vec::new();
    for (at, _) in name.match_indices('/') {
        let folder = &name[..at];
        let own = ["_index.md", "index.md"].iter().map(|page| weight(&format!("{folder}/{page}"))).min();
        out.push((own.unwrap_or(i64::MAX), folder.to_owned()));
    }
    let last = name.rsplit('/').next().unwrap_or(name);
    out.push(match last {
        "_index.md" | "index.md" => (i64::MIN, String::new()),
        _ => (weight(name), last.to_owned()),
    });
    out
}

pub fn read(door: &mut Door<'_>, kind: Kind, project: &mut Project) {
    let names: Vec<String> = match kind {
        Kind::Hugo => SETTINGS.iter().flat_map(|glob| door.source.glob(glob).unwrap_or_default()).collect(),
        _ => ["_config.yml", "_config.yaml", "_config.toml"].map(str::to_owned).to_vec(),
    };
    for name in names {
        let file = name.rsplit('/').next().unwrap_or(&name);
        let stem = file.split('.').next().unwrap_or(file).to_owned();
        let Some(keys) = door.keys(&name) else { continue };
        match stem.as_str() {
            "hugo" | "config" | "_config" => settings(door, &name, keys, project),
            "params" => {
                tell(&mut project.about, &keys);
                door.unused(&name, &keys, &Taken { keys: Vec::new(), about: vec![""], ..Taken::default() });
            }
            "languages" => {
                let mut all = Map::from_iter([("languages".to_owned(), Value::Object(keys))]);
                language(&mut all, project);
                if let Some(Value::Object(rest)) = all.get("languages") {
                    door.unused(&name, rest, &Taken::default());
                }
            }
            _ => door.unused(&name, &keys, &Taken::default()),
        }
    }
    if kind == Kind::Jekyll {
        door.unread(&["_data/**/*.{yml,yaml,json,csv,tsv}"]);
    }
    if kind == Kind::Hugo {
        let others = door.source.glob("config/*/*.{toml,yaml,yml,json}").unwrap_or_default();
        let others = others.iter().filter(|name| !name.starts_with("config/_default/"));
        door.unread(&others.map(String::as_str).collect::<Vec<_>>());
    }
    let globs: &[&str] = match kind {
        Kind::Hugo => &["content/**/*.{md,markdown,mdown}"],
        _ => &[
            "index.{md,markdown}",
            "_chapters/**/*.{md,markdown}",
            "_posts/**/*.{md,markdown}",
            "*.{md,markdown}",
            "**/*.{md,markdown}",
        ],
    };
    project.root = if kind == Kind::Hugo { "content/".into() } else { String::new() };
    for glob in globs {
        let found = door.source.glob(glob).unwrap_or_default();
        // A folder of Hugo with a page of its own is that page; what else is in it belongs to it.
        let bundles: Vec<String> = match kind {
            Kind::Hugo => found.iter().filter_map(|name| Some(name.strip_suffix("/index.md")?.to_owned())).collect(),
            _ => Vec::new(),
        };
        let is_beside = |name: &str| {
            let inside = |folder: &String| {
                name.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/') && rest != "/index.md")
            };
            bundles.iter().filter(|folder| *folder != "content").any(inside)
        };
        let is_page = |name: &String| {
            const MACHINERY: [&str; 7] =
                ["_includes", "_layouts", "_site", "_sass", "_data", "_drafts", "node_modules"];
            let is_machinery = name.split('/').any(|folder| MACHINERY.contains(&folder));
            !is_machinery && (!is_aside(name) || name.ends_with("_index.md")) && !is_beside(name)
        };
        let weight = |name: &str| door.text(name).map_or(i64::MAX, |text| weight(&text));
        let mut found: Vec<(Vec<(i64, String)>, String)> =
            found.into_iter().filter(is_page).map(|name| (place(&name, &weight), name)).collect();
        found.sort();
        found.into_iter().for_each(|(_, name)| project.file(name, Matter::Main, None));
    }
}

/// Where Hugo keeps its settings; a folder has a file for each table.
const SETTINGS: [&str; 3] =
    ["hugo.{toml,yaml,yml,json}", "config.{toml,yaml,yml,json}", "config/_default/*.{toml,yaml,yml,json}"];

fn settings(door: &mut Door<'_>, name: &str, mut keys: Map<String, Value>, project: &mut Project) {
    tell(&mut project.about, &keys);
    for inner in ["params", "author"].iter().filter_map(|key| keys.get(*key)).filter_map(Value::as_object) {
        tell(&mut project.about, inner);
    }
    language(&mut keys, project);
    if name.starts_with('_') {
        project.permalinks.take(&mut keys);
    }
    door.unused(name, &keys, &Taken { keys: Vec::new(), about: vec!["", "params", "author"], ..Taken::default() });
}

/// A site in several languages says in the table of each what it is called; the usual one counts, or the first.
fn language(keys: &mut Map<String, Value>, project: &mut Project) {
    let usual = keys.get("defaultContentLanguage").and_then(words).or(project.about.language.clone());
    let Some(Value::Object(all)) = keys.get_mut("languages") else { return };
    let tag = usual.filter(|tag| all.contains_key(tag)).or_else(|| all.keys().next().cloned());
    let Some(Value::Object(own)) = tag.as_ref().and_then(|tag| all.get_mut(tag)) else { return };
    tell(&mut project.about, own);
    own.retain(|key, value| !head::takes(key, value));
    if let Some(Value::Object(params)) = own.get_mut("params") {
        tell(&mut project.about, params);
        params.retain(|key, value| !head::takes(key, value));
    }
    own.retain(|_, value| value.as_object().is_none_or(|inner| !inner.is_empty()));
    all.retain(|_, value| value.as_object().is_none_or(|inner| !inner.is_empty()));
    if all.is_empty() {
        keys.remove("languages");
    }
}

fn weight(text: &str) -> i64 {
    let keys = head::of(text).keys;
    let found = ["weight", "nav_order", "order"].iter().find_map(|key| keys.get(*key)).and_then(Value::as_i64);
    found.unwrap_or(i64::MAX)
}
