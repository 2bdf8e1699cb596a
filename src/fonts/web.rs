//! In: a face, the characters and glyphs that a text shows. Out: a font file for reading systems with the same glyph
//! ids, whose other glyphs are empty. Refuses to know which glyphs those are.
//!
//! A reading system shapes the text itself, so the tables of substitution and position must stay, and they name glyphs
//! by id. Emptied outlines are a run of zeros, which the EPUB's compression makes next to nothing of.

use super::{Face, FontError, Subset};
use std::collections::{BTreeMap, BTreeSet};

type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// What stays beside `cmap` and `post`, which are made anew. Variations go: a variable face stands at its default.
const KEPT: [&[u8; 4]; 20] = [
    b"BASE", b"CFF ", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"VORG", b"cvt ", b"fpgm", b"gasp", b"glyf", b"head",
    b"hhea", b"hmtx", b"kern", b"loca", b"maxp", b"name", b"prep", b"vhea",
];
/// A charstring that draws nothing (Adobe Technical Note 5177, 4.1: endchar).
const NOTHING: [u8; 1] = [14];
/// Operator of a top DICT: where the charstrings stand (Adobe Technical Note 5176, table 9).
const CHARSTRINGS: u16 = 17;
const CHARSTRING_TYPE: u16 = 12 << 8 | 6;

/// The font file. Where outlines of a kind that is not known here cannot be emptied, its glyphs are cut out instead,
/// and substitutions are lost.
pub fn web_font(face: &Face, characters: &BTreeSet<char>, glyphs: &BTreeSet<u16>) -> Result<Vec<u8>, FontError> {
    let mapped: BTreeMap<char, u16> = characters.iter().filter_map(|c| Some((*c, face.glyph(*c)?))).collect();
    let mut kept: BTreeSet<u16> = glyphs.iter().chain(mapped.values()).copied().collect();
    kept.insert(0);
    let own = tables(&face.data, face.index).unwrap_or_default();
    // The outlines of a variable font that stands elsewhere than at its default are made anew.
    if let Some(font) = face.axes.is_empty().then(|| emptied(&own, &mapped, kept)).flatten() {
        return Ok(font);
    }
    let subset = Subset::new(face, &mapped.values().copied().collect())?;
    let map = mapped.iter().filter_map(|(c, glyph)| Some((*c, *subset.glyphs.get(glyph)?))).collect();
    let mut cut = tables(&subset.bytes, 0).unwrap_or_default();
    cut.extend(
        own.iter().filter(|(tag, _)| [*b"OS/2", *b"name"].contains(tag)).map(|(tag, table)| (*tag, table.clone())),
    );
    cut.insert(*b"cmap", cmap(&map));
    cut.insert(*b"post", post(own.get(b"post")));
    Ok(file(&cut))
}

fn emptied(own: &Tables, map: &BTreeMap<char, u16>, mut kept: BTreeSet<u16>) -> Option<Vec<u8>> {
    let mut out: Tables = KEPT.iter().filter_map(|tag| Some((**tag, own.get(*tag)?.clone()))).collect();
    if let Some(cff) = own.get(b"CFF ") {
        out.insert(*b"CFF ", empty_charstrings(cff, &kept)?);
    } else {
        let long = number::<2>(own.get(b"head")?, 50)? == 1;
        let (glyf, loca) = empty_outlines(own.get(b"glyf")?, own.get(b"loca")?, long, &mut kept)?;
        out.insert(*b"glyf", glyf);
        out.insert(*b"loca", loca);
    }
    out.insert(*b"cmap", cmap(map));
    out.insert(*b"post", post(own.get(b"post")));
    Some(file(&out))
}

/// The table with the same places for everything: the index of charstrings shrinks, zeros stand behind it.
fn empty_charstrings(cff: &[u8], kept: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let names = Index::read(cff, number::<1>(cff, 2)?)?;
    let tops = Index::read(cff, names.end)?;
    let top = operands(cff.get(tops.range(0)?)?)?;
    if top.get(&CHARSTRING_TYPE).is_some_and(|kind| *kind != 2) {
        return None;
    }
    let start = usize::try_from(*top.get(&CHARSTRINGS)?).ok()?;
    let all = Index::read(cff, start)?;
    let mut offset = 1_usize;
    let (mut offsets, mut data) = (vec![], vec![]);
    let mut point = |offset: usize| offsets.extend(&(offset as u32).to_be_bytes()[4 - all.width..]);
    point(offset);
    for glyph in 0..all.offsets.len() - 1 {
        let own = cff.get(all.range(glyph)?)?;
        let drawn = u16::try_from(glyph).is_ok_and(|glyph| kept.contains(&glyph)) || own.is_empty();
        let charstring = if drawn { own } else { &NOTHING[..] };
        data.extend(charstring);
        offset += charstring.len();
        point(offset);
    }
    let mut out = cff.get(..start + 3)?.to_vec();
    out.append(&mut offsets);
    out.append(&mut data);
    if out.len() > all.end {
        return None;
    }
    out.resize(all.end, 0);
    out.extend(cff.get(all.end..)?);
    Some(out)
}

/// An INDEX of CFF: offsets from the table's start, one more than objects.
struct Index {
    /// Bytes of an offset.
    width: usize,
    offsets: Vec<usize>,
    end: usize,
}

impl Index {
    fn read(cff: &[u8], at: usize) -> Option<Index> {
        let count = number::<2>(cff, at)?;
        if count == 0 {
            return Some(Index { width: 1, offsets: vec![at + 2], end: at + 2 });
        }
        let width = number::<1>(cff, at + 2).filter(|width| (1..=4).contains(width))?;
        let before = at + 3 + (count + 1) * width - 1;
        let offset = |nth: usize| {
            let bytes = cff.get(at + 3 + nth * width..at + 3 + (nth + 1) * width)?;
            bytes.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)).checked_add(before)
        };
        let offsets: Vec<usize> = (0..=count).map(offset).collect::<Option<_>>()?;
        let end = *offsets.last()?;
        (end <= cff.len() && offsets.is_sorted()).then_some(Index { width, offsets, end })
    }

    fn range(&self, nth: usize) -> Option<std::ops::Range<usize>> {
        Some(*self.offsets.get(nth)?..*self.offsets.get(nth + 1)?)
    }
}

/// Each operator of a DICT with its last whole operand.
fn operands(dict: &[u8]) -> Option<BTreeMap<u16, i64>> {
    let (mut found, mut last, mut at) = (BTreeMap::new(), 0_i64, 0);
    while let Some(&first) = dict.get(at) {
        let byte = |nth: usize| dict.get(at + nth).map(|byte| i64::from(*byte));
        at += match first {
            12 => {
                found.insert(12 << 8 | byte(1)? as u16, last);
                2
            }
            0..=21 => {
                found.insert(u16::from(first), last);
                1
            }
            28 => {
                last = byte(1)? << 8 | byte(2)?;
                3
            }
            29 => {
                last = byte(1)? << 24 | byte(2)? << 16 | byte(3)? << 8 | byte(4)?;
                5
            }
            30 => {
                let end = dict.get(at + 1..)?.iter().position(|byte| byte & 15 == 15 || byte >> 4 == 15)?;
                end + 2
            }
            32..=246 => {
                last = i64::from(first) - 139;
                1
            }
            247..=250 => {
                last = (i64::from(first) - 247) * 256 + byte(1)? + 108;
                2
            }
            251..=254 => {
                last = -(i64::from(first) - 251) * 256 - byte(1)? - 108;
                2
            }
            _ => return None,
        };
    }
    Some(found)
}

/// TrueType's outlines and their places; glyphs that kept ones are put together from are kept too.
fn empty_outlines(glyf: &[u8], loca: &[u8], long: bool, kept: &mut BTreeSet<u16>) -> Option<(Vec<u8>, Vec<u8>)> {
    let width = if long { 4 } else { 2 };
    let count = (loca.len() / width).checked_sub(1)?;
    let place =
        |glyph: usize| if long { number::<4>(loca, glyph * 4) } else { Some(number::<2>(loca, glyph * 2)? * 2) };
    let outline = |glyph: usize| glyf.get(place(glyph)?..place(glyph + 1)?);
    let mut queue: Vec<u16> = kept.iter().copied().collect();
    while let Some(glyph) = queue.pop() {
        let parts = outline(usize::from(glyph)).map(components).unwrap_or_default();
        queue.extend(parts.into_iter().filter(|part| kept.insert(*part)));
    }
    let (mut outlines, mut places) = (vec![], vec![]);
    let mut point = |at: usize| match long {
        true => places.extend((at as u32).to_be_bytes()),
        false => places.extend(((at / 2) as u16).to_be_bytes()),
    };
    point(0);
    for glyph in 0..count {
        if u16::try_from(glyph).is_ok_and(|glyph| kept.contains(&glyph)) {
            outlines.extend(outline(glyph)?);
            outlines.resize(outlines.len().next_multiple_of(4), 0);
        }
        point(outlines.len());
    }
    Some((outlines, places))
}

/// The glyphs of a composite one (OpenType, `glyf`).
fn components(outline: &[u8]) -> Vec<u16> {
    let mut parts = vec![];
    let mut at = 10;
    if number::<2>(outline, 0).is_none_or(|contours| contours < 0x8000) {
        return parts;
    }
    while let (Some(flags), Some(glyph)) = (number::<2>(outline, at), number::<2>(outline, at + 2)) {
        parts.push(glyph as u16);
        let scale = match flags & 0xc8 {
            0x08 => 2,
            0x40 => 4,
            0x80 => 8,
            _ => 0,
        };
        at += 4 + if flags & 1 == 1 { 4 } else { 2 } + scale;
        if flags & 0x20 == 0 {
            break;
        }
    }
    parts
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at.checked_add(N)?;
    bytes.get(at..end)?.iter().try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))
}

/// The tables of a font file, or of one face of a collection.
fn tables(bytes: &[u8], index: u32) -> Option<Tables> {
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
fn cmap(map: &BTreeMap<char, u16>) -> Vec<u8> {
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
fn post(own: Option<&Vec<u8>>) -> Vec<u8> {
    let mut out = own.filter(|post| post.len() >= 32).map_or_else(|| vec![0; 32], |post| post[..32].to_vec());
    out[..4].copy_from_slice(&[0, 3, 0, 0]);
    out
}

fn file(tables: &Tables) -> Vec<u8> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{Direction, FaceId, Faces, Features, Figures, Request, Shaped, builtin};

    fn shaped(face: &Face, features: Features, text: &str) -> Shaped {
        let mut faces = Faces::default();
        faces.add(Face::new(face.data.clone(), face.index).unwrap());
        let request = Request { face: FaceId(0), features, lang: "en", direction: Direction::LeftToRight, text };
        faces.shaper().shape(&request)
    }

    fn outlines(face: &Face, glyph: u16) -> usize {
        let tables = tables(&face.data, face.index).unwrap();
        let cff = &tables[b"CFF "];
        let tops = Index::read(cff, Index::read(cff, 4).unwrap().end).unwrap();
        let start = operands(&cff[tops.range(0).unwrap()]).unwrap()[&CHARSTRINGS] as usize;
        Index::read(cff, start).unwrap().range(glyph.into()).unwrap().len()
    }

    #[test]
    fn a_web_font_shapes_as_its_face_does() {
        let small = Features { small_caps: true, ..Features::default() };
        let lining = Features { figures: Figures::Lining, ..Features::default() };
        for name in builtin::FAMILIES {
            let [face, ..] = builtin::family(name).unwrap();
            let looks = [(Features::default(), "office AVATAR"), (small, "office"), (lining, "1968")];
            let glyphs = looks.iter().flat_map(|(features, text)| shaped(&face, *features, text).glyphs);
            let glyphs: BTreeSet<u16> = glyphs.map(|glyph| glyph.id).collect();
            let font = web_font(&face, &"office AVATR1968".chars().collect(), &glyphs).unwrap();
            let cut = Face::new(font, 0).unwrap();
            assert!(cut.covers('A') && cut.glyph('o') == face.glyph('o') && !cut.covers('x'));
            for (features, text) in looks {
                let shaped = shaped(&cut, features, text);
                assert_eq!(shaped, self::shaped(&face, features, text), "{name}: {text}");
                for glyph in shaped.glyphs {
                    assert_eq!(outlines(&cut, glyph.id), outlines(&face, glyph.id));
                }
            }
            assert_eq!(outlines(&cut, face.glyph('x').unwrap()), 1);
            assert!(outlines(&face, face.glyph('x').unwrap()) > 1);
        }
    }

    #[test]
    fn a_damaged_table_is_no_panic() {
        let [face, ..] = builtin::family("Source Code").unwrap();
        let cff = &tables(&face.data, 0).unwrap()[b"CFF "];
        for length in (0..400).chain([cff.len() / 2]) {
            assert!(empty_charstrings(&cff[..length], &BTreeSet::new()).is_none());
        }
        for at in 0..400 {
            let mut bad = cff[..].to_vec();
            bad[at] ^= 0xff;
            let _ = empty_charstrings(&bad, &BTreeSet::new());
        }
        assert_eq!(empty_outlines(&[], &[], true, &mut BTreeSet::new()), None);
    }

    #[test]
    fn composites_keep_their_parts() {
        let simple = |byte: u8| [&[0, 1, 0, 0, 0, 0, 0, 0, 0, 0][..], &[byte; 10]].concat();
        let composite =
            [&[0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0][..], &[0, 0x20, 0, 0, 0, 0], &[0, 0, 0, 2, 0, 0]].concat();
        let parts = [simple(1), simple(2), simple(3), composite];
        let (mut glyf, mut loca) = (vec![], vec![0_u8; 4]);
        for part in &parts {
            glyf.extend(part);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
            loca.extend((glyf.len() as u32).to_be_bytes());
        }
        let mut kept = BTreeSet::from([3]);
        let (outlines, places) = empty_outlines(&glyf, &loca, true, &mut kept).unwrap();
        assert_eq!(kept, BTreeSet::from([0, 2, 3]));
        let place = |glyph: usize| number::<4>(&places, glyph * 4).unwrap();
        assert_eq!(place(1), place(2), "the second is empty");
        assert_eq!(outlines[place(2)..place(2) + 20], simple(3)[..]);
    }
}
