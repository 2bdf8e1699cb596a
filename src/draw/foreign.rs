//! In: a PDF of any program, and numbers of its pages. Out: their pictures, drawn by hayro, and where a place on the page
//! is in its picture. Refuses to wait: what takes too long, or is too large, has no picture.

use crate::base::clock::Stopwatch;
use crate::base::limits::{DRAWN_SECONDS, FOREIGN_THREAD, STACK};
use crate::fonts::builtin;
use crate::pictures::Raster;
use hayro::hayro_interpret::font::{FontData, FontQuery, StandardFont};
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::kurbo::{Affine, Rect};
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// Pixels in a point, where the page is not larger than `LONG` pixels.
const SCALE: f32 = 1.5;
const LONG: f32 = 1_000.0;

/// A page as a PNG.
#[derive(Clone, Debug)]
pub struct PagePicture {
    pub png: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// From the page's own space to pixels.
    place: Affine,
}

impl PagePicture {
    /// Where an area of the page stands: left, top, right, bottom, in pixels.
    pub fn area(&self, [left, bottom, right, top]: [f64; 4]) -> [f64; 4] {
        let area = self.place.transform_rect_bbox(Rect::new(left, bottom, right, top));
        [area.x0, area.y0, area.x1, area.y1]
    }
}

/// The pictures of these pages, counted from 0, as far as they can be had.
pub fn pages(bytes: Vec<u8>, wanted: Vec<usize>) -> BTreeMap<usize, PagePicture> {
    drawn(Duration::from_secs(DRAWN_SECONDS), move |send| draw_all(bytes, &wanted, send))
}

/// What a thread of its own draws within a time, by page. A page that takes longer is left to its thread, which ends with the
/// program.
fn drawn<T: Send + 'static>(
    within: Duration,
    draw: impl FnOnce(&Sender<(usize, T)>) + Send + 'static,
) -> BTreeMap<usize, T> {
    let (send, drawn) = channel();
    let thread = std::thread::Builder::new().name(FOREIGN_THREAD.to_owned()).stack_size(STACK);
    let Ok(_) = thread.spawn(move || draw(&send)) else { return BTreeMap::new() };
    let clock = Stopwatch::start();
    let mut pages = BTreeMap::new();
    while let Ok((at, page)) = drawn.recv_timeout(within.saturating_sub(clock.elapsed())) {
        pages.insert(at, page);
    }
    pages
}

fn draw_all(bytes: Vec<u8>, wanted: &[usize], send: &Sender<(usize, PagePicture)>) {
    let Ok(pdf) = Pdf::new(bytes) else { return };
    let cache = RenderCache::new();
    let settings = InterpreterSettings { font_resolver: Arc::new(font), ..Default::default() };
    for at in wanted {
        let Some(page) = pdf.pages().get(*at) else { continue };
        if let Some(picture) = draw(page, &cache, &settings)
            && send.send((*at, picture)).is_err()
        {
            return;
        }
    }
}

fn draw<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, settings: &InterpreterSettings) -> Option<PagePicture> {
    let (width, height) = page.render_dimensions();
    let scale = SCALE.min(LONG / width.max(height));
    if !scale.is_finite() || width * scale < 1.0 || height * scale < 1.0 {
        return None;
    }
    let pixels = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(page, cache, settings, &RenderSettings::default(), &pixels);
    let place = Affine::scale(f64::from(scale)) * page.initial_transform(true).to_kurbo();
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    Some(PagePicture { png: png(&drawn)?, width, height, place })
}

/// Plates as light, 255 where there is no ink: a PDF of gray pages as pixels, about as many as its points.
#[derive(Clone, Debug)]
pub struct PlatePixels {
    pub width: usize,
    pub height: usize,
    pub light: Vec<u8>,
    /// Whether a font could not be read, and whether a picture could not.
    pub lacks_font: bool,
    pub lacks_picture: bool,
}

/// Pixels of a side of a plate.
const PLATE: f32 = 2_000.0;

/// The pages of such a PDF as far as they can be had by then; `units` are the points of a unit of each.
pub fn plates(bytes: Vec<u8>, units: Vec<f32>, within: Duration) -> BTreeMap<usize, PlatePixels> {
    drawn(within, move |send| draw_plates(bytes, &units, send))
}

fn draw_plates(bytes: Vec<u8>, units: &[f32], send: &Sender<(usize, PlatePixels)>) {
    let Ok(pdf) = Pdf::new(bytes) else { return };
    let cache = RenderCache::new();
    let lacks = Arc::new([AtomicBool::new(false), AtomicBool::new(false)]);
    let told = Arc::clone(&lacks);
    let sink = move |warning| match warning {
        InterpreterWarning::UnsupportedFont => told[0].store(true, Relaxed),
        InterpreterWarning::ImageDecodeFailure => told[1].store(true, Relaxed),
        _ => {}
    };
    let settings =
        InterpreterSettings { font_resolver: Arc::new(font), warning_sink: Arc::new(sink), ..Default::default() };
    for (at, unit) in units.iter().enumerate() {
        let Some(page) = pdf.pages().get(at) else { continue };
        lacks.iter().for_each(|lack| lack.store(false, Relaxed));
        let Some(drawn) = plate(page, *unit, &cache, &settings) else { continue };
        let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
        let light = drawn.data_as_u8_slice().chunks_exact(4).map(|pixel| pixel[0]).collect();
        let [lacks_font, lacks_picture] = [0, 1].map(|kind: usize| lacks[kind].load(Relaxed));
        if send.send((at, PlatePixels { width, height, light, lacks_font, lacks_picture })).is_err() {
            return;
        }
    }
}

/// A whole number of pixels, so that each is as much of the page as any other.
fn plate<'a>(page: &'a Page<'a>, unit: f32, cache: &RenderCache<'a>, settings: &InterpreterSettings) -> Option<Pixmap> {
    let (width, height) = page.render_dimensions();
    let scale = unit.min(PLATE / width.max(height));
    let pixels = |length: f32| ((length * scale).round().max(1.0) + 0.01) / length;
    let pixels = PixmapSettings { x_scale: pixels(width), y_scale: pixels(height), bg_color: WHITE };
    let is_sound = [scale, pixels.x_scale, pixels.y_scale].iter().all(|scale| scale.is_finite());
    let how = RenderSettings { hinting: false, ..RenderSettings::default() };
    is_sound.then(|| render(page, cache, settings, &how, &pixels))
}

/// On white: nothing is seen through.
fn png(drawn: &Pixmap) -> Option<Vec<u8>> {
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let pixels = || drawn.data_as_u8_slice().chunks_exact(4);
    let gray = pixels().all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    let samples = if gray { 1 } else { 3 };
    let pixels = pixels().flat_map(|pixel| &pixel[..samples]).copied().collect();
    let made = Raster { width, height, gray, pixels, alpha: None }.to_png().ok()?;
    Some(made.bytes.to_vec())
}

/// What stands for a font that is not in the file.
fn font(query: &FontQuery) -> Option<(FontData, u32)> {
    let (family, bold, italic) = match query {
        FontQuery::Standard(font) => standard(*font)?,
        FontQuery::Fallback(like) => {
            let family = match (like.is_fixed_pitch, like.is_serif) {
                (true, _) => "Source Code",
                (false, true) => "Libertinus Serif",
                (false, false) => "Source Sans",
            };
            (family, like.is_bold, like.is_italic)
        }
    };
    let bytes = builtin::files(family)?[usize::from(bold) * 2 + usize::from(italic)];
    Some((Arc::new(bytes), 0))
}

/// Our nearest family, bold, italic; none of our own has their signs.
fn standard(font: StandardFont) -> Option<(&'static str, bool, bool)> {
    Some(match font {
        StandardFont::Helvetica => ("Source Sans", false, false),
        StandardFont::HelveticaBold => ("Source Sans", true, false),
        StandardFont::HelveticaOblique => ("Source Sans", false, true),
        StandardFont::HelveticaBoldOblique => ("Source Sans", true, true),
        StandardFont::Courier => ("Source Code", false, false),
        StandardFont::CourierBold => ("Source Code", true, false),
        StandardFont::CourierOblique => ("Source Code", false, true),
        StandardFont::CourierBoldOblique => ("Source Code", true, true),
        StandardFont::TimesRoman => ("Libertinus Serif", false, false),
        StandardFont::TimesBold => ("Libertinus Serif", true, false),
        StandardFont::TimesItalic => ("Libertinus Serif", false, true),
        StandardFont::TimesBoldItalic => ("Libertinus Serif", true, true),
        StandardFont::ZapfDingBats | StandardFont::Symbol => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pdf_has_no_picture() {
        assert!(pages(b"%PDF-1.7\nnothing".to_vec(), vec![0]).is_empty());
        assert!(pages(Vec::new(), vec![0, 7]).is_empty());
    }
}
