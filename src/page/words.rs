//! In: a page. Out: its lines with their words and where they stand, and the word at a point. Refuses to draw.

use super::{Frame, GlyphRun, Item, Mark, NodeId, Page, PlacedGlyph, StructureRole, StructureTree, TextPlace};
use crate::base::{Length, Point, Rect};

/// Runs on one baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordLine {
    pub area: Rect,
    pub text: String,
    /// Whether it stands there because there is a page: a running head, a folio.
    pub is_furniture: bool,
    /// Whether a paragraph or the like begins with it.
    pub opens: bool,
}

/// A run of glyphs where it stands on its page.
#[derive(Clone, Copy, Debug)]
pub struct PlacedRun<'a> {
    pub at: Point,
    pub run: &'a GlyphRun,
    pub is_furniture: bool,
    /// The node of the paragraph or the like that it is in.
    pub block: Option<NodeId>,
    /// Whether that begins with it on this page.
    pub opens: bool,
}

/// The runs of a page, in reading order.
pub fn runs<'a>(page: &'a Page, structure: &StructureTree) -> Vec<PlacedRun<'a>> {
    let mut runs = Vec::new();
    let (mut is_furniture, mut node, mut opens) = (false, None, true);
    for (at, item) in &page.frame.items {
        match item {
            Item::Mark(Mark::BeginFurniture) => is_furniture = true,
            Item::Mark(Mark::End) => is_furniture = false,
            Item::Mark(Mark::Begin(id)) => {
                if let Some(block) = block(*id, structure) {
                    opens |= node != Some(block);
                    node = Some(block);
                }
            }
            Item::Glyphs(run) => {
                runs.push(PlacedRun { at: *at, run, is_furniture, block: node, opens });
                opens = false;
            }
            Item::Mark(Mark::BeginArtifact)
            | Item::Rule { .. }
            | Item::Path(_)
            | Item::Image { .. }
            | Item::Group { .. }
            | Item::Form(_)
            | Item::Link(_) => {}
        }
    }
    runs
}

/// The lines of a page, in reading order.
pub fn lines(page: &Page, structure: &StructureTree) -> Vec<WordLine> {
    let mut lines: Vec<WordLine> = Vec::new();
    let mut baseline = None;
    for PlacedRun { at, run, is_furniture, opens, .. } in runs(page, structure) {
        let area = area(at, run);
        match lines.last_mut() {
            Some(line) if baseline == Some(at.y) && line.is_furniture == is_furniture && !opens => {
                line.area = joined(line.area, area);
                line.text.push_str(&run.text);
            }
            _ => lines.push(WordLine { area, text: run.text.to_string(), is_furniture, opens }),
        }
        baseline = Some(at.y);
    }
    lines
}

/// What a stretch of a run's text covers, as `area` measures; nothing where no glyph stands for it.
pub fn stretch(at: Point, run: &GlyphRun, text: std::ops::Range<usize>) -> Option<Rect> {
    let own = |glyph: &&PlacedGlyph| text.contains(&(glyph.cluster as usize));
    let first = run.glyphs.iter().filter(own).map(|glyph| glyph.x).min()?;
    let last = run.glyphs.iter().filter(own).map(|glyph| glyph.x).max()?;
    let next = run.glyphs.iter().map(|glyph| glyph.x).filter(|x| *x > last).min();
    let width = next.map_or(last - first + run.size / 2, |next| next - first);
    Some(Rect::new(at.x + first, at.y - run.size.scale(3, 4), width, run.size))
}

/// The node of a block that a node is, or belongs to.
fn block(mut id: NodeId, structure: &StructureTree) -> Option<NodeId> {
    loop {
        let node = structure.nodes.get(id.0 as usize)?;
        match node.role {
            StructureRole::Span | StructureRole::Link | StructureRole::Reference | StructureRole::Label => {
                id = node.parent?
            }
            StructureRole::Document
            | StructureRole::Part
            | StructureRole::Section
            | StructureRole::Division
            | StructureRole::Heading(_)
            | StructureRole::Paragraph
            | StructureRole::BlockQuote
            | StructureRole::List(_)
            | StructureRole::ListItem
            | StructureRole::ListBody
            | StructureRole::Table
            | StructureRole::Row
            | StructureRole::HeaderCell(_)
            | StructureRole::DataCell
            | StructureRole::Figure
            | StructureRole::Caption
            | StructureRole::Code
            | StructureRole::Note
            | StructureRole::Contents
            | StructureRole::ContentsItem => return Some(id),
        }
    }
}

/// The place in the book of what stands at a point of a frame: of the glyph there, else of the nearest one on the line.
pub fn place_at(frame: &Frame, point: Point) -> Option<TextPlace> {
    let runs = frame.items.iter().filter_map(|(at, item)| match item {
        Item::Glyphs(run) => Some((*at, run)),
        Item::Mark(_) | Item::Rule { .. } | Item::Path(_) | Item::Image { .. } => None,
        Item::Group { .. } | Item::Form(_) | Item::Link(_) => None,
    });
    let holds = |area: &Rect| (area.origin.y..=area.bottom()).contains(&point.y);
    let mut best: Option<(Length, TextPlace)> = None;
    for (at, run) in runs.filter(|(at, run)| holds(&area(*at, run))) {
        let area = area(at, run);
        let away = (area.origin.x - point.x).max(point.x - area.right()).max(Length::ZERO);
        let place = place_in(run, point.x - at.x);
        if let Some(place) = place.filter(|_| best.is_none_or(|(least, _)| away < least)) {
            best = Some((away, place));
        }
    }
    best.map(|(_, place)| place)
}

/// The place of the last glyph that begins before a point of a run.
fn place_in(run: &GlyphRun, x: Length) -> Option<TextPlace> {
    let before = run.glyphs.iter().rposition(|glyph| glyph.x <= x).unwrap_or(0);
    let at = run.glyphs.get(before).map_or(0, |glyph| glyph.cluster.min(run.text.len() as u32)) as usize;
    let (range, place) =
        run.stretches().filter(|(range, _)| range.start <= at).last().or_else(|| run.stretches().next())?;
    let inside = at.saturating_sub(range.start).min(range.len().saturating_sub(1));
    Some(TextPlace { offset: place.offset + inside as u32, ..place })
}

/// What a run covers, as far as its glyphs' places tell: the last one is taken to be half as wide as its size.
pub fn area(at: Point, run: &GlyphRun) -> Rect {
    let first = run.glyphs.iter().map(|glyph| glyph.x).min().unwrap_or_default();
    let last = run.glyphs.iter().map(|glyph| glyph.x).max().unwrap_or_default();
    let width = last - first + run.size / 2;
    Rect::new(at.x + first, at.y - run.size.scale(3, 4), width, run.size)
}

fn joined(one: Rect, other: Rect) -> Rect {
    let (x, y) = (one.origin.x.min(other.origin.x), one.origin.y.min(other.origin.y));
    Rect::new(x, y, one.right().max(other.right()) - x, one.bottom().max(other.bottom()) - y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Ink, Size};
    use crate::fonts::FaceId;
    use crate::page::{Boxes, Node, Origin, Side};
    use std::sync::Arc;

    fn run(text: &str, block: u32, offset: u32) -> Item {
        let glyph =
            |at: usize| PlacedGlyph { id: 1, x: Length::pt(5 * at as i64), rise: Length::ZERO, cluster: at as u32 };
        Item::Glyphs(GlyphRun {
            face: FaceId(0),
            size: Length::pt(10),
            ink: Ink::BLACK,
            glyphs: (0..text.len()).map(glyph).collect(),
            text: text.into(),
            origins: vec![Origin { at: 0, place: Some(TextPlace { section: 0, block, offset }) }],
            expand: 1_000,
        })
    }

    fn page(items: Vec<(Point, Item)>) -> Page {
        let size = Size::new(Length::pt(100), Length::pt(200));
        let frame = Arc::new(Frame { size, items });
        Page { boxes: Boxes::new(size, Length::ZERO), side: Side::Recto, folio: None, frame }
    }

    fn at(x: i64, y: i64) -> Point {
        Point::new(Length::pt(x), Length::pt(y))
    }

    #[test]
    fn runs_on_a_baseline_are_a_line_and_a_word_has_its_place() {
        let mut structure = StructureTree::default();
        for role in [StructureRole::Document, StructureRole::Paragraph, StructureRole::Paragraph] {
            structure.add(Node { role, ..Node::default() });
        }
        let page = page(vec![
            (Point::ZERO, Item::Mark(Mark::Begin(NodeId(1)))),
            (at(10, 20), run("one ", 4, 0)),
            (at(40, 20), run("two", 4, 4)),
            (Point::ZERO, Item::Mark(Mark::End)),
            (Point::ZERO, Item::Mark(Mark::Begin(NodeId(2)))),
            (at(10, 34), run("three", 5, 0)),
            (Point::ZERO, Item::Mark(Mark::End)),
            (Point::ZERO, Item::Mark(Mark::BeginFurniture)),
            (at(10, 190), run("7", 0, 0)),
        ]);
        let lines = lines(&page, &structure);
        let shown: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.opens, line.is_furniture)).collect();
        assert_eq!(shown, [("one two", true, false), ("three", true, false), ("7", false, true)]);
        assert_eq!((lines[0].area.origin.x, lines[0].area.right()), (Length::pt(10), Length::pt(55)));
        let place = |x, y| place_at(&page.frame, at(x, y)).map(|place| (place.block, place.offset));
        assert_eq!([place(46, 18), place(34, 22), place(99, 30)], [Some((4, 5)), Some((4, 3)), Some((5, 4))]);
        assert_eq!(place(10, 100), None);
    }
}
