//! In: text that begins with a tag of HTML. Out: its name and attributes. Refuses to know what they mean.

use crate::manuscript::attributes::{List, Pair, Word};
use std::ops::Range;

/// A tag, its name and attributes in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub closes: bool,
    /// It closes itself.
    pub empty: bool,
    pub attributes: Vec<(String, String)>,
    pub length: usize,
}

impl Tag {
    /// The tag that begins here; nothing for a comment, a declaration or what is no tag.
    pub fn read(text: &str) -> Option<Tag> {
        let inner = text.strip_prefix('<')?;
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut tag = Tag { name: inner[..end].to_ascii_lowercase(), closes, ..Tag::default() };
        let mut rest = &inner[end..];
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                tag.length = text.len() - after.len();
                return Some(tag);
            }
            if let Some(after) = rest.strip_prefix('/') {
                tag.empty = after.starts_with('>');
                rest = after;
                continue;
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
            if end == 0 || end == rest.len() {
                return None;
            }
            let name = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let mut value = String::new();
            if let Some(after) = rest.strip_prefix('=') {
                let after = after.trim_start();
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (typed, left) = match quote {
                    Some(quote) => after[1..].split_once(quote)?,
                    None => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>')?),
                };
                value = typed.to_owned();
                rest = left;
            }
            tag.attributes.push((name, value));
        }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Id, classes and language as an attribute list of Markdown.
    pub fn list(&self, range: &Range<usize>) -> List {
        let word = |text: &str| Word { text: text.to_owned(), range: range.clone() };
        let pair = |key: &str, value: &str| {
            let (key, value) = (key.to_owned(), value.to_owned());
            Pair { key, value, start: range.start, range: range.clone() }
        };
        List {
            range: range.clone(),
            id: self.get("id").or(self.get("name")).filter(|id| !id.is_empty()).map(word),
            classes: self.get("class").unwrap_or_default().split_whitespace().map(word).collect(),
            pairs: self.get("lang").or(self.get("xml:lang")).map(|lang| pair("lang", lang)).into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read() {
        let tag = Tag::read("<IMG src='a b.png' Alt=\"x > y\" width=300 hidden />rest").unwrap();
        assert_eq!((tag.name.as_str(), tag.closes, tag.empty), ("img", false, true));
        assert_eq!(
            [tag.get("src"), tag.get("alt"), tag.get("width"), tag.get("hidden")],
            [Some("a b.png"), Some("x > y"), Some("300"), Some("")]
        );
        assert!(Tag::read("</em >").is_some_and(|tag| tag.closes && tag.name == "em" && tag.length == 6));
        for text in ["<!-- x -->", "<>", "< a>", "<1>", "<a href='x", "<?php ?>", "x"] {
            assert_eq!(Tag::read(text), None, "{text}");
        }
    }
}
