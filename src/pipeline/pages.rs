//! In: the faults that a layout is left with. Out: `<slug>-pages.json`, and the same for a table. Refuses to judge.

use crate::base::Sources;
use crate::layout::Layout;
use crate::layout::report::PageFault;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is wrong with one set of pages.
#[derive(Clone, Debug, Serialize)]
pub struct PagesReport {
    /// The outputs that have these pages: `print`, `hardback.print`.
    pub editions: Vec<String>,
    pub pages: usize,
    /// Sums of what was paid, ranks 1 (the worst) to 5.
    pub ranks: [u64; 5],
    /// How many of each kind.
    pub kinds: BTreeMap<&'static str, usize>,
    /// In the order of pages.
    pub faults: Vec<FaultRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FaultRow {
    pub kind: &'static str,
    /// Counted from 1, as a viewer of PDFs counts.
    pub page: usize,
    pub folio: String,
    pub file: String,
    pub line: usize,
    /// Nothing for a fault of a line, which has no rank.
    pub rank: Option<u8>,
    pub count: u64,
    /// How bad it looks; the faults of a page add up.
    pub weight: u64,
}

impl PagesReport {
    pub fn new(editions: Vec<String>, layout: &Layout, sources: &Sources) -> PagesReport {
        let mut report = PagesReport {
            editions,
            pages: layout.document.pages.len(),
            ranks: [0; 5],
            kinds: BTreeMap::new(),
            faults: layout.faults.iter().map(|fault| row(fault, sources)).collect(),
        };
        for fault in &report.faults {
            *report.kinds.entry(fault.kind).or_default() += 1;
            let rank = fault.rank.and_then(|rank| report.ranks.get_mut(usize::from(rank).checked_sub(1)?));
            rank.into_iter().for_each(|sum| *sum += fault.count);
        }
        report
    }
}

fn row(fault: &PageFault, sources: &Sources) -> FaultRow {
    FaultRow {
        kind: fault.kind.name(),
        page: fault.page + 1,
        folio: fault.folio.to_string(),
        file: sources.get(fault.span.file).name.clone(),
        line: sources.line_column(fault.span.file, fault.span.start).0,
        rank: fault.cost.map(|price| price.rank),
        count: fault.cost.map_or(1, |price| price.count),
        weight: fault.weight(),
    }
}

/// The file: an array with an object for each set of pages.
pub fn file(reports: &[PagesReport]) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(reports).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
