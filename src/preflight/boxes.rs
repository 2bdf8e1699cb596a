//! In: the boxes of all pages of a PDF. Out: what is wrong with them. Refuses to look at what the pages show.

use super::finding::Finding;
use super::inventory::{BoxArea, PageBoxes};
use super::rules::Rules;
use super::sheet::{Sheet, points};
use crate::base::{Length, Severity, Size};
use crate::pdfread::{File, Page};

/// Differences of less than this are rounding.
const SLACK: Length = Length::pt_ratio(1, 2);

/// Boxes as written: `within` of the reader has already clipped them to the media.
fn written(file: &File, page: &Page, key: &str) -> Option<[f64; 4]> {
    let sides = <[f64; 4]>::try_from(file.numbers(&page.dict, key)?).ok()?;
    let [a, b, c, d] = sides;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

fn encloses(outer: [f64; 4], inner: [f64; 4]) -> bool {
    let slack = 0.01;
    outer[0] <= inner[0] + slack
        && outer[1] <= inner[1] + slack
        && outer[2] >= inner[2] - slack
        && outer[3] >= inner[3] - slack
}

pub fn judge(file: &File, rules: &Rules) -> Vec<Finding> {
    let mut found = Vec::new();
    let sizes: Vec<Size> = file.pages().iter().map(|page| page.size(page.trim)).collect();
    found.extend(other_trim(&sizes, rules).map(|found| found.on(1, None)));
    for (at, page) in file.pages().iter().enumerate() {
        found.extend(nested(file, page, rules).into_iter().map(|found| found.on(at + 1, None)));
        if let Some(first) = sizes.first().filter(|first| !same(**first, sizes[at])) {
            let why = format!("pages differ in size: the first is {}, this one {}", shown(*first), shown(sizes[at]));
            let severity = rules.by_printer(Severity::Warning);
            let help = "give every page of a book the same trim";
            found.push(Finding::of(severity, "page-size", why).help(help).on(at + 1, None));
        }
        found.extend(bleed(page, at + 1, file.is_right_to_left(), rules));
    }
    found
}

/// As they are written, and as the page is seen.
pub fn of(file: &File, page: &Page, sheet: &Sheet) -> PageBoxes {
    let length = |points: f64| Length::from_pt(points.clamp(-1e6, 1e6));
    let area = |area: [f64; 4]| {
        let seen = sheet.seen(area);
        BoxArea {
            x: length(seen.left - sheet.media.left),
            y: length(seen.top - sheet.media.top),
            width: length(seen.width()),
            height: length(seen.height()),
        }
    };
    let [bleed, trim, art] = ["BleedBox", "TrimBox", "ArtBox"].map(|key| written(file, page, key).map(area));
    let crop = (page.crop != page.media).then(|| area(points(page.crop)));
    PageBoxes { media: area(points(page.media)), crop, bleed, trim, art, turned: u16::from(page.turns) * 90 }
}

/// Pages of a size that the printer does not offer. A file of one page is a cover, which has another.
fn other_trim(sizes: &[Size], rules: &Rules) -> Option<Finding> {
    let (printer, first) = (rules.printer?, sizes.first().filter(|_| sizes.len() > 1)?);
    let nearest = printer.trims.other(*first)?;
    let why = format!("the pages are {}; {} offers {nearest}", shown(*first), printer.name);
    Some(Finding::warning("printer-trim", why).help("make the PDF with pages of a size that the printer offers"))
}

fn same(one: Size, other: Size) -> bool {
    (one.width - other.width).abs() <= SLACK && (one.height - other.height).abs() <= SLACK
}

fn shown(size: Size) -> String {
    format!("{} × {}", size.width.millimetres().trim_end_matches(" mm"), size.height.millimetres())
}

/// MediaBox ⊇ BleedBox ⊇ TrimBox, and no ArtBox beside a trim (ISO 15930-7, 6.14).
fn nested(file: &File, page: &Page, rules: &Rules) -> Vec<Finding> {
    let mut found = Vec::new();
    let [media, bleed, trim, art] = ["MediaBox", "BleedBox", "TrimBox", "ArtBox"].map(|key| written(file, page, key));
    let media =
        media.unwrap_or([page.media.left, page.media.bottom, page.media.right, page.media.top].map(Length::to_pt));
    if !page.has_media {
        let why = "no MediaBox says how large the page is, so it counts as US Letter";
        found.push(Finding::error("box-missing", why).help("make the PDF again, with a MediaBox"));
    }
    let help = "put the trim inside the bleed, and the bleed inside the media box";
    for (outer, inner, why) in [
        (Some(media), bleed, "the BleedBox reaches beyond the MediaBox"),
        (Some(media), trim, "the TrimBox reaches beyond the MediaBox"),
        (bleed, trim, "the TrimBox reaches beyond the BleedBox"),
    ] {
        if let (Some(outer), Some(inner)) = (outer, inner)
            && !encloses(outer, inner)
        {
            found.push(Finding::error("box-order", why).help(help));
        }
    }
    match (trim, art) {
        (Some(_), Some(_)) => {
            let severity = rules.by_standard(Severity::Warning);
            found.push(
                Finding::of(severity, "box-art", "there is an ArtBox beside the TrimBox")
                    .help("make the PDF without ArtBox"),
            );
        }
        (None, None) => {
            let severity = rules.by_standard(Severity::Hint);
            let why = "no TrimBox says where the page ends, so the whole page counts as trim";
            found.push(Finding::of(severity, "box-missing", why).help("set the trim when you make the PDF"));
        }
        _ => {}
    }
    found
}

/// The bleed that a printer wants, where the page names one at all.
fn bleed(page: &Page, number: usize, bound_right: bool, rules: &Rules) -> Option<Finding> {
    let printer = rules.printer?;
    let sheet = Sheet::new(number, page);
    let inner = if (number % 2 == 1) != bound_right { 0 } else { 2 };
    if !page.has_trim || !sheet.has_bleed() {
        return None;
    }
    let least = printer.bleed();
    let sides = sheet.inside(&sheet.bleed).map(|distance| Length::from_pt(-distance.clamp(-1e6, 1e6)));
    let wanted = |side: usize| side != inner || printer.bleed.inside.is;
    let narrow = (0..4).filter(|&side| wanted(side)).map(|side| sides[side]).min()?;
    if narrow + SLACK >= least {
        return None;
    }
    let why = format!("the bleed is {}; {} requires {}", narrow.millimetres(), printer.name, least.millimetres());
    Some(Finding::error("bleed-narrow", why).help("make the PDF with the printer's bleed").on(number, None))
}
