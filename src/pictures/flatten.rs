//! In: a drawing. Out: the same with nothing that shines through anything, as older presses want it. Refuses to know
//! about presses.
//!
//! What is seen through something else is mixed here, on white paper: a faded shape that lies on paper alone becomes
//! a paler shape; where it lies on others, the whole area becomes pixels of 600 dots an inch, and everything else
//! stays sharp. Areas that touch are one.

use super::drawing::{Clip, Drawing, Fill, Matrix, Paint, Pen, Shape, Step, Stop};
use super::raster::Raster;
use crate::base::Size;
use resvg::tiny_skia::{
    Color, FillRule, FilterQuality, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint as Skia, Path,
    PathBuilder, Pattern, Pixmap, PixmapPaint, Point, PremultipliedColorU8, RadialGradient, Rect, Shader, SpreadMode,
    Stroke, StrokeDash, Transform,
};
use std::sync::Arc;

/// Pixels of all areas of one drawing together, with a layer for each group inside another.
const PIXELS: f32 = 24e6;
/// Pixels painted for one drawing, one over the other: some seconds.
const WORK: f32 = 1e9;
/// Areas above which one area holds everything that shines through.
const AREAS: usize = 24;

/// Left, top, right, bottom in CSS pixels of the drawing.
pub type Area = [f32; 4];

impl Drawing {
    /// `size` is the size on the page: it decides how many pixels an area gets.
    #[must_use]
    pub fn flattened(self, size: Size) -> Drawing {
        let (width, height) = (self.width, self.height);
        let sheet = [0.0, 0.0, width, height];
        let shapes = paled(self.shapes);
        let mut areas = areas(&shapes, sheet);
        if areas.is_empty() {
            return Drawing { width, height, shapes };
        }
        if areas.len() > AREAS {
            let last = areas.iter().map(|area| area.last).max().unwrap_or_default();
            let all = areas.iter().map(|area| area.place).reduce(union).unwrap_or(sheet);
            areas = vec![Translucent { place: all, last }];
        }
        let dots = |points: f64, pixels: f32| (points / 72.0 * 600.0 / f64::from(pixels)) as f32;
        let wanted = dots(size.width.to_pt(), width).max(dots(size.height.to_pt(), height)).clamp(0.1, 50.0);
        let layers = 1.0 + shapes.iter().map(depth).max().unwrap_or_default() as f32;
        let room: f32 = areas.iter().map(|area| surface(area.place) * layers).sum();
        let work: f32 =
            areas.iter().map(|area| shapes[..=area.last].iter().map(|s| painted(s, area.place)).sum::<f32>()).sum();
        let scale = wanted.min((PIXELS / room.max(1e-6)).sqrt()).min((WORK / work.max(1e-6)).sqrt());
        let mut out = Vec::new();
        for (at, shape) in shapes.iter().enumerate() {
            if !shines(shape) {
                out.push(shape.clone());
            }
            for area in areas.iter().filter(|area| area.last == at) {
                out.extend(pixels(&shapes[..=at], area.place, scale));
            }
        }
        Drawing { width, height, shapes: out }
    }

    /// The flat colours that are others once it is flattened: of what shines through, or lies below something that does.
    pub fn mixed(&self) -> Vec<(u8, u8, u8)> {
        let areas = areas(&paled(self.shapes.clone()), [0.0, 0.0, self.width, self.height]);
        let below = |at: usize, shape: &Shape| {
            let place = place(shape);
            areas.iter().any(|area| at <= area.last && touch(area.place, place))
        };
        let mut colours = Vec::new();
        for (at, shape) in self.shapes.iter().enumerate() {
            if shines(shape) || below(at, shape) {
                flat(shape, &mut colours);
            }
        }
        colours
    }
}

/// The colours of a shape that are no gradients.
pub fn flat(shape: &Shape, colours: &mut Vec<(u8, u8, u8)>) {
    match shape {
        Shape::Path { fill, pen, .. } => {
            colours.extend(pen.as_ref().map(|pen| pen.rgb));
            match fill.as_ref().map(|fill| &fill.paint) {
                Some(Paint::Rgb(red, green, blue)) => colours.push((*red, *green, *blue)),
                Some(Paint::Linear { .. } | Paint::Radial { .. }) | None => {}
            }
        }
        Shape::Group { shapes, .. } => shapes.iter().for_each(|shape| flat(shape, colours)),
        Shape::Pixels { .. } | Shape::Rim { .. } => {}
    }
}

/// An area that something shines through, and the last shape that does.
#[derive(Clone, Copy, Debug)]
struct Translucent {
    place: Area,
    last: usize,
}

/// A faded shape on bare paper is a paler one.
fn paled(shapes: Vec<Shape>) -> Vec<Shape> {
    let mut drawn: Vec<Area> = Vec::new();
    let mut out = Vec::with_capacity(shapes.len());
    for shape in shapes.into_iter().map(simple) {
        let place = place(&shape);
        let alone = !drawn.iter().any(|other| touch(*other, place));
        drawn.push(place);
        out.push(match shape {
            Shape::Path { matrix, steps, fill, pen, pen_first } if alone => pale(matrix, steps, fill, pen, pen_first),
            Shape::Pixels { matrix, raster } if alone && raster.alpha.is_some() => {
                Shape::Pixels { matrix, raster: Arc::new(raster.as_ref().clone().on_white()) }
            }
            shape => shape,
        });
    }
    out
}

/// A faded group of one path that is only filled or only drawn is a faded path.
fn simple(shape: Shape) -> Shape {
    let Shape::Group { clips, opacity, shapes } = shape else { return shape };
    match <[Shape; 1]>::try_from(shapes) {
        Ok([Shape::Path { matrix, steps, fill, pen, pen_first }])
            if clips.is_empty() && (fill.is_none() || pen.is_none()) =>
        {
            let fill = fill.map(|fill| Fill { opacity: fill.opacity * opacity, ..fill });
            let pen = pen.map(|pen| Pen { opacity: pen.opacity * opacity, ..pen });
            Shape::Path { matrix, steps, fill, pen, pen_first }
        }
        Ok(shapes) => Shape::Group { clips, opacity, shapes: shapes.into() },
        Err(shapes) => Shape::Group { clips, opacity, shapes },
    }
}

/// A path whose pen and fill do not shine through one another.
fn pale(matrix: Matrix, steps: Vec<Step>, fill: Option<Fill>, pen: Option<Pen>, pen_first: bool) -> Shape {
    let over_itself = fill.is_some() && pen.as_ref().is_some_and(|pen| pen.opacity < 1.0)
        || pen_first && fill.as_ref().is_some_and(|fill| fill.opacity < 1.0);
    if over_itself {
        return Shape::Path { matrix, steps, fill, pen, pen_first };
    }
    let fill = fill.map(|fill| Fill { paint: on_paper(fill.paint, fill.opacity), opacity: 1.0, ..fill });
    let pen = pen.map(|pen| Pen { rgb: mixed(pen.rgb, pen.opacity), opacity: 1.0, ..pen });
    Shape::Path { matrix, steps, fill, pen, pen_first }
}

fn on_paper(paint: Paint, opacity: f32) -> Paint {
    let pale =
        |stops: Vec<Stop>| stops.into_iter().map(|stop| Stop { rgb: mixed(stop.rgb, opacity), ..stop }).collect();
    match paint {
        Paint::Rgb(red, green, blue) => {
            let (red, green, blue) = mixed((red, green, blue), opacity);
            Paint::Rgb(red, green, blue)
        }
        Paint::Linear { matrix, from, to, stops } => Paint::Linear { matrix, from, to, stops: pale(stops) },
        Paint::Radial { matrix, focus, circle, stops } => Paint::Radial { matrix, focus, circle, stops: pale(stops) },
    }
}

fn mixed((red, green, blue): (u8, u8, u8), opacity: f32) -> (u8, u8, u8) {
    let part = |level: u8| (255.0 - (255.0 - f32::from(level)) * opacity.clamp(0.0, 1.0)).round() as u8;
    (part(red), part(green), part(blue))
}

/// Whether something shows through a shape.
pub fn shines(shape: &Shape) -> bool {
    match shape {
        Shape::Path { fill, pen, .. } => {
            fill.as_ref().is_some_and(|fill| fill.opacity < 1.0) || pen.as_ref().is_some_and(|pen| pen.opacity < 1.0)
        }
        Shape::Pixels { raster, .. } => raster.alpha.is_some(),
        Shape::Rim { .. } => false,
        Shape::Group { opacity, shapes, .. } => *opacity < 1.0 || shapes.iter().any(shines),
    }
}

/// Each area once: those that touch are joined until none do.
fn areas(shapes: &[Shape], sheet: Area) -> Vec<Translucent> {
    let mut areas: Vec<Translucent> = Vec::new();
    for (last, shape) in shapes.iter().enumerate().filter(|(_, shape)| shines(shape)) {
        let Some(place) = cut(place(shape), sheet) else { continue };
        let mut joined = Translucent { place, last };
        while let Some(at) = areas.iter().position(|area| touch(area.place, joined.place)) {
            joined.place = union(joined.place, areas.swap_remove(at).place);
        }
        areas.push(joined);
    }
    areas
}

/// How many groups stand inside each other.
fn depth(shape: &Shape) -> usize {
    match shape {
        Shape::Group { shapes, .. } => 1 + shapes.iter().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

/// The surface that painting a shape touches inside an area: a group's layer is laid down whole.
fn painted(shape: &Shape, area: Area) -> f32 {
    match shape {
        Shape::Group { shapes, .. } => {
            2.0 * surface(area) + shapes.iter().map(|inner| painted(inner, area)).sum::<f32>()
        }
        _ => cut(place(shape), area).map_or(0.0, surface),
    }
}

/// What a shape covers at most.
pub fn place(shape: &Shape) -> Area {
    match shape {
        Shape::Path { matrix, steps, pen, .. } => {
            let pen = pen.as_ref().map_or(0.0, |pen| pen.width * pen.miter.max(1.5) / 2.0);
            let bounds = steps_area(steps);
            let grown = [bounds[0] - pen, bounds[1] - pen, bounds[2] + pen, bounds[3] + pen];
            moved(grown, matrix)
        }
        Shape::Pixels { matrix, .. } => moved([0.0, 0.0, 1.0, 1.0], matrix),
        Shape::Group { clips, shapes, .. } => {
            let inside = shapes.iter().map(place).reduce(union).unwrap_or_default();
            let mut clips = clips.iter().map(|clip| moved(steps_area(&clip.steps), &clip.matrix));
            clips.try_fold(inside, cut).unwrap_or_default()
        }
        Shape::Rim { .. } => Area::default(),
    }
}

pub fn steps_area(steps: &[Step]) -> Area {
    let mut area = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    let mut add = |x: f32, y: f32| area = [area[0].min(x), area[1].min(y), area[2].max(x), area[3].max(y)];
    for step in steps {
        match *step {
            Step::Move(x, y) | Step::Line(x, y) => add(x, y),
            Step::Curve(x1, y1, x2, y2, x, y) => [(x1, y1), (x2, y2), (x, y)].into_iter().for_each(|(x, y)| add(x, y)),
            Step::Close => {}
        }
    }
    if area[0] > area[2] { Area::default() } else { area }
}

fn moved([left, top, right, bottom]: Area, [a, b, c, d, e, f]: &Matrix) -> Area {
    let corners = [(left, top), (right, top), (left, bottom), (right, bottom)];
    let corners = corners.map(|(x, y)| (a * x + c * y + e, b * x + d * y + f));
    let of = |pick: fn(f32, f32) -> f32, part: fn(&(f32, f32)) -> f32| corners.iter().map(part).reduce(pick);
    let (least, most) = (f32::min as fn(f32, f32) -> f32, f32::max as fn(f32, f32) -> f32);
    [of(least, |c| c.0), of(least, |c| c.1), of(most, |c| c.0), of(most, |c| c.1)].map(Option::unwrap_or_default)
}

fn union(one: Area, other: Area) -> Area {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

pub fn touch(one: Area, other: Area) -> bool {
    one[0] <= other[2] && other[0] <= one[2] && one[1] <= other[3] && other[1] <= one[3]
}

pub fn cut(one: Area, other: Area) -> Option<Area> {
    let area = [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])];
    (area[0] < area[2] && area[1] < area[3]).then_some(area)
}

fn surface([left, top, right, bottom]: Area) -> f32 {
    (right - left) * (bottom - top)
}

/// An area of a drawing as pixels on white.
fn pixels(shapes: &[Shape], [left, top, right, bottom]: Area, scale: f32) -> Option<Shape> {
    // Whole dots, so that the area's edge falls between two.
    let (x, y) = ((left * scale).floor(), (top * scale).floor());
    let side = |from: f32, to: f32| (((to * scale).ceil() - from) as u32).max(1);
    let (width, height) = (side(x, right), side(y, bottom));
    let mut canvas = Pixmap::new(width, height)?;
    canvas.fill(Color::WHITE);
    let at = Transform::from_row(scale, 0.0, 0.0, scale, -x, -y);
    paint_shapes(&mut canvas, shapes, at, None)?;
    let mut rgba = Vec::with_capacity(canvas.data().len());
    for pixel in canvas.pixels() {
        rgba.extend([pixel.red(), pixel.green(), pixel.blue(), 255]);
    }
    let raster = Arc::new(Raster::from_rgba(width, height, &rgba));
    let matrix = [width as f32 / scale, 0.0, 0.0, height as f32 / scale, x / scale, y / scale];
    Some(Shape::Pixels { matrix, raster })
}

/// Paints shapes over what is on the canvas; nothing where there is no room for a layer.
pub fn paint_shapes(to: &mut Pixmap, shapes: &[Shape], at: Transform, mask: Option<&Mask>) -> Option<()> {
    for shape in shapes {
        match shape {
            Shape::Path { matrix, steps, fill, pen, pen_first } => {
                let at = at.pre_concat(transform(matrix));
                let Some(path) = outline(steps) else { continue };
                let fill = fill.as_ref().map(|fill| (fill, paint(&fill.paint, fill.opacity)));
                if let (Some((fill, Some(paint))), false) = (&fill, *pen_first) {
                    to.fill_path(&path, paint, rule(fill.even_odd), at, mask);
                }
                if let Some(pen) = pen {
                    let colour = Paint::Rgb(pen.rgb.0, pen.rgb.1, pen.rgb.2);
                    if let Some(paint) = paint(&colour, pen.opacity) {
                        to.stroke_path(&path, &paint, &stroke(pen), at, mask);
                    }
                }
                if let (Some((fill, Some(paint))), true) = (&fill, *pen_first) {
                    to.fill_path(&path, paint, rule(fill.even_odd), at, mask);
                }
            }
            Shape::Rim { .. } => {}
            Shape::Pixels { matrix, raster } => paint_pixels(to, raster, at.pre_concat(transform(matrix)), mask)?,
            Shape::Group { clips, opacity, shapes } => {
                let mut layer = Pixmap::new(to.width(), to.height())?;
                let inside = clip_mask(to, clips, at)?;
                paint_shapes(&mut layer, shapes, at, inside.as_ref())?;
                let how = PixmapPaint { opacity: *opacity, ..PixmapPaint::default() };
                to.draw_pixmap(0, 0, layer.as_ref(), &how, Transform::identity(), mask);
            }
        }
    }
    Some(())
}

fn paint_pixels(to: &mut Pixmap, raster: &Raster, at: Transform, mask: Option<&Mask>) -> Option<()> {
    let mut pixels = Pixmap::new(raster.width, raster.height)?;
    let channels = if raster.gray { 1 } else { 3 };
    for (nth, (pixel, values)) in pixels.pixels_mut().iter_mut().zip(raster.pixels.chunks(channels)).enumerate() {
        let alpha = raster.alpha.as_ref().and_then(|alpha| alpha.get(nth)).copied().unwrap_or(255);
        let part = |level: u8| ((u32::from(level) * u32::from(alpha) + 127) / 255) as u8;
        let (red, green, blue) = (part(values[0]), part(values[channels / 2]), part(values[channels - 1]));
        *pixel = PremultipliedColorU8::from_rgba(red, green, blue, alpha).unwrap_or(*pixel);
    }
    let (width, height) = (raster.width as f32, raster.height as f32);
    let shader = Pattern::new(pixels.as_ref(), SpreadMode::Pad, FilterQuality::Bicubic, 1.0, Transform::identity());
    let paint = Skia { shader, anti_alias: true, ..Skia::default() };
    to.fill_rect(Rect::from_xywh(0.0, 0.0, width, height)?, &paint, at.pre_scale(1.0 / width, 1.0 / height), mask);
    Some(())
}

/// Nothing inside where there is no clip.
#[allow(clippy::option_option, reason = "no room for a mask is not the same as no mask")]
fn clip_mask(to: &Pixmap, clips: &[Clip], at: Transform) -> Option<Option<Mask>> {
    let mut mask: Option<Mask> = None;
    for clip in clips {
        let at = at.pre_concat(transform(&clip.matrix));
        let path = outline(&clip.steps);
        match (&mut mask, path) {
            (Some(mask), Some(path)) => mask.intersect_path(&path, rule(clip.even_odd), true, at),
            (none, path) => {
                let mut first = Mask::new(to.width(), to.height())?;
                if let Some(path) = path {
                    first.fill_path(&path, rule(clip.even_odd), true, at);
                }
                *none = Some(first);
            }
        }
    }
    Some(mask)
}

pub fn outline(steps: &[Step]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for step in steps {
        match *step {
            Step::Move(x, y) => path.move_to(x, y),
            Step::Line(x, y) => path.line_to(x, y),
            Step::Curve(x1, y1, x2, y2, x, y) => path.cubic_to(x1, y1, x2, y2, x, y),
            Step::Close => path.close(),
        }
    }
    path.finish()
}

fn rule(even_odd: bool) -> FillRule {
    if even_odd { FillRule::EvenOdd } else { FillRule::Winding }
}

pub fn transform([a, b, c, d, e, f]: &Matrix) -> Transform {
    Transform::from_row(*a, *b, *c, *d, *e, *f)
}

fn paint(paint: &Paint, opacity: f32) -> Option<Skia<'static>> {
    let colour = |(red, green, blue): (u8, u8, u8)| {
        Color::from_rgba8(red, green, blue, (opacity.clamp(0.0, 1.0) * 255.0).round() as u8)
    };
    let stops = |stops: &[Stop]| stops.iter().map(|stop| GradientStop::new(stop.offset, colour(stop.rgb))).collect();
    let point = |(x, y): (f32, f32)| Point::from_xy(x, y);
    let shader = match paint {
        Paint::Rgb(red, green, blue) => Shader::SolidColor(colour((*red, *green, *blue))),
        Paint::Linear { matrix, from, to, stops: all } => {
            LinearGradient::new(point(*from), point(*to), stops(all), SpreadMode::Pad, transform(matrix))?
        }
        Paint::Radial { matrix, focus, circle, stops: all } => RadialGradient::new(
            point((focus.0, focus.1)),
            focus.2,
            point((circle.0, circle.1)),
            circle.2,
            stops(all),
            SpreadMode::Pad,
            transform(matrix),
        )?,
    };
    Some(Skia { shader, anti_alias: true, ..Skia::default() })
}

pub fn stroke(pen: &Pen) -> Stroke {
    Stroke {
        width: pen.width,
        miter_limit: pen.miter,
        line_cap: [LineCap::Butt, LineCap::Round, LineCap::Square][usize::from(pen.cap.min(2))],
        line_join: [LineJoin::Miter, LineJoin::Round, LineJoin::Bevel][usize::from(pen.join.min(2))],
        dash: StrokeDash::new(pen.dash.clone(), pen.dash_phase),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Length;
    use crate::pictures::Picture;

    fn flat(inside: &str) -> Vec<Shape> {
        let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{inside}</svg>"#);
        let picture = Picture::probe(svg.into_bytes()).unwrap();
        let size = Size::new(Length::pt(40), Length::pt(20));
        let shapes = Drawing::new(&picture, size).unwrap().flattened(size).shapes;
        assert!(!shapes.iter().any(shines), "{shapes:?}");
        shapes
    }

    fn at(shape: &Shape, x: f32, y: f32) -> [u8; 3] {
        let Shape::Pixels { matrix: [width, _, _, height, left, top], raster } = shape else { panic!("{shape:?}") };
        let column = ((x - left) / width * raster.width as f32) as usize;
        let row = ((y - top) / height * raster.height as f32) as usize;
        let start = (row * raster.width as usize + column) * 3;
        [raster.pixels[start], raster.pixels[start + 1], raster.pixels[start + 2]]
    }

    #[test]
    fn what_is_opaque_stays_as_it_is() {
        let shapes = flat("<path d='M0 0h9v9z' fill='red'/><path d='M0 0h9v9z' stroke='blue'/>");
        assert!(matches!(&shapes[..], [Shape::Path { .. }, Shape::Path { .. }]));
    }

    #[test]
    fn a_faded_shape_on_paper_is_a_paler_one() {
        let shapes = flat("<rect width='9' height='9'/><rect x='20' width='9' height='9' fill='red' opacity='.5'/>");
        let [Shape::Path { .. }, rest] = &shapes[..] else { panic!("{shapes:?}") };
        let Shape::Path { fill: Some(fill), .. } = rest else { panic!("{rest:?}") };
        assert_eq!(fill.paint, Paint::Rgb(255, 128, 128));
        let shapes = flat("<rect width='9' height='9' fill='#00f' fill-opacity='.25'/>");
        assert!(matches!(&shapes[..], [Shape::Path { fill: Some(fill), .. }]
            if fill.paint == Paint::Rgb(191, 191, 255) && fill.opacity == 1.0));
    }

    #[test]
    fn what_shines_through_is_mixed_where_it_does() {
        let shapes = flat(
            "<rect width='20' height='20' fill='#0f0'/><rect x='10' width='20' height='10' fill='red' opacity='.5'/>\
             <rect x='12' y='2' width='4' height='4'/>",
        );
        let [Shape::Path { .. }, mixed, Shape::Path { .. }] = &shapes[..] else { panic!("{shapes:?}") };
        assert_eq!(at(mixed, 11.0, 1.0), [128, 127, 0]);
        assert_eq!(at(mixed, 25.0, 5.0), [255, 127, 127]);
        let Shape::Pixels { raster, .. } = mixed else { panic!() };
        assert!((160..180).contains(&raster.width), "600 dots an inch: {}", raster.width);
    }

    #[test]
    fn areas_that_touch_are_one_and_very_many_are_one_too() {
        let two = "<rect width='40' height='20' fill='#ccc'/><g fill-opacity='.5'><rect width='9' height='9'/>\
            <rect x='5' width='9' height='9'/><rect x='30' width='9' height='9'/></g>";
        let pixels = |shapes: &[Shape]| shapes.iter().filter(|shape| matches!(shape, Shape::Pixels { .. })).count();
        assert_eq!(pixels(&flat(two)), 2);
        let many: String = (0..39).map(|x| format!("<path d='M{x} 1h.5v.5z' fill-opacity='.5'/>")).collect();
        assert_eq!(pixels(&flat(&format!("<rect width='40' height='20' fill='#ccc'/>{many}"))), 1);
    }

    #[test]
    fn what_would_take_too_long_gets_coarser() {
        let many = "<g opacity='.9'>".repeat(30) + "<path d='M0 0h40v20z'/><path d='M0 0h40v9z'/>" + &"</g>".repeat(30);
        let all = format!("<rect width='40' height='20' fill='#ccc'/>{}", many.repeat(40));
        let shapes = flat(&all);
        let pixels = shapes.iter().map(|shape| match shape {
            Shape::Pixels { raster, .. } => raster.pixels.len(),
            _ => 0,
        });
        let pixels: usize = pixels.sum();
        assert!((3_000..3_000_000).contains(&pixels), "{pixels}");
    }

    #[test]
    fn gradients_clips_and_pictures_are_mixed_too() {
        let shapes = flat(
            "<defs><linearGradient id='g'><stop stop-color='red'/><stop offset='1' stop-color='#00f'/></linearGradient>\
             <clipPath id='c'><rect width='10' height='20'/></clipPath></defs><rect width='40' height='20' fill='#fff'/>\
             <g clip-path='url(#c)' opacity='.5'><rect width='40' height='20' fill='url(#g)'/></g>",
        );
        let mixed = shapes.last().unwrap();
        let left = at(mixed, 0.5, 10.0);
        assert!(left[0] > 250 && (125..140).contains(&left[2]), "{left:?}");
    }
}
