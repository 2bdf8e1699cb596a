//! In: a chapter's first paragraph. Out: the same with a drop cap, or with its first words in small capitals.

use super::setter::{Initial, Setter, join};
use super::text::{Block, price};
use crate::base::Length;
use crate::fonts::Figures;
use crate::layout::items::{Flat, Look, RunKind};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::page::Item;

impl Setter<'_, '_> {
    /// Sets a paragraph of the body, which may be the chapter's first. A drop cap belongs to lines that begin at the
    /// left edge: beside centred ones and flush-right ones it would stand apart.
    pub fn begin(&mut self, mut flat: Flat, block: &Block) {
        match std::mem::replace(&mut self.initial, Initial::Plain) {
            Initial::DropCap if block.align.is_flush_left() => self.drop_cap(flat, block),
            Initial::SmallCaps => {
                lead_in(&mut flat, self.comp.context.design.lead_words);
                self.priced(flat, block);
            }
            Initial::DropCap | Initial::Plain => self.priced(flat, block),
        }
    }

    /// Sets a paragraph with its first letter as high as the design's lines, or fewer where it is shorter.
    fn drop_cap(&mut self, flat: Flat, block: &Block) {
        let Some((bytes, letter)) = initial(&flat) else { return self.priced(flat, block) };
        let Some(run) = flat.runs.first() else { return };
        let (node, look) = (run.node, run.look);
        let alone = flat.text.get(bytes as usize..).is_none_or(|rest| rest.starts_with([' ', '\n']));
        for lines in (2..=self.comp.context.design.initial_lines).rev() {
            let height = self.grid * (lines as i64 - 1) + self.cap_height(look, look.size);
            let unit = self.cap_height(look, Length::pt(1_000));
            let size = Length::pt(1_000).scale(height.0, unit.0.max(1));
            let look = Look { size, figures: Figures::Lining, small_caps: false, ..look };
            let Some(mut cap) = self.made(&letter, look, node, block.left, block.source) else { continue };
            if !alone {
                join_words(&mut cap);
            }
            let room = cap.width - block.left + block.look.size / 4;
            if room * 3 > block.width {
                break;
            }
            let mut rest = flat.clone();
            rest.behead(bytes);
            let block = Block { first: vec![room; lines], ..block.clone() };
            let mut settings = self.set(rest, &block);
            settings.retain(|(_, set)| set.len() >= lines);
            if settings.is_empty() {
                continue;
            }
            cap.shift(Length::ZERO, self.grid * (lines as i64 - 1));
            for (_, set) in &mut settings {
                price(set);
                under(&cap, set, lines);
            }
            return self.text(settings);
        }
        self.priced(flat, block);
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

/// The letter that a paragraph begins with and an opening quotation mark before it: bytes, text.
fn initial(flat: &Flat) -> Option<(u32, String)> {
    let run = flat.runs.first().filter(|run| matches!(run.kind, RunKind::Text))?;
    let text = flat.text.get(..run.end as usize)?;
    let mut end = 0;
    for character in text.chars() {
        end += character.len_utf8();
        if character.is_alphabetic() {
            return Some((end as u32, text[..end].to_owned()));
        }
        if !"“„«‘‹".contains(character) {
            return None;
        }
    }
    None
}

/// Puts the first words in small capitals, at most so many.
fn lead_in(flat: &mut Flat, most: usize) {
    let end = flat.text.match_indices([' ', ',', '.', ';', ':', '\n']).map(|(at, found)| (at, found == " "));
    let mut words = 0;
    let mut cut = flat.text.len();
    for (at, space) in end {
        words += usize::from(space);
        if !space || words == most {
            cut = at;
            break;
        }
    }
    flat.dress(cut as u32, |look| Look { small_caps: true, ..look });
}
