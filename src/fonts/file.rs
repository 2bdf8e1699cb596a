//! In: a font file. Out: its tables, and a file of tables; the two tables that every file here has anew. Refuses to know
//! what a table says beside these.

use std::collections::BTreeMap;

pub type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// The tables of a font file, or of one face of a collection.
pub fn tables(bytes: &[u8], index: u32) -> Option<Tables> {
    let start = if bytes.starts_with(b"ttcf") { number::<4>(bytes, 12 + index as usize * 4)? } else { 0 };
    let count = number::<2>(bytes, start.checked_add(4)?)?;
    let mut tables = BTreeMap::new();
    for record in (0..count).map(|at| start + 12 + at * 16) {
        let tag: [u8; 4] = bytes.get(record..record + 4)?.try_into().ok()?;
        let (offset, length) = (number::<4>(bytes, record + 8)?, number::<4>(bytes, record + 12)?);
        tables.insert(tag, bytes.get(offset..offset.checked_add(length)?)?.to_vec());
    }
    Some(tables)
}

/// One subtable of format 12, for all of Unicode (OpenType, `cmap`).
pub fn cmap(map: &BTreeMap<char, u16>) -> Vec<u8> {
    let mut out = vec![];
    for value in [0u16, 1, 3, 10] {
        out.extend(value.to_be_bytes());
    }
    out.extend(12u32.to_be_bytes());
    out.extend([0, 12, 0, 0]);
    for value in [16 + 12 * map.len() as u32, 0, map.len() as u32] {
        out.extend(value.to_be_bytes());
    }
    for (character, glyph) in map {
        for value in [*character as u32, *character as u32, u32::from(*glyph)] {
            out.extend(value.to_be_bytes());
        }
    }
    out
}

/// Version 3: the face's own angle and underline, without glyph names.
pub fn post(own: Option<&Vec<u8>>) -> Vec<u8> {
    let mut out = own.filter(|post| post.len() >= 32).map_or_else(|| vec![0; 32], |post| post[..32].to_vec());
    out[..4].copy_from_slice(&[0, 3, 0, 0]);
    out
}

pub fn file(tables: &Tables) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.checked_ilog2().unwrap_or(0);
    let range = 16u16 << power;
    let mut out = if tables.contains_key(b"CFF ") { b"OTTO".to_vec() } else { vec![0, 1, 0, 0] };
    for value in [count, range, power as u16, count * 16 - range] {
        out.extend(value.to_be_bytes());
    }
    let mut offset = out.len() + tables.len() * 16;
    for (tag, table) in tables {
        out.extend(tag);
        for value in [checksum(table), offset as u32, table.len() as u32] {
            out.extend(value.to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        out.extend(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

fn checksum(table: &[u8]) -> u32 {
    table.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

/// An unsigned number of so many bytes.
fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at.checked_add(N)?;
    bytes.get(at..end)?.iter().try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))
}
