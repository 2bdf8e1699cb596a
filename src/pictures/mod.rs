//! Pictures: probed and bounded before they are decoded.
//!
//! `Picture::probe` tells format and size and refuses what would not be safe later: too many pixels, an SVG with an
//! entity bomb or with links out of itself. `raster` decodes to sRGB, `inks` what was saved in four inks, `encode` makes
//! a file of pixels again; `drawing` turns an SVG into shapes, its text into
//! outlines of the built-in faces, so that the same file gives the same drawing everywhere.

pub mod header;
mod expansion;
pub mod svg;
pub mod picture;
mod meaning;
pub mod raster;
pub mod inks;
pub mod encode;
pub mod effort;
pub mod drawing;
mod flatten;
pub mod colours;
pub mod clean;

pub use clean::clean;
pub use colours::alike_in_gray;
pub use drawing::{Clip, Drawing, Fill, Matrix, Paint, Pen, Shape, Step, Stop};
pub use header::{Format, JpegHeader, PictureError};
pub use inks::Inked;
pub use picture::Picture;
pub use raster::Raster;
