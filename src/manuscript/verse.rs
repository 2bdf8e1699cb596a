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
    /// Spaces: two are one step.
    pub indent: u8,
    /// It begins where the line before ends; its indent says about as far.
    pub dropped: bool,
    /// The column in which it ends, as it is typed.
    end: usize,
    /// The label of `Name:: `.
    pub speaker: Option<Range<usize>>,
    /// More than one where a line block's line goes on.
    pub words: Vec<Range<usize>>,
}

/// Spaces of a tab: two steps.
const TAB: usize = 4;

/// Before a half-line that begins where the line before ends.
const DROP: &str = "\\>";

/// So many spaces at least stand for the length of the line before, where they are as long as it is and not much longer.
const DROP_SPACES: usize = 8;

/// A letter, in hundredths of a space that indents.
const LETTER: usize = 90;

/// How a poem is read.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// A last stanza is a stanza, whatever it begins with.
    pub plain: bool,
    /// Spaces mean no more than spaces.
    pub exact: bool,
}

/// `lines` are ranges of `text` without line ends; the further ones of each go on with its first.
pub fn shape(text: &str, lines: &[Vec<Range<usize>>], manner: Manner, file: FileId) -> Shape {
    let mut shape = Shape::default();
    if lines.len() > limits::VERSE_LINES {
        let (many, first) = (limits::VERSE_LINES, lines.first().and_then(|line| line.first()));
        let found = Diagnostic::error("verse-too-long", format!("a poem has more than {many} lines"));
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
        let before = stanza.last().or(shape.stanzas.last().and_then(|stanza| stanza.last()));
        let mut line = line(text, first.clone(), &ranges[1..], before.is_some());
        let in_stanza = stanza.last().filter(|_| !manner.exact);
        line.drop_from(before, in_stanza);
        stanza.push(line);
    }
    if !stanza.is_empty() {
        shape.stanzas.push(stanza);
    }
    if !manner.plain {
        shape.take_attribution(text, file);
        shape.hint_at_speaker(text, file);
        shape.warn_of_titles(text, file);
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

    /// Of a line that stands alone as a title does, and would be one outside of a poem.
    fn warn_of_titles(&mut self, text: &str, file: FileId) {
        let alone = self.stanzas.iter().filter(|stanza| stanza.len() == 1).flatten();
        for line in alone.filter(|line| line.speaker.is_none()) {
            let words = &text[line.range()];
            let bare = words.trim_start_matches('#');
            if (1..=6).contains(&(words.len() - bare.len())) && bare.starts_with(' ') {
                let why = "a line alone in a poem begins with `#`: it is no title there and is printed as typed";
                let found = Diagnostic::warning("verse-title", why).at(Span::new(file, line.range()));
                let help = "name the poem behind the word `verse`, `{title=\"…\"}`, put the heading before the poem, or write `\\#`";
                self.found.push(found.help(help));
            }
        }
    }

    /// Once a poem: who speaks stands alone on a line, as plays are often typed.
    fn hint_at_speaker(&mut self, text: &str, file: FileId) {
        let heads = self.stanzas.iter().filter(|stanza| stanza.len() > 1).filter_map(|stanza| stanza.first());
        let found = heads.into_iter().find(|line| line.speaker.is_none() && is_name(&text[line.range()]));
        self.found.extend(found.map(|line| speaker_hint(Span::new(file, line.range()))));
    }
}

/// Letters of a name that stands alone on a line.
const NAME: usize = 40;

/// Whether these words look like the name of who speaks: all capitals, or all bold; maybe with a stop or a colon.
pub fn is_name(words: &str) -> bool {
    let words = words.trim();
    let bare = words.trim_end_matches([':', '.', ' ']);
    let bold = [("**", "**"), ("__", "__")].iter().find_map(|(open, close)| {
        let inner = words.strip_prefix(open)?.trim_end_matches([':', '.', ' ']);
        inner.strip_suffix(close).or(inner.strip_suffix(&format!(":{close}")))
    });
    let name = bold.unwrap_or(bare).trim_end_matches([':', '.', ' ']);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '’' | '\''));
    let capital = name.chars().all(|c| !c.is_lowercase()) && name.chars().any(char::is_uppercase);
    letters > 1 && plain && name.chars().count() <= NAME && (bold.is_some() || capital)
}

pub fn speaker_hint(span: Span) -> Diagnostic {
    Diagnostic::hint("speaker-line", "a name alone on its line is a line of the text, not the name of a speaker")
        .at(span)
        .help("in verse, write `Name:: ` before the first words; in prose, write `**Name**` and the words on one line")
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

    /// Moves a half-line to where the line before ends: one that says so, and one whose spaces are as long as the line
    /// before in its stanza.
    fn drop_from(&mut self, before: Option<&Line>, in_stanza: Option<&Line>) {
        let indent = usize::from(self.indent);
        let is_under = |line: &&Line| indent >= DROP_SPACES && (line.end..=line.end + DROP_SPACES).contains(&indent);
        self.dropped |= in_stanza.filter(is_under).is_some();
        if let Some(before) = before.filter(|_| self.dropped) {
            self.end += before.end.saturating_sub(indent) + 1;
            self.indent = (before.end * LETTER / 100).min(255) as u8;
        }
    }
}

fn line(text: &str, range: Range<usize>, further: &[Range<usize>], drops: bool) -> Line {
    let words = &text[range.clone()];
    let start = words.len() - words.trim_start_matches([' ', '\t']).len();
    let columns = words[..start].bytes().fold(0, |sum, byte| sum + if byte == b'\t' { TAB } else { 1 });
    let end = without_line_end(words).len().max(start);
    let mut line = Line { indent: columns.min(255) as u8, ..Line::default() };
    let mut from = range.start + start;
    let to = range.start + end;
    if let Some(label) = speaker(&text[from..to]) {
        line.speaker = Some(from..from + label);
        let rest = &text[from + label + 2..to];
        from = to - rest.trim_start().len();
    }
    if let Some(rest) = text[from..to].strip_prefix(DROP).filter(|_| drops) {
        line.dropped = true;
        from = to - rest.trim_start().len();
    }
    line.end = columns + text[from..to].chars().count();
    line.words = std::iter::once(from..to).chain(further.iter().cloned()).collect();
    line
}

/// Without the spaces or the backslash that end a line of Markdown: in a poem every line ends.
fn without_line_end(words: &str) -> &str {
    let words = words.trim_end_matches([' ', '\t']);
    let marks = words.len() - words.trim_end_matches('\\').len();
    if marks % 2 == 1 { words[..words.len() - 1].trim_end_matches([' ', '\t']) } else { words }
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
        shape(text, &lines, Manner { plain: false, exact: false }, FileId(0))
    }

    #[test]
    fn stanzas_and_indents() {
        let shape = read("a\n  b\n\n\n\t c\n-- not one\n\n-- W, *X*\n");
        let indents: Vec<Vec<u8>> = shape.stanzas.iter().map(|s| s.iter().map(|line| line.indent).collect()).collect();
        assert_eq!(indents, [vec![0, 2], vec![5, 0]]);
        assert_eq!(shape.attribution.unwrap().len(), 1);
        assert!(shape.found.is_empty());
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
    fn half_lines() {
        let read = |text: &str| {
            let stanzas = read(text).stanzas.concat();
            stanzas.iter().map(|line| (line.dropped, text[line.range()].to_string())).collect::<Vec<_>>()
        };
        let dropped = |text: &str| read(text).into_iter().filter(|line| line.0).map(|line| line.1).collect::<Vec<_>>();
        assert_eq!(dropped("Who goes?\n\\> Nobody.\n\\> Then stay."), ["Nobody.", "Then stay."]);
        assert_eq!(dropped("Anna:: Who goes?\n\nOtto:: \\> Nobody."), ["Otto:: \\> Nobody."]);
        assert_eq!(dropped("A hemistich\n                 answered here."), ["answered here."]);
        assert_eq!(read("\\> first")[0], (false, "\\> first".to_owned()));
        // Less than the line before, much more, or a step or two under a short word.
        for text in ["A hemistich\n          no", "A hemistich\n                              no", "a\n  b\n    c"] {
            assert!(dropped(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn line_ends_are_no_words() {
        let ends = |text: &str| read(text).stanzas[0].iter().map(|line| line.end() - line.start()).collect::<Vec<_>>();
        assert_eq!(ends("one  \ntwo\\\nthree \\\nfour\\\\"), [3, 3, 5, 6]);
    }

    #[test]
    fn names_on_lines_of_their_own() {
        for name in ["ANNA", "**Anna**", "**Anna:**", "FIRST MURDERER.", "__Otto__."] {
            assert!(is_name(name), "{name}");
        }
        for words in ["Anna", "I", "ANNA, coming in", "**so** it is", "1918"] {
            assert!(!is_name(words), "{words}");
        }
        assert_eq!(read("ANNA\nI know.\n\nOTTO\nYes.").found.len(), 1);
        assert!(read("ANNA").found.is_empty());
    }

    #[test]
    fn dialogue_has_no_attribution() {
        assert!(read("-- Who?\n\n-- Me").attribution.is_none());
        assert!(read("-- alone").attribution.is_none());
        assert_eq!(read("a\n-- b").found[0].code, "attribution-line");
    }
}
