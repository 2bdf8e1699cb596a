//! In: a block that stands apart from the text around it, and its style. Out: the white around it, its rules and the
//! ground behind its lines. Refuses to know what is in it.

use super::column::GalleyItem;
use super::opening::artifact;
use super::setter::{Room, Setter, Source};
use crate::base::{Length, Point, Size};
use crate::design::{Style, StyleRole};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::model::Block;
use crate::page::Item;

/// Between a ground's edge, or a rule at the left, and the text, in hundredths of the body's size.
const PADDING: i64 = 60;
/// A line's ground reaches so many hundredths of its advance below the baseline.
const BELOW: i64 = 28;
/// A rule stands so many hundredths of the body's size above the baseline of an empty line: in its middle.
const MIDDLE: i64 = 30;

impl Setter<'_, '_> {
    /// Sets a block with gaps above and below and with indents on both sides, between its rules and on its ground.
    pub fn apart(&mut self, style: &Style, block: &Block, room: Room, inner: impl FnOnce(&mut Self, Room)) {
        if style.ground.is_some()
            || [style.rule_above, style.rule_below, style.rule_left].iter().any(|rule| *rule > Length::ZERO)
        {
            self.clear();
        }
        let edges = self.narrower(room, style.left, style.right);
        self.gap(style.before);
        self.indent = false;
        let from = self.items.len();
        let within = self.padded(style, edges);
        let (above, below) =
            (self.rule(style.rule_above, style, block, edges), self.rule(style.rule_below, style, block, edges));
        if let Some(line) = above {
            self.lines(vec![SetLine { after: Cut::Keep.into(), ..line }]);
            self.keep_with_next(Cut::Keep);
        }
        inner(self, within);
        if let Some(line) = below {
            self.lines(vec![line]);
            self.keep_with_last(Cut::Keep);
        }
        self.behind(from, style, edges);
        self.gap(style.after);
        self.indent = false;
    }

    /// A rule across the measure above item `at`, a title: a grid line more.
    pub fn rule_above(&mut self, at: usize, style: &Style) {
        let (size, ink) = (Size::new(self.measure, style.rule_above), style.ink);
        if size.height <= Length::ZERO {
            return;
        }
        let Some(GalleyItem::Text { settings }) = self.items.get_mut(at) else { return };
        for line in settings.iter_mut().filter_map(|(_, lines)| lines.first_mut()) {
            let y = -(line.ascent + self.grid.scale(1, 3) + size.height);
            line.items.extend(artifact(vec![(Point::new(Length::ZERO, y), Item::Rule { size, ink })]));
            line.advance += self.grid;
        }
    }

    /// A rule in the middle of an empty line below a title, the last item.
    pub fn title_rule_below(&mut self, style: &Style, edges: Room, source: Source) {
        let size = Size::new(self.width(edges), style.rule_below);
        if size.height <= Length::ZERO {
            return;
        }
        let blank = SetLine::blank(self.grid, source.block, StyleRole::Body, source.span);
        let rule =
            (Point::new(self.place(edges.left, size.width), -self.middle()), Item::Rule { size, ink: style.ink });
        self.lines(vec![SetLine { items: artifact(vec![rule]), ..blank }]);
        self.keep_with_next(Cut::Heading);
    }

    /// The ground of a title, the last item, and the rule at its left: as high as its letters and a little more.
    pub fn title_ground(&mut self, style: &Style, edges: Room) {
        let (width, more) = (self.width(edges), self.grid.scale(1, 6));
        let (left, left_of_rule) = (self.place(edges.left, width), self.place(edges.left, style.rule_left));
        let Some(GalleyItem::Text { settings }) = self.items.last_mut() else { return };
        for line in settings.iter_mut().filter_map(|(_, lines)| lines.first_mut()) {
            let top = -(line.ascent + more);
            let fill = |left, width, ink| {
                let size = Size::new(width, line.descent + more - top);
                (Point::new(left, top), Item::Rule { size, ink })
            };
            let ground = style.ground.map(|ink| fill(left, width, ink));
            let rule = (style.rule_left > Length::ZERO).then(|| fill(left_of_rule, style.rule_left, style.ink));
            let drawn: Vec<_> = ground.into_iter().chain(rule).collect();
            if !drawn.is_empty() {
                line.items.splice(0..0, artifact(drawn));
            }
        }
    }

    fn padding(&self) -> Length {
        self.comp.context.dress.units().em.scale(PADDING, 100)
    }

    /// The room of the text on a ground or beside a rule.
    pub fn padded(&self, style: &Style, edges: Room) -> Room {
        let padding = self.padding();
        let beside = if style.rule_left > Length::ZERO { style.rule_left + padding } else { Length::ZERO };
        match style.ground {
            Some(_) => self.narrower(edges, beside.max(padding), padding),
            None => self.narrower(edges, beside, Length::ZERO),
        }
    }

    /// An empty line with a rule in its middle; on a ground an empty line without one.
    fn rule(&self, thickness: Length, style: &Style, block: &Block, edges: Room) -> Option<SetLine> {
        if thickness <= Length::ZERO && style.ground.is_none() {
            return None;
        }
        let size = Size::new(self.width(edges), thickness);
        let mut line = SetLine::blank(self.grid, block.id, StyleRole::Body, self.comp.span(block.span));
        if thickness > Length::ZERO {
            let at = Point::new(self.place(edges.left, size.width), -self.middle());
            line.items = artifact(vec![(at, Item::Rule { size, ink: style.ink })]);
        }
        line.width = edges.left + size.width;
        Some(line)
    }

    fn middle(&self) -> Length {
        self.comp.context.dress.units().em.scale(MIDDLE, 100)
    }

    /// Draws the ground and the rule at the left behind all lines since item `from`. Gaps become empty lines, which a
    /// page may end after.
    fn behind(&mut self, from: usize, style: &Style, edges: Room) {
        let ruled = style.rule_left > Length::ZERO;
        if style.ground.is_none() && !ruled {
            return;
        }
        let width = self.width(edges);
        // Both end where the rules above and below are, on a ground in the middle of its first and last lines.
        let ends = |rule: Length| style.ground.is_some() || rule > Length::ZERO;
        let (begins, ends) = (ends(style.rule_above), ends(style.rule_below));
        let middle = self.middle();
        let (left, left_of_rule) = (self.place(edges.left, width), self.place(edges.left, style.rule_left));
        let last = self.items.len().saturating_sub(1);
        for (at, item) in self.items.iter_mut().enumerate().skip(from) {
            if let GalleyItem::Space { advance, at_edge: None, after } = item {
                let blank = SetLine::blank(*advance, Default::default(), StyleRole::Body, Default::default());
                let line = SetLine { after: *after, ..blank };
                *item = GalleyItem::Text { settings: vec![(Default::default(), vec![line])] };
            }
            let GalleyItem::Text { settings } = item else { continue };
            for line in settings.iter_mut().flat_map(|(_, lines)| lines) {
                let foot = line.advance.scale(BELOW, 100);
                let top = if begins && at == from { -middle } else { foot - line.advance };
                let foot = if ends && at == last { -middle } else { foot };
                let fill = |x, width, ink| (Point::new(x, top), Item::Rule { size: Size::new(width, foot - top), ink });
                let ground = style.ground.map(|ink| fill(left, width, ink));
                let rule = ruled.then(|| fill(left_of_rule, style.rule_left, style.ink));
                line.items.splice(0..0, artifact(ground.into_iter().chain(rule).collect()));
            }
        }
    }
}
