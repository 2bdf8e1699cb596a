//! In: several books. Out: what came of each, in their order. They are made in parallel and saved one after the other,
//! since they may share a folder of output.

use super::build::{BuildOutcome, made, saved};
use super::make::BuildOptions;
use super::{Progress, Silent, Stage, Step};
use crate::base::{Diagnostic, Folder, Report, staging};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A book, and where its files go.
pub struct BookOnShelf {
    pub folder: Folder,
    pub out: PathBuf,
}

/// Builds each book. One that fails keeps no other from its files.
pub fn build_all(books: &[BookOnShelf], options: BuildOptions, progress: &dyn Progress) -> Vec<BuildOutcome> {
    let dir = options.ink_proofs.map(|proofs| proofs.dir);
    let refused = |book: &BookOnShelf| {
        let folders = std::iter::once(book.out.as_path()).chain(dir);
        folders.map(staging::check_folder).find_map(Result::err)
    };
    let made: Vec<_> = books
        .par_iter()
        .map(|book| refused(book).map_or_else(|| Ok(made(&book.folder, options, &Silent)), Err))
        .collect();
    let mut owners: BTreeMap<(&Path, String), &Folder> = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(books.len());
    for (book, made) in books.iter().zip(made) {
        let step = Step::of_all(Stage::Save);
        let (outcome, whole) = match made {
            Ok(made) => made,
            Err(found) => (failed(found), Vec::new()),
        };
        let names = || {
            let own = outcome.artifacts.iter().map(|artifact| (book.out.as_path(), artifact.name.clone()));
            let drawn = options
                .ink_proofs
                .into_iter()
                .flat_map(|proofs| outcome.ink_proofs.iter().map(move |artifact| (proofs.dir, artifact.name.clone())));
            own.chain(drawn)
        };
        let taken = names().find_map(|place| owners.get(&place).map(|other| (place.1, *other)));
        if let Some((name, other)) = taken {
            let why = format!("`{name}` was just made of another book, {}", other.shown_home().display());
            let found = Diagnostic::error("book-twice", why);
            let found =
                found.help("give the books different titles, or leave out `--out`, so that each has its own folder");
            let mut report = outcome.report;
            report.add(found);
            outcomes.push(BuildOutcome { report, artifacts: Vec::new(), ink_proofs: Vec::new(), ..outcome });
            continue;
        }
        owners.extend(names().map(|name| (name, &book.folder)));
        outcomes.push(step.told(progress, || saved(outcome, &whole, &book.folder, (&book.out, dir))));
    }
    outcomes
}

fn failed(found: Diagnostic) -> BuildOutcome {
    let mut report = Report::default();
    report.add(found);
    BuildOutcome { report, ..BuildOutcome::default() }
}
