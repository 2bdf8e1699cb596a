//! Pictures of frames: the ebook's cover, previews.
//!
//! `paint` draws a frame or an SVG into pixels with resvg's painter and nothing but the given faces; `front` sets a
//! typographic front cover as a frame. Nothing is decided here about pages.

mod paint;
mod front;

pub use front::Words;
pub use paint::{frame, svg};

use crate::base::{Length, Size};
use crate::fonts::{FaceId, Faces};
use crate::pictures::{Format, Picture, PictureError};
use std::sync::Arc;

/// What shops ask of a cover: the long side, in pixels.
pub const LONG_SIDE: u32 = 2_560;

/// The cover picture of an ebook: the author's PNG or JPEG as it is, an SVG as pixels (shops want no SVG), or, where
/// there is none, a front set from words, 1,600 × 2,560.
pub fn cover(own: Option<&Picture>, words: &Words, type_: &Type) -> Result<Picture, PictureError> {
    match own {
        Some(own) if own.format == Format::Svg => svg(own, LONG_SIDE),
        Some(own) => {
            Ok(Picture { format: own.format, bytes: Arc::clone(&own.bytes), width: own.width, height: own.height })
        }
        None => {
            let size = Size::new(Length::pt(1_600), Length::pt(i64::from(LONG_SIDE)));
            frame(&front::front(words, type_, size), type_.faces, LONG_SIDE)
        }
    }
}

/// The faces that a front is set in.
#[derive(Clone, Copy, Debug)]
pub struct Type<'a> {
    pub faces: &'a Faces,
    pub roman: FaceId,
    pub italic: FaceId,
    /// Asked in order for a character that both lack.
    pub fallback: &'a [FaceId],
}
