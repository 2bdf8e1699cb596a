//! In: a printer's name. Out: what printers and papers there are, what one of them asks for, in words, with the source of
//! each number. Refuses to know a book.

use crate::base::{Amount, Diagnostic};
use crate::printers::{self, Fact, House, HousePaper};
use serde::Serialize;

/// A line of `printers list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Known {
    /// As `[print] printer` or `[booklet] paper` has it.
    pub name: &'static str,
    pub about: String,
}

/// One thing that a house asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
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

/// All that a house asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    pub name: String,
    pub title: String,
    pub about: String,
    pub asks: Vec<Asked>,
    pub sources: Vec<SourceRow>,
}

/// The printers of the program.
pub fn list() -> Vec<Known> {
    let row = |house: &'static House| Known { name: &house.name, about: format!("{}: {}", house.title, house.about) };
    printers::houses().iter().map(row).collect()
}

/// The papers of the program.
pub fn papers() -> Vec<Known> {
    let row = |paper: &'static printers::Paper| {
        let micrometres = paper.caliper().scale(25_400, 72).0.saturating_add(32_768).div_euclid(65_536);
        Known { name: &paper.name, about: format!("{}: a leaf is {micrometres} µm thick", paper.title) }
    };
    printers::papers().iter().map(row).collect()
}

/// What one printer asks for.
pub fn show(name: &str) -> Result<Shown, Diagnostic> {
    let house = printers::house(name).ok_or_else(|| printers::unknown(format!("no printer is named `{name}`")))?;
    let sources = house.sources.iter().map(|(name, source)| SourceRow {
        name: name.clone(),
        title: source.title.clone(),
        url: source.url.clone(),
        read: source.read.clone(),
    });
    Ok(Shown {
        name: house.name.clone(),
        title: house.title.clone(),
        about: house.about.clone(),
        asks: asks(house),
        sources: sources.collect(),
    })
}

#[derive(Default)]
struct Rows(Vec<Asked>);

impl Rows {
    fn add<T>(&mut self, what: &str, fact: &Fact<T>, value: String) {
        self.row(what, value, fact.from.as_deref());
    }

    fn row(&mut self, what: &str, value: String, from: Option<&str>) {
        let source = from.unwrap_or_default().to_owned();
        self.0.push(Asked { what: what.to_owned(), value, source });
    }

    fn number(&mut self, what: &str, fact: &Fact<u32>, unit: &str) {
        self.add(what, fact, format!("{}{unit}", fact.is));
    }

    fn amount(&mut self, what: &str, fact: &Fact<Amount>) {
        self.add(what, fact, fact.is.to_string());
    }

    fn paper(&mut self, paper: &HousePaper) {
        let what = format!("paper `{}`", paper.name);
        let (inks, title) = (paper.inks.join(", "), &paper.title);
        if let Some(page) = &paper.page {
            self.add(&what, page, format!("{title}, {} a page ({inks})", page.is));
        }
        if let Some(count) = &paper.per_inch {
            self.add(&what, count, format!("{title}, {} pages an inch ({inks})", count.is));
        }
        if let Some(leaf) = &paper.caliper {
            self.add(&what, leaf, format!("{title}, {} a leaf ({inks})", leaf.is));
        }
        if let Some(most) = &paper.most {
            self.number(&format!("most pages on `{}`", paper.name), most, "");
        }
    }
}

fn asks(house: &House) -> Vec<Asked> {
    let may = |may: bool| if may { "may be there".to_owned() } else { "must not be there".to_owned() };
    let mut rows = Rows::default();
    let file = &house.file;
    rows.add("standard", &file.standards, file.standards.is.join(", "));
    rows.add("colours", &file.colours, file.colours.is.join(", "));
    rows.add("printer's marks", &file.marks, may(file.marks.is));
    rows.add("links and bookmarks", &file.annotations, may(file.annotations.is));
    rows.amount("bleed", &house.bleed.size);
    let inside = if house.bleed.inside.is { "as at the other edges" } else { "none" };
    rows.add("bleed at the spine", &house.bleed.inside, inside.to_owned());
    rows.amount("least outer margin", &house.margins.outside);
    if let Some(wider) = &house.margins.outside_with_bleed {
        rows.amount("least outer margin with bleed", wider);
    }
    for step in &house.margins.gutter {
        let what = format!("least inner margin to {} pages", step.to);
        rows.row(&what, step.is.to_string(), step.from.as_deref());
    }
    rows.number("pictures", &house.pictures.resolution, " pixels an inch");
    if let Some(line_art) = &house.pictures.line_art {
        rows.number("line art", line_art, " pixels an inch");
    }
    if let Some(most) = &house.ink.most {
        rows.number("most ink on a spot", most, "%");
    }
    rows.number("least pages", &house.pages.least, "");
    rows.number("most pages", &house.pages.most, "");
    rows.number("pages a multiple of", &house.pages.multiple, "");
    let last = if house.pages.last_blank.is { "must be blank" } else { "may be printed" };
    rows.add("last page", &house.pages.last_blank, last.to_owned());
    house.papers.iter().for_each(|paper| rows.paper(paper));
    let spine = match (house.spine.known.is, &house.spine.extra, &house.spine.covers) {
        (false, ..) => "by the house's own template".to_owned(),
        (true, extra, covers) => {
            let extra = extra.as_ref().filter(|extra| extra.is.millionths > 0);
            let extra = extra.map_or(String::new(), |extra| format!(" + {}", extra.is));
            let covers = covers.as_ref().filter(|covers| covers.is > 0);
            format!("pages by paper{extra}{}", covers.map_or(String::new(), |by| format!(" + {} × cover", by.is)))
        }
    };
    rows.add("spine", &house.spine.known, spine);
    rows.number("words on the spine", &house.spine.text_from, " pages at the least");
    rows.amount("clear beside them", &house.spine.clear);
    rows.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_house_shows_all_with_sources() {
        for known in list() {
            let shown = show(known.name).unwrap();
            assert!(shown.asks.len() >= 15, "{}", known.name);
            for asked in &shown.asks {
                let source = shown.sources.iter().find(|source| source.name == asked.source);
                assert!(source.is_some() && !asked.value.is_empty(), "{} {asked:?}", known.name);
            }
        }
        assert_eq!(show("nobody").unwrap_err().code, "printer-unknown");
    }

    #[test]
    fn papers_by_thickness() {
        let offset = papers().into_iter().find(|paper| paper.name == "offset-80").unwrap();
        assert_eq!(offset.about, "white offset, 80 g/m²: a leaf is 100 µm thick");
    }
}
