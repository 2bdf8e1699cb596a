//! In: pages that are printed in inks. Out: a picture of each, and how much of it each ink covers. Refuses to know where
//! they are saved.

use super::edition::{Edition, Job};
use super::{Artifact, Output};
use crate::base::Diagnostic;
use crate::draw::{self, InkedPage};
use crate::page::{Document, Page};
use crate::pictures::PictureError;
use crate::press::{Palette, Spot};
use rayon::prelude::*;
use serde::Serialize;
use std::path::Path;

/// Pictures of the inks that are asked for.
#[derive(Clone, Copy, Debug)]
pub struct InkProofs<'a> {
    /// Where to save them.
    pub dir: &'a Path,
    /// Whether each plate has a picture of its own.
    pub plates: bool,
}

/// How much ink the pages of an output have.
#[derive(Clone, Debug, Serialize)]
pub struct InksReport {
    /// `print`, `hardback.print`.
    pub output: String,
    pub pages: Vec<PageInks>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PageInks {
    /// Counted from 1, as a viewer of PDFs counts.
    pub page: usize,
    pub folio: String,
    pub inks: Vec<InkCover>,
    /// The most ink on one spot, all together, in percent.
    pub most: u32,
}

#[derive(Clone, Debug, Serialize)]
pub struct InkCover {
    pub ink: String,
    /// Of the trimmed page.
    pub percent: f64,
}

/// What was drawn so far.
#[derive(Debug, Default)]
pub(super) struct Inked {
    pub reports: Vec<InksReport>,
    pub artifacts: Vec<Artifact>,
    pub found: Vec<Diagnostic>,
}

impl Inked {
    /// Draws a print edition or a cover; other files have no inks of their own.
    pub fn add(&mut self, edition: &Edition, job: &Job, plates: bool) {
        let Job::Paged { output: output @ (Output::Print | Output::Cover), document, .. } = job else { return };
        match Palette::new(&document.output) {
            Ok(palette) if palette.channels().is_empty() => {}
            Ok(palette) => self.document(edition, *output, (document, &palette), plates),
            Err(found) => self.found.push(found),
        }
    }

    fn document(
        &mut self,
        edition: &Edition,
        output: Output,
        (document, palette): (&Document, &Palette),
        plates: bool,
    ) {
        let stem = format!("{}-{}", edition.reading.slug, output.name());
        let drawn: Vec<Result<(PageInks, Vec<Artifact>), PictureError>> = document
            .pages
            .par_iter()
            .enumerate()
            .map(|(at, page)| {
                let inked = draw::inks(page, &document.fonts, palette)?;
                let names = format!("{stem}-{:03}", at + 1);
                Ok((row(at, page, &inked), pictures(&inked, &names, plates)?))
            })
            .collect();
        let mut pages = Vec::with_capacity(drawn.len());
        for drawn in drawn {
            match drawn {
                Ok((row, artifacts)) => {
                    pages.push(row);
                    self.artifacts.extend(artifacts);
                }
                Err(why) => {
                    let why = format!("a page cannot be drawn in its inks: {why}");
                    self.found.push(Diagnostic::error("picture-unusable", why));
                    return;
                }
            }
        }
        let report = InksReport { output: edition.product(output).to_string(), pages };
        let file = serde_json::to_vec_pretty(&report).unwrap_or_default();
        self.artifacts.push(Artifact::new(None, format!("{stem}-inks.json"), file, None));
        self.reports.push(report);
    }

    /// That nothing is printed in inks, where pictures of them are asked for.
    pub fn missing(&self) -> Option<Diagnostic> {
        let none = self.reports.is_empty() && self.found.is_empty();
        let help = "build the print edition or the cover, for a printer that does not take RGB";
        none.then(|| Diagnostic::error("ink-proofs-none", "no page is printed in inks that could be drawn").help(help))
    }
}

fn row(at: usize, page: &Page, inked: &InkedPage) -> PageInks {
    let (coverage, most) = inked.coverage();
    let cover = |(plate, parts): (&draw::InkPlate, &u32)| InkCover {
        ink: plate.name.clone(),
        percent: f64::from(*parts) / 100.0,
    };
    let inks = inked.plates.iter().zip(&coverage).map(cover).collect();
    PageInks { page: at + 1, folio: page.shown_folio(), inks, most }
}

fn pictures(inked: &InkedPage, names: &str, plates: bool) -> Result<Vec<Artifact>, PictureError> {
    let artifact = |name: String, bytes: &[u8]| Artifact::new(None, name, bytes.to_vec(), None);
    let mut all = vec![artifact(format!("{names}.png"), &inked.picture()?.bytes)];
    for plate in inked.plates.iter().filter(|_| plates) {
        let name = format!("{names}-{}.png", Spot::plate_name(&plate.key));
        all.push(artifact(name, &plate.picture(inked.size)?.bytes));
    }
    Ok(all)
}
