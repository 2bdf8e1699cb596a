//! In: the source lines of a poem. Out: its shape: stanzas, indents, speakers, attribution, as ranges of the source.
//!
//! Fenced verse and line blocks both come here. A line is never looked at as a block: `# 5` and `- and` are its words.
//! What its inlines are, is read by `markdown`.

use crate::base::{Diagnostic, FileId, Span, limits};
use std::ops::Range;

#[derive(Debug, Default)]
pub struct Shape {
    pub stanzas: Vec<Vec<Line>>,
    /// The lines of a last stanza that begins with a dash, without that dash.
    pub attribution: Option<Vec<Range<usize>>>,
    pub found: Vec<Diagnostic>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Steps of two spaces.
    pub indent: u8,
    /// The label of `Name:: `.
    pub speaker: Option<Range<usize>>,
    /// More than one where a line block's line goes on.
    pub words: Vec<Range<usize>>,
}

/// Spaces of one step, and of a tab.
const STEP: usize = 2;
const TAB: usize = 4;

/// `lines` are ranges of `text` without line ends; the further ones of each go on with its first. With `plain` a last
/// stanza is a stanza, whatever it begins with.
pub fn shape(text: &str, lines: &[Vec<Range<usize>>], plain: bool, file: FileId) -> Shape {
    let mut shape = Shape::default();
    if lines.len() > limits::VERSE_LINES {
        let (many, first) = (limits::VERSE_LINES, lines.first().and_then(|line| line.first()));
        let found = Diagnostic::error("verse-too-long", format!("more than {many} lines in one poem"));
        shape.found.extend(first.map(|range| found.at(Span::new(file, range.clone()))));
        return shape;
    }
    let mut stanza = Vec::new();
    for ranges in lines {
        let blank = ranges.iter().all(|range| text[range.clone()].trim().is_empty());
        let Some(first) = ranges.first().filter(|_| !blank) else {
            if !stanza.is_empty() {
                shape.stanzas.push(std::mem::take(&mut stanza));
            }
            continue;
        };
        let (line, odd) = line(text, first.clone(), &ranges[1..]);
        if odd {
            shape.found.push(
                Diagnostic::hint("verse-indent", "an indent of half a step is rounded down")
                    .at(Span::new(file, first.start..line.words[0].start))
                    .help("two spaces are one step, a tab is two"),
            );
        }
        stanza.push(line);
    }
    if !stanza.is_empty() {
        shape.stanzas.push(stanza);
    }
    if !plain {
        shape.take_attribution(text, file);
    }
    shape
}

impl Shape {
    fn take_attribution(&mut self, text: &str, file: FileId) {
        let dash = |line: &Line| dash(&text[line.start()..line.end()]);
        let begins = |stanza: &[Line]| stanza.first().and_then(dash);
        let Some((last, before)) = self.stanzas.split_last() else { return };
        if let (Some(mark), Some(previous)) = (begins(last), before.last()) {
            if begins(previous).is_none() {
                let mut ranges: Vec<_> = last.iter().map(|line| line.start()..line.end()).collect();
                ranges[0].start += mark;
                self.attribution = Some(ranges);
                self.stanzas.pop();
            }
        } else if begins(last).is_none()
            && let Some(line) = last.last().filter(|line| dash(line).is_some())
        {
            self.found.push(attribution_hint(Span::new(file, line.start()..line.end())));
        }
    }
}

impl Line {
    fn start(&self) -> usize {
        self.speaker.as_ref().or(self.words.first()).map_or(0, |range| range.start)
    }

    fn end(&self) -> usize {
        self.words.last().or(self.speaker.as_ref()).map_or(0, |range| range.end)
    }

    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }
}

/// The line, and whether half a step of its indent was dropped.
fn line(text: &str, range: Range<usize>, further: &[Range<usize>]) -> (Line, bool) {
    let words = &text[range.clone()];
    let start = words.len() - words.trim_start_matches([' ', '\t']).len();
    let columns = words[..start].bytes().fold(0, |sum, byte| sum + if byte == b'\t' { TAB } else { 1 });
    let end = words.trim_end_matches([' ', '\t']).len();
    let mut line = Line { indent: (columns / STEP).min(255) as u8, ..Line::default() };
    let mut from = range.start + start;
    let to = range.start + end;
    if let Some(label) = speaker(&text[from..to]) {
        line.speaker = Some(from..from + label);
        let rest = &text[from + label + 2..to];
        from = to - rest.trim_start().len();
    }
    line.words = std::iter::once(from..to).chain(further.iter().cloned()).collect();
    (line, columns % STEP != 0)
}

/// The length of the label of `Name:: words` or of `Name::` alone.
fn speaker(line: &str) -> Option<usize> {
    let at = line.find("::")?;
    let after = &line[at + 2..];
    let label = at > 0 && !line[..at].ends_with([' ', ':', '\t']);
    (label && (after.is_empty() || after.starts_with([' ', '\t']))).then_some(at)
}

/// The length of the dash and the spaces that open an attribution.
pub fn dash(text: &str) -> Option<usize> {
    let rest = ["---", "--", "–", "—", "―"].iter().find_map(|mark| text.strip_prefix(mark))?;
    let words = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    (words.len() < rest.len() && !words.trim().is_empty()).then(|| text.len() - words.len())
}

/// For a last line that looks like an attribution.
pub fn attribution_hint(span: Span) -> Diagnostic {
    Diagnostic::hint("attribution-line", "a last line that begins with a dash is not an attribution")
        .at(span)
        .help("put an empty line before it if it names who wrote this")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Shape {
        let mut lines = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            let whole = at..at + line.len();
            lines.push(vec![whole]);
            at += line.len() + 1;
        }
        shape(text, &lines, false, FileId(0))
    }

    #[test]
    fn stanzas_and_indents() {
        let shape = read("a\n  b\n\n\n\t c\n-- not one\n\n-- W, *X*\n");
        let indents: Vec<Vec<u8>> = shape.stanzas.iter().map(|s| s.iter().map(|line| line.indent).collect()).collect();
        assert_eq!(indents, [vec![0, 1], vec![2, 0]]);
        assert_eq!(shape.attribution.unwrap().len(), 1);
        assert_eq!(shape.found[0].code, "verse-indent");
    }

    #[test]
    fn speakers() {
        assert_eq!(speaker("Anna:: hm"), Some(4));
        assert_eq!(speaker("Anna::"), Some(4));
        for line in ["a ::b", "std::io", ":: x", "a ::: b", "Anna: x"] {
            assert_eq!(speaker(line), None, "{line}");
        }
    }

    #[test]
    fn dialogue_has_no_attribution() {
        assert!(read("-- Who?\n\n-- Me").attribution.is_none());
        assert!(read("-- alone").attribution.is_none());
        assert_eq!(read("a\n-- b").found[0].code, "attribution-line");
    }
}
