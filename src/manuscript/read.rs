//! In: the folder of a book. Out: the settings of its editions, and its files, each opened once and parsed once for every
//! manner in which an edition reads it. Refuses to know which version is made of them.

use super::draft::Draft;
use super::markdown::Manner;
use super::order::{self, EntrySource};
use super::settings::Settings;
use super::version::{Medium, Version};
use super::{book_toml, check, fill, head, markdown, metadata};
use crate::base::{FileId, Folder, Report};
use crate::model::{Matter, Role};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A book that was read, for all its editions.
#[derive(Debug)]
pub struct Reading {
    /// The default edition first.
    pub editions: Vec<EditionReading>,
    texts: BTreeMap<FileId, Vec<Text>>,
}

/// What an edition says, and what stands in it.
#[derive(Debug)]
pub struct EditionReading {
    /// Nothing for the default edition.
    pub name: Option<Arc<str>>,
    pub settings: Settings,
    /// How each of its files is read.
    pub manners: BTreeMap<FileId, Manner>,
    /// Its made pages and files in reading order.
    pub(super) steps: Vec<ReadStep>,
    /// The file whose head gave settings.
    pub(super) source: Option<FileId>,
}

/// A file as it is read in one manner, where it does not say otherwise in one language.
#[derive(Debug)]
struct Text {
    manner: Manner,
    language: String,
    draft: Draft,
}

/// A made page or a file, and whether book.toml names it.
#[derive(Debug)]
pub(super) struct ReadStep {
    pub matter: Matter,
    pub named: bool,
    pub step: Step,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Made(Role),
    File(FileId),
}

impl Reading {
    /// Whether something in the manuscript depends on the version, so that each needs a book of its own.
    pub fn varies(&self) -> bool {
        false
    }

    /// A file's text as an edition reads it.
    pub(super) fn draft(&self, edition: &EditionReading, file: FileId) -> Option<&Draft> {
        let manner = edition.manners.get(&file)?;
        let language = metadata::language(&edition.settings);
        let texts = self.texts.get(&file)?;
        texts.iter().find(|text| text.is_read(manner, &language)).map(|text| &text.draft)
    }
}

impl EditionReading {
    /// The edition on a medium.
    pub fn on(&self, medium: Medium) -> Version {
        Version { edition: self.name.clone(), medium }
    }
}

impl Text {
    fn is_read(&self, manner: &Manner, language: &str) -> bool {
        self.manner == *manner && self.language == language
    }
}

/// Nothing only where book.toml cannot be read. After other errors there is still a reading, without what was wrong, so
/// that later stages can find more; its book must not be written.
pub fn open(folder: &Folder) -> (Option<Reading>, Report) {
    let mut report = Report::default();
    let has_settings = folder.has_settings();
    let Some(mut settings) = book_toml::read(folder, &mut report) else { return (None, report) };
    let is_sound = !report.has_errors();
    let (steps, mut manners) = steps(&settings, folder, &mut report);
    let source = fill::from_heads(&mut settings, &mut manners, has_settings, &mut report);
    let edition = EditionReading { name: None, settings, manners, steps, source };
    let mut reading = Reading { texts: parse(std::slice::from_ref(&edition), &mut report), editions: vec![edition] };
    if !has_settings {
        without_settings(&mut reading, folder, &mut report);
    }
    let untitled = reading.editions.iter().filter_map(|edition| metadata::no_title(&edition.settings));
    report.extend(untitled.filter(|_| is_sound));
    (Some(reading), report)
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

/// Every file, once for each manner and language in which an edition reads it.
fn parse(editions: &[EditionReading], report: &mut Report) -> BTreeMap<FileId, Vec<Text>> {
    let mut wanted: Vec<(FileId, &Manner, String)> = Vec::new();
    for edition in editions {
        let language = metadata::language(&edition.settings);
        for (file, manner) in &edition.manners {
            if !wanted.iter().any(|known| (known.0, known.1, &known.2) == (*file, manner, &language)) {
                wanted.push((*file, manner, language.clone()));
            }
        }
    }
    let sources = &report.sources;
    let read = wanted.into_par_iter().map(|(file, manner, language)| {
        let text = &sources.get(file).text;
        let (draft, mut found) = markdown::read(file, text, &language, manner);
        check::characters(file, text, &mut found);
        (file, Text { manner: manner.clone(), language, draft }, found)
    });
    let mut texts: BTreeMap<FileId, Vec<Text>> = BTreeMap::new();
    for (file, text, found) in read.collect::<Vec<_>>() {
        report.append(found);
        texts.entry(file).or_default().push(text);
    }
    texts
}

/// Without a book.toml there is one edition, which is called after its text.
fn without_settings(reading: &mut Reading, folder: &Folder, report: &mut Report) {
    let texts = reading.texts.iter().flat_map(|(file, texts)| texts.iter().map(|text| (*file, &text.draft)));
    let drafts: Vec<(FileId, &Draft)> = texts.collect();
    for edition in &mut reading.editions {
        report.extend(fill::without_settings(&mut edition.settings, &drafts, folder));
    }
}
