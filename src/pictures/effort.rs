//! In: an SVG's tree. Out: how many pixels must be worked on, for each dot in a square CSS pixel, where parts of it can
//! only be drawn as pixels. Refuses to draw.

use super::header::PictureError;
use resvg::tiny_skia::Transform;
use usvg::filter::Kind;
use usvg::{BaseGradient, ClipPath, Group, Node, Paint, Path, Rect};

/// What a layer costs however small it is, in pixels.
const LAYER: f32 = 4_000.0;

/// The sum over everything that becomes pixels; a group inside such a group is a layer of its own.
pub fn effort(root: &Group) -> f32 {
    inside(root, root.children().iter().any(blends))
}

/// Pixels that may be worked on to paint a whole drawing: about a second.
const PAINTED: f32 = 200e6;

/// Refuses a drawing that would take too long to paint with so many dots in a CSS pixel.
pub fn check(root: &Group, scale: f32) -> Result<(), PictureError> {
    match inside(root, true) * scale * scale > PAINTED {
        true => Err(PictureError::TooLarge("its filters, masks and patterns would take too long".to_owned())),
        false => Ok(()),
    }
}

pub fn blends(node: &Node) -> bool {
    matches!(node, Node::Group(group) if group.blend_mode() != usvg::BlendMode::Normal)
}

fn inside(group: &Group, pixels: bool) -> f32 {
    let mut sum = 0.0;
    for node in group.children() {
        let mut pixels = pixels;
        if let Node::Group(group) = node {
            let filters: f32 = group.filters().iter().flat_map(|filter| filter.primitives()).map(weight).sum();
            let clipped = group.clip_path().is_some_and(|clip| !clips_plainly(clip));
            let heavy = clipped || !group.filters().is_empty() || group.mask().is_some() || blends(node);
            pixels |= heavy || group.children().iter().any(blends);
            if pixels && (heavy || group.should_isolate()) {
                let seen = node.abs_layer_bounding_box().map_or(0.0, |area| area.width() * area.height());
                sum += (seen + LAYER) * (1.0 + filters);
            }
            sum += inside(group, pixels);
        }
        if let Node::Path(path) = node {
            sum += tiles(path);
        }
        node.subroots(|root| sum += inside(root, true) + area(root.abs_layer_bounding_box().to_rect()));
    }
    sum
}

fn area(rect: Rect) -> f32 {
    rect.width() * rect.height()
}

/// How much more than one pass a filter's step costs.
fn weight(primitive: &usvg::filter::Primitive) -> f32 {
    match primitive.kind() {
        Kind::Turbulence(turbulence) => 1.0 + turbulence.num_octaves() as f32,
        Kind::Morphology(shape) => 1.0 + 10.0 * shape.radius_x().get() * shape.radius_y().get(),
        Kind::ConvolveMatrix(matrix) => 1.0 + matrix.matrix().data().len() as f32,
        Kind::DropShadow(_) => 3.0,
        _ => 1.0,
    }
}

/// A pattern's tile is drawn once, however much of it is seen.
fn tiles(path: &Path) -> f32 {
    let seen = || area(path.abs_stroke_bounding_box());
    let fill = path.fill().map_or(0.0, |fill| match fill.paint() {
        Paint::Color(_) => 0.0,
        Paint::LinearGradient(gradient) if fills_plainly(gradient) => 0.0,
        Paint::RadialGradient(gradient) if fills_plainly(gradient) => 0.0,
        paint => seen() + tile(paint),
    });
    let stroke = path.stroke().map_or(0.0, |stroke| match stroke.paint() {
        Paint::Color(_) => 0.0,
        paint => seen() + tile(paint),
    });
    fill + stroke
}

fn tile(paint: &Paint) -> f32 {
    let Paint::Pattern(pattern) = paint else { return 0.0 };
    let (across, down) = pattern.transform().get_scale();
    area(pattern.rect().to_rect()) * across * down
}

/// Whether shapes can say it: each clip of the chain is a single path.
pub fn clips_plainly(clip: &ClipPath) -> bool {
    let chain = std::iter::successors(Some(clip), |clip| clip.clip_path());
    chain.into_iter().all(|clip| single_path(clip).is_some())
}

/// The one path of a clip, and what leads from it to where the clip is used.
pub fn single_path(clip: &ClipPath) -> Option<(&Path, Transform)> {
    let mut inside = clip.transform();
    let mut group = clip.root();
    loop {
        match group.children() {
            [Node::Path(path)] => return Some((path, inside)),
            [Node::Group(inner)] if inner.clip_path().is_none() => {
                inside = inside.pre_concat(inner.transform());
                group = inner;
            }
            _ => return None,
        }
    }
}

/// Whether a shape can say it: a gradient that neither repeats nor fades.
pub fn fills_plainly(gradient: &BaseGradient) -> bool {
    let opaque = gradient.stops().iter().all(|stop| stop.opacity().get() >= 1.0);
    opaque && gradient.spread_method() == usvg::SpreadMethod::Pad && gradient.stops().len() > 1
}
