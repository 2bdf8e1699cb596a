//! In: the folder of a book. Out: its settings and its Book, and all that was found on the way.

use super::draft::Draft;
use super::markdown::Manner;
use super::order::{self, EntrySource};
use super::resolve::sections::PieceSource;
use super::resolve::{self, Piece};
use super::settings::Settings;
use super::{book_toml, check, cover, fill, head, made, markdown, metadata};
use crate::base::config::Set;
use crate::base::{FileId, Folder, Report, Span};
use crate::model::{Book, Matter, Metadata, Role};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What an author made.
#[derive(Debug)]
pub struct Manuscript {
    pub settings: Settings,
    pub book: Book,
    /// How each file was read.
    pub manners: BTreeMap<FileId, Manner>,
}

/// Nothing only where book.toml cannot be read. After other errors there is still a book, without what was wrong,
/// so that later stages can find more; it must not be written.
pub fn read(folder: &Folder) -> (Option<Manuscript>, Report) {
    let mut report = Report::default();
    let has_settings = folder.has_settings();
    let Some(mut settings) = book_toml::read(folder, &mut report) else { return (None, report) };
    let is_sound = !report.has_errors();
    let (steps, mut manners) = steps(&settings, folder, &mut report);
    let source = fill::from_heads(&mut settings, &mut manners, has_settings, &mut report);
    let language = metadata::language(&settings);
    let texts: Vec<(Draft, Report)> =
        manners.par_iter().map(|(file, manner)| read_file(*file, &report, &language, manner)).collect();
    if !has_settings {
        let files: Vec<(FileId, &Draft)> = manners.keys().copied().zip(texts.iter().map(|(draft, _)| draft)).collect();
        report.extend(fill::without_settings(&mut settings, &files, folder));
    }
    report.extend(metadata::no_title(&settings).filter(|_| is_sound));
    let metadata = metadata::metadata(&settings, folder, &mut report);
    let mut texts = texts.into_iter();
    let mut drafts = Vec::with_capacity(steps.len());
    for step in &steps {
        let (draft, found) = match step.step {
            Step::File(_) => texts.next().unwrap_or_default(),
            Step::Made(role) => make(role, &metadata, &settings, &report),
        };
        report.append(found);
        drafts.push(draft);
    }
    let depth = made::depth(&settings);
    let entries: usize = drafts.iter().map(|draft| made::entries(&draft.blocks, depth)).sum();
    let mut pieces = Vec::with_capacity(drafts.len());
    for (step, draft) in steps.into_iter().zip(drafts) {
        if step.named || step.says_something(&draft, entries) {
            pieces.push(piece(step.matter, step.step, draft, source));
        }
    }
    let cover = cover::cover(&settings, &metadata, folder, &mut report);
    let book = Book { cover, ..resolve::book(pieces, metadata, &settings, folder, &mut report) };
    check::book(&book, settings.book.language.as_ref().and_then(Set::span), &mut report);
    (Some(Manuscript { settings, book, manners }), report)
}

/// The made pages and files in reading order, the files opened, and how each is read.
fn steps(settings: &Settings, folder: &Folder, report: &mut Report) -> (Vec<ReadStep>, BTreeMap<FileId, Manner>) {
    let entries = order::order(settings, folder, report);
    let of_verse = order::verse(settings, folder, report);
    let mut manners = BTreeMap::new();
    let mut steps = Vec::with_capacity(entries.len());
    for entry in entries {
        let step = match entry.what {
            EntrySource::Made(role) => Step::Made(role),
            EntrySource::File(name) => match folder.text(&name, &mut report.sources) {
                Ok(file) => {
                    let text = report.sources.get(file).text.clone();
                    let head = head::read(file, &text, report);
                    manners.insert(file, Manner { verse: of_verse.contains(&name), head });
                    Step::File(file)
                }
                Err(error) => {
                    report.add(error.diagnostic(entry.span));
                    continue;
                }
            },
        };
        steps.push(ReadStep { matter: entry.matter, named: entry.span.is_some(), step });
    }
    (steps, manners)
}

/// A made page or a file, and whether book.toml names it.
struct ReadStep {
    matter: Matter,
    named: bool,
    step: Step,
}

impl ReadStep {
    /// An imprint needs more than the title, and contents more than one entry.
    fn says_something(&self, draft: &Draft, entries: usize) -> bool {
        match self.step {
            Step::Made(Role::Imprint) => draft.blocks.len() > 1,
            Step::Made(Role::Contents) => entries > 1,
            Step::Made(_) | Step::File(_) => true,
        }
    }
}

enum Step {
    Made(Role),
    File(FileId),
}

/// What a made page says was read from book.toml, the first file, or from the head of `source`.
fn piece(matter: Matter, step: Step, draft: Draft, source: Option<FileId>) -> Piece {
    match step {
        Step::Made(role) => Piece { matter, from: PieceSource::Made(role, source), file: FileId(0), draft },
        Step::File(file) => Piece { matter, from: PieceSource::File(file), file, draft },
    }
}

fn read_file(file: FileId, report: &Report, language: &str, manner: &Manner) -> (Draft, Report) {
    let text = &report.sources.get(file).text;
    let (draft, mut found) = markdown::read(file, text, language, manner);
    check::characters(file, text, &mut found);
    (draft, found)
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
