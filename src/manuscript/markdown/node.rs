//! Inlines on their way from events to the model: every one still knows its range in the text.

use super::tag::Tag;
use crate::manuscript::attributes::List;
use std::ops::Range;

#[derive(Clone, Debug)]
pub struct Node {
    pub range: Range<usize>,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// Exactly the text at `range`.
    Text,
    /// An escaped character, an entity: never markup, never changed.
    Fixed(String),
    /// What a variable stands for.
    Value(String),
    /// How many pages the book has.
    Pages,
    Break {
        hard: bool,
    },
    Code(String),
    /// A note's label.
    Call(String),
    Wrap(Wrap, Vec<Node>),
    /// `[](#id){.page}`
    Page(String),
    Image(Box<Picture>),
    /// A tag of HTML that waits for its partner.
    Tag(Box<Tag>),
}

#[derive(Clone, Debug)]
pub enum Wrap {
    Emphasis,
    Strong,
    Strike,
    Superscript,
    Subscript,
    Link(String),
    Span(Box<List>),
    /// `^[text]`
    Note,
}

#[derive(Clone, Debug)]
pub struct Picture {
    pub path: String,
    pub title: String,
    pub alt: Vec<Node>,
    pub list: Option<List>,
}

impl Node {
    pub fn new(range: Range<usize>, kind: Kind) -> Node {
        Node { range, kind }
    }
}

/// How deep nodes stand inside each other: 0 without any.
pub fn height(nodes: &[Node]) -> usize {
    let inner = |node: &Node| match &node.kind {
        Kind::Wrap(_, children) => 1 + height(children),
        _ => 0,
    };
    nodes.iter().map(inner).max().unwrap_or(0)
}

/// The words alone, for an image's alternative text.
pub fn words(nodes: &[Node], text: &str) -> String {
    let mut out = String::new();
    for node in nodes {
        match &node.kind {
            Kind::Text => out.push_str(&text[node.range.clone()]),
            Kind::Fixed(words) | Kind::Value(words) | Kind::Code(words) => out.push_str(words),
            Kind::Break { .. } => out.push(' '),
            Kind::Wrap(Wrap::Note, _) | Kind::Call(_) | Kind::Page(_) | Kind::Pages | Kind::Tag(_) => {}
            Kind::Wrap(_, children) => out.push_str(&self::words(children, text)),
            Kind::Image(picture) => out.push_str(&self::words(&picture.alt, text)),
        }
    }
    out
}
