//! In: the bytes of a picture file. Out: its format and what its header says. Refuses to read a pixel.

use super::metadata;
use crate::base::limits::PIXELS;
use image::codecs::{tiff::TiffDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ExtendedColorType, ImageDecoder};
use png::{BitDepth, ColorType, Transformations};
use std::fmt;
use std::io::Cursor;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// Bytes of memory that a picture may take while it is decoded.
const ROOM: u64 = 600_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Svg,
    Png,
    Jpeg,
    Tiff,
    Webp,
}

/// Why a picture cannot be used, in words for a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// Neither SVG, PNG, JPEG, TIFF nor WebP.
    Unknown,
    Broken(String),
    /// More pixels, bytes or nodes than `base::limits` allows.
    TooLarge(String),
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PictureError::Unknown => write!(f, "it is neither SVG, PNG, JPEG, TIFF nor WebP"),
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
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some(Format::Webp);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let marked = text.starts_with(b"<") && text.windows(4).any(|four| four == b"<svg" || four == b":svg");
    marked.then_some(Format::Svg)
}

/// What a file says of itself before a pixel is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    /// As the file has them.
    pub width: u32,
    pub height: u32,
    pub turn: Orientation,
    /// Of eight bits, as they are decoded: gray, gray and alpha, three colours, with alpha or, in `inks`, four.
    pub channels: usize,
    pub inks: bool,
    /// Black and white alone.
    pub line_art: bool,
    /// Bytes of memory that decoding takes beside the pixels that are asked for.
    pub room: u64,
}

impl Header {
    pub fn read(bytes: &[u8], format: Format) -> Result<Header, PictureError> {
        match format {
            Format::Svg => Err(PictureError::Unknown),
            Format::Png => png(bytes),
            Format::Jpeg => jpeg(bytes),
            Format::Tiff | Format::Webp => other(bytes, format),
        }
    }

    pub fn has_alpha(&self) -> bool {
        self.channels == 2 || self.channels == 4 && !self.inks
    }

    /// Whether it lies on its side.
    pub fn is_turned(&self) -> bool {
        use Orientation::{FlipHorizontal, FlipVertical, NoTransforms, Rotate180};
        !matches!(self.turn, NoTransforms | FlipHorizontal | FlipVertical | Rotate180)
    }

    fn pixels(width: u32, height: u32) -> u64 {
        u64::from(width) * u64::from(height)
    }
}

/// Width and height as shown, held against the limits.
pub(super) fn raster_size(bytes: &[u8], format: Format) -> Result<(u32, u32), PictureError> {
    if format == Format::Png && !metadata::is_bounded(bytes) {
        let what = format!("its profile and texts inflate to more than {} MB", metadata::INFLATED >> 20);
        return Err(PictureError::TooLarge(what));
    }
    let header = Header::read(bytes, format)?;
    let Header { width, height, .. } = header;
    if Header::pixels(width, height) > PIXELS {
        return Err(PictureError::TooLarge(format!("{width} × {height} pixels")));
    }
    if header.room > ROOM {
        let how = match format {
            Format::Png => "; save it without interlacing",
            Format::Jpeg => "; save it as a baseline JPEG, not a progressive one",
            _ => "; save it as PNG or JPEG",
        };
        return Err(PictureError::TooLarge(format!("{width} × {height} pixels, of a kind that is read at once{how}")));
    }
    if width == 0 || height == 0 {
        return Err(PictureError::Broken("it has no pixels".to_owned()));
    }
    Ok(if header.is_turned() { (height, width) } else { (width, height) })
}

fn turn_of(exif: Option<&[u8]>) -> Orientation {
    exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms)
}

fn png(bytes: &[u8]) -> Result<Header, PictureError> {
    let reader = png_reader(bytes)?;
    let info = reader.info();
    let (width, height) = (info.width, info.height);
    let channels = match (reader.output_color_type().0, gray_palette(info)) {
        (ColorType::Grayscale, _) | (ColorType::Rgb, true) => 1,
        (ColorType::GrayscaleAlpha, _) | (ColorType::Rgba, true) => 2,
        (ColorType::Rgb | ColorType::Indexed, _) => 3,
        (ColorType::Rgba, _) => 4,
    };
    let whole = reader.output_buffer_size().map_or(u64::MAX, |size| size as u64);
    Ok(Header {
        width,
        height,
        turn: turn_of(info.exif_metadata.as_deref()),
        channels,
        inks: false,
        line_art: info.bit_depth == BitDepth::One && channels == 1,
        room: if info.interlaced { whole } else { u64::from(width) * 16 },
    })
}

/// A reader of eight bits a channel that has read the header and no pixel. Metadata stay unread.
pub(super) fn png_reader(bytes: &[u8]) -> Result<png::Reader<Cursor<&[u8]>>, PictureError> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.read_info().map_err(|error| PictureError::Broken(error.to_string()))
}

/// Whether every colour of a palette is a gray.
pub(super) fn gray_palette(info: &png::Info) -> bool {
    let gray = |palette: &[u8]| palette.as_chunks::<3>().0.iter().all(|rgb| rgb[0] == rgb[1] && rgb[1] == rgb[2]);
    info.color_type == ColorType::Indexed && info.palette.as_deref().is_some_and(gray)
}

fn jpeg(bytes: &[u8]) -> Result<Header, PictureError> {
    let decoder = jpeg_decoder(bytes)?;
    let info = decoder.info().ok_or_else(|| PictureError::Broken("it has no header".to_owned()))?;
    let (channels, inks) = match decoder.input_colorspace() {
        Some(ColorSpace::Luma) => (1, false),
        Some(ColorSpace::CMYK | ColorSpace::YCCK) => (4, true),
        _ => (3, false),
    };
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    let pixels = Header::pixels(width, height) * channels as u64;
    // Until its last pass a progressive JPEG is kept as numbers of two bytes.
    let progressive = JpegHeader::read(bytes).is_some_and(|header| header.progressive);
    Ok(Header {
        width,
        height,
        turn: turn_of(decoder.exif().map(Vec::as_slice)),
        channels,
        inks,
        line_art: false,
        room: if progressive { pixels * 3 } else { pixels },
    })
}

/// A decoder that has read the header and no pixel.
pub(super) fn jpeg_decoder(bytes: &[u8]) -> Result<JpegDecoder<ZCursor<&[u8]>>, PictureError> {
    let options = DecoderOptions::default().set_strict_mode(false);
    let options = options.set_max_width(usize::MAX).set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(|error| PictureError::Broken(error.to_string()))?;
    Ok(decoder)
}

fn other(bytes: &[u8], format: Format) -> Result<Header, PictureError> {
    let mut decoder = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    let colour = decoder.color_type();
    let deep = u64::from(colour.bytes_per_pixel()) + if format == Format::Webp { 4 } else { 0 };
    Ok(Header {
        width,
        height,
        turn: decoder.orientation().unwrap_or(Orientation::NoTransforms),
        channels: usize::from(colour.channel_count()),
        inks: false,
        line_art: decoder.original_color_type() == ExtendedColorType::L1,
        room: Header::pixels(width, height) * deep,
    })
}

/// Of a TIFF or WebP.
pub(super) fn decoder(bytes: &[u8], format: Format) -> Result<Box<dyn ImageDecoder + '_>, PictureError> {
    let broken = |error: image::ImageError| PictureError::Broken(error.to_string());
    Ok(match format {
        Format::Webp => Box::new(WebPDecoder::new(Cursor::new(bytes)).map_err(broken)?),
        _ => Box::new(TiffDecoder::new(Cursor::new(bytes)).map_err(broken)?),
    })
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
    pub progressive: bool,
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
                        progressive: matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce),
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
