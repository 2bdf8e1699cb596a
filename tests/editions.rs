//! Several editions of one book, side by side: names, trims, spines, barcodes, sums, and what `--only` asks for. The book is
//! in `tests/books/salt-path/home`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

mod support;

use chapbook::{Artifact, BuildOptions, BuildOutcome, Folder, PreflightOptions, Selection, Silent, build, preflight};
use lopdf::Document;
use std::path::Path;
use support::{lines, measure};

fn book() -> Folder {
    Folder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/salt-path/home")).expect("the book")
}

fn built(only: &[&str]) -> BuildOutcome {
    let only: Vec<Selection> = only.iter().map(|name| name.parse().expect("any text")).collect();
    build(&book(), BuildOptions { only: &only, ..BuildOptions::default() }, &Silent)
}

fn names(outcome: &BuildOutcome) -> Vec<String> {
    outcome.artifacts.iter().map(|made| made.name.clone()).collect()
}

fn named<'a>(outcome: &'a BuildOutcome, end: &str) -> &'a Artifact {
    let name = format!("the-salt-path-home{end}");
    outcome.artifacts.iter().find(|made| made.name == name).unwrap_or_else(|| panic!("no {name}"))
}

/// Width and height of the first page's trim, in points.
fn trim(made: &Artifact) -> (i32, i32) {
    let document = Document::load_mem(&made.bytes).expect("a PDF");
    let page = *document.get_pages().values().next().expect("a page");
    let sides = document.get_dictionary(page).and_then(|page| page.get(b"TrimBox")).and_then(|trim| trim.as_array());
    let sides: Vec<f32> = sides.expect("a trim").iter().map(|side| side.as_float().expect("a number")).collect();
    ((sides[2] - sides[0]).round() as i32, (sides[3] - sides[1]).round() as i32)
}

#[test]
fn each_edition_has_its_own_files_and_solves_its_own_pages() {
    let outcome = built(&[]);
    assert!(outcome.is_good(), "{}", outcome.report);
    let expected = [
        ".epub",
        "-cover.jpg",
        "-print.pdf",
        "-cover.pdf",
        "-cover-guides.pdf",
        "-hardback-print.pdf",
        "-hardback-cover.pdf",
        "-hardback-cover-guides.pdf",
        "-kindle.epub",
        "-kindle-cover.jpg",
        "-large-print.pdf",
        "-paperback-print.pdf",
        "-paperback-cover.pdf",
        "-paperback-cover-guides.pdf",
        "-school-print.pdf",
    ];
    assert_eq!(names(&outcome), expected.map(|end| format!("the-salt-path-home{end}")));
    let [own, hardback, paperback] = ["", "-hardback", "-paperback"].map(|edition| {
        let (print, cover) = (format!("{edition}-print.pdf"), format!("{edition}-cover.pdf"));
        let (print, cover) = (named(&outcome, &print), named(&outcome, &cover));
        let spine = trim(cover).0 - 2 * trim(print).0;
        (trim(print), spine, print.pages.expect("pages"))
    });
    assert_eq!((own.0, hardback.0, paperback.0), ((420, 595), (432, 648), (360, 576)));
    // A spine of 14 mm as is said, beside two flaps of 85 mm and edges of 7 mm; by pages and paper the others.
    assert_eq!(hardback.1, 561);
    let kdp = 0.0025 * 72.0 * paperback.2 as f32;
    assert!((paperback.1 as f32 - kdp).abs() < 1.5, "{} pages, {} pt", paperback.2, paperback.1);
    assert!(own.1 > 0 && own.1 < paperback.1, "{} and {}", own.1, paperback.1);
    // IngramSpark binds pages in twos, the last one blank.
    assert!(hardback.2.is_multiple_of(2), "{}", hardback.2);
    assert_eq!(trim(named(&outcome, "-large-print.pdf")), (504, 720));
}

#[test]
fn each_file_is_what_its_own_printer_accepts_and_has_its_own_number() {
    let outcome = built(&["all.print", "all.cover"]);
    for (end, printer) in [("-hardback-print.pdf", "ingramspark"), ("-paperback-print.pdf", "kdp")] {
        let made = named(&outcome, end);
        let input = chapbook::Input::Bytes { name: &made.name, bytes: &made.bytes };
        let judged = preflight(input, PreflightOptions { printer: Some(printer), ..PreflightOptions::default() })
            .expect("a verdict");
        assert!(judged.findings.is_empty(), "{end}: {:?}", judged.findings);
    }
    let editions = ["", "-hardback", "-paperback"];
    let numbers = ["978-1-4028-9462-6", "978-0-14-103435-5", "978-0-306-40615-7"];
    for (edition, number) in editions.into_iter().zip(numbers) {
        let text = |end: &str| {
            let document = Document::load_mem(&named(&outcome, &format!("{edition}{end}")).bytes).expect("a PDF");
            let pages: Vec<u32> = document.get_pages().keys().copied().take(6).collect();
            document.extract_text(&pages).expect("text").replace(['\n', ' '], "")
        };
        assert!(text("-print.pdf").contains(number), "{edition}: {}", text("-print.pdf"));
        let others = numbers.iter().filter(|other| **other != number);
        assert!(others.clone().all(|other| !text("-print.pdf").contains(other)), "{edition}");
        assert!(others.clone().all(|other| !text("-cover.pdf").contains(other)), "{edition}");
    }
}

#[test]
fn only_names_editions_and_their_outputs() {
    let of = |only: &[&str]| -> Vec<String> {
        let outcome = built(only);
        assert!(outcome.is_good(), "{}", outcome.report);
        outcome.artifacts.iter().filter_map(|made| made.product.as_ref()).map(ToString::to_string).collect()
    };
    assert_eq!(of(&["hardback"]), ["hardback.print", "hardback.cover"]);
    assert_eq!(of(&["hardback.print"]), ["hardback.print"]);
    assert_eq!(of(&["print"]), ["print"]);
    assert_eq!(of(&["default"]), ["epub", "print", "cover"]);
    assert_eq!(of(&["all.epub", "large"]), ["epub", "kindle.epub", "large.print"]);
    for (only, code, help) in [
        ("hardbck", "edition-unknown", "did you mean `hardback`?"),
        ("prnt", "edition-unknown", "did you mean `print`?"),
        ("hardback.epub", "edition-disabled", "add `\"epub\"` to `outputs` under `[editions.hardback]`"),
        ("screen", "edition-disabled", ""),
    ] {
        let outcome = built(&[only]);
        let found = outcome.report.sorted().into_iter().find(|found| found.code == code).expect(only);
        let said = found.help.clone().unwrap_or_default();
        assert!(outcome.artifacts.is_empty() && said.contains(help), "{only}: {said}");
    }
}

/// What an edition contains does not depend on which others are built, nor on when.
#[test]
fn the_same_bytes_alone_and_again() {
    let sums = |outcome: &BuildOutcome| -> Vec<(String, String)> {
        outcome.artifacts.iter().map(|made| (made.name.clone(), made.sha256.clone())).collect()
    };
    let all = sums(&built(&[]));
    assert_eq!(all, sums(&built(&[])));
    for edition in ["default", "hardback", "kindle", "large", "paperback", "school"] {
        let alone = sums(&built(&[edition]));
        assert!(!alone.is_empty() && alone.iter().all(|one| all.contains(one)), "{edition}");
    }
}

/// Pages that two printers' files have in common are laid out and drawn once, and are what they are alone.
#[test]
fn printers_share_pages_and_no_byte_shows_it() {
    let words = "Some words of a paragraph that is long enough to be set in several lines on a page. ".repeat(9);
    let text = format!("# One\n\n{}A note.[^1]\n\n[^1]: *Here.*\n", format!("{words}\n\n").repeat(90));
    let settings = "[book]\ntitle = 'A'\nauthors = ['B']\n[print]\nprinter = 'kdp'\nisbn = '978-0-306-40615-7'\n\
                    [editions.b]\noutputs = ['print']\n[editions.b.print]\nprinter = 'ingramspark'\nisbn = '978-1-86197-271-2'\n\
                    [editions.c]\noutputs = ['print']\n[editions.c.print]\nprinter = 'lulu'\n";
    let sums = |only: &[&str]| -> Vec<(String, String)> {
        let folder = Folder::from_files([("book.toml", settings), ("a.md", &text)]).expect("a book");
        let only: Vec<Selection> = only.iter().map(|name| name.parse().expect("any text")).collect();
        let outcome = build(&folder, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
        assert!(outcome.is_good(), "{}", outcome.report);
        outcome.artifacts.iter().map(|made| (made.name.clone(), made.sha256.clone())).collect()
    };
    let alone = ["print", "b.print", "c.print"].map(|only| sums(&[only]));
    assert_eq!(sums(&["print", "b.print", "c.print"]), alone.concat());
}

/// The sizes and the lines that the preset promises, in a book with everything that is usually small.
#[test]
fn large_print_keeps_its_rules_and_tells_what_breaks_them() {
    let words = "Some words of a paragraph that is long enough to be set in several lines of large letters. ".repeat(9);
    let text = format!(
        "# One\n\n{words}[^1]\n\n> {words}\n\n| A | B |\n| --- | --- |\n| one | two |\n\n: A table\n\n{}\n\n[^1]: A note.\n",
        format!("{words}\n\n").repeat(6)
    );
    let made = |more: &str| {
        let settings = format!(
            "[book]\ntitle = 'A'\nauthors = ['B']\nlanguage = 'en'\n[type]\nsize = '9pt'\nopening = 'drop-cap'\n\
             [editions.l]\npreset = 'large-print'\noutputs = ['screen']\n{more}"
        );
        let folder = Folder::from_files([("book.toml", settings.as_str()), ("a.md", &text)]).expect("a book");
        let only = ["l".parse::<Selection>().expect("any text")];
        build(&folder, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent)
    };
    let outcome = made("");
    assert!(outcome.report.is_empty(), "{}", outcome.report);
    let pages = measure::read(&outcome.artifacts[0].bytes);
    let glyphs = || pages.iter().flat_map(|page| &page.glyphs);
    // A note's number is raised, and smaller.
    let small: Vec<_> = glyphs().filter(|glyph| glyph.size < 15_990 && glyph.rise == 0).collect();
    assert!(small.is_empty(), "{small:?}");
    assert!(glyphs().filter(|glyph| (glyph.size - 18_000).abs() < 10).count() > 1_000);
    assert!(pages.iter().flat_map(lines::lines).all(|line| !line.hyphen));
    let broken = made(
        "[editions.l.type]\nsize = '14pt'\nmin-size = '9pt'\nleading = '15pt'\njustify = true\nhyphenate = true\n",
    );
    let told: Vec<&str> = broken.report.sorted().iter().map(|found| found.code).collect();
    assert_eq!(told, ["large-print"; 5], "{}", broken.report);
    assert!(broken.report.sorted().iter().all(|found| found.span.is_some()));
}

/// A folder of output has a sum for each file; an edition that makes less takes its old lines away.
#[test]
fn sums_know_the_editions() {
    let out = tempfile::tempdir().expect("a folder");
    let save = |settings: &str| {
        let settings = format!(
            "[book]\ntitle = 'A'\n[epub]\nenabled = false\n[screen]\nenabled = false\n[booklet]\nenabled = false\n[cover]\nenabled = false\n{settings}"
        );
        let folder =
            Folder::from_files([("book.toml", settings.as_str()), ("a.md", "# A\n\nWords.\n")]).expect("a book");
        let outcome = build(&folder, BuildOptions { out: Some(out.path()), ..BuildOptions::default() }, &Silent);
        assert!(outcome.is_good(), "{}", outcome.report);
        let sums = std::fs::read_to_string(out.path().join("SHA256SUMS")).expect("sums");
        sums.lines().map(|line| line[66..].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        save("[editions.b]\noutputs = ['print', 'screen']\n"),
        ["a-b-print.pdf", "a-b-screen.pdf", "a-print.pdf"]
    );
    assert_eq!(save("[editions.b]\noutputs = ['print']\n"), ["a-b-print.pdf", "a-print.pdf"]);
    // Without `outputs` and without a table of one, it is printed; the book says that it has no cover.
    assert_eq!(save("[editions.b.type]\nsize = '12pt'\n"), ["a-b-print.pdf", "a-print.pdf"]);
    // A table that only says what is not made asks for nothing else.
    assert_eq!(save("[editions.b.screen]\nenabled = false\n"), ["a-b-print.pdf", "a-print.pdf"]);
    assert_eq!(
        save("[editions.b.screen]\n[editions.c]\nbased-on = 'b'\n"),
        ["a-b-screen.pdf", "a-c-screen.pdf", "a-print.pdf"]
    );
}

#[test]
fn a_finding_of_one_edition_names_it_and_one_of_all_is_told_once() {
    let text = "# A\n\nWords.\n\n[^unused]: A note that nothing calls.\n";
    let settings = "[book]\ntitle = 'A'\ntitl = 'B'\n[print]\nisbn = '9780306406157'\n[editions.b]\npage.trim = 'A6'\n[editions.b.print]\nisbn = '978-0-306-40615-7'\nprinter = 'kdp'\n[editions.e.print]\nisbn = '978-0-306-40615-7'\n[editions.c.tipe]\nsize = '1pt'\n[editions.d.type]\nbdy = 'x'\n";
    let folder = Folder::from_files([("book.toml", settings), ("a.md", text)]).expect("a book");
    let report = build(&folder, BuildOptions::default(), &Silent).report;
    let told: Vec<String> = report.sorted().iter().map(|found| format!("{}: {}", found.code, found.message)).collect();
    let of = |code: &str| told.iter().filter(|line| line.starts_with(code)).cloned().collect::<Vec<_>>();
    assert_eq!(of("note-unused").len(), 1, "{told:#?}");
    assert!(!of("note-unused")[0].contains("edition"), "{told:#?}");
    assert_eq!(
        of("isbn-twice"),
        ["isbn-twice: the printed book of the edition `b` and the printed book have the same ISBN"]
    );
    assert_eq!(
        of("setting-unknown"),
        [
            "setting-unknown: there is no setting `titl` in `[book]`",
            "setting-unknown: there is no setting `tipe` in `[editions.c]`",
            "setting-unknown: there is no setting `bdy` in `[editions.d.type]`",
        ]
    );
    assert!(of("printer-pages").iter().all(|line| line.ends_with("(edition `b`)")), "{told:#?}");
    assert_eq!(of("printer-pages").len(), 1, "{told:#?}");
}

/// The zine in `tests/books/zine`, which is printed in two inks and folded with its cover.
#[test]
fn a_zine_has_a_plate_for_each_ink_and_sheets_with_its_cover() {
    let folder = Folder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/zine")).expect("the book");
    let outcome = build(&folder, BuildOptions::default(), &Silent);
    assert!(!outcome.report.has_errors(), "{}", outcome.report);
    let made: Vec<(&str, Option<usize>)> = outcome
        .artifacts
        .iter()
        .map(|made| (made.name.strip_prefix("umbrella-weather-").expect("its slug"), made.pages))
        .collect();
    for wanted in [
        ("plate-black.pdf", Some(5)),
        ("plate-red.pdf", Some(5)),
        ("print.pdf", Some(5)),
        // Five pages, one more for the leaf, two blanks and four of the cover: three sheets.
        ("booklet.pdf", Some(6)),
    ] {
        assert!(made.contains(&wanted), "{wanted:?}: {made:?}");
    }
    for plate in outcome.artifacts.iter().filter(|made| made.name.contains("-plate-")) {
        let document = Document::load_mem(&plate.bytes).expect("a PDF");
        for id in document.get_pages().into_values() {
            let content = document.get_page_content(id);
            let content = lopdf::content::Content::decode(&content).expect("operators");
            let coloured = |operator: &str| ["rg", "RG", "k", "K", "cs", "CS", "scn", "SCN"].contains(&operator);
            assert!(!content.operations.iter().any(|one| coloured(&one.operator)), "{}", plate.name);
        }
    }
}
