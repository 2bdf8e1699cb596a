//! In: what stands on a page, thing by thing in drawing order. Out: the rim by which two inks meet. Refuses to draw.
//!
//! Where one ink leaves a gap in another, the lighter of the two is spread under the darker. That is exact where a thing
//! lies, with its rim, on a ground: there the pen may run along its edge, since its inner half and its outer half fall on
//! the lighter ink's own place and on the darker ink's. Over a ground's edge the pen is held within that ground, and out
//! of those that lie over it. What lies on anything else has no rim there.

use super::{GlyphRun, Path, PathStep};
use crate::base::{Ink, Length, Point, Rect, Size, Transform};
use crate::fonts::{FaceId, Faces};
use crate::press::{Palette, Thing};
use std::collections::BTreeMap;

/// A line of the lighter ink along a thing's edge, printed over what lies under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trap {
    pub ink: Ink,
    /// Of the pen: half of it lies on either side of the edge.
    pub width: Length,
    /// Nothing where all of it is on one ground.
    pub within: Option<Within>,
}

/// Where a pen may draw, in the space of the thing's own place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    pub ground: Rect,
    pub holes: Vec<Rect>,
}

/// What was drawn on a page so far, as far as inks can meet there.
pub struct Traps<'a> {
    palette: &'a Palette,
    faces: &'a Faces,
    under: Vec<(Area, What)>,
    boxes: BTreeMap<(FaceId, u16), Option<[i64; 4]>>,
    place: Place,
}

/// Where the frame that is drawn lies on the page.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Its origin; nothing where it is turned, scaled or faded.
    origin: Option<Point>,
    clip: Option<Rect>,
}

/// Nothing where it may be anywhere.
type Area = Option<Rect>;

#[derive(Clone, Copy, Debug)]
enum What {
    Ground(Ink),
    Letters(Ink),
    Other,
}

impl<'a> Traps<'a> {
    pub fn new(palette: &'a Palette, faces: &'a Faces) -> Traps<'a> {
        let place = Place { origin: Some(Point::ZERO), clip: None };
        Traps { palette, faces, under: Vec::new(), boxes: BTreeMap::new(), place }
    }

    /// What follows stands in a frame of this size at this point; `leave` takes what comes back.
    pub fn enter(&mut self, at: Point, transform: Transform, clip: Option<Size>, opacity: u8) -> Place {
        let outer = self.place;
        let moved = transform == Transform::shift(transform.e, transform.f) && opacity == 255;
        let moved = moved.then_some(Point::new(transform.e, transform.f));
        let origin = moved.and_then(|by| self.placed(Point::new(at.x + by.x, at.y + by.y)));
        let area = origin.zip(clip).map(|(origin, size)| Rect { origin, size });
        let clip = match (outer.clip, area) {
            (Some(outer), Some(own)) => Some(common(outer, own)),
            (outer, own) => own.or(outer),
        };
        self.place = Place { origin, clip };
        outer
    }

    pub fn leave(&mut self, place: Place) {
        self.place = place;
    }

    pub fn letters(&mut self, run: &GlyphRun, at: Point) -> Vec<Trap> {
        if self.palette.widest_trap().is_none() {
            return Vec::new();
        }
        let area = self.reach(run).and_then(|area| self.area(at, area));
        let traps = self.meets(area, run.ink, Thing::Letters);
        self.under.push((area, What::Letters(run.ink)));
        traps
    }

    pub fn rule(&mut self, at: Point, size: Size, ink: Ink) -> Vec<Trap> {
        if self.palette.widest_trap().is_none() {
            return Vec::new();
        }
        let area = self.area(at, Rect { origin: Point::ZERO, size });
        let traps = self.meets(area, ink, Thing::Shape);
        let seen = area.map(|area| self.place.clip.map_or(area, |clip| common(area, clip)));
        self.under.push((seen, What::Ground(ink)));
        traps
    }

    /// Of a flat shape without a line of its own.
    pub fn path(&mut self, at: Point, path: &Path) -> Vec<Trap> {
        if self.palette.widest_trap().is_none() {
            return Vec::new();
        }
        let area = around(path).and_then(|area| self.area(at, area));
        let fill = path.fill.as_ref().filter(|_| path.stroke.is_none());
        let traps = fill.map(|fill| self.meets(area, fill.ink, Thing::Shape)).unwrap_or_default();
        // A line may reach out of its steps.
        self.under.push((area.filter(|_| path.stroke.is_none()), What::Other));
        traps
    }

    /// Something that meets no ink exactly.
    pub fn other(&mut self, at: Point, size: Option<Size>) {
        let area = size.and_then(|size| self.area(at, Rect { origin: Point::ZERO, size }));
        self.under.push((area, What::Other));
    }

    fn placed(&self, at: Point) -> Option<Point> {
        self.place.origin.map(|origin| Point::new(origin.x + at.x, origin.y + at.y))
    }

    /// Where on the page something is; nothing where it is turned or scaled.
    pub fn area(&self, at: Point, area: Rect) -> Option<Rect> {
        let at = self.placed(at)?;
        Some(Rect { origin: Point::new(at.x + area.origin.x, at.y + area.origin.y), size: area.size })
    }

    /// On each ground that is seen at its edge, down to the first thing of another shape.
    fn meets(&self, area: Area, ink: Ink, thing: Thing) -> Vec<Trap> {
        let mut traps = Vec::new();
        let (Some(area), Some(most)) = (area, self.palette.widest_trap()) else { return traps };
        let near = area.outset(most);
        let mut above: Vec<Rect> = Vec::new();
        for &(under, what) in self.under.iter().rev() {
            if under.is_some_and(|under| !meet(under, near)) {
                continue;
            }
            let ground = match what {
                What::Letters(other) if thing == Thing::Letters && other == ink => continue,
                What::Letters(_) | What::Other => break,
                What::Ground(ground) => ground,
            };
            let Some(under) = under else { break };
            if let Some((lighter, by)) = self.palette.trap(ink, thing, ground) {
                let whole = above.is_empty() && holds(under, area.outset(by));
                let within = (!whole).then(|| self.within(under, &above));
                traps.push(Trap { ink: lighter, width: by * 2, within });
            }
            if holds(under, near) {
                break;
            }
            above.push(under);
        }
        traps
    }

    fn within(&self, ground: Rect, holes: &[Rect]) -> Within {
        let Point { x, y } = self.place.origin.unwrap_or(Point::ZERO);
        let own = |rect: Rect| Rect { origin: Point::new(rect.origin.x - x, rect.origin.y - y), size: rect.size };
        Within { ground: own(ground), holes: holes.iter().copied().map(own).collect() }
    }

    /// The ink of a run, from its origin.
    fn reach(&mut self, run: &GlyphRun) -> Option<Rect> {
        let face = self.faces.get(run.face);
        let upem = i64::from(face.metrics.upem.max(1));
        let mut all: Option<Rect> = None;
        for glyph in &run.glyphs {
            let bounds = self.boxes.entry((run.face, glyph.id)).or_insert_with(|| face.outline(glyph.id).bounds());
            let Some([left, bottom, right, top]) = *bounds else { continue };
            let across = |units: i64| glyph.x + run.size.scale(units * i64::from(run.expand), upem * 1_000);
            let up = |units: i64| -glyph.rise - run.size.scale(units, upem);
            let corners = (Point::new(across(left), up(top)), Point::new(across(right), up(bottom)));
            all = Some(join(all, corners));
        }
        all
    }
}

fn join(all: Option<Rect>, (from, to): (Point, Point)) -> Rect {
    let known = all.map_or((from, to), |all| (all.origin, Point::new(all.right(), all.bottom())));
    let (left, top) = (known.0.x.min(from.x), known.0.y.min(from.y));
    Rect::new(left, top, known.1.x.max(to.x) - left, known.1.y.max(to.y) - top)
}

/// The steps of a path, those of its curves' hulls included.
fn around(path: &Path) -> Option<Rect> {
    let mut all = None;
    for step in &path.steps {
        let points = match *step {
            PathStep::Move(to) | PathStep::Line(to) => vec![to],
            PathStep::Curve(one, two, to) => vec![one, two, to],
            PathStep::Close => vec![],
        };
        points.into_iter().for_each(|point| all = Some(join(all, (point, point))));
    }
    all
}

fn common(one: Rect, other: Rect) -> Rect {
    let (left, top) = (one.origin.x.max(other.origin.x), one.origin.y.max(other.origin.y));
    let (right, bottom) = (one.right().min(other.right()), one.bottom().min(other.bottom()));
    Rect::new(left, top, (right - left).max(Length::ZERO), (bottom - top).max(Length::ZERO))
}

fn meet(one: Rect, other: Rect) -> bool {
    let apart = |from: Length, to: Length, low: Length, high: Length| to <= low || high <= from;
    !apart(one.origin.x, one.right(), other.origin.x, other.right())
        && !apart(one.origin.y, one.bottom(), other.origin.y, other.bottom())
}

fn holds(outer: Rect, inner: Rect) -> bool {
    outer.origin.x <= inner.origin.x
        && outer.origin.y <= inner.origin.y
        && outer.right() >= inner.right()
        && outer.bottom() >= inner.bottom()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::{Output, PressSetup, Spot};

    const RED: Ink = Ink::Rgb(232, 17, 45);

    fn palette() -> Palette {
        let spot = Spot {
            key: "red".to_owned(),
            name: "Red".to_owned(),
            inks: [0, 100, 80, 10],
            colour: RED,
            overprint: false,
            trap: Length::mm(1) / 10,
        };
        Palette::new(&Output::Press(PressSetup { spots: vec![spot], ..PressSetup::default() })).unwrap()
    }

    #[test]
    fn what_lies_wholly_on_a_ground_of_another_ink_is_trapped_in_the_lighter_one() {
        let (palette, faces) = (palette(), Faces::default());
        let at = |x, y| Point::new(Length::mm(x), Length::mm(y));
        let size = |width, height| Size::new(Length::mm(width), Length::mm(height));
        let trap = vec![Trap { ink: RED, width: Length::mm(1) / 10 * 2, within: None }];
        let on = |ground: Ink, ink: Ink, place: Point| {
            let mut traps = Traps::new(&palette, &faces);
            assert_eq!(traps.rule(at(0, 0), size(50, 50), ground), []);
            traps.rule(place, size(10, 10), ink)
        };
        assert_eq!(on(RED, Ink::BLACK, at(10, 10)), trap, "the hole in the red ground shrinks");
        assert_eq!(on(Ink::BLACK, RED, at(10, 10)), trap, "the red shape grows");
        assert_eq!(on(Ink::Gray(60), RED, at(10, 10)), trap);
        assert_eq!(on(Ink::Gray(160), RED, at(10, 10)), [], "no ink of its own is lighter");
        // Beside, or where only one ink is.
        for (ground, ink, place) in [
            (RED, Ink::BLACK, at(70, 10)),
            (RED, RED, at(10, 10)),
            (RED, Ink::PAPER, at(10, 10)),
            (Ink::PAPER, RED, at(10, 10)),
            (Ink::Gray(120), Ink::BLACK, at(10, 10)),
        ] {
            assert_eq!(on(ground, ink, place), [], "{ground:?} {ink:?} {place:?}");
        }
        // A picture between the two, and a ground that is cut.
        let mut traps = Traps::new(&palette, &faces);
        traps.rule(at(0, 0), size(50, 50), RED);
        traps.other(at(0, 0), Some(size(12, 12)));
        assert_eq!(traps.rule(at(10, 10), size(10, 10), Ink::BLACK), []);
        let outer = traps.enter(at(20, 20), Transform::IDENTITY, Some(size(5, 5)), 255);
        traps.rule(at(0, 0), size(30, 30), RED);
        traps.leave(outer);
        let over = traps.rule(at(22, 22), size(10, 10), Ink::BLACK);
        let rect = |left, top, right, bottom| Rect { origin: at(left, top), size: size(right - left, bottom - top) };
        let within = |ground, holes: &[Rect]| Some(Within { ground, holes: holes.to_vec() });
        let ways: Vec<_> = over.into_iter().map(|trap| trap.within).collect();
        assert_eq!(ways, [within(rect(20, 20, 25, 25), &[]), within(rect(0, 0, 50, 50), &[rect(20, 20, 25, 25)])]);
        // Over the edge of a ground, in a frame of its own.
        let outer = traps.enter(at(40, 40), Transform::IDENTITY, None, 255);
        let over = traps.rule(at(5, 0), size(10, 4), Ink::BLACK);
        assert_eq!(over.into_iter().map(|trap| trap.within).collect::<Vec<_>>(), [within(rect(-40, -40, 10, 10), &[])]);
        traps.leave(outer);
        assert_eq!(traps.rule(at(30, 40), size(2, 2), Ink::BLACK), trap);
    }
}
