//! What every code of a diagnostic means and what to do about it: the register. `chapbook explain` prints it, the
//! handbook's appendix is made from it, and `tests/register.rs` holds that it has every code and no other.
//!
//! To add a code, add its table to a file in `register/`; raise it with `Diagnostic::error`, `warning` or `hint`; run
//! `cargo test --test register`, which says what is missing, and once with `CHAPBOOK_BLESS=1` for the handbook.

use super::Diagnostic;
use super::config::nearest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// In the order of the handbook.
const FILES: [&str; 11] = [
    include_str!("register/settings.toml"),
    include_str!("register/files.toml"),
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
    /// A text that provokes it.
    pub example: Option<String>,
    /// A book.toml that provokes it.
    pub settings: Option<String>,
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
        let found = Diagnostic::error("code-unknown", format!("no diagnostic has the code `{code}`"));
        let known: Vec<&str> = entries().map(|(known, _)| known).collect();
        found.help(match nearest(code, &known) {
            Some((_, near)) => format!("did you mean `{near}`? `chapbook explain` lists all codes"),
            None => "`chapbook explain` lists all codes".to_owned(),
        })
    })
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
}
