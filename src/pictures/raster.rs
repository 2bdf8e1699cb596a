//! In: a PNG, JPEG, TIFF or WebP. Out: its pixels in sRGB or gray, upright, with transparency apart.

use super::Picture;
use super::header::{Format, Header, JpegHeader, PictureError};
use super::inks::Inked;
use super::meaning;
use super::pixels::Pixels;
use image::metadata::Orientation;

/// Rows from the top, without padding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    pub width: u32,
    pub height: u32,
    /// One byte a pixel, or three.
    pub gray: bool,
    pub pixels: Vec<u8>,
    /// One byte a pixel, 255 opaque; nothing where every pixel is opaque.
    pub alpha: Option<Vec<u8>>,
}

impl Picture {
    /// Decodes a picture of pixels (of several in one file the first); inks become red, green and blue.
    ///
    /// # Errors
    ///
    /// An SVG has no pixels and is `Unknown` here.
    pub fn decode(&self) -> Result<Raster, PictureError> {
        self.decode_at((self.width, self.height))
    }

    /// The same with fewer pixels.
    pub fn decode_at(&self, size: (u32, u32)) -> Result<Raster, PictureError> {
        if let Some(inked) = self.decode_inks_at(size)? {
            let Inked { width, height, pixels, profile, .. } = inked;
            let pixels = meaning::inks_to_srgb(&pixels, profile.as_deref());
            return Ok(Raster { width, height, gray: false, pixels, alpha: None });
        }
        let Pixels { width, height, header, samples } = self.pixels(size)?;
        let gray = header.channels < 3;
        let (pixels, alpha) = match header.has_alpha() {
            true => apart(&samples, header.channels - 1),
            false => (samples, None),
        };
        let pixels = match self.profile() {
            Some(profile) => meaning::to_srgb(pixels, gray, &profile),
            None => pixels,
        };
        Ok(Raster { width, height, gray, pixels, alpha })
    }

    /// Black and white alone.
    pub fn is_line_art(&self) -> bool {
        Header::read(&self.bytes, self.format).is_ok_and(|header| header.line_art)
    }

    /// The JPEG's own bytes where a PDF can show them as they are: upright, eight bits, gray or three colours.
    pub fn as_jpeg(&self) -> Option<JpegHeader> {
        if self.format != Format::Jpeg {
            return None;
        }
        let header = JpegHeader::read(&self.bytes)?;
        let plain = header.common && header.bits == 8 && matches!(header.components, 1 | 3);
        let upright = Header::read(&self.bytes, self.format).ok()?.turn == Orientation::NoTransforms;
        (plain && upright).then_some(header)
    }
}

impl Raster {
    /// From pixels of red, green, blue and (not multiplied) alpha.
    pub fn from_rgba(width: u32, height: u32, rgba: &[u8]) -> Raster {
        let (pixels, alpha) = apart(rgba, 3);
        Raster { width, height, gray: false, pixels, alpha }
    }

    /// In gray, by the weights of ITU-R BT.709.
    pub fn into_gray(mut self) -> Raster {
        if !self.gray {
            self.pixels = self.pixels.chunks_exact(3).map(|rgb| luma(rgb[0], rgb[1], rgb[2])).collect();
            self.gray = true;
        }
        self
    }

    /// Laid on white paper: no transparency is left.
    pub fn on_white(mut self) -> Raster {
        if let Some(alpha) = self.alpha.take() {
            let channels = if self.gray { 1 } else { 3 };
            for (pixel, &alpha) in self.pixels.chunks_exact_mut(channels).zip(&alpha) {
                for value in pixel {
                    let over = u32::from(*value) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
                    *value = ((over + 127) / 255) as u8;
                }
            }
        }
        self
    }
}

/// How light a colour is, 0 black to 255 white: BT.709 weights on the encoded values, in whole numbers.
pub fn luma(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 2_126 * u32::from(red) + 7_152 * u32::from(green) + 722 * u32::from(blue);
    ((sum + 5_000) / 10_000) as u8
}

fn apart(mixed: &[u8], channels: usize) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut pixels = Vec::with_capacity(mixed.len() / (channels + 1) * channels);
    let mut alpha = Vec::with_capacity(mixed.len() / (channels + 1));
    for pixel in mixed.chunks_exact(channels + 1) {
        pixels.extend_from_slice(&pixel[..channels]);
        alpha.push(pixel[channels]);
    }
    let opaque = alpha.iter().all(|&value| value == 255);
    (pixels, (!opaque).then_some(alpha))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::DynamicImage;
    use std::io::Cursor;

    fn file(image: &DynamicImage, format: image::ImageFormat) -> Picture {
        let mut bytes = Vec::new();
        image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        Picture::probe(bytes).unwrap()
    }

    #[test]
    fn colours_and_transparency_come_apart() {
        let mut image = image::RgbaImage::from_pixel(2, 1, image::Rgba([255, 0, 0, 255]));
        image.put_pixel(1, 0, image::Rgba([0, 0, 0, 0]));
        let raster = file(&image.into(), image::ImageFormat::Png).decode().unwrap();
        assert_eq!(raster.pixels, [255, 0, 0, 0, 0, 0]);
        assert_eq!(raster.alpha, Some(vec![255, 0]));
        let print = raster.into_gray().on_white();
        assert_eq!((print.pixels, print.alpha), (vec![54, 255], None));
    }

    #[test]
    fn sixteen_bits_become_eight_and_gray_stays_gray() {
        let deep = image::ImageBuffer::from_pixel(3, 2, image::Luma([0x8000_u16]));
        let raster = file(&deep.into(), image::ImageFormat::Png).decode().unwrap();
        assert!(raster.gray && raster.alpha.is_none());
        assert_eq!(raster.pixels, [128; 6]);
    }

    #[test]
    fn a_plain_jpeg_can_pass_as_it_is() {
        let image = DynamicImage::from(image::RgbImage::new(16, 9));
        let header = file(&image, image::ImageFormat::Jpeg).as_jpeg().unwrap();
        assert_eq!((header.width, header.height, header.components), (16, 9, 3));
        assert!(file(&image, image::ImageFormat::Png).as_jpeg().is_none());
        assert!(JpegHeader::read(&[0xff, 0xd8, 0xff]).is_none());
    }
}
