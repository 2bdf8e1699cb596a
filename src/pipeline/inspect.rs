//! In: a document before it is written, and the file after it. Out: what a press or the printer would send back.
//! Refuses to mend anything.

use crate::base::{Diagnostic, Severity};
use crate::design::Design;
use crate::page::Document;
use crate::preflight::{self, Finding, Findings, Rules};
use crate::press::Standard;

/// Judges the pages of the print edition. A picture's fault stands at the words that brought it.
pub fn pages(document: &Document, design: &Design) -> Vec<Diagnostic> {
    let claim = document.output.press().map(|press| press.standard).filter(|standard| *standard != Standard::Plain);
    let rules = Rules { printer: design.printer.as_deref(), claim };
    let mut found = Vec::new();
    // Without words to stand at, one fault on many pages is one diagnostic.
    let mut loose = Findings::default();
    for (finding, source) in preflight::judge_document(document, &rules) {
        match source {
            Some(span) => found.push(finding.diagnostic().at(span)),
            None => loose.add(finding),
        }
    }
    found.extend(loose.sorted().iter().map(Finding::diagnostic));
    found
}

/// Boxes, fonts and keys of a file that is about to be put in place; only its errors. `for_printer` where the printer
/// binds it page by page.
pub fn file(bytes: &[u8], design: &Design, for_printer: bool) -> Result<(), Vec<Diagnostic>> {
    let printer = design.printer.as_deref().filter(|_| for_printer);
    let found = preflight::judge_written(bytes, printer);
    let found = found.map_err(|error| vec![error.diagnostic("the edition")])?;
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<Diagnostic> = errors.map(Finding::diagnostic).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
