//! In: a paragraph, and how the design has it begin. Out: the same with a drop cap, or with its first words in small
//! capitals.

use super::setter::{Setter, join};
use super::text::{Block, price};
use crate::base::Length;
use crate::design::{Beginning, Case};
use crate::fonts::Figures;
use crate::layout::items::{Flat, Look, Place};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::page::{Item, NodeId};

/// The fewest lines of an initial.
const FEWEST: usize = 2;

impl Setter<'_, '_> {
    /// Sets a paragraph as it begins.
    pub fn begin(&mut self, mut flat: Flat, block: &Block) {
        match self.beginnings.get(&block.source.block).copied() {
            Some(Beginning::Initial(bytes)) => self.drop_cap(flat, bytes, block),
            Some(Beginning::LeadIn(bytes)) => {
                flat.dress(bytes, |look| Look { case: Case::SmallCaps, ..look });
                self.priced(flat, block);
            }
            None => self.priced(flat, block),
        }
    }

    /// Sets a paragraph with its first letter as high as the design's lines. It is lower where the letter is wide or
    /// the text short; of two lines always.
    fn drop_cap(&mut self, flat: Flat, bytes: u32, block: &Block) {
        for lines in (FEWEST..=self.comp.context.design.initial_lines).rev() {
            let Some((cap, room)) = self.cap(&flat, bytes, lines, block) else { break };
            if lines > FEWEST && room * 3 > block.width {
                continue;
            }
            let mut rest = flat.clone();
            rest.behead(bytes);
            let block = Block { first: vec![room; lines], ..block.clone() };
            let mut settings = self.set(rest, &block);
            if lines > FEWEST {
                settings.retain(|(_, set)| set.len() >= lines);
            }
            if settings.is_empty() {
                continue;
            }
            for (_, set) in &mut settings {
                let blank = || SetLine::blank(block.advance, block.source.block, block.role, block.source.span);
                set.resize_with(set.len().max(lines), blank);
                price(set);
                under(&cap, set, lines);
            }
            return self.text(settings);
        }
        self.priced(flat, block);
    }

    /// The letter on the baseline of the last of its lines, and the room that it takes: half the measure at the most.
    fn cap(&mut self, flat: &Flat, bytes: u32, lines: usize, block: &Block) -> Option<(SetLine, Length)> {
        let (letter, run) = (flat.text.get(..bytes as usize)?, flat.runs.first()?);
        let (node, look) = (run.node, run.look);
        let down = block.advance * (lines as i64 - 1);
        let height = down + self.cap_height(look, look.size);
        let unit = self.cap_height(look, Length::pt(1_000));
        let size = Length::pt(1_000).scale(height.0, unit.0.max(1));
        let look = Look { figures: Figures::Lining, case: Case::None, ..look };
        let room = |cap: &SetLine| cap.width - block.left + block.look.size / 4;
        let mut cap = self.letter(letter, Look { size, ..look }, node, block)?;
        let most = block.width / 2;
        if room(&cap) > most {
            let size = size.scale(most.0, room(&cap).0.max(1));
            cap = self.letter(letter, Look { size, ..look }, node, block)?;
        }
        if flat.text.get(bytes as usize..).is_some_and(|rest| !rest.starts_with([' ', '\n'])) {
            join_words(&mut cap);
        }
        let room = room(&cap);
        cap.shift(Length::ZERO, down);
        Some((cap, room))
    }

    fn letter(&mut self, letter: &str, look: Look, node: NodeId, block: &Block) -> Option<SetLine> {
        let mut flat = Flat::at(block.source.offset);
        flat.text(letter, Place { look, node, link: None }, block.source.span);
        self.made_of(flat, look, block.left, block.source)
    }

    fn cap_height(&self, look: Look, size: Length) -> Length {
        let design = self.comp.context.design;
        let face = look.face(design).unwrap_or_else(|(face, _)| face);
        let metrics = design.faces.get(face).metrics;
        size.of_units(metrics.cap_height.into(), metrics.upem)
    }
}

/// Puts the letter on the first line and keeps together the lines beside it.
fn under(cap: &SetLine, lines: &mut [SetLine], beside: usize) {
    let Some(first) = lines.first_mut() else { return };
    let (start, width) = (first.start, first.width);
    let offset = start.map(|start| crate::model::TextPos { offset: 0, ..start });
    let rest = std::mem::replace(first, cap.clone());
    let (advance, prose, after, block, span) = (rest.advance, rest.prose, rest.after, rest.block, rest.span);
    let role = rest.role;
    join(first, rest);
    *first = SetLine { advance, prose, after, block, span, role, start: offset, width, ..first.clone() };
    lines.iter_mut().take(beside - 1).for_each(|line| line.after.cut(Cut::Keep));
}

/// Takes the space off a line's end: its last word goes on.
fn join_words(line: &mut SetLine) {
    for (_, item) in &mut line.items {
        if let Item::Glyphs(run) = item {
            run.text = run.text.trim_end_matches(' ').into();
        }
    }
}
