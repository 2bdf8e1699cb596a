//! Pages as drawn: the small closed type between layout and every paged output.
//!
//! Drawing decides nothing. All coordinates grow right and down from the top left of their frame.

pub mod structure;
pub mod item;
pub mod document;
pub mod areas;
pub mod traps;
pub mod drawn;
pub mod untrapped;
pub mod words;
#[cfg(feature = "trace")]
pub mod trace;

pub use crate::base::Ink;
pub use crate::press::Output;
pub use areas::{Areas, is_ground};
pub use document::{Boxes, Document, FontTable, Info, OutlineEntry, Page, Side};
pub use drawn::trapped;
pub use item::{Fill, Frame, GlyphRun, Item, Link, LinkTarget, Origin, Path, PathStep, PlacedGlyph, Stroke, TextPlace};
pub use structure::{Mark, Node, NodeId, Numbering, Scope, StructureRole, StructureTree};
#[cfg(feature = "trace")]
pub use trace::trace;
pub use traps::{Trap, Traps, Within};
pub use untrapped::untrapped;
pub use words::{PlacedRun, WordLine, area, lines, place_at, runs, stretch};
