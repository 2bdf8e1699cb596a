//! In: what rules find. Out: findings, each once, with its pages. Refuses to judge.

use crate::base::{Point, Severity, limits};
use std::collections::BTreeMap;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable and kebab-case.
    pub code: &'static str,
    pub severity: Severity,
    /// A sentence without a full stop.
    pub message: String,
    pub help: Option<&'static str>,
    /// Counted from 1, in ascending order; none where it is the file's.
    pub pages: Vec<usize>,
    /// On the first of the pages, from its trim's top left corner as it is seen.
    pub place: Option<Point>,
    /// A file within an EPUB.
    pub file: Option<String>,
}

impl Finding {
    pub fn error(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::of(Severity::Error, code, message)
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Finding {
        Finding::of(Severity::Warning, code, message)
    }

    pub fn of(severity: Severity, code: &'static str, message: impl Into<String>) -> Finding {
        Finding { code, severity, message: message.into(), help: None, pages: Vec::new(), place: None, file: None }
    }

    pub fn help(mut self, help: &'static str) -> Finding {
        self.help = Some(help);
        self
    }

    pub fn on(mut self, page: usize, place: Option<Point>) -> Finding {
        self.pages = vec![page];
        self.place = place;
        self
    }

    pub fn within(mut self, file: &str) -> Finding {
        self.file = Some(file.to_owned());
        self
    }

    /// `page 3, 12 mm from the left, 4 mm from the top`; nothing for a finding of the whole file.
    pub fn shown_at(&self) -> String {
        let parts = [self.shown_pages(), self.shown_place()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// `page 3`, `pages 3, 5–9`; nothing for a finding of the whole file.
    pub fn shown_pages(&self) -> String {
        shown_pages(&self.pages)
    }

    /// `12 mm from the left, 3.5 mm from the top`.
    pub fn shown_place(&self) -> String {
        let Some(Point { x, y }) = self.place else { return String::new() };
        format!("{} from the left, {} from the top", x.millimetres(), y.millimetres())
    }
}

/// Runs of pages that are named.
const RUNS: usize = 8;

/// `page 3`, `pages 3, 5–9`; nothing where there is none.
pub fn shown_pages(pages: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => runs.push((page, page)),
        }
    }
    let more = runs.len().saturating_sub(RUNS);
    let run = |&(first, last): &(usize, usize)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}\u{2013}{last}"),
    };
    let shown = runs.iter().take(RUNS).map(run).collect::<Vec<_>>().join(", ");
    match (pages.len(), more) {
        (0, _) => String::new(),
        (1, _) => format!("page {shown}"),
        (_, 0) => format!("pages {shown}"),
        (all, _) => format!("pages {shown} and others, {all} in total"),
    }
}

/// All that was found, gathered by code and message.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    found: BTreeMap<(&'static str, String, Option<String>), Finding>,
    of_code: BTreeMap<&'static str, usize>,
}

impl Findings {
    /// The same message on another page adds the page; more than `limits::SAME_CODE` messages of a code are not kept.
    pub fn add(&mut self, finding: Finding) {
        let key = (finding.code, finding.message.clone(), finding.file.clone());
        if let Some(known) = self.found.get_mut(&key) {
            known.severity = known.severity.min(finding.severity);
            let new = finding.pages.into_iter().filter(|page| known.pages.last().is_none_or(|last| page > last));
            known.pages.extend(new.collect::<Vec<_>>());
            return;
        }
        let count = self.of_code.entry(finding.code).or_default();
        *count += 1;
        if *count <= limits::SAME_CODE {
            self.found.insert(key, finding);
        }
    }

    pub fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        findings.into_iter().for_each(|finding| self.add(finding));
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Errors first, then by page and code.
    pub fn sorted(self) -> Vec<Finding> {
        let mut all: Vec<Finding> = self.found.into_values().collect();
        all.sort_by_key(|found| (found.severity, found.pages.first().copied(), found.code));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Length;

    #[test]
    fn one_fault_on_many_pages_is_one_finding() {
        let mut findings = Findings::default();
        let place = Some(Point::new(Length::mm(3), Length::micrometres(4_500)));
        for page in [2, 3, 4, 4, 7, 8] {
            findings.add(Finding::warning("hairline", "a line is thin").on(page, place));
        }
        findings.add(Finding::error("title-missing", "it has no title"));
        let all = findings.sorted();
        assert_eq!(all.iter().map(|found| found.code).collect::<Vec<_>>(), ["title-missing", "hairline"]);
        let shown = all[1].shown_at();
        assert_eq!(shown, "pages 2\u{2013}4, 7, 8, 3 mm from the left, 4.5 mm from the top");
    }

    #[test]
    fn what_is_too_much_is_not_kept() {
        let mut findings = Findings::default();
        findings.extend((0..10_000).map(|dots| Finding::warning("image-resolution", format!("{dots} dots"))));
        assert_eq!(findings.sorted().len(), limits::SAME_CODE);
    }
}
