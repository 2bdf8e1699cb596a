//! In: the bytes of a zip archive, as office programs and ebooks use it. Out: its files, unpacked one by one and only as
//! far as the limits allow. Refuses to know what is in them; what is not plainly inside the archive is not there.

use super::decode;
use super::remarks::Remarks;
use super::tree::At;
use crate::base::{Diagnostic, limits};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;
use zip::ZipArchive;

pub struct Archive {
    zip: ZipArchive<Cursor<Arc<[u8]>>>,
    /// The places of plain files.
    names: BTreeMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl Archive {
    /// # Errors
    ///
    /// The archive is damaged, has a password, or has too many files.
    pub fn open(bytes: Arc<[u8]>, name: &str, remarks: &mut Remarks) -> Result<Archive, Diagnostic> {
        let damaged = |why: String| {
            let found = Diagnostic::error("import-archive", format!("`{name}` cannot be unpacked: {why}"));
            found.help("open it in the program that made it, and save it anew without a password")
        };
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
        if zip.len() > limits::FILES {
            return Err(damaged(format!("it has more than {} files", limits::FILES)));
        }
        let (mut names, mut folded) = (BTreeMap::new(), BTreeSet::new());
        for at in 0..zip.len() {
            let entry = zip.by_index_raw(at).map_err(|error| damaged(error.to_string()))?;
            let name = entry.name().to_owned();
            if entry.is_dir() {
                continue;
            }
            if entry.encrypted() {
                return Err(damaged(format!("`{name}` in it is encrypted")));
            }
            if entry.is_symlink() || leads_out(&name) {
                remarks.left("files of the archive that lead out of it", &name, At::File);
            } else if !folded.insert(name.to_lowercase()) {
                remarks.left("files of the archive that have the name of another", &name, At::File);
            } else {
                names.insert(name, at);
            }
        }
        Ok(Archive { zip, names, left: limits::ASSETS_BYTES })
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// One file; nothing where there is none of this name, or it cannot be unpacked within the limits.
    pub fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        self.read(name, limits::ASSET_BYTES)
    }

    /// A file of text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.read(name, limits::MARKUP_BYTES).map(|bytes| decode::text(&bytes))
    }

    fn read(&mut self, name: &str, most: u64) -> Option<Vec<u8>> {
        let most = most.min(self.left);
        let file = self.zip.by_index(*self.names.get(name)?).ok()?;
        let mut content = Vec::new();
        let read = file.take(most + 1).read_to_end(&mut content);
        self.left = self.left.saturating_sub(content.len() as u64);
        (read.is_ok() && content.len() as u64 <= most).then_some(content)
    }
}

fn leads_out(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':');
    drive || name.starts_with('/') || name.contains(['\\', '\0']) || name.split('/').any(|part| part == "..")
}

/// The name of the file that `path` leads to from the file `from`; nothing where it leads out of the archive.
pub fn join(from: &str, path: &str) -> Option<String> {
    let (mut parts, path) = match path.strip_prefix('/') {
        Some(path) => (Vec::new(), path),
        None => (from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(), path),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// `%20` as a space, where it is one of UTF-8.
pub fn unescaped(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let code = (bytes[at] == b'%').then(|| path.get(at + 1..at + 3)).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => (out.push(byte), at += 3),
            None => (out.push(bytes[at]), at += 1),
        };
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::{ZipWriter, write::SimpleFileOptions};

    #[test]
    fn only_what_is_plainly_inside_is_there() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a/b.xml", "../out", "/etc/x", "A/B.xml", "c:\\d", "a/../../e"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(b"\xEF\xBB\xBFtext").unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let mut remarks = Remarks::of("x");
        let mut archive = Archive::open(bytes.into(), "x", &mut remarks).unwrap();
        assert_eq!((archive.names().collect::<Vec<_>>(), remarks.all.len()), (vec!["a/b.xml"], 5));
        assert_eq!(archive.text("a/b.xml").as_deref(), Some("text"));
        assert_eq!(archive.bytes("../out"), None);
        assert!(Archive::open(b"PK\x03\x04".to_vec().into(), "x", &mut remarks).is_err());
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.xml", SimpleFileOptions::default()).unwrap();
        zip.write_all(&vec![b' '; limits::MARKUP_BYTES as usize + 1]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let mut archive = Archive::open(bytes.into(), "x", &mut Remarks::of("x")).unwrap();
        assert_eq!(archive.text("a.xml"), None);
    }

    #[test]
    fn paths_stay_inside() {
        assert_eq!(join("word/document.xml", "media/a.png").as_deref(), Some("word/media/a.png"));
        assert_eq!(join("word/document.xml", "/a.png").as_deref(), Some("a.png"));
        assert_eq!(join("a/b/c", "../d").as_deref(), Some("a/d"));
        assert_eq!(join("a", "../d"), None);
        assert_eq!((unescaped("a%20b%"), unescaped("%ff")), ("a b%".into(), "%ff".into()));
    }
}
