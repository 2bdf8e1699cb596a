//! In: a page's frame. Out: its black areas, as wide and as high as they are seen. Refuses to know how they are printed.

use super::{Frame, Item};
use crate::base::{Length, Point, Rect, Transform};
use crate::pictures::{Matrix, Step};

/// A side of an area that is large: less is a rule, or a bar behind a line of words.
const LARGE: Length = Length::mm(10);

/// Rounding between parts that touch.
const SLACK: Length = Length(64);

/// Areas of pure black. A ground behind several lines is one, though each line draws its own part.
#[derive(Debug, Default)]
pub struct Areas {
    parts: Vec<Rect>,
}

impl Areas {
    pub fn of(frame: &Frame) -> Areas {
        let mut areas = Areas::default();
        areas.collect(frame, Point::ZERO);
        areas
    }

    fn collect(&mut self, frame: &Frame, at: Point) {
        for (point, item) in &frame.items {
            let at = Point::new(at.x + point.x, at.y + point.y);
            match item {
                Item::Rule { size, ink } if ink.is_black() => self.parts.push(Rect { origin: at, size: *size }),
                Item::Group { frame, transform, opacity: 255, .. } if is_moved(*transform) => {
                    self.collect(frame, Point::new(at.x + transform.e, at.y + transform.f));
                }
                Item::Rule { .. }
                | Item::Group { .. }
                | Item::Glyphs(_)
                | Item::Path(_)
                | Item::Image { .. }
                | Item::Form(_)
                | Item::Link(_)
                | Item::Mark(_) => {}
            }
        }
    }

    /// Whether a part of one of them belongs to a large one.
    pub fn is_large(&self, part: Rect) -> bool {
        let (mut top, mut bottom) = (part.origin.y, part.bottom());
        let column = |other: &&Rect| other.origin.x == part.origin.x && other.right() == part.right();
        // Each round takes in what touches.
        loop {
            let touches = |other: &&Rect| {
                other.origin.y <= bottom + SLACK
                    && other.bottom() + SLACK >= top
                    && (other.origin.y < top || other.bottom() > bottom)
            };
            let Some(next) = self.parts.iter().filter(column).find(touches) else { break };
            (top, bottom) = (top.min(next.origin.y), bottom.max(next.bottom()));
        }
        part.size.width >= LARGE && bottom - top >= LARGE
    }
}

fn is_moved(transform: Transform) -> bool {
    transform == Transform::shift(transform.e, transform.f)
}

/// Whether a shape of a drawing is a large rectangle that stands upright; `scale` is from its pixels to points.
pub fn is_ground([a, b, c, d, _, _]: Matrix, steps: &[Step], scale: (f32, f32)) -> bool {
    let corners = steps.iter().filter_map(|step| match *step {
        Step::Move(x, y) | Step::Line(x, y) => Some((x, y)),
        Step::Curve(..) | Step::Close => None,
    });
    let corners: Vec<(f32, f32)> = corners.collect();
    let curved = steps.iter().any(|step| matches!(step, Step::Curve(..)));
    let (0.0, 0.0, false, [one, two, three, four]) = (b, c, curved, &corners[..]) else { return false };
    let lies = one.1 == two.1 && two.0 == three.0 && three.1 == four.1 && four.0 == one.0;
    let stands = one.0 == two.0 && two.1 == three.1 && three.0 == four.0 && four.1 == one.1;
    let side = |from: f32, to: f32, scale: f32| Length::from_pt(f64::from(((to - from) * scale).abs()));
    (lies || stands) && side(one.0, three.0, a * scale.0).min(side(one.1, three.1, d * scale.1)) >= LARGE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Ink, Size};
    use std::sync::Arc;

    #[test]
    fn a_ground_behind_several_lines_is_one_area() {
        let line = |y: i64, height: i64, ink| {
            let size = Size::new(Length::mm(80), Length::mm(height));
            (Point::new(Length::mm(9), Length::mm(y)), Item::Rule { size, ink })
        };
        let inner = Frame { size: Size::default(), items: vec![line(14, 4, Ink::BLACK)] };
        let group = Item::Group { frame: Arc::new(inner), transform: Transform::IDENTITY, clip: false, opacity: 255 };
        let items = vec![
            line(10, 4, Ink::BLACK),
            (Point::ZERO, group),
            line(18, 4, Ink::Cmyk(0, 0, 0, 100)),
            line(40, 4, Ink::BLACK),
            line(44, 40, Ink::Gray(9)),
        ];
        let areas = Areas::of(&Frame { size: Size::default(), items });
        let part =
            |y, height| areas.is_large(Rect::new(Length::mm(9), Length::mm(y), Length::mm(80), Length::mm(height)));
        assert_eq!([part(10, 4), part(14, 4), part(18, 4), part(40, 4)], [true, true, true, false]);
    }
}
