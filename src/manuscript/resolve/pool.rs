//! In: the drafts of all files. Out: their blocks, and what they refer to, by file.

use crate::base::{FileId, Span};
use crate::manuscript::draft::{Block, Call, CallAt, Definition, Draft, IdAt, ImageAt, LinkAt, Lists, Place};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct Pool {
    files: BTreeMap<FileId, Lists>,
    /// Whole files that a condition leaves out.
    left_out: Vec<Span>,
}

impl Pool {
    pub fn without(left_out: Vec<Span>) -> Pool {
        Pool { left_out, ..Pool::default() }
    }

    /// Takes a draft in and gives its blocks. Of what is read from one file, book.toml, the imprint alone refers to
    /// anything.
    pub fn add(&mut self, file: FileId, draft: Draft) -> Vec<Block> {
        let Draft { blocks, lists, .. } = draft;
        let Lists { definitions, calls, links, images, ids, left_out, .. } = &lists;
        let lengths = [definitions.len(), calls.len(), links.len(), images.len(), ids.len(), left_out.len()];
        if lengths.into_iter().any(|length| length > 0) {
            self.files.insert(file, lists);
        }
        blocks
    }

    /// Every definition of a note, by its file and its place among that one's definitions.
    pub fn definitions(&self) -> impl Iterator<Item = ((FileId, usize), &Definition)> {
        self.files.iter().flat_map(|(file, lists)| {
            lists.definitions.iter().enumerate().map(|(at, definition)| ((*file, at), definition))
        })
    }

    pub fn definition_mut(&mut self, (file, at): (FileId, usize)) -> Option<&mut Definition> {
        self.files.get_mut(&file)?.definitions.get_mut(at)
    }

    pub fn call(&self, CallAt(file, at): CallAt) -> Option<&Call> {
        self.files.get(&file)?.calls.get(at as usize)
    }

    pub fn id(&self, IdAt(file, at): IdAt) -> Option<&Place> {
        self.files.get(&file)?.ids.get(at as usize)
    }

    pub fn links(&self) -> impl Iterator<Item = (LinkAt, &Place)> {
        self.files
            .iter()
            .flat_map(|(file, lists)| (0..).zip(&lists.links).map(|(at, place)| (LinkAt(*file, at), place)))
    }

    /// Whether a condition leaves a note of a file out.
    pub fn leaves_out(&self, file: FileId, label: &str) -> bool {
        self.files.get(&file).is_some_and(|lists| lists.left_out_notes.iter().any(|own| own == label))
    }

    /// What conditions leave out.
    pub fn left_out(&self) -> impl Iterator<Item = Span> {
        self.files.values().flat_map(|lists| &lists.left_out).chain(&self.left_out).copied()
    }

    pub fn images(&self) -> impl Iterator<Item = (ImageAt, &Place)> {
        self.files
            .iter()
            .flat_map(|(file, lists)| (0..).zip(&lists.images).map(|(at, place)| (ImageAt(*file, at), place)))
    }
}
