//! In: where the bleed ends, and where the paper does. Out: marks between the two: corners to cut at, folds, targets for
//! the plates to meet on, a line of words. Refuses to draw within the bleed, or where there is no room.

use super::sheet::MARGIN;
use super::words::Lettering;
use crate::base::{Edge, Ink, Length, Point, Rect, Size, Transform};
use crate::page::{Document, Frame, Item, Path, PathStep, Stroke};
use std::sync::Arc;

/// Every ink that there is: the plates must meet here.
const INK: Ink = Ink::Cmyk(100, 100, 100, 100);
const PEN: Length = Length::pt_ratio(1, 4);
/// From the bleed to a mark, and the length of one, where there is room.
const GAP: Length = Length::mm(1);
const LONG: Length = Length::mm(5);
const LEAST: Length = Length::mm(1);
/// Half the cross and the radius of a target; how far its centre is from the bleed.
const CROSS: Length = Length::micrometres(2_500);
const RING: Length = Length::micrometres(1_500);
const TARGET: Length = Length::micrometres(4_500);
const SLUG: Length = Length::pt(6);
const SLUG_DOWN: Length = Length::micrometres(9_000);

pub type Items = Vec<(Point, Item)>;

/// The paper around something.
#[derive(Clone, Copy, Debug)]
pub struct Space {
    /// What may carry ink of the pages.
    pub bleed: Rect,
    /// The paper's edges.
    pub paper: Rect,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// To cut at.
    Solid,
    /// To fold at, or where bleed ends.
    Dashed,
}

impl Space {
    fn room(&self, edge: Edge) -> Length {
        match edge {
            Edge::Left => self.bleed.origin.x - self.paper.origin.x,
            Edge::Top => self.bleed.origin.y - self.paper.origin.y,
            Edge::Right => self.paper.right() - self.bleed.right(),
            Edge::Bottom => self.paper.bottom() - self.bleed.bottom(),
        }
    }

    /// A short line away from the bleed, at `at` along an edge.
    pub fn tick(&self, edge: Edge, at: Length, kind: Line, out: &mut Items) {
        let length = (self.room(edge) - GAP).min(LONG);
        if length < LEAST {
            return;
        }
        let (from, to) = match edge {
            Edge::Left => (self.bleed.origin.x - GAP, self.bleed.origin.x - GAP - length),
            Edge::Top => (self.bleed.origin.y - GAP, self.bleed.origin.y - GAP - length),
            Edge::Right => (self.bleed.right() + GAP, self.bleed.right() + GAP + length),
            Edge::Bottom => (self.bleed.bottom() + GAP, self.bleed.bottom() + GAP + length),
        };
        let ends = match edge {
            Edge::Left | Edge::Right => [Point::new(from, at), Point::new(to, at)],
            Edge::Top | Edge::Bottom => [Point::new(at, from), Point::new(at, to)],
        };
        out.push(line(ends, PEN, kind));
    }

    /// A ring with a cross, where it fits.
    pub fn target(&self, edge: Edge, at: Length, out: &mut Items) {
        if self.room(edge) < TARGET + CROSS {
            return;
        }
        let centre = match edge {
            Edge::Left => Point::new(self.bleed.origin.x - TARGET, at),
            Edge::Top => Point::new(at, self.bleed.origin.y - TARGET),
            Edge::Right => Point::new(self.bleed.right() + TARGET, at),
            Edge::Bottom => Point::new(at, self.bleed.bottom() + TARGET),
        };
        let away = |x: Length, y: Length| Point::new(centre.x + x, centre.y + y);
        let none = Length::ZERO;
        out.push(line([away(-CROSS, none), away(CROSS, none)], PEN, Line::Solid));
        out.push(line([away(none, -CROSS), away(none, CROSS)], PEN, Line::Solid));
        out.push(ring(centre));
    }

    /// A line of words below, from `left` on.
    pub fn slug(&self, left: Length, (words, ink): (&str, Ink), lettering: &Lettering, out: &mut Items) {
        if self.room(Edge::Bottom) >= SLUG_DOWN && lettering.can_show(words) {
            let (run, _) = lettering.line(words, SLUG, ink);
            out.push((Point::new(left, self.bleed.bottom() + SLUG_DOWN - Length::pt(1)), Item::Glyphs(run)));
        }
    }

    /// Where to cut and where bleed ends, at the four corners of one trim.
    pub fn corners(&self, trim: Rect, out: &mut Items) {
        let (left, top, right, bottom) = (trim.origin.x, trim.origin.y, trim.right(), trim.bottom());
        for edge in [Edge::Left, Edge::Right] {
            [top, bottom].into_iter().for_each(|at| self.tick(edge, at, Line::Solid, out));
        }
        for edge in [Edge::Top, Edge::Bottom] {
            [left, right].into_iter().for_each(|at| self.tick(edge, at, Line::Solid, out));
        }
        let bleed = self.bleed;
        let ends = [
            (Edge::Left, bleed.origin.y, top),
            (Edge::Left, bleed.bottom(), bottom),
            (Edge::Right, bleed.origin.y, top),
            (Edge::Right, bleed.bottom(), bottom),
            (Edge::Top, bleed.origin.x, left),
            (Edge::Top, bleed.right(), right),
            (Edge::Bottom, bleed.origin.x, left),
            (Edge::Bottom, bleed.right(), right),
        ];
        for (edge, at, _) in ends.into_iter().filter(|(_, at, trim)| at != trim) {
            self.tick(edge, at, Line::Dashed, out);
        }
    }
}

pub fn line(ends: [Point; 2], width: Length, kind: Line) -> (Point, Item) {
    let dash = if kind == Line::Dashed { vec![Length::pt(2), Length::pt(2)] } else { Vec::new() };
    (Point::ZERO, stroke(vec![PathStep::Move(ends[0]), PathStep::Line(ends[1])], width, dash))
}

fn stroke(steps: Vec<PathStep>, width: Length, dash: Vec<Length>) -> Item {
    let stroke = Stroke { ink: INK, width, cap: 0, join: 0, miter: 10_000, dash, dash_phase: Length::ZERO };
    Item::Path(Path { steps, fill: None, stroke: Some(stroke) })
}

/// Four curves that are as good as a circle.
fn ring(centre: Point) -> (Point, Item) {
    let (r, k) = (RING, RING.scale(5_523, 10_000));
    let none = Length::ZERO;
    let at = |x: Length, y: Length| Point::new(centre.x + x, centre.y + y);
    let steps = vec![
        PathStep::Move(at(r, none)),
        PathStep::Curve(at(r, k), at(k, r), at(none, r)),
        PathStep::Curve(at(-k, r), at(-r, k), at(-r, none)),
        PathStep::Curve(at(-r, -k), at(-k, -r), at(none, -r)),
        PathStep::Curve(at(k, -r), at(r, -k), at(r, none)),
        PathStep::Close,
    ];
    (Point::ZERO, stroke(steps, PEN, Vec::new()))
}

/// The same single pages on larger paper, with marks around each: crop, bleed, registration and a slug line,
/// which names the ink where the file has one.
pub fn crop(document: &Document, ink: Option<&str>, lettering: &Lettering) -> Document {
    let mut marked = document.clone();
    let count = document.pages.len();
    for (at, page) in marked.pages.iter_mut().enumerate() {
        let bleed = page.boxes.bleed;
        let trim = Rect { origin: Point::ZERO, size: page.boxes.trim };
        let paper = bleed.outset(MARGIN);
        let space = Space { bleed, paper };
        // What runs past the bleed would stand among the marks.
        let origin = Point::new(-bleed.origin.x, -bleed.origin.y);
        let inner = Frame { size: bleed.size, items: vec![(origin, group(page.frame.clone(), false))] };
        let mut items = vec![(bleed.origin, group(Arc::new(inner), true))];
        space.corners(trim, &mut items);
        let (middle, centre) = (trim.size.height / 2, trim.size.width / 2);
        [Edge::Left, Edge::Right].into_iter().for_each(|edge| space.target(edge, middle, &mut items));
        [Edge::Top, Edge::Bottom].into_iter().for_each(|edge| space.target(edge, centre, &mut items));
        let folio = page.folio.map(|folio| format!(", folio {folio}")).unwrap_or_default();
        let pen = if ink.is_some() { INK } else { Ink::BLACK };
        let ink = ink.map(|ink| format!("{ink} \u{2013} ")).unwrap_or_default();
        let place = format!("{ink}page {} of {count}{folio}", at + 1);
        let whole = format!("{} \u{2013} {place}", document.info.title);
        let words = if lettering.can_show(&whole) { whole } else { place };
        space.slug(Length::ZERO, (&words, pen), lettering, &mut items);
        page.boxes.media = paper;
        page.frame = Arc::new(Frame { size: page.boxes.trim, items });
    }
    marked
}

pub fn group(frame: Arc<Frame>, clip: bool) -> Item {
    Item::Group { frame, transform: Transform::IDENTITY, clip, opacity: 255 }
}

/// Upside down in its own place.
pub fn upside_down(size: Size, items: Items) -> Items {
    let transform = Transform { a: -Transform::ONE, b: 0, c: 0, d: -Transform::ONE, e: size.width, f: size.height };
    let frame = Arc::new(Frame { size, items });
    vec![(Point::ZERO, Item::Group { frame, transform, clip: false, opacity: 255 })]
}
