//! In: the table of papers. Out: what each is and how thick. Refuses to know where it is used.

use super::fact::{Fact, Source};
use super::rules::absolute;
use crate::base::config::table;
use crate::base::{Amount, Length};
use std::collections::BTreeMap;

table! {
    /// A common paper.
    pub struct Paper {
        /// As `[booklet] paper` and `[cover] paper` name it: `offset-80`.
        "name" => name: String, "", "the paper's name";
        "title" => title: String, "", "the paper in words";
        "grams" => grams: u32, "", "the weight of a square metre";
        "caliper" => thickness: Fact<Amount>, "", "the thickness of a leaf, two pages";
    }
}

table! {
    /// The table of papers.
    #[derive(Default)]
    pub struct Papers {
        "sources" => sources: BTreeMap<String, Source>, "", "where the numbers come from";
        "papers" => papers: Vec<Paper>, "", "the papers";
    }
}

impl Paper {
    /// Thickness of a leaf.
    pub fn caliper(&self) -> Length {
        absolute(self.thickness.is)
    }

    /// The name of the source of the caliper.
    pub fn source(&self) -> Option<&str> {
        self.thickness.from.as_deref()
    }
}
