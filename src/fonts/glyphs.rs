//! In: a face. Out: a font file for a browser in which every glyph can be named by itself. Refuses to shape: what would
//! put other glyphs in their place is left out.
//!
//! A page names glyphs, a browser takes characters. So the file maps characters of the private use area to glyphs. That
//! area is smaller than a large face: such a face is served in slices, which differ in this map alone.

use super::file::{Tables, cmap, file, post, tables};
use super::{Face, FontError, Subset};
use std::collections::{BTreeMap, BTreeSet};

/// The glyphs of one slice: as many as the private use area has characters.
pub const SLICE: u16 = 6_400;
/// The first of those characters.
const FIRST: u32 = 0xe000;

/// What outlines and measures need; substitution, position and names go.
const KEPT: [&[u8; 4]; 13] = [
    b"CFF ", b"OS/2", b"VORG", b"cvt ", b"fpgm", b"gasp", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep",
];

/// The slice that has a glyph, and the character that stands for the glyph there.
pub fn glyph_sign(glyph: u16) -> (u16, char) {
    let sign = char::from_u32(FIRST + u32::from(glyph % SLICE)).unwrap_or(char::REPLACEMENT_CHARACTER);
    (glyph / SLICE, sign)
}

/// A slice of a face. A variable face is drawn where it stands.
///
/// # Errors
///
/// A face that cannot be cut.
pub fn glyph_font(face: &Face, slice: u16) -> Result<Vec<u8>, FontError> {
    let first = u32::from(slice) * u32::from(SLICE);
    let last = (first + u32::from(SLICE)).min(u32::from(face.glyph_count()));
    let glyphs: BTreeSet<u16> = (first..last).filter_map(|glyph| u16::try_from(glyph).ok()).collect();
    let own = tables(&face.data, face.index).unwrap_or_default();
    if !face.axes.is_empty() || own.contains_key(b"CFF2") {
        return glyph_font_of(face, &glyphs);
    }
    let kept = KEPT.iter().filter_map(|tag| Some((**tag, own.get(*tag)?.clone())));
    let map = glyphs.iter().map(|glyph| (glyph_sign(*glyph).1, *glyph)).collect();
    Ok(finished(kept.collect(), &map, &own))
}

/// The same of some glyphs of one slice, and no more than these, for a file that holds its fonts.
///
/// # Errors
///
/// A face that cannot be cut.
pub fn glyph_font_of(face: &Face, glyphs: &BTreeSet<u16>) -> Result<Vec<u8>, FontError> {
    let own = tables(&face.data, face.index).unwrap_or_default();
    let subset = Subset::new(face, glyphs)?;
    let mut cut = tables(&subset.bytes, 0).unwrap_or_default();
    cut.extend(own.get(b"OS/2").map(|table| (*b"OS/2", table.clone())));
    let map = glyphs.iter().filter_map(|glyph| Some((glyph_sign(*glyph).1, *subset.glyphs.get(glyph)?)));
    Ok(finished(cut, &map.collect(), &own))
}

fn finished(mut out: Tables, map: &BTreeMap<char, u16>, own: &Tables) -> Vec<u8> {
    out.insert(*b"cmap", cmap(map));
    out.insert(*b"post", post(own.get(b"post")));
    out.insert(*b"name", name());
    file(&out)
}

/// Browsers want the table and ask nothing of it.
fn name() -> Vec<u8> {
    vec![0, 0, 0, 0, 0, 6]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIF: &[u8] = include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-Regular.otf");

    #[test]
    fn every_glyph_has_a_sign_of_its_own() {
        assert_eq!(glyph_sign(0), (0, '\u{e000}'));
        assert_eq!(glyph_sign(SLICE - 1), (0, '\u{f8ff}'));
        assert_eq!(glyph_sign(SLICE), (1, '\u{e000}'));
        assert_eq!(glyph_sign(u16::MAX).0, 10);
    }

    #[test]
    fn the_file_maps_signs_to_glyphs_and_shapes_nothing() {
        let face = Face::new(SERIF, 0).unwrap();
        let font = Face::new(glyph_font(&face, 0).unwrap(), 0).unwrap();
        let glyph = face.glyph('f').unwrap();
        assert_eq!(font.glyph(glyph_sign(glyph).1), Some(glyph));
        assert_eq!(font.advance(glyph), face.advance(glyph));
        assert!(!font.has_feature(*b"liga") && !font.has_feature(*b"kern"));
    }
}
