//! In: Markdown of a tool that asks only for white space where `**` begins and ends. Out: the pairs that CommonMark takes
//! for something else, as it does beside punctuation: `**Note:**text`.

use crate::import::kind::Kind;
use crate::manuscript::ground::{Ground, OPTIONS};
use pulldown_cmark::{Event, Parser, Tag};
use std::collections::BTreeSet;
use std::ops::Range;

/// The places of pairs of `**` in paragraphs where not all are read as they were meant; none inside `taken`, which is in the
/// order of the text.
pub fn pairs(text: &str, ground: &Ground, kind: Kind, taken: &[Range<usize>]) -> Vec<(usize, usize)> {
    let is_loose = matches!(kind, Kind::MkDocs | Kind::Markdown | Kind::Quarto | Kind::Bookdown);
    if !is_loose || !text.contains("**") {
        return Vec::new();
    }
    let parser = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let strong: BTreeSet<(usize, usize)> = parser
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Strong)))
        .map(|(_, range)| (range.start, range.end.saturating_sub(2)))
        .collect();
    let mut out = Vec::new();
    for part in parts(text).into_iter().filter(|part| text[part.clone()].contains("**")) {
        let is_taken = |at: usize| {
            let before = taken.partition_point(|range| range.start <= at);
            before.checked_sub(1).and_then(|last| taken.get(last)).is_some_and(|range| range.contains(&at))
        };
        let own = paired(text, part, &|at| ground.is_words(at) && !is_taken(at));
        if own.iter().any(|pair| !strong.contains(pair)) {
            out.extend(own);
        }
    }
    out
}

/// What may hold a pair: paragraphs, items, cells of a table.
fn parts(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut is_open = false;
    for line in text.split_inclusive('\n') {
        let body = line.trim_start_matches([' ', '\t', '>']);
        let start = at + line.len() - body.len();
        let digits = body.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_item = ["- ", "* ", "+ ", ": "].iter().any(|mark| body.starts_with(mark))
            || digits.len() < body.len() && digits.starts_with(['.', ')']);
        let is_alone = body.starts_with('#') || line.contains('|');
        if is_alone {
            let mut from = start;
            for cell in body.split_inclusive('|') {
                out.push(from..from + cell.len());
                from += cell.len();
            }
        } else if !body.trim().is_empty() {
            match out.last_mut().filter(|_| is_open && !is_item) {
                Some(last) => last.end = at + line.len(),
                // The mark of an item is none of its words.
                None => out.push(start + usize::from(is_item)..at + line.len()),
            }
        }
        is_open = !is_alone && !body.trim().is_empty();
        at += line.len();
    }
    out
}

fn paired(text: &str, part: Range<usize>, is_words: &dyn Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    // Single stars since the last that opened; a pair around half of an emphasis is none.
    let mut single = 0_usize;
    let mut at = part.start;
    while at < part.end {
        if bytes[at] == b'\\' {
            at += 2;
            continue;
        }
        if bytes[at] != b'*' || !is_words(at) {
            at += 1;
            continue;
        }
        let length = bytes[at..part.end].iter().take_while(|byte| **byte == b'*').count();
        let may_open = text[at + length..part.end].starts_with(|c: char| !c.is_whitespace());
        let may_close = text[part.start..at].ends_with(|c: char| !c.is_whitespace());
        match (length, open) {
            (1, _) => single += usize::from(may_open || may_close),
            (2, Some(start)) if may_close => {
                if single.is_multiple_of(2) {
                    out.push((start, at));
                }
                open = None;
            }
            (2, None) if may_open => (open, single) = (Some(at), 0),
            (2, _) => {}
            _ => return Vec::new(),
        }
        at += length;
    }
    out
}
