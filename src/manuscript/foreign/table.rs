//! In: `constructs.toml`. Out: the constructs, their patterns ready.

use regex_lite::Regex;
use serde::Deserialize;
use std::sync::OnceLock;

/// A construct of another tool.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Construct {
    pub tool: String,
    /// With its article.
    pub construct: String,
    pub state: State,
    #[serde(default = "usual_code")]
    pub code: String,
    #[serde(rename = "where", default)]
    pub place: Place,
    /// Letters without which it cannot be there.
    #[serde(default)]
    pub trigger: String,
    /// Whether a letter or a digit stands straight behind them.
    #[serde(default)]
    tight: bool,
    /// Signs one of which begins the line.
    #[serde(default)]
    begins: String,
    /// On one line.
    #[serde(default)]
    pub pattern: String,
    /// What to write instead.
    pub help: String,
    pub example: String,
    #[serde(skip)]
    regex: OnceLock<Option<Regex>>,
}

/// What becomes of a construct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It means here what it means there.
    Read,
    /// A warning; it is printed as typed.
    Told,
    /// Printing it would show what nobody should see.
    Error,
}

/// Where a pattern is tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// Anywhere among words.
    #[default]
    Text,
    /// From a line's first word, behind the marks of quotes, lists and notes.
    Line,
    /// On the words after the marks of a fence.
    Fence,
    /// On what a code span holds.
    Code,
    /// On the words before a code span, on its line.
    BeforeCode,
    /// On the words straight behind a code span.
    BehindCode,
    /// On the address and title of a link.
    Link,
    /// On the first line of a file.
    Head,
}

impl Construct {
    /// Nothing for what is read elsewhere.
    pub fn regex(&self) -> Option<&Regex> {
        let made = || (self.state != State::Read).then(|| Regex::new(&self.pattern).ok()).flatten();
        self.regex.get_or_init(made).as_ref()
    }

    /// A quick look at a line, or the rest of one, before the pattern is tried.
    pub fn may_be_in(&self, line: &str) -> bool {
        let is_tight = |(at, _)| line[at + self.trigger.len()..].starts_with(|sign: char| sign.is_ascii_alphanumeric());
        (self.begins.is_empty() || line.starts_with(|sign| self.begins.contains(sign)))
            && (!self.tight || line.match_indices(&self.trigger).any(is_tight))
    }
}

fn usual_code() -> String {
    "foreign-syntax".to_owned()
}

/// All of them; where several fit at one place, the first holds.
pub fn constructs() -> &'static [Construct] {
    #[derive(Default, Deserialize)]
    struct File {
        construct: Vec<Construct>,
    }
    static ALL: OnceLock<Vec<Construct>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str::<File>(include_str!("constructs.toml")).unwrap_or_default().construct)
}
