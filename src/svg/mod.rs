//! Pages as SVG, for a browser beside the manuscript.
//!
//! Text stays text: each run names its glyphs by signs of the private use area, in a font file that `fonts::glyph_font`
//! makes once for a face. So a page is a few kilobytes, and as sharp at any size as on paper.

pub mod number;
pub mod names;
pub mod page;

pub use names::{Names, Pictures};
pub use page::{page, picture};
