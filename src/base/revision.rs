//! In: a folder in a git repository, the name of a revision. Out: the folder as it was then, in a place of its own that
//! goes away with it. Refuses to touch the repository, its index or its working tree, and to follow links.

use super::inside::{Reach, join};
use super::programs::{self, Said};
use super::{Diagnostic, Folder, limits, staging};
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;
use tempfile::TempDir;

/// Bytes of a list of files, and of an answer of one line.
const LIST: u64 = 64 << 20;
const LINE: u64 = 64 << 10;
/// Bytes of all files of a book's folder, and of the line before each.
const FILES: u64 = limits::ASSETS_BYTES + limits::BOOK_BYTES;
const HEAD: u64 = 200;
/// What a book is built into; it is no part of its source.
const DIST: &str = "dist/";

/// A book's folder at a revision.
#[derive(Debug)]
pub struct Revision {
    pub folder: Folder,
    /// Goes when this does.
    _place: TempDir,
}

/// A file of a tree.
struct Entry {
    object: String,
    name: String,
    bytes: u64,
}

impl Revision {
    /// The book `named` as it was at a revision or tag, or as a tree has it.
    ///
    /// # Errors
    ///
    /// There is no git, no repository, no such revision, or the book is not in it or too large.
    pub fn open(named: &Path, revision: &str) -> Result<Revision, Diagnostic> {
        let now = Folder::open(named).map_err(|error| error.diagnostic(None))?;
        let parent = named.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let dir = if now.file.is_some() { parent } else { named };
        let prefix = asked(dir, &["rev-parse", "--show-prefix"])?;
        if !prefix.good {
            let why = format!(
                "`{revision}` is no folder or file here, and no revision: `{}` is in no git repository",
                dir.display()
            );
            return Err(unknown(why));
        }
        let prefix = line(&prefix);
        let top = line(&asked(dir, &["rev-parse", "--show-toplevel"])?);
        let tree = format!("{revision}^{{tree}}");
        let tree = asked(dir, &["rev-parse", "--verify", "--quiet", "--end-of-options", &tree])?;
        let tree = Some(line(&tree)).filter(|_| tree.good).filter(|tree| is_object(tree)).ok_or_else(|| {
            unknown(format!("`{revision}` is no folder or file here, and no revision or tag of the repository"))
        })?;
        let mut scope = Scope::of(&prefix);
        if let Some(above) = scope.above()
            && asked(dir, &["cat-file", "-e", &format!("{tree}:{above}series.toml")])?.good
        {
            scope.up += 1;
        }
        let folder = scope.folder();
        let list = format!("{tree}:{}", folder.trim_end_matches('/'));
        let list = asked(dir, &["ls-tree", "-r", "-z", "-l", "--full-tree", &list])?;
        if !list.good {
            return Err(unknown(format!("the folder `{folder}` is not in `{revision}`")));
        }
        let files = entries(&list.out, &format!("{}{DIST}", scope.home()), revision)?;
        let bytes = blobs(dir, &files)?;
        let cut = cut(&bytes, &files).ok_or_else(|| failed("git does not give the files that it lists"))?;
        let place = tempfile::tempdir().map_err(|error| failed(&error.to_string()))?;
        // A book without a title is called after its folder.
        let called = Path::new(&top).join(&folder);
        let root = place.path().join(called.file_name().unwrap_or("book".as_ref()));
        let all: Vec<(&str, &[u8])> =
            files.iter().zip(&cut).filter_map(|(file, at)| Some((&*file.name, bytes.get(at.clone())?))).collect();
        staging::save_into_empty(&root, &all)?;
        let mut book = root.join(scope.book());
        book.extend(&now.file);
        let mut folder = Folder::open(&book).map_err(|error| error.diagnostic(None))?;
        let inner = if folder.is_in_manuscript() && !scope.is_manuscript() { "manuscript/" } else { "" };
        folder.shown = format!("{revision}:{prefix}{inner}");
        Ok(Revision { folder, _place: place })
    }
}

/// What of the repository a book may read: its own folder, that around a `manuscript`, that of its series.
struct Scope<'a> {
    /// The names of the folders that lead to the book.
    parts: Vec<&'a str>,
    /// How many of them, from the last, are in the scope.
    up: usize,
}

impl<'a> Scope<'a> {
    fn of(prefix: &'a str) -> Scope<'a> {
        let parts: Vec<&str> = prefix.split('/').filter(|part| !part.is_empty()).collect();
        let mut scope = Scope { parts, up: 0 };
        scope.up = usize::from(scope.is_manuscript());
        scope
    }

    fn is_manuscript(&self) -> bool {
        self.parts.last() == Some(&"manuscript")
    }

    fn part(&self, range: Range<usize>) -> String {
        self.parts.get(range).unwrap_or_default().iter().map(|part| format!("{part}/")).collect()
    }

    fn folder(&self) -> String {
        self.part(0..self.parts.len() - self.up)
    }

    /// The folder around it, where the repository has that.
    fn above(&self) -> Option<String> {
        Some(self.part(0..(self.parts.len() - self.up).checked_sub(1)?))
    }

    fn book(&self) -> String {
        self.part(self.parts.len() - self.up..self.parts.len())
    }

    fn home(&self) -> String {
        let end = self.parts.len() - usize::from(self.is_manuscript());
        self.part(self.parts.len() - self.up..end)
    }
}

fn failed(why: &str) -> Diagnostic {
    Diagnostic::error("git-failed", format!("cannot read the book from its repository: {why}"))
}

fn unknown(why: String) -> Diagnostic {
    let help = "name two folders, two PDFs, or two revisions or tags that `git log` or `git tag` lists";
    Diagnostic::error("revision-unknown", why).help(help)
}

fn asked(dir: &Path, arguments: &[&str]) -> Result<Said, Diagnostic> {
    let most = if arguments.first() == Some(&"ls-tree") { LIST } else { LINE };
    said(programs::git(dir, arguments, &[], most))
}

fn said(said: std::io::Result<Said>) -> Result<Said, Diagnostic> {
    said.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let found = Diagnostic::error("git-missing", "revisions are read by `git`, which is not on this computer");
            found.help("install git, or name two folders")
        }
        _ => failed(&error.to_string()),
    })
}

fn line(said: &Said) -> String {
    String::from_utf8_lossy(&said.out).trim_end_matches(['\n', '\r']).to_owned()
}

fn is_object(name: &str) -> bool {
    matches!(name.len(), 40 | 64) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The plain files of a tree. What a link or a repository within names is not there.
fn entries(list: &[u8], dist: &str, revision: &str) -> Result<Vec<Entry>, Diagnostic> {
    let mut entries = Vec::new();
    let mut left = FILES;
    for line in list.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        let (about, name) = line.split_once('\t').ok_or_else(|| failed("git lists what is no file"))?;
        let mut about = about.split_ascii_whitespace();
        let (mode, kind, object, bytes) = (about.next(), about.next(), about.next(), about.next());
        if !matches!(mode, Some("100644" | "100755" | "100664")) || kind != Some("blob") || name.starts_with(dist) {
            continue;
        }
        let refused = |why: &str| failed(&format!("`{revision}` has {why}"));
        let is_plain = join("", name, Reach::Own).is_ok_and(|inside| inside == name);
        let is_git = name.split('/').any(|part| part.eq_ignore_ascii_case(".git"));
        if name.is_empty() || !is_plain || is_git {
            return Err(refused(&format!("a file that cannot be written: `{}`", name.escape_debug())));
        }
        let object = object.filter(|object| is_object(object)).ok_or_else(|| refused("a file without contents"))?;
        let bytes: u64 = bytes.and_then(|bytes| bytes.parse().ok()).ok_or_else(|| refused("a file without a size"))?;
        left = left.checked_sub(bytes).ok_or_else(|| refused("more in the book's folder than a book may have"))?;
        if entries.len() >= limits::FILES {
            return Err(refused("more files in the book's folder than a book may have"));
        }
        entries.push(Entry { object: object.to_owned(), name: name.to_owned(), bytes });
    }
    Ok(entries)
}

/// The contents of all files, one after another, each behind a line about it.
fn blobs(dir: &Path, files: &[Entry]) -> Result<Vec<u8>, Diagnostic> {
    let wanted: String = files.iter().map(|file| format!("{}\n", file.object)).collect();
    let most = files.iter().map(|file| file.bytes + HEAD).sum();
    Ok(said(programs::git(dir, &["cat-file", "--batch"], wanted.as_bytes(), most))?.out)
}

/// Where the contents of each file stand.
fn cut(bytes: &[u8], files: &[Entry]) -> Option<Vec<Range<usize>>> {
    let mut at = 0;
    let place = |file: &Entry| {
        let head = format!("{} blob {}\n", file.object, file.bytes);
        let start = at + head.len();
        let end = start + usize::try_from(file.bytes).ok()?;
        at = end + 1;
        (bytes.get(start - head.len()..start)? == head.as_bytes() && end <= bytes.len()).then_some(start..end)
    };
    files.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(mode: &str, name: &str, bytes: u64) -> Vec<u8> {
        format!("{mode} blob {} {bytes}\t{name}\0", "a".repeat(40)).into_bytes()
    }

    #[test]
    fn links_are_not_there_and_names_that_leave_are_refused() {
        let list = [listed("100644", "a/b c.md", 7), listed("120000", "link.md", 3), listed("100644", "dist/a.pdf", 9)];
        let files = entries(&list.concat(), DIST, "v1").unwrap();
        assert_eq!(files.iter().map(|file| (&*file.name, file.bytes)).collect::<Vec<_>>(), [("a/b c.md", 7)]);
        for name in ["../a.md", "/a.md", "a/../b.md", "a\\b.md", "C:a.md", ".git/config", "a/.GIT/hooks/x", ""] {
            let found = entries(&listed("100644", name, 1), DIST, "v1").err().map(|found| found.code);
            assert_eq!(found, Some("git-failed"), "{name}");
        }
        assert!(entries(&listed("100644", "a.md", FILES + 1), DIST, "v1").is_err());
    }

    #[test]
    fn contents_are_cut_by_what_was_listed() {
        let object = "a".repeat(40);
        let files = [("one", 2), ("two", 0)].map(|(name, bytes)| Entry {
            object: object.clone(),
            name: name.to_owned(),
            bytes,
        });
        let said = format!("{object} blob 2\nhi\n{object} blob 0\n\n");
        let cut_there = cut(said.as_bytes(), &files).unwrap();
        assert_eq!(cut_there.iter().map(|at| &said[at.clone()]).collect::<Vec<_>>(), ["hi", ""]);
        assert_eq!(cut(said.replace("blob 0", "blob 1").as_bytes(), &files), None);
        assert_eq!(cut(b"", &files), None);
    }

    #[test]
    fn a_book_may_read_what_it_may_on_the_disk() {
        let scope = |prefix: &str, up: usize| {
            let mut scope = Scope::of(prefix);
            scope.up += up;
            (scope.folder(), scope.book(), scope.home())
        };
        let of = |one: &str, two: &str, three: &str| (one.to_owned(), two.to_owned(), three.to_owned());
        assert_eq!(scope("", 0), of("", "", ""));
        assert_eq!(scope("books/one/", 0), of("books/one/", "", ""));
        assert_eq!(scope("books/one/manuscript/", 0), of("books/one/", "manuscript/", ""));
        assert_eq!(scope("books/one/manuscript/", 1), of("books/", "one/manuscript/", "one/"));
        assert_eq!(Scope::of("").above(), None);
        assert_eq!(Scope::of("manuscript/").above(), None);
    }
}
