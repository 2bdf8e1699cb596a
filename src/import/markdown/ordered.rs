//! Lists as Pandoc numbers them: `a.`, `(ii)`, `#.`, `(@)`. Each line that begins an item gets the number of Markdown.

use crate::import::remarks::Remarks;
use crate::import::tree::At;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `#.`
    Any,
    /// `(1)`
    Arabic,
    Letters,
    Roman,
    /// `(@)`
    Example,
}

/// The lists that are open, by their indent, and examples, which are counted through the file.
#[derive(Debug, Default)]
pub struct Ordered {
    open: Vec<(usize, Style, usize)>,
    examples: usize,
    /// What stands for a call of an example, and its number.
    calls: Vec<(String, String)>,
    was_blank: bool,
    /// The indents of items with Markdown's own marks that are open.
    around: Vec<usize>,
}

impl Ordered {
    /// With the examples of a file, which may be called before they stand.
    pub fn of<'l>(lines: impl Iterator<Item = &'l str>) -> Ordered {
        let marks = lines.filter_map(|line| line.trim_start().split([' ', '\t']).next());
        let examples = marks.filter(|mark| mark.starts_with("(@") && mark.ends_with(')'));
        let calls = examples.enumerate().map(|(at, mark)| (mark.to_owned(), format!("({})", at + 1)));
        Ordered { calls: calls.filter(|(mark, _)| mark.len() > 3).collect(), ..Ordered::default() }
    }

    fn called(&self, line: &str) -> String {
        self.calls.iter().fold(line.to_owned(), |line, (mark, number)| line.replace(mark, number))
    }

    /// A line, where it begins an item with a number of Markdown's.
    pub fn line<'l>(
        &mut self,
        line: &str,
        mut next: impl Iterator<Item = &'l str>,
        number: usize,
        remarks: &mut Remarks,
    ) -> String {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        if body.is_empty() {
            self.was_blank = true;
            return line.to_owned();
        }
        let was_blank = std::mem::replace(&mut self.was_blank, false);
        if indent == 0 && was_blank || is_item(body) {
            self.around.retain(|own| *own < indent);
        }
        if is_item(body) {
            self.around.push(indent);
        }
        let Some((style, value, length)) = mark(body).filter(|_| indent < 12) else {
            if indent == 0 && was_blank {
                self.open.clear();
            }
            return self.called(line);
        };
        self.open.retain(|(own, _, _)| *own <= indent);
        let known = self.open.iter().rposition(|(own, _, _)| *own == indent);
        // `i.` goes on after `h.`, and begins a list of Roman numerals elsewhere.
        let candidates = [Some((style, value)), other(body)];
        let follows = known.and_then(|at| {
            let (_, style, last) = self.open[at];
            candidates
                .iter()
                .flatten()
                .find(|(own, value)| *own == style && (*value == last + 1 || *value == 0))
                .copied()
        });
        let mut begins = || {
            let first = candidates.iter().flatten().find(|(_, value)| *value <= 1).copied()?;
            let is_inside = self.open.iter().map(|(own, _, _)| own).chain(&self.around).any(|own| *own < indent);
            let may = was_blank || is_inside || number == 1;
            let is_sure = matches!(first.0, Style::Any | Style::Arabic | Style::Example);
            let is_next =
                |line: &&str| line.len() - line.trim_start().len() == indent && mark(line.trim_start()).is_some();
            (may && (is_sure || next.by_ref().take(200).find(is_next).is_some())).then_some(first)
        };
        let Some((style, _)) = follows.or_else(&mut begins) else { return line.to_owned() };
        let value = match follows {
            Some(_) => self.open[known.unwrap_or_default()].2 + 1,
            None => {
                self.open.retain(|(own, _, _)| *own < indent);
                self.open.push((indent, style, 0));
                if style == Style::Example { self.examples + 1 } else { 1 }
            }
        };
        if let Some(own) = self.open.iter_mut().rfind(|(own, _, _)| *own == indent) {
            own.2 = value;
        }
        match style {
            Style::Example => self.examples = value,
            Style::Letters | Style::Roman if value == 1 => {
                remarks.plain("lists by letters or Roman numerals, which get numbers", body, At::Line(number));
            }
            _ => {}
        }
        // Examples go on through the file, and are no items of a list before them.
        let new = format!("{value}{}", if style == Style::Example { ')' } else { '.' });
        // Five spaces would begin code.
        let spaces = body[length..].len() - body[length..].trim_start_matches(' ').len();
        let pad = " ".repeat(length.saturating_sub(new.len()).min(4_usize.saturating_sub(spaces)));
        format!("{}{new}{pad}{}", &line[..indent], self.called(&body[length..]))
    }
}

/// Whether a line begins an item with a mark of Markdown's own.
fn is_item(body: &str) -> bool {
    let rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest =
        if rest.len() == body.len() { rest.strip_prefix(['-', '*', '+']) } else { rest.strip_prefix(['.', ')']) };
    rest.is_some_and(|rest| rest.starts_with([' ', '\t']))
}

/// What numbers a line that begins an item: its style, its value, and the length of its mark.
fn mark(body: &str) -> Option<(Style, usize, usize)> {
    let length = body.find([' ', '\t'])?;
    let typed = &body[..length];
    let bracketed = typed.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = bracketed.or_else(|| typed.strip_suffix('.')).or_else(|| typed.strip_suffix(')'))?;
    if inner == "#" {
        return Some((Style::Any, 0, length));
    }
    if inner.starts_with('@') && bracketed.is_some() {
        return Some((Style::Example, 0, length));
    }
    if inner.chars().all(|c| c.is_ascii_digit()) {
        return bracketed.and_then(|inner| Some((Style::Arabic, inner.parse().ok()?, length)));
    }
    // `B. Russell` is a name; Pandoc wants two spaces behind a capital.
    let is_capital = inner.chars().all(|c| c.is_ascii_uppercase());
    if is_capital
        && inner.len() == 1
        && bracketed.is_none()
        && typed.ends_with('.')
        && !body[length..].starts_with("  ")
    {
        return None;
    }
    let lower = inner.to_ascii_lowercase();
    let is_cased = is_capital || lower == inner;
    match lower.as_bytes() {
        [letter] if is_cased && letter.is_ascii_lowercase() => {
            Some((Style::Letters, usize::from(letter - b'a') + 1, length))
        }
        _ if is_cased && lower.len() < 8 => Some((Style::Roman, roman(&lower)?, length)),
        _ => None,
    }
}

/// A letter as a Roman numeral.
fn other(body: &str) -> Option<(Style, usize)> {
    let inner = body.split([' ', '\t']).next()?.trim_matches(['(', ')', '.']).to_ascii_lowercase();
    (inner.len() == 1).then(|| roman(&inner)).flatten().map(|value| (Style::Roman, value))
}

fn roman(text: &str) -> Option<usize> {
    const SIGNS: [(&str, usize); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    let (mut rest, mut value) = (text, 0);
    for (sign, worth) in SIGNS {
        while let Some(after) = rest.strip_prefix(sign) {
            value += worth;
            rest = after;
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> (String, usize) {
        let lines: Vec<&str> = text.lines().collect();
        let mut ordered = Ordered::default();
        let mut remarks = Remarks::of("a.md");
        let new = lines
            .iter()
            .enumerate()
            .map(|(at, line)| ordered.line(line, lines[at + 1..].iter().copied(), at + 1, &mut remarks));
        let new = new.collect::<Vec<_>>().join("\n");
        (new, remarks.all.len())
    }

    #[test]
    fn every_style_gets_numbers() {
        for (from, to, told) in [
            ("#. one\n#. two", "1. one\n2. two", 0),
            ("(1) one\n(2) two", "1.  one\n2.  two", 0),
            ("a. one\nb. two\n   i. in\n   ii. more\nc. three", "1. one\n2. two\n   1. in\n   2.  more\n3. three", 2),
            ("(@) one\n\nWords\n\n(@b) two", "1)  one\n\nWords\n\n2)   two", 0),
            ("h) eight\ni) nine", "h) eight\ni) nine", 0),
            ("A. Writer wrote.\nB. Russell too.", "A. Writer wrote.\nB. Russell too.", 0),
            ("i. one\nii. two", "1. one\n2.  two", 1),
            ("Words go on\na. here", "Words go on\na. here", 0),
            ("Text.\n\na. alone", "Text.\n\na. alone", 0),
            ("1. one\n   a. in\n   b. more\n2. two", "1. one\n   1. in\n   2. more\n2. two", 1),
            ("- one\n    (a) in\n    (b) more", "- one\n    1.  in\n    2.  more", 1),
            ("- one\n\nText\n  a. here\n  b. there", "- one\n\nText\n  a. here\n  b. there", 0),
        ] {
            assert_eq!(all(from), (to.to_owned(), told), "{from}");
        }
    }
}
