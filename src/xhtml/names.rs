//! In: a book. Out: the ids of its elements, each once. An author's own ids are kept as they are.

use crate::model::{AnchorId, Block, BlockId, BlockKind, Book, NoteId, SectionId, plain_text, walk};
use std::collections::{BTreeMap, BTreeSet};

/// Made from the book alone, so that every element may link to every other before any is written.
#[derive(Debug, Default)]
pub struct Names {
    anchors: BTreeMap<AnchorId, String>,
    /// Of each section's heading text.
    titles: Vec<String>,
    notes: BTreeMap<NoteId, String>,
    /// Of poems with a title that no author named.
    poems: BTreeMap<(SectionId, BlockId), String>,
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
            walk::blocks(&section.blocks, &mut |block| names.add_poem(id, block));
        }
        for (at, (id, note)) in book.notes().enumerate() {
            let name = names.fresh(&format!("note-{}", at + 1));
            names.notes.insert(id, name);
            let further = (2..=note.calls).map(|call| format!("call-{}-{call}", at + 1));
            let wishes: Vec<String> = std::iter::once(format!("call-{}", at + 1)).chain(further).collect();
            let calls = wishes.iter().map(|wish| names.fresh(wish)).collect();
            names.calls.insert(id, calls);
        }
        names
    }

    fn add_poem(&mut self, section: SectionId, block: &Block) {
        let BlockKind::Verse { verse } = &block.kind else { return };
        if let (Some(title), None) = (&verse.title, verse.attributes.anchor.or(block.attributes.anchor)) {
            let plain = plain_text(title).to_lowercase();
            let words: Vec<&str> =
                plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            let id = self.fresh(&format!("poem-{}", words.join("-")));
            self.poems.insert((section, block.id), id);
        }
    }

    /// The id of a poem that has one.
    pub fn poem(&self, section: SectionId, block: &Block) -> Option<&str> {
        let own = match &block.kind {
            BlockKind::Verse { verse } => verse.attributes.anchor.or(block.attributes.anchor),
            _ => None,
        };
        own.map(|anchor| self.anchor(anchor)).or_else(|| self.poems.get(&(section, block.id)).map(String::as_str))
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
