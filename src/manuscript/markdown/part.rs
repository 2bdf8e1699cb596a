//! A block among its neighbours while a container is read: what attributions and captions are told by.

use super::origin::Origin;
use crate::manuscript::draft::{Attributes, Block, BlockKind};
use crate::model::BlockId;
use std::ops::Range;

#[derive(Debug)]
pub struct Part {
    pub block: Block,
    pub range: Range<usize>,
    /// A paragraph whose source begins with a dash and a space.
    pub dash: bool,
}

impl Part {
    pub fn new(origin: &Origin<'_>, range: Range<usize>, kind: BlockKind) -> Part {
        let block =
            Block { id: BlockId(0), span: origin.span(range.clone()).into(), attributes: Attributes::default(), kind };
        Part { block, range, dash: false }
    }
}

pub fn blocks(parts: Vec<Part>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(parts.len());
    blocks.extend(parts.into_iter().map(|part| part.block));
    blocks
}
