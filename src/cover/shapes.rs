//! In: places and sizes. Out: the shapes that covers are made of: rules, rounds, petals, stars, and patterns of them.
//! Refuses to know colours' meaning.

use crate::base::{Ink, Length, Point, Rect, Size, Transform};
use crate::page::{Fill, Frame, Item, Path, PathStep, Stroke};
use std::sync::Arc;

/// A field of colour.
pub fn field(area: Rect, ink: Ink) -> (Point, Item) {
    (area.origin, Item::Rule { size: area.size, ink })
}

/// The outline of a rectangle, drawn inside it.
pub fn border(area: Rect, width: Length, ink: Ink) -> (Point, Item) {
    let (inner, origin) = (area.outset(-width / 2), area.origin);
    let at = |x: Length, y: Length| Point::new(x - origin.x, y - origin.y);
    let (left, top) = (inner.origin.x, inner.origin.y);
    let (right, bottom) = (inner.right(), inner.bottom());
    let steps = vec![
        PathStep::Move(at(left, top)),
        PathStep::Line(at(right, top)),
        PathStep::Line(at(right, bottom)),
        PathStep::Line(at(left, bottom)),
        PathStep::Close,
    ];
    (origin, Item::Path(Path { steps, fill: None, stroke: Some(pen(width, ink)) }))
}

pub fn pen(width: Length, ink: Ink) -> Stroke {
    Stroke { ink, width, cap: 0, join: 0, miter: 10_000, dash: Vec::new(), dash_phase: Length::ZERO }
}

/// One filled path, its points relative to `origin`.
pub fn filled(origin: Point, steps: Vec<PathStep>, ink: Ink) -> (Point, Item) {
    (origin, Item::Path(Path { steps, fill: Some(Fill { ink, even_odd: false }), stroke: None }))
}

/// From a point outwards to the control points of a quarter of a circle.
fn bow(radius: Length) -> Length {
    radius.scale(5_523, 10_000)
}

/// A circle, added to a path.
pub fn circle(steps: &mut Vec<PathStep>, middle: Point, radius: Length) {
    let b = bow(radius);
    let at = |x: Length, y: Length| Point::new(middle.x + x, middle.y + y);
    let (r, o) = (radius, Length::ZERO);
    steps.extend([
        PathStep::Move(at(r, o)),
        PathStep::Curve(at(r, b), at(b, r), at(o, r)),
        PathStep::Curve(at(-b, r), at(-r, b), at(-r, o)),
        PathStep::Curve(at(-r, -b), at(-b, -r), at(o, -r)),
        PathStep::Curve(at(b, -r), at(r, -b), at(r, o)),
        PathStep::Close,
    ]);
}

/// A quarter of a disc whose middle is a corner of a square: 0 top left, 1 top right, 2 bottom right, 3 bottom left.
pub fn quarter(steps: &mut Vec<PathStep>, square: Rect, corner: u8) {
    let side = square.size.width;
    let b = bow(side);
    let (middle, sx, sy) = match corner % 4 {
        0 => (square.origin, 1, 1),
        1 => (Point::new(square.right(), square.origin.y), -1, 1),
        2 => (Point::new(square.right(), square.bottom()), -1, -1),
        _ => (Point::new(square.origin.x, square.bottom()), 1, -1),
    };
    let at = |x: Length, y: Length| Point::new(middle.x + x * sx, middle.y + y * sy);
    steps.extend([
        PathStep::Move(middle),
        PathStep::Line(at(side, Length::ZERO)),
        PathStep::Curve(at(side, b), at(b, side), at(Length::ZERO, side)),
        PathStep::Close,
    ]);
}

/// A lozenge around a point.
pub fn lozenge(steps: &mut Vec<PathStep>, middle: Point, half_width: Length, half_height: Length) {
    let at = |x: Length, y: Length| Point::new(middle.x + x, middle.y + y);
    let o = Length::ZERO;
    steps.extend([
        PathStep::Move(at(-half_width, o)),
        PathStep::Line(at(o, -half_height)),
        PathStep::Line(at(half_width, o)),
        PathStep::Line(at(o, half_height)),
        PathStep::Close,
    ]);
}

/// A flower of four leaves, upright or turned by an eighth.
pub fn flower(steps: &mut Vec<PathStep>, middle: Point, reach: Length, turned: bool) {
    let at = |x: Length, y: Length| Point::new(middle.x + x, middle.y + y);
    // Each leaf runs from near the middle to its tip, with a belly on both sides.
    let (start, belly, wide) = (reach / 7, reach.scale(62, 100), reach.scale(34, 100));
    let axes: [(i64, i64); 4] =
        if turned { [(7, 7), (-7, 7), (-7, -7), (7, -7)] } else { [(10, 0), (0, 10), (-10, 0), (0, -10)] };
    for (ax, ay) in axes {
        // Along the leaf, and across it.
        let along = |by: Length| (by.scale(ax, 10), by.scale(ay, 10));
        let point = |by: Length, aside: Length| {
            let ((x, y), (dx, dy)) = (along(by), along(aside));
            at(x - dy, y + dx)
        };
        steps.extend([
            PathStep::Move(point(start, Length::ZERO)),
            PathStep::Curve(point(start * 2, wide), point(belly, wide), point(reach, Length::ZERO)),
            PathStep::Curve(point(belly, -wide), point(start * 2, -wide), point(start, Length::ZERO)),
            PathStep::Close,
        ]);
    }
}

/// A star of five points around a middle, one point up. Hundredths of the reach, from a table: no float decides.
pub fn star(steps: &mut Vec<PathStep>, middle: Point, reach: Length) {
    const POINTS: [(i64, i64); 10] = [
        (0, -1_000),
        (225, -309),
        (951, -309),
        (363, 118),
        (588, 809),
        (0, 382),
        (-588, 809),
        (-363, 118),
        (-951, -309),
        (-225, -309),
    ];
    for (nth, (x, y)) in POINTS.into_iter().enumerate() {
        let point = Point::new(middle.x + reach.scale(x, 1_000), middle.y + reach.scale(y, 1_000));
        steps.push(if nth == 0 { PathStep::Move(point) } else { PathStep::Line(point) });
    }
    steps.push(PathStep::Close);
}

/// Items in the coordinates of `area`'s top left corner, cut at its edges.
pub fn clipped(area: Rect, items: Vec<(Point, Item)>) -> (Point, Item) {
    let frame = Frame { size: area.size, items };
    (area.origin, Item::Group { frame: Arc::new(frame), transform: Transform::IDENTITY, clip: true, opacity: 255 })
}

/// Items turned around their own origin and put to a point: by a quarter to the right, or to the left.
pub fn turned(origin: Point, items: Vec<(Point, Item)>, right: bool) -> (Point, Item) {
    let one = if right { Transform::ONE } else { -Transform::ONE };
    let transform = Transform { a: 0, b: one, c: -one, d: 0, e: Length::ZERO, f: Length::ZERO };
    let frame = Frame { size: Size::default(), items };
    (origin, Item::Group { frame: Arc::new(frame), transform, clip: false, opacity: 255 })
}

/// Items tilted a little around their own origin: by `slope` thousandths, which is as good as an angle.
pub fn tilted(origin: Point, items: Vec<(Point, Item)>, slope: i64) -> (Point, Item) {
    let sine = Transform::ONE * slope / 1_000;
    let transform =
        Transform { a: Transform::ONE, b: sine, c: -sine, d: Transform::ONE, e: Length::ZERO, f: Length::ZERO };
    let frame = Frame { size: Size::default(), items };
    (origin, Item::Group { frame: Arc::new(frame), transform, clip: false, opacity: 255 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_stay_within_their_reach() {
        let mut steps = Vec::new();
        let (middle, reach) = (Point::new(Length::pt(50), Length::pt(70)), Length::pt(10));
        circle(&mut steps, middle, reach);
        flower(&mut steps, middle, reach, false);
        flower(&mut steps, middle, reach, true);
        star(&mut steps, middle, reach);
        lozenge(&mut steps, middle, reach, reach);
        let near = |point: Point| (point.x - middle.x).abs() <= reach && (point.y - middle.y).abs() <= reach;
        let all_near = steps.iter().all(|step| match *step {
            PathStep::Move(to) | PathStep::Line(to) => near(to),
            PathStep::Curve(one, two, to) => near(one) && near(two) && near(to),
            PathStep::Close => true,
        });
        assert!(all_near, "{steps:?}");
    }

    #[test]
    fn a_quarter_stands_in_its_corner() {
        let square = Rect::new(Length::pt(10), Length::pt(20), Length::pt(4), Length::pt(4));
        let middles: Vec<Point> = (0..4)
            .map(|corner| {
                let mut steps = Vec::new();
                quarter(&mut steps, square, corner);
                let PathStep::Move(middle) = steps[0] else { panic!("{steps:?}") };
                middle
            })
            .collect();
        let at = |x, y| Point::new(Length::pt(x), Length::pt(y));
        assert_eq!(middles, [at(10, 20), at(14, 20), at(14, 24), at(10, 24)]);
    }
}
