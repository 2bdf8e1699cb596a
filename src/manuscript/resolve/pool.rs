//! In: the drafts of all files. Out: their blocks, and one pool of what they point to: every local index is now one
//! of the pool.

use crate::base::FileId;
use crate::manuscript::draft::{Call, CallTarget, Definition, Draft, Place};
use crate::model::{AnchorId, AssetId, Attributes, Block, BlockKind, Inline, Target, walk};

#[derive(Debug, Default)]
pub struct Pool {
    pub definitions: Vec<(FileId, Definition)>,
    pub calls: Vec<(FileId, Call)>,
    pub links: Vec<(FileId, Place)>,
    pub images: Vec<(FileId, Place)>,
    pub ids: Vec<(FileId, Place)>,
}

impl Pool {
    /// Takes a draft in and gives its blocks.
    pub fn add(&mut self, file: FileId, draft: Draft) -> Vec<Block> {
        let base = Base {
            calls: self.calls.len() as u32,
            links: self.links.len() as u32,
            images: self.images.len() as u32,
            ids: self.ids.len() as u32,
        };
        let notes = self.definitions.len();
        let Draft { mut blocks, definitions, calls, links, images, ids } = draft;
        base.shift(&mut blocks);
        self.definitions.extend(definitions.into_iter().map(|mut definition| {
            base.shift(&mut definition.blocks);
            (file, definition)
        }));
        self.calls.extend(calls.into_iter().map(|mut call| {
            if let CallTarget::Here(at) = &mut call.to {
                *at += notes;
            }
            (file, call)
        }));
        self.links.extend(links.into_iter().map(|place| (file, place)));
        self.images.extend(images.into_iter().map(|place| (file, place)));
        self.ids.extend(ids.into_iter().map(|place| (file, place)));
        blocks
    }
}

struct Base {
    calls: u32,
    links: u32,
    images: u32,
    ids: u32,
}

impl Base {
    fn shift(&self, blocks: &mut [Block]) {
        walk::blocks_mut(blocks, &mut |block| {
            self.attributes(&mut block.attributes);
            if let BlockKind::Figure { figure } = &mut block.kind {
                figure.image.asset.0 += u64::from(self.images);
                self.attributes(&mut figure.image.attributes);
            }
            for run in walk::runs_mut(block) {
                walk::inlines_mut(run, &mut |inline| self.inline(inline));
            }
        });
    }

    fn inline(&self, inline: &mut Inline) {
        match inline {
            Inline::Note { note, .. } => note.at += self.calls,
            Inline::Link { target: Target::Anchor(AnchorId(at)), .. } => *at += u64::from(self.links),
            Inline::PageOf { anchor: AnchorId(at), .. } => *at += u64::from(self.links),
            Inline::Span { attributes, .. } => self.attributes(attributes),
            Inline::Image { image } => {
                let AssetId(at) = &mut image.asset;
                *at += u64::from(self.images);
                self.attributes(&mut image.attributes);
            }
            Inline::Link { target: Target::Url(_), .. } => {}
            Inline::Text { .. }
            | Inline::Emphasis { .. }
            | Inline::Strong { .. }
            | Inline::Strike { .. }
            | Inline::Superscript { .. }
            | Inline::Subscript { .. }
            | Inline::SmallCaps { .. }
            | Inline::Code { .. }
            | Inline::LineEnd { .. } => {}
        }
    }

    fn attributes(&self, attributes: &mut Attributes) {
        if let Some(AnchorId(at)) = &mut attributes.anchor {
            *at += u64::from(self.ids);
        }
    }
}
