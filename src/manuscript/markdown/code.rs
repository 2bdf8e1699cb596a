//! In: the events of fenced or indented code. Out: code, or the poem that a fence says it is.

use super::events::Events;
use super::nodes::SEPARATORS;
use super::origin::{Map, Origin};
use super::part::Part;
use super::poem::poem;
use super::reader::{AllowedAttributes, Reader};
use crate::base::Diagnostic;
use crate::manuscript::attributes::{self, List};
use crate::manuscript::draft::{BlockKind, Include};
use crate::manuscript::includes::INCLUDE;
use crate::manuscript::mask::is_verse;
use pulldown_cmark::{Event, TagEnd};
use std::ops::Range;

/// Classes that are no language's name.
const LOOKS: [&str; 2] = ["small", "wide"];

const OF_CODE: AllowedAttributes = AllowedAttributes { classes: &["wide"], also: &[], keys: &[] };

/// Fenced or indented code; a fence that says `verse` or `poem` is a poem. Nothing where it is left out.
pub fn code(
    fenced: bool,
    range: Range<usize>,
    events: &mut Events<'_>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Option<Part> {
    let mut text = String::new();
    let mut pieces = Vec::new();
    let mut texts = Vec::new();
    for (event, range) in events.by_ref() {
        match event {
            Event::Text(piece) if range.start < origin.end() => {
                let end = range.end.min(origin.end());
                let piece = piece.get(..piece.len().min(end - range.start)).unwrap_or(&piece);
                text.push_str(piece);
                if reader.typed.is_some() {
                    texts.push(piece.to_owned());
                }
                pieces.push(range.start..end);
            }
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    let (language, mut list) = if fenced { info(&range, origin, reader) } else { (None, List::default()) };
    if fenced {
        closed(&range, origin, reader);
    } else {
        reader.found.add(
            Diagnostic::hint("indented-code", "lines indented by four spaces are set as code")
                .at(origin.span(range.clone()))
                .help("for prose, delete the spaces; for code, put ``` before and after it"),
        );
    }
    if !reader.admits(&mut list, |range| origin.span(range.clone())) {
        reader.leave_out(reader.mark(), origin.span(range));
        return None;
    }
    if language.as_deref() == Some(INCLUDE) {
        return include(&source_lines(origin.text, pieces), range, origin, reader);
    }
    if language.as_deref().is_some_and(is_verse) {
        return Some(poem(&source_lines(origin.text, pieces), &list, range, origin, reader));
    }
    let attributes = reader.attributes(&list, |range| origin.span(range.clone()), &OF_CODE);
    if let Some(typed) = &mut reader.typed {
        let whole = &reader.masked.text;
        typed.extend(pieces.into_iter().zip(texts).map(|(range, text)| origin.typed(range, &text, &[], whole)));
    }
    let text = text.strip_suffix('\n').unwrap_or(&text).replace(SEPARATORS, "\n");
    let mut part = Part::new(origin, range, BlockKind::Code { language, text });
    part.block.attributes = attributes;
    Some(part)
}

/// What stands for files until the book is put together: a block that nobody else makes.
fn include(
    lines: &[Vec<Range<usize>>],
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Option<Part> {
    let span = origin.span(range.clone());
    // The fence itself is one deep.
    if reader.depth > 1 + reader.bare || !matches!(origin.map, Map::Same(_)) {
        let why = "a file can be put in only between the blocks of a file";
        let help = "move the fence out of its quote, list, note or div";
        reader.found.add(Diagnostic::error("include-nested", why).at(span).help(help));
        return None;
    }
    let mut files = Vec::new();
    for line in lines.iter().flatten() {
        let name = origin.text[line.clone()].trim();
        match reader.includes.get(name) {
            Some(Ok(file)) => files.push(*file),
            Some(Err(found)) => reader.found.add(found.clone()),
            None if name.is_empty() => {}
            None => {
                let found = Diagnostic::error("file-missing", format!("`{name}` cannot be put in here"));
                reader.found.add(found.at(origin.span(line.clone())));
            }
        }
    }
    reader.draft.includes.push(Include { files, span });
    Some(Part::new(origin, range, BlockKind::PageBreak { blank: true }))
}

/// The first word of a fence, and its attribute list; ```` ```{.verse} ```` says the word as a class.
fn info(range: &Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> (Option<String>, List) {
    let line = origin.text[range.clone()].lines().next().unwrap_or_default();
    let words = line.trim_start().trim_start_matches(['`', '~']).trim_start();
    let start = range.start + line.len() - words.len();
    let end = start + words.find(|letter: char| letter.is_whitespace() || letter == '{').unwrap_or(words.len());
    let word = &origin.text[start..end];
    let at = end + origin.text[end..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut list = attributes::read(origin.text, at).unwrap_or_default();
    if list.range.is_empty() && origin.text[at..].starts_with('{') {
        let close = range.start + line.trim_end().len();
        reader.found.add(
            Diagnostic::error("attributes-invalid", "this attribute list cannot be read")
                .at(origin.span(at..close.max(at)))
                .help("write it like `{#id .class key=\"a value\"}`"),
        );
    }
    let mut language = (!word.is_empty()).then(|| word.to_string());
    let is_look = |class: &str| LOOKS.contains(&class);
    if language.is_none()
        && let Some(at) = list.classes.iter().position(|class| !is_look(&class.text))
    {
        language = Some(list.classes.remove(at).text);
    }
    (language, list)
}

/// An error where a fence has no end of its own.
fn closed(range: &Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let source = origin.text[range.clone()].trim_end();
    let first = source.lines().next().unwrap_or_default().trim_start();
    let mark = first.chars().next().unwrap_or('`');
    let length = first.len() - first.trim_start_matches(mark).len();
    let last = source.lines().skip(1).last().unwrap_or_default();
    let before = origin.text[..range.start].rsplit('\n').next().unwrap_or_default();
    let quotes = |prefix: &str| prefix.matches('>').count();
    let prefix = last.len() - last.trim_start_matches([' ', '\t', '>']).len();
    let (prefix, last) = last.split_at(prefix);
    if quotes(prefix) != quotes(before) || last.len() < length || !last.chars().all(|letter| letter == mark) {
        let line = range.start..range.start + first.len();
        reader.found.add(
            Diagnostic::error("fence-unclosed", "this fence is never closed")
                .at(origin.span(line))
                .help(format!("put {} on a line of its own after its last line", mark.to_string().repeat(length))),
        );
    }
}

/// Lines of a code block, without their ends, from the ranges of its texts.
fn source_lines(text: &str, pieces: Vec<Range<usize>>) -> Vec<Vec<Range<usize>>> {
    let mut out = Vec::new();
    let mut open: Option<Range<usize>> = None;
    for piece in pieces {
        let mut at = piece.start;
        for line in text[piece].split_inclusive('\n') {
            let words = at..at + line.trim_end_matches(['\n', '\r']).len();
            let whole = open.take().map_or(words.clone(), |before| before.start..words.end);
            if line.ends_with('\n') {
                out.push(vec![whole]);
            } else {
                open = Some(whole);
            }
            at += line.len();
        }
    }
    out.extend(open.map(|range| vec![range]));
    out
}
