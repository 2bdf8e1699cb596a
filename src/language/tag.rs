//! In: a language tag as typed. Out: its language, script and region. Case does not count; `_` is read as `-`.

use std::cmp::Ordering;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    pub language: &'a str,
    pub script: Option<&'a str>,
    pub region: Option<&'a str>,
}

impl<'a> Tag<'a> {
    pub fn new(text: &'a str) -> Tag<'a> {
        let mut parts = text.split(['-', '_']);
        let mut tag = Tag { language: parts.next().unwrap_or_default(), script: None, region: None };
        // After a single letter come extensions, which say nothing of script and region.
        for part in parts.take_while(|part| part.len() > 1) {
            let letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
            let figures = part.bytes().all(|byte| byte.is_ascii_digit());
            match part.len() {
                4 if letters => tag.script = tag.script.or(Some(part)),
                2 if letters => tag.region = tag.region.or(Some(part)),
                3 if figures => tag.region = tag.region.or(Some(part)),
                _ => {}
            }
        }
        tag
    }
}

/// Whether a text has the form of a tag.
pub fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// The order of two tags.
pub fn order(a: &str, b: &str) -> Ordering {
    let plain = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    a.bytes().map(plain).cmp(b.bytes().map(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_taken_apart() {
        let parts = |text| {
            let tag = Tag::new(text);
            (tag.language, tag.script, tag.region)
        };
        assert_eq!(parts("en"), ("en", None, None));
        assert_eq!(parts("zh-Hant-TW"), ("zh", Some("Hant"), Some("TW")));
        assert_eq!(parts("es_419"), ("es", None, Some("419")));
        assert_eq!(parts("de-1996-AT"), ("de", None, Some("AT")));
        assert_eq!(parts("en-x-us"), ("en", None, None));
        assert_eq!(parts(""), ("", None, None));
    }

    #[test]
    fn tags_have_a_form() {
        assert!(is_tag("en") && is_tag("zh-Hant-TW") && is_tag("grc"));
        assert!(!is_tag("english") && !is_tag("") && !is_tag("e") && !is_tag("en-") && !is_tag("en GB"));
    }

    #[test]
    fn case_does_not_count() {
        assert_eq!(order("EN_gb", "en-GB"), Ordering::Equal);
        assert_eq!(order("de", "de-CH"), Ordering::Less);
    }
}
