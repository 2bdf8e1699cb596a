//! In: a folder and its kind. Out: what its own files say of the book: title and people, which files, in which order, where
//! parts begin. Refuses to read the chapters.

use super::builder::Named;
use super::door::Door;
use super::head::{self, tell, words};
use super::order::{Entry, Project, is_aside, outline};
use super::unused::Taken;
use super::{docsify, javascript, mkdocs, notebook, sites, sphinx};
use crate::base::{Diagnostic, Folder};
use crate::import::called;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Matter, Setting};
use serde_json::{Map, Value};

pub fn open(source: &Folder, kind: Kind, remarks: &mut Remarks) -> Result<Project, Diagnostic> {
    let mut project = Project::default();
    let mut door = Door { source, remarks };
    if let Some(file) = &source.file {
        project.file(file.clone(), Matter::Main, None);
        return Ok(project);
    }
    match kind {
        Kind::MdBook | Kind::GitBook => summary(&mut door, kind, &mut project),
        Kind::Docsify => docsify::read(&mut door, &mut project),
        Kind::Leanpub => leanpub(&mut door, &mut project),
        Kind::Quarto => quarto(&mut door, &mut project),
        Kind::Bookdown => bookdown(&mut door, &mut project),
        Kind::Myst => myst(&mut door, &mut project),
        Kind::MkDocs => mkdocs::read(&mut door, &mut project),
        Kind::Docusaurus | Kind::VitePress => javascript::read(&mut door, kind, &mut project),
        Kind::Hugo | Kind::Jekyll => sites::read(&mut door, kind, &mut project),
        _ => {}
    }
    project.close(&mut door);
    project.is_ordered = project.entries.iter().any(|entry| matches!(entry, Entry::File { .. }));
    if !project.is_ordered {
        loose(&mut door, kind, &mut project)?;
    }
    Ok(project)
}

/// `SUMMARY.md`: a list of links; titles over lists are parts, links before the first list are front matter.
fn summary(door: &mut Door<'_>, kind: Kind, project: &mut Project) {
    let settings = ["book.toml", "book.json", ".gitbook.yaml"].into_iter();
    let mut settings: Vec<(&str, Map<String, Value>)> =
        settings.filter_map(|name| Some((name, door.keys(name)?))).collect();
    let (name, keys) = if settings.is_empty() { Default::default() } else { settings.remove(0) };
    for (name, others) in settings {
        door.unused(name, &others, &Taken::default());
    }
    let book = match keys.get("book") {
        Some(Value::Object(book)) => book.clone(),
        _ => keys.clone(),
    };
    tell(&mut project.about, &book);
    let table = if keys.get("book").is_some_and(Value::is_object) { "book" } else { "" };
    let mut taken =
        Taken { keys: vec!["book.src", "root", "structure.summary"], about: vec![table], ..Taken::default() };
    project.cover(name, &keys, &["output.epub.cover-image"], &mut taken);
    let page = keys.get("output").and_then(|output| output.get("html"));
    project.mathjax = page.and_then(|page| page.get("mathjax-support")).and_then(Value::as_bool) == Some(true);
    if project.mathjax {
        taken.keys.push("output.html.mathjax-support");
    }
    let signs = page.and_then(|page| page.get("code")?.get("hidelines")?.as_object());
    if let Some(signs) = signs {
        project.hides = signs.iter().filter_map(|(name, sign)| Some((name.clone(), words(sign)?))).collect();
        taken.keys.push("output.html.code.hidelines");
    }
    door.unused(name, &keys, &taken);
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

/// `Book.txt` names a file a line; lines with `{frontmatter}` and the like change the matter.
fn leanpub(door: &mut Door<'_>, project: &mut Project) {
    let root = if door.is_file("manuscript/Book.txt") { "manuscript/" } else { "" };
    project.root = root.to_owned();
    let Some(text) = door.text(&format!("{root}Book.txt")) else { return };
    let mut matter = Matter::Main;
    let order = format!("{root}Book.txt");
    let others = ["Sample.txt", "Subset.txt", "Preview.txt"].map(|name| format!("{root}{name}"));
    for other in others.iter().filter(|name| door.is_file(name)).cloned().collect::<Vec<_>>() {
        door.unread(&[&other]);
    }
    let covers = ["png", "jpg", "jpeg"]
        .into_iter()
        .flat_map(|ending| ["resources", "images"].map(|folder| format!("{root}{folder}/title_page.{ending}")));
    project.cover = covers.into_iter().find(|name| door.is_file(name)).map(|name| {
        let address = name.trim_start_matches(root).to_owned();
        (order.clone(), Named { address, line: 1 })
    });
    door.remarks.turn_to(&order);
    for (at, line) in text.lines().enumerate() {
        let (at, line) = (At::Line(at + 1), line.trim());
        if line.is_empty() {
            continue;
        }
        if line.starts_with('#') {
            door.remarks.left("lines of the order that are switched off", line, at);
            continue;
        }
        match line.trim_end_matches(':') {
            "{frontmatter}" | "frontmatter" => matter = Matter::Front,
            "{mainmatter}" | "mainmatter" => matter = Matter::Main,
            "{backmatter}" | "backmatter" => matter = Matter::Back,
            "{class: part}" | "part" => door.remarks.left("marks of parts in the order", line, at),
            name => {
                if let Some(name) = door.named_at(root, name, at) {
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
                        door.remarks.left("files that the order names again", &name, at);
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
    let site = keys.get("website").and_then(Value::as_object).cloned().unwrap_or_default();
    tell(&mut project.about, &site);
    let own =
        vec!["project.type", "project.render", "book.chapters", "book.appendices", "website.sidebar", "website.navbar"];
    let mut taken = Taken { keys: own, about: vec!["", "book", "website"], apart: vec!["format"] };
    formats(&keys, project, &mut taken);
    let covers = ["book.cover-image", "format.epub.cover-image", "format.epub.epub-cover-image", "cover-image"];
    project.cover("_quarto.yml", &keys, &covers, &mut taken);
    door.unused("_quarto.yml", &keys, &taken);
    door.remarks.turn_to("_quarto.yml");
    chapters(door, book.get("chapters"), Matter::Main, project);
    if let Some(appendices) = book.get("appendices") {
        chapters(door, Some(appendices), Matter::Back, project);
    }
    if !site.is_empty() && door.is_file("index.qmd") {
        project.file("index.qmd".to_owned(), Matter::Main, None);
    }
    for key in ["left", "right"] {
        chapters(door, site.get("navbar").and_then(|bar| bar.get(key)), Matter::Main, project);
    }
    let sidebars = match site.get("sidebar") {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(one)) => vec![one],
        _ => Vec::new(),
    };
    for sidebar in sidebars {
        if let Some(title) = sidebar.get("title").and_then(words) {
            project.part(title, Matter::Main);
        }
        match sidebar.get("contents").and_then(words) {
            Some(pattern) if !sidebar.get("contents").is_some_and(Value::is_array) => {
                automatic(door, &pattern, project)
            }
            _ => chapters(door, sidebar.get("contents"), Matter::Main, project),
        }
    }
    if site.get("sidebar").and_then(words).as_deref() == Some("auto") {
        automatic(door, "auto", project);
    }
    let render = keys.get("project").and_then(|project| project.get("render")).and_then(Value::as_array);
    let skipped =
        render.into_iter().flatten().filter_map(words).filter_map(|path| path.strip_prefix('!').map(str::to_owned));
    let skipped: Vec<String> = skipped.flat_map(|pattern| found(door, &pattern)).collect();
    project.entries.retain(|entry| !matches!(entry, Entry::File { name, .. } if skipped.contains(name)));
}

/// Files of a pattern, of a folder, or the one of that name.
fn found(door: &Door<'_>, pattern: &str) -> Vec<String> {
    let pattern = pattern.trim_start_matches(['/', '.']).trim_end_matches('/');
    if pattern.contains('*') {
        return door.source.glob(pattern).unwrap_or_default();
    }
    let inside = door.source.glob(&format!("{pattern}/**/*.{{qmd,md,ipynb,Rmd}}")).unwrap_or_default();
    [vec![pattern.to_owned()], inside].concat()
}

/// Pages in the order that their heads give, then in that of their names; each folder's own page first.
fn automatic(door: &mut Door<'_>, pattern: &str, project: &mut Project) {
    let pattern = if matches!(pattern, "auto" | "true") { "**/*.{qmd,md,ipynb,Rmd}" } else { pattern };
    let own = found(door, pattern).into_iter().filter(|name| !name.split('/').any(|part| part.starts_with('_')));
    let own =
        own.filter(|name| !is_aside(name) && [".qmd", ".md", ".ipynb", ".Rmd"].iter().any(|end| name.ends_with(end)));
    let mut all: Vec<(String, bool, i64, String)> = own
        .map(|name| {
            let text = door.text(&name).unwrap_or_default();
            let text = match notebook::is_one(&name) {
                true => notebook::text(&text, &mut Remarks::default()).unwrap_or_default(),
                false => text,
            };
            let keys = head::of(&text).keys;
            let (folder, last) = name.rsplit_once('/').unwrap_or(("", &name));
            let order = keys.get("order").and_then(Value::as_i64).unwrap_or(i64::MAX);
            (folder.to_owned(), !last.starts_with("index."), order, name)
        })
        .collect();
    all.sort();
    all.into_iter().for_each(|(_, _, _, name)| project.file(name, Matter::Main, None));
}

/// What the settings of Quarto's formats have an equal for in book.toml.
fn formats(keys: &Map<String, Value>, project: &mut Project, taken: &mut Taken) {
    let value = |path: &str| {
        let mut inner = path.split('.');
        let first = keys.get(inner.next()?)?;
        inner.try_fold(first, |value, key| value.get(key)).and_then(words)
    };
    let sheets = ["a4", "a5", "a6", "b5", "b6", "letter"];
    let sheet = |typed: String| {
        let typed = typed.to_ascii_lowercase();
        let name = typed.trim_end_matches("paper").trim_start_matches("us-");
        sheets.contains(&name).then(|| toml::Value::from(name.to_ascii_uppercase()).to_string())
    };
    let points = |typed: String| {
        let number = typed.trim().strip_suffix("pt")?.trim().parse::<u8>().ok()?;
        (6..=20).contains(&number).then(|| toml::Value::from(format!("{number}pt")).to_string())
    };
    let depth =
        |typed: String| typed.parse::<u8>().ok().filter(|depth| (1..=6).contains(depth)).map(|depth| depth.to_string());
    type Reads<'r> = &'r dyn Fn(String) -> Option<String>;
    let all: [(&'static str, &'static str, &[&'static str], Reads<'_>); 4] = [
        ("page", "trim", &["format.pdf.papersize", "format.typst.papersize", "papersize"], &sheet),
        ("type", "size", &["format.pdf.fontsize", "format.typst.fontsize", "fontsize"], &points),
        ("contents", "depth", &["format.pdf.toc-depth", "format.typst.toc-depth", "toc-depth"], &depth),
        ("epub", "contents-depth", &["format.epub.toc-depth"], &depth),
    ];
    for (table, key, paths, reads) in all {
        if let Some((path, value)) = paths.iter().find_map(|path| Some((*path, reads(value(path)?)?))) {
            taken.keys.push(path);
            project.settings.push(Setting { table, key, value });
        }
    }
}

fn chapters(door: &mut Door<'_>, list: Option<&Value>, matter: Matter, project: &mut Project) {
    for item in list.and_then(Value::as_array).into_iter().flatten() {
        match item {
            // The lines of a sidebar.
            Value::String(path) if path.starts_with("--") => {}
            Value::String(path) if path == "auto" => automatic(door, path, project),
            Value::String(path) if path.contains('*') => {
                for name in door.source.glob(path).unwrap_or_default() {
                    project.file(name, matter, None);
                }
            }
            Value::String(path) => {
                if let Some(name) = door.named("", path) {
                    project.file(name, matter, None);
                }
            }
            Value::Object(keys) => {
                if let Some(part) = keys.get("part").or(keys.get("section")).and_then(words) {
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
                let is_chapter = ["file", "href"].iter().any(|key| keys.contains_key(*key));
                if let Some(pattern) = keys.get("auto") {
                    automatic(door, &words(pattern).unwrap_or_else(|| "auto".to_owned()), project);
                }
                for key in ["chapters", "sections", "children", "contents", "menu"] {
                    for inner in keys.get(key).and_then(Value::as_array).into_iter().flatten().filter(|_| is_chapter) {
                        door.nested(inner.get("file").unwrap_or(inner).as_str().unwrap_or_default(), At::File);
                    }
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
    let is_ordered = keys.get("rmd_files").is_some_and(Value::is_array);
    let taken = Taken { keys: if is_ordered { vec!["rmd_files"] } else { Vec::new() }, ..Taken::default() };
    door.unused("_bookdown.yml", &keys, &taken);
    if let Some(keys) = door.keys("_output.yml") {
        door.unused("_output.yml", &keys, &Taken::default());
    }
    door.remarks.turn_to("_bookdown.yml");
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
        let own = ["version", "format", "root", "parts", "chapters", "sections", "project.toc", "project.root"];
        door.unused(name, &keys, &Taken { keys: own.to_vec(), about: vec!["", "project"], ..Taken::default() });
        door.remarks.turn_to(name);
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
        let list = inner.get("toc").or(keys.get("chapters")).or(keys.get("sections"));
        chapters(door, list, Matter::Main, project);
    }
    if project.entries.is_empty() {
        sphinx::read(door, project);
    }
}

/// Any folder: an order that a file of Longform gives, else the files by name; the README before them.
fn loose(door: &mut Door<'_>, kind: Kind, project: &mut Project) -> Result<(), Diagnostic> {
    let all = door.source.glob("**/*.{md,mdx,markdown,qmd,Rmd,mdown,txt}").map_err(|error| error.diagnostic(None))?;
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
    if kind == Kind::Markdown {
        pandoc(door, project);
        project.is_ordered = !project.entries.is_empty();
        if project.is_ordered {
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
        project.about.title = called::title(door.source);
    }
    Ok(())
}

/// What people give Pandoc beside the text: metadata, a title block, defaults with the order of files, lists of sources.
fn pandoc(door: &mut Door<'_>, project: &mut Project) {
    let found = |door: &Door<'_>, pattern: &str| door.source.glob(pattern).unwrap_or_default();
    for name in found(door, "{defaults,*/defaults}.{yaml,yml}") {
        let Some(keys) = door.keys(&name) else { continue };
        if let Some(Value::Object(about)) = keys.get("metadata") {
            tell(&mut project.about, about);
        }
        let own = vec!["input-files", "input-file"];
        door.unused(&name, &keys, &Taken { keys: own, about: vec!["metadata"], ..Taken::default() });
        let named = keys.get("input-files").or(keys.get("input-file"));
        let named = named.map(|named| named.as_array().cloned().unwrap_or_else(|| vec![named.clone()]));
        for path in named.unwrap_or_default().iter().filter_map(words) {
            if let Some(file) = door.named("", &path) {
                project.file(file, Matter::Main, None);
            }
        }
    }
    for name in found(door, "{metadata,meta,_metadata,*/metadata,*/meta,*/_metadata}.{yaml,yml}") {
        let text = door.text(&name).unwrap_or_default();
        let head = head::of(&text);
        let keys = if head.lines > 0 && !head.broken { Some(head.keys) } else { door.keys(&name) };
        let Some(keys) = keys else { continue };
        tell(&mut project.about, &keys);
        door.unused(&name, &keys, &Taken { about: vec![""], ..Taken::default() });
    }
    for name in found(door, "{title,*/title}.txt") {
        let head = head::of(&door.text(&name).unwrap_or_default());
        tell(&mut project.about, &head.keys);
        if head.keys.is_empty() {
            door.unread(&[&name]);
        }
    }
    door.unread(&["{*,*/*}.{bib,csl}"]);
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
