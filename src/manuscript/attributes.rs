//! In: text and a place in it. Out: the attribute list `{#id .class key="a value"}` that begins there, with ranges.
//!
//! The only reader of attribute lists: headings, spans, links, images, divs and fences all come here. It refuses to
//! know what a class or a key means.

use std::ops::Range;

/// A longer list is text: a bound for hostile input.
const MOST_BYTES: usize = 4096;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Braces included.
    pub range: Range<usize>,
    pub id: Option<Word>,
    pub classes: Vec<Word>,
    pub pairs: Vec<Pair>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub range: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub key: String,
    pub value: String,
    /// Where the key begins.
    pub start: usize,
    /// Of the value, without its quotes.
    pub range: Range<usize>,
}

impl List {
    pub fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|word| word.text == class)
    }

    pub fn get(&self, key: &str) -> Option<&Pair> {
        self.pairs.iter().find(|pair| pair.key == key)
    }

    pub fn says_something(&self) -> bool {
        self.id.is_some() || !self.classes.is_empty() || !self.pairs.is_empty()
    }

    /// A list of one class, as in `::: letter`.
    pub fn of_class(text: &str, range: Range<usize>) -> List {
        let class = Word { text: text.to_string(), range: range.clone() };
        List { range, classes: vec![class], ..List::default() }
    }
}

/// The list whose `{` stands at `at`, or nothing where the text there is not one.
pub fn read(text: &str, at: usize) -> Option<List> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'{') {
        return None;
    }
    let mut list = List::default();
    let mut pos = at + 1;
    loop {
        let spaces = spaces(bytes, pos);
        pos += spaces;
        if pos - at > MOST_BYTES {
            return None;
        }
        let first = *bytes.get(pos)?;
        if first == b'}' {
            list.range = at..pos + 1;
            return Some(list);
        }
        // Items are apart, save the first from its brace.
        if spaces == 0 && pos > at + 1 {
            return None;
        }
        pos = match first {
            b'#' => {
                let word = word(text, pos + 1)?;
                let end = word.range.end;
                list.id = Some(word);
                end
            }
            b'.' => {
                let word = word(text, pos + 1)?;
                let end = word.range.end;
                list.classes.push(word);
                end
            }
            // Pandoc's short form.
            b'-' if matches!(bytes.get(pos + 1), Some(b' ' | b'}')) => {
                list.classes.push(Word { text: "unnumbered".into(), range: pos..pos + 1 });
                pos + 1
            }
            _ => {
                let (pair, end) = pair(text, pos)?;
                list.pairs.push(pair);
                end
            }
        };
    }
}

/// Whether an author meant a list at this place, where none could be read: gives its range on the line.
pub fn meant(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?.strip_prefix('{')?;
    let line = &rest[..rest.bytes().take(MOST_BYTES).take_while(|byte| !b"\n\r".contains(byte)).count()];
    let end = at + 1 + line.find('}')? + 1;
    let sign = line.starts_with(['#', '.']) && word(line, 1).is_some();
    let key = word(line, 0).is_some_and(|key| line[key.range.end..].starts_with('='));
    (sign || key).then_some(at..end)
}

/// The list that ends a heading's text, if its last letters are one: `range` is the heading's content.
pub fn read_last(text: &str, range: Range<usize>) -> Option<List> {
    let content = text.get(range.clone())?;
    if !content.ends_with('}') {
        return None;
    }
    let first = floor(content, content.len().saturating_sub(MOST_BYTES));
    let braces = content[first..].rmatch_indices('{').map(|(at, _)| range.start + first + at);
    braces.filter_map(|at| read(text, at)).find(|list| list.range.end == range.end)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn spaces(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Letters, digits and `-_:.`; never empty.
pub fn word(text: &str, at: usize) -> Option<Word> {
    let rest = text.get(at..)?;
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && !"-_:.".contains(letter)).unwrap_or(rest.len());
    (end > 0).then(|| Word { text: rest[..end].to_string(), range: at..at + end })
}

fn pair(text: &str, at: usize) -> Option<(Pair, usize)> {
    let key = word(text, at)?;
    if text.as_bytes().get(key.range.end) != Some(&b'=') {
        return None;
    }
    let start = key.range.end + 1;
    let rest = &text[start..];
    if let Some(quote) = rest.chars().next().filter(|letter| ['"', '\''].contains(letter)) {
        let (value, length) = quoted(&rest[1..], quote)?;
        return Some((
            Pair { start: at, key: key.text, value, range: start + 1..start + 1 + length },
            start + length + 2,
        ));
    }
    let end = rest.find(|letter: char| letter.is_whitespace() || "}\"'{".contains(letter))?;
    let value = rest[..end].to_string();
    (end > 0).then(|| (Pair { start: at, key: key.text, value, range: start..start + end }, start + end))
}

/// The value before the closing quote and its length in the source; a backslash takes the next mark as it is.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if at > MOST_BYTES {
            return None;
        }
        match letter {
            '\\' => match letters.next()?.1 {
                mark if mark.is_ascii_punctuation() => value.push(mark),
                other => value.extend(['\\', other]),
            },
            '\n' => value.push(' '),
            '\r' => {}
            letter if letter == quote => return Some((value, at)),
            letter => value.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn short(text: &str) -> Option<String> {
        let list = read(text, 0)?;
        let id = list.id.iter().map(|id| format!("#{}", id.text));
        let classes = list.classes.iter().map(|class| format!(".{}", class.text));
        let pairs = list.pairs.iter().map(|pair| format!("{}={}", pair.key, pair.value));
        Some(id.chain(classes).chain(pairs).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn lists() {
        assert_eq!(short("{#a .b  key=\"a value\" n=5}x").unwrap(), "#a .b key=a value n=5");
        assert_eq!(short("{ .smallcaps }").unwrap(), ".smallcaps");
        assert_eq!(short(r#"{k="a \"q\" {b}" j='x'}"#).unwrap(), "k=a \"q\" {b} j=x");
        assert_eq!(short("{-}").unwrap(), ".unnumbered");
        assert_eq!(short("{}").unwrap(), "");
        for text in ["{a}", "{#a", "{#}", "{k=}", "{.a.}x{", "{a=\"b\"c}", "x", "{k=\"v}"] {
            assert!(text == "{.a.}x{" || short(text).is_none(), "{text}");
        }
    }

    #[test]
    fn the_last_list_of_a_heading() {
        let text = r#"A {b} title {short="{c}"}"#;
        assert_eq!(read_last(text, 0..text.len()).unwrap().range, 12..text.len());
        assert_eq!(read_last("A {b}", 0..5), None);
    }
}
