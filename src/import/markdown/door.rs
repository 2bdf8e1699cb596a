//! In: the folder of a project. Out: texts and settings by name, and remarks about what is not there or not taken over.

use super::head;
use super::links;
use super::unused::{self, Taken};
use crate::base::{Folder, Sources};
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use serde_json::{Map, Value};

/// The files of a source, and what is told of them.
pub struct Door<'d> {
    pub source: &'d Folder,
    pub remarks: &'d mut Remarks,
}

impl Door<'_> {
    pub fn text(&self, name: &str) -> Option<String> {
        let mut sources = Sources::default();
        let file = self.source.text(name, &mut sources).ok()?;
        Some(sources.get(file).text.to_string())
    }

    pub fn keys(&mut self, name: &str) -> Option<Map<String, Value>> {
        let text = self.text(name)?;
        let value = match name.rsplit('.').next() {
            Some("toml") => head::toml(&text),
            Some("json") => serde_json::from_str(&text).ok(),
            _ => head::yaml(&text),
        };
        match value {
            Some(Value::Object(keys)) => Some(keys),
            Some(Value::Null) => None,
            Some(_) | None => {
                self.unreadable(name);
                None
            }
        }
    }

    pub fn unreadable(&mut self, name: &str) {
        self.about(name, |remarks| remarks.left("settings that cannot be read", "", At::File));
    }

    /// Remarks about another file.
    fn about(&mut self, name: &str, tell: impl FnOnce(&mut Remarks)) {
        let before = self.remarks.turn_to(name);
        tell(self.remarks);
        self.remarks.turn_to(&before);
    }

    /// Tells the keys of settings that no reader takes over.
    pub fn unused(&mut self, name: &str, keys: &Map<String, Value>, taken: &Taken) {
        let text = self.text(name).unwrap_or_default();
        self.about(name, |remarks| unused::tell(&text, keys, taken, remarks));
    }

    /// Tells files of settings that nothing here reads.
    pub fn unread(&mut self, patterns: &[&str]) {
        let source = self.source;
        for name in patterns.iter().flat_map(|pattern| source.glob(pattern).unwrap_or_default()) {
            self.about(&name, |remarks| remarks.left("files of settings that are not read", "", At::File));
        }
    }

    pub fn nested(&mut self, title: &str, at: At) {
        self.remarks.plain("chapters inside chapters, as chapters after them", title, at);
    }

    pub fn is_file(&self, name: &str) -> bool {
        self.source.exists(name).is_ok()
    }

    /// A file that an order names, from a folder on; told where it is not there.
    pub fn named(&mut self, root: &str, path: &str) -> Option<String> {
        self.named_at(root, path, At::File)
    }

    pub fn named_at(&mut self, root: &str, path: &str, at: At) -> Option<String> {
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
        let joined = links::joined(&format!("{root}x"), &links::decoded(path));
        let names = [
            joined.clone(),
            format!("{joined}.md"),
            format!("{joined}.mdx"),
            format!("{joined}.qmd"),
            format!("{joined}.ipynb"),
        ];
        let found = names.into_iter().find(|name| self.is_file(name));
        if found.is_none() {
            self.remarks.left("files that the order names and that are not there", path, at);
        }
        found
    }
}
