//! In: inlines with line breaks among them. Out: the lines. What goes around a break is closed and opened again.

use super::runs::merged;
use super::tree::{Inline, Line, Verse};
use super::walk::{is_blank, words};

/// Letters of a line of verse at most: more is prose.
const LONGEST: usize = 72;

pub fn split(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    let mut out = vec![Vec::new()];
    for inline in inlines {
        let inner = inline.inner();
        if *inline == Inline::Break {
            out.push(Vec::new());
        } else if inner.is_empty() {
            out.last_mut().into_iter().for_each(|line: &mut Vec<Inline>| line.push(inline.clone()));
        } else {
            for (nth, part) in split(inner).into_iter().enumerate() {
                if nth > 0 {
                    out.push(Vec::new());
                }
                if part.is_empty() {
                    continue;
                }
                let mut wrapped = inline.clone();
                wrapped.inner_mut().into_iter().for_each(|list| *list = part.clone());
                out.last_mut().into_iter().for_each(|line| line.push(wrapped.clone()));
            }
        }
    }
    out
}

/// Whether a paragraph has broken lines, and all of them are short.
pub fn are_short(inlines: &[Inline]) -> bool {
    let words = words(inlines);
    words.trim().contains('\n') && words.lines().all(|line| line.chars().count() <= LONGEST)
}

/// White space at both ends goes; inside, every run of it is one space.
pub fn trimmed(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut inlines = merged(inlines);
    edge(&mut inlines, true);
    edge(&mut inlines, false);
    inlines
}

/// Takes white space and line breaks from one end; anchors stay.
fn edge(list: &mut Vec<Inline>, start: bool) {
    let mut at = if start { 0 } else { list.len().wrapping_sub(1) };
    while let Some(inline) = list.get_mut(at) {
        match inline {
            Inline::Anchor(_) => at = if start { at + 1 } else { at.wrapping_sub(1) },
            Inline::Break => {
                list.remove(at);
                at = if start { at } else { at.wrapping_sub(1) };
            }
            Inline::Text(text) => {
                let kept = if start { text.trim_start() } else { text.trim_end() };
                let kept = kept.to_owned();
                if !kept.is_empty() {
                    *text = kept;
                    return;
                }
                list.remove(at);
                at = if start { at } else { at.wrapping_sub(1) };
            }
            _ => return,
        }
    }
}

/// A line of verse: white space before its first word is its indent.
fn line(mut inlines: Vec<Inline>) -> Line {
    let mut indent = 0;
    if let Some(Inline::Text(text)) = inlines.iter_mut().find(|inline| !matches!(inline, Inline::Anchor(_))) {
        let begin = text.len() - text.trim_start().len();
        let wide = |c: char| match c {
            '\t' | '\u{2003}' => 4,
            '\u{2002}' => 2,
            _ => 1,
        };
        indent = text[..begin].chars().map(wide).sum::<usize>().div_ceil(2);
        *text = text[begin..].to_owned();
    }
    Line { indent: indent.min(20), inlines: trimmed(inlines) }
}

/// The stanzas of paragraphs, each with its broken lines; an empty line parts stanzas too.
pub fn stanzas(paragraphs: &[Vec<Inline>], together: bool) -> Vec<Vec<Line>> {
    let mut out: Vec<Vec<Line>> = vec![Vec::new()];
    for paragraph in paragraphs {
        for part in split(paragraph) {
            match (is_blank(&part), out.last_mut()) {
                (false, Some(stanza)) => stanza.push(line(part)),
                (true, Some(stanza)) if !stanza.is_empty() => out.push(Vec::new()),
                _ => {}
            }
        }
        if !together && out.last().is_some_and(|stanza| !stanza.is_empty()) {
            out.push(Vec::new());
        }
    }
    out.retain(|stanza| !stanza.is_empty());
    out
}

pub fn verse(stanzas: Vec<Vec<Line>>) -> Verse {
    Verse { stanzas, ..Verse::default() }
}

/// What stands before the name of the one who said it.
const DASHES: [&str; 5] = ["— ", "– ", "--- ", "-- ", "― "];

/// A paragraph that begins with a dash and a space, without them.
pub fn attribution(inlines: &[Inline]) -> Option<Vec<Inline>> {
    let first = inlines.iter().position(|inline| !matches!(inline, Inline::Anchor(_)))?;
    let Inline::Text(text) = &inlines[first] else { return None };
    let spaced = text.replace('\u{a0}', " ");
    let dash = DASHES.into_iter().find(|dash| spaced.starts_with(dash)).or_else(|| {
        // `—Name` is one too.
        ["—", "―"].into_iter().find(|dash| spaced.starts_with(dash) && spaced.len() > dash.len())
    })?;
    let mut out = inlines.to_vec();
    out[first] = Inline::Text(spaced[dash.len()..].trim_start().to_owned());
    Some(trimmed(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_close_what_goes_around_them() {
        let text = |text: &str| Inline::Text(text.into());
        let slanted = Inline::Emphasis(vec![text("a"), Inline::Break, text("\tb")]);
        let lines = split(&[text("x "), slanted, Inline::Break, text("    c")]);
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0], [text("x "), Inline::Emphasis(vec![text("a")])]);
        let stanzas =
            stanzas(&[vec![text("a"), Inline::Break, text("    b"), Inline::Break, Inline::Break, text("c")]], false);
        assert_eq!(stanzas.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(stanzas[0][1], Line { indent: 2, inlines: vec![text("b")] });
    }

    #[test]
    fn a_dash_begins_an_attribution() {
        let text = |text: &str| vec![Inline::Text(text.into())];
        assert_eq!(attribution(&text("— A. Writer")), Some(text("A. Writer")));
        assert_eq!(attribution(&text("–A. Writer")), None);
        assert_eq!(attribution(&text("A. Writer")), None);
    }
}
