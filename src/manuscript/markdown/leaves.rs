//! In: the events of one block that holds no blocks: paragraph, heading, code, verse, table, HTML. Out: the block.

use super::events::Events;
use super::html;
use super::inlines::{self, PLACES};
use super::lines;
use super::node::{Kind, Node};
use super::nodes;
use super::origin::Origin;
use super::part::Part;
use super::poem;
use super::prose;
use super::reader::{AllowedAttributes, Reader};
use crate::base::{Diagnostic, Span};
use crate::manuscript::attributes::{self, List};
use crate::manuscript::conditions;
use crate::manuscript::draft::{Attributes, BlockKind, Cell, Figure, Inline, Table};
use crate::manuscript::typography::{self, Piece};
use crate::manuscript::verse;
use crate::model::block::Place;
use crate::model::{Align, Corrections, SECTION_KINDS, Width};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};
use std::ops::Range;

const OF_HEADINGS: AllowedAttributes = AllowedAttributes {
    classes: &["part", "unnumbered", "unlisted", "dropcap", "nodropcap"],
    also: &SECTION_KINDS,
    keys: &["short", "background", "background-alt"],
};

const OF_CAPTIONS: AllowedAttributes =
    AllowedAttributes { classes: &["wide", "landscape", "decimal"], also: &[], keys: &["short", "widths"] };

/// How wide a picture beside text is, in thousandths of the measure: where nothing is said, and at the most.
const SIDE: u32 = 400;
const WIDEST_SIDE: u32 = 600;

/// A paragraph, or what one may turn out to be: a figure, a line block.
pub fn paragraph(nodes: Vec<Node>, range: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Part {
    if let Some(lines) = poem::line_block(origin, &range, reader) {
        return poem::poem(&lines, &List::default(), range, origin, reader);
    }
    if matches!(nodes.as_slice(), [Node { kind: Kind::Image(_), .. }]) {
        return figure(nodes, range, origin, reader);
    }
    prose::check(&nodes, &range, origin, reader);
    let dash = verse::dash(&origin.text[range.clone()]).is_some();
    let inlines = inlines::paragraph(nodes, origin, reader);
    let part =
        Part::new(origin, range, BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() });
    Part { dash, ..part }
}

fn figure(nodes: Vec<Node>, range: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Part {
    let Some(Node { range: own, kind: Kind::Image(mut picture) }) = nodes.into_iter().next() else {
        return Part::new(origin, range, BlockKind::Break);
    };
    let title = std::mem::take(&mut picture.title);
    let found = origin.text[own.clone()].rfind(&title).map(|at| own.start + at..own.start + at + title.len());
    let mut image = inlines::image(*picture, own.clone(), origin, reader);
    let caption = (!title.is_empty()).then(|| lines::read_value(&title, found.unwrap_or(own.clone()), reader));
    let place = image.attributes.others.iter().find(|(key, _)| key == "place").map(|(_, value)| value.clone());
    let place = match place.as_deref() {
        Some("top") => Some(Place::Top),
        Some("bottom") => Some(Place::Bottom),
        None | Some("here") => None,
        Some(other) => {
            reader.found.add(
                Diagnostic::error("place-invalid", format!("`{other}` is not a place on a page"))
                    .at(origin.span(own.clone()))
                    .help("write `place=top` or `place=bottom`, or delete it"),
            );
            None
        }
    };
    image.attributes.others.retain(|(key, _)| key != "place");
    let is = |class: &str| image.attributes.classes.iter().any(|own| own == class);
    let place = PLACES.into_iter().find(|(class, _)| is(class)).map(|(_, place)| place).or(place);
    image.attributes.classes.retain(|class| PLACES.iter().all(|(own, _)| class != own));
    if matches!(place, Some(Place::Left | Place::Right)) {
        image.width = Some(side_width(image.width, || origin.span(own.clone()), reader));
    }
    if matches!(place, Some(Place::Bleed | Place::Spread)) && caption.is_some() {
        reader.found.add(
            Diagnostic::warning("bleed-caption", "a picture that fills its page has no room for a caption in print")
                .at(origin.span(own.clone()))
                .help("delete the title, or write `{.page}`"),
        );
    }
    // What names the figure is the block's; what is said of the picture stays with it.
    let others = std::mem::take(&mut image.attributes.others);
    let attributes = std::mem::replace(&mut image.attributes, Attributes { others, ..Attributes::default() });
    let mut part = Part::new(origin, range, BlockKind::Figure { figure: Figure { image, caption, place } });
    part.block.attributes = attributes;
    part
}

/// A picture beside text leaves room for it.
fn side_width(width: Option<Width>, span: impl Fn() -> Span, reader: &mut Reader<'_>) -> Width {
    match width {
        None => Width::Share(SIDE),
        Some(Width::Share(share)) if share > WIDEST_SIDE => {
            let most = WIDEST_SIDE / 10;
            reader.found.add(
                Diagnostic::warning("side-wide", format!("a picture beside text is at most {most}% wide"))
                    .at(span())
                    .help(format!("write `width={most}%` or less, or delete `.left` or `.right`")),
            );
            Width::Share(WIDEST_SIDE)
        }
        Some(width) => width,
    }
}

/// A title that ends in a backslash goes on in the line below, which Markdown takes for a paragraph. Gives the title's
/// whole range, and what of that paragraph is none of it.
pub fn title_lines(
    nodes: &mut Vec<Node>,
    range: Range<usize>,
    events: &mut Events<'_>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> (Range<usize>, Vec<Node>) {
    let text = origin.text;
    let ends = |nodes: &[Node]| {
        nodes.last().is_some_and(|last| matches!(last.kind, Kind::Text) && text[last.range.clone()].ends_with('\\'))
    };
    let below =
        |next: &Range<usize>| text.get(range.end..next.start).is_none_or(|indent| indent.trim_matches(' ').is_empty());
    let follows = matches!(events.peek(), Some((Event::Start(Tag::Paragraph), next)) if below(next));
    if !ends(nodes) || !follows || nodes.len() == 1 && nodes[0].range.len() == 1 {
        return (range, Vec::new());
    }
    events.next();
    let mut below = nodes::read(events, origin, reader);
    events.next();
    let cut = below.iter().position(|node| matches!(node.kind, Kind::Break { hard: false }));
    let mut rest = below.split_off(cut.unwrap_or(below.len()));
    if !rest.is_empty() {
        rest.remove(0);
    }
    if let Some(last) = nodes.last_mut() {
        last.range.end -= 1;
        let mark = last.range.end..last.range.end + 1;
        let list = text[last.range.clone()].rfind(" {").map(|at| last.range.start + at + 1);
        if let Some(list) = list.and_then(|at| attributes::meant(text, at)).filter(|list| list.end == last.range.end) {
            let why = "this attribute list stands before the title's end and is printed as text";
            let found = Diagnostic::warning("attributes-invalid", why).at(origin.span(list));
            reader.found.add(found.help("move it behind the last line of the title"));
        }
        nodes.push(Node::new(mark, Kind::Break { hard: true }));
    }
    let end = below.last().map_or(range.end, |last| last.range.end);
    nodes.extend(below);
    (range.start..end, rest)
}

/// Levels 1 to 6; all classes are kept for `resolve`. Nothing where a condition leaves it out. A picture behind the
/// page that it opens follows as a figure.
pub fn heading(
    level: u8,
    mut nodes: Vec<Node>,
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Option<(Part, Option<Part>)> {
    let mut list = last_list(&mut nodes, origin.text);
    if !reader.admits(&mut list, |range| origin.span(range.clone())) {
        return None;
    }
    if list.range.is_empty() {
        near_miss(&nodes, origin, reader);
    }
    let setext = !origin.text[range.clone()].trim_start().starts_with('#');
    if setext && level == 2 {
        reader.found.add(
            Diagnostic::warning("setext-heading", "the `---` under this line makes it a heading")
                .at(origin.span(range.clone()))
                .help("put an empty line before `---` for a section break, or write the heading with `##`"),
        );
    }
    // Alone it is a title without words.
    if let [Node { kind: Kind::Text, range }] = nodes.as_slice()
        && origin.text[range.clone()].trim() == "\\"
    {
        inlines::break_at_end(range.start, origin, reader);
        nodes.clear();
    }
    let mut attributes = reader.attributes(&list, |range| origin.span(range.clone()), &OF_HEADINGS);
    reader.languages.extend(attributes.lang.clone());
    let inlines = inlines::paragraph(nodes, origin, reader);
    if attributes.lang.is_some() {
        reader.languages.pop();
    }
    if level > 1 && list.has("part") {
        reader.found.add(
            Diagnostic::warning("part-level", "only a heading with a single `#` begins a part")
                .at(origin.span(range.clone())),
        );
    }
    // Whether a chapter without a title has a number is known later.
    if inlines.is_empty() && level > 1 {
        let found = Diagnostic::warning("heading-empty", "a heading has no words");
        reader.found.add(found.at(origin.span(range.clone())));
    }
    let short = list.get("short").map(|pair| short(&pair.value, reader));
    attributes.others.retain(|(key, _)| !OF_HEADINGS.keys.contains(&key.as_str()));
    let listed = !list.has("unlisted");
    let ground = inlines::ground(&list, origin, reader);
    if level > 1
        && let Some(typed) = list.get("background")
    {
        reader.found.add(
            Diagnostic::warning("background-level", "only a heading with a single `#` has a picture behind it")
                .at(origin.span(typed.range.clone()))
                .help("put the picture below the heading: `![…](picture.jpg)`"),
        );
    }
    let ground = ground.filter(|_| level == 1).map(|image| {
        let place = Some(Place::Ground);
        Part::new(origin, range.clone(), BlockKind::Figure { figure: Figure { image, caption: None, place } })
    });
    let mut part = Part::new(origin, range, BlockKind::Heading { level, inlines, short, listed });
    part.block.attributes = attributes;
    Some((part, ground))
}

/// Tells of what was meant as a list at the end of a text and is none.
pub fn near_miss(nodes: &[Node], origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let last = nodes.last().filter(|last| matches!(last.kind, Kind::Text));
    if let Some(last) = last
        && let Some(brace) = origin.text[last.range.clone()].rfind(" {").map(|at| last.range.start + at + 1)
        && let Some(meant) = attributes::meant(origin.text, brace)
        && origin.text[meant.end..last.range.end].trim().is_empty()
    {
        reader.not_a_list(origin.span(meant));
    }
}

/// Takes the attribute list off the end of a heading or caption.
pub fn last_list(nodes: &mut Vec<Node>, text: &str) -> List {
    let mut list = List::default();
    if let (Some(first), Some(last)) = (nodes.first(), nodes.last())
        && matches!(last.kind, Kind::Text)
        && let Some(found) = attributes::read_last(text, first.range.start..last.range.end)
        && !nodes.iter().any(|node| cuts(node, found.range.start))
    {
        nodes.retain(|node| node.range.start < found.range.start);
        list = found;
    }
    trim_before(nodes, list.range.start, text);
    list
}

/// Whether a row belongs to the version that is read: by a list of conditions at its end, which is taken off. Another
/// list there is text.
pub fn admits(nodes: &mut Vec<Node>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> bool {
    let Some((tried, mut list)) = list_behind_a_space(nodes, origin) else { return true };
    if conditions::judge(&mut list.clone(), reader.scope).is_none() {
        return true;
    }
    let admits = reader.admits(&mut list, |range| origin.span(range.clone()));
    if list.says_something() {
        reader.not_a_list(origin.span(list.range.clone()));
    }
    *nodes = tried;
    admits
}

/// The list at the end of a text, and the text without it.
pub fn list_behind_a_space(nodes: &[Node], origin: &Origin<'_>) -> Option<(Vec<Node>, List)> {
    let text = origin.text;
    let last = nodes.last().filter(|last| matches!(last.kind, Kind::Text))?;
    if !text[last.range.clone()].ends_with('}') {
        return None;
    }
    let mut without = nodes.to_vec();
    let list = last_list(&mut without, text);
    let behind_a_space = list.range.start == 0 || text[..list.range.start].ends_with([' ', '\n', '|']);
    without.retain(|node| !node.range.is_empty());
    (!list.range.is_empty() && behind_a_space).then_some((without, list))
}

/// What the list of a table's caption says of the table. A list alone is no caption.
pub fn of_caption(table: &mut Table, list: &List, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Attributes {
    table.caption = table.caption.take().filter(|words| !words.is_empty());
    if list.range.is_empty() {
        return Attributes::default();
    }
    let mut attributes = reader.attributes(list, |range| origin.span(range.clone()), &OF_CAPTIONS);
    attributes.others.retain(|(key, _)| !OF_CAPTIONS.keys.contains(&key.as_str()));
    table.short = list.get("short").map(|pair| short(&pair.value, reader));
    if let Some(pair) = list.get("widths") {
        let span = origin.span(pair.range.clone());
        let words: Vec<&str> = pair.value.split_whitespace().collect();
        if words.len() > table.columns.len() {
            let why = format!("these are {} widths for {} columns", words.len(), table.columns.len());
            let help = "write one for each column, and `auto` for a column that is as wide as its words ask";
            reader.found.add(Diagnostic::error("table-widths", why).at(span).help(help));
        }
        for word in words.iter().take(table.columns.len()) {
            let width = inlines::width(word);
            if width.is_none() && *word != "auto" {
                let help = "write a percentage such as `30%`, a length such as `25mm`, or `auto`";
                let found = Diagnostic::error("table-widths", format!("`{word}` is not a width"));
                reader.found.add(found.at(span).help(help));
            }
            table.widths.push(width);
        }
    }
    attributes
}

/// A short form that an author typed as an attribute.
fn short(typed: &str, reader: &Reader<'_>) -> String {
    typography::set(&[Piece { text: typed, literal: false, language: reader.language() }]).concat()
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
    let (mut of_caption, mut list) = (false, List::default());
    // Whether a condition leaves this row out, and where to go back to.
    let (mut left_out, mut since) = (false, reader.mark());
    // What is left of the row after its last cell.
    let mut open_row = 0..0;
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::TableRow) => {
                let line = &origin.text[range.clone()];
                of_caption = !line.contains('|') && (line.starts_with(": ") || table.caption.is_some());
                open_row = range;
                (left_out, since) = (false, reader.mark());
            }
            Event::Start(Tag::TableCell) => {
                open_row.start = range.end.min(open_row.end);
                let mut nodes = nodes::read(events, origin, reader);
                if of_caption && row.is_empty() {
                    caption_words(&mut nodes, origin.text);
                    list = last_list(&mut nodes, origin.text);
                } else {
                    left_out |= !admits(&mut nodes, origin, reader);
                }
                row.push(Cell { inlines: inlines::paragraph(nodes, origin, reader) });
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) if left_out => {
                row.clear();
                reader.leave_out(since, origin.span(range));
                left_out = false;
            }
            Event::End(TagEnd::TableHead) => table.head = std::mem::take(&mut row),
            Event::End(TagEnd::TableRow) if of_caption => {
                let words = row.drain(..).flat_map(|cell| cell.inlines);
                let caption = table.caption.get_or_insert_default();
                if !caption.is_empty() {
                    caption.push(Inline::Text { text: " ".into(), span: origin.span(range.start..range.start).into() });
                }
                caption.extend(words);
            }
            Event::End(TagEnd::TableRow) => {
                table.rows.push(std::mem::take(&mut row));
                too_many_cells(open_row.clone(), origin, reader);
            }
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    if table.head.iter().all(|cell| cell.inlines.is_empty()) {
        table.head.clear();
    }
    let attributes = self::of_caption(&mut table, &list, origin, reader);
    let mut part = Part::new(origin, range, BlockKind::Table { table });
    part.block.attributes = attributes;
    part
}

/// pulldown-cmark drops what stands in more columns than the head has.
fn too_many_cells(rest: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let words = origin.text[rest.clone()].trim_end();
    if !words.trim_matches(['|', ' ', '\t']).is_empty() {
        reader.found.add(
            Diagnostic::error("table-cells", "this row has more cells than the table has columns")
                .at(origin.span(rest.start..rest.start + words.len()))
                .help("add a column to the heading row and the line under it; write `\\|` for the character itself"),
        );
    }
}

/// Takes the `: ` off a table's caption.
pub fn caption_words(nodes: &mut Vec<Node>, text: &str) {
    if let Some(first) = nodes.first_mut().filter(|node| matches!(node.kind, Kind::Text)) {
        let words = &text[first.range.clone()];
        let words = words.strip_prefix(": ").unwrap_or(words).trim_start();
        first.range.start = first.range.end - words.len();
    }
    nodes.retain(|node| !node.range.is_empty());
}

/// The lines of a block of HTML, without the marks of quotes and lists.
pub fn html_lines(events: &mut Events<'_>, origin: &Origin<'_>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    for (event, range) in events.by_ref() {
        match event {
            Event::Html(_) | Event::Text(_) if range.start < origin.end() => lines.push(range),
            Event::End(TagEnd::HtmlBlock) => break,
            _ => {}
        }
    }
    lines.into_iter().map(|line| line.start..line.end.min(origin.end())).collect()
}

/// Words between tags as a paragraph, or as a figure where they are one picture.
pub fn html_words(lines: &[Range<usize>], origin: &Origin<'_>, reader: &mut Reader<'_>) -> Option<Part> {
    let inlines = lines::read(&[vec![lines.to_vec()]], false, reader).concat().concat();
    let range = lines.first()?.start..lines.last()?.end;
    let kind = match <[Inline; 1]>::try_from(inlines) {
        Ok([Inline::Image { image }]) => BlockKind::Figure { figure: Figure { image, caption: None, place: None } },
        Ok(one) => BlockKind::Paragraph { class: "", inlines: one.into(), corrections: Corrections::default() },
        Err(inlines) if inlines.is_empty() => return None,
        Err(inlines) => BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() },
    };
    Some(Part::new(origin, range, kind))
}

/// The same paragraph in bold.
pub fn strong(mut part: Part) -> Part {
    if let BlockKind::Paragraph { inlines, .. } = &mut part.block.kind {
        *inlines = vec![Inline::Strong { children: std::mem::take(inlines) }];
    }
    part
}

/// Comments between blocks are dropped; what follows one on its line is an error.
pub fn comments(range: Range<usize>, pieces: &[Range<usize>], origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let end = pieces.last().map_or(range.end, |last| last.end).min(origin.end());
    let mut at = pieces.first().map_or(range.start, |first| first.start).min(end);
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
                    .help("move them to a line of their own")
            } else {
                html::refused(rest)
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
