//! In: a document before it is written, and the file after it. Out: what a press or the house would send back.
//! Refuses to mend anything.

use crate::base::{Diagnostic, Severity};
use crate::design::Design;
use crate::page::Document;
use crate::preflight::{self, Brief, Finding, Findings};
use crate::press::Standard;

/// Judges the pages of the print edition. A picture's fault stands at the words that brought it.
pub fn pages(document: &Document, design: &Design) -> Vec<Diagnostic> {
    let claim = document.press.printing().map(|press| press.standard).filter(|standard| *standard != Standard::Plain);
    let brief = Brief { house: design.house.as_deref(), claim };
    let mut found = Vec::new();
    // Without words to stand at, one fault on many pages is one diagnostic.
    let mut loose = Findings::default();
    for (finding, source) in preflight::judge_document(document, &brief) {
        match source {
            Some(span) => found.push(finding.diagnostic().at(span)),
            None => loose.add(finding),
        }
    }
    found.extend(loose.sorted().iter().map(Finding::diagnostic));
    found
}

/// Boxes, fonts and keys of a file that is about to be put in place; only its errors. `for_house` where the house binds
/// it page by page.
pub fn file(bytes: &[u8], design: &Design, for_house: bool) -> Result<(), Vec<Diagnostic>> {
    let house = design.house.as_deref().filter(|_| for_house);
    let found = preflight::judge_written(bytes, house);
    let found = found.map_err(|error| vec![error.diagnostic("the edition")])?;
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let errors: Vec<Diagnostic> = errors.map(Finding::diagnostic).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
