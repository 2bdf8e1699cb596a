//! In: a picture that covers its page. Out: the picture as large as that, cut off at the edge; how much of it is lost, and
//! whether words on it can be read, and a panel behind them where they cannot. Refuses to know why it is there.

use super::sheet::{LineInk, Sheet};
use crate::base::{Diagnostic, Edge, Ink, Length, Point, Rect, Size, Span, Transform};
use crate::design::Geometry;
use crate::layout::paginate::{Settled, line_of};
use crate::layout::setline::Covering;
use crate::page::{Boxes, Frame, Item, Mark, Side};
use crate::pictures::{Light, Picture};
use std::collections::BTreeMap;
use std::sync::Arc;

/// More than so many hundredths of a picture are not cut off without a word.
const UNSAID: i64 = 10;
/// What words need to be read on a picture, in hundredths (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: u32 = 450;

/// Words with more white between them, in their tallest line, have panels of their own.
const APART: i64 = 4;

/// A page's trim with its bleed, in the trim's coordinates.
fn bled(geometry: &Geometry, recto: bool) -> Rect {
    Boxes::bled(geometry.trim, geometry.bleed, geometry.binding.spine(recto)).bleed
}

/// The same of a page and the one that faces it, beyond the spine.
fn bled_spread(geometry: &Geometry, recto: bool) -> Rect {
    let Size { width, height } = geometry.trim;
    let (x, y) = match geometry.binding.spine(recto) {
        Edge::Left => (-width, Length::ZERO),
        Edge::Right => (width, Length::ZERO),
        Edge::Top => (Length::ZERO, -height),
        Edge::Bottom => (Length::ZERO, height),
    };
    let (own, other) = (bled(geometry, recto), bled(geometry, !recto));
    let corner = Point::new(other.origin.x + x, other.origin.y + y);
    let far = |rect: Rect, origin: Point| (origin.x + rect.size.width, origin.y + rect.size.height);
    let ((right, bottom), (other_right, other_bottom)) = (far(own, own.origin), far(other, corner));
    let (left, top) = (own.origin.x.min(corner.x), own.origin.y.min(corner.y));
    Rect::new(left, top, right.max(other_right) - left, bottom.max(other_bottom) - top)
}

/// What such a picture covers, in the coordinates of the page that it stands on.
pub fn covered(geometry: &Geometry, covers: Covering, recto: bool) -> Rect {
    match covers {
        Covering::Page => bled(geometry, recto),
        Covering::Spread => bled_spread(geometry, recto),
    }
}

/// As large as covers all, in its own shape.
fn large(own: Size, whole: Size) -> Size {
    let by_width = Size::new(whole.width, own.height.scale(whole.width.0, own.width.0.max(1)));
    let by_height = Size::new(own.width.scale(whole.height.0, own.height.0.max(1)), whole.height);
    if by_width.height >= whole.height { by_width } else { by_height }
}

/// A picture over the whole page and its bleed, or over two: as large as covers all, its middle in theirs, cut off at
/// the edge. Points are those of a line at this height.
pub fn covering(geometry: &Geometry, covers: Covering, side: Side, ink: LineInk, y: Length) -> LineInk {
    let Rect { origin, size } = bled(geometry, side.is_recto());
    let all = covered(geometry, covers, side.is_recto());
    let left = geometry.type_area(side.is_recto()).origin.x;
    let cover = |item: Item| match item {
        Item::Image { picture, size: own, source } => {
            let (whole, large) = (all.size, large(own, all.size));
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

/// Pictures of which much is cut off, each told once. The lines still have their ink.
pub fn cut(geometry: &Geometry, settled: &Settled, sheets: &[Sheet]) -> Vec<Diagnostic> {
    let mut told: BTreeMap<(u32, u32), Diagnostic> = BTreeMap::new();
    for (leaf, sheet) in settled.sequence.pages.iter().zip(sheets) {
        let Some((section, _)) = sheet.stands else { continue };
        let lines = sheet.body.iter().filter_map(|(spot, _)| line_of(&settled.galleys[section.0 as usize], *spot));
        for line in lines {
            let Some(covers) = line.covers else { continue };
            let whole = covered(geometry, covers, leaf.side.is_recto()).size;
            for (_, item) in &line.items {
                let Item::Image { size, source: Some(span), .. } = item else { continue };
                let large = large(*size, whole);
                let lost = |whole: Length, large: Length| 100 - whole.0 * 100 / large.0.max(1);
                let (across, down) = (lost(whole.width, large.width), lost(whole.height, large.height));
                if across.max(down) > UNSAID {
                    told.entry((span.file.0, span.start)).or_insert_with(|| too_much(*span, across, down, whole));
                }
            }
        }
    }
    told.into_values().collect()
}

fn too_much(span: Span, across: i64, down: i64, whole: Size) -> Diagnostic {
    let (lost, of) = if across > down { (across, "width") } else { (down, "height") };
    let why = format!("{lost}% of this picture's {of} is cut off, because its shape differs from the page's");
    let help = format!(
        "make it {} × {}, including bleed; a figure shows all of it with `{{.page}}`",
        whole.width.millimetres(),
        whole.height.millimetres()
    );
    Diagnostic::hint("picture-cut", why).at(span).help(help)
}

/// Words on a picture that are hard to read get a panel, or are told where none is wanted. Those on a ground of their own
/// are on that. A drawing's light is not known: it counts as one on which words cannot be read.
pub fn unread(frame: &mut Arc<Frame>, wants_panel: bool) -> Option<Diagnostic> {
    let mut below: Option<(usize, Shown)> = None;
    let mut grounds: Vec<Rect> = Vec::new();
    let mut words: Vec<(Rect, Ink)> = Vec::new();
    for (nth, (at, item)) in frame.items.iter().enumerate() {
        match item {
            Item::Group { frame, .. } => below = shown(*at, frame).map(|shown| (nth, shown)).or(below),
            Item::Rule { size, .. } => grounds.push(Rect { origin: *at, size: *size }),
            Item::Glyphs(run) if below.is_some() => {
                let width = run.glyphs.iter().map(|glyph| glyph.x).max().unwrap_or_default() + run.size / 2;
                let area = Rect::new(at.x, at.y - run.size.scale(7, 10), width, run.size.scale(9, 10));
                let inside = |ground: &Rect| ground.origin.y <= area.origin.y && ground.bottom() >= at.y;
                words.extend((!grounds.iter().any(inside)).then_some((area, run.ink)));
            }
            Item::Glyphs(_) | Item::Image { .. } | Item::Path(_) | Item::Link(_) | Item::Mark(_) | Item::Form(_) => {}
        }
    }
    let (nth, (picture, rect, span)) = below.filter(|_| !words.is_empty())?;
    let light = Light::new(&picture, rect);
    let least = light.and_then(|light| {
        let each = words.iter().flat_map(|(area, ink)| light.range(*area).map(|ground| ink.contrast(ground)));
        each.min()
    });
    if least.is_some_and(|least| least >= LEAST_CONTRAST) {
        return None;
    }
    if wants_panel && add_panel(frame, nth, &words) {
        return None;
    }
    let why = match least {
        None => "whether the words on this drawing can be read is not known: look at the page".to_owned(),
        Some(least) => format!(
            "words on this picture are hard to read: their contrast is {}.{} to 1, and 4.5 is needed",
            least / 100,
            least % 100 / 10
        ),
    };
    let help = "choose a lighter or calmer picture, let the words have a panel (`[images] panel = true`), or give them a ground: `[styles.part-title] ground = \"#fff\"`, `[styles.chapter-title]`, `[styles.book-title]`";
    Some(Diagnostic::hint("picture-contrast", why).at(span).help(help))
}

/// Panels behind all these words, white or black as their inks need it, right above the picture; none where some are dark
/// and some are light.
fn add_panel(frame: &mut Arc<Frame>, picture: usize, words: &[(Rect, Ink)]) -> bool {
    let least = |ground: Ink| words.iter().map(|(_, ink)| ink.contrast(ground)).min();
    let (white, black) = (Ink::Gray(u8::MAX), Ink::BLACK);
    let ink = if least(white) >= least(black) { white } else { black };
    if least(ink).is_none_or(|least| least < LEAST_CONTRAST) {
        return false;
    }
    let side = |of: fn(&Rect) -> Length| words.iter().map(move |(area, _)| of(area));
    let (Some(left), Some(right)) = (side(|area| area.origin.x).min(), side(|area| area.right()).max()) else {
        return false;
    };
    let around = side(|area| area.size.height).max().unwrap_or_default();
    let panels = stretches(words, around * APART).into_iter();
    let panels = panels.map(|(top, bottom)| Rect::new(left, top, right - left, bottom - top).outset(around));
    let items = &mut Arc::make_mut(frame).items;
    let ends = |(_, item): &(Point, Item)| matches!(item, Item::Mark(Mark::End));
    let after = items.iter().skip(picture).position(ends).map_or(picture, |end| picture + end) + 1;
    let mut marked = vec![(Point::ZERO, Item::Mark(Mark::BeginArtifact))];
    marked.extend(panels.map(|panel| (panel.origin, Item::Rule { size: panel.size, ink })));
    marked.push((Point::ZERO, Item::Mark(Mark::End)));
    items.splice(after..after, marked);
    true
}

/// Top and bottom of what stands together: the publisher at the foot of a title page is apart from its names.
fn stretches(words: &[(Rect, Ink)], apart: Length) -> Vec<(Length, Length)> {
    let mut lines: Vec<(Length, Length)> = words.iter().map(|(area, _)| (area.origin.y, area.bottom())).collect();
    lines.sort_unstable();
    let mut all: Vec<(Length, Length)> = Vec::new();
    for (top, bottom) in lines {
        match all.last_mut().filter(|(_, last)| top - *last < apart) {
            Some((_, last)) => *last = bottom.max(*last),
            None => all.push((top, bottom)),
        }
    }
    all
}

/// A picture, where it is on its page, and where its source is.
type Shown = (Arc<Picture>, Rect, Span);

/// The picture of a page that is covered, and where it is.
fn shown(at: Point, frame: &Frame) -> Option<Shown> {
    frame.items.iter().find_map(|(corner, item)| match item {
        Item::Image { picture, size, source } => {
            let origin = Point::new(at.x + corner.x, at.y + corner.y);
            Some((Arc::clone(picture), Rect { origin, size: *size }, (*source)?))
        }
        Item::Group { .. }
        | Item::Rule { .. }
        | Item::Glyphs(_)
        | Item::Path(_)
        | Item::Link(_)
        | Item::Mark(_)
        | Item::Form(_) => None,
    })
}
