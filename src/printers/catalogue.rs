//! In: a name, or the text of an author's own file. Out: a printer or a paper. Refuses to know which book asks.

use super::fact::Fact;
use super::rules::{Printer, absolute};
use super::stock::{Paper, Papers};
use crate::base::config::{self, Place};
use crate::base::{Amount, Diagnostic, FileId, Report};
use std::sync::LazyLock;

const FILES: [(&str, &str); 6] = [
    ("kdp", include_str!("data/kdp.toml")),
    ("kdp-hardcover", include_str!("data/kdp-hardcover.toml")),
    ("ingramspark", include_str!("data/ingramspark.toml")),
    ("lulu", include_str!("data/lulu.toml")),
    ("offset", include_str!("data/offset.toml")),
    ("home", include_str!("data/home.toml")),
];

static PRINTERS: LazyLock<Vec<Printer>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| {
        let printer: Printer = config::read_builtin(name, text)?;
        Some(Printer { name: (*name).to_owned(), ..printer })
    };
    FILES.iter().filter_map(read).collect()
});

static PAPERS: LazyLock<Papers> =
    LazyLock::new(|| config::read_builtin("papers", include_str!("data/papers.toml")).unwrap_or_default());

/// Longer than any printer's length can be.
const MOST: i64 = 1_000;

/// The printers of the program.
pub fn all() -> &'static [Printer] {
    &PRINTERS
}

pub fn printer(name: &str) -> Option<&'static Printer> {
    all().iter().find(|printer| printer.name == name)
}

/// The text of a printer's file, with the sources of its numbers.
pub fn text(name: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Common papers, by kind and weight.
pub fn papers() -> &'static [Paper] {
    &PAPERS.papers
}

pub fn paper(name: &str) -> Option<&'static Paper> {
    papers().iter().find(|paper| paper.name == name)
}

/// Where the papers' numbers were read.
pub fn paper_sources() -> impl Iterator<Item = &'static super::Source> {
    PAPERS.sources.values()
}

/// The title and date of a paper's source.
pub fn paper_source(paper: &Paper) -> Option<&'static super::Source> {
    PAPERS.sources.get(paper.source()?)
}

/// An author's own file, already among the report's sources; nothing where an error was reported.
pub fn own(name: &str, file: FileId, report: &mut Report) -> Option<Printer> {
    let below = match config::text_at(file, "like", report) {
        None => "",
        Some((like, span)) => match text(&like) {
            Some(text) => text,
            None => {
                report.add(unknown(format!("no built-in printer is named `{like}`")).at(span));
                return None;
            }
        },
    };
    let printer = config::read::<Printer>(file, below, report)?;
    let found = refusals(&printer);
    let good = found.is_empty();
    report.extend(found);
    good.then_some(Printer { name: name.to_owned(), ..printer })
}

/// A printer that is not known.
pub fn unknown(why: String) -> Diagnostic {
    let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    let help = format!("choose one of {}, or name a file of your own, such as `mine.toml`", names.join(", "));
    Diagnostic::error("printer-unknown", why).help(help)
}

/// Values with which no book can be judged.
fn refusals(printer: &Printer) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut length = |amount: Amount, place: &Place| {
        if amount.absolute().is_none_or(|length| !(0..=MOST).contains(&(length.0 / 65_536))) {
            let why = format!("{amount} is out of range: write a length in mm, in or pt, at most {MOST} pt");
            found.push(place.error("printer-value", why));
        }
    };
    let some = |fact: &Option<Fact<Amount>>| fact.as_ref().map(|fact| (fact.is, fact.place.clone()));
    let (margins, spine) = (&printer.margins, &printer.spine);
    length(printer.bleed.size.is, &printer.bleed.size.place);
    length(margins.outside.is, &margins.outside.place);
    length(spine.clear.is, &spine.clear.place);
    margins.gutter.iter().for_each(|step| length(*step.is, &step.is.place));
    let papers = printer.papers.iter().flat_map(|paper| [some(&paper.page), some(&paper.caliper)]);
    let case = &printer.case.table;
    let cases = [&case.square, &case.fore_edge, &case.hinge, &case.turn_in, &case.flap].map(some);
    let optional = [some(&margins.outside_with_bleed), some(&spine.extra)].into_iter().chain(papers).chain(cases);
    optional.flatten().for_each(|(amount, place)| length(amount, &place));
    for paper in printer.papers.iter().filter(|paper| paper.thickness().is_none()) {
        let why = "the paper has no thickness";
        found.push(paper.name.error("printer-value", why).help("write `page`, `per-inch` or `caliper`"));
    }
    let gutter = &printer.margins.gutter;
    if gutter.is_empty() || !gutter.is_sorted_by(|a, b| a.to < b.to && absolute(*a.is) <= absolute(*b.is)) {
        found.push(gutter.error("printer-value", "the gutter steps must be in order of their number of pages"));
    }
    let multiple = &printer.pages.multiple;
    if multiple.is == 0 || multiple.is > 128 {
        found.push(multiple.place.error("printer-value", format!("{} is not between 1 and 128", multiple.is)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Length;
    use proptest::prelude::*;
    use toml::{Table, Value};

    /// Every value that is no name must be `is` beside a `from` that the file's sources have.
    fn unsourced(value: &Value, path: &str, sources: &Table, out: &mut Vec<String>) {
        match value {
            Value::Table(table) if table.contains_key("is") => {
                let from = table.get("from").and_then(Value::as_str);
                if from.is_none_or(|from| !sources.contains_key(from)) {
                    out.push(path.to_owned());
                }
            }
            Value::Table(table) => {
                table.iter().for_each(|(key, value)| unsourced(value, &format!("{path}.{key}"), sources, out));
            }
            Value::Array(items) => items.iter().for_each(|item| unsourced(item, path, sources, out)),
            _ if [".name", ".title", ".inks", ".grams"].iter().any(|free| path.ends_with(free)) => {}
            _ => out.push(path.to_owned()),
        }
    }

    #[test]
    fn every_number_has_a_source_and_a_date() {
        let mut out = Vec::new();
        for (name, text) in FILES.into_iter().chain([("papers", include_str!("data/papers.toml"))]) {
            let table: Table = text.parse().unwrap();
            let sources = table["sources"].as_table().unwrap();
            for (_, source) in sources {
                let day: Vec<usize> = source["read"].as_str().unwrap().split('-').map(str::len).collect();
                assert_eq!(day, [4, 2], "{name}");
            }
            let facts = table.iter().filter(|(key, _)| !["sources", "title", "about"].contains(&key.as_str()));
            facts.for_each(|(key, value)| unsourced(value, &format!("{name}.{key}"), sources, &mut out));
        }
        assert_eq!(out, Vec::<String>::new());
    }

    #[test]
    fn every_printer_can_be_read_and_used() {
        assert_eq!(all().iter().map(|printer| &printer.name[..]).collect::<Vec<_>>(), FILES.map(|(name, _)| name));
        for printer in all() {
            assert!(refusals(printer).is_empty(), "{}", printer.name);
            assert!(
                printer.gutter(1) > Length::ZERO && printer.outside(true) >= printer.outside(false),
                "{}",
                printer.name
            );
        }
        assert!(papers().len() >= 12);
        for paper in papers() {
            let bulk = paper.caliper().scale(25_400, 72).0 / 65_536 * 100 / i64::from(paper.grams);
            assert!((70..=200).contains(&bulk), "{}: a bulk of {bulk} hundredths", paper.name);
            assert!(paper_source(paper).is_some());
        }
    }

    #[test]
    fn gutters_by_page_count() {
        let kdp = printer("kdp").unwrap();
        let inches = |pages| kdp.gutter(pages).scale(1_000, 72).0 / 65_536;
        assert_eq!([24, 150, 151, 300, 301, 501, 701, 5_000].map(inches), [375, 375, 500, 500, 625, 750, 875, 875]);
        assert_eq!(kdp.outside(true), Length::mils(375));
        assert_eq!(printer("lulu").unwrap().outside(true), Length::mils(500));
    }

    fn own_printer(text: &str) -> (Option<Printer>, Vec<&'static str>) {
        let mut report = Report::default();
        let file = report.sources.add("mine.toml", text);
        let printer = own("mine.toml", file, &mut report);
        let codes = report.sorted().iter().map(|found| found.code).collect();
        (printer, codes)
    }

    #[test]
    fn an_own_file_says_what_differs() {
        let (mine, codes) = own_printer("like = 'kdp'\n[bleed]\nsize = '3mm'\n[pages]\nmultiple = 4");
        let mine = mine.unwrap();
        assert_eq!((mine.bleed(), mine.pages.multiple.is, codes.len()), (Length::mm(3), 4, 0));
        assert_eq!((mine.bleed.size.from.as_deref(), mine.pages.min.from.as_deref()), (None, Some("options")));
        for (text, code) in [
            ("like = 'kpd'", "printer-unknown"),
            ("like = 'kdp'\n[bleed]\nsize = '3em'", "printer-value"),
            ("like = 'kdp'\n[pages]\nmultiple = 0", "printer-value"),
            ("like = 'kdp'\n[margins]\ngutter = []", "printer-value"),
            ("like = 'kdp'\n[margins]\ngutter = [{ to = 9, is = '1in' }, { to = 20, is = '5mm' }]", "printer-value"),
            ("like = 'kdp'\n[pages]\nfewest = 9", "setting-unknown"),
            ("like = 'kdp'\n[pages]\nmin = 'nine'", "setting-type"),
        ] {
            let (printer, codes) = own_printer(text);
            assert!(printer.is_none() || code.starts_with("setting"), "{text}");
            assert_eq!(codes, [code], "{text}");
        }
        assert!(own_printer("title = 'Nobody'").1.iter().all(|code| *code == "setting-missing"));
    }

    proptest! {
        #[test]
        fn a_gutter_only_grows(a in 0..3_000u32, b in 0..3_000u32) {
            for printer in all() {
                prop_assert!(printer.gutter(a.min(b)) <= printer.gutter(a.max(b)));
            }
        }
    }
}
