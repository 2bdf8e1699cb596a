//! PDFs of LibreOffice, WeasyPrint and LaTeX, mended: every page is the same picture before and after, to poppler, mupdf and
//! ghostscript, and what was to be mended is no finding any more.

use crate::{reads_without_a_word, run};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// At 100 dots an inch, one file for each page.
fn pictures(pdf: &str, folder: &Path) -> Vec<Vec<u8>> {
    fs::create_dir_all(folder).expect("a folder");
    let to = |name: &str| folder.join(name).to_str().expect("a plain path").to_owned();
    run("pdftoppm", &["-r", "100", pdf, &to("poppler")]);
    run("mutool", &["draw", "-q", "-r", "100", "-o", &to("mupdf-%03d.ppm"), pdf]);
    let to = format!("-sOutputFile={}", to("ghostscript-%03d.ppm"));
    run("gs", &["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=ppmraw", "-r100", &to, pdf]);
    let mut names: Vec<_> =
        fs::read_dir(folder).expect("pictures").map(|entry| entry.expect("a file").path()).collect();
    names.sort();
    names.into_iter().map(|name| fs::read(name).expect("a picture")).collect()
}

fn judged(arguments: &[&str]) -> Value {
    let mut program = Command::new(env!("CARGO_BIN_EXE_chapbook"));
    let output = program.args(["preflight", "--json", "--printer"]).args(arguments).output().expect("the program runs");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn codes(judged: &Value) -> Vec<String> {
    let findings = judged["findings"].as_array().expect("findings").iter();
    let mut codes: Vec<String> = findings.map(|found| found["code"].as_str().expect("a code").to_owned()).collect();
    codes.dedup();
    codes
}

/// `changes` are made, `gone` are findings before and not after, and no page has another look.
fn is_mended(folder: &Path, name: &str, changes: &[&str], gone: &[&str]) {
    let path = |name: &str| folder.join(name).to_str().expect("a plain path").to_owned();
    // It binds any even number of pages.
    fs::write(path("house.toml"), "like = 'kdp'\n[pages]\nmin = 2\n").expect("a file");
    let (from, to, house) = (path(name), path("mended.pdf"), path("house.toml"));
    let before = judged(&[&house, &from]);
    let after = judged(&[&house, &from, "--fix", &to]);
    let made = after["mended"]["changes"].as_array().expect("changes").iter();
    let made: Vec<&str> = made.map(|change| change["change"].as_str().expect("a name")).collect();
    assert_eq!(made, changes, "{name}: {after:#}");
    for code in gone {
        assert!(codes(&before).iter().any(|found| found == code), "{name}: {code} was no finding: {before:#}");
        assert!(!codes(&after).iter().any(|found| found == code), "{name}: {code} is left: {after:#}");
    }
    assert_eq!(codes(&judged(&[&house, &to])), codes(&after), "{name}");
    let checked = run("qpdf", &["--check", &to]);
    assert!(checked.stderr.is_empty(), "{name}: {}", String::from_utf8_lossy(&checked.stderr));
    reads_without_a_word(&to);
    let (before, after) = (pictures(&from, &folder.join("before")), pictures(&to, &folder.join("after")));
    assert!(before.len() >= 9, "{name}: {} pictures", before.len());
    assert!(before == after, "{name}: a page looks otherwise");
}

#[test]
#[ignore = "needs LaTeX: tests/run"]
fn a_pdf_by_latex_is_mended() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // A stamp that prints, a comment that nobody sees, links, and no box.
    let text = "\\documentclass{article}\\hoffset=-1in \\voffset=-1in \\oddsidemargin=50bp \\topmargin=40bp \\headheight=0pt\n\
        \\headsep=0pt \\textwidth=330bp \\textheight=520bp \\usepackage[colorlinks]{hyperref}\n\
        \\begin{document}\\pdfpagewidth=432bp \\pdfpageheight=648bp\n\
        \\section{One}\\href{https://example.org}{A link}, and \\pageref{two}. \\[ \\sum_{i=1}^n x_i^2 \\]\n\
        \\setbox0=\\hbox{\\fbox{APPROVED}}\\dimen0=\\wd0 \\immediate\\pdfxform0\n\
        \\hbox{\\pdfannot width \\dimen0 height 12pt depth 4pt {/Subtype /Stamp /F 4 /AP << /N \\the\\pdflastxform\\space 0 R >>}}\n\
        \\hbox{\\pdfannot width 20pt height 20pt depth 0pt {/Subtype /Text /F 2 /Contents (Why)}}\n\
        \\newpage \\section{Two}\\label{two} Words.\\newpage Three \\newpage Four \\end{document}\n";
    fs::write(folder.path().join("four.tex"), text).expect("a file");
    for _ in 0..2 {
        let latex =
            Command::new("pdflatex").args(["-interaction=batchmode", "four.tex"]).current_dir(folder.path()).output();
        let output = latex.unwrap_or_else(|why| panic!("pdflatex cannot be run ({why}); tests/run installs it"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let changes = ["title", "bleed-box", "trim-box", "annotations-drawn", "annotations-dropped", "links-dropped"];
    is_mended(folder.path(), "four.pdf", &changes, &["title-missing", "box-missing", "annotation"]);
}

#[test]
#[ignore = "needs LibreOffice: tests/run"]
fn a_pdf_by_libreoffice_is_mended() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // With the printer's bleed around the trim, and tagged.
    let text = "<?xml version='1.0' encoding='UTF-8'?><office:document \
        xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
        xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' \
        xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
        xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' \
        xmlns:xlink='http://www.w3.org/1999/xlink' office:version='1.2' \
        office:mimetype='application/vnd.oasis.opendocument.text'><office:automatic-styles>\
        <style:style style:name='B' style:family='paragraph'><style:paragraph-properties fo:break-before='page'/>\
        </style:style><style:page-layout style:name='L'><style:page-layout-properties fo:page-width='6.125in' \
        fo:page-height='9.25in' fo:margin='0.7in'/></style:page-layout></office:automatic-styles><office:master-styles>\
        <style:master-page style:name='Standard' style:page-layout-name='L'/></office:master-styles><office:body>\
        <office:text><text:h text:outline-level='1'>One</text:h><text:p>Words and \
        <text:a xlink:href='https://example.org'>a link</text:a>.</text:p><text:p text:style-name='B'>Two</text:p>\
        <text:p text:style-name='B'>Three</text:p><text:p text:style-name='B'>Four</text:p></office:text></office:body></office:document>";
    // It is known by its double quotes.
    fs::write(folder.path().join("four.fodt"), text.replace('\'', "\"")).expect("a file");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    let profile = format!("-env:UserInstallation=file://{}", path("profile"));
    let filter = "pdf:writer_pdf_Export:{\"UseTaggedPDF\":{\"type\":\"boolean\",\"value\":\"true\"}}";
    run("soffice", &[&profile, "--headless", "--convert-to", filter, "--outdir", &path(""), &path("four.fodt")]);
    let file = chapbook::pdfread::File::parse(&fs::read(path("four.pdf")).expect("a PDF")).expect("a PDF");
    assert!(file.catalog().has(b"StructTreeRoot"));
    let changes = ["title", "trapped", "bleed-box", "trim-box", "links-dropped"];
    is_mended(folder.path(), "four.pdf", &changes, &["title-missing", "box-missing", "annotation"]);
}

#[test]
#[ignore = "needs WeasyPrint: tests/run"]
fn a_pdf_by_weasyprint_is_mended() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let html = "<style>@page { size: 432pt 648pt; margin: 40pt } section { break-after: page } \
        section:last-child { break-after: auto }</style><section><h1>One</h1><p>Words and \
        <a href='https://example.org'>a link</a>, <a href='#two'>another</a>.</p><svg width='200' height='120'><defs>\
        <linearGradient id='g'><stop offset='0' stop-color='black'/><stop offset='1' stop-color='orange'/></linearGradient>\
        </defs><rect width='150' height='100' fill='url(#g)' opacity='.8'/></svg></section>\
        <section id='two'><h2>Two</h2></section><section>Three</section><section>Four</section>";
    fs::write(folder.path().join("four.html"), html).expect("a file");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    run("weasyprint", &["--quiet", &path("four.html"), &path("four.pdf")]);
    let changes = ["identifier", "title", "trapped", "links-dropped"];
    is_mended(folder.path(), "four.pdf", &changes, &["title-missing", "annotation"]);
}
