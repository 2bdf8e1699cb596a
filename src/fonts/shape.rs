//! In: a face, a word, its features and language. Out: glyphs with advances in font units.

use super::{FaceId, Faces, FeatureSet};
use crate::base::config::named;
use crate::language;
use harfrust::{
    BufferFlags, Feature, GlyphBuffer, Language, Script, ShapeOptions, ShapePlan, Tag, UnicodeBuffer, script,
};
use std::collections::HashMap;
use unicode_script::UnicodeScript;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Features {
    pub small_caps: bool,
    pub figures: Figures,
    pub position: Position,
    /// Fixed-width figures, for columns.
    pub tabular: bool,
    /// Off in code.
    pub no_ligatures: bool,
    /// What a style sets beside these.
    pub others: FeatureSet,
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
    pub enum Figures {
        #[default]
        Default = "default",
        OldStyle = "old-style",
        Lining = "lining",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Position {
    #[default]
    Normal,
    Superscript,
    Subscript,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Direction {
    #[default]
    LeftToRight,
    RightToLeft,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Request<'a> {
    pub face: FaceId,
    pub features: Features,
    /// BCP 47.
    pub lang: &'a str,
    pub direction: Direction,
    /// Of one script and one direction (see `Faces::runs`).
    pub text: &'a str,
}

/// Glyphs in visual order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shaped {
    pub glyphs: Vec<ShapedGlyph>,
    /// Sum of advances.
    pub width: i32,
    /// A character that the face lacks: its byte offset in the text.
    pub missing: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShapedGlyph {
    pub id: u16,
    /// First byte of its cluster in the request's text.
    pub cluster: u32,
    pub advance: i32,
    pub dx: i32,
    /// Upwards.
    pub dy: i32,
}

/// Shapes words; who asks remembers them. Not shared between threads: each thread (or chapter) makes its own from the
/// shared `Faces`, so that no lock is taken; what it answers depends on the request alone.
pub struct Shaper<'a> {
    faces: &'a Faces,
    styles: Vec<Style<'a>>,
    /// The style that was asked for last: mostly it is asked for again.
    last: usize,
    /// Taken while it shapes.
    buffer: Option<UnicodeBuffer>,
}

/// Everything of a request but its text.
struct Style<'a> {
    face: FaceId,
    features: Features,
    lang: String,
    direction: Direction,
    shaper: harfrust::Shaper<'a>,
    language: Option<Language>,
    list: Vec<Feature>,
    plans: Vec<(Script, ShapePlan)>,
    /// Whether the face has the form that is asked for of a character.
    forms: HashMap<char, bool>,
}

impl Faces {
    pub fn shaper(&self) -> Shaper<'_> {
        Shaper { faces: self, styles: Vec::new(), last: 0, buffer: None }
    }
}

impl<'a> Shaper<'a> {
    pub fn faces(&self) -> &'a Faces {
        self.faces
    }

    /// The glyphs of a text.
    pub fn shape(&mut self, request: &Request) -> Shaped {
        self.last = self.style(request);
        let buffer = self.buffer.take().unwrap_or_default();
        let glyphs = self.styles[self.last].shape(request.text, buffer);
        let shaped = collect(&glyphs);
        self.buffer = Some(glyphs.clear());
        shaped
    }

    /// Whether the face has real small capitals for every lower-case letter of the text (where the request asks for
    /// small capitals) and real superscript or subscript forms for all of it (where it asks for those).
    pub fn has_forms(&mut self, request: &Request) -> bool {
        let all = request.features.position != Position::Normal;
        let at = self.style(request);
        request.text.chars().filter(|c| if all { !c.is_whitespace() } else { c.is_lowercase() }).all(|character| {
            if let Some(&known) = self.styles[at].forms.get(&character) {
                return known;
            }
            let has = self.has_form(request, character);
            self.styles[at].forms.insert(character, has);
            has
        })
    }

    fn has_form(&mut self, request: &Request, character: char) -> bool {
        let plain = Features { small_caps: false, position: Position::Normal, ..request.features };
        let mut one = [0; 4];
        let text = &*character.encode_utf8(&mut one);
        let wanted = self.shape(&Request { text, ..*request });
        let ordinary = self.shape(&Request { text, features: plain, ..*request });
        wanted.missing.is_none() && wanted.glyphs.iter().all(|a| ordinary.glyphs.iter().all(|b| a.id != b.id))
    }

    fn style(&mut self, request: &Request) -> usize {
        let same = |style: &Style| {
            style.face == request.face
                && style.features == request.features
                && style.direction == request.direction
                && style.lang == request.lang
        };
        if self.styles.get(self.last).is_some_and(same) {
            return self.last;
        }
        self.styles.iter().position(same).unwrap_or_else(|| {
            self.styles.push(Style {
                face: request.face,
                features: request.features,
                lang: request.lang.to_owned(),
                direction: request.direction,
                shaper: self.faces.get(request.face).shaper(),
                language: Language::new(request.lang),
                list: feature_list(request.features),
                plans: Vec::new(),
                forms: HashMap::new(),
            });
            self.styles.len() - 1
        })
    }
}

impl Style<'_> {
    fn shape(&mut self, text: &str, mut buffer: UnicodeBuffer) -> GlyphBuffer {
        let direction = match self.direction {
            Direction::LeftToRight => harfrust::Direction::LeftToRight,
            Direction::RightToLeft => harfrust::Direction::RightToLeft,
        };
        let script = script_of(text, &self.lang);
        let at = self.plans.iter().position(|(known, _)| *known == script).unwrap_or_else(|| {
            let plan = ShapePlan::new(&self.shaper, direction, Some(script), self.language.as_ref(), &self.list);
            self.plans.push((script, plan));
            self.plans.len() - 1
        });
        buffer.push_str(text);
        buffer.set_direction(direction);
        buffer.set_script(script);
        if let Some(language) = &self.language {
            buffer.set_language(language.clone());
        }
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        let options = ShapeOptions::new().plan(Some(&self.plans[at].1)).features(&self.list);
        self.shaper.shape(buffer, options)
    }
}

fn collect(buffer: &GlyphBuffer) -> Shaped {
    let mut shaped = Shaped::default();
    for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
        let id = u16::try_from(info.glyph_id).unwrap_or(0);
        if id == 0 {
            shaped.missing = Some(shaped.missing.map_or(info.cluster, |first| first.min(info.cluster)));
        }
        shaped.width += position.x_advance;
        shaped.glyphs.push(ShapedGlyph {
            id,
            cluster: info.cluster,
            advance: position.x_advance,
            dx: position.x_offset,
            dy: position.y_offset,
        });
    }
    shaped
}

fn feature_list(features: Features) -> Vec<Feature> {
    let mut list = Vec::new();
    let mut set = |tag: &[u8; 4], value| list.push(Feature::new(Tag::new(tag), value, ..));
    if features.small_caps {
        set(b"smcp", 1);
    }
    match features.figures {
        Figures::Default => {}
        Figures::OldStyle => set(b"onum", 1),
        Figures::Lining => set(b"lnum", 1),
    }
    match features.position {
        Position::Normal => {}
        Position::Superscript => set(b"sups", 1),
        Position::Subscript => set(b"subs", 1),
    }
    if features.tabular {
        set(b"tnum", 1);
    }
    if features.no_ligatures {
        set(b"liga", 0);
        set(b"clig", 0);
        set(b"calt", 0);
    }
    features.others.iter().for_each(|other| set(&other.tag, other.value.into()));
    list
}

/// The script of a text's first letter; figures and marks alone go with the language's usual script.
fn script_of(text: &str, lang: &str) -> Script {
    let of_text = text.chars().map(|c| c.script()).find(|script| {
        !matches!(
            script,
            unicode_script::Script::Common | unicode_script::Script::Inherited | unicode_script::Script::Unknown
        )
    });
    match of_text.or_else(|| language::script(lang)) {
        Some(script) => {
            Script::from_iso15924_tag(Tag::new(&script.as_iso15924_tag().to_be_bytes())).unwrap_or(script::LATIN)
        }
        None => script::LATIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::builtin;

    fn serif() -> Faces {
        let mut faces = Faces::default();
        for face in builtin::family("Libertinus Serif").unwrap() {
            faces.add(face);
        }
        faces
    }

    fn request(text: &str) -> Request<'_> {
        let face = FaceId(0);
        Request { face, features: Features::default(), lang: "en", direction: Direction::LeftToRight, text }
    }

    #[test]
    fn kerning_and_ligatures_are_on_and_can_be_off() {
        let faces = serif();
        let mut shaper = faces.shaper();
        let fine = shaper.shape(&request("fine"));
        assert_eq!(fine.glyphs.iter().map(|g| g.cluster).collect::<Vec<_>>(), [0, 2, 3]);
        let code = Features { no_ligatures: true, ..Features::default() };
        assert_eq!(shaper.shape(&Request { features: code, ..request("fine") }).glyphs.len(), 4);
        let alone: i32 =
            "AV".chars().map(|c| faces.get(FaceId(0)).advance(faces.get(FaceId(0)).glyph(c).unwrap())).sum();
        assert!(shaper.shape(&request("AV")).width < alone);
    }

    #[test]
    fn forms_are_known_to_be_there_or_not() {
        let faces = serif();
        let mut shaper = faces.shaper();
        let caps = Features { small_caps: true, ..Features::default() };
        let superior = Features { position: Position::Superscript, ..Features::default() };
        assert!(shaper.has_forms(&Request { features: caps, ..request("Small Capitals, 12") }));
        assert!(!shaper.has_forms(&Request { features: caps, ..request("кириллица") }));
        assert!(shaper.has_forms(&Request { features: superior, ..request("1234567890") }));
        assert!(!shaper.has_forms(&Request { features: superior, ..request("*†") }));
    }

    #[test]
    fn old_style_and_lining_figures_differ_and_the_hebrew_runs_from_the_right() {
        let faces = serif();
        let mut shaper = faces.shaper();
        let [old, lining] = [Figures::OldStyle, Figures::Lining].map(|figures| {
            shaper.shape(&Request { features: Features { figures, ..Features::default() }, ..request("1968") })
        });
        assert!(old.glyphs.iter().zip(&lining.glyphs).all(|(a, b)| a.id != b.id));
        let hebrew = shaper.shape(&Request { direction: Direction::RightToLeft, ..request("אב") });
        assert_eq!(hebrew.glyphs.iter().map(|g| g.cluster).collect::<Vec<_>>(), [2, 0]);
    }

    #[test]
    fn what_is_missing_has_a_place() {
        let faces = serif();
        let mut shaper = faces.shaper();
        assert_eq!(shaper.shape(&request("a漢")).missing, Some(1));
        for kept in ["a\u{ad}b", "a\u{200d}b", "a\u{202f}b", "a\u{2011}b", "e\u{301}", ""] {
            assert_eq!(shaper.shape(&request(kept)).missing, None, "{kept:?}");
        }
    }
}
