//! Judges from outside: EPUBCheck, qpdf, poppler, mupdf, ghostscript. `tests/run` installs them and runs these; a judge
//! that is missing fails.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

mod outside {
    pub mod text;
}

/// The handbook, built once for all tests.
pub fn dist() -> &'static Path {
    static DIST: OnceLock<PathBuf> = OnceLock::new();
    DIST.get_or_init(|| {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside");
        let built = Command::new(env!("CARGO_BIN_EXE_chapbook"))
            .args(["build", "-q", "--strict", "--out"])
            .args([out.as_path(), &Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript")])
            .output()
            .expect("the program runs");
        assert!(built.status.success(), "the handbook builds: {}", String::from_utf8_lossy(&built.stderr));
        out
    })
}

pub fn file(name: &str) -> String {
    dist().join(name).to_str().expect("a plain path").to_string()
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

const PDFS: [&str; 2] = ["chapbook-print.pdf", "chapbook-screen.pdf"];

#[test]
#[ignore = "needs EPUBCheck: tests/run"]
fn epubcheck_finds_nothing() {
    let jar = std::env::var("CHAPBOOK_EPUBCHECK").expect("CHAPBOOK_EPUBCHECK names EPUBCheck's jar; tests/run sets it");
    let output = Command::new("java")
        .args(["-jar", &jar, &file("chapbook.epub"), "--json", "-", "--quiet"])
        .output()
        .expect("java runs; tests/run installs it");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|why| panic!("EPUBCheck's report ({why}): {}", String::from_utf8_lossy(&output.stderr)));
    let messages = report["messages"].as_array().expect("a list of messages");
    assert!(messages.is_empty(), "{messages:#?}");
    assert_eq!(report["checker"]["nFatal"], 0, "EPUBCheck really ran: {report:#}");
    assert!(report["items"].as_array().is_some_and(|items| items.len() > 20), "it looked at the book's files");
}

#[test]
#[ignore = "needs qpdf: tests/run"]
fn qpdf_finds_nothing() {
    for pdf in PDFS {
        let output = run("qpdf", &["--check", &file(pdf)]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.is_empty(), "{pdf}: {said}");
    }
}

#[test]
#[ignore = "needs poppler, mupdf and ghostscript: tests/run"]
fn renderers_have_nothing_to_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let to = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    for pdf in PDFS {
        let pdf = file(pdf);
        let tools: [(&str, Vec<String>); 3] = [
            ("pdftoppm", ["-r", "40", "-png", &pdf, &to("poppler")].map(str::to_string).to_vec()),
            ("mutool", ["draw", "-q", "-r", "40", "-o", &to("mupdf-%d.png"), &pdf].map(str::to_string).to_vec()),
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
                    &pdf,
                ]
                .map(str::to_string)
                .to_vec(),
            ),
        ];
        for (tool, arguments) in tools {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let output = run(tool, &arguments);
            let said =
                format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            // Debian's mupdf is built without colour management, and says so each time.
            let said = said.replace("warning: ICC support is not available\n", "");
            assert!(said.trim().is_empty(), "{tool} on {pdf}: {said}");
        }
    }
}

#[test]
#[ignore = "needs poppler: tests/run"]
fn fonts_are_embedded_subsets_with_text() {
    for pdf in PDFS {
        let listing = stdout("pdffonts", &[&file(pdf)]);
        let fonts: Vec<&str> = listing.lines().skip(2).collect();
        assert!(fonts.len() >= 4, "{listing}");
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
        String::from_utf8_lossy(&run("qpdf", &["--qdf", "--object-streams=disable", &file(pdf), "-"]).stdout)
            .into_owned()
    };
    let print = text("chapbook-print.pdf");
    assert!(
        !print.contains("/Annots") && !print.contains("/DeviceRGB") && !print.contains(" rg\n"),
        "the press file is gray and bare"
    );
    assert!(print.contains("/TrimBox") && print.contains("/BleedBox"));
    let screen = text("chapbook-screen.pdf");
    assert!(screen.contains("/Subtype /Link") && screen.contains("/Outlines") && screen.contains("/PageLabels"));
}
