//! In: the text of an XML document. Out: whether a parser reads it in a time and a memory that follow from its length.
//! Refuses to parse it.

use std::collections::BTreeSet;

/// Attributes of one element, and names of namespaces in one document: a parser compares each with all others.
const ATTRIBUTES: usize = 256;
const NAMESPACES: usize = 256;
/// Bytes that its own entities may grow to.
const ENTITIES: usize = 64 << 20;

/// Adds a text as XML or HTML writes it, inside an attribute or between tags. What is no character of such a text is left
/// out.
pub fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' | '\t' if attribute => out.push(' '),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

/// The error is a sentence without a full stop.
pub fn check(text: &str) -> Result<(), String> {
    let mut namespaces = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((begin, end)) = skipped.into_iter().find(|(begin, _)| rest.starts_with(begin)) {
            rest = rest[begin.len()..].split_once(end).map_or("", |(_, rest)| rest);
            continue;
        }
        rest = tag(&rest[1..], &mut namespaces)?;
    }
    if namespaces.len() > NAMESPACES {
        return Err(format!("it names more than {NAMESPACES} namespaces"));
    }
    // Every entity may stand for as much as all of them together.
    let declared: usize = text.split("<!ENTITY").skip(1).filter_map(|entity| entity.find('>')).sum();
    if declared.saturating_mul(text.matches('&').count()) > ENTITIES {
        return Err(format!("its entities stand for more than {} megabytes", ENTITIES >> 20));
    }
    Ok(())
}

/// What follows a tag. Attributes are told by their equals signs.
fn tag<'a>(text: &'a str, namespaces: &mut BTreeSet<&'a str>) -> Result<&'a str, String> {
    // A declaration holds tags, and so does what an entity stands for.
    if let Some(declaration) = text.strip_prefix('!') {
        return Ok(declaration);
    }
    // Where the attribute's name begins, and whether another may begin: there may be spaces before its equals sign.
    let (mut count, mut name, mut begins) = (0, 0, true);
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => (quote, begins) = (None, true),
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>' | b'<') => return Ok(&text[at..]),
            (None, b'=') => {
                count += 1;
                let attribute = text.get(name..at).unwrap_or_default().trim();
                if attribute.starts_with("xmlns") && namespaces.len() <= NAMESPACES {
                    namespaces.insert(attribute);
                }
                if count > ATTRIBUTES {
                    return Err(format!("an element has more than {ATTRIBUTES} attributes"));
                }
            }
            (None, byte) if byte.is_ascii_whitespace() => begins = true,
            (None, _) if begins => (name, begins) = (at, false),
            (None, _) => {}
        }
    }
    Ok("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_take_a_parser_long_is_refused() {
        let attributes = |count: usize| (0..count).map(|nth| format!(" a{nth}='<&>'")).collect::<String>();
        assert_eq!(check(&format!("<?xml version='1.0'?><!-- < --><p{}>x</p>", attributes(256))), Ok(()));
        assert!(check(&format!("<p{}>", attributes(257))).unwrap_err().contains("attributes"));
        let nested = |count: usize| (0..count).map(|nth| format!("<p xmlns:a{nth} = 'b'>")).collect::<String>();
        assert_eq!(check(&nested(256)), Ok(()));
        assert!(check(&nested(257)).unwrap_err().contains("namespaces"));
        assert_eq!(check(&"<p xmlns='one' xmlns:b='two'/>".repeat(10_000)), Ok(()));
        let entity = format!("<!DOCTYPE p [<!ENTITY e '{}'>]><p>", "x".repeat(1_000));
        assert_eq!(check(&(entity.clone() + &"&e;".repeat(1_000))), Ok(()));
        assert!(check(&(entity + &"&e;".repeat(100_000))).unwrap_err().contains("entities"));
        assert!(check(&format!("<!DOCTYPE p [<!ENTITY e \"<p{}/>\">]><p/>", attributes(300))).is_err());
    }
}
