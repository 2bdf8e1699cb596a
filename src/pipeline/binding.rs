//! In: a design with its printer, and what lays pages out. Out: pages whose gutter fits their number, blank pages at the
//! end as the printer binds them, and why it will not. Refuses to know how a page is set.

use crate::base::config::Set;
use crate::base::{Bleed, Diagnostic, Folio, Length};
use crate::design::{Design, Geometry};
use crate::layout::Layout;
use crate::manuscript::settings::{PaperSetting, Settings};
use crate::page::{Boxes, Document, Frame, Page, Side};
use crate::printers::{CountFault, Printer};
use std::sync::Arc;

/// Lays the print edition out with the narrowest gutter that its own page count allows.
pub fn lay(design: &Design, settings: &Settings, mut lay: impl FnMut(&Geometry) -> Layout) -> Layout {
    let limits: Vec<u32> = design.gutters.iter().map(|gutter| gutter.to).collect();
    let (step, (mut layout, count)) = settle(
        &limits,
        |step| {
            let geometry = design.gutters.get(step).map_or(&design.print, |gutter| &gutter.geometry);
            let layout = lay(geometry);
            let count = bound(&layout.document, design.printer.as_deref());
            (layout, count)
        },
        |(_, count)| *count,
    );
    if let Some(printer) = design.printer.as_deref() {
        let inner = design.gutters.get(step).map_or(design.print.gutter(), |gutter| gutter.geometry.gutter());
        layout.diagnostics.extend(faults(printer, settings, count, inner));
    }
    layout
}

/// Takes the first step whose limit holds for what it makes, and never an earlier one than was tried: so it ends.
fn settle<T>(limits: &[u32], mut make: impl FnMut(usize) -> T, count: impl Fn(&T) -> u32) -> (usize, T) {
    let mut step = 0;
    loop {
        let made = make(step);
        let last = limits.len().saturating_sub(1);
        let needed = limits.iter().position(|limit| count(&made) <= *limit).unwrap_or(last);
        if needed <= step {
            return (step, made);
        }
        step = needed;
    }
}

fn pages(document: &Document) -> u32 {
    u32::try_from(document.pages.len()).unwrap_or(u32::MAX)
}

fn blanks(document: &Document, printer: &Printer) -> u32 {
    let last_blank = document.pages.last().is_some_and(|page| page.frame.items.is_empty());
    printer.blanks(pages(document), last_blank)
}

/// How many pages are bound, blank ones included.
fn bound(document: &Document, printer: Option<&Printer>) -> u32 {
    pages(document) + printer.map_or(0, |printer| blanks(document, printer))
}

/// Adds the blank pages that the printer wants at the end.
pub fn add_blanks(document: &mut Document, printer: &Printer, bleed: Bleed) {
    for _ in 0..blanks(document, printer) {
        let Some(last) = document.pages.last() else { return };
        let side = if last.side == Side::Recto { Side::Verso } else { Side::Recto };
        let folio = last.folio.map(Folio::next);
        let frame = Arc::new(Frame { size: last.frame.size, items: Vec::new() });
        let boxes = Boxes::bled(last.boxes.trim, bleed, document.binding.spine(side.is_recto()));
        document.pages.push(Page { boxes, side, folio, frame });
    }
}

/// What stands between the pages and the printer.
fn faults(printer: &Printer, settings: &Settings, count: u32, inner: Length) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let named = settings.print.printer.as_ref().and_then(Set::span);
    let gutter = printer.gutter(count);
    if inner < gutter {
        let (own, asked) = (inner.millimetres(), gutter.millimetres());
        let why =
            format!("an inner margin of {own} is less than {asked}, which {} requires for {count} pages", printer.name);
        let help = "make it wider, or delete it to get what the printer requires; a page that is too narrow needs a larger trim";
        let margins = settings.page.margins.as_deref();
        let typed = margins.and_then(|margins| margins.inner.as_ref()?.span());
        found.push(Diagnostic::error("printer-gutter", why).help(help).at_any(typed.or(named)));
    }
    let paper = settings.print.paper.as_deref().and_then(PaperSetting::name);
    let why = match printer.count_fault(count, paper) {
        Some(CountFault::Fewer { least }) => {
            format!("the book has {count} pages; {} requires at least {least}", printer.name)
        }
        Some(CountFault::More { most }) => {
            format!("the book has {count} pages; {} allows at most {most}", printer.name)
        }
        None => return found,
    };
    let help = "change the page size, the type size or the printer";
    found.push(Diagnostic::error("printer-pages", why).help(help).at_any(named));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Folder;
    use crate::page::{Item, Output};
    use crate::{design, layout, manuscript};
    use proptest::prelude::*;

    proptest! {
        /// Any page counts at all, even ones that no layout would give.
        #[test]
        fn the_gutter_settles(
            limits in prop::collection::btree_set(1..900u32, 1..8),
            counts in prop::collection::vec(1..1_000u32, 8),
        ) {
            let limits: Vec<u32> = limits.into_iter().collect();
            let mut tried = Vec::new();
            let make = |step: usize| {
                tried.push(step);
                counts[step]
            };
            let (step, count) = settle(&limits, make, |count| *count);
            prop_assert!(tried.is_sorted_by(|a, b| a < b) && tried.len() <= limits.len());
            prop_assert_eq!(count, counts[step]);
            prop_assert!(count <= limits[step] || step + 1 == limits.len());
        }
    }

    const PRINTER: &str = "like = 'kdp'\n[margins]\ngutter = [{ to = 8, is = '10mm' }, { to = 16, is = '18mm' }, \
                           { to = 100, is = '24mm' }]\n[pages]\nmin = 4\nmax = 40\nmultiple = 4\nlast-blank = true\n";

    /// A book of so many paragraphs for that printer: its print layout, blanks added, and the inner margin.
    fn laid(paragraphs: usize, toml: &str) -> (Layout, Arc<Printer>) {
        let dir = tempfile::tempdir().unwrap();
        let text = "It rained all that week, and nobody came to the reading room but the two of them. ".repeat(9);
        std::fs::write(dir.path().join("book.toml"), format!("book.title = 'T'\nprint.printer = 'mine.toml'\n{toml}"))
            .unwrap();
        std::fs::write(dir.path().join("mine.toml"), PRINTER).unwrap();
        std::fs::write(dir.path().join("one.md"), format!("# One\n\n{}", format!("{text}\n\n").repeat(paragraphs)))
            .unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let (manuscript, mut report) = manuscript::read(&folder);
        let manuscript = manuscript.unwrap();
        let design = design::design(&manuscript.settings, &folder, &mut report).unwrap();
        let output = Output::Press(design.press.clone());
        let mut layout = lay(&design, &manuscript.settings, |geometry| {
            layout::layout(&manuscript.book, &design, geometry, output.clone())
        });
        let printer = design.printer.clone().unwrap();
        add_blanks(&mut layout.document, &printer, design.print.bleed);
        (layout, printer)
    }

    /// The leftmost glyph of rectos.
    fn inner(layout: &Layout) -> Length {
        let rectos = layout.document.pages.iter().filter(|page| page.side == Side::Recto);
        let glyphs = rectos.flat_map(|page| &page.frame.items).filter(|(_, item)| matches!(item, Item::Glyphs(_)));
        glyphs.map(|(at, _)| at.x).min().unwrap()
    }

    #[test]
    fn pages_are_bound_as_the_printer_asks() {
        let mut steps = Vec::new();
        for paragraphs in [1, 18, 48] {
            let (layout, printer) = laid(paragraphs, "page.trim = 'A6'");
            let pages = pages(&layout.document);
            assert_eq!((pages % 4, layout.diagnostics.len()), (0, 0), "{:?}", layout.diagnostics);
            assert!(layout.document.pages.last().unwrap().frame.items.is_empty());
            // Marks hang out a little.
            assert!(inner(&layout) >= printer.gutter(pages) - Length::pt(4), "{pages} pages");
            steps.push(printer.gutter(pages));
            for (at, page) in layout.document.pages.iter().enumerate() {
                assert_eq!(page.side == Side::Recto, at % 2 == 0);
                assert_eq!(
                    page.boxes,
                    Boxes::bled(
                        page.boxes.trim,
                        Bleed::outer(printer.bleed()),
                        layout.document.binding.spine(page.side.is_recto())
                    )
                );
            }
        }
        steps.dedup();
        assert_eq!(steps.len(), 3, "three thicknesses, three gutters");
    }

    #[test]
    fn what_the_printer_does_not_bind_is_said_at_its_place() {
        let codes = |paragraphs, toml: &str| {
            let found = laid(paragraphs, toml).0.diagnostics;
            found.iter().filter(|found| found.span.is_some()).map(|found| found.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(12, "page = { trim = 'A6', margins.inner = '12mm' }"), ["printer-gutter"]);
        assert_eq!(codes(150, "page.trim = 'A6'"), ["printer-pages"]);
    }

    #[test]
    fn the_narrowest_gutter_that_holds_is_taken() {
        let count = |step: usize| [140, 160][step.min(1)];
        assert_eq!(settle(&[150, 300], count, |count| *count), (0, 140));
        let grows = |step: usize| [151, 155, 160][step];
        assert_eq!(settle(&[150, 300, 500], grows, |count| *count), (1, 155));
        // A wider gutter makes more pages, and those want a wider one still.
        let climbs = |step: usize| [151, 301, 310][step];
        assert_eq!(settle(&[150, 300, 500], climbs, |count| *count), (2, 310));
        assert_eq!(settle(&[], |_| 7, |count| *count), (0, 7));
    }
}
