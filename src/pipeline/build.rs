//! In: a folder, where to save, which editions. Out: files, all or none, and all that was found.

use super::make::{Made, make};
use super::{Edition, Progress, Stage};
use crate::base::{Diagnostic, Folder, Report, Severity, Staging};
use std::path::{Path, PathBuf};

/// A file that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    pub edition: Edition,
    pub path: PathBuf,
    pub bytes: usize,
    /// In hexadecimal digits.
    pub sha256: String,
    /// Of a paged edition.
    pub pages: Option<usize>,
}

#[derive(Debug)]
pub struct Outcome {
    pub report: Report,
    /// In the order of `Edition::ALL`; none where the build failed.
    pub artifacts: Vec<Artifact>,
}

impl Outcome {
    /// Whether the book is as it should be; with `strict` a warning is a fault too.
    pub fn is_good(&self, strict: bool) -> bool {
        is_good(&self.report, strict)
    }
}

fn is_good(report: &Report, strict: bool) -> bool {
    !report.has_errors() && (!strict || report.count(Severity::Warning) == 0)
}

/// Builds the editions of `only`, or all, and saves them in `out`.
pub fn build(folder: &Folder, out: &Path, only: &[Edition], strict: bool, progress: &dyn Progress) -> Outcome {
    let (mut report, made) = make(folder, only, progress);
    let mut artifacts = Vec::new();
    if is_good(&report, strict) {
        progress.begins(None, Stage::Save);
        match save(out, made, !only.is_empty()) {
            Ok(saved) => artifacts = saved,
            Err(found) => report.add(found),
        }
        progress.ends(None, Stage::Save);
    }
    Outcome { report, artifacts }
}

fn save(out: &Path, made: Vec<Made>, keep: bool) -> Result<Vec<Artifact>, Diagnostic> {
    let mut staging = Staging::open(out)?;
    let mut artifacts = Vec::new();
    for Made { edition, name, bytes, pages } in made {
        let sha256 = staging.add(&name, &bytes)?;
        artifacts.push(Artifact { edition, path: out.join(name), bytes: bytes.len(), sha256, pages });
    }
    staging.commit(keep)?;
    Ok(artifacts)
}
