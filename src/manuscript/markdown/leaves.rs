//! In: the events of one block that holds no blocks: paragraph, heading, code, verse, table, HTML. Out: the block.

use super::events::Events;
use super::inlines;
use super::lines;
use super::node::{Kind, Node};
use super::nodes;
use super::origin::Origin;
use super::part::Part;
use super::reader::{Known, Reader};
use crate::base::{Diagnostic, limits};
use crate::manuscript::attributes::{self, List};
use crate::manuscript::verse;
use crate::model::block::Place;
use crate::model::{Align, Attributes, BlockKind, Cell, Figure, Inline, Stanza, Table, Verse, VerseLine};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use std::ops::Range;

const OF_HEADINGS: Known =
    Known { classes: &["part", "unnumbered", "unlisted", "dropcap", "nodropcap"], keys: &["short"] };
const OF_CODE: Known = Known { classes: &[], keys: &[] };
const OF_VERSE: Known = Known { classes: &[], keys: &["title", "numbers", "columns"] };

/// A paragraph, or what one may turn out to be: a figure, a line block.
pub fn paragraph(nodes: Vec<Node>, range: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Part {
    if let Some(lines) = line_block(origin, &range, reader) {
        return poem(&lines, &List::default(), range, origin, reader);
    }
    if matches!(nodes.as_slice(), [Node { kind: Kind::Image(_), .. }]) {
        return figure(nodes, range, origin, reader);
    }
    let dash = verse::dash(&origin.text[range.clone()]).is_some();
    let inlines = inlines::paragraph(nodes, origin, reader);
    let part = Part::new(origin, range, BlockKind::Paragraph { class: "", inlines });
    Part { dash, ..part }
}

fn figure(nodes: Vec<Node>, range: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Part {
    let Some(Node { range: own, kind: Kind::Image(mut picture) }) = nodes.into_iter().next() else {
        return Part::new(origin, range, BlockKind::Break);
    };
    let title = std::mem::take(&mut picture.title);
    let found = origin.text[own.clone()].rfind(&title).map(|at| own.start + at..own.start + at + title.len());
    let mut image = inlines::image(picture, own.clone(), origin, reader);
    let caption = (!title.is_empty()).then(|| lines::read_value(&title, found.unwrap_or(own), reader));
    let place = image.attributes.others.iter().find(|(key, _)| key == "place").map(|(_, value)| value.clone());
    let place = match place.as_deref() {
        Some("top") => Some(Place::Top),
        Some("bottom") => Some(Place::Bottom),
        None | Some("here") => None,
        Some(other) => {
            reader.found.add(
                Diagnostic::error("place-invalid", format!("`{other}` is not a place on a page"))
                    .at(image.span)
                    .help("write `place=top`, `place=bottom` or nothing"),
            );
            None
        }
    };
    image.attributes.others.retain(|(key, _)| key != "place");
    // What names the figure is the block's; what is said of the picture stays with it.
    let others = std::mem::take(&mut image.attributes.others);
    let attributes = std::mem::replace(&mut image.attributes, Attributes { others, ..Attributes::default() });
    let mut part = Part::new(origin, range, BlockKind::Figure { figure: Figure { image, caption, place } });
    part.block.attributes = attributes;
    part
}

/// The lines of `| verse`, each with those that go on with it.
fn line_block(origin: &Origin<'_>, range: &Range<usize>, reader: &mut Reader<'_>) -> Option<Vec<Vec<Range<usize>>>> {
    let bar = |line: &str| line == "|" || line.starts_with("| ");
    let mut out: Vec<Vec<Range<usize>>> = Vec::new();
    let mut at = range.start;
    for (number, source) in origin.text[range.clone()].split_inclusive('\n').enumerate() {
        let line = source.trim_end_matches(['\n', '\r']);
        let words = if number == 0 { line } else { line.trim_start_matches([' ', '\t', '>']) };
        let start = at + line.len() - words.len();
        let end = at + line.len();
        if bar(words) {
            out.push(vec![(start + 2).min(end)..end]);
        } else if number == 0 {
            return None;
        } else if origin.text[..start].ends_with([' ', '\t']) && words.len() < line.len() {
            out.last_mut()?.push(start..end);
        } else {
            reader.found.add(
                Diagnostic::hint("line-block", "these lines are a paragraph, for not all begin with `| `")
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
    let shape = verse::shape(origin.text, source, reader.file);
    reader.found.extend(shape.found);
    let every = number_of(list, "numbers", 1, 1000, origin, reader);
    let columns = number_of(list, "columns", 1, 3, origin, reader).unwrap_or(1) as u8;
    attributes.others.retain(|(key, _)| !["title", "numbers", "columns"].contains(&key.as_str()));
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
            let span = origin.span(line.range());
            stanza.lines.push(VerseLine { inlines, indent: line.indent, speaker, number, span });
        }
        stanzas.push(stanza);
    }
    let attribution = shape.attribution.map(|ranges| lines::read(&[vec![ranges]], false, reader).concat().concat());
    if attributes.lang.is_some() {
        reader.languages.pop();
    }
    let verse = Verse { attributes: Attributes::default(), title, stanzas, attribution, columns };
    let mut part = Part::new(origin, range, BlockKind::Verse { verse });
    part.block.attributes = attributes;
    part
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
                .help(format!("write one from {least} to {most}")),
        );
    }
    number
}

/// Levels 1 to 6; all classes are kept for `resolve`.
pub fn heading(
    level: u8,
    mut nodes: Vec<Node>,
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Part {
    let mut list = List::default();
    if let (Some(first), Some(last)) = (nodes.first(), nodes.last())
        && matches!(last.kind, Kind::Text)
        && let Some(found) = attributes::read_last(origin.text, first.range.start..last.range.end)
        && !nodes.iter().any(|node| cuts(node, found.range.start))
    {
        nodes.retain(|node| node.range.start < found.range.start);
        list = found;
    }
    trim_before(&mut nodes, list.range.start, origin.text);
    let setext = !origin.text[range.clone()].trim_start().starts_with('#');
    if setext && level == 2 {
        reader.found.add(
            Diagnostic::warning("setext-heading", "the `---` under this line makes it a heading")
                .at(origin.span(range.clone()))
                .help("put an empty line before `---` for a section break, or write the heading with `##`"),
        );
    }
    let mut attributes = reader.attributes(&list, |range| origin.span(range.clone()), &OF_HEADINGS);
    let inlines = inlines::paragraph(nodes, origin, reader);
    if inlines.is_empty() {
        reader
            .found
            .add(Diagnostic::warning("heading-empty", "a heading without words").at(origin.span(range.clone())));
    }
    let short = list.get("short").map(|pair| pair.value.clone());
    attributes.others.retain(|(key, _)| key != "short");
    let listed = !list.has("unlisted");
    let mut part = Part::new(origin, range, BlockKind::Heading { level, inlines, short, listed });
    part.block.attributes = attributes;
    part
}

fn cuts(node: &Node, at: usize) -> bool {
    !matches!(node.kind, Kind::Text) && node.range.start < at && node.range.end > at
}

/// Takes what was an attribute list, and the spaces before it, off the last text.
fn trim_before(nodes: &mut [Node], at: usize, text: &str) {
    if let Some(last) = nodes.last_mut()
        && matches!(last.kind, Kind::Text)
        && at > 0
    {
        last.range.end = last.range.end.min(at);
        last.range.end = last.range.start + text[last.range.clone()].trim_end().len();
    }
}

/// Fenced or indented code; a fence that says `verse` is a poem.
pub fn code(
    fenced: bool,
    range: Range<usize>,
    events: &mut Events<'_>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Part {
    let mut text = String::new();
    let mut pieces = Vec::new();
    for (event, range) in events.by_ref() {
        match event {
            Event::Text(piece) => {
                text.push_str(&piece);
                pieces.push(range);
            }
            Event::End(TagEnd::CodeBlock) => break,
            _ => {}
        }
    }
    let (language, list) = if fenced { info(&range, origin, reader) } else { (None, List::default()) };
    if fenced {
        closed(&range, origin, reader);
    } else {
        reader.found.add(
            Diagnostic::hint("indented-code", "lines that are indented by four spaces are code")
                .at(origin.span(range.clone()))
                .help("take the spaces away for prose; for code, put ``` before and after it"),
        );
    }
    if language.as_deref() == Some("verse") {
        return poem(&source_lines(origin.text, pieces), &list, range, origin, reader);
    }
    let attributes = reader.attributes(&list, |range| origin.span(range.clone()), &OF_CODE);
    let text = text.strip_suffix('\n').unwrap_or(&text).to_string();
    let mut part = Part::new(origin, range, BlockKind::Code { language, text });
    part.block.attributes = attributes;
    part
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
    if language.is_none() && !list.classes.is_empty() {
        language = Some(list.classes.remove(0).text);
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
    let last = last.trim_start_matches([' ', '\t', '>']);
    if last.len() < length || !last.chars().all(|letter| letter == mark) {
        let line = range.start..range.start + first.len();
        reader.found.add(
            Diagnostic::error("fence-unclosed", "this fence is never closed")
                .at(origin.span(line))
                .help(format!("put a line `{}` after its last line", mark.to_string().repeat(length))),
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

pub fn table(
    columns: &[Alignment],
    range: Range<usize>,
    events: &mut Events<'_>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Part {
    let columns = columns.iter().map(|align| match align {
        Alignment::None => Align::Default,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    });
    let mut table = Table { columns: columns.collect(), ..Table::default() };
    let mut row: Vec<Cell> = Vec::new();
    let mut of_caption = false;
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::TableRow) => of_caption = origin.text[range].starts_with(": "),
            Event::Start(Tag::TableCell) => {
                let mut nodes = nodes::read(events, origin, reader);
                if of_caption && row.is_empty() {
                    caption_words(&mut nodes, origin.text);
                }
                row.push(Cell { inlines: inlines::paragraph(nodes, origin, reader) });
            }
            Event::End(TagEnd::TableHead) => table.head = std::mem::take(&mut row),
            Event::End(TagEnd::TableRow) if of_caption => {
                table.caption = row.drain(..).next().map(|cell| cell.inlines);
            }
            Event::End(TagEnd::TableRow) => table.rows.push(std::mem::take(&mut row)),
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    if table.head.iter().all(|cell| cell.inlines.is_empty()) {
        table.head.clear();
    }
    Part::new(origin, range, BlockKind::Table { table })
}

/// Takes the `: ` off a table's caption.
pub fn caption_words(nodes: &mut Vec<Node>, text: &str) {
    if let Some(first) = nodes.first_mut().filter(|node| matches!(node.kind, Kind::Text)) {
        let words = text[first.range.clone()].strip_prefix(':').unwrap_or_default().trim_start();
        first.range.start = first.range.end - words.len();
    }
    nodes.retain(|node| !node.range.is_empty());
}

/// HTML between blocks: comments are dropped, anything else is an error.
pub fn html(range: Range<usize>, events: &mut Events<'_>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let mut pieces = Vec::new();
    for (event, range) in events.by_ref() {
        match event {
            Event::Html(_) | Event::Text(_) => pieces.push(range),
            Event::End(TagEnd::HtmlBlock) => break,
            _ => {}
        }
    }
    let end = pieces.last().map_or(range.end, |last| last.end);
    let mut at = pieces.first().map_or(range.start, |first| first.start);
    loop {
        at += origin.text[at..end].len() - origin.text[at..end].trim_start().len();
        let rest = &origin.text[at..end];
        let line = at..at + rest.lines().next().map_or(0, |line| line.trim_end().len());
        if rest.is_empty() {
            return;
        }
        let Some(comment) = rest.strip_prefix("<!--") else {
            let after = at > range.start + 3 && origin.text[..at].trim_end().ends_with("-->");
            let found = if after && !rest.starts_with('<') {
                Diagnostic::error("text-after-comment", "the words after a comment on its line are not read")
                    .help("put them on a line of their own")
            } else {
                nodes::raw_html(rest.get(..rest.len().min(limits::NESTING)).unwrap_or_default())
            };
            reader.found.add(found.at(origin.span(line)));
            return;
        };
        let Some(close) = comment.find("-->") else {
            reader.found.add(
                Diagnostic::error("comment-unclosed", "this comment is never closed")
                    .at(origin.span(line))
                    .help("put `-->` after its last word"),
            );
            return;
        };
        at += "<!--".len() + close + "-->".len();
    }
}

/// The words of a caption: one paragraph's, or several's with line ends between.
pub fn caption(parts: Vec<Part>) -> Result<Vec<Inline>, Vec<Part>> {
    if !parts.iter().all(|part| matches!(part.block.kind, BlockKind::Paragraph { .. })) {
        return Err(parts);
    }
    let mut out = Vec::new();
    for part in parts {
        if let BlockKind::Paragraph { inlines, .. } = part.block.kind {
            if !out.is_empty() {
                out.push(Inline::LineEnd { span: part.block.span });
            }
            out.extend(inlines);
        }
    }
    Ok(out)
}
