//! In: a section's element and all notes. Out: one element a file, none larger than readers like, each with the notes
//! that it calls first. Cuts between blocks, list items, rows and stanzas; inside a stanza, a paragraph or a listing that
//! is larger than a file may be, between lines and words.

use crate::xhtml::Notes;
use crate::xhtml::xml::{Element, Node, Text, Value, escaped_len};
use std::collections::BTreeSet;

/// Some readers fail above 300 KB; the head of the file and its notes' section need a little too.
pub const LARGEST: usize = 290_000;

/// The parts of one section, in order.
pub fn split(section: Element, notes: &Notes, largest: usize) -> Vec<Element> {
    Splitter { notes, largest, weighed: BTreeSet::new() }.elements(section, largest)
}

/// The parts of a list of notes, whose first stands behind so much text.
pub fn split_notes(list: Element, before: usize, largest: usize) -> Vec<Element> {
    Splitter { notes: &Notes::new(), largest, weighed: BTreeSet::new() }.elements(list, largest.saturating_sub(before))
}

struct Splitter<'a> {
    notes: &'a Notes,
    largest: usize,
    /// Notes that stand in this part or an earlier one: they weigh no more.
    weighed: BTreeSet<String>,
}

impl Splitter<'_> {
    fn elements(&mut self, element: Element, room: usize) -> Vec<Element> {
        self.parts(element, room).into_iter().map(|(part, _)| part).collect()
    }

    /// The first part goes on in a file with this much room; what needs no cut is left whole even if it has too little.
    /// Each with its weight.
    fn parts(&mut self, mut element: Element, room: usize) -> Vec<(Element, usize)> {
        let called = called(&element, self.notes, &self.weighed);
        let weight = element.size() + self.weight_of_notes(&called);
        if weight <= self.largest || !can_be_cut(element.name) {
            self.weighed.extend(called.into_iter().map(str::to_owned));
            return vec![(element, weight)];
        }
        let children = std::mem::take(&mut element.children);
        let repeated = element.clone();
        let (mut parts, mut now, mut weight, mut room) = (vec![], element, 0, room.min(self.largest));
        for (at, child) in children.into_iter().enumerate() {
            let left = room.saturating_sub(weight);
            let pieces: Vec<(Node, usize)> = match child {
                Node::Element(child) => {
                    self.parts(child, left).into_iter().map(|(part, weight)| (Node::from(part), weight)).collect()
                }
                Node::Text(text) => {
                    let pieces = words(text, left, self.largest).into_iter().map(Node::Text);
                    pieces.map(with_size).collect()
                }
            };
            for (piece, more) in pieces {
                if weight > 0 && weight + more > room {
                    let next = continued(&repeated, &mut now, at);
                    parts.push((std::mem::replace(&mut now, next), weight));
                    weight = now.children.iter().map(Node::size).sum();
                    room = self.largest;
                }
                weight += more;
                now.children.push(piece);
            }
        }
        parts.push((now, weight));
        parts
    }

    /// A note that is long by itself goes on in a file of its own: it moves its call to the next file, no more.
    fn weight_of_notes(&self, ids: &[&str]) -> usize {
        ids.iter().filter_map(|id| self.notes.get(*id)).map(|(_, note)| note.size().min(self.largest / 4)).sum()
    }
}

fn with_size(node: Node) -> (Node, usize) {
    let size = node.size();
    (node, size)
}

/// A text larger than any file may be, cut between words (or letters, where there are no words); the first piece fills
/// what is left of its file.
fn words(text: Text, left: usize, largest: usize) -> Vec<Text> {
    if escaped_len(&text) <= largest {
        return vec![text];
    }
    let (mut pieces, mut rest, mut room) = (vec![], &*text, if left < largest / 8 { largest } else { left });
    while !rest.is_empty() {
        let (mut size, mut line_end, mut word_end, mut end) = (0, None, None, rest.len());
        for (at, letter) in rest.char_indices() {
            size += escaped_len(letter.encode_utf8(&mut [0; 4]));
            if size > room && at > 0 {
                end = line_end.or(word_end).unwrap_or(at);
                break;
            }
            match letter {
                '\n' => line_end = Some(at + 1),
                letter if letter.is_whitespace() => word_end = Some(at + letter.len_utf8()),
                _ => {}
            }
        }
        let from = text.len() - rest.len();
        pieces.push(text.part(from..from + end));
        rest = &rest[end..];
        room = largest;
    }
    pieces
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
    let blocks = ["section", "div", "blockquote", "aside", "ul", "ol", "dl", "li", "dd", "table", "tbody", "tr", "td"];
    let texts = ["p", "pre", "code", "span", "em", "strong", "s", "cite", "a", "sup", "sub"];
    blocks.contains(&name) || texts.contains(&name)
}

/// The element that goes on with `now`'s content in the next file, from child `at` of the whole: of its kind, but without
/// its ids and names. A heading at the end of `now` goes with it; so does a table's head, which is said again.
fn continued(whole: &Element, now: &mut Element, at: usize) -> Element {
    let mut next = Element::new(whole.name);
    next.attributes = whole.attributes.clone();
    next.attributes.retain(|(key, _)| {
        let of_table = *key == "role" && matches!(whole.name, "table" | "tbody" | "tr" | "td" | "th");
        of_table
            || matches!(*key, "class" | "lang" | "xml:lang" | "dir" | "epub:type" | "scope" | "data-label" | "href")
    });
    match now.name {
        "ol" => {
            let first: usize = whole.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
            next = next.with("start", first.saturating_add(at).to_string());
        }
        "table" => {
            let head = now.children.iter().find(|node| is_one_of(node, &["thead"])).cloned();
            next.children.extend(head.map(without_ids));
        }
        // What is left of a paragraph or an item is no new one.
        "p" | "li" if whole.attribute("class").is_none() => next = next.with("class", "goes-on"),
        _ => {}
    }
    let heading = ["h1", "h2", "h3", "h4", "h5", "h6", "dt"];
    if now.children.len() > 1 && now.children.last().is_some_and(|last| is_one_of(last, &heading)) {
        next.children.extend(now.children.pop());
    }
    next
}

fn is_one_of(node: &Node, names: &[&str]) -> bool {
    match node {
        Node::Element(element) => names.contains(&element.name),
        Node::Text(_) => false,
    }
}

/// An id stands once; what is called from a head is called there alone.
fn without_ids(node: Node) -> Node {
    match node {
        Node::Element(mut element) => {
            element.attributes.retain(|(key, _)| *key != "id");
            element.children.retain(|child| match child {
                Node::Element(child) => {
                    child.attribute("role") != Some("doc-pagebreak") && child.attribute("class") != Some("call")
                }
                Node::Text(_) => true,
            });
            element.children = element.children.into_iter().map(without_ids).collect();
            Node::Element(element)
        }
        text => text,
    }
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
                Node::Text(text) => text.words.clone(),
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
    fn an_item_that_is_cut_keeps_its_number() {
        let long = Element::new("li").children((0..6).map(|_| p(20)));
        let list = Element::new("ol").with("start", "7").child(Element::new("li").child(p(1))).child(long);
        let parts = split(list.child(Element::new("li").child(p(1))), &Notes::new(), 300);
        let last = parts.last().unwrap();
        assert_eq!((last.attribute("start"), last.children.len()), (Some("8"), 2));
        assert!(matches!(&last.children[0], Node::Element(li) if li.attribute("class") == Some("goes-on")));
    }

    #[test]
    fn one_block_larger_than_a_file_is_cut_inside() {
        let line = |at: usize| Node::from(Element::new("span").with("class", "line").text(format!("line {at}")));
        let stanza = Element::new("p").with("class", "stanza").children((0..200).map(line));
        let poem = Element::new("div").with("class", "poem").child(stanza);
        let row = |_| Node::from(Element::new("tr").child(Element::new("td").text("cell ".repeat(5))));
        let head = Element::new("thead").child(Element::new("tr").child(Element::new("th").with("id", "x").text("")));
        let table = Element::new("table").child(head).child(Element::new("tbody").children((0..50).map(row)));
        let listing = Element::new("pre").child(Element::new("code").text("a listing's line\n".repeat(90)));
        let letters = Element::new("p").text("x<".repeat(900));
        for block in [poem, table, listing, letters, Element::new("p").child(Element::new("em").text("w ".repeat(900)))]
        {
            let whole = text_of(&block);
            let parts = split(Element::new("section").child(block), &Notes::new(), 700);
            assert!(parts.len() > 1 && parts.iter().all(|part| part.size() < 900), "{whole}");
            assert_eq!(parts.iter().map(text_of).collect::<String>(), whole);
            let names = parts.iter().flat_map(|part| part.children.iter().map(|child| is_one_of(child, &["table"])));
            assert!(names.clone().all(|table| !table) || names.clone().all(|table| table));
            if names.clone().all(|table| table) {
                let mut heads = 0;
                parts.iter().for_each(|part| part.walk(&mut |element| heads += usize::from(element.name == "thead")));
                assert_eq!(heads, parts.len());
            }
        }
        let parts = split(Element::new("pre").text("a listing's line\n".repeat(90)), &Notes::new(), 700);
        assert!(parts.iter().all(|part| text_of(part).ends_with('\n')));
    }

    #[test]
    fn a_note_larger_than_a_file_goes_on_in_the_next() {
        let note = Element::new("aside").with("id", "n").children((0..9).map(|_| p(30)));
        let list = Element::new("section").child(note);
        let whole = text_of(&list);
        let parts = split_notes(list, 400, 700);
        assert!(parts.len() > 2 && parts[0].size() < 400, "{}", parts[0].size());
        assert_eq!(parts.iter().map(text_of).collect::<String>(), whole);
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

    #[test]
    fn a_note_weighs_once_however_often_it_is_called() {
        let call = || Node::from(Element::new("a").to("href", "n").with("epub:type", "noteref").text("1"));
        let notes: Notes = [("n".to_owned(), (0, Element::new("aside").child(p(1000))))].into();
        let section = Element::new("section").child(Element::new("p").children((0..400).map(|_| call())));
        let size = section.size();
        let parts = split(section, &notes, 4000);
        assert!(parts.len() <= size / 4000 + 2, "{size}: {}", parts.len());
    }
}
