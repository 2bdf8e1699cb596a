//! In: a folder, or one file of it. Out: which program's book it is, told by what is in it and by names that only one
//! program uses. Refuses to read it.

use super::archive::Archive;
use super::decode;
use super::remarks::Remarks;
use crate::base::files::is_glob;
use crate::base::{Diagnostic, FileError, Folder};
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Word,
    OpenDocument,
    Epub,
    Html,
    RichText,
    Scrivener,
    MdBook,
    GitBook,
    Leanpub,
    Quarto,
    Bookdown,
    Docsify,
    Hugo,
    Jekyll,
    Myst,
    /// Or Zensical, which reads the same.
    MkDocs,
    Docusaurus,
    /// Or VuePress.
    VitePress,
    Longform,
    Obsidian,
    /// Markdown of Pandoc's kind, one file or a folder of files.
    Markdown,
}

impl Kind {
    /// As its people call it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Word => "a Word document",
            Kind::OpenDocument => "an OpenDocument text",
            Kind::Epub => "an EPUB",
            Kind::Html => "HTML",
            Kind::RichText => "a Rich Text file",
            Kind::Scrivener => "a Scrivener project",
            Kind::MdBook => "an mdBook",
            Kind::GitBook => "a GitBook",
            Kind::Leanpub => "a Leanpub book",
            Kind::Quarto => "a Quarto book",
            Kind::Bookdown => "an R Markdown book (bookdown)",
            Kind::Docsify => "a docsify site",
            Kind::Hugo => "a Hugo site",
            Kind::Jekyll => "a Jekyll site",
            Kind::Myst => "a MyST book",
            Kind::MkDocs => "a MkDocs or Zensical site",
            Kind::Docusaurus => "a Docusaurus site",
            Kind::VitePress => "a VitePress or VuePress site",
            Kind::Longform => "a Longform project in Obsidian",
            Kind::Obsidian => "an Obsidian vault",
            Kind::Markdown => "Markdown",
        }
    }
}

impl Kind {
    /// Whether a page's head may keep it from the site.
    pub fn is_site(self) -> bool {
        matches!(self, Kind::Hugo | Kind::Jekyll | Kind::Quarto | Kind::MkDocs | Kind::Docusaurus | Kind::VitePress)
    }
}

/// Files that only one program writes, from the surest on.
const MARKS: &[(&str, Kind)] = &[
    ("*.scrivx", Kind::Scrivener),
    ("_quarto.yml", Kind::Quarto),
    ("_bookdown.yml", Kind::Bookdown),
    ("myst.yml", Kind::Myst),
    ("_toc.yml", Kind::Myst),
    ("Book.txt", Kind::Leanpub),
    ("manuscript/Book.txt", Kind::Leanpub),
    ("src/SUMMARY.md", Kind::MdBook),
    ("mkdocs.yml", Kind::MkDocs),
    ("mkdocs.yaml", Kind::MkDocs),
    ("zensical.toml", Kind::MkDocs),
    ("zensical.yml", Kind::MkDocs),
    ("book.json", Kind::GitBook),
    (".gitbook.yaml", Kind::GitBook),
    ("SUMMARY.md", Kind::GitBook),
    ("docs/SUMMARY.md", Kind::GitBook),
    ("_sidebar.md", Kind::Docsify),
    ("docs/_sidebar.md", Kind::Docsify),
    ("_config.yml", Kind::Jekyll),
    ("hugo.toml", Kind::Hugo),
    ("hugo.yaml", Kind::Hugo),
    ("config.toml", Kind::Hugo),
    (".obsidian/app.json", Kind::Obsidian),
];

/// Tells the kind of a source.
///
/// # Errors
///
/// Nothing in it is of any known kind.
pub fn of(source: &Folder) -> Result<Kind, Diagnostic> {
    match &source.file {
        Some(file) => of_file(source, file),
        None => of_folder(source),
    }
}

fn of_file(source: &Folder, file: &str) -> Result<Kind, Diagnostic> {
    let bytes = source.bytes(file).map_err(|error| error.diagnostic(None))?;
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if bytes.starts_with(b"PK\x03\x04") {
        return of_archive(&bytes).ok_or_else(|| unknown(file));
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(Kind::RichText);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        let found =
            Diagnostic::error("import-unknown", format!("`{file}` is an old Word file, or one with a password"));
        return Err(found.help("open it in Word or LibreOffice, and save it as .docx without a password"));
    }
    if start.contains("<scrivenerproject") {
        return Ok(Kind::Scrivener);
    }
    if bytes.contains(&0) && !decode::is_wide(&bytes) {
        return Err(unknown(file));
    }
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let mut start = start.trim_start_matches('\u{feff}').trim_start();
    while let Some((_, rest)) = start.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        start = rest.trim_start();
    }
    let is_page = ["<!doctype html", "<html", "<?xml"].iter().any(|mark| start.starts_with(mark));
    let is_html = is_page || ["html", "htm", "xhtml"].contains(&ending.as_str());
    Ok(if is_html { Kind::Html } else { Kind::Markdown })
}

/// By the names of its entries, which stand in the archive as they are; the kind usually does too.
fn of_archive(bytes: &Arc<[u8]>) -> Option<Kind> {
    let has = |name: &str| memchr::memmem::find(bytes, name.as_bytes()).is_some();
    let kinds = [
        ("application/epub+zip", Kind::Epub),
        ("application/vnd.oasis.opendocument.text", Kind::OpenDocument),
        ("word/document.xml", Kind::Word),
    ];
    kinds.into_iter().find(|(name, _)| has(name)).map(|(_, kind)| kind).or_else(|| packed(bytes))
}

/// The same where a program packed the entry that says what the archive is, which it must not.
fn packed(bytes: &Arc<[u8]>) -> Option<Kind> {
    let mut archive = Archive::open(Arc::clone(bytes), "", &mut Remarks::default()).ok()?;
    let kind = archive.text("mimetype")?;
    let kinds = [("application/epub+zip", Kind::Epub), ("application/vnd.oasis.opendocument.text", Kind::OpenDocument)];
    kinds.into_iter().find(|(name, _)| kind.starts_with(name)).map(|(_, kind)| kind)
}

fn of_folder(source: &Folder) -> Result<Kind, Diagnostic> {
    let is_there = |name: &str| match is_glob(name) {
        true => source.glob(name).is_ok(),
        false => source.exists(name).is_ok(),
    };
    if is_mdbook(source) {
        return Ok(Kind::MdBook);
    }
    for kind in [Kind::Docusaurus, Kind::VitePress] {
        if javascript(kind, is_there).is_some() {
            return Ok(kind);
        }
    }
    if let Some((_, kind)) = MARKS.iter().find(|(name, _)| is_there(name)) {
        return Ok(*kind);
    }
    let some = |name: &str| source.glob(name).map_err(|error: FileError| error.diagnostic(None));
    if is_docsify(source) {
        return Ok(Kind::Docsify);
    }
    if source.glob("content/**/*.md").is_ok() {
        let settings = ["config.{yaml,yml,json}", "hugo.{yml,json}", "config/_default/*.{toml,yaml,yml,json}"];
        if settings.iter().any(|name| is_there(name)) {
            return Ok(Kind::Hugo);
        }
    }
    if sphinx(source).is_some() {
        return Ok(Kind::Myst);
    }
    match (some("**/*.{md,mdx}"), some("**/*.{html,htm,xhtml}")) {
        (Ok(_), _) => Ok(Kind::Markdown),
        (_, Ok(_)) => Ok(Kind::Html),
        (Err(_), Err(_)) => Err(unknown(source.name.as_deref().unwrap_or("."))),
    }
}

/// `book.toml` may put the texts elsewhere than in `src`.
fn is_mdbook(source: &Folder) -> bool {
    let bytes = source.bytes("book.toml").ok();
    let table = bytes.and_then(|bytes| String::from_utf8_lossy(&bytes).parse::<toml::Table>().ok());
    let Some(table) = table else { return false };
    let src = table.get("book").and_then(|book| book.get("src")).and_then(|src| src.as_str()).unwrap_or("src");
    let src = src.trim_start_matches("./").trim_end_matches('/');
    let name = if src.is_empty() || src == "." { "SUMMARY.md".to_owned() } else { format!("{src}/SUMMARY.md") };
    source.exists(&name).is_ok()
}

/// The folder of the settings of a Sphinx project with texts in MyST, and its first page without the ending.
pub fn sphinx(source: &Folder) -> Option<(&'static str, String)> {
    ["", "docs/", "doc/", "source/", "docs/source/"].into_iter().find_map(|root| {
        let settings = source.bytes(&format!("{root}conf.py")).ok()?;
        let settings = String::from_utf8_lossy(&settings);
        let first = settings.lines().find_map(|line| {
            let (name, value) = line.split_once('=')?;
            ["master_doc", "root_doc"]
                .contains(&name.trim_end())
                .then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        let first = first.filter(|name| !name.is_empty()).unwrap_or_else(|| "index".to_owned());
        source.exists(&format!("{root}{first}.md")).is_ok().then_some((root, first))
    })
}

/// What settings in JavaScript may end in.
pub const ENDINGS: [&str; 6] = ["js", "ts", "mjs", "mts", "cjs", "json"];

/// The settings of Docusaurus, of VitePress and of VuePress.
pub fn javascript(kind: Kind, is_there: impl Fn(&str) -> bool) -> Option<String> {
    let stems: &[&str] = match kind {
        Kind::Docusaurus => &["docusaurus.config", "website/docusaurus.config"],
        _ => &[
            ".vitepress/config",
            "docs/.vitepress/config",
            ".vuepress/config",
            "docs/.vuepress/config",
            "src/.vuepress/config",
        ],
    };
    let names = stems.iter().flat_map(|stem| ENDINGS.iter().map(move |end| format!("{stem}.{end}")));
    let indexes = stems.iter().flat_map(|stem| ENDINGS.iter().map(move |end| format!("{stem}/index.{end}")));
    names.chain(indexes).find(|name| is_there(name))
}

/// A site whose sidebar has another name, or none.
fn is_docsify(source: &Folder) -> bool {
    let names = ["index.html", "docs/index.html"];
    let pages = names.iter().filter_map(|name| source.bytes(name).ok());
    pages.into_iter().any(|page| memchr::memmem::find(&page, b"$docsify").is_some())
}

pub fn unknown(name: &str) -> Diagnostic {
    Diagnostic::error("import-unknown", format!("`{name}` is no kind of manuscript that can be imported")).help(
        "name a Word or OpenDocument file, an EPUB, a web page, a Markdown file, or the folder of a book's project",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(files: &[(&str, &str)]) -> Result<Kind, &'static str> {
        of(&Folder::from_files(files.iter().copied()).unwrap()).map_err(|found| found.code)
    }

    #[test]
    fn kinds_are_told_by_what_is_there() {
        assert_eq!(kind(&[("book.toml", ""), ("src/SUMMARY.md", "")]), Ok(Kind::MdBook));
        assert_eq!(kind(&[("book.toml", "[book]\nsrc = \"text\""), ("text/SUMMARY.md", "")]), Ok(Kind::MdBook));
        assert_eq!(kind(&[("README.md", ""), ("SUMMARY.md", "")]), Ok(Kind::GitBook));
        assert_eq!(kind(&[("_quarto.yml", ""), ("a.qmd", ""), ("b.md", ""), ("c.md", "")]), Ok(Kind::Quarto));
        assert_eq!(kind(&[("manuscript/Book.txt", ""), ("a.md", ""), ("b.md", "")]), Ok(Kind::Leanpub));
        assert_eq!(kind(&[("a.scrivx", "")]), Ok(Kind::Scrivener));
        assert_eq!(kind(&[("a/b.md", ""), ("d.md", ""), ("c.html", "")]), Ok(Kind::Markdown));
        assert_eq!(kind(&[("a/b.html", "")]), Ok(Kind::Html));
        assert_eq!(kind(&[("a/b.pdf", "")]), Err("import-unknown"));
        assert_eq!(kind(&[("zensical.toml", ""), ("docs/index.md", ""), ("docs/a.md", "")]), Ok(Kind::MkDocs));
        assert_eq!(kind(&[("index.html", "window.$docsify = {}"), ("README.md", ""), ("a.md", "")]), Ok(Kind::Docsify));
        assert_eq!(kind(&[("docs/conf.py", ""), ("docs/index.md", ""), ("a.md", "")]), Ok(Kind::Myst));
        assert_eq!(kind(&[("conf.py", ""), ("index.rst", ""), ("a.md", "")]), Ok(Kind::Markdown));
        assert_eq!(kind(&[("config.yaml", ""), ("content/a.md", ""), ("content/b.md", "")]), Ok(Kind::Hugo));
        assert_eq!(kind(&[("config.yaml", ""), ("a.md", ""), ("b.md", "")]), Ok(Kind::Markdown));
    }

    #[test]
    fn a_file_is_told_by_what_is_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let kind = |name: &str, bytes: &[u8]| {
            std::fs::write(dir.path().join(name), bytes).unwrap();
            of(&Folder::open(&dir.path().join(name)).unwrap()).map_err(|found| found.code)
        };
        assert_eq!(kind("a.txt", b"# One\n"), Ok(Kind::Markdown));
        assert_eq!(kind("b.txt", b"\xEF\xBB\xBF <!DOCTYPE html><p>x"), Ok(Kind::Html));
        assert_eq!(kind("b", b"<!-- by A. --> <!-- B. -->\n<html>"), Ok(Kind::Html));
        assert_eq!(kind("b.HTM", b"<script>"), Ok(Kind::Html));
        assert_eq!(kind("u.txt", b"\xFF\xFEa\0"), Ok(Kind::Markdown));
        assert_eq!(kind("c", b"PK\x03\x04....word/document.xml"), Ok(Kind::Word));
        assert_eq!(kind("d", b"PK\x03\x04mimetypeapplication/epub+zip"), Ok(Kind::Epub));
        assert_eq!(kind("e.doc", b"\xD0\xCF\x11\xE0\0\0"), Err("import-unknown"));
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("mimetype", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, b"application/epub+zip").unwrap();
        assert_eq!(kind("g.epub", &zip.finish().unwrap().into_inner()), Ok(Kind::Epub));
        assert_eq!(kind("f.zip", b"PK\x03\x04a.txt"), Err("import-unknown"));
    }
}
