//! In: what two builds made and found. Out: their files side by side, and the findings that only one of them has.
//! Refuses to look inside the files.

use super::side::{Place, Side};
use crate::base::{Report, Severity};
use crate::pipeline::Artifact;
use crate::pipeline::product::{Product, slug_of};
use serde::Serialize;
use std::collections::BTreeMap;

/// A file of both books, or of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileRow {
    /// What it is called, in the new book where it is there.
    pub file: String,
    /// The output that it is, as `--only` names it; nothing for what comes with one.
    pub edition: Option<String>,
    /// Whether it is the same, byte for byte.
    pub same: bool,
    pub before: Option<FileFacts>,
    pub after: Option<FileFacts>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileFacts {
    pub bytes: usize,
    pub pages: Option<usize>,
}

/// A finding that only one of the books has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundRow {
    pub code: &'static str,
    pub severity: Severity,
    pub message: String,
    pub place: Option<Place>,
}

/// Files of the same output, or that end alike, belong together: a title may be another.
pub fn files(before: &[Artifact], after: &[Artifact]) -> Vec<FileRow> {
    let key = |artifact: &Artifact| {
        let ending = slug_of(&artifact.name).and_then(|slug| artifact.name.strip_prefix(slug));
        let of = artifact.product.as_ref().or(artifact.beside.as_ref()).map(Product::to_string);
        (of.unwrap_or_default(), ending.unwrap_or(&artifact.name).to_owned())
    };
    let mut known: BTreeMap<(String, String), &Artifact> = before.iter().map(|own| (key(own), own)).collect();
    let facts = |own: &Artifact| FileFacts { bytes: own.bytes.len(), pages: own.pages };
    let row = |old: Option<&Artifact>, new: Option<&Artifact>, named: &Artifact| FileRow {
        file: named.name.clone(),
        edition: named.product.as_ref().map(Product::to_string),
        same: old.zip(new).is_some_and(|(old, new)| old.sha256 == new.sha256),
        before: old.map(facts),
        after: new.map(facts),
    };
    let mut rows: Vec<FileRow> = after.iter().map(|own| row(known.remove(&key(own)), Some(own), own)).collect();
    rows.extend(known.into_values().map(|own| row(Some(own), None, own)));
    rows
}

/// What the new book has that the old one had not, and the other way round. A line that moved is no other finding.
pub fn findings(before: &Side, after: &Side) -> (Vec<FoundRow>, Vec<FoundRow>) {
    (only(&after.report, &before.report, after), only(&before.report, &after.report, before))
}

fn only(own: &Report, other: &Report, side: &Side) -> Vec<FoundRow> {
    let file =
        |report: &Report, span: Option<crate::base::Span>| span.map(|span| report.sources.get(span.file).name.clone());
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for found in other.sorted() {
        *known.entry((found.code, found.message.clone(), file(other, found.span))).or_default() += 1;
    }
    let mut rows = Vec::new();
    for found in own.sorted() {
        match known.get_mut(&(found.code, found.message.clone(), file(own, found.span))) {
            Some(left) if *left > 0 => *left -= 1,
            _ => rows.push(FoundRow {
                code: found.code,
                severity: found.severity,
                message: found.message.clone(),
                place: found.span.and_then(|span| side.place(span)),
            }),
        }
    }
    rows
}
