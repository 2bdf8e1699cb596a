//! The notices of the crates in the program, for `chapbook licenses`: `src/cli/notices.txt` is made from what cargo says
//! of the crates and from the licence files in them.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

const TARGETS: [&str; 5] = [
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
];
const FILE: &str = "src/cli/notices.txt";
/// What the MIT licence begins its grant with.
const MIT: &str = "Permission is hereby granted, free of charge";

/// A crate that is compiled in: its name and version, its licence, its folder, its authors.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Crate {
    name: String,
    licence: String,
    folder: String,
    authors: String,
}

/// What is linked into the program on some system: no build scripts, no macros that run in the compiler, no tests.
fn crates(target: Option<&str>) -> BTreeSet<Crate> {
    let target = target.map_or_else(host, str::to_owned);
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &target])
        .args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")])
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let by_id = |list: &'static str| -> BTreeMap<String, &Value> {
        let all = if list == "nodes" { &metadata["resolve"]["nodes"] } else { &metadata["packages"] };
        all.as_array().expect("a list").iter().map(|one| (text(&one["id"]), one)).collect()
    };
    let (packages, nodes) = (by_id("packages"), by_id("nodes"));
    let root = text(&metadata["resolve"]["root"]);
    let (mut open, mut seen, mut found) = (vec![root.clone()], BTreeSet::new(), BTreeSet::new());
    while let Some(id) = open.pop() {
        let package = packages[&id];
        let is_macro = package["targets"].as_array().into_iter().flatten().any(|one| one["kind"][0] == "proc-macro");
        if is_macro || !seen.insert(id.clone()) {
            continue;
        }
        for dependency in nodes[&id]["deps"].as_array().into_iter().flatten() {
            if dependency["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"].is_null()) {
                open.push(text(&dependency["pkg"]));
            }
        }
        if id != root {
            let authors = package["authors"].as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
            found.insert(Crate {
                name: format!("{} {}", text(&package["name"]), text(&package["version"])),
                licence: text(&package["license"]).replace('/', " OR "),
                folder: Path::new(&text(&package["manifest_path"])).parent().expect("a folder").display().to_string(),
                authors: authors.join(", "),
            });
        }
    }
    found
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

/// The licences of one crate that hold here, MIT where there is a choice.
fn texts(one: &Crate) -> Vec<String> {
    let mut files: Vec<_> =
        fs::read_dir(&one.folder).expect("the crate's folder").flatten().map(|e| e.path()).collect();
    files.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let starts = ["licen", "copying", "notice", "unlicense"];
        path.is_file() && starts.iter().any(|start| name.starts_with(start)) && !name.ends_with(".rs")
    });
    files.sort();
    let mut texts: Vec<String> = files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    texts.retain(|text| text.len() > 200);
    let is_apache = |text: &String| text.contains("Apache License") && text.contains("Version 2.0, January 2004");
    let is_choice = one.licence.contains(" OR ") && one.licence.contains("MIT");
    if is_choice && texts.iter().any(|text| text.contains(MIT)) {
        texts.retain(|text| !is_apache(text) && (text.contains(MIT) || one.licence.contains(" AND ")));
    }
    texts
}

fn made() -> String {
    let all: BTreeSet<Crate> = TARGETS.into_iter().flat_map(|target| crates(Some(target))).collect();
    let mut out = String::new();
    for one in &all {
        let _ = writeln!(out, "{}: {}", one.name, one.licence);
    }
    let mut by_text: BTreeMap<String, (String, Vec<&Crate>)> = BTreeMap::new();
    let mut without = Vec::new();
    for one in &all {
        let texts = texts(one);
        if texts.is_empty() {
            without.push(one);
        }
        for text in texts {
            let key = text.split_whitespace().collect::<Vec<_>>().join(" ");
            by_text.entry(key).or_insert((text, Vec::new())).1.push(one);
        }
    }
    if !without.is_empty() {
        let _ = write!(out, "\n{RULE}\nThese crates name a licence above and bring no text of it.\n\n");
        for one in without {
            let by = if one.authors.is_empty() { String::new() } else { format!(", by {}", one.authors) };
            let _ = writeln!(out, "{}{by}", one.name);
        }
    }
    let mut groups: Vec<(String, Vec<&Crate>)> = by_text.into_values().collect();
    groups.sort_by(|a, b| a.1.cmp(&b.1));
    for (text, crates) in groups {
        let names: Vec<&str> = crates.iter().map(|one| one.name.as_str()).collect();
        let _ = write!(out, "\n{RULE}\n{}\n\n", names.join(", "));
        for line in text.trim().lines() {
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    out
}

const RULE: &str = "----------------------------------------------------------------------";

#[test]
fn every_crate_in_the_program_has_its_notice() {
    let path = super::root().join(FILE);
    if super::blessed() {
        fs::write(&path, made()).expect("writing the notices");
    }
    let notices = fs::read_to_string(&path).expect("the notices").replace('\r', "");
    let listed: BTreeSet<&str> = notices.lines().take_while(|line| !line.is_empty()).collect();
    let wanted: BTreeSet<String> = crates(None).iter().map(|one| format!("{}: {}", one.name, one.licence)).collect();
    let missing: Vec<&String> = wanted.iter().filter(|line| !listed.contains(line.as_str())).collect();
    let how = "CHAPBOOK_BLESS=1 cargo test --test sources makes it anew";
    assert!(missing.is_empty() && wanted.len() > 100, "{FILE} lacks {missing:?}; {how}");
    let lock = fs::read_to_string(super::root().join("Cargo.lock")).expect("Cargo.lock").replace('\r', "");
    for line in listed {
        let (name, version) = line.split(':').next().and_then(|one| one.split_once(' ')).expect("a name and a version");
        let locked = lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n"));
        assert!(locked, "{FILE} has {name} {version}, Cargo.lock has not; {how}");
    }
}
