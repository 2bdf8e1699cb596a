//! How severe each code is in one book. Refuses to know who chose it, and which codes there are.

use super::{Severity, limits};
use std::collections::BTreeMap;

/// Of every code that has a rule; the others are as severe as they are found.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    strict: bool,
    rules: BTreeMap<&'static str, Rule>,
}

/// What holds for one code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rule {
    /// What somebody chose; `Some(None)` is not to be told at all.
    pub chosen: Option<Option<Severity>>,
    /// Whether a file can be made in spite of it, so that an error may become less.
    pub lowers: bool,
    /// Whether the first one says it for the whole book.
    pub once: bool,
}

impl Levels {
    /// Whether what is a warning in the end is an error.
    pub fn strict(self, strict: bool) -> Levels {
        Levels { strict, ..self }
    }

    pub fn set(&mut self, code: &'static str, rule: Rule) {
        self.rules.insert(code, rule);
    }

    /// Chooses for a code, whatever was chosen before.
    pub fn choose(&mut self, code: &'static str, severity: Option<Severity>) {
        self.rules.entry(code).or_default().chosen = Some(severity);
    }

    /// How severe a finding is; nothing where it is not to be told.
    pub fn of(&self, code: &str, own: Severity) -> Option<Severity> {
        let rule = self.rules.get(code).copied().unwrap_or_default();
        let severity = match (own, rule.chosen) {
            (Severity::Error, _) if !rule.lowers => own,
            (_, chosen) => chosen.unwrap_or(Some(own))?,
        };
        Some(if self.strict && severity == Severity::Warning { Severity::Error } else { severity })
    }

    /// How many of a code are kept.
    pub fn most(&self, code: &str) -> usize {
        if self.rules.get(code).is_some_and(|rule| rule.once) { 1 } else { limits::SAME_CODE }
    }
}
