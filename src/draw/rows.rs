//! In: a frame, and how many pixels it may have. Out: a JPEG of it, made from top to bottom. A page of words and flat
//! colours is painted a band at a time, so that it never stands in memory as a whole. Equal input gives equal bytes.

use super::paint::{canvas, fitted, part};
use crate::base::Ink;
use crate::fonts::Faces;
use crate::page::{Frame, Item};
use crate::pictures::{Picture, PictureError, Rows};
use resvg::tiny_skia::Pixmap;

/// Rows of a band. The bytes depend on it: an edge can differ by a hair where it is painted in two parts.
const BAND: u32 = 128;

/// A frame on white, as large as fits into `room`.
pub fn frame(frame: &Frame, faces: &Faces, room: (u32, u32), quality: u8) -> Result<Picture, PictureError> {
    let (width, height) = (frame.size.width.to_pt() as f32, frame.size.height.to_pt() as f32);
    let (size, scale) = fitted(width, height, room)?;
    // A picture is decoded once, and a layer is as large as the canvas.
    let whole = needs_whole(frame);
    let mut canvas = canvas((size.0, if whole { size.1 } else { BAND.min(size.1) }))?;
    let mut gray = is_gray(frame);
    if whole {
        part(&mut canvas, frame, faces, scale, 0)?;
        gray = canvas.data().as_chunks::<4>().0.iter().all(|[red, green, blue, _]| red == green && green == blue);
    }
    let painted = if whole { 0..size.1 } else { 0..0 };
    let mut bands = Bands { frame, faces, scale, size, gray, canvas, painted, failed: None };
    let picture = Picture::jpeg_of_rows(&mut bands, quality)?;
    bands.failed.map_or(Ok(picture), Err)
}

struct Bands<'a> {
    frame: &'a Frame,
    faces: &'a Faces,
    scale: f32,
    size: (u32, u32),
    gray: bool,
    canvas: Pixmap,
    /// The rows that are on the canvas.
    painted: std::ops::Range<u32>,
    failed: Option<PictureError>,
}

impl Rows for Bands<'_> {
    fn size(&self) -> (u32, u32) {
        self.size
    }

    fn is_gray(&self) -> bool {
        self.gray
    }

    fn row(&mut self, at: u32) -> &[[u8; 4]] {
        if !self.painted.contains(&at) {
            let top = at - at % self.canvas.height();
            self.canvas.fill(resvg::tiny_skia::Color::WHITE);
            let made = part(&mut self.canvas, self.frame, self.faces, self.scale, top);
            self.failed = self.failed.take().or(made.err());
            self.painted = top..top + self.canvas.height();
        }
        let (wide, row) = (self.size.0 as usize, (at - self.painted.start) as usize);
        &self.canvas.data().as_chunks::<4>().0[row * wide..][..wide]
    }
}

fn needs_whole(frame: &Frame) -> bool {
    frame.items.iter().any(|(_, item)| match item {
        Item::Image { .. } => true,
        Item::Group { frame, opacity, .. } => *opacity != u8::MAX || needs_whole(frame),
        Item::Glyphs(_) | Item::Rule { .. } | Item::Path(_) | Item::Form(_) | Item::Link(_) | Item::Mark(_) => false,
    })
}

/// Whether no ink has a colour.
fn is_gray(frame: &Frame) -> bool {
    let plain = |ink: Ink| {
        let (red, green, blue) = ink.rgb();
        red == green && green == blue
    };
    frame.items.iter().all(|(_, item)| match item {
        Item::Glyphs(run) => plain(run.ink),
        Item::Rule { ink, .. } => plain(*ink),
        Item::Path(path) => {
            path.fill.as_ref().is_none_or(|fill| plain(fill.ink))
                && path.stroke.as_ref().is_none_or(|stroke| plain(stroke.ink))
        }
        Item::Group { frame, .. } => is_gray(frame),
        Item::Image { .. } | Item::Form(_) | Item::Link(_) | Item::Mark(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Length, Point, Size};

    fn rule(ink: Ink) -> Frame {
        let size = Size::new(Length::pt(10), Length::pt(300));
        let rule = Item::Rule { size: Size::new(Length::pt(10), Length::pt(140)), ink };
        Frame { size, items: vec![(Point::new(Length::ZERO, Length::pt(100)), rule)] }
    }

    #[test]
    fn a_rule_over_several_bands_is_painted_where_it_stands() {
        let picture = frame(&rule(Ink::Gray(0)), &Faces::default(), (10, 300), 100).unwrap();
        let raster = picture.decode().unwrap();
        assert_eq!((raster.width, raster.height, raster.gray), (10, 300, true));
        let rows = raster.pixels.chunks(10).map(|row| row.iter().all(|level| *level < 40));
        // The coder works in squares of eight: their edges may ring.
        let dark: Vec<usize> = rows.enumerate().filter(|(_, dark)| *dark).map(|(at, _)| at).collect();
        assert_eq!((dark.first(), dark.last(), dark.len()), (Some(&100), Some(&239), 140));
    }

    #[test]
    fn one_ink_with_a_colour_makes_it_a_picture_in_colour() {
        let picture = frame(&rule(Ink::Rgb(200, 0, 0)), &Faces::default(), (10, 300), 90).unwrap();
        assert!(!picture.decode().unwrap().gray);
    }
}
