//! In: the bytes of an EPUB. Out: its files, and what is wrong with the archive itself (EPUB OCF 3.3, 4). Refuses to
//! inflate more than the limits allow.

use super::finding::Finding;
use crate::base::limits;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::{CompressionMethod, ZipArchive};

/// Files in one archive, and bytes of one of them.
const FILES: usize = 20_000;
const FILE_BYTES: u64 = 128 << 20;

/// Files by name.
#[derive(Debug, Default)]
pub struct Archive {
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The archive, as far as it can be read; nothing where it cannot be opened.
pub fn open(bytes: &[u8], found: &mut Vec<Finding>) -> Option<Archive> {
    let mut zip = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(zip) => zip,
        Err(error) => {
            let why = format!("the archive cannot be read: {error}");
            found.push(Finding::error("epub-archive", why).help("make the EPUB again: it is damaged or cut short"));
            return None;
        }
    };
    mimetype(bytes, found);
    twice(bytes, found);
    if zip.len() > FILES {
        found.push(Finding::error("epub-too-large", format!("the archive has more than {FILES} files")));
        return None;
    }
    let mut archive = Archive::default();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut left = limits::ASSETS_BYTES;
    for at in 0..zip.len() {
        let Ok(entry) = zip.by_index_raw(at) else {
            found.push(Finding::error("epub-archive", "a file listed in the archive is missing"));
            continue;
        };
        let name = entry.name().to_owned();
        let (method, is_folder) = (entry.compression(), entry.is_dir());
        let refused = if entry.encrypted() {
            Some("is encrypted by the archive, which is not allowed in an EPUB")
        } else if !matches!(method, CompressionMethod::Stored | CompressionMethod::Deflated) {
            Some("is compressed in a way that is not allowed in an EPUB: files must be stored or deflated")
        } else if entry.is_symlink() {
            Some("is a link, which reading systems do not follow")
        } else {
            None
        };
        drop(entry);
        if !seen.insert(name.to_lowercase()) {
            found.push(
                Finding::error("epub-name", "its name is the same as another, or differs only in capitals")
                    .within(&name),
            );
        }
        if let Some(why) = name_fault(&name) {
            found.push(Finding::error("epub-name", why).within(&name).help("use plain names, relative to the archive"));
        }
        if let Some(why) = refused {
            found.push(Finding::error("epub-zip", why).within(&name));
            continue;
        }
        if is_folder {
            continue;
        }
        let mut content = Vec::new();
        let most = left.min(FILE_BYTES);
        let read = zip.by_index(at).map(|file| file.take(most + 1).read_to_end(&mut content));
        match read {
            Ok(Ok(_)) if content.len() as u64 > most => {
                found.push(Finding::error("epub-too-large", "the unpacked archive is too large").within(&name));
                return Some(archive);
            }
            Ok(Ok(_)) => {}
            Ok(Err(error)) => {
                found.push(Finding::error("epub-archive", format!("it cannot be unpacked: {error}")).within(&name));
                continue;
            }
            Err(error) => {
                found.push(Finding::error("epub-archive", format!("it cannot be unpacked: {error}")).within(&name));
                continue;
            }
        }
        left = left.saturating_sub(content.len() as u64);
        archive.files.insert(name, content);
    }
    Some(archive)
}

/// Names that stand more than once in the archive's directory (APPNOTE 4.3.12): a reader shows the one file or the other.
fn twice(bytes: &[u8], found: &mut Vec<Finding>) {
    let half = |at: usize| bytes.get(at..at + 2).map(|two| usize::from(u16::from_le_bytes([two[0], two[1]])));
    let whole = |at: usize| bytes.get(at..at + 4).map(|of| u32::from_le_bytes([of[0], of[1], of[2], of[3]]) as usize);
    // The directory's end is the last thing in the file, but for a comment.
    let tail = bytes.len().saturating_sub(22 + usize::from(u16::MAX));
    let end = bytes[tail..].windows(4).rposition(|four| four == b"PK\x05\x06").map(|at| at + tail);
    let Some(mut at) = end.and_then(|end| end.checked_sub(whole(end + 12)?)) else { return };
    let mut seen: BTreeSet<&[u8]> = BTreeSet::new();
    while let (Some(b"PK\x01\x02"), Some(name), Some(extra), Some(comment)) =
        (bytes.get(at..at + 4), half(at + 28), half(at + 30), half(at + 32))
    {
        let Some(named) = bytes.get(at + 46..at + 46 + name) else { return };
        if seen.len() < FILES && !seen.insert(named) {
            let why = "the archive contains two files with this name";
            found.push(Finding::error("epub-name", why).within(&String::from_utf8_lossy(named)));
        }
        at += 46 + name + extra + comment;
    }
}

/// First, stored, without extra field, and exactly these bytes (OCF, 4.3).
fn mimetype(bytes: &[u8], found: &mut Vec<Finding>) {
    const NAME: &[u8] = b"mimetype";
    const TYPE: &[u8] = b"application/epub+zip";
    let short = |at: usize| bytes.get(at..at + 2).map_or(u16::MAX, |pair| u16::from_le_bytes([pair[0], pair[1]]));
    let help = "make the archive with `mimetype` as its first file, stored, without extra fields";
    if bytes.get(30..38) != Some(NAME) || short(26) != 8 {
        found.push(Finding::error("epub-mimetype", "`mimetype` is not the first file of the archive").help(help));
    } else if short(8) != 0 {
        found.push(Finding::error("epub-mimetype", "`mimetype` is compressed; it must be stored").help(help));
    } else if short(28) != 0 {
        found.push(Finding::error("epub-mimetype", "`mimetype` has an extra field in the archive").help(help));
    } else if bytes.get(38..58) != Some(TYPE) || bytes.get(58..60) != Some(b"PK") {
        found.push(
            Finding::error("epub-mimetype", "`mimetype` does not read `application/epub+zip` and nothing else")
                .help(help),
        );
    }
}

fn name_fault(name: &str) -> Option<&'static str> {
    let drive = name.as_bytes().get(1) == Some(&b':');
    if name.starts_with('/') || drive || name.split('/').any(|part| part == "..") {
        return Some("its name leads out of the archive");
    }
    let odd = |c: char| c.is_control() || matches!(c, '"' | '*' | ':' | '<' | '>' | '?' | '\\' | '|');
    (name.contains(odd) || name.ends_with('.')).then_some("its name has a character that an EPUB must not use")
}
