//! In: a text of one face and size. Out: its glyphs, width, hangs and breaks, made once for each text and type.
//! Refuses to know paragraphs.

use super::breaks::{self, Break, BreakKind};
use super::look::{Lang, Look};
use super::protrusion;
use crate::base::{Length, limits};
use crate::design::{Case, Design};
use crate::fonts::{Direction, FaceId, Faces, Features, Figures, Position, Request, Shaped, Shaper};
use crate::language;
use crate::layout::hyphenate::Hyphenator;
use crate::page::PlacedGlyph;
use std::collections::HashMap;
use std::sync::Arc;

/// Everything that decides how a text is shaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Type {
    pub face: FaceId,
    pub size: Length,
    pub features: Features,
    pub lang: Lang,
    pub rtl: bool,
    pub hyphenate: bool,
    pub code: bool,
    /// Letters are shown as capitals (for want of small ones too), or as small letters, which the face has as small
    /// capitals.
    pub recase: Case,
    /// White behind each letter.
    pub letterspacing: Length,
}

impl Type {
    /// White between letters, in hundredths of their size, unless a style has said how much.
    pub fn spread(&mut self, hundredths: i64) {
        if self.letterspacing == Length::ZERO && hundredths > 0 {
            self.letterspacing = self.size.scale(hundredths, 100);
            self.features.no_ligatures = true;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordId(pub u32);

/// A shaped text. Glyphs are placed from its own origin.
#[derive(Debug)]
pub struct Word {
    pub glyphs: Box<[PlacedGlyph]>,
    pub width: Length,
    /// How far its first and last letters hang out.
    pub left: Length,
    pub right: Length,
    /// Whether the one face shows all of it, and it is of one script.
    pub whole: bool,
    pub breaks: Arc<[Measured]>,
    /// Equal for equal words, whatever their dress; 0 where there is no letter.
    pub number: u32,
}

/// A break with the width of what stands before it and the hang of the letter before it.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub at: u32,
    pub kind: BreakKind,
    pub before: Length,
    pub right: Length,
    pub left: Length,
}

/// What a type has for all words.
#[derive(Clone, Copy, Debug)]
pub struct TypeMetrics {
    pub space: Length,
    pub space_glyph: u16,
    pub hyphen: Length,
    pub hyphen_right: Length,
    pub ascent: Length,
    pub descent: Length,
}

/// Shaped words, of the sections that one thread sets: what it knows makes it quick and changes no answer.
pub struct Words<'a> {
    design: &'a Design,
    shaper: Shaper<'a>,
    /// How far letters hang out, in hundredths.
    protrusion: i64,
    known: WordCache,
}

/// All that words know; any thread may go on with it.
#[derive(Default)]
pub struct WordCache {
    langs: Vec<String>,
    /// One for each language.
    hyphenators: Vec<Hyphenator>,
    types: Vec<(Type, TypeMetrics, HashMap<Box<str>, WordId>)>,
    ids: HashMap<Type, TypeId>,
    /// What was asked for last: mostly it is asked for again.
    last: Option<(Type, TypeId)>,
    words: Vec<Word>,
}

impl<'a> Words<'a> {
    pub fn new(design: &'a Design) -> Words<'a> {
        Words { design, shaper: design.faces.shaper(), protrusion: design.protrusion, known: WordCache::default() }
    }

    /// Of lines whose letters do not hang out of them.
    pub fn unhung(design: &'a Design) -> Words<'a> {
        Words { protrusion: 0, ..Words::new(design) }
    }

    /// Goes on with what others knew.
    pub fn knowing(design: &'a Design, known: WordCache) -> Words<'a> {
        Words { known, ..Words::new(design) }
    }

    pub fn into_known(self) -> WordCache {
        self.known
    }

    pub fn faces(&self) -> &'a Faces {
        &self.design.faces
    }

    /// Lends all that is known; its place is empty until it is given back.
    pub fn lend(&mut self) -> Words<'a> {
        let empty = Words { protrusion: self.protrusion, ..Words::new(self.design) };
        std::mem::replace(self, empty)
    }

    pub fn lang(&mut self, lang: &str) -> Lang {
        let at = self.known.langs.iter().position(|known| known == lang).unwrap_or_else(|| {
            self.known.langs.push(lang.to_owned());
            self.known.hyphenators.push(self.hyphenator(lang));
            self.known.langs.len() - 1
        });
        Lang(at.min(u16::MAX.into()) as u16)
    }

    /// Whether a language is written from right to left.
    pub fn right_to_left(&self, lang: Lang) -> bool {
        self.known
            .langs
            .get(usize::from(lang.0))
            .is_some_and(|tag| language::direction(tag) == language::Direction::RightToLeft)
    }

    fn hyphenator(&self, lang: &str) -> Hyphenator {
        let lines = self.design.lines;
        Hyphenator::new(lang, &self.design.hyphenation).with_least(lines.hyphen_left, lines.hyphen_right)
    }

    /// The type of a look in a face, and how far it is raised: real superscripts, subscripts and small capitals where the
    /// face has them for this text; else smaller letters of the face, raised, and full-size capitals.
    pub fn dress(&mut self, look: Look, face: FaceId, text: &str) -> (Type, Length) {
        let features = look.features();
        let mut of = Type {
            face,
            size: look.size,
            features,
            lang: look.lang,
            rtl: false,
            hyphenate: look.hyphenate,
            code: look.code,
            recase: match look.case {
                Case::None | Case::SmallCaps => Case::None,
                Case::Upper | Case::AllSmall => look.case,
            },
            letterspacing: look.letterspacing,
        };
        if look.case == Case::Upper {
            of.spread(self.design.capitals_spacing);
        }
        if features.position == Position::Normal && !features.small_caps {
            return (of, Length::ZERO);
        }
        let lang = self.known.langs.get(look.lang.0 as usize).map_or("", String::as_str);
        let small = if of.recase == Case::AllSmall { recased(text, Case::AllSmall, lang).0 } else { String::new() };
        let text = if small.is_empty() { text } else { &small };
        let request = Request { face, features, lang, direction: Direction::LeftToRight, text };
        let mut rise = Length::ZERO;
        let placed = Features { small_caps: false, ..features };
        if features.position != Position::Normal && !self.shaper.has_forms(&Request { features: placed, ..request }) {
            of.features.position = Position::Normal;
            of.features.figures = Figures::Lining;
            of.size = look.size.scale(66, 100);
            rise = look.size.scale(if features.position == Position::Superscript { 36 } else { -14 }, 100);
        }
        let small = Features { position: Position::Normal, ..features };
        if features.small_caps && !self.shaper.has_forms(&Request { features: small, ..request }) {
            of.features.small_caps = false;
            of.recase = Case::Upper;
        }
        if features.small_caps {
            of.spread(self.design.small_caps_spacing);
        }
        (of, rise)
    }

    pub fn type_id(&mut self, of: Type) -> TypeId {
        if let Some((_, id)) = self.known.last.filter(|(last, _)| *last == of) {
            return id;
        }
        let id = self.new_type(of);
        self.known.last = Some((of, id));
        id
    }

    fn new_type(&mut self, of: Type) -> TypeId {
        if let Some(id) = self.known.ids.get(&of) {
            return *id;
        }
        let common = self.common(of);
        let id = TypeId(self.known.types.len() as u32);
        self.known.types.push((of, common, HashMap::new()));
        self.known.ids.insert(of, id);
        id
    }

    pub fn of(&self, id: TypeId) -> Type {
        self.known.types[id.0 as usize].0
    }

    pub fn shared(&self, id: TypeId) -> TypeMetrics {
        self.known.types[id.0 as usize].1
    }

    pub fn get(&self, id: WordId) -> &Word {
        &self.known.words[id.0 as usize]
    }

    /// The text in this type, shaped when it is first asked for.
    pub fn word(&mut self, id: TypeId, text: &str) -> WordId {
        let (of, _, known) = &self.known.types[id.0 as usize];
        if let Some(word) = known.get(text) {
            return *word;
        }
        let word = self.make(*of, text);
        let made = WordId(self.known.words.len() as u32);
        self.known.words.push(word);
        self.known.types[id.0 as usize].2.insert(text.into(), made);
        made
    }

    /// The width of a space in a text; half an em in a shape poem.
    pub fn space(&self, of: TypeId, exact: bool) -> Length {
        if exact { self.of(of).size / 2 } else { self.shared(of).space }
    }

    fn common(&mut self, of: Type) -> TypeMetrics {
        let face = self.design.faces.get(of.face);
        let metrics = face.metrics;
        let size = |units: i32| of.size.of_units(units.into(), metrics.upem);
        let (space, hyphen) = (face.glyph(' ').unwrap_or(0), face.glyph('-').unwrap_or(0));
        let hyphen = size(face.advance(hyphen)) + of.letterspacing;
        TypeMetrics {
            space: size(face.advance(space)) + of.letterspacing,
            space_glyph: space,
            hyphen,
            hyphen_right: self.hang(hyphen - of.letterspacing, protrusion::hangs('-').1) + of.letterspacing,
            ascent: size(metrics.ascent),
            descent: size(-metrics.descent),
        }
    }

    fn hang(&self, width: Length, thousandths: i64) -> Length {
        width.scale(thousandths * self.protrusion, 100_000)
    }

    fn make(&mut self, of: Type, text: &str) -> Word {
        let shaped = self.shape(of, text);
        let upem = self.design.faces.get(of.face).metrics.upem;
        let (mut x, mut letters, mut last) = (0, 0, None);
        let glyphs = shaped.glyphs.iter().map(|glyph| {
            let at = x + i64::from(glyph.dx);
            x += i64::from(glyph.advance);
            letters += i64::from(last.is_some_and(|last| last != glyph.cluster));
            last = Some(glyph.cluster);
            let rise = of.size.of_units(glyph.dy.into(), upem);
            let across = of.size.of_units(at, upem) + of.letterspacing * letters;
            PlacedGlyph { id: glyph.id, x: across, rise, cluster: glyph.cluster }
        });
        let glyphs: Box<[PlacedGlyph]> = glyphs.collect();
        let widths = Widths::new(of, upem, text, &shaped);
        let (left, right) = self.hangs_of(of, &widths, 0, text.len());
        let breaks = self.breaks(of, text, &widths);
        let mixed = text.chars().any(|c| c >= '\u{370}');
        let whole = shaped.missing.is_none()
            && (!mixed
                || self.design.faces.runs(text, of.face, &[]).iter().all(|(range, _)| range.len() == text.len()));
        let width = widths.upto(text.len());
        Word { glyphs, width, left, right, whole, breaks, number: number(text) }
    }

    /// Shapes the text, or its capitals or small letters with their clusters led back to the text.
    fn shape(&mut self, of: Type, text: &str) -> Shaped {
        let direction = if of.rtl { Direction::RightToLeft } else { Direction::LeftToRight };
        let lang = self.known.langs.get(of.lang.0 as usize).map_or("", String::as_str);
        let request = Request { face: of.face, features: of.features, lang, direction, text };
        if of.recase == Case::None {
            return self.shaper.shape(&request);
        }
        let (recased, origin) = recased(text, of.recase, lang);
        let mut shaped = self.shaper.shape(&Request { text: &recased, ..request });
        let back = |cluster: u32| origin.get(cluster as usize).copied().unwrap_or(0);
        shaped.missing = shaped.missing.map(back);
        for glyph in &mut shaped.glyphs {
            glyph.cluster = back(glyph.cluster);
        }
        shaped
    }

    fn breaks(&self, of: Type, text: &str, widths: &Widths) -> Arc<[Measured]> {
        let mut found = breaks::visible(text, of.code);
        let plain = found.iter().all(|at| matches!(at.kind, BreakKind::Dash { .. }));
        if of.hyphenate && plain && text.len() <= limits::WORD && !breaks::is_address(text) {
            let hyphens = self.known.hyphenators.get(usize::from(of.lang.0)).map_or(Vec::new(), |of| of.breaks(text));
            let hyphens = hyphens.into_iter().filter(|found| found.hyphen);
            found.extend(hyphens.map(|found| Break { at: found.at as u32, kind: BreakKind::Hyphen }));
            found.sort_by_key(|found| found.at);
        }
        let measured = found.into_iter().map(|Break { at, kind }| {
            let before = widths.upto(at as usize);
            let right = self.hangs_of(of, widths, 0, at as usize).1;
            let left = self.hangs_of(of, widths, at as usize, text.len()).0;
            Measured { at, kind, before, right, left }
        });
        measured.collect()
    }

    /// The hangs of the first and last letters of `from..to`.
    fn hangs_of(&self, of: Type, widths: &Widths, from: usize, to: usize) -> (Length, Length) {
        // No white behind the last letter of a line.
        let none = (Length::ZERO, of.letterspacing);
        if self.protrusion == 0 || of.code || of.rtl || from >= to {
            return none;
        }
        let Some(text) = widths.text.get(from..to) else { return none };
        let (first, last) = (text.chars().next().unwrap_or(' '), text.chars().next_back().unwrap_or(' '));
        let left = match protrusion::hangs(first).0 {
            0 => Length::ZERO,
            hang => (widths.upto(from + first.len_utf8()) - widths.upto(from)).scale(hang, 1_000),
        };
        let right = match protrusion::hangs(last).1 {
            0 => Length::ZERO,
            hang => (widths.upto(to) - widths.upto(to - last.len_utf8()) - of.letterspacing).scale(hang, 1_000),
        };
        (left, right + of.letterspacing)
    }
}

/// Widths inside a shaped text; a ligature is shared among its letters.
struct Widths<'a> {
    text: &'a str,
    /// By the byte that ends a letter.
    upto: Vec<Length>,
}

impl<'a> Widths<'a> {
    fn new(of: Type, upem: u16, text: &'a str, shaped: &Shaped) -> Widths<'a> {
        let mut glyphs: Vec<(usize, i64)> =
            shaped.glyphs.iter().map(|glyph| (glyph.cluster as usize, glyph.advance.into())).collect();
        // From right to left they come from the end.
        glyphs.sort_by_key(|(cluster, _)| *cluster);
        let mut upto = vec![Length::ZERO; text.len() + 1];
        let (mut units, mut letterspacing) = (0, Length::ZERO);
        let mut clusters = glyphs.chunk_by(|one, next| one.0 == next.0).peekable();
        while let Some(cluster) = clusters.next() {
            let from = cluster[0].0;
            let to = clusters.peek().map_or(text.len(), |next| next[0].0);
            let letters = text.get(from..to).unwrap_or_default();
            let count = letters.chars().count() as i64;
            letterspacing += of.letterspacing;
            for (nth, (at, letter)) in (1..).zip(letters.char_indices()) {
                let part: i64 = cluster.iter().map(|(_, advance)| advance * nth / count).sum();
                upto[from + at + letter.len_utf8()] = of.size.of_units(units + part, upem) + letterspacing;
            }
            units += cluster.iter().map(|(_, advance)| advance).sum::<i64>();
        }
        Widths { text, upto }
    }

    fn upto(&self, at: usize) -> Length {
        self.upto.get(at).copied().unwrap_or(Length::ZERO)
    }
}

/// The text in capitals or in small letters, and for each of its bytes where in the text it comes from. Turkish and its
/// kin part the dotted letter from the one without a dot.
fn recased(text: &str, case: Case, lang: &str) -> (String, Vec<u32>) {
    let dots = matches!(lang.split('-').next(), Some("tr" | "az"));
    let (mut recased, mut origin) = (String::new(), Vec::new());
    for (at, character) in text.char_indices() {
        match (case, character) {
            (Case::Upper, 'i') if dots => recased.push('İ'),
            (Case::AllSmall, 'I') if dots => recased.push('ı'),
            (Case::AllSmall, 'İ') if dots => recased.push('i'),
            (Case::AllSmall, _) => recased.extend(character.to_lowercase()),
            (Case::Upper | Case::SmallCaps | Case::None, _) => recased.extend(character.to_uppercase()),
        }
        origin.resize(recased.len(), at as u32);
    }
    (recased, origin)
}

/// FNV-1a of the letters and figures in lower case.
fn number(text: &str) -> u32 {
    let signs = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let mut empty = true;
    let hash = signs.fold(0x811c_9dc5_u32, |hash, sign| {
        empty = false;
        (hash ^ u32::from(sign)).wrapping_mul(0x0100_0193)
    });
    if empty { 0 } else { hash.max(1) }
}
