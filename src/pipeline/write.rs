//! In: what an edition's layouts came to, file by file. Out: the bytes of each, and what is wrong with them. Refuses to
//! know where they are saved.

use super::edition::{Edition, Job};
use super::front::jpeg;
use super::inspect::{self, Inspected};
use super::product::{ACCESSIBILITY, COVER_PICTURE, DUMMY, GUIDES, KINDLE, KOBO, PLATE};
use super::proof::Proof;
use super::{Artifact, Output};
use crate::base::Diagnostic;
use crate::design::EbookShop;
use crate::epub::{self, Made};
use crate::{impose, pdf};

/// A file, and what is wrong with it.
pub struct Written {
    pub artifact: Artifact,
    /// Of a paged output.
    pub found: Option<Inspected>,
}

/// The file of a job, and those that shops get of it.
pub fn write(job: &Job, edition: &Edition) -> Result<Vec<Written>, Vec<Diagnostic>> {
    let Edition { books, design, reading, .. } = edition;
    let output = job.output();
    let slug = &reading.slug;
    let product = edition.product(output);
    let one =
        |name: String, bytes: Vec<u8>, pages: Option<usize>| Artifact::new(Some(product.clone()), name, bytes, pages);
    let aid = |ending: &str, bytes, pages| {
        let artifact = one(format!("{slug}{ending}"), bytes, pages).beside(product.clone());
        vec![Written { artifact, found: None }]
    };
    Ok(match job {
        Job::Epub { list, cover } => {
            let made = epub::write(books.of(output), design, list, cover)?.into_iter();
            let written = made.map(|Made { shop, bytes }| match shop {
                None => vec![Written { artifact: one(output.file_name(slug), bytes, None), found: None }],
                Some(EbookShop::Kobo) => aid(KOBO, bytes, None),
                Some(EbookShop::Kindle) => aid(KINDLE, bytes, None),
            });
            written.flatten().collect()
        }
        Job::Front(cover) => {
            aid(COVER_PICTURE, jpeg(cover, design.pictures.quality).map_err(|found| vec![found])?, None)
        }
        Job::Accessibility(html) => aid(ACCESSIBILITY, html.clone().into_bytes(), None),
        Job::Paged { document, shared, .. } => {
            let shared = shared.as_deref();
            let bytes = pdf::write_common(document, shared.map(|shared| &shared.contents))?;
            let readings = shared.map(|shared| &shared.readings);
            let found = Some(inspect::inspect(product.clone(), &bytes, design, readings)?);
            let name = output.file_name(slug);
            let name = if edition.proof.is_some() { Proof::name(&name) } else { name };
            let artifact = one(name, bytes, Some(document.pages.len()));
            let mut written = vec![Written { artifact, found }];
            if output == Output::Booklet && design.booklet.separate {
                for (side, document) in impose::sides(document) {
                    written.extend(aid(
                        &format!("-booklet-{side}.pdf"),
                        pdf::write(&document)?,
                        Some(document.pages.len()),
                    ));
                }
            }
            written
        }
        Job::Plate(ink, document) => {
            aid(&format!("{PLATE}{ink}.pdf"), pdf::write(document)?, Some(document.pages.len()))
        }
        Job::Dummy(document) => aid(DUMMY, pdf::write(document)?, Some(document.pages.len())),
        Job::Guides(document) => aid(GUIDES, pdf::write(document)?, Some(document.pages.len())),
    })
}
