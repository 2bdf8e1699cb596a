//! In: a page count. Out: the count that the printer binds, or why it will not. Refuses to add a page.

use super::rules::Printer;

/// Why a printer does not accept a book of so many pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountFault {
    Fewer { least: u32 },
    More { most: u32 },
}

impl Printer {
    /// The most pages, on a paper of the printer where one is named.
    pub fn most_pages(&self, paper: Option<&str>) -> u32 {
        let own = paper.and_then(|name| self.papers.iter().find(|paper| *paper.name == name));
        own.and_then(|paper| paper.max.as_ref()).unwrap_or(&self.pages.max).is
    }

    /// How many blank pages a book of `pages` needs at its end; `last_blank` says whether its last page is blank
    /// already. Page counts that no printer would take saturate.
    pub fn blanks(&self, pages: u32, last_blank: bool) -> u32 {
        let wanted = if self.pages.last_blank.is && !last_blank { pages.saturating_add(1) } else { pages };
        let multiple = self.pages.multiple.is.max(1);
        wanted.checked_next_multiple_of(multiple).unwrap_or(wanted) - pages
    }

    /// Whether the printer takes a book of so many pages, blanks included, on that paper.
    pub fn count_fault(&self, pages: u32, paper: Option<&str>) -> Option<CountFault> {
        let (least, most) = (self.pages.min.is, self.most_pages(paper));
        match pages {
            _ if pages < least => Some(CountFault::Fewer { least }),
            _ if pages > most => Some(CountFault::More { most }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printers::{all, printer};
    use proptest::prelude::*;

    #[test]
    fn blanks_by_each_printer() {
        let blanks = |name: &str, pages, last| printer(name).unwrap().blanks(pages, last);
        assert_eq!((blanks("kdp", 107, false), blanks("kdp", 108, false)), (1, 0));
        assert_eq!((blanks("ingramspark", 108, false), blanks("ingramspark", 108, true)), (2, 0));
        assert_eq!((blanks("ingramspark", 107, false), blanks("ingramspark", 107, true)), (1, 1));
        assert_eq!((blanks("home", 105, false), blanks("offset", 105, false)), (3, 7));
    }

    #[test]
    fn counts_that_no_printer_takes() {
        let kdp = printer("kdp").unwrap();
        assert_eq!(kdp.count_fault(22, None), Some(CountFault::Fewer { least: 24 }));
        assert_eq!(kdp.count_fault(800, None), None);
        assert_eq!(kdp.count_fault(800, Some("cream")), Some(CountFault::More { most: 776 }));
        assert_eq!(kdp.count_fault(830, Some("white")), Some(CountFault::More { most: 828 }));
    }

    proptest! {
        #[test]
        fn blanks_are_as_few_as_can_be(pages in 1..30_000u32, last in any::<bool>()) {
            for printer in all() {
                let multiple = printer.pages.multiple.is;
                let fits = |blanks: u32| {
                    (pages + blanks).is_multiple_of(multiple) && (!printer.pages.last_blank.is || last || blanks > 0)
                };
                let brute = (0..).find(|&blanks| fits(blanks));
                prop_assert_eq!(Some(printer.blanks(pages, last)), brute, "{}", printer.name);
            }
        }
    }
}
