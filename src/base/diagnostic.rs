//! What is wrong with a book, as values. Only `main` prints them.

use super::{Sources, Span, limits};
use std::collections::BTreeMap;
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Hint,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        }
    }
}

/// One finding. `code` is stable and kebab-case, like `note-undefined`; `message` says what is wrong in one
/// sentence without a full stop; `help` says what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub span: Option<Span>,
    pub help: Option<String>,
}

impl Diagnostic {
    pub fn error(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::of(Severity::Error, code, message)
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::of(Severity::Warning, code, message)
    }

    pub fn hint(code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::of(Severity::Hint, code, message)
    }

    pub fn of(severity: Severity, code: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic { code, severity, message: message.into(), span: None, help: None }
    }

    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    pub fn at_any(mut self, span: Option<Span>) -> Diagnostic {
        self.span = span;
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// All that was found, with the files it points into.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// How many were found of each code, those that were not kept included.
    found: BTreeMap<(Severity, &'static str), usize>,
}

impl Report {
    pub fn add(&mut self, diagnostic: Diagnostic) {
        let found = self.found.entry((diagnostic.severity, diagnostic.code)).or_default();
        // What two editions say alike is said once.
        if *found < limits::SAME_CODE && self.diagnostics.contains(&diagnostic) {
            return;
        }
        *found += 1;
        if *found <= limits::SAME_CODE {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Adds all that another report found; its sources are not taken.
    pub fn append(&mut self, other: Report) {
        let mut kept: BTreeMap<(Severity, &'static str), usize> = BTreeMap::new();
        for diagnostic in other.diagnostics {
            *kept.entry((diagnostic.severity, diagnostic.code)).or_default() += 1;
            self.add(diagnostic);
        }
        for (of, count) in other.found {
            *self.found.entry(of).or_default() += count - kept.get(&of).copied().unwrap_or_default();
        }
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

    pub fn count(&self, severity: Severity) -> usize {
        self.found.iter().filter(|((of, _), _)| *of == severity).map(|(_, count)| count).sum()
    }

    /// Codes of which more were found than are kept, and how many more.
    pub fn omitted(&self) -> Vec<(Severity, &'static str, usize)> {
        let more = |((severity, code), count): (&(Severity, &'static str), &usize)| {
            (*count > limits::SAME_CODE).then(|| (*severity, *code, count - limits::SAME_CODE))
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
}
