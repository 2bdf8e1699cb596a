//! The cover: back, spine and front on one wide sheet, and the front again for an ebook.
//!
//! A cover is a `Document` of one page like any other. What stands on it is the author's art, panel by panel, or one of
//! the styles, which are typographic: `classic`, `modern` and `zine` put words, rules and shapes into a `CoverBuilder`,
//! and know nothing of each other. Words are set by layout: titles line by line (`set`), the back's text by its galley
//! (`back`), those of flaps too (`flaps`). The spine's width follows from the page count (`spine`), so the print edition is laid out first; the front
//! for a screen needs no count.

pub mod sheet;
pub mod spine;
pub mod ean;
pub mod palette;
pub mod set;
pub mod barcode;
pub mod shapes;
pub mod words;
pub mod art;
pub mod back;
pub mod builder;
pub mod classic;
pub mod modern;
pub mod zine;
pub mod flaps;
pub mod guides;
pub mod make;

pub use builder::About;
pub use make::{Cover, Front, SCREEN, cover, front};
pub use sheet::Sheet;
