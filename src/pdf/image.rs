//! In: a picture's pixels. Out: an image object in the press's colours.

use super::bytes::{deflate, deflated, name};
use super::colour::picture_space;
use crate::base::{Ink, Size};
use crate::pictures::{Format, Inked, JpegHeader, Picture, PictureError, PictureRules, Raster, printed};
use crate::press::{Cmyk, OtherPress, Palette, Separation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;

/// Ready to be added to a document.
#[derive(Debug)]
pub struct ImageData {
    dict: Dictionary,
    /// As its filter has it.
    bytes: Vec<u8>,
    jpeg: bool,
    mask: Option<Box<ImageData>>,
}

/// Whether a picture is a photograph, whose grays have all inks, or a drawing, whose grays are black ink alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Photograph,
    Drawing,
}

/// How the samples of an image are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Lossless,
    /// Of this quality.
    Jpeg(u8),
}

impl ImageData {
    /// A picture at this size on the page, with no more pixels than it needs there. A JPEG that has no more passes as it
    /// is where its colours fit: on a screen, and where it has the press's own inks and not too much of them.
    pub fn of_picture(
        picture: &Picture,
        size: Size,
        palette: &Palette,
        rules: &PictureRules,
    ) -> Result<ImageData, PictureError> {
        let pixels = printed(picture, size, rules);
        let whole = pixels == (picture.width, picture.height);
        if !palette.shows(picture.ink) {
            return Ok(gap());
        }
        if let Some(ink) = picture.ink {
            return Ok(of_ink(decoded(picture, pixels)?, ink, palette));
        }
        let packing = if picture.format == Format::Jpeg { Packing::Jpeg(rules.quality) } else { Packing::Lossless };
        let Some(separation) = palette.separation() else {
            // Four inks may pass to a screen, and not to a printer that takes none.
            let fits = |header: &JpegHeader| whole && (palette.press().is_none() || header.components < 4);
            return match picture.as_jpeg().filter(fits) {
                Some(header) => Ok(as_it_came(picture, &header)),
                None => Ok(packed(&decoded(picture, pixels)?, palette, Kind::Photograph, packing)),
            };
        };
        match picture.decode_inks_at(pixels)? {
            Some(inked) => Ok(of_inks(picture, &inked, separation, palette, packing)),
            None => Ok(packed(&decoded(picture, pixels)?, palette, Kind::Photograph, packing)),
        }
    }

    /// Transparency stays where it may, and is laid on white paper where it may not.
    pub fn of_raster(raster: &Raster, palette: &Palette, kind: Kind) -> ImageData {
        if palette.shows(None) { packed(raster, palette, kind, Packing::Lossless) } else { gap() }
    }

    pub fn is_transparent(&self) -> bool {
        self.mask.is_some()
    }

    pub fn add_to(self, document: &mut Document) -> ObjectId {
        let mut dict = self.dict;
        if let Some(mask) = self.mask {
            dict.set("SMask", mask.add_to(document));
        }
        if self.jpeg {
            dict.set("Filter", "DCTDecode");
            return document.add_object(Stream::new(dict, self.bytes).with_compression(false));
        }
        document.add_object(deflated(dict, self.bytes))
    }
}

/// What the plate of another ink has of a picture.
fn gap() -> ImageData {
    levels(&Raster { width: 1, height: 1, gray: true, pixels: vec![255], alpha: None }, Packing::Lossless)
}

/// A picture whose darkness is printed in one ink: a press's, or its colour on a screen.
fn of_ink(raster: Raster, ink: Ink, palette: &Palette) -> ImageData {
    let gray = raster.on_white().into_gray();
    if let Some(space) = picture_space(palette, ink) {
        let mut image = levels(&gray, Packing::Lossless);
        image.dict.set("ColorSpace", space);
        // No light is much ink.
        image.dict.set("Decode", vec![1.into(), 0.into()]);
        return image;
    }
    if palette.press().is_some() {
        return levels(&gray, Packing::Lossless);
    }
    let (red, green, blue) = ink.rgb();
    let mixed = |part: u8, level: u8| 255 - ((u32::from(255 - part) * u32::from(255 - level) + 127) / 255) as u8;
    let pixels = each(&gray.pixels, |[level]: [u8; 1]| [red, green, blue].map(|part| mixed(part, level)));
    colours(&Raster { gray: false, pixels, ..gray }, Packing::Lossless)
}

/// Line art stays black and white.
fn decoded(picture: &Picture, pixels: (u32, u32)) -> Result<Raster, PictureError> {
    let mut raster = picture.decode_at(pixels)?;
    if raster.gray && picture.is_line_art() {
        raster.pixels.iter_mut().for_each(|level| *level = if *level < 128 { 0 } else { 255 });
    }
    Ok(raster)
}

fn packed(raster: &Raster, palette: &Palette, kind: Kind, packing: Packing) -> ImageData {
    let size = (raster.width, raster.height);
    if !palette.allows_transparency() && raster.alpha.is_some() {
        return packed(&raster.clone().on_white(), palette, kind, packing);
    }
    let gray = |pixels: Vec<u8>| Raster { gray: true, alpha: None, pixels, ..*raster };
    let mask = raster.alpha.as_ref().map(|alpha| Box::new(levels(&gray(alpha.clone()), Packing::Lossless)));
    let Some(separation) = palette.separation() else {
        let image = if raster.gray { levels(raster, packing) } else { colours(raster, packing) };
        return ImageData { mask, ..image };
    };
    let neutral = || raster.pixels.as_chunks::<3>().0.iter().all(|rgb| rgb[0] == rgb[1] && rgb[1] == rgb[2]);
    if raster.gray || palette.is_black() || neutral() {
        let pixels = if raster.gray {
            raster.pixels.par_iter().map(|&level| separation.gray(level)).collect()
        } else {
            each(&raster.pixels, |rgb: [u8; 3]| [separation.gray_of_rgb(rgb)])
        };
        return ImageData { mask, ..levels(&gray(pixels), packing) };
    }
    let inks = |rgb: [u8; 3]| match rgb {
        [red, green, blue] if kind == Kind::Drawing && red == green && green == blue => {
            [0, 0, 0, 255 - separation.gray(red)]
        }
        _ => separation.inks_of_rgb(rgb),
    };
    ImageData { mask, ..inked(size, each(&raster.pixels, inks), separation, packing) }
}

/// Gray; black and white alone take a bit.
fn levels(raster: &Raster, packing: Packing) -> ImageData {
    let size = (raster.width, raster.height);
    if raster.is_bilevel() {
        let mut dict = image_dict(size, "DeviceGray");
        dict.set("BitsPerComponent", 1);
        return ImageData { dict, bytes: deflate(&raster.bits()), jpeg: false, mask: None };
    }
    lossy(raster, packing).unwrap_or_else(|| flat(size, &raster.pixels, "DeviceGray"))
}

fn colours(raster: &Raster, packing: Packing) -> ImageData {
    lossy(raster, packing).unwrap_or_else(|| flat((raster.width, raster.height), &raster.pixels, "DeviceRGB"))
}

/// Nothing where it is to be without loss, or is larger than a JPEG may be.
fn lossy(raster: &Raster, packing: Packing) -> Option<ImageData> {
    let Packing::Jpeg(quality) = packing else { return None };
    if raster.alpha.is_some() {
        return None;
    }
    let picture = raster.clone().to_jpeg(quality).ok()?;
    Some(as_it_came(&picture, &JpegHeader::read(&picture.bytes)?))
}

/// Four inks. A JPEG that would lay more ink on a spot than the press takes is written without loss instead.
fn inked(size: (u32, u32), pixels: Vec<u8>, separation: &Separation, packing: Packing) -> ImageData {
    if let Packing::Jpeg(quality) = packing {
        let inked = Inked { width: size.0, height: size.1, pixels, profile: None, inverted: true, plain: true };
        let fits = |picture: &Picture| {
            let back = picture.decode_inks().ok()??;
            back.pixels.as_chunks::<4>().0.iter().all(|inks| separation.limited(*inks) == *inks).then_some(())
        };
        let jpeg = inked.to_jpeg(quality).ok().filter(|picture| fits(picture).is_some());
        return jpeg.map_or_else(|| flat(size, &inked.pixels, "DeviceCMYK"), |picture| adobe(&picture, size));
    }
    flat(size, &pixels, "DeviceCMYK")
}

/// A JPEG of four inks as Adobe's programs save it: 0 is solid.
fn adobe(picture: &Picture, size: (u32, u32)) -> ImageData {
    let mut image = jpeg(picture, size, "DeviceCMYK");
    image.dict.set("Decode", [1, 0, 1, 0, 1, 0, 1, 0].map(Object::from).to_vec());
    image
}

fn as_it_came(picture: &Picture, header: &JpegHeader) -> ImageData {
    let size = (u32::from(header.width), u32::from(header.height));
    jpeg(picture, size, if header.components == 1 { "DeviceGray" } else { "DeviceRGB" })
}

/// Turns pixels of so many bytes into others, in parallel. Equal neighbours are found once.
fn each<const FROM: usize, const TO: usize>(pixels: &[u8], turn: impl Fn([u8; FROM]) -> [u8; TO] + Sync) -> Vec<u8> {
    let parts = pixels.par_chunks(FROM * 65_536).map(|pixels| {
        let mut out = Vec::with_capacity(pixels.len() / FROM * TO);
        let mut last = None;
        for pixel in pixels.as_chunks::<FROM>().0 {
            let turned = match last {
                Some((known, turned)) if known == *pixel => turned,
                _ => turn(*pixel),
            };
            last = Some((*pixel, turned));
            out.extend_from_slice(&turned);
        }
        out
    });
    parts.collect::<Vec<_>>().concat()
}

/// A picture that came in inks. Without a profile they are taken for the press's own.
fn of_inks(picture: &Picture, came: &Inked, separation: &Separation, palette: &Palette, packing: Packing) -> ImageData {
    let size = (came.width, came.height);
    let own = palette.press().map(|press| &press.profile.bytes[..]);
    let other =
        came.profile.as_deref().filter(|&bytes| Some(bytes) != own).and_then(|bytes| OtherPress::new(bytes).ok());
    if palette.is_black() {
        let gray = |inks: Cmyk| match &other {
            Some(other) => [separation.gray_of_other(other, inks)],
            None => [separation.gray_of_inks(inks)],
        };
        let pixels = each(&came.pixels, gray);
        return levels(&Raster { width: size.0, height: size.1, gray: true, pixels, alpha: None }, packing);
    }
    if let Some(other) = other {
        return inked(size, each(&came.pixels, |inks| separation.inks_of(&other, inks)), separation, packing);
    }
    let limited = each(&came.pixels, |inks| separation.limited(inks));
    if limited != came.pixels || !came.plain {
        return inked(size, limited, separation, packing);
    }
    if came.inverted { adobe(picture, size) } else { jpeg(picture, size, "DeviceCMYK") }
}

fn jpeg(picture: &Picture, size: (u32, u32), space: &str) -> ImageData {
    ImageData { dict: image_dict(size, space), bytes: picture.bytes.to_vec(), jpeg: true, mask: None }
}

fn image_dict((width, height): (u32, u32), space: &str) -> Dictionary {
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => width,
        "Height" => height,
        "ColorSpace" => name(space),
        "BitsPerComponent" => 8,
    }
}

fn flat(size: (u32, u32), pixels: &[u8], space: &str) -> ImageData {
    let channels = match space {
        "DeviceGray" => 1,
        "DeviceRGB" => 3,
        _ => 4,
    };
    let mut dict = image_dict(size, space);
    dict.set("DecodeParms", dictionary! { "Predictor" => 15, "Colors" => channels as u32, "Columns" => size.0 });
    let bytes = deflate(&predict(pixels, size.0 as usize * channels, channels));
    ImageData { dict, bytes, jpeg: false, mask: None }
}

/// PNG's row filters (its specification, clause 9): of none, left and up the one with the smallest differences.
fn predict(pixels: &[u8], row: usize, step: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len() + pixels.len() / row.max(1) + 1);
    let mut above = vec![0; row];
    for line in pixels.chunks_exact(row.max(1)) {
        let left = |at: usize| if at < step { line[at] } else { line[at].wrapping_sub(line[at - step]) };
        let up = |at: usize| line[at].wrapping_sub(above[at]);
        let cost = |filter: &dyn Fn(usize) -> u8| -> u64 {
            (0..row).map(|at| u64::from((filter(at) as i8).unsigned_abs())).sum()
        };
        let none = |at: usize| line[at];
        let choices: [(u8, &dyn Fn(usize) -> u8); 3] = [(0, &none), (1, &left), (2, &up)];
        if let Some((tag, filter)) = choices.into_iter().min_by_key(|(_, filter)| cost(filter)) {
            out.push(tag);
            out.extend((0..row).map(filter));
        }
        above.copy_from_slice(line);
    }
    out
}
