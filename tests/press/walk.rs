//! Walks every object of a PDF: keys, names, operators, pixels, text.

use chapbook::fonts::{FeatureSet, Features, Figures, Position};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// Keys that no version before 1.4 knows; `Metadata` and `OutputIntents`, which PDF/X requires, apart.
pub const SINCE_1_4: [&str; 16] = [
    "ActualText",
    "Lang",
    "MarkInfo",
    "SMask",
    "Group",
    "ca",
    "CA",
    "BM",
    "AIS",
    "TK",
    "DisplayDocTitle",
    "Alt",
    "E",
    "JBIG2Globals",
    "NeedAppearances",
    "Version",
];
/// Keys that no version before 1.5 knows.
pub const SINCE_1_5: [&str; 11] = [
    "ObjStm",
    "OCProperties",
    "OC",
    "SMaskInData",
    "Perms",
    "Legal",
    "UserUnit",
    "Tabs",
    "TemplateInstantiated",
    "PresSteps",
    "PrintScaling",
];
/// Keys that no version before 1.7 knows.
pub const SINCE_1_7: [&str; 6] =
    ["Collection", "Extensions", "PrintPageRange", "NumCopies", "Duplex", "PickTrayByPDFSize"];
/// Values that came later than 1.3, or that PDF/X never takes.
pub const LATER_NAMES: [&str; 8] =
    ["ObjStm", "XRef", "JPXDecode", "JBIG2Decode", "OpenType", "Crypt", "LZWDecode", "Transparency"];
/// The operators of PDF 1.3 (its reference, appendix A).
pub const OPERATORS: [&str; 73] = [
    "b", "B", "b*", "B*", "BDC", "BI", "BMC", "BT", "BX", "c", "cm", "CS", "cs", "d", "d0", "d1", "Do", "DP", "EI",
    "EMC", "ET", "EX", "f", "F", "f*", "G", "g", "gs", "h", "i", "ID", "j", "J", "K", "k", "l", "m", "M", "MP", "n",
    "q", "Q", "re", "RG", "rg", "ri", "s", "S", "SC", "sc", "SCN", "scn", "sh", "T*", "Tc", "Td", "TD", "Tf", "Tj",
    "TJ", "TL", "Tm", "Tr", "Ts", "Tw", "Tz", "v", "w", "W", "W*", "y", "'", "\"",
];

pub const PLAIN: Features = Features {
    small_caps: false,
    figures: Figures::Default,
    position: Position::Normal,
    tabular: false,
    no_ligatures: false,
    others: FeatureSet::NONE,
};

pub struct File {
    document: Document,
    /// As the first line has it.
    pub version: String,
    pages: Vec<ObjectId>,
}

impl File {
    pub fn read(bytes: &[u8]) -> File {
        let version = String::from_utf8(bytes[5..8].to_vec()).unwrap();
        let document = Document::load_mem(bytes).unwrap();
        let pages = document.page_iter().collect();
        File { document, version, pages }
    }

    pub fn follow<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).unwrap().1
    }

    pub fn entry<'a>(&'a self, dict: &'a Dictionary, key: &str) -> &'a Object {
        self.follow(dict.get(key.as_bytes()).unwrap_or_else(|_| panic!("no /{key} in {dict:?}")))
    }

    pub fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    pub fn trailer(&self) -> &Dictionary {
        &self.document.trailer
    }

    pub fn info(&self) -> &Dictionary {
        self.entry(self.trailer(), "Info").as_dict().unwrap()
    }

    pub fn xmp(&self) -> String {
        let stream = self.entry(self.catalog(), "Metadata").as_stream().unwrap();
        assert!(!stream.dict.has(b"Filter"), "a packet that any tool can find");
        String::from_utf8(stream.content.clone()).unwrap()
    }

    pub fn page(&self, at: usize) -> &Dictionary {
        self.document.get_dictionary(self.pages[at]).unwrap()
    }

    /// Of every object and of every one inside it.
    pub fn dictionaries(&self) -> impl Iterator<Item = (ObjectId, &Dictionary)> {
        let mut found = Vec::new();
        for (id, object) in &self.document.objects {
            collect(*id, object, &mut found);
        }
        collect_dict((0, 0), &self.document.trailer, &mut found);
        found.into_iter()
    }

    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys: BTreeSet<String> = BTreeSet::new();
        for (_, dict) in self.dictionaries() {
            keys.extend(dict.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()));
        }
        for operation in self.contents() {
            for operand in &operation.operands {
                if let Object::Dictionary(dict) = operand {
                    keys.extend(dict.iter().map(|(key, _)| String::from_utf8_lossy(key).into_owned()));
                }
            }
        }
        keys
    }

    /// Every name that is a value, in a dictionary or an array of one.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut add = |object: &Object| {
            if let Object::Name(name) = object {
                names.insert(String::from_utf8_lossy(name).into_owned());
            }
        };
        for (_, dict) in self.dictionaries() {
            for (_, value) in dict {
                add(value);
                value.as_array().into_iter().flatten().for_each(&mut add);
            }
        }
        names
    }

    pub fn content(&self, page: usize) -> Vec<Operation> {
        Content::decode(&self.document.get_page_content(self.pages[page])).unwrap().operations
    }

    /// Of pages and forms.
    fn contents(&self) -> Vec<Operation> {
        let mut all: Vec<Operation> = (0..self.pages.len()).flat_map(|page| self.content(page)).collect();
        for object in self.document.objects.values() {
            let Ok(stream) = object.as_stream() else { continue };
            if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form") {
                all.extend(Content::decode(&stream.decompressed_content().unwrap()).unwrap().operations);
            }
        }
        all
    }

    pub fn operators(&self) -> BTreeSet<String> {
        self.contents().into_iter().map(|operation| operation.operator).collect()
    }

    /// The samples of an image, 255 solid ink.
    pub fn pixels(&self, image: &Dictionary) -> Vec<u8> {
        let streams = self.document.objects.values().filter_map(|object| object.as_stream().ok());
        let stream = { streams }.find(|stream| std::ptr::eq(&stream.dict, image)).expect("an image's own dictionary");
        if image.get(b"Filter").unwrap().as_name().unwrap() == b"FlateDecode" {
            return stream.decompressed_content().unwrap();
        }
        let picture = chapbook::pictures::Picture::probe(stream.content.clone()).unwrap();
        picture.decode_inks().unwrap().expect("four inks").pixels
    }

    /// What copying a page gives: every code by its font's map, line after line.
    pub fn text(&self, page: usize) -> String {
        let resources = self.entry(self.page(page), "Resources").as_dict().unwrap();
        let fonts = self.entry(resources, "Font").as_dict().unwrap();
        let maps: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = fonts
            .iter()
            .map(|(name, font)| {
                let font = self.follow(font).as_dict().unwrap();
                let map = self.entry(font, "ToUnicode").as_stream().unwrap().decompressed_content().unwrap();
                (name.clone(), unicode(&String::from_utf8(map).unwrap()))
            })
            .collect();
        let (mut out, mut font, mut told) = (String::new(), Vec::new(), 0);
        for operation in self.content(page) {
            match operation.operator.as_str() {
                "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
                "BDC" => {
                    let words = operation.operands[1].as_dict().unwrap().get(b"ActualText").unwrap().as_str().unwrap();
                    let units = words[2..].chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                    out.push_str(&String::from_utf16(&units.collect::<Vec<_>>()).unwrap());
                    told += 1;
                }
                "EMC" => told -= 1,
                "TJ" if told == 0 => {
                    for part in operation.operands[0].as_array().unwrap() {
                        let Object::String(codes, _) = part else { continue };
                        for code in codes.chunks(2).map(|code| u16::from_be_bytes([code[0], code[1]])) {
                            out.push_str(maps[&font].get(&code).map_or("", String::as_str));
                        }
                    }
                }
                _ => {}
            }
        }
        out
    }
}

fn collect<'a>(id: ObjectId, object: &'a Object, found: &mut Vec<(ObjectId, &'a Dictionary)>) {
    match object {
        Object::Dictionary(dict) => collect_dict(id, dict, found),
        Object::Stream(stream) => collect_dict(id, &stream.dict, found),
        Object::Array(items) => items.iter().for_each(|item| collect(id, item, found)),
        _ => {}
    }
}

fn collect_dict<'a>(id: ObjectId, dict: &'a Dictionary, found: &mut Vec<(ObjectId, &'a Dictionary)>) {
    found.push((id, dict));
    dict.iter().for_each(|(_, value)| collect(id, value, found));
}

fn unicode(map: &str) -> BTreeMap<u16, String> {
    let mut texts = BTreeMap::new();
    for line in map.lines().filter(|line| line.starts_with('<') && line.contains("> <")) {
        let Some((code, text)) = line.split_once("> <") else { continue };
        let text = text.trim_end_matches('>');
        let unit = |at: usize| u16::from_str_radix(&text[at..at + 4], 16).unwrap();
        let units: Vec<u16> = (0..text.len() / 4).map(|at| unit(at * 4)).collect();
        if let (Ok(code), Ok(text)) =
            (u16::from_str_radix(code.trim_start_matches('<'), 16), String::from_utf16(&units))
        {
            texts.insert(code, text);
        }
    }
    texts
}

/// A profile of a press with black ink alone, whose dots grow: gamma 1.8.
pub fn gray_profile() -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 2] = [
        (b"wtpt", [&b"XYZ \0\0\0\0"[..], &[0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]].concat()),
        (b"kTRC", [&b"curv\0\0\0\0\0\0\0\x01"[..], &[0x01, 0xcd, 0, 0]].concat()),
    ];
    let start = 128 + 4 + 12 * tags.len();
    let total = start + tags.iter().map(|(_, value)| value.len()).sum::<usize>();
    let mut out = vec![0; 128];
    out[..4].copy_from_slice(&(total as u32).to_be_bytes());
    out[8] = 2;
    out[12..24].copy_from_slice(b"prtrGRAYXYZ ");
    out[36..40].copy_from_slice(b"acsp");
    out[68..80].copy_from_slice(&[0, 0, 0xf6, 0xd6, 0, 1, 0, 0, 0, 0, 0xd3, 0x2d]);
    out.extend((tags.len() as u32).to_be_bytes());
    let mut at = start;
    for (name, value) in &tags {
        out.extend_from_slice(*name);
        out.extend((at as u32).to_be_bytes());
        out.extend((value.len() as u32).to_be_bytes());
        at += value.len();
    }
    tags.iter().for_each(|(_, value)| out.extend_from_slice(value));
    out
}
