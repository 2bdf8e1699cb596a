//! Pages to sheets: a sheet is again a page of a document.
//!
//! `order` is arithmetic alone: which page stands in which cell of which side, how deep its sheet lies in its
//! signature; `unfold` opens a sheet that is folded more than once. `sheet` chooses the paper and where the cells stand
//! on it; `finish` draws what the binder collates and sews by; `place` puts pages into cells, cut at the
//! fold, moved by creep; `marks` draws what stands around them, outside the bleed; `dummy` is the same sheets with
//! numbers for pages. The back of a sheet is thought of as seen when the sheet is turned over like the leaf of a book;
//! a printer that turns it the other way gets it upside down (`Flip`).

mod cells;
mod unfold;
pub mod order;
pub mod plan;
pub mod sheet;
pub mod words;
pub mod marks;
mod finish;
pub mod place;
pub mod dummy;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod folding;

pub use dummy::dummy;
pub use marks::{crop, group};
pub use order::Scheme;
pub use place::{impose, sides};
pub use plan::{Blanks, Fit, Flip, Imposed, Plan};
pub use words::Lettering;
