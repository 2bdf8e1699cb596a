//! In: how much ink pages have. Out: a table for a person. Refuses to judge.

use crate::pipeline::{InksReport, PageInks};

/// A line for each page: what each ink covers, and the most on one spot.
pub fn table(report: &InksReport) -> Vec<String> {
    let InksReport { output, pages } = report;
    let Some(first) = pages.first() else { return Vec::new() };
    let names = first.inks.iter().map(|cover| cover.ink.as_str()).chain(["most on a spot"]);
    let names: Vec<&str> = names.collect();
    let row = |PageInks { inks, most, .. }: &PageInks| -> Vec<String> {
        let inks = inks.iter().map(|cover| format!("{:.2}%", cover.percent));
        inks.chain([format!("{most}%")]).collect()
    };
    let line = |head: &str, cells: &[String]| {
        let cells = cells.iter().zip(&names).map(|(cell, name)| format!("  {cell:>width$}", width = name.len().max(7)));
        format!("  {head:<9}{}", cells.collect::<String>())
    };
    let heads: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let title = format!("{output}: how much of each page its inks cover");
    let pages = pages.iter().map(|page| line(&format!("page {}", page.page), &row(page)));
    [title, line("", &heads)].into_iter().chain(pages).collect()
}
