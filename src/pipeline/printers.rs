//! In: a printer's name. Out: what printers and papers there are, what one of them asks for, in words, with the source of
//! each number. Refuses to know a book.

use super::Failure;
use crate::base::{Amount, Diagnostic};
use crate::printers::{self, Fact, Printer, PrinterPaper};
use serde::Serialize;

/// A line of `printers list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// As `[print] printer` or `[booklet] paper` has it.
    pub name: &'static str,
    pub about: String,
}

/// One thing that a printer requires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    pub what: String,
    pub value: String,
    /// The name of the source.
    pub source: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceRow {
    pub name: String,
    pub title: String,
    pub url: Option<String>,
    /// The month in which it was read.
    pub read: String,
}

/// All that a printer requires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PrinterDetails {
    pub name: String,
    pub title: String,
    pub about: String,
    pub asks: Vec<RuleRow>,
    pub sources: Vec<SourceRow>,
}

/// The printers of the program.
pub fn list() -> Vec<ListRow> {
    let row = |printer: &'static Printer| ListRow {
        name: &printer.name,
        about: format!("{}: {}", printer.title, printer.about),
    };
    printers::all().iter().map(row).collect()
}

/// The papers of the program.
pub fn papers() -> Vec<ListRow> {
    let row = |paper: &'static printers::Paper| {
        let micrometres = paper.caliper().scale(25_400, 72).0.saturating_add(32_768).div_euclid(65_536);
        ListRow { name: &paper.name, about: format!("{}: leaf thickness {micrometres} µm", paper.title) }
    };
    printers::papers().iter().map(row).collect()
}

/// What one printer asks for.
pub fn show(name: &str) -> Result<PrinterDetails, Failure> {
    let printer = printers::printer(name).ok_or_else(|| unknown(name))?;
    let sources = printer.sources.iter().map(|(name, source)| SourceRow {
        name: name.clone(),
        title: source.title.clone(),
        url: source.url.clone(),
        read: source.read.clone(),
    });
    Ok(PrinterDetails {
        name: printer.name.clone(),
        title: printer.title.clone(),
        about: printer.about.clone(),
        asks: asks(printer),
        sources: sources.collect(),
    })
}

/// A source that was read long ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OldSource {
    /// The printer, or nothing for the table of papers.
    pub printer: Option<&'static str>,
    pub title: String,
    pub url: Option<String>,
    pub read: String,
}

/// The sources that were read more than a year before a month (`2026-11`), the oldest first.
pub fn old(month: &str) -> Result<Vec<OldSource>, Failure> {
    let now = months(month).ok_or_else(|| {
        let why = format!("`{month}` is not a month");
        Failure::usage([Diagnostic::error("printer-value", why).help("write it as in `2026-11`")])
    })?;
    let of_printers = printers::all()
        .iter()
        .flat_map(|printer| printer.sources.values().map(|source| (Some(printer.name.as_str()), source)));
    let of_papers = printers::paper_sources().map(|source| (None, source));
    let mut old: Vec<OldSource> = of_printers
        .chain(of_papers)
        .filter(|(_, source)| months(&source.read).is_none_or(|read| now - read > 12))
        .map(|(printer, source)| OldSource {
            printer,
            title: source.title.clone(),
            url: source.url.clone(),
            read: source.read.clone(),
        })
        .collect();
    old.sort_by(|one, other| (&one.read, one.printer, &one.title).cmp(&(&other.read, other.printer, &other.title)));
    Ok(old)
}

/// Counted from the year 0.
fn months(text: &str) -> Option<i64> {
    let (year, month) = text.split_once('-')?;
    let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
    (year.clamp(0, 9_999) == year && (1..=12).contains(&month)).then_some(year * 12 + month)
}

/// A printer that the program does not know.
pub(super) fn unknown(name: &str) -> Failure {
    Failure::usage([printers::unknown(format!("no printer is named `{name}`"))])
}

#[derive(Default)]
struct Rows(Vec<RuleRow>);

impl Rows {
    fn add<T>(&mut self, what: &str, fact: &Fact<T>, value: String) {
        self.row(what, value, fact.from.as_deref());
    }

    fn row(&mut self, what: &str, value: String, from: Option<&str>) {
        let source = from.unwrap_or_default().to_owned();
        self.0.push(RuleRow { what: what.to_owned(), value, source });
    }

    fn number(&mut self, what: &str, fact: &Fact<u32>, unit: &str) {
        self.add(what, fact, format!("{}{unit}", fact.is));
    }

    fn amount(&mut self, what: &str, fact: &Fact<Amount>) {
        self.add(what, fact, fact.is.to_string());
    }

    fn paper(&mut self, paper: &PrinterPaper) {
        let what = format!("paper `{}`", paper.name.value);
        let (inks, title) = (paper.inks.join(", "), &paper.title);
        if let Some(page) = &paper.page {
            self.add(&what, page, format!("{title}, {} per page ({inks})", page.is));
        }
        if let Some(count) = &paper.per_inch {
            self.add(&what, count, format!("{title}, {} pages per inch ({inks})", count.is));
        }
        if let Some(leaf) = &paper.caliper {
            self.add(&what, leaf, format!("{title}, {} per leaf ({inks})", leaf.is));
        }
        if let Some(left) = paper.left_bound.as_ref().filter(|left| left.is) {
            self.add(&format!("binding on `{}`", paper.name.value), left, "on the left".to_owned());
        }
        if let Some(most) = &paper.max {
            self.number(&format!("maximum pages on `{}`", paper.name.value), most, "");
        }
    }
}

fn asks(printer: &Printer) -> Vec<RuleRow> {
    let may = |may: bool| if may { "allowed".to_owned() } else { "not allowed".to_owned() };
    let mut rows = Rows::default();
    let file = &printer.file;
    if let Some(bindings) = &printer.bindings {
        rows.add("bindings", bindings, bindings.is.join(", "));
    }
    rows.add("standard", &file.standards, file.standards.is.join(", "));
    rows.add("colours", &file.colours, file.colours.is.join(", "));
    rows.add("printer's marks", &file.marks, may(file.marks.is));
    rows.add("links and bookmarks", &file.annotations, may(file.annotations.is));
    if let Some(sizes) = &printer.trims.sizes {
        let all: Vec<&str> = sizes.is.iter().map(|size| size.text.as_str()).collect();
        rows.add("trim", sizes, all.join(", "));
    }
    for (what, size) in [("smallest trim", &printer.trims.least), ("largest trim", &printer.trims.most)] {
        size.iter().for_each(|size| rows.add(what, size, size.is.text.clone()));
    }
    rows.amount("bleed", &printer.bleed.size);
    let inside = if printer.bleed.inside.is { "as on the other edges" } else { "none" };
    rows.add("bleed at the spine", &printer.bleed.inside, inside.to_owned());
    rows.amount("minimum outer margin", &printer.margins.outside);
    if let Some(wider) = &printer.margins.outside_with_bleed {
        rows.amount("minimum outer margin with bleed", wider);
    }
    for step in printer.margins.gutter.iter() {
        let what = format!("minimum inner margin up to {} pages", step.to);
        rows.row(&what, step.is.value.to_string(), step.from.as_deref());
    }
    rows.number("pictures", &printer.pictures.resolution, " pixels per inch");
    if let Some(line_art) = &printer.pictures.line_art {
        rows.number("line art", line_art, " pixels per inch");
    }
    if let Some(most) = &printer.ink.max {
        rows.number("maximum ink coverage", most, "%");
    }
    rows.number("minimum pages", &printer.pages.min, "");
    rows.number("maximum pages", &printer.pages.max, "");
    rows.number("pages in multiples of", &printer.pages.multiple, "");
    let last = if printer.pages.last_blank.is { "must be blank" } else { "may be printed" };
    rows.add("last page", &printer.pages.last_blank, last.to_owned());
    printer.papers.iter().for_each(|paper| rows.paper(paper));
    let spine = match (printer.spine.known.is, &printer.spine.extra, &printer.spine.covers) {
        (false, ..) => "from the printer's template".to_owned(),
        (true, extra, covers) => {
            let extra = extra.as_ref().filter(|extra| extra.is.millionths > 0);
            let extra = extra.map_or(String::new(), |extra| format!(" + {}", extra.is));
            let covers = covers.as_ref().filter(|covers| covers.is > 0);
            format!("pages × paper{extra}{}", covers.map_or(String::new(), |by| format!(" + {} × cover", by.is)))
        }
    };
    rows.add("spine", &printer.spine.known, spine);
    if let Some(least) = &printer.spine.text_from {
        rows.number("text on the spine", least, " pages or more");
    }
    rows.amount("space beside it", &printer.spine.clear);
    let case = &printer.case;
    for (what, length) in [
        ("boards past head and foot", &case.square),
        ("cover wider than a page by", &case.fore_edge),
        ("hinge", &case.hinge),
        ("turn-in", &case.turn_in),
        ("flap", &case.flap),
    ] {
        length.iter().for_each(|length| rows.amount(what, length));
    }
    rows.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_printer_shows_all_with_sources() {
        for known in list() {
            let shown = show(known.name).unwrap();
            assert!(shown.asks.len() >= 15, "{}", known.name);
            for rule in &shown.asks {
                let source = shown.sources.iter().find(|source| source.name == rule.source);
                assert!(source.is_some() && !rule.value.is_empty(), "{} {rule:?}", known.name);
            }
        }
        assert!(matches!(show("nobody"), Err(Failure::Usage(found)) if found.sorted()[0].code == "printer-unknown"));
    }

    #[test]
    fn what_was_read_more_than_a_year_ago_is_old() {
        let count = |month: &str| old(month).unwrap().len();
        assert_eq!(count("2026-11"), 0);
        let all = printers::all().iter().map(|printer| printer.sources.len()).sum::<usize>();
        assert_eq!(count("2199-01"), all + printers::paper_sources().count());
        let read = months(&printers::printer("kdp").unwrap().sources["cover"].read).unwrap();
        let month = |months: i64| format!("{}-{:02}", (months - 1) / 12, (months - 1) % 12 + 1);
        let has = |at: i64| old(&month(at)).unwrap().iter().any(|old| old.title == "Create a Paperback Cover");
        assert!(!has(read + 12) && has(read + 13));
        for wrong in ["2026", "2026-13", "November", "-1-1"] {
            assert!(old(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn papers_by_thickness() {
        let offset = papers().into_iter().find(|paper| paper.name == "offset-80").unwrap();
        assert_eq!(offset.about, "white offset, 80 g/m²: leaf thickness 100 µm");
    }
}
