//! In: pixels. Out: a PNG or JPEG file of them, the same bytes each time. Refuses to change a colour.

use super::{Format, Inked, Picture, PictureError, Raster};
use image::ImageEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use jpeg_encoder::{ColorType, Encoder, ImageBuffer, JpegColorType, SamplingFactor, rgb_to_ycbcr};
use std::cell::RefCell;

/// Quality of a JPEG from which colours are as sharp as light.
const SHARP: u8 = 95;
/// Of a hundred pairs of neighbours in a photograph, fewer are alike.
const ALIKE: usize = 33;

impl Raster {
    /// Without loss; black and white alone take a bit. Transparent pixels are laid on white.
    pub fn to_png(self) -> Result<Picture, PictureError> {
        let flat = self.on_white();
        let mut out = Vec::new();
        if flat.is_bilevel() {
            let mut encoder = png::Encoder::new(&mut out, flat.width, flat.height);
            encoder.set_color(png::ColorType::Grayscale);
            encoder.set_depth(png::BitDepth::One);
            let written = encoder.write_header().and_then(|mut png| png.write_image_data(&flat.bits()));
            written.map_err(|error| PictureError::Broken(error.to_string()))?;
        } else {
            let kind = if flat.gray { image::ExtendedColorType::L8 } else { image::ExtendedColorType::Rgb8 };
            let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
            let written = encoder.write_image(&flat.pixels, flat.width, flat.height, kind);
            written.map_err(|error| PictureError::Broken(error.to_string()))?;
        }
        Ok(Picture { format: Format::Png, bytes: out.into(), width: flat.width, height: flat.height, ink: None })
    }

    /// For photographs. Transparent pixels are laid on white.
    pub fn to_jpeg(self, quality: u8) -> Result<Picture, PictureError> {
        let flat = self.on_white();
        let kind = if flat.gray { ColorType::Luma } else { ColorType::Rgb };
        let bytes = jpeg(&flat.pixels, (flat.width, flat.height), kind, quality)?;
        Ok(Picture { format: Format::Jpeg, bytes: bytes.into(), width: flat.width, height: flat.height, ink: None })
    }

    /// Whether every pixel is black or white.
    pub fn is_bilevel(&self) -> bool {
        self.gray && self.alpha.is_none() && self.pixels.iter().all(|&level| matches!(level, 0 | 255))
    }

    /// A bit a pixel, 1 for what is lighter than half; each row begins with a byte.
    pub fn bits(&self) -> Vec<u8> {
        let byte = |pixels: &[u8]| (0..).zip(pixels).fold(0, |byte, (at, level)| byte | (level >> 7) << (7 - at));
        let rows = self.pixels.chunks(self.width.max(1) as usize);
        rows.flat_map(|row| row.chunks(8).map(byte)).collect()
    }

    /// Whether neighbours differ nearly everywhere, as they do in a photograph and not in what was drawn.
    pub fn is_photograph(&self) -> bool {
        let channels = if self.gray { 1 } else { 3 };
        let rows = self.pixels.chunks(self.width.max(1) as usize * channels);
        let alike = |row: &[u8]| row.chunks(channels).zip(row.chunks(channels).skip(1)).filter(|(a, b)| a == b).count();
        rows.map(alike).sum::<usize>() * 100 < self.pixels.len() / channels * ALIKE
    }
}

/// Pixels that are made from top to bottom, opaque: red, green, blue and one that is not looked at.
pub trait Rows {
    fn size(&self) -> (u32, u32);

    /// Whether no pixel has a colour.
    fn is_gray(&self) -> bool;

    /// One row; rows are asked for in order.
    fn row(&mut self, at: u32) -> &[[u8; 4]];
}

impl Picture {
    /// A JPEG of rows, none of which is kept.
    pub fn jpeg_of_rows(rows: &mut impl Rows, quality: u8) -> Result<Picture, PictureError> {
        let (width, height) = rows.size();
        let size = jpeg_size((width, height))?;
        let mut out = Vec::new();
        let buffer = RowBuffer { size, rows: RefCell::new(rows) };
        let encoded = encoder(&mut out, quality, false).encode_image(buffer);
        encoded.map_err(|error| PictureError::Broken(error.to_string()))?;
        Ok(Picture { format: Format::Jpeg, bytes: out.into(), width, height, ink: None })
    }
}

/// Rows as the encoder takes them.
struct RowBuffer<'a, R> {
    size: (u16, u16),
    rows: RefCell<&'a mut R>,
}

impl<R: Rows> ImageBuffer for RowBuffer<'_, R> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        if self.rows.borrow().is_gray() { JpegColorType::Luma } else { JpegColorType::Ycbcr }
    }

    fn width(&self) -> u16 {
        self.size.0
    }

    fn height(&self) -> u16 {
        self.size.1
    }

    fn fill_buffers(&self, at: u16, buffers: &mut [Vec<u8>; 4]) {
        let mut rows = self.rows.borrow_mut();
        let gray = rows.is_gray();
        // What was drawn is flat nearly everywhere: a stretch of one colour is converted once.
        for stretch in rows.row(at.into()).chunk_by(|one, next| one == next) {
            let [red, green, blue, _] = stretch[0];
            let (light, to_blue, to_red) = rgb_to_ycbcr(red, green, blue);
            let of_channels = if gray { [red, 0, 0] } else { [light, to_blue, to_red] };
            for (buffer, value) in buffers.iter_mut().zip(of_channels).take(if gray { 1 } else { 3 }) {
                buffer.resize(buffer.len() + stretch.len(), value);
            }
        }
    }
}

impl Inked {
    /// A JPEG of four inks with Adobe's mark: 0 is solid.
    pub fn to_jpeg(&self, quality: u8) -> Result<Picture, PictureError> {
        let bytes = jpeg(&self.pixels, (self.width, self.height), ColorType::Cmyk, quality)?;
        Ok(Picture { format: Format::Jpeg, bytes: bytes.into(), width: self.width, height: self.height, ink: None })
    }
}

fn jpeg(pixels: &[u8], size: (u32, u32), kind: ColorType, quality: u8) -> Result<Vec<u8>, PictureError> {
    let (wide, high) = jpeg_size(size)?;
    let mut out = Vec::with_capacity(pixels.len() / 8);
    let encoder = encoder(&mut out, quality, matches!(kind, ColorType::Cmyk));
    encoder.encode(pixels, wide, high, kind).map_err(|error| PictureError::Broken(error.to_string()))?;
    Ok(out)
}

fn jpeg_size((width, height): (u32, u32)) -> Result<(u16, u16), PictureError> {
    match (u16::try_from(width), u16::try_from(height)) {
        (Ok(wide), Ok(high)) => Ok((wide, high)),
        _ => Err(PictureError::TooLarge(format!("{width} × {height} pixels are more than a JPEG holds"))),
    }
}

fn encoder(out: &mut Vec<u8>, quality: u8, sharp: bool) -> Encoder<&mut Vec<u8>> {
    let mut encoder = Encoder::new(out, quality.clamp(1, 100));
    let sharp = sharp || quality >= SHARP;
    encoder.set_sampling_factor(if sharp { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 });
    encoder
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripes(width: u32, height: u32) -> Raster {
        let pixels = (0..width * height).map(|at| if at % width < width / 2 { 0 } else { 255 }).collect();
        Raster { width, height, gray: true, pixels, alpha: None }
    }

    #[test]
    fn pixels_come_back() {
        let raster = stripes(8, 4);
        assert_eq!(raster.clone().to_png().unwrap().decode().unwrap(), raster);
        let jpeg = raster.to_jpeg(90).unwrap();
        assert_eq!((jpeg.format, jpeg.width, jpeg.height), (Format::Jpeg, 8, 4));
        assert!(Picture::probe(jpeg.bytes).unwrap().decode().unwrap().gray);
    }

    #[test]
    fn black_and_white_take_a_bit() {
        let raster = stripes(12, 2);
        assert_eq!(raster.bits(), [0b0000_0011, 0b1111_0000, 0b0000_0011, 0b1111_0000]);
        assert!(raster.clone().to_png().unwrap().is_line_art());
        assert!(!Raster { pixels: vec![7; 24], ..raster }.is_bilevel());
    }

    #[test]
    fn inks_come_back() {
        let solid = [[255, 0, 0, 0], [0, 0, 0, 255]].map(|inks: [u8; 4]| inks.repeat(64)).concat();
        let inked = Inked { width: 8, height: 16, pixels: solid, profile: None, inverted: false, plain: false };
        let back = inked.to_jpeg(90).unwrap().decode_inks().unwrap().unwrap();
        assert!(back.inverted && back.plain);
        assert!(back.pixels.iter().zip(&inked.pixels).all(|(is, was)| is.abs_diff(*was) < 6));
    }

    #[test]
    fn a_photograph_is_known_by_its_neighbours() {
        let noise = (0..32_u32 * 32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert!(Raster { width: 32, height: 32, gray: true, pixels: noise, alpha: None }.is_photograph());
        assert!(!stripes(32, 32).is_photograph());
    }
}
