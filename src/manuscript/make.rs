//! In: a book that was read, and which version of it is wanted. Out: that version's Book, and all that was found on the
//! way. Refuses to open a text.

use super::draft::Draft;
use super::expand::Expander;
use super::markdown::Manner;
use super::reading::{EditionReading, ReadStep, Reading, Step, open};
use super::resolve::sections::PieceSource;
use super::resolve::{self, Piece, Pieces};
use super::scope::Scope;
use super::settings::Settings;
use super::version::{Medium, Version};
use super::{attributes, catalogue, check, conditions, cover, made, markdown, metadata, title_ground};
use crate::base::config::Set;
use crate::base::{Diagnostic, FileId, Folder, Report, Span};
use crate::model::{Book, Metadata, Role};
use std::collections::BTreeMap;

/// What an author made, in its default edition as it is printed.
#[derive(Debug)]
pub struct Manuscript {
    pub settings: Settings,
    pub book: Book,
    /// What its texts asked about their version.
    pub scope: Scope,
    /// How each file was read.
    pub manners: BTreeMap<FileId, Manner>,
}

/// Reads a folder and makes the book of the default edition, for those who want no other.
pub fn read(folder: &Folder) -> (Option<Manuscript>, Report) {
    let (reading, mut report) = open(folder);
    let made = reading.and_then(|mut reading| {
        let edition = reading.editions.first()?;
        let version = edition.on(Medium::Print);
        let scope = reading.scope(&version);
        let book = book(&reading, edition, &version, folder, &mut report);
        let EditionReading { settings, manners, .. } = reading.editions.swap_remove(0);
        Some(Manuscript { settings, book, scope, manners })
    });
    (made, report)
}

/// An edition's book as `version` has it. After errors it is without what was wrong, so that later stages can find more;
/// it must not be written.
pub fn book(
    reading: &Reading,
    edition: &EditionReading,
    version: &Version,
    folder: &Folder,
    report: &mut Report,
) -> Book {
    let settings = &edition.settings;
    let metadata = metadata::metadata(settings, edition.named(), folder, report);
    for (role, name, span) in made::unworded(&metadata, &settings.book) {
        let why = format!("the book's language has no words here for what {name} did (`{role}`), so no page says it");
        let help = "say it in a line of `imprint` under `[book]`; the ebook's data name the role in any case";
        report.add(Diagnostic::hint("role-without-words", why).at_any(span).help(help));
    }
    let has_title_page = edition.steps.iter().any(|step| matches!(step.step, Step::Made(Role::TitlePage)));
    report.extend(title_ground::unused(&settings.book, has_title_page));
    let scope = reading.scope(version);
    let mut expander = Expander { reading, edition, scope: &scope, report, left_out: Vec::new(), count: 0 };
    let mut drafts = Vec::with_capacity(edition.steps.len());
    for step in &edition.steps {
        let pieces = match step.step {
            Step::File(file) => match expander.file(file) {
                Some(pieces) => pieces,
                None => continue,
            },
            Step::Catalogue => {
                let (file, draft) = catalogue::catalogue(settings, &metadata.language, folder, expander.report);
                file.map(|file| (file, draft)).into_iter().collect()
            }
            Step::Made(role) => {
                let (draft, found) = make(role, &metadata, settings, &scope, expander.report);
                expander.report.append(found);
                vec![(FileId(0), draft)]
            }
        };
        drafts.push((step, pieces));
    }
    let left_out = expander.left_out;
    let depth = made::depth(settings);
    let all = drafts.iter().flat_map(|(_, pieces)| pieces);
    let entries: usize = all.map(|(_, draft)| made::entries(&draft.blocks, depth)).sum();
    let last = [edition.source, settings.shelf.as_ref().map(|shelf| shelf.file)].into_iter().flatten().max();
    let last = last.unwrap_or(FileId(0));
    let said = drafts.into_iter().filter(|(step, pieces)| step.named || says_something(step, pieces, entries));
    let pieces = said.flat_map(|(step, pieces)| pieces.into_iter().map(|(file, draft)| piece(step, file, draft, last)));
    let text = Pieces { pieces: pieces.collect(), left_out };
    let cover = cover::cover(settings, &metadata, &scope, folder, report);
    let book = Book { cover, ..resolve::book(text, metadata, settings, folder, report) };
    check::book(&book, settings.book.language.as_ref().and_then(Set::span), report);
    book
}

/// An imprint needs more than the title, and contents more than one entry.
fn says_something(step: &ReadStep, pieces: &[(FileId, Draft)], entries: usize) -> bool {
    match step.step {
        Step::Made(Role::Imprint) => pieces.iter().map(|(_, draft)| draft.blocks.len()).sum::<usize>() > 1,
        Step::Made(Role::Contents) => entries > 1,
        Step::Made(_) | Step::Catalogue | Step::File(_) => true,
    }
}

/// What a made page says was read from book.toml, the first file, from series.toml, or from the head of a text: from none
/// behind `last`.
fn piece(step: &ReadStep, file: FileId, draft: Draft, last: FileId) -> Piece {
    let matter = step.matter;
    match step.step {
        Step::Made(role) => Piece { matter, from: PieceSource::Made(role, last), file, draft },
        Step::Catalogue | Step::File(_) => Piece { matter, from: PieceSource::File(file), file, draft },
    }
}

/// The author's own lines of the imprint that belong to a version, and where book.toml says them; faults of their
/// conditions.
pub fn imprint_lines<'a>(settings: &'a Settings, scope: &Scope) -> (Vec<(&'a str, Span)>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let lines = settings.book.imprint.iter().filter_map(|line| {
        let whole = line.as_str();
        let place = line.span().unwrap_or_default();
        let list = attributes::read_last(whole, 0..whole.len());
        let Some((at, judgement)) =
            list.and_then(|mut list| Some((list.range.start, conditions::judge(&mut list, scope)?)))
        else {
            return Some((whole, place));
        };
        found.extend(judgement.faults.into_iter().map(|(_, found)| found.at(place)));
        judgement.admits.then(|| (whole[..at].trim_end(), place))
    });
    (lines.collect(), found)
}

fn make(role: Role, metadata: &Metadata, settings: &Settings, scope: &Scope, report: &Report) -> (Draft, Report) {
    let mut draft = Draft::default();
    let mut found = Report::default();
    draft.blocks = match role {
        Role::HalfTitle => made::half_title(metadata, &settings.book),
        Role::TitlePage => {
            let ground = title_ground::block(&settings.book, &metadata.language);
            ground.into_iter().chain(made::title_page(metadata, &settings.book)).collect()
        }
        Role::Imprint => {
            let text = &report.sources.get(FileId(0)).text;
            let (lines, faults) = imprint_lines(settings, scope);
            let read = markdown::read_lines(FileId(0), text, &lines, &metadata.language, scope);
            (draft, found) = (read.draft, read.found);
            found.extend(faults);
            made::imprint(metadata, settings, read.lines)
        }
        _ => made::no_contents(),
    };
    (draft, found)
}
