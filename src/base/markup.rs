//! In: an XML text. Out: how many elements, attributes and namespaces it holds. Refuses to know what they mean.
//!
//! XML parsers compare each attribute of an element with all others, and each namespace with all that are in scope; so a
//! small file can cost minutes. This pass is linear and comes before them. It also looks into the values of entities,
//! whose markup counts where they are used.

/// What a parser will meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MarkupCounts {
    pub elements: usize,
    /// Of the element that has the most.
    pub attributes: usize,
    /// Declarations in the whole file.
    pub namespaces: usize,
    /// Most elements inside each other.
    pub depth: usize,
}

impl MarkupCounts {
    pub fn of(source: &str) -> MarkupCounts {
        let mut counts = MarkupCounts::default();
        let mut depth = 0_usize;
        let mut rest = source;
        while let Some(at) = rest.find('<') {
            rest = &rest[at + 1..];
            if let Some(end) = skipped(rest) {
                rest = end;
            } else if rest.starts_with('/') {
                depth = depth.saturating_sub(1);
            } else if rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':')) {
                let tag = Tag::read(rest);
                counts.elements += 1;
                counts.attributes = counts.attributes.max(tag.attributes);
                counts.namespaces += tag.namespaces;
                counts.depth = counts.depth.max(depth + 1);
                depth += usize::from(!tag.empty);
                rest = &rest[tag.length..];
            }
        }
        counts
    }
}

/// What stands behind a comment, a CDATA section or an instruction that begins here.
fn skipped(text: &str) -> Option<&str> {
    let ends = [("!--", "-->"), ("![CDATA[", "]]>"), ("?", "?>")];
    let (_, end) = ends.into_iter().find(|(start, _)| text.starts_with(start))?;
    Some(text.find(end).map_or("", |at| &text[at + end.len()..]))
}

#[derive(Default)]
struct Tag {
    attributes: usize,
    namespaces: usize,
    /// It closes itself.
    empty: bool,
    length: usize,
}

impl Tag {
    /// A start tag from its name on.
    fn read(text: &str) -> Tag {
        let mut tag = Tag { length: text.len(), ..Tag::default() };
        let mut name = 0;
        let mut quote = None;
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            match (quote, byte) {
                (Some(open), byte) if open == *byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(*byte),
                (None, b'=') => {
                    tag.attributes += 1;
                    tag.namespaces += usize::from(text[name..].trim_start().starts_with("xmlns"));
                }
                (None, b'>') => {
                    tag.empty = bytes[..at].ends_with(b"/");
                    tag.length = at + 1;
                    break;
                }
                (None, byte) if byte.is_ascii_whitespace() => name = at + 1,
                (None, _) => {}
            }
        }
        tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(source: &str) -> [usize; 4] {
        let MarkupCounts { elements, attributes, namespaces, depth } = MarkupCounts::of(source);
        [elements, attributes, namespaces, depth]
    }

    #[test]
    fn elements_attributes_namespaces_depth() {
        assert_eq!(counts("<a x='1' y = \"<b z='2'>\"><b/><c xmlns:q='u' xmlns='v' k='>'>t</c></a>"), [3, 3, 2, 2]);
        assert_eq!(counts("<?xml a='<b>'?><!-- <c d='e'/> --><a><![CDATA[<b>]]></a>"), [1, 0, 0, 1]);
        assert_eq!(counts("<!DOCTYPE svg [<!ENTITY e '<g a=\"1\" b=\"2\"/>'>]><svg>&e;</svg>"), [2, 2, 0, 1]);
        assert_eq!(counts("a < b <"), [0, 0, 0, 0]);
        assert_eq!(counts("<a b='"), [1, 1, 0, 1]);
    }
}
