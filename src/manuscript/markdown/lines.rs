//! In: lines that hold inlines and nothing else (verse, captions). Out: the inlines of each line.
//!
//! They are put together as paragraphs of a text of their own, each line behind a no-break space: white space to
//! emphasis, but nothing that could begin a block. Markup may run over the lines of a stanza; it is closed at each
//! line's end and opened again.

use super::events::Events;
use super::inlines;
use super::node::{Kind, Node, Wrap};
use super::nodes;
use super::origin::{Map, Origin};
use super::reader::Reader;
use super::tag;
use crate::manuscript::draft::Inline;
use crate::manuscript::notes;
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

const GUARD: &str = "\u{a0}";

/// A stanza's lines, each of one or more ranges of the file.
pub type Ranges = Vec<Vec<Range<usize>>>;

/// As many stanzas and lines come back as went in.
pub fn read(stanzas: &[Ranges], wide: bool, reader: &mut Reader<'_>) -> Vec<Vec<Vec<Inline>>> {
    let masked = reader.masked;
    let mut text = String::new();
    let mut map = Vec::new();
    let mut starts = Vec::new();
    for stanza in stanzas {
        let mut own = Vec::new();
        for line in stanza {
            own.push(text.len());
            text.push_str(GUARD);
            for (at, range) in line.iter().enumerate() {
                if at > 0 && !ends_line(&text) {
                    text.push(' ');
                }
                map.push((text.len(), range.clone()));
                text.push_str(&masked.text[range.clone()]);
            }
            text.push('\n');
        }
        text.push('\n');
        starts.push(own);
    }
    parse(text, Map::Lines(map), &starts, wide, reader)
}

/// Whether the last tag is a line end already.
fn ends_line(text: &str) -> bool {
    let last = text.rfind('<').map(|at| &text[at..]);
    last.and_then(|last| tag::Tag::read(last).map(|tag| tag.name == "br" && tag.length == last.len())).unwrap_or(false)
}

/// A value that was read already, like an image's title, as one line of inlines.
pub fn read_value(value: &str, range: Range<usize>, reader: &mut Reader<'_>) -> Vec<Inline> {
    let verbatim = reader.masked.text.get(range.clone()) == Some(value) && !value.contains('\n');
    if verbatim {
        return read(&[vec![vec![range]]], false, reader).concat().concat();
    }
    let line = value.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    parse(format!("{GUARD}{line}"), Map::Whole(range), &[vec![0]], false, reader).concat().concat()
}

fn parse(
    mut text: String,
    map: Map,
    starts: &[Vec<usize>],
    wide: bool,
    reader: &mut Reader<'_>,
) -> Vec<Vec<Vec<Inline>>> {
    let end = text.len();
    text.push_str(&notes::stubs(&text));
    let origin = Origin { text: &text, file: reader.file, map };
    let references = Rc::clone(&reader.references);
    let mut events = Events::of_lines(&text, end, &references);
    let mut out: Vec<Vec<Vec<Inline>>> = starts.iter().map(|lines| vec![Vec::new(); lines.len()]).collect();
    while let Some((event, range)) = events.next() {
        if event != Event::Start(Tag::Paragraph) {
            continue;
        }
        let nodes = nodes::read(&mut events, &origin, reader);
        let stanza = starts.partition_point(|lines| lines.first().is_none_or(|first| *first <= range.start));
        let Some(at) = stanza.checked_sub(1) else { continue };
        let mut found = split(without_guards(nodes, &starts[at]), &starts[at], origin.text);
        let lines = (0..starts[at].len()).map(|line| {
            let mut nodes = found.remove(&line).unwrap_or_default();
            nodes.pop_if(|node| matches!(node.kind, Kind::Break { .. }));
            nodes
        });
        let lines = lines.collect();
        out[at] = inlines::lines(lines, wide, &origin, reader);
    }
    out
}

fn without_guards(nodes: Vec<Node>, starts: &[usize]) -> Vec<Node> {
    let clean = |mut node: Node| {
        match &mut node.kind {
            Kind::Text if starts.binary_search(&node.range.start).is_ok() => node.range.start += GUARD.len(),
            Kind::Code(text) => *text = text.replace(&format!(" {GUARD}"), " "),
            Kind::Wrap(_, children) => *children = without_guards(std::mem::take(children), starts),
            _ => {}
        }
        (!node.range.is_empty()).then_some(node)
    };
    nodes.into_iter().filter_map(clean).collect()
}

/// The nodes by line; what runs over a line's end is one node on each.
fn split(nodes: Vec<Node>, starts: &[usize], text: &str) -> BTreeMap<usize, Vec<Node>> {
    let mut out: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
    for node in nodes {
        let line = starts.partition_point(|start| *start <= node.range.start).saturating_sub(1);
        match node.kind {
            // `<br>` or a separator inside a line; every line of the source ends anyway.
            Kind::Break { hard: true } if text[node.range.clone()].starts_with(['<', '\u{2028}', '\u{2029}']) => {
                out.entry(line).or_default().push(node);
            }
            Kind::Break { .. } => {}
            Kind::Wrap(mut wrap, children) if !matches!(wrap, Wrap::Note) && !children.is_empty() => {
                for (line, children) in split(children, starts, text) {
                    let end = children.last().map_or(node.range.start, |child| child.range.end);
                    let start = children.first().map_or(end, |child| child.range.start);
                    let kind = Kind::Wrap(wrap.clone(), children);
                    out.entry(line).or_default().push(Node::new(start..end, kind));
                    if let Wrap::Span(list) = &mut wrap {
                        list.id = None;
                    }
                }
            }
            kind => out.entry(line).or_default().push(Node::new(node.range, kind)),
        }
    }
    out
}
