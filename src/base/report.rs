//! All that was found, each as severe as the book's levels make it. The one place where levels are applied, so that what
//! is shown, the counts and the exit code agree.

use super::levels::Levels;
use super::{Diagnostic, Severity, Sources, Span, limits};
use std::collections::BTreeMap;
use std::fmt;

/// All that was found, with the files it points into.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub sources: Sources,
    levels: Levels,
    diagnostics: Vec<Diagnostic>,
    /// How many were found of each code, those that were not kept included.
    found: BTreeMap<(Severity, &'static str), usize>,
    is_blocked: bool,
}

impl Report {
    /// Adds a finding as severe as the levels make it; nothing where they silence its code.
    pub fn add(&mut self, mut diagnostic: Diagnostic) {
        let own = diagnostic.severity;
        let Some(severity) = self.levels.of(diagnostic.code, own) else { return };
        diagnostic.severity = severity;
        self.is_blocked |= own == Severity::Error && severity == Severity::Error;
        let most = self.levels.most(diagnostic.code);
        let found = self.found.entry((severity, diagnostic.code)).or_default();
        // What two editions say alike is said once.
        if *found < limits::SAME_CODE && self.diagnostics.contains(&diagnostic) {
            return;
        }
        *found += 1;
        if *found <= most {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Makes everything as severe as a book's levels say, also what was found before they were known.
    pub fn set_levels(&mut self, levels: Levels) {
        let sources = std::mem::take(&mut self.sources);
        let before = std::mem::replace(self, Report { sources, levels, ..Report::default() });
        self.append(before);
    }

    /// Adds all that another report found; its sources are not taken.
    pub fn append(&mut self, other: Report) {
        let more = other.more();
        self.extend(other.diagnostics);
        for ((own, code), count) in more {
            if let Some(severity) = self.levels.of(code, own) {
                *self.found.entry((severity, code)).or_default() += count;
            }
        }
    }

    /// Forgets what was found inside a place, of what is kept.
    pub fn forget(&mut self, place: Span) {
        let found = &mut self.found;
        let is_inside = |span: Span| span.file == place.file && span.start >= place.start && span.end <= place.end;
        self.diagnostics.retain(|known| {
            let inside = known.span.is_some_and(is_inside);
            if let Some(count) = found.get_mut(&(known.severity, known.code)).filter(|_| inside) {
                *count -= 1;
            }
            !inside
        });
        self.is_blocked = self.is_blocked && self.has_errors();
    }

    /// An empty report that points into the same files.
    pub fn beside(&self) -> Report {
        Report { sources: self.sources.clone(), ..Report::default() }
    }

    /// Its errors alone.
    pub fn errors(&self) -> Report {
        let mut errors = self.beside();
        errors.extend(self.sorted().into_iter().filter(|found| found.severity == Severity::Error).cloned());
        errors
    }

    /// Adds what was found in several editions, each by its name: once what all of them have, with the names of those
    /// that have it what some have.
    pub fn join(&mut self, editions: Vec<(String, Report)>) {
        let mut found: Vec<(Diagnostic, Vec<usize>)> = Vec::new();
        for (at, (_, report)) in editions.iter().enumerate() {
            for own in &report.diagnostics {
                match found.iter_mut().find(|(known, _)| known == own) {
                    Some((_, all)) => all.push(at),
                    None => found.push((own.clone(), vec![at])),
                }
            }
        }
        let names: Vec<String> = editions.iter().map(|(name, _)| name.clone()).collect();
        for (_, report) in editions {
            self.append(Report { diagnostics: Vec::new(), found: report.more(), ..Report::default() });
        }
        for (mut own, all) in found {
            if all.len() < names.len() {
                let named: Vec<&str> = all.iter().map(|at| names[*at].as_str()).collect();
                own.message = format!("{} ({})", own.message, named.join(", "));
            }
            self.add(own);
        }
    }

    /// How many were found of each code beyond those that were kept.
    fn more(&self) -> BTreeMap<(Severity, &'static str), usize> {
        let mut more = self.found.clone();
        for diagnostic in &self.diagnostics {
            more.entry((diagnostic.severity, diagnostic.code)).and_modify(|count| *count -= 1);
        }
        more.retain(|_, count| *count > 0);
        more
    }

    /// Whether the same was found, wherever it stands.
    pub fn says(&self, found: &Diagnostic) -> bool {
        self.diagnostics.iter().any(|known| known.code == found.code && known.message == found.message)
    }

    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        diagnostics.into_iter().for_each(|diagnostic| self.add(diagnostic));
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether no file can be made: there is an error that is more than a warning or a hint which levels raised.
    pub fn is_blocked(&self) -> bool {
        self.is_blocked
    }

    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|((of, _), _)| *of == severity).map(|(_, count)| count).sum()
    }

    /// Codes of which more were found than are kept, and how many more.
    pub fn omitted(&self) -> Vec<(Severity, &'static str, usize)> {
        let more = |((severity, code), count): (&(Severity, &'static str), &usize)| {
            let most = self.levels.most(code);
            (*count > most).then(|| (*severity, *code, count - most))
        };
        self.found.iter().filter_map(more).collect()
    }

    /// By file and place (those without a place first), each once.
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut all: Vec<&Diagnostic> = self.diagnostics.iter().collect();
        all.sort_by_key(|d| (d.span.is_some(), d.span, d.severity, d.code, &d.message));
        all.dedup();
        all
    }
}

/// Every finding with its place, in plain text, each followed by a line feed.
impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        for found in self.sorted() {
            writeln!(out, "{}[{}]: {}", found.severity.name(), found.code, found.message)?;
            if let Some(span) = found.span {
                let (line, column) = self.sources.line_column(span.file, span.start);
                writeln!(out, "  at {}:{line}:{column}", self.sources.get(span.file).name)?;
            }
            if found.places() > 1 {
                writeln!(out, "  and {} more", found.places() - 1)?;
            }
            if let Some(help) = &found.help {
                writeln!(out, "  help: {help}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::base::levels::Rule;

    #[test]
    fn a_report_says_where_and_what_to_try() {
        let mut report = Report::default();
        let file = report.sources.add("a.md", "one\ntwo [^x]\n");
        report
            .add(Diagnostic::error("note-undefined", "there is no note `x`").at(Span::new(file, 8..12)).help("add it"));
        report.add(Diagnostic::hint("cover-none", "no cover"));
        let expected = "hint[cover-none]: no cover\n\
                        error[note-undefined]: there is no note `x`\n  at a.md:2:5\n  help: add it\n";
        assert_eq!(report.to_string(), expected);
    }

    #[test]
    fn what_is_too_much_is_counted() {
        let mut report = Report::default();
        report.extend((0..limits::SAME_CODE + 3).map(|at| Diagnostic::warning("loose-line", at.to_string())));
        report.add(Diagnostic::error("note-undefined", "x"));
        assert_eq!(report.sorted().len(), limits::SAME_CODE + 1);
        assert_eq!(report.omitted(), [(Severity::Warning, "loose-line", 3)]);
        assert_eq!((report.count(Severity::Warning), report.has_errors()), (limits::SAME_CODE + 3, true));
    }

    #[test]
    fn levels_hold_for_what_was_found_before_and_after() {
        let mut report = Report::default();
        report.extend((0..limits::SAME_CODE + 3).map(|at| Diagnostic::warning("loose-line", at.to_string())));
        report.add(Diagnostic::error("note-undefined", "x"));
        report.add(Diagnostic::hint("indented-code", "one"));
        let mut levels = Levels::default();
        levels.set("loose-line", Rule { chosen: Some(Some(Severity::Hint)), ..Rule::default() });
        levels.set("note-undefined", Rule { chosen: Some(None), lowers: true, ..Rule::default() });
        levels.set("indented-code", Rule { once: true, ..Rule::default() });
        report.set_levels(levels);
        report.add(Diagnostic::hint("indented-code", "two"));
        assert_eq!((report.has_errors(), report.is_blocked(), report.count(Severity::Warning)), (false, false, 0));
        assert_eq!(report.count(Severity::Hint), limits::SAME_CODE + 5);
        assert_eq!(report.omitted(), [(Severity::Hint, "indented-code", 1), (Severity::Hint, "loose-line", 3)]);
    }

    #[test]
    fn what_is_raised_is_an_error_and_blocks_nothing() {
        let mut report = Report::default();
        report.set_levels(Levels::default().strict(true));
        report.add(Diagnostic::warning("loose-line", "x"));
        assert_eq!((report.count(Severity::Error), report.is_blocked()), (1, false));
        report.add(Diagnostic::error("note-undefined", "x"));
        assert!(report.is_blocked());
    }
}
