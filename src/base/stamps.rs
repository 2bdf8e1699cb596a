//! In: a book's folder. Out: which files it has, how long they are and when they were written, to see that one changed.
//! Refuses to read them.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "looks at files")]

use super::Folder;
use super::limits;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Folders that hold no part of a book.
const PASSED_OVER: [&str; 3] = ["dist", "target", "node_modules"];
/// Files and folders that are looked at.
const MOST: usize = limits::FILES;
/// How deep.
const DEPTH: usize = 8;

/// The files of a book at one time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamps(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Stamps {
    /// Those of the folder and of what stands beside it.
    pub fn of(folder: &Folder) -> Stamps {
        let mut stamps = Stamps::default();
        let mut left = MOST;
        for root in folder.roots() {
            stamps.add(root, DEPTH, &mut left);
        }
        stamps
    }

    /// Whether nothing but Markdown files differs.
    pub fn differ_in_texts_alone(&self, other: &Stamps) -> bool {
        fn others(stamps: &Stamps) -> impl Iterator<Item = (&PathBuf, &(Option<SystemTime>, u64))> {
            stamps.0.iter().filter(|(path, _)| path.extension().is_none_or(|extension| extension != "md"))
        }
        others(self).eq(others(other))
    }

    fn add(&mut self, folder: &Path, depth: usize, left: &mut usize) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let Some(less) = left.checked_sub(1) else { return };
            *left = less;
            let name = entry.file_name();
            let hidden = name.to_str().is_none_or(|name| name.starts_with('.') || name.ends_with('~'));
            let Ok(kind) = entry.file_type() else { continue };
            if hidden {
                continue;
            }
            if kind.is_dir() {
                if depth > 1 && name.to_str().is_none_or(|name| !PASSED_OVER.contains(&name)) {
                    self.add(&entry.path(), depth - 1, left);
                }
                continue;
            }
            // A link changes with what it leads to.
            let path = entry.path();
            if let Ok(found) = fs::metadata(&path) {
                self.0.insert(path, (found.modified().ok(), found.len()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_or_goes_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("manuscript/book.toml", "");
        write("manuscript/in/a.md", "a");
        write("covers/front.svg", "<svg/>");
        let folder = Folder::open(dir.path()).unwrap();
        let before = Stamps::of(&folder);
        assert_eq!(before, Stamps::of(&folder));
        for name in ["dist/a.pdf", "manuscript/.a.md.swp", "manuscript/a.md~", "other/b.md"] {
            write(name, "x");
        }
        assert_eq!(before, Stamps::of(&folder));
        write("manuscript/in/a.md", "ab");
        let longer = Stamps::of(&folder);
        assert!(before != longer && before.differ_in_texts_alone(&longer));
        write("covers/front.svg", "<svg />");
        let other = Stamps::of(&folder);
        assert!(longer != other && !longer.differ_in_texts_alone(&other));
        fs::remove_file(dir.path().join("manuscript/in/a.md")).unwrap();
        assert_eq!(Stamps::of(&folder).0.len(), 2);
    }
}
