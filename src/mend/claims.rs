//! In: what a file claims to keep, and what was changed. Out: no claim that a change may have broken. Refuses to claim
//! anything.

use super::change::Change;
use super::draft::Draft;
use crate::pdfread::File;
use lopdf::{Object, dictionary};
use roxmltree::{Document, ParsingOptions};

/// Spaces of XMP in which a file says what it keeps.
const FOR_PRINT: [&str; 3] =
    ["http://www.npes.org/pdfx/ns/id/", "http://www.npes.org/pdfvt/ns/id/", "http://www.aiim.org/pdfa/ns/id/"];
const FOR_READERS: [&str; 1] = ["http://www.aiim.org/pdfua/ns/id/"];
/// The older space of PDF/X, which has other things too.
const PDFX: &str = "http://ns.adobe.com/pdfx/1.3/";
/// Keys of Info.
const KEYS: [&str; 2] = ["GTS_PDFXVersion", "GTS_PDFXConformance"];
/// XMP larger than this is not read, in bytes.
const MOST: usize = 4 << 20;

/// `drawn` is whether pages show what their standards had not foreseen, `dropped` whether something that is tagged is gone.
pub fn withdraw(draft: &mut Draft, drawn: bool, dropped: bool) -> Vec<Change> {
    let file = draft.file;
    let spaces: Vec<&str> = match (drawn, dropped) {
        (true, _) => FOR_PRINT.into_iter().chain(FOR_READERS).collect(),
        (false, true) => FOR_READERS.to_vec(),
        (false, false) => return Vec::new(),
    };
    let info = file.dict(&file.trailer, "Info");
    let in_info = drawn && info.is_some_and(|info| KEYS.iter().any(|key| info.has(key.as_bytes())));
    if in_info && let Some(info) = draft.top("Info") {
        KEYS.iter().for_each(|key| drop(info.remove(key.as_bytes())));
    }
    let without = xmp(file).and_then(|text| cut(&text, &spaces, drawn));
    if !in_info && without.is_none() {
        return Vec::new();
    }
    if let Some(text) = without {
        let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
        let stream = draft.add_stream(dict, text.into_bytes());
        if let Some(catalog) = draft.top("Root") {
            catalog.set("Metadata", stream);
        }
    }
    let why = "the file no longer claims a standard that what was changed on its pages may break";
    vec![Change::new("claim-withdrawn", why)]
}

/// What a signature vouches for is not the file that it stands in now.
pub fn unsign(draft: &mut Draft) -> Vec<Change> {
    let file = draft.file;
    let catalog = file.catalog();
    let form = file.dict(catalog, "AcroForm");
    let is_signed = form.and_then(|form| file.number(form, "SigFlags")).is_some_and(|flags| flags as i64 & 1 != 0);
    let vouched = file.entry(catalog, "Perms").is_some();
    if vouched && let Some(catalog) = draft.top("Root") {
        catalog.remove(b"Perms");
    }
    let why = "what is signed in the file is the source; no signature vouches for this copy";
    (vouched || is_signed).then(|| Change::new("signature", why)).into_iter().collect()
}

fn xmp(file: &File) -> Option<String> {
    let Object::Stream(stream) = file.entry(file.catalog(), "Metadata")? else { return None };
    String::from_utf8(file.decoded(stream).ok()?).ok().filter(|text| text.len() <= MOST)
}

/// The text without elements and attributes of these spaces; nothing where it has none.
fn cut(text: &str, spaces: &[&str], drawn: bool) -> Option<String> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let body = text[start..].trim_end_matches(['\0', '\n', ' ']);
    crate::base::xml::check(body).ok()?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 100_000, ..ParsingOptions::default() };
    let tree = Document::parse_with_options(body, options).ok()?;
    let is_claim = |space: Option<&str>, name: &str| {
        space.is_some_and(|space| spaces.contains(&space) || (drawn && space == PDFX && name.starts_with("GTS_PDFX")))
    };
    let mut parts: Vec<std::ops::Range<usize>> = Vec::new();
    for node in tree.descendants().filter(roxmltree::Node::is_element) {
        if is_claim(node.tag_name().namespace(), node.tag_name().name()) {
            parts.push(node.range());
        }
        let attributes = node.attributes().filter(|attribute| is_claim(attribute.namespace(), attribute.name()));
        parts.extend(attributes.map(|attribute| attribute.range()));
    }
    parts.sort_by_key(|part| part.start);
    let (mut out, mut at) = (text[..start].to_owned(), 0);
    for part in parts.iter().filter(|part| body.get(part.start..part.end).is_some()) {
        if part.start >= at {
            out.push_str(&body[at..part.start]);
            at = part.end;
        }
    }
    out.push_str(&body[at..]);
    (!parts.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_cut_out_of_xmp() {
        let xmp = "<?xpacket begin='\u{feff}'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>\
            <r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
            <r:Description xmlns:i='http://www.npes.org/pdfx/ns/id/' i:GTS_PDFXVersion='PDF/X-4' \
            xmlns:u='http://www.aiim.org/pdfua/ns/id/' xmlns:d='http://purl.org/dc/elements/1.1/'>\
            <u:part>1</u:part><d:title>One</d:title></r:Description></r:RDF></x:xmpmeta><?xpacket end='w'?>";
        let spaces: Vec<&str> = FOR_PRINT.into_iter().chain(FOR_READERS).collect();
        let out = cut(xmp, &spaces, true).unwrap();
        assert!(!out.contains("PDF/X-4") && !out.contains("part>") && out.contains("<d:title>One</d:title>"), "{out}");
        assert!(Document::parse(&out).is_ok(), "{out}");
        let out = cut(xmp, &FOR_READERS, false).unwrap();
        assert!(out.contains("PDF/X-4") && !out.contains("part>"), "{out}");
        assert_eq!(cut("<a/>", &spaces, true), None);
        assert_eq!(cut("<a", &spaces, true), None);
    }
}
