//! A document with one of everything that a press must take, made by hand.

use chapbook::base::{Binding, Bleed, Folio, FolioStyle, Ink, Length, Point, Size, Transform};
use chapbook::fonts::{Direction, FaceId, Faces, FeatureSet, Features, Figures, Position, Request, builtin};
use chapbook::page::*;
use chapbook::pictures::Picture;
use chapbook::press::{Inks, PressSetup, Standard};
use std::io::Cursor;
use std::sync::{Arc, LazyLock};

pub static FACES: LazyLock<Arc<Faces>> = LazyLock::new(|| {
    let mut faces = Faces::default();
    for face in builtin::FAMILIES.into_iter().flat_map(|name| builtin::family(name).unwrap()) {
        faces.add(face);
    }
    Arc::new(faces)
});

pub const TRIM: Size = Size::new(Length::pt(300), Length::pt(400));
const PLAIN: Features = Features {
    small_caps: false,
    figures: Figures::Default,
    position: Position::Normal,
    tabular: false,
    no_ligatures: false,
    others: FeatureSet::NONE,
};

pub fn run(features: Features, text: &str, ink: Ink) -> GlyphRun {
    let size = Length::pt(10);
    let request = Request { face: FaceId(0), features, lang: "en", direction: Direction::LeftToRight, text };
    let upem = FACES.get(request.face).metrics.upem;
    let mut pen = 0;
    let placed = |glyph: &chapbook::fonts::ShapedGlyph| {
        let (x, rise) = (i64::from(pen + glyph.dx), i64::from(glyph.dy));
        pen += glyph.advance;
        PlacedGlyph { id: glyph.id, x: size.of_units(x, upem), rise: size.of_units(rise, upem), cluster: glyph.cluster }
    };
    let glyphs = FACES.shaper().shape(&request).glyphs.iter().map(placed).collect();
    GlyphRun { face: request.face, size, ink, glyphs, text: text.into(), origins: Vec::new(), expand: 1_000 }
}

/// A line's end inside a word: the hyphen stands for no text.
pub fn hyphenated(text: &str) -> GlyphRun {
    let mut run = run(PLAIN, &format!("{text}-"), Ink::BLACK);
    run.glyphs.last_mut().unwrap().cluster = u32::MAX;
    run.text = text.into();
    run
}

fn png(image: impl Into<image::DynamicImage>) -> Arc<Picture> {
    let mut bytes = Vec::new();
    image.into().write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
    Arc::new(Picture::probe(bytes).unwrap())
}

/// A photograph, a gray one, one with holes, one in inks, one in inks with too much of them, and a drawing.
pub fn pictures() -> Vec<Arc<Picture>> {
    let photograph = image::RgbImage::from_fn(32, 24, |x, y| image::Rgb([(x * 8) as u8, (y * 10) as u8, 90]));
    let gray = image::GrayImage::from_fn(16, 16, |x, y| image::Luma([(x * y) as u8]));
    let holes = image::RgbaImage::from_fn(16, 16, |x, _| image::Rgba([0, 160, 60, (x * 16) as u8]));
    let dark = image::RgbImage::from_fn(16, 16, |x, y| image::Rgb([(x * 2) as u8, (y * 2) as u8, 10]));
    let inks = Picture::probe(include_bytes!("../pictures/cmyk.jpg").to_vec()).unwrap();
    let much = Picture::probe(include_bytes!("../pictures/much-ink.jpg").to_vec()).unwrap();
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'><defs><linearGradient id='g'>\
        <stop stop-color='#fd0'/><stop offset='1' stop-color='#06c'/></linearGradient>\
        <filter id='f'><feGaussianBlur stdDeviation='1'/></filter></defs>\
        <rect width='60' height='20' fill='url(#g)'/><circle cx='20' cy='20' r='12' fill='#c00' opacity='.5'/>\
        <g opacity='.6'><rect x='30' y='10' width='12' height='12' fill='#00c'/><rect x='36' width='12' height='16'/></g>\
        <rect x='45' y='25' width='10' height='10' fill='#0a0' filter='url(#f)'/>\
        <text x='2' y='38' font-size='8'>Words</text></svg>";
    let drawing = Picture::probe(drawing.as_bytes()).unwrap();
    let made = [png(photograph), png(gray), png(holes), png(dark)];
    made.into_iter().chain([inks, much, drawing].map(Arc::new)).collect()
}

/// Text, rules and paths in every kind of ink, and a faded group.
fn things() -> Vec<Item> {
    let small = Features { small_caps: true, ..PLAIN };
    let inner = Frame {
        size: Size::new(Length::pt(40), Length::pt(10)),
        items: vec![(Point::new(Length::ZERO, Length::pt(8)), Item::Glyphs(run(PLAIN, "Pale", Ink::BLACK)))],
    };
    let steps = vec![
        PathStep::Move(Point::ZERO),
        PathStep::Line(Point::new(Length::pt(9), Length::ZERO)),
        PathStep::Curve(
            Point::new(Length::pt(9), Length::pt(4)),
            Point::new(Length::pt(4), Length::pt(9)),
            Point::new(Length::ZERO, Length::pt(9)),
        ),
        PathStep::Close,
    ];
    let pen = Stroke {
        ink: Ink::Cmyk(0, 100, 0, 0),
        width: Length::pt(1),
        cap: 0,
        join: 0,
        miter: 10_000,
        dash: vec![],
        dash_phase: Length::ZERO,
    };
    vec![
        Item::Glyphs(run(PLAIN, "Difficult offices affirm", Ink::BLACK)),
        Item::Glyphs(run(small, "Small Capitals", Ink::BLACK)),
        Item::Glyphs(hyphenated("manu")),
        Item::Glyphs(run(PLAIN, "script", Ink::BLACK)),
        Item::Glyphs(run(PLAIN, "Red", Ink::Rgb(200, 0, 0))),
        Item::Rule { size: Size::new(Length::pt(50), Length::pt(1)), ink: Ink::Cmyk(0, 0, 0, 50) },
        Item::Path(Path { steps, fill: Some(Fill { ink: Ink::Rgb(0, 0, 120), even_odd: false }), stroke: Some(pen) }),
        Item::Group { frame: Arc::new(inner), transform: Transform::IDENTITY, clip: true, opacity: 128 },
    ]
}

pub fn page(side: Side, items: Vec<Item>) -> Page {
    let place = |(at, item)| (Point::new(Length::pt(30), Length::pt(20 + 24 * at)), item);
    let frame = Arc::new(Frame { size: TRIM, items: (0_i64..).zip(items).map(place).collect() });
    let bleed = Bleed { top: Length::pt(9), bottom: Length::pt(8), ..Bleed::outer(Length::pt(9)) };
    Page {
        boxes: Boxes::bled(TRIM, bleed, Binding::Left.spine(side.is_recto())),
        side,
        folio: Some(Folio { style: FolioStyle::Arabic, number: 1 }),
        frame,
    }
}

/// A recto of text and drawing, a verso of pictures.
pub fn document(press: PressSetup) -> Document {
    let size = Size::new(Length::pt(60), Length::pt(20));
    let images = pictures().into_iter().map(|picture| Item::Image { picture, size, source: None }).collect();
    let info = Info {
        title: "Inks & Presses".to_owned(),
        authors: vec!["Ann Author".to_owned()],
        language: "en".to_owned(),
        instant: "2026-11-23T00:00:00Z".to_owned(),
        identifier: "urn:isbn:9783161484100".to_owned(),
        ..Info::default()
    };
    Document {
        binding: Binding::Left,
        pages: vec![page(Side::Recto, things()), page(Side::Verso, images)],
        fonts: FACES.clone(),
        outline: vec![OutlineEntry { level: 0, title: "One".to_owned(), page: 0, y: Length::ZERO }],
        structure: StructureTree::default(),
        info,
        pictures: Default::default(),
        output: Output::Press(press),
    }
}

/// Every standard with black ink and with four.
pub fn presses() -> impl Iterator<Item = PressSetup> {
    let inks = [Inks::Black, Inks::StandardColour];
    Standard::ALL.into_iter().flat_map(move |standard| inks.map(|inks| PressSetup::usual(standard, inks)))
}
