//! In: the events of one run of inlines. Out: its nodes.

use super::events::Events;
use super::html;
use super::node::{Kind, Node, Picture, Wrap, words};
use super::origin::Origin;
use super::reader::Reader;
use super::spans;
use crate::base::Diagnostic;
use pulldown_cmark::{CowStr, Event, LinkType, Tag};
use std::ops::Range;

/// U+2028 and U+2029: the ends of a line and of a paragraph.
pub const SEPARATORS: [char; 2] = ['\u{2028}', '\u{2029}'];

/// Reads inlines up to whatever is none, which stays.
pub fn read(events: &mut Events<'_>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Vec<Node> {
    let mut out = Vec::new();
    while let Some((event, range)) = events.next_if_inline() {
        match event {
            Event::Text(text) => with_kept(&mut out, text, range, origin, reader),
            Event::Code(text) => out.push(Node::new(range, Kind::Code(text.replace(SEPARATORS, " ")))),
            Event::SoftBreak => out.push(Node::new(range, Kind::Break { hard: false })),
            Event::HardBreak => out.push(Node::new(range, Kind::Break { hard: true })),
            Event::TaskListMarker(done) => {
                let sign = if done { "☑ " } else { "☐ " };
                out.push(Node::new(range, Kind::Fixed(sign.to_owned())));
            }
            Event::FootnoteReference(label) => out.push(Node::new(range, Kind::Call(label.to_string()))),
            Event::InlineHtml(html) if html.starts_with("<!--") => {}
            Event::InlineHtml(tag) => out.extend(html::node(&tag, range, origin, reader)),
            Event::Start(tag) => {
                if reader.enter(origin.span(range.clone())) {
                    let children = read(events, origin, reader);
                    // What ends here is this tag: pulldown-cmark's events are balanced, and a block never stands inside.
                    events.next();
                    reader.leave();
                    if let Tag::Link { title, .. } = &tag
                        && !title.is_empty()
                    {
                        let help = "put it in the text: readers find it only with a mouse, and not at all on paper";
                        let found = Diagnostic::hint("link-title", "the title of a link is not shown").help(help);
                        reader.found.add(found.at(origin.span(range.clone())));
                    }
                    let tag = with_spaces(tag, range.clone(), origin, reader);
                    push_wrapped(&mut out, tag, children, range, origin);
                } else {
                    events.skip_container();
                }
            }
            _ => {}
        }
    }
    let out = html::pair(out, origin, reader);
    spans::scan(out, origin, reader)
}

/// The address as it was typed, with its spaces.
fn with_spaces<'t>(tag: Tag<'t>, range: Range<usize>, origin: &Origin<'_>, reader: &Reader<'_>) -> Tag<'t> {
    let place = origin.span(range);
    let Some(spaced) = reader.masked.spaced_in(place.start as usize..place.end as usize) else { return tag };
    let typed = CowStr::from(reader.text.get(spaced).unwrap_or_default().to_owned());
    match tag {
        Tag::Link { link_type, title, id, .. } => Tag::Link { link_type, dest_url: typed, title, id },
        Tag::Image { link_type, title, id, .. } => Tag::Image { link_type, dest_url: typed, title, id },
        tag => tag,
    }
}

/// A text, with formulas and the like letter for letter.
fn with_kept(out: &mut Vec<Node>, text: CowStr<'_>, range: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let place = origin.span(range.clone());
    let mut at = range.start;
    let kept = reader.masked.kept_in(place.start as usize..place.end as usize).to_vec();
    for letters in kept {
        let Some(here) = origin.here(letters.clone()).map(|here| here.start.max(at)..here.end.min(range.end)) else {
            continue;
        };
        if here.is_empty() || origin.text.get(at..here.start).is_none() || origin.text.get(here.clone()).is_none() {
            continue;
        }
        let typed = origin.span(here.clone());
        let typed = reader.text.get(typed.start as usize..typed.end as usize).unwrap_or_default().to_owned();
        with_separators(out, CowStr::Borrowed(&origin.text[at..here.start]), at..here.start, origin, reader);
        at = here.end;
        out.push(Node::new(here, Kind::Fixed(typed)));
    }
    match at == range.start {
        true => with_separators(out, text, range, origin, reader),
        false => {
            let rest = CowStr::Borrowed(&origin.text[at..range.end]);
            with_separators(out, rest, at..range.end, origin, reader);
        }
    }
}

/// A text whose lines a word processor ended with separators of Unicode's.
fn with_separators(
    out: &mut Vec<Node>,
    text: CowStr<'_>,
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) {
    if !text.contains(SEPARATORS) || origin.text.get(range.clone()) != Some(&*text) {
        return push_text(out, text, range, origin);
    }
    let mut start = range.start;
    for (at, separator) in text.match_indices(SEPARATORS) {
        let here = range.start + at..range.start + at + separator.len();
        push_text(out, CowStr::Borrowed(&origin.text[start..here.start]), start..here.start, origin);
        let why = "a line separator from a word processor is read as a line break";
        let help = "type two spaces or a backslash at the line's end instead, or an empty line for a new paragraph";
        reader.found.add(Diagnostic::hint("line-separator", why).at(origin.span(here.clone())).help(help));
        start = here.end;
        out.push(Node::new(here, Kind::Break { hard: true }));
    }
    push_text(out, CowStr::Borrowed(&origin.text[start..range.end]), start..range.end, origin);
}

fn push_text(out: &mut Vec<Node>, text: CowStr<'_>, mut range: Range<usize>, origin: &Origin<'_>) {
    if origin.text.get(range.clone()) != Some(&*text) {
        out.push(Node::new(range, Kind::Fixed(text.to_string())));
        return;
    }
    // pulldown-cmark leaves an escape's backslash out of every range.
    let after_text = out.last().is_some_and(|node| node.range.end == range.start && is_text(node));
    let escaped = !after_text && origin.text[..range.start].ends_with('\\');
    if let Some(first) = text.chars().next().filter(|_| escaped) {
        let end = range.start + first.len_utf8();
        out.push(Node::new(range.start..end, Kind::Fixed(first.to_string())));
        range.start = end;
    }
    match out.last_mut() {
        // Neighbours are one text: pulldown-cmark cuts at every letter that could have been markup.
        Some(last) if after_text && !escaped && matches!(last.kind, Kind::Text) => last.range.end = range.end,
        _ if range.is_empty() => {}
        _ => out.push(Node::new(range, Kind::Text)),
    }
}

fn is_text(node: &Node) -> bool {
    matches!(node.kind, Kind::Text | Kind::Fixed(_) | Kind::Value(_))
}

fn push_wrapped(out: &mut Vec<Node>, tag: Tag<'_>, children: Vec<Node>, range: Range<usize>, origin: &Origin<'_>) {
    let wrap = match tag {
        Tag::Emphasis => Wrap::Emphasis,
        Tag::Strong => Wrap::Strong,
        Tag::Strikethrough if origin.text[range.clone()].starts_with("~~") => Wrap::Strike,
        Tag::Strikethrough if !children.iter().any(|child| has_space(child, origin.text)) => Wrap::Subscript,
        Tag::Strikethrough => {
            // A single tilde strikes nothing out.
            out.push(Node::new(range.start..range.start + 1, Kind::Fixed("~".into())));
            out.extend(children);
            out.push(Node::new(range.end - 1..range.end, Kind::Fixed("~".into())));
            return;
        }
        Tag::Image { dest_url, title, .. } => {
            let picture = Picture { path: dest_url.to_string(), title: title.to_string(), alt: children, list: None };
            out.push(Node::new(range, Kind::Image(Box::new(picture))));
            return;
        }
        // What is shown is the address itself.
        Tag::Link { link_type: LinkType::Autolink | LinkType::Email, dest_url, .. } => {
            let shown = Kind::Fixed(words(&children, origin.text));
            let scheme = if dest_url.contains(':') { "" } else { "mailto:" };
            let link = Wrap::Link(format!("{scheme}{dest_url}"));
            out.push(Node::new(range.clone(), Kind::Wrap(link, vec![Node::new(range, shown)])));
            return;
        }
        Tag::Link { dest_url, .. } => Wrap::Link(dest_url.to_string()),
        _ => {
            out.extend(children);
            return;
        }
    };
    out.push(Node::new(range, Kind::Wrap(wrap, children)));
}

fn has_space(node: &Node, text: &str) -> bool {
    match &node.kind {
        Kind::Text => text[node.range.clone()].contains(char::is_whitespace),
        kind => matches!(kind, Kind::Break { .. }),
    }
}
