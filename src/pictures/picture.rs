//! In: the bytes of a picture file. Out: what it is and how large, without decoding it.

use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    Svg,
    Png,
    Jpeg,
}

/// A picture as the author gave it.
#[derive(Debug)]
pub struct Picture {
    pub format: Format,
    pub bytes: Arc<[u8]>,
    /// Pixels; for SVG its own size in CSS pixels, rounded up.
    pub width: u32,
    pub height: u32,
}

/// Why a picture cannot be used, in words for a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// Neither SVG, PNG nor JPEG.
    Unknown,
    Broken(String),
    /// More pixels, bytes or nodes than `base::limits` allows.
    TooLarge(String),
}
