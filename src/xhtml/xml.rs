//! In: elements, texts and links. Out: the text of an XML file. The only escaper; refuses to know what a book is.

use crate::model::TextPos;
use std::fmt::Write;
use std::ops::{Deref, Range};

/// An element with its attributes and children in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: &'static str,
    pub attributes: Vec<(&'static str, Value)>,
    pub children: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(Text),
}

/// Words, and where in the book they stand, if an author typed them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub words: String,
    pub at: Option<TextPos>,
}

/// Words of the book in a file: their bytes there, escapes included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedText {
    pub bytes: Range<usize>,
    pub at: TextPos,
}

/// What an attribute says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    /// An id that is unique in the whole book: the file it stands in is known only when all files are.
    To(String),
}

/// A character that XML cannot carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCharacter(pub char);

/// Elements between whose children a line end changes nothing.
const STRUCTURE: [&str; 22] = [
    "html",
    "head",
    "body",
    "section",
    "div",
    "header",
    "hgroup",
    "blockquote",
    "figure",
    "aside",
    "nav",
    "ol",
    "ul",
    "dl",
    "li",
    "dd",
    "table",
    "thead",
    "tbody",
    "tr",
    "main",
    "article",
];

/// Elements that are, as children, no part of a line.
const BLOCKS: [&str; 18] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "pre",
    "img",
    "figcaption",
    "caption",
    "dt",
    "td",
    "th",
    "title",
    "meta",
    "link",
];

/// Elements of HTML that have no end tag; every other one is closed by name, so that HTML parsers agree.
const VOID: [&str; 6] = ["br", "hr", "img", "link", "meta", "col"];

impl Element {
    pub fn new(name: &'static str) -> Element {
        Element { name, ..Element::default() }
    }

    /// With an attribute more.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Element {
        self.attributes.push((name, Value::Text(value.into())));
        self
    }

    /// With an attribute more, where there is a value.
    pub fn with_some(self, name: &'static str, value: Option<impl Into<String>>) -> Element {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With a link to an id that may stand in another file.
    pub fn to(mut self, name: &'static str, id: impl Into<String>) -> Element {
        self.attributes.push((name, Value::To(id.into())));
        self
    }

    pub fn child(mut self, child: impl Into<Node>) -> Element {
        self.children.push(child.into());
        self
    }

    pub fn children(mut self, children: impl IntoIterator<Item = Node>) -> Element {
        self.children.extend(children);
        self
    }

    pub fn text(self, text: impl Into<String>) -> Element {
        self.child(Node::from(text.into()))
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| match value {
            Value::Text(text) | Value::To(text) => text.as_str(),
        })
    }

    /// Calls `visit` for this element and every one below it, in reading order.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Element)) {
        visit(self);
        self.children.iter().for_each(|child| child.walk(visit));
    }

    /// About how many bytes it takes when written; escapes are counted, links as if into another file.
    pub fn size(&self) -> usize {
        let attributes: usize = self
            .attributes
            .iter()
            .map(|(key, value)| match value {
                Value::Text(text) => key.len() + escaped_len(text) + 4,
                Value::To(id) => key.len() + id.len() + 32,
            })
            .sum();
        self.name.len() * 2 + 6 + attributes + self.children.iter().map(Node::size).sum::<usize>()
    }

    /// Whether each child stands on a line of its own. In HTML by what the elements are; in other XML where no text
    /// stands among the children.
    fn breaks_lines(&self, is_html: bool) -> bool {
        let stands_alone = |node: &Node| match node {
            Node::Element(element) => !is_html || STRUCTURE.contains(&element.name) || BLOCKS.contains(&element.name),
            Node::Text(_) => false,
        };
        self.name == "head"
            || (!is_html || STRUCTURE.contains(&self.name))
                && !self.children.is_empty()
                && self.children.iter().all(stands_alone)
    }
}

impl Node {
    pub fn size(&self) -> usize {
        match self {
            Node::Element(element) => element.size(),
            Node::Text(text) => escaped_len(text),
        }
    }

    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Element)) {
        if let Node::Element(element) = self {
            element.walk(visit);
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Node {
        Node::Element(element)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Node {
        Node::from(text.to_owned())
    }
}

impl From<Text> for Node {
    fn from(text: Text) -> Node {
        Node::Text(text)
    }
}

impl From<String> for Node {
    fn from(words: String) -> Node {
        Node::Text(Text { words, at: None })
    }
}

impl Text {
    /// Some of its bytes.
    pub fn part(&self, bytes: Range<usize>) -> Text {
        let at = self.at.map(|at| TextPos { offset: at.offset + bytes.start as u32, ..at });
        Text { words: self.words.get(bytes).unwrap_or_default().to_owned(), at }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.words
    }
}

/// A whole file, with its declaration: HTML where there is a doctype, else XML, where every empty element is closed at
/// once. `resolve` makes an address of an id.
pub fn write(root: &Element, doctype: Option<&str>, resolve: &dyn Fn(&str) -> String) -> Result<String, BadCharacter> {
    write_and_tell(root, doctype, resolve, None)
}

/// The same, and where in the file words of the book stand.
pub fn write_and_tell(
    root: &Element,
    doctype: Option<&str>,
    resolve: &dyn Fn(&str) -> String,
    placed: Option<&mut Vec<PlacedText>>,
) -> Result<String, BadCharacter> {
    let mut out = String::with_capacity(root.size() + 64);
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    if let Some(doctype) = doctype {
        let _ = writeln!(out, "<!DOCTYPE {doctype}>");
    }
    element(&mut out, root, doctype.is_some(), resolve, placed)?;
    out.push('\n');
    Ok(out)
}

fn element(
    out: &mut String,
    of: &Element,
    is_html: bool,
    resolve: &dyn Fn(&str) -> String,
    mut placed: Option<&mut Vec<PlacedText>>,
) -> Result<(), BadCharacter> {
    out.push('<');
    out.push_str(of.name);
    for (key, value) in &of.attributes {
        let _ = write!(out, " {key}=\"");
        match value {
            Value::Text(text) => escape(out, text, true)?,
            Value::To(id) => escape(out, &resolve(id), true)?,
        }
        out.push('"');
    }
    if of.children.is_empty() && (!is_html || VOID.contains(&of.name)) {
        out.push_str("/>");
        return Ok(());
    }
    out.push('>');
    let lines = of.breaks_lines(is_html);
    for child in &of.children {
        if lines {
            out.push('\n');
        }
        match child {
            Node::Element(child) => element(out, child, is_html, resolve, placed.as_deref_mut())?,
            Node::Text(text) => {
                let start = out.len();
                escape(out, text, false)?;
                if let (Some(placed), Some(at)) = (&mut placed, text.at) {
                    placed.push(PlacedText { bytes: start..out.len(), at });
                }
            }
        }
    }
    if lines {
        out.push('\n');
    }
    let _ = write!(out, "</{}>", of.name);
    Ok(())
}

fn escape(out: &mut String, text: &str, attribute: bool) -> Result<(), BadCharacter> {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' | '\t' if attribute => out.push(' '),
            '\n' | '\t' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => return Err(BadCharacter(c)),
            _ => out.push(c),
        }
    }
    Ok(())
}

/// How many bytes a text takes when written.
pub fn escaped_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    bytes.len() + 5 * (memchr::memchr3_iter(b'&', b'<', b'>', bytes).count() + memchr::memchr_iter(b'"', bytes).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write_one(root: &Element) -> Result<String, BadCharacter> {
        let file = write(root, Some("html"), &|id| format!("other.xhtml#{id}"))?;
        Ok(file.splitn(3, '\n').nth(2).unwrap_or_default().to_owned())
    }

    #[test]
    fn text_and_values_are_escaped() {
        let p = Element::new("p").with("title", "a \"b\" <c>\n&").text("1 < 2 & 3 > \"2\"");
        assert_eq!(
            write_one(&p).unwrap(),
            "<p title=\"a &quot;b&quot; &lt;c&gt; &amp;\">1 &lt; 2 &amp; 3 &gt; \"2\"</p>\n"
        );
    }

    #[test]
    fn lines_end_only_where_nothing_is_set() {
        let em = |text: &str| Node::from(Element::new("em").text(text));
        let li = Element::new("li").children([em("a"), em("b")]);
        let list = Element::new("ul").child(li).child(Element::new("li").child(Element::new("p").text("c")));
        assert_eq!(write_one(&list).unwrap(), "<ul>\n<li><em>a</em><em>b</em></li>\n<li>\n<p>c</p>\n</li>\n</ul>\n");
    }

    #[test]
    fn links_are_resolved_and_empty_elements_closed() {
        let a = Element::new("a").to("href", "x");
        assert_eq!(write_one(&a).unwrap(), "<a href=\"other.xhtml#x\"></a>\n");
        assert_eq!(write_one(&Element::new("br")).unwrap(), "<br/>\n");
    }

    #[test]
    fn control_characters_are_refused() {
        assert_eq!(write_one(&Element::new("p").text("a\u{1}")), Err(BadCharacter('\u{1}')));
        assert_eq!(write_one(&Element::new("p").with("title", "\u{b}")), Err(BadCharacter('\u{b}')));
        assert_eq!(write_one(&Element::new("p").text("a\rb")), Err(BadCharacter('\r')));
    }
}
