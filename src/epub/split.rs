//! In: a section's element and all notes. Out: one element a file, none larger than readers like, each with the notes
//! that it calls first. Cuts between blocks, list items and stanzas.

use super::notes::Notes;
use super::xml::{Element, Node, Value};
use std::collections::BTreeSet;

/// Some readers fail above 300 KB; the head of the file and its notes' section need a little too.
pub const LARGEST: usize = 290_000;

/// The parts of one section, in order.
pub fn split(section: Element, notes: &Notes, largest: usize) -> Vec<Element> {
    Splitter { notes, largest }.parts(section, largest)
}

struct Splitter<'a> {
    notes: &'a Notes,
    largest: usize,
}

impl Splitter<'_> {
    /// The first part goes on in a file with this much room; what needs no cut is left whole even if it has too little.
    fn parts(&self, mut element: Element, room: usize) -> Vec<Element> {
        if self.weight(&element) <= self.largest || !can_be_cut(element.name) {
            return vec![element];
        }
        let children = std::mem::take(&mut element.children);
        let (mut parts, mut now, mut weight, mut room) = (vec![], element, 0, room);
        for child in children {
            let pieces = match child {
                Node::Element(child) => {
                    self.parts(child, room.saturating_sub(weight)).into_iter().map(Node::from).collect()
                }
                text => vec![text],
            };
            for piece in pieces {
                let more = self.weight_of(&piece);
                if weight > 0 && weight + more > room {
                    let next = continued(&mut now);
                    parts.push(std::mem::replace(&mut now, next));
                    weight = now.children.iter().map(|child| self.weight_of(child)).sum();
                    room = self.largest;
                }
                weight += more;
                now.children.push(piece);
            }
        }
        parts.push(now);
        parts
    }

    fn weight_of(&self, node: &Node) -> usize {
        match node {
            Node::Element(element) => self.weight(element),
            Node::Text(_) => node.size(),
        }
    }

    /// With the notes that it calls, and those that they call.
    fn weight(&self, element: &Element) -> usize {
        let called = called(element, self.notes, &BTreeSet::new());
        element.size() + called.iter().filter_map(|id| self.notes.get(*id)).map(|(_, note)| note.size()).sum::<usize>()
    }
}

/// The notes that an element calls, or that are called by one of those, without those already placed. By their order
/// among the notes.
pub fn called<'a>(element: &Element, notes: &'a Notes, placed: &BTreeSet<String>) -> Vec<&'a str> {
    let mut found = BTreeSet::new();
    let mut queue = calls(element);
    while let Some(id) = queue.pop() {
        if let Some((id, (at, note))) = notes.get_key_value(&id)
            && !placed.contains(id)
            && found.insert((*at, id.as_str()))
        {
            queue.extend(calls(note));
        }
    }
    found.into_iter().map(|(_, id)| id).collect()
}

fn calls(element: &Element) -> Vec<String> {
    let mut ids = vec![];
    element.walk(&mut |element| {
        if element.attribute("epub:type") == Some("noteref") {
            ids.extend(element.attributes.iter().filter_map(|(_, value)| match value {
                Value::To(id) => Some(id.clone()),
                Value::Text(_) => None,
            }));
        }
    });
    ids
}

fn can_be_cut(name: &str) -> bool {
    matches!(name, "section" | "div" | "blockquote" | "aside" | "ul" | "ol" | "dl" | "li" | "dd")
}

/// The element that goes on with `now`'s content in the next file: of its kind, but without its ids and names. A
/// heading at the end of `now` goes with it.
fn continued(now: &mut Element) -> Element {
    let mut next = Element::new(now.name);
    next.attributes = now.attributes.clone();
    next.attributes.retain(|(key, _)| matches!(*key, "class" | "lang" | "xml:lang" | "dir" | "epub:type"));
    if now.name == "ol" {
        let first: usize = now.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        next = next.with("start", (first + now.children.len()).to_string());
    }
    let is_heading = |node: &Node| match node {
        Node::Element(element) => matches!(element.name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt"),
        Node::Text(_) => false,
    };
    if now.children.len() > 1 && now.children.last().is_some_and(is_heading) {
        next.children.extend(now.children.pop());
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(words: usize) -> Node {
        Element::new("p").text("word ".repeat(words)).into()
    }

    fn text_of(element: &Element) -> String {
        element
            .children
            .iter()
            .map(|node| match node {
                Node::Text(text) => text.clone(),
                Node::Element(element) => text_of(element),
            })
            .collect()
    }

    #[test]
    fn nothing_is_lost_and_no_part_is_too_large() {
        let list = Element::new("ol").children((0..10).map(|_| Element::new("li").child(p(20)).into()));
        let section = Element::new("section").with("id", "a").with("class", "c").child(Element::new("h1").text("T"));
        let section = section.children((0..7).map(|_| p(30))).child(list).child(p(3));
        let whole = text_of(&section);
        let parts = split(section, &Notes::new(), 700);
        assert!(parts.len() > 3);
        assert!(
            parts.iter().all(|part| part.size() < 900),
            "{:?}",
            parts.iter().map(Element::size).collect::<Vec<_>>()
        );
        assert_eq!(parts.iter().map(text_of).collect::<String>(), whole);
        assert_eq!(parts[0].attribute("id"), Some("a"));
        assert_eq!((parts[1].attribute("id"), parts[1].attribute("class")), (None, Some("c")));
    }

    #[test]
    fn a_numbered_list_goes_on_counting() {
        let list = Element::new("ol").children((0..6).map(|_| Element::new("li").child(p(20)).into()));
        let parts = split(list, &Notes::new(), 300);
        let starts: Vec<Option<&str>> = parts.iter().map(|part| part.attribute("start")).collect();
        let counts: Vec<usize> = parts.iter().map(|part| part.children.len()).collect();
        assert_eq!((starts[0], starts[1]), (None, Some((counts[0] + 1).to_string().as_str())));
    }

    #[test]
    fn the_first_file_is_filled() {
        let inner = Element::new("section").children((0..10).map(|_| p(30)));
        let section = Element::new("section").child(p(3)).child(inner);
        let sizes: Vec<usize> = split(section, &Notes::new(), 700).iter().map(Element::size).collect();
        assert!(sizes.len() == 3 && sizes[0] > 400, "{sizes:?}");
    }

    #[test]
    fn notes_weigh_where_they_are_called() {
        let call = |id: &str| {
            Node::from(Element::new("p").child(Element::new("a").to("href", id).with("epub:type", "noteref").text("1")))
        };
        let note = |at: usize| (format!("n{at}"), (at, Element::new("aside").child(p(100))));
        let notes: Notes = (0..4).map(note).collect();
        let section = Element::new("section").children((0..4).map(|at| call(&format!("n{at}"))));
        assert_eq!(split(section.clone(), &notes, 1500).len(), 2);
        assert_eq!(called(&section, &notes, &BTreeSet::from(["n1".to_owned()])), ["n0", "n2", "n3"]);
    }
}
