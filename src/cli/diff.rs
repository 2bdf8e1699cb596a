//! In: two books, revisions or PDFs. Out: what changed, in words or as one object, and as a page in a file. Refuses to
//! know how it is found.

use super::args::DiffArguments;
use super::{diff_page, diff_words, json};
use crate::base::revision::Revision;
use crate::base::{Diagnostic, FileErrorKind, Folder, Input, staging};
use crate::pipeline::Failure;
use crate::pipeline::diff::{Compared, DiffOptions, Difference, Thing, diff};
use std::path::Path;

/// A book or a PDF, and what it was called.
struct Named<'a> {
    name: String,
    thing: Thing<'a>,
}

impl Named<'_> {
    fn compared(&self) -> Compared<'_> {
        Compared { name: &self.name, what: &self.thing }
    }
}

/// What to print, and whether both are the same.
pub fn answer(arguments: &DiffArguments) -> Result<(String, bool), Failure> {
    let DiffArguments { before, after, edition, out, draw, json, .. } = arguments;
    if let Some(Err(found)) = out.as_deref().map(|out| staging::check_file_of(out, "<!doctype html")) {
        return Err(Failure::input([found]));
    }
    let dir = home(arguments);
    let old = named(before, dir)?;
    let new = match after {
        Some(after) => named(after, dir)?,
        None => {
            let folder = Folder::open(dir).map_err(|error| Failure::input([error.diagnostic(None)]))?;
            Named { name: format!("{} now", dir.display()), thing: Thing::Book(folder) }
        }
    };
    let drawn = if out.is_some() { *draw } else { 0 };
    let options = DiffOptions { edition: edition.as_deref(), drawn };
    let outcome = diff(old.compared(), new.compared(), options)?;
    if let Some(out) = out {
        staging::save_over(out, diff_page::page(&outcome).as_bytes()).map_err(|found| Failure::input([found]))?;
    }
    let text = match json {
        true => json::difference(&outcome),
        false => diff_words::words(&outcome, out.as_deref()),
    };
    Ok((text, outcome.difference == Difference::None))
}

/// Where revisions are looked for: a folder beside a revision is the same book.
fn home(arguments: &DiffArguments) -> &Path {
    let DiffArguments { before, after, dir, .. } = arguments;
    let mut named = [Some(before), after.as_ref()].into_iter().flatten().map(Path::new);
    dir.as_deref()
        .or_else(|| named.find(|path| Folder::open(path).is_ok_and(|folder| folder.file.is_none())))
        .unwrap_or(Path::new("."))
}

/// What exists is meant before a revision of the same name.
fn named<'a>(name: &'a str, dir: &Path) -> Result<Named<'a>, Failure> {
    let path = Path::new(name);
    let is = |kind: &&str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(kind));
    if ["epub", "docx", "odt", "html"].iter().any(is) {
        let found = Diagnostic::error("not-comparable", format!("`{name}` is neither a book's folder nor a PDF"));
        let help = "compare the folders or revisions that it was made from; `chapbook import` makes a folder of it";
        return Err(Failure::input([found.help(help)]));
    }
    if is(&"pdf") {
        return Ok(Named { name: name.to_owned(), thing: Thing::Pdf(Input::Path(path)) });
    }
    match Folder::open(path) {
        Ok(folder) => Ok(Named { name: name.to_owned(), thing: Thing::Book(folder) }),
        Err(error) if error.kind == FileErrorKind::NoFolder => {
            let revision = Revision::open(dir, name).map_err(|found| Failure::input([found]))?;
            Ok(Named { name: name.to_owned(), thing: Thing::Revision(revision) })
        }
        Err(error) => Err(Failure::input([error.diagnostic(None)])),
    }
}
