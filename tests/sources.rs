//! Binary data in the tree is what its source makes, and the notices are those of the crates that are compiled in.
//! `CHAPBOOK_BLESS=1` makes both anew.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

use hyphenation_commons::Language;
use hyphenation_commons::dictionary::{Exceptions, Patterns};
use hyphenation_commons::parse::Parse;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "sources/notices.rs"]
mod notices;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn blessed() -> bool {
    std::env::var_os("CHAPBOOK_BLESS").is_some()
}

/// The crate's dictionary: a language, its patterns, its exceptions, the letters that stay together at either end.
#[test]
fn british_patterns_are_made_from_their_source() {
    let folder = root().join("src/layout/hyphenation");
    let lines = |name: &str| fs::read_to_string(folder.join(name)).unwrap().replace('\r', "");
    let plain = |text: &str| text.to_owned();
    let text = lines("en-gb.pat.txt");
    let patterns = Patterns::from_iter(text.lines().map(|line| Patterns::pair(line, plain))).unwrap();
    let exceptions: BTreeMap<String, Vec<usize>> =
        lines("en-gb.hyp.txt").lines().map(|line| Exceptions::pair(line, plain)).collect();
    let whole = (Language::EnglishGB, &patterns, &exceptions, Language::EnglishGB.minima());
    let made = bincode::serialize(&whole).unwrap();
    let file = folder.join("en-gb.bincode");
    if blessed() {
        fs::write(&file, &made).unwrap();
    }
    assert!(fs::read(&file).unwrap() == made, "en-gb.bincode is not what its source makes");
    assert!(made.len() > 40_000 && exceptions.len() > 5);
}

/// What is in the tree and is no text has a README or a licence beside it that says where it comes from.
#[test]
fn binary_data_says_where_it_comes_from() {
    let mut folders = vec![root().join("src")];
    let mut wrong: Vec<PathBuf> = Vec::new();
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        let entries: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        for path in &entries {
            if path.is_dir() {
                folders.push(path.clone());
            } else if String::from_utf8(fs::read(path).unwrap()).is_err() {
                seen += 1;
                let told = |name: &PathBuf| name.file_name().unwrap().to_string_lossy().starts_with("README");
                wrong.extend((!entries.iter().any(told)).then(|| path.clone()));
            }
        }
    }
    assert!(wrong.is_empty() && seen >= 3, "{seen} found; without a README: {wrong:?}");
}
