//! The one door to disk for everything that is written.
//!
//! In: a folder and finished files. Out: the files in it, all or none. They are staged in a hidden folder of the output
//! folder, flushed, renamed last, and their sums after them; so a build that fails or is killed leaves the last good
//! files, and the next build clears what a killed one staged. One build at a time writes into a folder: others wait.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the door for what is written")]

use super::Diagnostic;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Where files wait for their last name.
const STAGE: &str = ".chapbook";
/// Stands on the stage, to tell it from a folder of the author's that has its name.
const MARK: &str = "stage";
/// `hash  name` lines, as sha256sum writes and reads them.
pub const SUMS: &str = "SHA256SUMS";

/// A folder to write into, locked.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    stage: PathBuf,
    staged: BTreeMap<String, String>,
    _lock: Option<File>,
}

impl Staging {
    /// Makes the folder where it is missing, waits for its lock and clears what a killed build left.
    pub fn open(folder: &Path) -> Result<Staging, Diagnostic> {
        check_folder(folder)?;
        let fail = |error: io::Error| {
            let why = format!("cannot write into `{}`: {}", folder.display(), words(&error));
            Diagnostic::error("output-folder", why)
                .help("name another folder with `--out` (proofs of inks: `--ink-proofs`)")
        };
        fs::create_dir_all(folder).map_err(fail)?;
        let stage = folder.join(STAGE);
        let lock = lock(folder, &stage).map_err(fail)?;
        if !is_stage(&stage) {
            let why = format!("`{}` already exists, and Chapbook needs that name for temporary files", stage.display());
            return Err(Diagnostic::error("output-folder", why)
                .help("move it away, or name another folder with `--out` (proofs of inks: `--ink-proofs`)"));
        }
        clear(&stage).and_then(|()| fs::create_dir(&stage)).map_err(fail)?;
        write(&stage.join(MARK), b"").map_err(fail)?;
        Ok(Staging { folder: folder.to_path_buf(), stage, staged: BTreeMap::new(), _lock: lock })
    }

    /// Writes one file to the stage; `hash` is its SHA-256.
    pub fn add(&mut self, name: &str, bytes: &[u8], hash: &str) -> Result<(), Diagnostic> {
        write(&self.stage.join(name), bytes).map_err(|error| failed(&self.folder.join(name), &error))?;
        self.staged.insert(name.to_string(), hash.to_owned());
        Ok(())
    }

    /// Renames what was staged to its place, then the sums. The lines of other files that are still there stay in them,
    /// such as those of another book, but for names that are `dropped`. Nothing is replaced unless everything can be.
    pub fn commit(self, dropped: impl Fn(&str) -> bool) -> Result<(), Diagnostic> {
        for name in self.staged.keys().map(String::as_str).chain([SUMS]) {
            check_file(&self.folder.join(name))?;
        }
        let mut sums = self.staged.clone();
        for (name, hash) in self.old_sums().into_iter().filter(|(name, _)| !dropped(name)) {
            sums.entry(name).or_insert(hash);
        }
        let lines: String = sums.iter().map(|(name, hash)| format!("{hash}  {name}\n")).collect();
        write(&self.stage.join(SUMS), lines.as_bytes()).map_err(|error| failed(&self.folder.join(SUMS), &error))?;
        for name in self.staged.keys().map(String::as_str).chain([SUMS]) {
            let target = self.folder.join(name);
            fs::rename(self.stage.join(name), &target).map_err(|error| failed(&target, &error))?;
        }
        flush_folder(&self.folder);
        Ok(())
    }

    /// Lines of the sums that stand, for files that still do.
    fn old_sums(&self) -> Vec<(String, String)> {
        let text = fs::read_to_string(self.folder.join(SUMS)).unwrap_or_default();
        let line = |line: &str| {
            let (hash, name) = line.split_once("  ")?;
            let known = hash.len() == 64 && !name.contains(['/', '\\']) && self.folder.join(name).is_file();
            known.then(|| (name.to_string(), hash.to_string()))
        };
        text.lines().filter_map(line).collect()
    }
}

impl Drop for Staging {
    /// Nothing is left on the stage, whatever happened.
    fn drop(&mut self) {
        let _ = clear(&self.stage);
    }
}

/// The names of the files in a folder, sorted; none where it cannot be read.
pub fn files_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}

/// That files can be put into a folder, or that it can be made: told before any work.
pub fn check_folder(folder: &Path) -> Result<(), Diagnostic> {
    if folder.exists() && !folder.is_dir() {
        let found = Diagnostic::error("output-folder", format!("`{}` is a file, not a folder", folder.display()));
        return Err(found.help("name another folder with `--out` (proofs of inks: `--ink-proofs`)"));
    }
    if folder.is_dir() { check_file(&folder.join(SUMS)) } else { Ok(()) }
}

/// That a file can be put at a place: nothing is there, or a plain file. A link would be replaced where its target is
/// meant, and a device would be written to.
pub fn check_file(path: &Path) -> Result<(), Diagnostic> {
    let refused = |what: &str| Err(Diagnostic::error("output-file", format!("`{}` {what}", path.display())));
    match fs::symlink_metadata(path) {
        _ if path.file_name().is_none() => refused("is a folder"),
        Ok(found) if found.is_file() => Ok(()),
        Ok(found) if found.is_dir() => refused("is a folder"),
        Ok(found) if found.is_symlink() => refused("is a link to another file; name that file, or remove the link"),
        Ok(_) => refused("is a device or a pipe, not a file"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(path, &error)),
    }
}

/// The same, and that a file which is there begins as the new one will: a slip of the pen would cost a chapter.
pub fn check_file_of(path: &Path, begins: &str) -> Result<(), Diagnostic> {
    check_file(path)?;
    let mut start = Vec::with_capacity(begins.len());
    let read = fs::File::open(path).and_then(|file| file.take(begins.len() as u64).read_to_end(&mut start));
    match read {
        Ok(0) | Err(_) => Ok(()),
        Ok(_) if start.eq_ignore_ascii_case(begins.as_bytes()) => Ok(()),
        Ok(_) => {
            let why = format!("`{}` is a file of another kind, which would be lost", path.display());
            Err(Diagnostic::error("output-file", why).help("name another file, or move this one away"))
        }
    }
}

/// Saves one file whole, or not at all; what stands at its place already is never overwritten.
pub fn save_new(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let stage = stage_beside(path, bytes).map_err(|error| failed(path, &error))?;
    let saved = match fs::hard_link(&stage, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => write(path, bytes),
        linked => linked,
    };
    let _ = fs::remove_file(&stage);
    saved.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let found = Diagnostic::error("file-exists", format!("`{}` already exists", path.display()));
            found.help("choose another file name, or move the existing file")
        }
        _ => failed(path, &error),
    })
}

/// That a folder does not exist yet, or that it has nothing in it that shows: told before any work.
pub fn check_empty(folder: &Path) -> Result<(), Diagnostic> {
    let refused = |why: &str| {
        let found = Diagnostic::error("folder-not-empty", format!("`{}` {why}", folder.display()));
        Err(found.help("name a folder that does not exist yet, or one that is empty"))
    };
    let is_hidden = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    if folder.is_file() {
        return refused("is a file, not a folder");
    }
    if fs::read_dir(folder).is_ok_and(|mut all| all.any(|entry| !entry.is_ok_and(|entry| is_hidden(&entry)))) {
        return refused("is not empty");
    }
    Ok(())
}

/// That a new folder does not stand in the folder that it is made from, which stays as it is.
pub fn check_apart(source: &Path, folder: &Path) -> Result<(), Diagnostic> {
    let Ok(root) = fs::canonicalize(source) else { return Ok(()) };
    let above = folder.ancestors().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    let above = above.filter_map(|above| fs::canonicalize(above).ok()).next();
    if root.is_dir() && above.is_some_and(|above| above.starts_with(&root)) {
        let found = Diagnostic::error("import-inside", format!("`{}` stands in the source", folder.display()));
        return Err(found.help("name a folder outside of it: an import leaves its source as it is"));
    }
    Ok(())
}

/// Saves files in a folder that is made for them, or that has nothing in it that shows: all of them, or none. A file's
/// name may have folders before it.
pub fn save_into_empty(folder: &Path, files: &[(&str, &[u8])]) -> Result<(), Diagnostic> {
    check_empty(folder)?;
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let stage = (0..NAMES)
        .map(|nth| folder.join(format!("{STAGE}-{nth}")))
        .find(|stage| fs::create_dir(stage).is_ok())
        .ok_or_else(|| failed(folder, &io::Error::from(io::ErrorKind::PermissionDenied)))?;
    let saved = stage_all(&stage, files).and_then(|tops| rename_all(&stage, folder, &tops));
    let _ = fs::remove_dir_all(&stage);
    flush_folder(folder);
    saved
}

/// Writes files below a folder; the names that stand directly in it.
fn stage_all(stage: &Path, files: &[(&str, &[u8])]) -> Result<BTreeSet<String>, Diagnostic> {
    let mut tops = BTreeSet::new();
    for (name, bytes) in files {
        let path = stage.join(name);
        let parent = path.parent().unwrap_or(stage);
        fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        write(&path, bytes).map_err(|error| failed(&path, &error))?;
        tops.extend(name.split('/').next().map(str::to_owned));
    }
    Ok(tops)
}

/// Moves what stands in one folder into another; all goes back where one thing cannot be moved.
fn rename_all(from: &Path, to: &Path, names: &BTreeSet<String>) -> Result<(), Diagnostic> {
    let mut moved: Vec<&String> = Vec::new();
    for name in names {
        if let Err(error) = fs::rename(from.join(name), to.join(name)) {
            for name in moved {
                let _ = fs::rename(to.join(name), from.join(name));
            }
            return Err(failed(&to.join(name), &error));
        }
        moved.push(name);
    }
    Ok(())
}

/// Saves one file whole, or not at all; what stands at its place stays until then.
pub fn save_over(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    check_file(path)?;
    let stage = stage_beside(path, bytes).map_err(|error| failed(path, &error))?;
    let saved = fs::rename(&stage, path);
    if saved.is_err() {
        let _ = fs::remove_file(&stage);
    }
    saved.map_err(|error| failed(path, &error))
}

/// Files that may stand in the way of a new name.
const NAMES: usize = 100;

/// Writes a file of a new name beside its place; nothing is left of it where that fails.
fn stage_beside(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
    for nth in 0..NAMES {
        let stage = path.with_file_name(format!(".{name}{STAGE}{nth}"));
        match write(&stage, bytes) {
            Ok(()) => return Ok(stage),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
            Err(error) => {
                let _ = fs::remove_file(&stage);
                return Err(error);
            }
        }
    }
    Err(taken)
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The folder itself is locked, so that no file has to stay for it. Some network disks have no locks: then none.
#[cfg(unix)]
fn lock(folder: &Path, _stage: &Path) -> io::Result<Option<File>> {
    let handle = File::open(folder)?;
    Ok(handle.lock().is_ok().then_some(handle))
}

/// A folder cannot be locked here; a file beside the stage is, and stays.
#[cfg(not(unix))]
fn lock(_folder: &Path, stage: &Path) -> io::Result<Option<File>> {
    let handle = File::create(stage.with_extension("lock"))?;
    Ok(handle.lock().is_ok().then_some(handle))
}

/// Nothing, an empty folder, or one that a build has left.
fn is_stage(stage: &Path) -> bool {
    match fs::symlink_metadata(stage) {
        Ok(found) if found.is_dir() => {
            stage.join(MARK).is_file() || fs::read_dir(stage).is_ok_and(|mut files| files.next().is_none())
        }
        Ok(_) => false,
        Err(_) => true,
    }
}

fn clear(stage: &Path) -> io::Result<()> {
    match fs::symlink_metadata(stage) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(stage),
        Ok(_) => fs::remove_file(stage),
        Err(_) => Ok(()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// So that the renames outlast a power cut. Not every system can; the files themselves are safe already.
fn flush_folder(folder: &Path) {
    if let Ok(handle) = File::open(folder) {
        let _ = handle.sync_all();
    }
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::error("output-file", format!("cannot write `{}`: {}", path.display(), words(error)))
}

fn words(error: &io::Error) -> String {
    error.to_string().split(" (os error").next().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.retain(|name| name != ".lock" && name != ".chapbook.lock");
        names.sort();
        names
    }

    #[test]
    fn all_or_none() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path().join("new/dist");
        let mut staging = Staging::open(&out).unwrap();
        let hash = sha256(b"one");
        staging.add("a.epub", b"one", &hash).unwrap();
        assert_eq!(listing(&out), [".chapbook"]);
        staging.commit(|_| true).unwrap();
        assert_eq!(listing(&out), ["SHA256SUMS", "a.epub"]);
        assert_eq!(fs::read_to_string(out.join(SUMS)).unwrap(), format!("{hash}  a.epub\n"));

        let mut staging = Staging::open(&out).unwrap();
        staging.add("a.epub", b"two", &sha256(b"two")).unwrap();
        drop(staging);
        assert_eq!(fs::read(out.join("a.epub")).unwrap(), b"one");
        assert_eq!(listing(&out), ["SHA256SUMS", "a.epub"]);
    }

    #[test]
    fn what_a_killed_build_staged_is_cleared_and_other_lines_stay() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join(STAGE)).unwrap();
        fs::write(dir.path().join(STAGE).join("b.pdf"), "litter").unwrap();
        assert_eq!(Staging::open(dir.path()).unwrap_err().code, "output-folder", "it may be anyone's");
        fs::write(dir.path().join(STAGE).join(MARK), "").unwrap();
        fs::write(dir.path().join("b.pdf"), "b").unwrap();
        let line = |bytes: &[u8], name: &str| format!("{}  {name}\n", sha256(bytes));
        fs::write(dir.path().join(SUMS), line(b"b", "b.pdf") + &line(b"c", "gone.pdf")).unwrap();
        let mut staging = Staging::open(dir.path()).unwrap();
        staging.add("a.epub", b"a", &sha256(b"a")).unwrap();
        staging.commit(|_| false).unwrap();
        assert_eq!(fs::read_to_string(dir.path().join(SUMS)).unwrap(), line(b"a", "a.epub") + &line(b"b", "b.pdf"));
        assert_eq!(listing(dir.path()), ["SHA256SUMS", "a.epub", "b.pdf"]);
    }

    #[test]
    fn a_folder_that_is_none_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(Staging::open(&file).unwrap_err().code, "output-folder");
        assert_eq!(Staging::open(&file.join("deeper")).unwrap_err().code, "output-folder");
        fs::create_dir(dir.path().join("a.epub")).unwrap();
        let mut staging = Staging::open(dir.path()).unwrap();
        staging.add("a.epub", b"a", &sha256(b"a")).unwrap();
        assert_eq!(staging.commit(|_| true).unwrap_err().code, "output-file");
        assert_eq!(listing(dir.path()), ["a.epub", "file"]);
    }

    #[test]
    fn nothing_is_replaced_unless_everything_can_be() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.epub"), "old").unwrap();
        let mut staging = Staging::open(dir.path()).unwrap();
        staging.add("a.epub", b"new", &sha256(b"new")).unwrap();
        fs::create_dir(dir.path().join(SUMS)).unwrap();
        assert_eq!(staging.commit(|_| true).unwrap_err().code, "output-file");
        assert_eq!(fs::read(dir.path().join("a.epub")).unwrap(), b"old");
        assert_eq!(Staging::open(dir.path()).unwrap_err().code, "output-file", "told before any work");
        assert_eq!(listing(dir.path()), [SUMS, "a.epub"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_are_no_files() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("own.txt"), dir.path().join("link.pdf"));
        fs::write(&file, "own").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        for wrong in [link.as_path(), Path::new("/dev/null"), dir.path(), Path::new("/")] {
            assert_eq!(save_over(wrong, b"new").unwrap_err().code, "output-file", "{wrong:?}");
        }
        assert_eq!(
            (fs::read(&file).unwrap(), listing(dir.path())),
            (b"own".to_vec(), vec!["link.pdf".into(), "own.txt".into()])
        );
    }

    #[test]
    fn a_new_file_overwrites_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("mine.toml");
        save_new(&file, b"one").unwrap();
        assert_eq!(save_new(&file, b"two").unwrap_err().code, "file-exists");
        assert_eq!(save_new(dir.path(), b"two").unwrap_err().code, "file-exists");
        assert_eq!(save_new(&dir.path().join("no/mine.toml"), b"two").unwrap_err().code, "output-file");
        assert_eq!((fs::read(&file).unwrap(), listing(dir.path())), (b"one".to_vec(), vec!["mine.toml".to_owned()]));
    }

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("out.pdf");
        save_over(&file, b"one").unwrap();
        save_over(&file, b"two").unwrap();
        assert_eq!((fs::read(&file).unwrap(), listing(dir.path())), (b"two".to_vec(), vec!["out.pdf".to_owned()]));
        for wrong in [dir.path().to_path_buf(), dir.path().join("no/out.pdf"), Path::new("/").to_path_buf()] {
            assert_eq!(save_over(&wrong, b"three").unwrap_err().code, "output-file");
        }
        assert_eq!(listing(dir.path()), ["out.pdf"]);
    }

    #[test]
    fn one_build_at_a_time() {
        let dir = tempfile::tempdir().unwrap();
        let first = Staging::open(dir.path()).unwrap();
        let path = dir.path().to_path_buf();
        let second = std::thread::spawn(move || Staging::open(&path).map(drop).is_ok());
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!second.is_finished());
        drop(first);
        assert!(second.join().unwrap());
    }
}
