//! What each standard for presses asks of a file, clause by clause (`src/pdf/CLAUSES.md`): documents made by hand go
//! through `pdf::write` and are read back by lopdf, object by object.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

mod press {
    pub mod sample;
}
#[path = "press/walk.rs"]
mod walk;

use chapbook::base::{Ink, Length, Point, Size, Transform};
use chapbook::page::*;
use chapbook::pdf;
use chapbook::press::{Builtin, Inks, PressSetup, Profile, ProfileClass, Standard};
use lopdf::{Dictionary, Object};
use press::sample::{TRIM, document, page, pictures, presses, run};
use rayon::prelude::*;
use std::sync::{Arc, LazyLock};

use walk::File;

/// The sample for every usual press, written once.
static WRITTEN: LazyLock<Vec<(PressSetup, File)>> = LazyLock::new(|| {
    let presses: Vec<PressSetup> = presses().collect();
    presses.into_par_iter().map(|press| (press.clone(), anew(&press))).collect()
});

fn anew(press: &PressSetup) -> File {
    File::read(&pdf::write(&document(press.clone())).unwrap())
}

fn written(press: &PressSetup) -> &'static File {
    let known = WRITTEN.iter().find(|(known, _)| known == press);
    &known.expect("a usual press").1
}

fn text(object: &Object) -> String {
    String::from_utf8(object.as_str().or_else(|_| object.as_name()).unwrap().to_vec()).unwrap()
}

fn is_old(standard: Standard) -> bool {
    matches!(standard, Standard::X1a2001 | Standard::X1a2003 | Standard::X3)
}

/// What stands between an element's tags.
fn element<'a>(xmp: &'a str, name: &str) -> Option<&'a str> {
    let start = xmp.split_once(&format!("<{name}>"))?.1;
    Some(start.split_once(&format!("</{name}>"))?.0)
}

#[test]
fn each_standard_names_itself_and_has_its_version() {
    for press in presses() {
        let file = written(&press);
        let (version, key, conformance, id) = match press.standard {
            Standard::Plain => ("1.7", None, None, None),
            Standard::X1a2001 => ("1.3", Some("PDF/X-1:2001"), Some("PDF/X-1a:2001"), None),
            Standard::X1a2003 => ("1.4", Some("PDF/X-1a:2003"), None, None),
            Standard::X3 => ("1.3", Some("PDF/X-3:2002"), None, None),
            Standard::X4 => ("1.6", None, None, Some("PDF/X-4")),
        };
        assert_eq!(file.version, version);
        assert!(!file.catalog().has(b"Version"));
        let info = |key: &str| file.info().get(key.as_bytes()).ok().map(text);
        assert_eq!(info("GTS_PDFXVersion").as_deref(), key);
        assert_eq!(info("GTS_PDFXConformance").as_deref(), conformance);
        let xmp = file.xmp();
        assert_eq!(element(&xmp, "pdfxid:GTS_PDFXVersion"), id);
        assert_eq!(element(&xmp, "pdfx:GTS_PDFXVersion"), key);
        assert_eq!(element(&xmp, "pdfx:GTS_PDFXConformance"), conformance);
    }
}

#[test]
fn info_and_xmp_agree() {
    for press in presses() {
        let file = written(&press);
        let (info, xmp) = (|key: &str| text(file.info().get(key.as_bytes()).unwrap()), file.xmp());
        assert_eq!(info("Title"), "Inks & Presses");
        assert!(element(&xmp, "dc:title").unwrap().contains(">Inks &amp; Presses<"));
        assert!(element(&xmp, "dc:creator").unwrap().contains(&info("Author")));
        for (one, other) in [("CreationDate", "xmp:CreateDate"), ("ModDate", "xmp:ModifyDate")] {
            assert_eq!(info(one), "D:20261123000000Z");
            assert_eq!(element(&xmp, other), Some("2026-11-23T00:00:00Z"));
        }
        assert_eq!(info("Producer"), element(&xmp, "pdf:Producer").unwrap());
        assert_eq!(info("Creator"), element(&xmp, "xmp:CreatorTool").unwrap());
        assert_eq!(info("Trapped"), "False");
        assert_eq!(file.info().get(b"Trapped").unwrap(), &Object::Name(b"False".to_vec()));
        assert_eq!(element(&xmp, "pdf:Trapped"), Some("False"));
    }
}

#[test]
fn a_book_without_a_day_has_dates_all_the_same() {
    let mut document = document(PressSetup::default());
    document.info.instant = String::new();
    let file = File::read(&pdf::write(&document).unwrap());
    assert_eq!(text(file.info().get(b"CreationDate").unwrap()), "D:20000101000000Z");
    assert_eq!(element(&file.xmp(), "xmp:MetadataDate"), Some("2000-01-01T00:00:00Z"));
}

#[test]
fn x4_has_every_key_of_its_metadata() {
    let xmp = written(&PressSetup::usual(Standard::X4, Inks::Black)).xmp();
    for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:VersionID", "xmpMM:RenditionClass"] {
        assert!(element(&xmp, name).is_some_and(|value| !value.is_empty()), "{name}");
    }
    let id = element(&xmp, "xmpMM:DocumentID").unwrap();
    assert!(id.starts_with("uuid:") && id.len() == 41);
    assert_eq!(element(&xmp, "xmpMM:RenditionClass"), Some("default"));
}

#[test]
fn the_output_intent_holds_its_profile() {
    for press in presses() {
        let file = written(&press);
        if press.standard == Standard::Plain {
            assert!(!file.catalog().has(b"OutputIntents"));
            continue;
        }
        let intents = file.entry(file.catalog(), "OutputIntents").as_array().unwrap();
        let [intent] = &intents[..] else { panic!("one intent") };
        let intent = file.follow(intent).as_dict().unwrap();
        assert_eq!(text(file.entry(intent, "S")), "GTS_PDFX");
        assert_eq!(text(file.entry(intent, "OutputConditionIdentifier")), "FOGRA39");
        assert_eq!(text(file.entry(intent, "RegistryName")), "http://www.color.org");
        assert!(!text(file.entry(intent, "Info")).is_empty());
        let profile = file.entry(intent, "DestOutputProfile").as_stream().unwrap();
        assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 4);
        let bytes = profile.decompressed_content().unwrap();
        assert_eq!(bytes, &*press.profile.bytes);
        assert_eq!((&bytes[12..16], &bytes[16..20]), (&b"prtr"[..], &b"CMYK"[..]));
        assert!(bytes[8] <= 2 || !is_old(press.standard), "older files take profiles of version 2");
    }
}

#[test]
fn an_authors_gray_profile_is_the_intent() {
    let bytes = walk::gray_profile();
    let profile = Profile::read(bytes.clone().into()).unwrap();
    assert_eq!(profile.class, ProfileClass::Gray);
    let press = PressSetup { profile, ..PressSetup::usual(Standard::X1a2001, Inks::Black) };
    let file = anew(&press);
    let intent = file.entry(file.catalog(), "OutputIntents").as_array().unwrap()[0].clone();
    let intent = file.follow(&intent).as_dict().unwrap();
    assert_eq!(text(file.entry(intent, "OutputConditionIdentifier")), "Custom");
    assert!(!intent.has(b"RegistryName"));
    let stream = file.entry(intent, "DestOutputProfile").as_stream().unwrap();
    assert_eq!(stream.dict.get(b"N").unwrap().as_i64().unwrap(), 1);
    assert_eq!(stream.decompressed_content().unwrap(), bytes);
    let coloured = press.in_colour();
    assert_eq!((coloured.inks, coloured.profile), (Inks::StandardColour, Builtin::Coated.profile()));
}

#[test]
fn boxes_hold_each_other_and_only_outer_sides_bleed() {
    for press in presses() {
        let file = written(&press);
        let sides = |page: usize, key: &str| -> Vec<f32> {
            let sides = file.entry(file.page(page), key).as_array().unwrap();
            sides.iter().map(|side| side.as_float().unwrap()).collect()
        };
        for at in 0..2 {
            let (media, bleed, trim) = (sides(at, "MediaBox"), sides(at, "BleedBox"), sides(at, "TrimBox"));
            assert_eq!(media, bleed);
            assert_eq!((trim[2] - trim[0], trim[3] - trim[1]), (300.0, 400.0));
            let around = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]];
            let wanted = if at == 0 { [0.0, 8.0, 9.0, 9.0] } else { [9.0, 8.0, 0.0, 9.0] };
            assert_eq!(around, wanted, "left, bottom, right, top of page {at}");
            assert!(!file.page(at).has(b"ArtBox") && !file.page(at).has(b"CropBox"));
        }
    }
}

#[test]
fn nothing_later_is_in_an_older_file() {
    for press in presses().filter(|press| is_old(press.standard)) {
        let file = written(&press);
        let mut later: Vec<&str> = walk::SINCE_1_5.to_vec();
        if press.standard != Standard::X1a2003 {
            later.extend(walk::SINCE_1_4);
        }
        let keys = file.keys();
        let found: Vec<_> = later.iter().filter(|key| keys.contains(**key)).collect();
        assert!(found.is_empty(), "{}: {found:?}", press.standard.name());
        let names = file.names();
        let found: Vec<_> = walk::LATER_NAMES.iter().filter(|name| names.contains(**name)).collect();
        assert!(found.is_empty(), "{}: {found:?}", press.standard.name());
        for (_, dict) in file.dictionaries() {
            assert!(
                dict.get(b"BitsPerComponent").is_ok_and(|bits| bits.as_i64().is_ok_and(|bits| matches!(bits, 1 | 8)))
                    || !dict.has(b"BitsPerComponent")
            );
        }
        let unknown: Vec<_> =
            file.operators().into_iter().filter(|op| !walk::OPERATORS.contains(&op.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

#[test]
fn an_x4_file_has_nothing_later_than_1_6() {
    let file = written(&PressSetup::usual(Standard::X4, Inks::StandardColour));
    let keys = file.keys();
    let found: Vec<_> = walk::SINCE_1_7.iter().filter(|key| keys.contains(**key)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn nothing_shines_through_where_it_may_not() {
    let through = ["SMask", "Group", "BM", "ca", "CA", "SMaskInData"];
    for press in presses() {
        let file = written(&press);
        let keys = file.keys();
        let found: Vec<_> = through.iter().filter(|key| keys.contains(**key)).collect();
        if press.standard == Standard::X4 && press.inks.is_colour() {
            assert!(found.len() >= 4, "the sample shines through: {found:?}");
            let group = file.entry(file.page(1), "Group").as_dict().unwrap();
            assert_eq!(text(file.entry(group, "CS")), "DeviceCMYK", "mixed as the press mixes");
        } else {
            assert!(found.is_empty(), "{}: {found:?}", press.standard.name());
        }
    }
}

#[test]
fn colours_are_the_presss_own() {
    for press in presses() {
        let file = written(&press);
        let names = file.names();
        for other in ["DeviceRGB", "CalRGB", "CalGray", "Lab", "ICCBased", "Indexed", "Pattern", "Separation"] {
            assert!(!names.contains(other), "{}: {other}", press.standard.name());
        }
        let operators = file.operators();
        for other in ["rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN", "ri"] {
            assert!(!operators.contains(other), "{}: {other}", press.standard.name());
        }
        let colour = press.inks.is_colour();
        assert_eq!(operators.contains("k") && operators.contains("K"), colour);
        assert_eq!(names.contains("DeviceCMYK"), colour);
        assert!(names.contains("DeviceGray"), "a gray picture stays gray");
    }
}

#[test]
fn black_text_is_black_ink_alone() {
    for press in presses() {
        let file = written(&press);
        // The first page begins with black text: whatever is set before it must be black alone.
        let first = file.content(0);
        let shown = first.iter().position(|operation| operation.operator == "TJ").unwrap();
        let set = first[..shown].iter().filter(|operation| matches!(operation.operator.as_str(), "g" | "k" | "rg"));
        for operation in set {
            let values: Vec<f32> = operation.operands.iter().map(|value| value.as_float().unwrap()).collect();
            assert!(values == [0.0] || values == [0.0, 0.0, 0.0, 1.0], "{operation:?}");
        }
    }
}

#[test]
fn no_picture_bears_more_ink_than_the_limit() {
    for limit in [220, 240, 300] {
        let press = PressSetup { ink_limit: limit, ..PressSetup::usual(Standard::X1a2001, Inks::StandardColour) };
        let file = anew(&press);
        let mut seen = 0;
        for (_, dict) in file.dictionaries() {
            if dict.get(b"ColorSpace").and_then(Object::as_name).is_ok_and(|name| name == b"DeviceCMYK")
                && dict.has(b"Width")
            {
                let pixels = file.pixels(dict);
                let most = pixels.chunks_exact(4).map(|inks| inks.iter().map(|&ink| u32::from(ink)).sum::<u32>()).max();
                assert!(most.unwrap() <= u32::from(limit) * 255 / 100, "{most:?} at {limit}");
                seen += 1;
            }
        }
        assert!(seen >= 4, "{seen} pictures in four inks");
    }
}

#[test]
fn a_picture_in_the_presss_inks_passes_as_it_is() {
    let press = PressSetup { ink_limit: 400, ..PressSetup::usual(Standard::X1a2001, Inks::PremiumColour) };
    let file = anew(&press);
    let passed: Vec<Dictionary> = file
        .dictionaries()
        .map(|(_, dict)| dict.clone())
        .filter(|dict| dict.get(b"Filter").and_then(Object::as_name).is_ok_and(|name| name == b"DCTDecode"))
        .collect();
    assert_eq!(passed.len(), 2);
    for dict in passed {
        let decode = dict.get(b"Decode").unwrap().as_array().unwrap();
        assert_eq!(decode[0], Object::Integer(1), "Adobe's programs save inks turned round");
    }
}

#[test]
fn nothing_can_be_clicked_played_or_run() {
    let active = [
        "Annots",
        "AA",
        "OpenAction",
        "JavaScript",
        "JS",
        "EmbeddedFiles",
        "EF",
        "AcroForm",
        "Outlines",
        "Dests",
        "Names",
        "Encrypt",
        "OPI",
        "PS",
        "Alternates",
        "TR",
        "TR2",
        "HTP",
        "Ref",
    ];
    for press in presses() {
        let file = written(&press);
        let keys = file.keys();
        let found: Vec<_> = active.iter().filter(|key| keys.contains(**key)).collect();
        assert!(found.is_empty(), "{}: {found:?}", press.standard.name());
        assert!(!file.names().contains("LZWDecode"));
        assert!(file.trailer().get(b"ID").unwrap().as_array().unwrap().len() == 2);
    }
}

#[test]
fn every_font_is_in_the_file() {
    for press in presses() {
        let file = written(&press);
        let descriptors = file.dictionaries().filter(|(_, dict)| {
            dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"FontDescriptor")
        });
        let mut count = 0;
        for (_, descriptor) in descriptors {
            let program = file.entry(descriptor, "FontFile3").as_stream().unwrap();
            assert_eq!(text(program.dict.get(b"Subtype").unwrap()), "CIDFontType0C");
            count += 1;
        }
        let fonts = file.dictionaries().filter(|(_, dict)| dict.has(b"ToUnicode")).count();
        assert!(count >= 1 && fonts >= count);
    }
}

#[test]
fn words_stay_whole_without_words_beside_them() {
    for press in presses().filter(|press| press.inks == Inks::Black) {
        let file = written(&press);
        let told = file.text(0);
        for words in ["Difficult offices affirm", "Small Capitals", "manu\u{ad}script"] {
            assert!(told.contains(words), "{}: {told}", press.standard.name());
        }
    }
}

#[test]
fn what_nothing_can_put_right_is_refused() {
    let size = Size::new(Length::pt(20), Length::pt(20));
    let image = Item::Image { picture: pictures()[0].clone(), size, source: None };
    let faded = |inner: Item| Item::Group {
        frame: Arc::new(Frame { size, items: vec![(Point::ZERO, inner)] }),
        transform: Transform::IDENTITY,
        clip: false,
        opacity: 100,
    };
    for standard in Standard::ALL {
        let mut document = document(PressSetup::usual(standard, Inks::StandardColour));
        document.pages = vec![page(Side::Recto, vec![faded(image.clone())])];
        let result = pdf::write(&document);
        if standard == Standard::X4 {
            assert!(result.is_ok());
        } else {
            assert_eq!(result.unwrap_err()[0].code, "print-standard");
        }
    }
}

#[test]
fn pages_of_other_files_are_not_claimed() {
    let bytes = pdf::write(&document(PressSetup::usual(Standard::Plain, Inks::Black))).unwrap();
    let other = Arc::new(chapbook::pdfread::File::parse(&bytes).unwrap());
    for standard in Standard::ALL {
        let mut document = document(PressSetup::usual(standard, Inks::Black));
        let form = Item::Form(chapbook::pdfread::Form::all(&other).swap_remove(0));
        document.pages = vec![page(Side::Recto, vec![form])];
        let result = pdf::write(&document);
        match standard {
            Standard::Plain => assert!(result.is_ok()),
            _ => assert_eq!(result.unwrap_err()[0].code, "print-standard"),
        }
    }
}

#[test]
fn a_faded_group_is_paler_where_nothing_may_shine_through() {
    let frame = Frame { size: TRIM, items: vec![(Point::ZERO, Item::Glyphs(run_of("Pale")))] };
    let group = Item::Group { frame: Arc::new(frame), transform: Transform::IDENTITY, clip: false, opacity: 128 };
    let mut document = document(PressSetup::usual(Standard::X1a2001, Inks::Black));
    document.pages = vec![page(Side::Recto, vec![group, Item::Glyphs(run_of("Black"))])];
    let file = File::read(&pdf::write(&document).unwrap());
    let grays: Vec<f32> = file
        .content(0)
        .iter()
        .filter(|operation| operation.operator == "g")
        .map(|operation| operation.operands[0].as_float().unwrap())
        .collect();
    assert!(grays.iter().any(|gray| (gray - 0.498).abs() < 0.01), "{grays:?}");
}

fn run_of(text: &str) -> GlyphRun {
    run(walk::PLAIN, text, Ink::BLACK)
}

#[test]
fn equal_documents_have_equal_files() {
    let press = PressSetup::usual(Standard::X1a2001, Inks::StandardColour);
    let write = || pdf::write(&document(press.clone())).unwrap();
    assert_eq!(write(), write());
    let id = |standard| {
        let file = written(&PressSetup::usual(standard, Inks::Black));
        format!("{:?}", file.trailer().get(b"ID").unwrap())
    };
    assert_ne!(id(Standard::X4), id(Standard::X1a2003));
}
