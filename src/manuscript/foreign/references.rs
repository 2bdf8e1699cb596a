//! In: a file's text. Out: what is told of references to nothing, `[words][label]`, and of notes as Word's exports write
//! them. Refuses to know other constructs.

use crate::base::{Diagnostic, FileId, Report, Span};
use crate::manuscript::ground::Ground;
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// How Word's web pages and their conversions name a note's place.
const WORD_NOTE: &str = "(#_ftn";

/// Whether a link is one of them: it leads nowhere, and that was told.
pub fn is_word_note(address: &str) -> bool {
    address.starts_with("#_ftn")
}

/// Whether there is anything to look at.
pub fn may_be(text: &str) -> bool {
    text.contains("][") || text.contains(WORD_NOTE)
}

pub fn check(file: FileId, text: &str, ground: &Ground, report: &mut Report) {
    undefined(file, text, ground, report);
    word_notes(file, text, report);
}

/// pulldown-cmark leaves a reference whose label is not defined as text.
fn undefined(file: FileId, text: &str, ground: &Ground, report: &mut Report) {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| Regex::new(r"!?\[([^\[\]\n^][^\[\]\n]*)\]\[([^\[\]\n^]*)\]").ok());
    let Some(pattern) = pattern.as_ref().filter(|_| text.contains("][")) else { return };
    let mut labels = BTreeSet::new();
    for found in pattern.captures_iter(text) {
        let (Some(whole), Some(words), Some(label)) = (found.get(0), found.get(1), found.get(2)) else { continue };
        // Where it leads somewhere, its second bracket is an address.
        if !ground.is_words(whole.start()) || !ground.is_words(label.start()) {
            continue;
        }
        let label = if label.as_str().is_empty() { words.as_str() } else { label.as_str() };
        labels.insert(label.to_lowercase());
        let picture = whole.as_str().starts_with('!');
        let what = if picture { "this picture is not shown" } else { "this link leads nowhere" };
        report.add(
            Diagnostic::warning(
                "reference-undefined",
                format!("{what}: the label `{label}` is not defined in this file"),
            )
            .at(Span::new(file, whole.range()))
            .help(format!("add a line `[{label}]: address`, or write `[words](address)`")),
        );
    }
    alone(file, text, ground, &labels, report);
}

/// A label alone between brackets is told only where it is used as one elsewhere: most brackets are just brackets.
fn alone(file: FileId, text: &str, ground: &Ground, labels: &BTreeSet<String>, report: &mut Report) {
    for (at, _) in text.match_indices('[') {
        let Some(end) = text[at + 1..].find(['[', ']', '\n']).map(|length| at + 1 + length) else { return };
        let words = &text[at + 1..end];
        let is_alone = text[end..].starts_with(']') && !text[end + 1..].starts_with(['(', '[', '{', ':']);
        let is_second = text[..at].ends_with(']');
        if is_alone && !is_second && ground.is_words(at) && labels.contains(&words.to_lowercase()) {
            let message = format!("this link leads nowhere: the label `{words}` is not defined in this file");
            let help = format!("add a line `[{words}]: address`, or put a backslash before the bracket");
            let found = Diagnostic::warning("reference-undefined", message).help(help);
            report.add(found.at(Span::new(file, at..end + 1)));
        }
    }
}

fn word_notes(file: FileId, text: &str, report: &mut Report) {
    let calls = || text.match_indices(WORD_NOTE).filter(|(at, _)| !text[at + WORD_NOTE.len()..].starts_with("ref"));
    let Some((first, _)) = calls().next() else { return };
    let start = text[..first].rfind("[[").filter(|at| !text[*at..first].contains('\n')).unwrap_or(first);
    let end = text[first..].find(')').map_or(text.len(), |at| first + at + 1);
    let count = calls().count();
    let message = match count {
        1 => "a note of this file is written as a link, as Word exports it".to_owned(),
        count => format!("{count} notes of this file are written as links, as Word exports them"),
    };
    report.add(
        Diagnostic::error("word-notes", message)
            .at(Span::new(file, start..end))
            .help("write the call as `[^1]` and the note as `[^1]: text`"),
    );
}
