//! In: a JPEG. Out: its pixels in the four inks that it was saved in, if it was. Refuses to know which press they are for.

use super::header::{Format, JpegHeader, PictureError, decoder, orientation};
use super::picture::Picture;
use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// Pixels of cyan, magenta, yellow and black, 0 no ink, 255 solid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inked {
    pub width: u32,
    pub height: u32,
    pub pixels: Vec<u8>,
    /// The ICC profile that came with it.
    pub profile: Option<Vec<u8>>,
    /// Whether the file has 0 for solid, as Adobe's programs save it.
    pub inverted: bool,
    /// Whether a PDF can show the file as it is.
    pub plain: bool,
}

impl Picture {
    /// Nothing where the picture is not a JPEG of four inks.
    pub fn decode_inks(&self) -> Result<Option<Inked>, PictureError> {
        let four = |header: &JpegHeader| header.components == 4 && header.bits == 8;
        let header = (self.format == Format::Jpeg).then(|| JpegHeader::read(&self.bytes)).flatten();
        let Some(header) = header.filter(four) else { return Ok(None) };
        let broken = |error: zune_jpeg::errors::DecodeErrors| PictureError::Broken(error.to_string());
        let options = DecoderOptions::default().set_strict_mode(false);
        let options = options.set_max_width(usize::MAX).set_max_height(usize::MAX);
        let mut jpeg = JpegDecoder::new_with_options(ZCursor::new(&self.bytes[..]), options);
        jpeg.decode_headers().map_err(broken)?;
        let Some(space @ (ColorSpace::CMYK | ColorSpace::YCCK)) = jpeg.input_colorspace() else { return Ok(None) };
        jpeg.set_options(options.jpeg_set_out_colorspace(space));
        let mut pixels = jpeg.decode().map_err(broken)?;
        for pixel in pixels.as_chunks_mut::<4>().0 {
            if space == ColorSpace::YCCK {
                *pixel = stored(*pixel);
            }
            if header.adobe {
                *pixel = pixel.map(|part| 255 - part);
            }
        }
        let (width, height) = (u32::from(header.width), u32::from(header.height));
        // Four bytes a pixel turn like any other four.
        let image = RgbaImage::from_raw(width, height, pixels);
        let image = image.ok_or_else(|| PictureError::Broken("it ends too early".to_owned()))?;
        let turn = orientation(&mut decoder(&self.bytes, self.format)?);
        let mut image = DynamicImage::from(image);
        image.apply_orientation(turn);
        Ok(Some(Inked {
            width: image.width(),
            height: image.height(),
            pixels: image.into_rgba8().into_raw(),
            profile: jpeg.icc_profile(),
            inverted: header.adobe,
            plain: header.common && turn == Orientation::NoTransforms,
        }))
    }
}

/// From luma, chroma and black to four inks as the file means them (ITU-T T.871 for the first three, turned round).
fn stored([luma, blue, red, black]: [u8; 4]) -> [u8; 4] {
    let (luma, blue, red) = (i32::from(luma) * 65_536, i32::from(blue) - 128, i32::from(red) - 128);
    let part = |sum: i32| 255 - ((sum + 32_768) >> 16).clamp(0, 255) as u8;
    [part(luma + 91_881 * red), part(luma - 22_554 * blue - 46_802 * red), part(luma + 116_130 * blue), black]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four areas of 16 by 16: cyan, magenta, yellow, black; saved by ImageMagick with Adobe's mark.
    const INKS: &[u8] = include_bytes!("../../tests/pictures/cmyk.jpg");

    #[test]
    fn inks_are_what_was_saved() {
        let inked = Picture::probe(INKS).unwrap().decode_inks().unwrap().unwrap();
        assert_eq!((inked.width, inked.height, inked.plain), (64, 16, true));
        let wanted = [[255, 0, 0, 0], [0, 255, 0, 0], [0, 0, 255, 0], [0, 0, 0, 255]];
        for (at, wanted) in wanted.into_iter().enumerate() {
            let start = (8 * 64 + at * 16 + 8) * 4;
            let pixel = &inked.pixels[start..start + 4];
            assert!(pixel.iter().zip(&wanted).all(|(is, was)| is.abs_diff(*was) < 8), "{at}: {pixel:?}");
        }
    }

    #[test]
    fn luma_and_chroma_are_turned_round() {
        assert_eq!(stored([255, 128, 128, 7]), [0, 0, 0, 7]);
        assert_eq!(stored([76, 85, 255, 0]), [1, 255, 255, 0]);
    }

    #[test]
    fn other_pictures_have_no_inks() {
        let mut bytes = Vec::new();
        let image = DynamicImage::from(image::RgbImage::new(8, 8));
        image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
        assert_eq!(Picture::probe(bytes).unwrap().decode_inks(), Ok(None));
        let cut = Picture::probe(&INKS[..INKS.len() - 40]).and_then(|picture| picture.decode_inks());
        assert!(matches!(cut, Ok(Some(_)) | Err(PictureError::Broken(_))));
    }
}
