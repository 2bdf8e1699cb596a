//! In: a page count, a paper, a cover. Out: how wide the spine is, and whether it may carry words. Refuses to draw.

use super::rules::{Printer, PrinterPaper, absolute};
use crate::base::{Amount, Length};

/// What pages add to a book's thickness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thickness {
    /// Of one page, half a leaf.
    Page(Amount),
    /// Pages in an inch.
    PerInch(u32),
    /// Of a leaf, two pages.
    Caliper(Length),
}

impl Thickness {
    /// The thickness of so many pages, rounded once.
    pub fn of(self, pages: u32) -> Length {
        let pages = i64::from(pages);
        match self {
            Thickness::Page(page) => {
                Amount { millionths: page.millionths.saturating_mul(pages), ..page }.absolute().unwrap_or_default()
            }
            Thickness::PerInch(0) => Length::ZERO,
            Thickness::PerInch(count) => Length::pt(72).scale(pages, count.into()),
            Thickness::Caliper(leaf) => leaf.scale(pages, 2),
        }
    }
}

impl PrinterPaper {
    /// Nothing where the file says none of the three.
    pub fn thickness(&self) -> Option<Thickness> {
        let page = self.page.as_ref().map(|page| Thickness::Page(page.is));
        let per_inch = self.per_inch.as_ref().map(|count| Thickness::PerInch(count.is));
        let caliper = self.caliper.as_ref().map(|leaf| Thickness::Caliper(absolute(leaf.is)));
        page.or(per_inch).or(caliper)
    }
}

impl Printer {
    /// The width of the spine, where `cover` is the cover's caliper; nothing where it is read off the printer's template.
    pub fn spine(&self, pages: u32, paper: Thickness, cover: Length) -> Option<Length> {
        if !self.spine.known.is {
            return None;
        }
        let extra = self.spine.extra.as_ref().map_or(Length::ZERO, |extra| absolute(extra.is));
        let covers = self.spine.covers.as_ref().map_or(0, |covers| i64::from(covers.is));
        Some(paper.of(pages) + extra + cover * covers)
    }

    /// The least pages of a book with words on its spine.
    pub fn spine_text_from(&self) -> u32 {
        self.spine.text_from.as_ref().map_or(0, |from| from.is)
    }

    /// What must stay clear on each side of those words.
    pub fn spine_clear(&self) -> Length {
        absolute(self.spine.clear.is)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printers::{paper, printer};

    /// Thousandths of an inch, rounded.
    fn inches(length: Length) -> i64 {
        Length(length.scale(1_000, 72).0 + 32_768).0.div_euclid(65_536)
    }

    #[test]
    fn spines_by_each_printer() {
        let spine = |name: &str, pages, stock: Option<&str>, ink| {
            let printer = printer(name).unwrap();
            printer.spine(pages, printer.paper(stock, ink).unwrap().thickness().unwrap(), Length::ZERO)
        };
        assert_eq!(spine("kdp", 300, None, "black").map(inches), Some(676));
        assert_eq!(spine("kdp", 300, Some("cream"), "black").map(inches), Some(750));
        assert_eq!(spine("kdp", 200, None, "premium-colour").map(inches), Some(469));
        assert_eq!(spine("lulu", 222, None, "black").map(inches), Some(560));
        let leaf = paper("offset-80").unwrap().caliper();
        let [offset, spark] = ["offset", "ingramspark"].map(|name| printer(name).unwrap());
        let board = Length::micrometres(300);
        assert_eq!(offset.spine(200, Thickness::Caliper(leaf), board), Some(leaf * 100 + board * 2));
        assert_eq!(spark.spine(200, Thickness::Caliper(leaf), board), None);
    }
}
