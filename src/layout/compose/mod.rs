//! Pages as planned to pages as drawn: lines on the grid, notes at the foot, heads and folios around, anchors and
//! links, the outline and the structure of the whole.
//!
//! Nothing is decided here that could change a line or move it to another page.

pub mod sheet;
pub mod places;
pub mod covering;
pub mod sources;
pub mod tree;
pub mod furniture;
mod cells;
pub mod frame;
pub mod outline;
pub mod list;

pub use sources::Sources;

use super::Layout;
use super::paginate::Settled;
use super::report::{self, PageFault};
use super::sections::Sections;
use crate::design::{Design, Geometry};
use crate::language::{Direction, direction};
use crate::model::SectionId;
use crate::page::{Boxes, Document, Frame, Output, Page};
use furniture::Furniture;
use places::Places;
use rayon::prelude::*;
use sheet::Sheet;
use std::sync::Arc;
use tree::Tree;

/// What frames name beside what they show: places of the book, and nodes of its tree.
#[derive(Debug)]
pub struct Names {
    places: Places,
    /// Without the nodes themselves, once pages are drawn.
    tree: Tree,
}

/// Pages that were drawn before, of a book that has other words in some sections.
#[derive(Clone, Copy)]
pub struct Drawn<'a> {
    pub document: &'a Document,
    pub names: &'a Names,
    /// The sections that are to be drawn.
    pub changed: &'a [SectionId],
}

/// What pages are drawn from.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    pub sections: Sections<'a>,
    pub design: &'a Design,
    pub geometry: &'a Geometry,
}

/// Draws what `paginate` settled; its lines lose their ink.
pub fn compose(parts: Parts, output: Output, settled: &mut Settled) -> (Layout, Names) {
    let sheets = sheet::sheets(parts.design, parts.geometry, settled);
    let names = Names::new(parts, settled, &sheets);
    draw(parts, output, settled, &sheets, names, None)
}

/// The same where most pages are drawn. Nothing where these name other places or nodes now.
pub fn compose_again(parts: Parts, output: Output, settled: &mut Settled, drawn: Drawn) -> Option<(Layout, Names)> {
    let sheets = sheet::sheets(parts.design, parts.geometry, settled);
    let names = Names::new(parts, settled, &sheets);
    drawn.stands(&names, settled, &sheets).then(|| draw(parts, output, settled, &sheets, names, Some(drawn)))
}

fn draw(
    parts: Parts,
    output: Output,
    settled: &mut Settled,
    sheets: &[Sheet],
    mut names: Names,
    drawn: Option<Drawn>,
) -> (Layout, Names) {
    let Parts { sections, design, geometry } = parts;
    let Names { places, tree } = &names;
    let furniture = Furniture::new(sections, design, geometry, settled);
    let sources = sources::sources(geometry, settled, sheets);
    let cut = covering::cut(geometry, settled, sheets);
    let inks = sheet::inks(settled, sheets);
    let mirrored = direction(&sections.book.metadata.language) == Direction::RightToLeft;
    let frames = frame::Frames { design, geometry, settled, places, tree, furniture: &furniture, mirrored };
    let frame = |(at, (sheet, ink)): (usize, (&Sheet, _))| match drawn.and_then(|drawn| drawn.frame(at, sheet)) {
        Some(frame) => Arc::clone(frame),
        None => Arc::new(frames.draw(at, sheet, ink)),
    };
    let mut frames: Vec<_> = sheets.par_iter().zip(inks).enumerate().map(frame).collect();
    let unread =
        frames.iter_mut().filter_map(|frame| covering::unread(frame, design.furniture.panel)).collect::<Vec<_>>();
    let pages = settled.sequence.pages.iter().zip(frames).map(|(leaf, frame)| Page {
        boxes: Boxes::bled(geometry.trim, geometry.bleed, geometry.binding.spine(leaf.side.is_recto())),
        side: leaf.side,
        folio: Some(leaf.folio),
        frame,
    });
    let document = Document {
        pages: pages.collect(),
        binding: geometry.binding,
        fonts: design.faces.clone(),
        outline: outline::outline(sections, settled, places),
        structure: std::mem::take(&mut names.tree.nodes),
        info: outline::info(sections.book),
        pictures: design.pictures,
        output,
    };
    let pages = list::pages(sections, settled, sheets);
    let faults = report::faults(sections, settled);
    let mut diagnostics = list::diagnostics(settled, furniture.diagnostics);
    diagnostics.extend(cut.into_iter().chain(unread));
    diagnostics.extend(faults.iter().filter_map(PageFault::warning));
    (Layout { document, pages, faults, sources, diagnostics }, names)
}

impl Names {
    fn new(parts: Parts, settled: &Settled, sheets: &[Sheet]) -> Names {
        let Parts { sections, geometry, .. } = parts;
        let places = Places::new(sections, geometry, settled, sheets);
        Names { places, tree: tree::join(sections, settled, sheets) }
    }
}

impl<'a> Drawn<'a> {
    /// Whether what kept pages name is where it was: nodes, the pages of places, and the places that links lead to.
    fn stands(self, names: &Names, settled: &Settled, sheets: &[Sheet]) -> bool {
        let (places, tree, known) = (&names.places, &names.tree, &self.names.tree);
        if tree.sections != known.sections || tree.notes != known.notes || !places.have_pages_of(&self.names.places) {
            return false;
        }
        let kept = sheets.iter().filter(|sheet| !self.has_changed(sheet));
        let mut links = kept.flat_map(|sheet| sheet.lines(settled)).flat_map(|(line, _)| &line.links);
        links.all(|link| places.target(&link.target) == self.names.places.target(&link.target))
    }

    fn has_changed(self, sheet: &Sheet) -> bool {
        sheet.stands.is_some_and(|(section, _)| self.changed.contains(&section))
    }

    /// The frame of a page that shows what it showed.
    fn frame(self, at: usize, sheet: &Sheet) -> Option<&'a Arc<Frame>> {
        self.document.pages.get(at).filter(|_| !self.has_changed(sheet)).map(|page| &page.frame)
    }
}
