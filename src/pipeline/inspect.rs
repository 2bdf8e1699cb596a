//! In: the files of paged outputs, as they are about to be put in place. Out: what `preflight` finds in each, at the
//! lines of the manuscript that it comes from. Refuses to mend anything.

use super::{Output, Product};
use crate::base::config::{FilePath, Set};
use crate::base::{Binding, Diagnostic, Length, Point, Rect, Severity, Size, Span};
use crate::cover::Sheet;
use crate::design::Design;
use crate::layout::compose::Sources;
use crate::manuscript::settings::Settings;
use crate::preflight::{self, Finding, Readings};
use std::collections::BTreeMap;

/// What was found in the file of an output.
pub struct Inspected {
    pub product: Product,
    pub findings: Vec<Finding>,
}

/// Judges a whole file: the pages for print by the printer's rules, the others by what is asked of any.
pub fn inspect(
    product: Product,
    bytes: &[u8],
    design: &Design,
    readings: Option<&Readings>,
) -> Result<Inspected, Vec<Diagnostic>> {
    let printer = design.printer.as_deref().filter(|_| product.output == Output::Print);
    match preflight::judge_common_pdf(bytes, printer, readings) {
        Ok(judged) => {
            let mut findings = judged.findings;
            // The design was told so at the line of the trim.
            findings.retain(|found| found.code != "printer-trim");
            // A sheet is paper: nothing can be printed past its edge.
            findings.retain(|found| product.output != Output::Booklet || found.code != "bleed-short");
            Ok(Inspected { product, findings })
        }
        Err(error) => Err(vec![error.diagnostic(&format!("the {product} edition"))]),
    }
}

/// Where the parts of a cover come from: the settings that name their pictures, or the cover's own.
pub fn cover_sources(settings: &Settings, sheet: &Sheet) -> Sources {
    let cover = &settings.cover;
    let span = |picture: &Option<Set<FilePath>>| picture.as_ref().and_then(Set::span);
    let of = |picture: &Option<Set<FilePath>>| span(&cover.wrap).or(span(picture)).or(cover.span);
    let all = sheet.bled();
    let left = Rect { size: Size::new(all.size.width / 2, all.size.height), ..all };
    let right = Rect { origin: Point::new(left.right(), all.origin.y), ..left };
    let (back, front) = if sheet.binding == Binding::Right { (right, left) } else { (left, right) };
    let flap = sheet.flaps().map(|[_, back]| (back.outset(-Length::pt(1)), span(&cover.author_picture).or(cover.span)));
    let areas = flap.into_iter().chain([(back, of(&cover.back)), (front, of(&cover.front))]);
    Sources::new(vec![areas.filter_map(|(area, span)| Some((area, span?))).collect()])
}

/// What several files share is told once, with the pages of each.
pub fn diagnostics(found: &[(Inspected, &Sources)]) -> Vec<Diagnostic> {
    let mut all: BTreeMap<(Severity, &str, &str), Shared> = BTreeMap::new();
    for (Inspected { product, findings }, sources) in found {
        for finding in findings {
            let page = finding.pages.first().and_then(|page| page.checked_sub(1));
            let span = page.zip(finding.place).and_then(|(page, place)| sources.find(page, place));
            let known = all.entry((finding.severity, finding.code, &finding.message));
            let shared = known.or_insert_with(|| Shared { finding, span, places: Vec::new() });
            shared.span = shared.span.or(span);
            let at = finding.shown_at();
            match shared.places.iter_mut().find(|(place, _)| *place == at) {
                Some((_, products)) => products.push(product.to_string()),
                None => shared.places.push((at, vec![product.to_string()])),
            }
        }
    }
    all.into_values().map(Shared::diagnostic).collect()
}

/// A finding of one or more files.
struct Shared<'a> {
    finding: &'a Finding,
    span: Option<Span>,
    /// Where it stands, and in which outputs it stands there.
    places: Vec<(String, Vec<String>)>,
}

impl Shared<'_> {
    fn diagnostic(self) -> Diagnostic {
        let place = |(at, products): (String, Vec<String>)| match &at[..] {
            "" => products.join(" and "),
            at => format!("{}: {at}", products.join(" and ")),
        };
        let places: Vec<String> = self.places.into_iter().map(place).collect();
        let Finding { severity, code, message, help, .. } = self.finding;
        let found = Diagnostic::of(*severity, code, format!("{message} ({})", places.join("; ")));
        let found = self.span.into_iter().fold(found, Diagnostic::at);
        help.iter().fold(found, |found, help| found.help(*help))
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Folder;
    use crate::{BuildOptions, Output, Silent, build};

    #[test]
    fn pictures_over_whole_pages_need_no_bleed_on_sheets_to_fold() {
        let flag =
            "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='150'><rect width='100' height='150'/></svg>";
        let text = "# One\n\nText.\n\n![A flag](s.svg){.bleed}\n\n".repeat(8);
        let settings = "book = { title = 'T', language = 'en' }\npage.trim = 'A6'\n";
        let book = Folder::from_files([("book.toml", settings), ("a.md", &text), ("s.svg", flag)]).unwrap();
        let only = [Output::Booklet.into()];
        let outcome = build(&book, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
        assert_eq!(outcome.artifacts.len(), 1, "{}", outcome.report);
        assert!(outcome.report.sorted().iter().all(|found| found.code != "bleed-short"), "{}", outcome.report);
    }

    #[test]
    fn a_trim_that_no_printer_offers_is_told_once() {
        let printer = "like = 'offset'\n[trims]\nsizes = ['120mm x 180mm']\n";
        let settings =
            "book = { title = 'T', language = 'en' }\npage.trim = '120mm x 190mm'\nprint.printer = 'mine.toml'\n";
        let text = "# One\n\nText.\n";
        let book = Folder::from_files([("book.toml", settings), ("mine.toml", printer), ("a.md", text)]).unwrap();
        let only = [Output::Print.into()];
        let outcome = build(&book, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
        assert_eq!(outcome.artifacts.len(), 1, "{}", outcome.report);
        let told: Vec<_> = outcome.report.sorted().into_iter().filter(|found| found.code == "printer-trim").collect();
        assert_eq!(told.len(), 1, "{}", outcome.report);
        assert!(told[0].span.is_some() && told[0].help.as_deref() == Some("its nearest size is 120mm × 180mm"));
    }
}
