//! In: the source lines of a poem, fenced or in a line block. Out: the poem, its inlines read.

use super::lines;
use super::origin::Origin;
use super::part::Part;
use super::reader::{AllowedAttributes, Reader};
use crate::base::Diagnostic;
use crate::manuscript::attributes::List;
use crate::manuscript::draft::{Attributes, BlockKind, Stanza, Verse, VerseLine};
use crate::manuscript::verse::{self, Manner};
use std::ops::Range;

const OF_VERSE: AllowedAttributes =
    AllowedAttributes { classes: &["page"], also: &[], keys: &["title", "numbers", "columns", "spaces", "break"] };

/// The lines of `| verse`, each with those that go on with it.
pub fn line_block(
    origin: &Origin<'_>,
    range: &Range<usize>,
    reader: &mut Reader<'_>,
) -> Option<Vec<Vec<Range<usize>>>> {
    let bar = |line: &str| line == "|" || line.starts_with("| ");
    let mut out: Vec<Vec<Range<usize>>> = Vec::new();
    let mut at = range.start;
    let prefix = range.start - origin.text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    for (number, source) in origin.text[range.clone()].split_inclusive('\n').enumerate() {
        let line = source.trim_end_matches(['\n', '\r']);
        let words = if number == 0 { line } else { line.trim_start_matches([' ', '\t', '>']) };
        let start = at + line.len() - words.len();
        let end = at + line.len();
        if bar(words) {
            let words = (start + 2).min(end)..end;
            out.push(vec![words]);
        } else if number == 0 {
            return None;
        } else if line.len() - words.len() > prefix {
            out.last_mut()?.push(start..end);
        } else {
            reader.found.add(
                Diagnostic::hint(
                    "line-block",
                    "these lines are set as a paragraph because not all of them begin with `| `",
                )
                .at(origin.span(range.clone()))
                .help("put `| ` before each line of verse, or an empty line after the last"),
            );
            return None;
        }
        at += source.len();
    }
    Some(out)
}

/// Fenced verse or a line block.
pub fn poem(
    source: &[Vec<Range<usize>>],
    list: &List,
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Part {
    let mut attributes = reader.attributes(list, |range| origin.span(range.clone()), &OF_VERSE);
    if let Some(lang) = attributes.lang.clone() {
        reader.languages.push(lang);
    }
    let exact = spaces(list, origin, reader);
    let shape = verse::shape(origin.text, source, Manner { plain: reader.plain > 0, exact }, reader.file);
    reader.found.extend(shape.found);
    let every = number_of(list, "numbers", 1, 1000, origin, reader);
    let columns = number_of(list, "columns", 1, 3, origin, reader).unwrap_or(1) as u8;
    let breaks = breaks(list, shape.stanzas.iter().map(Vec::len).sum(), origin, reader);
    let page = attributes.classes.iter().any(|class| class == "page");
    attributes.classes.retain(|class| class != "page");
    attributes.others.retain(|(key, _)| !OF_VERSE.keys.contains(&key.as_str()));
    let title = list.get("title").map(|pair| lines::read_value(&pair.value, pair.range.clone(), reader));
    let mut count = 0;
    let stanzas = shape.stanzas.iter().map(|stanza| {
        let ranges = stanza.iter().flat_map(|line| {
            let words = line.words.iter().filter(|words| !words.is_empty()).cloned().collect::<Vec<_>>();
            line.speaker.iter().map(|label| vec![label.clone()]).chain([words])
        });
        ranges.collect()
    });
    let read = lines::read(&stanzas.collect::<Vec<_>>(), true, reader);
    let mut stanzas = Vec::new();
    for (shape, texts) in shape.stanzas.iter().zip(read) {
        let mut texts = texts.into_iter();
        let mut stanza = Stanza::default();
        for line in shape {
            let speaker = line.speaker.as_ref().and_then(|_| texts.next());
            let inlines = texts.next().unwrap_or_default();
            count += u32::from(!inlines.is_empty());
            let number = every.filter(|every| !inlines.is_empty() && count % every == 0).map(|_| count);
            let span = origin.span(line.range()).into();
            let (indent, dropped) = (line.indent, line.dropped);
            stanza.lines.push(VerseLine { inlines, indent, dropped, speaker, number, span });
        }
        stanzas.push(stanza);
    }
    let attribution = shape.attribution.map(|ranges| lines::read(&[vec![ranges]], false, reader).concat().concat());
    if attributes.lang.is_some() {
        reader.languages.pop();
    }
    let verse = Verse { attributes: Attributes::default(), title, stanzas, attribution, columns, exact, page, breaks };
    let mut part = Part::new(origin, range, BlockKind::Verse { verse });
    part.block.attributes = attributes;
    part
}

/// Whether every space keeps its width; an error where `spaces=` says something else.
fn spaces(list: &List, origin: &Origin<'_>, reader: &mut Reader<'_>) -> bool {
    let Some(pair) = list.get("spaces") else { return false };
    if pair.value != "exact" {
        reader.found.add(
            Diagnostic::error("spaces-invalid", format!("`spaces` of a poem cannot be `{}`", pair.value))
                .at(origin.span(pair.range.clone()))
                .help("write `spaces=exact` to keep every space, or delete it"),
        );
    }
    pair.value == "exact"
}

/// The lines of `break=` after which a page may end; an error where one is no line of the poem, or its last.
fn breaks(list: &List, lines: usize, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Vec<u32> {
    let Some(pair) = list.get("break") else { return Vec::new() };
    let mut breaks = Vec::new();
    for word in pair.value.split([' ', ',']).filter(|word| !word.is_empty()) {
        match word.parse::<u32>().ok().filter(|line| (1..lines).contains(&(*line as usize))) {
            Some(line) => breaks.push(line),
            None => reader.found.add(
                Diagnostic::error("number-invalid", format!("`{word}` is not a line before the last of this poem"))
                    .at(origin.span(pair.range.clone()))
                    .help("count the lines of verse, without empty ones: `break=14`, or `break=\"14 28\"`"),
            ),
        }
    }
    breaks
}

/// A whole number of an attribute list; an error where it is none or out of bounds.
fn number_of(
    list: &List,
    key: &str,
    least: u32,
    most: u32,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Option<u32> {
    let pair = list.get(key)?;
    let number = pair.value.parse().ok().filter(|number| (least..=most).contains(number));
    if number.is_none() {
        reader.found.add(
            Diagnostic::error("number-invalid", format!("`{}` is not a number for `{key}`", pair.value))
                .at(origin.span(pair.range.clone()))
                .help(format!("write a number from {least} to {most}")),
        );
    }
    number
}
