//! Pixels of frames and pictures: the ebook's cover, previews.
//!
//! `paint` draws a frame or an SVG into pixels with resvg's painter and nothing but the given faces. Nothing is decided
//! here about pages.

mod paint;

pub use paint::{frame, svg};

use crate::pictures::{Format, Picture, PictureError};
use std::sync::Arc;

/// An author's picture for a screen, its long side at most so many pixels, in its own shape: a drawing has as many as
/// are asked for, a raster never more than its own. A PNG or JPEG that is right already stays as it is.
pub fn picture(own: &Picture, long_side: u32) -> Result<Picture, PictureError> {
    let small = own.width.max(own.height) <= long_side;
    match own.format {
        Format::Svg => svg(own, long_side),
        Format::Png if small => Ok(same(own)),
        Format::Jpeg if small && own.as_jpeg().is_some() => Ok(same(own)),
        Format::Png => own.decode()?.at_most(long_side).to_png(),
        Format::Jpeg | Format::Tiff => own.decode()?.at_most(long_side).to_jpeg(),
    }
}

fn same(own: &Picture) -> Picture {
    Picture { format: own.format, bytes: Arc::clone(&own.bytes), width: own.width, height: own.height }
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
        let of = |own: Picture| picture(&own, 100).unwrap();
        let small = gray(30, 60).to_png().unwrap();
        let kept = picture(&small, 100).unwrap();
        assert!(Arc::ptr_eq(&kept.bytes, &small.bytes));
        assert_eq!(size(&of(gray(150, 300).to_png().unwrap())), (Format::Png, 50, 100));
        assert_eq!(size(&of(gray(300, 150).to_jpeg().unwrap())), (Format::Jpeg, 100, 50));
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="18"/>"#;
        assert_eq!(size(&of(Picture::probe(svg.as_bytes()).unwrap())), (Format::Png, 50, 100));
        let mut tiff = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(8, 4, image::Rgb([200, 10, 10]))
            .write_to(&mut tiff, image::ImageFormat::Tiff)
            .unwrap();
        assert_eq!(size(&of(Picture::probe(tiff.into_inner()).unwrap())), (Format::Jpeg, 8, 4));
    }
}
