//! In: an outcome. Out: what was found, alike for a book, a PDF and an EPUB, for the formats that programs read. Refuses
//! to know these formats.

use crate::base::{Report, Severity, Sources, Span};
use crate::pipeline::PreflightOutcome;

/// One finding.
pub struct Found<'a> {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub help: Option<&'a str>,
    /// As it can be opened from here.
    pub file: Option<String>,
    pub region: Option<Region>,
}

/// Lines and columns from 1: where it begins, and where what follows it begins.
pub struct Region {
    pub start: (usize, usize),
    pub end: (usize, usize),
}

impl Region {
    fn of(span: Span, sources: &Sources) -> Region {
        let at = |offset| sources.line_column(span.file, offset);
        Region { start: at(span.start), end: at(span.end) }
    }
}

/// `shown` stands before the names of files, so that they can be opened from here.
pub fn in_book<'a>(report: &'a Report, shown: &str) -> Vec<Found<'a>> {
    let found = report.sorted().into_iter().map(|found| Found {
        code: found.code,
        severity: found.severity,
        message: match found.places() {
            0 | 1 => found.message.clone(),
            places => format!("{} ({places} places)", found.message),
        },
        help: found.help.as_deref(),
        file: found.span.map(|span| format!("{shown}{}", report.sources.get(span.file).name)),
        region: found.span.map(|span| Region::of(span, &report.sources)),
    });
    found.collect()
}

/// A page is no place in a file that these formats know, so the message says it.
pub fn in_file(outcome: &PreflightOutcome) -> Vec<Found<'_>> {
    let found = outcome.findings.iter().map(|found| Found {
        code: found.code,
        severity: found.severity,
        message: match found.at.is_empty() {
            true => found.message.clone(),
            false => format!("{} ({})", found.message, found.at),
        },
        help: found.help,
        file: Some(outcome.file.clone()),
        region: None,
    });
    found.collect()
}
