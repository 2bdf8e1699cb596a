//! In: blocks and their room. Out: their lines in the column, kind by kind. Refuses to know pages.

use super::setter::{Room, Setter, Source};
use crate::base::Length;
use crate::design::{Align, StyleRole};
use crate::layout::items::{Flat, Place, RunKind};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::model::{Block, BlockKind, DivKind, Inline};
use crate::page::{Item, StructureRole};

impl Setter<'_, '_> {
    pub fn blocks(&mut self, blocks: &[Block], room: Room) {
        for block in blocks {
            let before = self.enter(block);
            self.one(block, room);
            self.leave(before);
        }
    }

    fn one(&mut self, block: &Block, room: Room) {
        let source = self.source(block);
        match &block.kind {
            BlockKind::Paragraph { inlines, .. } => {
                let node = self.block_node(room, StructureRole::Paragraph, block);
                self.paragraph_at(inlines, room.role, Room { node, ..room }, source);
            }
            BlockKind::Heading { level, inlines, .. } => self.heading(*level, inlines, room, source),
            BlockKind::Quote { epigraph, blocks, attribution } => {
                let role = if *epigraph { StyleRole::Epigraph } else { StyleRole::Quote };
                let node = self.block_node(room, StructureRole::BlockQuote, block);
                self.display_block(role, Room { node, ..room }, |setter, room| {
                    setter.blocks(blocks, Room { align: None, ..room });
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

    /// What is set apart from the text around it: gaps above and below, indents of its role on both sides.
    pub fn display_block(&mut self, role: StyleRole, room: Room, inner: impl FnOnce(&mut Self, Room)) {
        let style = self.comp.context.dress.style(role);
        let (before, after, size) = (style.before, style.after, style.size);
        let narrow = self.narrower(room, style.left, style.right);
        self.gap(before);
        self.indent = false;
        inner(self, Room { role, size: room.size.min(size), ..narrow });
        self.gap(after);
        self.indent = false;
    }

    /// A line of white above and below.
    fn apart(&mut self, inner: impl FnOnce(&mut Self)) {
        self.gap(1);
        self.indent = false;
        inner(self);
        self.gap(1);
        self.indent = false;
    }

    /// Who wrote it: kept with the last two lines above.
    pub fn attribution(&mut self, inlines: &[Inline], room: Room, source: Source) {
        let node = self.comp.node(StructureRole::Paragraph, room.node);
        let block = self.block(StyleRole::Attribution, Room { align: None, ..room }, source);
        let place = Place { look: block.look, node, link: None };
        let mut flat = Flat::at(source.offset);
        flat.made(&self.comp.context.design.marks.attribution, RunKind::Made, place, source.span);
        flat.add(self.comp, inlines, place);
        self.priced(flat, &block);
        self.keep_with_last(Cut::Attribution);
    }

    fn div(&mut self, kind: DivKind, blocks: &[Block], block: &Block, room: Room) {
        let node = self.block_node(room, StructureRole::Division, block);
        let room = Room { node, ..room };
        let body = StyleRole::Body;
        match kind {
            DivKind::Dedication => self.display_block(StyleRole::Dedication, room, |s, room| s.blocks(blocks, room)),
            DivKind::Letter => self.display_block(StyleRole::Letter, room, |s, room| s.blocks(blocks, room)),
            DivKind::Sidebar => self.display_block(StyleRole::Sidebar, room, |s, room| {
                s.sidebar(blocks, room, block);
            }),
            DivKind::Center | DivKind::Right => {
                let align = if kind == DivKind::Center { Align::Center } else { Align::Right };
                self.apart(|setter| setter.blocks(blocks, Room { align: Some(align), ..room }));
            }
            DivKind::Keep => {
                let from = self.items.len();
                self.blocks(blocks, room);
                self.keep(from);
            }
            DivKind::Small => {
                let size = self.comp.context.dress.style(StyleRole::Small).size;
                let role = if room.role == body { StyleRole::Small } else { room.role };
                self.apart(|setter| setter.blocks(blocks, Room { size: room.size.min(size), role, ..room }));
            }
            DivKind::DropCap | DivKind::NoDropCap => {
                if kind == DivKind::DropCap {
                    self.indent = false;
                }
                self.blocks(blocks, room);
            }
            DivKind::Plain | DivKind::Other => self.blocks(blocks, room),
        }
    }

    /// Where the theme has rules: one above and one below, each in the middle of an empty line.
    fn sidebar(&mut self, blocks: &[Block], room: Room, block: &Block) {
        let thickness = self.comp.context.dress.style(StyleRole::Sidebar).rule;
        if thickness <= Length::ZERO {
            return self.blocks(blocks, room);
        }
        let rule = self.rule(room, block, thickness);
        self.lines(vec![SetLine { after: Cut::Keep.into(), ..rule.clone() }]);
        self.keep_with_next(Cut::Keep);
        self.blocks(blocks, room);
        self.lines(vec![rule]);
        self.keep_with_last(Cut::Keep);
    }

    fn rule(&mut self, room: Room, block: &Block, thickness: Length) -> SetLine {
        let size = crate::base::Size::new(self.width(room), thickness);
        let ink = self.comp.context.dress.style(StyleRole::Sidebar).ink;
        let mut line = SetLine::blank(self.grid, block.id, StyleRole::Sidebar, self.comp.span(block.span));
        let above = self.comp.context.dress.style(StyleRole::Body).size.scale(3, 10);
        line.items =
            super::opening::artifact(vec![(crate::base::Point::new(room.left, -above), Item::Rule { size, ink })]);
        line.width = room.left + size.width;
        line
    }
}
