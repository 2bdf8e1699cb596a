//! In: `[manuscript]`. Out: the book's files and made pages in reading order. Refuses to read them.

use super::settings::Settings;
use crate::base::files::{SETTINGS, is_glob};
use crate::base::{Diagnostic, FileErrorKind, Folder, Report, Span};
use crate::model::{Matter, Role};

/// The files in which every line is a line of verse.
pub fn verse(settings: &Settings, folder: &Folder, report: &mut Report) -> Vec<String> {
    let mut files = Vec::new();
    for name in settings.manuscript.iter().flat_map(|table| &table.verse) {
        let found = match is_glob(name) {
            true => folder.glob(name),
            false => folder.resolve("", name).and_then(|file| folder.exists(&file).map(|()| vec![file])),
        };
        match found {
            Ok(found) => files.extend(found),
            Err(error) => report.add(error.diagnostic(name.span())),
        }
    }
    files
}

/// Whether book.toml names a file letter by letter.
pub fn names(settings: &Settings, file: &str) -> bool {
    let Some(table) = &settings.manuscript else { return false };
    let lists = [table.front.as_deref().unwrap_or_default(), table.main.as_slice(), table.back.as_slice()];
    lists.iter().flat_map(|names| names.iter()).any(|name| ***name == *file)
}

/// One step of reading a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub matter: Matter,
    pub what: EntrySource,
    /// The text of book.toml that names it; nothing where it stands in every book.
    pub span: Option<Span>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntrySource {
    Made(Role),
    /// The other books of the series.
    Catalogue,
    /// By its book-relative name; it was there a moment ago.
    File(String),
}

/// The page that lists the other books of the series, wherever it stands.
const CATALOGUE: &str = "@also-by";

const MADE: [(&str, Role); 7] = [
    ("@half-title", Role::HalfTitle),
    ("@title", Role::TitlePage),
    ("@imprint", Role::Imprint),
    ("@contents", Role::Contents),
    ("@illustrations", Role::Illustrations),
    ("@tables", Role::Tables),
    ("@first-lines", Role::FirstLines),
];

/// What book.toml calls a made page.
pub fn made_name(role: Role) -> &'static str {
    MADE.iter().find(|(_, known)| *known == role).map_or("", |(name, _)| name)
}

/// Made pages that may stand behind the text too.
fn is_list(role: Role) -> bool {
    matches!(role, Role::Illustrations | Role::Tables | Role::FirstLines)
}

/// Made pages where the author names none, and no empty front matter.
const USUAL: [Role; 3] = [Role::TitlePage, Role::Imprint, Role::Contents];

/// Front, main and back. What cannot be had is reported and left out.
pub fn order(settings: &Settings, folder: &Folder, report: &mut Report) -> Vec<Entry> {
    if let Some(file) = &folder.file {
        return one_file(file, settings, folder, report);
    }
    let Some(table) = &settings.manuscript else { return without_a_table(folder, report) };
    let front = table.front.as_deref();
    let lists = [
        (Matter::Front, front.unwrap_or_default()),
        (Matter::Main, table.main.as_slice()),
        (Matter::Back, table.back.as_slice()),
    ];
    let mut orderer = Orderer { folder, report, named: Vec::new(), entries: Vec::new() };
    // A file that is named stands where it is named; globs leave it out.
    for name in lists.iter().flat_map(|(_, names)| names.iter()) {
        if !name.starts_with('@') && !is_glob(name) {
            orderer.named.extend(folder.resolve("", name).ok());
        }
    }
    for (matter, names) in lists {
        names.iter().for_each(|name| orderer.add(matter, name, name.span()));
    }
    if table.main.is_empty() {
        orderer.rest();
    }
    let Orderer { mut entries, .. } = orderer;
    entries.sort_by_key(|entry| entry.matter);
    let no_front = front.is_some_and(|names| names.is_empty());
    let is_made = |entry: &Entry| entry.matter == Matter::Front && matches!(entry.what, EntrySource::Made(_));
    if !no_front && !entries.iter().any(is_made) {
        entries.splice(0..0, USUAL.map(made));
    }
    if !entries.iter().any(|entry| matches!(entry.what, EntrySource::File(_))) && !report.has_errors() {
        report.add(Diagnostic::error("book-empty", "`[manuscript]` names no text file").at_any(table.span()));
    }
    entries
}

fn made(role: Role) -> Entry {
    Entry { matter: Matter::Front, what: EntrySource::Made(role), span: None }
}

/// The one file that was asked for, behind the made pages that `front` names.
fn one_file(file: &str, settings: &Settings, folder: &Folder, report: &mut Report) -> Vec<Entry> {
    let front = settings.manuscript.as_ref().and_then(|table| table.front.as_deref());
    let mut orderer = Orderer { folder, report, named: Vec::new(), entries: Vec::new() };
    for name in front.unwrap_or_default().iter().filter(|name| name.starts_with('@')) {
        orderer.add_made(Matter::Front, name, name.span());
    }
    let mut entries = orderer.entries;
    if entries.is_empty() && front.is_none_or(|names| !names.is_empty()) {
        entries.extend(USUAL.map(made));
    }
    entries.push(Entry { matter: Matter::Main, what: EntrySource::File(file.to_owned()), span: None });
    entries
}

fn without_a_table(folder: &Folder, report: &mut Report) -> Vec<Entry> {
    let names = folder.glob("*.md").unwrap_or_else(|error| {
        let found = Some(error.diagnostic(None)).filter(|_| error.kind != FileErrorKind::NoMatch);
        report.extend(found);
        Vec::new()
    });
    let files = names.into_iter().filter(|name| !name.eq_ignore_ascii_case("README.md"));
    let file = |name| Entry { matter: Matter::Main, what: EntrySource::File(name), span: None };
    let entries: Vec<Entry> = USUAL.map(made).into_iter().chain(files.map(file)).collect();
    if entries.len() == USUAL.len() && report.has_errors() {
        // Why there is none was told.
    } else if entries.len() == USUAL.len() {
        let help = match (books(folder).as_slice(), texts(folder).as_slice()) {
            ([], []) => "put a text file into its folder, with a name that ends in `.md`, or begin with `chapbook new`"
                .to_owned(),
            ([], names) => format!(
                "the folder contains {}; build one file by its name, or name the files in {SETTINGS} as `[manuscript] main`",
                listed(names)
            ),
            (books, _) => format!("{SETTINGS} is in {}: name that folder (for `diff`, as `--dir`)", listed(books)),
        };
        report.add(Diagnostic::error("book-empty", "the book has no text").help(help));
    }
    entries
}

/// What looks like text and lies in the folder, at any depth.
fn texts(folder: &Folder) -> Vec<String> {
    const ENDINGS: &str = "**/*.{md,MD,Md,markdown,Markdown,mdown,mkd}";
    folder.glob(ENDINGS).unwrap_or_default()
}

/// The folders below this one that hold a book.
fn books(folder: &Folder) -> Vec<String> {
    let found = if folder.has_settings() { Vec::new() } else { folder.glob("{*,*/*}/book.toml").unwrap_or_default() };
    found.iter().filter_map(|name| name.rsplit_once('/')).map(|(folder, _)| folder.to_owned()).collect()
}

/// Names that are shown; the rest are counted.
const SHOWN: usize = 6;

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = names.len() - shown.len();
    shown.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
}

/// Told once: what looks like a part of the book and is in no edition; `opened` are the files that are. What was named and
/// cannot be had is told elsewhere.
pub fn left_out<'a>(
    folder: &Folder,
    editions: impl Iterator<Item = &'a Settings> + Clone,
    opened: &[&str],
    report: &mut Report,
) {
    let tables = || editions.clone().filter_map(|settings| settings.manuscript.as_ref());
    if folder.file.is_some() || opened.is_empty() && tables().next().is_none() {
        return;
    }
    let lists = tables().flat_map(|table| [table.front.as_deref().unwrap_or_default(), &table.main, &table.back]);
    let named: Vec<String> = lists.flatten().filter_map(|name| folder.resolve("", name).ok()).collect();
    let mut names = texts(folder);
    names.retain(|name| !named.contains(name));
    names.retain(|name| !opened.contains(&name.as_str()));
    if names.is_empty() {
        return;
    }
    let many = if names.len() == 1 { "a file".to_owned() } else { format!("{} files", names.len()) };
    let are = if names.len() == 1 { "is" } else { "are" };
    let why = format!("{many} of this folder {are} not in the book: {}", listed(&names));
    let help = "name them in book.toml, such as `main = [\"*.md\", \"chapters/*.md\"]` under `[manuscript]`";
    report.add(Diagnostic::hint("file-left-out", why).help(help));
}

struct Orderer<'a> {
    folder: &'a Folder,
    report: &'a mut Report,
    /// Files that are named one by one.
    named: Vec<String>,
    entries: Vec<Entry>,
}

impl Orderer<'_> {
    fn add(&mut self, matter: Matter, name: &str, span: Option<Span>) {
        if name.starts_with('@') {
            return self.add_made(matter, name, span);
        }
        if is_glob(name) {
            match self.folder.glob(name) {
                Ok(found) => {
                    for file in found {
                        if !self.named.contains(&file) {
                            self.named.push(file.clone());
                            self.entries.push(Entry { matter, what: EntrySource::File(file), span });
                        }
                    }
                }
                Err(error) => self.report.add(error.diagnostic(span)),
            }
            return;
        }
        match self.folder.resolve("", name).and_then(|file| self.folder.exists(&file).map(|()| file)) {
            Ok(file)
                if self
                    .entries
                    .iter()
                    .any(|entry| matches!(&entry.what, EntrySource::File(other) if *other == file)) =>
            {
                let found = Diagnostic::error("file-twice", format!("`{name}` is in the book twice"));
                self.report.add(span.into_iter().fold(found, Diagnostic::at));
            }
            Ok(file) => self.entries.push(Entry { matter, what: EntrySource::File(file), span }),
            Err(error) => self.report.add(error.diagnostic(span)),
        }
    }

    /// All text of the folder that nobody named.
    fn rest(&mut self) {
        for file in self.folder.glob("*.md").unwrap_or_default() {
            if !file.eq_ignore_ascii_case("README.md") && !self.named.contains(&file) {
                self.entries.push(Entry { matter: Matter::Main, what: EntrySource::File(file), span: None });
            }
        }
    }

    fn add_made(&mut self, matter: Matter, name: &str, span: Option<Span>) {
        if name == CATALOGUE {
            match self.folder.series() {
                Some(_) => self.entries.push(Entry { matter, what: EntrySource::Catalogue, span }),
                None => {
                    let why = format!("`{CATALOGUE}` lists the other books of a series, and this book is in none");
                    let help = "put `series.toml` into the folder around the books";
                    self.report.add(Diagnostic::error("made-page", why).at_any(span).help(help));
                }
            }
            return;
        }
        let fail = |message: String| {
            let found = Diagnostic::error("made-page", message);
            let help = format!("`front` accepts {}", MADE.map(|(name, _)| name).join(", "));
            span.into_iter().fold(found.help(help), Diagnostic::at)
        };
        match MADE.iter().find(|(known, _)| *known == name) {
            None => self.report.add(fail(format!("there is no generated page `{name}`"))),
            Some((_, role)) if is_list(*role) && matter == Matter::Main => {
                self.report.add(fail(format!("`{name}` is allowed only in `front` and `back`")));
            }
            Some((_, role)) if !is_list(*role) && matter != Matter::Front => {
                self.report.add(fail(format!("`{name}` is allowed only in `front`")));
            }
            Some((_, role)) if self.entries.iter().any(|entry| entry.what == EntrySource::Made(*role)) => {
                self.report.add(fail(format!("`{name}` is in the book twice")));
            }
            Some((_, role)) => self.entries.push(Entry { matter, what: EntrySource::Made(*role), span }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::book_toml;
    use std::fs;

    fn ordered(toml: &str, files: &[&str]) -> (Vec<String>, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("book.toml"), toml).unwrap();
        files.iter().for_each(|name| fs::write(dir.path().join(name), "x").unwrap());
        let folder = Folder::open(dir.path()).unwrap();
        let mut report = Report::default();
        let (_, settings) = book_toml::read(&folder, &mut report).unwrap().swap_remove(0);
        let entries = order(&settings, &folder, &mut report);
        let file = |entry: &Entry| match &entry.what {
            EntrySource::File(name) => Some(name.clone()),
            EntrySource::Made(_) | EntrySource::Catalogue => None,
        };
        let opened: Vec<String> = entries.iter().filter_map(file).collect();
        let opened: Vec<&str> = opened.iter().map(String::as_str).collect();
        left_out(&folder, std::iter::once(&settings), &opened, &mut report);
        let names = entries.iter().map(|entry| match &entry.what {
            EntrySource::Made(role) => format!("{role:?}"),
            EntrySource::Catalogue => "Catalogue".to_owned(),
            EntrySource::File(name) => format!("{:?} {name}", entry.matter),
        });
        let codes = report.sorted().into_iter().map(|found| {
            let line = found.span.map(|span| report.sources.line_column(span.file, span.start).0);
            format!("{} {line:?}", found.code)
        });
        (names.collect(), codes.collect())
    }

    #[test]
    fn without_a_table_all_is_main_matter() {
        let (names, codes) = ordered("", &["b.md", "a.md", "README.md", "x.txt"]);
        assert_eq!(names, ["TitlePage", "Imprint", "Contents", "Main a.md", "Main b.md"]);
        assert_eq!(codes, ["file-left-out None"]);
        assert_eq!(ordered("", &["README.md"]).1, ["book-empty None"]);
        let (names, codes) = ordered("[manuscript]\nfront = ['@title']\nback = ['z*.md']", &["a.md", "z1.md"]);
        assert_eq!((names.join(" "), codes.len()), ("TitlePage Main a.md Back z1.md".to_owned(), 0));
    }

    #[test]
    fn named_files_stand_where_they_are_named() {
        let toml = "[manuscript]\nfront = ['@title', 'c.md']\nmain = ['*.md']\nback = ['a.md']";
        let (names, codes) = ordered(toml, &["a.md", "b.md", "c.md"]);
        assert_eq!(names, ["TitlePage", "Front c.md", "Main b.md", "Back a.md"]);
        assert!(codes.is_empty());
        let (names, _) = ordered("[manuscript]\nfront = []\nmain = ['a.md']", &["a.md"]);
        assert_eq!(names, ["Main a.md"]);
    }

    #[test]
    fn what_cannot_be_had_is_reported_at_its_place() {
        let toml =
            "[manuscript]\nfront = ['@titel']\nmain = ['x.md', 'a.md',\n 'z*.md',\n 'a.md',\n '../a.md', '@title']";
        let (names, codes) = ordered(toml, &["a.md"]);
        assert_eq!(names, ["TitlePage", "Imprint", "Contents", "Main a.md"]);
        assert_eq!(
            codes,
            [
                "made-page Some(2)",
                "file-missing Some(3)",
                "glob-empty Some(4)",
                "file-twice Some(5)",
                "file-outside Some(6)",
                "made-page Some(6)"
            ]
        );
    }
}
