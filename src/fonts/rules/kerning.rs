//! In: `kern`, the table of pairs from before OpenType. Out: the same of glyphs under new numbers.

use super::bytes::{Bytes, Numbers, Part};
use std::collections::BTreeMap;

/// Of the horizontal tables of the first version, in the form that everyone reads; none inside where no pair is left.
pub fn written(table: &[u8], numbers: &Numbers) -> Option<Option<Vec<u8>>> {
    let bytes = Bytes::new(table);
    if bytes.u16(0)? != 0 {
        return None;
    }
    let (mut at, mut tables) = (4, vec![]);
    for _ in 0..bytes.number(2)? {
        let (coverage, count) = (bytes.u16(at + 4)?, bytes.number(at + 6)?);
        if coverage >> 8 != 0 {
            return None;
        }
        let mut pairs = BTreeMap::new();
        for pair in (0..count).map(|nth| at + 14 + nth * 6) {
            let (left, right) = (bytes.u16(pair)?, bytes.u16(pair + 2)?);
            if let (Some(left), Some(right)) = (numbers.get(&left), numbers.get(&right)) {
                pairs.insert((*left, *right), bytes.u16(pair + 4)?);
            }
        }
        if !pairs.is_empty() {
            tables.push((coverage, pairs));
        }
        // Of a long table the length that is said is too short.
        at += bytes.number(at + 2)?.max(14 + count * 6);
    }
    if tables.is_empty() {
        return Some(None);
    }
    let mut part = Part::default();
    part.put(0).count(tables.len())?;
    for (coverage, pairs) in tables {
        let (count, power) = (pairs.len(), pairs.len().checked_ilog2()?);
        let range = (1_usize << power) * 6;
        part.put(0).count((14 + count * 6).min(0xffff))?.put(coverage);
        part.count(count)?
            .count(range.min(0xffff))?
            .count(power as usize)?
            .count((count * 6).saturating_sub(range).min(0xffff))?;
        for ((left, right), value) in pairs {
            part.put(left).put(right).put(value);
        }
    }
    part.packed().map(Some)
}
