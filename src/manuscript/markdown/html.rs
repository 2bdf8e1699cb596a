//! In: HTML among words, as pulldown-cmark cuts it out: one tag at a time. Out: the nodes that Markdown has for it.
//! Refuses what has no meaning in a book.
//!
//! Only tags that open and close among the same siblings are a pair; a tag without its partner is an error, and the words
//! around it stay.

use super::node::{Kind, Node, Picture, Wrap};
use super::origin::Origin;
use super::reader::Reader;
use super::spans;
use super::tag::Tag;
use crate::base::Diagnostic;
use crate::manuscript::attributes::{Pair, Word};
use std::ops::Range;

/// Elements that stand among words.
const INLINE: [&str; 18] = [
    "a", "b", "big", "br", "cite", "code", "del", "em", "i", "img", "kbd", "s", "small", "span", "strike", "strong",
    "sub", "sup",
];

pub fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// The node of a tag, to be paired by `pair`; nothing, with an error, for what has no meaning here.
pub fn node(html: &str, range: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Option<Node> {
    let tag = Tag::read(html).filter(|tag| is_inline(&tag.name));
    let Some(tag) = tag else {
        reader.found.add(refused(html).at(origin.span(range)));
        return None;
    };
    Some(match tag.name.as_str() {
        "br" => Node::new(range, Kind::Break { hard: true }),
        "img" => picture(&tag, range),
        _ => Node::new(range, Kind::Tag(Box::new(tag))),
    })
}

fn picture(tag: &Tag, range: Range<usize>) -> Node {
    let text = |name: &str| tag.get(name).unwrap_or_default().to_owned();
    let mut list = tag.list(&range);
    list.pairs.extend(tag.get("width").map(|width| {
        let unit = if width.ends_with(|c: char| c.is_ascii_digit()) { "px" } else { "" };
        let value = format!("{width}{unit}");
        Pair { key: "width".to_owned(), value, start: range.start, range: range.clone() }
    }));
    let alt = text("alt");
    // An empty description says on purpose that the picture says nothing.
    if alt.is_empty() && tag.get("alt").is_some() {
        list.classes.push(Word { text: "decorative".to_owned(), range: range.clone() });
    }
    let alt = if alt.is_empty() { Vec::new() } else { vec![Node::new(range.clone(), Kind::Fixed(alt))] };
    let picture = Picture { path: text("src"), title: text("title"), alt, list: Some(list) };
    Node::new(range, Kind::Image(Box::new(picture)))
}

/// Puts what stands between two tags into one node.
pub fn pair(nodes: Vec<Node>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Vec<Node> {
    if !nodes.iter().any(|node| matches!(node.kind, Kind::Tag(_))) {
        return nodes;
    }
    let mut out: Vec<Node> = Vec::new();
    // Where open tags stand in `out`.
    let mut open: Vec<(usize, Box<Tag>)> = Vec::new();
    for node in nodes {
        let Kind::Tag(tag) = node.kind else {
            out.push(node);
            continue;
        };
        if tag.empty && !tag.closes {
            out.extend(wrap(&tag, node.range, Vec::new(), origin, reader));
        } else if !tag.closes {
            open.push((out.len(), tag.clone()));
            out.push(Node::new(node.range, Kind::Tag(tag)));
        } else if let Some((at, opener)) = open.pop_if(|(_, opener)| opener.name == tag.name) {
            let mut inside = out.split_off(at);
            let start = inside.remove(0).range.start;
            out.extend(wrap(&opener, start..node.range.end, inside, origin, reader));
        } else {
            let why = format!("`</{}>` closes nothing that is open here", tag.name);
            let help = "open and close a tag inside the same text, or delete it";
            reader.found.add(Diagnostic::error("raw-html", why).at(origin.span(node.range)).help(help));
        }
    }
    for (_, tag) in open {
        // An anchor is often left open.
        let why = format!("`<{}>` is not closed in this paragraph", tag.name);
        let help = format!("put `</{}>` after its last word", tag.name);
        let place = out.iter().find(|node| matches!(&node.kind, Kind::Tag(own) if **own == *tag));
        let found = Diagnostic::error("raw-html", why).help(help);
        reader.found.add(place.map(|node| origin.span(node.range.clone())).into_iter().fold(found, Diagnostic::at));
        if let Some(at) = out.iter().position(|node| matches!(&node.kind, Kind::Tag(own) if **own == *tag)) {
            out.remove(at);
        }
    }
    out
}

fn wrap(tag: &Tag, range: Range<usize>, inside: Vec<Node>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Vec<Node> {
    let mut own = tag.list(&range);
    if !reader.admits(&mut own, |range| origin.span(range.clone())) {
        reader.leave_out(reader.mark(), origin.span(range));
        return Vec::new();
    }
    let marked = own.says_something();
    // Lists of attributes, raised and lowered letters inside the tags are read before what stands around them.
    let inside = if matches!(tag.name.as_str(), "code" | "kbd") { inside } else { spans::scan(inside, origin, reader) };
    let kind = match tag.name.as_str() {
        "em" | "i" | "cite" => Some(Wrap::Emphasis),
        "strong" | "b" => Some(Wrap::Strong),
        "s" | "del" | "strike" => Some(Wrap::Strike),
        "sup" => Some(Wrap::Superscript),
        "sub" => Some(Wrap::Subscript),
        "a" => tag.get("href").map(|href| Wrap::Link(href.to_owned())),
        _ => None,
    };
    let mut nodes = match (tag.name.as_str(), inside.as_slice(), kind) {
        ("code" | "kbd", [Node { kind: Kind::Fixed(words), .. }], _) => {
            vec![Node::new(range.clone(), Kind::Code(words.clone()))]
        }
        ("code" | "kbd", [Node { kind: Kind::Text, range: words }], _) => {
            vec![Node::new(range.clone(), Kind::Code(origin.text[words.clone()].to_owned()))]
        }
        (_, _, Some(kind)) => vec![Node::new(range.clone(), Kind::Wrap(kind, inside))],
        (_, _, None) => inside,
    };
    if marked {
        nodes = vec![Node::new(range, Kind::Wrap(Wrap::Span(Box::new(own)), nodes))];
    }
    nodes
}

/// For HTML that has no meaning in a book: what to write instead.
pub fn refused(html: &str) -> Diagnostic {
    let name = Tag::read(html).map(|tag| tag.name).unwrap_or_default();
    let help = match name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write a heading: `## Title`",
        "table" | "tr" | "td" | "th" | "thead" | "tbody" | "caption" | "colgroup" | "col" => {
            "write a table: `|` between cells and `| --- |` under its heading row"
        }
        "ul" | "ol" | "li" => "write a list: `- ` or `1. ` before each item",
        "dl" | "dt" | "dd" => "write the term on a line, and `: ` before its definition on the next",
        "pre" => "put ``` before and after the lines",
        "u" | "ins" | "mark" | "font" => "write `*emphasis*` or `[words]{.class}`",
        "q" => "write quotation marks",
        "figure" | "figcaption" => "write `![alt text](picture.png \"Caption\")`",
        "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" => {
            "write `::: class` lines around the blocks"
        }
        "script" | "style" | "iframe" | "object" | "embed" | "video" | "audio" | "form" | "input" | "button" => {
            "delete it: nothing runs or plays in a book"
        }
        _ => "write `\\<` or `&lt;` for the character itself; a class is written `[words]{.class}`",
    };
    let what = if name.is_empty() { "this HTML".to_owned() } else { format!("`<{name}>`") };
    Diagnostic::error("raw-html", format!("{what} has no meaning in a book")).help(help)
}
