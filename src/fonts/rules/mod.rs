//! Substitution and position: OpenType's GSUB, GPOS, GDEF and kern, cut down to some glyphs under new numbers.
//!
//! In: a font's tables, the glyphs that a text begins with, the features that may be asked for. Out: every glyph that
//! can come of them, and the tables that say so of the new glyphs. Refuses to know characters, outlines and files.
//!
//! A lookup is read whole and written anew in a form of our own choice: what it says of glyphs that are not there goes,
//! what it says of the others stays as it was, in its order. Corrections for single sizes of pixels and the steps of
//! variable fonts are left out. A table that cannot be read is an answer of its own (`None`): its face is embedded whole.

mod bytes;
mod context;
mod subtable;
mod definitions;
mod lookups;
mod substitution;
mod position;
mod kerning;
mod cut;

pub use cut::{Rules, Wanted};
