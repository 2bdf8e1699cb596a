//! In: a page and the colours of its press. Out: what each ink lays on it, pixel by pixel, and a picture of all of them
//! together. Equal input gives equal pixels.

use super::paint::{canvas, clip_of, each_glyph, fitted, matrix, outline_of, pen_of, px};
use crate::base::{Ink, Length, Point, Size};
use crate::fonts::Faces;
use crate::page::{Areas, Frame, GlyphRun, Item, Page, Path, Trap, Traps, Within, is_ground, trapped};
use crate::pictures::{
    Drawing, Fill, Format, Paint, Pen, Picture, PictureError, Raster, RimPart, Shape, Stop, paint_shapes,
};
use crate::press::{Channel, Colour, Laid, OtherPress, Palette, Plated, Separation, Thing};
use resvg::tiny_skia::{self, FillRule, LineJoin, Mask, Pixmap, PixmapPaint, Rect, Stroke, Transform};
use std::sync::Arc;

/// Pixels of an inch, as many as fit.
const PPI: f64 = 150.0;
/// Pixels of a side that is smoothed: a thin line would else come and go.
const SMALL: f32 = 3.0;
/// Pixels of one page.
const MOST: f64 = 16_000_000.0;

/// A page within its bleed.
#[derive(Debug)]
pub struct InkedPage {
    pub size: (u32, u32),
    /// The trim in it: left, top, right, bottom.
    trim: [u32; 4],
    pub plates: Vec<InkPlate>,
}

/// What one ink lays: 0 none, 255 solid.
#[derive(Debug)]
pub struct InkPlate {
    /// As the author calls it, and as the printer knows it.
    pub key: String,
    pub name: String,
    /// What it looks like, solid on white.
    pub looks: (u8, u8, u8),
    pub levels: Vec<u8>,
}

/// Every plate of a page.
pub fn inks(page: &Page, faces: &Faces, palette: &Palette) -> Result<InkedPage, PictureError> {
    let (bleed, trim) = (page.boxes.bleed, page.boxes.trim);
    let (width, height) = (bleed.size.width.to_pt(), bleed.size.height.to_pt());
    let ppi = PPI.min(72.0 * (MOST / (width * height).max(1.0)).sqrt());
    let room = |length: f64| (length * ppi / 72.0).ceil().max(1.0) as u32;
    let (size, scale) = fitted(width as f32, height as f32, (room(width), room(height)))?;
    let at = Transform::from_scale(scale, scale).pre_translate(-px(bleed.origin.x), -px(bleed.origin.y));
    let areas = Areas::of(&page.frame);
    let mut plates = Vec::new();
    for Plated { channel, key, name, ink } in palette.channels() {
        let mut to = canvas(size)?;
        let traps = Traps::new(palette, faces);
        let mut painter = Painter { palette, faces, channel, areas: &areas, traps, fade: 255 };
        painter.frame(&mut to, &page.frame, at, None)?;
        let levels = to.data().as_chunks::<4>().0.iter().map(|pixel| 255 - pixel[0]).collect();
        plates.push(InkPlate { key: key.to_owned(), name: name.to_owned(), looks: ink.rgb(), levels });
    }
    let pixel = |length: Length, most: u32| ((length.to_pt() as f32 * scale).round().max(0.0) as u32).min(most);
    let (left, top) = (pixel(-bleed.origin.x, size.0), pixel(-bleed.origin.y, size.1));
    let trim = [left, top, pixel(trim.width - bleed.origin.x, size.0), pixel(trim.height - bleed.origin.y, size.1)];
    Ok(InkedPage { size, trim, plates })
}

impl InkPlate {
    /// In grays, as a print of it in black looks.
    pub fn picture(&self, (width, height): (u32, u32)) -> Result<Picture, PictureError> {
        let pixels = self.levels.iter().map(|level| 255 - level).collect();
        Raster { width, height, gray: true, pixels, alpha: None }.to_png()
    }
}

impl InkedPage {
    /// The inks over each other, as each lets through the light of those under it.
    pub fn picture(&self) -> Result<Picture, PictureError> {
        let (width, height) = self.size;
        let mut pixels = vec![255_u8; width as usize * height as usize * 3];
        for InkPlate { looks: (red, green, blue), levels, .. } in &self.plates {
            for (pixel, &level) in pixels.chunks_exact_mut(3).zip(levels) {
                for (part, solid) in pixel.iter_mut().zip([red, green, blue]) {
                    let lets = 255 - (u32::from(255 - solid) * u32::from(level) + 127) / 255;
                    *part = ((u32::from(*part) * lets + 127) / 255) as u8;
                }
            }
        }
        Raster { width, height, gray: false, pixels, alpha: None }.to_png()
    }

    /// Of the trimmed page: how much of it each ink covers, in ten-thousandths, and the most ink on one spot, in percent.
    pub fn coverage(&self) -> (Vec<u32>, u32) {
        let [left, top, right, bottom] = self.trim;
        let places = || (top..bottom).flat_map(|y| (left..right).map(move |x| (y * self.size.0 + x) as usize));
        let count = u64::from(right.saturating_sub(left)) * u64::from(bottom.saturating_sub(top));
        let of = |plate: &InkPlate| {
            let sum: u64 = places().filter_map(|at| plate.levels.get(at)).map(|level| u64::from(*level)).sum();
            ((sum * 10_000 + count * 127) / (count * 255).max(1)) as u32
        };
        let on = |at: usize| -> u32 {
            self.plates.iter().filter_map(|plate| plate.levels.get(at)).map(|level| u32::from(*level)).sum()
        };
        let most = places().map(on).max().unwrap_or(0);
        (self.plates.iter().map(of).collect(), (most * 100 + 127) / 255)
    }
}

/// Draws a rim: its level, and its width.
type DrawRim<'d> = dyn FnMut(&mut Pixmap, (u8, f32), Option<&Mask>) + 'd;

/// Draws the part of one ink.
struct Painter<'a> {
    palette: &'a Palette,
    faces: &'a Faces,
    channel: Channel,
    areas: &'a Areas,
    traps: Traps<'a>,
    fade: u8,
}

impl Painter<'_> {
    fn frame(
        &mut self,
        to: &mut Pixmap,
        frame: &Frame,
        at: Transform,
        mask: Option<&Mask>,
    ) -> Result<(), PictureError> {
        for (point, item) in &frame.items {
            let here = at.pre_translate(px(point.x), px(point.y));
            match item {
                Item::Glyphs(run) => self.letters(to, run, *point, here, mask),
                Item::Rule { size, ink } => self.rule(to, (*point, *size, *ink), here, mask),
                Item::Path(path) => self.path(to, *point, path, here, mask),
                Item::Image { picture, size, .. } => {
                    self.traps.other(*point, Some(*size));
                    self.picture(to, picture, *size, here, mask)?;
                }
                Item::Group { frame, transform, clip, opacity } => {
                    let outer = self.traps.enter(*point, *transform, clip.then_some(frame.size), *opacity);
                    self.group(to, (frame, *clip, *opacity), here.pre_concat(matrix(transform)), mask)?;
                    self.traps.leave(outer);
                }
                // No page of another PDF stands in a book.
                Item::Form(_) | Item::Link(_) | Item::Mark(_) => {}
            }
        }
        Ok(())
    }

    fn group(
        &mut self,
        to: &mut Pixmap,
        (frame, clip, opacity): (&Frame, bool, u8),
        at: Transform,
        mask: Option<&Mask>,
    ) -> Result<(), PictureError> {
        let inside = clip.then(|| clip_of(frame, at, to, mask)).flatten();
        let inside = inside.as_ref().or(mask);
        if opacity == u8::MAX {
            return self.frame(to, frame, at, inside);
        }
        if !self.palette.allows_transparency() {
            let outer = self.fade;
            self.fade = ((u32::from(outer) * u32::from(opacity) + 127) / 255) as u8;
            let painted = self.frame(to, frame, at, inside);
            self.fade = outer;
            return painted;
        }
        let mut layer = Pixmap::new(to.width(), to.height())
            .ok_or_else(|| PictureError::TooLarge("no room for a layer".to_owned()))?;
        self.frame(&mut layer, frame, at, inside)?;
        let how = PixmapPaint { opacity: f32::from(opacity) / 255.0, ..PixmapPaint::default() };
        to.draw_pixmap(0, 0, layer.as_ref(), &how, Transform::identity(), None);
        Ok(())
    }

    /// What the plate has of something; nothing where it stays as it is.
    fn level(&self, laid: Option<Laid>) -> Option<u8> {
        laid?.on(self.channel, self.palette.press()?.spots.len())
    }

    /// The pen of a trap, which is on the plate of its ink alone.
    fn rim(&self, trap: &Trap) -> Option<(u8, f32)> {
        let laid = Laid { colour: self.palette.rim(trap.ink).filter(|_| self.fade == 255)?, over: true };
        Some((self.level(Some(laid))?, px(trap.width)))
    }

    /// Draws each rim of a thing at a point, within its ground where it has one.
    fn rims(
        &self,
        to: &mut Pixmap,
        (traps, point): (&[Trap], Point),
        at: Transform,
        mask: Option<&Mask>,
        draw: &mut DrawRim,
    ) {
        for trap in traps {
            let Some(rim) = self.rim(trap) else { continue };
            let inside =
                trap.within.as_ref().map(|within| held(to, within, at.pre_translate(-px(point.x), -px(point.y)), mask));
            match inside {
                None => draw(to, rim, mask),
                Some(Some(inside)) => draw(to, rim, Some(&inside)),
                Some(None) => {}
            }
        }
    }

    fn letters(&mut self, to: &mut Pixmap, run: &GlyphRun, point: Point, at: Transform, mask: Option<&Mask>) {
        let traps = self.traps.letters(run, point);
        if let Some(level) = self.level(self.palette.laid(run.ink, Thing::Letters, self.fade)) {
            each_glyph(self.faces, run, at, &mut |path, at| {
                to.fill_path(path, &gray(level), FillRule::Winding, at, mask);
            });
        }
        self.rims(to, (&traps, point), at, mask, &mut |to, (level, width), mask| {
            each_glyph(self.faces, run, at, &mut |path, at| {
                to.stroke_path(path, &gray(level), &round(width), at, mask);
            });
        });
    }

    fn rule(&mut self, to: &mut Pixmap, (point, size, ink): (Point, Size, Ink), at: Transform, mask: Option<&Mask>) {
        let traps = self.traps.rule(point, size, ink);
        let area = self.traps.area(point, crate::base::Rect { origin: Point::ZERO, size });
        let thing = if area.is_some_and(|area| self.areas.is_large(area)) { Thing::Ground } else { Thing::Shape };
        let Some(rect) = Rect::from_xywh(0.0, 0.0, px(size.width), px(size.height)) else { return };
        if let Some(level) = self.level(self.palette.laid(ink, thing, self.fade)) {
            let (across, down) = at.get_scale();
            // Two areas that touch would show a seam where both are smoothed.
            let anti_alias = (rect.width() * across).min(rect.height() * down) < SMALL;
            to.fill_rect(rect, &tiny_skia::Paint { anti_alias, ..gray(level) }, at, mask);
        }
        self.rims(to, (&traps, point), at, mask, &mut |to, (level, width), mask| {
            let pen = Stroke { width, ..Stroke::default() };
            to.stroke_path(&tiny_skia::PathBuilder::from_rect(rect), &gray(level), &pen, at, mask);
        });
    }

    fn path(&mut self, to: &mut Pixmap, point: Point, path: &Path, at: Transform, mask: Option<&Mask>) {
        let traps = self.traps.path(point, path);
        let Some(outline) = outline_of(path) else { return };
        let level = |ink: Ink| self.level(self.palette.laid(ink, Thing::Shape, self.fade));
        if let Some((fill, level)) = path.fill.as_ref().and_then(|fill| Some((fill, level(fill.ink)?))) {
            let rule = if fill.even_odd { FillRule::EvenOdd } else { FillRule::Winding };
            to.fill_path(&outline, &gray(level), rule, at, mask);
        }
        if let Some((stroke, level)) = path.stroke.as_ref().and_then(|stroke| Some((stroke, level(stroke.ink)?))) {
            to.stroke_path(&outline, &gray(level), &pen_of(stroke), at, mask);
        }
        self.rims(to, (&traps, point), at, mask, &mut |to, (level, width), mask| {
            to.stroke_path(&outline, &gray(level), &round(width), at, mask);
        });
    }

    fn picture(
        &self,
        to: &mut Pixmap,
        picture: &Picture,
        size: Size,
        at: Transform,
        mask: Option<&Mask>,
    ) -> Result<(), PictureError> {
        let (width, height) = (px(size.width), px(size.height));
        if picture.format == Format::Svg {
            let drawing = Drawing::new(picture, size)?;
            let drawing = if self.palette.allows_transparency() { drawing } else { drawing.flattened(size) };
            let (drawing, _) = trapped(drawing, size, self.palette);
            let scale = (width / drawing.width, height / drawing.height);
            let shapes: Vec<Shape> = drawing.shapes.iter().map(|shape| self.shape(shape, scale)).collect();
            paint_shapes(to, &shapes, at.pre_scale(scale.0, scale.1), mask);
            return Ok(());
        }
        // What is painted smaller is scaled while it is read.
        let (across, down) = at.get_scale();
        let side = |own: u32, length: f32| (length.abs().ceil().max(1.0) as u32).min(own);
        let pixels = (side(picture.width, width * across), side(picture.height, height * down));
        if let Some(raster) = self.raster(picture, pixels)? {
            let shape = Shape::Pixels { matrix: [width, 0.0, 0.0, height, 0.0, 0.0], raster: Arc::new(raster) };
            paint_shapes(to, &[shape], at, mask);
        }
        Ok(())
    }

    /// A picture's part; nothing where the plate stays as it is.
    fn raster(&self, picture: &Picture, pixels: (u32, u32)) -> Result<Option<Raster>, PictureError> {
        let Some(separation) = self.palette.separation() else { return Ok(None) };
        if let Some(ink) = picture.ink {
            let laid = self.palette.laid(ink, Thing::Shape, 255);
            let Some(solid) = self.level(laid) else { return Ok(None) };
            let mut gray = picture.decode_at(pixels)?.on_white().into_gray();
            let pale = |level: &u8| 255 - ((u32::from(255 - level) * u32::from(solid) + 127) / 255) as u8;
            gray.pixels = gray.pixels.iter().map(pale).collect();
            return Ok(Some(gray));
        }
        if let Some(inked) = picture.decode_inks_at(pixels)? {
            let own = self.palette.press().map(|press| &press.profile.bytes[..]);
            let other = inked.profile.as_deref().filter(|&bytes| Some(bytes) != own);
            let other = other.and_then(|bytes| OtherPress::new(bytes).ok());
            let part = |inks: &[u8; 4]| match (&other, self.palette.is_black()) {
                (Some(other), true) => self.of_gray(separation.gray_of_other(other, *inks)),
                (None, true) => self.of_gray(separation.gray_of_inks(*inks)),
                (Some(other), false) => self.of_inks(separation.inks_of(other, *inks)),
                (None, false) => self.of_inks(separation.limited(*inks)),
            };
            let levels = inked.pixels.as_chunks::<4>().0.iter().map(part).collect();
            return Ok(Some(Raster {
                width: inked.width,
                height: inked.height,
                gray: true,
                pixels: levels,
                alpha: None,
            }));
        }
        Ok(Some(self.separated(&picture.decode_at(pixels)?, separation, false)))
    }

    /// Pixels of light; those of a drawing that are gray are black ink alone.
    fn separated(&self, raster: &Raster, separation: &Separation, drawn: bool) -> Raster {
        let flat = raster.alpha.is_some() && !self.palette.allows_transparency();
        let raster = if flat { raster.clone().on_white() } else { raster.clone() };
        let neutral = |rgb: &[u8]| rgb.iter().all(|part| *part == rgb[0]);
        let channels = if raster.gray { 1 } else { 3 };
        let in_gray = raster.gray || self.palette.is_black() || raster.pixels.chunks_exact(3).all(neutral);
        let part = |light: &[u8]| match light {
            [red, green, blue] if !(in_gray || drawn && neutral(light)) => {
                self.of_inks(separation.inks_of_rgb([*red, *green, *blue]))
            }
            [red, green, blue] => self.of_gray(separation.gray_of_rgb([*red, *green, *blue])),
            _ => self.of_gray(separation.gray(light.first().copied().unwrap_or(255))),
        };
        let pixels = raster.pixels.chunks_exact(channels).map(part).collect();
        Raster { gray: true, pixels, ..raster }
    }

    /// A level of black ink, 255 paper, as the plate shows it.
    fn of_gray(&self, level: u8) -> u8 {
        if self.channel == Channel::Process(3) { level } else { 255 }
    }

    fn of_inks(&self, inks: [u8; 4]) -> u8 {
        match self.channel {
            Channel::Process(at) => 255 - inks.get(at).copied().unwrap_or(0),
            Channel::Spot(_) => 255,
        }
    }

    fn shape(&self, shape: &Shape, scale: (f32, f32)) -> Shape {
        let level = |rgb: (u8, u8, u8), thing| self.level(self.palette.laid_flat(rgb, thing)).map(|level| 255 - level);
        match shape {
            Shape::Path { matrix, steps, fill, pen, pen_first } => {
                let thing = if is_ground(*matrix, steps, scale) { Thing::Ground } else { Thing::Shape };
                let stops = |stops: &[Stop]| {
                    let one = |stop: &Stop| level(stop.rgb, Thing::Shape).map_or(255, |level| level);
                    stops.iter().map(|stop| Stop { rgb: (one(stop), one(stop), one(stop)), ..*stop }).collect()
                };
                let paint = |paint: &Paint| match paint {
                    Paint::Rgb(red, green, blue) => {
                        level((*red, *green, *blue), thing).map(|level| Paint::Rgb(level, level, level))
                    }
                    Paint::Linear { matrix, from, to, stops: all } => {
                        Some(Paint::Linear { matrix: *matrix, from: *from, to: *to, stops: stops(all) })
                    }
                    Paint::Radial { matrix, focus, circle, stops: all } => {
                        Some(Paint::Radial { matrix: *matrix, focus: *focus, circle: *circle, stops: stops(all) })
                    }
                };
                let fill = fill.as_ref().and_then(|fill| Some(Fill { paint: paint(&fill.paint)?, ..fill.clone() }));
                let pen = pen.as_ref().and_then(|pen| {
                    let level = level(pen.rgb, Thing::Shape)?;
                    Some(Pen { rgb: (level, level, level), ..pen.clone() })
                });
                Shape::Path { matrix: *matrix, steps: steps.clone(), fill, pen, pen_first: *pen_first }
            }
            Shape::Pixels { matrix, raster } => {
                let own = self.palette.separation().map(|own| Arc::new(self.separated(raster, own, true)));
                Shape::Pixels { matrix: *matrix, raster: own.unwrap_or_else(|| raster.clone()) }
            }
            Shape::Rim { clips, rgb: (red, green, blue), parts } => {
                let ink = Ink::Rgb(*red, *green, *blue);
                let on = |colour: Option<Colour>| self.level(colour.map(|colour| Laid { colour, over: true }));
                let levels = on(self.palette.rim(ink)).zip(on(self.palette.no_rim(ink)));
                let part = |part: &RimPart| levels.map(|(on, off)| part.shape(255 - if part.inked { on } else { off }));
                let shapes = parts.iter().filter_map(part).collect();
                Shape::Group { clips: clips.clone(), opacity: 1.0, shapes }
            }
            Shape::Group { clips, opacity, shapes } => {
                let shapes = shapes.iter().map(|shape| self.shape(shape, scale)).collect();
                Shape::Group { clips: clips.clone(), opacity: *opacity, shapes }
            }
        }
    }
}

/// What a mask leaves of a ground without its holes; nothing where there is no room for it.
fn held(to: &Pixmap, Within { ground, holes }: &Within, at: Transform, mask: Option<&Mask>) -> Option<Mask> {
    let rect = |rect: &crate::base::Rect| {
        let (origin, size) = (rect.origin, rect.size);
        Rect::from_xywh(px(origin.x), px(origin.y), px(size.width), px(size.height))
    };
    let whole = tiny_skia::PathBuilder::from_rect(rect(ground)?);
    let mut own = match mask {
        Some(mask) => {
            let mut own = mask.clone();
            own.intersect_path(&whole, FillRule::Winding, true, at);
            own
        }
        None => {
            let mut own = Mask::new(to.width(), to.height())?;
            own.fill_path(&whole, FillRule::Winding, true, at);
            own
        }
    };
    for hole in holes.iter().filter_map(rect) {
        let mut both = tiny_skia::PathBuilder::new();
        both.push_path(&whole);
        both.push_rect(hole);
        own.intersect_path(&both.finish()?, FillRule::EvenOdd, true, at);
    }
    Some(own)
}

/// So much ink, as a print in black shows it.
fn gray(level: u8) -> tiny_skia::Paint<'static> {
    let light = 255 - level;
    let mut paint = tiny_skia::Paint { anti_alias: true, ..tiny_skia::Paint::default() };
    paint.set_color_rgba8(light, light, light, 255);
    paint
}

fn round(width: f32) -> Stroke {
    Stroke { width, line_join: LineJoin::Round, ..Stroke::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Boxes, Side};
    use crate::press::{Inks, Output, PressSetup, Spot, Standard};

    /// A page of 100 mm with two areas on it, each half of it: the second covers the right half of the first.
    fn page(first: Ink, second: Ink) -> Page {
        let rule = |x: i64, ink| {
            let size = Size::new(Length::mm(50), Length::mm(100));
            (Point::new(Length::mm(x), Length::ZERO), Item::Rule { size, ink })
        };
        let trim = Size::new(Length::mm(100), Length::mm(100));
        let frame = Frame { size: trim, items: vec![rule(0, first), rule(25, second)] };
        Page { boxes: Boxes::new(trim, Length::mm(3)), side: Side::Recto, folio: None, frame: Arc::new(frame) }
    }

    fn covered(spot: Spot, inks_of: Inks, page: &Page) -> (Vec<u32>, u32) {
        let press = PressSetup { spots: vec![spot], ..PressSetup::usual(Standard::X4, inks_of) };
        let palette = Palette::new(&Output::Press(press)).unwrap();
        let inked = inks(page, &Faces::default(), &palette).unwrap();
        let names: Vec<&str> = inked.plates.iter().map(|plate| plate.key.as_str()).collect();
        assert!(names.ends_with(&["black", "red"]), "{names:?}");
        let (coverage, most) = inked.coverage();
        (coverage.iter().map(|part| (part + 25) / 50).collect(), most)
    }

    #[test]
    fn each_ink_covers_what_it_is_printed_on() {
        let red = Spot::sample();
        let over = Spot { overprint: true, ..Spot::sample() };
        let on_black = page(Ink::BLACK, red.colour);
        assert_eq!(covered(red.clone(), Inks::Black, &on_black), (vec![50, 100], 100), "in halves of a hundredth");
        assert_eq!(covered(over.clone(), Inks::Black, &on_black), (vec![100, 100], 200));
        let on_red = page(over.colour, Ink::BLACK);
        assert_eq!(covered(over, Inks::Black, &on_red), (vec![100, 50], 100), "what lies above leaves a gap");
        let four = page(Ink::Cmyk(40, 0, 0, 0), Ink::Cmyk(100, 100, 0, 0));
        assert_eq!(covered(red.clone(), Inks::StandardColour, &four), (vec![120, 100, 0, 0, 0], 200));
    }

    #[test]
    fn over_the_edge_of_a_ground_its_trap_ends_with_it() {
        let rule = |(x, y): (i64, i64), (width, height): (i64, i64), ink| {
            let size = Size::new(Length::mm(width), Length::mm(height));
            (Point::new(Length::mm(x), Length::mm(y)), Item::Rule { size, ink })
        };
        let spot = Spot { trap: Length::mm(1), ..Spot::sample() };
        let red = |items: Vec<(Point, Item)>| {
            let trim = Size::new(Length::mm(100), Length::mm(100));
            let frame = Arc::new(Frame { size: trim, items });
            let page = Page { boxes: Boxes::new(trim, Length::mm(3)), side: Side::Recto, folio: None, frame };
            let press = PressSetup { spots: vec![spot.clone()], ..PressSetup::default() };
            let palette = Palette::new(&Output::Press(press)).unwrap();
            let (covers, _) = inks(&page, &Faces::default(), &palette).unwrap().coverage();
            covers[1].div_ceil(10)
        };
        let ground = rule((0, 0), (50, 100), spot.colour);
        let black = rule((25, 10), (50, 80), Ink::BLACK);
        // The hole of 25 × 80 mm shrinks at three of its sides: 24 × 78 are left of it.
        assert_eq!(red(vec![ground.clone(), black.clone()]), 313);
        // The ground in two parts, as the lines of a text have it, is one; and so it is under a red shape on black.
        let parts = [rule((0, 0), (50, 40), spot.colour), rule((0, 40), (50, 60), spot.colour)];
        assert_eq!(red([&parts[..], std::slice::from_ref(&black)].concat()), 313);
        let on_black = rule((0, 0), (50, 100), Ink::BLACK);
        let grown = red(vec![on_black, rule((25, 10), (50, 80), spot.colour)]);
        assert!((413..=415).contains(&grown), "40 and 1.32 more: {grown}");
        // Paper between the two keeps them apart.
        let paper = rule((20, 0), (30, 100), Ink::PAPER);
        assert_eq!(red(vec![ground, paper, black]), 200);
    }

    #[test]
    fn inks_that_lie_over_each_other_are_darker() {
        let red = Spot { overprint: true, ..Spot::sample() };
        let press = PressSetup { spots: vec![red.clone()], ..PressSetup::default() };
        let palette = Palette::new(&Output::Press(press)).unwrap();
        let inked = inks(&page(Ink::Gray(128), red.colour), &Faces::default(), &palette).unwrap();
        let picture = inked.picture().unwrap().decode().unwrap();
        let middle = |part: u32| {
            let at = ((picture.height / 2 * picture.width + picture.width * part / 100) * 3) as usize;
            [picture.pixels[at], picture.pixels[at + 1], picture.pixels[at + 2]]
        };
        let [gray, both, alone, paper] = [12, 37, 62, 90].map(middle);
        assert_eq!((gray, alone, paper), ([128; 3], [232, 17, 45], [255; 3]));
        assert_eq!(both, [116, 9, 23]);
    }
}
