//! In: a folder, the editions that are asked for. Out: their bytes, and all that was found. Refuses to know where they
//! are saved.

use super::binding;
use super::edition::{COVER_PICTURE, DUMMY, GUIDES, PAGES};
use super::inspect::{self, Inspected};
use super::pages::{self, PagesReport};
use super::{Artifact, Edition, Progress, Stage, booklet};
use crate::base::config::Set;
use crate::base::register;
use crate::base::{Choice, Diagnostic, Folder, Report, Severity, Span};
use crate::cover::About;
use crate::design::{self, Design};
use crate::layout::Layout;
use crate::layout::compose::Sources;
use crate::manuscript::settings::Settings;
use crate::manuscript::{EditionReading, Medium, Reading};
use crate::model::{Book, PageList, versions};
use crate::page::{Document, Output};
use crate::pictures::{Format, Picture, PictureError};
use crate::{cover, draw, epub, impose, layout, manuscript, pdf};
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// What to make.
#[derive(Clone, Copy, Debug, Default)]
pub struct BuildOptions<'a> {
    /// These editions alone; all where it is empty.
    pub only: &'a [Edition],
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
}

/// One edition, ready to be written.
enum Job {
    Epub {
        list: PageList,
        cover: Arc<Picture>,
    },
    /// The EPUB's cover by itself, for a shop's form.
    Front(Arc<Picture>),
    Paged {
        edition: Edition,
        document: Box<Document>,
        sources: Arc<Sources>,
    },
    /// The booklet's sheets with numbers for pages.
    Dummy(Box<Document>),
    /// The cover with lines and measures over it.
    Guides(Box<Document>),
}

/// An edition's book as each medium has it: the same one where nothing in the manuscript depends on that.
struct Books {
    ebook: Arc<Book>,
    print: Arc<Book>,
    screen: Arc<Book>,
}

impl Books {
    fn new(reading: &Reading, edition: &EditionReading, folder: &Folder, report: &mut Report) -> Books {
        let mut book = |medium| Arc::new(manuscript::book(reading, edition, &edition.on(medium), folder, report));
        let print = book(Medium::Print);
        match reading.varies() {
            true => {
                // What comes out alike is set once.
                let mut own =
                    |medium| Some(book(medium)).filter(|own| *own != print).unwrap_or_else(|| Arc::clone(&print));
                Books { ebook: own(Medium::Ebook), screen: own(Medium::Screen), print: Arc::clone(&print) }
            }
            false => Books { ebook: Arc::clone(&print), screen: Arc::clone(&print), print },
        }
    }

    /// What an edition's file is made of.
    fn of(&self, edition: Edition) -> &Book {
        match edition {
            Edition::Epub => &self.ebook,
            Edition::Print | Edition::Booklet | Edition::Cover => &self.print,
            Edition::Screen => &self.screen,
        }
    }

    /// Whether pages set for print do for the screen.
    fn is_shown_as_printed(&self) -> bool {
        Arc::ptr_eq(&self.print, &self.screen)
    }
}

/// What is to be made of which book.
#[derive(Clone, Copy)]
struct Task<'a> {
    books: &'a Books,
    design: &'a Design,
    settings: &'a Settings,
    editions: &'a [Edition],
    report: bool,
}

/// What the layouts came to.
struct Paged {
    /// The print edition's message to the EPUB.
    list: PageList,
    jobs: Vec<Job>,
    reports: Vec<PagesReport>,
    /// Pages of the print edition, where they were set.
    count: Option<usize>,
}

/// Makes the editions that are wished for and that the book has. Nothing is written of a book with errors, but all of
/// it is set, to find what else is wrong; errors that levels made of warnings hinder nothing here.
pub fn make(folder: &Folder, options: BuildOptions, progress: &dyn Progress) -> (Report, BuiltFiles) {
    let (read, mut report) = step(progress, None, Stage::Read, || read(folder));
    set_levels(&options, read.as_ref().map(|(edition, _)| &edition.settings), &mut report);
    let Some((edition, books)) = read else { return (report, BuiltFiles::default()) };
    let settings = &edition.settings;
    let designed = step(progress, None, Stage::Design, || design::design(settings, folder, &mut report));
    let Some(design) = designed else { return (report, BuiltFiles::default()) };
    let editions = chosen(&design, options.only, &mut report);
    let task = Task { books: &books, design: &design, settings, editions: &editions, report: options.report };
    let (jobs, pages) = jobs(task, &mut report, progress);
    if report.is_blocked() {
        return (report, BuiltFiles::default());
    }
    let made: Vec<_> = jobs
        .par_iter()
        .map(|job| match job.is_aid() {
            // An edition is written once to those who listen.
            true => write(job, &books, &design),
            false => step(progress, Some(job.edition()), Stage::Write, || write(job, &books, &design)),
        })
        .collect();
    let mut artifacts = Vec::new();
    let mut inspected = Vec::new();
    for (job, made) in jobs.iter().zip(made) {
        match made {
            Ok(Written { artifact, found }) => {
                artifacts.push(artifact);
                inspected.extend(found.map(|found| (found, job.sources())));
            }
            Err(found) => report.extend(found),
        }
    }
    report.extend(inspect::diagnostics(&inspected));
    if options.report {
        let name = format!("{}{PAGES}", books.print.metadata.slug);
        artifacts.push(Artifact::new(None, name, pages::file(&pages), None));
    }
    (report, BuiltFiles { artifacts, pages })
}

/// The default edition and its books.
fn read(folder: &Folder) -> (Option<(EditionReading, Books)>, Report) {
    let (reading, mut report) = manuscript::open(folder);
    let read = reading.and_then(|mut reading| {
        let books = Books::new(&reading, reading.editions.first()?, folder, &mut report);
        Some((reading.editions.swap_remove(0), books))
    });
    (read, report)
}

/// What book.toml and the options choose holds from here on, and for what was found while the book was read.
fn set_levels(options: &BuildOptions, settings: Option<&Settings>, report: &mut Report) {
    let own = settings.into_iter().flat_map(|settings| &settings.lint.choices);
    let printer = settings.is_some_and(|settings| settings.print.printer.is_some());
    let (levels, refused) = register::levels(own.chain(options.levels), printer);
    report.set_levels(levels.strict(options.strict));
    report.extend(refused);
}

pub(super) fn step<T>(progress: &dyn Progress, edition: Option<Edition>, stage: Stage, work: impl FnOnce() -> T) -> T {
    progress.begins(edition, stage);
    let done = work();
    progress.ends(edition, stage);
    done
}

fn chosen(design: &Design, only: &[Edition], report: &mut Report) -> Vec<Edition> {
    for edition in only.iter().filter(|edition| !edition.is_enabled(design.editions)) {
        let why = format!("the book has no {} edition: `[{0}] enabled` is false", edition.name());
        report.add(Diagnostic::error("edition-disabled", why));
    }
    let asked = |edition: &Edition| only.is_empty() || only.contains(edition);
    Edition::ALL.into_iter().filter(|edition| edition.is_enabled(design.editions) && asked(edition)).collect()
}

/// Sets the pages and the cover, in the order of `Edition::ALL`.
fn jobs(task: Task, report: &mut Report, progress: &dyn Progress) -> (Vec<Job>, Vec<PagesReport>) {
    let Task { books, design, settings, editions, .. } = task;
    let (Paged { list, jobs: paged, reports, count }, front) = rayon::join(
        || step(progress, None, Stage::Layout, || pages(task, report)),
        || {
            editions
                .contains(&Edition::Epub)
                .then(|| step(progress, Some(Edition::Epub), Stage::Cover, || front(books.of(Edition::Epub), design)))
        },
    );
    let mut jobs = Vec::new();
    match front {
        Some(Ok(cover)) => {
            let cover = Arc::new(cover);
            jobs.extend([Job::Epub { list, cover: Arc::clone(&cover) }, Job::Front(cover)]);
        }
        Some(Err(found)) => report.add(found.at_any(span(&settings.cover.front))),
        None => {}
    }
    jobs.extend(paged);
    if let Some(count) = count.filter(|_| editions.contains(&Edition::Cover)) {
        let book = books.of(Edition::Cover);
        let cover = step(progress, Some(Edition::Cover), Stage::Cover, || cover::cover(book, design, count));
        let placed = |(about, found): (About, Diagnostic)| match found.span {
            Some(_) => found,
            None => found.at_any(setting(about, settings).or(settings.cover.span)),
        };
        // Who says nothing of a cover is not advised about it.
        let asked = settings.cover.span.is_some() || book.metadata.print_isbn.is_some();
        let told = cover.found.into_iter().filter(|(_, found)| asked || found.severity < Severity::Hint);
        // What the pages lack too is told there, with more places.
        let told: Vec<Diagnostic> = told.map(placed).filter(|found| !report.says(found)).collect();
        report.extend(told);
        let sheet = cover.document.pages.first().map(|page| page.boxes.trim).unwrap_or_default();
        let sources = Arc::new(inspect::cover_sources(settings, design, sheet));
        jobs.push(Job::Paged { edition: Edition::Cover, document: Box::new(cover.document), sources });
        jobs.extend(cover.guides.map(|document| Job::Guides(Box::new(document))));
    }
    (jobs, reports)
}

/// Where the setting stands that something on the cover is about.
fn setting(about: About, settings: &Settings) -> Option<Span> {
    let (book, cover) = (&settings.book, &settings.cover);
    match about {
        About::Title => span(&book.title),
        About::Subtitle => span(&book.subtitle),
        About::Authors => book.authors.first().and_then(Set::span),
        About::Publisher => span(&book.publisher),
        About::Sheet => None,
        About::Front => span(&cover.front),
        About::Back => span(&cover.back),
        About::Wrap => span(&cover.wrap),
        About::Spine => span(&cover.spine),
        About::Paper => span(&cover.paper),
        About::BackText => span(&cover.back_text),
    }
}

fn span<T>(set: &Option<Set<T>>) -> Option<Span> {
    set.as_ref().and_then(Set::span)
}

/// The paged editions. Print and screen share one layout unless their pages differ in more than bleed. A report tells
/// of all pages that the book has, whichever editions are made.
fn pages(task: Task, report: &mut Report) -> Paged {
    let Task { books, design, settings, editions, .. } = task;
    let has = |edition: &Edition| edition.is_enabled(design.editions);
    let wants = |edition| editions.contains(&edition);
    let lays = |edition| wants(edition) || task.report && has(&edition);
    let shared = books.is_shown_as_printed() && design.screen.has_pages_of(&design.print);
    let listed = wants(Edition::Epub) && design.epub.page_list && design.editions.print;
    let (print, screen) = rayon::join(
        || {
            let counted = wants(Edition::Booklet) || wants(Edition::Cover);
            let needed = lays(Edition::Print) || listed || counted || (shared && lays(Edition::Screen));
            needed.then(|| {
                binding::lay(design, settings, |geometry| {
                    layout::layout(books.of(Edition::Print), design, geometry, Output::Press(design.press.clone()))
                })
            })
        },
        || {
            let needed = lays(Edition::Screen) && !shared;
            needed.then(|| layout::layout(books.of(Edition::Screen), design, &design.screen, Output::Screen))
        },
    );
    let mut reports = Vec::new();
    if task.report {
        let [both, one, other] = [&[Edition::Print, Edition::Screen][..], &[Edition::Print], &[Edition::Screen]];
        for (layout, editions) in [(&print, if shared { both } else { one }), (&screen, other)] {
            let editions: Vec<Edition> = editions.iter().copied().filter(has).collect();
            reports.extend(layout.iter().map(|layout| PagesReport::new(&editions, layout, &report.sources)));
        }
    }
    let mut list = PageList::default();
    let mut count = None;
    let mut jobs = Vec::new();
    if let Some(Layout { mut document, pages, sources, diagnostics, .. }) = print {
        let sources = Arc::new(sources);
        report.extend(diagnostics);
        let other = shared.then(|| document.with_output(Output::Screen, design.screen.bleed));
        let folded =
            wants(Edition::Booklet).then(|| booklet::booklet(&document, design, task.settings, report)).flatten();
        design.printer.iter().for_each(|printer| binding::add_blanks(&mut document, printer, design.print.bleed));
        count = Some(document.pages.len());
        if design.print_marks {
            document = impose::crop(&document, &booklet::lettering(&document, design));
        }
        let paged = |edition, document| Job::Paged { edition, document: Box::new(document), sources: sources.clone() };
        jobs.push(paged(Edition::Print, document));
        jobs.extend(other.map(|document| paged(Edition::Screen, document)));
        if let Some((sheets, dummy)) = folded {
            // Where a page comes to stand on a sheet is not known here.
            let sources = Arc::default();
            jobs.push(Job::Paged { edition: Edition::Booklet, document: Box::new(sheets), sources });
            jobs.extend(dummy.map(|dummy| Job::Dummy(Box::new(dummy))));
        }
        if listed {
            list = match Arc::ptr_eq(&books.print, &books.ebook) {
                true => pages,
                false => versions::carried(&pages, &books.print, &books.ebook),
            };
        }
    }
    if let Some(Layout { document, sources, diagnostics, .. }) = screen {
        report.extend(diagnostics);
        let sources = Arc::new(sources);
        jobs.push(Job::Paged { edition: Edition::Screen, document: Box::new(document), sources });
    }
    jobs.retain(|job| wants(job.edition()));
    report.extend(jobs.iter().filter_map(Job::less_claimed));
    jobs.sort_by_key(Job::edition);
    Paged { list, jobs, reports, count }
}

/// The front cover as a raster picture: the author's, or one set from the book's own words.
fn front(book: &Book, design: &Design) -> Result<Picture, Diagnostic> {
    let quality = design.pictures.quality;
    let painted = match cover::front(book, design) {
        cover::Front::Art(own) => draw::picture(&own, cover::SCREEN, quality),
        cover::Front::Set(frame, room) => draw::frame(&frame, &design.faces, room, quality),
    };
    painted.map_err(cover_broken)
}

fn cover_broken(why: PictureError) -> Diagnostic {
    Diagnostic::error("cover-broken", format!("the cover: {why}"))
}

/// What most shops ask for.
fn jpeg(cover: &Picture, quality: u8) -> Result<Vec<u8>, Diagnostic> {
    if cover.format == Format::Jpeg {
        return Ok(cover.bytes.to_vec());
    }
    let made = cover.decode().and_then(|raster| raster.to_jpeg(quality));
    made.map(|jpeg| jpeg.bytes.to_vec()).map_err(cover_broken)
}

impl Job {
    /// Where a screen edition is not for everyone.
    fn less_claimed(&self) -> Option<Diagnostic> {
        let Job::Paged { edition: Edition::Screen, document, .. } = self else { return None };
        let why = "the screen PDF does not claim to be accessible (PDF/UA-1): an image has no alt text";
        let help = "describe every image between its brackets, or write `{.decorative}` after it if it says nothing";
        (!pdf::Claims::of(document).accessible).then(|| Diagnostic::hint("screen-not-accessible", why).help(help))
    }

    fn sources(&self) -> &Sources {
        static NONE: Sources = Sources::NONE;
        match self {
            Job::Paged { sources, .. } => sources,
            Job::Epub { .. } | Job::Front(_) | Job::Dummy(_) | Job::Guides(_) => &NONE,
        }
    }

    /// Whether it only comes with its edition.
    fn is_aid(&self) -> bool {
        match self {
            Job::Front(_) | Job::Dummy(_) | Job::Guides(_) => true,
            Job::Epub { .. } | Job::Paged { .. } => false,
        }
    }

    fn edition(&self) -> Edition {
        match self {
            Job::Epub { .. } | Job::Front(_) => Edition::Epub,
            Job::Paged { edition, .. } => *edition,
            Job::Dummy(_) => Edition::Booklet,
            Job::Guides(_) => Edition::Cover,
        }
    }
}

/// A file, and what is wrong with it.
struct Written {
    artifact: Artifact,
    /// Of a paged edition.
    found: Option<Inspected>,
}

fn write(job: &Job, books: &Books, design: &Design) -> Result<Written, Vec<Diagnostic>> {
    let edition = job.edition();
    let book = books.of(edition);
    let (bytes, pages, found) = match job {
        Job::Epub { list, cover } => (epub::write(book, design, list, cover)?, None, None),
        Job::Front(cover) => (jpeg(cover, design.pictures.quality).map_err(|found| vec![found])?, None, None),
        Job::Paged { edition, document, .. } => {
            let bytes = pdf::write(document)?;
            let found = inspect::inspect(*edition, &bytes, design)?;
            (bytes, Some(document.pages.len()), Some(found))
        }
        Job::Dummy(document) | Job::Guides(document) => (pdf::write(document)?, Some(document.pages.len()), None),
    };
    let slug = &book.metadata.slug;
    let name = match job {
        Job::Dummy(_) => format!("{slug}{DUMMY}"),
        Job::Guides(_) => format!("{slug}{GUIDES}"),
        Job::Front(_) => format!("{slug}{COVER_PICTURE}"),
        _ => edition.file_name(slug),
    };
    let artifact = Artifact::new(Some(edition), name, bytes, pages);
    let artifact = if job.is_aid() { artifact.beside(edition) } else { artifact };
    Ok(Written { artifact, found })
}
