//! In: the text of an XML document. Out: its elements, if a parser can read them in a bounded time. Entities of its own
//! are not read.

use crate::base::xml;
use roxmltree::{Document, Node, ParsingOptions};

/// Elements, texts and so on of one document.
const NODES: u32 = 6_000_000;
/// Elements in each other.
const DEPTH: usize = 400;

/// # Errors
///
/// Why it cannot be read, as a sentence without a full stop.
pub fn parse(text: &str) -> Result<Document<'_>, String> {
    xml::check(text)?;
    let options = ParsingOptions { allow_dtd: !text.contains("<!ENTITY"), nodes_limit: NODES, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    // What walks the elements calls itself for each that is open.
    let (mut depth, mut at) = (0, document.root());
    loop {
        if let Some(first) = at.first_child() {
            (depth, at) = (depth + 1, first);
        } else {
            while at.next_sibling().is_none()
                && let Some(parent) = at.parent()
            {
                (depth, at) = (depth - 1, parent);
            }
            match at.next_sibling() {
                Some(next) => at = next,
                None => break,
            }
        }
        if depth > DEPTH {
            return Err(format!("more than {DEPTH} elements stand in each other"));
        }
    }
    Ok(document)
}

/// An attribute by its name without a namespace.
pub fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The first element of this name among the children.
pub fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|child| child.tag_name().name() == name)
}

pub fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

/// The first element of this name anywhere inside.
pub fn inside<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.descendants().find(|inner| inner.is_element() && inner.tag_name().name() == name)
}

/// All text inside.
pub fn words(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bombs_are_refused() {
        assert!(parse("<!DOCTYPE ncx PUBLIC 'a' 'b'><ncx a:b='1' xmlns:a='c'/>").is_ok());
        let deep = |count: usize| "<a>b".repeat(count) + &"</a>".repeat(count);
        assert!(parse(&deep(300)).is_ok());
        assert!(parse(&deep(401)).unwrap_err().contains("in each other"));
        let laughs = "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>";
        assert!(parse(laughs).is_err());
        assert!(parse("<a>").is_err());
    }
}
