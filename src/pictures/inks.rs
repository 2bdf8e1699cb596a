//! In: a JPEG. Out: its pixels in the four inks that it was saved in, if it was. Refuses to know which press they are for.

use super::header::{Format, JpegHeader, PictureError, jpeg_decoder};
use super::picture::Picture;
use super::pixels::Pixels;
use image::metadata::Orientation;
use zune_core::colorspace::ColorSpace;

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
    /// Whether a PDF can show the file as it is: these are all of its pixels.
    pub plain: bool,
}

impl Picture {
    /// Nothing where the picture is not a JPEG of four inks.
    pub fn decode_inks(&self) -> Result<Option<Inked>, PictureError> {
        self.decode_inks_at((self.width, self.height))
    }

    /// The same with fewer pixels.
    pub fn decode_inks_at(&self, size: (u32, u32)) -> Result<Option<Inked>, PictureError> {
        let four = |header: &JpegHeader| header.components == 4 && header.bits == 8;
        let header = (self.format == Format::Jpeg).then(|| JpegHeader::read(&self.bytes)).flatten();
        let Some(header) = header.filter(four) else { return Ok(None) };
        let Some(space @ (ColorSpace::CMYK | ColorSpace::YCCK)) = jpeg_decoder(&self.bytes)?.input_colorspace() else {
            return Ok(None);
        };
        let Pixels { width, height, header: read, samples: mut pixels } = self.pixels(size)?;
        for pixel in pixels.as_chunks_mut::<4>().0 {
            if space == ColorSpace::YCCK {
                *pixel = stored(*pixel);
            }
            if header.adobe {
                *pixel = pixel.map(|part| 255 - part);
            }
        }
        let upright = read.turn == Orientation::NoTransforms;
        let whole = (width, height) == (self.width, self.height);
        let plain = header.common && upright && whole;
        Ok(Some(Inked { width, height, pixels, profile: self.profile(), inverted: header.adobe, plain }))
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
        let image = image::DynamicImage::from(image::RgbImage::new(8, 8));
        image.write_to(&mut std::io::Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
        assert_eq!(Picture::probe(bytes).unwrap().decode_inks(), Ok(None));
        let cut = Picture::probe(&INKS[..INKS.len() - 40]).and_then(|picture| picture.decode_inks());
        assert!(matches!(cut, Ok(Some(_)) | Err(PictureError::Broken(_))));
    }
}
