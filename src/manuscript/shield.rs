//! In: a file's text and which parts of it are words. Out: what pulldown-cmark would take for something else than people
//! mean: a colon at a line's start, a file's name with spaces, the mark of a callout. Refuses to change it.

use super::ground::Ground;
use std::ops::Range;

/// A quote that is a box, as GitHub and Obsidian write it: `> [!NOTE] Title`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// `[!NOTE]`, with the sign that folds it.
    pub mark: Range<usize>,
    /// Its kind, with a capital: `Note`.
    pub kind: String,
    /// What stands behind the mark on its line; may be empty.
    pub title: Range<usize>,
}

/// Colons that begin a line and no definition: `:smile:`, `:-)`. A definition has a space behind its colon.
pub fn colons(text: &str, ground: &Ground) -> Vec<Range<usize>> {
    let begins =
        |line: &str| line.starts_with(':') && !line.starts_with("::") && !line[1..].starts_with([' ', '\t', '\r']);
    starts(text, begins)
        .filter(|at| text[*at..].trim_end().len() > 1 && ground.is_words(*at))
        .map(|at| at..at + 1)
        .collect()
}

/// Addresses of links and pictures that hold spaces and end like a file: `](my author.png)`.
pub fn spaced(text: &str, ground: &Ground) -> Vec<Range<usize>> {
    let opens = text.match_indices("](").map(|(at, _)| at + 2);
    let found = opens.filter_map(|at| {
        let length = text[at..].find([')', '\n', '<', '"', '(', '\''])?;
        let address = &text[at..at + length];
        let file = address.split('#').next().unwrap_or_default().rsplit_once('.').is_some_and(|(name, kind)| {
            !name.is_empty() && (2..=5).contains(&kind.len()) && kind.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        let inner = address.trim() == address && address.contains(' ') && text[at + length..].starts_with(')');
        (file && inner && ground.is_words(at)).then_some(at..at + length)
    });
    found.collect()
}

/// In the order of the text.
pub fn callouts(text: &str, ground: &Ground) -> Vec<Callout> {
    let found = text.match_indices("[!").filter_map(|(at, _)| {
        let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let quoted = line.contains('>') && line.chars().all(|c| matches!(c, ' ' | '\t' | '>' | '-' | '*'));
        let name = text[at + 2..].split(|c: char| !c.is_ascii_alphabetic() && c != '-').next().unwrap_or_default();
        let rest = text[at + 2 + name.len()..].strip_prefix(']')?;
        let rest = rest.strip_prefix(['-', '+']).unwrap_or(rest);
        let mark = at..text.len() - rest.len();
        let typed = rest.lines().next().unwrap_or_default();
        if !quoted || name.is_empty() || !ground.is_words(at) || typed.starts_with(['(', '[', ':']) {
            return None;
        }
        let start = mark.end + typed.len() - typed.trim_start().len();
        let title = start..start.max(mark.end + typed.trim_end().len());
        let (first, others) = name.split_at(1);
        let kind = format!("{}{}", first.to_ascii_uppercase(), others.to_ascii_lowercase());
        Some(Callout { mark, kind, title })
    });
    found.collect()
}

/// In a file of verse: marks that would begin a list, and those that would begin a heading or a quote inside a stanza.
pub fn verse_marks(text: &str, ground: &Ground) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut at, mut inside, mut quoted) = (0, false, false);
    for line in text.split_inclusive('\n') {
        let words = line.trim_start_matches([' ', '\t']);
        let start = at + line.len() - words.len();
        // A quote that began before a stanza goes on.
        quoted = words.starts_with('>') && (quoted || !inside);
        let marks_only = words.trim_end().chars().all(|c| matches!(c, '*' | '-' | '_' | ' '));
        let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let spaced = |after: &str| after.starts_with([' ', '\t']);
        let bullet = words.starts_with(['-', '+', '*']) && spaced(&words[1..]);
        let number = digits > 0 && words[digits..].starts_with(['.', ')']) && spaced(&words[digits + 1..]);
        let block = inside && (words.starts_with(['#', '>', '=', '|', '~', '<']) || words.starts_with("---"));
        let block = block && !quoted;
        if (bullet && !marks_only || block) && ground.is_words(start) {
            found.push(start..start + 1);
        } else if number && ground.is_words(start) {
            found.push(start + digits..start + digits + 1);
        }
        inside = !words.trim().is_empty();
        at += line.len();
    }
    found
}

/// Where lines begin, behind the marks of quotes, that are so.
fn starts<'a>(text: &'a str, begins: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = usize> + 'a {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let words = line.trim_start_matches([' ', '\t', '>']);
        let start = at + line.len() - words.len();
        at += line.len();
        begins(words).then_some(start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, find: impl Fn(&str, &Ground) -> Vec<Range<usize>>) -> Vec<&str> {
        find(text, &Ground::of(text)).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn colons_that_begin_no_definition() {
        assert_eq!(typed("a\n:smile: b\n> :-) c\nTerm\n: Definition\n::: div\n:\n", colons).len(), 2);
        assert!(typed("```\n:code\n```\n", colons).is_empty());
    }

    #[test]
    fn names_with_spaces() {
        assert_eq!(typed("![A](my author.png) [b](two words.md#id)", spaced), ["my author.png", "two words.md#id"]);
        for text in ["[a](b.png \"Title\")", "[a](<b c.png>)", "[a](b c)", "`[a](b c.png)`", "(see [a] (b c.png))"] {
            assert!(typed(text, spaced).is_empty(), "{text}");
        }
    }

    #[test]
    fn boxes_of_github_and_obsidian() {
        let text = "> [!NOTE]\n> Words.\n\n> > [!tip]- A title\n\nA [!b] and [!c](d.png)\n";
        let found = callouts(text, &Ground::of(text));
        let found: Vec<_> = found.iter().map(|one| (one.kind.as_str(), &text[one.title.clone()])).collect();
        assert_eq!(found, [("Note", ""), ("Tip", "A title")]);
    }
}
