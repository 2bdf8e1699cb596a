//! In: a book that was read, and which version of it is wanted. Out: that version's Book, and all that was found on the
//! way. Refuses to open a text.

use super::draft::Draft;
use super::markdown::Manner;
use super::read::{EditionReading, ReadStep, Reading, Step, open};
use super::resolve::sections::PieceSource;
use super::resolve::{self, Piece};
use super::settings::Settings;
use super::version::{Medium, Version};
use super::{check, cover, made, markdown, metadata};
use crate::base::config::Set;
use crate::base::{FileId, Folder, Report, Span};
use crate::model::{Book, Metadata, Role};
use std::collections::BTreeMap;

/// What an author made, in its default edition as it is printed.
#[derive(Debug)]
pub struct Manuscript {
    pub settings: Settings,
    pub book: Book,
    /// How each file was read.
    pub manners: BTreeMap<FileId, Manner>,
}

/// Reads a folder and makes the book of the default edition, for those who want no other.
pub fn read(folder: &Folder) -> (Option<Manuscript>, Report) {
    let (reading, mut report) = open(folder);
    let made = reading.and_then(|mut reading| {
        let edition = reading.editions.first()?;
        let book = book(&reading, edition, &edition.on(Medium::Print), folder, &mut report);
        let EditionReading { settings, manners, .. } = reading.editions.swap_remove(0);
        Some(Manuscript { settings, book, manners })
    });
    (made, report)
}

/// An edition's book as `version` has it. After errors it is without what was wrong, so that later stages can find more;
/// it must not be written.
pub fn book(
    reading: &Reading,
    edition: &EditionReading,
    _version: &Version,
    folder: &Folder,
    report: &mut Report,
) -> Book {
    let settings = &edition.settings;
    let metadata = metadata::metadata(settings, folder, report);
    let mut drafts = Vec::with_capacity(edition.steps.len());
    for step in &edition.steps {
        let draft = match step.step {
            Step::File(file) => reading.draft(edition, file).cloned().unwrap_or_default(),
            Step::Made(role) => {
                let (draft, found) = make(role, &metadata, settings, report);
                report.append(found);
                draft
            }
        };
        drafts.push(draft);
    }
    let depth = made::depth(settings);
    let entries: usize = drafts.iter().map(|draft| made::entries(&draft.blocks, depth)).sum();
    let steps = edition.steps.iter().zip(drafts);
    let said = steps.filter(|(step, draft)| step.named || says_something(step, draft, entries));
    let pieces = said.map(|(step, draft)| piece(step, draft, edition.source)).collect();
    let cover = cover::cover(settings, &metadata, folder, report);
    let book = Book { cover, ..resolve::book(pieces, metadata, settings, folder, report) };
    check::book(&book, settings.book.language.as_ref().and_then(Set::span), report);
    book
}

/// An imprint needs more than the title, and contents more than one entry.
fn says_something(step: &ReadStep, draft: &Draft, entries: usize) -> bool {
    match step.step {
        Step::Made(Role::Imprint) => draft.blocks.len() > 1,
        Step::Made(Role::Contents) => entries > 1,
        Step::Made(_) | Step::File(_) => true,
    }
}

/// What a made page says was read from book.toml, the first file, or from the head of `source`.
fn piece(step: &ReadStep, draft: Draft, source: Option<FileId>) -> Piece {
    let matter = step.matter;
    match step.step {
        Step::Made(role) => Piece { matter, from: PieceSource::Made(role, source), file: FileId(0), draft },
        Step::File(file) => Piece { matter, from: PieceSource::File(file), file, draft },
    }
}

/// The author's own lines of the imprint, and where book.toml says them.
pub fn imprint_lines(settings: &Settings) -> Vec<(&str, Span)> {
    let lines = settings.book.imprint.iter();
    lines.map(|line| (line.as_str(), line.span().unwrap_or_default())).collect()
}

fn make(role: Role, metadata: &Metadata, settings: &Settings, report: &Report) -> (Draft, Report) {
    let mut draft = Draft::default();
    let mut found = Report::default();
    draft.blocks = match role {
        Role::HalfTitle => made::half_title(metadata, &settings.book),
        Role::TitlePage => made::title_page(metadata, &settings.book),
        Role::Imprint => {
            let text = &report.sources.get(FileId(0)).text;
            let lines = imprint_lines(settings);
            let read = markdown::read_lines(FileId(0), text, &lines, &metadata.language);
            (draft, found) = (read.draft, read.found);
            made::imprint(metadata, settings, read.lines)
        }
        _ => made::no_contents(),
    };
    (draft, found)
}
