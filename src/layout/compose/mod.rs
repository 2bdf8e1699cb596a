//! Pages as planned to pages as drawn: lines on the grid, notes at the foot, heads and folios around, anchors and
//! links, the outline and the structure of the whole.
//!
//! Nothing is decided here that could change a line or move it to another page.

pub mod sheet;
pub mod places;
pub mod sources;
pub mod tree;
pub mod furniture;
pub mod frame;
pub mod outline;
pub mod list;

pub use sources::Sources;

use super::Layout;
use super::paginate::Settled;
use super::report::{self, PageFault};
use super::sections::Sections;
use crate::design::{Design, Geometry};
use crate::page::{Boxes, Document, Output, Page};
use furniture::Furniture;
use places::Places;
use rayon::prelude::*;
use sheet::Sheet;
use std::sync::Arc;

/// Draws what `paginate` settled.
pub fn compose(
    sections: Sections,
    design: &Design,
    geometry: &Geometry,
    output: Output,
    mut settled: Settled,
) -> Layout {
    let sheets: Vec<Sheet> = sheet::sheets(design, geometry, &settled);
    let places = Places::new(sections, geometry, &settled, &sheets);
    let tree = tree::join(sections, &settled, &sheets);
    let furniture = Furniture::new(sections, design, geometry, &settled);
    let sources = sources::sources(geometry, &settled, &sheets);
    let inks = sheet::inks(&mut settled, &sheets);
    let frames =
        frame::Frames { design, geometry, settled: &settled, places: &places, tree: &tree, furniture: &furniture };
    let drawn = sheets.par_iter().zip(inks).enumerate().map(|(at, (sheet, ink))| frames.draw(at, sheet, ink));
    let frames: Vec<_> = drawn.collect();
    let pages = settled.sequence.pages.iter().zip(frames).map(|(leaf, frame)| Page {
        boxes: Boxes::bled(geometry.trim, geometry.bleed, leaf.side),
        side: leaf.side,
        folio: Some(leaf.folio),
        frame: Arc::new(frame),
    });
    let document = Document {
        pages: pages.collect(),
        fonts: design.faces.clone(),
        outline: outline::outline(sections, &settled, &places),
        structure: tree.nodes,
        info: outline::info(sections.book),
        pictures: design.pictures,
        output,
    };
    let pages = list::pages(sections, &settled, &sheets);
    let faults = report::faults(sections, &settled);
    let mut diagnostics = list::diagnostics(&mut settled, furniture.diagnostics);
    diagnostics.extend(faults.iter().filter_map(PageFault::warning));
    Layout { document, pages, faults, sources, diagnostics }
}
