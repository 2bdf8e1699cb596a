//! Faces: loading, metrics, shaping, fallback by script, subsetting.
//!
//! Widths leave this room in font units; layout makes lengths of them, rounding once a word.

pub mod face;
pub mod builtin;
pub mod shape;
pub mod fallback;
pub mod subset;

pub use face::{Face, FaceId, Faces, FontError, Metrics};
pub use shape::{Direction, Features, Figures, Position, Request, Shaped, ShapedGlyph};
pub use subset::Subset;
