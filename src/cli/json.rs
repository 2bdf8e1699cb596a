//! In: an outcome. Out: the object that `--format json` prints, of several files a list; `schema.json` describes them.

use crate::base::{Diagnostic, Severity, Sources, Span};
use crate::pipeline::diff::DiffOutcome;
use crate::pipeline::{Artifact, BuildOutcome, ImportOutcome, InksReport, PreflightOutcome, Product};
use serde::Serialize;
use std::borrow::Cow;

/// The JSON Schema of both objects.
pub const SCHEMA: &str = include_str!("schema.json");

/// Of every object; a key more does not change it.
const VERSION: u32 = 1;

/// What every object begins with.
#[derive(Serialize)]
struct Head {
    version: u32,
    chapbook: &'static str,
    /// Whether there is no error.
    ok: bool,
    counts: Counts,
}

impl Head {
    fn new(count: impl Fn(Severity) -> usize) -> Head {
        let [errors, warnings, hints] = [Severity::Error, Severity::Warning, Severity::Hint].map(count);
        let counts = Counts { errors, warnings, hints };
        Head { version: VERSION, chapbook: env!("CARGO_PKG_VERSION"), ok: errors == 0, counts }
    }
}

/// Of a build, a check or an imposition.
#[derive(Serialize)]
struct Object<'a> {
    #[serde(flatten)]
    head: Head,
    artifacts: Vec<ArtifactObject<'a>>,
    diagnostics: Vec<DiagnosticObject<'a>>,
    /// Of codes that were found more often than is listed.
    omitted: Vec<Omitted>,
    /// Where pictures of them were asked for.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    inks: &'a [InksReport],
}

/// Of a finished file.
#[derive(Serialize)]
struct Judged<'a> {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    outcome: &'a PreflightOutcome,
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
    severity: Severity,
    count: usize,
}

#[derive(Serialize)]
struct ArtifactObject<'a> {
    /// Of one file each, as `--only` names it.
    edition: Option<String>,
    beside: Option<String>,
    path: Cow<'a, str>,
    bytes: usize,
    sha256: &'a str,
    pages: Option<usize>,
}

#[derive(Serialize)]
struct DiagnosticObject<'a> {
    code: &'static str,
    severity: Severity,
    message: &'a str,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    /// How many there are in all; 0 where it has no place.
    places: usize,
    /// The next few.
    also: Vec<PlaceObject>,
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceObject {
    file: String,
    line: usize,
    column: usize,
}

/// One line of JSON. `shown` stands before the names of files, so that they can be opened from here.
pub fn object(outcome: &BuildOutcome, shown: &str) -> String {
    let report = &outcome.report;
    let omitted = report.omitted().into_iter();
    let object = Object {
        head: Head::new(|severity| report.count(severity)),
        artifacts: outcome.artifacts.iter().chain(&outcome.ink_proofs).map(artifact).collect(),
        diagnostics: report.sorted().into_iter().map(|found| diagnostic(found, &report.sources, shown)).collect(),
        omitted: omitted.map(|(severity, code, count)| Omitted { code, severity, count }).collect(),
        inks: &outcome.inks,
    };
    serde_json::to_string(&object).unwrap_or_default() + "\n"
}

/// The same for a verdict.
pub fn verdict(outcome: &PreflightOutcome) -> String {
    let count = |severity| outcome.findings.iter().filter(|found| found.severity == severity).count();
    serde_json::to_string(&Judged { head: Head::new(count), outcome }).unwrap_or_default() + "\n"
}

/// One object as it is, several as a list.
pub fn list(objects: &[String]) -> String {
    match objects {
        [one] => one.clone(),
        _ => format!("[{}]\n", objects.iter().map(|object| object.trim_end()).collect::<Vec<_>>().join(",")),
    }
}

/// What changed between two books.
pub fn difference(outcome: &DiffOutcome) -> String {
    #[derive(Serialize)]
    struct Differing<'a> {
        version: u32,
        chapbook: &'static str,
        #[serde(flatten)]
        outcome: &'a DiffOutcome,
    }
    let object = Differing { version: VERSION, chapbook: env!("CARGO_PKG_VERSION"), outcome };
    serde_json::to_string(&object).unwrap_or_default() + "\n"
}

/// What an import made of what; it has a shape of its own.
pub fn imported(outcome: &ImportOutcome) -> String {
    serde_json::to_string(outcome).unwrap_or_default() + "\n"
}

fn artifact(made: &Artifact) -> ArtifactObject<'_> {
    ArtifactObject {
        edition: made.product.as_ref().map(Product::to_string),
        beside: made.beside.as_ref().map(Product::to_string),
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
        severity: found.severity,
        message: &found.message,
        file: found.span.map(|span| format!("{shown}{}", sources.get(span.file).name)),
        line: place.map(|(line, _)| line),
        column: place.map(|(_, column)| column),
        places: found.places(),
        also: found.also.iter().map(|&span| also(span, sources, shown)).collect(),
        help: found.help.as_deref(),
    }
}

fn also(span: Span, sources: &Sources, shown: &str) -> PlaceObject {
    let (line, column) = sources.line_column(span.file, span.start);
    PlaceObject { file: format!("{shown}{}", sources.get(span.file).name), line, column }
}
