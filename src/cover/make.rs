//! In: a book, its design, its page count. Out: the sheet, item by item. Refuses to know the styles' own ways.

use super::back::BackText;
use super::builder::{About, CoverBuilder};
use super::palette::{Palette, Target};
use super::set::Typesetter;
use super::sheet::Sheet;
use super::words::CoverText;
use super::{art, barcode, classic, flaps, guides, modern, spine, zine};
use crate::base::{Diagnostic, Length, Rect, Size};
use crate::design::{CoverStyle, Design, SpineRule, SpineText};
use crate::layout::compose::outline;
use crate::model::Book;
use crate::page::{Boxes, Document, Frame, Node, Page, Side, StructureTree};
use crate::pictures::{Light, Picture};
use crate::press::{Output, PressSetup, Standard};
use std::sync::Arc;

/// The cover's files, and what was found.
#[derive(Clone, Debug)]
pub struct Cover {
    pub document: Document,
    /// The same with lines and measures over it, in a larger page.
    pub guides: Option<Document>,
    /// With what each is about.
    pub found: Vec<(About, Diagnostic)>,
}

/// The front by itself.
#[derive(Clone, Debug)]
pub enum Front {
    /// The author's picture.
    Art(Arc<Picture>),
    /// A frame to be painted, and the most pixels that it may have.
    Set(Frame, (u32, u32)),
}

/// What shops ask of an ebook's cover, in pixels; they are a frame's points.
pub const SCREEN: (u32, u32) = (1_600, 2_560);

/// Back, spine and front of a book of so many pages.
pub fn cover(book: &Book, design: &Design, pages: usize) -> Cover {
    let words = CoverText::new(&book.metadata);
    let rule = &design.cover.spine;
    let sheet = Sheet::new(design, pages);
    let target = if design.press.keeps_rgb { Target::RgbPress } else { Target::Press };
    let mut builder = builder(book, design, &words, sheet, target);
    builder.text = book.cover.text.as_deref().map(|book| BackText { book, pages });
    let art = &book.cover;
    builder.art = (art.front.is_some() || art.wrap.is_some(), art.back.is_some() || art.wrap.is_some());
    let wants_words = design.cover.spine_text != SpineText::None && (art.wrap.is_none() || design.cover.over_art);
    match spine::room(sheet.spine, pages, &design.cover) {
        Ok(room) => builder.spine_room = Some(room).filter(|_| wants_words),
        Err(why) if wants_words => {
            let help = "if the spine is wider, set `[cover] paper` or `[cover] spine`; `spine-text = \"none\"` turns this hint off";
            builder.found.push((About::Spine, Diagnostic::hint("cover-spine-thin", why).help(help)));
        }
        Err(_) => {}
    }
    builder.found.extend(doubt(design, &words).map(|found| (About::Paper, found)));
    builder.found.extend(untold(book, design));
    if let (Some(isbn), Some(percent)) = (&words.isbn, design.cover.barcode) {
        let price = design.cover.price.as_ref();
        let mut setter = Typesetter::new(design, &book.metadata);
        builder.barcode = Some(barcode::barcode(isbn, price, percent, &mut setter));
    }
    draw(&mut builder, book);
    flaps::flaps(&mut builder, book, pages);
    let barcode = builder.barcode_area();
    builder.put_barcode();
    let CoverBuilder { items, found, mut setter, .. } = builder;
    let findings = std::mem::take(&mut setter.found);
    let mut found = found;
    let placeless = |found| Diagnostic { span: None, also: Vec::new(), more: 0, ..found };
    found.extend(findings.into_iter().map(|found| (About::Sheet, placeless(found))));
    let press = design.press.in_colour();
    let frame = Frame { size: sheet.trim(), items };
    let guides = design.cover.guides.then(|| {
        let over = guides::guides(&sheet, design.cover.spine_clear, barcode, &how(rule, pages), &mut setter);
        let items = frame.items.iter().cloned().chain(over).collect();
        let mut boxes = Boxes::new(sheet.trim(), sheet.bleed);
        boxes.media = boxes.bleed.outset(guides::AROUND);
        let plain = PressSetup { standard: Standard::Plain, ..press.clone() };
        document(book, design, boxes, Frame { items, ..frame.clone() }, Output::Press(plain))
    });
    let boxes = Boxes::new(sheet.trim(), sheet.bleed);
    Cover { document: document(book, design, boxes, frame, Output::Press(press)), guides, found }
}

/// The front for a screen, with what was found. Where no font has the letters of its words, it is drawn without them.
pub fn front(book: &Book, design: &Design) -> (Front, Vec<(About, Diagnostic)>) {
    let art = &book.cover;
    if let Some(picture) = art.front.as_ref().filter(|_| !design.cover.over_art) {
        return (Front::Art(Arc::clone(picture)), Vec::new());
    }
    if let Some(picture) = art.wrap.as_ref().filter(|_| art.front.is_none() && !design.cover.over_art) {
        let sheet = Sheet::new(design, 0);
        let panel = sheet.panel;
        let item = art::front_of_wrap(picture, &sheet);
        // As many pixels as the picture has there.
        let high = panel.height.0.max(1) * i64::from(picture.height) / sheet.bled().size.height.0.max(1);
        let vector = picture.format == crate::pictures::Format::Svg;
        let most = |high: i64| u32::try_from(high).unwrap_or(SCREEN.1).clamp(1, SCREEN.1);
        let high = if vector { SCREEN.1 } else { most(high) };
        return (Front::Set(Frame { size: panel, items: vec![item] }, (SCREEN.0, high)), Vec::new());
    }
    let words = CoverText::new(&book.metadata);
    let sheet = Sheet::front_only(Size::new(Length::pt(SCREEN.0.into()), Length::pt(SCREEN.1.into())));
    let mut builder = builder(book, design, &words, sheet, Target::Screen);
    builder.art.0 = art.front.is_some() || art.wrap.is_some();
    ground(&mut builder);
    screen_art(&mut builder, book, design);
    let without_words = builder.items.clone();
    front_of(&mut builder);
    let CoverBuilder { items, found, .. } = builder;
    let lacks = found.iter().find(|(_, found)| found.code == "glyph-missing");
    let (items, found) = match lacks {
        None => (items, found),
        Some((about, lacks)) => (without_words, vec![(*about, wordless(lacks))]),
    };
    (Front::Set(Frame { size: sheet.trim(), items }, SCREEN), found)
}

/// What the words of a front on a screen are set over.
fn screen_art(builder: &mut CoverBuilder, book: &Book, design: &Design) {
    let front = builder.sheet.front();
    if let Some(picture) = &book.cover.front {
        builder.lights.extend(Light::new(picture, art::at(picture, front, design.cover.fit)));
        builder.items.push(art::place(picture, front, design.cover.fit).0);
    } else if let Some(picture) = &book.cover.wrap {
        // The sheet in the screen's own measure.
        let print = Sheet::new(design, 0);
        let scaled = |length: Length| length.scale(front.size.height.0, print.panel.height.0.max(1));
        let (bleed, flap) = (scaled(print.bleed), scaled(print.flap));
        let sheet = Sheet { bleed, flap, binding: print.binding, ..builder.sheet };
        let item = art::front_of_wrap(picture, &sheet);
        builder.lights.extend(art::shown(&item).and_then(|at| Light::new(picture, at)));
        builder.items.push(item);
    }
}

fn wordless(lacks: &Diagnostic) -> Diagnostic {
    let why = format!("the ebook's cover is drawn without words: {}", lacks.message);
    Diagnostic::warning("cover-wordless", why)
        .help("name a picture as `front` under `[cover]`, or a font file that has them under `fallback` in `[type]`")
}

fn builder<'a>(
    book: &'a Book,
    design: &'a Design,
    words: &'a CoverText,
    sheet: Sheet,
    target: Target,
) -> CoverBuilder<'a> {
    CoverBuilder {
        sheet,
        palette: Palette::new(design.cover.style, design.cover.colour, target),
        words,
        text: book.cover.text.as_deref().map(|book| BackText { book, pages: 0 }),
        design,
        setter: Typesetter::new(design, &book.metadata),
        barcode: None,
        spine_room: None,
        art: (false, false),
        lights: Vec::new(),
        items: Vec::new(),
        found: Vec::new(),
    }
}

fn draw(builder: &mut CoverBuilder, book: &Book) {
    let (sheet, own) = (builder.sheet, &book.cover);
    ground(builder);
    let (fit, over) = (builder.design.cover.fit, builder.design.cover.over_art);
    let words_on_back = own.text.is_some() || builder.words.publisher.is_some();
    let front = own.front.as_ref().map(|front| (About::Front, front, sheet.with_bleed(sheet.front()), over));
    let back = own.back.as_ref().map(|back| (About::Back, back, sheet.with_bleed(sheet.back()), words_on_back));
    let wrap = own.wrap.as_ref().map(|wrap| (About::Wrap, wrap, sheet.bled(), over || words_on_back));
    for (about, picture, area, under_words) in [wrap, back, front].into_iter().flatten() {
        place(builder, about, picture, area);
        // To know how light a picture is takes time.
        let light = under_words.then(|| Light::new(picture, art::at(picture, area, fit)));
        builder.lights.extend(light.flatten());
    }
    if over || !builder.art.0 {
        front_of(builder);
    }
    let style = builder.design.cover.style;
    if over || own.wrap.is_none() {
        match style {
            CoverStyle::Classic => classic::spine(builder),
            CoverStyle::Modern => modern::spine(builder),
            CoverStyle::Zine => zine::spine(builder),
        }
    }
    if !builder.art.1 || builder.text.is_some() {
        match style {
            CoverStyle::Classic => classic::back(builder),
            CoverStyle::Modern => modern::back(builder),
            CoverStyle::Zine => zine::back(builder),
        }
    }
}

fn ground(builder: &mut CoverBuilder) {
    match builder.design.cover.style {
        CoverStyle::Classic => classic::ground(builder),
        CoverStyle::Modern => modern::ground(builder),
        CoverStyle::Zine => zine::ground(builder),
    }
}

fn front_of(builder: &mut CoverBuilder) {
    match builder.design.cover.style {
        CoverStyle::Classic => classic::front(builder),
        CoverStyle::Modern => modern::front(builder),
        CoverStyle::Zine => zine::front(builder),
    }
}

/// More than so many hundredths of a picture are not cut off without a word.
const UNSAID: i64 = 5;

fn place(builder: &mut CoverBuilder, about: About, picture: &Arc<Picture>, area: Rect) {
    let (item, lost) = art::place(picture, area, builder.design.cover.fit);
    builder.items.push(item);
    if lost > UNSAID {
        let (wide, high) = (spine::millimetres(area.size.width), spine::millimetres(area.size.height));
        let why = format!("{lost}% of this picture is cut off because its shape differs from its space");
        let help = format!("make it {wide} × {high} mm, including bleed, or set `[cover] fit = \"whole\"`");
        builder.found.push((about, Diagnostic::hint("cover-art-cut", why).help(help)));
    }
}

/// A picture that may have the title in it, or may not.
fn untold(book: &Book, design: &Design) -> Option<(About, Diagnostic)> {
    let about = match (&book.cover.front, &book.cover.wrap) {
        _ if design.cover.over_art || design.cover.words_in_art => return None,
        (Some(_), _) => About::Front,
        (None, Some(_)) => About::Wrap,
        (None, None) => return None,
    };
    let why = "no title is set over this picture";
    let help = "if the picture has it, set `words = \"in-art\"`; if not, `over-art = true` sets it there";
    Some((about, Diagnostic::hint("cover-words", why).help(help)))
}

/// A spine that is counted where it should be known.
fn doubt(design: &Design, words: &CoverText) -> Option<Diagnostic> {
    match (&design.cover.spine, &design.printer) {
        (SpineRule::Paper { .. }, Some(printer)) => {
            let why = format!(
                "{} gives the width of {} in a template; here it is calculated from the paper",
                printer.name,
                if design.cover.hinge > Length::ZERO { "a hard cover's spine" } else { "the spine" },
            );
            let help = "get the template for your page count and paper, and set its width as `[cover] spine`";
            Some(Diagnostic::warning("cover-spine-template", why).help(help))
        }
        (SpineRule::Paper { named: false, .. }, None) if words.isbn.is_some() => {
            let why = "the spine is calculated with leaves of 0.1 mm because no paper is named";
            let help = "ask the printer, then set `[cover] paper`, `caliper` or `spine`";
            Some(Diagnostic::hint("cover-paper-unknown", why).help(help))
        }
        _ => None,
    }
}

/// Where the width of a spine comes from, in words.
fn how(rule: &SpineRule, pages: usize) -> String {
    match rule {
        SpineRule::Given(_) => ", as given".to_owned(),
        SpineRule::Paper { board, .. } => {
            let boards = spine::millimetres(*board * 2);
            let leaves = spine::millimetres(rule.width(pages) - *board * 2);
            format!(": {pages} pages {leaves} mm, boards {boards} mm")
        }
        SpineRule::Printer { printer, .. } => format!(": {pages} pages, as {} counts", printer.name),
    }
}

fn document(book: &Book, design: &Design, boxes: Boxes, frame: Frame, output: Output) -> Document {
    let page = Page { boxes, side: Side::Recto, folio: None, frame: Arc::new(frame) };
    Document {
        pages: vec![page],
        binding: Default::default(),
        fonts: Arc::clone(&design.faces),
        outline: Vec::new(),
        structure: StructureTree { nodes: vec![Node::default()] },
        info: outline::info(book),
        pictures: design.pictures,
        output,
    }
}
