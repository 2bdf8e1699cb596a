//! A page in black and a spot ink where each lies over the other, once for each setting of what is printed over what:
//! ghostscript's plates of it have gaps where they must, and the program's own plates have the same ones.

use crate::run;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// One page: black letters on red, red ones on black, a drawing and a picture.
const TEXT: &str = "# One\n\n::: tint\nBlack letters on a red ground, and nothing else at all.\n:::\n\n\
    ::: night\nRed letters on a ground of black, as many as fit.\n:::\n\n\
    ![A flag](flag.svg){width=40%}\n\n![Rings](rings.png){ink=red width=30%}\n";
const FLAG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>\
    <rect width='100' height='100' fill='#000'/><circle cx='50' cy='50' r='30' fill='#e8112d'/>\
    <rect x='10' y='10' width='30' height='30' fill='#e8112d' stroke='#000' stroke-width='6'/></svg>";

pub struct Built {
    folder: tempfile::TempDir,
}

impl Built {
    /// The print edition and its plates with these settings of the ink and of `[print]`.
    pub fn new(ink: &str, print: &str) -> Built {
        let settings = format!(
            "[book]\ntitle = 'Inks'\nlanguage = 'en'\n[page]\ntrim = 'A5'\n[contents]\ndepth = 0\n\
             [type]\nnumber-chapters = 'none'\n\
             [inks]\nred = {{ name = 'Red', cmyk = [0, 100, 80, 10], colour = '#e8112d'{ink} }}\n\
             [styles.tint]\nground = '#e8112d'\n[styles.night]\nground = '#000000'\nink = '#e8112d'\n\
             [print]\nplates = true\n{print}"
        );
        Built::of(&settings, TEXT)
    }

    fn of(settings: &str, text: &str) -> Built {
        Built::with(settings, text, FLAG)
    }

    /// With this drawing.
    fn with(settings: &str, text: &str, drawing: &str) -> Built {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let rings = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/zine/pictures/rings.png");
        fs::copy(rings, folder.path().join("rings.png")).expect("a copy");
        for (name, text) in [("book.toml", settings), ("flag.svg", drawing), ("text.md", text)] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        let built = Built { folder };
        run(env!("CARGO_BIN_EXE_chapbook"), &["build", "-q", "--only", "print", &built.at("")]);
        built
    }

    pub fn at(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a plain path").to_owned()
    }

    /// The pages of a file's plate within the trim, by darkness.
    pub fn plate(&self, name: &str, ink: &str, dpi: &str) -> Vec<Vec<u8>> {
        let pdf = self.at(&format!("dist/inks-{name}.pdf"));
        let to = tempfile::tempdir().expect("a temporary folder");
        let output = format!("-sOutputFile={}", to.path().join("page%d.tif").to_str().expect("a plain path"));
        let device = ["-q", "-dBATCH", "-dNOPAUSE", "-dUseTrimBox", "-sDEVICE=tiffsep", "-sCompression=none", dpi];
        run("gs", &[&device[..], &[&output, &pdf]].concat());
        let page = |page: usize| {
            let all = image::open(to.path().join(format!("page{page}(Black).tif"))).ok()?.into_luma8();
            let own = image::open(to.path().join(format!("page{page}({ink}).tif")));
            let none = vec![0; all.len()];
            Some(own.map_or(none, |own| own.into_luma8().iter().map(|level| 255 - level).collect()))
        };
        (1..).map_while(page).collect()
    }
}

/// Pixels that are solid.
pub fn solid(pages: &[Vec<u8>]) -> i64 {
    pages.iter().flatten().filter(|&&level| level > 250).count() as i64
}

#[test]
#[ignore = "needs ghostscript: tests/run"]
fn what_overprints_leaves_no_gap_on_the_other_plates() {
    let mut areas = Vec::new();
    for (red, black) in [(false, true), (false, false), (true, true), (true, false)] {
        let settings = (format!(", overprint = {red}"), format!("overprint = {black}\n"));
        let built = Built::new(&settings.0, &settings.1);
        let mut own = Vec::new();
        for (name, ink) in [("plate-black", "Black"), ("plate-red", "Red")] {
            let (plate, whole) = (built.plate(name, "Black", "-r144"), built.plate("print", ink, "-r144"));
            for (page, (plate, whole)) in plate.iter().zip(&whole).enumerate() {
                let other = plate.iter().zip(whole).filter(|(plate, whole)| plate.abs_diff(**whole) > 128).count();
                assert!(other * 200 <= plate.len(), "{name} {settings:?}, page {page}: {other} of {}", plate.len());
            }
            own.push(solid(&whole));
        }
        areas.push((own[0], own[1]));
    }
    let [(black, red), (_, gap), (closed, _), _] = areas[..] else { panic!("{areas:?}") };
    // Black letters take so much of the red ground, and red letters and shapes so much of the black plate.
    assert!(red - gap > 1_000, "{areas:?}");
    assert!(closed - black > 10_000, "{areas:?}");
    // What one ink is set to changes nothing on its own plate.
    assert_eq!(areas, [(black, red), (black, gap), (closed, red), (closed, gap)]);
}

/// Large black areas have all four inks; a bar behind one line, letters and all that is not black have black alone.
#[test]
#[ignore = "needs ghostscript: tests/run"]
fn large_areas_are_rich_and_nothing_else() {
    let built = |rich: &str, words: usize| {
        let settings = format!(
            "[book]\ntitle = 'Inks'\nlanguage = 'en'\n[page]\ntrim = 'A5'\n[contents]\ndepth = 0\n\
             [styles.night]\nground = '#000000'\nink = '#ffffff'\n[print]\nink = 'standard-colour'\n{rich}"
        );
        Built::of(&settings, &format!("# One\n\n::: night\n{}\n:::\n\nBlack words.\n", "White. ".repeat(words)))
    };
    let rich = "rich-black = [60, 40, 40, 100]\n";
    let level = |built: &Built, ink: &str, level: i32| {
        let pages = built.plate("print", ink, "-r72");
        pages.iter().flatten().filter(|&&own| (i32::from(own) - level).abs() < 4).count()
    };
    let large = built(rich, 120);
    let [cyan, magenta, yellow] =
        [("Cyan", 153), ("Magenta", 102), ("Yellow", 102)].map(|(ink, of)| level(&large, ink, of));
    assert!(cyan > 8_000 && cyan == magenta && cyan == yellow, "{cyan} {magenta} {yellow}");
    assert!(level(&large, "Black", 255) > cyan, "the words are black alone");
    for (other, words) in [(rich, 4), ("", 120)] {
        let other = built(other, words);
        assert!(level(&other, "Black", 255) > 1_000);
        let colours = ["Cyan", "Magenta", "Yellow"].map(|ink| other.plate("print", ink, "-r72").concat());
        assert!(colours.concat().iter().all(|&level| level == 0), "{words} words");
    }
}

/// The lighter ink grows under the darker one by what its trap says, and the darker one stays as it is.
#[test]
#[ignore = "needs ghostscript: tests/run"]
fn a_trap_closes_the_seam_between_two_inks() {
    let areas = |trap: &str| {
        let built = Built::new(trap, "overprint = false\n");
        let files = [("print", "Black"), ("plate-black", "Black"), ("print", "Red"), ("plate-red", "Black")];
        files.map(|(name, ink)| solid(&built.plate(name, ink, "-r600")))
    };
    let (none, some) = (areas(""), areas(", trap = '0.05mm'"));
    let near = |one: i64, other: i64| (one - other).abs() * 100 <= one.max(other);
    assert!(near(none[0], some[0]) && near(none[1], some[1]), "black: {none:?} {some:?}");
    assert!(some[2] > none[2] + 20_000, "red: {none:?} {some:?}");
    assert!(near(some[2], some[3]), "the plate is as the press's: {none:?} {some:?}");
}

/// Shapes of one drawing in two inks: side by side, in and over each other, with lines, paper between, and a clip.
const SHAPES: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='200'>\
    <rect width='100' height='100' fill='#000'/><circle cx='50' cy='50' r='30' fill='#e8112d'/>\
    <rect x='100' width='50' height='100' fill='#e8112d'/><rect x='150' width='50' height='100' fill='#000'/>\
    <path d='M120 20h60v60h-60z' fill='#fff'/><path d='M130 30L190 50L140 90z' fill='#000'/>\
    <rect x='5' y='110' width='90' height='80' fill='#e8112d'/><circle cx='50' cy='190' r='25' fill='#000'/>\
    <circle cx='20' cy='130' r='25' fill='none' stroke='#000' stroke-width='8'/>\
    <g clip-path='url(#c)'><rect x='110' y='110' width='80' height='80' fill='#000'/>\
    <circle cx='150' cy='150' r='30' fill='#e8112d' stroke='#fff' stroke-width='4'/></g>\
    <path d='M112 112l76 76' stroke='#e8112d' stroke-width='6' stroke-dasharray='12 6'/>\
    <clipPath id='c'><rect x='105' y='105' width='90' height='90'/></clipPath></svg>";

/// In a drawing the lighter ink runs under the darker one wherever they meet, and nowhere else: the black plate stays as it
/// is, red is only added under black, and a black plate that is shifted by less than the trap shows no more paper.
#[test]
#[ignore = "needs ghostscript: tests/run"]
fn shapes_of_a_drawing_are_trapped_against_each_other() {
    let plates = |trap: &str, drawing: &str| {
        let settings = format!(
            "[book]\ntitle = 'Inks'\nlanguage = 'en'\n[page]\ntrim = 'A5'\n[manuscript]\nmain = 'text.md'\nfront = []\n\
             [inks]\nred = {{ name = 'Red', cmyk = [0, 100, 80, 10], colour = '#e8112d'{trap} }}\n[print]\nplates = true\n"
        );
        let built = Built::with(&settings, "![Shapes](flag.svg){width=100%}\n", drawing);
        let of = |name: &str, ink: &str| built.plate(name, ink, "-r300").concat();
        let own = (of("plate-black", "Black"), of("plate-red", "Black"));
        let whole = (of("print", "Black"), of("print", "Red"));
        let apart =
            |one: &[u8], other: &[u8]| one.iter().zip(other).filter(|(one, other)| one.abs_diff(**other) > 99).count();
        assert!(apart(&own.0, &whole.0) < 400 && apart(&own.1, &whole.1) < 400, "the plates are as the press's");
        whole
    };
    let trap = ", trap = '0.4mm'";
    let ((black, red), (other_black, trapped)) = (plates("", SHAPES), plates(trap, SHAPES));
    assert!(black == other_black, "the darker ink stays as it is");
    let on = |level: u8| level > 128;
    let at = || 0..red.len();
    assert!(!at().any(|at| on(red[at]) && !on(trapped[at])), "nothing is taken from the lighter ink");
    let added: Vec<usize> = at().filter(|&at| on(trapped[at]) && !on(red[at])).collect();
    assert!(added.len() > 5_000, "{}", added.len());
    assert!(added.iter().filter(|&&at| !on(black[at])).count() < 40, "it is added under the darker one alone");
    // A5 at 300 dots an inch: the sheet slips by three of them, a quarter of a millimetre, in four ways.
    let width = 1_748;
    for slip in [3, 3 * width] {
        let bare = |red: &[u8], forth: bool| {
            let place = |at: usize| if forth { at.checked_sub(slip) } else { Some(at + slip) };
            let shifted = |at: usize| place(at).and_then(|at| black.get(at)).is_some_and(|level| on(*level));
            let seam = |at: &usize| !on(red[*at]) && on(black[*at]) && !shifted(*at);
            at().filter(seam).count()
        };
        for forth in [true, false] {
            let (none, some) = (bare(&red, forth), bare(&trapped, forth));
            assert!(some + 1_500 < none, "{slip} {forth}: {none} and {some}");
        }
    }
}

/// What is measured of the pages as drawn is what ghostscript lays on its plates.
#[test]
#[ignore = "needs ghostscript: tests/run"]
fn coverage_is_that_of_the_plates() {
    for (ink, print) in [("", ""), (", overprint = true", ""), (", trap = '0.1mm'", "overprint = false\n")] {
        let built = Built::new(ink, print);
        let book = built.at("");
        let run = |more: &[&str]| run(env!("CARGO_BIN_EXE_chapbook"), &[&["build", "--json"], more, &[&book]].concat());
        let output = run(&["--only", "print", "--ink-proofs", &built.at("proofs")]);
        let object: serde_json::Value = serde_json::from_slice(&output.stdout).expect("an object");
        let pages = object["inks"][0]["pages"].as_array().expect("pages");
        for (at, name) in ["Black", "Red"].into_iter().enumerate() {
            for (page, plate) in pages.iter().zip(built.plate("print", name, "-r600")) {
                let percent = page["inks"][at]["percent"].as_f64().expect("a number");
                let sum: u64 = plate.iter().map(|&level| u64::from(level)).sum();
                let other = sum as f64 / 2.55 / plate.len() as f64;
                assert!((percent - other).abs() < 0.1 + other / 40.0, "{ink} {name}, {page}: {percent} and {other}");
            }
        }
    }
}

/// What ghostscript's plates cover of each page's trim, in percent. Light is taken apart by its own simple rule, in which
/// no black is made of the other three.
fn of_ghostscript(pdf: &str) -> Vec<BTreeMap<String, f64>> {
    let to = tempfile::tempdir().expect("a temporary folder");
    let output = format!("-sOutputFile={}", to.path().join("page%d.tif").to_str().expect("a plain path"));
    let device = ["-q", "-dBATCH", "-dNOPAUSE", "-dUseTrimBox", "-sDEVICE=tiffsep", "-sCompression=none"];
    run("gs", &[&device[..], &["-dUseFastColor=true", "-r288", "-dDownScaleFactor=4", &output, pdf]].concat());
    let mut pages: BTreeMap<usize, BTreeMap<String, f64>> = BTreeMap::new();
    for entry in fs::read_dir(to.path()).expect("plates") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let Some((page, ink)) = name.strip_prefix("page").and_then(|name| name.strip_suffix(')')?.split_once('('))
        else {
            continue;
        };
        let levels = image::open(&path).expect("a plate").into_luma8();
        let sum: f64 = levels.iter().map(|level| f64::from(255 - level)).sum();
        let page = pages.entry(page.parse().expect("a number")).or_default();
        page.insert(ink.to_owned(), sum / levels.len() as f64 / 2.55);
    }
    pages.into_values().collect()
}

/// Every plate of every page within a point of ghostscript's.
fn covers_as_ghostscript_says(pdf: &str, pages: usize) {
    let output = Command::new(env!("CARGO_BIN_EXE_chapbook")).args(["preflight", "--inks", "--json", pdf]).output();
    let judged: Value = serde_json::from_slice(&output.expect("the program runs").stdout).expect("JSON");
    let has_light = judged["inks"]["unmeasured"].to_string().contains("RGB");
    let theirs = of_ghostscript(pdf);
    let ours = judged["inks"]["pages"].as_array().expect("pages");
    assert!(ours.len() == theirs.len() && ours.len() >= pages, "{pdf}: {} and {}", ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        let own = |ink: &str| {
            let inks = ours["inks"].as_array().expect("inks").iter();
            inks.filter(|cover| cover["ink"] == ink)
                .map(|cover| cover["percent"].as_f64().expect("a number"))
                .sum::<f64>()
        };
        for (ink, percent) in theirs {
            let black = theirs.get("Black").copied().unwrap_or(0.0);
            let (ours, theirs) = match (has_light, ink.as_str()) {
                (true, "Black") => continue,
                (true, "Cyan" | "Magenta" | "Yellow") => (own(ink) + own("Black"), percent + black),
                _ => (own(ink), *percent),
            };
            assert!((ours - theirs).abs() < 1.0, "{pdf}, {ink}: {ours} and {theirs}");
        }
    }
}

#[test]
#[ignore = "needs ghostscript: tests/run"]
fn finished_pdfs_have_the_ink_that_ghostscript_says() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let to = out.path().to_str().expect("a plain path");
    for book in ["manuscript/..", "tests/books/zine", "tests/books/press", "tests/books/stress"] {
        let book = root.join(book);
        let book = book.to_str().expect("a plain path");
        run(env!("CARGO_BIN_EXE_chapbook"), &["build", "-q", "--only", "print,cover", "-o", to, book]);
    }
    let built = fs::read_dir(out.path()).expect("files").map(|entry| entry.expect("a file").path());
    let pdfs = built.filter(|path| path.extension().is_some_and(|ext| ext == "pdf"));
    let pdfs: Vec<_> = pdfs.filter(|path| !path.to_string_lossy().contains("guides")).collect();
    assert!(pdfs.len() >= 7, "{pdfs:?}");
    for pdf in pdfs {
        covers_as_ghostscript_says(pdf.to_str().expect("a plain path"), 1);
    }
}

const PAGE: &str = "<style>@page { size: A5 } p { font: 14pt serif } div { height: 4cm; background: #c00 }\n\
    b { color: #06c } table { border: 4pt solid #093; width: 100% }</style><h1>One</h1><div></div>\n\
    <p>Words that are <b>blue</b>, and more of them.</p><table><tr><td>1</td><td>2</td></tr></table>";

#[test]
#[ignore = "needs ghostscript, LibreOffice, WeasyPrint and LaTeX: tests/run"]
fn pdfs_of_others_have_the_ink_that_ghostscript_says() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    fs::write(path("page.html"), PAGE).expect("a file");
    run("weasyprint", &[&path("page.html"), &path("weasy.pdf")]);
    covers_as_ghostscript_says(&path("weasy.pdf"), 1);
    let profile = format!("-env:UserInstallation=file://{}", path("profile"));
    let office = [&profile, "--headless", "--convert-to", "pdf", "--outdir", &path(""), &path("page.html")];
    run("soffice", &office);
    covers_as_ghostscript_says(&path("page.pdf"), 1);
    // Colours of CMYK, and letters that are drawings.
    let text = "\\pdfpagewidth=300bp \\pdfpageheight=400bp \\hoffset=-40bp \\voffset=-40bp \\hsize=220bp\n\
        \\pdfliteral{0.9 0.2 0 0.3 k}\\hrule height 90pt width 200pt \\pdfliteral{0 1 0.8 0 k}\n\
        \\font\\big=cmr10 scaled 3000 \\big Red letters, so large \\pdfliteral{0 g} and black.\\par\\bye\n";
    fs::write(path("plain.tex"), text).expect("a file");
    let made = Command::new("pdftex").args(["-interaction=batchmode", "plain.tex"]).current_dir(folder.path()).output();
    assert!(made.expect("pdftex runs").status.success());
    covers_as_ghostscript_says(&path("plain.pdf"), 1);
}
