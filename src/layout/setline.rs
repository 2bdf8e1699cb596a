//! In: nothing. Out: the type of a line that is set and not yet on a page. Refuses to know pages.

use super::pagebreak::After;
use crate::base::{Length, Point, Rect, Span};
use crate::design::StyleRole;
use crate::model::{AnchorId, BlockId, NoteId, SectionId, Target, TextPos};
use crate::page::{Item, Mark, NodeId};
use std::sync::Arc;

/// A line (or what must stay together like one: a heading, a figure, a table row), set and placed sideways. A line of a
/// paragraph has no items, links, ends and extents before its setting is chosen.
///
/// Coordinates are relative to the measure's left edge and the line's baseline, y downwards. The baseline stands
/// `advance` below the one before it; on a page's head, below a baseline that would stand one grid line above the
/// first. Marks in `items` name nodes of the structure tree of the galley (or note) that the line belongs to.
#[derive(Clone, Debug)]
pub struct SetLine {
    pub items: Vec<(Point, Item)>,
    /// What stands in the outer margin, an artifact.
    pub outer: Option<Marginal>,
    /// Depth that the line adds: whole grid lines in a galley, the note's own leading in a note.
    pub advance: Length,
    /// Above and below the baseline.
    pub ascent: Length,
    pub descent: Length,
    /// From the measure's left edge to the right end of what is set.
    pub width: Length,
    /// Notes that are owed here: first calls only.
    pub notes: Vec<Call>,
    pub links: Vec<LinkArea>,
    /// Anchors whose place this line is.
    pub anchors: Vec<AnchorId>,
    /// First and last text on the line; nothing on an ornament.
    pub start: Option<TextPos>,
    pub end: Option<TextPos>,
    /// Ends in a hyphen that is not the author's.
    pub hyphen: bool,
    /// Running prose.
    pub prose: bool,
    /// Whether a page may end after it, and what that cuts.
    pub after: After,
    /// The block that it belongs to, and that one's section.
    pub section: SectionId,
    pub block: BlockId,
    pub role: StyleRole,
    /// Where the line begins in the manuscript, or the block that it stands for.
    pub span: Span,
    /// What could not be avoided while breaking.
    pub flaws: Vec<Flaw>,
    /// How far it reaches out of the measure into the outer margin: on a verso all of it stands so much further left.
    pub outset: Length,
    /// What its picture covers, if more than its place in the column.
    pub covers: Option<Covering>,
    /// What stands above it where a page begins with it: the head of a table that goes on.
    pub above: Option<Arc<[SetLine]>>,
    /// What is drawn with it where a page ends after it.
    pub below: Option<Arc<[(Point, Item)]>>,
}

/// What a picture covers, with the bleed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covering {
    Page,
    /// Its page and the one that faces it.
    Spread,
}

/// What a reader might stumble over in a line; `src/layout/README.md`, Lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// It sticks out of the measure.
    Overfull,
    /// Its spaces are wider than the book's limit, 1.5 of normal unless it sets another.
    Loose,
    /// The third line in a row that ends in a hyphen.
    Ladder,
    /// The third in a row that begins or ends with the same word.
    Stack,
    /// The fifth through which a river runs.
    River,
    /// A last line that is too short.
    Runt,
    /// The same where a line of verse turns over: a short word alone.
    TurnedRunt,
    /// A row of a table with a word that is wider than its column.
    CellNarrow,
    /// The line before the last ends in a hyphen.
    LastHyphen,
}

/// Something for the outer margin, `gap` away from the measure.
#[derive(Clone, Debug)]
pub struct Marginal {
    /// Relative to its own left edge and the line's baseline.
    pub items: Vec<(Point, Item)>,
    pub width: Length,
    pub gap: Length,
}

/// Where a note is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    pub note: NoteId,
    /// The call's node; the note hangs under it.
    pub node: NodeId,
}

/// Words that lead somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkArea {
    /// In the line's coordinates.
    pub area: Rect,
    pub target: Target,
    pub contents: String,
    pub node: NodeId,
}

impl SetLine {
    /// Whether nothing is on it but white.
    pub fn is_blank(&self) -> bool {
        (self.ascent, self.descent, self.width) == (Length::ZERO, Length::ZERO, Length::ZERO)
    }

    /// Where what is shown on it begins.
    pub fn left(&self) -> Option<Length> {
        let shown = |item: &Item| !matches!(item, Item::Mark(_));
        self.items.iter().filter(|(_, item)| shown(item)).map(|(point, _)| point.x).min()
    }

    /// The depth of what stands above it where a page begins with it.
    pub fn above_depth(&self) -> Length {
        self.above.iter().flat_map(|lines| lines.iter()).map(|line| line.advance).sum()
    }

    /// A line of nothing that adds `advance`.
    pub fn blank(advance: Length, block: BlockId, role: StyleRole, span: Span) -> SetLine {
        SetLine {
            items: Vec::new(),
            outer: None,
            advance,
            ascent: Length::ZERO,
            descent: Length::ZERO,
            width: Length::ZERO,
            notes: Vec::new(),
            links: Vec::new(),
            anchors: Vec::new(),
            start: None,
            end: None,
            hyphen: false,
            prose: false,
            after: After::FREE,
            section: SectionId::default(),
            block,
            role,
            span,
            flaws: Vec::new(),
            outset: Length::ZERO,
            covers: None,
            above: None,
            below: None,
        }
    }

    /// Moves all that is set on the line.
    pub fn shift(&mut self, x: Length, y: Length) {
        for (point, _) in &mut self.items {
            point.x += x;
            point.y += y;
        }
        for link in &mut self.links {
            link.area.origin.x += x;
            link.area.origin.y += y;
        }
        if let Some(outer) = &mut self.outer {
            for (point, _) in &mut outer.items {
                point.y += y;
            }
        }
        self.width += x;
        self.ascent -= y;
        self.descent += y;
    }

    /// Adds `by` to every node named on the line.
    pub fn renumber(&mut self, by: u32) {
        for (_, item) in &mut self.items {
            if let Item::Mark(Mark::Begin(node)) = item {
                node.0 += by;
            }
        }
        for call in &mut self.notes {
            call.node.0 += by;
        }
        for link in &mut self.links {
            link.node.0 += by;
        }
    }
}
