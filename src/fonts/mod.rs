//! Faces: loading, metrics, shaping, fallback by script, subsetting.
//!
//! Widths leave this room in font units; layout makes lengths of them, rounding once a word. A face never changes once
//! it stands in `Faces`, so `Faces` is shared between threads as it is. What grows while a book is set (shaping plans,
//! words already shaped) lives in a `Shaper`: one for each thread or chapter, made from the shared `Faces`, never locked.

pub mod feature;
pub mod face;
pub mod outline;
pub mod builtin;
mod faces;
pub mod shape;
pub mod fallback;
pub mod lacking;
pub mod subset;
mod file;
mod rules;
pub mod web;
#[cfg(feature = "cli")]
pub mod glyphs;

pub use builtin::Builtin;
pub use face::{Face, FontError, Metrics};
pub use faces::{FaceId, Faces};
pub use fallback::FaceRun;
pub use feature::{AxisValue, FeatureSet, FeatureTag};
#[cfg(feature = "cli")]
pub use glyphs::{SLICE, glyph_font, glyph_font_of, glyph_sign};
pub use lacking::{Lacking, lacking_of};
pub use outline::Outline;
pub use rules::Wanted;
pub use shape::{Direction, Features, Figures, Position, Request, Shaped, ShapedGlyph, Shaper};
pub use subset::Subset;
pub use web::web_font;
