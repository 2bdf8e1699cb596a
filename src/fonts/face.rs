//! In: the bytes of a font file. Out: a face that can be measured. Refuses to know about sizes.

use super::AxisValue;
use harfrust::{ShaperData, ShaperInstance};
use skrifa::instance::{Location, LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::raw::tables::layout::FeatureList;
use skrifa::string::StringId;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use std::fmt;
use std::sync::Arc;

/// One face. Bytes are shared, never copied.
pub struct Face {
    pub data: Arc<[u8]>,
    pub index: u32,
    pub metrics: Metrics,
    pub postscript_name: String,
    pub family: String,
    pub bold: bool,
    pub italic: bool,
    /// CSS weight, 1 to 1,000.
    pub weight: u16,
    /// Every letter is as wide as every other.
    pub fixed_pitch: bool,
    /// Where a variable font stands; empty for its default.
    pub axes: Vec<AxisValue>,
    location: Location,
    instance: Option<ShaperInstance>,
    shaping: ShaperData,
    /// Characters with their glyphs, in order.
    characters: Vec<(char, u16)>,
    /// By glyph id, in font units.
    advances: Vec<u16>,
}

/// In font units, y upwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    pub upem: u16,
    pub ascent: i32,
    /// Negative below the baseline.
    pub descent: i32,
    pub x_height: i32,
    pub cap_height: i32,
    /// Thousandths of a degree, as `post` has it.
    pub italic_angle: i32,
    /// The box around all glyphs: left, bottom, right, top.
    pub bounds: [i32; 4],
    /// Baseline shift (upwards) and thickness of a line through the letters.
    pub strike: (i32, i32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FontError {
    /// Not a font that can be read, with the reason.
    Broken(String),
    /// Its licence bits forbid embedding or subsetting.
    Restricted,
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FontError::Broken(reason) => write!(f, "it cannot be read as a font: {reason}"),
            FontError::Restricted => write!(f, "its licence bits (OS/2 fsType) forbid embedding it in a book"),
        }
    }
}

impl Face {
    /// Reads face `index` of a TrueType, OpenType or collection file (0 for a single font). A variable font stands at
    /// its default instance.
    pub fn new(data: impl Into<Arc<[u8]>>, index: u32) -> Result<Face, FontError> {
        let data = data.into();
        let broken = |reason: &str| FontError::Broken(reason.to_owned());
        let tables = FontRef::from_index(&data, index).map_err(|error| FontError::Broken(error.to_string()))?;
        let head = tables.head().map_err(|_| broken("it has no head table"))?;
        if !(16..=16_384).contains(&head.units_per_em()) {
            return Err(broken("its number of units per em is invalid"));
        }
        if may_not_embed(&tables) {
            return Err(FontError::Restricted);
        }
        if tables.outline_glyphs().get(GlyphId::NOTDEF).is_none() {
            return Err(broken("it has no outlines"));
        }
        let attributes = tables.attributes();
        let name = |id| tables.localized_strings(id).english_or_first().map(|name| name.chars().collect::<String>());
        let family = name(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(StringId::FAMILY_NAME));
        let family = family.unwrap_or_else(|| "Unnamed".to_owned());
        let postscript = name(StringId::POSTSCRIPT_NAME).unwrap_or_else(|| family.clone());
        Ok(Face {
            metrics: metrics(&tables, LocationRef::default()),
            axes: Vec::new(),
            location: Location::default(),
            instance: None,
            postscript_name: as_postscript(&postscript),
            family,
            bold: attributes.weight.value() >= 600.0,
            italic: attributes.style != skrifa::attribute::Style::Normal,
            weight: attributes.weight.value().clamp(1.0, 1_000.0) as u16,
            fixed_pitch: tables.post().is_ok_and(|post| post.is_fixed_pitch() != 0),
            advances: advances(&tables),
            characters: characters(&tables),
            shaping: ShaperData::new(&tables),
            index,
            data: data.clone(),
        })
    }

    /// The face of a variable font at other values of its axes; those that it has not are let be. Nothing where it has
    /// none of them.
    pub fn instance(&self, axes: &[AxisValue]) -> Option<Face> {
        let face = Face::new(self.data.clone(), self.index).ok()?;
        let data = self.data.clone();
        let tables = FontRef::from_index(&data, self.index).ok()?;
        let own = tables.axes();
        let has = |axis: &&AxisValue| own.iter().any(|own| own.tag() == Tag::new(&axis.tag));
        let axes: Vec<AxisValue> = axes.iter().filter(has).copied().collect();
        if axes.is_empty() {
            return None;
        }
        let settings: Vec<(Tag, f32)> = axes.iter().map(|axis| (Tag::new(&axis.tag), axis.value())).collect();
        let location = own.location(settings.iter().copied());
        let weight = axes.iter().find(|axis| axis.tag == *b"wght");
        let weight = weight.map_or(face.weight, |weight| (weight.thousandths / 1_000).clamp(1, 1_000) as u16);
        Some(Face {
            metrics: metrics(&tables, LocationRef::from(&location)),
            advances: varied_advances(&tables, LocationRef::from(&location)),
            instance: Some(ShaperInstance::from_variations(&tables, settings.iter().copied())),
            location,
            axes,
            weight,
            ..face
        })
    }

    /// Where its outlines are drawn.
    pub fn location(&self) -> LocationRef<'_> {
        LocationRef::from(&self.location)
    }

    /// The glyph for a character, by the font's own map alone.
    pub fn glyph(&self, character: char) -> Option<u16> {
        let at = self.characters.binary_search_by_key(&character, |&(known, _)| known).ok()?;
        Some(self.characters[at].1)
    }

    /// Whether shaping can show this character: by a glyph of its own, or as shaping makes it from others (spaces of
    /// fixed width, the hyphen that does not break), or by showing nothing (joiners, soft hyphens).
    pub fn covers(&self, character: char) -> bool {
        match character {
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => self.glyph(' ').is_some(),
            '\u{2011}' => self.glyph('\u{2011}').or_else(|| self.glyph('\u{2010}')).is_some(),
            _ if is_ignorable(character) => true,
            _ => self.glyph(character).is_some(),
        }
    }

    /// Whether it has an OpenType feature, for any script.
    pub fn has_feature(&self, tag: [u8; 4]) -> bool {
        let Ok(tables) = FontRef::from_index(&self.data, self.index) else { return false };
        let tag = Tag::new(&tag);
        let substitutions = tables.gsub().and_then(|table| table.feature_list());
        let positions = tables.gpos().and_then(|table| table.feature_list());
        let has = |list: FeatureList| list.feature_records().iter().any(|record| record.feature_tag() == tag);
        substitutions.is_ok_and(has) || positions.is_ok_and(has)
    }

    /// How many glyphs it has.
    pub fn glyph_count(&self) -> u16 {
        u16::try_from(self.advances.len()).unwrap_or(u16::MAX)
    }

    /// A glyph's advance in font units; 0 for a glyph that the face does not have.
    pub fn advance(&self, glyph: u16) -> i32 {
        self.advances.get(usize::from(glyph)).map_or(0, |&units| i32::from(units))
    }

    pub(super) fn shaper(&self) -> harfrust::Shaper<'_> {
        let tables = FontRef::from_index(&self.data, self.index).expect("the file was read before");
        self.shaping.shaper(&tables).instance(self.instance.as_ref()).build()
    }
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Face").field("name", &self.postscript_name).field("index", &self.index).finish_non_exhaustive()
    }
}

/// Characters that show nothing where a face has no glyph for them (Unicode's Default_Ignorable_Code_Point, the ones
/// that occur in books).
pub(super) fn is_ignorable(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// OpenType, OS/2 fsType: 2 restricted (alone among the low four bits), 0x100 no subsetting, 0x200 bitmaps only.
fn may_not_embed(tables: &FontRef) -> bool {
    tables.os2().is_ok_and(|os2| {
        let bits = os2.fs_type();
        bits & 0xf == 2 || bits & 0x300 != 0
    })
}

fn metrics(tables: &FontRef, location: LocationRef<'_>) -> Metrics {
    let found = tables.metrics(Size::unscaled(), location);
    let whole = |units: f32| units.round() as i32;
    let bounds = found.bounds.unwrap_or_default();
    let x_height = found.x_height.map_or(whole(found.ascent) / 2, whole);
    let line = found.strikeout.map(|line| (whole(line.offset), whole(line.thickness)));
    Metrics {
        upem: found.units_per_em,
        ascent: whole(found.ascent),
        descent: whole(found.descent),
        x_height,
        cap_height: found.cap_height.map_or(whole(found.ascent), whole),
        italic_angle: whole(found.italic_angle * 1_000.0),
        bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(whole),
        strike: line.unwrap_or((x_height / 2, i32::from(found.units_per_em) / 20)),
    }
}

fn advances(tables: &FontRef) -> Vec<u16> {
    let count = tables.maxp().map_or(0, |maxp| maxp.num_glyphs());
    let Ok(hmtx) = tables.hmtx() else { return Vec::new() };
    (0..count).map(|glyph| hmtx.advance(GlyphId::from(glyph)).unwrap_or(0)).collect()
}

fn varied_advances(tables: &FontRef, location: LocationRef<'_>) -> Vec<u16> {
    let count = tables.maxp().map_or(0, |maxp| maxp.num_glyphs());
    let found = tables.glyph_metrics(Size::unscaled(), location);
    let advance = |glyph: u16| found.advance_width(GlyphId::from(glyph)).unwrap_or(0.0);
    (0..count).map(|glyph| advance(glyph).round().clamp(0.0, f32::from(u16::MAX)) as u16).collect()
}

/// The font's own map, without what it maps to the glyph for missing characters. Symbol fonts have their Latin
/// characters at U+F000 (OpenType, cmap: encoding 3, 0).
fn characters(tables: &FontRef) -> Vec<(char, u16)> {
    let charmap = tables.charmap();
    let mapped = charmap.mappings().filter_map(|(character, glyph)| {
        let symbol = charmap.is_symbol() && (0xf000..=0xf0ff).contains(&character);
        let glyph = u16::try_from(glyph.to_u32()).ok().filter(|&glyph| glyph != 0)?;
        Some((char::from_u32(if symbol { character - 0xf000 } else { character })?, glyph))
    });
    let mut characters: Vec<(char, u16)> = mapped.collect();
    characters.sort_by_key(|&(character, _)| character);
    characters.dedup_by_key(|&mut (character, _)| character);
    characters
}

/// A PostScript name has printable ASCII only, no space and none of `[](){}<>/%`.
fn as_postscript(name: &str) -> String {
    let allowed = |c: &char| c.is_ascii_graphic() && !"[](){}<>/%#".contains(*c);
    let clean: String = name.chars().filter(allowed).take(63).collect();
    if clean.is_empty() { "Unnamed".to_owned() } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERIF: &[u8] = include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-BoldItalic.otf");

    #[test]
    fn a_face_has_its_measures() {
        let face = Face::new(SERIF, 0).unwrap();
        assert_eq!((face.metrics.upem, face.weight, face.bold, face.italic), (1_000, 700, true, true));
        assert_eq!(face.postscript_name, "LibertinusSerif-BoldItalic");
        assert!(face.metrics.descent < 0 && face.metrics.italic_angle < 0);
        assert!(face.metrics.x_height < face.metrics.cap_height);
        assert!(face.covers('Ж') && face.covers('ψ') && face.covers('\u{202f}') && !face.covers('漢'));
        assert!(face.has_feature(*b"liga") && face.has_feature(*b"kern") && !face.has_feature(*b"zzzz"));
        assert!(face.advance(face.glyph('m').unwrap()) > face.advance(face.glyph('i').unwrap()));
    }

    /// Drawn for tests: every letter is a bar that the axis of weight makes wider, up to 200 units.
    const BARS: &[u8] = include_bytes!("../../tests/cases/pages/axes/bars.ttf");

    #[test]
    fn a_variable_font_stands_where_its_axes_say() {
        let plain = Face::new(BARS, 0).unwrap();
        let at = |weight: i64| plain.instance(&[AxisValue { tag: *b"wght", thousandths: weight * 1_000 }]).unwrap();
        let (half, heavy) = (at(650), at(900));
        let glyph = plain.glyph('b').unwrap();
        let wide = |face: &Face| face.advance(glyph) - plain.advance(glyph);
        assert_eq!([wide(&at(400)), wide(&half), wide(&heavy), wide(&at(2_000))], [0, 100, 200, 200]);
        assert_eq!((heavy.weight, heavy.postscript_name.as_str()), (900, "ChapbookBars"));
        let mut faces = crate::fonts::Faces::default();
        let ids = [plain, heavy].map(|face| faces.add(face));
        assert_ne!(ids[0], ids[1]);
        let text = "bb";
        let shaped = ids.map(|face| {
            let request = crate::fonts::Request {
                face,
                features: Default::default(),
                lang: "en",
                direction: Default::default(),
                text,
            };
            faces.shaper().shape(&request).width
        });
        assert_eq!(shaped[1] - shaped[0], 400);
        // The files that are embedded have it too.
        let glyphs = std::collections::BTreeSet::from([glyph]);
        let subsets = ids.map(|id| crate::fonts::Subset::new(faces.get(id), &glyphs).unwrap());
        assert_ne!((&subsets[0].tag, &subsets[0].bytes), (&subsets[1].tag, &subsets[1].bytes));
        let wanted = crate::fonts::Wanted::All;
        let web = crate::fonts::web_font(faces.get(ids[1]), &"b".chars().collect(), &wanted).unwrap();
        let web = Face::new(web, 0).unwrap();
        assert_eq!(web.advance(web.glyph('b').unwrap()), faces.get(ids[1]).advance(glyph));
        assert!(faces.get(ids[0]).instance(&[AxisValue { tag: *b"wdth", thousandths: 0 }]).is_none());
    }

    #[test]
    fn what_is_no_font_is_an_error() {
        assert!(matches!(Face::new(b"not a font".to_vec(), 0), Err(FontError::Broken(_))));
        assert!(Face::new(&SERIF[..SERIF.len() / 3], 0).is_err());
        assert!(Face::new(SERIF, 1).is_err());
    }

    #[test]
    fn licence_bits_are_kept() {
        let mut bytes = SERIF.to_vec();
        let record = bytes.windows(4).position(|tag| tag == b"OS/2").unwrap();
        let offset = u32::from_be_bytes(bytes[record + 8..record + 12].try_into().unwrap()) as usize;
        bytes[offset + 9] = 2;
        assert_eq!(Face::new(bytes, 0).err(), Some(FontError::Restricted));
    }
}
