//! In: a folder, the outputs that are asked for. Out: their bytes, and all that was found. Refuses to know where they
//! are saved.

use super::edition::{Edition, Job};
use super::inspect;
use super::pages::{self, PagesReport};
use super::product::PAGES;
use super::progress::Step;
use super::selection::{self, Selection};
use super::write::{Written, write};
use super::{Artifact, Progress, Stage, lay};
use crate::base::register;
use crate::base::{Choice, Folder, Report};
use crate::manuscript::{self, EditionReading, Reading};
use rayon::prelude::*;
use std::path::Path;

/// What to make.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions<'a> {
    /// These editions and outputs alone; all where it is empty.
    pub only: &'a [Selection],
    /// A file that says what is wrong with the pages.
    pub report: bool,
    /// Whether a warning is an error.
    pub strict: bool,
    /// How severe codes are, over what book.toml says of them.
    pub levels: &'a [Choice],
    /// Where to save; without it the files stay in memory.
    pub out: Option<&'a Path>,
}

/// All that was made.
#[derive(Debug, Default)]
pub struct BuiltFiles {
    pub artifacts: Vec<Artifact>,
    /// What is wrong with the pages, where that is wished for.
    pub pages: Vec<PagesReport>,
    /// What the files of each of the book's editions are called.
    pub slugs: Vec<String>,
    /// Whether an edition was asked for that the book does not have.
    pub misused: bool,
}

/// An edition's files before they are written, and all that was found on the way.
struct Laid<'r> {
    /// Nothing where it could not be set at all.
    edition: Option<Edition<'r>>,
    jobs: Vec<Job>,
    pages: Vec<PagesReport>,
    report: Report,
}

/// Makes what is wished for and what the book has. Nothing is written of a book with errors, but all of it is set, to
/// find what else is wrong; errors that levels made of warnings hinder nothing here.
pub fn make(folder: &Folder, options: BuildOptions, progress: &dyn Progress) -> (Report, BuiltFiles) {
    let (reading, mut report) = Step::of_all(Stage::Read).told(progress, || manuscript::open(folder));
    set_levels(&options, reading.as_ref(), &mut report);
    let Some(reading) = reading else { return (report, BuiltFiles::default()) };
    let unknown = selection::unknown(&reading, options.only);
    let misused = !unknown.is_empty();
    report.extend(unknown);
    let chosen = selection::chosen(&reading, options.only, &mut report);
    let mut prepared = Vec::with_capacity(chosen.len());
    for one in chosen {
        // Files that are opened on the way are everyone's.
        let mut own = report.beside();
        let name = called(one.0);
        let edition = Edition::new(&reading, one, folder, &mut own, progress);
        report.sources = own.sources.clone();
        prepared.push((name, edition, own));
    }
    let laid: Vec<(String, Laid)> = prepared
        .into_par_iter()
        .map(|(name, edition, mut own)| {
            let set = edition.as_ref().map(|edition| lay::jobs(edition, options.report, &mut own, progress));
            let (jobs, pages) = set.unwrap_or_default();
            (name, Laid { edition, jobs, pages, report: own })
        })
        .collect();
    let mut found = Vec::with_capacity(laid.len());
    let mut pages = Vec::new();
    let mut editions = Vec::with_capacity(laid.len());
    for (name, laid) in laid {
        found.push((name, laid.report));
        pages.extend(laid.pages);
        editions.extend(laid.edition.map(|edition| (edition, laid.jobs)));
    }
    report.join(found);
    if report.is_blocked() {
        return (report, BuiltFiles { misused, ..BuiltFiles::default() });
    }
    let jobs: Vec<(&Edition, &Job)> =
        editions.iter().flat_map(|(edition, jobs)| jobs.iter().map(move |job| (edition, job))).collect();
    let made: Vec<_> = jobs
        .par_iter()
        .map(|(edition, job)| match job.is_aid() {
            // An output is written once to those who listen.
            true => write(job, edition),
            false => edition.step(Some(job.output()), Stage::Write).told(progress, || write(job, edition)),
        })
        .collect();
    let mut artifacts = Vec::new();
    let mut inspected = Vec::new();
    for ((_, job), made) in jobs.iter().zip(made) {
        match made {
            Ok(Written { artifact, found }) => {
                artifacts.push(artifact);
                inspected.extend(found.map(|found| (found, job.sources())));
            }
            Err(found) => report.extend(found),
        }
    }
    report.extend(inspect::diagnostics(&inspected));
    let slugs: Vec<String> = reading.editions.iter().map(|edition| edition.slug.clone()).collect();
    if options.report {
        let name = format!("{}{PAGES}", slugs.first().map_or("", String::as_str));
        artifacts.push(Artifact::new(None, name, pages::file(&pages), None));
    }
    (report, BuiltFiles { artifacts, pages, slugs, misused })
}

/// What an edition is called where a finding is not everyone's.
fn called(edition: &EditionReading) -> String {
    edition.name.as_ref().map_or_else(|| "default edition".to_owned(), |name| format!("edition `{name}`"))
}

/// What book.toml and the options choose holds from here on, and for what was found while the book was read.
fn set_levels(options: &BuildOptions, reading: Option<&Reading>, report: &mut Report) {
    let editions = || reading.into_iter().flat_map(|reading| &reading.editions);
    let own = editions().take(1).flat_map(|edition| &edition.settings.lint.choices);
    let printer = editions().any(|edition| edition.settings.print.printer.is_some());
    let (levels, refused) = register::levels(own.chain(options.levels), printer);
    report.set_levels(levels.strict(options.strict));
    report.extend(refused);
}
