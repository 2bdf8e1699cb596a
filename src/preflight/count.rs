//! In: how many pages there are, and whether the last is blank. Out: what the printer says to that. Refuses to count.

use super::finding::Finding;
use super::rules::Rules;
use crate::printers::CountFault;

pub fn judge(pages: usize, last_blank: bool, rules: &Rules) -> Vec<Finding> {
    // One page alone is no book but a cover.
    let Some(printer) = rules.printer.filter(|_| pages != 1) else { return Vec::new() };
    let count = u32::try_from(pages).unwrap_or(u32::MAX);
    let mut found = Vec::new();
    let name = &printer.name;
    match printer.count_fault(count, None) {
        Some(CountFault::Fewer { least }) => {
            let why = format!("the file has {count} pages; {name} requires at least {least}");
            found.push(Finding::error("page-count", why));
        }
        Some(CountFault::More { most }) => {
            let why = format!("the file has {count} pages; {name} allows at most {most}");
            found.push(Finding::error("page-count", why));
        }
        None => {}
    }
    let multiple = printer.pages.multiple.is;
    if multiple > 1 && !count.is_multiple_of(multiple) {
        let why = format!("the file has {count} pages; {name} requires a multiple of {multiple}");
        found.push(Finding::error("page-count", why).help("add blank pages at the end"));
    }
    if printer.pages.last_blank.is && !last_blank {
        let why = format!("the last page is printed; {name} requires a blank one");
        found.push(
            Finding::error("last-page", why).help("add a blank page, or two to keep the number even").on(pages, None),
        );
    }
    found
}
