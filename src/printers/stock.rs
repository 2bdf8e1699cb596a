//! In: the table of papers. Out: what each is and how thick. Refuses to know where it is used.

use super::fact::{Fact, Source};
use super::rules::absolute;
use crate::base::{Amount, Length};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A common paper.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paper {
    /// As `[booklet] paper` and `[cover] paper` name it: `offset-80`.
    pub name: String,
    pub title: String,
    /// Weight of a square metre.
    pub grams: u32,
    /// Thickness of a leaf, two pages.
    caliper: Fact<Amount>,
}

/// The table of papers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Papers {
    pub sources: BTreeMap<String, Source>,
    pub papers: Vec<Paper>,
}

impl Paper {
    /// Thickness of a leaf.
    pub fn caliper(&self) -> Length {
        absolute(self.caliper.is)
    }

    /// The name of the source of the caliper.
    pub fn source(&self) -> Option<&str> {
        self.caliper.from.as_deref()
    }
}
