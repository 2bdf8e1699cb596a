//! In: a book and settings to try. Out: its pages, measured. Refuses to choose what to try.

use super::setting::{FitSetting, Tried};
use crate::base::{Folder, Report, Sources};
use crate::design::{self, Design, Geometry};
use crate::layout::again::Laid;
use crate::layout::copyfit::{self, LooseMark};
use crate::manuscript::settings::Settings;
use crate::model::{BlockKind, Book, walk};
use crate::page::Output;
use crate::pipeline::binding;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Layouts of a book, the one that it has among them.
const MOST: usize = 12;

/// One way to set the book.
#[derive(Clone, Debug, Serialize)]
pub struct FitLayout {
    pub target: usize,
    pub pages: usize,
    /// Whether it has the pages, or leaves no more than an eighth of a signature blank.
    pub reaches: bool,
    /// The weights of all faults, as the pages report has them.
    pub weight: u64,
    /// How much that is over the book as it is.
    pub cost: i64,
    /// Faults of each kind, more or fewer than the book has.
    pub kinds: BTreeMap<&'static str, i64>,
    pub settings: Vec<FitSetting>,
    /// What the manuscript is to say besides.
    pub marks: Vec<FitMark>,
    #[serde(skip)]
    all_kinds: BTreeMap<&'static str, i64>,
}

/// A paragraph that ends in `{looseness=-1}` or `{looseness=+1}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FitMark {
    pub file: String,
    pub line: usize,
    pub looseness: i8,
}

impl FitLayout {
    /// Pages that it has too few, or too many.
    pub fn missing(&self) -> i64 {
        self.target as i64 - self.pages as i64
    }

    /// The same with what it costs more than the book as it is.
    pub(super) fn against(mut self, now: &FitLayout) -> FitLayout {
        self.cost = self.weight as i64 - now.weight as i64;
        let mut kinds = self.all_kinds.clone();
        now.all_kinds.iter().for_each(|(kind, count)| *kinds.entry(kind).or_default() -= count);
        kinds.retain(|_, count| *count != 0);
        self.kinds = kinds;
        self
    }
}

/// Pages, with what they were laid out by.
pub struct Measured {
    pub layout: FitLayout,
    pub design: Design,
    pub geometry: Geometry,
    pub last_blank: bool,
    tried: Vec<Tried>,
    laid: Laid,
}

impl Measured {
    /// Whether these settings were tried.
    pub fn has(&self, tried: &[Tried]) -> bool {
        self.tried == tried
    }
}

pub struct Trials<'a> {
    folder: &'a Folder,
    settings: &'a Settings,
    book: Arc<Book>,
    report: Report,
    left: usize,
    /// Of a signature that is aimed at, how many pages may stay blank.
    spare: usize,
}

impl<'a> Trials<'a> {
    pub fn new(folder: &'a Folder, settings: &'a Settings, book: Book, report: Report) -> Trials<'a> {
        Trials { folder, settings, book: Arc::new(book), report, left: MOST, spare: 0 }
    }

    /// The book as it is; all that is wrong where it cannot be set.
    pub fn first(&mut self) -> Result<Measured, Report> {
        self.left -= 1;
        let mut found = self.report.beside();
        let measured = measured(self.folder, self.settings, &self.book, &mut found).filter(|_| !found.has_errors());
        let sound = measured.filter(|_| !self.report.has_errors());
        sound.ok_or_else(|| {
            let mut all = self.report.beside();
            all.extend(self.report.sorted().into_iter().chain(found.sorted()).cloned());
            all
        })
    }

    /// How many pages of a target may stay blank.
    pub fn spare(&mut self, pages: usize) {
        self.spare = pages;
    }

    pub fn has_verse(&self) -> bool {
        let mut has = false;
        for section in &self.book.sections {
            walk::blocks(&section.blocks, &mut |block| has |= matches!(block.kind, BlockKind::Verse { .. }));
        }
        has
    }

    /// The book with these settings; nothing where it cannot be set with them, or enough was tried.
    pub fn laid(&mut self, tried: Vec<Tried>, target: usize) -> Option<Measured> {
        self.measured(tried, &[], target)
    }

    /// The same settings with marks on paragraphs for the pages that are missing.
    pub fn marked(&mut self, known: &Measured, target: usize) -> Option<Measured> {
        let wanted = target as i64 - known.layout.pages as i64;
        if self.left == 0 || wanted == 0 {
            return None;
        }
        let marks = known.laid.marks(&known.design, &known.geometry, wanted)?;
        self.measured(known.tried.clone(), &marks, target)
    }

    fn measured(&mut self, tried: Vec<Tried>, marks: &[LooseMark], target: usize) -> Option<Measured> {
        self.left = self.left.checked_sub(1)?;
        let mut settings = self.settings.clone();
        tried.iter().for_each(|tried| tried.set(&mut settings));
        let book = match marks {
            [] => Arc::clone(&self.book),
            marks => Arc::new(copyfit::marked(&self.book, marks)),
        };
        let mut found = self.report.beside();
        let mut measured = measured(self.folder, &settings, &book, &mut found).filter(|_| !found.has_errors())?;
        let sources = &self.report.sources;
        let layout = &mut measured.layout;
        layout.target = target;
        layout.reaches = (0..=self.spare as i64).contains(&layout.missing());
        layout.settings = tried.iter().map(|tried| tried.shown()).collect();
        layout.marks = marks.iter().map(|mark| shown(mark, sources)).collect();
        measured.tried = tried;
        Some(measured)
    }
}

fn shown(mark: &LooseMark, sources: &Sources) -> FitMark {
    let (line, _) = sources.line_column(mark.span.file, mark.span.start);
    FitMark { file: sources.get(mark.span.file).name.clone(), line, looseness: mark.looseness }
}

/// The pages in print, laid out as `build` does.
fn measured(folder: &Folder, settings: &Settings, book: &Arc<Book>, report: &mut Report) -> Option<Measured> {
    let design = design::design(settings, folder, report)?;
    let mut last = None;
    let layout = binding::lay(&design, settings, |geometry| {
        let laid = Laid::new(book, &design, geometry, Output::Press(design.press.clone()));
        let layout = laid.layout.clone();
        last = Some((laid, *geometry));
        layout
    });
    // Too few pages, or too many, are what is to be mended.
    report.extend(layout.diagnostics.into_iter().filter(|found| found.code != "printer-pages"));
    let (laid, geometry) = last?;
    let pages = layout.document.pages.len();
    let mut all_kinds = BTreeMap::new();
    layout.faults.iter().for_each(|fault| *all_kinds.entry(fault.kind.name()).or_default() += 1);
    let measured = FitLayout {
        target: pages,
        pages,
        reaches: true,
        weight: layout.faults.iter().map(|fault| fault.weight()).sum(),
        cost: 0,
        kinds: BTreeMap::new(),
        settings: Vec::new(),
        marks: Vec::new(),
        all_kinds,
    };
    let last_blank = layout.document.pages.last().is_some_and(|page| page.frame.items.is_empty());
    Some(Measured { layout: measured, design, geometry, last_blank, tried: Vec::new(), laid })
}
