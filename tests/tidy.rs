//! The house rules that no compiler holds: who imports whom, in which order, how long files are, what stands where.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/kinds.rs"]
mod kinds;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which rooms a room may import, also by names that a third room passes on. `cli` and `main` see the pipeline alone; `design` sees of the manuscript its settings.
const IMPORTS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("language", &["base"]),
    ("press", &["base"]),
    ("fonts", &["base", "language"]),
    ("pictures", &["base", "fonts"]),
    ("printers", &["base"]),
    ("engines", &["base", "printers::Source"]),
    ("pdfread", &["base"]),
    ("model", &["base", "language", "pictures"]),
    ("page", &["base", "press", "fonts", "pictures", "pdfread::Form"]),
    (
        "manuscript",
        &["base", "language", "press", "fonts::AxisValue", "fonts::FeatureTag", "fonts::Figures", "model", "pictures"],
    ),
    ("import", &["base", "language", "pictures", "manuscript"]),
    (
        "design",
        &[
            "base",
            "language",
            "press",
            "fonts",
            "model",
            "printers",
            "engines",
            "pictures::PictureRules",
            "manuscript::settings",
        ],
    ),
    (
        "layout",
        &[
            "base",
            "language",
            "fonts",
            "pictures",
            "model",
            "page",
            "design",
            "press::Output",
            "manuscript::settings::Align",
            "manuscript::settings::Case",
            "manuscript::settings::ChapterStart",
            "manuscript::settings::Keep",
            "manuscript::settings::NoteNumber",
            "manuscript::settings::NotePlace",
            "manuscript::settings::Opening",
            "manuscript::settings::VerseAlign",
        ],
    ),
    (
        "cover",
        &[
            "base",
            "language",
            "press",
            "fonts",
            "pictures",
            "model",
            "page",
            "design",
            "layout",
            "manuscript::settings::Align",
            "manuscript::settings::ArtFit",
            "manuscript::settings::Case",
            "manuscript::settings::CoverStyle",
            "manuscript::settings::Opening",
            "manuscript::settings::Price",
            "manuscript::settings::SpineText",
        ],
    ),
    ("impose", &["base", "fonts", "page", "pdfread"]),
    ("draw", &["base", "press", "fonts", "pictures", "page"]),
    ("svg", &["base", "fonts", "pictures", "page"]),
    (
        "xhtml",
        &[
            "base",
            "language",
            "fonts",
            "model",
            "design",
            "manuscript::settings::Align",
            "manuscript::settings::Case",
            "manuscript::settings::Opening",
        ],
    ),
    (
        "epub",
        &[
            "base",
            "language",
            "fonts",
            "pictures",
            "model",
            "design",
            "manuscript::settings::Case",
            "manuscript::settings::DECLARED",
            "manuscript::settings::EbookShop",
            "xhtml",
        ],
    ),
    ("pdf", &["base", "press", "fonts", "pictures", "page", "pdfread"]),
    ("preflight", &["base", "press", "pictures", "printers", "engines", "pdfread"]),
    ("mend", &["base", "printers", "pdfread", "pdf", "preflight"]),
    ("plates", &["base", "pdfread", "mend::Draft"]),
    (
        "pipeline",
        &[
            "base",
            "language",
            "press",
            "fonts",
            "pictures",
            "model",
            "page",
            "printers",
            "pdfread",
            "preflight",
            "mend",
            "plates",
            "manuscript",
            "import",
            "design",
            "layout",
            "cover",
            "impose",
            "draw",
            "svg",
            "xhtml",
            "epub",
            "pdf",
        ],
    ),
    ("desk", &["base", "press::Output", "fonts", "pictures", "page", "svg", "pipeline::session"]),
    (
        "cli",
        &[
            "base",
            "desk",
            "pipeline",
            "manuscript::settings::BookletScheme",
            "manuscript::settings::BookletSettings",
            "manuscript::settings::SheetFit",
            "manuscript::settings::SheetFlip",
            "preflight::inventory",
        ],
    ),
    ("main", &["base::limits", "cli"]),
];

/// What may stand at the top, beside files that begin with a dot or `LICENSE-`; the last two are ignored by git.
const TOP: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "covers",
    "fonts",
    "manuscript",
    "src",
    "tests",
    "dist",
    "target",
];

const MOST_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => files(&path, out),
            false => out.push(path),
        }
    }
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    files(&root().join(folder), &mut out);
    out.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    out
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// A source without comments and tests.
fn code(path: &Path) -> String {
    if path.ends_with("tests.rs") {
        return String::new();
    }
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// `src/layout/galley/verse.rs` is `["layout", "galley", "verse"]`, a `mod.rs` its folder.
fn module(path: &Path) -> Vec<String> {
    let name = shown(path);
    let name = name.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    name.split('/').map(str::to_string).collect()
}

/// Every path that a source names from `crate`, `chapbook`, `super` or `self`, from the crate's root.
fn imports(module: &[String], is_folder: bool, code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("::") {
        let head = code[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        let before = code[..at - head.len()].chars().next_back();
        if before == Some(':') {
            continue;
        }
        let own = module.len() - usize::from(!is_folder);
        let base: Vec<String> = match head {
            "crate" | "chapbook" => Vec::new(),
            "super" => module[..module.len() - 1].to_vec(),
            "self" if is_folder => module[..own].to_vec(),
            _ => continue,
        };
        tree(base, &code[at + 2..], &mut found);
    }
    found
}

/// Walks `a::{b, c::d}` from after a `::`.
fn tree(base: Vec<String>, text: &str, found: &mut Vec<Vec<String>>) {
    if let Some(list) = text.strip_prefix('{') {
        let mut depth = 0;
        let mut start = 0;
        for (at, ch) in list.char_indices() {
            match ch {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    let item = list[start..at].trim();
                    if !item.is_empty() {
                        tree(base.clone(), item, found);
                    }
                    start = at + 1;
                    if ch == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let mut path = base;
    match name.as_str() {
        "super" => drop(path.pop()),
        "self" | "" => {}
        _ => path.push(name.clone()),
    }
    match text[name.len()..].strip_prefix("::") {
        Some(rest) if !name.is_empty() => tree(path, rest, found),
        _ => found.push(path),
    }
}

/// The names that sources pass on with `pub use crate::…`, by the path under which they can be had, and what they are.
fn passed_on(code: &str, module: &[String], is_folder: bool, found: &mut BTreeMap<Vec<String>, Vec<String>>) {
    for (at, _) in code.match_indices("use crate::") {
        let line = code[..at].rsplit('\n').next().unwrap_or_default().trim();
        if !line.starts_with("pub") {
            continue;
        }
        let statement = code[at..].split(';').next().unwrap_or_default();
        assert!(!statement.contains('*') && !statement.contains(" as "), "each name passed on is named: {statement}");
        for path in imports(module, is_folder, statement) {
            let name = path.last().cloned().unwrap_or_default();
            found.insert(module.iter().cloned().chain([name]).collect(), path);
        }
    }
}

/// The path behind a path that leads through names passed on.
fn resolved(mut path: Vec<String>, passed_on: &BTreeMap<Vec<String>, Vec<String>>) -> Vec<String> {
    // A name is passed on from room to room at most once each.
    for _ in 0..IMPORTS.len() {
        let Some(end) = (1..=path.len()).find(|end| passed_on.contains_key(&path[..*end])) else { break };
        path = passed_on[&path[..end]].iter().chain(&path[end..]).cloned().collect();
    }
    path
}

/// The paths that begin with a module which the source imports by name: `page::Item` after `use crate::page`.
fn through_modules(imported: &[Vec<String>], code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for module in imported {
        let Some(name) = module.last().filter(|name| name.starts_with(char::is_lowercase)) else { continue };
        for (at, _) in code.match_indices(&format!("{name}::")) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            if before != ':' && before != '_' && !before.is_alphanumeric() {
                tree(module.clone(), &code[at + name.len() + 2..], &mut found);
            }
        }
    }
    found
}

/// The modules that a folder lists, in order, and which module each re-exported name comes from.
fn listing(folder: &Path) -> (Vec<String>, BTreeMap<String, String>) {
    let code = code(&folder.join(if folder == root().join("src") { "lib.rs" } else { "mod.rs" }));
    let mut modules = Vec::new();
    for line in code.lines() {
        let name = line.trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ").trim_start_matches("pub ");
        if let Some(name) = name.strip_prefix("mod ").and_then(|name| name.strip_suffix(';')) {
            modules.push(name.to_string());
        }
    }
    let mut names = BTreeMap::new();
    for part in code.split("use ").skip(1) {
        let statement = part.split(';').next().unwrap_or_default();
        let Some((from, rest)) = statement.split_once("::") else { continue };
        if modules.iter().any(|module| module == from) {
            let mut found = Vec::new();
            tree(Vec::new(), rest, &mut found);
            names.extend(found.into_iter().filter_map(|path| Some((path.last()?.clone(), from.to_string()))));
        }
    }
    (modules, names)
}

#[test]
fn rooms_import_what_the_table_allows() {
    let sources: Vec<(PathBuf, Vec<String>, String)> =
        rust_files("src").into_iter().map(|path| (path.clone(), module(&path), code(&path))).collect();
    let mut names = BTreeMap::new();
    for (path, from, code) in &sources {
        passed_on(code, from, path.ends_with("mod.rs"), &mut names);
    }
    let mut wrong = BTreeSet::new();
    for (path, from, code) in sources.iter().filter(|(_, from, _)| *from != ["lib"]) {
        let allowed = IMPORTS.iter().find(|(room, _)| *room == from[0]).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            wrong.insert(format!("{}: its room is not in the table", shown(path)));
            continue;
        };
        let mut all = imports(from, path.ends_with("mod.rs"), code);
        all.extend(through_modules(&all, code));
        for import in all {
            let real = resolved(import.clone(), &names);
            for path_named in [&import, &real] {
                let Some(room) = path_named.first().filter(|room| **room != from[0]) else { continue };
                let named = path_named.join("::");
                let fits = |allowed: &&str| named == **allowed || named.starts_with(&format!("{allowed}::"));
                if IMPORTS.iter().any(|(known, _)| known == room) && !allowed.iter().any(fits) {
                    wrong.insert(format!("{} imports {named}", shown(path)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn files_import_what_their_folder_lists_before_them() {
    let mut wrong = Vec::new();
    for path in rust_files("src") {
        let from = module(&path);
        for import in imports(&from, path.ends_with("mod.rs"), &code(&path)) {
            let shared = from.iter().zip(&import).take_while(|(a, b)| a == b).count();
            // Rooms have the table above; a folder's own mod.rs may name all that is in it.
            if shared == 0 || shared >= from.len() || shared >= import.len() {
                continue;
            }
            let (modules, names) = listing(&root().join("src").join(from[..shared].join("/")));
            let place = |name: &str| modules.iter().position(|module| module == name);
            let target = names.get(&import[shared]).unwrap_or(&import[shared]);
            if let (Some(target), Some(own)) = (place(target), place(&from[shared]))
                && target > own
            {
                wrong.push(format!("{} imports {}, which is listed after it", shown(&path), import.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn folders_list_their_files_and_files_say_what_they_are() {
    let mut wrong = Vec::new();
    for path in rust_files("src").into_iter().chain(rust_files("tests")) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{} has {lines} lines, more than {MOST_LINES}", shown(&path)));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{} does not say what it is", shown(&path)));
        }
        let from = module(&path);
        let Some((name, folder)) = from.split_last().filter(|_| shown(&path).starts_with("src/")) else { continue };
        if !matches!(name.as_str(), "lib" | "main")
            && !listing(&root().join("src").join(folder.join("/"))).0.contains(name)
        {
            wrong.push(format!("{} is not listed by its folder", shown(&path)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Objects of PDF files are known where files are read, judged, mended, taken apart and written; a page of another PDF is opaque elsewhere.
#[test]
fn pdf_objects_stay_in_their_rooms() {
    let rooms = ["pdfread", "preflight", "mend", "plates", "pdf"];
    let mut wrong = Vec::new();
    for path in rust_files("src").iter().filter(|path| !rooms.contains(&module(path)[0].as_str())) {
        let code = code(path);
        let names =
            ["lopdf", "printpdf", "form.source()", "form.file()"].into_iter().filter(|name| code.contains(name));
        wrong.extend(names.map(|name| format!("{} uses {name}", shown(path))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// clippy holds that disk, clock, environment and other programs are used in `base` alone (`.clippy.toml`), unless a
/// source takes leave of that rule.
#[test]
fn no_room_opens_a_door_of_its_own() {
    let rules = fs::read_to_string(root().join(".clippy.toml")).unwrap();
    for door in ["std::fs::read", "std::fs::File", "std::env::var", "SystemTime::now", "std::process::Command"] {
        assert!(rules.contains(&format!("{door}\"")), "{door} is not in .clippy.toml");
    }
    let wrong: Vec<String> = rust_files("src")
        .into_iter()
        .filter(|path| !matches!(module(path)[0].as_str(), "base" | "main" | "lib"))
        .filter(|path| fs::read_to_string(path).unwrap().contains("clippy::disallowed"))
        .map(|path| shown(&path))
        .collect();
    assert!(wrong.is_empty(), "doors stand in base: {}", wrong.join(", "));
}

#[test]
fn the_top_level_is_what_it_is() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !TOP.contains(&name.as_str()) && !name.starts_with('.') && !name.starts_with("LICENSE-") {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "not wanted at the top: {}", wrong.join(", "));
}

#[test]
fn nothing_names_the_place_where_it_was_made() {
    let places = [concat!("/wo", "rk/"), concat!("/tm", "p/")];
    let mut all = Vec::new();
    for folder in ["src", "tests", "manuscript", "covers", ".ci", ".github"] {
        files(&root().join(folder), &mut all);
    }
    for name in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Cargo.toml"] {
        all.push(root().join(name));
    }
    let mut wrong = Vec::new();
    for path in all {
        let text = fs::read_to_string(&path).unwrap_or_default();
        wrong.extend(
            places.iter().filter(|place| text.contains(**place)).map(|place| format!("{} names {place}", shown(&path))),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A library user compiles none of these.
#[test]
fn the_command_line_is_a_feature() {
    let crates = ["clap", "indicatif", "anstream", "annotate-snippets"];
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let line = |start: &str| manifest.lines().find(|line| line.starts_with(start)).unwrap_or_default();
    let mut wrong = Vec::new();
    for name in crates {
        let dependency = line(&format!("{name} = "));
        let asked = line("cli = [").contains(&format!("\"dep:{name}\""));
        if !dependency.contains("optional = true") || !asked {
            wrong.push(format!("Cargo.toml: `{name}` is not of the feature `cli` alone"));
        }
        let named = format!("{}::", name.replace('-', "_"));
        for path in rust_files("src").iter().filter(|path| !matches!(module(path)[0].as_str(), "cli" | "main")) {
            let code = code(path);
            let mut places = code.match_indices(&named);
            if places.any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'))) {
                wrong.push(format!("{} names {name}", shown(path)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn benchmarks_are_named_in_the_manifest() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for path in rust_files("tests/bench") {
        let named = format!("path = \"{}\"", shown(&path));
        assert!(manifest.contains(&named), "Cargo.toml does not name {}", shown(&path));
    }
}

#[test]
fn imports_are_found() {
    let path = |text: &str| text.split("::").map(str::to_string).collect::<Vec<_>>();
    let code = "use crate::base::{self, Length, span::{FileId}};\nuse super::a::B;\nfn f() { super::super::c::d(); std::fs::x() }";
    let found = imports(&path("layout::galley::x"), false, code);
    let expected = ["base", "base::Length", "base::span::FileId", "layout::galley::a::B", "layout::c::d"];
    assert_eq!(found, expected.map(path));

    let mut names = BTreeMap::new();
    passed_on("use crate::base::Hidden;\npub use crate::press::{Output, Ink};", &path("page"), true, &mut names);
    passed_on("pub use crate::page::Output;", &path("draw"), true, &mut names);
    assert_eq!(names.len(), 3);
    let through = through_modules(&[path("draw")], "let a = draw::Output::new(); my_draw::b();");
    assert_eq!(through, [path("draw::Output::new")]);
    assert_eq!(resolved(through[0].clone(), &names), path("press::Output::new"));
}
