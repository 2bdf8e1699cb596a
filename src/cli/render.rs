//! In: a report. Out: text for a person, with the place of each finding and its line. Refuses to sort or judge.

use crate::base::{Diagnostic, Report, Severity, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::ops::Range;

/// Bytes of a line that are looked at before and after the place, at the most.
const BEFORE: usize = 2_000;
const AFTER: usize = 200;

/// A finding with its colours as ANSI codes. `shown` stands before the names of files, so that they can be opened from
/// here.
pub fn finding(found: &Diagnostic, sources: &Sources, shown: &str) -> String {
    let title = level(found.severity).primary_title(found.message.as_str()).id(found.code);
    let mut group = Group::with_title(title);
    if let Some(span) = found.span {
        let (line, column) = sources.line_column(span.file, span.start);
        let source = sources.get(span.file);
        let path = format!("{shown}{}", source.name);
        let (text, marked) = excerpt(&source.text, span);
        // A snippet counts columns in what it is given: whole beginnings of lines, unless they are endless.
        let snippet = match column <= BEFORE {
            true => Snippet::source(text).path(path),
            false => {
                group = group.element(Origin::path(path).line(line).char_column(column));
                Snippet::source(text)
            }
        };
        group = group.element(snippet.line_start(line).annotation(AnnotationKind::Primary.span(marked)));
    }
    if !found.also.is_empty() {
        group = group.element(Level::NOTE.message(also(found, sources, shown)));
    }
    if let Some(help) = &found.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    Renderer::styled().render(&[group])
}

/// The next places of the same, and how many there are in all.
fn also(found: &Diagnostic, sources: &Sources, shown: &str) -> String {
    let place = |span: &Span| {
        let (line, column) = sources.line_column(span.file, span.start);
        format!("{shown}{}:{line}:{column}", sources.get(span.file).name)
    };
    let places: Vec<String> = found.also.iter().map(place).collect();
    let more = if found.more > 0 { format!(" and {} more", found.more) } else { String::new() };
    format!("also at {}{more}", places.join(", "))
}

/// How many of each kind, and of which kinds not all were shown.
pub fn summary(report: &Report) -> Vec<String> {
    let more = |(_, code, count): &(Severity, &str, usize)| format!("and {count} more of `{code}`");
    let mut lines: Vec<String> = report.omitted().iter().map(more).collect();
    let count = |severity, one: &str, many: &str| match report.count(severity) {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let counts = [count(Severity::Error, "error", "errors"), count(Severity::Warning, "warning", "warnings")];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    if !counts.is_empty() {
        lines.push(counts.join(", "));
    }
    lines
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    }
}

/// The line of a place, or the part of a long one around it, and the place in it; what goes on in later lines is cut.
fn excerpt(text: &str, span: Span) -> (&str, Range<usize>) {
    let start = floor(text, span.start as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line_end = line_start + text[line_start..line_end].trim_end_matches('\r').len();
    let from = if start - line_start > BEFORE * 4 { floor(text, start - AFTER) } else { line_start };
    let to = floor(text, (start + AFTER).min(line_end)).max(start);
    let end = floor(text, span.end as usize).clamp(start, to);
    (&text[from..to], start - from..end - from)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn a_place_has_its_line() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "one\r\ntwo ünd three\r\n");
        let found = Diagnostic::error("note-undefined", "no note").at(Span::new(file, 9..13)).help("write it");
        let shown = plain(&finding(&found, &sources, "book/"));
        assert_eq!(
            shown,
            "error[note-undefined]: no note\n --> book/a.md:2:5\n  |\n2 | two ünd three\n  |     ^^^\n  |\n  = help: write it"
        );
    }

    proptest! {
        #[test]
        fn any_place_can_be_shown(text in "[aü\\n\\r\u{1b}]{0,30}", start in 0u32..40, length in 0u32..40) {
            let mut sources = Sources::default();
            let file = sources.add("a.md", text.as_str());
            let span = Span { file, start, end: start + length };
            let shown = finding(&Diagnostic::hint("x", "y").at(span), &sources, "");
            prop_assert!(plain(&shown).starts_with("hint[x]: y"));
            let escapes = plain(&shown).contains('\u{1b}');
            prop_assert!(!escapes);
        }
    }
}
