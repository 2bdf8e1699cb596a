//! In: a file's path, a printer's name. Out: what the file is and all that is wrong with it. Refuses to change it.

use super::Failure;
#[cfg(feature = "cli")]
use super::coverage::{InkCoverage, coverage};
use super::printers::unknown;
use crate::base::levels::Levels;
use crate::base::{Choice, Diagnostic, Input, Point, Report, Severity, limits, register};
use crate::mend::Change;
#[cfg(feature = "cli")]
use crate::pdfread::File;
use crate::preflight::shops::{self, Shop};
use crate::preflight::{self, Finding, Inventory, Judged};
use crate::printers::{self, Printer};
use serde::Serialize;
use std::path::Path;

/// A file as judged.
#[derive(Clone, Debug, Serialize)]
pub struct PreflightOutcome {
    pub file: String,
    /// `PDF 1.6, PDF/X-4, 108 pages of 148 × 210 mm`.
    pub what: String,
    pub printer: Option<String>,
    /// Of an EPUB.
    pub shop: Option<String>,
    pub findings: Vec<FindingRow>,
    /// Of a PDF, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inventory: Option<Inventory>,
    /// The same.
    #[cfg(feature = "cli")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inks: Option<InkCoverage>,
    /// Of a copy in which something was mended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mended: Option<Mended>,
}

/// How a copy differs from its source.
#[derive(Clone, Debug, Serialize)]
pub struct Mended {
    pub source: String,
    pub bytes: usize,
    pub sha256: String,
    pub changes: Vec<Change>,
}

/// One finding, for people and programs.
#[derive(Clone, Debug, Serialize)]
pub struct FindingRow {
    pub code: &'static str,
    pub severity: Severity,
    /// The first page, from 1; nothing where it is the file's.
    pub page: Option<usize>,
    pub pages: Vec<usize>,
    /// In millimetres from the left and the top of the first page's trim.
    pub x: Option<f64>,
    pub y: Option<f64>,
    /// Within an EPUB.
    pub part: Option<String>,
    pub message: String,
    pub help: Option<&'static str>,
    /// `page 3, 12 mm from the left, 4 mm from the top`.
    #[serde(skip)]
    pub at: String,
}

impl PreflightOutcome {
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|found| found.severity == Severity::Error)
    }
}

/// What a file is judged against.
#[derive(Clone, Copy, Debug, Default)]
pub struct PreflightOptions<'a> {
    /// A printer's name, or the path of a printer file.
    pub printer: Option<&'a str>,
    /// Where an EPUB is to be sold.
    pub shop: Option<&'a str>,
    /// How severe codes are, where they may be chosen.
    pub levels: &'a [Choice],
    /// Whether to list what a PDF is made of.
    pub inventory: bool,
    /// Whether to measure how much ink its pages have.
    #[cfg(feature = "cli")]
    pub inks: bool,
}

/// Judges a PDF or an EPUB, told apart by how it begins.
pub fn preflight(file: Input, options: PreflightOptions) -> Result<PreflightOutcome, Failure> {
    Judge::new(options)?.judge(file)
}

/// Judges several files alike; one that cannot be read keeps none of the others from it. What is wrong with the options
/// is told once.
pub fn preflight_all(
    files: &[Input],
    options: PreflightOptions,
) -> Result<Vec<Result<PreflightOutcome, Failure>>, Failure> {
    let judge = Judge::new(options)?;
    Ok(files.iter().map(|file| judge.judge(*file)).collect())
}

/// The options, with what their names stand for.
pub struct Judge {
    levels: Levels,
    printer: Option<Printer>,
    shop: Option<&'static Shop>,
    inventory: bool,
    #[cfg(feature = "cli")]
    inks: bool,
}

impl Judge {
    pub fn new(options: PreflightOptions) -> Result<Judge, Failure> {
        let (levels, refused) = register::levels(options.levels, options.printer.is_some());
        if !refused.is_empty() {
            return Err(Failure::usage(refused));
        }
        let printer = options.printer.map(printer).transpose()?;
        let shop = options.shop.map(shop).transpose()?;
        Ok(Judge {
            levels,
            printer,
            shop,
            inventory: options.inventory,
            #[cfg(feature = "cli")]
            inks: options.inks,
        })
    }

    fn judge(&self, file: Input) -> Result<PreflightOutcome, Failure> {
        let shown = file.name();
        let bytes = file.read(limits::PDF_BYTES).map_err(|error| Failure::input([error.diagnostic(None)]))?;
        match bytes.starts_with(b"PK") {
            true => Ok(self.outcome(shown, preflight::judge_epub(&bytes, self.shop))),
            false => self.pdf(shown, &bytes),
        }
    }

    pub fn printer(&self) -> Option<&Printer> {
        self.printer.as_ref()
    }

    pub fn pdf(&self, shown: String, bytes: &[u8]) -> Result<PreflightOutcome, Failure> {
        let judged = preflight::judge_pdf(bytes, self.printer());
        let judged = judged.map_err(|error| Failure::input([error.diagnostic(&shown)]))?;
        #[cfg(feature = "cli")]
        if self.inks {
            return self.with_inks(shown, bytes, judged);
        }
        Ok(self.outcome(shown, judged))
    }

    #[cfg(feature = "cli")]
    fn with_inks(&self, shown: String, bytes: &[u8], mut judged: Judged) -> Result<PreflightOutcome, Failure> {
        let file = File::parse(bytes).map_err(|error| Failure::input([error.diagnostic(&shown)]))?;
        let inks = coverage(&file).map_err(|found| Failure::input([found]))?;
        let pages: Vec<_> = inks.pages.iter().map(|page| (page.page, page.most, page.spot)).collect();
        preflight::judge_ink(&mut judged, self.printer(), &pages);
        let mut outcome = self.outcome(shown, judged);
        outcome.inks = Some(inks);
        Ok(outcome)
    }

    fn outcome(&self, file: String, judged: Judged) -> PreflightOutcome {
        let Judged { what, findings, inventory } = judged;
        let levelled = findings.into_iter().filter_map(|found| {
            let severity = self.levels.of(found.code, found.severity)?;
            Some(row(Finding { severity, ..found }))
        });
        let printer = self.printer.as_ref().map(|printer| printer.name.clone());
        let shop = self.shop.map(|shop| shop.name.clone());
        let inventory = inventory.filter(|_| self.inventory);
        PreflightOutcome {
            file,
            what,
            printer,
            shop,
            findings: levelled.collect(),
            inventory,
            #[cfg(feature = "cli")]
            inks: None,
            mended: None,
        }
    }
}

fn shop(name: &str) -> Result<&'static Shop, Failure> {
    shops::shop(name).ok_or_else(|| {
        let found = Diagnostic::error("shop-unknown", format!("no shop is named `{name}`"));
        Failure::usage([found.help(format!("choose one of {}", shops::names().join(", ")))])
    })
}

/// One of the program's printers, or a file of one's own.
fn printer(name: &str) -> Result<Printer, Failure> {
    if let Some(printer) = printers::printer(name) {
        return Ok(printer.clone());
    }
    if !name.ends_with(".toml") {
        return Err(unknown(name));
    }
    let bytes = Input::Path(Path::new(name)).read(limits::SETTINGS_BYTES as u64);
    let bytes = bytes.map_err(|error| Failure::input([error.diagnostic(None)]))?;
    let mut report = Report::default();
    let file = report.sources.add(name, String::from_utf8_lossy(&bytes).into_owned());
    let printer = printers::own(name, file, &mut report);
    printer.filter(|_| !report.has_errors()).ok_or(Failure::Input(report))
}

fn row(found: Finding) -> FindingRow {
    let millimetres = |length: crate::base::Length| (length.to_pt() * 254.0 / 72.0).round() / 10.0;
    let [pages, place] = [found.shown_pages(), found.shown_place()];
    let at = [found.file.clone().unwrap_or_default(), pages, place].into_iter().filter(|part| !part.is_empty());
    FindingRow {
        code: found.code,
        severity: found.severity,
        page: found.pages.first().copied(),
        x: found.place.map(|Point { x, .. }| millimetres(x)),
        y: found.place.map(|Point { y, .. }| millimetres(y)),
        at: at.collect::<Vec<_>>().join(", "),
        pages: found.pages,
        part: found.file,
        message: found.message,
        help: found.help,
    }
}
