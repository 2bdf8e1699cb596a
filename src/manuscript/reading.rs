//! In: the folder of a book. Out: the settings of its editions, and its files, each opened once and parsed once for every
//! manner in which an edition reads it. Refuses to know which version is made of them.

use super::draft::Draft;
use super::drafts::{Drafts, Parsed};
use super::head::Head;
use super::includes::{self, Included};
use super::markdown::Manner;
use super::metadata::Named;
use super::order::{self, Entry, EntrySource};
use super::scope::{Scope, Variable};
use super::settings::Settings;
use super::variables::variables;
use super::version::{Medium, Version};
use super::{book_toml, fill, head, isbn, metadata};
use crate::base::{Diagnostic, FileId, Folder, Report, Span, limits};
use crate::model::{Matter, Role};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A book that was read, for all its editions.
#[derive(Debug)]
pub struct Reading {
    /// The default edition first.
    pub editions: Vec<EditionReading>,
    scopes: BTreeMap<Version, Scope>,
    texts: BTreeMap<FileId, Vec<Text>>,
}

/// What an edition says, and what stands in it.
#[derive(Debug)]
pub struct EditionReading {
    /// Nothing for the default edition.
    pub name: Option<Arc<str>>,
    /// What its files are called.
    pub slug: String,
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
    /// The version that it is for; nothing where the text does not ask.
    version: Option<Version>,
    parsed: Arc<Parsed>,
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
    Catalogue,
    File(FileId),
}

impl Reading {
    /// Whether something in the manuscript depends on the version, so that each needs a book of its own.
    pub fn varies(&self) -> bool {
        let asks = |manner: &Manner| manner.head.as_ref().is_some_and(|head| head.conditions.says_something());
        self.texts.values().flatten().any(|text| text.version.is_some() || asks(&text.manner))
    }

    /// What texts may ask about a version of an edition.
    pub(super) fn scope(&self, version: &Version) -> Scope {
        self.scopes.get(version).cloned().unwrap_or_default()
    }

    /// A file's text as an edition reads it.
    pub(super) fn draft(&self, edition: &EditionReading, version: &Version, file: FileId) -> Option<&Draft> {
        let manner = edition.manners.get(&file)?;
        let language = metadata::language(&edition.settings);
        let texts = self.texts.get(&file)?;
        texts.iter().find(|text| text.is_read(manner, &language, version)).map(|text| &text.parsed.draft)
    }
}

impl EditionReading {
    /// The edition on a medium.
    pub fn on(&self, medium: Medium) -> Version {
        Version { edition: self.name.clone(), medium }
    }

    pub(super) fn named(&self) -> Named<'_> {
        Named { edition: self.name.as_deref(), slug: &self.slug }
    }
}

impl Text {
    fn is_read(&self, manner: &Manner, language: &str, version: &Version) -> bool {
        let is_for = self.version.as_ref().is_none_or(|own| own == version);
        is_for && self.manner == *manner && self.language == language
    }
}

/// Nothing only where book.toml cannot be read. After other errors there is still a reading, without what was wrong, so
/// that later stages can find more; its books must not be written.
pub fn open(folder: &Folder) -> (Option<Reading>, Report) {
    open_again(folder, &mut Drafts::default())
}

/// The same for a book that was read before: what of it did not change is not parsed again.
pub fn open_again(folder: &Folder, drafts: &mut Drafts) -> (Option<Reading>, Report) {
    let mut report = Report::default();
    let has_settings = folder.has_settings();
    let Some(settings) = book_toml::read(folder, &mut report) else { return (None, report) };
    let is_sound = !report.has_errors();
    let entries: Vec<Vec<Entry>> =
        settings.iter().map(|(_, settings)| order::order(settings, folder, &mut report)).collect();
    let mut files = Files { folder, known: BTreeMap::new() };
    let mut editions = Vec::with_capacity(entries.len());
    for ((name, mut settings), entries) in settings.into_iter().zip(entries) {
        let Steps { steps, mut manners, of_included } = files.steps(entries, &settings, &mut report);
        let source = fill::from_heads(&mut settings, &mut manners, has_settings, &mut report);
        manners.extend(of_included);
        editions.push(EditionReading { name, slug: String::new(), settings, manners, steps, source });
    }
    let opened: Vec<&str> = files.known.keys().map(String::as_str).collect();
    order::left_out(folder, editions.iter().map(|edition| &edition.settings), &opened, &mut report);
    let scopes = scopes(&editions);
    let mut reading = Reading { texts: parse(&editions, &scopes, drafts, &mut report), editions, scopes };
    if !has_settings {
        without_settings(&mut reading, folder, &mut report);
    }
    let slug = reading.editions.first().map_or_else(String::new, |edition| metadata::slug(&edition.settings));
    for edition in &mut reading.editions {
        edition.slug = edition.name.as_ref().map_or_else(|| slug.clone(), |name| format!("{slug}-{name}"));
    }
    let untitled = reading.editions.iter().filter_map(|edition| metadata::no_title(&edition.settings));
    report.extend(untitled.filter(|_| is_sound));
    let numbered = reading.editions.iter().map(|edition| (edition.name.as_deref(), &edition.settings));
    isbn::twice(numbered, &mut report);
    (Some(reading), report)
}

/// Files that were opened, by name.
struct Files<'a> {
    folder: &'a Folder,
    known: BTreeMap<String, Option<Opened>>,
}

/// A file, with what it says of itself and what it puts in.
#[derive(Clone)]
struct Opened {
    file: FileId,
    head: Option<Head>,
    includes: Included,
    /// The names of the files that it puts in.
    names: Vec<String>,
}

/// What an edition's reading begins with.
#[derive(Default)]
struct Steps {
    steps: Vec<ReadStep>,
    manners: BTreeMap<FileId, Manner>,
    /// Of files that stand in others alone.
    of_included: BTreeMap<FileId, Manner>,
}

impl Files<'_> {
    /// The made pages and files of an edition in reading order, and how each is read. A file that another puts in has no
    /// place of its own unless book.toml names it.
    fn steps(&mut self, entries: Vec<Entry>, settings: &Settings, report: &mut Report) -> Steps {
        let of_verse = order::verse(settings, self.folder, report);
        let mut included: BTreeSet<String> = BTreeSet::new();
        for entry in &entries {
            if let EntrySource::File(name) = &entry.what {
                self.open(name, entry.span, &mut Vec::new(), report);
                self.reach(name, &mut included);
            }
        }
        let manner = |name: &str, opened: &Opened| Manner {
            verse: of_verse.iter().any(|own| own == name),
            head: opened.head.clone(),
            includes: opened.includes.clone(),
        };
        let mut out = Steps::default();
        for entry in entries {
            let step = match &entry.what {
                EntrySource::Made(role) => Step::Made(*role),
                EntrySource::Catalogue => Step::Catalogue,
                EntrySource::File(name) if included.contains(name) && !order::names(settings, name) => continue,
                EntrySource::File(name) => {
                    let Some(Some(opened)) = self.known.get(name) else { continue };
                    out.manners.insert(opened.file, manner(name, opened));
                    Step::File(opened.file)
                }
            };
            out.steps.push(ReadStep { matter: entry.matter, named: entry.span.is_some(), step });
        }
        for name in &included {
            if let Some(Some(opened)) = self.known.get(name) {
                out.of_included.insert(opened.file, manner(name, opened));
            }
        }
        out
    }

    /// Adds the names of all files that a file puts in, however deep.
    fn reach(&self, name: &str, out: &mut BTreeSet<String>) {
        let Some(Some(opened)) = self.known.get(name) else { return };
        for name in &opened.names {
            if out.insert(name.clone()) {
                self.reach(name, out);
            }
        }
    }

    /// Opens a file and those that it puts in; `way` are the files that lead here. What cannot be read is told once.
    fn open(&mut self, name: &str, span: Option<Span>, way: &mut Vec<String>, report: &mut Report) -> Option<FileId> {
        if let Some(known) = self.known.get(name) {
            return known.as_ref().map(|opened| opened.file);
        }
        let file = match self.folder.text(name, &mut report.sources) {
            Ok(file) => file,
            Err(error) => {
                report.add(error.diagnostic(span));
                self.known.insert(name.to_owned(), None);
                return None;
            }
        };
        let text = report.sources.get(file).text.clone();
        let head = head::read(file, &text, report);
        let mut opened = Opened { file, head, includes: Included::new(), names: Vec::new() };
        way.push(name.to_owned());
        for (typed, place) in includes::names(&text) {
            let place = Span::new(file, place);
            let found = self.include(name, typed, place, way, report);
            if let Ok((name, _)) = &found {
                opened.names.push(name.clone());
            }
            opened.includes.insert(typed.to_owned(), found.map(|(_, file)| file));
        }
        way.pop();
        self.known.insert(name.to_owned(), Some(opened));
        Some(file)
    }

    /// The file that another one names, or what is wrong with that.
    fn include(
        &mut self,
        from: &str,
        typed: &str,
        place: Span,
        way: &mut Vec<String>,
        report: &mut Report,
    ) -> Result<(String, FileId), Diagnostic> {
        let name = self.folder.resolve(from, typed).map_err(|error| error.diagnostic(Some(place)))?;
        if way.contains(&name) {
            let why = format!("`{name}` would put itself in");
            let help = "delete the fence: files that include each other have no end";
            return Err(Diagnostic::error("include-loop", why).at(place).help(help));
        }
        if way.len() >= limits::NESTING {
            let why = format!("more than {} files are put into each other", limits::NESTING);
            return Err(Diagnostic::error("nesting-too-deep", why).at(place));
        }
        self.folder.exists(&name).map_err(|error| error.diagnostic(Some(place)))?;
        let file = self.open(&name, Some(place), way, report);
        file.map(|file| (name, file))
            .ok_or_else(|| Diagnostic::error("file-missing", "this file cannot be read").at(place))
    }
}

/// Every file, once for each manner and language in which an edition reads it; a text that asks which version it is of,
/// once for each version.
fn parse(
    editions: &[EditionReading],
    scopes: &BTreeMap<Version, Scope>,
    drafts: &mut Drafts,
    report: &mut Report,
) -> BTreeMap<FileId, Vec<Text>> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for edition in editions {
        let language = metadata::language(&edition.settings);
        for (file, manner) in &edition.manners {
            if !wanted.iter().any(|known| known.is(*file, manner, &language)) {
                wanted.push(Wanted {
                    file: *file,
                    manner,
                    language: language.clone(),
                    version: edition.on(Medium::Print),
                });
            }
        }
    }
    let mut texts: BTreeMap<FileId, Vec<Text>> = BTreeMap::new();
    let mut asking = Vec::new();
    let known = std::mem::take(drafts);
    for (wanted, parsed) in read_all(wanted, scopes, &known, report) {
        drafts.keep(&parsed);
        if parsed.draft.lists.varies {
            asking.push(wanted);
            continue;
        }
        let Wanted { file, manner, language, .. } = wanted;
        texts.entry(file).or_default().push(Text { manner: manner.clone(), language, version: None, parsed });
    }
    let versions = editions.iter().flat_map(|edition| Medium::ALL.map(|medium| (edition, edition.on(medium))));
    let asking = versions.flat_map(|(edition, version)| {
        let language = metadata::language(&edition.settings);
        let own = asking
            .iter()
            .filter(move |known| edition.manners.get(&known.file) == Some(known.manner) && known.language == language);
        own.map(move |wanted| Wanted { version: version.clone(), ..wanted.clone() })
    });
    for (wanted, parsed) in read_all(asking.collect(), scopes, &known, report) {
        drafts.keep(&parsed);
        let Wanted { file, manner, language, version } = wanted;
        texts.entry(file).or_default().push(Text { manner: manner.clone(), language, version: Some(version), parsed });
    }
    texts
}

/// A file to be read, and how.
#[derive(Clone)]
struct Wanted<'a> {
    file: FileId,
    manner: &'a Manner,
    language: String,
    version: Version,
}

impl Wanted<'_> {
    fn is(&self, file: FileId, manner: &Manner, language: &str) -> bool {
        (self.file, self.manner, self.language.as_str()) == (file, manner, language)
    }
}

fn read_all<'a>(
    wanted: Vec<Wanted<'a>>,
    scopes: &BTreeMap<Version, Scope>,
    known: &Drafts,
    report: &mut Report,
) -> Vec<(Wanted<'a>, Arc<Parsed>)> {
    let sources = &report.sources;
    let read = wanted.into_par_iter().map(|wanted| {
        let text = &sources.get(wanted.file).text;
        let scope = scopes.get(&wanted.version).cloned().unwrap_or_default();
        let parsed = known.get(wanted.file, text, &wanted.language, wanted.manner, scope);
        (wanted, parsed)
    });
    let read: Vec<_> = read.collect();
    read.iter().for_each(|(_, parsed)| report.append(parsed.found.clone()));
    read
}

/// What texts may ask of each version.
fn scopes(editions: &[EditionReading]) -> BTreeMap<Version, Scope> {
    let names: Arc<[Arc<str>]> = editions.iter().filter_map(|edition| edition.name.clone()).collect();
    let versions = editions.iter().flat_map(|edition| Medium::ALL.map(|medium| (edition, edition.on(medium))));
    let values: Vec<(Version, BTreeMap<String, Variable>)> =
        versions.map(|(edition, version)| (version.clone(), variables(&edition.settings, &version))).collect();
    let same = |name: &str| values.windows(2).all(|two| two[0].1.get(name) == two[1].1.get(name));
    let scope = |(version, own): &(Version, BTreeMap<String, Variable>)| {
        let marked = own.iter().map(|(name, value)| (name.clone(), (value.clone(), same(name))));
        let (version, editions) = (version.clone(), Arc::clone(&names));
        (version.clone(), Scope { version, editions, variables: Arc::new(marked.collect()) })
    };
    values.iter().map(scope).collect()
}

/// Without a book.toml there is one edition, which is called after its text.
fn without_settings(reading: &mut Reading, folder: &Folder, report: &mut Report) {
    let texts = reading.texts.iter().flat_map(|(file, texts)| texts.iter().map(|text| (*file, &text.parsed.draft)));
    let drafts: Vec<(FileId, &Draft)> = texts.collect();
    for edition in &mut reading.editions {
        report.extend(fill::without_settings(&mut edition.settings, &drafts, folder));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_that_changed_is_parsed_again() {
        let mut drafts = Drafts::default();
        let mut read = |settings: &str, last: &str| {
            let settings = format!("[book]\ntitle = 'T'\n{settings}");
            let files = [("book.toml", settings.as_str()), ("a.md", "# A\n\nWords.\n"), ("b.md", last)];
            let (reading, _) = open_again(&Folder::from_files(files).unwrap(), &mut drafts);
            let texts = reading.unwrap().texts.into_values().flatten();
            texts.map(|text| text.parsed).collect::<Vec<_>>()
        };
        let alike = |one: &[Arc<Parsed>], other: &[Arc<Parsed>]| {
            let pairs = one.iter().zip(other);
            pairs.map(|(one, other)| Arc::ptr_eq(one, other)).collect::<Vec<_>>()
        };
        let first = read("", "# B\n");
        let second = read("", "# B\n\nMore.\n");
        assert_eq!(alike(&first, &second), [true, false]);
        let german = read("language = 'de'\n", "# B\n\nMore.\n");
        assert_eq!(alike(&second, &german), [false, false]);
    }
}
