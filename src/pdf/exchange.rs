//! In: a press. Out: what its standard asks a file to say and to leave out (ISO 15930-1, -3, -4 and -7; CLAUSES.md).
//! Refuses to know what is drawn.

use super::bytes::{ascii_string, deflate, deflated, name, text_string};
use super::common::Contents;
use super::meta::escape;
use crate::page::{Info, Output};
use crate::press::{PressSetup, ProfileClass, Standard};
use lopdf::{Dictionary, Object, dictionary};
use sha2::{Digest, Sha256};

/// What a file may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    pub version: &'static str,
    /// Objects packed into streams, and a cross-reference stream (PDF 1.5).
    pub packed: bool,
    /// `ActualText`, `Lang` and `DisplayDocTitle` (PDF 1.4).
    pub told: bool,
}

impl Rules {
    pub fn of(output: &Output) -> Rules {
        match output.press().map_or(Standard::Plain, |press| press.standard) {
            Standard::Plain => Rules { version: "1.7", packed: true, told: true },
            Standard::X4 => Rules { version: "1.6", packed: true, told: true },
            Standard::X1a2003 => Rules { version: "1.4", packed: false, told: true },
            Standard::X1a2001 | Standard::X3 => Rules { version: "1.3", packed: false, told: false },
        }
    }
}

/// How a file names its standard: in Info up to 2003, in XMP since (ISO 15930-7, 6.1).
fn names(standard: Standard) -> &'static [(&'static str, &'static str)] {
    match standard {
        Standard::Plain | Standard::X4 => &[],
        Standard::X1a2001 => &[("GTS_PDFXVersion", "PDF/X-1:2001"), ("GTS_PDFXConformance", "PDF/X-1a:2001")],
        Standard::X1a2003 => &[("GTS_PDFXVersion", "PDF/X-1a:2003")],
        Standard::X3 => &[("GTS_PDFXVersion", "PDF/X-3:2002")],
    }
}

/// Adds to Info what a press asks for: nobody has trapped the colours.
pub fn complete_info(info: &mut Dictionary, press: &PressSetup) {
    info.set("Trapped", name("False"));
    for (key, value) in names(press.standard) {
        info.set(*key, ascii_string(value));
    }
}

/// The parts of an XMP packet that say the same (ISO 15930-7, 6.1 and 6.8).
pub fn xmp(info: &Info, press: &PressSetup) -> String {
    let mut out = String::from("<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n");
    out.push_str("<pdf:Trapped>False</pdf:Trapped>\n</rdf:Description>\n");
    let names = names(press.standard);
    if !names.is_empty() {
        out.push_str("<rdf:Description rdf:about=\"\" xmlns:pdfx=\"http://ns.adobe.com/pdfx/1.3/\">\n");
        names.iter().for_each(|(key, value)| out.push_str(&format!("<pdfx:{key}>{}</pdfx:{key}>\n", escape(value))));
        out.push_str("</rdf:Description>\n");
    }
    if press.standard == Standard::X4 {
        out.push_str("<rdf:Description rdf:about=\"\" xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\"");
        out.push_str(" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">\n");
        out.push_str("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n");
        out.push_str(&format!("<xmpMM:DocumentID>{}</xmpMM:DocumentID>\n", document_id(info)));
        out.push_str("<xmpMM:VersionID>1</xmpMM:VersionID>\n<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n");
        out.push_str("</rdf:Description>\n");
    }
    out
}

/// The same for every edition of a book that is printed: a UUID (RFC 9562, version 8) of its identifier and title.
fn document_id(info: &Info) -> String {
    let mut hash = Sha256::new();
    hash.update(info.identifier.as_bytes());
    hash.update([0]);
    hash.update(info.title.as_bytes());
    let mut bytes: Vec<u8> = hash.finalize()[..16].to_vec();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = |part: &[u8]| part.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let parts = [&bytes[..4], &bytes[4..6], &bytes[6..8], &bytes[8..10], &bytes[10..]].map(hex);
    format!("uuid:{}", parts.join("-"))
}

/// The printing condition with its profile (ISO 15930-7, 6.2.2), which other files may have in common; nothing where no
/// standard is claimed.
pub fn output_intents(press: &PressSetup, contents: Option<&Contents>, file: &mut lopdf::Document) -> Option<Object> {
    if press.standard == Standard::Plain {
        return None;
    }
    let profile = &press.profile;
    let colours = match profile.class {
        ProfileClass::Gray => 1,
        ProfileClass::Cmyk => 4,
    };
    let bytes = contents.map_or_else(|| deflate(&profile.bytes), |contents| contents.profile(&profile.bytes));
    let stream = file.add_object(deflated(dictionary! { "N" => colours }, bytes));
    let mut intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => name("GTS_PDFX"),
        "OutputConditionIdentifier" => text_string(&profile.condition.identifier),
        "OutputCondition" => text_string(&profile.condition.info),
        "Info" => text_string(&profile.condition.info),
        "DestOutputProfile" => stream,
    };
    if profile.condition.registered {
        intent.set("RegistryName", ascii_string("http://www.color.org"));
    }
    Some(vec![intent.into()].into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_keeps_its_identifier() {
        let info = Info { identifier: "urn:isbn:1".to_owned(), title: "One".to_owned(), ..Info::default() };
        let id = document_id(&info);
        assert_eq!((id.len(), &id[19..20], document_id(&info)), (41, "8", id.clone()));
        assert_ne!(id, document_id(&Info { title: "Two".to_owned(), ..info }));
    }
}
