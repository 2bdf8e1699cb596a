//! What can stand on a page.

use super::{Mark, NodeId};
use crate::base::{Ink, Length, Point, Rect, Size, Span, Transform};
use crate::fonts::FaceId;
use crate::pdfread::Form;
use crate::pictures::Picture;
use std::sync::Arc;

/// A size and what stands on it, in drawing and reading order.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub size: Size,
    pub items: Vec<(Point, Item)>,
}

#[derive(Clone, Debug)]
pub enum Item {
    /// The point is the run's origin on the baseline.
    Glyphs(GlyphRun),
    /// The point is the top left corner.
    Rule {
        size: Size,
        ink: Ink,
    },
    Path(Path),
    /// The point is the top left corner of the picture, drawn at this size.
    Image {
        picture: Arc<Picture>,
        size: Size,
        /// Where the manuscript names it.
        source: Option<Span>,
    },
    Group {
        frame: Arc<Frame>,
        transform: Transform,
        clip: bool,
        opacity: u8,
    },
    /// A page of another PDF, shown by its trim's size; the point is the trim's top left corner. What it has beyond its
    /// trim is shown too, as far as its media go. Opaque: what is in it is known to `pdfread` and `pdf`.
    Form(Form),
    /// The point is added to `area`'s origin.
    Link(Link),
    Mark(Mark),
}

/// A run of one face at one size: words shaped, placed, with the text they stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlyphRun {
    pub face: FaceId,
    pub size: Length,
    pub ink: Ink,
    /// In visual order, left to right.
    pub glyphs: Vec<PlacedGlyph>,
    /// The source text, in logical order. A hyphen added at a line's end is not in it; the space that a line ended in
    /// is, without a glyph.
    pub text: Arc<str>,
    /// Where the text comes from, by its bytes.
    pub origins: Vec<Origin>,
    /// Horizontal scale in thousandths (font expansion); 1,000 is none.
    pub expand: u16,
}

/// From byte `at` of a run's text on it is the plain text of a block, or was typed by no author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    pub at: u32,
    pub place: Option<TextPlace>,
}

/// A byte of the plain text of a block of a section, by their numbers in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextPlace {
    pub section: u32,
    pub block: u32,
    pub offset: u32,
}

impl GlyphRun {
    /// The stretches of its text that one place leads to each.
    pub fn stretches(&self) -> impl Iterator<Item = (std::ops::Range<usize>, TextPlace)> {
        let ends = self.origins.iter().skip(1).map(|origin| origin.at as usize).chain([self.text.len()]);
        let stretches = self.origins.iter().zip(ends);
        stretches.filter_map(|(origin, end)| Some((origin.at as usize..end.min(self.text.len()), origin.place?)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedGlyph {
    pub id: u16,
    /// From the run's origin.
    pub x: Length,
    /// Upwards from the baseline.
    pub rise: Length,
    /// First byte of its cluster in `GlyphRun::text`. Glyphs of one cluster share it; a glyph that stands for no text
    /// (a hyphen at a line's end) has `u32::MAX`.
    pub cluster: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub steps: Vec<PathStep>,
    pub fill: Option<Fill>,
    pub stroke: Option<Stroke>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStep {
    Move(Point),
    Line(Point),
    Curve(Point, Point, Point),
    Close,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fill {
    pub ink: Ink,
    pub even_odd: bool,
}

/// Caps: 0 butt, 1 round, 2 square. Joins: 0 miter, 1 round, 2 bevel. As PDF numbers them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stroke {
    pub ink: Ink,
    pub width: Length,
    pub cap: u8,
    pub join: u8,
    /// Thousandths.
    pub miter: u32,
    pub dash: Vec<Length>,
    pub dash_phase: Length,
}

/// An area that leads somewhere; print leaves it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub area: Rect,
    pub target: LinkTarget,
    /// What it says, for screen readers.
    pub contents: String,
    /// The node that its words belong to.
    pub node: NodeId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    Url(String),
    /// A page index and a height from that page's top.
    Place {
        page: usize,
        y: Length,
    },
}
