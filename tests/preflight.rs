//! Preflight from outside: files with one fault each give the finding of that name and no other; files that are cut,
//! changed or endless give an answer; what `build` says of a book stands at its line.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "preflight/ebooks.rs"]
mod ebooks;
#[path = "preflight/inks.rs"]
mod inks;
#[path = "support/pdf.rs"]
mod pdf;

use chapbook::base::{Diagnostic, Folder, Severity, Span};
use chapbook::pipeline::{BuildOptions, Output, Silent, build};
use chapbook::preflight::{Finding, judge_epub, judge_pdf};
use chapbook::printers;
use pdf::{BOXES, CLAIM, FONT, INFO, Pdf, TEXT, stream};
use proptest::prelude::*;
use std::io::Cursor;

fn findings(file: &Pdf, printer: Option<&str>) -> Vec<Finding> {
    let printer = printer.map(|name| printers::printer(name).unwrap());
    judge_pdf(&file.bytes(), printer).unwrap_or_else(|error| panic!("{error}")).findings
}

/// Each code once, in order.
fn codes(found: &[Finding]) -> Vec<&'static str> {
    let mut codes: Vec<_> = found.iter().map(|found| found.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn with_content(more: &str) -> Pdf {
    Pdf { content: format!("{TEXT}{more}"), ..Pdf::default() }
}

/// A plain file whose picture has this dictionary and matrix.
fn with_picture(dict: &str, matrix: &str) -> Pdf {
    Pdf {
        content: format!("{TEXT}q {matrix} cm /X Do Q"),
        resources: "/XObject << /X 10 0 R >>".to_owned(),
        objects: vec![stream(&format!("/Type /XObject /Subtype /Image {dict}"), "\u{7f}\u{7f}\u{7f}\u{7f}")],
        ..Pdf::plain()
    }
}

#[test]
fn a_good_file_is_good() {
    // What a clip hides is nowhere: an area that would end short of the bleed, and a form that would.
    let hidden = with_content("q 100 100 50 50 re W n 5 90 200 90 re f Q 100 100 50 50 re f");
    assert_eq!(findings(&hidden, None), []);
    let form = stream("/Type /XObject /Subtype /Form /BBox [100 100 150 150]", "0 g 5 90 200 90 re f");
    let hidden = Pdf {
        content: format!("{TEXT}/X Do"),
        resources: "/XObject << /X 10 0 R >>".to_owned(),
        objects: vec![form],
        ..Pdf::default()
    };
    assert_eq!(findings(&hidden, None), []);
    assert_eq!(findings(&Pdf::default(), None), []);
    assert_eq!(findings(&Pdf::plain(), None), []);
    let picture =
        with_picture("/Width 400 /Height 400 /BitsPerComponent 8 /ColorSpace /DeviceGray", "90 0 0 90 100 100");
    assert_eq!(findings(&picture, None), []);
}

#[test]
fn an_inventory_lists_what_a_file_is_made_of() {
    let gold = "/BitsPerComponent 8 /ColorSpace [/Separation /Gold /DeviceCMYK 10 0 R]";
    let picture = with_picture(&format!("/Width 400 /Height 200 {gold}"), "90 0 0 90 100 100");
    let content = format!("{} 0 0.5 0 0 k 100 300 50 50 re f 1 0 0 RG 2 w 100 300 m 200 300 l S", picture.content);
    let last =
        Some(("/MediaBox [0 0 318 468] /Rotate 90".to_owned(), "BT /F 9 Tf 3 Tr 100 300 Td (AA) Tj ET".to_owned()));
    let font = FONT.replace("/FontDescriptor 6 0 R", "");
    let file = Pdf { content, pages: 3, last, font, ..picture };
    let listed = judge_pdf(&file.bytes(), None).unwrap().inventory.unwrap();
    let listed = serde_json::to_value(listed).unwrap();
    let all = serde_json::json!({ "x": 0.0, "y": 0.0, "width": 112.18, "height": 165.1 });
    let turned = serde_json::json!({ "x": 0.0, "y": 0.0, "width": 165.1, "height": 112.18 });
    let trim = serde_json::json!({ "x": 3.18, "y": 3.18, "width": 105.83, "height": 158.75 });
    let colours = ["gray", "CMYK", "RGB", "spot"].map(|kind| serde_json::json!({ "kind": kind, "pages": [1, 2] }));
    let expected = serde_json::json!({
        "boxes": [
            { "media": all, "crop": null, "bleed": all, "trim": trim, "art": null, "turned": 0, "pages": [1, 2] },
            { "media": turned, "crop": null, "bleed": null, "trim": null, "art": null, "turned": 90, "pages": [3] },
        ],
        "fonts": [{ "name": "Own", "type": "Type 1", "embedded": false, "subset": true, "pages": [1, 2, 3] }],
        "inks": [
            { "name": "Magenta", "spot": false, "pages": [1, 2] },
            { "name": "Black", "spot": false, "pages": [1, 2] },
            { "name": "Gold", "spot": true, "pages": [1, 2] },
        ],
        "colours": colours,
        "pictures": [
            { "object": 10, "width": 400, "height": 200, "colour": "Gold", "bits": 8, "ppi": 160, "pages": [1, 2] },
        ],
        "omitted": 0,
    });
    assert_eq!(listed, expected, "{listed:#}");
}

#[test]
fn every_fault_has_its_name() {
    let info = |text: &str| Pdf { info: text.to_owned(), ..Pdf::default() };
    let boxes = |text: &str| Pdf { boxes: text.to_owned(), ..Pdf::default() };
    let graphics = |state: &str| Pdf {
        resources: format!("/ExtGState << /G << {state} >> >>"),
        content: format!("/G gs {TEXT}"),
        ..Pdf::default()
    };
    let annotation = |kind: &str, rect: &str| Pdf {
        page: format!("/Annots [<< /Type /Annot /Subtype /{kind} /Rect [{rect}] >>]"),
        ..Pdf::default()
    };
    let gray = "/BitsPerComponent 8 /ColorSpace /DeviceGray";
    let cases: Vec<(&str, Pdf)> = vec![
        ("box-art", boxes(&format!("{BOXES} /ArtBox [9 9 309 459]"))),
        (
            "page-size",
            Pdf {
                pages: 2,
                last: Some(("/MediaBox [0 0 200 300] /TrimBox [0 0 200 300]".to_owned(), String::new())),
                ..Pdf::default()
            },
        ),
        ("box-missing", boxes("/MediaBox [0 0 318 468]")),
        ("box-missing", boxes("/TrimBox [9 9 309 459]")),
        ("box-order", boxes("/MediaBox [0 0 318 468] /BleedBox [9 9 309 459] /TrimBox [5 9 309 459]")),
        ("font-missing", Pdf { font: FONT.replace("/FontDescriptor 6 0 R", ""), ..Pdf::default() }),
        ("glyph-missing", Pdf { content: TEXT.replace("(AA)", "(AB)"), ..Pdf::default() }),
        ("colour-rgb", with_content("1 0 0 rg 100 100 50 50 re f")),
        ("text-not-black", Pdf { content: TEXT.replace("0 g", ".5 .5 .5 1 k"), ..Pdf::default() }),
        ("text-invisible", with_content("BT /F 12 Tf 3 Tr 100 300 Td (AA) Tj ET")),
        ("text-reversed-small", with_content("0 0 0 1 k 80 280 90 60 re f 0 0 0 0 k BT /F 5 Tf 100 300 Td (AA) Tj ET")),
        (
            "white-overprint",
            Pdf { content: format!("{TEXT}/G gs 0 0 0 0 k 100 300 50 50 re f"), ..graphics("/op true /OP true") },
        ),
        ("marks-in-bleed", with_content("1 w 310 9 m 315 9 l S")),
        ("ink-total", with_content("1 1 1 .5 k 100 100 50 50 re f")),
        ("hairline", with_content("0.1 w 100 100 m 200 100 l S")),
        ("hairline", with_content("q .1 0 0 .1 0 0 cm 1 w 1000 1000 m 2000 1000 l S Q")),
        ("hairline", with_content("100 100 50 0.1 re f")),
        ("text-near-trim", Pdf { content: TEXT.replace("100 200 Td", "11 200 Td"), ..Pdf::default() }),
        ("bleed-short", with_content("9 100 50 50 re f")),
        ("bleed-short", with_content("5 100 50 50 re f")),
        ("transparency", graphics("/ca .5")),
        ("transparency", graphics("/BM /Multiply")),
        ("transparency", graphics("/SMask << /S /Alpha /G 4 0 R >>")),
        (
            "transparency",
            Pdf {
                content: format!("{TEXT}/X Do"),
                resources: "/XObject << /X 10 0 R >>".to_owned(),
                objects: vec![stream(
                    "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Group << /S /Transparency >>",
                    "",
                )],
                ..Pdf::default()
            },
        ),
        ("annotation", annotation("Link", "100 100 200 120")),
        ("annotation", annotation("Text", "300 100 330 120")),
        ("intent-missing", Pdf { catalog: String::new(), ..Pdf::default() }),
        (
            "intent-unnamed",
            Pdf {
                catalog: Pdf::default().catalog.replace("/OutputConditionIdentifier (FOGRA39)", ""),
                ..Pdf::default()
            },
        ),
        (
            "intent-without-profile",
            Pdf {
                catalog: Pdf::default().catalog.replace("FOGRA39", "Custom").replace("/DestOutputProfile 9 0 R", ""),
                ..Pdf::default()
            },
        ),
        ("id-missing", Pdf { trailer: String::new(), ..Pdf::default() }),
        ("title-missing", info(&(INFO.replace("/Title (One)", "") + CLAIM))),
        ("trapped-missing", info(&(INFO.replace("/Trapped /False", "/Trapped /Unknown") + CLAIM))),
        ("key-missing", info(&(INFO.replace("/ModDate (D:20260101000000Z)", "") + CLAIM))),
        ("pdf-version", Pdf { version: "1.4", ..Pdf::default() }),
        ("standard-unknown", Pdf { info: INFO.to_owned() + "/GTS_PDFXVersion (PDF/X-99)", ..Pdf::default() }),
        (
            "metadata-differ",
            Pdf {
                catalog: format!("{} /Metadata 10 0 R", Pdf::default().catalog),
                objects: vec![stream(
                    "",
                    "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
                xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Two</dc:title></r:RDF>",
                )],
                ..Pdf::default()
            },
        ),
        (
            "xmp-broken",
            Pdf {
                catalog: format!("{} /Metadata 10 0 R", Pdf::default().catalog),
                objects: vec![stream("", "<r:RDF")],
                ..Pdf::default()
            },
        ),
        (
            "scripts",
            Pdf {
                catalog: format!("{} /OpenAction << /S /JavaScript /JS (1) >>", Pdf::default().catalog),
                ..Pdf::default()
            },
        ),
        ("layers", Pdf { catalog: format!("{} /OCProperties << >>", Pdf::default().catalog), ..Pdf::default() }),
        ("image-resolution", with_picture(&format!("/Width 300 /Height 400 {gray}"), "90 0 0 90 100 100")),
        ("image-resolution", with_picture("/Width 400 /Height 400 /ImageMask true", "90 0 0 90 100 100")),
        // Turned by a right angle, and wide enough the other way alone.
        ("image-resolution", with_picture(&format!("/Width 400 /Height 40 {gray}"), "0 90 -90 0 200 100")),
    ];
    for (code, file) in cases {
        let found = findings(&file, None);
        assert_eq!(codes(&found), [code], "{found:?}\n{}", String::from_utf8_lossy(&file.bytes()));
    }
}

/// Four corners of two marks each, and not one corner fewer.
#[test]
fn crop_marks_say_where_a_page_without_a_trim_ends() {
    let level = ["30 60 m 50 60 l", "270 60 m 290 60 l", "30 400 m 50 400 l", "270 400 m 290 400 l"];
    let upright = ["60 30 m 60 50 l", "60 410 m 60 430 l", "260 30 m 260 50 l", "260 410 m 260 430 l"];
    let of = |lines: &[&str]| {
        let lines: String = lines.iter().map(|line| format!("0.5 w {line} S ")).collect();
        let content = format!("{TEXT}{lines}");
        let found = findings(&Pdf { boxes: "/MediaBox [0 0 318 468]".to_owned(), content, ..Pdf::default() }, None);
        found.iter().find(|found| found.code == "marks-without-trim").map(|found| found.message.clone())
    };
    let found = of(&[level, upright].concat()).expect("a finding");
    assert!(found.contains("70.6 × 119.9 mm"), "{found}");
    // Marks of the bleed and of the middle, and crosses to register by, are not taken for the corners.
    let more = ["30 54 m 44 54 l", "276 54 m 290 54 l", "30 406 m 44 406 l", "276 406 m 290 406 l"];
    let more = [more, ["54 30 m 54 44 l", "54 416 m 54 430 l", "266 30 m 266 44 l", "266 416 m 266 430 l"]].concat();
    let crosses =
        ["150 40 m 170 40 l", "160 30 m 160 50 l", "160 410 m 160 430 l", "30 230 m 50 230 l", "40 220 m 40 240 l"];
    assert_eq!(of(&[&level[..], &upright, &more, &crosses].concat()), Some(found));
    assert_eq!(of(&[&level[..], &upright[..2]].concat()), None);
    assert_eq!(of(&[&level[..3], &upright[..]].concat()), None);
}

#[test]
fn a_claim_and_a_printer_make_errors_of_warnings() {
    let severity = |file: &Pdf, printer, code: &str| {
        findings(file, printer).iter().find(|found| found.code == code).map(|found| found.severity)
    };
    let untitled = Pdf { info: INFO.replace("/Title (One)", ""), ..Pdf::plain() };
    assert_eq!(severity(&untitled, None, "title-missing"), Some(Severity::Warning));
    let claimed = Pdf { info: INFO.replace("/Title (One)", "") + CLAIM, ..Pdf::default() };
    assert_eq!(severity(&claimed, None, "title-missing"), Some(Severity::Error));
    let near = Pdf { content: TEXT.replace("100 200 Td", "11 200 Td"), ..Pdf::default() };
    assert_eq!(severity(&near, None, "text-near-trim"), Some(Severity::Warning));
    let book = Pdf { pages: 2, ..near.clone() };
    assert_eq!(severity(&book, Some("kdp"), "text-in-gutter"), Some(Severity::Error));
    // One page alone is a cover: it has no gutter, and what is safe is nearer to its trim.
    assert_eq!(severity(&near, Some("kdp"), "text-in-gutter"), None);
    assert_eq!(severity(&near, Some("kdp"), "text-near-trim"), Some(Severity::Warning));
    let safe = Pdf { content: TEXT.replace("100 200 Td", "20 200 Td"), ..Pdf::default() };
    assert_eq!(severity(&safe, Some("kdp"), "text-near-trim"), None);
    let light = Pdf { content: format!("{TEXT}1 0 0 rg 100 100 50 50 re f"), ..Pdf::plain() };
    assert_eq!(severity(&light, None, "colour-rgb"), Some(Severity::Hint));
    assert_eq!(severity(&light, Some("kdp"), "colour-rgb"), None);
    assert_eq!(severity(&light, Some("ingramspark"), "colour-rgb"), Some(Severity::Error));
    let beside =
        Pdf { content: format!("{}\n0 0 0 1 k", light.content) + " 0 0 1 1 k 100 300 50 50 re f", ..light.clone() };
    assert_eq!(severity(&beside, None, "colour-rgb"), Some(Severity::Warning));
    let black = Pdf { content: TEXT.replace("0 g", "0 0 0 rg"), ..Pdf::plain() };
    assert_eq!(severity(&black, None, "text-not-black"), None);
    assert_eq!(severity(&black, Some("kdp"), "text-not-black"), Some(Severity::Warning));
    let coarse =
        with_picture("/Width 250 /Height 400 /BitsPerComponent 8 /ColorSpace /DeviceGray", "90 0 0 90 100 100");
    assert_eq!(severity(&coarse, Some("kdp"), "image-resolution"), Some(Severity::Warning));
    assert_eq!(severity(&coarse, Some("home"), "image-resolution"), None);
}

#[test]
fn printers_ask_of_pages_bleed_and_marks() {
    let good = "/MediaBox [0 0 318 468] /BleedBox [0 0 318 468] /TrimBox [9 9 309 459]";
    let book = |pages, boxes: &str, content: &str| Pdf {
        pages,
        boxes: boxes.to_owned(),
        content: content.to_owned(),
        last: Some((boxes.to_owned(), String::new())),
        ..Pdf::default()
    };
    let of = |file: &Pdf, printer| codes(&findings(file, Some(printer)));
    assert_eq!(of(&book(24, good, TEXT), "kdp"), [""; 0]);
    assert_eq!(of(&book(24, good, TEXT), "ingramspark"), [""; 0]);
    assert_eq!(of(&book(22, good, TEXT), "kdp"), ["page-count"]);
    // One page alone is a cover.
    assert_eq!(of(&Pdf { pages: 1, ..Pdf::default() }, "ingramspark"), [""; 0]);
    assert_eq!(of(&book(25, good, TEXT), "kdp"), ["page-count"]);
    assert_eq!(of(&book(830, good, TEXT), "kdp"), ["page-count"]);
    assert_eq!(of(&Pdf { pages: 24, ..Pdf::default() }, "ingramspark"), ["last-page"]);
    assert_eq!(of(&Pdf { pages: 32, ..Pdf::plain() }, "offset"), ["standard-unfit"]);
    let narrow = "/MediaBox [0 0 318 468] /BleedBox [5 5 313 463] /TrimBox [9 9 309 459]";
    assert_eq!(of(&book(24, narrow, TEXT), "kdp"), ["bleed-narrow"]);
    // None at the spine of a recto is as it should be; none of a verso is at the other side.
    let recto = "/MediaBox [0 0 318 468] /BleedBox [9 0 318 468] /TrimBox [9 9 309 459]";
    assert_eq!(of(&book(24, recto, TEXT), "kdp"), ["bleed-narrow"]);
    assert_eq!(findings(&book(24, recto, TEXT), Some("kdp"))[0].pages.len(), 12);
    let marks = "/MediaBox [-20 -20 340 490] /BleedBox [0 0 318 468] /TrimBox [9 9 309 459]";
    let marked = book(24, marks, &format!("{TEXT}0 G 0.3 w -10 9 m -5 9 l S"));
    assert_eq!((of(&marked, "kdp"), codes(&findings(&marked, None))), (vec!["marks-unwanted"], vec![]));
    // 40 points from the spine are enough to 300 pages, on both sides of a leaf, and not beyond.
    let text = |x: u32| format!("0 g BT /F 10 Tf {x} 200 Td (AA) Tj ET");
    assert_eq!(of(&book(300, good, &text(140)), "kdp"), [""; 0]);
    assert_eq!(
        findings(&book(302, good, &text(50)), Some("kdp"))
            .iter()
            .map(|found| (found.code, found.pages.len()))
            .collect::<Vec<_>>(),
        [("text-in-gutter", 151)]
    );
    let bookmarks =
        Pdf { catalog: format!("{} /Outlines << /First 4 0 R >>", Pdf::default().catalog), ..book(24, good, TEXT) };
    assert_eq!(of(&bookmarks, "kdp"), ["bookmarks"]);
    let spot = "/ColorSpace << /S [/Separation /Gold /DeviceCMYK << /FunctionType 2 /N 1 /Domain [0 1] >>] >>";
    let gold = Pdf { resources: spot.to_owned(), ..book(24, good, &format!("{TEXT}/S cs 1 scn 100 100 50 50 re f")) };
    assert_eq!((of(&gold, "kdp"), of(&gold, "offset")), (vec!["colour-spot"], vec!["colour-spot"]));
    assert_eq!(findings(&gold, Some("offset"))[0].severity, Severity::Hint);
}

#[test]
fn findings_say_where() {
    let found = findings(&Pdf { pages: 3, ..with_content("0.1 w 109 209 m 200 209 l S") }, None);
    let [line] = &found[..] else { panic!("{found:?}") };
    let place = line.place.unwrap();
    assert_eq!((line.pages.clone(), place.x.to_pt().round(), place.y.to_pt().round()), (vec![1, 2, 3], 100.0, 250.0));
    // A page that is shown on its side: what was at the left is at the top.
    let turned = Pdf { page: "/Rotate 90".to_owned(), ..with_content("0.1 w 109 209 m 200 209 l S") };
    let place = findings(&turned, None)[0].place.unwrap();
    assert_eq!((place.x.to_pt().round(), place.y.to_pt().round()), (200.0, 100.0));
}

#[test]
fn what_cannot_be_read_is_said() {
    let code = |bytes: &[u8]| judge_pdf(bytes, None).unwrap_err().code();
    assert_eq!(code(b"hello"), "pdf-unknown");
    let good = Pdf::default();
    let bytes = good.bytes();
    assert_eq!(code(&bytes[..bytes.len() / 2]), "pdf-broken");
    let encrypted = Pdf { trailer: format!("{} /Encrypt << /Filter /Standard >>", good.trailer), ..good.clone() };
    assert_eq!(code(&encrypted.bytes()), "pdf-encrypted");
    let circle = Pdf { pages: 0, objects: vec!["<< /Type /Pages /Kids [10 0 R] >>".to_owned()], ..good.clone() };
    let circle = String::from_utf8(circle.bytes()).unwrap().replace("/Count 0 /Kids []", "/Kids [10 0 R]   ");
    assert_eq!(code(circle.as_bytes()), "pdf-broken");
    assert_eq!(code(&Pdf { pages: 0, ..good.clone() }.bytes()), "pdf-without-pages");
    // A form within itself, drawn twice at each depth, and a page of nothing but forms.
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>";
    let endless = Pdf {
        content: "/X Do ".repeat(1_000),
        resources: "/XObject << /X 10 0 R >>".to_owned(),
        objects: vec![stream(form, "/X Do /X Do /X Do /X Do")],
        pages: 500,
        ..Pdf::plain()
    };
    assert_eq!(codes(&findings(&endless, None)), ["page-unreadable"]);
}

#[test]
fn pages_that_share_one_huge_content_end_somewhere() {
    // 2 million operators on each of 400 pages.
    let file = Pdf { content: "q Q ".repeat(1_000_000), pages: 400, ..Pdf::plain() };
    assert_eq!(codes(&findings(&file, None)), ["file-too-large"]);
}

#[test]
fn what_a_page_inflates_to_is_counted_with_all_its_forms() {
    // 100 bytes for each of a form's: 25 MB, drawn 40 times.
    let filter = "/Filter [/ASCIIHexDecode /RunLengthDecode]";
    let form = format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] {filter}");
    let file = Pdf {
        content: "/X Do ".repeat(40),
        resources: "/XObject << /X 10 0 R >>".to_owned(),
        objects: vec![stream(&form, &"8120".repeat(200_000))],
        ..Pdf::plain()
    };
    let found = findings(&file, None);
    assert_eq!(codes(&found), ["page-unreadable"]);
    assert!(found[0].message.contains("inflates to more than"), "{}", found[0].message);
}

#[test]
fn build_names_the_line_of_a_coarse_picture() {
    let dir = tempfile::tempdir().unwrap();
    let mut png = Vec::new();
    image::GrayImage::from_pixel(200, 100, image::Luma([90]))
        .write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    write("book.toml", b"book.title = 'T'\n");
    write("small.png", &png);
    write("one.md", b"# One\n\nSome words.\n\n![A wall](small.png){width=100%}\n");
    let outcome = chapbook::pipeline::check(&Folder::open(dir.path()).unwrap(), BuildOptions::default(), &Silent);
    let found = outcome.report.sorted();
    let coarse = found.iter().find(|found| found.code == "image-resolution").unwrap_or_else(|| panic!("{found:?}"));
    let span = coarse.span.unwrap();
    assert_eq!(
        (coarse.severity, outcome.report.sources.line_column(span.file, span.start)),
        (Severity::Warning, (5, 1))
    );
    write("one.md", b"# One\n\nSome words.\n\n![A wall](small.png){width=10%}\n");
    let outcome = chapbook::pipeline::check(&Folder::open(dir.path()).unwrap(), BuildOptions::default(), &Silent);
    assert!(outcome.report.sorted().iter().all(|found| found.code != "image-resolution"));
    // One behind its page reaches beyond it.
    write("one.md", b"# One {background=\"small.png\"}\n\nSome words.\n");
    let outcome = chapbook::pipeline::check(&Folder::open(dir.path()).unwrap(), BuildOptions::default(), &Silent);
    let found = outcome.report.sorted();
    let coarse = found.iter().find(|found| found.code == "image-resolution").unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(coarse.span.map(|span| outcome.report.sources.line_column(span.file, span.start).0), Some(1));
}

/// What `build` says of a book's files, and what `preflight` says of each of them.
fn both(book: &std::path::Path, printer: Option<&str>) -> (Vec<Diagnostic>, Vec<(Output, Finding)>) {
    let folder = Folder::open(book).unwrap();
    let outcome = build(&folder, BuildOptions::default(), &Silent);
    let said = outcome.report.sorted().into_iter().cloned().collect();
    assert!(!outcome.artifacts.is_empty(), "{said:?}");
    let mut found = Vec::new();
    for file in &outcome.artifacts {
        let is_aid = ["-dummy", "-guides"].iter().any(|aid| file.name.contains(aid));
        let Some(output) = file.output().filter(|output| !is_aid && *output != Output::Epub) else { continue };
        let printer = printer.filter(|_| output == Output::Print).and_then(chapbook::printers::printer);
        let judged = judge_pdf(&file.bytes, printer).unwrap();
        found.extend(judged.findings.into_iter().map(|finding| (output, finding)));
    }
    (said, found)
}

/// Whatever it is folded around, in each style, with words on every panel and over a picture.
#[test]
fn covers_of_every_binding_are_found_good() {
    let text = format!("# One\n\n{}", "Some words for pages.\n\n\\newpage\n\n".repeat(130));
    let mut png = Vec::new();
    let mut art = image::RgbImage::from_fn(1_600, 2_300, |x, y| image::Rgb([(x / 10) as u8, (y / 15) as u8, 40]));
    art.put_pixel(0, 0, image::Rgb([255; 3]));
    art.write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    for binding in ["paperback", "saddle", "casewrap", "jacket", "flaps"] {
        let flaps = match binding {
            "jacket" | "flaps" => {
                "flap-text = 'Of what it tells.'\nback-flap-text = 'Of *who* tells it.'\nauthor-picture = 'art.png'\n"
            }
            _ => "",
        };
        for (nth, style) in ["classic", "modern", "zine"].into_iter().enumerate() {
            let over = if nth == 1 { "front = 'art.png'\nover-art = true\n" } else { "" };
            let settings = format!(
                "[book]\ntitle = 'A Title'\nsubtitle = 'And more of it'\nauthors = ['A. Name']\n\
                 publisher = 'A Press'\n[page]\ntrim = '105mm x 148mm'\n[print]\nstandard = 'PDF/X-4'\nisbn = '978-1-4028-9462-6'\n\
                 [cover]\npaper = 'offset-90'\nback-text = 'Words on the back.'\nstyle = '{style}'\nbinding = '{binding}'\n{flaps}{over}"
            );
            let folder = Folder::from_files([
                ("book.toml", settings.as_bytes()),
                ("one.md", text.as_bytes()),
                ("art.png", &png),
            ]);
            let options = BuildOptions { only: &[Output::Cover.into()], ..BuildOptions::default() };
            let outcome = build(&folder.unwrap(), options, &Silent);
            let cover = outcome.artifacts.first().unwrap_or_else(|| panic!("{}", outcome.report));
            assert!(outcome.report.is_empty(), "{binding} {style}: {}", outcome.report);
            let found = judge_pdf(&cover.bytes, None).unwrap().findings;
            assert!(found.is_empty(), "{binding} {style}: {found:#?}");
        }
    }
}

/// Codes that only a preflight gives.
const OF_FILES: [&str; 6] =
    ["bleed-short", "hairline", "image-resolution", "ink-total", "text-near-trim", "text-in-gutter"];

/// With all that a cover may bear, in each style, for each kind of printer.
#[test]
fn our_own_covers_are_found_good() {
    let text = format!("# One\n\n{}", "Some words for pages.\n\n\\newpage\n\n".repeat(130));
    for (printer, trims) in [
        ("kdp", ["5in x 8in", "8.5in x 11in"]),
        ("ingramspark", ["5in x 8in", "6in x 9in"]),
        ("lulu", ["5.5in x 8.5in", "6in x 9in"]),
        ("offset", ["105mm x 148mm", "148mm x 210mm"]),
    ] {
        for (trim, style) in trims.into_iter().flat_map(|trim| ["classic", "modern", "zine"].map(|style| (trim, style)))
        {
            let settings = format!(
                "[book]\ntitle = 'A Long Enough Title for a Cover'\nsubtitle = 'And more of it'\nauthors = ['A. Name']\n\
                 publisher = 'A Press'\n[page]\ntrim = '{trim}'\n[print]\nprinter = '{printer}'\n\
                 isbn = '978-1-4028-9462-6'\n[cover]\nstyle = '{style}'\nspine = '12mm'\n"
            );
            let settings =
                if ["kdp", "lulu"].contains(&printer) { settings.replace("spine = '12mm'\n", "") } else { settings };
            let folder = Folder::from_files([("book.toml", settings.as_str()), ("one.md", &text)]).unwrap();
            let options = BuildOptions { only: &[Output::Cover.into()], ..BuildOptions::default() };
            let outcome = build(&folder, options, &Silent);
            let cover = outcome.artifacts.first().unwrap_or_else(|| panic!("{}", outcome.report));
            let found = judge_pdf(&cover.bytes, printers::printer(printer)).unwrap().findings;
            assert!(found.is_empty(), "{printer} {trim} {style}: {found:#?}");
        }
    }
}

#[test]
fn build_and_preflight_say_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let mut png = Vec::new();
    image::GrayImage::from_pixel(200, 100, image::Luma([90]))
        .write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png)
        .unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    let settings = "book.title = 'T'\npage.margins.outer = '2mm'\ncover.front = 'small.png'\n";
    write("book.toml", settings.as_bytes());
    write("small.png", &png);
    write(
        "thin.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 999 99'><path d='M0 9h999' stroke='#000' \
        stroke-width='.2'/></svg>",
    );
    let words = "Words that are close to the edge, and more of them, so that lines are full. ".repeat(9);
    write(
        "one.md",
        format!("# One\n\n{words}\n\n![A wall](small.png){{width=100%}}\n\n![A line](thin.svg)\n").as_bytes(),
    );
    let tests = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let books = [(dir.path().to_owned(), None), (tests.join("press"), None), (tests.join("stress"), None)];
    for (book, printer) in books {
        let (said, found) = both(&book, printer);
        for (edition, finding) in &found {
            let at = finding.shown_at();
            let same = |told: &&Diagnostic| {
                (told.code, told.severity, told.help.as_deref()) == (finding.code, finding.severity, finding.help)
                    && told.message.starts_with(&finding.message)
                    && told.message.contains(edition.name())
                    && told.message.contains(&at)
            };
            assert_eq!(said.iter().filter(same).count(), 1, "{finding:?} of {edition:?} in {said:#?}");
        }
        for told in said.iter().filter(|told| OF_FILES.contains(&told.code)) {
            assert!(found.iter().any(|(_, finding)| finding.code == told.code), "{told:?}");
        }
    }
    // Each at its own line, and the cover's at the setting that names its picture.
    let (said, _) = both(dir.path(), None);
    let folder = Folder::open(dir.path()).unwrap();
    let sources = chapbook::pipeline::check(&folder, BuildOptions::default(), &Silent).report.sources;
    let lines = |code: &str| -> Vec<(String, usize)> {
        let spans = said.iter().filter(|told| told.code == code).filter_map(|told| told.span);
        let place = |span: Span| (sources.get(span.file).name.clone(), sources.line_column(span.file, span.start).0);
        spans.map(place).collect()
    };
    assert_eq!(lines("image-resolution"), [("book.toml".to_owned(), 3), ("one.md".to_owned(), 5)]);
    assert_eq!(lines("hairline"), [("one.md".to_owned(), 7)]);
    // That of the first page that has such text.
    assert_eq!(lines("text-near-trim"), [("one.md".to_owned(), 3)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Cut anywhere, and bytes changed anywhere: an answer, whatever it is.
    #[test]
    fn damaged_files_get_an_answer(cut in 0.0..1.2f64, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12)) {
        let picture = with_picture("/Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceCMYK", "90 0 0 90 100 100");
        let pdf = Pdf { content: format!("{}1 w 9 9 m 50 50 l S", picture.content), pages: 2, ..picture };
        for mut bytes in [pdf.bytes(), ebooks::changed("OPS/nav.xhtml", ebooks::NAV)] {
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes.truncate((bytes.len() as f64 * cut) as usize);
            if let Ok(judged) = judge_pdf(&bytes, printers::printer("ingramspark")) {
                prop_assert!(!judged.what.is_empty());
            }
            prop_assert!(!judge_epub(&bytes, None).what.is_empty());
        }
    }
}
