//! In: what the book says about itself. Out: the Info dictionary and the XMP packet, which agree, and the file's
//! identifier.

use super::bytes::{ascii_string, text_string};
use crate::page::Info;
use lopdf::{Dictionary, Object, StringFormat, dictionary};
use sha2::{Digest, Sha256};

pub const PRODUCER: &str = concat!("Chapbook ", env!("CARGO_PKG_VERSION"));

/// ISO 32000-1, 14.3.3.
pub fn info(info: &Info) -> Dictionary {
    let mut dict = dictionary! {
        "Title" => text_string(&info.title),
        "Creator" => text_string("Chapbook"),
        "Producer" => text_string(PRODUCER),
    };
    if !info.authors.is_empty() {
        dict.set("Author", text_string(&info.authors.join("; ")));
    }
    if let Some(subject) = &info.subject {
        dict.set("Subject", text_string(subject));
    }
    if !info.keywords.is_empty() {
        dict.set("Keywords", text_string(&info.keywords.join(", ")));
    }
    let (_, date) = instant(info);
    dict.set("CreationDate", ascii_string(&date));
    dict.set("ModDate", ascii_string(&date));
    dict
}

/// The day of a document that names none, so that dates are always there and the same.
const NO_DAY: &str = "2000-01-01T00:00:00Z";

/// As XMP and as Info spell it.
fn instant(info: &Info) -> (&str, String) {
    let known = |instant| pdf_date(instant).map(|date| (instant, date));
    known(info.instant.as_str()).or_else(|| known(NO_DAY)).unwrap_or_default()
}

/// `2026-11-23T00:00:00Z` as `D:20261123000000Z`.
fn pdf_date(instant: &str) -> Option<String> {
    let digits: String = instant.strip_suffix('Z')?.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 14).then(|| format!("D:{digits}Z"))
}

/// The packet (ISO 16684-1), with the same values as `info`, and what the file claims to be.
pub fn xmp(info: &Info, claims: &str) -> Vec<u8> {
    let mut out = String::from("<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
    out.push_str("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n");
    out.push_str("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");
    out.push_str("<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"");
    out.push_str(" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\">\n");
    let mut element = |name: &str, text: &str| out.push_str(&format!("<{name}>{text}</{name}>\n"));
    element("dc:format", "application/pdf");
    element("dc:title", &alternative(&info.title));
    if !info.authors.is_empty() {
        element("dc:creator", &list("Seq", &info.authors));
    }
    if let Some(subject) = &info.subject {
        element("dc:description", &alternative(subject));
    }
    if !info.keywords.is_empty() {
        element("dc:subject", &list("Bag", &info.keywords));
        element("pdf:Keywords", &escape(&info.keywords.join(", ")));
    }
    if !info.language.is_empty() {
        element("dc:language", &list("Bag", std::slice::from_ref(&info.language)));
    }
    if let Some(publisher) = &info.publisher {
        element("dc:publisher", &list("Bag", std::slice::from_ref(publisher)));
    }
    if let Some(rights) = &info.rights {
        element("dc:rights", &alternative(rights));
    }
    if !info.identifier.is_empty() {
        element("dc:identifier", &escape(&info.identifier));
    }
    element("pdf:Producer", PRODUCER);
    element("xmp:CreatorTool", "Chapbook");
    let (instant, _) = instant(info);
    for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] {
        element(name, &escape(instant));
    }
    out.push_str("</rdf:Description>\n");
    out.push_str(claims);
    out.push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>");
    out.into_bytes()
}

fn alternative(text: &str) -> String {
    format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt>", escape(text))
}

fn list(kind: &str, texts: &[String]) -> String {
    let items: String = texts.iter().map(|text| format!("<rdf:li>{}</rdf:li>", escape(text))).collect();
    format!("<rdf:{kind}>{items}</rdf:{kind}>")
}

/// XML text; characters that XML 1.0 has no way to say are left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => out.push(character),
        }
    }
    out
}

/// Both halves of `/ID` (14.4): made from what the file holds, so that equal books have equal files.
pub fn identifier<'a>(parts: impl Iterator<Item = &'a [u8]>) -> Object {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let half = Object::String(hash.finalize()[..16].to_vec(), StringFormat::Hexadecimal);
    vec![half.clone(), half].into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_text_are_spelt_right() {
        assert_eq!(pdf_date("2026-11-23T09:05:00Z").unwrap(), "D:20261123090500Z");
        assert_eq!(pdf_date("2026-11"), None);
        assert_eq!(escape("a<b & \u{1}c"), "a&lt;b &amp; c");
    }
}
