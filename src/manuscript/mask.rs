//! In: a file's text. Out: the same text, every offset kept, without what pulldown-cmark must not see: `:::` lines,
//! a YAML head, and letters that it would take for marks.
//!
//! Each `:::` line becomes a thematic break of the same length (`___` and spaces), which ends a paragraph and a list
//! just as a div's border does, keeps any `>` and list prefix before it, and comes back as an event with its range.
//! Which candidates are real is not guessed: all are masked, pulldown-cmark says which of them it takes for a break,
//! and those that it does not (in code, in a comment) are put back. A `::: verse` and the `:::` that closes it become a
//! fence of the same length, so that nothing inside is taken for a block.

use super::attributes::{self, List};
use super::ground::{Ground, OPTIONS};
use super::head::{self, FoundHead};
use super::math;
use super::shield::{self, Callout};
use crate::base::{Diagnostic, FileId, Span};
use pulldown_cmark::{Event, Parser};
use std::ops::Range;

#[derive(Clone, Debug, Default)]
pub struct Masked {
    pub text: String,
    /// In the order of the text.
    pub fences: Vec<Fence>,
    /// Formulas and other letters that are no marks: they stand in `text` as a letter repeated; in the order of the text.
    pub kept: Vec<Range<usize>>,
    /// Addresses that hold spaces, which stand in `text` without them; in the order of the text.
    pub spaced: Vec<Range<usize>>,
    /// Quotes that are boxes; their marks and titles are not in `text`.
    pub callouts: Vec<Callout>,
    pub found: Vec<Diagnostic>,
}

/// A `:::` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// Without the prefix before it and the spaces after it.
    pub range: Range<usize>,
    /// What a div that opens here says of itself; nothing where one closes.
    pub opens: Option<List>,
}

impl Masked {
    /// The letters to be kept that touch a range of the text.
    pub fn kept_in(&self, range: Range<usize>) -> &[Range<usize>] {
        let first = self.kept.partition_point(|kept| kept.end <= range.start);
        let count = self.kept[first..].iter().take_while(|kept| kept.start < range.end).count();
        &self.kept[first..first + count]
    }

    /// The address with spaces that stands in a link.
    pub fn spaced_in(&self, range: Range<usize>) -> Option<Range<usize>> {
        let first = self.spaced.partition_point(|spaced| spaced.start < range.start);
        self.spaced.get(first).filter(|spaced| spaced.end <= range.end).cloned()
    }

    /// What kind of box a quote is: its mark stands behind the quote's first sign.
    pub fn callout_in(&self, quote: Range<usize>, text: &str) -> Option<&Callout> {
        let first = self.callouts.partition_point(|callout| callout.mark.start < quote.start);
        let callout = self.callouts.get(first).filter(|callout| callout.mark.end <= quote.end)?;
        let before = &text[quote.start..callout.mark.start];
        (before.matches('>').count() == 1 && !before.contains('\n')).then_some(callout)
    }

    /// The fence whose line was masked at this offset.
    pub fn fence_at(&self, offset: usize) -> Option<&Fence> {
        self.fences.binary_search_by_key(&offset, |fence| fence.range.start).ok().map(|at| &self.fences[at])
    }
}

pub fn mask(text: &str, file: FileId) -> Masked {
    masked(text, file, false)
}

/// Of a file of verse: what would begin a list or a heading inside a stanza is a letter.
pub fn mask_verse(text: &str, file: FileId) -> Masked {
    masked(text, file, true)
}

fn masked(text: &str, file: FileId, verse: bool) -> Masked {
    let mut out = Masked { text: text.to_string(), ..Masked::default() };
    match head::find(text) {
        FoundHead::Whole(head) => blank(&mut out.text, head, None),
        FoundHead::Open(line) => out.found.push(
            Diagnostic::error("yaml-unclosed", "the YAML block at this file's head is never closed")
                .at(Span::new(file, line))
                .help("put a line `---` after its last line; for a section break, put an empty line after the dashes"),
        ),
        FoundHead::None => {}
    }
    shield(&mut out, file, verse);
    let candidates = candidates(&out.text);
    if candidates.is_empty() {
        return out;
    }
    let mut tried = out.text.clone();
    for range in &candidates {
        blank(&mut tried, range.clone(), Some("___"));
    }
    let breaks = Parser::new_ext(&tried, OPTIONS).into_offset_iter();
    let breaks: Vec<usize> = breaks.filter(|(event, _)| *event == Event::Rule).map(|(_, range)| range.start).collect();
    let mut poem: Option<Range<usize>> = None;
    for range in candidates.into_iter().filter(|range| breaks.binary_search(&range.start).is_ok()) {
        if let Some(opened) = poem.take_if(|_| text[range.clone()].trim_start_matches(':').is_empty()) {
            fence(&mut out.text, opened);
            fence(&mut out.text, range);
            out.fences.pop();
            continue;
        }
        if poem.is_some() {
            continue;
        }
        let opens = match opener(&out.text, range.clone()) {
            Ok(opens) => opens,
            Err(()) => {
                out.found.push(
                    Diagnostic::error("div-syntax", "this `:::` line cannot be read")
                        .at(Span::new(file, range.clone()))
                        .help("write `::: class` or `::: {.class #id lang=en}` to open, `:::` alone to close"),
                );
                Some(List { range: range.clone(), ..List::default() })
            }
        };
        let first = opens.as_ref().and_then(|list| list.classes.first());
        poem = first.filter(|class| is_verse(&class.text)).map(|_| range.clone());
        out.fences.push(Fence { range, opens });
    }
    for fence in &out.fences {
        blank(&mut out.text, fence.range.clone(), Some("___"));
    }
    out
}

/// Puts other letters in place of what would be taken for a mark that it is not.
fn shield(out: &mut Masked, file: FileId, verse: bool) {
    let text = &out.text;
    let has = |mark: &str| text.contains(mark);
    if !(verse || has("$") || has("\n:") || has("> :") || has("](") || has("[!") || text.starts_with(':')) {
        return;
    }
    let ground = Ground::of(text);
    let formulas = math::formulas(text, &ground);
    out.found.extend(formulas.iter().map(|range| math::unsupported(file, range.clone())));
    out.kept = shield::colons(text, &ground);
    out.kept.extend(formulas);
    if verse {
        out.kept.extend(shield::verse_marks(text, &ground));
    }
    out.kept.sort_by_key(|range| range.start);
    out.spaced = shield::spaced(text, &ground);
    out.callouts = shield::callouts(text, &ground);
    for range in &out.kept {
        letters(&mut out.text, range.clone());
    }
    for range in &out.spaced {
        let name = out.text[range.clone()].replace(' ', "_");
        out.text.replace_range(range.clone(), &name);
    }
    for callout in &out.callouts {
        blank(&mut out.text, callout.mark.start..callout.title.end, None);
    }
}

/// Whether a fence or a div of this name holds a poem.
pub fn is_verse(name: &str) -> bool {
    matches!(name, "verse" | "poem")
}

/// A `:::` line as the border of a code block.
fn fence(text: &mut String, range: Range<usize>) {
    let line = &text[range.clone()];
    let (marks, words) = line.split_at(line.len() - line.trim_start_matches(':').len());
    let inner = words.trim_end_matches([':', ' ', '\t']);
    let new = format!("{}{inner}{}", "`".repeat(marks.len()), " ".repeat(words.len() - inner.len()));
    text.replace_range(range, &new);
}

/// Lines whose first words, after what may open containers, are three colons.
fn candidates(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit() || " \t>-*+.)".contains(letter));
        if rest.starts_with(":::") {
            let from = start + line.len() - rest.len();
            out.push(from..from + rest.trim_end().len());
        }
        start += line.len();
    }
    out
}

fn opener(text: &str, range: Range<usize>) -> Result<Option<List>, ()> {
    let line = &text[range.clone()];
    let rest = line.trim_start_matches(':').trim_start();
    let mut at = range.end - rest.len();
    if rest.is_empty() {
        return Ok(None);
    }
    let word = if rest.starts_with('{') { None } else { Some(attributes::word(text, at).ok_or(())?) };
    if let Some(word) = &word {
        at = word.range.end;
        at += text[at..range.end].len() - text[at..range.end].trim_start().len();
    }
    let mut list = match attributes::read(&text[..range.end], at) {
        Some(list) => list,
        None => List { range: at..at, ..List::default() },
    };
    if !text[list.range.end..range.end].trim_matches([':', ' ', '\t']).is_empty() {
        return Err(());
    }
    if let Some(mut word) = word {
        word.text.truncate(word.text.trim_end_matches(':').len());
        if word.text.is_empty() {
            return Err(());
        }
        list.classes.insert(0, word);
    }
    Ok(Some(List { range, ..list }))
}

/// A letter for all but line ends and what opens containers: nothing in it is markup, and the length in bytes stays.
fn letters(text: &mut String, range: Range<usize>) {
    let mut at_start = false;
    let new: String = text[range.clone()]
        .bytes()
        .map(|byte| {
            let kept = byte == b'\n' || at_start && matches!(byte, b' ' | b'\t' | b'>');
            at_start = byte == b'\n' || kept;
            if kept { char::from(byte) } else { 'x' }
        })
        .collect();
    text.replace_range(range, &new);
}

/// Spaces for all but line ends, `mark` first; the length in bytes stays.
fn blank(text: &mut String, range: Range<usize>, mark: Option<&str>) {
    let old = &text[range.clone()];
    let spaces = old.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' });
    let mark = mark.unwrap_or_default();
    let new: String = mark.chars().chain(spaces.skip(mark.len())).collect();
    text.replace_range(range, &new);
}
