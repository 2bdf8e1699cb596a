//! How a book reaches a number of pages: settings that get it there are tried, one at a time, and ranked by the faults
//! that they cost.
//!
//! In: a book, and the number of pages, or of pages in a signature. Out: at most a dozen layouts, each measured; the
//! settings of one of them in book.toml where that is asked for. Pages are laid out as `build` does.

mod setting;
mod target;
mod trial;
mod steps;
mod advice;
mod apply;
#[cfg(test)]
mod tests;

pub use setting::FitSetting;
pub use target::FitTarget;
pub use trial::{FitLayout, FitMark};

use super::Failure;
use super::selection::{self, Selection};
use crate::base::{Diagnostic, Folder, Report};
use crate::manuscript::settings::Output;
use crate::manuscript::{self, EditionReading, Reading};
use serde::Serialize;
use std::path::PathBuf;
use trial::{Measured, Trials};

/// What to reach, and whether to keep it.
#[derive(Clone, Copy, Debug, Default)]
pub struct FitOptions<'a> {
    /// The default edition without it.
    pub edition: Option<&'a str>,
    /// The next signatures, up and down, without it.
    pub target: Option<FitTarget>,
    /// Writes the settings of this layout into book.toml, counted from 1.
    pub apply: Option<usize>,
}

/// What was tried, and what is to be known besides.
#[derive(Clone, Debug, Serialize)]
pub struct FitOutcome {
    /// Nothing for the default edition.
    pub edition: Option<String>,
    /// The book as it is.
    pub now: FitLayout,
    /// The numbers of pages that were aimed at, the nearest first.
    pub targets: Vec<usize>,
    /// The best first.
    pub layouts: Vec<FitLayout>,
    /// Of the printer and the booklet.
    pub advice: Vec<String>,
    /// The book.toml that was written, and which of the layouts it has now.
    pub applied: Option<Applied>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Applied {
    pub layout: usize,
    pub path: PathBuf,
}

/// Tries what may get an edition's print pages to the target.
pub fn fit(folder: &Folder, options: FitOptions) -> Result<FitOutcome, Failure> {
    if options.apply.is_some() {
        apply::path(folder)?;
    }
    let (reading, mut report) = manuscript::open(folder);
    let reading = reading.filter(|_| !report.has_errors()).ok_or_else(|| Failure::Input(report.errors()))?;
    let edition = chosen(&reading, options.edition)?;
    let book = manuscript::book(&reading, edition, &edition.on(manuscript::Medium::Print), folder, &mut report);
    let mut trials = Trials::new(folder, &edition.settings, book, report);
    let now = trials.first().map_err(|report| Failure::Input(report.errors()))?;
    let target = target::target(options.target, now.layout.pages, &now.design, &edition.settings);
    let targets = target::targets(target, now.layout.pages);
    trials.spare(target.spare());
    let mut tried = Vec::new();
    for target in &targets {
        for settings in steps::steps(&now, *target, trials.has_verse()) {
            tried.extend(trials.laid(settings, *target));
        }
    }
    tried.retain(|measured| measured.layout.pages != now.layout.pages);
    let finished = finished(&mut trials, &now, &targets, &tried);
    tried.extend(finished);
    if !tried.iter().any(|measured| measured.layout.reaches) {
        let further = further(&mut trials, &now, &tried);
        tried.extend(further);
    }
    let layouts = ranked(tried, &now.layout);
    let advice = advice::advice(&now, &edition.settings);
    let mut applied = None;
    if let Some(nth) = options.apply {
        let chosen = nth.checked_sub(1).and_then(|at| layouts.get(at)).ok_or_else(|| no_layout(nth, layouts.len()))?;
        if !chosen.settings.is_empty() {
            let path = apply::apply(folder, edition.name.as_deref(), &chosen.settings)?;
            applied = Some(Applied { layout: nth, path });
        }
    }
    let edition = edition.name.as_deref().map(str::to_owned);
    Ok(FitOutcome { edition, now: now.layout, targets, layouts, advice, applied })
}

fn chosen<'r>(reading: &'r Reading, name: Option<&str>) -> Result<&'r EditionReading, Failure> {
    let only: Vec<Selection> = selection::named(reading, name).map_err(Failure::usage)?.into_iter().collect();
    let mut report = Report::default();
    let of_default = [Output::Print.into()];
    let only = if only.is_empty() { &of_default[..] } else { &only };
    let chosen = selection::chosen(reading, only, &mut report);
    let edition = chosen.first().filter(|_| !report.has_errors()).map(|(edition, _)| *edition);
    let edition = edition.ok_or(Failure::Usage(report))?;
    let printed = edition.settings.makes(Output::Print) || edition.settings.makes(Output::Booklet);
    match printed {
        true => Ok(edition),
        false => Err(Failure::usage([Diagnostic::error("edition-disabled", "the edition has no pages in print")])),
    }
}

/// What misses a target by a few pages, the book as it is among them, with marks on paragraphs for the rest.
fn finished(trials: &mut Trials, now: &Measured, targets: &[usize], tried: &[Measured]) -> Vec<Measured> {
    let as_it_is = targets.iter().map(|target| (now, *target));
    let missed = tried.iter().filter(|measured| !measured.layout.reaches);
    let mut near: Vec<(&Measured, usize)> =
        as_it_is.chain(missed.map(|measured| (measured, measured.layout.target))).collect();
    near.sort_by_key(|(measured, target)| (measured.layout.pages.abs_diff(*target), measured.layout.weight));
    near.into_iter().filter_map(|(measured, target)| trials.marked(measured, target)).collect()
}

/// The same settings by as much more as they fell short of the nearest target: chapters end where they end, and a page
/// that holds more is not always a page less.
fn further(trials: &mut Trials, now: &Measured, tried: &[Measured]) -> Vec<Measured> {
    let Some(nearest) = tried.iter().min_by_key(|measured| measured.layout.missing().unsigned_abs()) else {
        return Vec::new();
    };
    let (target, missing) = (nearest.layout.target, nearest.layout.missing());
    let aim = usize::try_from(target as i64 + missing).unwrap_or(1).max(1);
    let steps = steps::steps(now, aim, trials.has_verse()).into_iter();
    let new = steps.filter(|step| !tried.iter().any(|measured| measured.has(step)));
    let pushed: Vec<Measured> = new.filter_map(|settings| trials.laid(settings, target)).collect();
    pushed.into_iter().filter(|measured| measured.layout.pages != now.layout.pages).collect()
}

/// Those that reach a target first, by the faults that they cost; then the nearest.
fn ranked(tried: Vec<Measured>, now: &FitLayout) -> Vec<FitLayout> {
    let mut layouts: Vec<FitLayout> = tried.into_iter().map(|measured| measured.layout.against(now)).collect();
    // Marks are for the last few pages: where they do not gain them, they are of no use.
    layouts.retain(|layout| layout.reaches || layout.marks.is_empty());
    layouts.sort_by_key(|layout| {
        let missing = if layout.reaches { 0 } else { layout.missing().unsigned_abs() };
        (!layout.reaches, missing, layout.weight, layout.marks.len(), layout.settings.len())
    });
    layouts
}

fn no_layout(nth: usize, count: usize) -> Failure {
    let why = format!("there is no layout {nth} to apply");
    let help = match count {
        0 => "nothing that was tried changes the number of pages, or the book has it already".to_owned(),
        count => format!("choose one of 1 to {count}"),
    };
    Failure::usage([Diagnostic::error("fit-layout", why).help(help)])
}
