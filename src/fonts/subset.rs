//! In: a face and the glyphs that were used. Out: a smaller font file and where each glyph went.

use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub struct Subset {
    pub bytes: Vec<u8>,
    /// Old glyph id to new, ascending.
    pub glyphs: BTreeMap<u16, u16>,
    /// True for CFF outlines.
    pub cff: bool,
}
