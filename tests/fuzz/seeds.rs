//! What is drawn from: the texts, settings and pictures of the other tests and of the handbook.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, extensions: &[&str], out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, extensions, out);
        } else if path.extension().is_some_and(|found| extensions.iter().any(|extension| found == *extension)) {
            out.push(path);
        }
    }
}

fn files(extensions: &[&str]) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    for folder in ["tests/cases", "tests/books", "manuscript"] {
        collect(&root().join(folder), extensions, &mut paths);
    }
    let found: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a file of the project")).collect();
    assert!(!found.is_empty(), "nothing ends in {extensions:?}");
    found
}

fn text_of(files: Vec<Vec<u8>>) -> Vec<String> {
    files.into_iter().filter_map(|bytes| String::from_utf8(bytes).ok()).collect()
}

pub fn texts() -> &'static [String] {
    static FOUND: OnceLock<Vec<String>> = OnceLock::new();
    FOUND.get_or_init(|| text_of(files(&["md"])))
}

pub fn settings() -> &'static [String] {
    static FOUND: OnceLock<Vec<String>> = OnceLock::new();
    FOUND.get_or_init(|| text_of(files(&["toml"])))
}

pub fn drawings() -> &'static [String] {
    static FOUND: OnceLock<Vec<String>> = OnceLock::new();
    FOUND.get_or_init(|| text_of(files(&["svg"])))
}

/// PNG and JPEG.
pub fn photographs() -> &'static [Vec<u8>] {
    static FOUND: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FOUND.get_or_init(|| files(&["png", "jpg"]))
}

/// Faces of the program and of the tests.
pub fn faces() -> &'static [Vec<u8>] {
    static FOUND: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut paths = Vec::new();
        collect(&root().join("fonts"), &["otf"], &mut paths);
        collect(&root().join("tests/books"), &["otf", "ttf"], &mut paths);
        paths.iter().map(|path| fs::read(path).expect("a face")).collect()
    })
}
