//! In: the structure of each galley and note. Out: one tree. Refuses to know where anything stands.

use super::sheet::Sheet;
use crate::layout::paginate::{Settled, line_of};
use crate::layout::sections::Sections;
use crate::model::NoteId;
use crate::page::{Node, NodeId, StructureRole, StructureTree};
use std::collections::BTreeMap;

/// One tree, and what to add to the nodes that lines of a galley or note name.
#[derive(Debug, Default)]
pub struct Tree {
    pub nodes: StructureTree,
    /// By the section's id.
    pub sections: Vec<u32>,
    pub notes: BTreeMap<NoteId, u32>,
}

/// Chapters hang under their part, notes under their call; a section's notes come after its own nodes.
pub fn join(sections: Sections, settled: &Settled, sheets: &[Sheet]) -> Tree {
    let mut tree = Tree { sections: vec![0; sections.count()], ..Tree::default() };
    let root = tree.nodes.add(Node { lang: Some(sections.book.metadata.language.clone()), ..Node::default() });
    let calls = calls(settled, sheets);
    for (id, _) in sections.in_order() {
        let at = id.0 as usize;
        let galley = &settled.galleys[at];
        let part = sections.part_of(id);
        let parent = part.and_then(|part| tree.sections.get(part.0 as usize)).map_or(root, |&part| NodeId(part));
        let start = tree.graft(&galley.structure, parent);
        tree.sections[at] = start;
        for note in &settled.owed[at] {
            // Only the first call brings a note, and one that no line brought has no ink.
            let Some(&(section, call)) = calls.get(note) else { continue };
            if section == at && !tree.notes.contains_key(note) {
                // The call is a link in a reference, and the note hangs under the reference.
                let call = NodeId(start + call.0);
                let call = tree.node(call).and_then(|link| link.parent).unwrap_or(call);
                let start = tree.graft(&settled.notes[note].structure, call);
                for node in tree.nodes.nodes.iter_mut().skip(start as usize) {
                    // A note has no part in the headings of its chapter.
                    if matches!(node.role, StructureRole::Heading(_)) {
                        node.role = StructureRole::Paragraph;
                    }
                }
                tree.notes.insert(*note, start);
            }
        }
    }
    level(&mut tree.nodes);
    tree
}

/// No heading stands more than a level below the one above it, and the first stands at the top (ISO 14289-1, 7.4.2).
fn level(tree: &mut StructureTree) {
    // As asked and as given, of the headings that the next one stands below.
    let mut open: Vec<(u8, u8)> = Vec::new();
    for node in &mut tree.nodes {
        let StructureRole::Heading(asked) = node.role else { continue };
        open.retain(|(above, _)| *above < asked);
        let given = open.last().map_or(1, |(_, above)| above + 1).min(6);
        open.push((asked, given));
        node.role = StructureRole::Heading(given);
    }
}

impl Tree {
    /// Adds a tree under a node and says where its nodes begin.
    fn graft(&mut self, other: &StructureTree, parent: NodeId) -> u32 {
        let start = self.nodes.nodes.len() as u32;
        let around = self.lang(parent).map(str::to_owned);
        for node in &other.nodes {
            let parent = node.parent.map_or(parent, |inner| NodeId(inner.0 + start));
            let lang = node.lang.clone().filter(|lang| node.parent.is_some() || around.as_ref() != Some(lang));
            self.nodes.add(Node { parent: Some(parent), lang, ..node.clone() });
        }
        start
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.nodes.get(id.0 as usize)
    }

    /// The language of what stands in a node; a parent stands before its children.
    fn lang(&self, id: NodeId) -> Option<&str> {
        let mut node = self.node(id)?;
        while node.lang.is_none() {
            node = self.node(node.parent?)?;
        }
        node.lang.as_deref()
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn headings(levels: &[u8]) -> StructureTree {
        let nodes = levels.iter().map(|&level| Node { role: StructureRole::Heading(level), ..Node::default() });
        StructureTree { nodes: nodes.collect() }
    }

    fn given(levels: &[u8]) -> Vec<u8> {
        let mut tree = headings(levels);
        level(&mut tree);
        let level = |node: &Node| if let StructureRole::Heading(level) = node.role { level } else { 0 };
        tree.nodes.iter().map(level).collect()
    }

    #[test]
    fn gaps_between_headings_are_closed() {
        assert_eq!(given(&[1, 2, 3, 3, 1, 2]), [1, 2, 3, 3, 1, 2]);
        assert_eq!(given(&[3, 3, 5, 4, 1, 4]), [1, 1, 2, 2, 1, 2]);
        assert_eq!(given(&[1, 2, 3, 4, 5, 6, 7]), [1, 2, 3, 4, 5, 6, 6]);
    }

    proptest! {
        #[test]
        fn no_heading_skips_a_level(levels in proptest::collection::vec(1_u8..9, 1..30)) {
            let given = given(&levels);
            prop_assert_eq!(given[0], 1);
            for (two, asked) in given.windows(2).zip(levels.windows(2)) {
                prop_assert!(two[1] <= two[0] + 1 && (1..=6).contains(&two[1]));
                prop_assert!(asked[0] != asked[1] || two[0] == two[1], "neighbours of one level stay so");
            }
        }
    }
}
