//! In: a printer's file. Out: what it asks of a book, and its gutter by page count. Refuses to know a book.

use super::fact::{Fact, Source};
use super::trims::TrimRules;
use crate::base::config::{Section, Set, table};
use crate::base::{Amount, Length};
use std::collections::BTreeMap;

table! {
    /// What a printer asks for.
    pub struct Printer {
        /// The printer that says what this file does not; taken up before it is read.
        "like" => like: Option<String>, "", "a built-in printer that supplies the rest";
        "title" or "name" => title: String, "", "the printer's name";
        "about" => about: String, "", "what it does, in a few words";
        "sources" => sources: BTreeMap<String, Source>, "", "where the numbers come from";
        /// As `[cover] binding` names them; none where no source lists them all.
        "bindings" => bindings: Option<Fact<Vec<String>>>, "", "the bindings that it makes";
        "file" => file: FileRules, "", "what the PDF may be";
        "trims" => trims: Section<TrimRules>, "", "the sizes of pages that it offers";
        "bleed" => bleed: BleedRules, "", "how far pictures run past the trim";
        "margins" => margins: MarginRules, "", "the least margins";
        "pictures" => pictures: PictureRules, "", "how fine pictures are";
        "ink" => ink: Section<InkRules>, "", "how much ink the paper takes";
        "pages" => pages: PageRules, "", "how many pages are bound";
        /// None where it prints on what an author chooses.
        "papers" => papers: Vec<PrinterPaper>, "", "the printer's own papers";
        "spine" => spine: SpineRules, "", "how wide the spine is";
        "case" => case: Section<CaseRules>, "", "what it says of hard covers";
        // What `[print] printer` says; taken from the file's name.
        beside name: String;
    }
}

table! {
    pub struct FileRules {
        /// As `[print] standard` names them.
        "standards" => standards: Fact<Vec<String>>, "", "the standards that it takes; it likes the first best";
        /// Of `gray`, `cmyk`, `rgb`, `spot`.
        "colours" or "colors" => colours: Fact<Vec<String>>, "", "the colours that it takes";
        "marks" => marks: Fact<bool>, "", "whether printer's marks may be there";
        "annotations" => annotations: Fact<bool>, "", "whether links, bookmarks and the like may be there";
    }
}

table! {
    pub struct BleedRules {
        "size" => size: Fact<Amount>, "", "how far";
        "inside" => inside: Fact<bool>, "", "whether there is bleed at the binding edge too";
    }
}

table! {
    pub struct MarginRules {
        "outside" => outside: Fact<Amount>, "", "the least at head, foot and fore-edge";
        "outside-with-bleed" => outside_with_bleed: Option<Fact<Amount>>, "", "the same in a book with bleed";
        /// In ascending order of page counts; the last holds for all beyond it.
        "gutter" => gutter: Set<Vec<GutterStep>>, "", "the least inner margins, by the number of pages";
    }
}

table! {
    /// The least inner margin of books of at most so many pages.
    pub struct GutterStep {
        "to" => to: u32, "", "up to so many pages";
        "is" => is: Set<Amount>, "", "the least inner margin";
        "from" => from: Option<String>, "", "the name of its source";
    }
}

table! {
    pub struct PictureRules {
        "resolution" => resolution: Fact<u32>, "", "the least pixels an inch, at the size of printing";
        "line-art" => line_art: Option<Fact<u32>>, "", "the same for pictures in black and white alone";
    }
}

table! {
    #[derive(Default)]
    pub struct InkRules {
        "max" was "most" => max: Option<Fact<u32>>, "", "the most ink on one spot, in percent";
    }
}

table! {
    pub struct PageRules {
        "min" was "least" => min: Fact<u32>, "", "the fewest pages";
        "max" was "most" => max: Fact<u32>, "", "the most pages";
        "multiple" => multiple: Fact<u32>, "", "the number of pages is a multiple of this";
        "last-blank" => last_blank: Fact<bool>, "", "whether the last page must be blank";
    }
}

table! {
    /// A paper of the printer; one of the three thicknesses is said.
    pub struct PrinterPaper {
        /// What `[print] paper` says.
        "name" => name: Set<String>, "", "what `[print] paper` says";
        "title" => title: String, "", "the paper in words";
        /// What `[print] ink` may be on it.
        "inks" => inks: Vec<String>, "", "the inks that it takes";
        /// What a page, half a leaf, adds to the spine.
        "page" => page: Option<Fact<Amount>>, "", "the thickness of a page";
        "per-inch" => per_inch: Option<Fact<u32>>, "", "or the pages in an inch of spine";
        "caliper" => caliper: Option<Fact<Amount>>, "", "or the thickness of a leaf";
        "max" was "most" => max: Option<Fact<u32>>, "", "the most pages, where that is less than the printer's most";
        "left-bound" => left_bound: Option<Fact<bool>>, "", "whether books on it can be bound on the left alone";
    }
}

table! {
    pub struct SpineRules {
        /// Whether the width follows from pages and paper; else it is read off the printer's template.
        "known" => known: Fact<bool>, "", "whether the width follows from pages and paper";
        "extra" => extra: Option<Fact<Amount>>, "", "what is added to the pages";
        "covers" => covers: Option<Fact<u32>>, "", "how many calipers of the cover are added";
        "text-from" => text_from: Option<Fact<u32>>, "", "the fewest pages of a book with words on its spine";
        "clear" => clear: Fact<Amount>, "", "what must stay clear on each side of those words";
    }
}

table! {
    /// As `[cover]` has them.
    #[derive(Default)]
    pub struct CaseRules {
        /// Such a printer binds nothing else, and what it says of spines is of these.
        "always" => always: Option<Fact<bool>>, "", "whether every book has a hard cover";
        "square" => square: Option<Fact<Amount>>, "", "how far boards stand out past head and foot";
        "fore-edge" => fore_edge: Option<Fact<Amount>>, "", "how much wider the cover is than a page, from the spine";
        "hinge" => hinge: Option<Fact<Amount>>, "", "from the spine to the board";
        "turn-in" => turn_in: Option<Fact<Amount>>, "", "what is folded in over the edges of the boards";
        "flap" => flap: Option<Fact<Amount>>, "", "the width of a jacket's flap";
    }
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

    /// Whether it binds in hard covers alone.
    pub fn is_hard(&self) -> bool {
        self.case.always.as_ref().is_some_and(|always| always.is)
    }

    /// Square, fore-edge, hinge, turn-in and flap, where it says them.
    pub fn case(&self) -> [Option<Length>; 5] {
        let case = &self.case.table;
        let all = [&case.square, &case.fore_edge, &case.hinge, &case.turn_in, &case.flap];
        all.map(|fact| fact.as_ref().map(|fact| absolute(fact.is)))
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
        step.map_or(Length::ZERO, |step| absolute(*step.is))
    }

    /// The printer's paper of that name that takes the ink; without a name, the first that does.
    pub fn paper(&self, name: Option<&str>, ink: &str) -> Option<&PrinterPaper> {
        self.papers
            .iter()
            .find(|paper| name.is_none_or(|name| *paper.name == name) && paper.inks.iter().any(|known| known == ink))
    }
}
