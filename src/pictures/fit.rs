//! In: a picture and the use that is made of it. Out: how many pixels that use needs, and the picture as a screen wants
//! it. Refuses to encode anew what is right as it came.

use super::header::{Format, Header, PictureError};
use super::picture::Picture;
use super::raster::Raster;
use super::scale;
use crate::base::{Length, Size};

/// What is done to pictures, as the author wishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureRules {
    /// Pixels an inch that a page needs, of pictures and of line art.
    pub ppi: u32,
    pub line_art_ppi: u32,
    /// Of a JPEG that is made anew, 1 to 100.
    pub quality: u8,
    /// Pixels of a picture in the ebook.
    pub ebook_pixels: u64,
}

impl Default for PictureRules {
    fn default() -> PictureRules {
        PictureRules { ppi: 450, line_art_ppi: 1_200, quality: 90, ebook_pixels: 5_600_000 }
    }
}

/// A JPEG of these bytes is a photograph's worth: fewer are kept as they came.
const WORTH: usize = 64 << 10;
/// Bits a pixel of a PNG from which it may hold a photograph.
const DENSE: u64 = 3;

/// The pixels that a picture needs at this size on a page: its own, unless they are far more than enough.
pub fn printed(picture: &Picture, size: Size, rules: &PictureRules) -> (u32, u32) {
    let own = (picture.width, picture.height);
    let ppi = if picture.is_line_art() { rules.line_art_ppi } else { rules.ppi };
    let inch = Length::pt(72).0;
    let needed = |side: Length| {
        let pixels = i64::from(ppi).saturating_mul(side.0.max(0)).saturating_add(inch - 1) / inch;
        u32::try_from(pixels).unwrap_or(u32::MAX).max(1)
    };
    let (width, height) = (needed(size.width), needed(size.height));
    let far = |own: u32, needed: u32| u64::from(own) * 10 > u64::from(needed) * 12;
    if far(own.0, width) && far(own.1, height) { (width.min(own.0), height.min(own.1)) } else { own }
}

/// The picture for an ebook; nothing where it is right as it came.
pub fn for_ebook(picture: &Picture, rules: &PictureRules) -> Result<Option<Picture>, PictureError> {
    let size = scale::within_pixels((picture.width, picture.height), rules.ebook_pixels);
    on_screen(picture, size, rules.quality)
}

/// The picture with no more pixels than fit into `room`, as shops and readers take it; nothing where it is right as it
/// came.
pub fn for_cover(picture: &Picture, room: (u32, u32), quality: u8) -> Result<Option<Picture>, PictureError> {
    on_screen(picture, scale::within((picture.width, picture.height), room), quality)
}

/// In a format that every reader shows, in sRGB, opaque and upright.
fn on_screen(picture: &Picture, size: (u32, u32), quality: u8) -> Result<Option<Picture>, PictureError> {
    let whole = size == (picture.width, picture.height);
    match picture.format {
        Format::Svg => Ok(None),
        Format::Jpeg => {
            let header = Header::read(&picture.bytes, picture.format)?;
            let upright = header.turn == image::metadata::Orientation::NoTransforms;
            if whole && upright && !header.inks {
                return Ok(None);
            }
            picture.decode_at(size)?.to_jpeg(quality).map(Some)
        }
        Format::Png => png(picture, size, quality),
        Format::Tiff | Format::Webp => {
            let raster = picture.decode_at(size)?;
            if raster.is_photograph() { raster.to_jpeg(quality) } else { raster.to_png() }.map(Some)
        }
    }
}

fn png(picture: &Picture, size: (u32, u32), quality: u8) -> Result<Option<Picture>, PictureError> {
    let whole = size == (picture.width, picture.height);
    let (bytes, pixels) = (picture.bytes.len(), u64::from(picture.width) * u64::from(picture.height));
    let dense = bytes >= WORTH && bytes as u64 * 8 >= pixels * DENSE;
    let header = Header::read(&picture.bytes, picture.format)?;
    if picture.moves() || whole && !dense && !header.has_alpha() {
        return Ok(None);
    }
    let raster: Raster = picture.decode_at(size)?;
    let changed = !whole || raster.alpha.is_some();
    if dense && raster.is_photograph() {
        let jpeg = raster.to_jpeg(quality)?;
        return Ok((changed || jpeg.bytes.len() * 2 <= bytes).then_some(jpeg));
    }
    if changed { raster.to_png().map(Some) } else { Ok(None) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::JpegHeader;

    fn noise(width: u32, height: u32) -> Raster {
        let pixels = (0..width * height * 3).map(|at| (at.wrapping_mul(2_654_435_761) >> 25) as u8).collect();
        Raster { width, height, gray: false, pixels, alpha: None }
    }

    fn rgba(width: u32, height: u32, pixel: [u8; 4]) -> Picture {
        let mut bytes = std::io::Cursor::new(Vec::new());
        let image = image::RgbaImage::from_pixel(width, height, image::Rgba(pixel));
        image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        Picture::probe(bytes.into_inner()).unwrap()
    }

    #[test]
    fn a_page_gets_what_it_needs() {
        let picture = noise(1_000, 500).to_jpeg(90).unwrap();
        let rules = PictureRules::default();
        let inches = |wide: i64| Size::new(Length::pt(72 * wide), Length::pt(36 * wide));
        assert_eq!(printed(&picture, inches(1), &rules), (450, 225));
        // Not far above the need.
        assert_eq!(printed(&picture, inches(2), &rules), (1_000, 500));
        assert_eq!(printed(&picture, inches(1), &PictureRules { ppi: 100, ..rules }), (100, 50));
        let art = Raster { width: 1_000, height: 500, gray: true, pixels: vec![255; 500_000], alpha: None };
        assert_eq!(printed(&art.to_png().unwrap(), inches(1), &rules), (1_000, 500));
    }

    #[test]
    fn what_is_right_stays_as_it_came() {
        let rules = PictureRules::default();
        for picture in [noise(60, 40).to_jpeg(90), noise(60, 40).to_png()] {
            assert!(for_ebook(&picture.unwrap(), &rules).unwrap().is_none());
        }
        assert!(for_ebook(&rgba(8, 8, [1, 2, 3, 255]), &rules).unwrap().is_none());
    }

    #[test]
    fn an_ebook_gets_what_readers_show() {
        let rules = PictureRules { ebook_pixels: 10_000, ..PictureRules::default() };
        let large = for_ebook(&noise(300, 200).to_jpeg(90).unwrap(), &rules).unwrap().unwrap();
        assert!(large.format == Format::Jpeg && large.width * large.height <= 10_000, "{large:?}");
        // White ground.
        let clear = for_ebook(&rgba(8, 8, [0, 0, 0, 0]), &rules).unwrap().unwrap();
        assert_eq!(clear.decode().unwrap().pixels, vec![255; 192]);
        let inks = Picture::probe(include_bytes!("../../tests/pictures/cmyk.jpg").to_vec()).unwrap();
        let colours = for_ebook(&inks, &rules).unwrap().unwrap();
        assert_eq!(JpegHeader::read(&colours.bytes).unwrap().components, 3);
        let mut webp = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(9, 9).write_to(&mut webp, image::ImageFormat::WebP).unwrap();
        let webp = Picture::probe(webp.into_inner()).unwrap();
        assert_eq!((webp.format, webp.width), (Format::Webp, 9));
        assert_eq!(for_ebook(&webp, &rules).unwrap().unwrap().format, Format::Png);
    }

    #[test]
    fn a_photograph_saved_as_png_becomes_a_jpeg_where_that_is_much_smaller() {
        // A gradient with some grain.
        let level = |at: u32| {
            let grain = (at ^ at >> 7).wrapping_mul(2_654_435_761);
            (at % 1_200 / 6 + (grain ^ grain >> 15).wrapping_mul(2_246_822_519) % 8) as u8
        };
        let pixels = (0..400 * 300 * 3).map(level).collect();
        let png = Raster { width: 400, height: 300, gray: false, pixels, alpha: None }.to_png().unwrap();
        let made = for_ebook(&png, &PictureRules::default()).unwrap();
        let made = made.expect("a JPEG");
        assert!(made.format == Format::Jpeg && made.bytes.len() * 2 <= png.bytes.len());
    }
}
