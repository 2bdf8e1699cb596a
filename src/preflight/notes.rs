//! In: the annotations of a page: links, comments, fields. Out: those that a press must not meet. Refuses to follow them.

use super::finding::Finding;
use super::rules::Rules;
use super::sheet::Sheet;
use crate::base::Severity;
use crate::pdfread::{File, Page};
use lopdf::Object;

/// Annotations of one page that are looked at.
const MOST: usize = 10_000;

/// What PDF/X refuses within the bleed (ISO 15930-7, 6.17), and a printer anywhere.
pub fn judge(file: &File, page: &Page, sheet: &Sheet, rules: &Rules) -> Vec<Finding> {
    let Some(Object::Array(list)) = file.entry(&page.dict, "Annots") else { return Vec::new() };
    let mut found = Vec::new();
    for dict in list.iter().take(MOST).filter_map(|item| file.follow(item).as_dict().ok()) {
        let kind = file.name(dict, "Subtype").unwrap_or_default();
        if matches!(kind, b"PrinterMark" | b"TrapNet") {
            continue;
        }
        let rect = file.numbers(dict, "Rect").and_then(|rect| <[f64; 4]>::try_from(rect).ok());
        let seen = rect.map(|[a, b, c, d]| sheet.seen([a.min(c), b.min(d), a.max(c), b.max(d)]));
        let bleed = sheet.bleed;
        let inside = seen.is_none_or(|seen| {
            seen.right > bleed.left && seen.bottom > bleed.top && seen.left < bleed.right && seen.top < bleed.bottom
        });
        let kind = String::from_utf8_lossy(kind).to_lowercase();
        let what = match &kind[..] {
            "link" => "a link",
            "widget" => "a form field",
            _ => "an annotation",
        };
        let (severity, why) = if rules.claim.is_some() && inside {
            (Severity::Error, format!("{what} is on the page, which PDF/X does not allow"))
        } else if let Some(printer) = rules.printer.filter(|printer| !printer.file.annotations.is) {
            (Severity::Error, format!("{what} is on the page; {} does not accept any", printer.name))
        } else if what == "a link" || !rules.is_print() {
            continue;
        } else {
            (Severity::Warning, format!("{what} is on the page and may or may not be printed"))
        };
        let place = seen.and_then(|seen| seen.point());
        found.push(
            Finding::of(severity, "annotation", why)
                .help("make the PDF without links, comments and fields")
                .on(sheet.number, place),
        );
    }
    found
}
