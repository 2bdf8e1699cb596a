//! In: an SVG picture and the size at which it will stand. Out: plain shapes, in drawing order. Refuses to know how
//! a page shows them.
//!
//! What shapes cannot say (filters, masks, patterns, blending, clipping by several paths, gradients that repeat, fade
//! or fill a stroke) becomes a raster of 600 dots an inch (fewer where that would take too long), group by group,
//! so that the rest stays sharp.

use super::effort::{blends, effort, fills_plainly, single_path};
use super::header::{Format, PictureError};
use super::svg;
use super::{Picture, Raster};
use crate::base::Size;
use resvg::tiny_skia::{self, Transform};
use std::sync::Arc;
use usvg::Node;
use usvg::tiny_skia_path::PathSegment;

/// Shapes in CSS pixels of the drawing, y downwards from its top left corner; scale them to the size they stand at.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub width: f32,
    pub height: f32,
    pub shapes: Vec<Shape>,
}

/// `x' = a x + c y + e`, `y' = b x + d y + f`.
pub type Matrix = [f32; 6];

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `matrix` applies to steps, pen and gradient alike.
    Path { matrix: Matrix, steps: Vec<Step>, fill: Option<Fill>, pen: Option<Pen>, pen_first: bool },
    /// Pixels stretched over the unit square (y downwards) under `matrix`.
    Pixels { matrix: Matrix, raster: Arc<Raster> },
    /// Shapes drawn together, cut by every clip, and then faded as one. `opacity` is 0 to 1.
    Group { clips: Vec<Clip>, opacity: f32, shapes: Vec<Shape> },
    /// One colour's line along another's edge, within every clip, on the plate of `rgb` alone; on paper there is nothing
    /// to see of it.
    Rim { clips: Vec<Clip>, rgb: Rgb, parts: Vec<RimPart> },
}

/// Red, green and blue.
pub type Rgb = (u8, u8, u8);

/// A region in the drawing's pixels in which a plate's ink is laid on (`inked`) or taken off, grown by so much.
#[derive(Clone, Debug, PartialEq)]
pub struct RimPart {
    pub clips: Vec<Clip>,
    pub steps: Vec<Step>,
    pub even_odd: bool,
    pub inked: bool,
    pub grown: f32,
}

impl RimPart {
    /// The same as a shape of this gray.
    pub fn shape(&self, level: u8) -> Shape {
        let rgb = (level, level, level);
        let fill = Fill { paint: Paint::Rgb(level, level, level), opacity: 1.0, even_odd: self.even_odd };
        let (width, dash) = (self.grown * 2.0, Vec::new());
        let pen = Pen { rgb, opacity: 1.0, width, cap: 1, join: 1, miter: 4.0, dash, dash_phase: 0.0 };
        let (steps, pen) = (self.steps.clone(), (self.grown > 0.0).then_some(pen));
        let matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
        let path = Shape::Path { matrix, steps, fill: Some(fill), pen, pen_first: false };
        match self.clips.is_empty() {
            true => path,
            false => Shape::Group { clips: self.clips.clone(), opacity: 1.0, shapes: vec![path] },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Move(f32, f32),
    Line(f32, f32),
    Curve(f32, f32, f32, f32, f32, f32),
    Close,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Fill {
    pub paint: Paint,
    pub opacity: f32,
    pub even_odd: bool,
}

/// Caps and joins as PDF numbers them.
#[derive(Clone, Debug, PartialEq)]
pub struct Pen {
    pub rgb: (u8, u8, u8),
    pub opacity: f32,
    pub width: f32,
    pub cap: u8,
    pub join: u8,
    pub miter: f32,
    pub dash: Vec<f32>,
    pub dash_phase: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Paint {
    Rgb(u8, u8, u8),
    Linear { matrix: Matrix, from: (f32, f32), to: (f32, f32), stops: Vec<Stop> },
    Radial { matrix: Matrix, focus: (f32, f32, f32), circle: (f32, f32, f32), stops: Vec<Stop> },
}

/// `offset` is 0 to 1; stops ascend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    pub offset: f32,
    pub rgb: (u8, u8, u8),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    pub matrix: Matrix,
    pub steps: Vec<Step>,
    pub even_odd: bool,
}

/// Pixels that may be worked on for one drawing: some seconds. Above it the rasters get coarser.
const RASTER_PIXELS: f32 = 6e6;
/// Dots in a CSS pixel below which a raster is refused instead.
const COARSEST: f32 = 0.5;

impl Drawing {
    /// `size` is the size on the page: it decides how many pixels a raster gets.
    pub fn new(picture: &Picture, size: Size) -> Result<Drawing, PictureError> {
        if picture.format != Format::Svg {
            return Err(PictureError::Unknown);
        }
        let tree = svg::tree(&picture.bytes, true)?;
        let (width, height) = (tree.size().width(), tree.size().height());
        let dots = |points: f64, pixels: f32| points / 72.0 * 600.0 / f64::from(pixels);
        let scale = dots(size.width.to_pt(), width).max(dots(size.height.to_pt(), height)).clamp(0.1, 50.0);
        let bearable = (RASTER_PIXELS / effort(tree.root()).max(1.0)).sqrt();
        if bearable < COARSEST {
            return Err(PictureError::TooLarge("its filters, masks and patterns would take too long".to_owned()));
        }
        let artist = Artist { scale: bearable.min(scale as f32) };
        let mut shapes = Vec::new();
        if tree.root().children().iter().any(blends) {
            shapes.extend(artist.rasterize_all(&tree));
        } else {
            artist.draw_all(tree.root(), Transform::identity(), &mut shapes);
        }
        Ok(Drawing { width, height, shapes })
    }
}

struct Artist {
    /// Dots in a CSS pixel.
    scale: f32,
}

impl Artist {
    /// `at` leads from the group's inside to the drawing.
    fn draw_all(&self, group: &usvg::Group, at: Transform, shapes: &mut Vec<Shape>) {
        for node in group.children() {
            match node {
                Node::Group(inner) => self.draw_group(node, inner, at, shapes),
                Node::Path(path) if path.is_visible() => match path_shape(path, at) {
                    Some(shape) => shapes.push(shape),
                    None => shapes.extend(self.rasterize(node, at)),
                },
                Node::Image(image) if image.is_visible() => shapes.extend(image_shape(image, at)),
                Node::Text(text) => self.draw_all(text.flattened(), at, shapes),
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }

    fn draw_group(&self, node: &Node, group: &usvg::Group, parent: Transform, shapes: &mut Vec<Shape>) {
        let plain = group.mask().is_none()
            && group.filters().is_empty()
            && !blends(node)
            && !group.children().iter().any(blends);
        let at = parent.pre_concat(group.transform());
        let clips = group.clip_path().map_or(Some(Vec::new()), |clip| clips(clip, at));
        let (true, Some(clips)) = (plain, clips) else {
            shapes.extend(self.rasterize(node, parent));
            return;
        };
        let mut inside = Vec::new();
        self.draw_all(group, at, &mut inside);
        let opacity = group.opacity().get();
        if clips.is_empty() && opacity >= 1.0 {
            shapes.append(&mut inside);
        } else if !inside.is_empty() {
            shapes.push(Shape::Group { clips, opacity, shapes: inside });
        }
    }

    fn rasterize(&self, node: &Node, parent: Transform) -> Option<Shape> {
        let area = node.abs_layer_bounding_box()?;
        let (scale, mut pixmap) = self.pixmap(area.width(), area.height())?;
        // `render_node` moves the area to the origin itself, but knows nothing of the parents.
        let parents = parent.pre_translate(area.x(), area.y()).post_translate(-area.x(), -area.y());
        resvg::render_node(node, parents.post_scale(scale, scale), &mut pixmap.as_mut());
        Some(pixels_shape(&pixmap, scale, area.x(), area.y()))
    }

    fn rasterize_all(&self, tree: &usvg::Tree) -> Option<Shape> {
        let (scale, mut pixmap) = self.pixmap(tree.size().width(), tree.size().height())?;
        resvg::render(tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        Some(pixels_shape(&pixmap, scale, 0.0, 0.0))
    }

    /// Dots in a CSS pixel, and room for an area.
    fn pixmap(&self, width: f32, height: f32) -> Option<(f32, tiny_skia::Pixmap)> {
        let scale = self.scale * (RASTER_PIXELS / (width * height * self.scale * self.scale)).sqrt().min(1.0);
        let side = |length: f32| ((length * scale).ceil() as u32).max(1);
        Some((scale, tiny_skia::Pixmap::new(side(width), side(height))?))
    }
}

fn pixels_shape(pixmap: &tiny_skia::Pixmap, scale: f32, x: f32, y: f32) -> Shape {
    let mut rgba = Vec::with_capacity(pixmap.data().len());
    for pixel in pixmap.pixels() {
        let colour = pixel.demultiply();
        rgba.extend([colour.red(), colour.green(), colour.blue(), colour.alpha()]);
    }
    let raster = Raster::from_rgba(pixmap.width(), pixmap.height(), &rgba);
    let matrix = [pixmap.width() as f32 / scale, 0.0, 0.0, pixmap.height() as f32 / scale, x, y];
    Shape::Pixels { matrix, raster: Arc::new(raster) }
}

/// Nothing where a paint is more than a shape can say.
fn path_shape(path: &usvg::Path, at: Transform) -> Option<Shape> {
    let fill = match path.fill() {
        None => None,
        Some(fill) => Some(Fill {
            paint: paint(fill.paint())?,
            opacity: fill.opacity().get(),
            even_odd: fill.rule() == usvg::FillRule::EvenOdd,
        }),
    };
    let pen = match path.stroke() {
        None => None,
        Some(stroke) => Some(pen(stroke)?),
    };
    let fill = fill.filter(|_| encloses(path.data()));
    let pen_first = path.paint_order() == usvg::PaintOrder::StrokeAndFill;
    Some(Shape::Path { matrix: matrix(at), steps: steps(path.data()), fill, pen, pen_first })
}

/// Whether a path has an inside: a PDF shows a hairline where a line is filled, and a drawing nothing.
fn encloses(path: &usvg::tiny_skia_path::Path) -> bool {
    let mut sides = 0;
    path.segments().any(|segment| {
        match segment {
            PathSegment::MoveTo(_) => sides = 0,
            PathSegment::LineTo(_) => sides += 1,
            PathSegment::QuadTo(..) | PathSegment::CubicTo(..) => sides += 2,
            PathSegment::Close => {}
        }
        sides > 1
    })
}

fn pen(stroke: &usvg::Stroke) -> Option<Pen> {
    let usvg::Paint::Color(colour) = stroke.paint() else { return None };
    Some(Pen {
        rgb: (colour.red, colour.green, colour.blue),
        opacity: stroke.opacity().get(),
        width: stroke.width().get(),
        cap: match stroke.linecap() {
            usvg::LineCap::Butt => 0,
            usvg::LineCap::Round => 1,
            usvg::LineCap::Square => 2,
        },
        join: match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => 0,
            usvg::LineJoin::Round => 1,
            usvg::LineJoin::Bevel => 2,
        },
        miter: stroke.miterlimit().get(),
        dash: stroke.dasharray().unwrap_or_default().to_vec(),
        dash_phase: stroke.dashoffset(),
    })
}

fn paint(paint: &usvg::Paint) -> Option<Paint> {
    match paint {
        usvg::Paint::Color(colour) => Some(Paint::Rgb(colour.red, colour.green, colour.blue)),
        usvg::Paint::LinearGradient(linear) => Some(Paint::Linear {
            matrix: matrix(linear.transform()),
            from: (linear.x1(), linear.y1()),
            to: (linear.x2(), linear.y2()),
            stops: stops(linear)?,
        }),
        usvg::Paint::RadialGradient(radial) => Some(Paint::Radial {
            matrix: matrix(radial.transform()),
            focus: (radial.fx(), radial.fy(), radial.fr().get()),
            circle: (radial.cx(), radial.cy(), radial.r().get()),
            stops: stops(radial)?,
        }),
        usvg::Paint::Pattern(_) => None,
    }
}

fn stops(gradient: &usvg::BaseGradient) -> Option<Vec<Stop>> {
    let stop = |stop: &usvg::Stop| {
        let colour = stop.color();
        Stop { offset: stop.offset().get(), rgb: (colour.red, colour.green, colour.blue) }
    };
    fills_plainly(gradient).then(|| gradient.stops().iter().map(stop).collect())
}

/// One clip for a path of clips, each a single path; nothing where one is made of several.
fn clips(clip: &usvg::ClipPath, at: Transform) -> Option<Vec<Clip>> {
    let mut all = Vec::new();
    let mut next = Some(clip);
    while let Some(clip) = next {
        let (path, inside) = single_path(clip)?;
        let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
        all.push(Clip { matrix: matrix(at.pre_concat(inside)), steps: steps(path.data()), even_odd });
        next = clip.clip_path();
    }
    Some(all)
}

fn image_shape(image: &usvg::Image, at: Transform) -> Option<Shape> {
    let (usvg::ImageKind::PNG(bytes) | usvg::ImageKind::JPEG(bytes)) = image.kind() else { return None };
    let picture = Picture::probe(bytes.as_slice()).ok()?;
    let raster = Arc::new(picture.decode().ok()?);
    let placed = at.pre_scale(image.size().width(), image.size().height());
    Some(Shape::Pixels { matrix: matrix(placed), raster })
}

/// A path's steps; curves of two points are those of three that look alike.
pub(super) fn steps(path: &usvg::tiny_skia_path::Path) -> Vec<Step> {
    let mut last = (0.0, 0.0);
    let mut steps = Vec::with_capacity(path.len());
    for segment in path.segments() {
        steps.push(match segment {
            PathSegment::MoveTo(to) => Step::Move(to.x, to.y),
            PathSegment::LineTo(to) => Step::Line(to.x, to.y),
            PathSegment::QuadTo(by, to) => {
                let towards = |from: f32, by: f32| from + (by - from) * 2.0 / 3.0;
                let (x1, y1) = (towards(last.0, by.x), towards(last.1, by.y));
                Step::Curve(x1, y1, towards(to.x, by.x), towards(to.y, by.y), to.x, to.y)
            }
            PathSegment::CubicTo(one, two, to) => Step::Curve(one.x, one.y, two.x, two.y, to.x, to.y),
            PathSegment::Close => Step::Close,
        });
        if let PathSegment::MoveTo(to)
        | PathSegment::LineTo(to)
        | PathSegment::QuadTo(_, to)
        | PathSegment::CubicTo(_, _, to) = segment
        {
            last = (to.x, to.y);
        }
    }
    steps
}

fn matrix(transform: Transform) -> Matrix {
    [transform.sx, transform.ky, transform.kx, transform.sy, transform.tx, transform.ty]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Length;

    fn draw(inside: &str) -> Drawing {
        let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{inside}</svg>"#);
        let picture = Picture::probe(svg.into_bytes()).unwrap();
        Drawing::new(&picture, Size::new(Length::pt(40), Length::pt(20))).unwrap()
    }

    #[test]
    fn plain_shapes_stay_shapes_and_text_becomes_outlines() {
        let drawing = draw("<g transform='translate(3 4)'><path d='M0 0Q1 1 2 0z' fill='#102030'/></g>");
        let [Shape::Path { matrix, steps, fill: Some(fill), pen: None, .. }] = &drawing.shapes[..] else {
            panic!("{drawing:?}")
        };
        assert_eq!((matrix[4], matrix[5], steps.len()), (3.0, 4.0, 3));
        assert_eq!(fill.paint, Paint::Rgb(0x10, 0x20, 0x30));
        let text = draw("<text x='2' y='10' font-family='Nowhere'>fi</text>");
        assert!(matches!(&text.shapes[..], [Shape::Path { steps, .. }] if steps.len() > 10), "{text:?}");
    }

    #[test]
    fn what_shapes_cannot_say_becomes_pixels_in_its_place() {
        let blurred = draw(
            "<defs><filter id='f'><feGaussianBlur stdDeviation='1'/></filter></defs>             <rect width='9' height='9'/><g transform='translate(20 5)'><rect width='8' height='6' filter='url(#f)'/></g>",
        );
        let [Shape::Path { .. }, Shape::Pixels { matrix, raster }] = &blurred.shapes[..] else { panic!("{blurred:?}") };
        assert!(matrix[4] < 20.0 && matrix[4] > 15.0 && matrix[0] > 8.0 && matrix[0] < 16.0, "{matrix:?}");
        let middle = (raster.height / 2 * raster.width + raster.width / 2) as usize;
        assert!(raster.alpha.as_ref().unwrap()[middle] > 200);
    }

    #[test]
    fn clips_and_opacity_make_a_group() {
        let drawing = draw(
            "<clipPath id='c'><circle r='5'/></clipPath><g clip-path='url(#c)' opacity='.5'><path d='M0 0h9v9z'/><path d='M0 0h9v9z'/></g>",
        );
        assert!(matches!(&drawing.shapes[..], [Shape::Group { clips, opacity, shapes }]
            if clips.len() == 1 && *opacity == 0.5 && shapes.len() == 2));
    }

    #[test]
    fn what_would_take_too_long_is_refused() {
        let filter = "<filter id='f'><feTurbulence baseFrequency='.1' numOctaves='1000000'/></filter>";
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>{filter}<path filter='url(#f)' d='M0 0h9v9z'/></svg>"
        );
        let picture = Picture::probe(svg.into_bytes()).unwrap();
        let drawing = Drawing::new(&picture, Size::new(Length::pt(40), Length::pt(20)));
        assert!(matches!(drawing, Err(PictureError::TooLarge(_))));
    }
}
