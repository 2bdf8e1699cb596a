//! In: a manuscript as another program keeps it. Out: a folder of ours that builds, and what was made of what. Refuses to
//! know any format.

use super::Failure;
use crate::base::{Diagnostic, Folder, staging};
use crate::import::tree::{At, Fate};
use crate::import::{self, Choices, Tracked};
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
        files: files.into_iter().map(|file| file.name).collect(),
        converted: BTreeMap::new(),
        told: Vec::new(),
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
