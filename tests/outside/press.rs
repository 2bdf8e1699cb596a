//! A small book in colour, once for each standard: every tool reads it without a word, and ghostscript takes it apart
//! into plates. Text must be on the black one alone.

use crate::{reads_without_a_word, run, stdout};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const STANDARDS: [&str; 5] = ["none", "PDF/X-4", "PDF/X-1a:2001", "PDF/X-1a:2003", "PDF/X-3:2002"];
const INKS: [&str; 2] = ["standard-colour", "black"];

/// The print edition of `tests/books/press` by a standard and in some inks.
fn built(to: &Path, standard: &str, ink: &str) -> String {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/press");
    copy(&book, to);
    let settings = fs::read_to_string(book.join("book.toml")).expect("the book's settings");
    let settings =
        settings.replace("\"none\"", &format!("{standard:?}")).replace("\"standard-colour\"", &format!("{ink:?}"));
    fs::write(to.join("book.toml"), settings).expect("a copy that can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["build", "-q", "--strict", "--only", "print", "--out"])
        .args([to.join("out"), to.to_path_buf()])
        .output()
        .expect("the program runs");
    assert!(output.status.success(), "{standard} {ink}: {}", String::from_utf8_lossy(&output.stderr));
    to.join("out/ink-and-paper-print.pdf").to_str().expect("a plain path").to_string()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the book's folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &to),
            false => drop(fs::copy(&path, &to).expect("a copy")),
        }
    }
}

/// The pages of a plate, by darkness: 0 paper to 255 solid ink.
fn plate(folder: &Path, ink: &str) -> Vec<Vec<u8>> {
    (1..)
        .map(|page| folder.join(format!("plate{page}({ink}).tif")))
        .take_while(|path| path.exists())
        .map(|path: PathBuf| {
            let pixels = image::open(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display())).into_luma8();
            pixels.into_raw().into_iter().map(|level| 255 - level).collect()
        })
        .collect()
}

fn separate(pdf: &str, folder: &Path) {
    let to = format!("-sOutputFile={}", folder.join("plate%d.tif").to_str().expect("a plain path"));
    run(
        "gs",
        &[
            "-q",
            "-dBATCH",
            "-dNOPAUSE",
            "-dPDFSTOPONWARNING",
            "-sDEVICE=tiffsep",
            "-sCompression=none",
            "-r72",
            &to,
            pdf,
        ],
    );
}

#[test]
#[ignore = "needs ghostscript: tests/run"]
fn text_is_on_the_black_plate_alone() {
    for standard in STANDARDS {
        for ink in INKS {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let pdf = built(&folder.path().join("book"), standard, ink);
            separate(&pdf, folder.path());
            let black = plate(folder.path(), "Black");
            let colours = ["Cyan", "Magenta", "Yellow"].map(|ink| plate(folder.path(), ink));
            let pages: Vec<String> = stdout("pdftotext", &[&pdf, "-"]).split('\u{c}').map(str::to_string).collect();
            let words =
                pages.iter().position(|page| page.contains("Everything on this page is black")).expect("that page");
            let pictures = pages.iter().position(|page| page.contains("Pictures") && !page.contains("Contents"));
            let pictures = pictures.expect("that page");
            assert!(black[words].iter().filter(|&&level| level > 200).count() > 500, "{standard} {ink}: black words");
            for plate in &colours {
                assert!(plate[words].iter().all(|&level| level == 0), "{standard} {ink}: words in one ink");
                let coloured = plate[pictures..].iter().flatten().any(|&level| level > 100);
                assert_eq!(coloured, ink != "black", "{standard} {ink}: pictures in all");
            }
            // Nothing anywhere has more ink than the paper bears; a smoothed edge may add a little.
            for (page, black) in black.iter().enumerate() {
                let sums = black.iter().enumerate().map(|(at, &level)| {
                    u32::from(level) + colours.iter().map(|plate| u32::from(plate[page][at])).sum::<u32>()
                });
                let most = sums.max().unwrap_or_default();
                assert!(most <= 240 * 255 / 100 + 12, "{standard} {ink}: {most} of 255 on page {page}");
            }
        }
    }
}

#[test]
#[ignore = "needs qpdf, poppler, mupdf and ghostscript: tests/run"]
fn every_standard_is_read_without_a_word() {
    for standard in STANDARDS {
        for ink in INKS {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let pdf = built(folder.path(), standard, ink);
            let checked = run("qpdf", &["--check", &pdf]);
            assert!(checked.stderr.is_empty(), "{standard} {ink}: {}", String::from_utf8_lossy(&checked.stderr));
            reads_without_a_word(&pdf);
            let said = stdout("pdfinfo", &[&pdf]);
            let wanted = match standard {
                "PDF/X-1a:2001" | "PDF/X-3:2002" => "PDF version:     1.3",
                "PDF/X-1a:2003" => "PDF version:     1.4",
                "PDF/X-4" => "PDF version:     1.6",
                _ => "PDF version:     1.7",
            };
            assert!(said.contains(wanted), "{standard}: {said}");
        }
    }
}

/// Ghostscript's plates of a book in black and one spot ink: the letters and shapes of its colour are on its own plate
/// and not on the black one, and nothing is on the plates of the other three.
#[test]
#[ignore = "needs ghostscript: tests/run"]
fn each_ink_has_its_own_plate() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    let settings = "[book]\ntitle = 'Two Inks'\nlanguage = 'en'\n[page]\ntrim = 'A6'\n[contents]\ndepth = 0\n[inks]\n\
                    red = { name = 'Warm Red', cmyk = [0, 75, 76, 0], colour = '#f9423a' }\n";
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>\
                   <rect width='100' height='100' fill='#f9423a'/><rect x='25' y='25' width='50' height='50'/></svg>";
    std::fs::write(at("book.toml"), settings).expect("a file");
    std::fs::write(at("flag.svg"), drawing).expect("a file");
    std::fs::write(at("text.md"), "# One\n\n![A flag](flag.svg){.page}\n\nText.\n").expect("a file");
    let built = crate::run(env!("CARGO_BIN_EXE_chapbook"), &["build", "-q", "--only", "print", &at("")]);
    assert!(built.status.success(), "{built:?}");
    let output = format!("-sOutputFile={}", at("plate-%d.tif"));
    let pdf = at("dist/two-inks-print.pdf");
    crate::run("gs", &["-q", "-dBATCH", "-dNOPAUSE", "-sDEVICE=tiffsep", "-r36", "-sCompression=none", &output, &pdf]);
    // How much is solid on all pages of a plate.
    let solid = |ink: &str| -> usize {
        let plates = (1..9).filter_map(|page| std::fs::read(at(&format!("plate-{page}({ink}).tif"))).ok());
        plates.map(|plate| plate.iter().skip(1_000).filter(|level| **level == 0).count()).sum()
    };
    let [red, black] = ["Warm Red", "Black"].map(solid);
    assert!(red > 2_000 && black > 500, "{red} {black}");
    // The black square is a quarter of the flag, and is left free of red.
    assert!((25..42).contains(&(black * 100 / red)), "{red} {black}");
    assert_eq!(["Cyan", "Magenta", "Yellow"].map(|ink| solid(ink) > 600), [false; 3]);
}

/// A zine in black and red: its plates are what ghostscript separates from the print edition, pixel by pixel within the
/// trim. So black letters on a red ground leave no gap in it there either.
#[test]
#[ignore = "needs ghostscript and qpdf: tests/run"]
fn plates_are_what_a_press_would_separate() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_string();
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/zine");
    let out = ["build", "-q", "--strict", "--only", "print", "--out", &at("out"), book.to_str().expect("a plain path")];
    let built = run(env!("CARGO_BIN_EXE_chapbook"), &out);
    assert!(built.status.success(), "{built:?}");
    // A page without an ink has no plate of it.
    let separated = |name: &str, ink: &str| -> Vec<Vec<u8>> {
        let pdf = at(&format!("out/umbrella-weather-{name}.pdf"));
        assert!(run("qpdf", &["--check", &pdf]).stderr.is_empty());
        reads_without_a_word(&pdf);
        let to = tempfile::tempdir().expect("a temporary folder");
        let output = format!("-sOutputFile={}", to.path().join("page%d.tif").to_str().expect("a plain path"));
        let device = ["-q", "-dBATCH", "-dNOPAUSE", "-dUseTrimBox", "-sDEVICE=tiffsep", "-sCompression=none", "-r72"];
        run("gs", &[&device[..], &[&output, &pdf]].concat());
        let page = |page: usize| {
            let own = image::open(to.path().join(format!("page{page}({ink}).tif")));
            own.map_or_else(|_| vec![0; 420 * 595], |own| own.into_luma8().iter().map(|level| 255 - level).collect())
        };
        (1..=5).map(page).collect()
    };
    for (name, ink) in [("plate-black", "Black"), ("plate-red", "Bright Red")] {
        let (own, whole) = (separated(name, "Black"), separated("print", ink));
        for (page, (own, whole)) in own.iter().zip(&whole).enumerate() {
            assert_eq!(own.len(), whole.len());
            // Pages may stand a fraction of a pixel apart; a missing letter would be solid.
            let other = own.iter().zip(whole).filter(|(own, whole)| own.abs_diff(**whole) > 128).count();
            assert!(other * 400 <= own.len(), "{name}, page {}: {other} of {}", page + 1, own.len());
        }
        let solid = whole.iter().flatten().filter(|&&level| level > 250).count();
        assert!(solid > 20_000, "{name}: {solid}");
    }
    // The words on the red ground: a band in which no row is broken.
    let red = &separated("print", "Bright Red")[2];
    let rows = red.chunks(420).filter(|row| row.iter().filter(|&&level| level > 250).count() > 200).count();
    assert!(rows >= 15, "{rows}");
}
