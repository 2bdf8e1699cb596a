//! In: a face, the characters that a text shows, the features that it may be shown with. Out: a font file for reading
//! systems with the glyphs that can come of these, and no other. Refuses to know where the characters stand.
//!
//! A reading system shapes the text itself, so the rules of substitution and position stay, cut down to those glyphs. The
//! file stays OpenType as it is: Kindles and older Kobos read no WOFF2.

use super::file::{Tables, cmap, file, post, tables};
use super::rules::{Rules, Wanted};
use super::{Face, FontError, Subset};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::char::{compose, decompose_canonical, is_combining_mark};

/// What names glyphs by number and is cut with them.
const RULES: [&[u8; 4]; 4] = [b"GDEF", b"GPOS", b"GSUB", b"kern"];
/// What stays as the face has it.
const KEPT: [&[u8; 4]; 3] = [b"OS/2", b"gasp", b"name"];

/// The font file. A face whose rules cannot be read is there with all its glyphs.
pub fn web_font(face: &Face, characters: &BTreeSet<char>, wanted: &Wanted) -> Result<Vec<u8>, FontError> {
    let own = tables(&face.data, face.index).unwrap_or_default();
    let mapped = mapped(face, characters);
    let (subset, rules) = match cut(face, &own, &mapped, wanted) {
        Some(cut) => cut?,
        None => whole(face, &own)?,
    };
    let mut out = tables(&subset.bytes, 0).unwrap_or_default();
    out.extend(own.iter().filter(|(tag, _)| KEPT.contains(tag)).map(|(tag, table)| (*tag, table.clone())));
    out.extend(rules);
    let map = mapped.iter().filter_map(|(c, glyph)| Some((*c, *subset.glyphs.get(glyph)?)));
    out.insert(*b"cmap", cmap(&map.collect()));
    out.insert(*b"post", post(own.get(b"post")));
    Ok(file(&out))
}

/// Nothing where the rules cannot be read.
fn cut(
    face: &Face,
    own: &Tables,
    mapped: &BTreeMap<char, u16>,
    wanted: &Wanted,
) -> Option<Result<(Subset, Tables), FontError>> {
    let rules = Rules::of(own, wanted)?;
    let glyphs = rules.closed(mapped.values().copied().chain([0]).collect())?;
    match Subset::new(face, &glyphs) {
        Ok(subset) => rules.tables(&subset.glyphs).map(|tables| Ok((subset, tables))),
        Err(error) => Some(Err(error)),
    }
}

fn whole(face: &Face, own: &Tables) -> Result<(Subset, Tables), FontError> {
    let rules = own.iter().filter(|(tag, _)| RULES.contains(tag)).map(|(tag, table)| (*tag, table.clone()));
    Ok((Subset::new(face, &(0..face.glyph_count()).collect())?, rules.collect()))
}

/// The glyph of each character; also of those that a shaper makes of others, for it puts a letter and its mark together
/// where a font has both in one, and takes them apart where it has not.
fn mapped(face: &Face, characters: &BTreeSet<char>) -> BTreeMap<char, u16> {
    let mut all = characters.clone();
    for character in characters.iter().filter(|c| !face.covers(**c)) {
        decompose_canonical(*character, |part| _ = all.insert(part));
    }
    let marks: Vec<char> = all.iter().copied().filter(|c| is_combining_mark(*c)).collect();
    let mut letters: Vec<char> = all.iter().copied().collect();
    while let Some(letter) = letters.pop() {
        let composed = marks.iter().filter_map(|mark| compose(letter, *mark)).filter(|c| face.covers(*c));
        letters.extend(composed.filter(|c| all.insert(*c)).collect::<Vec<_>>());
    }
    all.into_iter().filter_map(|c| Some((c, face.glyph(c)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{
        Direction, FaceId, Faces, FeatureSet, FeatureTag, Features, Figures, Request, ShapedGlyph, builtin,
    };
    use skrifa::instance::{LocationRef, Size};
    use skrifa::outline::DrawSettings;
    use skrifa::outline::pen::SvgPen;
    use skrifa::{FontRef, MetadataProvider};

    fn faces(faces: [&Face; 2]) -> Faces {
        let mut all = Faces::default();
        faces.into_iter().for_each(|face| _ = all.add(Face::new(face.data.clone(), face.index).unwrap()));
        all
    }

    fn drawn(face: &Face, glyph: u16) -> String {
        let font = FontRef::from_index(&face.data, face.index).unwrap();
        let mut pen = SvgPen::new();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        font.outline_glyphs().get(glyph.into()).unwrap().draw(settings, &mut pen).unwrap();
        pen.to_string()
    }

    /// What a text looks like: its outlines, where each stands and how far it goes.
    fn looks(faces: &Faces, nth: usize, features: Features, text: &str) -> Vec<(String, u32, [i32; 3])> {
        let face = FaceId(nth as u16);
        let request = Request { face, features, lang: "en", direction: Direction::LeftToRight, text };
        let glyphs = faces.shaper().shape(&request).glyphs.into_iter();
        let look =
            |glyph: ShapedGlyph| (drawn(faces.get(face), glyph.id), glyph.cluster, [glyph.advance, glyph.dx, glyph.dy]);
        glyphs.map(look).collect()
    }

    fn these(tags: &[&[u8; 4]]) -> Wanted {
        Wanted::These(tags.iter().map(|tag| **tag).collect())
    }

    fn cut_to(face: &Face, text: &str, wanted: &Wanted) -> Face {
        Face::new(web_font(face, &text.chars().collect(), wanted).unwrap(), 0).unwrap()
    }

    #[test]
    fn a_web_font_shapes_as_its_face_does() {
        let small = Features { small_caps: true, ..Features::default() };
        let lining = Features { figures: Figures::Lining, tabular: true, ..Features::default() };
        let old = Features { figures: Figures::OldStyle, ..Features::default() };
        let tags = ["ss01", "dlig", "c2sc"].map(|tag| FeatureTag { tag: tag.as_bytes().try_into().unwrap(), value: 1 });
        let styled = Features { others: FeatureSet::new(&tags), ..Features::default() };
        let text = "office AVATAR To. “fjord” naïve e\u{301}\u{323} x\u{302} 1968 ½ 3⁄4 Ça Ωμέγα Йод ‖ — Qu Th st";
        for name in builtin::FAMILIES {
            for face in builtin::family(name).unwrap() {
                let usual = these(&[b"smcp", b"lnum", b"tnum", b"onum", b"frac", b"numr", b"dnom"]);
                for (wanted, styles) in
                    [(usual, &[Features::default(), small, lining, old][..]), (Wanted::All, &[styled])]
                {
                    let cut = cut_to(&face, text, &wanted);
                    let both = faces([&cut, &face]);
                    for features in styles {
                        assert_eq!(looks(&both, 0, *features, text), looks(&both, 1, *features, text), "{name}");
                    }
                    assert!(cut.covers('A') && !cut.covers('Z') && cut.glyph_count() < face.glyph_count() / 2);
                }
            }
        }
    }

    #[test]
    fn features_that_are_not_asked_for_go_with_their_glyphs() {
        let [face, ..] = builtin::family("Libertinus Serif").unwrap();
        let [plain, small, all] =
            [these(&[]), these(&[b"smcp"]), Wanted::All].map(|wanted| cut_to(&face, "fi 12", &wanted));
        assert!(plain.has_feature(*b"liga") && !plain.has_feature(*b"smcp") && !plain.has_feature(*b"lnum"));
        assert!(small.has_feature(*b"smcp") && all.has_feature(*b"lnum"));
        assert!(plain.glyph_count() < small.glyph_count() && small.glyph_count() < all.glyph_count());
        assert!(plain.glyph_count() < 12, "{} glyphs", plain.glyph_count());
    }

    #[test]
    fn rules_that_cannot_be_read_leave_the_face_whole() {
        let [face, ..] = builtin::family("Libertinus Serif").unwrap();
        for tag in RULES {
            let mut own = tables(&face.data, 0).unwrap();
            let Some(table) = own.get_mut(tag) else { continue };
            // The first number is the version.
            table[1] = 9;
            let odd = Face::new(file(&own), 0).unwrap();
            let font = cut_to(&odd, "fi", &these(&[]));
            assert_eq!(font.glyph_count(), face.glyph_count());
            assert!(font.covers('f') && !font.covers('x'));
        }
    }

    #[test]
    fn damaged_rules_are_no_panic() {
        for (name, tag) in [("Libertinus Serif", b"GSUB"), ("Libertinus Serif", b"GPOS"), ("Source Sans", b"GDEF")] {
            let [face, ..] = builtin::family(name).unwrap();
            let own = tables(&face.data, 0).unwrap();
            let wanted = these(&[b"smcp"]);
            let glyphs: BTreeSet<u16> = (20..90).collect();
            let numbers = glyphs.iter().copied().zip(0..).collect();
            for at in (0..own[tag].len()).step_by(own[tag].len() / 60) {
                let mut bad = own.clone();
                let table = bad.get_mut(tag).unwrap();
                if at % 2 == 0 {
                    table[at] ^= 0xff
                } else {
                    table.truncate(at)
                }
                let rules = Rules::of(&bad, &wanted);
                _ = rules.and_then(|rules| rules.closed(glyphs.clone()).and_then(|_| rules.tables(&numbers)));
            }
        }
    }
}
