//! In: a poem and its room. Out: its lines: one left edge, turned-over lines hung, stanzas priced. Refuses to know
//! justification: verse is never stretched and never hyphenated.

use super::edges::{DROP, Edges, indent};
use super::setter::{Room, Setter, Source, join};
use super::text::Block as Text;
use crate::base::Length;
use crate::design::{Align, StyleRole};
use crate::layout::items::{Flat, Look};
use crate::layout::pagebreak::{After, Cut};
use crate::layout::setline::{Marginal, SetLine};
use crate::model::{Block, Stanza, Verse, VerseLine, plain_text};
use crate::page::{NodeId, StructureRole};

/// What a cut in the middle of a longer stanza costs, times its lines: one of 17 lines is as dear as a page eight lines
/// short.
const RELUCTANCE: usize = 600;

/// The part of the measure by which a line may be too long and still be closed up.
const HAIR: i64 = 60;

/// What all lines of a poem share.
#[derive(Clone, Copy)]
struct Poem<'b> {
    block: &'b Block,
    room: Room,
    look: Look,
    edges: Edges,
    /// Every space is half an em wide.
    exact: bool,
}

impl Setter<'_, '_> {
    pub fn verse(&mut self, verse: &Verse, block: &Block, room: Room) {
        let node = self.block_node(room, StructureRole::Division, block);
        self.anchors.extend(verse.attributes.anchor);
        let classes = [&block.attributes.classes[..], &verse.attributes.classes].concat();
        let room = self.wear(Room { node, ..room }, StyleRole::Verse, &classes);
        self.display_block(StyleRole::Verse, block, room, |setter, room| {
            let align = setter.worn_align(room).filter(|align| !align.is_flush_left());
            setter.poem(verse, block, room, align);
        });
    }

    /// Inside centred or flush-right text every line stands so, without indents.
    fn poem(&mut self, verse: &Verse, block: &Block, room: Room, align: Option<Align>) {
        let look = Look { hyphenate: false, ..self.look(StyleRole::Verse, room) };
        let (edges, lengths) = self.edges_of(verse, block.id, look, room);
        let edges = Edges { align: align.or(edges.align), ..edges };
        let mut offset = 0;
        if let Some(title) = &verse.title {
            self.verse_title(title, block, room, edges);
            offset = plain_text(title).len() as u32 + 1;
        }
        let poem = Poem { block, room, look, edges, exact: verse.exact };
        match self.columns(verse, &lengths, room) {
            Some(width) => self.two_columns(verse, poem, width, &mut offset),
            None => {
                let count: usize = verse.stanzas.iter().map(|stanza| stanza.lines.len() + 1).sum();
                let whole = self.grid * count as i64 <= self.comp.context.depth;
                let (mut passed, mut above) = (0, None);
                for (nth, stanza) in verse.stanzas.iter().enumerate() {
                    if nth > 0 {
                        let after = if verse.breaks.is_empty() { After::FREE } else { Cut::Keep.into() };
                        self.space(self.grid, None, after);
                    }
                    let mut lines = self.stanza(stanza, poem, &mut offset, above);
                    above = lines.last().map(|(line, _)| self.reach(line));
                    self.price_stanza(&mut lines);
                    if let Some((last, _)) = lines.last_mut().filter(|_| whole && nth + 1 < verse.stanzas.len()) {
                        last.after.cut(Cut::Poem);
                    }
                    only_at(&mut lines, passed, &verse.breaks);
                    passed += stanza.lines.len() as u32;
                    self.lines(lines.into_iter().map(|(line, _)| line).collect());
                }
            }
        }
        if let Some(attribution) = &verse.attribution {
            let right = (self.width(room) - edges.left - edges.longest).max(Length::ZERO).min(self.width(room) / 3);
            let room = self.narrower(room, Length::ZERO, right);
            self.attribution(attribution, room, self.source(block).from(offset));
        }
    }

    fn verse_title(&mut self, title: &[crate::model::Inline], block: &Block, room: Room, edges: Edges) {
        let style = self.comp.context.dress.style(StyleRole::VerseTitle);
        let after = style.after;
        let node = self.comp.node(StructureRole::Paragraph, room.node);
        let how = self.block(StyleRole::VerseTitle, room, self.source(block));
        let left = if how.align == Align::Left { edges.left } else { Length::ZERO };
        let how = Text { left: how.left + left, width: how.width - left, ..how };
        let flat = self.flat(title, how.look, node, 0);
        if let Some(line) = self.display(flat, &how) {
            self.lines(vec![line]);
            self.keep_with_next(Cut::Heading);
        }
        self.gap(after);
    }

    /// The lines of a stanza, each with whether the same line of verse goes on after it. `above` is where the line before
    /// them ends.
    fn stanza(
        &mut self,
        stanza: &Stanza,
        poem: Poem,
        offset: &mut u32,
        mut above: Option<Length>,
    ) -> Vec<(SetLine, bool)> {
        let Poem { block, room, edges, .. } = poem;
        let paragraph_node = self.comp.node(StructureRole::Paragraph, room.node);
        let mut lines = Vec::new();
        for verse in &stanza.lines {
            if let Some(speaker) = &verse.speaker {
                let how = self.block(
                    StyleRole::Speaker,
                    room,
                    Source { span: self.comp.span(verse.span), ..self.source(block) },
                );
                let how =
                    Text { left: how.left + edges.left, width: how.width - edges.left, align: Align::Left, ..how };
                let node = self.comp.node(StructureRole::Span, paragraph_node);
                let flat = self.flat(speaker, how.look, node, *offset);
                *offset += plain_text(speaker).len() as u32 + 1;
                let label = self.best(flat, &how);
                lines.extend(label.into_iter().map(|line| (line, true)));
            }
            let node = self.comp.node(StructureRole::Span, paragraph_node);
            let set = self.verse_line(verse, node, poem, *offset, above.filter(|_| verse.dropped));
            above = set.last().map(|line| self.reach(line));
            *offset += plain_text(&verse.inlines).len() as u32 + 1;
            let last = set.len().saturating_sub(1);
            lines.extend(set.into_iter().enumerate().map(|(nth, line)| (line, nth < last)));
        }
        lines
    }

    /// A half-line begins where the line above it ends, at `above`, or as near to it as it fits.
    fn verse_line(
        &mut self,
        verse: &VerseLine,
        node: NodeId,
        poem: Poem,
        offset: u32,
        above: Option<Length>,
    ) -> Vec<SetLine> {
        let Poem { block, room, look, edges, .. } = poem;
        let source = Source { block: block.id, span: self.comp.span(verse.span), offset };
        let flat = Flat { exact: poem.exact, ..self.flat(&verse.inlines, look, node, offset) };
        let (left, indent) = match (edges.align, above) {
            (Some(_), _) => (Length::ZERO, Length::ZERO),
            (None, Some(above)) => {
                let own = self.natural_width(&flat, room);
                let most = (edges.width - edges.left - own).max(edges.hang);
                (edges.left, (above - room.left - edges.left + look.size / DROP).clamp(Length::ZERO, most))
            }
            (None, None) => (edges.left, indent(edges.step, verse)),
        };
        let plain = self.block(StyleRole::Verse, room, source);
        let how = Text {
            look,
            left: room.left + left + indent,
            width: edges.width - left - indent,
            align: edges.align.unwrap_or(Align::Left),
            first: Vec::new(),
            hang: (edges.hang - indent).max(look.size.min(edges.width / 10)),
            ..plain
        };
        let mut lines = match how.align {
            Align::Left if !poem.exact => self.closed_up(flat, &how, room),
            _ => self.best(flat, &how),
        };
        if lines.is_empty() {
            lines.push(SetLine::blank(self.grid, block.id, StyleRole::Verse, self.comp.span(verse.span)));
        }
        if let (Some(number), Some(first)) = (verse.number, lines.first_mut()) {
            first.outer = self.line_number(number, source);
        }
        lines
    }

    /// A line that is too long by a hair does not turn over: its spaces give way.
    fn closed_up(&mut self, flat: Flat, how: &Text, room: Room) -> Vec<SetLine> {
        let lines = self.best(flat.clone(), how);
        if lines.len() < 2 || self.natural_width(&flat, room) > how.width + how.width / HAIR {
            return lines;
        }
        let close = self.best(flat, &Text { align: Align::Justify, ..how.clone() });
        if close.len() == 1 { close } else { lines }
    }

    fn line_number(&mut self, number: u32, source: Source) -> Option<Marginal> {
        let look = self.comp.look(StyleRole::LineNumber);
        let marks = std::mem::replace(&mut self.comp.marks, false);
        let line = self.made(&number.to_string(), look, NodeId(0), Length::ZERO, source);
        self.comp.marks = marks;
        line.map(|line| Marginal { items: super::opening::artifact(line.items), width: line.width, gap: look.size })
    }

    /// Two lines of verse at least on each side of a cut; none where a line is turned over. A stanza that is short stays
    /// whole where it fits a page; a long one is cut the more willingly the longer it is.
    fn price_stanza(&self, lines: &mut [(SetLine, bool)]) {
        let count = lines.len();
        let fits = self.grid * count as i64 <= self.comp.context.depth;
        let typed = lines.iter().filter(|(_, goes_on)| !goes_on).count();
        let reluctance = if typed > self.comp.context.design.verse.whole { (RELUCTANCE / typed).max(1) } else { 0 };
        for (nth, (line, goes_on)) in lines.iter_mut().enumerate() {
            if nth + 1 == count {
                break;
            }
            let cut = match *goes_on {
                _ if nth == 0 => Cut::StanzaStart,
                true if line.role == StyleRole::Speaker => Cut::Keep,
                true => Cut::VerseLine,
                false if nth + 2 == count => Cut::StanzaEnd,
                false if fits && reluctance > 0 => {
                    (0..reluctance).for_each(|_| line.after.cut(Cut::LongStanza));
                    continue;
                }
                false if fits => Cut::Stanza,
                false => continue,
            };
            line.after.cut(cut);
        }
    }

    /// The width of one of two columns, where the poem asks for two and all its lines fit.
    fn columns(&self, verse: &Verse, lengths: &[Length], room: Room) -> Option<Length> {
        if verse.columns < 2 || verse.stanzas.iter().flat_map(|stanza| &stanza.lines).any(|line| line.speaker.is_some())
        {
            return None;
        }
        let width = (self.width(room) - self.grid) / 2;
        let widest = lengths.iter().copied().fold(Length::ZERO, Length::max);
        let lines = verse.stanzas.iter().flat_map(|stanza| &stanza.lines);
        let deepest = lines.map(|line| i64::from(line.indent.div_ceil(2))).max().unwrap_or(0);
        let size = self.look(StyleRole::Verse, room).size;
        let step = if verse.exact { size } else { size.scale(self.comp.context.design.verse.column_step, 100) };
        (widest + step * deepest <= width).then_some(width)
    }

    fn two_columns(&mut self, verse: &Verse, poem: Poem, width: Length, offset: &mut u32) {
        let Poem { block, room, look, edges, exact } = poem;
        let design = self.comp.context.design.verse;
        let step = if exact { look.size } else { look.size.scale(design.column_step, 100) };
        let hang = look.size.scale(design.hang, 100);
        let edges = Edges { left: Length::ZERO, step, width, hang, ..edges };
        let poem = Poem { edges, ..poem };
        let total: usize = verse.stanzas.iter().map(|stanza| stanza.lines.len() + 1).sum();
        let (mut sides, mut passed) = ([Vec::new(), Vec::new()], 0);
        for stanza in &verse.stanzas {
            let side = usize::from(passed * 2 >= total);
            passed += stanza.lines.len() + 1;
            if !sides[side].is_empty() {
                sides[side].push(SetLine::blank(self.grid, block.id, StyleRole::Verse, self.comp.span(block.span)));
            }
            let lines = self.stanza(stanza, poem, offset, None);
            sides[side].extend(lines.into_iter().map(|(line, _)| line));
        }
        let [left, right] = sides;
        let across = self.width(room) - width;
        let mut rows = left;
        for (nth, mut line) in right.into_iter().enumerate() {
            line.shift(if self.is_mirrored() { -across } else { across }, Length::ZERO);
            match rows.get_mut(nth) {
                Some(row) => join(row, line),
                None => rows.push(line),
            }
        }
        let count = rows.len();
        for (nth, row) in rows.iter_mut().enumerate().take(count.saturating_sub(1)) {
            let edge = nth == 0 || nth + 2 == count;
            row.after.cut(if edge { Cut::StanzaEnd } else { Cut::Stanza });
        }
        self.lines(rows);
    }
}

/// Where the author says after which lines a page may end, counted with those passed before these, it ends nowhere else.
fn only_at(lines: &mut [(SetLine, bool)], passed: u32, breaks: &[u32]) {
    if breaks.is_empty() {
        return;
    }
    let mut count = passed;
    for (line, goes_on) in lines {
        count += u32::from(line.role != StyleRole::Speaker && !*goes_on);
        let free = line.role != StyleRole::Speaker && !*goes_on && breaks.contains(&count);
        line.after = if free { After::FREE } else { Cut::Keep.into() };
    }
}
