//! In: a printer's file. Out: what it asks of a book, and its gutter by page count. Refuses to know a book.

use super::fact::{Fact, Source};
use crate::base::{Amount, Length};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a printer asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Printer {
    /// What `[print] printer` says; taken from the file's name.
    #[serde(skip)]
    pub name: String,
    /// The printer that says what this file does not; taken up before it is read.
    pub like: Option<String>,
    pub title: String,
    pub about: String,
    pub sources: BTreeMap<String, Source>,
    pub file: FileRules,
    pub bleed: BleedRules,
    pub margins: MarginRules,
    pub pictures: PictureRules,
    #[serde(default)]
    pub ink: InkRules,
    pub pages: PageRules,
    /// The printer's own papers; none where it prints on what an author chooses.
    #[serde(default)]
    pub papers: Vec<PrinterPaper>,
    pub spine: SpineRules,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileRules {
    /// What the printer takes, as `[print] standard` names it; the first is what it likes best.
    pub standards: Fact<Vec<String>>,
    /// Of `gray`, `cmyk`, `rgb`, `spot`.
    pub colours: Fact<Vec<String>>,
    /// Whether printer's marks may be there.
    pub marks: Fact<bool>,
    /// Whether links, bookmarks and the like may be there.
    pub annotations: Fact<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BleedRules {
    pub size: Fact<Amount>,
    /// Whether there is bleed at the binding edge too.
    pub inside: Fact<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MarginRules {
    /// The least at head, foot and fore-edge.
    pub outside: Fact<Amount>,
    /// The same in a book with bleed, where that differs.
    pub outside_with_bleed: Option<Fact<Amount>>,
    /// In ascending order of page counts; the last holds for all beyond it.
    pub gutter: Vec<GutterStep>,
}

/// The least inner margin of books of at most so many pages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GutterStep {
    pub to: u32,
    pub is: Amount,
    pub from: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PictureRules {
    /// Pixels an inch at the size of printing.
    pub resolution: Fact<u32>,
    /// Of pictures in black and white alone.
    pub line_art: Option<Fact<u32>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InkRules {
    /// Percent of all inks together.
    pub most: Option<Fact<u32>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageRules {
    pub least: Fact<u32>,
    pub most: Fact<u32>,
    /// The count is a multiple of this.
    pub multiple: Fact<u32>,
    pub last_blank: Fact<bool>,
}

/// A paper of the printer; one of the three thicknesses is said.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PrinterPaper {
    /// What `[print] paper` says.
    pub name: String,
    pub title: String,
    /// What `[print] ink` may be on it.
    pub inks: Vec<String>,
    /// What a page, half a leaf, adds to the spine.
    pub page: Option<Fact<Amount>>,
    /// Pages in an inch of spine.
    pub per_inch: Option<Fact<u32>>,
    /// The thickness of a leaf.
    pub caliper: Option<Fact<Amount>>,
    /// The most pages, where that is less than the printer's most.
    pub most: Option<Fact<u32>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpineRules {
    /// Whether the width follows from pages and paper; else it is read off the printer's template.
    pub known: Fact<bool>,
    /// Added to the pages.
    pub extra: Option<Fact<Amount>>,
    /// How many calipers of the cover are added.
    pub covers: Option<Fact<u32>>,
    /// The least pages of a book with words on its spine.
    pub text_from: Fact<u32>,
    /// What must stay clear on each side of those words.
    pub clear: Fact<Amount>,
}

/// A printer's lengths are absolute: the catalogue refuses others.
pub(super) fn absolute(amount: Amount) -> Length {
    amount.absolute().unwrap_or_default()
}

impl Printer {
    /// The standard that the printer likes best.
    pub fn standard(&self) -> &str {
        self.file.standards.is.first().map_or("none", String::as_str)
    }

    pub fn bleed(&self) -> Length {
        absolute(self.bleed.size.is)
    }

    /// The least margin at head, foot and fore-edge.
    pub fn outside(&self, with_bleed: bool) -> Length {
        let wider = self.margins.outside_with_bleed.as_ref().filter(|_| with_bleed);
        absolute(wider.unwrap_or(&self.margins.outside).is)
    }

    /// The least inner margin of a book of so many pages.
    pub fn gutter(&self, pages: u32) -> Length {
        let steps = &self.margins.gutter;
        let step = steps.iter().find(|step| pages <= step.to).or(steps.last());
        step.map_or(Length::ZERO, |step| absolute(step.is))
    }

    /// The printer's paper of that name that takes the ink; without a name, the first that does.
    pub fn paper(&self, name: Option<&str>, ink: &str) -> Option<&PrinterPaper> {
        self.papers
            .iter()
            .find(|paper| name.is_none_or(|name| paper.name == name) && paper.inks.iter().any(|known| known == ink))
    }
}
