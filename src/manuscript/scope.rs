//! What a text may ask about the version that is made of it: what conditions and variables are judged by.

use super::version::{Medium, Version};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub version: Version,
    /// The names of all editions but the default one.
    pub editions: Arc<[Arc<str>]>,
    /// By name, with whether it is the same in every version of the book.
    pub variables: Arc<BTreeMap<String, (Variable, bool)>>,
}

/// What `{{name}}` stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Variable {
    Words(String),
    /// How many pages the book has.
    Pages,
    /// A known name that has no value in this version.
    Unset,
}

impl Default for Scope {
    /// The default edition in print, without variables.
    fn default() -> Scope {
        let version = Version { edition: None, medium: Medium::Print };
        Scope { version, editions: Arc::default(), variables: Arc::default() }
    }
}
