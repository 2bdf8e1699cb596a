//! Blocks to lines to pages.
//!
//! Two pure problems over whole numbers stand in the middle, `linebreak` and `pagebreak`; everything else here turns
//! a book into their numbers and their answers into frames.

pub mod hyphenate;
pub mod linebreak;
pub mod pagebreak;
pub mod setline;
pub mod context;
pub mod items;
pub mod line;
pub mod galley;
