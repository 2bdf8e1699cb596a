//! What was mended, for people and programs. Refuses to mend.

use crate::preflight::finding::shown_pages;
use serde::Serialize;

/// One kind of change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// `trim-box`, `title`, `pages-dropped`
    pub change: &'static str,
    /// What was done: a clause without a full stop.
    pub message: String,
    /// Counted from 1 as in the source; none where it is the file's.
    pub pages: Vec<usize>,
}

impl Change {
    pub fn new(change: &'static str, message: impl Into<String>) -> Change {
        Change { change, message: message.into(), pages: Vec::new() }
    }

    /// `page 3`, `pages 3, 5–9`; nothing for a change of the whole file.
    pub fn shown_pages(&self) -> String {
        shown_pages(&self.pages)
    }

    pub fn on(self, pages: Vec<usize>) -> Change {
        Change { pages, ..self }
    }
}
