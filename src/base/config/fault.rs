//! Why a value is not what it should be, before its place is known.

use super::Place;
use super::shown::nearest;
use crate::base::Diagnostic;
use std::fmt;

/// Why a text is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub code: &'static str,
    pub why: Why,
    pub help: Option<String>,
}

/// Without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    Sentence(String),
    /// What follows the name of the key: `cannot be …`.
    Predicate(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Why::Sentence(why) | Why::Predicate(why)) = self;
        f.write_str(why)
    }
}

impl Fault {
    pub fn new(code: &'static str, why: impl Into<String>) -> Fault {
        Fault { code, why: Why::Sentence(why.into()), help: None }
    }

    pub(super) fn of_key(code: &'static str, predicate: String) -> Fault {
        Fault { code, why: Why::Predicate(predicate), help: None }
    }

    pub fn help(self, help: impl Into<String>) -> Fault {
        Fault { help: Some(help.into()), ..self }
    }

    /// A name that a closed list does not have.
    pub fn unknown_name(wrong: &str, known: &[&str]) -> Fault {
        let all = known.join(", ");
        let found = Fault::of_key("setting-value", format!("cannot be `{wrong}`"));
        match nearest(wrong, known) {
            Some((_, name)) => found.help(format!("did you mean `{name}`? Choose one of {all}")),
            None => found.help(format!("choose one of {all}")),
        }
    }

    pub fn at(self, place: &Place) -> Diagnostic {
        let found = match self.why {
            Why::Sentence(why) => place.error(self.code, why),
            Why::Predicate(why) => Diagnostic::error(self.code, format!("{} {why}", place.name)).at_any(place.span),
        };
        self.help.into_iter().fold(found, Diagnostic::help)
    }
}
