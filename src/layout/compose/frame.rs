//! In: a page's lines with their places. Out: its frame. Refuses to decide anything.

use super::cells;
use super::covering::covering;
use super::furniture::Furniture;
use super::places::Places;
use super::sheet::{LineInk, Sheet};
use super::tree::Tree;
use crate::base::{Length, Point, Size};
use crate::design::{Design, Geometry, StyleRole};
use crate::layout::galley::SetLine;
use crate::layout::paginate::{Settled, line_of};
use crate::page::{Frame, Ink, Item, Link, Mark, NodeId, Side};

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
            let mut tabular = false;
            drawing.items.reserve(ink.iter().map(Vec::len).sum());
            for (&(spot, y), ink) in sheet.body.iter().zip(ink) {
                if let Some(line) = line_of(galley, spot) {
                    self.line(&mut drawing, line, ink, y, nodes);
                    tabular |= matches!(line.role, StyleRole::TableCell | StyleRole::TableHead);
                }
            }
            if tabular {
                drawing.items = cells::in_order(drawing.items, &self.tree.nodes);
                drawing.last = None;
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
            Some(covers) => covering(self.geometry, covers, drawing.side, ink, y),
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
