//! An edition on its way: its book and its looks, what is made of it, and its files before they are written.

use super::books::Books;
use super::progress::{Progress, Stage, Step};
use super::proof::Proof;
use super::shared::Shared;
use super::{Output, Product};
use crate::base::{Diagnostic, Folder, Report};
use crate::design::{self, Design};
use crate::layout::compose::Sources;
use crate::manuscript::{EditionReading, Reading};
use crate::model::PageList;
use crate::page::{self, Document};
use crate::pdf;
use crate::pictures::Picture;
use std::sync::Arc;

/// What is to be made of which book.
pub struct Edition<'r> {
    pub reading: &'r EditionReading,
    pub books: Books,
    pub design: Design,
    /// In the order of `Output::ALL`.
    pub outputs: Vec<Output>,
    /// How its pages are marked, where they are only looked at.
    pub proof: Option<Proof>,
}

/// One file of an edition, ready to be written.
pub enum Job {
    Epub {
        list: PageList,
        cover: Arc<Picture>,
    },
    /// The EPUB's cover by itself, for a shop's form.
    Front(Arc<Picture>),
    /// What is said of its accessibility, for people.
    Accessibility(String),
    Paged {
        output: Output,
        document: Box<Document>,
        sources: Arc<Sources>,
        /// What other editions' files have in common with it.
        shared: Option<Arc<Shared>>,
    },
    /// The booklet's sheets with numbers for pages.
    Dummy(Box<Document>),
    /// Its pages in one ink, by the author's name of it.
    Plate(String, Box<Document>),
    /// The cover with lines and measures over it.
    Guides(Box<Document>),
}

impl<'r> Edition<'r> {
    /// Nothing where it has no design; why not is reported.
    pub fn new(
        reading: &Reading,
        (edition, outputs): (&'r EditionReading, Vec<Output>),
        folder: &Folder,
        report: &mut Report,
        progress: &dyn Progress,
    ) -> Option<Edition<'r>> {
        let books = Books::new(reading, edition, folder, report);
        let step = Step { edition: edition.name.clone(), output: None, stage: Stage::Design };
        let design = step.told(progress, || design::design(&edition.settings, folder, report))?;
        report.extend(design::class_findings(&books.print, &design));
        report.extend(design::ink_findings(&books.print, &edition.settings));
        Some(Edition { reading: edition, books, design, outputs, proof: None })
    }

    /// Marks its pages as a proof, and makes nothing else of it.
    pub fn as_proof(mut self, report: &mut Report) -> Edition<'r> {
        report.extend(Proof::without(&self.outputs));
        self.outputs.retain(|output| Proof::is_made_of(*output));
        let (proof, found) = Proof::of(&self.reading.settings, &self.design, &self.books.print.metadata.language);
        report.extend(found);
        self.proof = Some(proof);
        self
    }

    pub fn product(&self, output: Output) -> Product {
        Product { edition: self.reading.name.clone(), output }
    }

    pub fn wants(&self, output: Output) -> bool {
        self.outputs.contains(&output)
    }

    /// Work for an output of it, or for all that it has.
    pub fn step(&self, output: Option<Output>, stage: Stage) -> Step {
        Step { edition: self.reading.name.clone(), output, stage }
    }
}

impl Job {
    /// Where a screen PDF is not for everyone.
    pub fn less_claimed(&self) -> Option<Diagnostic> {
        let Job::Paged { output: Output::Screen, document, .. } = self else { return None };
        let why = "the screen PDF does not claim to be accessible (PDF/UA-1): an image has no alt text";
        let help = "describe every image between its brackets, or write `{.decorative}` after it if it says nothing";
        (!pdf::Claims::of(document).accessible).then(|| Diagnostic::hint("screen-not-accessible", why).help(help))
    }

    /// Where inks of what is printed meet without a trap that was asked for.
    pub fn untrapped(&self) -> Vec<Diagnostic> {
        match self {
            Job::Paged { output: Output::Print | Output::Cover, document, .. } => page::untrapped(document),
            Job::Paged { .. }
            | Job::Epub { .. }
            | Job::Front(_)
            | Job::Accessibility(_)
            | Job::Plate(..)
            | Job::Dummy(_)
            | Job::Guides(_) => Vec::new(),
        }
    }

    pub fn sources(&self) -> &Sources {
        static NONE: Sources = Sources::NONE;
        match self {
            Job::Paged { sources, .. } => sources,
            Job::Epub { .. }
            | Job::Front(_)
            | Job::Accessibility(_)
            | Job::Plate(..)
            | Job::Dummy(_)
            | Job::Guides(_) => &NONE,
        }
    }

    /// Whether it only comes with its output.
    pub fn is_aid(&self) -> bool {
        match self {
            Job::Front(_) | Job::Accessibility(_) | Job::Plate(..) | Job::Dummy(_) | Job::Guides(_) => true,
            Job::Epub { .. } | Job::Paged { .. } => false,
        }
    }

    pub fn output(&self) -> Output {
        match self {
            Job::Epub { .. } | Job::Front(_) | Job::Accessibility(_) => Output::Epub,
            Job::Paged { output, .. } => *output,
            Job::Plate(..) => Output::Print,
            Job::Dummy(_) => Output::Booklet,
            Job::Guides(_) => Output::Cover,
        }
    }
}
