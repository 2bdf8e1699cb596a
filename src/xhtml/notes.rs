//! In: the book's notes. Out: an element each, that leads back to where it was called.

use super::text::Writer;
use super::xml::{Element, Node};
use crate::model::{Note, NoteId};
use std::collections::BTreeMap;

/// A note's id to its place among the notes and its element.
pub type Notes = BTreeMap<String, (usize, Element)>;

/// A note that is called more often leads back to so many of its first calls; a reader goes back from the others by its
/// own command. More would fill files with arrows.
const BACK_LINKS: usize = 100;

impl Writer<'_> {
    pub fn notes(&mut self) -> Notes {
        self.in_note = true;
        let mut all = Notes::new();
        for (at, (id, note)) in self.book.notes().enumerate() {
            self.marks.section = id.section;
            all.insert(self.names.note(id).to_owned(), (at, self.note(id, note)));
        }
        if let Some((_, last)) = all.values_mut().max_by_key(|(at, _)| *at) {
            last.children.extend(self.marks.close());
        }
        self.in_note = false;
        all
    }

    /// The numbered link back stands first: Kindle merges notes without one.
    fn note(&mut self, id: NoteId, note: &Note) -> Element {
        let label = self.book.note_label(id);
        let mut content = self.blocks(&note.blocks);
        let calls = self.names.calls(id);
        let first = self.back(calls.first().map_or("", String::as_str), &label, &label);
        match content.first_mut() {
            Some(Node::Element(p)) if p.name == "p" => {
                p.children.splice(0..0, [first.into(), Node::from(" ")]);
            }
            _ => content.insert(0, Element::new("p").child(first).into()),
        }
        let further: Vec<Node> = (2..)
            .zip(calls.iter().take(BACK_LINKS).skip(1))
            .flat_map(|(count, call)| {
                let shown = format!("{}{count}", self.design.marks.back_link);
                [Node::from(" "), self.back(call, &shown, &format!("{label} ({count})")).into()]
            })
            .collect();
        match content.last_mut() {
            Some(Node::Element(p)) if p.name == "p" => p.children.extend(further),
            _ if further.is_empty() => {}
            _ => content.push(Element::new("p").children(further).into()),
        }
        Element::new("aside")
            .with("id", self.names.note(id))
            .with("epub:type", "footnote")
            .with("role", "doc-footnote")
            .children(content)
    }

    fn back(&self, call: &str, shown: &str, spoken: &str) -> Element {
        let label = format!("{spoken} {}", self.book.metadata.words.back_to_text);
        Element::new("a")
            .to("href", call)
            .with("epub:type", "backlink")
            .with("role", "doc-backlink")
            .with("aria-label", label.trim())
            .text(shown)
    }
}
