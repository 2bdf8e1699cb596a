//! What changed between two books: the words, chapter by chapter; the pages, side by side; the files and the findings.
//!
//! In: two folders, or two PDFs. Out: rows for people and programs, and pictures of the pages that changed. Text that is
//! only set otherwise is told apart from text that is other. Nothing is saved, and no page is drawn that is as it was.

mod words;
mod texts;
mod chapters;
mod side;
mod paging;
mod printed;
mod files;
mod drawn;
mod pictured;
mod pdfs;
#[cfg(test)]
mod tests;

pub use drawn::Pair as DrawnPair;
pub use files::{FileFacts, FileRow, FoundRow};
pub use side::Place;
pub use words::{Piece, PieceKind};

use super::Failure;
use crate::base::revision::Revision;
use crate::base::{Diagnostic, Folder, Input};
use crate::page::Document;
use paging::{ChangedPage, Paging};
use printed::Printed;
use serde::Serialize;
use side::{Chosen, Side};
use std::collections::{BTreeMap, BTreeSet};

/// Changes that are listed.
const MOST_CHANGES: usize = 5_000;
/// Changed pages that are listed.
const MOST_PAGES: usize = 5_000;

/// What is compared, and what it is called.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    pub name: &'a str,
    pub what: &'a Thing<'a>,
}

#[derive(Debug)]
pub enum Thing<'a> {
    Book(Folder),
    Revision(Revision),
    Pdf(Input<'a>),
}

impl Thing<'_> {
    fn folder(&self) -> Option<&Folder> {
        match self {
            Thing::Book(folder) => Some(folder),
            Thing::Revision(revision) => Some(&revision.folder),
            Thing::Pdf(_) => None,
        }
    }
}

/// How to compare.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiffOptions<'a> {
    /// The edition whose words and pages are compared; the default one without it.
    pub edition: Option<&'a str>,
    /// Pairs of pages that are drawn, at most.
    pub drawn: usize,
}

/// How far two books differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// Not in a byte of any file.
    None,
    /// In files, but neither in words nor in pages.
    Files,
    /// The words are the same, and only set otherwise.
    Setting,
    Words,
}

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct DiffOutcome {
    pub difference: Difference,
    pub before: SideRow,
    pub after: SideRow,
    /// Words that are gone and that are new.
    pub removed: usize,
    pub added: usize,
    /// Of two books: every chapter once, in the order of the new one.
    pub chapters: Vec<ChapterRow>,
    /// Of two PDFs: the changes page by page.
    pub changes: Vec<ChangeRow>,
    /// Changes that are not listed.
    pub more_changes: usize,
    pub pages: PagesRow,
    pub files: Vec<FileRow>,
    pub gained: Vec<FoundRow>,
    pub lost: Vec<FoundRow>,
    #[serde(skip)]
    pub drawn: Drawn,
}

/// One of the two.
#[derive(Clone, Debug, Serialize)]
pub struct SideRow {
    pub name: String,
    pub title: Option<String>,
    pub language: Option<String>,
    pub pages: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChapterState {
    Same,
    /// On other pages, but they look the same.
    Moved,
    /// The same words, set otherwise.
    Setting,
    Words,
    Added,
    Removed,
}

#[derive(Clone, Debug, Serialize)]
pub struct ChapterRow {
    pub title: String,
    pub state: ChapterState,
    pub place: Option<Place>,
    pub removed: usize,
    pub added: usize,
    /// The first and the last page.
    pub before: Option<[PageName; 2]>,
    pub after: Option<[PageName; 2]>,
    pub changes: Vec<ChangeRow>,
}

/// One change of words, with a few around it.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRow {
    pub before: Option<Place>,
    pub after: Option<Place>,
    pub removed: usize,
    pub added: usize,
    pub pieces: Vec<Piece>,
}

/// A page, counted from 1 as a viewer of PDFs counts, and by what is printed on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageName {
    pub page: usize,
    pub folio: String,
}

/// What the pages came to; nothing is listed where one side has none.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PagesRow {
    /// Pages that look as they did, moved or not.
    pub same: usize,
    pub moved: Vec<MovedRow>,
    pub changed: Vec<PageRow>,
    /// Changed pages that are not listed.
    pub more: usize,
    /// Pairs that were drawn, of those that changed.
    pub drawn: usize,
}

/// Pages that stand elsewhere now, first and last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedRow {
    pub before: [PageName; 2],
    pub after: [PageName; 2],
}

/// A page that does not look as it did. Without words it is only set otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageRow {
    pub before: Option<PageName>,
    pub after: Option<PageName>,
    pub removed: usize,
    pub added: usize,
}

/// Pictures of pages, by their places among those that changed, and the fonts that they need.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    pub pairs: Vec<(usize, DrawnPair)>,
    pub fonts: String,
}

/// Compares two books, or two PDFs.
pub fn diff(before: Compared, after: Compared, options: DiffOptions) -> Result<DiffOutcome, Failure> {
    if let (Thing::Pdf(one), Thing::Pdf(other)) = (before.what, after.what) {
        return pdfs::diff((before.name, *one), (after.name, *other), options.drawn);
    }
    match before.what.folder().zip(after.what.folder()) {
        Some((one, other)) => books((before.name, one), (after.name, other), options),
        None => {
            let found = Diagnostic::error("diff-kinds", "a book and a PDF cannot be compared");
            Err(Failure::usage([found.help("name two books, or two PDFs")]))
        }
    }
}

fn books(before: (&str, &Folder), after: (&str, &Folder), options: DiffOptions) -> Result<DiffOutcome, Failure> {
    let of = |(name, folder): (&str, &Folder)| Side::of(folder, name, options.edition);
    let (before, after) = rayon::join(|| of(before), || of(after));
    let (before, after) = (before?, after?);
    let (old, new) = (&before.edition, &after.edition);
    let printed = old.document.as_ref().zip(new.document.as_ref());
    let printed = printed.map(|(one, other)| (Printed::new(one), Printed::new(other)));
    let (pairs, paging) = rayon::join(
        || chapters::compare(&old.chapters, &new.chapters),
        || printed.as_ref().map(|(one, other)| paging::compare(one, other)),
    );
    let paging = paging.unwrap_or_default();
    let mut outcome = DiffOutcome {
        chapters: chapter_rows(old, new, &pairs, printed.as_ref(), &paging),
        ..outcome(side_row(&before), side_row(&after))
    };
    outcome.files = files::files(&before.artifacts, &after.artifacts);
    (outcome.gained, outcome.lost) = files::findings(&before, &after);
    if let Some((one, other)) = &printed {
        outcome.pages = pages_row(&paging, &|at| page_name(one.document, at), &|at| page_name(other.document, at));
        outcome.drawn = drawn(one, other, &paging, options.drawn);
        outcome.pages.drawn = outcome.drawn.pairs.len();
    }
    Ok(finished(outcome, &paging))
}

fn outcome(before: SideRow, after: SideRow) -> DiffOutcome {
    DiffOutcome {
        difference: Difference::None,
        before,
        after,
        removed: 0,
        added: 0,
        chapters: Vec::new(),
        changes: Vec::new(),
        more_changes: 0,
        pages: PagesRow::default(),
        files: Vec::new(),
        gained: Vec::new(),
        lost: Vec::new(),
        drawn: Drawn::default(),
    }
}

/// Sums it up, and shortens what is too long to be read.
fn finished(mut outcome: DiffOutcome, paging: &Paging) -> DiffOutcome {
    let all = || outcome.chapters.iter().flat_map(|chapter| &chapter.changes).chain(&outcome.changes);
    (outcome.removed, outcome.added) =
        all().fold((0, 0), |(removed, added), change| (removed + change.removed, added + change.added));
    // What has no word in it, such as a mark, is a change of the text too.
    let others = all().next().is_some();
    outcome.difference = if others {
        Difference::Words
    } else if !paging.changed.is_empty() {
        Difference::Setting
    } else if outcome.files.iter().any(|file| !file.same) {
        Difference::Files
    } else {
        Difference::None
    };
    let mut left = MOST_CHANGES;
    let lists = outcome.chapters.iter_mut().map(|chapter| &mut chapter.changes).chain([&mut outcome.changes]);
    for list in lists {
        outcome.more_changes += list.len().saturating_sub(left);
        list.truncate(left);
        left -= list.len();
    }
    outcome
}

fn side_row(side: &Side) -> SideRow {
    let Chosen { title, language, document, .. } = &side.edition;
    SideRow {
        name: side.name.clone(),
        title: Some(title.clone()),
        language: Some(language.clone()),
        pages: document.as_ref().map(|document| document.pages.len()),
    }
}

fn page_name(document: &Document, at: usize) -> PageName {
    let folio = document.pages.get(at).map(crate::page::Page::shown_folio).unwrap_or_default();
    PageName { page: at + 1, folio }
}

fn chapter_rows(
    old: &Chosen,
    new: &Chosen,
    pairs: &[chapters::Pair],
    printed: Option<&(Printed, Printed)>,
    paging: &Paging,
) -> Vec<ChapterRow> {
    let sections = printed.map(|(one, other)| (one.sections(), other.sections())).unwrap_or_default();
    let changed: BTreeSet<usize> = paging.changed.iter().filter_map(|page| page.after).collect();
    let row = |pair: &chapters::Pair| {
        let before = pair.before.and_then(|at| old.chapters.get(at));
        let after = pair.after.and_then(|at| new.chapters.get(at));
        let range = |own: Option<&texts::Chapter>, known: &BTreeMap<usize, (usize, usize)>| {
            own.and_then(|own| known.get(&own.section)).copied()
        };
        let (from, to) = (range(before, &sections.0), range(after, &sections.1));
        let named = |range: Option<(usize, usize)>, document: Option<&Document>| {
            range.zip(document).map(|((first, last), document)| [page_name(document, first), page_name(document, last)])
        };
        let looks = to.is_some_and(|(first, last)| changed.range(first..=last).next().is_some());
        let state = match (before, after) {
            (_, None) => ChapterState::Removed,
            (None, _) => ChapterState::Added,
            _ if !pair.changes.is_empty() => ChapterState::Words,
            _ if looks => ChapterState::Setting,
            _ if from != to => ChapterState::Moved,
            _ => ChapterState::Same,
        };
        let changes: Vec<ChangeRow> =
            pair.changes.iter().map(|change| change_row(change, (before, old), (after, new))).collect();
        let place = match (before, after) {
            (_, Some(after)) => new.place(None, after.span),
            (Some(before), None) => old.place(None, before.span),
            (None, None) => None,
        };
        ChapterRow {
            title: after.or(before).map(|own| own.shown.clone()).unwrap_or_default(),
            state,
            place,
            removed: changes.iter().map(|change| change.removed).sum(),
            added: changes.iter().map(|change| change.added).sum(),
            before: named(from, old.document.as_ref()),
            after: named(to, new.document.as_ref()),
            changes,
        }
    };
    pairs.iter().map(row).collect()
}

fn change_row(
    change: &words::Change,
    (before, old): (Option<&texts::Chapter>, &Chosen),
    (after, new): (Option<&texts::Chapter>, &Chosen),
) -> ChangeRow {
    let place = |spot: Option<words::Spot>, own: Option<&texts::Chapter>, side: &Chosen| {
        let (spot, own) = (spot?, own?);
        let paragraph = own.paragraphs.get(spot.paragraph)?;
        side.place(own.place(paragraph, spot.offset), paragraph.span)
    };
    ChangeRow {
        before: place(change.before, before, old),
        after: place(change.after, after, new),
        removed: change.removed,
        added: change.added,
        pieces: change.pieces.clone(),
    }
}

fn pages_row(paging: &Paging, old: &dyn Fn(usize) -> PageName, new: &dyn Fn(usize) -> PageName) -> PagesRow {
    let moved: Vec<(usize, usize)> = paging.same.iter().copied().filter(|(one, other)| one != other).collect();
    let together = |one: &(usize, usize), next: &(usize, usize)| next.0 == one.0 + 1 && next.1 == one.1 + 1;
    let stretch = |pages: &[(usize, usize)]| {
        let (first, last) = (pages.first()?, pages.last()?);
        Some(MovedRow { before: [old(first.0), old(last.0)], after: [new(first.1), new(last.1)] })
    };
    let row = |page: &ChangedPage| PageRow {
        before: page.before.map(old),
        after: page.after.map(new),
        removed: page.words.0,
        added: page.words.1,
    };
    PagesRow {
        same: paging.same.len(),
        moved: moved.chunk_by(together).filter_map(stretch).collect(),
        changed: paging.changed.iter().take(MOST_PAGES).map(row).collect(),
        more: paging.changed.len().saturating_sub(MOST_PAGES),
        drawn: 0,
    }
}

/// The pages to draw, by their places among those that changed: those with other words first, then those that are only
/// set otherwise; in the order of the book.
fn chosen(paging: &Paging, most: usize) -> Vec<(usize, &ChangedPage)> {
    let listed = || paging.changed.iter().enumerate().take(MOST_PAGES);
    let of = |wanted: bool| listed().filter(move |(_, page)| page.has_words() == wanted);
    let mut chosen: Vec<(usize, &ChangedPage)> = of(true).chain(of(false)).take(most).collect();
    chosen.sort_by_key(|(at, _)| *at);
    chosen
}

fn drawn(old: &Printed, new: &Printed, paging: &Paging, most: usize) -> Drawn {
    let chosen = chosen(paging, most);
    let pages: Vec<&ChangedPage> = chosen.iter().map(|(_, page)| *page).collect();
    let (pairs, fonts) = drawn::draw(old, new, &pages);
    Drawn { pairs: chosen.iter().map(|(at, _)| *at).zip(pairs).collect(), fonts }
}
