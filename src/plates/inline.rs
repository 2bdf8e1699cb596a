//! In: content, behind the `BI` of a picture that stands within it. Out: the picture as if it stood beside it. Refuses to
//! decode it.

use crate::pdfread::content;
use crate::pdfread::lexer::Lexer;
use lopdf::{Dictionary, Object};

/// The dictionary of a picture between `BI` and `EI`, in full words, and its bytes (8.9.7).
pub fn read<'a>(lexer: &mut Lexer<'a>) -> (Dictionary, &'a [u8]) {
    let (short, data) = content::inline(lexer);
    let mut dict = Dictionary::new();
    for (name, value) in short {
        dict.set(in_full(name), value);
    }
    dict.set("Subtype", Object::Name(b"Image".to_vec()));
    if let Ok(filters) = dict.get(b"Filter").cloned() {
        let whole = |name: &Object| Object::Name(name.as_name().map(|name| in_full(name.to_vec())).unwrap_or_default());
        let filters =
            filters.as_array().map_or_else(|_| whole(&filters), |all| all.iter().map(whole).collect::<Vec<_>>().into());
        dict.set("Filter", filters);
    }
    (dict, data)
}

fn in_full(name: Vec<u8>) -> Vec<u8> {
    let full: &[u8] = match &name[..] {
        b"W" => b"Width",
        b"H" => b"Height",
        b"BPC" => b"BitsPerComponent",
        b"CS" => b"ColorSpace",
        b"D" => b"Decode",
        b"DP" => b"DecodeParms",
        b"F" => b"Filter",
        b"I" => b"Interpolate",
        b"IM" => b"ImageMask",
        b"AHx" => b"ASCIIHexDecode",
        b"A85" => b"ASCII85Decode",
        b"LZW" => b"LZWDecode",
        b"Fl" => b"FlateDecode",
        b"RL" => b"RunLengthDecode",
        b"CCF" => b"CCITTFaxDecode",
        b"DCT" => b"DCTDecode",
        _ => return name,
    };
    full.to_vec()
}
