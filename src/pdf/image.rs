//! In: a picture's pixels. Out: an image object in the press's colours.

use super::bytes::{deflate, deflated};
use crate::page::Press;
use crate::pictures::{Picture, PictureError, Raster};
use lopdf::{Dictionary, Document, ObjectId, Stream, dictionary};

/// Ready to be added to a document.
#[derive(Debug)]
pub struct ImageData {
    dict: Dictionary,
    /// As its filter has it.
    bytes: Vec<u8>,
    jpeg: bool,
    mask: Option<Box<ImageData>>,
}

impl ImageData {
    /// A JPEG passes as it is where its colours fit; print lays transparent pixels on white.
    pub fn of_picture(picture: &Picture, press: &Press) -> Result<ImageData, PictureError> {
        if let Some(header) = picture.as_jpeg()
            && (press.is_screen() || header.components == 1)
        {
            let size = (u32::from(header.width), u32::from(header.height));
            let dict = image_dict(size, header.components == 1);
            return Ok(ImageData { dict, bytes: picture.bytes.to_vec(), jpeg: true, mask: None });
        }
        let raster = picture.decode()?;
        Ok(ImageData::of_raster(if press.is_screen() { raster } else { raster.on_white() }, press))
    }

    pub fn of_raster(raster: Raster, press: &Press) -> ImageData {
        let mut raster = if press.is_screen() { raster } else { raster.into_gray() };
        let size = (raster.width, raster.height);
        let mask = raster.alpha.take().map(|alpha| Box::new(flat(size, &alpha, true)));
        ImageData { mask, ..flat(size, &raster.pixels, raster.gray) }
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

fn image_dict((width, height): (u32, u32), gray: bool) -> Dictionary {
    dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => width,
        "Height" => height,
        "ColorSpace" => if gray { "DeviceGray" } else { "DeviceRGB" },
        "BitsPerComponent" => 8,
    }
}

fn flat(size: (u32, u32), pixels: &[u8], gray: bool) -> ImageData {
    let channels = if gray { 1 } else { 3 };
    let mut dict = image_dict(size, gray);
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
