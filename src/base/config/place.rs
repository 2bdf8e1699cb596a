//! A value that somebody gave, with its place.

use crate::base::{Diagnostic, Span};
use std::ops::Deref;
use std::sync::Arc;

/// Where a value was given, and what it is called there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Nothing for what stands in no file of the author's.
    pub span: Option<Span>,
    /// As it is shown to people, in backticks.
    pub name: Arc<str>,
}

impl Place {
    pub fn new(span: Option<Span>, name: impl Into<Arc<str>>) -> Place {
        Place { span, name: name.into() }
    }

    /// An error about what was given here; `why` is a sentence without a full stop.
    pub fn error(&self, code: &'static str, why: impl AsRef<str>) -> Diagnostic {
        Diagnostic::error(code, format!("{}: {}", self.name, why.as_ref())).at_any(self.span)
    }

    /// The place of a key of the table that stands here.
    pub fn key(&self, key: &str) -> Place {
        let name = match self.name.strip_suffix('`') {
            Some(name) => format!("{name}.{key}`"),
            None => format!("`{key}` in {}", self.name),
        };
        Place { span: self.span, name: name.into() }
    }
}

/// A value with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Set<T> {
    pub value: T,
    pub place: Place,
}

impl<T> Set<T> {
    pub fn span(&self) -> Option<Span> {
        self.place.span
    }

    /// An error about this value; `why` is a sentence without a full stop.
    pub fn error(&self, code: &'static str, why: impl AsRef<str>) -> Diagnostic {
        self.place.error(code, why)
    }
}

impl<T> Deref for Set<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
