//! In: a book. Out: the ids of its elements, each once. An author's own ids are kept as they are.

use crate::model::{AnchorId, Book, NoteId, SectionId};
use std::collections::{BTreeMap, BTreeSet};

/// Made from the book alone, so that every element may link to every other before any is written.
#[derive(Debug, Default)]
pub struct Names {
    anchors: BTreeMap<AnchorId, String>,
    /// Of each section's heading text.
    titles: Vec<String>,
    notes: BTreeMap<NoteId, String>,
    /// By note, then by call.
    calls: BTreeMap<NoteId, Vec<String>>,
    taken: BTreeSet<String>,
}

impl Names {
    pub fn new(book: &Book) -> Names {
        let names = book.anchors.iter().map(|(id, anchor)| (*id, anchor.name.clone()));
        let anchors: BTreeMap<AnchorId, String> = names.collect();
        let taken = anchors.values().cloned().collect();
        let mut names = Names { anchors, taken, ..Names::default() };
        for section in &book.sections {
            let title = names.fresh(&format!("{}-title", names.anchor(section.anchor)));
            names.titles.push(title);
        }
        for (id, section) in book.section_ids().zip(&book.sections) {
            let of_section = names.anchor(section.anchor).to_owned();
            let mut inline = 0;
            for (at, note) in (0..).zip(&section.notes) {
                let label = note.label.as_deref().map(plain).unwrap_or_else(|| {
                    inline += 1;
                    format!("inline-{inline}")
                });
                let (note_id, name) = (NoteId { section: id, at }, format!("{of_section}-{label}"));
                let own = names.fresh(&format!("note-{name}"));
                names.notes.insert(note_id, own);
                let further = (2..=note.calls).map(|call| format!("call-{name}-{call}"));
                let wishes: Vec<String> = std::iter::once(format!("call-{name}")).chain(further).collect();
                let calls = wishes.iter().map(|wish| names.fresh(wish)).collect();
                names.calls.insert(note_id, calls);
            }
        }
        names
    }

    /// An id like `wish` that nothing else has.
    pub fn fresh(&mut self, wish: &str) -> String {
        let mut id = wish.to_owned();
        while !self.taken.insert(id.clone()) {
            id.push('_');
        }
        id
    }

    pub fn anchor(&self, id: AnchorId) -> &str {
        self.anchors.get(&id).map_or("", String::as_str)
    }

    pub fn title(&self, section: SectionId) -> &str {
        &self.titles[section.0 as usize]
    }

    pub fn note(&self, id: NoteId) -> &str {
        self.notes.get(&id).map_or("", String::as_str)
    }

    /// The calls of a note, in the order in which they are counted.
    pub fn calls(&self, id: NoteId) -> &[String] {
        self.calls.get(&id).map_or(&[], Vec::as_slice)
    }
}

/// A note's label as a part of an id: what XML may not take there is written by its number.
fn plain(label: &str) -> String {
    let part = |letter: char| match letter {
        letter if letter.is_ascii_alphanumeric() || "-_.".contains(letter) => letter.to_string(),
        letter => format!("x{:x}", letter as u32),
    };
    label.chars().map(part).collect()
}
