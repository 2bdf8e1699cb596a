//! In: how much ink pages have. Out: a table for a person. Refuses to judge.

use crate::pipeline::{InkCover, InkCoverage, InksReport, PageCoverage};

/// A line for each page: what each ink covers, and the most on one spot.
pub fn table(report: &InksReport) -> Vec<String> {
    let InksReport { output, pages } = report;
    let title = format!("{output}: how much of each page its inks cover");
    let pages: Vec<Row> = pages.iter().map(|page| (page.page, &page.inks[..], page.most)).collect();
    rows(title, &pages)
}

/// The same of a PDF, and what of it was not measured.
pub fn measured(coverage: &InkCoverage) -> String {
    let InkCoverage { pages, unmeasured } = coverage;
    let of_all: Vec<Row> = pages.iter().map(|page| (page.page, &page.inks[..], page.most)).collect();
    let mut lines = rows("how much of each page its inks cover".to_owned(), &of_all);
    if let Some(page) = pages.iter().filter(|page| page.most > 0).min_by_key(|page| (u32::MAX - page.most, page.page)) {
        let PageCoverage { page, most, x, y, .. } = page;
        let place = x.zip(*y).map_or(String::new(), |(x, y)| format!(", {x} mm from the left, {y} mm from the top"));
        lines.push(format!("most ink on one spot: {most}%, page {page}{place}"));
    }
    lines.extend(unmeasured.iter().map(|row| format!("note: {} ({})", row.what.what, row.shown_pages())));
    lines.iter().map(|line| format!("{line}\n")).fold("\n".to_owned(), |text, line| text + &line)
}

/// A page, its inks, and the most on one spot.
type Row<'a> = (usize, &'a [InkCover], u32);

fn rows(title: String, pages: &[Row]) -> Vec<String> {
    let Some((_, first, _)) = pages.first() else { return Vec::new() };
    let names = first.iter().map(|cover| cover.ink.as_str()).chain(["most on a spot"]);
    let names: Vec<&str> = names.collect();
    let row = |(_, inks, most): &Row| -> Vec<String> {
        let inks = inks.iter().map(|cover| format!("{:.2}%", cover.percent));
        inks.chain([format!("{most}%")]).collect()
    };
    let line = |head: &str, cells: &[String]| {
        let cells = cells.iter().zip(&names).map(|(cell, name)| format!("  {cell:>width$}", width = name.len().max(7)));
        format!("  {head:<9}{}", cells.collect::<String>())
    };
    let heads: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let pages = pages.iter().map(|page| line(&format!("page {}", page.0), &row(page)));
    [title, line("", &heads)].into_iter().chain(pages).collect()
}
