//! In: the structure of each galley and note. Out: one tree. Refuses to know where anything stands.

use super::sheet::Sheet;
use crate::layout::paginate::{Settled, line_of};
use crate::model::{Book, NoteId};
use crate::page::{Node, NodeId, StructureTree};
use std::collections::BTreeMap;

/// One tree, and what to add to the nodes that lines of a galley or note name.
#[derive(Debug, Default)]
pub struct Tree {
    pub nodes: StructureTree,
    pub sections: Vec<u32>,
    pub notes: BTreeMap<NoteId, u32>,
}

/// Chapters hang under their part, notes under their call; a section's notes come after its own nodes.
pub fn join(book: &Book, settled: &Settled, sheets: &[Sheet]) -> Tree {
    let mut tree = Tree::default();
    let root = tree.nodes.add(Node { lang: Some(book.metadata.language.clone()), ..Node::default() });
    let calls = calls(settled, sheets);
    for (at, galley) in settled.galleys.iter().enumerate() {
        let part = book.sections.get(at).and_then(|section| section.part);
        let parent = part.and_then(|part| tree.sections.get(part.0 as usize)).map_or(root, |&part| NodeId(part));
        let start = tree.graft(&galley.structure, parent);
        tree.sections.push(start);
        for note in &settled.owed[at] {
            // Only the first call brings a note, and one that no line brought has no ink.
            let Some(&(section, call)) = calls.get(note) else { continue };
            if section == at && !tree.notes.contains_key(note) {
                let start = tree.graft(&settled.notes[note.0 as usize].structure, NodeId(start + call.0));
                tree.notes.insert(*note, start);
            }
        }
    }
    tree
}

impl Tree {
    /// Adds a tree under a node and says where its nodes begin.
    fn graft(&mut self, other: &StructureTree, parent: NodeId) -> u32 {
        let start = self.nodes.nodes.len() as u32;
        for node in &other.nodes {
            let parent = node.parent.map_or(parent, |inner| NodeId(inner.0 + start));
            self.nodes.add(Node { parent: Some(parent), ..node.clone() });
        }
        start
    }
}

/// The section and the node of each note's call.
fn calls(settled: &Settled, sheets: &[Sheet]) -> BTreeMap<NoteId, (usize, NodeId)> {
    let mut calls = BTreeMap::new();
    for sheet in sheets {
        let Some((section, _)) = sheet.stands else { continue };
        let at = section.0 as usize;
        for line in sheet.body.iter().filter_map(|&(spot, _)| line_of(&settled.galleys[at], spot)) {
            for call in &line.notes {
                calls.entry(call.note).or_insert((at, call.node));
            }
        }
    }
    calls
}
