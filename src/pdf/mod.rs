//! In: a `Document`. Out: the bytes of a PDF. Refuses to know about Markdown, blocks and settings; decides nothing that
//! another output would need.
//!
//! printpdf makes the document, its pages and the font objects; then, in its own lopdf document, the page contents are
//! replaced by streams of our bytes (written and deflated in parallel, a page at a time), the font dictionaries are
//! completed, and what printpdf does not write is added: boxes, outline, labels, links, structure, metadata, the file's
//! identifier. Nothing depends on the clock or on chance.

pub mod bytes;
pub mod cluster;
pub mod usage;
pub mod font;
pub mod embed;
pub mod colour;
pub mod image;
pub mod layer;
pub mod drawing;
pub mod forms;
pub mod text;
pub mod tags;
pub mod canvas;
pub mod common;
pub mod furniture;
pub mod claims;
pub mod meta;
pub mod exchange;
pub mod save;
pub mod write;

pub use claims::Claims;
pub use common::Contents;
pub use save::save;
pub use write::{write, write_common};
