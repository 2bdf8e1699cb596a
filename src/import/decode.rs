//! In: the bytes of a text that may say its encoding, by a mark at its start or in its first lines. Out: the text; one that
//! says nothing and is no UTF-8 is taken for Windows-1252, as browsers do.

use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, WINDOWS_1252};

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

/// The encoding that a text says, where nobody here knows it and its bytes need it.
pub fn unknown(bytes: &[u8]) -> Option<String> {
    let label = labels(bytes).find(|label| known(label).is_none())?;
    let label = String::from_utf8_lossy(label).into_owned();
    // Its letters are written with those of ASCII alone.
    let is_needed = std::str::from_utf8(bytes).is_err() || label.eq_ignore_ascii_case("utf-7");
    (is_needed && said(bytes).is_none() && Encoding::for_bom(bytes).is_none()).then_some(label)
}

/// Whether a mark at the start says that each letter has two bytes.
pub fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")
}

/// `charset=` in a page's head, or `encoding=` in the first line of XML.
fn labels(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let ends = |byte: &u8| b"\"'>;?/ \t\r\n".contains(byte);
    [&b"charset="[..], b"encoding="].into_iter().filter_map(move |key| {
        let at = memchr::memmem::find(head, key)? + key.len();
        let value = head[at..].strip_prefix(b"\"").or(head[at..].strip_prefix(b"'")).unwrap_or(&head[at..]);
        value.split(ends).next().filter(|label| !label.is_empty())
    })
}

/// One that can be read: some labels stand for encodings that nobody may read any more.
fn known(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|encoding| *encoding != REPLACEMENT)
}

fn said(bytes: &[u8]) -> Option<&'static Encoding> {
    // These bytes are no text in Unicode, whatever it says.
    labels(bytes).filter_map(known).find(|encoding| encoding.output_encoding() != UTF_8)
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
        let label =
            |label: &str, words: &[u8]| unknown(&[format!("<meta charset={label}>").as_bytes(), words].concat());
        assert_eq!(label("ibm437", b"\x84").as_deref(), Some("ibm437"));
        assert_eq!(label("UTF-7", b"+AGE-").as_deref(), Some("UTF-7"));
        assert_eq!(label("hz-gb-2312", b"\xff").as_deref(), Some("hz-gb-2312"));
        assert_eq!((label("ibm437", b"a"), label("utf-8", b"\xe9"), label("x", "é".as_bytes())), (None, None, None));
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
