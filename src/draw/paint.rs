//! In: a frame or an SVG, and how many pixels it may have. Out: its pixels. Equal input gives equal pixels.

use crate::base::{Ink, Length, Transform as PageTransform};
use crate::fonts::Faces;
use crate::page::{Fill as PageFill, Frame, GlyphRun, Item, Path, PathStep, Stroke as PageStroke};
use crate::pictures::{Format, Picture, PictureError, Raster, effort, svg as svg_tree};
use resvg::tiny_skia::{
    self, Color, FillRule, FilterQuality, LineCap, LineJoin, Mask, Paint, PathBuilder, Pixmap, PixmapPaint,
    PremultipliedColorU8, Rect, Stroke, StrokeDash, Transform,
};
use skrifa::instance::Size as FontSize;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// How far letters go up and down from their baseline at most, in ems.
const REACH: f32 = 4.0;
/// Pixels of one picture that is painted here.
const PIXELS: u64 = 64_000_000;

/// Paints the part of a frame that begins so many pixels below its top, over what is on the canvas.
pub fn part(to: &mut Pixmap, frame: &Frame, faces: &Faces, scale: f32, top: u32) -> Result<(), PictureError> {
    let at = Transform::from_scale(scale, scale).post_translate(0.0, -(top as f32));
    Painter { faces }.frame(to, frame, at, None)
}

/// An author's drawing on white, as large as fits into `room`.
pub fn svg(picture: &Picture, room: (u32, u32)) -> Result<Raster, PictureError> {
    let tree = svg_tree::tree(&picture.bytes, true)?;
    let (size, scale) = fitted(tree.size().width(), tree.size().height(), room)?;
    let mut canvas = canvas(size)?;
    effort::check(tree.root(), scale)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    Ok(raster(&canvas))
}

/// Pixels across and down of what is drawn as large as fits into `room`, and how many of them a unit has.
pub fn fitted(width: f32, height: f32, room: (u32, u32)) -> Result<((u32, u32), f32), PictureError> {
    let scale = (room.0 as f32 / width).min(room.1 as f32 / height);
    let side = |length: f32| (length * scale).round().max(1.0) as u32;
    let size = (side(width), side(height));
    if !scale.is_finite() || u64::from(size.0) * u64::from(size.1) > PIXELS {
        return Err(impossible(size));
    }
    Ok((size, scale))
}

/// White pixels.
pub fn canvas(size: (u32, u32)) -> Result<Pixmap, PictureError> {
    let mut canvas = Pixmap::new(size.0, size.1).ok_or_else(|| impossible(size))?;
    canvas.fill(Color::WHITE);
    Ok(canvas)
}

fn impossible((width, height): (u32, u32)) -> PictureError {
    PictureError::TooLarge(format!("{width} × {height} pixels cannot be drawn"))
}

/// Opaque pixels; gray ones where no pixel has a colour.
fn raster(canvas: &Pixmap) -> Raster {
    let all = canvas.data().as_chunks::<4>().0;
    let gray = all.iter().all(|[red, green, blue, _]| red == green && green == blue);
    let pixels = if gray {
        all.iter().map(|pixel| pixel[0]).collect()
    } else {
        let mut pixels = Vec::with_capacity(all.len() * 3);
        all.iter().for_each(|[red, green, blue, _]| pixels.extend_from_slice(&[*red, *green, *blue]));
        pixels
    };
    Raster { width: canvas.width(), height: canvas.height(), gray, pixels, alpha: None }
}

struct Painter<'a> {
    faces: &'a Faces,
}

impl Painter<'_> {
    fn frame(&self, to: &mut Pixmap, frame: &Frame, at: Transform, mask: Option<&Mask>) -> Result<(), PictureError> {
        for (point, item) in &frame.items {
            let at = at.pre_translate(px(point.x), px(point.y));
            match item {
                Item::Glyphs(run) => self.glyphs(to, run, at, mask),
                Item::Rule { size, ink } => {
                    if let Some(rect) = Rect::from_xywh(0.0, 0.0, px(size.width), px(size.height)) {
                        to.fill_rect(rect, &paint(*ink), at, mask);
                    }
                }
                Item::Path(path) => draw_path(to, path, at, mask),
                Item::Image { picture, size, .. } => {
                    image_item(to, picture, (px(size.width), px(size.height)), at, mask)?
                }
                Item::Group { frame, transform, clip, opacity } => {
                    let at = at.pre_concat(matrix(transform));
                    let inside = clip.then(|| clip_of(frame, at, to, mask)).flatten();
                    let inside = inside.as_ref().or(mask);
                    if *opacity == u8::MAX {
                        self.frame(to, frame, at, inside)?;
                        continue;
                    }
                    let mut layer = Pixmap::new(to.width(), to.height())
                        .ok_or_else(|| PictureError::TooLarge("no room for a layer".to_owned()))?;
                    self.frame(&mut layer, frame, at, inside)?;
                    let how = PixmapPaint { opacity: f32::from(*opacity) / 255.0, ..PixmapPaint::default() };
                    to.draw_pixmap(0, 0, layer.as_ref(), &how, Transform::identity(), None);
                }
                // No page of another PDF stands on a cover.
                Item::Form(_) | Item::Link(_) | Item::Mark(_) => {}
            }
        }
        Ok(())
    }

    fn glyphs(&self, to: &mut Pixmap, run: &GlyphRun, at: Transform, mask: Option<&Mask>) {
        let reach = px(run.size) * REACH;
        if !misses(to, at, -reach, reach) {
            let paint = paint(run.ink);
            each_glyph(self.faces, run, at, &mut |path, at| to.fill_path(path, &paint, FillRule::Winding, at, mask));
        }
    }
}

/// The outlines of a run, each with its place.
pub fn each_glyph(faces: &Faces, run: &GlyphRun, at: Transform, draw: &mut dyn FnMut(&tiny_skia::Path, Transform)) {
    let face = faces.get(run.face);
    let Ok(font) = FontRef::from_index(&face.data, face.index) else { return };
    let outlines = font.outline_glyphs();
    for glyph in &run.glyphs {
        let Some(outline) = outlines.get(GlyphId::new(u32::from(glyph.id))) else { continue };
        let mut pen = Pen(PathBuilder::new());
        let settings = DrawSettings::unhinted(FontSize::new(px(run.size)), face.location());
        if outline.draw(settings, &mut pen).is_err() {
            continue;
        }
        if let Some(path) = pen.0.finish() {
            let at = at.pre_translate(px(glyph.x), -px(glyph.rise)).pre_scale(f32::from(run.expand) / 1_000.0, -1.0);
            draw(&path, at);
        }
    }
}

/// An outline goes into tiny-skia's path as it comes.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}

/// Whether what reaches from `top` to `bottom` is above the canvas or below it: on a part of a page most is.
fn misses(to: &Pixmap, at: Transform, top: f32, bottom: f32) -> bool {
    let ends = [top * at.sy + at.ty, bottom * at.sy + at.ty];
    let high = to.height() as f32;
    at.kx == 0.0 && at.ky == 0.0 && (ends.iter().all(|end| *end < -1.0) || ends.iter().all(|end| *end > high + 1.0))
}

pub fn outline_of(path: &Path) -> Option<tiny_skia::Path> {
    outline(path.steps.iter())
}

fn outline<'a>(steps: impl Iterator<Item = &'a PathStep>) -> Option<tiny_skia::Path> {
    let mut builder = PathBuilder::new();
    for step in steps {
        match step {
            PathStep::Move(p) => builder.move_to(px(p.x), px(p.y)),
            PathStep::Line(p) => builder.line_to(px(p.x), px(p.y)),
            PathStep::Curve(a, b, p) => builder.cubic_to(px(a.x), px(a.y), px(b.x), px(b.y), px(p.x), px(p.y)),
            PathStep::Close => builder.close(),
        }
    }
    builder.finish()
}

/// How high and how low a step's points stand.
fn reach(step: &PathStep) -> Option<(Length, Length)> {
    match step {
        PathStep::Move(p) | PathStep::Line(p) => Some((p.y, p.y)),
        PathStep::Curve(a, b, p) => Some((a.y.min(b.y).min(p.y), a.y.max(b.y).max(p.y))),
        PathStep::Close => None,
    }
}

/// Of a path of many parts, those that the canvas shows.
fn draw_path(to: &mut Pixmap, path: &Path, at: Transform, mask: Option<&Mask>) {
    let around = path.stroke.as_ref().map_or(0.0, |stroke| px(stroke.width) * (stroke.miter as f32 / 1_000.0).max(1.0));
    let parts = path.steps.chunk_by(|_, next| !matches!(next, PathStep::Move(_)));
    let shown = parts.filter(|steps| {
        let ends = steps.iter().filter_map(reach).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
        ends.is_some_and(|(top, bottom)| !misses(to, at, px(top) - around, px(bottom) + around))
    });
    let Some(outline) = outline(shown.flatten()) else { return };
    if let Some(PageFill { ink, even_odd }) = &path.fill {
        let rule = if *even_odd { FillRule::EvenOdd } else { FillRule::Winding };
        to.fill_path(&outline, &paint(*ink), rule, at, mask);
    }
    if let Some(stroke) = &path.stroke {
        to.stroke_path(&outline, &paint(stroke.ink), &pen_of(stroke), at, mask);
    }
}

pub fn pen_of(stroke: &PageStroke) -> Stroke {
    let dash = stroke.dash.iter().map(|length| px(*length)).collect();
    Stroke {
        width: px(stroke.width),
        miter_limit: stroke.miter as f32 / 1_000.0,
        line_cap: [LineCap::Butt, LineCap::Round, LineCap::Square][usize::from(stroke.cap.min(2))],
        line_join: [LineJoin::Miter, LineJoin::Round, LineJoin::Bevel][usize::from(stroke.join.min(2))],
        dash: StrokeDash::new(dash, px(stroke.dash_phase)),
    }
}

fn image_item(
    to: &mut Pixmap,
    picture: &Picture,
    (width, height): (f32, f32),
    at: Transform,
    mask: Option<&Mask>,
) -> Result<(), PictureError> {
    if picture.format == Format::Svg {
        let tree = svg_tree::tree(&picture.bytes, true)?;
        let at = at.pre_scale(width / tree.size().width(), height / tree.size().height());
        effort::check(tree.root(), at.get_scale().0.max(at.get_scale().1))?;
        let mut layer =
            Pixmap::new(to.width(), to.height()).ok_or_else(|| PictureError::TooLarge("no room".to_owned()))?;
        resvg::render(&tree, at, &mut layer.as_mut());
        to.draw_pixmap(0, 0, layer.as_ref(), &PixmapPaint::default(), Transform::identity(), mask);
        return Ok(());
    }
    let own = (picture.width, picture.height);
    // What is painted smaller is scaled while it is read.
    let (across, down) = at.get_scale();
    let side = |own: u32, length: f32| (length.abs().ceil().max(1.0) as u32).min(own);
    let raster = picture.decode_at((side(own.0, width * across), side(own.1, height * down)))?.on_white();
    let Some(mut pixels) = Pixmap::new(raster.width, raster.height) else { return Ok(()) };
    let channels = if raster.gray { 1 } else { 3 };
    for (pixel, values) in pixels.pixels_mut().iter_mut().zip(raster.pixels.chunks(channels)) {
        let (first, last) = (values[0], values[channels - 1]);
        let middle = values[channels / 2];
        *pixel = PremultipliedColorU8::from_rgba(first, middle, last, 255).unwrap_or(*pixel);
    }
    let at = at.pre_scale(width / raster.width as f32, height / raster.height as f32);
    let how = PixmapPaint { quality: FilterQuality::Bicubic, ..PixmapPaint::default() };
    to.draw_pixmap(0, 0, pixels.as_ref(), &how, at, mask);
    Ok(())
}

/// The frame's own area, within what is cut already; nothing where it cuts nothing more.
pub fn clip_of(frame: &Frame, at: Transform, to: &Pixmap, within: Option<&Mask>) -> Option<Mask> {
    let area = Rect::from_xywh(0.0, 0.0, px(frame.size.width), px(frame.size.height))?;
    let upright = at.kx == 0.0 && at.ky == 0.0;
    let covers = |rect: Rect| {
        rect.left() <= 0.0
            && rect.top() <= 0.0
            && rect.right() >= to.width() as f32
            && rect.bottom() >= to.height() as f32
    };
    if upright && area.transform(at).is_some_and(covers) {
        return None;
    }
    let area = PathBuilder::from_rect(area);
    let mut mask = match within {
        Some(mask) => mask.clone(),
        None => Mask::new(to.width(), to.height())?,
    };
    match within {
        Some(_) => mask.intersect_path(&area, FillRule::Winding, true, at),
        None => mask.fill_path(&area, FillRule::Winding, true, at),
    }
    Some(mask)
}

fn paint(ink: Ink) -> Paint<'static> {
    let (red, green, blue) = ink.rgb();
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(red, green, blue, 255);
    paint
}

pub fn matrix(transform: &PageTransform) -> Transform {
    let part = |value: i64| value as f32 / PageTransform::ONE as f32;
    let PageTransform { a, b, c, d, e, f } = transform;
    tiny_skia::Transform::from_row(part(*a), part(*b), part(*c), part(*d), px(*e), px(*f))
}

pub fn px(length: Length) -> f32 {
    length.to_pt() as f32
}
