//! The one door to disk and environment for everything that is read.
//!
//! In: a folder that holds a book, on disk or in memory. Out: texts, bytes and lists of names, or a `FileError` that
//! becomes a diagnostic at the place that names the file. Names are relative to the folder of book.toml, with `/`; nothing is read from
//! outside it save `../covers/` and `../fonts/` beside a folder named `manuscript`, and the folder of a series around the book. Refuses to know what a file means.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the door for what is read")]

use super::encoding;
use super::file_error::{FileError, FileErrorKind};
use super::inside::{BESIDE, Reach, join};
use super::memory::{MemoryFiles, Named};
use super::natural::natural;
use super::{FileId, Sources, Span, limits};
use globset::{GlobBuilder, GlobMatcher};
use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

/// The file that makes a folder a book.
pub const SETTINGS: &str = "book.toml";
/// The file that makes the folder around several books a series, from which they may read too.
const SERIES: &str = "series.toml";

/// To the last second of the year 9999.
const EPOCHS: std::ops::RangeInclusive<i64> = 0..=253_402_300_799;

/// A book's folder, open for reading.
#[derive(Debug)]
pub struct Folder {
    store: Store,
    /// `home` as it was named.
    shown_home: PathBuf,
    /// What to put before a name so that it can be opened from the current folder; empty or ends with `/`.
    pub shown: String,
    /// What the folder, or the one file, is called, without an ending.
    pub name: Option<String>,
    /// The one file of the book, where a file was opened.
    pub file: Option<String>,
    /// Seconds since 1970, from SOURCE_DATE_EPOCH.
    pub epoch: Option<i64>,
    text_bytes: AtomicU64,
    asset_bytes: AtomicU64,
    opened: AtomicUsize,
}

/// Where the files are.
#[derive(Debug)]
enum Store {
    Disk {
        /// Canonical; holds book.toml.
        root: PathBuf,
        /// `home/covers` and `home/fonts`, where the root is named `manuscript`; the folder of the series.
        beside: Vec<PathBuf>,
        reach: Reach,
    },
    Memory {
        files: MemoryFiles,
        /// Whether book.toml stands in `manuscript`.
        inner: bool,
    },
}

impl Folder {
    /// Opens a book's folder: `named`, or `manuscript` in it where book.toml stands there. A file opens the folder that
    /// holds it, for a book of that one file; book.toml opens its own book.
    ///
    /// # Errors
    ///
    /// There is nothing of this name, it cannot be read, or SOURCE_DATE_EPOCH is no date.
    pub fn open(named: &Path) -> Result<Folder, FileError> {
        if !named.is_file() {
            return Folder::open_dir(named, true);
        }
        let dir = named.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let fail = |kind| FileError { name: named.to_string_lossy().into_owned(), kind };
        match named.file_name().and_then(OsStr::to_str) {
            Some(SETTINGS) => Folder::open_dir(dir, false),
            Some(name) if !is_unsafe(name) => {
                let folder = Folder::open_dir(dir, false)?;
                Ok(Folder { name: stem(name).map(str::to_owned), file: Some(name.to_owned()), ..folder })
            }
            name => Err(fail(FileErrorKind::Name(name.unwrap_or_default().to_owned()))),
        }
    }

    /// With `inner` the book may stand in a folder `manuscript` of this one.
    fn open_dir(dir: &Path, inner: bool) -> Result<Folder, FileError> {
        let named = dir.to_string_lossy().into_owned();
        let fail = |kind| FileError { name: named.clone(), kind };
        let found = fs::canonicalize(dir).map_err(|e| match system(&e) {
            FileErrorKind::Missing => fail(FileErrorKind::NoFolder),
            other => fail(other),
        })?;
        if !found.is_dir() {
            return Err(fail(FileErrorKind::NotPlain));
        }
        let inner = inner && !found.join(SETTINGS).exists() && found.join("manuscript").join(SETTINGS).exists();
        let (root, shown) = match inner {
            true => (fs::canonicalize(found.join("manuscript")).map_err(|e| fail(system(&e)))?, dir.join("manuscript")),
            false => (found, dir.to_path_buf()),
        };
        let is_manuscript = root.file_name().is_some_and(|name| name == "manuscript");
        let home = root.parent().filter(|_| is_manuscript).unwrap_or(&root).to_path_buf();
        // A folder named by its last steps alone (`.`, `..`) has no parent that can be read off its name.
        let named_home = shown.parent().filter(|_| shown.file_name().is_some_and(|name| name == "manuscript"));
        let shown_home = match (is_manuscript, named_home) {
            (false, _) if shown == Path::new(".") => PathBuf::new(),
            (false, _) => shown.clone(),
            (true, Some(parent)) => parent.to_path_buf(),
            (true, None) => shown.join(".."),
        };
        let series = home.parent().filter(|parent| parent.join(SERIES).is_file()).map(Path::to_path_buf);
        let own = if is_manuscript { Reach::Beside } else { Reach::Own };
        let reach = if series.is_some() { Reach::Series(1 + usize::from(is_manuscript)) } else { own };
        let beside = BESIDE.iter().map(|name| home.join(name)).filter(|_| is_manuscript).chain(series).collect();
        let name = home.file_name().and_then(OsStr::to_str).map(str::to_owned);
        Folder::of(Store::Disk { root, beside, reach }, shown_home, prefix(&shown), name)
    }

    /// A book in memory: files by name, relative to its folder, with `/`. As on disk, book.toml may stand in
    /// `manuscript/`, with `covers/` and `fonts/` beside it, and the same limits hold. One text without a book.toml is a
    /// book of that file.
    ///
    /// # Errors
    ///
    /// A name that is absolute, leads out of the folder or names none, and a SOURCE_DATE_EPOCH that is no date.
    pub fn from_files<N: AsRef<str>, B: AsRef<[u8]>>(
        named: impl IntoIterator<Item = (N, B)>,
    ) -> Result<Folder, FileError> {
        let mut files = MemoryFiles::default();
        for (name, bytes) in named {
            let fail = |kind| FileError { name: name.as_ref().to_string(), kind };
            let inside = join("", name.as_ref(), Reach::Own).map_err(fail)?;
            if inside.is_empty() {
                return Err(fail(FileErrorKind::NotPlain));
            }
            if files.len() >= limits::FILES * 10 {
                return Err(fail(FileErrorKind::TooMany(format!("{} files", limits::FILES * 10))));
            }
            files.add(inside, bytes.as_ref());
        }
        let is_file = |name: &str| matches!(files.get(name), Named::File(_));
        let inner = !is_file(SETTINGS) && is_file(&format!("manuscript/{SETTINGS}"));
        let shown = if inner { "manuscript/" } else { "" };
        let text = files.only_text().filter(|_| !inner && !is_file(SETTINGS)).map(str::to_owned);
        let name = text.as_deref().and_then(stem).map(str::to_owned);
        let folder = Folder::of(Store::Memory { files, inner }, PathBuf::new(), shown.to_owned(), name)?;
        Ok(Folder { file: text, ..folder })
    }

    fn of(store: Store, shown_home: PathBuf, shown: String, name: Option<String>) -> Result<Folder, FileError> {
        let epoch = match env::var("SOURCE_DATE_EPOCH") {
            Ok(text) => {
                let seconds = text.trim().parse().ok().filter(|seconds| EPOCHS.contains(seconds));
                let why = FileErrorKind::Epoch(text);
                Some(seconds.ok_or(FileError { name: "SOURCE_DATE_EPOCH".into(), kind: why })?)
            }
            Err(_) => None,
        };
        Ok(Folder {
            store,
            shown_home,
            shown,
            name,
            file: None,
            epoch,
            text_bytes: AtomicU64::new(0),
            asset_bytes: AtomicU64::new(0),
            opened: AtomicUsize::new(0),
        })
    }

    /// Where a file of the book's own folder stands on the disk.
    pub fn path_of(&self, name: &str) -> Option<PathBuf> {
        match &self.store {
            Store::Disk { root, .. } => Some(root.join(name)),
            Store::Memory { .. } => None,
        }
    }

    /// Whether book.toml stands in a folder `manuscript`.
    #[cfg(feature = "cli")]
    pub(super) fn is_in_manuscript(&self) -> bool {
        match &self.store {
            Store::Disk { root, .. } => root.ends_with("manuscript"),
            Store::Memory { inner, .. } => *inner,
        }
    }

    /// The folders on the disk that the book may read.
    #[cfg(feature = "cli")]
    pub(super) fn roots(&self) -> Vec<&Path> {
        match &self.store {
            Store::Disk { root, beside, .. } => std::iter::once(root).chain(beside).map(PathBuf::as_path).collect(),
            Store::Memory { .. } => Vec::new(),
        }
    }

    /// The folder in which `dist/` stands by default, as seen from the current folder.
    pub fn shown_home(&self) -> &Path {
        &self.shown_home
    }

    /// The book-relative name of `path` as written in the file `from` (itself a book-relative name).
    pub fn resolve(&self, from: &str, path: &str) -> Result<String, FileError> {
        join(from, path, self.reach()).map_err(|kind| FileError { name: path.to_string(), kind })
    }

    fn reach(&self) -> Reach {
        match &self.store {
            Store::Disk { reach, .. } => *reach,
            Store::Memory { inner: true, .. } => Reach::Beside,
            Store::Memory { inner: false, .. } => Reach::Own,
        }
    }

    /// The name of the series' own file, if the book stands in one. Its folder is a second root: what stands there may be
    /// named from the book on.
    pub fn series(&self) -> Option<String> {
        let Reach::Series(steps) = self.reach() else { return None };
        Some("../".repeat(steps) + SERIES)
    }

    /// Whether a name above the book's folder leads back into it.
    pub fn is_own(&self, name: &str) -> bool {
        let Store::Disk { root, .. } = &self.store else { return false };
        fs::canonicalize(root.join(name)).is_ok_and(|path| path.starts_with(root))
    }

    /// Whether the folder has a book.toml.
    pub fn has_settings(&self) -> bool {
        !matches!(self.exists(SETTINGS), Err(FileError { kind: FileErrorKind::Missing, .. }))
    }

    /// Reads a text file (UTF-8, a byte-order mark dropped) and adds it to the sources.
    pub fn text(&self, name: &str, sources: &mut Sources) -> Result<FileId, FileError> {
        let bytes = self.read(name, limits::TEXT_BYTES, &self.text_bytes, limits::BOOK_BYTES)?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(sources.add(name, text)),
            Err(error) => {
                let at = error.valid_up_to();
                let file = sources.add(name, String::from_utf8_lossy(bytes));
                let span = Span::new(file, at..at + char::REPLACEMENT_CHARACTER.len_utf8());
                Err(FileError {
                    name: name.to_string(),
                    kind: FileErrorKind::NotUtf8(span, encoding::guess(bytes, at)),
                })
            }
        }
    }

    /// Reads a picture or a font.
    pub fn bytes(&self, name: &str) -> Result<Arc<[u8]>, FileError> {
        self.read(name, limits::ASSET_BYTES, &self.asset_bytes, limits::ASSETS_BYTES)
    }

    /// That a plain file of this name can be read, without reading it.
    pub fn exists(&self, name: &str) -> Result<(), FileError> {
        self.locate(name).map(drop)
    }

    /// The files that a glob matches, sorted by name as people count (2 before 10); hidden ones never. `**` goes down, `*` stays in its folder.
    pub fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        let fail = |kind| FileError { name: pattern.to_string(), kind };
        let plain = self.resolve("", pattern)?;
        let matcher = GlobBuilder::new(&plain)
            .literal_separator(true)
            .backslash_escape(false)
            .build()
            .map_err(|error| fail(FileErrorKind::BadPattern(error.kind().to_string())))?
            .compile_matcher();
        let fixed: Vec<&str> = plain.split('/').take_while(|part| !is_glob(part)).collect();
        let depth = if plain.contains("**") { limits::NESTING } else { plain.split('/').count() - fixed.len() };
        let folder = fixed.join("/");
        let mut found = match &self.store {
            Store::Disk { root, .. } => {
                let mut walk = Walk { matcher, found: Vec::new(), seen: 0 };
                walk.folder(&root.join(&folder), &folder, depth).map_err(fail)?;
                walk.found
            }
            Store::Memory { files, inner } => {
                let from_home = from_home(&folder, *inner);
                let names = files.names(&from_home, depth).into_iter();
                let names =
                    names.map(|name| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") });
                names.filter(|name| matcher.is_match(name)).collect()
            }
        };
        if found.is_empty() {
            return Err(fail(FileErrorKind::NoMatch));
        }
        found.sort_by(|a, b| natural(a, b));
        Ok(found)
    }

    fn read(&self, name: &str, most: u64, total: &AtomicU64, most_in_all: u64) -> Result<Arc<[u8]>, FileError> {
        let fail = |kind| FileError { name: name.to_string(), kind };
        let found = self.locate(name)?;
        if self.opened.fetch_add(1, Relaxed) >= limits::FILES {
            return Err(fail(FileErrorKind::TooMany(format!("{} files", limits::FILES))));
        }
        let bytes = match found {
            Located::Path(path) => plain(&path, most).map_err(fail)?.into(),
            Located::Bytes(bytes) if bytes.len() as u64 > most => return Err(fail(FileErrorKind::TooLarge(most))),
            Located::Bytes(bytes) => bytes,
        };
        if total.fetch_add(bytes.len() as u64, Relaxed) + bytes.len() as u64 > most_in_all {
            return Err(fail(FileErrorKind::TooMany(format!("{} megabytes", most_in_all >> 20))));
        }
        Ok(bytes)
    }

    /// A plain file inside the book.
    fn locate(&self, name: &str) -> Result<Located, FileError> {
        let inside = self.resolve("", name)?;
        let found = match &self.store {
            Store::Disk { root, beside, .. } => on_disk(root, beside, &inside).map(Located::Path),
            Store::Memory { files, inner } => match files.get(&from_home(&inside, *inner)) {
                Named::File(bytes) => Ok(Located::Bytes(bytes)),
                Named::Folder => Err(FileErrorKind::NotPlain),
                Named::Nothing => Err(FileErrorKind::Missing),
            },
        };
        found.map_err(|kind| FileError { name: name.to_string(), kind })
    }
}

/// A plain file of a book, found and not read.
enum Located {
    Path(PathBuf),
    Bytes(Arc<[u8]>),
}

/// The real path. Looks before it opens: a pipe would block.
fn on_disk(root: &Path, beside: &[PathBuf], inside: &str) -> Result<PathBuf, FileErrorKind> {
    let path = fs::canonicalize(root.join(inside)).map_err(|e| system(&e))?;
    let mut beside = beside.iter().filter_map(|folder| fs::canonicalize(folder).ok());
    if !path.starts_with(root) && !beside.any(|folder| path.starts_with(folder)) {
        return Err(FileErrorKind::Outside);
    }
    match fs::metadata(&path).map_err(|e| system(&e))? {
        found if !found.is_file() => Err(FileErrorKind::NotPlain),
        _ => Ok(path),
    }
}

/// A name from the folder of book.toml on, as seen from the folder around it.
fn from_home(inside: &str, inner: bool) -> String {
    match (inside.strip_prefix("../"), inner) {
        (Some(beside), _) => beside.to_owned(),
        (None, true) => format!("manuscript/{inside}").trim_end_matches('/').to_owned(),
        (None, false) => inside.to_owned(),
    }
}

/// Looks before it opens: a pipe would block.
pub(super) fn plain(path: &Path, most: u64) -> Result<Vec<u8>, FileErrorKind> {
    if !fs::metadata(path).map_err(|e| system(&e))?.is_file() {
        return Err(FileErrorKind::NotPlain);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|e| system(&e))?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(|e| system(&e))?;
    if bytes.len() as u64 > most { Err(FileErrorKind::TooLarge(most)) } else { Ok(bytes) }
}

/// Whether two paths lead to one file that is there.
pub fn same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// Whether a name in book.toml is a pattern.
pub fn is_glob(name: &str) -> bool {
    name.contains(['*', '?', '[', '{'])
}

struct Walk {
    matcher: GlobMatcher,
    found: Vec<String>,
    seen: usize,
}

impl Walk {
    /// A folder that cannot be read holds nothing; links to folders are not followed.
    fn folder(&mut self, path: &Path, name: &str, depth: usize) -> Result<(), FileErrorKind> {
        let Ok(entries) = fs::read_dir(path) else { return Ok(()) };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            self.seen += 1;
            if self.seen > limits::FILES * 10 {
                return Err(FileErrorKind::TooMany(format!("{} files", limits::FILES * 10)));
            }
            let file_name = entry.file_name();
            let shown = file_name.to_string_lossy();
            let name = if name.is_empty() { shown.to_string() } else { format!("{name}/{shown}") };
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            match self.matcher.is_match(&name) && !entry.path().is_dir() {
                _ if shown.starts_with('.') => {}
                _ if is_folder && depth > 1 => self.folder(&entry.path(), &name, depth - 1)?,
                true if file_name.to_str().is_none_or(is_unsafe) => {
                    return Err(FileErrorKind::Name(name));
                }
                true => self.found.push(name),
                false => {}
            }
        }
        Ok(())
    }
}

/// Whether a file's name has a sign that not every system allows.
fn is_unsafe(name: &str) -> bool {
    name.contains(['\\', ':'])
}

/// A file's name without its ending.
pub fn stem(name: &str) -> Option<&str> {
    Path::new(name).file_stem().and_then(OsStr::to_str)
}

fn prefix(dir: &Path) -> String {
    let text = dir.to_string_lossy().replace('\\', "/");
    let text = text.strip_prefix("./").unwrap_or(&text).trim_end_matches('/');
    match text {
        "" if dir.has_root() => "/".into(),
        "" | "." => String::new(),
        _ => format!("{text}/"),
    }
}

fn system(error: &std::io::Error) -> FileErrorKind {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileErrorKind::Missing,
        // The system's words without its number.
        _ => FileErrorKind::System(error.to_string().split(" (os error").next().unwrap_or_default().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &[u8]); 8] = [
        ("manuscript/book.toml", b""),
        ("manuscript/b.md", b"\xEF\xBB\xBFb"),
        ("manuscript/a.md", b"good \xFF bad"),
        ("manuscript/.hidden.md", b""),
        ("manuscript/in/c.md", b"c"),
        ("manuscript/in/deep/d.md", b"d"),
        ("covers/front.svg", b"<svg/>"),
        ("secret.md", b"s"),
    ];

    fn book() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in FILES {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let folder = Folder::open(dir.path()).unwrap();
        (dir, folder)
    }

    /// The same book on disk and in memory: the same rules hold.
    fn books() -> (tempfile::TempDir, [Folder; 2]) {
        let (dir, folder) = book();
        (dir, [folder, Folder::from_files(FILES).unwrap()])
    }

    #[test]
    fn both_folders_mean_the_same_book() {
        let (dir, folder) = book();
        let inner = Folder::open(&dir.path().join("manuscript")).unwrap();
        let root = |folder: &Folder| match &folder.store {
            Store::Disk { root, .. } => root.clone(),
            Store::Memory { .. } => panic!("on disk"),
        };
        assert_eq!(root(&folder), root(&inner));
        assert_eq!(folder.shown_home(), dir.path());
        assert_eq!(inner.shown_home(), dir.path());
        assert!(folder.shown.ends_with("/manuscript/"));
    }

    #[test]
    fn names_stay_inside() {
        let (_dir, folders) = books();
        folders.iter().for_each(stays_inside);
    }

    fn stays_inside(folder: &Folder) {
        let resolve = |from, path| folder.resolve(from, path).map_err(|e| e.kind);
        assert_eq!(resolve("in/c.md", "../b.md"), Ok("b.md".into()));
        assert_eq!(resolve("in/c.md", "./deep/../d.md"), Ok("in/d.md".into()));
        assert_eq!(resolve("in/c.md", "../../covers/front.svg"), Ok("../covers/front.svg".into()));
        assert_eq!(resolve("", "../manuscript/b.md"), Ok("b.md".into()));
        for path in ["../secret.md", "../..", "..", "../covers/../secret.md", "in/../../../x", "../../covers/x"] {
            assert_eq!(resolve("", path), Err(FileErrorKind::Outside), "{path}");
        }
        assert_eq!(resolve("", "/etc/passwd"), Err(FileErrorKind::Absolute));
        assert_eq!(resolve("", "C:\\x"), Err(FileErrorKind::Absolute));
        assert_eq!(resolve("", "a:b.md"), Err(FileErrorKind::Name("a:b.md".into())));
    }

    #[test]
    fn reads_text_with_its_place() {
        let (_dir, folders) = books();
        folders.iter().for_each(has_places);
    }

    fn has_places(folder: &Folder) {
        let mut sources = Sources::default();
        let id = folder.text("b.md", &mut sources).unwrap();
        assert_eq!(&*sources.get(id).text, "b");
        let error = folder.text("a.md", &mut sources).unwrap_err();
        let FileErrorKind::NotUtf8(span, _) = error.kind else { panic!("{error}") };
        assert_eq!(sources.line_column(span.file, span.start), (1, 6));
        assert_eq!(folder.text("in", &mut sources).unwrap_err().kind, FileErrorKind::NotPlain);
        assert_eq!(folder.text("x.md", &mut sources).unwrap_err().kind, FileErrorKind::Missing);
        assert_eq!(&*folder.bytes("../covers/front.svg").unwrap(), b"<svg/>");
    }

    #[test]
    fn globs_are_sorted_and_bounded() {
        let (_dir, folders) = books();
        folders.iter().for_each(has_globs);
    }

    #[test]
    fn files_in_memory_have_names_of_a_folder() {
        let kind = |name: &str| Folder::from_files([(name, "")]).map(drop).map_err(|error| error.kind);
        for name in ["../a.md", "a/../../b.md", "x/../.."] {
            assert_eq!(kind(name), Err(FileErrorKind::Outside), "{name}");
        }
        assert_eq!(kind("/a.md"), Err(FileErrorKind::Absolute));
        assert_eq!(kind("a/.."), Err(FileErrorKind::NotPlain));
        let flat = Folder::from_files([("./book.toml", "x"), ("in\\a.md", "y"), ("covers/c.svg", "z")]).unwrap();
        let sources = &mut Sources::default();
        assert!(flat.text("book.toml", sources).is_ok() && flat.exists("in/a.md").is_ok());
        assert_eq!(flat.exists("../covers/c.svg").unwrap_err().kind, FileErrorKind::Outside);
        assert_eq!((flat.exists("in").unwrap_err().kind, flat.shown.as_str()), (FileErrorKind::NotPlain, ""));
        let large = vec![b' '; limits::TEXT_BYTES as usize + 1];
        let large = Folder::from_files([("a.md", large)]).unwrap();
        let error = large.text("a.md", sources).unwrap_err();
        assert_eq!(error.kind, FileErrorKind::TooLarge(limits::TEXT_BYTES));
    }

    fn has_globs(folder: &Folder) {
        assert_eq!(folder.glob("*.md").unwrap(), ["a.md", "b.md"]);
        assert_eq!(folder.glob("in/**/*.md").unwrap(), ["in/c.md", "in/deep/d.md"]);
        assert_eq!(folder.glob("../covers/*").unwrap(), ["../covers/front.svg"]);
        assert_eq!(folder.glob("none*").unwrap_err().kind, FileErrorKind::NoMatch);
        assert_eq!(folder.glob("../*").unwrap_err().kind, FileErrorKind::Outside);
        assert!(matches!(folder.glob("[").unwrap_err().kind, FileErrorKind::BadPattern(_)));
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_refused() {
        let (dir, folder) = book();
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, dir.path().join("manuscript").join(name));
        link("../secret.md", "out.md").unwrap();
        link("in/c.md", "within.md").unwrap();
        let mut sources = Sources::default();
        assert_eq!(folder.text("out.md", &mut sources).unwrap_err().kind, FileErrorKind::Outside);
        assert!(folder.text("within.md", &mut sources).is_ok());
    }
}
