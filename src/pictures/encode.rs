//! In: pixels. Out: a PNG or JPEG file of them, the same bytes each time. Refuses to change a colour.

use super::{Format, Picture, PictureError, Raster};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::{self, FilterType as Sampling};
use image::{ExtendedColorType, GrayImage, ImageEncoder, RgbImage};

/// Of a JPEG for the screen: no block shows.
const QUALITY: u8 = 90;

impl Raster {
    /// Without loss. Transparent pixels are laid on white.
    pub fn to_png(self) -> Result<Picture, PictureError> {
        let flat = self.on_white();
        let mut out = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive);
        encoder.write_image(&flat.pixels, flat.width, flat.height, kind(flat.gray)).map_err(broken)?;
        Ok(Picture { format: Format::Png, bytes: out.into(), width: flat.width, height: flat.height })
    }

    /// For photographs. Transparent pixels are laid on white.
    pub fn to_jpeg(self) -> Result<Picture, PictureError> {
        let flat = self.on_white();
        let mut out = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
        encoder.write_image(&flat.pixels, flat.width, flat.height, kind(flat.gray)).map_err(broken)?;
        Ok(Picture { format: Format::Jpeg, bytes: out.into(), width: flat.width, height: flat.height })
    }

    /// The same picture with fewer pixels: its long side has `long_side`, unless it is smaller already. Transparent
    /// pixels are laid on white.
    pub fn at_most(self, long_side: u32) -> Raster {
        let flat = self.on_white();
        let long = flat.width.max(flat.height);
        if long <= long_side {
            return flat;
        }
        let side = |pixels: u32| (u64::from(pixels) * u64::from(long_side)).div_ceil(u64::from(long)).max(1) as u32;
        let (width, height) = (side(flat.width), side(flat.height));
        let smaller = match flat.gray {
            true => GrayImage::from_raw(flat.width, flat.height, flat.pixels)
                .map(|image| imageops::resize(&image, width, height, Sampling::Lanczos3).into_raw()),
            false => RgbImage::from_raw(flat.width, flat.height, flat.pixels)
                .map(|image| imageops::resize(&image, width, height, Sampling::Lanczos3).into_raw()),
        };
        Raster { width, height, pixels: smaller.unwrap_or_default(), gray: flat.gray, alpha: None }
    }
}

fn kind(gray: bool) -> ExtendedColorType {
    if gray { ExtendedColorType::L8 } else { ExtendedColorType::Rgb8 }
}

fn broken(error: image::ImageError) -> PictureError {
    PictureError::Broken(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripes(width: u32, height: u32) -> Raster {
        let pixels = (0..width * height).map(|at| if at % width < width / 2 { 0 } else { 255 }).collect();
        Raster { width, height, gray: true, pixels, alpha: None }
    }

    #[test]
    fn a_picture_gets_smaller_and_never_larger() {
        let small = stripes(400, 200).at_most(100);
        assert_eq!((small.width, small.height, small.pixels.len()), (100, 50, 5_000));
        assert!(small.pixels[10] < 8 && small.pixels[90] > 247);
        assert_eq!(stripes(40, 20).at_most(100), stripes(40, 20));
    }

    #[test]
    fn pixels_come_back() {
        let raster = stripes(8, 4);
        assert_eq!(raster.clone().to_png().unwrap().decode().unwrap(), raster);
        let jpeg = raster.to_jpeg().unwrap();
        assert_eq!((jpeg.format, jpeg.width, jpeg.height), (Format::Jpeg, 8, 4));
        assert!(Picture::probe(jpeg.bytes).unwrap().decode().unwrap().gray);
    }
}
