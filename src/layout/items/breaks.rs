//! In: a word. Out: where it may end a line, and at what price. Refuses to know widths.
//!
//! A word holds no space. The author's own hyphens and dashes are breaks in any text; a language's hyphens are asked of
//! `hyphenate`; addresses and code break after their marks; East Asian text breaks by Unicode's rules (UAX 14).

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// A place inside a word, before byte `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    pub at: u32,
    pub kind: BreakKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// A hyphen is shown when the line ends here.
    Hyphen,
    /// After a hyphen or dash of the author's.
    Dash { cost: i32 },
    /// Between signs that need no mark: addresses, code.
    Plain { cost: i32 },
    /// Between letters that stand without spaces and may stand apart.
    Gap,
}

/// The price of a line that ends in the author's own hyphen.
const AFTER_HYPHEN: i32 = 50;
const AFTER_ELLIPSIS: i32 = 100;
const IN_ADDRESS: i32 = 150;
/// Of a line of code that is not turned over at a space.
const IN_CODE: i32 = 3_000;

/// Breaks that the signs of the word itself allow, in order.
pub fn visible(word: &str, code: bool) -> Vec<Break> {
    let mark = if word.contains(' ') { IN_CODE } else { IN_ADDRESS };
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Vec::new();
    }
    let mut breaks = Vec::new();
    let address = is_address(word);
    let eastern = word.chars().any(is_eastern);
    if eastern {
        let allowed = linebreaks(word).filter(|(at, kind)| *kind == BreakOpportunity::Allowed && *at < word.len());
        breaks.extend(allowed.map(|(at, _)| Break { at: at as u32, kind: BreakKind::Gap }));
        return breaks;
    }
    let mut before = None;
    let mut rest = word.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        let Some(&(next_at, next)) = rest.peek() else { break };
        let marks = at > 2 && word.len() - next_at > 2;
        let kind = if code && character == ' ' && next != ' ' && word[..at].contains(|c| c != ' ') {
            Some(BreakKind::Plain { cost: 0 })
        } else if address && !code {
            in_address(character, next).filter(|_| marks)
        } else if code && marks && "/.?&=_:#".contains(character) && next != character && next != '/' {
            Some(BreakKind::Plain { cost: mark })
        } else {
            between(before, character, next)
        };
        breaks.extend(kind.map(|kind| Break { at: next_at as u32, kind }));
        before = Some(character);
    }
    breaks
}

/// May a line end after `character`, where `next` follows without a space?
pub fn between(before: Option<char>, character: char, next: char) -> Option<BreakKind> {
    let numbers = before.is_some_and(|c| c.is_ascii_digit()) && next.is_ascii_digit();
    let opens = next.is_alphanumeric() || "“„«‘‹(".contains(next);
    match character {
        '-' | '\u{2010}' if numbers || !opens || !before?.is_alphanumeric() => None,
        '-' | '\u{2010}' => Some(BreakKind::Dash { cost: AFTER_HYPHEN }),
        '–' if numbers || !opens => None,
        '—' if !opens && next != '…' => None,
        '–' | '—' => before.map(|_| BreakKind::Dash { cost: 0 }),
        '…' if opens => before.map(|_| BreakKind::Plain { cost: AFTER_ELLIPSIS }),
        '\u{200b}' => Some(BreakKind::Plain { cost: 0 }),
        _ if is_eastern(character) && is_eastern(next) && next.is_alphanumeric() => Some(BreakKind::Gap),
        _ => None,
    }
}

/// In an address a line ends behind a slash, a colon or an equals sign, and before any other mark: a stop or a hyphen at
/// a line's end would be read as the sentence's.
fn in_address(character: char, next: char) -> Option<BreakKind> {
    let behind = "/:=".contains(character) && !"/:=".contains(next);
    let before = next.is_ascii_punctuation() && !"/:=,;!)]}>'\"".contains(next) && character.is_alphanumeric();
    (behind || before).then_some(BreakKind::Plain { cost: IN_ADDRESS })
}

/// Whether a word is an address, of the web or of mail, with its scheme or without.
pub fn is_address(word: &str) -> bool {
    word.contains('.')
        && (word.contains("://") || word.starts_with("www.") || word.contains('@') || begins_with_domain(word))
}

/// `example.org/path`, `one.two.example`, `example.com`.
fn begins_with_domain(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '/');
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or(word);
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let Some(last) = labels.last().filter(|_| labels.len() > 1 && labels.iter().all(is_label)) else {
        return false;
    };
    let is_top = (2..=24).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_lowercase());
    is_top && (word.len() > host.len() || labels.len() > 2 && labels[0].len() > 2 || TOP.contains(last))
}

/// What domains mostly end in.
const TOP: [&str; 16] =
    ["com", "org", "net", "edu", "gov", "info", "io", "eu", "uk", "de", "fr", "ch", "at", "nl", "example", "test"];

/// Ideographs, kana, Hangul and their full-width marks; Thai, Lao, Khmer and Myanmar break only where marked.
fn is_eastern(character: char) -> bool {
    matches!(character, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(word: &str) -> String {
        let mut out = word.to_owned();
        for found in visible(word, false).iter().rev() {
            out.insert(found.at as usize, '|');
        }
        out
    }

    #[test]
    fn hyphens_and_dashes() {
        assert_eq!(shown("well-known"), "well-|known");
        assert_eq!(shown("1914–18"), "1914–18");
        assert_eq!(shown("London–Paris"), "London–|Paris");
        assert_eq!(shown("yes—“no"), "yes—|“no");
        assert_eq!(shown("yes—”"), "yes—”");
        assert_eq!(shown("-x"), "-x");
        assert_eq!(shown("—and"), "—and");
        assert_eq!(shown("4-5"), "4-5");
    }

    #[test]
    fn addresses_and_ideographs() {
        assert_eq!(shown("https://a.example/path/to"), "https://|a|.example/|path/to");
        assert_eq!(shown("https://my-site.example/a-b?c=d&e#fg"), "https://|my|-site|.example/|a|-b|?c=|d|&e|#fg");
        assert_eq!(shown("www.example.org/line.html"), "www.example|.org/|line|.html");
        assert_eq!(shown("example.org/a-path"), "example|.org/|a|-path");
        assert_eq!(shown("some.body@mail-host.example"), "some|.body|@mail|-host|.example");
        for word in ["e.g.", "U.S.A.", "and/or", "1.5", "p.m.", "Node.js", "well-known", "i.e.", "end.Then"] {
            assert!(!is_address(word), "{word}");
        }
        assert_eq!(shown("漢字、かな"), "漢|字、|か|な");
    }
}
