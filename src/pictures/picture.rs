//! In: the bytes of a picture file. Out: what it is and how large, without decoding it.

use super::header::{Format, PictureError, format_of, raster_size};
use super::ink_colours::has_ink_colours;
use super::metadata;
use super::svg;
use crate::base::Ink;
use crate::base::limits::ASSET_BYTES;
use std::sync::Arc;

/// A picture as the author gave it.
#[derive(Debug, PartialEq)]
pub struct Picture {
    pub format: Format,
    pub bytes: Arc<[u8]>,
    /// Pixels as shown (a photograph that says it lies on its side is turned); for SVG its own size in CSS pixels,
    /// rounded up.
    pub width: u32,
    pub height: u32,
    /// The ink that its darkness is printed in; nothing where it has its own colours.
    pub ink: Option<Ink>,
}

impl Picture {
    /// Finds format and size and holds both against the limits. The name of the file plays no part.
    pub fn probe(bytes: impl Into<Arc<[u8]>>) -> Result<Picture, PictureError> {
        let bytes = bytes.into();
        if bytes.len() as u64 > ASSET_BYTES {
            return Err(PictureError::TooLarge(format!("more than {} MB", ASSET_BYTES >> 20)));
        }
        let format = format_of(&bytes).ok_or(PictureError::Unknown)?;
        let (width, height) = match format {
            Format::Svg => svg_size(&bytes)?,
            Format::Png | Format::Jpeg | Format::Tiff | Format::Webp => raster_size(&bytes, format)?,
        };
        Ok(Picture { format, bytes, width, height, ink: None })
    }

    /// The same, printed in one ink.
    pub fn in_ink(&self, ink: Ink) -> Picture {
        Picture { bytes: Arc::clone(&self.bytes), ink: Some(ink), ..*self }
    }

    /// Whether it is made of shapes, not of pixels.
    pub fn is_drawing(&self) -> bool {
        self.format == Format::Svg
    }

    /// Whether it is a drawing with colours that only a press knows.
    pub fn has_ink_colours(&self) -> bool {
        self.format == Format::Svg && std::str::from_utf8(&self.bytes).is_ok_and(has_ink_colours)
    }

    /// Whether it holds several pictures to be shown in turn.
    pub fn moves(&self) -> bool {
        self.format == Format::Png && metadata::moves(&self.bytes)
    }
}

fn svg_size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    let size = svg::tree(bytes, false)?.size();
    let [width, height] = [size.width(), size.height()].map(|side| side.ceil() as u32);
    if width > 100_000 || height > 100_000 {
        return Err(PictureError::TooLarge(format!("{width} × {height} CSS pixels")));
    }
    Ok((width.max(1), height.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn svg(inside: &str) -> Result<Picture, PictureError> {
        let open = r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#;
        Picture::probe(format!(r#"{open} width="2cm" height="30.5">{inside}</svg>"#).into_bytes())
    }

    #[test]
    fn formats_are_known_by_their_bytes() {
        let mut png = Vec::new();
        let pixels = image::GrayImage::from_fn(7, 5, |x, y| image::Luma([(x * y) as u8]));
        pixels.write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        let picture = Picture::probe(png.clone()).unwrap();
        assert_eq!((picture.format, picture.width, picture.height), (Format::Png, 7, 5));
        let picture = svg("<path d='M0 0h9v9z'/>").unwrap();
        assert_eq!((picture.format, picture.width, picture.height), (Format::Svg, 76, 31));
        assert_eq!(Picture::probe(b"GIF89a".to_vec()).unwrap_err(), PictureError::Unknown);
        png.truncate(20);
        assert!(matches!(Picture::probe(png), Err(PictureError::Broken(_))));
    }

    #[test]
    fn a_pixel_bomb_is_refused_before_it_is_decoded() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 0x80, 0, 0, 0, 0x80, 0, 8, 2, 0, 0, 0]);
        png.extend(crc(&png[12..29]).to_be_bytes());
        png.extend(b"\0\0\0\0IDAT");
        png.extend(crc(b"IDAT").to_be_bytes());
        assert!(matches!(Picture::probe(png), Err(PictureError::TooLarge(_))));
    }

    fn crc(bytes: &[u8]) -> u32 {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum()
    }

    #[test]
    fn an_svg_that_reaches_out_or_blows_up_is_refused() {
        for bad in [
            "<image href='other.png'/>",
            "<image xlink:href='/etc/passwd'/>",
            "<image href='data:image/svg+xml;base64,PHN2Zy8+'/>",
            "<use href='other.svg#a'/>",
            "<script>alert(1)</script>",
        ] {
            assert!(matches!(svg(bad), Err(PictureError::Broken(_))), "{bad}");
        }
        assert!(matches!(svg(&format!("<text>{}</text>", "a b".repeat(10_000))), Err(PictureError::TooLarge(_))));
        let deep = format!("{}{}", "<g>".repeat(10_000), "</g>".repeat(10_000));
        assert!(matches!(svg(&deep), Err(PictureError::TooLarge(_))));
        let uses = (1..40).map(|n| format!("<g id='n{n}'><use href='#n{0}'/><use href='#n{0}'/></g>", n - 1));
        let uses = format!("<g id='n0'><path d='M0 0h9v9z'/></g>{}", uses.collect::<String>());
        let refused = svg(&uses);
        assert!(matches!(refused, Err(PictureError::TooLarge(_))), "{refused:?}");
        let size = r#"xmlns="http://www.w3.org/2000/svg" width="9" height="9""#;
        let laughs = format!("<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><svg {size}><text>&b;</text></svg>");
        assert!(matches!(Picture::probe(laughs.into_bytes()), Err(PictureError::TooLarge(_))));
        let big = "x".repeat(1 << 20);
        let refs = "&a;".repeat(1_000);
        let square = format!("<!DOCTYPE svg [<!ENTITY a '{big}'>]><svg {size}><text>{refs}</text></svg>");
        assert!(matches!(Picture::probe(square.into_bytes()), Err(PictureError::TooLarge(_))));
    }
}
