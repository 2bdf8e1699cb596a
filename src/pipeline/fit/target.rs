//! In: what is asked for, and a book's pages. Out: the numbers of pages to aim at.

use crate::design::Design;
use crate::manuscript::settings::{BookletScheme, Settings};

/// Where neither book nor printer says how thick a signature is.
const SIGNATURE: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FitTarget {
    Pages(usize),
    /// Whole signatures of so many pages.
    Multiple(usize),
}

impl FitTarget {
    /// Pages that may stay blank where a signature is aimed at.
    pub(super) fn spare(self) -> usize {
        match self {
            FitTarget::Pages(_) => 0,
            FitTarget::Multiple(multiple) => multiple / 8,
        }
    }
}

/// What is asked for, the fewest pages that the printer binds, or the book's own signatures.
pub(super) fn target(asked: Option<FitTarget>, pages: usize, design: &Design, settings: &Settings) -> FitTarget {
    let least = design.printer.as_ref().map(|printer| printer.pages.min.is as usize);
    let least = least.filter(|least| pages < *least).map(FitTarget::Pages);
    asked.or(least).unwrap_or_else(|| FitTarget::Multiple(usual(design, settings)))
}

/// The nearest first. Of a multiple, the next below and the next above; nothing where the book has it.
pub(super) fn targets(target: FitTarget, pages: usize) -> Vec<usize> {
    let multiple = match target {
        FitTarget::Pages(wanted) => return if wanted == pages { Vec::new() } else { vec![wanted] },
        FitTarget::Multiple(multiple) => multiple.max(1),
    };
    let below = pages / multiple * multiple;
    if below == pages {
        return Vec::new();
    }
    let mut targets = vec![below, below + multiple];
    targets.retain(|target| *target > 0);
    targets.sort_by_key(|target| target.abs_diff(pages));
    targets
}

/// Pages of a signature: the booklet's where book.toml speaks of it, else the printer's where they are gathered.
fn usual(design: &Design, settings: &Settings) -> usize {
    let printer = design.printer.as_ref().map(|printer| printer.pages.multiple.is as usize);
    if settings.booklet.span.is_none() {
        return printer.filter(|multiple| *multiple > 2).unwrap_or(SIGNATURE);
    }
    match design.booklet.scheme {
        BookletScheme::Saddle | BookletScheme::Mini => 4,
        BookletScheme::Signatures => design.booklet.signature.unwrap_or(SIGNATURE),
        BookletScheme::Perfect => design.booklet.signature.unwrap_or(4),
        BookletScheme::Zine | BookletScheme::Quarto => 8,
        BookletScheme::Octavo => 16,
        BookletScheme::Sextodecimo => 32,
        BookletScheme::Repeat | BookletScheme::Stack => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report};

    #[test]
    fn signatures_are_the_booklets_or_the_printers() {
        let of = |toml: &str, asked, pages| {
            let toml = format!("[book]\ntitle = 'T'\n{toml}");
            let folder = Folder::from_files([("book.toml", toml.as_str()), ("a.md", "# A\n\nWords.\n")]).unwrap();
            let (reading, _) = crate::manuscript::open(&folder);
            let reading = reading.unwrap();
            let settings = &reading.editions[0].settings;
            let design = crate::design::design(settings, &folder, &mut Report::default()).unwrap();
            targets(target(asked, pages, &design, settings), pages)
        };
        assert_eq!(of("", None, 364), [368, 352]);
        assert_eq!(of("", None, 352), [0; 0]);
        assert_eq!(of("", None, 7), [16]);
        assert_eq!(of("", Some(FitTarget::Multiple(4)), 361), [360, 364]);
        assert_eq!(of("", Some(FitTarget::Pages(300)), 364), [300]);
        assert_eq!(of("[booklet]\nscheme = 'saddle'\n", None, 27), [28, 24]);
        assert_eq!(of("[booklet]\nsignature = 32\n", None, 70), [64, 96]);
        assert_eq!(of("[print]\nprinter = 'offset'\n", None, 107), [104, 112]);
        assert_eq!(of("[print]\nprinter = 'kdp'\n", None, 107), [112, 96]);
        assert_eq!(of("[print]\nprinter = 'kdp'\n", None, 7), [24]);
    }
}
