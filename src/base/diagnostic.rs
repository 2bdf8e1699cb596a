//! What is wrong with a book, as values. Only `main` prints them.

use super::Span;
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
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

/// Places of one finding that are shown besides its first.
const ALSO: usize = 3;

/// One finding. `code` is stable and kebab-case, like `note-undefined`; `message` says what is wrong in one
/// sentence without a full stop; `help` says what to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub span: Option<Span>,
    /// The next few places of the same, in order.
    pub also: Vec<Span>,
    /// How many more places there are.
    pub more: usize,
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
        Diagnostic { code, severity, message: message.into(), span: None, also: Vec::new(), more: 0, help: None }
    }

    pub fn at(mut self, span: Span) -> Diagnostic {
        self.span = Some(span);
        self
    }

    pub fn at_any(mut self, span: Option<Span>) -> Diagnostic {
        self.span = span;
        self
    }

    /// Says the same of one more place, if it is another.
    pub fn add_place(&mut self, span: Span) {
        if self.span == Some(span) || self.also.contains(&span) {
            return;
        }
        if self.also.len() < ALSO {
            self.also.push(span);
        } else {
            self.more += 1;
        }
    }

    /// How many places there are in all.
    pub fn places(&self) -> usize {
        usize::from(self.span.is_some()) + self.also.len() + self.more
    }

    /// What is said alike of several places is said once, with its places in their order.
    pub fn together(found: impl IntoIterator<Item = Diagnostic>) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> = Vec::new();
        for found in found {
            match out.iter_mut().find(|known| known.code == found.code && known.message == found.message) {
                Some(known) => {
                    found.span.into_iter().chain(found.also).for_each(|span| known.add_place(span));
                    known.more += found.more;
                }
                None => out.push(found),
            }
        }
        out
    }

    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FileId;

    #[test]
    fn places_of_one_finding_are_counted() {
        let at =
            |start: usize| Diagnostic::error("glyph-missing", "no runes").at(Span::new(FileId(0), start..start + 1));
        let found = Diagnostic::together((0..9).map(at).chain([Diagnostic::error("glyph-missing", "no kana")]));
        assert_eq!((found.len(), found[0].also.len(), found[0].more), (2, ALSO, 5));
        assert_eq!((found[0].places(), found[1].places()), (9, 0));
        let twice = Diagnostic::together(found.iter().chain(&found).cloned());
        assert_eq!((twice.len(), twice[0].places(), twice[0].also.len()), (2, 14, ALSO), "what is shown is known");
    }
}
