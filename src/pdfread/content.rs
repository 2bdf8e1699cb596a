//! In: a page. Out: what it shows, in order, each thing with the graphics state that it is shown in (ISO 32000-1, 8 and
//! 9), that of forms included. Refuses to draw; looks neither into patterns nor into fonts that are drawings.

use super::PdfError;
use super::colour::{Colour, Space};
use super::file::{File, Page, as_dict, number};
use super::fonts::Font;
use super::lexer::{Lexer, Token, is_space};
pub use super::outline::Area;
use super::outline::Outline;
use crate::base::limits::{PDF_CONTENT, PDF_OPERATORS};
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// Forms in forms, and saved states.
const FORMS: usize = 16;
const STATES: usize = 512;
/// What a form costs beyond its own operators.
const FORM_COST: usize = 50;
/// Bytes of content that cost as much as an operator.
const BYTES: usize = 16;
/// Operands that an operator may have: an array counts as one.
const OPERANDS: usize = 64;

/// `x' = a x + c y + e`, `y' = b x + d y + f`.
pub type Matrix = [f64; 6];

/// The graphics state, as far as a press asks about it.
#[derive(Clone, Debug)]
pub struct State {
    /// From the current space to the page's.
    pub matrix: Matrix,
    pub fill: Colour,
    pub stroke: Colour,
    /// In the current space.
    pub line_width: f64,
    pub fill_alpha: f64,
    pub stroke_alpha: f64,
    /// A blend mode that is not the normal one.
    pub blend: Option<Vec<u8>>,
    pub soft_mask: bool,
    /// The area in the page's space outside of which nothing is seen; a clip that is no rectangle may hide more.
    pub clip: Option<Area>,
    /// Of fills.
    pub overprint: bool,
    pub font: Option<Arc<Font>>,
    pub size: f64,
    /// 0 fill, 1 stroke, 2 both, 3 invisible; from 4 the same and a clip.
    pub text_mode: i64,
    letters: f64,
    words: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// A string: which of its line's codes, and where they stand.
#[derive(Clone, Debug)]
pub struct Strung {
    pub codes: Range<usize>,
    pub area: Area,
}

/// Something that a page shows. Areas are in the page's space.
#[derive(Debug)]
pub enum Shown<'a> {
    Text {
        /// Nothing but spaces of a font of single bytes.
        blank: bool,
        codes: &'a [u32],
        /// Each string of the line.
        strings: &'a [Strung],
        /// From the first origin to the last advance, a quarter of the size below the baseline, three above.
        area: Area,
        /// The size as seen.
        height: f64,
    },
    Path {
        area: Area,
        /// Whether a straight edge runs along the area's left, bottom, right, top.
        straight: [bool; 4],
        fill: bool,
        stroke: bool,
        /// The pen's width as seen; 0 is the thinnest line of the device.
        width: f64,
    },
    /// The state's matrix maps a unit square to the place.
    Image {
        id: Option<ObjectId>,
        dict: &'a Dictionary,
        /// Set within the content.
        inline: bool,
        area: Area,
    },
    Shading {
        dict: &'a Dictionary,
    },
    /// A form begins; what it shows follows.
    Form {
        id: Option<ObjectId>,
        dict: &'a Dictionary,
    },
}

impl Default for State {
    fn default() -> State {
        State {
            matrix: IDENTITY,
            fill: Colour::initial(Space::Gray),
            stroke: Colour::initial(Space::Gray),
            line_width: 1.0,
            fill_alpha: 1.0,
            stroke_alpha: 1.0,
            blend: None,
            soft_mask: false,
            clip: None,
            overprint: false,
            font: None,
            size: 0.0,
            text_mode: 0,
            letters: 0.0,
            words: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

impl State {
    /// Whether a press paints text alike in both, wherever it stands.
    pub fn paints_like(&self, other: &State) -> bool {
        let font = match (&self.font, &other.font) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        font && self.text_mode == other.text_mode
            && (&self.fill, &self.stroke, self.clip) == (&other.fill, &other.stroke, other.clip)
            && (self.fill_alpha, self.stroke_alpha) == (other.fill_alpha, other.stroke_alpha)
            && (&self.blend, self.soft_mask, self.overprint) == (&other.blend, other.soft_mask, other.overprint)
    }
}

/// A move within a line parts its text if it is wider, in thousandths of the size.
const WIDE: f64 = 2_000.0;

pub const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `inner`, then `outer`.
pub fn product(inner: &Matrix, outer: &Matrix) -> Matrix {
    let [a, b, c, d, e, f] = outer;
    let map = |x: f64, y: f64| (a * x + c * y, b * x + d * y);
    let (one, two, three) = (map(inner[0], inner[1]), map(inner[2], inner[3]), map(inner[4], inner[5]));
    [one.0, one.1, two.0, two.1, three.0 + e, three.1 + f]
}

pub fn map(matrix: &Matrix, (x, y): (f64, f64)) -> (f64, f64) {
    let [a, b, c, d, e, f] = matrix;
    (a * x + c * y + e, b * x + d * y + f)
}

/// The upright area around a rectangle's image.
pub fn area(matrix: &Matrix, [left, bottom, right, top]: Area) -> Area {
    around([(left, bottom), (right, bottom), (left, top), (right, top)].map(|corner| map(matrix, corner)))
}

fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Area {
    points.into_iter().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |area, (x, y)| {
        [area[0].min(x), area[1].min(y), area[2].max(x), area[3].max(y)]
    })
}

/// How much longer a line becomes, on the average of all directions.
pub fn scale(matrix: &Matrix) -> f64 {
    (matrix[0] * matrix[3] - matrix[1] * matrix[2]).abs().sqrt()
}

/// Shows a page to `see`, thing by thing; how much work that was, in operators and their like.
///
/// # Errors
///
/// Content that cannot be inflated, or that passes `limits::PDF_OPERATORS` or `limits::PDF_CONTENT`.
pub fn read(file: &File, page: &Page, see: &mut dyn FnMut(&State, Shown)) -> Result<usize, PdfError> {
    let content = file.content(page)?;
    let mut reader = Reader { file, see, operators: 0, inflated: content.len(), fonts: BTreeMap::new() };
    reader.stream(&content, &page.resources, State::default(), 0)?;
    Ok(reader.operators + reader.inflated / BYTES)
}

struct Reader<'a> {
    file: &'a File,
    see: &'a mut dyn FnMut(&State, Shown),
    operators: usize,
    inflated: usize,
    /// By object, where a font is one.
    fonts: BTreeMap<ObjectId, Arc<Font>>,
}

/// What is open while a stream is read.
#[derive(Default)]
struct Open {
    text: Matrix,
    line: Matrix,
    path: Option<Outline>,
    /// Whether the path, once it is painted, becomes the clip.
    clips: bool,
}

/// Text of one line, from its first letter to its last.
#[derive(Default)]
struct Written {
    codes: Vec<u32>,
    strings: Vec<Strung>,
    blank: bool,
    from: f64,
    to: f64,
}

impl Written {
    fn add(&mut self, codes: &[u32], blank: bool, (from, to): (f64, f64)) {
        if self.codes.is_empty() || self.blank && !blank {
            (self.from, self.to, self.blank) = (from.min(to), from.max(to), blank);
        } else if self.blank || !blank {
            (self.from, self.to) = (self.from.min(from.min(to)), self.to.max(from.max(to)));
        }
        self.codes.extend(codes);
    }
}

/// The part of an area within another; empty where they do not meet.
pub fn within(one: Area, other: Area) -> Area {
    [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])]
}

impl Reader<'_> {
    fn stream(&mut self, content: &[u8], resources: &Dictionary, state: State, depth: usize) -> Result<(), PdfError> {
        let mut lexer = Lexer::new(content, 0);
        let mut state = state;
        let mut saved: Vec<State> = Vec::new();
        let mut open = Open { text: IDENTITY, line: IDENTITY, ..Open::default() };
        let mut operands: Vec<Object> = Vec::new();
        while let Some(token) = lexer.token(false) {
            let word = match token {
                Token::Object(object) => {
                    if operands.len() < OPERANDS {
                        operands.push(object);
                    }
                    continue;
                }
                Token::Word(word) => word,
            };
            self.operators += 1;
            if self.operators > PDF_OPERATORS {
                return Err(PdfError::TooLarge(format!("a page has more than {PDF_OPERATORS} operators")));
            }
            match word {
                b"q" if saved.len() < STATES => saved.push(state.clone()),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"Do" => self.object(&operands, resources, &state, depth)?,
                b"BI" => self.inline(&mut lexer, &state),
                b"sh" => {
                    let named = operands.first().and_then(|name| name.as_name().ok());
                    let shadings = self.file.dict(resources, "Shading");
                    let shading = named.and_then(|name| as_dict(self.file.follow(shadings?.get(name).ok()?)));
                    shading.into_iter().for_each(|dict| (self.see)(&state, Shown::Shading { dict }));
                }
                _ if self.sets(word, &operands, resources, &mut state) => {}
                _ if self.writes(word, &operands, &mut state, &mut open) => {}
                b"W" | b"W*" => open.clips = true,
                _ => {
                    let area = open.path.as_ref().map(|path| path.area);
                    self.draws(word, &numbers(&operands), &state, &mut open);
                    if let Some(area) = area.filter(|_| open.clips && open.path.is_none()) {
                        state.clip = Some(state.clip.map_or(area, |clip| within(clip, area)));
                    }
                    open.clips &= open.path.is_some();
                }
            }
            operands.clear();
        }
        Ok(())
    }

    /// A form or an image (8.8, 8.9).
    fn object(
        &mut self,
        operands: &[Object],
        resources: &Dictionary,
        state: &State,
        depth: usize,
    ) -> Result<(), PdfError> {
        let file = self.file;
        let Some(name) = operands.first().and_then(|name| name.as_name().ok()) else { return Ok(()) };
        let Some(named) = file.dict(resources, "XObject").and_then(|objects| objects.get(name).ok()) else {
            return Ok(());
        };
        let id = named.as_reference().ok();
        let Object::Stream(stream) = file.follow(named) else { return Ok(()) };
        let dict = &stream.dict;
        if file.name(dict, "Subtype") == Some(b"Image") {
            let area = area(&state.matrix, [0.0, 0.0, 1.0, 1.0]);
            (self.see)(state, Shown::Image { id, dict, inline: false, area });
            return Ok(());
        }
        if file.name(dict, "Subtype") != Some(b"Form") || depth >= FORMS {
            return Ok(());
        }
        self.operators += FORM_COST;
        (self.see)(state, Shown::Form { id, dict });
        let own = self.inflate(stream)?;
        let matrix = file.numbers(dict, "Matrix").and_then(|six| Matrix::try_from(six).ok()).unwrap_or(IDENTITY);
        let mut inner = State { matrix: product(&matrix, &state.matrix), ..state.clone() };
        if let Some(bounds) = file.numbers(dict, "BBox").and_then(|four| Area::try_from(four).ok()) {
            let bounds = self::area(&inner.matrix, bounds);
            inner.clip = Some(inner.clip.map_or(bounds, |clip| within(clip, bounds)));
        }
        let resources = file.dict(dict, "Resources").unwrap_or(resources);
        self.stream(&own, resources, inner, depth + 1)
    }

    fn inflate(&mut self, stream: &Stream) -> Result<Vec<u8>, PdfError> {
        // A form that stands on a page many times is read as often: that work is counted too.
        let content = self.file.decoded_within(stream, PDF_CONTENT.saturating_sub(self.inflated))?;
        self.inflated = self.inflated.saturating_add(content.len());
        Ok(content)
    }

    fn inline(&mut self, lexer: &mut Lexer, state: &State) {
        let (dict, _) = inline(lexer);
        let area = area(&state.matrix, [0.0, 0.0, 1.0, 1.0]);
        (self.see)(state, Shown::Image { id: None, dict: &dict, inline: true, area });
    }

    /// Colours, lines and parameters of the state (8.4, 8.6). Whether the operator is one of these.
    fn sets(&mut self, word: &[u8], operands: &[Object], resources: &Dictionary, state: &mut State) -> bool {
        let values = numbers(operands);
        let device = |space| Colour { space, values: values.clone() };
        let first = operands.first();
        match word {
            b"cm" => {
                if let Ok(matrix) = Matrix::try_from(values) {
                    state.matrix = product(&matrix, &state.matrix);
                }
            }
            b"w" => state.line_width = values.first().map_or(state.line_width, |width| width.abs()),
            b"g" => state.fill = device(Space::Gray),
            b"G" => state.stroke = device(Space::Gray),
            b"rg" => state.fill = device(Space::Rgb),
            b"RG" => state.stroke = device(Space::Rgb),
            b"k" => state.fill = device(Space::Cmyk),
            b"K" => state.stroke = device(Space::Cmyk),
            b"cs" | b"CS" => {
                let space = first.map_or(Space::Unknown, |name| Space::of(self.file, resources, name));
                let colour = Colour::initial(space);
                if word == b"cs" { state.fill = colour } else { state.stroke = colour }
            }
            b"sc" | b"scn" => state.fill.values = values,
            b"SC" | b"SCN" => state.stroke.values = values,
            b"gs" => {
                let states = self.file.dict(resources, "ExtGState");
                let named = first.and_then(|name| states?.get(name.as_name().ok()?).ok());
                if let Some(dict) = named.and_then(|named| as_dict(self.file.follow(named))) {
                    self.parameters(dict, state);
                }
            }
            b"Tf" => {
                state.font = first.and_then(|name| self.font(name.as_name().ok()?, resources));
                state.size = values.first().copied().unwrap_or(state.size);
            }
            b"d" | b"J" | b"j" | b"M" | b"i" | b"ri" => {}
            _ => return false,
        }
        true
    }

    fn parameters(&self, dict: &Dictionary, state: &mut State) {
        let file = self.file;
        state.line_width = file.number(dict, "LW").unwrap_or(state.line_width);
        state.fill_alpha = file.number(dict, "ca").unwrap_or(state.fill_alpha);
        state.stroke_alpha = file.number(dict, "CA").unwrap_or(state.stroke_alpha);
        // `OP` alone is meant for fills as well (ISO 32000-1, table 58).
        if let Some(overprint) = file.entry(dict, "op").or(file.entry(dict, "OP")) {
            state.overprint = overprint.as_bool().unwrap_or(false);
        }
        if let Some(mask) = file.entry(dict, "SMask") {
            state.soft_mask = as_dict(mask).is_some();
        }
        if let Some(mode) = file.entry(dict, "BM") {
            let first = mode.as_array().ok().and_then(|modes| modes.first()).map_or(mode, |first| file.follow(first));
            let name = first.as_name().unwrap_or_default();
            state.blend = (!matches!(name, b"Normal" | b"Compatible" | b"")).then(|| name.to_vec());
        }
    }

    fn font(&mut self, name: &[u8], resources: &Dictionary) -> Option<Arc<Font>> {
        let file = self.file;
        let named = file.dict(resources, "Font")?.get(name).ok()?;
        let id = named.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(known.clone());
        }
        let font = Arc::new(Font::new(file, name, as_dict(file.follow(named))?));
        id.into_iter().for_each(|id| drop(self.fonts.insert(id, font.clone())));
        Some(font)
    }

    /// Text (9.3, 9.4). Whether the operator is one of its.
    fn writes(&mut self, word: &[u8], operands: &[Object], state: &mut State, open: &mut Open) -> bool {
        let values = numbers(operands);
        let value = |at: usize| values.get(at).copied().unwrap_or(0.0);
        let next_line = |open: &mut Open, x: f64, y: f64| {
            open.line = product(&[1.0, 0.0, 0.0, 1.0, x, y], &open.line);
            open.text = open.line;
        };
        match word {
            b"BT" => (open.text, open.line) = (IDENTITY, IDENTITY),
            b"ET" => {}
            b"Tc" => state.letters = value(0),
            b"Tw" => state.words = value(0),
            b"Tz" => state.scale = value(0) / 100.0,
            b"TL" => state.leading = value(0),
            b"Ts" => state.rise = value(0),
            b"Tr" => state.text_mode = value(0) as i64,
            b"Td" => next_line(open, value(0), value(1)),
            b"TD" => {
                state.leading = -value(1);
                next_line(open, value(0), value(1));
            }
            b"Tm" => {
                if let Ok(matrix) = Matrix::try_from(values) {
                    (open.text, open.line) = (matrix, matrix);
                }
            }
            b"T*" => next_line(open, 0.0, -state.leading),
            b"Tj" => self.text(operands.get(..1), state, open),
            b"'" => {
                next_line(open, 0.0, -state.leading);
                self.text(operands.get(..1), state, open);
            }
            b"\"" => {
                (state.words, state.letters) = (value(0), value(1));
                next_line(open, 0.0, -state.leading);
                self.text(operands.get(2..3), state, open);
            }
            b"TJ" => {
                let parts = operands.first().and_then(|parts| parts.as_array().ok());
                self.text(parts.map(Vec::as_slice), state, open);
            }
            _ => return false,
        }
        true
    }

    /// Strings and the moves between them: one text, where no wide gap parts it.
    fn text(&mut self, parts: Option<&[Object]>, state: &State, open: &mut Open) {
        let Some(font) = &state.font else { return };
        let matrix = product(&open.text, &state.matrix);
        let height = state.size.abs() * scale(&matrix);
        let (low, high) = (state.rise - state.size / 4.0, state.rise + state.size * 3.0 / 4.0);
        let mut show = |written: &mut Written| {
            if !written.codes.is_empty() {
                let area = area(&matrix, [written.from, low, written.to, high]);
                let Written { blank, codes, strings, .. } = &*written;
                (self.see)(state, Shown::Text { blank: *blank, codes, strings, area, height });
                written.codes.clear();
                written.strings.clear();
            }
        };
        let (mut written, mut x) = (Written::default(), 0.0);
        for part in parts.into_iter().flatten() {
            match (part, number(part)) {
                (Object::String(bytes, _), _) if !bytes.is_empty() => {
                    let codes = font.codes(bytes);
                    let mut advance = 0.0;
                    for &code in &codes {
                        let space = if code == 32 && !font.wide { state.words } else { 0.0 };
                        advance += (font.width(code) * state.size + state.letters + space) * state.scale;
                    }
                    let from = written.codes.len();
                    written.add(&codes, bytes.iter().all(|byte| *byte == b' '), (x, x + advance));
                    let area = area(&matrix, [x, low, x + advance, high]);
                    written.strings.push(Strung { codes: from..written.codes.len(), area });
                    x += advance;
                }
                (_, Some(back)) => {
                    if back.abs() > WIDE {
                        show(&mut written);
                    }
                    x -= back / 1_000.0 * state.size * state.scale;
                }
                _ => {}
            }
        }
        show(&mut written);
        open.text = product(&[1.0, 0.0, 0.0, 1.0, x, 0.0], &open.text);
    }

    /// Paths (8.5).
    fn draws(&mut self, word: &[u8], values: &[f64], state: &State, open: &mut Open) {
        let at = |x: f64, y: f64| map(&state.matrix, (x, y));
        let mut from = |point| match &mut open.path {
            Some(path) => path.move_to(point),
            none => *none = Some(Outline::new(point)),
        };
        match (word, values) {
            (b"m", &[x, y]) => from(at(x, y)),
            (b"re", &[x, y, width, height]) => {
                from(at(x, y));
                let corners = [at(x + width, y), at(x + width, y + height), at(x, y + height)];
                open.path.iter_mut().for_each(|path| corners.iter().for_each(|&corner| path.line_to(corner)));
                open.path.iter_mut().for_each(Outline::close);
            }
            (b"l", &[x, y]) => open.path.get_or_insert_with(|| Outline::new(at(x, y))).line_to(at(x, y)),
            (b"c", &[a, b, c, d, e, f]) => {
                let points = [at(a, b), at(c, d), at(e, f)];
                open.path.get_or_insert_with(|| Outline::new(points[0])).curve_to(&points);
            }
            (b"v" | b"y", &[a, b, c, d]) => {
                let points = [at(a, b), at(c, d)];
                open.path.get_or_insert_with(|| Outline::new(points[0])).curve_to(&points);
            }
            (b"h", _) => open.path.iter_mut().for_each(Outline::close),
            (b"n", _) => open.path = None,
            (b"f" | b"F" | b"f*" | b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*", _) => {
                let Some(mut path) = open.path.take() else { return };
                path.close();
                let (area, straight) = (path.area, path.straight());
                let stroke = matches!(word, b"S" | b"s" | b"B" | b"B*" | b"b" | b"b*");
                let fill = !matches!(word, b"S" | b"s");
                let width = state.line_width * scale(&state.matrix);
                (self.see)(state, Shown::Path { area, straight, fill, stroke, width });
            }
            _ => {}
        }
    }
}

/// The dictionary and the data of an image between `BI` and `EI` (8.9.7). Where the data ends is not said: behind white space,
/// and before it.
pub fn inline<'a>(lexer: &mut Lexer<'a>) -> (Dictionary, &'a [u8]) {
    let mut dict = Dictionary::new();
    let mut key = None;
    while let Some(token) = lexer.token(false) {
        match (token, key.take()) {
            (Token::Word(b"ID"), _) => break,
            (Token::Object(Object::Name(name)), None) => key = Some(name),
            (Token::Object(value), Some(name)) => dict.set(name, value),
            _ => {}
        }
    }
    lexer.skip(1);
    let rest = lexer.rest();
    let ends = |window: &[u8]| is_space(window[0]) && &window[1..3] == b"EI" && is_space(window[3]);
    let end = rest.windows(4).position(ends);
    lexer.skip(end.map_or(rest.len(), |at| at + 3));
    (dict, &rest[..end.unwrap_or(rest.len())])
}

/// How many saved states content leaves open; nothing where it closes what it has not opened, or ends within text or marked
/// content, so that what is put behind it would not stand where it should.
pub fn left_open(content: &[u8]) -> Option<usize> {
    let mut lexer = Lexer::new(content, 0);
    let (mut states, mut texts, mut marks) = (0_usize, 0_usize, 0_usize);
    let mut operators = 0;
    while let Some(token) = lexer.token(false) {
        let Token::Word(word) = token else { continue };
        operators += 1;
        match word {
            _ if operators > PDF_OPERATORS => return None,
            b"q" => states += 1,
            b"Q" => states = states.checked_sub(1)?,
            b"BT" => texts += 1,
            b"ET" => texts = texts.checked_sub(1)?,
            b"BMC" | b"BDC" => marks += 1,
            b"EMC" => marks = marks.checked_sub(1)?,
            b"BI" => drop(inline(&mut lexer)),
            _ => {}
        }
    }
    (texts == 0 && marks == 0).then_some(states)
}

fn numbers(operands: &[Object]) -> Vec<f64> {
    operands.iter().filter_map(number).collect()
}
