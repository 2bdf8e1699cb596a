//! In: the files of a book as names and bytes. Out: what a folder that holds them would give. Refuses to read a disk and
//! to judge names.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Files by name, from the folder that was given: `book.toml`, or `manuscript/book.toml` and `covers/front.svg`.
#[derive(Debug, Default)]
pub struct MemoryFiles {
    files: BTreeMap<String, Arc<[u8]>>,
}

/// What a name stands for.
pub enum Named {
    File(Arc<[u8]>),
    Folder,
    Nothing,
}

impl MemoryFiles {
    pub fn add(&mut self, name: String, bytes: &[u8]) {
        self.files.insert(name, bytes.into());
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn get(&self, name: &str) -> Named {
        match self.files.get(name) {
            Some(bytes) => Named::File(bytes.clone()),
            None if self.inside(name).next().is_some() => Named::Folder,
            None => Named::Nothing,
        }
    }

    /// The file that ends in `.md`, where there is but one.
    pub fn only_text(&self) -> Option<&str> {
        let mut texts = self.files.keys().filter(|name| name.ends_with(".md"));
        texts.next().filter(|_| texts.next().is_none()).map(String::as_str)
    }

    /// The names in a folder and in folders down to `depth`, as seen from it; no hidden ones.
    pub fn names<'a>(&'a self, folder: &'a str, depth: usize) -> Vec<&'a str> {
        let fits = |name: &&str| {
            let mut parts = name.split('/');
            parts.clone().count() <= depth && !parts.any(|part| part.starts_with('.'))
        };
        self.inside(folder).filter(fits).collect()
    }

    fn inside<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().filter_map(move |name| match folder {
            "" => Some(name.as_str()),
            _ => name.strip_prefix(folder)?.strip_prefix('/'),
        })
    }
}
