//! In: a face and what was used of it. Out: its subset, codes, widths and texts, as content and dictionaries need them.

use super::bytes::{deflate, deflated, name, put_utf16_hex, text_string};
use super::usage::FaceUsage;
use crate::fonts::{Face, FontError, Subset};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeSet;
use std::io::Write;

/// A face as a file carries it. Codes are the subset's glyph ids.
///
/// A glyph may stand for several texts (a hyphen at a line's end and one in a word). Then the same program stands under
/// several names that differ only in what copying gives: the first variant knows each glyph's most usual text, the
/// second its next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Font {
    pub subset: Subset,
    /// `ABCDEF+Name`.
    pub name: String,
    /// The face's space.
    pub space: Option<u16>,
    /// By the face's glyph id.
    glyphs: Vec<Glyph>,
}

/// Most texts of one glyph that are told apart by variants of its font.
const VARIANTS: usize = 4;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Glyph {
    code: u16,
    /// In millionths of an em, rounded to what the widths array says.
    width: i64,
    /// What copying gives, by variant.
    texts: Vec<Box<str>>,
}

impl Font {
    /// Nothing where no glyph was used.
    pub fn new(face: &Face, usage: &FaceUsage) -> Result<Option<Font>, FontError> {
        let used = || usage.glyphs.iter().enumerate().filter(|(_, texts)| !texts.is_empty());
        let ids: BTreeSet<u16> = used().map(|(glyph, _)| glyph as u16).collect();
        if ids.is_empty() {
            return Ok(None);
        }
        let subset = Subset::new(face, &ids)?;
        let mut glyphs = vec![Glyph::default(); usage.glyphs.len()];
        for (at, texts) in used() {
            let mut known: Vec<&(Box<str>, u32)> = texts.iter().filter(|(text, _)| !text.is_empty()).collect();
            known.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            glyphs[at] = Glyph {
                code: subset.glyphs.get(&(at as u16)).copied().unwrap_or(0),
                width: width(face, at as u16),
                texts: known.into_iter().take(VARIANTS).map(|(text, _)| text.clone()).collect(),
            };
        }
        let name = format!("{}+{}", subset.tag, face.postscript_name);
        Ok(Some(Font { subset, name, space: face.glyph(' '), glyphs }))
    }

    pub fn code(&self, glyph: u16) -> u16 {
        self.glyphs.get(usize::from(glyph)).map_or(0, |glyph| glyph.code)
    }

    /// In millionths of an em.
    pub fn width(&self, glyph: u16) -> i64 {
        self.glyphs.get(usize::from(glyph)).map_or(0, |glyph| glyph.width)
    }

    /// The variant in which the glyph is read as this text.
    pub fn variant(&self, glyph: u16, text: &str) -> Option<u8> {
        let texts = &self.glyphs.get(usize::from(glyph))?.texts;
        texts.iter().position(|known| **known == *text).map(|at| at as u8)
    }

    fn variants(&self) -> usize {
        self.glyphs.iter().map(|glyph| glyph.texts.len()).max().unwrap_or(0).max(1)
    }

    /// Any used glyph's code: what makes printpdf embed the font.
    pub fn sample(&self) -> u16 {
        self.glyphs.iter().map(|glyph| glyph.code).max().unwrap_or(0)
    }

    /// Rewrites the font object `id`, its descendant, descriptor, program and map in full (ISO 32000-1, 9.7 and 9.8).
    /// Gives the variants after the first.
    pub fn complete(&self, face: &Face, document: &mut Document, id: ObjectId) -> Vec<ObjectId> {
        let old = document.get_dictionary(id).cloned().unwrap_or_default();
        let ids = FontIds::of(&old, document);
        let (key, program) = self.program();
        document.set_object(ids.program, program);
        document.set_object(ids.descriptor, self.descriptor(face, key, ids.program));
        let mut descendant = dictionary! {
            "Type" => "Font",
            "Subtype" => if self.subset.cff { "CIDFontType0" } else { "CIDFontType2" },
            "BaseFont" => name(&self.name),
            "CIDSystemInfo" => dictionary! {
                "Registry" => text_string("Adobe"), "Ordering" => text_string("Identity"), "Supplement" => 0,
            },
            "FontDescriptor" => ids.descriptor,
            "DW" => 0,
            "W" => self.widths(),
        };
        if !self.subset.cff {
            descendant.set("CIDToGIDMap", "Identity");
        }
        let descendant = document.add_object(descendant);
        let mut others = Vec::new();
        for variant in 0..self.variants() {
            let (id, map) = match variant {
                0 => (id, ids.unicode),
                _ => (document.new_object_id(), document.new_object_id()),
            };
            let font = dictionary! {
                "Type" => "Font",
                "Subtype" => "Type0",
                "BaseFont" => name(&self.name),
                "Encoding" => "Identity-H",
                "DescendantFonts" => vec![descendant.into()],
                "ToUnicode" => map,
            };
            document.set_object(id, font);
            document.set_object(map, deflated(Dictionary::new(), deflate(&self.unicode_map(variant))));
            others.extend((variant > 0).then_some(id));
        }
        others
    }

    /// A CFF goes in bare: its character set maps each code to itself (9.9, Table 126).
    fn program(&self) -> (&'static str, Object) {
        match self.subset.table(b"CFF ") {
            Some(table) => ("FontFile3", deflated(dictionary! { "Subtype" => "CIDFontType0C" }, deflate(table))),
            None => {
                let bytes = &self.subset.bytes;
                ("FontFile2", deflated(dictionary! { "Length1" => bytes.len() as i64 }, deflate(bytes)))
            }
        }
    }

    fn descriptor(&self, face: &Face, program_key: &str, program: ObjectId) -> Dictionary {
        let metrics = &face.metrics;
        let scale = |units: i32| i64::from(units) * 1_000 / i64::from(metrics.upem.max(1));
        let weight = i64::from(face.weight);
        // Fixed pitch, symbolic (its codes are its own), italic: 9.8.2.
        let flags = i64::from(face.fixed_pitch) | 4 | i64::from(face.italic) << 6;
        let mut descriptor = dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => name(&self.name),
            "Flags" => flags,
            "FontBBox" => metrics.bounds.iter().map(|&units| scale(units).into()).collect::<Vec<Object>>(),
            "ItalicAngle" => i64::from(metrics.italic_angle) / 1_000,
            "Ascent" => scale(metrics.ascent),
            "Descent" => scale(metrics.descent),
            "CapHeight" => scale(metrics.cap_height),
            "XHeight" => scale(metrics.x_height),
            "StemV" => 50 + weight * weight / 4_225,
        };
        descriptor.set(program_key, program);
        descriptor
    }

    /// One run of widths: codes have no gaps.
    fn widths(&self) -> Object {
        let mut widths = vec![Object::Integer(0); self.subset.glyphs.len()];
        for glyph in self.glyphs.iter().filter(|glyph| glyph.code != 0) {
            if let Some(slot) = widths.get_mut(usize::from(glyph.code)) {
                let thousandths = glyph.width as f64 / 1_000.0;
                *slot = if glyph.width % 1_000 == 0 { (glyph.width / 1_000).into() } else { thousandths.into() };
            }
        }
        vec![Object::Integer(0), Object::Array(widths)].into()
    }

    /// 9.10.3; a ligature has all its letters. A glyph that never says anything alone has the replacement character,
    /// which the text of its cluster overrides: no code may be without a text.
    fn unicode_map(&self, variant: usize) -> Vec<u8> {
        let text = |glyph: &Glyph| {
            let own = glyph.texts.get(variant).or(glyph.texts.first());
            (glyph.code, own.cloned().unwrap_or_else(|| "\u{fffd}".into()))
        };
        let used = self.glyphs.iter().filter(|glyph| glyph.code != 0);
        let mut known: Vec<(u16, Box<str>)> = used.map(text).collect();
        known.sort_unstable();
        let mut out = b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry \
            (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 \
            begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
            .to_vec();
        for block in known.chunks(100) {
            let _ = writeln!(out, "{} beginbfchar", block.len());
            for (code, text) in block {
                let _ = write!(out, "<{code:04X}> <");
                put_utf16_hex(&mut out, text);
                out.extend_from_slice(b">\n");
            }
            out.extend_from_slice(b"endbfchar\n");
        }
        out.extend_from_slice(b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        out
    }
}

/// In millionths of an em, a whole number of hundredths of what `/W` counts in.
fn width(face: &Face, glyph: u16) -> i64 {
    let upem = i64::from(face.metrics.upem.max(1));
    (i64::from(face.advance(glyph)) * 100_000 + upem / 2) / upem * 10
}

/// The objects that printpdf made for a font.
struct FontIds {
    unicode: ObjectId,
    descriptor: ObjectId,
    program: ObjectId,
}

impl FontIds {
    fn of(font: &Dictionary, document: &mut Document) -> FontIds {
        let reference = |dict: Option<&Dictionary>, key: &str| dict?.get(key.as_bytes()).ok()?.as_reference().ok();
        let descendants = font.get(b"DescendantFonts").and_then(Object::as_array).ok();
        let descendant = descendants.and_then(|fonts| fonts.first()?.as_dict().ok());
        let unicode = reference(Some(font), "ToUnicode");
        let descriptor = reference(descendant, "FontDescriptor");
        let found = descriptor.and_then(|id| document.get_dictionary(id).ok());
        let program = reference(found, "FontFile3").or(reference(found, "FontFile2"));
        let mut or_new = |id: Option<ObjectId>| id.unwrap_or_else(|| document.new_object_id());
        FontIds { unicode: or_new(unicode), descriptor: or_new(descriptor), program: or_new(program) }
    }
}
