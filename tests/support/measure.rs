//! In: a finished PDF. Out: its pages as glyphs where they stand. Believes nothing but the file.
//!
//! Lengths are thousandths of a point from the trim's top left corner, y downwards.

use super::fonts::{Font, number, utf16};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Thousandths of a point.
pub type Milli = i64;

#[derive(Debug)]
pub struct Page {
    pub width: Milli,
    pub height: Milli,
    /// In the order of the file.
    pub glyphs: Vec<Glyph>,
    /// Filled rectangles: left, top, right, bottom.
    pub rules: Vec<[Milli; 4]>,
    /// What spans say that their glyphs stand for.
    pub actual: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Glyph {
    pub x: Milli,
    /// The baseline, without `rise`.
    pub y: Milli,
    /// Upwards.
    pub rise: Milli,
    pub width: Milli,
    /// As drawn.
    pub size: Milli,
    pub text: Rc<str>,
    pub font: Rc<str>,
    /// The width of the font's own space at this size and scale; 0 where it has none.
    pub space: Milli,
    /// Index into `Page::actual`.
    pub actual: Option<usize>,
    pub artifact: bool,
}

/// Reads all pages. Panics on a file that is none.
pub fn read(bytes: &[u8]) -> Vec<Page> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let mut fonts = BTreeMap::new();
    document.page_iter().map(|id| page(&document, id, &mut fonts)).collect()
}

/// A page's inherited entry (ISO 32000-1, 7.7.3.4).
fn inherited<'a>(document: &'a Document, mut dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    loop {
        if let Ok(found) = dict.get_deref(key, document) {
            return Some(found);
        }
        dict = dict.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
}

type Fonts = BTreeMap<ObjectId, Rc<Font>>;

fn page(document: &Document, id: ObjectId, fonts: &mut Fonts) -> Page {
    let dict = document.get_dictionary(id).expect("a page");
    let box_ = inherited(document, dict, b"TrimBox").or_else(|| inherited(document, dict, b"MediaBox"));
    let box_: Vec<f64> =
        box_.and_then(|box_| box_.as_array().ok()).map_or(Vec::new(), |all| all.iter().map(number).collect());
    let [left, bottom, right, top] = box_[..] else { panic!("a page without a box") };
    let empty = Dictionary::new();
    let resources = inherited(document, dict, b"Resources").and_then(|found| found.as_dict().ok()).unwrap_or(&empty);
    let mut reader = Reader {
        document,
        fonts,
        page: Page {
            width: milli(right - left),
            height: milli(top - bottom),
            glyphs: Vec::new(),
            rules: Vec::new(),
            actual: Vec::new(),
        },
        marked: Vec::new(),
    };
    // From the page's own space to the trim's, y downwards.
    let state = State { matrix: [1.0, 0.0, 0.0, -1.0, -left, top], ..State::default() };
    reader.content(&document.get_page_content(id), resources, state, 0);
    reader.page
}

fn milli(points: f64) -> Milli {
    (points * 1_000.0).round() as Milli
}

type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn then(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn apply(m: Matrix, x: f64, y: f64) -> (f64, f64) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    letter: f64,
    word: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

impl Default for State {
    fn default() -> State {
        State { matrix: IDENTITY, font: None, size: 0.0, letter: 0.0, word: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 }
    }
}

struct Reader<'a> {
    document: &'a Document,
    fonts: &'a mut Fonts,
    page: Page,
    /// Open marked content: its actual text, whether it is an artifact.
    marked: Vec<(Option<usize>, bool)>,
}

impl Reader<'_> {
    fn content(&mut self, bytes: &[u8], resources: &Dictionary, state: State, depth: usize) {
        let content = Content::decode(bytes).expect("content that can be read");
        let (mut state, mut stack) = (state, Vec::new());
        let (mut line, mut text) = (IDENTITY, IDENTITY);
        let mut boxes: Vec<[f64; 4]> = Vec::new();
        for operation in &content.operations {
            let operands = &operation.operands;
            let n = |at: usize| operands.get(at).map_or(0.0, number);
            let six = || std::array::from_fn(n);
            match operation.operator.as_str() {
                "q" => stack.push(state.clone()),
                "Q" => state = stack.pop().expect("as many q as Q"),
                "cm" => state.matrix = then(six(), state.matrix),
                "BT" => (line, text) = (IDENTITY, IDENTITY),
                "Tf" => {
                    state.font = operands.first().and_then(|name| self.font(resources, name.as_name().ok()?));
                    state.size = n(1);
                }
                "Td" | "TD" | "T*" => {
                    if operation.operator == "TD" {
                        state.leading = -n(1);
                    }
                    let by = if operation.operator == "T*" { (0.0, -state.leading) } else { (n(0), n(1)) };
                    line = then([1.0, 0.0, 0.0, 1.0, by.0, by.1], line);
                    text = line;
                }
                "Tm" => (line, text) = (six(), six()),
                "TL" => state.leading = n(0),
                "Tc" => state.letter = n(0),
                "Tw" => state.word = n(0),
                "Tz" => state.scale = n(0) / 100.0,
                "Ts" => state.rise = n(0),
                "Tj" => self.show(&operands[..], &state, &mut text),
                "TJ" => self.show(operands[0].as_array().expect("an array"), &state, &mut text),
                "BDC" | "BMC" => self.begin(operands, resources),
                "EMC" => drop(self.marked.pop().expect("as many BDC as EMC")),
                "re" => boxes.push([n(0), n(1), n(2), n(3)]),
                "f" | "f*" | "F" | "B" => {
                    for [x, y, width, height] in boxes.drain(..) {
                        let (a, b) = (apply(state.matrix, x, y), apply(state.matrix, x + width, y + height));
                        self.page.rules.push([a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)].map(milli));
                    }
                }
                "n" | "S" | "s" => boxes.clear(),
                "Do" if depth < 8 => self.form(resources, operands, &state, depth),
                "'" | "\"" => panic!("an operator that this reader does not know: {}", operation.operator),
                _ => {}
            }
        }
        assert!(stack.is_empty(), "as many Q as q");
    }

    fn font(&mut self, resources: &Dictionary, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = resources.get_deref(b"Font", self.document).and_then(Object::as_dict).ok()?;
        let id = fonts.get(name).and_then(Object::as_reference).ok()?;
        if !self.fonts.contains_key(&id) {
            let font = Rc::new(Font::read(self.document, self.document.get_dictionary(id).ok()?));
            self.fonts.insert(id, font);
        }
        self.fonts.get(&id).cloned()
    }

    fn begin(&mut self, operands: &[Object], resources: &Dictionary) {
        let tag = operands.first().and_then(|tag| tag.as_name().ok()).unwrap_or_default();
        let named = |name: &[u8]| {
            let all = resources.get_deref(b"Properties", self.document).and_then(Object::as_dict).ok()?;
            all.get_deref(name, self.document).and_then(Object::as_dict).ok()
        };
        let properties = match operands.get(1) {
            Some(Object::Dictionary(inline)) => Some(inline),
            Some(Object::Name(name)) => named(name),
            _ => None,
        };
        let (outer, artifact) = self.marked.last().copied().unwrap_or_default();
        let actual = properties.and_then(|all| all.get(b"ActualText").and_then(Object::as_str).ok()).map(text_string);
        let actual = actual.map(|actual| {
            self.page.actual.push(actual);
            self.page.actual.len() - 1
        });
        self.marked.push((actual.or(outer), artifact || tag == b"Artifact"));
    }

    fn show(&mut self, pieces: &[Object], state: &State, text: &mut Matrix) {
        let font = state.font.clone().expect("a font before text");
        let name: Rc<str> = font.name.as_str().into();
        let (actual, artifact) = self.marked.last().copied().unwrap_or_default();
        for piece in pieces {
            let Object::String(codes, _) = piece else {
                *text = then([1.0, 0.0, 0.0, 1.0, -number(piece) / 1_000.0 * state.size * state.scale, 0.0], *text);
                continue;
            };
            for code in codes.chunks(font.bytes) {
                let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
                let whole = then(*text, state.matrix);
                let tall = (whole[2] * whole[2] + whole[3] * whole[3]).sqrt();
                let wide = (whole[0] * whole[0] + whole[1] * whole[1]).sqrt();
                let (x, y) = apply(whole, 0.0, 0.0);
                let em = state.size * state.scale / 1_000.0;
                let single = font.bytes == 1 && code == 32;
                let advance =
                    font.width(code) * em + (state.letter + if single { state.word } else { 0.0 }) * state.scale;
                self.page.glyphs.push(Glyph {
                    x: milli(x),
                    y: milli(y),
                    rise: milli(state.rise * tall),
                    width: milli(font.width(code) * em * wide),
                    size: milli(state.size * tall),
                    text: font.text(code),
                    font: name.clone(),
                    space: milli(font.space.unwrap_or(0.0) * em * wide),
                    actual,
                    artifact,
                });
                *text = then([1.0, 0.0, 0.0, 1.0, advance, 0.0], *text);
            }
        }
    }

    fn form(&mut self, resources: &Dictionary, operands: &[Object], state: &State, depth: usize) {
        let form = operands.first().and_then(|name| name.as_name().ok()).and_then(|name| {
            let all = resources.get_deref(b"XObject", self.document).and_then(Object::as_dict).ok()?;
            all.get_deref(name, self.document).and_then(Object::as_stream).ok()
        });
        let Some(form) =
            form.filter(|form| form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form"))
        else {
            return;
        };
        let matrix = form.dict.get(b"Matrix").and_then(Object::as_array);
        let matrix = matrix.map_or(IDENTITY, |all| std::array::from_fn(|at| all.get(at).map_or(0.0, number)));
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).unwrap_or(resources);
        let bytes = form.decompressed_content().unwrap_or_else(|_| form.content.clone());
        self.content(&bytes, own, State { matrix: then(matrix, state.matrix), ..state.clone() }, depth + 1);
    }
}

/// ISO 32000-1, 7.9.2.2, as far as ASCII goes where it is not UTF-16.
fn text_string(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(bytes) => utf16(bytes, 0).to_string(),
        None => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    /// A page of one font: a is 500 wide, a space 250, every other letter 1,000.
    pub fn one_page(content: &str) -> Vec<Page> {
        let mut document = Document::with_version("1.6");
        let map = "1 beginbfrange <20> <7e> <0020> endbfrange";
        let map = document.add_object(Stream::new(Dictionary::new(), map.into()));
        let widths: Vec<Object> = (32..127)
            .map(|code: i64| [(97, 500), (32, 250)].iter().find(|(c, _)| *c == code).map_or(1_000, |(_, w)| *w).into())
            .collect();
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Test", "FirstChar" => 32,
            "Widths" => widths, "ToUnicode" => map,
        });
        let content = document.add_object(Stream::new(Dictionary::new(), content.into()));
        let pages = document.new_object_id();
        let page = document.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "TrimBox" => vec![10.into(), 10.into(), 210.into(), 310.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F0" => font } },
        });
        document
            .objects
            .insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
        let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        document.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        read(&bytes)
    }

    fn shown(page: &Page) -> Vec<(Milli, Milli, Milli, Milli, &str)> {
        page.glyphs.iter().map(|glyph| (glyph.x, glyph.y, glyph.width, glyph.size, &*glyph.text)).collect()
    }

    #[test]
    fn glyphs_stand_where_a_viewer_draws_them() {
        let pages =
            one_page("q 1 0 0 1 10 10 cm BT /F0 10 Tf 20 280 Td [(a)-100(a) 50 (b)]TJ 0 -12 Td 50 Tz 3 Ts (a)Tj ET Q");
        assert_eq!((pages[0].width, pages[0].height), (200_000, 300_000));
        assert_eq!(
            shown(&pages[0]),
            [
                (20_000, 20_000, 5_000, 10_000, "a"),
                (26_000, 20_000, 5_000, 10_000, "a"),
                (30_500, 20_000, 10_000, 10_000, "b"),
                (20_000, 32_000, 2_500, 10_000, "a"),
            ]
        );
        assert_eq!((pages[0].glyphs[3].rise, pages[0].glyphs[3].space), (3_000, 1_250));
    }

    #[test]
    fn spans_artifacts_and_rules_are_kept() {
        let content = "10 10 100 .5 re f /Artifact BMC BT /F0 5 Tf 2 0 0 2 10 300 Tm (x)Tj ET EMC
            BT /F0 10 Tf /Span<</ActualText<FEFF00660069>>>BDC (y)Tj EMC ET";
        let pages = one_page(content);
        let page = &pages[0];
        assert_eq!(page.rules, [[0, 299_500, 100_000, 300_000]]);
        assert_eq!((page.glyphs[0].size, page.glyphs[0].artifact, page.glyphs[0].actual), (10_000, true, None));
        assert_eq!((page.glyphs[1].artifact, page.actual[page.glyphs[1].actual.unwrap()].as_str()), (false, "fi"));
    }
}
