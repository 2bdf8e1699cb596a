//! `preflight --fix` from outside: what it mends is gone from the findings, all else is as it was; what it must not touch;
//! where it does not save.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "support/pdf.rs"]
mod pdf;

use assert_cmd::Command;
use chapbook::pdfread::File;
use chapbook::{Failure, Input, MendOptions, MendOutcome, PreflightOptions, mend, preflight};
use lopdf::{Dictionary, Document, Object, ObjectId};
use pdf::{BOXES, CLAIM, INFO, Pdf, TEXT, stream};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn options<'a>(bytes: &'a [u8], printer: Option<&'a str>) -> MendOptions<'a> {
    let file = Input::Bytes { name: "a book.pdf", bytes };
    MendOptions { file, out: None, trim: None, preflight: PreflightOptions { printer, ..PreflightOptions::default() } }
}

fn mended(bytes: &[u8], printer: Option<&str>) -> MendOutcome {
    mend(&options(bytes, printer)).unwrap_or_else(|failure| panic!("{}", failure.into_report()))
}

/// What was changed, with pages.
fn changes(outcome: &MendOutcome) -> Vec<(&'static str, Vec<usize>)> {
    let changes = &outcome.verdict.mended.as_ref().unwrap().changes;
    changes.iter().map(|change| (change.change, change.pages.clone())).collect()
}

fn found(bytes: &[u8], printer: Option<&str>) -> Vec<&'static str> {
    let options = PreflightOptions { printer, ..PreflightOptions::default() };
    let verdict = preflight(Input::Bytes { name: "a.pdf", bytes }, options).unwrap();
    verdict.findings.iter().map(|found| found.code).collect()
}

fn left(outcome: &MendOutcome) -> Vec<&'static str> {
    outcome.verdict.findings.iter().map(|found| found.code).collect()
}

fn load(outcome: &MendOutcome) -> Document {
    Document::load_mem(&outcome.bytes).unwrap()
}

fn page(document: &Document, number: u32) -> &Dictionary {
    document.get_dictionary(document.get_pages()[&number]).unwrap()
}

/// A box of a page in thousandths of a point.
fn sides(document: &Document, number: u32, key: &str) -> Option<[i64; 4]> {
    let list = page(document, number).get(key.as_bytes()).ok()?.as_array().ok()?;
    let side = |at: usize| (list[at].as_float().unwrap() * 1_000.0).round() as i64;
    Some([0, 1, 2, 3].map(side))
}

/// What a page shows, and what it does not.
fn content(document: &Document, number: u32) -> String {
    String::from_utf8(document.get_page_content(document.get_pages()[&number])).unwrap()
}

const ANNOTATED: &str = "/Annots [10 0 R 11 0 R 12 0 R]";

/// A stamp that prints, a comment that does not, and a link.
fn annotated(page: &str) -> Pdf {
    Pdf {
        page: format!("{ANNOTATED} {page}"),
        objects: vec![
            "<< /Type /Annot /Subtype /Stamp /F 4 /Rect [100 100 140 120] /AP << /N 13 0 R >> >>".to_owned(),
            "<< /Type /Annot /Subtype /Text /F 0 /Rect [200 200 220 220] /Contents (Why?) >>".to_owned(),
            "<< /Type /Annot /Subtype /Link /F 4 /Border [0 0 0] /Rect [20 20 40 40] /Dest [20 0 R /Fit] >>".to_owned(),
            stream("/Type /XObject /Subtype /Form /BBox [0 0 20 10]", "0 g 0 0 20 10 re f"),
        ],
        ..Pdf::plain()
    }
}

/// A slip of the pen costs no chapter.
#[test]
fn a_file_of_another_kind_is_not_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let chapter = dir.path().join("one.md");
    std::fs::write(&chapter, "# One\n").unwrap();
    let pdf = dir.path().join("a.pdf");
    std::fs::write(&pdf, "not read").unwrap();
    let options = MendOptions { file: Input::Path(&pdf), out: Some(&chapter), ..options(b"", None) };
    let failure = mend(&options).map(|_| ()).unwrap_err();
    assert!(format!("{failure:?}").contains("of another kind"), "{failure:?}");
    assert_eq!(std::fs::read_to_string(&chapter).unwrap(), "# One\n");
}

#[test]
fn a_file_that_lacks_nothing_is_copied_as_it_is() {
    for bytes in [Pdf::default().bytes(), Pdf::plain().bytes()] {
        let outcome = mended(&bytes, None);
        assert_eq!((changes(&outcome), outcome.bytes), (vec![], bytes));
    }
}

#[test]
fn what_a_file_does_not_say_is_said() {
    let silent = Pdf { info: String::new(), ..Pdf::plain() };
    assert_eq!(found(&silent.bytes(), Some("kdp")), ["page-count", "title-missing"][1..]);
    let outcome = mended(&silent.bytes(), Some("kdp"));
    assert_eq!(changes(&outcome), [("title", vec![]), ("trapped", vec![])]);
    assert_eq!(left(&outcome), [] as [&str; 0]);
    let document = load(&outcome);
    let info = document.get_dictionary(document.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(info.get(b"Title").unwrap().as_str().unwrap(), b"a book");
    assert_eq!(info.get(b"Trapped").unwrap().as_name().unwrap(), b"False");
    // Info follows XMP where they differ.
    let xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
               <r:Description xmlns:d='http://purl.org/dc/elements/1.1/'><d:title>Zwei</d:title></r:Description></r:RDF>\
               </x:xmpmeta>";
    let differs = Pdf {
        catalog: "/Metadata 10 0 R".to_owned(),
        objects: vec![stream("/Type /Metadata /Subtype /XML", xmp)],
        ..Pdf::plain()
    };
    assert_eq!(found(&differs.bytes(), None), ["metadata-differ"]);
    let outcome = mended(&differs.bytes(), None);
    assert_eq!((changes(&outcome), left(&outcome)), (vec![("metadata", vec![])], vec![]));
    // What a standard requires.
    let info = INFO.replace("/Trapped /False", "") + CLAIM;
    let claims = Pdf { info, trailer: String::new(), ..Pdf::default() };
    assert_eq!(found(&claims.bytes(), None), ["id-missing", "trapped-missing"]);
    let outcome = mended(&claims.bytes(), None);
    assert_eq!(changes(&outcome), [("identifier", vec![]), ("trapped", vec![])]);
    assert_eq!(left(&outcome), [] as [&str; 0]);
    assert!(outcome.verdict.what.contains("PDF/X-1a:2001"), "{}", outcome.verdict.what);
}

#[test]
fn boxes_follow_from_the_size_of_the_page() {
    let sized = |width: &str, height: &str, page: &str| Pdf {
        boxes: format!("/MediaBox [0 0 {width} {height}]"),
        page: page.to_owned(),
        pages: 24,
        ..Pdf::plain()
    };
    let all: Vec<usize> = (1..=24).collect();
    let both = vec![("bleed-box", all.clone()), ("trim-box", all.clone())];
    // Six by nine inches, bare.
    let bare = sized("432", "648", "").bytes();
    assert_eq!(found(&bare, Some("kdp")), ["box-missing"]);
    assert_eq!(changes(&mended(&bare, None)), [], "no printer, no size");
    let outcome = mended(&bare, Some("kdp"));
    assert_eq!((changes(&outcome), left(&outcome)), (both.clone(), vec![]));
    let document = load(&outcome);
    assert_eq!(sides(&document, 1, "TrimBox"), Some([0, 0, 432_000, 648_000]));
    assert_eq!(sides(&document, 2, "BleedBox"), Some([0, 0, 432_000, 648_000]));
    // With bleed on all sides but the spine's, on which page is which matters.
    let outcome = mended(&sized("441", "666", "").bytes(), Some("kdp"));
    assert_eq!(left(&outcome), [] as [&str; 0]);
    let document = load(&outcome);
    assert_eq!(sides(&document, 1, "TrimBox"), Some([0, 9_000, 432_000, 657_000]));
    assert_eq!(sides(&document, 2, "TrimBox"), Some([9_000, 9_000, 441_000, 657_000]));
    assert_eq!(sides(&document, 2, "BleedBox"), Some([0, 0, 441_000, 666_000]));
    // The same page lying down, and in a unit of its own.
    let turned = |degrees: u32| sized("333", "220.5", &format!("/Rotate {degrees} /UserUnit 2"));
    for (degrees, recto, verso) in [
        (90, [4_500, 0, 328_500, 216_000], [4_500, 4_500, 328_500, 220_500]),
        (270, [4_500, 4_500, 328_500, 220_500], [4_500, 0, 328_500, 216_000]),
    ] {
        let outcome = mended(&turned(degrees).bytes(), Some("kdp"));
        let document = load(&outcome);
        let both = [1, 2].map(|number| sides(&document, number, "TrimBox").unwrap());
        assert_eq!((both, left(&outcome)), ([recto, verso], vec!["text-near-trim"]), "{degrees}");
    }
    // A size that this printer lists, five by eight inches, and no other knows by name.
    let listed = sized("360", "576", "").bytes();
    assert_eq!(changes(&mended(&listed, Some("kdp"))), both);
    assert_eq!(changes(&mended(&listed, Some("offset"))), []);
    // A size that no book has, unless it is said to be one.
    let odd = sized("400", "500", "").bytes();
    assert_eq!(changes(&mended(&odd, Some("kdp"))), []);
    let told = mend(&MendOptions { trim: Some("400pt x 500pt"), ..options(&odd, Some("kdp")) }).unwrap();
    assert_eq!(changes(&told), both);
    let wrong = mend(&MendOptions { trim: Some("400"), ..options(&odd, Some("kdp")) }).unwrap_err();
    assert!(matches!(wrong, Failure::Usage(_)));
    // What a file says of itself stays, and is told.
    let said = sized("432", "648", "/TrimBox [16 74 416 574]").bytes();
    let kept = |trim| mend(&MendOptions { trim: Some(trim), ..options(&said, Some("kdp")) }).unwrap();
    let changed = kept("6in x 9in");
    assert_eq!(changes(&changed), [("trim-kept", all.clone())]);
    let told = &changed.verdict.mended.as_ref().unwrap().changes[0].message;
    assert_eq!(told, "the TrimBox stays as it is: it is 141.1 × 176.4 mm, and `--trim` says 152.4 × 228.6 mm");
    assert_eq!(changes(&kept("500pt x 400pt")), []);
    // An ArtBox beside a trim.
    let art = Pdf { boxes: format!("{BOXES} /ArtBox [9 9 309 459]"), ..Pdf::plain() };
    assert_eq!(found(&art.bytes(), None), ["box-art"]);
    let outcome = mended(&art.bytes(), None);
    assert_eq!((changes(&outcome), left(&outcome)), (vec![("art-box", vec![1])], vec![]));
}

#[test]
fn the_last_pages_are_as_blank_as_the_printer_wants() {
    let many = |pages: usize, content: &str| Pdf { pages, content: content.to_owned(), ..Pdf::plain() };
    let with_blank =
        |pages: usize| Pdf { last: Some((BOXES.to_owned(), "q 0 g 1 0 0 1 0 0 cm Q".to_owned())), ..many(pages, TEXT) };
    let count = |outcome: &MendOutcome| load(outcome).get_pages().len();
    // Without a printer nobody wants a blank page.
    let outcome = mended(&with_blank(6).bytes(), None);
    assert_eq!((changes(&outcome), count(&outcome)), (vec![("pages-dropped", vec![6])], 5));
    // The printer binds an even number, which is what it is.
    assert_eq!(changes(&mended(&with_blank(26).bytes(), Some("kdp"))), []);
    let outcome = mended(&with_blank(27).bytes(), Some("kdp"));
    assert_eq!((changes(&outcome), count(&outcome)), (vec![("pages-dropped", vec![27])], 26));
    // One is missing, or two where the last must be blank; they lie as the pages do that they follow.
    let odd = many(25, TEXT).bytes();
    assert_eq!(found(&odd, Some("kdp")), ["page-count"]);
    let outcome = mended(&odd, Some("kdp"));
    assert_eq!((changes(&outcome), count(&outcome), left(&outcome)), (vec![("pages-added", vec![])], 26, vec![]));
    let even = many(26, TEXT).bytes();
    assert!(found(&even, Some("ingramspark")).contains(&"last-page"));
    let outcome = mended(&even, Some("ingramspark"));
    assert_eq!((changes(&outcome), count(&outcome)), (vec![("pages-added", vec![])], 28));
    assert!(!left(&outcome).contains(&"last-page") && !left(&outcome).contains(&"page-count"), "{:?}", left(&outcome));
    assert_eq!(sides(&load(&outcome), 28, "TrimBox"), sides(&load(&outcome), 26, "TrimBox"));
    // Too few for the printer: blank pages are no book. A file of blank pages, or of one page, stays.
    assert_eq!(changes(&mended(&many(9, TEXT).bytes(), Some("kdp"))), []);
    assert_eq!(changes(&mended(&many(9, "").bytes(), None)), []);
    assert_eq!(changes(&mended(&many(1, "").bytes(), Some("ingramspark"))), []);
    // White is something, and so is a stamp.
    let white = Pdf { last: Some((BOXES.to_owned(), "1 g 0 0 9 9 re f".to_owned())), ..many(6, TEXT) };
    assert_eq!(changes(&mended(&white.bytes(), None)), []);
    let stamped = Pdf { pages: 2, content: String::new(), ..annotated("") };
    assert_eq!(count(&mended(&stamped.bytes(), None)), 2);
}

#[test]
fn annotations_are_drawn_in_or_left_out() {
    let file = annotated("").bytes();
    let outcome = mended(&file, None);
    // Nobody refuses links.
    assert_eq!(changes(&outcome), [("annotations-drawn", vec![1]), ("annotations-dropped", vec![1])]);
    let document = load(&outcome);
    let notes = page(&document, 1).get(b"Annots").unwrap().as_array().unwrap().len();
    let shown = content(&document, 1).trim_end().to_owned();
    assert_eq!(notes, 1);
    assert!(shown.contains(TEXT.trim()), "{shown}");
    assert!(shown.ends_with("Q\nq 2.00000 0.00000 0.00000 2.00000 100.00000 100.00000 cm /Stamp0 Do Q"), "{shown}");
    assert!(!String::from_utf8_lossy(&outcome.bytes).contains("Why?"));
    let outcome = mended(&file, Some("kdp"));
    let all = ["annotations-drawn", "annotations-dropped", "links-dropped"].map(|change| (change, vec![1]));
    assert_eq!(changes(&outcome), all);
    assert!(!page(&load(&outcome), 1).has(b"Annots") && !left(&outcome).contains(&"annotation"));
    // A second time there is nothing to do.
    assert_eq!(changes(&mended(&outcome.bytes, Some("kdp"))), []);
    // States that the content leaves open are closed; where it closes too many, nothing can stand behind it.
    let open = Pdf { content: format!("q 2 0 0 2 0 0 cm q {TEXT}"), ..annotated("") };
    assert!(content(&load(&mended(&open.bytes(), None)), 1).contains("\nQ\nQ\nQ\nq 2.0"));
    for wrong in [format!("Q {TEXT}"), format!("{TEXT} BT"), format!("/OC /A BDC {TEXT}")] {
        let file = Pdf { content: wrong, ..annotated("") };
        assert_eq!(changes(&mended(&file.bytes(), None)), [("annotations-dropped", vec![1])]);
    }
    // Each of these looks as each program likes, or only in some state.
    for own in ["/OC 13 0 R", "/F 20", "/Subtype /Link /Border [0 0 1]", "/AP << /N << /On 13 0 R >> >>"] {
        let mut file = annotated("/Rotate 90");
        file.objects[0] = file.objects[0].replace("/Subtype /Stamp", "").replace("/F 4", "").replace(
            "/Rect",
            &format!(
                "{own} {} {} /Rect",
                if own.contains("/F") { "" } else { "/F 4" },
                if own.contains("Link") { "" } else { "/Subtype /Stamp" }
            ),
        );
        if own.contains("/AP") {
            file.objects[0] = file.objects[0].replace("/AP << /N 13 0 R >>", "");
        }
        let outcome = mended(&file.bytes(), Some("kdp"));
        let made: Vec<&str> = changes(&outcome).into_iter().map(|(change, _)| change).collect();
        assert_eq!(made, ["annotations-dropped", "links-dropped"], "{own}");
        assert!(left(&outcome).contains(&"annotation"), "{own}");
    }
}

#[test]
fn no_claim_stays_that_a_change_may_break_and_nothing_leads_to_what_is_gone() {
    let xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\
               <r:Description xmlns:u='http://www.aiim.org/pdfua/ns/id/' u:part='1'/></r:RDF></x:xmpmeta>";
    let mut file = annotated("/StructParents 0");
    file.version = "1.6";
    file.info = format!("{INFO} /GTS_PDFXVersion (PDF/X-4)");
    file.catalog = "/StructTreeRoot 14 0 R /Metadata 17 0 R /MarkInfo << /Marked true >> \
                    /Outlines << /First 18 0 R /Last 18 0 R /Count 1 >> /AcroForm << /SigFlags 1 /Fields [] >>"
        .to_owned();
    file.objects.extend([
        "<< /Type /StructTreeRoot /K [15 0 R 16 0 R] >>".to_owned(),
        "<< /Type /StructElem /S /P /P 14 0 R /Pg 20 0 R /K [0 << /Type /OBJR /Obj 11 0 R /Pg 20 0 R >>] >>".to_owned(),
        "<< /Type /StructElem /S /P /P 14 0 R /Pg 21 0 R /K [0 << /Type /MCR /MCID 1 /Pg 21 0 R >>] >>".to_owned(),
        stream("/Type /Metadata /Subtype /XML", xmp),
        "<< /Title (One) /Dest [20 0 R /Fit] >>".to_owned(),
        "null".to_owned(),
    ]);
    file.pages = 2;
    file.last = Some((BOXES.to_owned(), String::new()));
    // The last page bears the same annotations: only the first is to have some.
    let bytes = String::from_utf8(file.bytes()).unwrap();
    let at = bytes.rfind(ANNOTATED).unwrap();
    let bytes = [&bytes[..at], &" ".repeat(ANNOTATED.len()), &bytes[at + ANNOTATED.len()..]].concat();
    let outcome = mended(bytes.as_bytes(), None);
    let made: Vec<&str> = changes(&outcome).into_iter().map(|(change, _)| change).collect();
    let expected = [
        "identifier",
        "pages-dropped",
        "annotations-drawn",
        "annotations-dropped",
        "links-dropped",
        "claim-withdrawn",
        "signature",
    ];
    assert_eq!(made, expected[usize::from(file.trailer.contains("/ID"))..]);
    assert_eq!(outcome.verdict.what.split(", ").next(), Some("PDF 1.6"));
    assert!(!outcome.verdict.what.contains("PDF/X"), "{}", outcome.verdict.what);
    let document = load(&outcome);
    let elements: Vec<&Dictionary> = document
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|dict| dict.get(b"Type").and_then(Object::as_name).ok() == Some(b"StructElem"))
        .collect();
    let kids = |dict: &Dictionary| dict.get(b"K").unwrap().as_array().unwrap().len();
    let mut all: Vec<(usize, bool)> = elements.iter().map(|dict| (kids(dict), dict.has(b"Pg"))).collect();
    all.sort_unstable();
    assert_eq!(all, [(0, false), (1, true)]);
    assert!(content(&document, 1).contains("/Artifact BMC\nq "));
    assert!(document.catalog().unwrap().has(b"Outlines"));
    let metadata = document.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let metadata = document.get_object(metadata).unwrap().as_stream().unwrap().content.clone();
    assert!(!String::from_utf8(metadata).unwrap().contains("part"));
    // Links alone break no claim for print.
    let mut linked = annotated("");
    linked.version = "1.6";
    linked.info = format!("{INFO} /GTS_PDFXVersion (PDF/X-4)");
    linked.page = "/Annots [12 0 R]".to_owned();
    let outcome = mended(&linked.bytes(), None);
    assert!(outcome.verdict.what.contains("PDF/X-4"), "{}", outcome.verdict.what);
    assert_eq!(changes(&outcome), [("links-dropped", vec![1])]);
}

#[test]
fn a_copy_is_saved_whole_or_not_at_all_and_the_source_stays() {
    let desk = tempfile::tempdir().unwrap();
    let path = |name: &str| desk.path().join(name);
    let source = annotated("").bytes();
    fs::write(path("in.pdf"), &source).unwrap();
    let run = |out: &Path, more: &[&str]| {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        run.current_dir(desk.path()).args(["preflight", "in.pdf", "--fix"]).arg(out).args(more).output().unwrap()
    };
    let done = run(&path("out.pdf"), &["--printer", "kdp"]);
    let text = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(0), "{text}");
    assert!(text.starts_with("in.pdf: mended in ") && text.contains("1 link is left out (page 1)\n"), "{text}");
    assert!(text.contains("\nwhat is left needs whoever made the PDF:\n"), "{text}");
    let done = run(&path("again.pdf"), &["--printer", "kdp", "--json"]);
    assert_eq!(fs::read(path("out.pdf")).unwrap(), fs::read(path("again.pdf")).unwrap());
    let object: Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(object["mended"]["changes"][0]["change"], "annotations-drawn");
    assert_eq!(object["mended"]["source"], "in.pdf");
    assert_eq!(object["mended"]["bytes"], fs::metadata(path("again.pdf")).unwrap().len());
    for wrong in [path("in.pdf"), desk.path().to_path_buf(), "/dev/null".into()] {
        assert_eq!(run(&wrong, &[]).status.code(), Some(1), "{wrong:?}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(path("in.pdf"), path("link.pdf")).unwrap();
        assert_eq!(run(&path("link.pdf"), &[]).status.code(), Some(1));
    }
    assert_eq!(run(&path("new.pdf"), &["out.pdf"]).status.code(), Some(2));
    assert_eq!(run(&path("new.pdf"), &["--printer", "kpd"]).status.code(), Some(2));
    assert_eq!(run(&path("new.pdf"), &["--trim", "9"]).status.code(), Some(2));
    fs::write(path("in.pdf"), "PK and so on").unwrap();
    assert_eq!(run(&path("new.pdf"), &[]).status.code(), Some(1));
    assert!(!path("new.pdf").exists());
    fs::write(path("in.pdf"), &source).unwrap();
    assert_eq!(run(&path("new.pdf"), &[]).status.code(), Some(0));
    assert_eq!(fs::read(path("in.pdf")).unwrap(), source);
}

/// All that a file says, without numbers of objects: what leads to what, from a page or another object down.
fn shape(document: &Document, object: &Object, open: &mut Vec<ObjectId>) -> String {
    match object {
        Object::Reference(id) if open.contains(id) => format!("^{}", open.len()),
        Object::Reference(id) => {
            open.push(*id);
            let inner = document.objects.get(id).map_or("null".to_owned(), |inner| shape(document, inner, open));
            open.pop();
            inner
        }
        Object::Array(items) => items.iter().map(|item| shape(document, item, open) + " ").collect(),
        Object::Dictionary(dict) => pairs(document, dict, open),
        Object::Stream(stream) => format!("{}{:?}", pairs(document, &stream.dict, open), stream.content),
        other => format!("{other:?}"),
    }
}

fn pairs(document: &Document, dict: &Dictionary, open: &mut Vec<ObjectId>) -> String {
    let kept = dict.iter().filter(|(key, _)| key.as_slice() != b"Length");
    kept.map(|(key, value)| format!("{key:?} {} ", shape(document, value, open))).collect()
}

#[test]
fn all_else_is_as_it_was() {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Own /FirstChar 65 /LastChar 66 /Widths [600.25 -0.001] \
                /Odd#20Name (a\\)\\\\\\r\\000) /FontDescriptor 6 0 R >>";
    let file = Pdf {
        font: font.to_owned(),
        info: "/Author (A \\(B\\)) /Keywords <FEFF00410062>".to_owned(),
        catalog: "/PageLabels << /Nums [0 << /S /r >>] >> /OCProperties << /OCGs [10 0 R] /D << /ON [10 0 R] >> >> \
                  /Names << /Dests << /Names [(a) [11 0 R /XYZ 0 0 0]] >> >>"
            .to_owned(),
        objects: vec!["<< /Type /OCG /Name (Layer) >>".to_owned()],
        version: "1.7",
        ..Pdf::default()
    };
    let before = Document::load_mem(&file.bytes()).unwrap();
    let outcome = mended(&file.bytes(), None);
    assert_eq!(changes(&outcome), [("title", vec![])]);
    let after = load(&outcome);
    let root = |document: &Document| shape(document, document.trailer.get(b"Root").unwrap(), &mut Vec::new());
    assert_eq!(root(&before), root(&after));
    assert!(root(&after).len() > 500);
    let info = |document: &Document| shape(document, document.trailer.get(b"Info").unwrap(), &mut Vec::new());
    assert_eq!(info(&before) + "[84, 105, 116, 108, 101] (a book) ", info(&after));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Damaged anywhere: a file that can be read and has nothing left to mend, or a word on why not.
    #[test]
    fn damaged_files_are_mended_once_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12), cut in 0.5..1.2f64) {
        let file = Pdf { pages: 3, last: Some((String::new(), String::new())), info: String::new(), ..annotated("") };
        let mut bytes = file.bytes();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        bytes.truncate((bytes.len() as f64 * cut) as usize);
        if let Ok(first) = mend(&options(&bytes, Some("kdp"))) {
            prop_assert_eq!(&mended(&bytes, Some("kdp")).bytes, &first.bytes);
            let (before, after) = (File::parse(&bytes).unwrap(), File::parse(&first.bytes).unwrap());
            prop_assert!(after.pages().len() <= before.pages().len() + 2);
            prop_assert!(first.bytes.len() <= bytes.len() * 8 + 10_000);
        }
    }
}
