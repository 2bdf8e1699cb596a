//! In: a book and its looks. Out: the front cover as a picture, for the EPUB and for shops.

use crate::base::Diagnostic;
use crate::cover::About;
use crate::design::Design;
use crate::model::Book;
use crate::pictures::{Format, Picture, PictureError};
use crate::{cover, draw};

/// The front cover as a raster picture, the author's or one set from the book's own words, and what was found.
pub fn front(book: &Book, design: &Design) -> (Result<Picture, Diagnostic>, Vec<(About, Diagnostic)>) {
    let quality = design.pictures.quality;
    let (front, found) = cover::front(book, design);
    let painted = match front {
        cover::Front::Art(own) => draw::picture(&own, cover::SCREEN, quality),
        cover::Front::Set(frame, room) => draw::frame(&frame, &design.faces, room, quality),
    };
    (painted.map_err(cover_broken), found)
}

fn cover_broken(why: PictureError) -> Diagnostic {
    Diagnostic::error("cover-broken", format!("the cover: {why}"))
}

/// What most shops ask for.
pub fn jpeg(cover: &Picture, quality: u8) -> Result<Vec<u8>, Diagnostic> {
    if cover.format == Format::Jpeg {
        return Ok(cover.bytes.to_vec());
    }
    let made = cover.decode().and_then(|raster| raster.to_jpeg(quality));
    made.map(|jpeg| jpeg.bytes.to_vec()).map_err(cover_broken)
}
