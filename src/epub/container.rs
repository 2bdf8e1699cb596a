//! In: the package's files. Out: the EPUB as a zip of fixed order and dates, by epub-builder.
//!
//! epub-builder makes the container. Its own package, contents and NCX say too little (and would carry the clock and a
//! random identifier), its archive the order of calls; so what it made is packed once more, ours in their place. (Its
//! `Zip` trait, which could do that at once, is not public.) What files hold goes in only then: it is packed once.

use crate::base::Diagnostic;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{Cursor, Read, Write};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// epub-builder's folder and names.
const FOLDER: &str = "OEBPS";
const PACKAGE: &str = "OEBPS/content.opf";
const NAV: &str = "OEBPS/nav.xhtml";
const NCX: &str = "OEBPS/toc.ncx";
/// A leftover of Apple's from before EPUB 3; the package says the same.
const DISPLAY_OPTIONS: &str = "META-INF/com.apple.ibooks.display-options.xml";
/// An EPUB's first file, neither compressed nor followed by extra fields (OCF 3.3, 4.2.3).
const MIMETYPE: &str = "mimetype";

/// One file to pack, by its path in the package's folder.
#[derive(Clone, Debug)]
pub struct Packed {
    pub path: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// The three documents that are ours alone.
#[derive(Debug, Default)]
pub struct Documents {
    pub package: String,
    pub nav: String,
    pub ncx: String,
}

/// `instant` (RFC 3339, UTC) dates every file of the archive.
pub fn pack(documents: Documents, files: Vec<Packed>, instant: &str) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error: &dyn Display| Diagnostic::error("epub-write", format!("the EPUB cannot be packed: {error}"));
    let made = build(&files).map_err(|error| failed(&error))?;
    let documents = [(PACKAGE, documents.package), (NAV, documents.nav), (NCX, documents.ncx)];
    let mut ours: BTreeMap<String, Vec<u8>> =
        documents.into_iter().map(|(path, text)| (path.to_owned(), text.into_bytes())).collect();
    ours.extend(files.into_iter().map(|file| (format!("{FOLDER}/{}", file.path), file.bytes)));
    repack(&made, ours, date(instant)).map_err(|error| failed(&error))
}

fn build(files: &[Packed]) -> Result<Vec<u8>, epub_builder::Error> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    for file in files {
        match (file.path.as_str(), file.media_type) {
            (super::document::STYLESHEET, _) => builder.stylesheet(std::io::empty())?,
            (path, "application/xhtml+xml") => builder.add_content(EpubContent::new(path, std::io::empty()))?,
            (path, media_type) => builder.add_resource(path, std::io::empty(), media_type)?,
        };
    }
    let mut out = vec![];
    builder.generate(&mut out)?;
    Ok(out)
}

fn repack(made: &[u8], mut ours: BTreeMap<String, Vec<u8>>, date: DateTime) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(made))?;
    let mut paths: Vec<String> = archive.file_names().map(str::to_owned).collect();
    paths.retain(|path| path != DISPLAY_OPTIONS);
    paths.sort_by_key(|path| (rank(path), path.clone()));
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let plain = SimpleFileOptions::default().last_modified_time(date).unix_permissions(0o644);
    for path in paths {
        let bytes = match ours.remove(&path) {
            Some(bytes) => bytes,
            None => {
                let mut bytes = vec![];
                archive.by_name(&path)?.read_to_end(&mut bytes)?;
                bytes
            }
        };
        zip.start_file(&path, plain.compression_method(method(&path)))?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// What is compressed already is not compressed again.
fn method(path: &str) -> CompressionMethod {
    let stored = path == MIMETYPE || [".png", ".jpg"].iter().any(|kind| path.ends_with(kind));
    if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated }
}

/// What a reading system asks for first stands first.
fn rank(path: &str) -> u8 {
    match path {
        MIMETYPE => 0,
        path if !path.starts_with(FOLDER) => 1,
        PACKAGE => 2,
        NAV | NCX => 3,
        path if path.ends_with(".css") => 4,
        path if path.ends_with(".xhtml") => 5,
        _ => 6,
    }
}

/// A zip's dates begin in 1980.
fn date(instant: &str) -> DateTime {
    let number =
        |from: usize, to: usize| instant.get(from..to).and_then(|digits| digits.parse::<u16>().ok()).unwrap_or(0);
    let (year, month, day) = (number(0, 4), number(5, 7) as u8, number(8, 10) as u8);
    let (hour, minute, second) = (number(11, 13) as u8, number(14, 16) as u8, number(17, 19) as u8);
    DateTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_files_of_one_name_are_refused() {
        let file = || Packed { path: "a.css".to_owned(), media_type: "text/css", bytes: vec![] };
        let failed = pack(Documents::default(), vec![file(), file()], "2026-11-23T10:20:30Z").unwrap_err();
        assert_eq!(failed.code, "epub-write");
    }

    #[test]
    fn instants_become_zip_dates() {
        let set = date("2026-11-23T10:20:30Z");
        assert_eq!((set.year(), set.month(), set.day(), set.hour(), set.minute()), (2026, 11, 23, 10, 20));
        assert_eq!(date("1970-01-01T00:00:00Z"), DateTime::default());
        assert_eq!(date("nonsense"), DateTime::default());
    }
}
