//! In: the pages of a file, a printer, sizes of books. Out: the trim and the bleed where each page's size says them without a
//! doubt. Refuses to guess: a page that may be two things stays as it is.

use super::change::Change;
use super::draft::Draft;
use crate::base::{Length, Size};
use crate::pdf::bytes::length;
use crate::pdfread::{Bounds, Page};
use crate::preflight::sheet::Sheet;
use crate::printers::Printer;
use lopdf::Object;
use std::collections::BTreeMap;

/// Differences of less than this are rounding.
const SLACK: Length = Length::pt_ratio(1, 2);

/// What a page's area holds: a trim, and around it the printer's bleed or nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Reading {
    /// From left, top, right and bottom of the page as it is seen.
    bleed: [Length; 4],
}

/// `148 × 210 mm`.
fn measures(size: Size) -> String {
    format!("{} × {}", size.width.millimetres().trim_end_matches(" mm"), size.height.millimetres())
}

/// Whether a page's trim has this size, upright or not.
fn is_of(page: &Page, size: Size) -> bool {
    let own = page.size(page.trim);
    let fits =
        |width: Length, height: Length| (own.width - width).abs() <= SLACK && (own.height - height).abs() <= SLACK;
    fits(size.width, size.height) || fits(size.height, size.width)
}

/// `named` is the trim that the caller asks for, one of the `sizes`.
pub fn mend(draft: &mut Draft, printer: Option<&Printer>, sizes: &[Size], named: Option<Size>) -> Vec<Change> {
    let file = draft.file;
    let mut changes: BTreeMap<(&'static str, String), Vec<usize>> = BTreeMap::new();
    let mut art = Vec::new();
    for (at, page) in file.pages().iter().enumerate() {
        let has_art = file.entry(&page.dict, "ArtBox").is_some();
        if page.has_trim && has_art {
            if let Some(dict) = draft.edit(page.id) {
                dict.remove(b"ArtBox");
            }
            art.push(at + 1);
        }
        // A page alone may be a cover.
        let is_one = page.has_trim && file.pages().len() > 1;
        if let Some(named) = named.filter(|named| is_one && !is_of(page, *named)) {
            let [own, named] = [page.size(page.trim), named].map(measures);
            let why = format!("the TrimBox stays as it is: it is {own}, and `--trim` says {named}");
            changes.entry(("trim-kept", why)).or_default().push(at + 1);
        }
        let Some(printer) = printer.filter(|_| !page.has_trim && !has_art) else { continue };
        let is_recto = at.is_multiple_of(2) != file.is_right_to_left();
        let Some(reading) = reading(page, printer, sizes, is_recto, file.pages().len() == 1) else { continue };
        let sheet = Sheet::new(at + 1, page);
        // From the page as it is seen to its own space: left, bottom, right, top.
        let inset = sheet.own_sides(reading.bleed).map(|bleed| bleed.scale(1_000, page.unit));
        let trim = inner(page.crop, inset);
        let names_bleed = file.entry(&page.dict, "BleedBox").is_some();
        if names_bleed && page.bleed.within(trim) != Some(trim) {
            continue;
        }
        let size = page.size(trim);
        let shown = measures(size);
        if let Some(dict) = draft.edit(page.id) {
            dict.set("TrimBox", sides(trim));
            if !names_bleed {
                dict.set("BleedBox", sides(page.crop));
            }
        }
        let mut told =
            |change: &'static str, message: String| changes.entry((change, message)).or_default().push(at + 1);
        told("trim-box", format!("the TrimBox is {shown}"));
        match reading.bleed.into_iter().max() {
            _ if names_bleed => {}
            Some(bleed) if bleed > Length::ZERO => {
                told("bleed-box", format!("the BleedBox is the page, which has a bleed of {}", bleed.millimetres()));
            }
            _ => told("bleed-box", "the BleedBox is the trim, for the page has no bleed".to_owned()),
        }
    }
    let boxes = changes.into_iter().map(|((change, message), pages)| Change::new(change, message).on(pages));
    let art = (!art.is_empty()).then(|| Change::new("art-box", "the ArtBox beside the TrimBox is left out").on(art));
    boxes.chain(art).collect()
}

/// The one way to read a page's size, of a usual trim with and without bleed; `is_cover` is a page alone, whose size is no
/// book's.
fn reading(page: &Page, printer: &Printer, sizes: &[Size], is_recto: bool, is_cover: bool) -> Option<Reading> {
    if is_cover {
        return None;
    }
    let bleed = printer.bleed();
    let [left, right] = match (printer.bleed.inside.is, is_recto) {
        (true, _) => [bleed, bleed],
        (false, true) => [Length::ZERO, bleed],
        (false, false) => [bleed, Length::ZERO],
    };
    let size = page.size(page.crop);
    let fits = |reading: &Reading, trim: Size| {
        let [left, top, right, bottom] = reading.bleed;
        let (width, height) = (trim.width + left + right, trim.height + top + bottom);
        (size.width - width).abs() <= SLACK && (size.height - height).abs() <= SLACK
    };
    let turned = sizes.iter().flat_map(|size| [*size, Size::new(size.height, size.width)]);
    let turned: Vec<Size> = turned.collect();
    let readings = [Reading { bleed: [Length::ZERO; 4] }, Reading { bleed: [left, bleed, right, bleed] }];
    let mut found = readings.into_iter().filter(|reading| turned.iter().any(|trim| fits(reading, *trim)));
    found.next().filter(|first| found.all(|other| other == *first))
}

fn inner(area: Bounds, [left, bottom, right, top]: [Length; 4]) -> Bounds {
    Bounds { left: area.left + left, bottom: area.bottom + bottom, right: area.right - right, top: area.top - top }
}

pub fn sides(area: Bounds) -> Object {
    [area.left, area.bottom, area.right, area.top].map(length).to_vec().into()
}
