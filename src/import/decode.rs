//! In: the bytes of a text that may say its encoding, by a mark at its start or in its first lines. Out: the text; one that
//! says nothing and is no UTF-8 is taken for Windows-1252, as browsers do.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, WINDOWS_1252};

/// How far in a text says its encoding; scripts may stand before it.
const HEAD: usize = 65_536;

pub fn text(bytes: &[u8]) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        // Its letters are written with those of ASCII alone.
        Ok(_) if said(bytes) == Some(ISO_2022_JP) => ISO_2022_JP.decode_without_bom_handling(bytes).0.into_owned(),
        Ok(text) => text.to_owned(),
        Err(_) => said(bytes).unwrap_or(WINDOWS_1252).decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Whether a mark at the start says that each letter has two bytes.
pub fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")
}

/// `charset=` in a page's head, or `encoding=` in the first line of XML.
fn said(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let ends = |byte: &u8| b"\"'>;?/ \t\r\n".contains(byte);
    let labels = [&b"charset="[..], b"encoding="].into_iter().filter_map(|key| {
        let at = memchr::memmem::find(head, key)? + key.len();
        let value = head[at..].strip_prefix(b"\"").or(head[at..].strip_prefix(b"'")).unwrap_or(&head[at..]);
        Encoding::for_label(value.split(ends).next()?)
    });
    // These bytes are no text in Unicode, whatever it says.
    labels.into_iter().find(|encoding| encoding.output_encoding() != UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_say_their_encoding() {
        let page = |label: &str, words: &[u8]| text(&[format!("<meta charset='{label}'>").as_bytes(), words].concat());
        assert!(page("windows-1251", b"\xcb\xf3\xed\xe0").ends_with(">Луна"));
        assert!(page("shift_jis", b"\x8c\x8e").ends_with(">月"));
        assert!(page("iso-2022-jp", b"\x1b$B7n\x1b(B").ends_with(">月"));
        assert!(page("utf-8", b"caf\xe9").ends_with(">café"));
        assert!(page("x", "Луна".as_bytes()).ends_with(">Луна"));
        assert_eq!(
            text(b"<?xml version='1.0' encoding=\"iso-8859-2\"?>\xf8"),
            "<?xml version='1.0' encoding=\"iso-8859-2\"?>ř"
        );
        assert_eq!(
            (text(b"\xFF\xFEa\0\x1b\x04"), text(b"\xFE\xFF\0a"), text(b"\xEF\xBB\xBFa")),
            ("aЛ".into(), "a".into(), "a".into())
        );
    }
}
