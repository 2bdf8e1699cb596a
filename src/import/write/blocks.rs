//! In: blocks. Out: their lines of Markdown, without an empty line at the end.

use super::Writer;
use super::escape::{self, Ground};
use super::words::inlines;
use crate::import::tree::{Align, Attributes, Block, Cell, Definition, Inline, Line, List, Numbering, Table, Verse};

/// Words that make more than code of a fence.
const FENCES: [&str; 7] = ["verse", "poem", "include", "math", "latex-math", "katex", "admonish"];

/// Blocks with an empty line between them. In a quote the last paragraph must not become an attribution.
pub fn blocks(all: &[Block], writer: &mut Writer<'_>) -> String {
    let mut out = String::new();
    let mut before: Option<&Block> = None;
    let mut other = false;
    for block in all {
        // Lists that touch would be one.
        other = matches!((before, block), (Some(Block::List(_)), Block::List(_))) && !other;
        let text = match block {
            Block::List(list) => self::list(list, other, writer),
            block => self::block(block, writer),
        };
        if text.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&text);
        before = Some(block);
    }
    out
}

pub fn block(block: &Block, writer: &mut Writer<'_>) -> String {
    match block {
        Block::Heading { level, attributes, inlines } => heading(*level, attributes, inlines, writer),
        Block::Paragraph(words) => inlines(words, Ground::default(), writer),
        Block::Verse(verse) => self::verse(verse, writer),
        Block::Quote { blocks, attribution } => quote(blocks, attribution.as_deref(), writer),
        Block::List(list) => self::list(list, false, writer),
        Block::Definitions(items) => {
            let items: Vec<String> = items.iter().map(|item| definition(item, writer)).collect();
            items.join("\n\n")
        }
        Block::Table(table) => self::table(table, writer),
        Block::Code { language, text } => code(language.as_deref(), text),
        Block::Break => "***".to_owned(),
        Block::Figure { picture, attributes, alt, caption } => {
            let alt = super::plain(alt);
            let image = writer.image(*picture, &alt, attributes, Ground::default());
            match inlines(caption, Ground::default(), writer) {
                caption if caption.is_empty() => image,
                caption => format!("{image}\n\n::: caption\n{caption}\n:::"),
            }
        }
        Block::Div { attributes, blocks } => div(attributes, blocks, writer),
        Block::Comment(text) => super::comment(text),
    }
}

fn heading(level: u8, attributes: &Attributes, content: &[Inline], writer: &mut Writer<'_>) -> String {
    let marks = "#".repeat(usize::from(level.clamp(1, 6)));
    let mut words = inlines(content, Ground { title: true, ..Ground::default() }, writer);
    // What would close the title, or be its list of attributes.
    let last = content.last().is_some_and(|last| matches!(last, Inline::Text(_)));
    if last && words.ends_with(['#', '}']) {
        words.insert(words.len() - 1, '\\');
    }
    let list = escape::list(attributes);
    [marks, words, list].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn quote(all: &[Block], attribution: Option<&[Inline]>, writer: &mut Writer<'_>) -> String {
    let mut inside = blocks(all, writer);
    if let Some(words) = attribution {
        let words = inlines(words, Ground::default(), writer);
        inside.push_str(&format!("\n\n-- {}", words.replace("\\\n", "<br>")));
    } else if let Some(Block::Paragraph(_)) = all.last() {
        let start = inside.rfind("\n\n").map_or(0, |at| at + 2);
        let dashes = [('—', "&mdash;"), ('–', "&ndash;"), ('―', "&horbar;")];
        let dash = dashes.iter().find(|(dash, _)| inside[start..].starts_with(*dash));
        if let Some((dash, entity)) = dash {
            inside.replace_range(start..start + dash.len_utf8(), entity);
        }
    }
    prefixed(&inside, "> ", "> ")
}

/// The first line behind one prefix, the others behind another.
fn prefixed(text: &str, first: &str, further: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        let prefix = if at == 0 { first } else { further };
        if at > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}

/// `other` is a mark that does not go on with the list before.
fn list(list: &List, other: bool, writer: &mut Writer<'_>) -> String {
    let mut out = String::new();
    for (at, item) in list.items.iter().enumerate() {
        let mark = match (list.numbering, other) {
            (Numbering::Bullets, false) => "-".to_owned(),
            (Numbering::Bullets, true) => "+".to_owned(),
            (_, other) => format!("{}{}", list.start + at, if other { ")" } else { "." }),
        };
        let inside = match list.tight {
            true => item.iter().map(|inner| block(inner, writer)).collect::<Vec<_>>().join("\n"),
            false => blocks(item, writer),
        };
        if at > 0 {
            out.push_str(if list.tight { "\n" } else { "\n\n" });
        }
        let first = format!("{mark} ");
        out.push_str(&prefixed(&inside, &first, &" ".repeat(first.len())));
    }
    out
}

fn definition(item: &Definition, writer: &mut Writer<'_>) -> String {
    let mut out = inlines(&item.term, Ground { title: true, ..Ground::default() }, writer);
    for meaning in &item.meanings {
        let inside = blocks(meaning, writer);
        out.push('\n');
        out.push_str(&prefixed(&inside, ":   ", "    "));
    }
    out
}

fn table(table: &Table, writer: &mut Writer<'_>) -> String {
    let columns = table.aligns.len();
    if columns == 0 {
        return String::new();
    }
    let mut lines = vec![row(&table.head, columns, writer)];
    let marks = table.aligns.iter().map(|align| match align {
        Align::None => "---",
        Align::Left => ":---",
        Align::Center => ":---:",
        Align::Right => "---:",
    });
    lines.push(format!("| {} |", marks.collect::<Vec<_>>().join(" | ")));
    lines.extend(table.rows.iter().map(|cells| row(cells, columns, writer)));
    let caption = inlines(&table.caption, Ground { title: true, ..Ground::default() }, writer);
    let words = [caption, escape::list(&table.attributes)];
    let caption: Vec<String> = words.into_iter().filter(|part| !part.is_empty()).collect();
    if !caption.is_empty() {
        lines.push(format!("\n: {}", caption.join(" ")));
    }
    lines.join("\n")
}

fn row(cells: &[Cell], columns: usize, writer: &mut Writer<'_>) -> String {
    let ground = Ground { cell: true, ..Ground::default() };
    let cell = |at: usize| cells.get(at).map_or(String::new(), |cell| inlines(cell, ground, writer));
    let cells: Vec<String> = (0..columns).map(cell).collect();
    format!("| {} |", cells.join(" | "))
}

fn code(language: Option<&str>, text: &str) -> String {
    let fence = fence_for(text);
    let is_word = |word: &&str| word.chars().all(|c| c.is_ascii_alphanumeric() || "+#.-_".contains(c));
    let language = language.filter(is_word).filter(|word| !FENCES.contains(word)).unwrap_or_default();
    let text = text.strip_suffix('\n').unwrap_or(text);
    format!("{fence}{language}\n{text}\n{fence}")
}

/// Longer than any run of its signs in the text.
fn fence_for(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

fn div(attributes: &Attributes, all: &[Block], writer: &mut Writer<'_>) -> String {
    let inside = blocks(all, writer);
    let is_one = attributes.id.is_none() && attributes.pairs.is_empty();
    let opener = match attributes.classes.as_slice() {
        _ if attributes.is_empty() => return inside,
        [class] if is_one => class.clone(),
        _ => escape::list(attributes),
    };
    // The outer ones have more colons, so that the eye can tell which end is whose.
    let colons = ":".repeat(3 + depth(all));
    match inside.is_empty() {
        true => format!("{colons} {opener}\n{colons}"),
        false => format!("{colons} {opener}\n{inside}\n{colons}"),
    }
}

/// Divs inside each other.
fn depth(all: &[Block]) -> usize {
    let inside = |block: &Block| match block {
        Block::Div { blocks, .. } => 1 + depth(blocks),
        Block::Quote { blocks, .. } => depth(blocks),
        Block::Figure { caption, .. } => usize::from(!caption.is_empty()),
        Block::List(list) => list.items.iter().map(|item| depth(item)).max().unwrap_or(0),
        Block::Definitions(items) => {
            items.iter().flat_map(|item| &item.meanings).map(|all| depth(all)).max().unwrap_or(0)
        }
        Block::Heading { .. } | Block::Paragraph(_) | Block::Verse(_) | Block::Table(_) => 0,
        Block::Code { .. } | Block::Break | Block::Comment(_) => 0,
    };
    all.iter().map(inside).max().unwrap_or(0)
}

fn verse(verse: &Verse, writer: &mut Writer<'_>) -> String {
    let stanzas = verse.stanzas.iter().map(|lines| {
        let lines = lines.iter().enumerate().map(|(at, line)| self::line(line, at == 0, writer));
        lines.collect::<Vec<_>>().join("\n")
    });
    let mut text = stanzas.collect::<Vec<_>>().join("\n\n");
    if let Some(words) = &verse.attribution {
        let words = inlines(words, Ground { verse: true, ..Ground::default() }, writer);
        text.push_str(&format!("\n\n-- {}", words.replace("\\\n", " ")));
    }
    let fence = fence_for(&text);
    let list = escape::list(&verse.attributes);
    let space = if list.is_empty() { "" } else { " " };
    format!("{fence}verse{space}{list}\n{text}\n{fence}")
}

fn line(line: &Line, first: bool, writer: &mut Writer<'_>) -> String {
    let ground = Ground { verse: true, ..Ground::default() };
    let mut words = inlines(&line.inlines, ground, writer).replace("\\\n", " ");
    let dashes = [('—', "&mdash;"), ('–', "&ndash;"), ('―', "&horbar;")];
    if let Some((dash, entity)) = dashes.iter().find(|(dash, _)| first && words.starts_with(*dash)) {
        words.replace_range(..dash.len_utf8(), entity);
    }
    format!("{}{words}", "  ".repeat(line.indent))
}
