//! In: a face, the characters and glyphs that a text shows. Out: a font file for reading systems with the same glyph
//! ids, whose other glyphs are empty. Refuses to know which glyphs those are.
//!
//! A reading system shapes the text itself, so the tables of substitution and position must stay, and they name glyphs
//! by id. Emptied outlines, subroutines and names are a run of zeros, which the EPUB's compression makes next to nothing
//! of. The file stays OpenType as it is: Kindles and older Kobos read no WOFF2.

use super::cff::{Called, Index, Subroutines, number};
use super::{Face, FontError, Subset};
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// What stays beside `cmap` and `post`, which are made anew. Variations go: a variable face stands at its default.
const KEPT: [&[u8; 4]; 20] = [
    b"BASE", b"CFF ", b"GDEF", b"GPOS", b"GSUB", b"OS/2", b"VORG", b"cvt ", b"fpgm", b"gasp", b"glyf", b"head",
    b"hhea", b"hmtx", b"kern", b"loca", b"maxp", b"name", b"prep", b"vhea",
];
/// A charstring that draws nothing (Adobe Technical Note 5177, 4.1: endchar).
const NOTHING: [u8; 1] = [14];
/// A subroutine that does nothing (`return`).
const RETURN: [u8; 1] = [11];
/// Operators of a top DICT: where the charstrings stand, the private DICT and, in faces of several parts, theirs (Adobe
/// Technical Note 5176, table 9).
const CHARSTRINGS: u16 = 17;
const PRIVATE: u16 = 18;
const PARTS: u16 = 12 << 8 | 36;
/// Those whose operands are names, and how many names need not be in the face.
const OF_THE_FACE: [u16; 10] = [0, 1, 2, 3, 4, 12 << 8, 12 << 8 | 21, 12 << 8 | 22, 12 << 8 | 30, 12 << 8 | 38];
const STANDARD_NAMES: i64 = 391;
/// Operator of a private DICT: where its subroutines stand, from its own beginning.
const SUBROUTINES: u16 = 19;
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
    if let (Some(hmtx), Some(hhea)) = (out.get_mut(b"hmtx"), own.get(b"hhea")) {
        empty_widths(hmtx, number::<2>(hhea, 34)?, &kept);
    }
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

/// The widths of glyphs that are not shown are zero; the last one is also that of those behind it.
fn empty_widths(hmtx: &mut [u8], count: usize, kept: &BTreeSet<u16>) {
    let widths = hmtx.chunks_exact_mut(4).take(count.saturating_sub(1)).enumerate();
    let unseen = widths.filter(|(glyph, _)| u16::try_from(*glyph).is_ok_and(|glyph| !kept.contains(&glyph)));
    unseen.for_each(|(_, width)| width.fill(0));
}

/// The table with the same places for everything: the index of charstrings shrinks, zeros stand behind it.
fn empty_charstrings(cff: &[u8], kept: &BTreeSet<u16>) -> Option<Vec<u8>> {
    let names = Index::read(cff, number::<1>(cff, 2)?)?;
    let tops = Index::read(cff, names.end)?;
    let top = operands(cff.get(tops.range(0)?)?)?;
    if top.get(&CHARSTRING_TYPE).is_some_and(|kind| kind.last() != Some(&2)) {
        return None;
    }
    let start = usize::try_from(*top.get(&CHARSTRINGS)?.last()?).ok()?;
    let all = Index::read(cff, start)?;
    let mut out = cff.to_vec();
    all.keep(cff, &mut out, start, &NOTHING, |glyph| u16::try_from(glyph).is_ok_and(|glyph| kept.contains(&glyph)))?;
    empty_names(cff, &mut out, tops.end, &top)?;
    empty_subroutines(cff, &mut out, tops.end, &top, &all, kept);
    Some(out)
}

/// Empties the names of glyphs; the face's own stay. The next list begins where this one ends, so the first of them is
/// as long as all were.
fn empty_names(cff: &[u8], out: &mut [u8], strings: usize, top: &BTreeMap<u16, Vec<i64>>) -> Option<()> {
    let own = top.iter().filter(|(operator, _)| OF_THE_FACE.contains(operator)).flat_map(|(_, operands)| operands);
    let own: BTreeSet<usize> = own.filter_map(|name| usize::try_from(*name - STANDARD_NAMES).ok()).collect();
    let names = Index::read(cff, strings)?;
    let unseen = (0..names.count()).filter(|nth| !own.contains(nth));
    let first = unseen.clone().next();
    let length: usize = unseen.filter_map(|nth| names.range(nth)).map(|range| range.len()).sum();
    let zeros = vec![0; length];
    names.write(cff, out, strings, |nth, name| match own.contains(&nth) {
        true => name,
        false if Some(nth) == first => &zeros,
        false => &[],
    })
}

/// Empties the subroutines that no kept outline calls, where that is known.
fn empty_subroutines(
    cff: &[u8],
    out: &mut [u8],
    strings: usize,
    top: &BTreeMap<u16, Vec<i64>>,
    outlines: &Index,
    kept: &BTreeSet<u16>,
) -> Option<()> {
    if top.contains_key(&PARTS) {
        return None;
    }
    let global_start = Index::read(cff, strings)?.end;
    let global = Index::read(cff, global_start)?;
    let local_start = private_subroutines(cff, top);
    let local = local_start.and_then(|start| Index::read(cff, start));
    let subroutines = Subroutines { cff, global: &global, local: local.as_ref() };
    let mut called = Called::default();
    for glyph in kept {
        subroutines.add(cff.get(outlines.range(usize::from(*glyph))?)?, &mut called)?;
    }
    global.keep(cff, out, global_start, &RETURN, |nth| called.global.contains(&nth))?;
    local?.keep(cff, out, local_start?, &RETURN, |nth| called.local.contains(&nth))
}

fn private_subroutines(cff: &[u8], top: &BTreeMap<u16, Vec<i64>>) -> Option<usize> {
    let [.., size, start] = top.get(&PRIVATE)?[..] else { return None };
    let (size, start) = (usize::try_from(size).ok()?, usize::try_from(start).ok()?);
    let private = operands(cff.get(start..start.checked_add(size)?)?)?;
    start.checked_add(usize::try_from(*private.get(&SUBROUTINES)?.last()?).ok()?)
}

/// Each operator of a DICT with its operands; one that is no whole number is zero.
fn operands(dict: &[u8]) -> Option<BTreeMap<u16, Vec<i64>>> {
    let (mut found, mut last, mut at) = (BTreeMap::new(), Vec::new(), 0);
    while let Some(&first) = dict.get(at) {
        let byte = |nth: usize| dict.get(at + nth).map(|byte| i64::from(*byte));
        at += match first {
            12 => {
                found.insert(12 << 8 | byte(1)? as u16, std::mem::take(&mut last));
                2
            }
            0..=21 => {
                found.insert(u16::from(first), std::mem::take(&mut last));
                1
            }
            28 => {
                last.push(byte(1)? << 8 | byte(2)?);
                3
            }
            29 => {
                last.push(byte(1)? << 24 | byte(2)? << 16 | byte(3)? << 8 | byte(4)?);
                5
            }
            30 => {
                let end = dict.get(at + 1..)?.iter().position(|byte| byte & 15 == 15 || byte >> 4 == 15)?;
                last.push(0);
                end + 2
            }
            32..=246 => {
                last.push(i64::from(first) - 139);
                1
            }
            247..=250 => {
                last.push((i64::from(first) - 247) * 256 + byte(1)? + 108);
                2
            }
            251..=254 => {
                last.push(-(i64::from(first) - 251) * 256 - byte(1)? - 108);
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

/// The tables of a font file, or of one face of a collection.
pub(super) fn tables(bytes: &[u8], index: u32) -> Option<Tables> {
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
pub(super) fn cmap(map: &BTreeMap<char, u16>) -> Vec<u8> {
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
pub(super) fn post(own: Option<&Vec<u8>>) -> Vec<u8> {
    let mut out = own.filter(|post| post.len() >= 32).map_or_else(|| vec![0; 32], |post| post[..32].to_vec());
    out[..4].copy_from_slice(&[0, 3, 0, 0]);
    out
}

pub(super) fn file(tables: &Tables) -> Vec<u8> {
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
    use skrifa::instance::{LocationRef, Size};
    use skrifa::outline::DrawSettings;
    use skrifa::outline::pen::SvgPen;
    use skrifa::{FontRef, MetadataProvider};

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
        let start = operands(&cff[tops.range(0).unwrap()]).unwrap()[&CHARSTRINGS][0] as usize;
        Index::read(cff, start).unwrap().range(glyph.into()).unwrap().len()
    }

    /// With all subroutines.
    fn drawn(face: &Face, glyph: u16) -> String {
        let font = FontRef::from_index(&face.data, face.index).unwrap();
        let mut pen = SvgPen::new();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        font.outline_glyphs().get(glyph.into()).unwrap().draw(settings, &mut pen).unwrap();
        pen.to_string()
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
                    assert_eq!(drawn(&cut, glyph.id), drawn(&face, glyph.id), "{name}: {}", glyph.id);
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
