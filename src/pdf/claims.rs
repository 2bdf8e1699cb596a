//! In: a document. Out: the standards for screens that its file names, and how it names them. Refuses to name one
//! that the document does not keep.

use super::bytes::{ascii_string, deflate, deflated, name};
use crate::page::{Document, StructureRole};
use lopdf::{Dictionary, Object, dictionary};

/// Which standards a file names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// PDF/A-2a (ISO 19005-2), for archives.
    pub archive: bool,
    /// PDF/UA-1 (ISO 14289-1), for readers who do not see the page.
    pub accessible: bool,
}

/// The colours of a screen; where it comes from stands beside it.
const SRGB: &[u8] = include_bytes!("profiles/sRGB-v4.icc");

/// XMP asks for the words of a schema that PDF/A does not know itself (ISO 19005-2, 6.6.2.3).
const UA_SCHEMA: &str = "<rdf:Description rdf:about=\"\" \
    xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
    xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" \
    xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n\
    <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n\
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\n\
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n\
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n\
    <pdfaProperty:name>part</pdfaProperty:name>\n\
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n\
    <pdfaProperty:category>internal</pdfaProperty:category>\n\
    <pdfaProperty:description>Which part of ISO 14289 the file keeps</pdfaProperty:description>\n\
    </rdf:li></rdf:Seq></pdfaSchema:property>\n\
    </rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n";

impl Claims {
    /// What is told aloud must be there: a structure, a title, a language, and words for every picture that is not
    /// mere decoration.
    pub fn of(document: &Document) -> Claims {
        let nodes = &document.structure.nodes;
        if !document.output.is_screen() || nodes.is_empty() {
            return Claims::default();
        }
        let told = |text: &str| !text.trim().is_empty();
        let figures = nodes.iter().filter(|node| node.role == StructureRole::Figure);
        let figures_told = { figures }.all(|figure| figure.alt.as_deref().is_some_and(told));
        let accessible = told(&document.info.title) && told(&document.info.language) && figures_told;
        Claims { archive: true, accessible }
    }

    /// The parts of an XMP packet that name the standards (ISO 19005-2, 6.6.4; ISO 14289-1, 5).
    pub fn xmp(self) -> String {
        let mut out = String::new();
        if self.archive {
            out.push_str("<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n");
            out.push_str("<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n");
            out.push_str("</rdf:Description>\n");
        }
        if self.accessible {
            out.push_str("<rdf:Description rdf:about=\"\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n");
            out.push_str("<pdfuaid:part>1</pdfuaid:part>\n</rdf:Description>\n");
            out.push_str(UA_SCHEMA);
        }
        out
    }

    /// What gives gray and RGB their meaning (ISO 19005-2, 6.2.3); nothing where no claim asks for it.
    pub fn output_intents(self, file: &mut lopdf::Document) -> Option<Object> {
        if !self.archive {
            return None;
        }
        let profile = dictionary! { "N" => 3 };
        let profile = file.add_object(deflated(profile, deflate(SRGB)));
        let intent: Dictionary = dictionary! {
            "Type" => "OutputIntent",
            "S" => name("GTS_PDFA1"),
            "OutputConditionIdentifier" => ascii_string("sRGB IEC61966-2.1"),
            "RegistryName" => ascii_string("http://www.color.org"),
            "Info" => ascii_string("sRGB IEC61966-2.1"),
            "DestOutputProfile" => profile,
        };
        Some(vec![intent.into()].into())
    }
}
