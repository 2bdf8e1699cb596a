//! In: what an edition's layouts came to, file by file. Out: the bytes of each, and what is wrong with them. Refuses to
//! know where they are saved.

use super::Artifact;
use super::edition::{Edition, Job};
use super::front::jpeg;
use super::inspect::{self, Inspected};
use super::product::{COVER_PICTURE, DUMMY, GUIDES};
use crate::base::Diagnostic;
use crate::{epub, pdf};

/// A file, and what is wrong with it.
pub struct Written {
    pub artifact: Artifact,
    /// Of a paged output.
    pub found: Option<Inspected>,
}

pub fn write(job: &Job, edition: &Edition) -> Result<Written, Vec<Diagnostic>> {
    let Edition { books, design, reading, .. } = edition;
    let output = job.output();
    let (bytes, pages, found) = match job {
        Job::Epub { list, cover } => (epub::write(books.of(output), design, list, cover)?, None, None),
        Job::Front(cover) => (jpeg(cover, design.pictures.quality).map_err(|found| vec![found])?, None, None),
        Job::Paged { document, contents, .. } => {
            let bytes = pdf::write_common(document, contents.as_deref())?;
            let found = inspect::inspect(edition.product(output), &bytes, design)?;
            (bytes, Some(document.pages.len()), Some(found))
        }
        Job::Dummy(document) | Job::Guides(document) => (pdf::write(document)?, Some(document.pages.len()), None),
    };
    let slug = &reading.slug;
    let name = match job {
        Job::Dummy(_) => format!("{slug}{DUMMY}"),
        Job::Guides(_) => format!("{slug}{GUIDES}"),
        Job::Front(_) => format!("{slug}{COVER_PICTURE}"),
        Job::Epub { .. } | Job::Paged { .. } => output.file_name(slug),
    };
    let product = edition.product(output);
    let artifact = Artifact::new(Some(product.clone()), name, bytes, pages);
    let artifact = if job.is_aid() { artifact.beside(product) } else { artifact };
    Ok(Written { artifact, found })
}
