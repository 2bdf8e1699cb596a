//! Pictures: probed and bounded before they are decoded.
//!
//! `Picture::probe` tells format and size and refuses what would not be safe later: too many pixels, a profile that
//! inflates without end, an SVG with an entity bomb or with links out of itself. `pixels` is the one way from a file to
//! pixels, at the size that is wanted; `raster` gives them in sRGB, `inks` what was saved in four inks, `encode` makes a
//! file of them again, `fit` decides for a use what becomes of a picture; `drawing` turns an SVG into shapes, its text into
//! outlines of the built-in faces, so that the same file gives the same drawing everywhere; `rims` adds the lines by which
//! inks of a press meet in it.

mod metadata;
pub mod header;
mod scale;
mod budget;
mod expansion;
mod ink_colours;
pub mod svg;
pub mod picture;
mod meaning;
mod pixels;
pub mod inks;
pub mod raster;
mod light;
pub mod encode;
pub mod fit;
pub mod effort;
pub mod drawing;
mod flatten;
pub mod rims;
pub mod colours;
pub mod clean;

pub use clean::clean;
pub use colours::alike_in_gray;
pub use drawing::{Clip, Drawing, Fill, Matrix, Paint, Pen, Rgb, RimPart, Shape, Step, Stop};
pub use encode::Rows;
pub use fit::{PictureRules, for_cover, for_ebook, printed};
pub use flatten::paint_shapes;
pub use header::{Format, JpegHeader, PictureError};
pub use inks::Inked;
pub use light::Light;
pub use picture::Picture;
pub use raster::Raster;
pub use rims::{Meeting, Untrapped};
