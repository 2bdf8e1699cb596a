//! In: the bytes of a PDF, from any program. Out: what it is and all that is wrong with it. Refuses what cannot be read
//! within bounds, with the reason.

use super::again::Readings;
use super::brief::Brief;
use super::finding::{Finding, Findings};
use super::inventory::Inventory;
use super::keys::Keys;
use super::paint::Painted;
use super::rules::Rules;
use super::sheet::Sheet;
use super::{about, again, boxes, count, notes};
use crate::base::{Point, Severity, limits};
use crate::pdfread::{File, Page, PdfError, content};
use crate::press::Standard;
use crate::printers::Printer;

/// What was judged, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// `PDF 1.6, PDF/X-4, 108 pages of 148 × 210 mm`.
    pub what: String,
    pub findings: Vec<Finding>,
    /// Of a PDF.
    pub inventory: Option<Inventory>,
}

/// How files begin to say by what they were made that were made here.
const OWN: &str = "Chapbook ";

/// Judges a whole file, page by page.
///
/// # Errors
///
/// What cannot be read at all: see `PdfError`.
pub fn judge(bytes: &[u8], printer: Option<&Printer>) -> Result<Judged, PdfError> {
    judge_common(bytes, printer, None)
}

/// The same of one of several files that have pages in common.
///
/// # Errors
///
/// As `judge`.
pub fn judge_common(bytes: &[u8], printer: Option<&Printer>, readings: Option<&Readings>) -> Result<Judged, PdfError> {
    let file = File::parse(bytes)?;
    let keys = Keys::of(&file);
    let is_own = keys.info.producer.as_ref().is_some_and(|producer| producer.starts_with(OWN));
    let rules = Rules { printer, claim: keys.claim, is_own };
    let mut findings = of_the_whole(&file, &keys, &rules);
    let mut painted = Painted::new(&file, rules);
    let mut names = again::Keys::of(&file);
    let mut work = 0;
    for (at, page) in file.pages().iter().enumerate() {
        let sheet = Sheet::new(at + 1, page);
        findings.extend(notes::judge(&file, page, &sheet, &rules));
        painted.stock.boxes.add(boxes::of(&file, page, &sheet), sheet.number);
        painted.begins();
        let read = |painted: &mut Painted, brief: &mut Brief| read(&file, page, (&sheet, painted), brief);
        let judged = match readings {
            Some(readings) => readings.judge((at, page, &sheet), &mut names, &mut painted, read),
            None => read(&mut painted, &mut Brief::none()),
        };
        match judged {
            Ok(done) => {
                work += done;
                painted.ends(&sheet, page.has_trim);
            }
            Err(error) => {
                let why = format!("a page cannot be read: {error}; nothing after it was checked");
                findings.add(Finding::error("page-unreadable", why).on(at + 1, None));
                return Ok(done(&file, &keys, painted, findings));
            }
        }
        if work > limits::PDF_WORK {
            let why = "the file is too large to be checked completely; nothing after this was checked";
            findings.add(Finding::error("file-too-large", why).on(at + 1, None));
            return Ok(done(&file, &keys, painted, findings));
        }
    }
    findings.extend(count::judge(file.pages().len(), painted.is_blank, &rules));
    Ok(done(&file, &keys, painted, findings))
}

/// Adds what was measured of the inks on each page: the most on one spot, in percent, and where. A page of which a colour was
/// found to be too much already is not told twice.
pub fn judge_ink(judged: &mut Judged, printer: Option<&Printer>, pages: &[(usize, u32, Option<Point>)]) {
    let rules = Rules { printer, ..Rules::default() };
    let limit = rules.ink();
    let told =
        |page: &usize| judged.findings.iter().any(|found| found.code == "ink-total" && found.pages.contains(page));
    // A percent more is a matter of rounding.
    let over: Vec<_> = pages.iter().filter(|(page, most, _)| *most > limit + 1 && !told(page)).collect();
    let (Some((first, _, place)), Some((worst, most, _))) =
        (over.first(), over.iter().max_by_key(|(_, most, _)| *most))
    else {
        return;
    };
    let on = if over.len() > 1 { format!(" on page {worst}") } else { String::new() };
    let why = format!("the inks on one spot add up to {most}%{on}, more than {limit}%");
    let mut found = Finding::of(rules.by_printer(Severity::Warning), "ink-total", why).on(*first, *place);
    found.pages = over.iter().map(|(page, ..)| *page).collect();
    let mut findings = Findings::default();
    findings.extend(std::mem::take(&mut judged.findings));
    findings.add(found.help("replace equal parts of the coloured inks with black"));
    judged.findings = findings.sorted();
}

/// Judges a page as it is read.
fn read(
    file: &File,
    page: &Page,
    (sheet, painted): (&Sheet, &mut Painted),
    brief: &mut Brief,
) -> Result<usize, PdfError> {
    content::read(file, page, &mut |state, shown| {
        brief.add(state, &shown);
        painted.see(sheet, &page.resources, state, &shown);
    })
}

/// What is no single page's.
fn of_the_whole(file: &File, keys: &Keys, rules: &Rules) -> Findings {
    let mut findings = Findings::default();
    findings.extend(about::judge(file, keys, rules));
    findings.extend(boxes::judge(file, rules));
    findings
}

fn done(file: &File, keys: &Keys, painted: Painted, mut findings: Findings) -> Judged {
    let intent = keys.press_intent().or(keys.intents.first()).and_then(|intent| intent.profile);
    let rules = painted.rules;
    findings.extend(painted.uses.findings(&rules, intent));
    let inks = painted.uses.has_cmyk() || matches!(intent, Some("gray" | "cmyk"));
    if rules.is_print() || inks {
        findings.extend(painted.blacks.sorted());
    }
    findings.extend(painted.findings.sorted());
    let inventory = painted.stock.inventory(painted.uses.inks(), painted.uses.colours());
    Judged { what: what(file, keys.claim), findings: findings.sorted(), inventory: Some(inventory) }
}

fn what(file: &File, claim: Option<Standard>) -> String {
    let claim = claim.map_or(String::new(), |claim| format!(", {}", claim.name()));
    let pages = file.pages();
    let size = pages.first().map(|page| page.size(page.trim)).unwrap_or_default();
    let (width, height) = (size.width.millimetres(), size.height.millimetres());
    let width = width.trim_end_matches(" mm");
    let count = if pages.len() == 1 { "1 page".to_owned() } else { format!("{} pages", pages.len()) };
    format!("PDF {}{claim}, {count} of {width} × {height}", file.version)
}
