//! All that can be asked for at one time. A view never changes: when something is new there is another.

use super::changed::Changed;
use super::ebook::Ebook;
use super::paged::{Paged, area};
use super::state::{self, DocumentState, Guides, State};
use crate::base::{Rect, Report, Span};
use crate::pipeline::session::{FilePlace, Proof};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub const PRINT: &str = "print";
pub const COVER: &str = "cover";
pub const SHEETS: &str = "sheets";

/// What was made of the book, and when.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub proof: Option<Arc<Proof>>,
    pub documents: BTreeMap<&'static str, Arc<Paged>>,
    /// Front, spine and back on the cover's sheet.
    pub panels: Option<[Rect; 3]>,
    pub ebook: Option<Arc<Ebook>>,
    /// Of the book as it stands.
    pub report: Arc<Report>,
    pub changed: Option<Changed>,
    pub broken: bool,
    pub complete: bool,
}

#[derive(Debug, Default)]
pub struct View {
    pub revision: u64,
    pub parts: Parts,
    /// As it is sent.
    pub state: Arc<[u8]>,
    /// By number in the state's list of findings.
    places: Vec<Option<FilePlace>>,
}

impl View {
    /// `root` is the book's folder on the disk.
    pub fn new(revision: u64, parts: Parts, editor: bool, path: &dyn Fn(&str) -> Option<PathBuf>) -> View {
        let proof = parts.proof.as_deref();
        let language = proof.map_or("", |proof| proof.language.as_str());
        let state = State {
            revision,
            title: proof.map_or("", |proof| proof.title.as_str()),
            language,
            binding: proof.map_or("left", |proof| state::binding(&proof.document)),
            broken: parts.broken,
            complete: parts.complete,
            editor,
            documents: parts.documents.iter().map(|(name, paged)| (*name, DocumentState::new(paged))).collect(),
            panels: parts.panels.map(|panels| panels.map(area)),
            guides: proof.map(Guides::new),
            contents: parts.documents.get(PRINT).map(|paged| state::contents(&paged.document)).unwrap_or_default(),
            faults: proof.map(state::faults).unwrap_or_default(),
            findings: state::findings(&parts.report, proof),
            chapters: parts.ebook.as_ref().map_or(&[], |ebook| &ebook.spine),
            changed: parts.changed.as_ref(),
        };
        let sent: Arc<[u8]> = serde_json::to_vec(&state).unwrap_or_default().into();
        let report = Arc::clone(&parts.report);
        let mut found = report.sorted();
        found.sort_by_key(|found| found.severity);
        let place = |span: Span| {
            let source = report.sources.get(span.file);
            let (line, column) = report.sources.line_column(span.file, span.start);
            Some(FilePlace { path: path(&source.name)?, file: source.name.clone(), line, column })
        };
        let places = found.iter().map(|found| found.span.and_then(place)).collect();
        View { revision, state: sent, places, parts }
    }

    pub fn found_at(&self, at: usize) -> Option<FilePlace> {
        self.places.get(at)?.clone()
    }
}
