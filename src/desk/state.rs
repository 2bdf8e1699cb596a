//! What the desk's page knows of the book at one time, as it is sent. Refuses to know how it came about.

use super::changed::Changed;
use super::ebook::Chapter;
use super::paged::{Area, Paged, area};
use crate::base::{Binding, Length, Report, Severity};
use crate::page::{Document, Output, Side};
use crate::pipeline::session::Proof;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub struct State<'a> {
    pub revision: u64,
    pub title: &'a str,
    pub language: &'a str,
    /// The edge that the book is bound on: `left`, `right` or `top`.
    pub binding: &'static str,
    /// Whether the book cannot be made as it stands: the pages are those of an earlier time.
    pub broken: bool,
    /// Whether ebook, cover, sheets and findings are of the same time as the pages.
    pub complete: bool,
    pub editor: bool,
    pub documents: BTreeMap<&'static str, DocumentState>,
    /// Front, spine and back on the cover's sheet.
    pub panels: Option<[Area; 3]>,
    pub guides: Option<Guides>,
    pub contents: Vec<Entry<'a>>,
    pub faults: Vec<FaultState>,
    pub findings: Vec<FindingState<'a>>,
    pub chapters: &'a [Chapter],
    pub changed: Option<&'a Changed>,
}

#[derive(Serialize)]
pub struct DocumentState {
    pub pages: Vec<PageState>,
    /// Whether it is printed in black alone.
    pub gray: bool,
}

#[derive(Serialize)]
pub struct PageState {
    pub folio: String,
    pub recto: bool,
    pub trim: [f64; 2],
    pub bleed: Area,
    pub media: Area,
}

#[derive(Serialize)]
pub struct Guides {
    pub recto: Area,
    pub verso: Area,
    /// The first baseline from the page's top, the distance of the next, and how many there are.
    pub grid: (f64, f64, i64),
}

#[derive(Serialize)]
pub struct Entry<'a> {
    pub level: u8,
    pub title: &'a str,
    pub page: usize,
    pub folio: String,
}

#[derive(Serialize)]
pub struct FaultState {
    pub kind: &'static str,
    pub page: usize,
    pub area: Area,
    pub file: String,
    pub line: usize,
    pub weight: u64,
}

#[derive(Serialize)]
pub struct FindingState<'a> {
    pub severity: Severity,
    pub code: &'static str,
    pub message: &'a str,
    pub help: Option<&'a str>,
    pub file: Option<String>,
    pub line: Option<usize>,
    pub places: usize,
    pub page: Option<usize>,
}

impl DocumentState {
    pub fn new(paged: &Paged) -> DocumentState {
        let Document { pages, output, .. } = &paged.document;
        let gray = matches!(output, Output::Press(press) if !press.inks.is_colour());
        let page = |page: &crate::page::Page| PageState {
            folio: page.shown_folio(),
            recto: page.side == Side::Recto,
            trim: [page.boxes.trim.width, page.boxes.trim.height].map(Length::to_pt),
            bleed: area(page.boxes.bleed),
            media: area(page.boxes.media),
        };
        DocumentState { pages: pages.iter().map(page).collect(), gray }
    }
}

impl Guides {
    pub fn new(proof: &Proof) -> Guides {
        let geometry = &proof.geometry;
        let first = (geometry.top + geometry.first_baseline).to_pt();
        let step = geometry.depth().to_pt() / geometry.lines.max(1) as f64;
        let (recto, verso) = (area(geometry.type_area(true)), area(geometry.type_area(false)));
        Guides { recto, verso, grid: (first, step, geometry.lines) }
    }
}

pub fn binding(document: &Document) -> &'static str {
    match document.binding {
        Binding::Left => "left",
        Binding::Right => "right",
        Binding::Top => "top",
    }
}

pub fn contents(document: &Document) -> Vec<Entry<'_>> {
    let folio = |page: usize| document.pages.get(page).map(crate::page::Page::shown_folio).unwrap_or_default();
    let entries = document.outline.iter();
    entries
        .map(|entry| Entry { level: entry.level, title: &entry.title, page: entry.page, folio: folio(entry.page) })
        .collect()
}

pub fn faults(proof: &Proof) -> Vec<FaultState> {
    let fault = |fault: &crate::pipeline::session::ShownFault| {
        let place = proof.file_place(fault.span);
        let (file, line) = place.map_or_else(|| (String::new(), 0), |place| (place.file, place.line));
        FaultState { kind: fault.kind, page: fault.page, area: area(fault.area), file, line, weight: fault.weight }
    };
    proof.faults.iter().map(fault).collect()
}

/// What was found, worst first.
pub fn findings<'a>(report: &'a Report, proof: Option<&Proof>) -> Vec<FindingState<'a>> {
    let mut all = report.sorted();
    all.sort_by_key(|found| found.severity);
    let state = |found: &'a crate::base::Diagnostic| {
        let name = found.span.map(|span| report.sources.get(span.file).name.as_str());
        FindingState {
            severity: found.severity,
            code: found.code,
            message: &found.message,
            help: found.help.as_deref(),
            file: name.map(str::to_owned),
            line: found.span.map(|span| report.sources.line_column(span.file, span.start).0),
            places: found.places(),
            page: proof.zip(found.span).zip(name).and_then(|((proof, span), name)| proof.page_of(name, span)),
        }
    };
    all.into_iter().map(state).collect()
}
