//! In: GDEF. Out: the same of glyphs under new numbers: which are letters, ligatures and marks, which marks belong
//! together. What only carets and hinting ask for is left out.

use super::bytes::{Bytes, Glyphs, Numbers, Part, classes, coverage};
use std::collections::BTreeMap;

/// The table; none inside where it says nothing.
pub fn written(table: &[u8], numbers: &Numbers) -> Option<Option<Vec<u8>>> {
    let bytes = Bytes::new(table);
    let (major, minor) = (bytes.u16(0)?, bytes.u16(2)?);
    if major != 1 {
        return None;
    }
    // No classes are another thing than classes of no glyph: where there are none a shaper makes its own.
    let of = |at: usize| -> Option<Option<Vec<u8>>> {
        let Some(place) = bytes.place_or_none(0, at)? else { return Some(None) };
        let own = bytes.classes(place)?;
        let left: BTreeMap<u16, u16> =
            own.iter().filter_map(|(glyph, class)| Some((*numbers.get(glyph)?, *class))).collect();
        classes(&left).map(Some)
    };
    let (kinds, of_marks) = (of(4)?, of(10)?);
    let sets = match if minor >= 2 { bytes.place_or_none(0, 12)? } else { None } {
        Some(place) => Some(mark_sets(&bytes, place, numbers)?),
        None => None,
    };
    if kinds.is_none() && of_marks.is_none() && sets.is_none() {
        return Some(None);
    }
    let mut part = Part::default();
    part.put(1).put(if sets.is_some() { 2 } else { 0 });
    let point = |part: &mut Part, table: Option<Vec<u8>>| match table {
        Some(table) => _ = part.point(table),
        None => _ = part.put(0),
    };
    point(&mut part, kinds);
    part.put(0).put(0);
    point(&mut part, of_marks);
    if sets.is_some() {
        point(&mut part, sets);
    }
    part.packed().map(Some)
}

/// Sets of marks that lookups pass over or not; they stay in their order, for lookups name them by number. Their
/// offsets are long ones.
fn mark_sets(bytes: &Bytes, at: usize, numbers: &Numbers) -> Option<Vec<u8>> {
    let count = bytes.number(at + 2)?;
    let (mut offsets, mut sets) = (vec![], vec![]);
    for nth in 0..count {
        let set = Glyphs::these(bytes.coverage(at + bytes.long(at + 4 + nth * 4)?)?);
        offsets.push(4 + count * 4 + sets.len());
        sets.extend(coverage(set.left(numbers))?);
    }
    let mut out = [1, u16::try_from(count).ok()?].map(u16::to_be_bytes).concat();
    for offset in offsets {
        out.extend(u32::try_from(offset).ok()?.to_be_bytes());
    }
    out.extend(sets);
    Some(out)
}
