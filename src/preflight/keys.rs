//! In: a PDF's trailer, catalog, Info and XMP. Out: what it claims to be, and what it says of itself. Refuses to judge.

use crate::base::xml;
use crate::pdfread::File;
use crate::press::Standard;
use lopdf::{Dictionary, Object};
use roxmltree::{Document, ParsingOptions};

/// What a file says of itself, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    pub claim: Option<Standard>,
    /// The version of PDF/X as written, where it is none that is known here.
    pub unknown_claim: Option<String>,
    pub info: DocumentInfo,
    /// Nothing where there is no XMP.
    pub xmp: Option<DocumentInfo>,
    /// Whether there is XMP that cannot be read.
    pub xmp_broken: bool,
    pub intents: Vec<Intent>,
    pub has_id: bool,
}

/// The same things, in Info or XMP.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentInfo {
    pub title: Option<String>,
    pub author: Option<String>,
    pub trapped: Option<String>,
    pub producer: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    pub version: Option<String>,
    pub conformance: Option<String>,
}

/// An output intent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Intent {
    pub subtype: String,
    pub condition: Option<String>,
    pub registry: Option<String>,
    /// The colours of its profile: `gray`, `cmyk`, `rgb`; nothing where none is in the file.
    pub profile: Option<&'static str>,
}

/// XMP larger than this is not read, in bytes.
const XMP: usize = 4 << 20;
/// Nodes of XMP that are read.
const NODES: u32 = 100_000;

impl Keys {
    pub fn of(file: &File) -> Keys {
        let info = file.dict(&file.trailer, "Info").map(|info| from_info(file, info)).unwrap_or_default();
        let mut keys = Keys { info, has_id: file.entry(&file.trailer, "ID").is_some(), ..Keys::default() };
        if let Some(Object::Stream(stream)) = file.entry(file.catalog(), "Metadata") {
            let bytes = file.decoded(stream).unwrap_or_default();
            match std::str::from_utf8(&bytes).ok().filter(|text| text.len() <= XMP).and_then(from_xmp) {
                Some(said) => keys.xmp = Some(said),
                None => keys.xmp_broken = true,
            }
        }
        if let Some(Object::Array(list)) = file.entry(file.catalog(), "OutputIntents") {
            let dicts = list.iter().take(64).filter_map(|item| file.follow(item).as_dict().ok());
            keys.intents = dicts.map(|dict| intent(file, dict)).collect();
        }
        let xmp = keys.xmp.as_ref();
        let written = keys.info.version.clone().or_else(|| xmp.and_then(|xmp| xmp.version.clone()));
        let conformance = keys.info.conformance.clone();
        keys.claim = written.as_deref().and_then(|version| claim(version, conformance.as_deref()));
        keys.unknown_claim = written.filter(|_| keys.claim.is_none());
        keys
    }

    /// The intent for printing, if there is one.
    pub fn press_intent(&self) -> Option<&Intent> {
        self.intents.iter().find(|intent| intent.subtype == "GTS_PDFX")
    }

    pub fn title(&self) -> Option<&str> {
        self.info.title.as_deref().or(self.xmp.as_ref().and_then(|xmp| xmp.title.as_deref()))
    }
}

/// `PDF/X-1:2001` is the version of both X-1 and X-1a, told apart by the conformance (ISO 15930-1, 6.13).
fn claim(version: &str, conformance: Option<&str>) -> Option<Standard> {
    let exact = Standard::ALL.into_iter().find(|known| known.name() == version);
    match (version, conformance) {
        ("PDF/X-1:2001", Some("PDF/X-1a:2001")) => Some(Standard::X1a2001),
        ("PDF/X-3:2003", _) => Some(Standard::X3),
        ("PDF/X-4" | "PDF/X-4p", _) => Some(Standard::X4),
        _ => exact.filter(|known| *known != Standard::Plain),
    }
}

fn from_info(file: &File, info: &Dictionary) -> DocumentInfo {
    let text = |key: &str| match file.entry(info, key)? {
        Object::String(bytes, _) => Some(decoded(bytes)).filter(|text| !text.is_empty()),
        Object::Name(name) => Some(String::from_utf8_lossy(name).into_owned()),
        _ => None,
    };
    DocumentInfo {
        title: text("Title"),
        author: text("Author"),
        trapped: text("Trapped"),
        producer: text("Producer"),
        created: text("CreationDate"),
        modified: text("ModDate"),
        version: text("GTS_PDFXVersion"),
        conformance: text("GTS_PDFXConformance"),
    }
}

/// A text string (ISO 32000-1, 7.9.2.2); of PDFDocEncoding the part that is Latin-1.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

fn from_xmp(text: &str) -> Option<DocumentInfo> {
    let text = text.trim_start_matches('\u{feff}').trim_end_matches(['\0', '\n', ' ']);
    xml::check(text).ok()?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: NODES, ..ParsingOptions::default() };
    let tree = Document::parse_with_options(text, options).ok()?;
    let find = |space: &str, name: &str| {
        let attribute = tree.descendants().find_map(|node| node.attribute((space, name)).map(str::to_owned));
        attribute.or_else(|| {
            let node = tree.descendants().find(|node| node.has_tag_name((space, name)))?;
            // A list's items one after the other; of alternatives in several languages the first.
            let mut items = node.descendants().filter(|item| item.tag_name().name() == "li").peekable();
            let text = |node: roxmltree::Node| {
                node.descendants().filter_map(|at| at.text().filter(|_| at.is_text())).collect::<String>()
            };
            let is_alternative = node.descendants().any(|item| item.tag_name().name() == "Alt");
            let said = match items.peek() {
                Some(first) if is_alternative => text(*first),
                Some(_) => items.map(text).collect::<Vec<_>>().join("; "),
                None => text(node),
            };
            Some(said.trim().to_owned()).filter(|said| !said.is_empty())
        })
    };
    const DC: &str = "http://purl.org/dc/elements/1.1/";
    const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
    const XMP: &str = "http://ns.adobe.com/xap/1.0/";
    const PDFX_ID: &str = "http://www.npes.org/pdfx/ns/id/";
    const PDFX: &str = "http://ns.adobe.com/pdfx/1.3/";
    Some(DocumentInfo {
        title: find(DC, "title"),
        author: find(DC, "creator"),
        trapped: find(PDF, "Trapped"),
        producer: find(PDF, "Producer"),
        created: find(XMP, "CreateDate"),
        modified: find(XMP, "ModifyDate"),
        version: find(PDFX_ID, "GTS_PDFXVersion").or_else(|| find(PDFX, "GTS_PDFXVersion")),
        conformance: find(PDFX, "GTS_PDFXConformance"),
    })
}

fn intent(file: &File, dict: &Dictionary) -> Intent {
    let text = |key: &str| match file.entry(dict, key)? {
        Object::String(bytes, _) => Some(decoded(bytes)).filter(|text| !text.is_empty()),
        _ => None,
    };
    let profile = file.dict(dict, "DestOutputProfile");
    let count = profile.map(|profile| file.number(profile, "N").unwrap_or(0.0));
    Intent {
        subtype: file.name(dict, "S").map_or_else(String::new, |name| String::from_utf8_lossy(name).into_owned()),
        condition: text("OutputConditionIdentifier"),
        registry: text("RegistryName"),
        profile: count.map(|count| match count as i64 {
            1 => "gray",
            3 => "rgb",
            _ => "cmyk",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_as_they_are_written() {
        assert_eq!(claim("PDF/X-1:2001", Some("PDF/X-1a:2001")), Some(Standard::X1a2001));
        assert_eq!(claim("PDF/X-1:2001", None), None);
        assert_eq!(claim("PDF/X-1a:2003", None), Some(Standard::X1a2003));
        assert_eq!(claim("PDF/X-3:2002", None), Some(Standard::X3));
        assert_eq!(claim("PDF/X-4", None), Some(Standard::X4));
        assert_eq!((claim("none", None), claim("PDF/X-9", None)), (None, None));
    }

    #[test]
    fn xmp_as_elements_and_attributes() {
        let xmp = "<?xpacket begin='' id='x'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
            <r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
            <r:Description r:about='' xmlns:pdf='http://ns.adobe.com/pdf/1.3/' pdf:Trapped='False' \
            xmlns:dc='http://purl.org/dc/elements/1.1/'>\
            <dc:title><r:Alt><r:li xml:lang='x-default'>One</r:li><r:li xml:lang='de'>Eins</r:li></r:Alt></dc:title>\
            <dc:creator><r:Seq><r:li>A</r:li><r:li>B</r:li></r:Seq></dc:creator>\
            </r:Description></r:RDF></x:xmpmeta>\n   <?xpacket end='w'?>";
        let said = from_xmp(xmp).unwrap();
        let shown = [said.title, said.author, said.trapped].map(Option::unwrap);
        assert_eq!(shown, ["One", "A; B", "False"]);
        assert_eq!(from_xmp("<a>"), None);
        assert_eq!(from_xmp("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), None);
    }

    #[test]
    fn text_strings_in_three_encodings() {
        assert_eq!(decoded(b"\xFE\xFF\x00A\x04\x10"), "AА");
        assert_eq!(decoded("\u{feff}é".as_bytes()), "é");
        assert_eq!(decoded(b"caf\xE9"), "café");
    }
}
