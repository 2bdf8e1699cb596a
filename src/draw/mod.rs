//! Pixels of frames and pictures: the ebook's cover, previews.
//!
//! `paint` draws a frame or an SVG into pixels with resvg's painter and nothing but the given faces; `rows` makes a JPEG of
//! a frame while it is painted; `inks` paints what each ink of a press lays on a page, and `foreign` draws pages of other
//! programs. Nothing is decided here about pages.

mod paint;
mod rows;
mod inks;
#[cfg(feature = "cli")]
pub mod foreign;

pub use inks::{InkPlate, InkedPage, inks};
pub use paint::svg;
pub use rows::frame;

use crate::pictures::{Format, Picture, PictureError, for_cover};
use std::sync::Arc;

/// An author's picture for a screen, no larger than `room`, in its own shape: a drawing has as many pixels as fit, any
/// other never more than its own. What is right already stays as it is.
pub fn picture(own: &Picture, room: (u32, u32), quality: u8) -> Result<Picture, PictureError> {
    if own.format == Format::Svg {
        return svg(own, room)?.to_jpeg(quality);
    }
    Ok(for_cover(own, room, quality)?.unwrap_or_else(|| Picture { bytes: Arc::clone(&own.bytes), ..*own }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::Raster;

    fn gray(width: u32, height: u32) -> Raster {
        Raster { width, height, gray: true, pixels: vec![90; (width * height) as usize], alpha: None }
    }

    #[test]
    fn art_keeps_its_shape_and_is_never_enlarged() {
        let size = |picture: &Picture| (picture.format, picture.width, picture.height);
        let of = |own: Picture| picture(&own, (100, 100), 90).unwrap();
        let small = gray(30, 60).to_png().unwrap();
        let kept = picture(&small, (100, 100), 90).unwrap();
        assert!(Arc::ptr_eq(&kept.bytes, &small.bytes));
        assert_eq!(size(&of(gray(150, 300).to_png().unwrap())), (Format::Png, 50, 100));
        assert_eq!(size(&of(gray(300, 150).to_jpeg(90).unwrap())), (Format::Jpeg, 100, 50));
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="18"/>"#;
        assert_eq!(size(&of(Picture::probe(svg.as_bytes()).unwrap())), (Format::Jpeg, 50, 100));
        let mut tiff = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(8, 4, image::Rgb([200, 10, 10]))
            .write_to(&mut tiff, image::ImageFormat::Tiff)
            .unwrap();
        assert_eq!(size(&of(Picture::probe(tiff.into_inner()).unwrap())), (Format::Png, 8, 4));
    }
}
