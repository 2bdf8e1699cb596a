//! In: a folder, the outputs that are asked for. Out: their bytes, and all that was found. Refuses to know where they
//! are saved.

use super::common::{self, Common};
use super::edition::{Edition, Job};
use super::facts::EditionFacts;
use super::inks::InkProofs;
use super::inspect;
use super::pages::{self, PagesReport};
use super::product::PAGES;
use super::progress::Step;
use super::selection::{self, Selection};
use super::write::{Written, write};
use super::{Artifact, Progress, Stage, lay, reprint};
use crate::base::register;
use crate::base::{Choice, Diagnostic, Folder, Report, Sources};
use crate::manuscript::{self, EditionReading, Reading};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

/// What to make.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions<'a> {
    /// These editions and outputs alone; all where it is empty.
    pub only: &'a [Selection],
    /// A file that says what is wrong with the pages.
    pub report: bool,
    /// Whether to keep how the pages in print begin, in `pages.lock`.
    pub lock: bool,
    /// Whether pages are marked as a proof, and nothing is made but pages.
    pub proof: bool,
    /// Whether a warning is an error.
    pub strict: bool,
    /// How severe codes are, over what book.toml says of them.
    pub levels: &'a [Choice],
    /// Pictures of the inks of each page, where they are asked for.
    pub ink_proofs: Option<InkProofs<'a>>,
    /// Where to save; without it the files stay in memory.
    pub out: Option<&'a Path>,
}

/// All that was made.
#[derive(Debug, Default)]
pub struct BuiltFiles {
    pub artifacts: Vec<Artifact>,
    /// What is wrong with the pages, where that is wished for.
    pub pages: Vec<PagesReport>,
    /// What `pages.lock` is to hold, where it is to be kept.
    pub lock: Option<String>,
    /// The book's editions, whether they were asked for or not.
    pub editions: Vec<EditionFacts>,
    /// Whether an edition was asked for that the book does not have.
    pub misused: bool,
}

/// An edition, and all that was found on the way.
struct Prepared<'r> {
    name: String,
    /// Nothing where it cannot be set at all.
    edition: Option<Edition<'r>>,
    report: Report,
}

/// An edition's files before they are written.
struct Laid<'r> {
    name: String,
    edition: Option<Edition<'r>>,
    report: Report,
    jobs: Vec<Job>,
    pages: Vec<PagesReport>,
}

/// Makes what is wished for and what the book has. Nothing is written of a book with errors, but all of it is set, to
/// find what else is wrong; errors that levels made of warnings hinder nothing here.
pub fn make(folder: &Folder, options: BuildOptions, progress: &dyn Progress) -> (Report, BuiltFiles) {
    make_seen(folder, options, progress, &mut |_| {})
}

/// A file before it is written, and what it is made of.
pub(super) struct Seen<'a> {
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line compares books"))]
    pub reading: &'a Reading,
    pub edition: &'a Edition<'a>,
    pub job: &'a Job,
    #[cfg_attr(not(feature = "cli"), expect(dead_code, reason = "the command line compares books"))]
    pub sources: &'a Sources,
}

/// The same for somebody who looks at each file before it is written.
pub(super) fn make_seen(
    folder: &Folder,
    options: BuildOptions,
    progress: &dyn Progress,
    seen: &mut dyn FnMut(Seen),
) -> (Report, BuiltFiles) {
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
        let edition = if options.proof { edition.map(|edition| edition.as_proof(&mut own)) } else { edition };
        report.sources = own.sources.clone();
        prepared.push(Prepared { name, edition, report: own });
    }
    let laid = lay_all(prepared, options.report, progress);
    let mut found = Vec::with_capacity(laid.len());
    let mut pages = Vec::new();
    let mut editions = Vec::with_capacity(laid.len());
    for laid in laid {
        found.push((laid.name, laid.report));
        pages.extend(laid.pages);
        editions.extend(laid.edition.map(|edition| (edition, laid.jobs)));
    }
    report.join(found);
    let lock = reprint::read(folder, &mut report);
    let begun = match options.lock || lock.is_some() {
        true => reprint::begun(editions.iter().flat_map(|(edition, jobs)| jobs.iter().map(move |job| (edition, job)))),
        false => Vec::new(),
    };
    if let Some(lock) = lock.as_ref().filter(|_| !options.lock) {
        report.extend(reprint::compare(lock, &begun));
    }
    let lock = options.lock.then(|| reprint::file(lock.as_ref(), &begun));
    if report.is_blocked() {
        return (report, BuiltFiles { misused, ..BuiltFiles::default() });
    }
    let jobs: Vec<(&Edition, &Job)> =
        editions.iter().flat_map(|(edition, jobs)| jobs.iter().map(move |job| (edition, job))).collect();
    for (edition, job) in &jobs {
        seen(Seen { reading: &reading, edition, job, sources: &report.sources });
    }
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
            Ok(written) => {
                for Written { artifact, found } in written {
                    artifacts.push(artifact);
                    inspected.extend(found.map(|found| (found, job.sources())));
                }
            }
            Err(found) => report.extend(found),
        }
    }
    report.extend(inspect::diagnostics(&inspected));
    report.extend(same_names(&artifacts));
    let all: Vec<EditionFacts> = reading.editions.iter().map(EditionFacts::of).collect();
    if options.report {
        let name = format!("{}{PAGES}", all.first().map_or("", |edition| edition.slug.as_str()));
        artifacts.push(Artifact::new(None, name, pages::file(&pages), None));
    }
    (report, BuiltFiles { artifacts, pages, lock, editions: all, misused })
}

/// A shop's file may be called as another edition's is.
pub(super) fn same_names(artifacts: &[Artifact]) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let twice = artifacts.iter().filter(|artifact| !seen.insert(&artifact.name));
    let found = twice.map(|artifact| {
        let why = format!("two files would be called `{}`", artifact.name);
        Diagnostic::error("output-twice", why).help("give the edition another name, or leave the shop out of `for`")
    });
    found.collect()
}

/// Editions whose pages look alike one after another, so that they are set once; the others in parallel. In their order.
fn lay_all<'r>(editions: Vec<Prepared<'r>>, all: bool, progress: &dyn Progress) -> Vec<Laid<'r>> {
    let mut groups: Vec<Vec<(usize, Prepared)>> = Vec::new();
    for (at, own) in editions.into_iter().enumerate() {
        let alike = |group: &&mut Vec<(usize, Prepared)>| match (&own.edition, group.first()) {
            (Some(own), Some((_, Prepared { edition: Some(first), .. }))) => common::are_alike(own, first),
            _ => false,
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.push((at, own)),
            None => groups.push(vec![(at, own)]),
        }
    }
    let laid = groups.into_par_iter().map(|group| {
        let mut common = Common::of(group.len());
        let lay = |(at, Prepared { name, edition, mut report })| {
            let set = edition.as_ref().map(|edition| lay::jobs(edition, all, &mut common, &mut report, progress));
            let (jobs, pages) = set.unwrap_or_default();
            (at, Laid { name, edition, report, jobs, pages })
        };
        group.into_iter().map(lay).collect::<Vec<(usize, Laid)>>()
    });
    let mut laid: Vec<(usize, Laid)> = laid.collect::<Vec<_>>().into_iter().flatten().collect();
    laid.sort_by_key(|(at, _)| *at);
    laid.into_iter().map(|(_, laid)| laid).collect()
}

/// What an edition is called where a finding is not everyone's.
fn called(edition: &EditionReading) -> String {
    edition.name.as_ref().map_or_else(|| "default edition".to_owned(), |name| format!("edition `{name}`"))
}

/// What book.toml and the options choose holds from here on, and for what was found while the book was read.
pub(super) fn set_levels(options: &BuildOptions, reading: Option<&Reading>, report: &mut Report) {
    let editions = || reading.into_iter().flat_map(|reading| &reading.editions);
    let own = editions().take(1).flat_map(|edition| &edition.settings.lint.choices);
    let printer = editions().any(|edition| edition.settings.print.printer.is_some());
    let (levels, refused) = register::levels(own.chain(options.levels), printer);
    report.set_levels(levels.strict(options.strict));
    report.extend(refused);
}
