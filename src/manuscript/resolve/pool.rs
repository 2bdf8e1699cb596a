//! In: the drafts of all files. Out: their blocks, and what they refer to, by file.

use crate::base::FileId;
use crate::manuscript::draft::{Block, Call, CallAt, Definition, Draft, IdAt, ImageAt, LinkAt, Lists, Place};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct Pool(BTreeMap<FileId, Lists>);

impl Pool {
    /// Takes a draft in and gives its blocks. Of what is read from one file, book.toml, the imprint alone refers to
    /// anything.
    pub fn add(&mut self, file: FileId, draft: Draft) -> Vec<Block> {
        let Draft { blocks, lists } = draft;
        let Lists { definitions, calls, links, images, ids } = &lists;
        let lengths = [definitions.len(), calls.len(), links.len(), images.len(), ids.len()];
        if lengths.into_iter().any(|length| length > 0) {
            self.0.insert(file, lists);
        }
        blocks
    }

    /// Every definition of a note, by its file and its place among that one's definitions.
    pub fn definitions(&self) -> impl Iterator<Item = ((FileId, usize), &Definition)> {
        self.0.iter().flat_map(|(file, lists)| {
            lists.definitions.iter().enumerate().map(|(at, definition)| ((*file, at), definition))
        })
    }

    pub fn definition_mut(&mut self, (file, at): (FileId, usize)) -> Option<&mut Definition> {
        self.0.get_mut(&file)?.definitions.get_mut(at)
    }

    pub fn call(&self, CallAt(file, at): CallAt) -> Option<&Call> {
        self.0.get(&file)?.calls.get(at as usize)
    }

    pub fn id(&self, IdAt(file, at): IdAt) -> Option<&Place> {
        self.0.get(&file)?.ids.get(at as usize)
    }

    pub fn links(&self) -> impl Iterator<Item = (LinkAt, &Place)> {
        self.0.iter().flat_map(|(file, lists)| (0..).zip(&lists.links).map(|(at, place)| (LinkAt(*file, at), place)))
    }

    pub fn images(&self) -> impl Iterator<Item = (ImageAt, &Place)> {
        self.0.iter().flat_map(|(file, lists)| (0..).zip(&lists.images).map(|(at, place)| (ImageAt(*file, at), place)))
    }
}
