//! In: a figure that stands at the side, and the blocks after it. Out: the picture on the first line beside it, narrower
//! lines as far as it reaches, and white where no text does. Refuses to know pages.

use super::column::GalleyItem;
use super::setter::{Room, Setter, join};
use super::side::Side;
use super::text::{Beside, Block as Text};
use crate::base::{Diagnostic, Length, Point, Size, Span};
use crate::design::StyleRole;
use crate::layout::items::pieces::picture_size;
use crate::layout::setline::SetLine;
use crate::model::block::Place;
use crate::model::{Block, BlockId, Figure};
use crate::page::{NodeId, StructureRole};

/// The narrowest lines beside a picture, in ems of the text.
const FEWEST_EMS: i64 = 10;
/// A picture takes so many parts of the measure in a thousand at the most.
const MOST: i64 = 600;
/// So many lines of white beside the foot of a picture are told.
const MANY_WHITE: i64 = 4;

impl Setter<'_, '_> {
    /// A picture at the side of the text that follows: its head as high as the capitals of the first line, its caption
    /// on the lines' grid. Whether it stands there: beside it there must be room for text.
    pub fn side(&mut self, figure: &Figure, block: &Block, room: Room, nodes: [NodeId; 2]) -> bool {
        let is_left = match figure.place {
            Some(Place::Left) => true,
            Some(Place::Right) => false,
            Some(Place::Top | Place::Bottom | Place::Page | Place::Bleed | Place::Spread | Place::Ground) | None => {
                return false;
            }
        };
        let [node, drawn] = nodes;
        let span = self.comp.span(block.span);
        let (measure, gap) = (self.width(room), self.grid);
        let body = self.look(StyleRole::Body, room);
        let wanted = picture_size(self.comp, figure.image.asset, figure.image.width, measure);
        let width = wanted.width.min(measure.scale(MOST, 1_000));
        if measure - width - gap < body.size * FEWEST_EMS {
            let why = "there is no room for text beside this picture: it stands in the middle";
            let help = "make it narrower, or the page wider, or delete `.left` or `.right`";
            self.told("side-narrow", span, Diagnostic::warning("side-narrow", why).at(span).help(help));
            return false;
        }
        if width < wanted.width {
            let why = format!("a picture beside text is at most {}% wide", MOST / 10);
            let help = "make it narrower, or delete `.left` or `.right`";
            self.told("side-wide", span, Diagnostic::warning("side-wide", why).at(span).help(help));
        }
        let left = if is_left { room.left } else { room.left + measure - width };
        let caption = self.side_caption(figure, block, (left, width), node);
        let (air, cap) = (self.grid / 2, self.cap_height(body, body.size));
        let lines = caption.len() as i64;
        let most = self.comp.context.depth - self.grid * (lines + i64::from(lines > 0)) - air;
        let mut size = Size::new(width, wanted.height.scale(width.0, wanted.width.0.max(1)));
        let mut x = left;
        if size.height > most && most > Length::ZERO {
            size = Size::new(size.width.scale(most.0, size.height.0), most);
            x += (width - size.width) / 2;
        }
        let mut line = SetLine::blank(self.grid, block.id, StyleRole::Caption, span);
        line.items = self.drawn(&figure.image, drawn, size, Point::new(x, -cap));
        (line.ascent, line.descent, line.width) = (cap, size.height - cap, left + width);
        line.anchors.append(&mut self.anchors);
        line.anchors.extend(figure.image.attributes.anchor);
        // The first line of the text whose capitals are clear of the picture, counted from that beside its head.
        let below = (size.height + air).steps_up(self.grid);
        for (nth, mut own) in caption.into_iter().enumerate() {
            own.shift(Length::ZERO, self.grid * (below + nth as i64));
            join(&mut line, own);
        }
        let foot = below + lines;
        let depths = (self.grid * foot, self.grid * (foot + i64::from(lines > 0)));
        let rooms = if is_left { (width + gap, Length::ZERO) } else { (Length::ZERO, width + gap) };
        self.side = Some(Side::new(line, depths, rooms, span));
        true
    }

    fn side_caption(
        &mut self,
        figure: &Figure,
        block: &Block,
        (left, width): (Length, Length),
        node: NodeId,
    ) -> Vec<SetLine> {
        let Some(caption) = &figure.caption else { return Vec::new() };
        let node = self.comp.node(StructureRole::Caption, node);
        let room = self.room(StyleRole::Caption);
        let left = self.place(left, width);
        let how = Text { balanced: true, left, width, ..self.block(StyleRole::Caption, room, self.source(block)) };
        let flat = self.flat(caption, how.look, node, 0);
        self.best(flat, &how)
    }

    fn told(&mut self, code: &'static str, span: Span, found: Diagnostic) {
        self.comp.say(code, format!("{}:{}", span.file.0, span.start), found);
    }

    /// A text with the lines of it that stand beside a picture. Where they would be too narrow it stands below.
    pub fn beside(&mut self, block: Text) -> Text {
        let Some(side) = &self.side else { return block };
        let rest = side.rest(&self.items);
        let (left, right) = (side.left, side.right);
        if rest <= Length::ZERO || block.width - left - right < block.look.size * FEWEST_EMS {
            self.clear();
            return block;
        }
        let lines = rest.steps_up(block.advance.max(self.grid)) as usize;
        Text { beside: Beside { lines, left, right }, ..block }
    }

    /// What follows stands below the picture at the side: there is white beside what is left of it.
    pub fn clear(&mut self) {
        let Some(side) = &self.side else { return };
        let (rest, gap, span) = (side.rest(&self.items), side.gap(&self.items), side.span);
        let reaches_below = side.reaches_below(&self.items);
        let white = rest.steps_up(self.grid);
        if white >= MANY_WHITE {
            let why = format!("the text beside this picture ends {white} lines above its foot");
            let help = "put it where more text follows, make it smaller, or delete `.left` or `.right`";
            self.told("side-white", span, Diagnostic::hint("side-white", why).at(span).help(help));
        }
        if reaches_below {
            // Lines and no gap, which would vanish at the foot of a page. What waits is for the text below.
            let (label, anchors) = (self.label.take(), std::mem::take(&mut self.anchors));
            let is_gap = |item: &GalleyItem| matches!(item, GalleyItem::Space { .. });
            while gap > Length::ZERO && self.items.pop_if(|item| is_gap(item)).is_some() {}
            let blank = SetLine::blank(self.grid, BlockId::NONE, StyleRole::Caption, span);
            let white = (rest + gap).max(gap).steps_up(self.grid);
            self.lines(vec![blank; white as usize]);
            (self.label, self.anchors) = (label, anchors);
        } else {
            self.gap(white);
        }
        self.side = None;
    }
}
