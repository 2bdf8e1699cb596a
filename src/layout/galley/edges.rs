//! In: the poems of a section. Out: where each one's lines begin: one edge for all where long lines fill the measure, else
//! each by its longest line. Refuses to know how lines are set.

use super::setter::{Room, Setter, Shared};
use crate::base::Length;
use crate::design::{Align, StyleRole, VerseAlign};
use crate::layout::items::{Flat, Look, Paragraph, paragraph};
use crate::layout::linebreak::Piece;
use crate::model::{Block, BlockId, BlockKind, Verse, VerseLine, plain_text, walk};

/// Edges of a poem, relative to its room.
#[derive(Clone, Copy)]
pub struct Edges {
    pub left: Length,
    /// Of the longest line that fits.
    pub longest: Length,
    pub step: Length,
    pub hang: Length,
    pub width: Length,
    /// Of each line, where the poem stands in text that is centred or flush right.
    pub align: Option<Align>,
}

/// A poem of a section is measured before any of them is set.
struct Measured {
    id: BlockId,
    /// Its title, or the heading over it, is a number.
    numbered: bool,
    /// Nothing but headings stands between it and the poem before.
    follows: bool,
    lines: usize,
    turned: usize,
    left: Length,
}

impl Setter<'_, '_> {
    /// Finds out what the poems among a section's own blocks agree upon.
    pub fn share_edges(&mut self, blocks: &[Block], room: Room) {
        let mut shared = Shared::default();
        let mut all: Vec<Measured> = Vec::new();
        let mut follows = false;
        let overlays = self.overlays();
        for (at, block) in blocks.iter().enumerate() {
            let BlockKind::Verse { verse } = &block.kind else {
                follows &= matches!(block.kind, BlockKind::Heading { .. });
                continue;
            };
            let before = self.take_language(block);
            let classes = [&block.attributes.classes[..], &verse.attributes.classes].concat();
            let room = self.wear(room, StyleRole::Verse, &classes);
            let style = self.style(StyleRole::Verse, room);
            let room = self.inside(StyleRole::Verse, &style, room);
            let room = Room { size: room.size.min(style.size), ..self.narrower(room, style.left, style.right) };
            let look = Look { hyphenate: false, ..self.look(StyleRole::Verse, room) };
            let lengths = self.lengths(verse, look, room);
            let edges = self.edges(verse, block.id, &lengths, look, room);
            let ends = ends(verse, &lengths, edges.step, look.size);
            let heading = at.checked_sub(1).and_then(|at| blocks.get(at));
            let heading = heading.filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
            let title = verse.title.as_ref().map(|title| plain_text(title)).or(heading.map(walk::plain_text));
            all.push(Measured {
                id: block.id,
                numbered: title.is_some_and(|title| is_number(&title)),
                follows,
                lines: ends.len(),
                turned: ends.iter().filter(|end| **end > edges.width).count(),
                left: edges.left,
            });
            shared.lengths.insert(block.id, (look, lengths));
            self.leave(before);
            follows = true;
        }
        self.forget_overlays(overlays);
        let (lines, turned) = all.iter().fold((0, 0), |sum, poem| (sum.0 + poem.lines, sum.1 + poem.turned));
        shared.on_margin = turned * 10 > lines;
        for group in all.chunk_by(|one, next| one.numbered && next.numbered && next.follows) {
            let left = group.iter().map(|poem| poem.left).fold(Length::MAX, Length::min);
            shared.left.extend(group.iter().filter(|_| group.len() > 1).map(|poem| (poem.id, left)));
        }
        self.shared = shared;
    }

    /// The edges of a poem, and what every line of it takes.
    pub fn edges_of(&mut self, verse: &Verse, id: BlockId, look: Look, room: Room) -> (Edges, Vec<Length>) {
        let lengths = match self.shared.lengths.remove(&id) {
            Some((measured, lengths)) if measured == look => lengths,
            _ => self.lengths(verse, look, room),
        };
        (self.edges(verse, id, &lengths, look, room), lengths)
    }

    /// What every line of the poem takes without its indent.
    fn lengths(&mut self, verse: &Verse, look: Look, room: Room) -> Vec<Length> {
        let (marks, said, nodes) = (self.comp.marks, self.comp.asks_folios, self.comp.structure.nodes.len());
        let mut all = Vec::new();
        for line in verse.stanzas.iter().flat_map(|stanza| &stanza.lines) {
            let flat = Flat { exact: verse.exact, ..self.flat(&line.inlines, look, room.node, 0) };
            let text = paragraph(self.comp, flat, self.width(room) * 1_000);
            all.push(natural(&text));
        }
        // This was only a trial.
        self.comp.structure.nodes.truncate(nodes);
        (self.comp.marks, self.comp.asks_folios) = (marks, said);
        all
    }

    /// The width of a text on one line; it is only tried.
    pub fn natural_width(&mut self, flat: &Flat, room: Room) -> Length {
        let (marks, said) = (self.comp.marks, self.comp.asks_folios);
        let text = paragraph(self.comp, flat.clone(), self.width(room) * 1_000);
        (self.comp.marks, self.comp.asks_folios) = (marks, said);
        natural(&text)
    }

    fn edges(&self, verse: &Verse, id: BlockId, lengths: &[Length], look: Look, room: Room) -> Edges {
        let width = self.width(room);
        let design = self.comp.context.design.verse;
        let most = width.scale(design.most, 100);
        let lines = || verse.stanzas.iter().flat_map(|stanza| &stanza.lines);
        let stepped = lines().filter(|line| !line.dropped);
        let deepest = stepped.map(|line| i64::from(line.indent.div_ceil(2))).max().unwrap_or(0);
        let hang_step = look.size.scale(design.hang, 100);
        let step = if verse.exact { look.size } else { look.size.scale(design.step, 100) };
        let step = if deepest == 0 { step } else { step.min((most - hang_step) / deepest).max(Length::ZERO) };
        let hang = (step * deepest + hang_step).min(most);
        let ends = ends(verse, lengths, step, look.size);
        let longest = ends.iter().copied().filter(|end| *end <= width).fold(Length::ZERO, Length::max);
        let style = self.style(StyleRole::Verse, room);
        let by_longest = match design.align {
            VerseAlign::Auto => style.align == Align::Center && !self.shared.on_margin,
            VerseAlign::Center => true,
            VerseAlign::Left | VerseAlign::Right => false,
        };
        let left = match design.indent {
            _ if by_longest && longest > Length::ZERO => (width - longest) / 2,
            Some(indent) => (indent - style.left).max(-style.left),
            None => Length::ZERO,
        };
        // A line that turns over requires all the room there is.
        let over = ends.iter().any(|end| left + *end > width);
        let left = if over { left.min(width / 12) } else { left };
        let left = self.shared.left.get(&id).filter(|_| by_longest && !self.shared.on_margin).copied().unwrap_or(left);
        let align = (design.align == VerseAlign::Right).then_some(Align::Right);
        Edges { left, longest, step, hang, width, align }
    }
}

/// Where each line of a poem ends, its indent with it.
fn ends(verse: &Verse, lengths: &[Length], step: Length, size: Length) -> Vec<Length> {
    let mut ends: Vec<Length> = Vec::with_capacity(lengths.len());
    let lines = verse.stanzas.iter().flat_map(|stanza| &stanza.lines);
    for (line, length) in lines.zip(lengths) {
        let from = match ends.last() {
            Some(before) if line.dropped => *before + size / DROP,
            _ => indent(step, line),
        };
        ends.push(from + *length);
    }
    ends
}

/// The part of an em between a half-line and where the line before ends.
pub const DROP: i64 = 4;

/// How far a line stands in.
pub fn indent(step: Length, line: &VerseLine) -> Length {
    step * i64::from(line.indent) / 2
}

/// Whether a title is only a number: `12`, `IV.`
fn is_number(title: &str) -> bool {
    let digits = title.trim().trim_end_matches('.');
    let roman = |c: char| matches!(c.to_ascii_uppercase(), 'I' | 'V' | 'X' | 'L' | 'C');
    !digits.is_empty() && (digits.chars().all(char::is_numeric) || digits.chars().all(roman))
}

/// The width of a text on one line.
pub fn natural(text: &Paragraph) -> Length {
    let width = |piece: &Piece| match piece {
        Piece::Box { width, .. } | Piece::Glue { width, .. } => *width,
        Piece::Penalty { .. } => Length::ZERO,
    };
    text.pieces.iter().map(width).sum()
}
