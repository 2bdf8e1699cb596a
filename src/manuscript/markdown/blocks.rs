//! In: the events of a container. Out: its blocks, divs put together from their borders.

use super::classed;
use super::code;
use super::events::Events;
use super::html_blocks::{self, Piece};
use super::inlines;
use super::leaves;
use super::left_out::LeftOut;
use super::node::Node;
use super::nodes;
use super::origin::Origin;
use super::part::{self, Part};
use super::poem;
use super::quotes;
use super::reader::{ReadMark, Reader};
use crate::base::{Diagnostic, Span};
use crate::language;
use crate::manuscript::attributes::List;
use crate::manuscript::draft::{Block, BlockKind, Definition, Inline};
use crate::manuscript::notes;
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::ops::Range;

/// LaTeX's commands for a new page, alone in a paragraph.
const PAGE_BREAKS: [&str; 4] = ["\\newpage", "\\pagebreak", "\\clearpage", "\\cleardoublepage"];

/// Divs in which lines that end by a mark are no verse.
const SET_LINES: [&str; 7] = ["letter", "center", "right", "dedication", "epigraph", "caption", "small"];

/// A higher first number was a year at a line's start.
const HIGHEST_START: u64 = 99;
/// Letters by which a month is known.
const STEM: usize = 4;

pub struct BlockContents {
    pub parts: Vec<Part>,
    /// A paragraph had empty lines around it.
    pub loose: bool,
    /// A condition leaves the first paragraph out.
    pub left_out: bool,
}

struct Div {
    /// The HTML element that it is, where it is no `:::`.
    tag: Option<String>,
    list: List,
    start: usize,
    /// What stood before it.
    before: Vec<Part>,
    /// Where to go back to, if a condition leaves it out.
    left_out: Option<ReadMark>,
    /// It says nothing but conditions.
    bare: bool,
}

/// Reads up to the end of the container, which stays.
pub fn read(events: &mut Events<'_>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> BlockContents {
    let mut inside = BlockContents { parts: Vec::new(), loose: false, left_out: false };
    let mut divs: Vec<Div> = Vec::new();
    let mut left_out: Option<LeftOut> = None;
    while let Some((event, range)) = events.peek() {
        let range = range.clone();
        if let Some(out) = left_out.take_if(|out| out.ends(event, &range, divs.len(), reader)) {
            out.finish(range.start, &mut inside.parts, origin, reader);
        }
        match event {
            Event::End(_) => break,
            Event::Rule => {
                events.next();
                rule(range, &mut inside.parts, &mut divs, events, origin, reader);
            }
            Event::Start(Tag::HtmlBlock) => {
                events.next();
                html(range, &mut inside.parts, &mut divs, events, origin, reader);
            }
            Event::Start(Tag::Paragraph | Tag::CodeBlock(CodeBlockKind::Indented))
                if reader.verse && is_stanza(range.clone(), origin) =>
            {
                let part = stanzas(events, origin, reader);
                inside.parts.push(part);
            }
            Event::Start(_) => {
                let (since, parts) = (reader.mark(), inside.parts.len());
                if let Some(level) = block(&mut inside, events, origin, reader) {
                    left_out = left_out.or(Some(LeftOut { level, start: range.start, divs: divs.len(), parts, since }));
                }
            }
            _ => tight(&mut inside, events, origin, reader),
        }
    }
    if let Some(out) = left_out {
        out.finish(origin.end(), &mut inside.parts, origin, reader);
    }
    quotes::hint_at_attributions(&inside.parts, origin, reader);
    while let Some(div) = divs.pop() {
        let end = div.list.range.end;
        reader.found.add(match &div.tag {
            Some(tag) => Diagnostic::error("raw-html", format!("`<{tag}>` is not closed in its quote, list or file"))
                .at(origin.span(div.list.range.clone()))
                .help(format!("put `</{tag}>` after its last block")),
            None => Diagnostic::error(
                "div-unclosed",
                "this `:::` is not closed in the quote, list or file that it opens in",
            )
            .at(origin.span(div.list.range.clone()))
            .help("put a line `:::` after its last block, with the same `>` or indent before it"),
        });
        close(div, end, &mut inside.parts, origin, reader);
    }
    breaks(&mut inside.parts, origin, reader);
    inside
}

/// A section break straight before a heading would put an ornament over it; a second page break does nothing.
fn breaks(parts: &mut Vec<Part>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let is_break = |part: &Part| matches!(part.block.kind, BlockKind::Break);
    let is_page = |part: &Part| matches!(part.block.kind, BlockKind::PageBreak { blank: false });
    let is_heading = |part: &Part| matches!(part.block.kind, BlockKind::Heading { .. });
    let mut at = 0;
    while at + 1 < parts.len() {
        let (one, next) = (&parts[at], &parts[at + 1]);
        if is_break(one) && is_heading(next) {
            let why = "a section break directly before a heading is left out";
            let found = Diagnostic::hint("break-before-heading", why).help("delete it: the heading begins a section");
            reader.found.add(found.at(origin.span(one.range.clone())));
            parts.remove(at);
            continue;
        }
        if is_page(one) && is_page(next) {
            let why = "two page breaks in a row begin one page";
            let help = "delete one; for an empty page write `::: blank` in place of both";
            let place = origin.span(next.range.clone());
            reader.found.add(Diagnostic::hint("page-break-twice", why).at(place).help(help));
            parts.remove(at + 1);
            continue;
        }
        at += 1;
    }
}

/// Whether lines of a file of verse are verse: a picture or a page break on its own is none.
fn is_stanza(range: Range<usize>, origin: &Origin<'_>) -> bool {
    let source = origin.text[range].trim();
    let picture = source.starts_with("![") && !source.contains('\n');
    !picture && !PAGE_BREAKS.contains(&source)
}

/// The stanzas that stand here in a row, as one poem.
fn stanzas(events: &mut Events<'_>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Part {
    let mut lines: Vec<Vec<Range<usize>>> = Vec::new();
    let mut whole: Option<Range<usize>> = None;
    while let Some((Event::Start(Tag::Paragraph | Tag::CodeBlock(CodeBlockKind::Indented)), range)) = events.peek() {
        let range = range.start..range.end.min(origin.end());
        if !is_stanza(range.clone(), origin) {
            break;
        }
        events.next();
        events.skip_container();
        // The spaces before the first word are its indent.
        let before = origin.text[..range.start].trim_end_matches([' ', '\t']);
        let mut at = if before.is_empty() || before.ends_with('\n') { before.len() } else { range.start };
        if !lines.is_empty() {
            lines.push(std::iter::once(at..at).collect());
        }
        whole = Some(whole.map_or(at, |whole| whole.start)..range.end);
        for line in origin.text[at..range.end].split_inclusive('\n') {
            let marks = quote_marks(line);
            lines
                .push(std::iter::once(at + marks..at + line.trim_end_matches(['\n', '\r']).len().max(marks)).collect());
            at += line.len();
        }
    }
    poem::poem(&lines, &List::default(), whole.unwrap_or(0..0), origin, reader)
}

/// The length of the marks of quotes that begin a line, each with the space behind it.
fn quote_marks(line: &str) -> usize {
    let mut marks = 0;
    while let Some(words) = line[marks..].trim_start_matches(' ').strip_prefix('>') {
        marks = line.len() - words.strip_prefix(' ').unwrap_or(words).len();
    }
    marks
}

/// A paragraph of a tight list, which pulldown-cmark does not call one.
fn tight(inside: &mut BlockContents, events: &mut Events<'_>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let nodes = nodes::read(events, origin, reader);
    let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else {
        // Nothing but a comment, or no inline at all.
        if events.peek().is_some_and(|(event, _)| !matches!(event, Event::Start(_) | Event::End(_) | Event::Rule)) {
            events.next();
        }
        return;
    };
    let range = first.range.start..last.range.end;
    paragraph(inside, nodes, range, origin, reader);
}

/// A paragraph that belongs to the version that is read, as what the list at its end makes of it.
fn paragraph(
    inside: &mut BlockContents,
    nodes: Vec<Node>,
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) {
    match classed::paragraph(nodes, range.clone(), origin, reader) {
        Some(part) => inside.parts.extend(part),
        None => {
            inside.left_out |= inside.parts.is_empty();
            reader.leave_out(reader.mark(), origin.span(range));
        }
    }
}

/// Gives the level of a heading that a condition leaves out.
fn block(
    inside: &mut BlockContents,
    events: &mut Events<'_>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Option<u8> {
    let Some((Event::Start(tag), range)) = events.next_if_block() else {
        tight(inside, events, origin, reader);
        return None;
    };
    if !reader.enter(origin.span(range.clone())) {
        events.skip_container();
        return None;
    }
    let mut left_out = None;
    let parts = &mut inside.parts;
    match tag {
        Tag::Paragraph => {
            inside.loose = true;
            let mut nodes = nodes::read(events, origin, reader);
            events.next();
            if PAGE_BREAKS.contains(&origin.text[range.clone()].trim()) {
                parts.push(Part::new(origin, range, BlockKind::PageBreak { blank: false }));
            } else if origin.text[range.start..].starts_with(": ")
                && let Some(Part { block, .. }) = parts.last_mut()
                && let BlockKind::Table { table } = &mut block.kind
                && table.caption.is_none()
            {
                leaves::caption_words(&mut nodes, origin.text);
                let list = leaves::last_list(&mut nodes, origin.text);
                table.caption = Some(inlines::paragraph(nodes, origin, reader));
                block.attributes = leaves::of_caption(table, &list, origin, reader);
            } else {
                paragraph(inside, nodes, range, origin, reader);
            }
        }
        Tag::Heading { level, .. } => {
            let mut nodes = nodes::read(events, origin, reader);
            events.next();
            let (range, rest) = leaves::title_lines(&mut nodes, range, events, origin, reader);
            match leaves::heading(level as u8, nodes, range, origin, reader) {
                Some((part, ground)) => parts.extend(std::iter::once(part).chain(ground)),
                None => left_out = Some(level as u8),
            }
            if let Some(last) = rest.last() {
                let range = rest[0].range.start..last.range.end;
                parts.push(leaves::paragraph(rest, range, origin, reader));
            }
        }
        Tag::CodeBlock(kind) => {
            let fenced = matches!(kind, CodeBlockKind::Fenced(_));
            parts.extend(code::code(fenced, range, events, origin, reader));
        }
        Tag::Table(columns) => {
            let part = leaves::table(&columns, range, events, origin, reader);
            // Conditions may leave no row.
            if !matches!(&part.block.kind, BlockKind::Table { table } if table.head.is_empty() && table.rows.is_empty())
            {
                parts.push(part);
            }
        }
        Tag::BlockQuote(_) => {
            let inner = read(events, origin, reader).parts;
            events.next();
            let callout =
                origin.file_range(range.clone()).and_then(|place| reader.masked.callout_in(place, reader.text));
            parts.push(match callout.cloned() {
                Some(callout) => quotes::sidebar(&callout, inner, range, origin, reader),
                None => quotes::quote(inner, range, false, origin, reader),
            });
        }
        Tag::List(start) => parts.extend(list(start, range, events, origin, reader)),
        Tag::FootnoteDefinition(label) => {
            let since = reader.mark();
            let contents = read(events, origin, reader);
            let blocks = part::blocks(contents.parts);
            events.next();
            let span = origin.span(range.start..(range.start + label.len() + 4).min(range.end));
            if contents.left_out {
                reader.leave_out(since, span);
                reader.draft.lists.left_out_notes.push(notes::key(&label));
                reader.leave();
                return None;
            }
            reader.draft.lists.definitions.push(Definition { label: Some(label.to_string()), blocks, span });
        }
        Tag::DefinitionList => parts.push(definitions(range, events, origin, reader)),
        _ => events.skip_container(),
    }
    reader.leave();
    left_out
}

/// Nothing where conditions leave no item.
fn list(
    start: Option<u64>,
    range: Range<usize>,
    events: &mut Events<'_>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Option<Part> {
    let line = origin.text[range.clone()].lines().next().unwrap_or_default();
    if start.is_some_and(|start| start > HIGHEST_START) || is_day(line, reader.languages.last()) {
        let line = line.len();
        reader.found.add(
            Diagnostic::hint("list-start", "a number and a full stop at the start of a line begin a list")
                .at(origin.span(range.start..range.start + line))
                .help("write `\\.` instead of `.` if this is prose"),
        );
    }
    let mut items = Vec::new();
    let mut tight = true;
    let mut left_out = false;
    while let Some((Event::Start(Tag::Item), item)) = events.next() {
        let (since, before) = (reader.mark(), reader.draft.lists.left_out.len());
        let inner = read(events, origin, reader);
        events.next();
        tight &= !inner.loose;
        let emptied = inner.parts.is_empty() && reader.draft.lists.left_out.len() > before;
        if inner.left_out || emptied {
            reader.leave_out(since, origin.span(item));
            left_out = true;
            continue;
        }
        items.push(part::blocks(inner.parts));
    }
    (!items.is_empty() || !left_out).then(|| Part::new(origin, range, BlockKind::List { start, tight, items }))
}

/// Whether the number is a day, as in `3. Mai`, and the next word a month, whatever its ending.
fn is_day(line: &str, language: Option<&String>) -> bool {
    let Some((_, words)) = line.split_once(". ") else { return false };
    let word = words.split_whitespace().next().unwrap_or_default();
    let word = word.trim_end_matches(|sign: char| !sign.is_alphabetic()).to_lowercase();
    let stem = |month: &str| month.to_lowercase().chars().take(STEM).collect::<String>();
    let is_month = |month: &String| stem(month) == stem(&word) && (word.chars().count() > STEM || stem(month) == word);
    language.is_some_and(|language| language::of(language).months.iter().any(is_month))
}

fn definitions(range: Range<usize>, events: &mut Events<'_>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Part {
    let mut items: Vec<(Vec<Inline>, Vec<Vec<Block>>)> = Vec::new();
    while let Some((Event::Start(tag), _)) = events.next() {
        if tag == Tag::DefinitionListTitle {
            let nodes = nodes::read(events, origin, reader);
            items.push((inlines::paragraph(nodes, origin, reader), Vec::new()));
        } else {
            let blocks = part::blocks(read(events, origin, reader).parts);
            match items.last_mut() {
                Some((_, definitions)) => definitions.push(blocks),
                None => items.push((Vec::new(), vec![blocks])),
            }
        }
        events.next();
    }
    Part::new(origin, range, BlockKind::Definitions { items })
}

/// A block of HTML: a comment, or what `html_blocks` makes of it.
fn html(
    range: Range<usize>,
    parts: &mut Vec<Part>,
    divs: &mut Vec<Div>,
    events: &mut Events<'_>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) {
    let lines = leaves::html_lines(events, origin);
    let start = lines.first().map_or(range.start, |line| line.start);
    if origin.text[start..].trim_start().starts_with("<!--") {
        return leaves::comments(range, &lines, origin, reader);
    }
    for piece in html_blocks::pieces(&lines, origin, reader) {
        match piece {
            Piece::Open { name, list } => {
                let place = origin.span(list.range.clone());
                let div = Div {
                    tag: Some(name),
                    start: list.range.start,
                    list,
                    before: Vec::new(),
                    left_out: None,
                    bare: false,
                };
                open(div, place, parts, divs, reader);
            }
            Piece::Close { name, range } => match divs.pop_if(|div| div.tag.as_ref() == Some(&name)) {
                Some(div) => close(div, range.end, parts, origin, reader),
                None => {
                    let why = format!("`</{name}>` closes nothing that is open here");
                    let help = "open and close an element inside the same quote or list item";
                    reader.found.add(Diagnostic::error("raw-html", why).at(origin.span(range)).help(help));
                }
            },
            Piece::Rule(range) => parts.push(Part::new(origin, range, BlockKind::Break)),
            Piece::Words(lines) => parts.extend(leaves::html_words(&lines, origin, reader)),
            Piece::Summary(lines) => {
                let part = leaves::html_words(&lines, origin, reader);
                parts.extend(part.map(leaves::strong));
            }
        }
    }
}

/// A section break, or a border of a div.
fn rule(
    range: Range<usize>,
    parts: &mut Vec<Part>,
    divs: &mut Vec<Div>,
    events: &mut Events<'_>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) {
    let Some(fence) = reader.masked.fence_at(range.start) else {
        return parts.push(Part::new(origin, range, BlockKind::Break));
    };
    let place = origin.span(fence.range.clone());
    let Some(list) = fence.opens.clone() else {
        match divs.pop_if(|div| div.tag.is_none()) {
            Some(div) => close(div, fence.range.end, parts, origin, reader),
            None => reader.found.add(
                Diagnostic::error("div-unopened", "no `:::` is open in this quote, list or file")
                    .at(place)
                    .help("a div opens and closes in the same quote or list item"),
            ),
        }
        return;
    };
    let div = Div { tag: None, list, start: range.start, before: Vec::new(), left_out: None, bare: false };
    if !open(div, place, parts, divs, reader) {
        skip_div(events, reader);
    }
}

/// Begins a div; false where it would stand too deep.
fn open(mut div: Div, place: Span, parts: &mut Vec<Part>, divs: &mut Vec<Div>, reader: &mut Reader<'_>) -> bool {
    if !reader.enter(place) {
        return false;
    }
    let (file, since, had_more) = (place.file, reader.mark(), div.list.says_something());
    if !reader.admits(&mut div.list, |range| Span::new(file, range.clone())) {
        div.left_out = Some(since);
    }
    div.bare = had_more && !div.list.says_something();
    reader.bare += usize::from(div.bare);
    reader.plain += usize::from(div.list.has("plain"));
    reader.set_lines += usize::from(SET_LINES.iter().any(|class| div.list.has(class)));
    if let Some(lang) = div.list.get("lang") {
        reader.languages.push(lang.value.clone());
    }
    divs.push(Div { before: std::mem::take(parts), ..div });
    true
}

fn skip_div(events: &mut Events<'_>, reader: &Reader<'_>) {
    let mut open = 1;
    while let Some((event, range)) = events.peek() {
        match event {
            Event::End(_) => return,
            Event::Rule => match reader.masked.fence_at(range.start) {
                Some(fence) if fence.opens.is_some() => open += 1,
                Some(_) => open -= 1,
                None => {}
            },
            _ => {}
        }
        if let Some((Event::Start(_), _)) = events.next() {
            events.skip_container();
        }
        if open == 0 {
            return;
        }
    }
}

/// Makes a block of a div's `parts` and puts it after what stood before.
fn close(div: Div, end: usize, parts: &mut Vec<Part>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    reader.leave();
    reader.bare -= usize::from(div.bare);
    reader.plain -= usize::from(div.list.has("plain"));
    reader.set_lines -= usize::from(SET_LINES.iter().any(|class| div.list.has(class)));
    if div.list.get("lang").is_some() {
        reader.languages.pop();
    }
    let mut inner = std::mem::replace(parts, div.before);
    let range = div.start..end.max(div.start);
    if let Some(since) = div.left_out {
        return reader.leave_out(since, origin.span(range));
    }
    if div.bare {
        return parts.extend(inner);
    }
    if div.tag.as_deref() == Some("blockquote") {
        let attributes = reader.attributes(&div.list, |range| origin.span(range.clone()), &classed::OF_DIVS);
        let mut part = quotes::quote(inner, range, false, origin, reader);
        part.block.attributes = attributes;
        return parts.push(part);
    }
    if div.tag.is_some() && div.list == (List { range: div.list.range.clone(), ..List::default() }) {
        return parts.extend(inner);
    }
    if div.list.has("caption") {
        match caption(inner, parts, origin.span(div.list.range.clone()), reader) {
            None => return,
            Some(back) => inner = back,
        }
    }
    parts.extend(classed::of_list(inner, &div.list, range, origin, reader));
}

/// Gives the words to the figure or table before; what cannot be a caption comes back.
fn caption(inner: Vec<Part>, parts: &mut [Part], place: Span, reader: &mut Reader<'_>) -> Option<Vec<Part>> {
    let slot = match parts.last_mut().map(|part| &mut part.block.kind) {
        Some(BlockKind::Figure { figure }) => Some(&mut figure.caption),
        Some(BlockKind::Table { table }) => Some(&mut table.caption),
        _ => None,
    };
    let problem = match slot {
        None => "this caption does not follow a figure or table",
        Some(Some(_)) => "a second caption for one figure or table",
        Some(slot) => match leaves::caption(inner) {
            Ok(words) => {
                *slot = Some(words);
                return None;
            }
            Err(back) => {
                reader.found.add(Diagnostic::warning("caption", "a caption can contain only paragraphs").at(place));
                return Some(back);
            }
        },
    };
    reader.found.add(Diagnostic::warning("caption", problem).at(place).help("it is set as a separate block"));
    Some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_a_month_is_no_list() {
        let is = |language: &str, line: &str| is_day(line, Some(&language.to_owned()));
        assert!(is("de", "3. Mai 1914") && is("de", "14. Juni,") && is("cs", "3. května") && is("en", "3. MAY"));
        assert!(!is("de", "3. Mais und Bohnen") && !is("de", "3) Mai") && !is("de", "3. ") && !is("und", "3. Mai"));
    }
}
