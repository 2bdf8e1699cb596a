//! How much ink pages have: areas that are known, plate by plate, and what is told where it is not measured.

use crate::pdf::{Pdf, stream};
use chapbook::base::Input;
use chapbook::pipeline::{PreflightOptions, PreflightOutcome, preflight};
use std::collections::BTreeMap;

fn judged(file: &Pdf, printer: Option<&str>) -> PreflightOutcome {
    let bytes = file.bytes();
    let input = Input::Bytes { name: "in.pdf", bytes: &bytes };
    preflight(input, PreflightOptions { printer, inks: true, ..PreflightOptions::default() }).unwrap()
}

/// A page of 300 × 450 pt; ten rows of 45 pt are 10% each.
fn page(content: &str, resources: &str, objects: Vec<String>) -> Pdf {
    let (content, resources) = (content.to_owned(), resources.to_owned());
    Pdf { content, resources, objects, ..Pdf::plain() }
}

/// What the inks of the first page cover, in whole percent, those that cover nothing left out; and the most on a spot.
fn covers(outcome: &PreflightOutcome) -> (BTreeMap<String, u32>, u32) {
    let page = &outcome.inks.as_ref().unwrap().pages[0];
    let inks = page.inks.iter().map(|cover| (cover.ink.clone(), cover.percent.round() as u32));
    (inks.filter(|(_, percent)| *percent > 0).collect(), page.most)
}

fn are(found: (BTreeMap<String, u32>, u32), inks: &[(&str, u32)], most: u32) {
    let expected = inks.iter().map(|(ink, percent)| ((*ink).to_owned(), *percent)).collect();
    assert_eq!(found, (expected, most));
}

const GOLD: &str = "/ColorSpace << /S [/Separation /Gold /DeviceCMYK 10 0 R] >>";
const TINT: &str = "<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 .2 .9 0] /N 1 >>";

/// Gold over the lower half of cyan, which covers half of the page.
fn gold(state: &str) -> Pdf {
    let states = "/ExtGState << /On << /OP true /op true /OPM 1 >> /Half << /ca .5 >> >>";
    let content = format!("1 0 0 0 k 9 9 300 225 re f {state} /S cs .8 scn 9 9 300 90 re f");
    page(&content, &format!("{GOLD} {states}"), vec![TINT.to_owned()])
}

#[test]
fn what_lies_above_leaves_a_gap_or_does_not() {
    are(covers(&judged(&gold(""), None)), &[("Cyan", 30), ("Gold", 16)], 100);
    are(covers(&judged(&gold("/On gs"), None)), &[("Cyan", 50), ("Gold", 16)], 180);
    are(covers(&judged(&gold("/Half gs"), None)), &[("Cyan", 40), ("Gold", 8)], 100);
    // Of CMYK the inks of which it has none stay; a gray is black alone, and light is ink by the simple rule.
    let mode = |content: &str| {
        let states = "/ExtGState << /On << /op true /OPM 1 >> >>";
        covers(&judged(&page(content, states, Vec::new()), None))
    };
    are(mode("0 1 0 0 k 9 9 300 90 re f /On gs 0 0 1 0 k 9 9 300 45 re f"), &[("Magenta", 20), ("Yellow", 10)], 200);
    are(mode("0 1 0 0 k 9 9 300 90 re f 0.5 g 9 9 300 45 re f"), &[("Magenta", 10), ("Black", 5)], 100);
    are(mode("0 0.5 0.5 rg 9 9 300 90 re f"), &[("Cyan", 10), ("Black", 10)], 100);
}

#[test]
fn pictures_shadings_and_forms_are_on_their_plates() {
    let picture = |space: &str, data: &str| {
        let dict = format!("/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace {space}");
        let objects = vec![TINT.to_owned(), stream(&dict, data)];
        covers(&judged(&page("q 300 0 0 90 9 9 cm /X Do Q", "/XObject << /X 11 0 R >>", objects), None))
    };
    are(picture("/DeviceCMYK", "\u{7f}\0\0\u{7f}"), &[("Cyan", 10), ("Black", 10)], 100);
    are(picture("[/Separation /Gold /DeviceCMYK 10 0 R]", "\u{7f}"), &[("Gold", 10)], 50);
    are(picture("[/Indexed /DeviceCMYK 1 <000000000000FF00>]", "\u{1}"), &[("Yellow", 20)], 100);
    let function = "<< /FunctionType 2 /Domain [0 1] /C0 [1 0 0 0] /C1 [0 0 0 1] /N 1 >>";
    let shading = format!("<< /ShadingType 2 /ColorSpace /DeviceCMYK /Coords [9 0 309 0] /Function {function} >>");
    let shaded = page("9 9 300 90 re W n /H sh", &format!("/Shading << /H {shading} >>"), Vec::new());
    are(covers(&judged(&shaded, None)), &[("Cyan", 10), ("Black", 10)], 100);
    // A form has the colour that is set where it is shown, and one within itself ends.
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 300 90] /Resources << /XObject << /X 10 0 R >> >>",
        "0 0 300 45 re f /X Do 0 1 0 0 k 0 45 300 45 re f",
    );
    let within = page("1 0 0 0 k 1 0 0 1 9 9 cm /X Do", "/XObject << /X 10 0 R >>", vec![form]);
    let outcome = judged(&within, None);
    are(covers(&outcome), &[("Cyan", 10), ("Magenta", 10)], 100);
    assert!(told(&outcome).iter().any(|what| what.contains("within itself")), "{:?}", told(&outcome));
}

fn told(outcome: &PreflightOutcome) -> Vec<String> {
    let rows = outcome.inks.iter().flat_map(|inks| &inks.unmeasured);
    rows.map(|row| format!("{} {:?}", row.what.what, row.pages)).collect()
}

#[test]
fn what_is_not_measured_is_told() {
    let lab = "/ColorSpace << /L [/Lab << /WhitePoint [.95 1 1.09] >>] >>";
    let outcome = judged(&page("/L cs 50 0 0 scn 9 9 300 90 re f", lab, Vec::new()), None);
    are(covers(&outcome), &[], 0);
    assert_eq!(told(&outcome), ["colours that name no inks, such as Lab, were left out [1]"]);
    let light = judged(&page("1 0 0 rg 9 9 300 90 re f", "", Vec::new()), None);
    assert!(told(&light)[0].starts_with("RGB was turned into ink by a simple rule"), "{:?}", told(&light));
    assert_eq!(told(&judged(&Pdf::plain(), None)), Vec::<String>::new());
    let wide = "/Type /XObject /Subtype /Image /Width 90000 /Height 90000 /BitsPerComponent 8 /ColorSpace /DeviceGray";
    let file = page("q 300 0 0 90 9 9 cm /X Do Q", "/XObject << /X 10 0 R >>", vec![stream(wide, "")]);
    assert!(told(&judged(&file, None))[0].starts_with("a picture was left out"), "{:?}", told(&judged(&file, None)));
}

/// In a group whose parts take each other away the order of what is translucent or overprints counts otherwise.
#[test]
fn a_knockout_group_is_told_where_it_is_one() {
    let told_of = |knocks_out: bool, content: &str| {
        let group = format!("/Group << /S /Transparency /I true /K {knocks_out} >>");
        let states = "/Resources << /ExtGState << /P << /ca .5 >> /O << /op true >> /N << /BM /Multiply >> >> >>";
        let form = stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 300 90] {group} {states}"), content);
        let file = page("q 1 0 0 1 9 9 cm /X Do Q", "/XObject << /X 10 0 R >>", vec![form]);
        told(&judged(&file, None))
    };
    let two = "1 0 0 0 k 0 0 300 90 re f 0 1 0 0 k 0 0 300 90 re f";
    assert_eq!((told_of(true, two), told_of(false, &format!("/P gs {two}"))), (vec![], vec![]));
    for state in ["/P", "/O", "/N"] {
        let all = told_of(true, &format!("{state} gs {two}"));
        assert_eq!(all.len(), 1);
        assert!(all[0].starts_with("parts of a knockout group were laid over each other"), "{all:?}");
    }
}

/// Forms that show forms ten times each are counted as often as they would be drawn.
#[test]
fn forms_that_multiply_are_not_drawn() {
    let form = |at: usize| {
        let next = format!("/Resources << /XObject << /X {} 0 R >> >>", at + 11);
        stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 300 90] {next}"), &"/X Do ".repeat(10))
    };
    let last = stream("/Type /XObject /Subtype /Form /BBox [0 0 300 90]", "0 0 9 9 re f");
    let forms = (0..9).map(form).chain([last]).collect();
    let outcome = judged(&page("/X Do", "/XObject << /X 10 0 R >>", forms), None);
    assert!(outcome.inks.as_ref().unwrap().pages.is_empty());
    assert_eq!(told(&outcome), ["not measured: the page cannot be read, or is too much work [1]"]);
}

/// A picture that has more ink than a house takes is told with its place; a colour that has is told once.
#[test]
fn too_much_ink_is_judged() {
    let dict = "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceCMYK";
    let objects = vec![stream(dict, "\u{7f}\u{7f}\u{7f}\u{7f}")];
    let over = "q 100 0 0 100 109 209 cm /X Do Q /On gs 0 0 0 1 k 109 209 50 50 re f 1 0 0 0 k 109 209 50 50 re f";
    let states = "/ExtGState << /On << /op true /OPM 1 >> >> /XObject << /X 10 0 R >>";
    let outcome = judged(&page(over, states, objects), Some("ingramspark"));
    let found: Vec<_> = outcome.findings.iter().filter(|found| found.code == "ink-total").collect();
    assert_eq!(found.len(), 1, "{:?}", outcome.findings);
    assert_eq!(found[0].message, "the inks on one spot add up to 300%, more than 240%");
    // Within a pixel of the place where all four and black meet.
    let near = |at: Option<f64>, millimetres: f64| at.is_some_and(|at| (at - millimetres).abs() < 0.5);
    assert!(near(found[0].x, 35.3) && near(found[0].y, 70.6), "{found:?}");
    let plain = page("0.9 0.9 0.9 0.9 k 109 209 50 50 re f", "", Vec::new());
    let outcome = judged(&plain, Some("ingramspark"));
    assert_eq!(outcome.findings.iter().filter(|found| found.code == "ink-total").count(), 1);
}
