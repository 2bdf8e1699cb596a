//! In: a page's lines with their places. Out: its frame. Refuses to decide anything.

use super::furniture::Furniture;
use super::places::Places;
use super::sheet::{LineInk, Sheet};
use super::tree::Tree;
use crate::base::{Edge, Length, Point, Rect, Size, Transform};
use crate::design::{Design, Geometry};
use crate::layout::galley::SetLine;
use crate::layout::paginate::{Settled, line_of};
use crate::layout::setline::Covering;
use crate::page::{Boxes, Frame, Ink, Item, Link, Mark, NodeId, Side};
use std::sync::Arc;

/// What every frame is drawn from.
pub struct Frames<'a> {
    pub design: &'a Design,
    pub geometry: &'a Geometry,
    pub settled: &'a Settled,
    pub places: &'a Places,
    pub tree: &'a Tree,
    pub furniture: &'a Furniture,
    /// Whether the book's lines begin on the right.
    pub mirrored: bool,
}

impl Frames<'_> {
    /// The frame of page `at`: text, notes, then what stands around them.
    pub fn draw(&self, at: usize, sheet: &Sheet, ink: Vec<LineInk>) -> Frame {
        let side = self.settled.sequence.pages.get(at).map(|leaf| leaf.side).unwrap_or_default();
        let area = self.geometry.type_area(side.is_recto());
        let mut drawing = Drawing { items: Vec::new(), links: Vec::new(), x: area.origin.x, side, last: None };
        if let Some((section, _)) = sheet.stands {
            let galley = &self.settled.galleys[section.0 as usize];
            let nodes = self.tree.sections.get(section.0 as usize).copied().unwrap_or(0);
            drawing.items.reserve(ink.iter().map(Vec::len).sum());
            for (&(spot, y), ink) in sheet.body.iter().zip(ink) {
                if let Some(line) = line_of(galley, spot) {
                    self.line(&mut drawing, line, ink, y, nodes);
                }
            }
        }
        if let Some((y, width)) = sheet.rule {
            let rule = Item::Rule { size: Size::new(width, self.design.notes.rule_thickness), ink: Ink::BLACK };
            let left = if self.mirrored { area.size.width - width } else { Length::ZERO };
            drawing.artifact(Mark::BeginArtifact, [(Point::new(left, y), rule)]);
        }
        for placed in &sheet.notes {
            let nodes = self.tree.notes.get(&placed.note).copied().unwrap_or(0);
            let line = &self.settled.notes[&placed.note].lines[placed.line];
            self.line(&mut drawing, line, line.items.clone(), placed.y, nodes);
        }
        drawing.artifact(Mark::BeginFurniture, self.furniture.page(at).iter().cloned());
        drawing.items.extend(drawing.links);
        Frame { size: self.geometry.trim, items: drawing.items }
    }

    fn line(&self, drawing: &mut Drawing, line: &SetLine, ink: LineInk, y: Length, nodes: u32) {
        let outer_left = self.geometry.binding.is_outer_left(drawing.side.is_recto());
        let left = if outer_left { -line.outset } else { Length::ZERO };
        let ink = match line.covers {
            Some(covers) => self.covering(covers, drawing.side, ink, y),
            None => ink,
        };
        for (at, item) in ink {
            drawing.put(Point::new(at.x + left, at.y + y), item, nodes);
        }
        if let Some(outer) = &line.outer {
            let x = match outer_left {
                true => left - outer.gap - outer.width,
                false => self.geometry.measure() + line.outset + outer.gap,
            };
            let items = outer.items.iter().map(|(at, item)| (Point::new(at.x + x, at.y + y), item.clone()));
            drawing.artifact(Mark::BeginArtifact, items);
        }
        for link in &line.links {
            let Some(target) = self.places.target(&link.target) else { continue };
            let (area, contents) = (link.area, link.contents.clone());
            let link = Link { area, target, contents, node: NodeId(link.node.0 + nodes) };
            drawing.links.push((Point::new(drawing.x + left, y), Item::Link(link)));
        }
    }
}

impl Frames<'_> {
    /// A page's trim with its bleed, in the trim's coordinates.
    fn bled(&self, recto: bool) -> Rect {
        Boxes::bled(self.geometry.trim, self.geometry.bleed, self.geometry.binding.spine(recto)).bleed
    }

    /// The same of a page and the one that faces it, beyond the spine.
    fn bled_spread(&self, recto: bool) -> Rect {
        let Size { width, height } = self.geometry.trim;
        let (x, y) = match self.geometry.binding.spine(recto) {
            Edge::Left => (-width, Length::ZERO),
            Edge::Right => (width, Length::ZERO),
            Edge::Top => (Length::ZERO, -height),
            Edge::Bottom => (Length::ZERO, height),
        };
        let (own, other) = (self.bled(recto), self.bled(!recto));
        let corner = Point::new(other.origin.x + x, other.origin.y + y);
        let far = |rect: Rect, origin: Point| (origin.x + rect.size.width, origin.y + rect.size.height);
        let ((right, bottom), (other_right, other_bottom)) = (far(own, own.origin), far(other, corner));
        let (left, top) = (own.origin.x.min(corner.x), own.origin.y.min(corner.y));
        Rect::new(left, top, right.max(other_right) - left, bottom.max(other_bottom) - top)
    }

    /// A picture over the whole page and its bleed, or over two: as large as covers all, its middle in theirs, cut off at
    /// the edge. Points are those of a line at this height.
    fn covering(&self, covers: Covering, side: Side, ink: LineInk, y: Length) -> LineInk {
        let Rect { origin, size } = self.bled(side.is_recto());
        let all = match covers {
            Covering::Page => self.bled(side.is_recto()),
            Covering::Spread => self.bled_spread(side.is_recto()),
        };
        let left = self.geometry.type_area(side.is_recto()).origin.x;
        let cover = |item: Item| match item {
            Item::Image { picture, size: own, source } => {
                let whole = all.size;
                let by_width = Size::new(whole.width, own.height.scale(whole.width.0, own.width.0.max(1)));
                let by_height = Size::new(own.width.scale(whole.height.0, own.height.0.max(1)), whole.height);
                let large = if by_width.height >= whole.height { by_width } else { by_height };
                let corner = Point::new(
                    all.origin.x - origin.x + (whole.width - large.width) / 2,
                    all.origin.y - origin.y + (whole.height - large.height) / 2,
                );
                let image = Item::Image { picture, size: large, source };
                let frame = Arc::new(Frame { size, items: vec![(corner, image)] });
                Item::Group { frame, transform: Transform::IDENTITY, clip: true, opacity: u8::MAX }
            }
            other => other,
        };
        let at = Point::new(origin.x - left, origin.y - y);
        ink.into_iter().map(|(_, item)| (at, cover(item))).collect()
    }
}

/// A frame in the making. Points handed to it are relative to the measure's left edge and the page's top.
struct Drawing {
    items: Vec<(Point, Item)>,
    links: Vec<(Point, Item)>,
    x: Length,
    side: Side,
    /// The node whose piece was ended last.
    last: Option<NodeId>,
}

impl Drawing {
    fn put(&mut self, at: Point, item: Item, nodes: u32) {
        let at = Point::new(at.x + self.x, at.y);
        let Item::Mark(Mark::Begin(node)) = item else {
            if matches!(item, Item::Mark(Mark::BeginArtifact | Mark::BeginFurniture)) {
                self.last = None;
            }
            return self.items.push((at, item));
        };
        let node = NodeId(node.0 + nodes);
        // A piece that goes on from line to line is one piece.
        if matches!(self.items.last(), Some((_, Item::Mark(Mark::End)))) && self.last == Some(node) {
            self.items.pop();
            return;
        }
        self.last = Some(node);
        self.items.push((at, Item::Mark(Mark::Begin(node))));
    }

    fn artifact(&mut self, begin: Mark, items: impl IntoIterator<Item = (Point, Item)>) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_none() {
            return;
        }
        let origin = Point::new(self.x, Length::ZERO);
        self.last = None;
        self.items.push((origin, Item::Mark(begin)));
        self.items.extend(items.map(|(at, item)| (Point::new(at.x + self.x, at.y), item)));
        self.items.push((origin, Item::Mark(Mark::End)));
    }
}
