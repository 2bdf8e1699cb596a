//! In: a section's blocks. Out: how deep each heading in it stands. Print and EPUB both ask here. Refuses to know what the
//! section itself stands under.

use super::{Block, BlockId, BlockKind, walk};
use std::collections::BTreeMap;

/// By heading; the section's own title stands at 1. No depth is skipped, whatever the author skipped; a heading inside
/// a quote, a list or a div stands one deeper than the text around it.
pub fn heading_depths(blocks: &[Block]) -> BTreeMap<BlockId, u8> {
    let mut open: Vec<u8> = Vec::new();
    let mut depths = BTreeMap::new();
    for block in blocks {
        if let BlockKind::Heading { level, .. } = &block.kind {
            open.retain(|above| above < level);
            open.push(*level);
            depths.insert(block.id, open.len() as u8 + 1);
            continue;
        }
        for inner in walk::children(&block.kind) {
            walk::blocks(inner, &mut |block| {
                if let BlockKind::Heading { .. } = &block.kind {
                    depths.insert(block.id, open.len() as u8 + 2);
                }
            });
        }
    }
    depths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DivKind;

    fn block(id: u32, kind: BlockKind) -> Block {
        Block { id: BlockId(id), span: Default::default(), attributes: Default::default(), kind }
    }

    fn heading(id: u32, level: u8) -> Block {
        block(id, BlockKind::Heading { level, inlines: Vec::new(), short: None, listed: true })
    }

    #[test]
    fn no_depth_is_skipped() {
        let inner = |id, level| block(9, BlockKind::Div { kind: DivKind::Plain, blocks: vec![heading(id, level)] });
        let blocks =
            [inner(0, 2), heading(1, 3), heading(2, 5), inner(3, 2), heading(4, 4), heading(5, 2), heading(6, 3)];
        let depths = heading_depths(&blocks);
        assert_eq!(depths.into_values().collect::<Vec<_>>(), [2, 2, 3, 4, 3, 2, 3]);
    }
}
