//! In: blocks and their room. Out: their lines in the column, kind by kind. Refuses to know pages.

use super::setter::{Room, Setter, Source};
use super::text::Block as Text;
use crate::base::Length;
use crate::design::{Align, Keep, LetterLine, Overlay, Style, StyleRole, Units, letter_lines};
use crate::layout::items::{Flat, Place, RunKind};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::model::{Block, BlockKind, DivKind, Inline, Verse, walk};
use crate::page::StructureRole;

/// The poem that begins with this block: with its heading, if it has one.
fn begun(blocks: &[Block], at: usize) -> Option<&Verse> {
    let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading { .. });
    let poem = match blocks.get(at).filter(is_heading) {
        Some(_) => blocks.get(at + 1),
        None if at.checked_sub(1).and_then(|at| blocks.get(at)).filter(is_heading).is_some() => None,
        None => blocks.get(at),
    };
    match &poem?.kind {
        BlockKind::Verse { verse } => Some(verse),
        _ => None,
    }
}

/// Whether words before it that end in a colon lead into it.
fn is_led_into(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Quote { .. }
        | BlockKind::Verse { .. }
        | BlockKind::List { .. }
        | BlockKind::Definitions { .. }
        | BlockKind::Table { .. }
        | BlockKind::Figure { .. }
        | BlockKind::Code { .. }
        | BlockKind::Div { .. } => true,
        BlockKind::Paragraph { .. }
        | BlockKind::Heading { .. }
        | BlockKind::Break
        | BlockKind::PageBreak { .. }
        | BlockKind::Contents { .. } => false,
    }
}

/// Whether lines of it may stand beside a picture; what else follows stands below.
fn stands_beside(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Paragraph { inlines, .. } => !walk::only_pictures(inlines),
        BlockKind::Quote { epigraph, .. } => !epigraph,
        BlockKind::List { .. } | BlockKind::Definitions { .. } | BlockKind::Div { .. } => true,
        BlockKind::Heading { .. }
        | BlockKind::Verse { .. }
        | BlockKind::Table { .. }
        | BlockKind::Figure { .. }
        | BlockKind::Code { .. }
        | BlockKind::Break
        | BlockKind::PageBreak { .. }
        | BlockKind::Contents { .. } => false,
    }
}

/// An attribution of more lines hangs.
const HUNG: usize = 2;

impl Setter<'_, '_> {
    /// A section's own blocks, or those of a part of it that is dressed alike.
    pub fn blocks(&mut self, blocks: &[Block], room: Room) {
        let all = self.comp.context.design.verse.new_page;
        for (at, block) in blocks.iter().enumerate() {
            let parted = room.role == StyleRole::Body && at > 0;
            if parted && begun(blocks, at).is_some_and(|poem| all || poem.page) {
                self.force();
            }
            let before = self.enter(block);
            self.one(block, room);
            self.leave(before);
            let leads = !is_led_into(&block.kind) && blocks.get(at + 1).is_some_and(|next| is_led_into(&next.kind));
            if leads && walk::plain_text(block).ends_with([':', '：']) {
                self.keep_with_next(Cut::Keep);
            }
        }
    }

    fn one(&mut self, block: &Block, room: Room) {
        let source = self.source(block);
        if !stands_beside(&block.kind) {
            self.clear();
        }
        match &block.kind {
            BlockKind::Paragraph { inlines, corrections, .. } => {
                let node = self.block_node(room, StructureRole::Paragraph, block);
                self.paragraph_at(inlines, *corrections, Room { node, ..room }, source);
            }
            BlockKind::Heading { level, inlines, .. } => self.heading(*level, inlines, block, room),
            BlockKind::Quote { epigraph, blocks, attribution } => {
                let role = if *epigraph { StyleRole::Epigraph } else { StyleRole::Quote };
                let node = self.block_node(room, StructureRole::BlockQuote, block);
                let room = self.wear(Room { node, ..room }, role, &block.attributes.classes);
                self.display_block(role, block, room, |setter, room| {
                    setter.blocks(blocks, room);
                    if let Some(attribution) = attribution {
                        setter.attribution(attribution, room, source);
                    }
                });
            }
            BlockKind::Verse { verse } => self.verse(verse, block, room),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items, block, room),
            BlockKind::Definitions { items } => self.definitions(items, block, room),
            BlockKind::Table { table } => self.table(table, block, room),
            BlockKind::Figure { figure } => self.figure(figure, block, room),
            BlockKind::Code { text, .. } => self.code(text, block, room),
            BlockKind::Break => self.section_break(room, source),
            BlockKind::PageBreak { blank } => {
                self.force();
                if *blank {
                    let line = SetLine::blank(self.grid, block.id, StyleRole::Body, source.span);
                    self.lines(vec![line]);
                    self.force();
                }
                self.indent = false;
            }
            BlockKind::Div { kind, blocks } => self.div(*kind, blocks, block, room),
            BlockKind::Contents { entries } => self.contents(entries, block, room),
        }
    }

    /// What is set apart from the text around it, as its role says.
    pub fn display_block(&mut self, role: StyleRole, block: &Block, room: Room, inner: impl FnOnce(&mut Self, Room)) {
        let style = self.style(role, room);
        let room = self.inside(role, &style, room);
        self.apart(&style, block, room, |setter, room| {
            inner(setter, Room { role, size: room.size.min(style.size), ..room });
        });
    }

    /// Who wrote it: kept with the last two lines above.
    pub fn attribution(&mut self, inlines: &[Inline], room: Room, source: Source) {
        let node = self.comp.node(StructureRole::Paragraph, room.node);
        let block = self.block(StyleRole::Attribution, room, source);
        let block = self.beside(block);
        let place = Place { look: block.look, node, link: None };
        let mut flat = Flat::at(source.offset);
        flat.made(&self.comp.context.design.marks.attribution, RunKind::Made, place, source.span);
        flat.add(self.comp, inlines, place);
        let balanced = Text { balanced: true, ..block.clone() };
        let mut lines = self.best(flat.clone(), &balanced);
        if lines.len() > HUNG {
            // As a block of its own, its lines under the first word.
            let less = if block.align == Align::Left { Length::ZERO } else { block.width / 4 };
            let mark = self.comp.context.design.marks.attribution.clone();
            let hang =
                self.made(&mark, block.look, node, Length::ZERO, source).map_or(block.look.size, |mark| mark.width);
            let (left, width) = (block.left + less, block.width - less);
            lines = self.best(flat, &Text { left, width, hang, align: Align::Left, ..block });
        }
        if let Some((_, before)) = lines.split_last_mut() {
            before.iter_mut().for_each(|line| line.after.cut(Cut::Attribution));
        }
        self.lines(lines);
        self.keep_with_last(Cut::Attribution);
    }

    /// The blocks of a div. In a letter the lines that begin it, a date and a salutation, stay with what follows, and the
    /// closing and the name under it with what they end.
    fn within(&mut self, kind: DivKind, blocks: &[Block], room: Room) {
        if kind != DivKind::Letter {
            return self.blocks(blocks, room);
        }
        let lines = letter_lines(blocks);
        for (block, line) in blocks.iter().zip(lines) {
            let room = match line {
                Some(LetterLine::Dateline) => {
                    self.worn(room, room.role, Overlay { align: Some(Align::Right), ..Overlay::default() })
                }
                Some(LetterLine::Closing | LetterLine::Signature) => {
                    Room { left: room.left + self.width(room) / 2, ..room }
                }
                Some(LetterLine::Salutation) | None => room,
            };
            if line.is_some() {
                self.indent = false;
            }
            let from = self.items.len();
            self.blocks(std::slice::from_ref(block), room);
            match line {
                Some(LetterLine::Dateline | LetterLine::Salutation) => {
                    self.keep(from);
                    self.keep_with_next(Cut::Keep);
                }
                Some(LetterLine::Closing | LetterLine::Signature) => {
                    self.keep(from);
                    self.keep_with_last(Cut::Attribution);
                }
                None => {}
            }
        }
    }

    /// A block of classes, its kind's own or the author's: dressed as they say, one of none as the text around it.
    fn div(&mut self, kind: DivKind, blocks: &[Block], block: &Block, room: Room) {
        let node = self.block_node(room, StructureRole::Division, block);
        let room = Room { node, ..room };
        if kind == DivKind::DropCap {
            self.indent = false;
        }
        let own = kind.class().map(str::to_owned);
        let classes: Vec<String> = own.into_iter().chain(block.attributes.classes.iter().cloned()).collect();
        let Some(overlay) = self.comp.context.dress.classed(&classes) else { return self.blocks(blocks, room) };
        let around = self.style(room.role, room);
        let block_of = Style {
            left: Length::ZERO,
            right: Length::ZERO,
            before: 0,
            after: 0,
            keep: Keep::None,
            ground: None,
            rule_above: Length::ZERO,
            rule_below: Length::ZERO,
            rule_left: Length::ZERO,
            ..around.clone()
        };
        let size = around.size.min(room.size);
        let units = Units { em: size, ..self.comp.context.dress.units() };
        let style = overlay.over(&Style { size, ..block_of }, units);
        let part =
            |length: Length| if length == Length::MAX { length } else { length.scale(style.size.0, size.0.max(1)) };
        let room = Room { em: part(room.em), size: part(room.size), ..room };
        let room = self.worn(room, room.role, overlay.text());
        let from = self.items.len();
        if overlay.stands_apart() {
            self.clear();
            self.apart(&style, block, room, |setter, room| setter.within(kind, blocks, room));
        } else {
            self.within(kind, blocks, room);
        }
        match style.keep {
            Keep::None => {}
            Keep::Together => self.keep(from),
            Keep::WithNext => self.keep_with_next(Cut::Keep),
        }
    }
}
