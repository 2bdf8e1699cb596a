//! What every code of a diagnostic means and what to do about it: the register. `chapbook explain` prints it, the
//! handbook's appendix is made from it, and `tests/register.rs` holds that it has every code and no other.
//!
//! To add a code, add its table to a file in `register/`; raise it with `Diagnostic::error`, `warning` or `hint`; run
//! `cargo test --test register`, which says what is missing, and once with `CHAPBOOK_BLESS=1` for the handbook.

use super::config::{Fault, Place, nearest};
use super::levels::{Levels, Rule};
use super::{Diagnostic, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// In the order of the handbook.
const FILES: [&str; 12] = [
    include_str!("register/settings.toml"),
    include_str!("register/files.toml"),
    include_str!("register/import.toml"),
    include_str!("register/text.toml"),
    include_str!("register/foreign.toml"),
    include_str!("register/links.toml"),
    include_str!("register/pages.toml"),
    include_str!("register/cover.toml"),
    include_str!("register/printers.toml"),
    include_str!("register/editions.toml"),
    include_str!("register/preflight-pdf.toml"),
    include_str!("register/preflight-epub.toml"),
];

/// Codes about one thing.
#[derive(Debug, Default, Deserialize)]
pub struct Area {
    pub title: String,
    #[serde(flatten)]
    pub entries: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// `error`, `warning` or `hint`; `error or warning` where it depends on something.
    pub severity: String,
    pub meaning: String,
    pub help: String,
    /// Whether a file can be made in spite of the error, so that it may be less.
    #[serde(default)]
    pub lowers: bool,
    /// Whether the first one says it for the whole book.
    #[serde(default)]
    pub once: bool,
    /// What it stands guard over: it may be less than it is, and is always told.
    pub guards: Option<Guard>,
    /// A text that provokes it.
    pub example: Option<String>,
    /// A book.toml that provokes it.
    pub settings: Option<String>,
}

impl Entry {
    /// Whether no correct file can be made in spite of it.
    pub fn is_fixed(&self) -> bool {
        self.severity == "error" && !self.lowers
    }
}

/// What readers or the printer would miss without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guard {
    /// Words of the author's that an edition does not have.
    Text,
    /// The claim that people can read the book who listen to it or feel it.
    Accessibility,
    /// The claim that the file is what the named printer accepts.
    Printer,
}

impl Guard {
    /// What follows the code: `tells you that …`.
    pub fn tells(self) -> &'static str {
        match self {
            Guard::Text => "tells you that some of your text is not in an edition",
            Guard::Accessibility => "tells you that the book cannot claim to be accessible",
            Guard::Printer => "tells you that the printer you named does not accept the file",
        }
    }
}

/// How severe somebody wants a code to be, and where they say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub code: &'static str,
    /// Nothing where it is not to be told.
    pub severity: Option<Severity>,
    pub place: Place,
}

impl Choice {
    /// What a flag says of a code.
    pub fn flag(flag: &str, code: &str, severity: Option<Severity>) -> Result<Choice, Diagnostic> {
        let place = Place::new(None, format!("`{flag} {code}`"));
        match choose(code, severity) {
            Ok(code) => Ok(Choice { code, severity, place }),
            Err(fault) => Err(fault.at(&place)),
        }
    }
}

/// The code, if it may be that severe in a book whatever the book claims.
pub fn choose(code: &str, severity: Option<Severity>) -> Result<&'static str, Fault> {
    let Ok((code, entry)) = find(code) else {
        return Err(Fault::new("code-unknown", format!("no diagnostic has the code `{code}`")).help(like(code)));
    };
    if entry.is_fixed() && severity != Some(Severity::Error) {
        let why = "this is always an error, because Chapbook cannot make a correct file in spite of it";
        return Err(Fault::new("level-refused", why).help(entry.help.as_str()));
    }
    match entry.guards.filter(|_| severity.is_none()) {
        Some(guard) if guard != Guard::Printer => Err(unguarded(guard)),
        _ => Ok(code),
    }
}

fn unguarded(guard: Guard) -> Fault {
    let why = format!("this cannot be allowed: it {}", guard.tells());
    let help = match guard {
        Guard::Text | Guard::Accessibility => "set it to `\"hint\"` under `[lint]`",
        Guard::Printer => "set it to `\"hint\"` under `[lint]`, or delete `printer` under `[print]`",
    };
    Fault::new("level-refused", why).help(help)
}

/// The levels of a book: the register's rules, and on them what was chosen, the last for a code counting. `printer` says
/// whether the book names one. Also what may not be chosen.
pub fn levels<'c>(chosen: impl IntoIterator<Item = &'c Choice>, printer: bool) -> (Levels, Vec<Diagnostic>) {
    let mut levels = Levels::default();
    for (code, entry) in entries().filter(|(_, entry)| entry.lowers || entry.once) {
        levels.set(code, Rule { chosen: None, lowers: entry.lowers, once: entry.once });
    }
    let mut refused = Vec::new();
    for Choice { code, severity, place } in chosen {
        let guard = find(code).ok().and_then(|(_, entry)| entry.guards);
        if severity.is_none() && printer && guard == Some(Guard::Printer) {
            refused.push(unguarded(Guard::Printer).at(place));
        } else {
            levels.choose(code, *severity);
        }
    }
    (levels, refused)
}

pub fn areas() -> &'static [Area] {
    static AREAS: OnceLock<Vec<Area>> = OnceLock::new();
    AREAS.get_or_init(|| FILES.iter().map(|text| toml::from_str(text).unwrap_or_default()).collect())
}

/// All codes, area by area.
pub fn entries() -> impl Iterator<Item = (&'static str, &'static Entry)> {
    areas().iter().flat_map(|area| area.entries.iter().map(|(code, entry)| (code.as_str(), entry)))
}

/// What a code means; an error that names the nearest where there is no such code.
pub fn find(code: &str) -> Result<(&'static str, &'static Entry), Diagnostic> {
    entries().find(|(known, _)| *known == code).ok_or_else(|| {
        Diagnostic::error("code-unknown", format!("no diagnostic has the code `{code}`")).help(like(code))
    })
}

/// What to write in place of a code that there is not.
fn like(code: &str) -> String {
    let known: Vec<&str> = entries().map(|(known, _)| known).collect();
    match nearest(code, &known) {
        Some((_, near)) => format!("did you mean `{near}`? `chapbook explain` lists all codes"),
        None => "`chapbook explain` lists all codes".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_is_read() {
        for text in FILES {
            let area: Area = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert!(!area.title.is_empty() && !area.entries.is_empty());
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/base/register");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), FILES.len(), "a file is not listed");
        let mut codes: Vec<&str> = entries().map(|(code, _)| code).collect();
        let all = codes.len();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), all, "a code stands in two files");
    }

    #[test]
    fn an_unknown_code_gets_the_nearest() {
        assert_eq!(find("note-undefined").unwrap().0, "note-undefined");
        let found = find("note-undefind").unwrap_err();
        assert_eq!(found.code, "code-unknown");
        assert!(found.help.unwrap().contains("`note-undefined`"));
    }

    #[test]
    fn what_may_be_chosen() {
        let refused = |code: &str, severity: Option<Severity>| choose(code, severity).map_err(|fault| fault.code);
        assert_eq!(refused("note-undefind", None), Err("code-unknown"));
        assert_eq!(refused("note-undefined", Some(Severity::Hint)), Err("level-refused"));
        assert_eq!(refused("note-undefined", Some(Severity::Error)), Ok("note-undefined"));
        assert_eq!(refused("math-unsupported", None), Ok("math-unsupported"));
        assert_eq!(refused("note-unused", None), Err("level-refused"));
        assert_eq!(refused("note-unused", Some(Severity::Hint)), Ok("note-unused"));
        let choice = Choice::flag("--allow", "bookmarks", None).unwrap();
        assert_eq!(levels([&choice], true).1[0].code, "level-refused");
        let (levels, refused) = levels([&choice], false);
        assert_eq!((levels.of("bookmarks", Severity::Warning), refused.len()), (None, 0));
    }

    #[test]
    fn columns_fit_the_severity() {
        for (code, entry) in entries() {
            assert!(!entry.lowers || entry.severity.contains("error"), "{code} is no error, and may be less anyway");
            assert!(!entry.once || entry.severity == "hint", "{code} is more than a hint, and told once");
            assert!(entry.guards.is_none() || entry.severity != "error", "{code} is always told anyway");
        }
    }
}
