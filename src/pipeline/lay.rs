//! In: an edition's book and design. Out: its pages and its cover, set and ready to be written, and all that was found.
//! Refuses to know what a file looks like inside.

use super::common::Common;
use super::edition::{Edition, Job};
use super::front::front;
use super::{Output, PagesReport, Progress, Stage, binding, booklet, inspect};
use crate::base::config::Set;
use crate::base::register::{self, Guard};
use crate::base::{Diagnostic, Report, Severity, Span};
use crate::cover::About;
use crate::design::Design;
use crate::epub::Facts;
use crate::layout::Layout;
use crate::manuscript::settings::Settings;
use crate::model::{PageList, versions};
use crate::press::Spot;
use crate::{cover, epub, impose, layout, page};
use std::sync::Arc;

/// What the layouts came to.
struct Paged {
    /// The print edition's message to the EPUB.
    list: PageList,
    jobs: Vec<Job>,
    reports: Vec<PagesReport>,
    /// Pages of the print edition, where they were set.
    count: Option<usize>,
}

/// Sets the pages and the cover, in the order of `Output::ALL`. With `all` the pages of every output are reported on.
/// `common` has pages of editions that are set before.
pub fn jobs(
    edition: &Edition,
    all: bool,
    common: &mut Common,
    report: &mut Report,
    progress: &dyn Progress,
) -> (Vec<Job>, Vec<PagesReport>) {
    let Edition { books, design, reading, .. } = edition;
    let step = |output, stage| edition.step(output, stage);
    let (Paged { list, jobs: paged, reports, count }, front) = rayon::join(
        || step(None, Stage::Layout).told(progress, || pages(edition, all, common, report)),
        || {
            let draw = || front(books.of(Output::Epub), design);
            let wanted = edition.wants(Output::Epub);
            wanted.then(|| step(Some(Output::Epub), Stage::Cover).told(progress, draw))
        },
    );
    report.extend(withheld(edition));
    let mut jobs = Vec::new();
    let (front, found) = front.unzip();
    match front {
        Some(Ok(cover)) => {
            let cover = Arc::new(cover);
            jobs.extend([Job::Epub { list, cover: Arc::clone(&cover) }, Job::Front(cover)]);
        }
        Some(Err(found)) => report.add(found.at_any(span(&reading.settings.cover.front))),
        None => {}
    }
    jobs.extend(accessibility(edition, report));
    jobs.extend(paged);
    // The cover's sheet has the same words, and more room for them or less.
    if !edition.wants(Output::Cover) {
        on_cover(found.unwrap_or_default(), &reading.settings, report);
    }
    if let Some(count) = count.filter(|_| edition.wants(Output::Cover)) {
        let draw = || covers(edition, count, report);
        jobs.extend(step(Some(Output::Cover), Stage::Cover).told(progress, draw));
    }
    (jobs, reports)
}

/// The cover of a book of so many pages, and its sheet with guides.
fn covers(edition: &Edition, count: usize, report: &mut Report) -> Vec<Job> {
    let Edition { books, design, reading, .. } = edition;
    let settings = &reading.settings;
    let book = books.of(Output::Cover);
    let cover = cover::cover(book, design, count);
    // Who says nothing of a cover is not advised about it.
    let asked = settings.cover.span.is_some() || book.metadata.print_isbn.is_some();
    let told = cover.found.into_iter().filter(|(_, found)| asked || found.severity < Severity::Hint);
    on_cover(told.collect(), settings, report);
    let sources = Arc::new(inspect::cover_sources(settings, &cover::Sheet::new(design, count)));
    let sheet = Job::Paged { output: Output::Cover, document: Box::new(cover.document), sources, shared: None };
    let guides = cover.guides.map(|document| Job::Guides(Box::new(document)));
    std::iter::once(sheet).chain(guides).collect()
}

/// Tells what was found on a cover, each at its setting.
fn on_cover(found: Vec<(About, Diagnostic)>, settings: &Settings, report: &mut Report) {
    let placed = |(about, found): (About, Diagnostic)| match found.span {
        Some(_) => found,
        None => found.at_any(setting(about, settings).or(settings.cover.span)),
    };
    // What the pages lack too is told there, with more places.
    let told: Vec<Diagnostic> = found.into_iter().map(placed).filter(|found| !report.says(found)).collect();
    report.extend(told);
}

/// Where the setting stands that something on the cover is about.
fn setting(about: About, settings: &Settings) -> Option<Span> {
    let (book, cover) = (&settings.book, &settings.cover);
    match about {
        About::Title => span(&book.title),
        About::Subtitle => span(&book.subtitle),
        About::Authors => book.authors.first().and_then(Set::span),
        About::Series => span(&book.series),
        About::Publisher => span(&book.publisher),
        About::Sheet => None,
        About::Front => span(&cover.front),
        About::Back => span(&cover.back),
        About::Wrap => span(&cover.wrap),
        About::Spine => span(&cover.spine),
        About::Paper => span(&cover.paper),
        About::BackText => span(&cover.back_text),
        About::FlapText => span(&cover.flap_text),
        About::BackFlapText => span(&cover.back_flap_text),
    }
}

fn span<T>(set: &Option<Set<T>>) -> Option<Span> {
    set.as_ref().and_then(Set::span)
}

/// The page on the ebook's accessibility, where it is asked for: with all that was found against it.
fn accessibility(edition: &Edition, report: &Report) -> Option<Job> {
    let asked = edition.reading.settings.epub.accessibility_report.as_deref() == Some(&true);
    let book = edition.wants(Output::Epub).then(|| edition.books.of(Output::Epub)).filter(|_| asked)?;
    let pages = edition.reading.settings.makes(Output::Print) && edition.design.epub.page_list;
    let found = report.sorted();
    let of_this = |code: &str| register::find(code).is_ok_and(|(_, entry)| entry.guards == Some(Guard::Accessibility));
    let found: Vec<&Diagnostic> = found.into_iter().filter(|found| of_this(found.code)).collect();
    Some(Job::Accessibility(epub::report(book, &Facts::of(book, &edition.design.epub, pages), &found, &report.sources)))
}

/// A claim that is asked for, and that the book does not bear out.
fn withheld(edition: &Edition) -> Option<Diagnostic> {
    let epub = &edition.reading.settings.epub;
    if epub.certifier.is_none() {
        let credential = epub.certifier_credential.as_ref().and_then(Set::span);
        let unsaid = credential.or_else(|| epub.certifier_report.as_ref().and_then(Set::span));
        let why = "the ebook does not claim to be accessible: nobody is named who vouches for it";
        let found = Diagnostic::warning("claim-withheld", why).help("name them as `certifier` under `[epub]`");
        return unsaid.filter(|_| edition.wants(Output::Epub)).map(|span| found.at(span));
    }
    let asked = epub.certifier.as_ref().filter(|_| edition.wants(Output::Epub))?;
    let against = Facts::of(edition.books.of(Output::Epub), &edition.design.epub, false).against();
    let why = format!("the ebook does not claim to be accessible, whoever vouches for it: {}", against.join("; "));
    let help = "mend what the other diagnostics say of these";
    let found = Diagnostic::warning("claim-withheld", why).help(help);
    (!against.is_empty()).then(|| asked.span().into_iter().fold(found, Diagnostic::at))
}

/// Why an ebook that is made by itself has no list of the printed pages: they cannot be set.
fn unlisted(diagnostics: &[Diagnostic]) -> Option<Diagnostic> {
    let first = diagnostics.iter().find(|found| found.severity == Severity::Error)?;
    let why = format!("the ebook does not list the pages of the print edition, which cannot be set: {}", first.message);
    let help = "mend what `check` says of the print edition, or set `page-list = false` under `[epub]`";
    let found = Diagnostic::warning("page-list-left-out", why).help(help);
    Some(first.span.into_iter().fold(found, Diagnostic::at))
}

/// The same pages once for each ink, with marks to bring them into register.
fn plates(document: &page::Document, design: &Design) -> Vec<Job> {
    let plates = design.press.plates().into_iter().map(|(key, name, press)| {
        let plate = impose::crop(document, Some(name), &booklet::lettering(document, design));
        Job::Plate(Spot::plate_name(key), Box::new(page::Document { output: page::Output::Press(press), ..plate }))
    });
    plates.collect()
}

/// The paged outputs. Print and screen share one layout unless their pages differ in more than bleed. A report tells
/// of all pages that the book has, whichever outputs are made.
fn pages(edition: &Edition, all: bool, common: &mut Common, report: &mut Report) -> Paged {
    let Edition { books, design, reading, .. } = edition;
    let settings = &reading.settings;
    let wants = |output| edition.wants(output);
    let lays = |output| wants(output) || all && settings.makes(output);
    let shared = books.is_shown_as_printed() && design.screen.has_pages_of(&design.print);
    let listed = wants(Output::Epub) && design.epub.page_list && settings.makes(Output::Print);
    let counted = wants(Output::Booklet) || wants(Output::Cover);
    let printed = lays(Output::Print) || counted || (shared && lays(Output::Screen));
    let (print, screen) = rayon::join(
        || {
            (printed || listed).then(|| {
                binding::lay(design, settings, |geometry| {
                    common.layout(&books.print, design, geometry, page::Output::Press(design.press.clone()))
                })
            })
        },
        || {
            let needed = lays(Output::Screen) && !shared;
            needed.then(|| layout::layout(books.of(Output::Screen), design, &design.screen, page::Output::Screen))
        },
    );
    let mut reports = Vec::new();
    if all {
        let [both, one, other] = [&[Output::Print, Output::Screen][..], &[Output::Print], &[Output::Screen]];
        for (layout, outputs) in [(&print, if shared { both } else { one }), (&screen, other)] {
            let made = outputs.iter().copied().filter(|output| settings.makes(*output));
            let names: Vec<String> = made.map(|output| edition.product(output).to_string()).collect();
            reports.extend(layout.iter().map(|layout| PagesReport::new(names.clone(), layout, &report.sources)));
        }
    }
    let mut list = PageList::default();
    let mut count = None;
    let mut jobs = Vec::new();
    if let Some(Layout { mut document, pages, sources, diagnostics, .. }) = print {
        let sources = Arc::new(sources);
        let unlisted = if printed { None } else { unlisted(&diagnostics) };
        let listed = listed && unlisted.is_none();
        if let Some(proof) = &edition.proof {
            proof.mark(&mut document, design, &design.print);
        }
        // Pages that nobody gets have no findings.
        report.extend(if printed { diagnostics } else { unlisted.into_iter().collect() });
        let other = shared.then(|| document.with_output(page::Output::Screen, design.screen.bleed));
        let folded = wants(Output::Booklet).then(|| {
            let around =
                design.booklet.cover.then(|| cover::cover(books.of(Output::Cover), design, document.pages.len()));
            booklet::booklet(&document, around.as_ref().map(|cover| &cover.document), design, settings, report)
        });
        let folded = folded.flatten();
        design.printer.iter().for_each(|printer| binding::add_blanks(&mut document, printer, design.print.bleed));
        count = Some(document.pages.len());
        if design.plates && wants(Output::Print) && edition.proof.is_none() {
            jobs.extend(plates(&document, design));
        }
        if design.print_marks {
            document = impose::crop(&document, None, &booklet::lettering(&document, design));
        }
        let paged = |output, document, shared| {
            let document = Box::new(document);
            Job::Paged { output, document, sources: sources.clone(), shared }
        };
        // What is marked is not what other editions have in common.
        let shared = if edition.proof.is_some() { None } else { common.shared(document.pages.len()) };
        jobs.push(paged(Output::Print, document, shared));
        jobs.extend(other.map(|document| paged(Output::Screen, document, None)));
        if let Some((sheets, dummy)) = folded {
            // Where a page comes to stand on a sheet is not known here.
            let sources = Arc::default();
            jobs.push(Job::Paged { output: Output::Booklet, document: Box::new(sheets), sources, shared: None });
            jobs.extend(dummy.map(|dummy| Job::Dummy(Box::new(dummy))));
        }
        if listed {
            list = match Arc::ptr_eq(&books.print, &books.ebook) {
                true => pages,
                false => versions::carried(&pages, &books.print, &books.ebook),
            };
        }
    }
    if let Some(Layout { mut document, sources, diagnostics, .. }) = screen {
        // Of the pages of the print edition it was told how much of a picture they cut off.
        report.extend(diagnostics.into_iter().filter(|found| !printed || found.code != "picture-cut"));
        if let Some(proof) = &edition.proof {
            proof.mark(&mut document, design, &design.screen);
        }
        let sources = Arc::new(sources);
        jobs.push(Job::Paged { output: Output::Screen, document: Box::new(document), sources, shared: None });
    }
    jobs.retain(|job| wants(job.output()));
    report.extend(jobs.iter().filter_map(Job::less_claimed));
    report.extend(jobs.iter().flat_map(Job::untrapped));
    jobs.sort_by_key(Job::output);
    Paged { list, jobs, reports, count }
}
