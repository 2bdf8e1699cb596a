//! In: an outcome. Out: the one object that `--json` prints.

use crate::base::{Diagnostic, Severity, Sources};
use crate::pipeline::{Artifact, BuildOutcome, Edition};
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct Object<'a> {
    /// Of this object; a key more does not change it.
    version: u32,
    chapbook: &'static str,
    /// Whether the book is as it should be, warnings aside.
    ok: bool,
    counts: Counts,
    artifacts: Vec<ArtifactObject<'a>>,
    diagnostics: Vec<DiagnosticObject<'a>>,
    /// Of codes that were found more often than is listed.
    omitted: Vec<Omitted>,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    hints: usize,
}

#[derive(Serialize)]
struct Omitted {
    code: &'static str,
    severity: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct ArtifactObject<'a> {
    /// Nothing for the report on the pages.
    edition: Option<&'static str>,
    path: Cow<'a, str>,
    bytes: usize,
    sha256: &'a str,
    pages: Option<usize>,
}

#[derive(Serialize)]
struct DiagnosticObject<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    help: Option<&'a str>,
}

/// One line of JSON. `shown` stands before the names of files, so that they can be opened from here.
pub fn object(outcome: &BuildOutcome, shown: &str) -> String {
    let report = &outcome.report;
    let omitted = report.omitted().into_iter();
    let object = Object {
        version: 1,
        chapbook: env!("CARGO_PKG_VERSION"),
        ok: !report.has_errors(),
        counts: Counts {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            hints: report.count(Severity::Hint),
        },
        artifacts: outcome.artifacts.iter().map(artifact).collect(),
        diagnostics: report.sorted().into_iter().map(|found| diagnostic(found, &report.sources, shown)).collect(),
        omitted: omitted.map(|(severity, code, count)| Omitted { code, severity: severity.name(), count }).collect(),
    };
    serde_json::to_string(&object).unwrap_or_default()
}

fn artifact(made: &Artifact) -> ArtifactObject<'_> {
    ArtifactObject {
        edition: made.edition.map(Edition::name),
        path: made.path.as_ref().map_or(Cow::Borrowed(&made.name), |path| path.to_string_lossy()),
        bytes: made.bytes.len(),
        sha256: &made.sha256,
        pages: made.pages,
    }
}

fn diagnostic<'a>(found: &'a Diagnostic, sources: &Sources, shown: &str) -> DiagnosticObject<'a> {
    let place = found.span.map(|span| sources.line_column(span.file, span.start));
    DiagnosticObject {
        code: found.code,
        severity: found.severity.name(),
        message: &found.message,
        file: found.span.map(|span| format!("{shown}{}", sources.get(span.file).name)),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        help: found.help.as_deref(),
    }
}
