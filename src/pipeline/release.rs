//! In: a book, the name of a version. Out: its editions, saved as by a build, and one archive with all that is published.
//! Refuses to know who fetches it.

use super::build::saved;
use super::facts::EditionFacts;
use super::make::{BuildOptions, BuiltFiles, make};
use super::product::slug_of;
use super::{Artifact, BuildOutcome, Progress, templates};
use crate::base::{Choice, Diagnostic, Folder, staging};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const MANIFEST: &str = "manifest.json";
const NOTICES: &str = "LICENSES.txt";
/// Where files are saved unless another folder is named; it is no part of the source.
const DIST: &str = "dist/";

/// What to publish.
#[derive(Clone, Copy, Debug)]
pub struct ReleaseOptions<'a> {
    /// The version's name, such as `v1.2`; a book's date where there is none.
    pub tag: Option<&'a str>,
    /// Licences of what is inside the files, such as typefaces.
    pub notices: &'a str,
    pub levels: &'a [Choice],
    pub out: &'a Path,
}

/// `manifest.json`; keys are only added.
#[derive(Serialize)]
struct Manifest<'a> {
    version: u32,
    chapbook: &'static str,
    title: Option<&'a str>,
    language: Option<&'a str>,
    release: Option<&'a str>,
    /// SHA-256 of the names and sums of the book's own files.
    source: String,
    files: Vec<ManifestFile<'a>>,
}

#[derive(Serialize)]
struct ManifestFile<'a> {
    file: &'a str,
    edition: Option<&'a str>,
    output: Option<&'static str>,
    bytes: usize,
    sha256: &'a str,
    pages: Option<usize>,
    isbn: Option<&'a str>,
}

/// Builds strictly: a warning is an error. What is saved already stays unless everything can be.
pub fn release(folder: &Folder, options: ReleaseOptions, progress: &dyn Progress) -> BuildOutcome {
    let refused = |found: Diagnostic| {
        let mut outcome = BuildOutcome::default();
        outcome.report.add(found);
        outcome
    };
    if let Err(found) = options.tag.map_or(Ok(()), check_tag).and_then(|()| staging::check_folder(options.out)) {
        return refused(found);
    }
    let asked = BuildOptions { strict: true, levels: options.levels, ..BuildOptions::default() };
    let (report, built) = make(folder, asked, progress);
    let BuiltFiles { artifacts, pages, editions, misused, .. } = built;
    let mut outcome = BuildOutcome { report, artifacts, pages, misused, ..BuildOutcome::default() };
    if !outcome.is_good() {
        outcome.artifacts.clear();
        return outcome;
    }
    let slugs: Vec<String> = editions.iter().map(|edition| edition.slug.clone()).collect();
    let main = editions.first().cloned().unwrap_or_default();
    let tag = options.tag.map(bare).or(main.date.as_deref());
    let name = tag.map_or_else(|| format!("{}.zip", main.slug), |tag| format!("{}-{tag}.zip", main.slug));
    match archive(folder, &options, tag, &outcome.artifacts, &editions) {
        Ok(bytes) => outcome.artifacts.push(Artifact::new(None, name, bytes, None)),
        Err(found) => return refused(found),
    }
    let others = stale(options.out, &outcome.artifacts);
    let mut outcome = saved(outcome, &slugs, folder, (options.out, None));
    outcome.report.extend(others);
    outcome.report.extend(placeholders(folder));
    outcome
}

/// What nobody has written over since `chapbook new`.
fn placeholders(folder: &Folder) -> Option<Diagnostic> {
    let left = templates::left(folder);
    let (first, more) = left.split_first()?;
    let more = if more.is_empty() { String::new() } else { format!(", {}", more.join(", ")) };
    let why = format!("something is still as `chapbook new` wrote it: {first}{more}");
    Some(Diagnostic::hint("release-template", why).help("write your own over it, and release again"))
}

/// A tag becomes a part of a file's name.
fn check_tag(tag: &str) -> Result<(), Diagnostic> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let plain = !tag.is_empty() && tag.len() <= 80 && tag.chars().all(fits) && tag.starts_with(char::is_alphanumeric);
    match plain {
        true => Ok(()),
        false => Err(Diagnostic::error("release-tag", format!("`{tag}` cannot be the name of a version"))
            .help("write letters, digits, dots and hyphens, such as `v1.2`")),
    }
}

/// `v1.2` is version 1.2.
fn bare(tag: &str) -> &str {
    tag.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(tag)
}

/// All files, their sums, what they are, and the licences of what is in them, as a zip without a clock.
fn archive(
    folder: &Folder,
    options: &ReleaseOptions,
    tag: Option<&str>,
    artifacts: &[Artifact],
    editions: &[EditionFacts],
) -> Result<Vec<u8>, Diagnostic> {
    let manifest = manifest(source(folder, options.out)?, tag, artifacts, editions);
    let mut files: BTreeMap<&str, &[u8]> = artifacts.iter().map(|one| (one.name.as_str(), &one.bytes[..])).collect();
    files.insert(MANIFEST, manifest.as_bytes());
    if !options.notices.is_empty() {
        files.insert(NOTICES, options.notices.as_bytes());
    }
    let sums: String = files.iter().map(|(name, bytes)| format!("{}  {name}\n", staging::sha256(bytes))).collect();
    files.insert(staging::SUMS, sums.as_bytes());
    let failed = |why: String| Diagnostic::error("output-file", format!("cannot make the archive: {why}"));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // Without a time of its own an entry has the clock's.
        let how = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        zip.start_file(name, how).map_err(|error| failed(error.to_string()))?;
        zip.write_all(bytes).map_err(|error| failed(error.to_string()))?;
    }
    Ok(zip.finish().map_err(|error| failed(error.to_string()))?.into_inner())
}

fn manifest(source: String, tag: Option<&str>, artifacts: &[Artifact], editions: &[EditionFacts]) -> String {
    let main = editions.first();
    let manifest = Manifest {
        version: 1,
        chapbook: env!("CARGO_PKG_VERSION"),
        title: main.and_then(|main| main.title.as_deref()),
        language: main.and_then(|main| main.language.as_deref()),
        release: tag,
        source,
        files: artifacts.iter().map(|artifact| listed(artifact, editions)).collect(),
    };
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}

fn listed<'a>(artifact: &'a Artifact, editions: &'a [EditionFacts]) -> ManifestFile<'a> {
    let Artifact { product, beside, name, bytes, sha256, pages, .. } = artifact;
    let of = slug_of(name).and_then(|slug| editions.iter().find(|edition| edition.slug == slug));
    let is_of = product.as_ref().or(beside.as_ref());
    ManifestFile {
        file: name,
        edition: is_of.and_then(|product| product.edition.as_deref()),
        output: is_of.map(|product| product.output.name()),
        bytes: bytes.len(),
        sha256,
        pages: *pages,
        isbn: product.as_ref().and_then(|product| of?.isbn(product.output)),
    }
}

/// One sum over the book's own files, wherever the folder lies and whatever was built in it.
fn source(folder: &Folder, out: &Path) -> Result<String, Diagnostic> {
    let failed = |error: crate::base::FileError| error.diagnostic(None);
    let mut names = folder.glob("**/*").map_err(failed)?;
    names.sort_unstable();
    let built = |name: &str| {
        let path = folder.path_of(name);
        name.starts_with(DIST) || path.is_some_and(|path| path.starts_with(out))
    };
    let mut lines = String::new();
    for name in names.iter().filter(|name| !built(name)) {
        let bytes = folder.bytes(name).map_err(failed)?;
        lines += &format!("{}  {name}\n", staging::sha256(&bytes));
    }
    Ok(staging::sha256(lines.as_bytes()))
}

/// Files of another title, or of what is no longer made: they are not in the archive.
fn stale(out: &Path, artifacts: &[Artifact]) -> Vec<Diagnostic> {
    let is_made = |name: &str| artifacts.iter().any(|artifact| artifact.name == name);
    let others: Vec<String> =
        staging::files_in(out).into_iter().filter(|name| slug_of(name).is_some() && !is_made(name)).collect();
    let found = others.iter().map(|name| {
        let why = format!("`{}` was not made now and is not in the release", out.join(name).display());
        Diagnostic::hint("release-stale", why)
            .help("delete it if it is of an earlier title, so that nobody publishes it")
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::Silent;

    fn book(title: &str) -> Folder {
        let settings =
            format!("[book]\ntitle = '{title}'\nlanguage = 'en'\ndate = 2026\n[epub]\nisbn = '9783161484100'\n");
        Folder::from_files([("book.toml", settings.as_str()), ("one.md", "# One\n\nWords enough.\n")]).unwrap()
    }

    fn made(folder: &Folder, tag: Option<&str>, out: &Path) -> BuildOutcome {
        release(folder, ReleaseOptions { tag, notices: "A face, under a licence.\n", levels: &[], out }, &Silent)
    }

    #[test]
    fn an_archive_has_every_file_its_sum_and_what_it_is() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = book("Old Words");
        let outcome = made(&folder, Some("v1.2"), one.path());
        assert!(outcome.is_good(), "{}", outcome.report);
        let zipped = std::fs::read(one.path().join("old-words-1.2.zip")).unwrap();
        made(&folder, Some("v1.2"), other.path());
        let time = zip::ZipArchive::new(Cursor::new(&zipped)).unwrap().by_index(0).unwrap().last_modified();
        assert_eq!(time, Some(DateTime::default()), "no clock");
        assert!(zipped == std::fs::read(other.path().join("old-words-1.2.zip")).unwrap(), "the same bytes anywhere");
        let mut zip = zip::ZipArchive::new(Cursor::new(zipped)).unwrap();
        let mut text = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
        let (sums, manifest) = (text(staging::SUMS), text(MANIFEST));
        assert_eq!(text(NOTICES), "A face, under a licence.\n");
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(manifest["release"], "1.2");
        let files = manifest["files"].as_array().unwrap();
        assert_eq!(files.len() + 2, sums.lines().count());
        for file in files {
            let name = file["file"].as_str().unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut zip.by_name(name).unwrap(), &mut bytes).unwrap();
            assert_eq!(file["sha256"], staging::sha256(&bytes));
            assert!(sums.contains(&format!("{}  {name}\n", staging::sha256(&bytes))));
        }
        let of = |name: &str| files.iter().find(|file| file["file"] == name).unwrap();
        assert_eq!(of("old-words.epub")["isbn"], "9783161484100");
        assert_eq!(of("old-words-print.pdf")["isbn"], serde_json::Value::Null);
        assert!(of("old-words-print.pdf")["pages"].as_u64().unwrap() > 0);
    }

    #[test]
    fn files_of_an_earlier_title_are_named_and_left_out() {
        let out = tempfile::tempdir().unwrap();
        made(&book("Old Words"), None, out.path());
        let outcome = made(&book("New Words"), None, out.path());
        let stale = outcome.report.sorted().iter().filter(|found| found.code == "release-stale").count();
        assert!(outcome.is_good() && stale >= 5, "{}", outcome.report);
        let zipped = std::fs::read(out.path().join("new-words-2026.zip")).unwrap();
        let zip = zip::ZipArchive::new(Cursor::new(zipped)).unwrap();
        assert!(zip.file_names().all(|name| !name.starts_with("old")));
    }

    #[test]
    fn a_release_of_a_template_says_what_it_is() {
        let out = tempfile::tempdir().unwrap();
        let outcome =
            made(&Folder::from_files(templates::TEMPLATES[0].files.iter().copied()).unwrap(), None, out.path());
        let told = outcome.report.to_string();
        assert!(
            outcome.is_good() && told.contains("release-template") && told.contains("the title, the author"),
            "{told}"
        );
        assert!(!made(&book("Old Words"), None, out.path()).report.to_string().contains("release-template"));
    }

    #[test]
    fn a_warning_or_a_strange_tag_makes_nothing() {
        let out = tempfile::tempdir().unwrap();
        let files = [("book.toml", "[book]\ntitle = 'A'\nlanguage = 'en'\n"), ("a.md", "# A\n\n![](none.png)\n")];
        let outcome = made(&Folder::from_files(files).unwrap(), None, out.path());
        assert!(!outcome.is_good() && staging::files_in(out.path()).is_empty());
        let outcome = made(&book("A"), Some("../1"), out.path());
        assert_eq!(outcome.report.sorted()[0].code, "release-tag");
    }
}
