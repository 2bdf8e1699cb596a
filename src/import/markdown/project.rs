//! In: a folder and its kind. Out: what its own files say of the book: title and people, which files, in which order, where
//! parts begin. Refuses to read the chapters.

use super::head::{self, tell, words};
use crate::base::{Diagnostic, Folder, Sources};
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::{About, At, Matter};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::{Map, Value};

/// A file of the book, or the title of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    File { name: String, matter: Matter, title: Option<String> },
    Part { title: String, matter: Matter },
}

#[derive(Debug, Default)]
pub struct Project {
    pub about: About,
    pub entries: Vec<Entry>,
    /// The folder from which `/path` counts.
    pub root: String,
    /// Whether some file says which files are the book.
    pub is_ordered: bool,
    /// Files that give the order, which are none of the book.
    pub order: Vec<String>,
}

impl Project {
    /// Files of the same kinds that are none of the book.
    pub fn others(&self, source: &Folder) -> Vec<String> {
        let all = source.glob("**/*.{md,markdown,qmd,Rmd,rmd,ipynb}").unwrap_or_default();
        let is_own = |name: &String| {
            self.order.contains(name)
                || self.entries.iter().any(|entry| matches!(entry, Entry::File { name: own, .. } if own == name))
        };
        let is_inside = |name: &String| name.starts_with(&self.root) && !name.contains("node_modules/");
        all.into_iter().filter(|name| is_inside(name) && !is_own(name)).collect()
    }

    fn file(&mut self, name: String, matter: Matter, title: Option<String>) {
        let known = self.entries.iter().any(|entry| matches!(entry, Entry::File { name: own, .. } if *own == name));
        if !known {
            self.entries.push(Entry::File { name, matter, title });
        }
    }

    fn part(&mut self, title: String, matter: Matter) {
        self.entries.push(Entry::Part { title, matter });
    }
}

pub fn open(source: &Folder, kind: Kind, remarks: &mut Remarks) -> Result<Project, Diagnostic> {
    let mut project = Project::default();
    let mut door = Door { source, remarks };
    if let Some(file) = &source.file {
        project.file(file.clone(), Matter::Main, None);
        return Ok(project);
    }
    match kind {
        Kind::MdBook | Kind::GitBook => summary(&mut door, kind, &mut project),
        Kind::Docsify => sidebar(&mut door, &mut project),
        Kind::Leanpub => leanpub(&mut door, &mut project),
        Kind::Quarto => quarto(&mut door, &mut project),
        Kind::Bookdown => bookdown(&mut door, &mut project),
        Kind::Myst => myst(&mut door, &mut project),
        Kind::Hugo | Kind::Jekyll => site(&mut door, kind, &mut project),
        _ => {}
    }
    project.is_ordered = project.entries.iter().any(|entry| matches!(entry, Entry::File { .. }));
    if !project.is_ordered {
        loose(&mut door, kind, &mut project)?;
    }
    Ok(project)
}

struct Door<'d> {
    source: &'d Folder,
    remarks: &'d mut Remarks,
}

impl Door<'_> {
    fn text(&self, name: &str) -> Option<String> {
        let mut sources = Sources::default();
        let file = self.source.text(name, &mut sources).ok()?;
        Some(sources.get(file).text.to_string())
    }

    fn keys(&self, name: &str) -> Option<Map<String, Value>> {
        let text = self.text(name)?;
        let value = match name.rsplit('.').next() {
            Some("toml") => head::toml(&text),
            Some("json") => serde_json::from_str(&text).ok(),
            _ => head::yaml(&text),
        };
        value.and_then(|value| if let Value::Object(keys) = value { Some(keys) } else { None })
    }

    fn is_file(&self, name: &str) -> bool {
        self.source.exists(name).is_ok()
    }

    /// A file that an order names, from a folder on; told where it is not there.
    fn named(&mut self, root: &str, path: &str) -> Option<String> {
        self.named_at(root, path, At::File)
    }

    fn named_at(&mut self, root: &str, path: &str, at: At) -> Option<String> {
        let path = path.split(['#', '?']).next().unwrap_or_default();
        if path.contains("://") {
            self.remarks.left("links to the web in the order", path, at);
            return None;
        }
        if path.is_empty() {
            return None;
        }
        let path = path.trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') {
            let index = format!("{root}{path}README.md");
            return self.is_file(&index).then_some(index);
        }
        let joined = super::links::joined(&format!("{root}x"), &super::links::decoded(path));
        let names = [joined.clone(), format!("{joined}.md"), format!("{joined}.qmd"), format!("{joined}.ipynb")];
        let found = names.into_iter().find(|name| self.is_file(name));
        if found.is_none() {
            self.remarks.left("files that the order names and that are not there", path, at);
        }
        found
    }
}

/// `SUMMARY.md`: a list of links; titles over lists are parts, links before the first list are front matter.
fn summary(door: &mut Door<'_>, kind: Kind, project: &mut Project) {
    let settings = ["book.toml", "book.json", ".gitbook.yaml"].iter().filter_map(|name| door.keys(name)).next();
    let keys = settings.unwrap_or_default();
    let book = match keys.get("book") {
        Some(Value::Object(book)) => book.clone(),
        _ => keys.clone(),
    };
    tell(&mut project.about, &book);
    let root = book.get("src").or(keys.get("root")).and_then(words);
    let root = root.unwrap_or_else(|| if kind == Kind::MdBook { "src".into() } else { String::new() });
    let root = root.trim_start_matches("./").trim_matches('/').to_owned();
    let mut root = if root.is_empty() || root == "." { String::new() } else { format!("{root}/") };
    if kind == Kind::GitBook && root.is_empty() && !door.is_file("SUMMARY.md") {
        root = "docs/".to_owned();
    }
    let structure = keys.get("structure").and_then(Value::as_object);
    let own = structure.and_then(|structure| structure.get("summary")).and_then(words);
    let order = format!("{root}{}", own.as_deref().unwrap_or("SUMMARY.md").trim_start_matches("./"));
    let Some(text) = door.text(&order) else { return };
    door.remarks.turn_to(&order);
    if door.is_file(&format!("{root}README.md")) && kind == Kind::GitBook {
        project.file(format!("{root}README.md"), Matter::Main, None);
    }
    outline(door, &text, &root, kind == Kind::MdBook, project);
    project.order.push(order);
    project.root = root;
}

/// A list of links as an order of files.
fn outline(door: &mut Door<'_>, text: &str, root: &str, matters: bool, project: &mut Project) {
    let (mut depth, mut lists) = (0_usize, 0_usize);
    let mut heading: Option<(bool, String)> = None;
    let mut link: Option<(String, String)> = None;
    let mut item = String::new();
    let mut after = false;
    for (event, range) in Parser::new(text).into_offset_iter() {
        let at = At::Line(text[..range.start].matches('\n').count() + 1);
        match event {
            Event::Start(Tag::List(_)) => {
                // An item without a link over a list of them is a part.
                let title = item.trim().to_owned();
                if depth == 1 && link.is_none() && !title.is_empty() {
                    project.part(title, Matter::Main);
                }
                item.clear();
                depth += 1;
                lists += 1;
                after = false;
            }
            Event::End(TagEnd::List(_)) => {
                depth -= 1;
                after = depth == 0;
            }
            Event::Start(Tag::Item) => item.clear(),
            Event::Start(Tag::Heading { level, .. }) => heading = Some((level as u8 == 1, String::new())),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((first, title)) = heading.take() {
                    let is_name = first && project.entries.len() < 2 && lists == 0;
                    let is_part =
                        !is_name && !["summary", "table of contents"].contains(&title.to_lowercase().as_str());
                    if is_part {
                        project.part(title, Matter::Main);
                        after = false;
                    }
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => link = Some((dest_url.to_string(), String::new())),
            Event::End(TagEnd::Link) => {
                if let Some((path, title)) = link.take() {
                    let matter = match (matters, depth) {
                        (true, 0) if lists == 0 => Matter::Front,
                        (true, 0) if after => Matter::Back,
                        _ => Matter::Main,
                    };
                    item.clear();
                    if path.is_empty() {
                        door.remarks.left("chapters that are not written yet", &title, at);
                    } else if let Some(name) = door.named_at(root, &path, at) {
                        project.file(name, matter, Some(title));
                    }
                }
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&words);
                } else if let Some((_, title)) = &mut link {
                    title.push_str(&words);
                } else {
                    item.push_str(&words);
                }
            }
            _ => {}
        }
    }
}

fn sidebar(door: &mut Door<'_>, project: &mut Project) {
    let root = if door.is_file("_sidebar.md") { "" } else { "docs/" };
    project.root = root.to_owned();
    project.order.push(format!("{root}_sidebar.md"));
    if door.is_file(&format!("{root}README.md")) {
        project.file(format!("{root}README.md"), Matter::Main, None);
    }
    let order = format!("{root}_sidebar.md");
    if let Some(text) = door.text(&order) {
        door.remarks.turn_to(&order);
        outline(door, &text, root, false, project);
    }
}

/// `Book.txt` names a file a line; lines with `{frontmatter}` and the like change the matter.
fn leanpub(door: &mut Door<'_>, project: &mut Project) {
    let root = if door.is_file("manuscript/Book.txt") { "manuscript/" } else { "" };
    project.root = root.to_owned();
    let Some(text) = door.text(&format!("{root}Book.txt")) else { return };
    let mut matter = Matter::Main;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.trim_end_matches(':') {
            "{frontmatter}" | "frontmatter" => matter = Matter::Front,
            "{mainmatter}" | "mainmatter" => matter = Matter::Main,
            "{backmatter}" | "backmatter" => matter = Matter::Back,
            "{class: part}" | "part" => {}
            name => {
                if let Some(name) = door.named(root, name) {
                    // A file may begin with what changes the matter, and be nothing else.
                    let text = door.text(&name).map(|text| text.trim().to_owned()).unwrap_or_default();
                    match text.lines().next().map(str::trim) {
                        Some("{frontmatter}") => matter = Matter::Front,
                        Some("{mainmatter}") => matter = Matter::Main,
                        Some("{backmatter}") => matter = Matter::Back,
                        _ => {}
                    }
                    if text.starts_with('{') && text.ends_with("matter}") && !text.contains('\n') {
                        continue;
                    }
                    let is_again = project
                        .entries
                        .iter()
                        .any(|entry| matches!(entry, Entry::File { name: own, .. } if *own == name));
                    if is_again {
                        door.remarks.left("files that the order names again", &name, At::File);
                    }
                    project.file(name, matter, None);
                }
            }
        }
    }
}

fn quarto(door: &mut Door<'_>, project: &mut Project) {
    let Some(keys) = door.keys("_quarto.yml") else { return };
    let book = keys.get("book").and_then(Value::as_object).cloned().unwrap_or_default();
    tell(&mut project.about, &book);
    tell(&mut project.about, &keys);
    chapters(door, book.get("chapters"), Matter::Main, project);
    if let Some(appendices) = book.get("appendices") {
        chapters(door, Some(appendices), Matter::Back, project);
    }
}

fn chapters(door: &mut Door<'_>, list: Option<&Value>, matter: Matter, project: &mut Project) {
    for item in list.and_then(Value::as_array).into_iter().flatten() {
        match item {
            Value::String(path) => {
                if let Some(name) = door.named("", path) {
                    project.file(name, matter, None);
                }
            }
            Value::Object(keys) => {
                if let Some(part) = keys.get("part").and_then(words) {
                    match part.ends_with(".qmd") || part.ends_with(".md") {
                        true => project.entries.extend(door.named("", &part).map(|name| Entry::File {
                            name,
                            matter,
                            title: Some("\u{1}part".into()),
                        })),
                        false => project.part(part, matter),
                    }
                }
                if let Some(path) = keys.get("file").or(keys.get("href")).and_then(words)
                    && let Some(name) = door.named("", &path)
                {
                    project.file(name, matter, keys.get("text").or(keys.get("title")).and_then(words));
                }
                if let Some(pattern) = keys.get("glob").and_then(words) {
                    for name in door.source.glob(&format!("{pattern}.{{md,ipynb,rst}}")).unwrap_or_default() {
                        project.file(name, matter, None);
                    }
                }
                for key in ["chapters", "sections", "children", "contents"] {
                    chapters(door, keys.get(key), matter, project);
                }
            }
            _ => {}
        }
    }
}

fn bookdown(door: &mut Door<'_>, project: &mut Project) {
    let keys = door.keys("_bookdown.yml").unwrap_or_default();
    let index = ["index.Rmd", "index.rmd", "index.md"].into_iter().find(|name| door.is_file(name));
    match keys.get("rmd_files") {
        Some(Value::Array(files)) => {
            for path in files.iter().filter_map(words) {
                if let Some(name) = door.named("", &path) {
                    project.file(name, Matter::Main, None);
                }
            }
        }
        _ => {
            project.entries.extend(index.map(|name| Entry::File {
                name: name.into(),
                matter: Matter::Main,
                title: None,
            }));
            for name in door.source.glob("*.{Rmd,rmd}").unwrap_or_default() {
                if !name.starts_with('_') {
                    project.file(name, Matter::Main, None);
                }
            }
        }
    }
}

/// `myst.yml` and the older `_toc.yml` of Jupyter Book.
fn myst(door: &mut Door<'_>, project: &mut Project) {
    for name in ["myst.yml", "_config.yml", "_toc.yml"] {
        let Some(keys) = door.keys(name) else { continue };
        let inner = keys.get("project").and_then(Value::as_object).cloned().unwrap_or_default();
        tell(&mut project.about, &inner);
        tell(&mut project.about, &keys);
        for root in [keys.get("root"), inner.get("root")].into_iter().flatten().filter_map(words) {
            if let Some(name) = door.named("", &root) {
                project.file(name, Matter::Main, None);
            }
        }
        for parts in [keys.get("parts")].into_iter().flatten().filter_map(Value::as_array).flatten() {
            if let Some(title) = parts.get("caption").and_then(words) {
                project.part(title, Matter::Main);
            }
            chapters(door, parts.get("chapters"), Matter::Main, project);
        }
        chapters(door, inner.get("toc").or(keys.get("chapters")), Matter::Main, project);
    }
}

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

/// Sites: pages by weight, posts by the date in their name.
fn site(door: &mut Door<'_>, kind: Kind, project: &mut Project) {
    for name in ["hugo.toml", "config.toml", "hugo.yaml", "config.yaml", "_config.yml"] {
        if let Some(keys) = door.keys(name) {
            tell(&mut project.about, &keys);
            for inner in ["params", "author"].iter().filter_map(|key| keys.get(*key)).filter_map(Value::as_object) {
                tell(&mut project.about, inner);
            }
        }
    }
    let globs: &[&str] = match kind {
        Kind::Hugo => &["content/**/*.md"],
        _ => &["index.md", "_chapters/**/*.md", "_posts/**/*.md", "*.md", "**/*.md"],
    };
    project.root = if kind == Kind::Hugo { "content/".into() } else { String::new() };
    for glob in globs {
        let found = door.source.glob(glob).unwrap_or_default();
        let is_page = |name: &String| {
            const MACHINERY: [&str; 7] =
                ["_includes", "_layouts", "_site", "_sass", "_data", "_drafts", "node_modules"];
            let is_machinery = name.split('/').any(|folder| MACHINERY.contains(&folder));
            !is_machinery && (!is_aside(name) || name.ends_with("_index.md"))
        };
        let weight = |name: &str| door.text(name).map_or(i64::MAX, |text| weight(&text));
        let mut found: Vec<(Vec<(i64, String)>, String)> =
            found.into_iter().filter(is_page).map(|name| (place(&name, &weight), name)).collect();
        found.sort();
        found.into_iter().for_each(|(_, name)| project.file(name, Matter::Main, None));
    }
}

fn weight(text: &str) -> i64 {
    let keys = head::of(text).keys;
    let found = ["weight", "nav_order", "order"].iter().find_map(|key| keys.get(*key)).and_then(Value::as_i64);
    found.unwrap_or(i64::MAX)
}

/// Files for visitors of a folder, not for readers of its book.
fn is_aside(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let asides = ["readme.md", "license.md", "contributing.md", "changelog.md", "code_of_conduct.md", "summary.md"];
    asides.contains(&last.as_str()) || last.starts_with('_')
}

/// Any folder: an order that a file of Longform gives, else the files by name; the README before them.
fn loose(door: &mut Door<'_>, kind: Kind, project: &mut Project) -> Result<(), Diagnostic> {
    let all = door.source.glob("**/*.{md,markdown,qmd,Rmd,mdown,txt}").map_err(|error| error.diagnostic(None))?;
    let all: Vec<String> = all.into_iter().filter(|name| !name.contains("node_modules/")).collect();
    if matches!(kind, Kind::Obsidian | Kind::Longform | Kind::Markdown) {
        for name in &all {
            let keys = door.text(name).map(|text| head::of(&text).keys).unwrap_or_default();
            let Some(Value::Object(draft)) = keys.get("longform") else { continue };
            tell(&mut project.about, draft);
            let folder = draft.get("sceneFolder").and_then(words).unwrap_or_default();
            let root = super::links::joined(name, &format!("{}/", folder.trim_matches('/')));
            let root = if root.is_empty() { String::new() } else { format!("{root}/") };
            scenes(door, draft.get("scenes"), &root, project);
            return Ok(());
        }
    }
    let texts = all.iter().filter(|name| !name.ends_with(".txt"));
    let readme = all.iter().find(|name| name.eq_ignore_ascii_case("readme.md"));
    let others: Vec<&String> = texts.clone().filter(|name| !is_aside(name)).collect();
    if let Some(readme) = readme {
        project.file(readme.clone(), if others.is_empty() { Matter::Main } else { Matter::Front }, None);
    }
    for name in others {
        project.file(name.clone(), Matter::Main, None);
    }
    for name in
        all.iter().filter(|name| is_aside(name) && !name.eq_ignore_ascii_case("readme.md") && name.ends_with(".md"))
    {
        door.remarks.left("files for visitors of the folder", name, At::File);
    }
    if project.about.title.is_none() {
        project.about.title = door.source.name.as_deref().map(|name| name.replace(['-', '_'], " "));
        let is_slug = project.about.title.as_deref().is_some_and(|title| title == title.to_lowercase());
        if is_slug {
            project.about.title = project.about.title.take().map(capital);
        }
    }
    Ok(())
}

fn scenes(door: &mut Door<'_>, list: Option<&Value>, root: &str, project: &mut Project) {
    for scene in list.and_then(Value::as_array).into_iter().flatten() {
        match scene {
            Value::Array(_) => scenes(door, Some(scene), root, project),
            scene => {
                if let Some(name) = words(scene)
                    && let Some(file) = door.named(root, &format!("{name}.md"))
                {
                    project.file(file, Matter::Main, Some(name));
                }
            }
        }
    }
}

fn capital(title: String) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
