//! In: a paragraph, and how the design has it begin. Out: the same with a drop cap, or with its first words in small
//! capitals.

use super::column::GalleyItem;
use super::setter::{Setter, join};
use super::text::{Block, price};
use crate::base::{Length, Point};
use crate::design::{Beginning, Case};
use crate::fonts::{Figures, Outline};
use crate::layout::items::{Flat, Look, Place};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::page::{Item, NodeId};

/// The fewest lines of an initial.
const FEWEST: usize = 2;
/// Lines below an initial that its tail may push in.
const BELOW: usize = 2;
/// Quotation marks stand before an initial in the size of the text, in the margin.
const HUNG: [char; 7] = ['"', '“', '„', '«', '‘', '‚', '‹'];

/// A letter several lines tall.
struct Initial {
    /// With the mark before it, where the first line stands.
    line: SetLine,
    /// What it takes of the lines beside it, and below where its tail reaches them.
    rooms: Vec<Length>,
}

/// A glyph of the letter, from its baseline.
struct Ink {
    at: Point,
    outline: Outline,
    size: Length,
    upem: u16,
}

impl Ink {
    fn units(&self, length: Length) -> i64 {
        (i128::from(length.0) * i128::from(self.upem) / i128::from(self.size.0.max(1))) as i64
    }

    fn length(&self, units: i64) -> Length {
        self.size.of_units(units, self.upem)
    }

    /// How far to the right it reaches between two heights above the letter's baseline.
    fn reach(&self, low: Length, high: Length) -> Option<Length> {
        let up = |height: Length| self.units(height + self.at.y);
        Some(self.at.x + self.length(self.outline.right_between(up(low), up(high))?))
    }

    fn top(&self) -> Length {
        self.outline.bounds().map_or(Length::ZERO, |[.., top]| self.length(top) - self.at.y)
    }

    /// Its left and right ends.
    fn ends(&self) -> Option<(Length, Length)> {
        let [left, _, right, _] = self.outline.bounds()?;
        Some((self.at.x + self.length(left), self.at.x + self.length(right)))
    }
}

impl Setter<'_, '_> {
    /// Sets a paragraph as it begins.
    pub fn begin(&mut self, mut flat: Flat, block: &Block) {
        let small = |look: Look| Look { case: Case::SmallCaps, ..look };
        match self.beginnings.get(&block.source.block).copied() {
            Some(Beginning::Initial(bytes)) => self.drop_cap(flat, bytes, block),
            Some(Beginning::Both { initial, lead_in }) => {
                flat.dress(lead_in, small);
                self.drop_cap(flat, initial, block);
            }
            Some(Beginning::LeadIn(bytes)) => {
                flat.dress(bytes, small);
                self.priced(flat, block);
            }
            None => self.priced(flat, block),
        }
    }

    /// Sets a paragraph with its first letter as high as the design's lines. It is lower where the letter is wide or
    /// the text short; of two lines always.
    fn drop_cap(&mut self, flat: Flat, bytes: u32, block: &Block) {
        let beside = block.beside;
        let (left, width) = (block.left + beside.left, block.width - beside.left - beside.right);
        let at = Block { left, width, ..block.clone() };
        for lines in (FEWEST..=self.comp.context.design.initial_lines).rev() {
            let Some(Initial { line, rooms }) = self.initial(&flat, bytes, lines, &at) else { break };
            // All the lines that it reaches stand beside a picture, or none.
            if (1..rooms.len()).contains(&beside.lines) {
                continue;
            }
            if lines > FEWEST && rooms.iter().any(|room| *room * 3 > block.width) {
                continue;
            }
            let mut rest = flat.clone();
            rest.behead(bytes);
            let all = rooms.len();
            let block = Block { first: rooms, ..block.clone() };
            let mut settings = self.set(rest, &block);
            if lines > FEWEST {
                settings.retain(|(_, set)| set.len() >= all);
            }
            if settings.is_empty() {
                continue;
            }
            if beside.lines > 0 {
                settings.truncate(1);
            }
            for (_, set) in &mut settings {
                let blank = || SetLine::blank(block.advance, block.source.block, block.role, block.source.span);
                set.resize_with(set.len().max(all), blank);
                price(set);
                under(&line, set, all);
            }
            return self.text(settings);
        }
        self.priced(flat, block);
    }

    /// The letter on the baseline of the last of its lines, and the room that it takes: half the measure at the most.
    fn initial(&mut self, flat: &Flat, bytes: u32, lines: usize, block: &Block) -> Option<Initial> {
        let (letter, run) = (flat.text.get(..bytes as usize)?, flat.runs.first()?);
        let (node, text) = (run.node, Look { case: Case::None, ..run.look });
        let hung = if self.comp.context.design.protrusion == 0 { "" } else { letter };
        let marks = hung.len() - hung.trim_start_matches(HUNG).len();
        let (marks, letter) = letter.split_at(marks);
        let down = block.advance * (lines as i64 - 1);
        let height = self.cap_height(text, text.size);
        let unit = self.cap_height(text, Length::pt(1_000));
        let mut size = Length::pt(1_000).scale((down + height).0, unit.0.max(1));
        let look = Look { figures: Figures::Lining, ..text };
        let offset = marks.len() as u32;
        let room = |cap: &SetLine| cap.width - block.left + block.look.size / 4;
        let mut cap = self.letter(letter, Look { size, ..look }, node, block, offset)?;
        // An accent needs white above it, and so much is there in any case.
        let most = down + height + block.advance.scale(2, 5);
        let top = self.ink(&cap).iter().map(Ink::top).fold(Length::ZERO, Length::max);
        let has_white = matches!(self.items.last(), None | Some(GalleyItem::Space { .. }));
        if top > most && !has_white {
            size = size.scale(most.0, top.0);
            cap = self.letter(letter, Look { size, ..look }, node, block, offset)?;
        }
        let most = block.width / 2;
        if room(&cap) > most {
            let size = size.scale(most.0, room(&cap).0.max(1));
            cap = self.letter(letter, Look { size, ..look }, node, block, offset)?;
        }
        let goes_on = flat.text.get(bytes as usize..).is_some_and(|rest| !rest.starts_with([' ', '\n']));
        if goes_on {
            join_words(&mut cap);
        }
        let rooms = self.rooms(&cap, room(&cap), lines, block, goes_on && letter.chars().all(char::is_uppercase));
        cap.shift(Length::ZERO, down);
        if let Some(mut mark) = self.letter(marks, text, node, block, 0).filter(|_| !marks.is_empty()) {
            join_words(&mut mark);
            // Clear of the letter, which may hang out itself.
            let left = self.ink(&cap).iter().filter_map(Ink::ends).map(|(left, _)| left).min().unwrap_or(block.left);
            let right = self.ink(&mark).iter().filter_map(Ink::ends).map(|(_, right)| right).max();
            mark.shift(left.min(block.left) - right.unwrap_or(mark.width) - text.size / 12, Length::ZERO);
            join(&mut mark, cap);
            cap = mark;
        }
        Some(Initial { line: cap, rooms })
    }

    /// What the letter takes of each line: its own width, less of the first where it is a slope, and below what its tail
    /// reaches.
    fn rooms(&self, cap: &SetLine, full: Length, lines: usize, block: &Block, may_slope: bool) -> Vec<Length> {
        let ink = self.ink(cap);
        let size = block.look.size;
        let down = block.advance * (lines as i64 - 1);
        let reach = |low: Length, high: Length| ink.iter().filter_map(|ink| ink.reach(low, high)).max();
        let right = ink.iter().filter_map(Ink::ends).map(|(_, right)| right).max();
        let full = right.map_or(full, |right| full.max(right - block.left + size / 4));
        // Where the letters of a line are, above the letter's baseline.
        let beside = |nth: usize| {
            let line = down - block.advance * nth as i64;
            reach(line - size.scale(22, 100), line + size.scale(72, 100)).map(|right| right - block.left)
        };
        let mut rooms = vec![full; lines];
        let half = reach(down / 2, down / 2).map(|right| right - block.left);
        if let (Some(first), Some(half), true) = (beside(0), half, may_slope) {
            let drawn_in = first + size / 6;
            let widest = full - size / 4;
            let is_slope = first * 4 < widest * 3 && half >= first + (widest - first) / 4;
            if is_slope && drawn_in + size / 4 < full {
                rooms[0] = drawn_in;
            }
        }
        let below = (lines..lines + BELOW).map_while(|nth| Some(beside(nth)? + size / 4));
        rooms.extend(below.map(|room| room.max(Length::ZERO).min(full)));
        rooms
    }

    fn ink(&self, cap: &SetLine) -> Vec<Ink> {
        let faces = &self.comp.context.design.faces;
        let mut all = Vec::new();
        for (origin, item) in &cap.items {
            let Item::Glyphs(run) = item else { continue };
            let face = faces.get(run.face);
            all.extend(run.glyphs.iter().map(|glyph| Ink {
                at: Point::new(origin.x + glyph.x, origin.y - glyph.rise),
                outline: face.outline(glyph.id),
                size: run.size,
                upem: face.metrics.upem,
            }));
        }
        all
    }

    fn letter(&mut self, letter: &str, look: Look, node: NodeId, block: &Block, at: u32) -> Option<SetLine> {
        let mut flat = Flat::at(block.source.offset + at);
        flat.text(letter, Place { look, node, link: None }, block.source.span);
        self.made_of(flat, look, block.left, block.source)
    }

    pub fn cap_height(&self, look: Look, size: Length) -> Length {
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
