//! In: a file's text, and how it is read. Out: its draft, parsed once as long as neither changes: the preview reads a book
//! again after each edit of one file. Refuses to keep what was not asked for the last time.

use super::check;
use super::draft::Draft;
use super::markdown::{self, Manner};
use super::scope::Scope;
use crate::base::{FileId, Report};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What was parsed, by file.
#[derive(Debug, Default)]
pub struct Drafts(BTreeMap<FileId, Vec<Arc<Parsed>>>);

/// All that a file's draft depends on, and the draft.
#[derive(Debug)]
pub struct Parsed {
    file: FileId,
    text: Arc<str>,
    language: String,
    manner: Manner,
    scope: Scope,
    pub draft: Draft,
    pub found: Report,
}

impl Drafts {
    /// As it was parsed before, or else parsed now.
    pub fn get(&self, file: FileId, text: &Arc<str>, language: &str, manner: &Manner, scope: Scope) -> Arc<Parsed> {
        let is_same = |known: &&Arc<Parsed>| {
            known.text == *text && known.language == language && known.manner == *manner && known.scope == scope
        };
        let known = self.0.get(&file).and_then(|own| own.iter().find(is_same));
        known.map_or_else(|| Arc::new(Parsed::new(file, text, language, manner, scope)), Arc::clone)
    }

    pub fn keep(&mut self, parsed: &Arc<Parsed>) {
        self.0.entry(parsed.file).or_default().push(Arc::clone(parsed));
    }
}

impl Parsed {
    fn new(file: FileId, text: &Arc<str>, language: &str, manner: &Manner, scope: Scope) -> Parsed {
        let (draft, mut found) = markdown::read(file, text, language, manner, &scope);
        check::characters(file, text, &mut found);
        let (text, language, manner) = (Arc::clone(text), language.to_owned(), manner.clone());
        Parsed { file, text, language, manner, scope, draft, found }
    }
}
