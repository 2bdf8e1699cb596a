//! In: a folder, where to save, which editions. Out: files, all or none, and all that was found.

use super::make::{BuildOptions, BuiltFile, BuiltFiles, make};
use super::{Edition, PagesReport, Progress, Stage};
use crate::base::{Diagnostic, Folder, Report, Severity, Staging};
use std::path::{Path, PathBuf};

/// A file that was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Nothing for the report on the pages.
    pub edition: Option<Edition>,
    pub path: PathBuf,
    pub bytes: usize,
    /// In hexadecimal digits.
    pub sha256: String,
    /// Of a paged edition.
    pub pages: Option<usize>,
}

#[derive(Debug)]
pub struct BuildOutcome {
    pub report: Report,
    /// In the order of `Edition::ALL`, the report last; none where the build failed.
    pub artifacts: Vec<Artifact>,
    /// What is wrong with the pages, where that was asked for.
    pub pages: Vec<PagesReport>,
}

impl BuildOutcome {
    /// Whether the book is as it should be; with `strict` a warning is a fault too.
    pub fn is_good(&self, strict: bool) -> bool {
        is_good(&self.report, strict)
    }
}

fn is_good(report: &Report, strict: bool) -> bool {
    !report.has_errors() && (!strict || report.count(Severity::Warning) == 0)
}

/// Builds what is wished for and saves it in `out`.
pub fn build(
    folder: &Folder,
    out: &Path,
    options: BuildOptions,
    strict: bool,
    progress: &dyn Progress,
) -> BuildOutcome {
    let (mut report, BuiltFiles { files, pages }) = make(folder, options, progress);
    let mut artifacts = Vec::new();
    if is_good(&report, strict) {
        progress.begins(None, Stage::Save);
        match save(out, files, !options.only.is_empty()) {
            Ok(saved) => artifacts = saved,
            Err(found) => report.add(found),
        }
        progress.ends(None, Stage::Save);
    }
    BuildOutcome { report, artifacts, pages }
}

fn save(out: &Path, files: Vec<BuiltFile>, keep: bool) -> Result<Vec<Artifact>, Diagnostic> {
    let mut staging = Staging::open(out)?;
    let mut artifacts = Vec::new();
    for BuiltFile { edition, name, bytes, pages } in files {
        let sha256 = staging.add(&name, &bytes)?;
        artifacts.push(Artifact { edition, path: out.join(name), bytes: bytes.len(), sha256, pages });
    }
    staging.commit(keep)?;
    Ok(artifacts)
}
