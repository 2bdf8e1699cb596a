//! In: a PNG, JPEG, TIFF or WebP and the size that is wanted. Out: its samples as they are, scaled and upright.
//!
//! The one way from a file to pixels: a share of the budget, rows as they come, scaled, turned. A PNG gives its rows one
//! by one; the other decoders give a whole picture, which is scaled from there. Nothing here calls into a pool of
//! threads, for whoever holds a share must not wait for another.

use super::budget;
use super::header::{Format, Header, PictureError, decoder, gray_palette, jpeg_decoder, png_reader};
use super::metadata;
use super::picture::Picture;
use super::scale::Scaler;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder};
use zune_core::colorspace::ColorSpace;

/// Samples of eight bits, rows from the top.
pub(super) struct Pixels {
    pub width: u32,
    pub height: u32,
    pub header: Header,
    pub samples: Vec<u8>,
}

impl Picture {
    /// `size` is as shown, and never more than the picture's own.
    pub(super) fn pixels(&self, size: (u32, u32)) -> Result<Pixels, PictureError> {
        let header = Header::read(&self.bytes, self.format)?;
        let (width, height) = if header.is_turned() { (size.1, size.0) } else { size };
        let (width, height) = (width.clamp(1, header.width), height.clamp(1, header.height));
        let wanted = u64::from(width) * u64::from(height) * header.channels as u64;
        let _share = budget::take(header.room + wanted);
        let samples = match self.format {
            Format::Png => png(&self.bytes, &header, (width, height))?,
            _ => {
                let whole =
                    if self.format == Format::Jpeg { jpeg(&self.bytes) } else { other(&self.bytes, self.format) };
                scaled(whole?, &header, (width, height))?
            }
        };
        let mut pixels = Pixels { width, height, header, samples };
        pixels.turn();
        Ok(pixels)
    }

    /// The ICC profile that came with it.
    pub(super) fn profile(&self) -> Option<Vec<u8>> {
        match self.format {
            Format::Svg => None,
            Format::Png => metadata::profile(&self.bytes),
            Format::Jpeg => jpeg_decoder(&self.bytes).ok()?.icc_profile(),
            Format::Tiff | Format::Webp => decoder(&self.bytes, self.format).ok()?.icc_profile().ok().flatten(),
        }
    }
}

fn broken(error: impl ToString) -> PictureError {
    PictureError::Broken(error.to_string())
}

fn short() -> PictureError {
    broken("it ends too early")
}

fn scaler(header: &Header, size: (u32, u32)) -> Scaler {
    Scaler::new((header.width, header.height), size, header.channels, header.has_alpha())
}

fn scaled(whole: Vec<u8>, header: &Header, size: (u32, u32)) -> Result<Vec<u8>, PictureError> {
    if size == (header.width, header.height) {
        let all = u64::from(size.0) * u64::from(size.1) * header.channels as u64;
        return if whole.len() as u64 == all { Ok(whole) } else { Err(short()) };
    }
    let mut scaler = scaler(header, size);
    whole.chunks_exact(header.width as usize * header.channels).for_each(|row| scaler.row(row));
    scaler.finish().ok_or_else(short)
}

fn png(bytes: &[u8], header: &Header, size: (u32, u32)) -> Result<Vec<u8>, PictureError> {
    let mut reader = png_reader(bytes)?;
    let mut scaler = scaler(header, size);
    let colours = match reader.output_color_type().0 {
        png::ColorType::Rgb => 3,
        png::ColorType::Rgba => 4,
        _ => 0,
    };
    let grayed = gray_palette(reader.info());
    let mut gray = Vec::new();
    let mut take = |row: &[u8]| {
        if !grayed {
            return scaler.row(row);
        }
        gray.clear();
        // Of three equal channels one is enough.
        gray.extend(row.chunks_exact(colours).flat_map(|pixel| &pixel[2..]));
        scaler.row(&gray);
    };
    if reader.info().interlaced {
        let size = reader.output_buffer_size().ok_or_else(|| PictureError::TooLarge("too many pixels".to_owned()))?;
        let mut whole = vec![0; size];
        let line = reader.next_frame(&mut whole).map_err(broken)?.line_size;
        whole.chunks_exact(line.max(1)).for_each(take);
    } else {
        for _ in 0..header.height {
            take(reader.next_row().map_err(broken)?.ok_or_else(short)?.data());
        }
    }
    scaler.finish().ok_or_else(short)
}

/// Inks stay as they are stored.
fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut decoder = jpeg_decoder(bytes)?;
    let space = match decoder.input_colorspace() {
        Some(space @ (ColorSpace::Luma | ColorSpace::CMYK | ColorSpace::YCCK)) => space,
        _ => ColorSpace::RGB,
    };
    let options = zune_core::options::DecoderOptions::default().set_strict_mode(false);
    let options = options.set_max_width(usize::MAX).set_max_height(usize::MAX);
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    decoder.decode().map_err(broken)
}

fn other(bytes: &[u8], format: Format) -> Result<Vec<u8>, PictureError> {
    let mut decoder = decoder(bytes, format)?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(1 << 30);
    decoder.set_limits(limits).map_err(broken)?;
    let image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    let colour = image.color();
    Ok(match (colour.has_color(), colour.has_alpha()) {
        (false, false) => image.into_luma8().into_raw(),
        (true, false) => image.into_rgb8().into_raw(),
        (false, true) => image.into_luma_alpha8().into_raw(),
        (true, true) => image.into_rgba8().into_raw(),
    })
}

impl Pixels {
    /// Upright, as its metadata say.
    fn turn(&mut self) {
        let turn = self.header.turn;
        if turn == Orientation::NoTransforms {
            return;
        }
        let samples = std::mem::take(&mut self.samples);
        let (width, height) = (self.width, self.height);
        let image = match self.header.channels {
            1 => image::GrayImage::from_raw(width, height, samples).map(DynamicImage::from),
            2 => image::GrayAlphaImage::from_raw(width, height, samples).map(DynamicImage::from),
            3 => image::RgbImage::from_raw(width, height, samples).map(DynamicImage::from),
            // Four bytes a pixel turn like any other four.
            _ => image::RgbaImage::from_raw(width, height, samples).map(DynamicImage::from),
        };
        let Some(mut image) = image else { return };
        image.apply_orientation(turn);
        (self.width, self.height) = (image.width(), image.height());
        self.samples = image.into_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn file(image: &DynamicImage, format: image::ImageFormat) -> Picture {
        let mut bytes = Vec::new();
        image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        Picture::probe(bytes).unwrap()
    }

    #[test]
    fn every_format_gives_the_same_pixels_at_any_size() {
        let image =
            image::RgbImage::from_fn(64, 32, |x, _| image::Rgb(if x < 32 { [250, 20, 20] } else { [20, 20, 250] }));
        for format in
            [image::ImageFormat::Png, image::ImageFormat::Jpeg, image::ImageFormat::Tiff, image::ImageFormat::WebP]
        {
            let picture = file(&image.clone().into(), format);
            for size in [(64, 32), (8, 4), (5, 3)] {
                let pixels = picture.pixels(size).unwrap();
                assert_eq!((pixels.width, pixels.height, pixels.header.channels), (size.0, size.1, 3), "{format:?}");
                let (first, last) = (&pixels.samples[..3], &pixels.samples[pixels.samples.len() - 3..]);
                assert!(
                    first[0] > 230 && first[2] < 40 && last[0] < 40 && last[2] > 230,
                    "{format:?} {first:?} {last:?}"
                );
            }
        }
    }

    #[test]
    fn a_gray_palette_is_gray() {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 8, 1);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::One);
        encoder.set_palette(vec![255, 255, 255, 0, 0, 0]);
        encoder.write_header().unwrap().write_image_data(&[0b0101_0101]).unwrap();
        let picture = Picture::probe(bytes).unwrap();
        let pixels = picture.pixels((8, 1)).unwrap();
        assert!(pixels.header.line_art);
        assert_eq!(pixels.samples, [255, 0, 255, 0, 255, 0, 255, 0]);
    }

    #[test]
    fn a_picture_on_its_side_is_set_upright() {
        let mut bytes = Vec::new();
        let image = image::GrayImage::from_fn(16, 8, |x, _| image::Luma([if x < 8 { 0 } else { 255 }]));
        image.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
        // Exif with one entry: orientation 6, a quarter turn to the right.
        let exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        bytes.splice(2..2, exif.iter().copied());
        let picture = Picture::probe(bytes).unwrap();
        assert_eq!((picture.width, picture.height), (8, 16));
        let pixels = picture.pixels((4, 8)).unwrap();
        assert_eq!((pixels.width, pixels.height), (4, 8));
        assert!(pixels.samples[0] < 10 && pixels.samples[31] > 245);
    }
}
