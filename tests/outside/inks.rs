//! A page in black and a spot ink where each lies over the other, once for each setting of what is printed over what:
//! ghostscript's plates of it have gaps where they must, and the program's own plates have the same ones.

use crate::run;
use std::fs;
use std::path::Path;

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
        let folder = tempfile::tempdir().expect("a temporary folder");
        let rings = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/zine/pictures/rings.png");
        fs::copy(rings, folder.path().join("rings.png")).expect("a copy");
        for (name, text) in [("book.toml", settings), ("flag.svg", FLAG), ("text.md", text)] {
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
