//! In: the lines of a file. Out: the labels of its notes and links, which parts of it that are read by themselves need too.

use super::lines::Lines;
use crate::manuscript::ground::OPTIONS;
use pulldown_cmark::Parser;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Default)]
pub struct Labels {
    /// In lower case.
    pub notes: BTreeSet<String>,
    /// The words of titles, in lower case, which are labels too in Pandoc's Markdown.
    pub titles: BTreeSet<String>,
    /// Address and title by label in lower case.
    pub links: BTreeMap<String, (String, String)>,
}

impl Labels {
    pub fn of(lines: &Lines) -> Labels {
        let mut labels = Labels::default();
        for (_, line) in &lines.0 {
            let line = line.trim_start_matches([' ', '\t', '>']);
            if let Some((label, _)) = line.strip_prefix("[^").and_then(|line| line.split_once("]:")) {
                labels.notes.insert(label.to_lowercase());
            }
        }
        for (_, line) in &lines.0 {
            let title = line.trim_start_matches('#');
            if title.starts_with(' ') && title.len() < line.len() {
                let title = title.split(" {").next().unwrap_or(title).trim().trim_end_matches('#').trim_end();
                labels.titles.insert(title.to_lowercase());
            }
        }
        let text = lines.text();
        let parser = Parser::new_ext(&text, OPTIONS);
        for (label, found) in parser.reference_definitions().iter() {
            let title = found.title.as_deref().unwrap_or_default().to_owned();
            labels.links.insert(label.to_lowercase(), (found.dest.to_string(), title));
        }
        labels
    }
}
