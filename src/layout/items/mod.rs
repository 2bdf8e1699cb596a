//! Running text to boxes, glue and penalties.
//!
//! Inlines become one flat text with runs (`flatten`); every word of it is shaped once for each type (`words`) and laid
//! out as numbers for the line breaker (`pieces`). What each number stands for is kept beside it, so that `line` can
//! set the lines that were chosen.

pub mod look;
pub mod protrusion;
pub mod breaks;
pub mod words;
pub mod compositor;
pub mod flatten;
pub mod letters;
pub mod pieces;

pub use compositor::{Compositor, Stock};
pub use flatten::{Flat, Place, Run, RunKind};
pub use look::{Lang, Look};
pub use pieces::{Atom, Paragraph, Part, paragraph};
pub use words::{TypeId, WordCache, WordId, Words};
