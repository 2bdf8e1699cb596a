//! Galleys to a sequence of pages: what stands on which, under which folio; no frame is made.
//!
//! Contents and `[](#id){.page}` name folios, and numbers of notes may start anew on every page: such text is set again
//! with what the round before found out, until nothing changes.

pub mod order;
pub mod labels;
pub mod place;
mod shares;
pub mod rounds;
mod again;

pub use again::settle_again;
pub use order::{Leaf, Sequence};
pub use place::{ChosenLine, floats, is_blank, line_of, line_of_mut, lines};
pub use rounds::{Settled, settle};
