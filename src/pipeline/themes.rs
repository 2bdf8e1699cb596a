//! In: a theme's name. Out: what themes there are, the text of one, a copy of it for an author to change. Refuses to
//! know what a theme says.

use super::Failure;
use crate::base::{Diagnostic, staging};
use crate::design::{THEMES, theme_text};
use std::path::{Path, PathBuf};

/// The themes of the program: name, and the first sentence of what its file says of it.
pub fn list() -> Vec<(&'static str, String)> {
    THEMES.iter().map(|(name, text)| (*name, about(text))).collect()
}

/// `# Classic: a quiet book page. Lengths …` is about a quiet book page.
fn about(text: &str) -> String {
    let comment = text.lines().map_while(|line| line.strip_prefix("# ")).collect::<Vec<_>>().join(" ");
    let words = comment.split_once(": ").map_or(comment.as_str(), |(_, words)| words);
    words.split(". ").next().unwrap_or_default().trim_end_matches('.').to_owned()
}

/// The whole file of a theme.
pub fn show(name: &str) -> Result<&'static str, Failure> {
    let names = || THEMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    theme_text(name).ok_or_else(|| {
        let found = Diagnostic::error("theme-unknown", format!("no theme is named `{name}`"));
        Failure::usage([found.help(format!("choose one of {}", names()))])
    })
}

/// Saves a theme's file as `file`, or by its name in the current folder; what is there already stays as it is.
pub fn copy(name: &str, file: Option<&Path>) -> Result<PathBuf, Failure> {
    let text = show(name)?;
    let path = file.map_or_else(|| PathBuf::from(format!("{name}.toml")), Path::to_path_buf);
    staging::save_new(&path, text.as_bytes()).map_err(|found| Failure::input([found]))?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_says_what_it_is() {
        assert!(list().iter().all(|(name, about)| !about.is_empty() && !about.starts_with(name)));
        assert_eq!(list()[0], ("classic", "a quiet book page".to_owned()));
    }
}
