//! In: a name, or the text of an author's own file. Out: a printer or a paper. Refuses to know which book asks.

use super::rules::{Printer, absolute};
use super::stock::{Paper, Papers};
use crate::base::{Amount, Diagnostic, FileId, Length, Report, Span, written};
use std::sync::LazyLock;
use toml::de::DeTable;

const FILES: [(&str, &str); 5] = [
    ("kdp", include_str!("data/kdp.toml")),
    ("ingramspark", include_str!("data/ingramspark.toml")),
    ("lulu", include_str!("data/lulu.toml")),
    ("offset", include_str!("data/offset.toml")),
    ("home", include_str!("data/home.toml")),
];

static PRINTERS: LazyLock<Vec<Printer>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| {
        let printer: Printer = toml::from_str(text).ok()?;
        Some(Printer { name: (*name).to_owned(), ..printer })
    };
    FILES.iter().filter_map(read).collect()
});

static PAPERS: LazyLock<Papers> =
    LazyLock::new(|| toml::from_str(include_str!("data/papers.toml")).unwrap_or_default());

/// A leaf that is thinner or thicker is no paper.
const CALIPERS: std::ops::RangeInclusive<Length> = Length::micrometres(10)..=Length::mm(3);
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

/// The thickness of a leaf as an author types it: a paper's name or a length, `0.1mm`. The error is a sentence without
/// a full stop.
pub fn caliper(text: &str) -> Result<Length, String> {
    if let Some(paper) = paper(text.trim()) {
        return Ok(paper.caliper());
    }
    if !text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Err(format!("no paper is named `{}`", text.trim()));
    }
    let length = Amount::parse(text)?.absolute().ok_or("a paper's thickness is in mm, in or pt")?;
    if CALIPERS.contains(&length) { Ok(length) } else { Err(format!("no paper is {} thick", text.trim())) }
}

/// The title and date of a paper's source.
pub fn paper_source(paper: &Paper) -> Option<&'static super::Source> {
    PAPERS.sources.get(paper.source()?)
}

/// An author's own file, already among the report's sources; nothing where an error was reported.
pub fn own(name: &str, file: FileId, report: &mut Report) -> Option<Printer> {
    let source = report.sources.get(file).text.clone();
    let under = match like(&source) {
        None => "",
        Some((like, range)) => match text(&like) {
            Some(text) => text,
            None => {
                let why = format!("no printer of the program is named `{like}`");
                report.add(unknown(why).at(Span::new(file, range)));
                return None;
            }
        },
    };
    let (printer, places) = written::read::<Printer>(file, under, report)?;
    let mut good = true;
    for (path, why) in refusals(&printer) {
        let found = Diagnostic::error("printer-value", format!("`{path}` {why}"));
        report.add(places.get(&path).copied().into_iter().fold(found, Diagnostic::at));
        good = false;
    }
    good.then_some(Printer { name: name.to_owned(), ..printer })
}

/// A printer that is not known.
pub fn unknown(why: String) -> Diagnostic {
    let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    let help = format!("there are: {}; or name a file of your own, `mine.toml`", names.join(", "));
    Diagnostic::error("printer-unknown", why).help(help)
}

fn like(text: &str) -> Option<(String, std::ops::Range<usize>)> {
    let table = DeTable::parse(text).ok()?;
    let like = table.get_ref().get("like")?;
    Some((like.get_ref().as_str()?.to_owned(), like.span()))
}

/// Values with which no book can be judged: their dotted paths, and what is wrong with them.
fn refusals(printer: &Printer) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut length = |path: &str, amount: Option<Amount>| {
        let bad = match amount {
            Some(amount) => amount.absolute().is_none_or(|length| !(0..=MOST).contains(&(length.0 / 65_536))),
            None => false,
        };
        if bad {
            found.push((path.to_owned(), "must be a length in mm, in or pt, and not out of reason".to_owned()));
        }
    };
    length("bleed.size", Some(printer.bleed.size.is));
    length("margins.outside", Some(printer.margins.outside.is));
    length("margins.outside-with-bleed", printer.margins.outside_with_bleed.as_ref().map(|fact| fact.is));
    for (at, step) in printer.margins.gutter.iter().enumerate() {
        length(&format!("margins.gutter.{at}.is"), Some(step.is));
    }
    length("spine.extra", printer.spine.extra.as_ref().map(|fact| fact.is));
    length("spine.clear", Some(printer.spine.clear.is));
    for (at, paper) in printer.papers.iter().enumerate() {
        length(&format!("papers.{at}.page"), paper.page.as_ref().map(|fact| fact.is));
        length(&format!("papers.{at}.caliper"), paper.caliper.as_ref().map(|fact| fact.is));
    }
    for (at, _) in printer.papers.iter().enumerate().filter(|(_, paper)| paper.thickness().is_none()) {
        let why = "says no thickness: `page`, `per-inch` or `caliper`".to_owned();
        found.push((format!("papers.{at}.name"), why));
    }
    let gutter = &printer.margins.gutter;
    if gutter.is_empty() || !gutter.is_sorted_by(|a, b| a.to < b.to && absolute(a.is) <= absolute(b.is)) {
        found.push(("margins.gutter".to_owned(), "must be steps that grow".to_owned()));
    }
    if printer.pages.multiple.is == 0 || printer.pages.multiple.is > 128 {
        found.push(("pages.multiple".to_owned(), "must be between 1 and 128".to_owned()));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
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
            assert_eq!(refusals(printer), [], "{}", printer.name);
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
    fn calipers_by_name_and_number() {
        assert_eq!(caliper("offset-80"), Ok(Length::micrometres(100)));
        assert_eq!(caliper(" 0.12 mm"), Ok(Length::micrometres(120)));
        assert_eq!(caliper("0.004in"), Ok(Length::mils(4)));
        for wrong in ["", "offset-81", "0.1", "0.1em", "4mm", "0mm", "-1mm"] {
            assert!(caliper(wrong).is_err(), "{wrong}");
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
        assert_eq!((mine.bleed.size.from.as_deref(), mine.pages.least.from.as_deref()), (None, Some("options")));
        for (text, code) in [
            ("like = 'kpd'", "printer-unknown"),
            ("like = 'kdp'\n[bleed]\nsize = '3em'", "printer-value"),
            ("like = 'kdp'\n[pages]\nmultiple = 0", "printer-value"),
            ("like = 'kdp'\n[margins]\ngutter = []", "printer-value"),
            ("like = 'kdp'\n[margins]\ngutter = [{ to = 9, is = '1in' }, { to = 20, is = '5mm' }]", "printer-value"),
            ("like = 'kdp'\n[pages]\nfewest = 9", "setting-unknown"),
            ("like = 'kdp'\n[pages]\nleast = 'nine'", "setting-type"),
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
