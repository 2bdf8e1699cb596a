//! In: a document. Out: a stable text of it, one line an item, for golden tests and diffs. Refuses to draw.

use super::{Document, Frame, Item, LinkTarget, Mark, Side};
use crate::base::{Ink, Point, Size};
use std::fmt::Write;

/// Everything that a reader of the pages could see or press, page by page; then the outline.
pub fn trace(document: &Document) -> String {
    let mut out = String::new();
    for (at, page) in document.pages.iter().enumerate() {
        let side = match page.side {
            Side::Recto => "recto",
            Side::Verso => "verso",
        };
        let _ = writeln!(out, "page {at} folio {:?} {side} {}", page.shown_folio(), size(page.boxes.trim));
        frame(document, &page.frame, 1, &mut out);
    }
    for entry in &document.outline {
        let _ = writeln!(out, "outline {} {:?} page {} y {}", entry.level, entry.title, entry.page, entry.y);
    }
    out
}

fn frame(document: &Document, frame_: &Frame, depth: usize, out: &mut String) {
    for (point, item) in &frame_.items {
        let _ = write!(out, "{:1$}", "", depth * 2);
        line(document, *point, item, out);
        out.push('\n');
        if let Item::Group { frame: inner, .. } = item {
            frame(document, inner, depth + 1, out);
        }
    }
}

fn line(document: &Document, point: Point, item: &Item, out: &mut String) {
    let at = format!("{} {}", point.x, point.y);
    let _ = match item {
        Item::Glyphs(run) => {
            let face = &document.fonts.get(run.face).postscript_name;
            let hyphen = if run.glyphs.iter().any(|glyph| glyph.cluster == u32::MAX) { " +hyphen" } else { "" };
            let expand = if run.expand == 1_000 { String::new() } else { format!(" expand {}", run.expand) };
            let ink = if run.ink == Ink::BLACK { String::new() } else { format!(" {}", colour(run.ink)) };
            write!(out, "{at} text {face} {}{expand}{ink} {:?}{hyphen}", run.size, run.text)
        }
        Item::Rule { size: area, ink } => write!(out, "{at} rule {} {}", size(*area), colour(*ink)),
        Item::Path(path) => {
            let fill = path.fill.as_ref().map_or(String::new(), |fill| format!(" fill {}", colour(fill.ink)));
            let stroke = path.stroke.as_ref();
            let stroke = stroke.map_or(String::new(), |pen| format!(" stroke {} {}", pen.width, colour(pen.ink)));
            write!(out, "{at} path {} steps{fill}{stroke}", path.steps.len())
        }
        Item::Image { picture, size: area, .. } => {
            let format = format!("{:?}", picture.format).to_lowercase();
            write!(out, "{at} image {format} {}x{} as {}", picture.width, picture.height, size(*area))
        }
        Item::Group { transform, clip, opacity, .. } => {
            let clip = if *clip { " clip" } else { "" };
            let [a, b, c, d] = [transform.a, transform.b, transform.c, transform.d];
            write!(out, "{at} group {a} {b} {c} {d} {} {}{clip} opacity {opacity}", transform.e, transform.f)
        }
        Item::Form(form) => write!(out, "{at} form of page {} {}", form.index(), size(form.size())),
        Item::Link(link) => {
            let origin = link.area.origin;
            let at = format!("{} {}", point.x + origin.x, point.y + origin.y);
            let target = match &link.target {
                LinkTarget::Url(url) => url.clone(),
                LinkTarget::Place { page, y } => format!("page {page} y {y}"),
            };
            write!(out, "{at} link {} to {target} {:?}", size(link.area.size), link.contents)
        }
        Item::Mark(Mark::Begin(node)) => {
            let role = document.structure.nodes.get(node.0 as usize).map(|node| node.role);
            write!(out, "begin {} {}", node.0, role.map_or("?".to_owned(), |role| format!("{role:?}")))
        }
        Item::Mark(Mark::BeginArtifact) => write!(out, "begin artifact"),
        Item::Mark(Mark::BeginFurniture) => write!(out, "begin furniture"),
        Item::Mark(Mark::End) => write!(out, "end"),
    };
}

fn size(size: Size) -> String {
    format!("{}x{}", size.width, size.height)
}

fn colour(ink: Ink) -> String {
    match ink {
        Ink::Gray(level) => format!("gray {level}"),
        Ink::Rgb(red, green, blue) => format!("rgb {red} {green} {blue}"),
        Ink::Cmyk(cyan, magenta, yellow, black) => format!("cmyk {cyan} {magenta} {yellow} {black}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folio, FolioStyle};
    use crate::base::{Length, Rect, Transform};
    use crate::fonts::{FaceId, Faces, builtin};
    use crate::page::{
        Boxes, GlyphRun, Info, Link, Node, NodeId, OutlineEntry, Output, Page, PlacedGlyph, StructureTree,
    };
    use crate::pictures::PictureRules;
    use std::sync::Arc;

    #[test]
    fn every_item_is_a_line() {
        let mut faces = Faces::default();
        faces.add(builtin::family("Source Sans").and_then(|faces| faces.into_iter().next()).unwrap());
        let trim = Size::new(Length::pt(100), Length::pt(150));
        let glyph = PlacedGlyph { id: 5, x: Length::ZERO, rise: Length::ZERO, cluster: u32::MAX };
        let (size, ink) = (Length::pt_ratio(21, 2), Ink::Rgb(1, 2, 3));
        let run = GlyphRun {
            face: FaceId(0),
            size,
            ink,
            glyphs: vec![glyph],
            text: "a\"b".into(),
            origins: Vec::new(),
            expand: 990,
        };
        let place = LinkTarget::Place { page: 0, y: Length::pt(3) };
        let area = Rect::new(Length::pt(1), Length::pt(2), Length::pt(3), Length::pt(4));
        let link = Link { area, target: place, contents: "go".to_owned(), node: NodeId(0) };
        let rule = Item::Rule { size: Size::new(Length::pt(9), Length::pt(1)), ink: Ink::Gray(0) };
        let inner = Frame { size: trim, items: vec![(Point::ZERO, rule)] };
        let group = Item::Group { frame: Arc::new(inner), transform: Transform::IDENTITY, clip: true, opacity: 255 };
        let items =
            [Item::Mark(Mark::Begin(NodeId(0))), Item::Glyphs(run), Item::Mark(Mark::End), Item::Link(link), group];
        let items = items.into_iter().map(|item| (Point::new(Length::pt(10), Length::pt(20)), item)).collect();
        let frame = Arc::new(Frame { size: trim, items });
        let page = Page {
            boxes: Boxes::new(trim, Length::ZERO),
            side: Side::Verso,
            folio: Some(Folio { style: FolioStyle::Roman, number: 2 }),
            frame,
        };
        let document = Document {
            binding: Default::default(),
            pages: vec![page],
            fonts: Arc::new(faces),
            outline: vec![OutlineEntry { level: 0, title: "One".to_owned(), page: 0, y: Length::ZERO }],
            structure: StructureTree { nodes: vec![Node::default()] },
            info: Info::default(),
            pictures: PictureRules::default(),
            output: Output::Screen,
        };
        let expected = "page 0 folio \"ii\" verso 100x150\n  begin 0 Document\n  \
            10 20 text SourceSansPro-Regular 10.5 expand 990 rgb 1 2 3 \"a\\\"b\" +hyphen\n  end\n  \
            11 22 link 3x4 to page 0 y 3 \"go\"\n  10 20 group 65536 0 0 65536 0 0 clip opacity 255\n    \
            0 0 rule 9x1 gray 0\noutline 0 \"One\" page 0 y 0\n";
        assert_eq!(trace(&document), expected);
    }
}
