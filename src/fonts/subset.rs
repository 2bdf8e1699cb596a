//! In: a face and the glyphs that were used. Out: a smaller font file and where each glyph went.

use super::{Face, FontError};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use subsetter::GlyphRemapper;

/// A font file for embedding in a PDF: without a character map, its glyphs addressed by their new ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subset {
    pub bytes: Vec<u8>,
    /// Old glyph id to new, ascending. The missing glyph stays 0.
    pub glyphs: BTreeMap<u16, u16>,
    /// True for CFF outlines.
    pub cff: bool,
    /// Six capitals made from the face and the set of glyphs: equal subsets have equal tags (ISO 32000-1, 9.6.4).
    pub tag: String,
}

impl Subset {
    /// Cuts a face down to some of its glyphs; the missing glyph is always kept. Deterministic.
    pub fn new(face: &Face, glyphs: &BTreeSet<u16>) -> Result<Subset, FontError> {
        let mut ascending: Vec<u16> = glyphs.iter().copied().filter(|&glyph| glyph != 0).collect();
        ascending.insert(0, 0);
        let axes: Vec<_> = face.axes.iter().map(|axis| (subsetter::Tag::new(&axis.tag), axis.value())).collect();
        let remapper = GlyphRemapper::new_from_glyphs_sorted(&ascending);
        let bytes = subsetter::subset_with_variations(&face.data, face.index, &axes, &remapper)
            .map_err(|error| FontError::Broken(format!("its glyphs cannot be subset ({error})")))?;
        let cff = bytes.starts_with(b"OTTO");
        let map = ascending.iter().filter_map(|&old| Some((old, remapper.get(old)?))).collect();
        Ok(Subset { cff, tag: tag(face, &ascending), glyphs: map, bytes })
    }

    /// A table of the subset file.
    pub fn table(&self, tag: &[u8; 4]) -> Option<&[u8]> {
        let number = |at: usize| Some(u32::from_be_bytes(self.bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        let count = usize::from(u16::from_be_bytes(self.bytes.get(4..6)?.try_into().ok()?));
        let record = (0..count).map(|at| 12 + at * 16).find(|&at| self.bytes.get(at..at + 4) == Some(tag))?;
        let start = number(record + 8)?;
        self.bytes.get(start..start.checked_add(number(record + 12)?)?)
    }
}

fn tag(face: &Face, glyphs: &[u16]) -> String {
    let mut hash = Sha256::new();
    hash.update(face.postscript_name.as_bytes());
    for axis in &face.axes {
        hash.update(axis.tag);
        hash.update(axis.thousandths.to_be_bytes());
    }
    for glyph in glyphs {
        hash.update(glyph.to_be_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::builtin;

    #[test]
    fn a_subset_keeps_the_order_and_is_small() {
        for name in builtin::FAMILIES {
            let [face, ..] = builtin::family(name).unwrap();
            let glyphs: BTreeSet<u16> = "Chapbook".chars().filter_map(|c| face.glyph(c)).collect();
            let subset = Subset::new(&face, &glyphs).unwrap();
            assert!(subset.cff && subset.bytes.len() < face.data.len() / 10);
            assert_eq!(subset.glyphs.len(), glyphs.len() + 1);
            assert!(subset.glyphs.values().copied().eq(0..=glyphs.len() as u16));
            assert!(subset.table(b"CFF ").is_some() && subset.table(b"GSUB").is_none());
            assert_eq!(subset.tag, Subset::new(&face, &glyphs).unwrap().tag);
        }
    }
}
