//! Documents made by hand go through `pdf::write` and are read back by lopdf: what stands on the pages, where, and
//! what copying it gives.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "pdf/reader.rs"]
mod reader;
#[path = "pdf/screen.rs"]
mod screen;

use chapbook::base::{Binding, Folio, FolioStyle, Ink, Length, Point, Rect, Size, Transform};
use chapbook::fonts::{Direction, FaceId, Faces, Features, Request, builtin};
use chapbook::page::*;
use chapbook::pdf;
use chapbook::pictures::Picture;
use chapbook::press::PressSetup;
use lopdf::Object;
use proptest::prelude::*;
use reader::{Kid, Reader};
use std::sync::{Arc, LazyLock};

static FACES: LazyLock<Arc<Faces>> = LazyLock::new(|| {
    let mut faces = Faces::default();
    for face in builtin::FAMILIES.into_iter().flat_map(|name| builtin::family(name).unwrap()) {
        faces.add(face);
    }
    Arc::new(faces)
});

const SERIF: FaceId = FaceId(0);
const SANS: FaceId = FaceId(4);
const TRIM: Size = Size::new(Length::pt(300), Length::pt(400));
const SMALL_CAPS: Features = Features { small_caps: true, ..PLAIN };
const PLAIN: Features = Features {
    small_caps: false,
    figures: chapbook::fonts::Figures::Default,
    position: chapbook::fonts::Position::Normal,
    tabular: false,
    no_ligatures: false,
    others: chapbook::fonts::FeatureSet::NONE,
};

fn run(face: FaceId, size: Length, features: Features, text: &str) -> GlyphRun {
    let request = Request { face, features, lang: "en", direction: Direction::LeftToRight, text };
    let upem = FACES.get(face).metrics.upem;
    let mut pen = 0;
    let shaped = FACES.shaper().shape(&request);
    let placed = |glyph: &chapbook::fonts::ShapedGlyph| {
        let (x, rise) = (i64::from(pen + glyph.dx), i64::from(glyph.dy));
        pen += glyph.advance;
        PlacedGlyph { id: glyph.id, x: size.of_units(x, upem), rise: size.of_units(rise, upem), cluster: glyph.cluster }
    };
    let glyphs = shaped.glyphs.iter().map(placed).collect();
    GlyphRun { face, size, ink: Ink::BLACK, glyphs, text: text.into(), origins: Vec::new(), expand: 1_000 }
}

/// A line of 10 pt, and a hyphen at its end.
fn hyphenated(face: FaceId, text: &str) -> GlyphRun {
    let mut run = run(face, Length::pt(10), PLAIN, &format!("{text}-"));
    run.glyphs.last_mut().unwrap().cluster = u32::MAX;
    run.text = text.into();
    run
}

fn line(face: FaceId, text: &str) -> Item {
    Item::Glyphs(run(face, Length::pt(10), PLAIN, text))
}

fn page(items: Vec<Item>) -> Page {
    let place = |(at, item)| (Point::new(Length::pt(30), Length::pt(40 + 15 * at)), item);
    let items = (0_i64..).zip(items).map(place).collect();
    let frame = Arc::new(Frame { size: TRIM, items });
    Page {
        boxes: Boxes::new(TRIM, Length::pt(9)),
        side: Side::Recto,
        folio: Some(Folio { style: FolioStyle::Arabic, number: 1 }),
        frame,
    }
}

fn document(output: Output, pages: Vec<Page>) -> Document {
    let info = Info {
        title: "Tests & Trials".to_owned(),
        authors: vec!["Ann Author".to_owned(), "Éd Éditeur".to_owned()],
        language: "en".to_owned(),
        instant: "2026-11-23T00:00:00Z".to_owned(),
        ..Info::default()
    };
    let (structure, pictures) = (StructureTree::default(), Default::default());
    Document { pages, binding: Binding::Left, fonts: FACES.clone(), outline: vec![], structure, info, pictures, output }
}

fn written(document: &Document) -> Reader {
    Reader::new(&pdf::write(document).unwrap())
}

#[test]
fn no_page_and_too_many_are_refused() {
    let refused = |pages: Vec<Page>| pdf::write(&document(Output::Screen, pages)).unwrap_err()[0].code;
    assert_eq!(refused(vec![]), "pdf-empty");
    assert_eq!(refused(vec![page(vec![]); chapbook::base::limits::PAGES + 1]), "pdf-pages");
}

#[test]
fn fonts_are_embedded_as_subsets_under_their_names() {
    let file = written(&document(
        Output::Press(PressSetup::default()),
        vec![page(vec![line(SERIF, "Serif"), line(SANS, "Sans")])],
    ));
    let fonts = file.resources(0, "Font");
    let mut names = Vec::new();
    for font in fonts.values().map(|font| font.as_dict().unwrap()) {
        let name = String::from_utf8(file.entry(font, "BaseFont").as_name().unwrap().to_vec()).unwrap();
        let descendant = file.follow(&file.entry(font, "DescendantFonts").as_array().unwrap()[0]).as_dict().unwrap();
        let descriptor = file.entry(descendant, "FontDescriptor").as_dict().unwrap();
        assert_eq!(file.entry(descendant, "BaseFont"), file.entry(font, "BaseFont"));
        assert_eq!(file.entry(descriptor, "FontName"), file.entry(font, "BaseFont"));
        assert_eq!(file.entry(descendant, "Subtype").as_name().unwrap(), b"CIDFontType0");
        let program = file.entry(descriptor, "FontFile3").as_stream().unwrap();
        assert_eq!(program.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"CIDFontType0C");
        assert!(program.decompressed_content().unwrap().starts_with(&[1, 0]), "a bare CFF");
        let (tag, name) = name.split_once('+').unwrap();
        assert!(tag.len() == 6 && tag.bytes().all(|byte| byte.is_ascii_uppercase()));
        names.push(name.to_owned());
    }
    assert_eq!(names, ["LibertinusSerif-Regular", "SourceSansPro-Regular"]);
}

#[test]
fn print_has_boxes_gray_and_nothing_to_press() {
    let mut coloured = run(SERIF, Length::pt(10), PLAIN, "Red");
    coloured.ink = Ink::Rgb(255, 0, 0);
    let area = Rect::new(Length::ZERO, Length::ZERO, Length::pt(20), Length::pt(10));
    let target = LinkTarget::Url("https://example.org/".to_owned());
    let link = Link { area, target, contents: "Red".to_owned(), node: NodeId(0) };
    let rule = Item::Rule { size: Size::new(Length::pt(50), Length::pt(1)), ink: Ink::Rgb(0, 0, 255) };
    let mut document = document(
        Output::Press(PressSetup::default()),
        vec![page(vec![Item::Glyphs(coloured), Item::Link(link), rule])],
    );
    document.outline = vec![OutlineEntry { level: 0, title: "One".to_owned(), page: 0, y: Length::ZERO }];
    let file = written(&document);
    let sides = |key: &str| -> Vec<f32> {
        let sides = file.entry(file.page(0), key).as_array().unwrap();
        sides.iter().map(|side| side.as_float().unwrap()).collect()
    };
    assert_eq!(sides("MediaBox"), [0.0, 0.0, 318.0, 418.0]);
    assert_eq!(sides("BleedBox"), [0.0, 0.0, 318.0, 418.0]);
    assert_eq!(sides("TrimBox"), [9.0, 9.0, 309.0, 409.0]);
    assert!(!file.page(0).has(b"Annots"));
    assert!(!file.document.catalog().unwrap().has(b"Outlines"));
    let operators: Vec<String> = file.operations(0).into_iter().map(|operation| operation.operator).collect();
    assert!(operators.contains(&"g".to_owned()));
    assert!(!operators.iter().any(|operator| ["rg", "RG", "k", "K", "BDC"].contains(&operator.as_str())));
}

#[test]
fn copying_gives_the_words() {
    let lines = vec![
        line(SERIF, "Difficult fluff, e\u{301}tude"),
        Item::Glyphs(run(SERIF, Length::pt(10), SMALL_CAPS, "Small caps")),
        Item::Glyphs(hyphenated(SANS, "hyphen")),
        line(SANS, "ated, well-known, well-kept"),
        line(SERIF, "l\u{2019}\u{e9}t\u{e9}\u{a0}: \u{39b}\u{3cc}\u{3b3}\u{3bf}\u{3c2}"),
    ];
    let text = written(&document(Output::Screen, vec![page(lines)])).text(0);
    let expected = "Difficult fluff, e\u{301}tudeSmall capshyphen\u{ad}ated, well-known, well-kept\
        l\u{2019}\u{e9}t\u{e9} : \u{39b}\u{3cc}\u{3b3}\u{3bf}\u{3c2}";
    assert_eq!(text.replace('\u{a0}', " "), expected);
}

#[test]
fn equal_documents_are_equal_bytes_on_any_number_of_threads() {
    let pages =
        |count: usize| (0..count).map(|at| page(vec![line(SERIF, &format!("Page {at}, fi-\u{2013}"))])).collect();
    let document = document(Output::Screen, pages(70));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let alone = pool.install(|| pdf::write(&document).unwrap());
    assert!(alone == pdf::write(&document).unwrap());
    let id = |file: &Reader| file.document.trailer.get(b"ID").unwrap().clone();
    let other = written(&self::document(Output::Screen, pages(71)));
    assert_ne!(id(&Reader::new(&alone)), id(&other));
}

#[test]
fn every_piece_of_structure_leads_to_ink_and_back() {
    let mut tree = StructureTree::default();
    let root = tree.add(Node::default());
    let node = |role, parent| Node { role, parent: Some(parent), ..Node::default() };
    let paragraph = tree.add(node(StructureRole::Paragraph, root));
    let words = tree.add(node(StructureRole::Link, paragraph));
    let note = tree.add(node(StructureRole::Note, words));
    let begin = |node| Item::Mark(Mark::Begin(node));
    let end = || Item::Mark(Mark::End);
    let area = Rect::new(Length::ZERO, Length::ZERO, Length::pt(20), Length::pt(10));
    let target = LinkTarget::Place { page: 1, y: Length::pt(50) };
    let link = Link { area, target, contents: "On".to_owned(), node: words };
    let first = vec![
        begin(paragraph),
        line(SERIF, "One"),
        end(),
        begin(words),
        line(SERIF, "two"),
        Item::Link(link),
        end(),
        begin(paragraph),
        line(SERIF, "three"),
        end(),
        begin(note),
        line(SERIF, "note"),
        end(),
        line(SERIF, "12"),
    ];
    let second = vec![begin(paragraph), line(SERIF, "four"), end()];
    let mut document = document(Output::Screen, vec![page(first), page(second)]);
    document.structure = tree;
    let file = written(&document);
    let catalog = file.document.catalog().unwrap();
    let root = file.entry(catalog, "StructTreeRoot").as_dict().unwrap();
    assert_eq!(reading_order(&file, root), ["p0.0", "p0.1", "On", "p0.3", "p0.2", "p1.0"]);
    let parents = file.entry(file.entry(root, "ParentTree").as_dict().unwrap(), "Nums").as_array().unwrap();
    assert_eq!(parents.len(), 6, "two pages and a link");
    let owners = file.follow(&parents[1]).as_array().unwrap();
    let roles = owners.iter().map(|owner| file.entry(file.follow(owner).as_dict().unwrap(), "S").as_name().unwrap());
    assert_eq!(roles.collect::<Vec<_>>(), [&b"P"[..], b"Link", b"P", b"Note"]);
    let artifacts = file.operations(0).iter().filter(|operation| operation.operator == "BMC").count();
    assert_eq!(artifacts, 1, "the folio");
}

/// Leaves of the structure tree in order: marked content as page and number, annotations as what they say.
fn reading_order(file: &Reader, element: &lopdf::Dictionary) -> Vec<String> {
    let leaf = |kid: Kid| match kid {
        Kid::Ink { page, number } => vec![format!("p{page}.{number}")],
        Kid::Annotation(link) => {
            vec![String::from_utf8(link.get(b"Contents").unwrap().as_str().unwrap().to_vec()).unwrap()]
        }
        Kid::Element(element) => reading_order(file, element),
    };
    file.kids(element).into_iter().flat_map(leaf).collect()
}

#[test]
fn outline_labels_and_metadata_are_whole() {
    let mut pages: Vec<Page> = (0..6).map(|_| page(vec![line(SERIF, "x")])).collect();
    let folio = |style, number| Some(Folio { style, number });
    let (roman, arabic) = (|number| folio(FolioStyle::Roman, number), |number| folio(FolioStyle::Arabic, number));
    for (page, folio) in pages.iter_mut().zip([roman(1), roman(2), arabic(1), arabic(2), None, arabic(4)]) {
        page.folio = folio;
    }
    let mut document = document(Output::Screen, pages);
    let entry = |(level, page)| OutlineEntry { level, title: format!("Tïtle {page}"), page, y: Length::pt(30) };
    document.outline = [(0, 0), (1, 1), (2, 2), (2, 3), (0, 4)].map(entry).to_vec();
    let file = written(&document);
    let catalog = file.document.catalog().unwrap();
    let outline = file.entry(catalog, "Outlines").as_dict().unwrap();
    let first = file.entry(outline, "First").as_dict().unwrap();
    let inner = file.entry(first, "First").as_dict().unwrap();
    let count = |dict: &lopdf::Dictionary| dict.get(b"Count").unwrap().as_i64().unwrap();
    assert_eq!((count(outline), count(first), count(inner)), (3, 1, -2));
    let labels = file.entry(file.entry(catalog, "PageLabels").as_dict().unwrap(), "Nums").as_array().unwrap();
    let starts: Vec<i64> = labels.iter().step_by(2).map(|at| at.as_i64().unwrap()).collect();
    assert_eq!(starts, [0, 2, 4, 5]);
    let info = file.entry(&file.document.trailer, "Info").as_dict().unwrap();
    let author = reader::utf16(&file.entry(info, "Author").as_str().unwrap()[2..]);
    assert_eq!(author, "Ann Author; Éd Éditeur");
    let xmp = file.entry(catalog, "Metadata").as_stream().unwrap();
    let xmp = std::str::from_utf8(&xmp.content).unwrap();
    assert!(xmp.contains("Tests &amp; Trials") && xmp.contains("<rdf:li>Éd Éditeur</rdf:li>"));
    assert!(xmp.contains("<xmp:CreateDate>2026-11-23T00:00:00Z</xmp:CreateDate>"));
}

#[test]
fn pictures_stand_once_and_print_in_gray() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='20' height='20' fill='red'/>\
        <g opacity='.5'><rect width='9' height='9' fill='#00f'/><rect x='4' width='9' height='9'/></g></svg>";
    let svg = Arc::new(Picture::probe(svg.as_bytes()).unwrap());
    let mut png = Vec::new();
    let pixels = image::RgbaImage::from_pixel(8, 4, image::Rgba([255, 0, 0, 128]));
    pixels.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    let png = Arc::new(Picture::probe(png).unwrap());
    let size = Size::new(Length::pt(80), Length::pt(40));
    let items = [&svg, &png, &svg].map(|picture| Item::Image { picture: picture.clone(), size, source: None });
    let frame = Frame { size: TRIM, items: items.into_iter().map(|item| (Point::ZERO, item)).collect() };
    let group = Item::Group { frame: Arc::new(frame), transform: Transform::IDENTITY, clip: true, opacity: 255 };
    let document = document(Output::Press(PressSetup::default()), vec![page(vec![group])]);
    let file = written(&document);
    let objects = file.resources(0, "XObject");
    assert_eq!(objects.keys().collect::<Vec<_>>(), ["P0", "P1"]);
    let form = objects["P0"].as_stream().unwrap();
    let drawn = String::from_utf8(form.decompressed_content().unwrap()).unwrap();
    let red: f32 = drawn.lines().find_map(|line| line.strip_suffix(" g")?.parse().ok()).unwrap();
    assert!((0.35..0.5).contains(&red) && !drawn.contains("rg"), "{drawn}");
    let image = objects["P1"].as_stream().unwrap();
    assert_eq!(image.dict.get(b"ColorSpace").unwrap(), &Object::Name(b"DeviceGray".to_vec()));
    assert!(!image.dict.has(b"SMask"), "paper does not shine through black ink");
}

/// Text in a face, with a random pull on every glyph.
fn pulled() -> impl Strategy<Value = (u16, i64, u16, String, Vec<i64>)> {
    let text = "[a-zA-Zfil ,.()\\\\\u{410}-\u{44f}éß-]{1,40}";
    (0_u16..8, 4_000_i64..40_000, 970_u16..1_030, text, prop::collection::vec(-3_000_i64..3_000, 1..40))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Text comes back whole, and no glyph stands further from its place than a thousandth of an em (and what a
    /// thousandth of a point adds at the line's start).
    #[test]
    fn runs_come_back_as_they_were(runs in prop::collection::vec(pulled(), 1..6)) {
        let mut expected: Vec<(f64, f64, f64)> = Vec::new();
        let (mut text, mut items) = (String::new(), Vec::new());
        for (at, (face, milli, expand, words, pulls)) in runs.into_iter().enumerate() {
            let size = Length::pt_ratio(milli, 1_000);
            let mut run = run(FaceId(face), size, PLAIN, &words);
            run.expand = expand;
            let y = 9.0 + 400.0 - (40.0 + 15.0 * at as f64);
            for (nth, glyph) in run.glyphs.iter_mut().enumerate() {
                glyph.x += Length::pt_ratio(pulls[nth % pulls.len()], 1_000);
                glyph.rise = if nth % 7 == 3 { Length::pt(2) } else { Length::ZERO };
                expected.push((39.0 + glyph.x.to_pt(), y + glyph.rise.to_pt(), size.to_pt()));
            }
            text.push_str(&words);
            items.push(Item::Glyphs(run));
        }
        let file = written(&document(Output::Press(PressSetup::default()), vec![page(items)]));
        let shown = file.shown(0);
        prop_assert_eq!(file.text(0), text);
        prop_assert_eq!(shown.len(), expected.len());
        for (shown, (x, y, size)) in shown.iter().zip(expected) {
            prop_assert!((shown.x - x).abs() <= size / 1_000.0 + 0.001, "{} {x} at {size}", shown.x);
            prop_assert!((shown.y - y).abs() <= 0.001 && (shown.size - size).abs() <= 0.001);
        }
    }
}
