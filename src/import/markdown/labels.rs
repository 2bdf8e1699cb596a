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
    /// `anywhere` says whether the address of a link may stand behind any indent, as Python-Markdown reads boxes.
    pub fn of(lines: &Lines, anywhere: bool) -> Labels {
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
        if anywhere {
            let mut fence: Option<String> = None;
            for (_, line) in &lines.0 {
                let body = line.trim_start_matches([' ', '\t', '>']);
                let marks = body.chars().take_while(|c| body.starts_with(*c) && matches!(c, '`' | '~')).count();
                let is_code = fence.is_some();
                match &fence {
                    None if marks >= 3 => fence = Some(body[..marks].to_owned()),
                    Some(open) if body.trim_end() == open => fence = None,
                    None | Some(_) => {}
                }
                if let Some((label, address)) = definition(body).filter(|_| !is_code) {
                    let address = address.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
                    labels.links.entry(label.to_lowercase()).or_insert((address.to_owned(), String::new()));
                }
            }
        }
        labels
    }
}

/// `[label]: address`.
pub fn definition(body: &str) -> Option<(&str, &str)> {
    let (label, address) = body.strip_prefix('[')?.split_once("]:")?;
    let is_own = !label.is_empty() && !label.starts_with('^') && !label.contains(['[', ']']);
    (is_own && address.starts_with([' ', '\t']) && !address.trim().is_empty()).then_some((label, address.trim()))
}
