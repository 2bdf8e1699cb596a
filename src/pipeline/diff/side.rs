//! In: a book's folder. Out: all that a build makes of it, with the pages and the text of one edition. Refuses to save and
//! to compare.

use super::texts::{Chapter, chapters};
use crate::base::{Diagnostic, Folder, Report, Sources, Span};
use crate::manuscript::{self, Medium};
use crate::model::{ByteMap, TextPos};
use crate::page::Document;
use crate::pipeline::edition::Job;
use crate::pipeline::make::{BuildOptions, Seen, make_seen};
use crate::pipeline::{Artifact, Failure, Output, Silent};
use serde::Serialize;

/// One of two books.
#[derive(Debug)]
pub struct Side {
    pub name: String,
    pub report: Report,
    pub artifacts: Vec<Artifact>,
    pub edition: Chosen,
}

/// The edition that is compared word by word and page by page.
#[derive(Debug, Default)]
pub struct Chosen {
    pub title: String,
    pub language: String,
    pub chapters: Vec<Chapter>,
    /// In print, else on a screen.
    pub document: Option<Document>,
    map: ByteMap,
    sources: Sources,
    shown: String,
}

/// A place in a file, by its line or its page, both counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    pub file: String,
    pub line: Option<usize>,
    pub page: Option<usize>,
}

impl Side {
    /// Builds the book in memory. `name` is what it was called.
    pub fn of(folder: &Folder, name: &str, edition: Option<&str>) -> Result<Side, Failure> {
        let mut chosen: Option<(Output, Chosen)> = None;
        let (report, built) = make_seen(folder, BuildOptions::default(), &Silent, &mut |seen| {
            let is_it = seen.edition.reading.name.as_deref() == edition;
            let better = chosen.as_ref().is_none_or(|(known, _)| rank(seen.job.output()) < rank(*known));
            if is_it && better && !seen.job.is_aid() {
                chosen = Some((seen.job.output(), Chosen::of(&seen, &folder.shown)));
            }
        });
        if report.has_errors() {
            return Err(Failure::Input(of_side(report.errors(), name)));
        }
        let unknown = || {
            let why = format!("`{name}` makes nothing of the edition `{}`", edition.unwrap_or("default"));
            Failure::usage([Diagnostic::error("edition-unknown", why)])
        };
        let (_, edition) = chosen.ok_or_else(unknown)?;
        Ok(Side { name: name.to_owned(), report, artifacts: built.artifacts, edition })
    }

    /// The line of a finding.
    pub fn place(&self, span: Span) -> Option<Place> {
        placed(span, &self.report.sources, &self.edition.shown)
    }
}

/// Whose pages are looked at first.
fn rank(output: Output) -> u8 {
    match output {
        Output::Print => 0,
        Output::Screen => 1,
        Output::Epub => 2,
        Output::Booklet | Output::Cover => 3,
    }
}

/// What is wrong with one of two books, and with which.
fn of_side(report: Report, name: &str) -> Report {
    let mut out = report.beside();
    out.extend(
        report
            .sorted()
            .into_iter()
            .map(|found| Diagnostic { message: format!("{} (in `{name}`)", found.message), ..found.clone() }),
    );
    out
}

impl Chosen {
    fn of(seen: &Seen, shown: &str) -> Chosen {
        let book = &seen.edition.books.print;
        let version = seen.edition.reading.on(Medium::Print);
        let document = match seen.job {
            Job::Paged { output: Output::Print | Output::Screen, document, .. } => Some(Document::clone(document)),
            Job::Paged { .. } | Job::Epub { .. } | Job::Front(_) | Job::Accessibility(_) => None,
            Job::Dummy(_) | Job::Plate(..) | Job::Guides(_) => None,
        };
        Chosen {
            title: book.metadata.title.clone(),
            language: book.metadata.language.clone(),
            chapters: chapters(book),
            document,
            map: manuscript::map_of(seen.reading, seen.edition.reading, &version, book, seen.sources),
            sources: seen.sources.clone(),
            shown: shown.to_owned(),
        }
    }

    /// Where a place of the text stands in the files, else where its paragraph does.
    pub fn place(&self, at: Option<TextPos>, paragraph: Span) -> Option<Place> {
        let span = at.and_then(|at| self.map.source(at, 1)).unwrap_or(paragraph);
        placed(span, &self.sources, &self.shown)
    }
}

fn placed(span: Span, sources: &Sources, shown: &str) -> Option<Place> {
    let (_, source) = sources.iter().find(|(file, _)| *file == span.file)?;
    let (line, _) = sources.line_column(span.file, span.start);
    Some(Place { file: format!("{shown}{}", source.name), line: Some(line), page: None })
}
