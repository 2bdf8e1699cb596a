//! In: a manuscript as another program keeps it. Out: a folder of ours that builds, and what was made of what. Refuses to
//! know any format.

use super::Failure;
use crate::base::{Diagnostic, Folder, staging};
use crate::fonts::{Builtin, Lacking, builtin, lacking_of};
use crate::import::tree::{At, Fate};
use crate::import::{self, Choices, File, Tracked};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Clone, Copy, Debug)]
pub struct ImportOptions<'a> {
    /// A folder or a file.
    pub source: &'a Path,
    /// The new folder; nothing is written without one.
    pub out: Option<&'a Path>,
    /// Whether tracked changes are accepted, or rejected; without a word they stay marked.
    pub accept: Option<bool>,
    /// Patterns of files in which every line of a paragraph is a line of verse.
    pub poems: &'a [String],
}

/// What was made of what.
#[derive(Clone, Debug, Serialize)]
pub struct ImportOutcome {
    /// What the source is, with its article.
    pub kind: &'static str,
    pub title: Option<String>,
    /// The files of the new folder.
    pub files: Vec<String>,
    /// What means here what it meant there, by name.
    pub converted: BTreeMap<String, usize>,
    /// What does not, in the order of the files.
    pub told: Vec<ImportRemark>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ImportRemark {
    /// In the plural.
    pub what: String,
    /// Whether its words are in the book.
    pub kept: bool,
    pub shown: String,
    pub file: String,
    pub line: Option<usize>,
    pub paragraph: Option<usize>,
}

/// Turns a source into a folder.
///
/// # Errors
///
/// The source is of no kind that is known or cannot be read, or the new folder is not empty or cannot be written.
pub fn import(options: &ImportOptions<'_>) -> Result<ImportOutcome, Failure> {
    let fail = |found: Diagnostic| Failure::input([found]);
    if let Some(out) = options.out {
        staging::check_empty(out).map_err(fail)?;
        staging::check_apart(options.source, out).map_err(fail)?;
    }
    let source = Folder::open(options.source).map_err(|error| fail(error.diagnostic(None)))?;
    let kind = import::kind::of(&source).map_err(fail)?;
    let tracked = match options.accept {
        None => Tracked::Keep,
        Some(true) => Tracked::Accept,
        Some(false) => Tracked::Reject,
    };
    let choices = Choices { tracked, poems: options.poems.to_vec() };
    let work = import::read(&source, kind, &choices).map_err(fail)?;
    let files = import::write(&work);
    if let Some(out) = options.out {
        let files: Vec<(&str, &[u8])> = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
        staging::save_into_empty(out, &files).map_err(fail)?;
    }
    let mut outcome = ImportOutcome {
        kind: kind.name(),
        title: work.about.title.clone(),
        converted: BTreeMap::new(),
        told: files.iter().flat_map(without_font).collect(),
        files: files.into_iter().map(|file| file.name).collect(),
    };
    for remark in work.remarks {
        match remark.fate {
            Fate::Converted => *outcome.converted.entry(remark.what).or_default() += 1,
            Fate::Plain | Fate::Left => outcome.told.push(ImportRemark {
                what: remark.what,
                kept: remark.fate == Fate::Plain,
                shown: remark.shown,
                line: if let At::Line(line) = remark.place.at { Some(line) } else { None },
                paragraph: if let At::Paragraph(at) = remark.place.at { Some(at) } else { None },
                file: remark.place.file,
            }),
        }
    }
    outcome.told.sort_by(|a, b| (&a.file, a.line, a.paragraph).cmp(&(&b.file, b.line, b.paragraph)));
    Ok(outcome)
}

/// Characters of a new file that the program has no font for, each kind with its first line: a build asks for one.
fn without_font(file: &File) -> Vec<ImportRemark> {
    let mut found: Vec<ImportRemark> = Vec::new();
    let text = std::str::from_utf8(&file.bytes).ok().filter(|_| file.name.ends_with(".md")).unwrap_or_default();
    for (line, words) in (1..).zip(text.lines()) {
        for character in words.chars().filter(|c| !c.is_ascii() && !is_covered(*c)) {
            let Lacking { what, fonts } = lacking_of(character);
            let fonts = if fonts.is_empty() { String::new() } else { format!(", such as the free {fonts}") };
            let what = format!("{what}; the build needs a font file for them under `fallback` in `[type]`{fonts}");
            if found.iter().all(|known| known.what != what) {
                let (shown, file) = (character.to_string(), file.name.clone());
                found.push(ImportRemark { what, kept: true, shown, file, line: Some(line), paragraph: None });
            }
        }
    }
    found
}

/// Whether a face of the program shows it, of the families that every book falls back on.
fn is_covered(character: char) -> bool {
    let families = builtin::FAMILIES.into_iter().filter_map(Builtin::family).map(|[regular, ..]| regular);
    families.chain(Builtin::signs()).any(|face| face.face().covers(character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_without_a_font_are_told_with_their_first_line() {
        let text = "# Ж, “é” ☞\n\nA 漢字 and a 字, ᚠ and \u{200b}.\n\n字\n";
        let file = |name: &str| File { name: name.to_owned(), bytes: text.into() };
        let told = without_font(&file("a.md"));
        let told: Vec<_> = told.iter().map(|told| (told.shown.as_str(), told.line, told.kept)).collect();
        assert_eq!(told, [("漢", Some(3), true), ("ᚠ", Some(3), true)]);
        assert_eq!(without_font(&file("a.svg")), []);
    }
}
