//! Judges from outside: EPUBCheck, Ace, a reader of EPUBs, veraPDF, qpdf, poppler, mupdf, ghostscript. `tests/run`
//! installs them and runs these; a judge that is missing fails.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

mod support;

mod outside {
    #[cfg(unix)]
    pub mod action;
    pub mod barcode;
    pub mod desk;
    pub mod ebook;
    pub mod engines;
    pub mod faces;
    pub mod inks;
    pub mod mend;
    pub mod press;
    pub mod screen;
    pub mod pages;
    pub mod reader;
    pub mod sheets;
    pub mod styles;
    pub mod text;
}

/// The books that are judged, by folder and by the name that their files begin with: the handbook, and the one that has
/// every construct.
pub const BOOKS: [(&str, &str); 2] = [("manuscript", "chapbook"), ("tests/books/stress", "everything-at-once")];

/// The book that `chapbook new --template poems` writes.
pub const POEMS: (&str, &str) = ("poems", "the-title-of-your-poems");

/// A book in several editions with classes of its own, and what the names of its files end in; the second book of its series.
const EDITIONS: (&str, &str) = ("tests/books/salt-path/home", "the-salt-path-home");
const PRINTED: [&str; 5] =
    ["-print.pdf", "-hardback-print.pdf", "-paperback-print.pdf", "-school-print.pdf", "-large-print.pdf"];
const COVERS: [&str; 3] = ["-cover.pdf", "-hardback-cover.pdf", "-paperback-cover.pdf"];
const SECOND: (&str, &str) = ("tests/books/salt-path/back", "the-salt-path-back");
const EBOOKS: [&str; 2] = [".epub", "-kindle.epub"];

/// Whole ebooks of languages that are written from right to left, and of one without spaces.
pub const TONGUES: [(&str, &str); 3] = [
    ("tests/books/tongues/he", "spr-l-lkhm"),
    ("tests/books/tongues/ar", "ktb-lbyr"),
    ("tests/books/tongues/ja", "yu-no-ben"),
];

/// Every edition of every book, built once for all tests.
fn dist() -> &'static Path {
    static DIST: OnceLock<PathBuf> = OnceLock::new();
    DIST.get_or_init(|| {
        let dist = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside");
        let chapbook = |arguments: &[&str], paths: &[PathBuf]| {
            let done = Command::new(env!("CARGO_BIN_EXE_chapbook")).args(arguments).args(paths).output();
            let done = done.expect("the program runs");
            assert!(done.status.success(), "{paths:?}: {}", String::from_utf8_lossy(&done.stderr));
        };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (folder, slug) in BOOKS.into_iter().chain([EDITIONS, SECOND]).chain(TONGUES) {
            chapbook(&["build", "-q", "--strict", "--out"], &[dist.join(slug), root.join(folder)]);
        }
        let poems = tempfile::tempdir().expect("a temporary folder");
        let source = poems.path().join(POEMS.0);
        chapbook(&["new", "--template", "poems"], std::slice::from_ref(&source));
        chapbook(&["build", "-q", "--strict", "--out"], &[dist.join(POEMS.1), source]);
        dist
    })
}

/// The path of a book's file: `chapbook` and `-print.pdf`.
pub fn file(slug: &str, ending: &str) -> String {
    let path = dist().join(slug).join(format!("{slug}{ending}"));
    assert!(path.exists(), "{} was not built", path.display());
    path.to_str().expect("a plain path").to_string()
}

/// The PDFs of all books.
pub fn pdfs() -> Vec<String> {
    let of_book = |(_, slug)| ["-print.pdf", "-screen.pdf", "-booklet.pdf"].map(|ending| file(slug, ending));
    let editions = PRINTED.map(|ending| file(EDITIONS.1, ending));
    BOOKS.into_iter().flat_map(of_book).chain(editions).chain([file(SECOND.1, "-print.pdf")]).collect()
}

/// The EPUBs of all books.
pub fn ebooks() -> Vec<String> {
    let editions = EBOOKS.map(|ending| file(EDITIONS.1, ending));
    let for_shops = [".kepub.epub", "-kindle.epub"].map(|ending| file(BOOKS[1].1, ending));
    BOOKS
        .into_iter()
        .chain(TONGUES)
        .chain([SECOND])
        .map(|(_, slug)| file(slug, ".epub"))
        .chain(editions)
        .chain(for_shops)
        .collect()
}

/// Runs a tool that must exist and succeed.
pub fn run(tool: &str, arguments: &[&str]) -> Output {
    let output = Command::new(tool)
        .args(arguments)
        .output()
        .unwrap_or_else(|why| panic!("{tool} cannot be run ({why}); tests/run installs it"));
    assert!(
        output.status.success(),
        "{tool} {arguments:?} failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

pub fn stdout(tool: &str, arguments: &[&str]) -> String {
    String::from_utf8(run(tool, arguments).stdout).expect("UTF-8")
}

#[test]
#[ignore = "needs qpdf: tests/run"]
fn qpdf_finds_nothing() {
    for pdf in pdfs() {
        let output = run("qpdf", &["--check", &pdf]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.is_empty(), "{pdf}: {said}");
    }
}

#[test]
#[ignore = "needs poppler, mupdf and ghostscript: tests/run"]
fn renderers_have_nothing_to_say() {
    let covers = COVERS.map(|ending| file(EDITIONS.1, ending));
    pdfs().iter().chain(&covers).for_each(|pdf| reads_without_a_word(pdf));
}

/// Poppler, mupdf and ghostscript draw every page of a PDF.
pub fn reads_without_a_word(pdf: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let to = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    let tools: [(&str, Vec<String>); 3] = [
        ("pdftoppm", ["-r", "40", "-png", pdf, &to("poppler")].map(str::to_string).to_vec()),
        ("mutool", ["draw", "-q", "-r", "40", "-o", &to("mupdf-%d.png"), pdf].map(str::to_string).to_vec()),
        (
            "gs",
            [
                "-q",
                "-dBATCH",
                "-dNOPAUSE",
                "-dPDFSTOPONWARNING",
                "-sDEVICE=pnggray",
                "-r40",
                &format!("-sOutputFile={}", to("gs-%d.png")),
                pdf,
            ]
            .map(str::to_string)
            .to_vec(),
        ),
    ];
    for (tool, arguments) in tools {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = run(tool, &arguments);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        // Debian's mupdf is built without colour management, and says so each time.
        let said = said.replace("warning: ICC support is not available\n", "");
        assert!(said.trim().is_empty(), "{tool} on {pdf}: {said}");
    }
}

#[test]
#[ignore = "needs poppler: tests/run"]
fn fonts_are_embedded_subsets_with_text() {
    for pdf in pdfs() {
        let listing = stdout("pdffonts", &[&pdf]);
        let fonts: Vec<&str> = listing.lines().skip(2).collect();
        // Days without emphasis need few faces.
        let least = if pdf.contains(EDITIONS.1) { 1 } else { 3 };
        assert!(fonts.len() >= least, "{listing}");
        for font in fonts {
            // name, type (two words), encoding, then: emb sub uni object generation
            let columns: Vec<&str> = font.split_whitespace().collect();
            let flags = &columns[columns.len() - 5..columns.len() - 2];
            assert_eq!(flags, ["yes", "yes", "yes"], "{font}");
            let name = columns[0];
            assert!(name.len() > 8 && name.as_bytes()[6] == b'+', "a tagged name: {font}");
        }
    }
}

#[test]
#[ignore = "needs poppler: tests/run"]
fn print_is_gray_without_annotations_and_screen_has_links() {
    let text = |pdf: &str| {
        String::from_utf8_lossy(
            &run("qpdf", &["--qdf", "--object-streams=disable", &file("chapbook", pdf), "-"]).stdout,
        )
        .into_owned()
    };
    let print = text("-print.pdf");
    assert!(
        !print.contains("/Annots") && !print.contains("/DeviceRGB") && !print.contains(" rg\n"),
        "the press file is gray and bare"
    );
    assert!(print.contains("/TrimBox") && print.contains("/BleedBox"));
    let screen = text("-screen.pdf");
    assert!(screen.contains("/Subtype /Link") && screen.contains("/Outlines") && screen.contains("/PageLabels"));
}
