//! In: the design's faces and the files' text. Out: font files with the characters that are used and no others.

use super::css::FontFile;
use super::document::File;
use super::xml::{Element, Node};
use crate::base::Diagnostic;
use crate::design::{Design, Family};
use crate::fonts::{Face, FaceId, FontError, Subset};
use std::collections::{BTreeMap, BTreeSet};

/// The rules for the stylesheet, and each face's file once, by its path.
pub type Embedded = (Vec<FontFile>, Vec<(String, Vec<u8>)>);

pub fn embed(design: &Design, files: &[File]) -> Result<Embedded, Vec<Diagnostic>> {
    let mut used = BTreeSet::new();
    for file in files {
        characters(&file.html, &mut used);
    }
    let (mut rules, mut out, mut paths) = (vec![], vec![], BTreeMap::new());
    for (name, family) in [("body", &design.body), ("heading", &design.heading), ("mono", &design.mono)] {
        for (bold, italic, id) in faces(family) {
            let style = match (bold, italic) {
                (false, false) => "regular",
                (false, true) => "italic",
                (true, false) => "bold",
                (true, true) => "bold-italic",
            };
            let path = paths.entry(id).or_insert_with(|| format!("fonts/{name}-{style}.otf")).clone();
            if out.iter().all(|(known, _)| *known != path) {
                let face = design.faces.get(id);
                let bytes = web_font(face, &used).map_err(|error| vec![problem(face, &error)])?;
                out.push((path.clone(), bytes));
            }
            rules.push(FontFile { family: name, path, bold, italic });
        }
    }
    Ok((rules, out))
}

fn faces(family: &Family) -> Vec<(bool, bool, FaceId)> {
    let all = [
        (false, false, Some(family.regular)),
        (false, true, family.italic),
        (true, false, family.bold),
        (true, true, family.bold_italic),
    ];
    all.into_iter().filter_map(|(bold, italic, face)| Some((bold, italic, face?))).collect()
}

fn characters(element: &Element, used: &mut BTreeSet<char>) {
    for child in &element.children {
        match child {
            Node::Text(text) => used.extend(text.chars()),
            Node::Element(element) => characters(element, used),
        }
    }
}

fn problem(face: &Face, error: &FontError) -> Diagnostic {
    Diagnostic::error("font-embed", format!("{} cannot be embedded in the EPUB: {error}", face.family))
        .help("set `fonts = false` in [epub], or use another font")
}

/// A PDF's subset has neither character map nor names: both are put back, for here a browser reads it.
fn web_font(face: &Face, used: &BTreeSet<char>) -> Result<Vec<u8>, FontError> {
    let wanted: BTreeMap<char, u16> = used.iter().filter_map(|c| Some((*c, face.glyph(*c)?))).collect();
    let subset = Subset::new(face, &wanted.values().copied().collect())?;
    let map: Vec<(u32, u16)> =
        wanted.iter().filter_map(|(c, glyph)| Some((*c as u32, *subset.glyphs.get(glyph)?))).collect();
    let mut tables: BTreeMap<[u8; 4], Vec<u8>> = sfnt_tables(&subset.bytes, 0).unwrap_or_default();
    let own = sfnt_tables(&face.data, face.index).unwrap_or_default();
    for tag in [*b"OS/2", *b"name"] {
        if let Some(table) = own.get(&tag) {
            tables.insert(tag, table.clone());
        }
    }
    tables.insert(*b"cmap", cmap(&map));
    tables.insert(*b"post", post(own.get(b"post")));
    Ok(sfnt(if subset.cff { *b"OTTO" } else { [0, 1, 0, 0] }, tables))
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..at + N)?.iter().try_fold(0usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))
}

/// The tables of a font file, or of one face of a collection.
fn sfnt_tables(bytes: &[u8], index: u32) -> Option<BTreeMap<[u8; 4], Vec<u8>>> {
    let start = if bytes.starts_with(b"ttcf") { number::<4>(bytes, 12 + index as usize * 4)? } else { 0 };
    let count = number::<2>(bytes, start + 4)?;
    let mut tables = BTreeMap::new();
    for record in (0..count).map(|at| start + 12 + at * 16) {
        let tag: [u8; 4] = bytes.get(record..record + 4)?.try_into().ok()?;
        let (offset, length) = (number::<4>(bytes, record + 8)?, number::<4>(bytes, record + 12)?);
        tables.insert(tag, bytes.get(offset..offset.checked_add(length)?)?.to_vec());
    }
    Some(tables)
}

/// One subtable of format 12, for all of Unicode (OpenType, `cmap`).
fn cmap(map: &[(u32, u16)]) -> Vec<u8> {
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
        for value in [*character, *character, u32::from(*glyph)] {
            out.extend(value.to_be_bytes());
        }
    }
    out
}

/// Version 3: the face's own angle and underline, without glyph names.
fn post(own: Option<&Vec<u8>>) -> Vec<u8> {
    let mut out = own.filter(|post| post.len() >= 32).map_or_else(|| vec![0; 32], |post| post[..32].to_vec());
    out[..4].copy_from_slice(&[0, 3, 0, 0]);
    out
}

fn sfnt(version: [u8; 4], tables: BTreeMap<[u8; 4], Vec<u8>>) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.checked_ilog2().unwrap_or(0);
    let range = 16u16 << power;
    let mut out = version.to_vec();
    for value in [count, range, power as u16, count * 16 - range] {
        out.extend(value.to_be_bytes());
    }
    let mut offset = out.len() + tables.len() * 16;
    for (tag, table) in &tables {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::builtin;

    #[test]
    fn a_web_font_finds_its_characters() {
        for name in builtin::FAMILIES {
            let [face, ..] = builtin::family(name).unwrap();
            let bytes = web_font(&face, &"Chapbook ﬁ 1".chars().collect()).unwrap();
            assert!(bytes.len() < face.data.len() / 5);
            let cut = Face::new(bytes, 0).unwrap();
            assert!(cut.covers('C') && cut.covers('k') && !cut.covers('x'));
            assert_eq!(cut.advance(cut.glyph('C').unwrap()), face.advance(face.glyph('C').unwrap()));
        }
    }
}
