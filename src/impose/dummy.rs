//! In: the same pages and plan as for the real sheets. Out: sheets with numbers and arrows alone, to be folded first.

use super::place::{arranged, gap, largest, sheets};
use super::plan::{Imposed, Plan, sequence};
use super::words::Lettering;
use crate::base::{Diagnostic, Folio, FolioStyle, Ink, Length, Point, Size};
use crate::page::{Boxes, Document, Frame, Item, Page, Path, PathStep, Stroke};
use std::sync::Arc;

const BLANK: &str = "blank";

/// Every page is its number, counted as the sheets count, with an arrow to its head; blanks say so; folds and cuts go
/// right across.
///
/// # Errors
///
/// As for the real sheets.
pub fn dummy(document: &Document, plan: &Plan, lettering: &Lettering) -> Result<Imposed, Diagnostic> {
    let places = arranged(document, plan).places;
    let sequence = sequence(document.pages.len(), places, plan.blanks);
    let (size, bleed) = (largest(&document.pages), gap(&document.pages) / 2);
    let page = |(at, stands): (usize, &Option<usize>)| Page {
        boxes: Boxes::new(size, bleed),
        side: Default::default(),
        folio: Some(Folio::of_index(FolioStyle::Arabic, at)),
        frame: Arc::new(Frame { size, items: figure(at + 1, stands.is_some(), size, lettering) }),
    };
    let pages = sequence.iter().enumerate().map(page).collect();
    let numbered = Document { pages, ..document.clone() };
    sheets(&numbered, plan, lettering, true)
}

fn figure(number: usize, stands: bool, size: Size, lettering: &Lettering) -> Vec<(Point, Item)> {
    let least = size.width.min(size.height);
    let centre = size.width / 2;
    let mut items = vec![(Point::new(centre, size.height / 8), arrow(size.height / 6))];
    let mut write = |text: &str, height: Length, y: Length| {
        let (run, width) = lettering.line(text, height, Ink::BLACK);
        items.push((Point::new(centre - width / 2, y), Item::Glyphs(run)));
    };
    write(&number.to_string(), least / 3, size.height * 3 / 5);
    if !stands {
        write(BLANK, least / 12, size.height * 7 / 10);
    }
    items
}

/// Points upwards, from its tip down.
fn arrow(length: Length) -> Item {
    let (none, wing) = (Length::ZERO, length / 4);
    let steps = vec![
        PathStep::Move(Point::new(none, length)),
        PathStep::Line(Point::ZERO),
        PathStep::Move(Point::new(-wing, wing)),
        PathStep::Line(Point::ZERO),
        PathStep::Line(Point::new(wing, wing)),
    ];
    let stroke = Stroke {
        ink: Ink::BLACK,
        width: length / 24,
        cap: 1,
        join: 1,
        miter: 10_000,
        dash: Vec::new(),
        dash_phase: Length::ZERO,
    };
    Item::Path(Path { steps, fill: None, stroke: Some(stroke) })
}
