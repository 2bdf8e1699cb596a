//! In: the bytes of a picture file. Out: its format and what its header says. Refuses to read a pixel.

use crate::base::limits::PIXELS;
use image::ImageDecoder;
use image::metadata::Orientation;
use std::fmt;
use std::io::Cursor;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Svg,
    Png,
    Jpeg,
    Tiff,
}

/// Why a picture cannot be used, in words for a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// Neither SVG, PNG, JPEG nor TIFF.
    Unknown,
    Broken(String),
    /// More pixels, bytes or nodes than `base::limits` allows.
    TooLarge(String),
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PictureError::Unknown => write!(f, "it is neither SVG, PNG, JPEG nor TIFF"),
            PictureError::Broken(reason) => write!(f, "it cannot be read: {reason}"),
            PictureError::TooLarge(what) => write!(f, "it is too large: {what}"),
        }
    }
}

/// By magic number; the name of the file plays no part.
pub(super) fn format_of(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Some(Format::Png);
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Some(Format::Jpeg);
    }
    if [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|mark| bytes.starts_with(*mark)) {
        return Some(Format::Tiff);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let marked = text.starts_with(b"<") && text.windows(4).any(|four| four == b"<svg" || four == b":svg");
    marked.then_some(Format::Svg)
}

/// Width and height as shown, held against the limit.
pub(super) fn raster_size(bytes: &[u8], format: Format) -> Result<(u32, u32), PictureError> {
    let mut decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS {
        return Err(PictureError::TooLarge(format!("{width} × {height} pixels")));
    }
    if width == 0 || height == 0 {
        return Err(PictureError::Broken("it has no pixels".to_owned()));
    }
    let turned = !is_upright(orientation(&mut decoder));
    Ok(if turned { (height, width) } else { (width, height) })
}

/// A decoder that has read the header and no pixel.
pub(super) fn decoder(bytes: &[u8], format: Format) -> Result<Box<dyn ImageDecoder + '_>, PictureError> {
    let broken = |error: image::ImageError| PictureError::Broken(error.to_string());
    Ok(match format {
        Format::Png => Box::new(image::codecs::png::PngDecoder::new(Cursor::new(bytes)).map_err(broken)?),
        Format::Tiff => Box::new(image::codecs::tiff::TiffDecoder::new(Cursor::new(bytes)).map_err(broken)?),
        _ => Box::new(image::codecs::jpeg::JpegDecoder::new(Cursor::new(bytes)).map_err(broken)?),
    })
}

pub(super) fn orientation(decoder: &mut Box<dyn ImageDecoder + '_>) -> Orientation {
    decoder.orientation().unwrap_or(Orientation::NoTransforms)
}

fn is_upright(orientation: Orientation) -> bool {
    use Orientation::{FlipHorizontal, FlipVertical, NoTransforms, Rotate180};
    matches!(orientation, NoTransforms | FlipHorizontal | FlipVertical | Rotate180)
}

/// From the first start-of-frame marker (ITU-T T.81, B.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JpegHeader {
    pub width: u16,
    pub height: u16,
    /// Bits of a sample.
    pub bits: u8,
    /// 1 gray, 3 colour, 4 CMYK.
    pub components: u8,
    /// Huffman-coded baseline, extended or progressive: what a PDF's DCTDecode reads.
    pub common: bool,
    /// Adobe's marker stands before it: four inks are then saved turned round.
    pub adobe: bool,
}

impl JpegHeader {
    pub fn read(bytes: &[u8]) -> Option<JpegHeader> {
        let mut at = 2;
        let mut adobe = false;
        if !bytes.starts_with(&[0xff, 0xd8]) {
            return None;
        }
        loop {
            let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
            match marker {
                0xff => at += 1,
                0x01 | 0xd0..=0xd7 => at += 2,
                0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                    let frame: [u8; 6] = bytes.get(at + 4..at + 10)?.try_into().ok()?;
                    return Some(JpegHeader {
                        bits: frame[0],
                        height: u16::from_be_bytes([frame[1], frame[2]]),
                        width: u16::from_be_bytes([frame[3], frame[4]]),
                        components: frame[5],
                        common: matches!(marker, 0xc0..=0xc2),
                        adobe,
                    });
                }
                0xd9 | 0xda => return None,
                _ => {
                    adobe |= marker == 0xee && bytes.get(at + 4..at + 9) == Some(b"Adobe");
                    let length = u16::from_be_bytes(bytes.get(at + 2..at + 4)?.try_into().ok()?);
                    at += 2 + usize::from(length);
                }
            }
        }
    }
}
