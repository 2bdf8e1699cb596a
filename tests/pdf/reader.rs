//! Reads a page of a PDF as a viewer does: every glyph with its place and its text.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::BTreeMap;

/// One glyph as shown, in points from the page's bottom left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    pub text: String,
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub font: String,
    /// The number of the marked content that it is in.
    pub number: Option<i64>,
}

/// Marked content that is open.
#[derive(Default)]
struct Marked {
    actual: Option<String>,
    number: Option<i64>,
    /// The first glyph of some that are shown from the last to the first.
    reversed: Option<usize>,
}

/// What a structure element is made of.
pub enum Kid<'a> {
    /// Marked content of a page.
    Ink {
        page: usize,
        number: i64,
    },
    Annotation(&'a Dictionary),
    Element(&'a Dictionary),
}

pub struct Reader {
    pub document: Document,
    pub pages: Vec<ObjectId>,
}

struct Font {
    name: String,
    texts: BTreeMap<u16, String>,
    widths: Vec<f64>,
}

#[derive(Clone, Default)]
struct State {
    font: String,
    size: f64,
    scale: f64,
    rise: f64,
}

impl Reader {
    pub fn new(bytes: &[u8]) -> Reader {
        let document = Document::load_mem(bytes).unwrap();
        let pages = document.page_iter().collect();
        Reader { document, pages }
    }

    pub fn page(&self, at: usize) -> &Dictionary {
        self.document.get_dictionary(self.pages[at]).unwrap()
    }

    pub fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).unwrap().1
    }

    pub fn entry<'a>(&'a self, dict: &'a Dictionary, key: &str) -> &'a Object {
        self.follow(dict.get(key.as_bytes()).unwrap_or_else(|_| panic!("no /{key} in {dict:?}")))
    }

    pub fn resources(&self, page: usize, kind: &str) -> BTreeMap<String, &Object> {
        let resources = self.entry(self.page(page), "Resources").as_dict().unwrap();
        let Ok(named) = resources.get(kind.as_bytes()) else { return BTreeMap::new() };
        let named = self.follow(named).as_dict().unwrap().iter();
        named.map(|(name, object)| (String::from_utf8(name.clone()).unwrap(), self.follow(object))).collect()
    }

    /// The children of a structure element, in reading order.
    pub fn kids<'a>(&'a self, element: &'a Dictionary) -> Vec<Kid<'a>> {
        let Ok(kids) = element.get(b"K") else { return Vec::new() };
        let kids = match self.follow(kids) {
            Object::Array(kids) => kids.iter().collect(),
            kid => vec![kid],
        };
        let page = |dict: &Dictionary| {
            let page = dict.get(b"Pg").expect("the page of some ink").as_reference().unwrap();
            self.pages.iter().position(|&id| id == page).expect("a page of the file")
        };
        let kid = |kid: &'a Object| match self.follow(kid) {
            Object::Integer(number) => Kid::Ink { page: page(element), number: *number },
            Object::Dictionary(kid) if kid.has(b"MCID") => {
                Kid::Ink { page: page(kid), number: kid.get(b"MCID").unwrap().as_i64().unwrap() }
            }
            Object::Dictionary(kid) if kid.has(b"Obj") => Kid::Annotation(self.entry(kid, "Obj").as_dict().unwrap()),
            kid => Kid::Element(kid.as_dict().unwrap()),
        };
        kids.into_iter().map(kid).collect()
    }

    pub fn operations(&self, page: usize) -> Vec<Operation> {
        Content::decode(&self.document.get_page_content(self.pages[page])).unwrap().operations
    }

    fn fonts(&self, page: usize) -> BTreeMap<String, Font> {
        let fonts = self.resources(page, "Font").into_iter();
        fonts.map(|(name, font)| (name, self.font(font.as_dict().unwrap()))).collect()
    }

    fn font(&self, font: &Dictionary) -> Font {
        let map = self.entry(font, "ToUnicode").as_stream().unwrap().decompressed_content().unwrap();
        let descendant = self.follow(&self.entry(font, "DescendantFonts").as_array().unwrap()[0]).as_dict().unwrap();
        let widths = self.entry(descendant, "W").as_array().unwrap();
        assert_eq!(widths[0].as_i64().unwrap(), 0);
        let widths = widths[1].as_array().unwrap().iter().map(|width| f64::from(width.as_float().unwrap())).collect();
        let name = String::from_utf8(self.entry(font, "BaseFont").as_name().unwrap().to_vec()).unwrap();
        Font { name, texts: texts(&String::from_utf8(map).unwrap()), widths }
    }

    /// Every glyph in the order of the content. Text that `ActualText` gives stands at its first glyph.
    pub fn shown(&self, page: usize) -> Vec<Shown> {
        let fonts = self.fonts(page);
        let mut shown: Vec<Shown> = Vec::new();
        let (mut state, mut stack) = (State { scale: 1.0, ..State::default() }, Vec::new());
        let (mut line, mut pen) = ((0.0, 0.0), 0.0);
        let mut open: Vec<Marked> = Vec::new();
        for operation in self.operations(page) {
            let number = |at: usize| f64::from(operation.operands[at].as_float().unwrap());
            match operation.operator.as_str() {
                "q" => stack.push(state.clone()),
                "Q" => state = stack.pop().unwrap(),
                "BT" => (line, pen) = ((0.0, 0.0), 0.0),
                "Td" => (line, pen) = ((line.0 + number(0), line.1 + number(1)), 0.0),
                "Tf" => {
                    state.font = String::from_utf8(operation.operands[0].as_name().unwrap().to_vec()).unwrap();
                    state.size = number(1);
                }
                "Tz" => state.scale = number(0) / 100.0,
                "Ts" => state.rise = number(0),
                "BMC" => {
                    let reversed = operation.operands[0].as_name().is_ok_and(|name| name == b"ReversedChars");
                    open.push(Marked { reversed: reversed.then_some(shown.len()), ..Marked::default() });
                }
                "BDC" => {
                    let properties = operation.operands[1].as_dict().unwrap();
                    let number = properties.get(b"MCID").ok().map(|number| number.as_i64().unwrap());
                    open.push(Marked { actual: actual_text(properties), number, reversed: None });
                }
                "EMC" => {
                    let ended = open.pop().expect("as many ends as beginnings");
                    if let Some(first) = ended.reversed {
                        shown[first..].reverse();
                    }
                }
                "TJ" => {
                    let font = &fonts[&state.font];
                    for part in operation.operands[0].as_array().unwrap() {
                        let Object::String(codes, _) = part else {
                            pen -= f64::from(part.as_float().unwrap()) / 1_000.0 * state.size * state.scale;
                            continue;
                        };
                        for code in codes.chunks(2).map(|code| u16::from_be_bytes(code.try_into().unwrap())) {
                            let number = open.iter().rev().find_map(|marked| marked.number);
                            let told = open.iter_mut().rev().find_map(|marked| marked.actual.as_mut());
                            let own = || font.texts.get(&code).cloned().unwrap_or_default();
                            let text = told.map_or_else(own, std::mem::take);
                            let (x, y, size) = (line.0 + pen, line.1 + state.rise, state.size);
                            shown.push(Shown { text, x, y, size, font: font.name.clone(), number });
                            pen += font.widths[usize::from(code)] / 1_000.0 * state.size * state.scale;
                        }
                    }
                }
                _ => {}
            }
        }
        assert!(stack.is_empty() && open.is_empty());
        shown
    }

    pub fn text(&self, page: usize) -> String {
        self.shown(page).into_iter().map(|shown| shown.text).collect()
    }
}

fn actual_text(properties: &Dictionary) -> Option<String> {
    let bytes = properties.get(b"ActualText").ok()?.as_str().ok()?;
    Some(utf16(bytes.strip_prefix(&[0xfe, 0xff]).unwrap()))
}

fn texts(map: &str) -> BTreeMap<u16, String> {
    let pairs = map.lines().filter_map(|line| line.strip_prefix('<')?.strip_suffix('>')?.split_once("> <"));
    let pairs = pairs.filter(|(code, _)| code.len() == 4);
    let pairs = pairs.map(|(code, text)| (u16::from_str_radix(code, 16).unwrap(), utf16(&hex(text))));
    pairs.filter(|(_, text)| text != "\u{ffff}").collect()
}

fn hex(digits: &str) -> Vec<u8> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

pub fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|unit| u16::from_be_bytes(unit.try_into().unwrap())).collect();
    String::from_utf16(&units).unwrap()
}
