//! Sheets to be folded, read back from the files: the booklets' halves by their text, and other programs' PDFs by what
//! they look like before and after.

use crate::{BOOKS, file, reads_without_a_word, run, stdout};
use image::GrayImage;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Pages, from 1, as the halves of sheets hold them: left and right of each side, fronts and backs by turns.
fn halves(signatures: &[usize]) -> Vec<[usize; 2]> {
    let mut sides = Vec::new();
    let mut before = 0;
    for pages in signatures {
        let (mut first, mut last) = (before + 1, before + pages);
        while first < last {
            sides.extend([[last, first], [first + 1, last - 1]]);
            (first, last) = (first + 2, last - 2);
        }
        before += pages;
    }
    sides
}

fn words(arguments: &[&str]) -> Vec<String> {
    stdout("pdftotext", arguments).split_whitespace().map(str::to_string).collect()
}

fn pages_of(pdf: &str) -> usize {
    let about = stdout("pdfinfo", &[pdf]);
    let line = about.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a number of pages");
    line.trim().parse().expect("a number")
}

#[test]
#[ignore = "needs poppler: tests/run"]
fn every_half_of_a_booklets_sheets_holds_its_page() {
    for (_, slug) in BOOKS {
        let (print, booklet) = (file(slug, "-print.pdf"), file(slug, "-booklet.pdf"));
        let pages = pages_of(&print);
        // The handbook is three equal signatures, the other book one.
        let signatures = if slug == "chapbook" { vec![pages.div_ceil(12) * 4; 3] } else { vec![pages.div_ceil(4) * 4] };
        let sides = halves(&signatures);
        assert_eq!(pages_of(&booklet), sides.len(), "{slug}");
        let size = stdout("pdfinfo", &[&booklet]);
        let size = size.lines().find_map(|line| line.strip_prefix("Page size:")).expect("a size");
        let size: Vec<f64> = size.split_whitespace().filter_map(|part| part.parse().ok()).collect();
        let (half, height) = ((size[0] / 2.0).round().to_string(), size[1].ceil().to_string());
        let mut seen = 0;
        for (at, side) in sides.iter().enumerate() {
            let number = (at + 1).to_string();
            for (page, left) in side.iter().zip(["0", &half]) {
                let area = ["-raw", "-f", &number, "-l", &number, "-x", left, "-y", "0", "-W", &half, "-H", &height];
                let found = words(&[&area[..], &[&booklet, "-"]].concat());
                let number = page.to_string();
                let wanted =
                    if *page > pages { vec![] } else { words(&["-raw", "-f", &number, "-l", &number, &print, "-"]) };
                assert_eq!(found, wanted, "{slug}: side {} should hold page {page} at {left}", at + 1);
                seen += wanted.len();
            }
        }
        assert!(seen > 1_000, "{slug}: {seen} words");
    }
}

/// A page of 300 by 400 points at 72 dots an inch, in gray.
fn picture(pdf: &Path, page: usize, folder: &Path) -> GrayImage {
    let (number, root) = (page.to_string(), folder.join("picture"));
    let [pdf, to] = [pdf, &root].map(|path| path.to_str().expect("a plain path"));
    run("pdftoppm", &["-cropbox", "-gray", "-r", "72", "-png", "-singlefile", "-f", &number, "-l", &number, pdf, to]);
    image::open(folder.join("picture.png")).expect("a picture").to_luma8()
}

/// The mean difference of two pictures, in thousandths of black; of other sizes, as far as the smaller one goes.
fn difference(one: &GrayImage, other: &GrayImage) -> u64 {
    let (width, height) = (one.width().min(other.width()), one.height().min(other.height()));
    let dots = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let sum: u64 = dots.map(|(x, y)| u64::from(one.get_pixel(x, y)[0].abs_diff(other.get_pixel(x, y)[0]))).sum();
    sum * 1_000 / (255 * u64::from(width) * u64::from(height))
}

fn imposed(pdf: &Path, out: &Path, flags: &[&str]) {
    let [from, to] = [pdf, out].map(|path| path.to_str().expect("a plain path"));
    run(env!("CARGO_BIN_EXE_chapbook"), &[&["impose", from, "-o", to, "-q", "--caliper", "0mm"], flags].concat());
}

/// Folds a file of pages that are 300 by 400 points (or smaller) and compares each half with its page.
fn is_folded_right(pdf: &Path, folder: &Path) {
    let out = folder.join("sheets.pdf");
    imposed(pdf, &out, &["--sheet", "600pt x 400pt"]);
    let name = pdf.display();
    let shown = out.to_str().expect("a plain path");
    let output = run("qpdf", &["--check", shown]);
    assert!(output.stderr.is_empty(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    reads_without_a_word(shown);
    let pages = pages_of(pdf.to_str().expect("a plain path"));
    assert!(pages >= 5, "{name} has {pages} pages");
    let originals: Vec<GrayImage> = (1..=pages).map(|page| picture(pdf, page, folder)).collect();
    let mut inked = 0;
    for (at, side) in halves(&[pages.div_ceil(4) * 4]).iter().enumerate() {
        let sheet = picture(&out, at + 1, folder);
        assert_eq!(sheet.dimensions(), (600, 400), "{name}");
        for (&page, left) in side.iter().zip([0, 300]) {
            let half = image::imageops::crop_imm(&sheet, left, 0, 300, 400).to_image();
            let mut expected = GrayImage::from_pixel(300, 400, image::Luma([255]));
            if let Some(original) = originals.get(page - 1) {
                let (x, y) = ((300 - i64::from(original.width())) / 2, (400 - i64::from(original.height())) / 2);
                image::imageops::replace(&mut expected, original, x, y);
            }
            let off = difference(&half, &expected);
            assert!(off <= 3, "{name}: page {page} on side {} differs by {off}", at + 1);
            inked += usize::from(difference(&expected, &GrayImage::from_pixel(300, 400, image::Luma([255]))) > 10);
            for (other, original) in originals.iter().enumerate().filter(|(other, _)| other + 1 != page) {
                assert!(difference(&half, original) > 3, "{name}: page {} looks like page {page}", other + 1);
            }
        }
    }
    assert_eq!(inked, pages, "{name}: every page has something on it");
}

#[test]
#[ignore = "needs LaTeX: tests/run"]
fn pages_made_by_latex_are_folded() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut text = String::from(
        "\\documentclass{article}\\pdfpagewidth=300bp \\pdfpageheight=400bp \\hoffset=-1in \\voffset=-1in\n\
         \\oddsidemargin=30bp \\topmargin=20bp \\headheight=0pt \\headsep=0pt \\textwidth=240bp \\textheight=330bp\n\
         \\begin{document}\n",
    );
    for page in 1..=7 {
        let rules = format!("\\rule{{{}bp}}{{20bp}}\n\n", page * 30);
        text.push_str(&format!(
            "\\section{{Page {page}}}{rules}{}\\[ \\sum_{{i=1}}^{page} x_i^2 \\]\n\\newpage\n",
            "Some words. ".repeat(40)
        ));
    }
    text.push_str("\\end{document}\n");
    fs::write(folder.path().join("seven.tex"), text).expect("a file");
    let output = Command::new("pdflatex")
        .args(["-interaction=batchmode", "seven.tex"])
        .current_dir(folder.path())
        .output()
        .unwrap_or_else(|why| panic!("pdflatex cannot be run ({why}); tests/run installs it"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    is_folded_right(&folder.path().join("seven.pdf"), folder.path());
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn pages_made_by_chromium_are_folded() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let page = |number: usize| {
        format!(
            "<section><h1>Page {number}</h1><p>{}</p><svg width='200' height='120'><defs><linearGradient id='g{number}'>\
             <stop offset='0' stop-color='black'/><stop offset='1' stop-color='orange'/></linearGradient></defs>\
             <rect width='{}' height='100' fill='url(#g{number})' opacity='.8'/></svg></section>",
            "Some words on the page. ".repeat(8 + number),
            number * 30,
        )
    };
    let html = format!(
        "<style>@page {{ size: 300pt 400pt; margin: 0 }} section {{ break-after: page; padding: 30pt }} \
         section:last-child {{ break-after: auto }}</style>{}",
        (1..=6).map(page).collect::<String>()
    );
    fs::write(folder.path().join("six.html"), html).expect("a file");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    let profile = format!("--user-data-dir={}", path("profile"));
    let to = format!("--print-to-pdf={}", path("six.pdf"));
    let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
    let still = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
    let page = format!("file://{}", path("six.html"));
    run("chromium", &[&quiet[..], &still, &[&profile, "--no-pdf-header-footer", &to, &page]].concat());
    is_folded_right(&folder.path().join("six.pdf"), folder.path());
}

/// Pages of several sizes, turned pages, boxes whose corner is not the origin.
#[test]
#[ignore = "needs ghostscript: tests/run"]
fn pages_made_by_ghostscript_are_folded() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let drawn = |number: usize| {
        format!(
            "/Helvetica findfont 40 scalefont setfont 40 60 moveto (Page {number}) show\n\
             0.2 0.4 0.1 0 setcmykcolor 40 120 {} 60 rectfill 0 setgray 3 setlinewidth 100 250 {} 0 270 arc stroke\n",
            number * 25,
            10 + number * 5
        )
    };
    let sized = |width: u32, height: u32| format!("<< /PageSize [{width} {height}] >> setpagedevice\n");
    let mut program = String::new();
    program.push_str(&format!("{}{}showpage\n", sized(300, 400), drawn(1)));
    program.push_str(&format!("{}{}showpage\n", sized(200, 300), drawn(2)));
    program.push_str(&format!("{}{}[ /Rotate 90 /PAGE pdfmark showpage\n", sized(400, 300), drawn(3)));
    program.push_str(&format!("{}{}[ /CropBox [20 30 320 430] /PAGE pdfmark showpage\n", sized(360, 460), drawn(4)));
    program.push_str(&format!(
        "{}{}[ /CropBox [10 20 410 320] /PAGE pdfmark [ /Rotate 270 /PAGE pdfmark showpage\n",
        sized(440, 380),
        drawn(5)
    ));
    fs::write(folder.path().join("five.ps"), program).expect("a file");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    let to = format!("-sOutputFile={}", path("five.pdf"));
    let plain = ["-q", "-dBATCH", "-dNOPAUSE", "-dAutoRotatePages=/None", "-sDEVICE=pdfwrite"];
    run("gs", &[&plain[..], &[&to, &path("five.ps")]].concat());
    is_folded_right(&folder.path().join("five.pdf"), folder.path());
}

#[test]
#[ignore = "needs qpdf: tests/run"]
fn a_file_with_a_password_is_refused_and_one_that_qpdf_packed_or_its_owner_locked_is_not() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    let print = file("chapbook", "-print.pdf");
    run("qpdf", &["--encrypt", "secret", "owner", "256", "--", &print, &path("locked.pdf")]);
    let refused = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["impose", &path("locked.pdf"), "-o", &path("out.pdf"), "--json"])
        .output()
        .expect("the program runs");
    assert_eq!(refused.status.code(), Some(1));
    let object: serde_json::Value = serde_json::from_slice(&refused.stdout).expect("one object");
    assert_eq!(object["diagnostics"][0]["code"], "pdf-encrypted");
    assert!(!folder.path().join("out.pdf").exists());
    // The same pages in the oldest and in the newest way of writing them come out the same.
    run("qpdf", &["--object-streams=disable", "--linearize", &print, &path("old.pdf")]);
    run("qpdf", &["--object-streams=generate", "--recompress-flate", &print, &path("new.pdf")]);
    run("qpdf", &["--encrypt", "", "owner", "256", "--", &path("new.pdf"), &path("owned.pdf")]);
    for name in ["old", "new", "owned"] {
        let (from, to) = (folder.path().join(format!("{name}.pdf")), folder.path().join(format!("{name}-sheets.pdf")));
        imposed(&from, &to, &["--signatures", "2", "--sheet", "A4"]);
    }
    let text = |name: &str| stdout("pdftotext", &[&path(name), "-"]);
    assert!(text("old-sheets.pdf").len() > 10_000);
    assert_eq!(text("old-sheets.pdf"), text("new-sheets.pdf"));
    assert_eq!(text("old-sheets.pdf"), text("owned-sheets.pdf"));
}
