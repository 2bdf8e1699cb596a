//! In: what is wrong with a book's pages. Out: a short table for a person. Refuses to leave a rank out of the sums.

use crate::pipeline::{FaultRow, PagesReport};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Faults of this rank and worse have a line each, those of lines too; milder ones are only counted.
const SHOWN: u8 = 3;

/// The page that looks worst first; then how many of each kind, and what each rank sums up to.
pub fn table(report: &PagesReport) -> Vec<String> {
    let mut lines = vec![format!("{}: {} pages", report.editions.join(", "), report.pages)];
    let mut pages: BTreeMap<usize, u64> = BTreeMap::new();
    report.faults.iter().for_each(|row| *pages.entry(row.page).or_default() += row.weight);
    let mut shown: Vec<&FaultRow> =
        report.faults.iter().filter(|row| row.rank.is_none_or(|rank| rank <= SHOWN)).collect();
    shown.sort_by_key(|row| (Reverse(pages[&row.page]), row.page, Reverse(row.weight)));
    let place = |row: &FaultRow| format!("{}:{}", row.file, row.line);
    let widest = |width: fn(&FaultRow) -> usize| shown.iter().map(|row| width(row)).max().unwrap_or(0);
    let kind = widest(|row| row.kind.len());
    let folio = widest(|row| row.folio.len());
    for row in &shown {
        let cost = row.rank.map_or(String::new(), |rank| format!("rank {rank} × {}  ", row.count));
        lines.push(format!("  {:<kind$}  page {:>folio$}  {cost}{}", row.kind, row.folio, place(row)));
    }
    let milder = report.faults.len() - shown.len();
    let kinds: BTreeMap<_, _> = report.kinds.iter().collect();
    let kinds: Vec<String> = kinds.into_iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    if !kinds.is_empty() {
        lines.push(format!("  total: {}", kinds.join(", ")));
    }
    let ranks: Vec<String> = report.ranks.iter().zip(1..).map(|(sum, rank)| format!("rank {rank}: {sum}")).collect();
    lines.push(format!("  {}", ranks.join(", ")));
    if milder > 0 {
        lines.push(format!("  {milder} of ranks 4 and 5 are listed only in the file"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_that_looks_worst_comes_first() {
        let row = |page: usize, kind, rank, weight| FaultRow {
            kind,
            page,
            folio: page.to_string(),
            file: "a.md".into(),
            line: page,
            rank,
            count: 1,
            weight,
        };
        let faults = vec![
            row(1, "loose", None, 6),
            row(2, "page-short", Some(4), 5),
            row(2, "runt", None, 4),
            row(3, "loose", None, 6),
            row(3, "hole", Some(3), 10),
        ];
        let report =
            PagesReport { editions: vec!["print".into()], pages: 3, ranks: [0; 5], kinds: BTreeMap::new(), faults };
        let lines = table(&report);
        let kinds: Vec<&str> = lines[1..5].iter().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(kinds, ["hole", "loose", "runt", "loose"]);
    }
}
