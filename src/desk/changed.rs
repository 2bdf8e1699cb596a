//! In: pages before and after an edit, and where in the manuscript it was made. Out: the page to show and the lines to
//! mark.

use super::paged::{Area, Paged, area};
use crate::page::WordLine;
use serde::Serialize;
use std::collections::BTreeMap;

/// A paragraph may end so many pages after it began.
const REACH: usize = 3;

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Changed {
    /// When it was shown first.
    pub revision: u64,
    pub page: usize,
    pub lines: Vec<ChangedLine>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangedLine {
    pub page: usize,
    pub area: Area,
}

/// `begins` is the page on which the edited text begins.
pub fn changed(before: &Paged, after: &Paged, begins: usize, revision: u64) -> Changed {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for line in before.words.iter().flatten().filter(|line| counts(line)) {
        *known.entry(&line.text).or_default() += 1;
    }
    // Lines that stood somewhere before are not new; each counts as often as it stood.
    let mut new = Vec::new();
    for (page, line) in
        after.words.iter().enumerate().flat_map(|(page, lines)| lines.iter().map(move |line| (page, line)))
    {
        match known.get_mut(line.text.as_str()) {
            _ if !counts(line) => {}
            Some(left) if *left > 0 => *left -= 1,
            _ => new.push((page, line)),
        }
    }
    let near = begins..=begins + REACH;
    let lines: Vec<ChangedLine> = new
        .into_iter()
        .filter(|(page, _)| near.contains(page))
        .map(|(page, line)| ChangedLine { page, area: area(line.area) })
        .collect();
    let page = lines.first().map_or(begins, |line| line.page);
    Changed { revision, page, lines }
}

fn counts(line: &WordLine) -> bool {
    !line.is_furniture && !line.text.trim().is_empty()
}
