//! In: the entries of the contents. Out: their lines with leaders and folios. Refuses to know how folios come about.

use super::setter::{Room, Setter, Source};
use super::text::Block as Text;
use crate::base::{Length, Rect};
use crate::design::{Align, Case, StyleRole};
use crate::layout::items::{Flat, Look, Place, RunKind};
use crate::layout::pagebreak::Cut;
use crate::layout::sections::Listed;
use crate::layout::setline::{LinkArea, SetLine};
use crate::model::{Block, ContentsEntry, Target, plain_text};
use crate::page::{NodeId, StructureRole};

impl Setter<'_, '_> {
    pub fn contents(&mut self, entries: &[ContentsEntry], block: &Block, room: Room) {
        let node = self.block_node(room, StructureRole::Contents, block);
        let room = Room { node, ..room };
        self.comp.asks_folios |= !entries.is_empty();
        let entries = self.comp.context.sections.listed(entries);
        let column = self.column(&entries, room, self.source(block));
        for listed in entries {
            let entry = listed.entry;
            let role = match entry.level {
                0 => StyleRole::ContentsPart,
                1 => StyleRole::ContentsChapter,
                _ => StyleRole::ContentsSection,
            };
            let style = self.comp.context.dress.style(role);
            let (before, after) = (style.before, style.after);
            self.gap(before);
            let lines = self.entry(listed, role, room, column, self.source(block).from(listed.offset));
            self.lines(lines);
            if entry.level == 0 {
                self.keep_with_next(Cut::Keep);
            }
            self.gap(after);
        }
        self.indent = false;
    }

    /// The room that the numbers of chapters and sections take, so that titles stand under each other.
    fn column(&mut self, entries: &[Listed], room: Room, source: Source) -> Length {
        let look = self.look(StyleRole::ContentsChapter, room);
        let entries = entries.iter().map(|listed| listed.entry);
        let numbers = entries.filter(|entry| entry.level > 0).filter_map(|entry| entry.number.as_ref());
        let mut widest = Length::ZERO;
        for number in numbers {
            let made = self.made(number, look, room.node, Length::ZERO, source);
            widest = widest.max(made.map_or(Length::ZERO, |line| line.width));
        }
        let column = if widest > Length::ZERO { widest + look.size / 2 } else { Length::ZERO };
        column.min(self.width(room) / 3)
    }

    /// One entry: number, title, leader, folio; what turns over hangs.
    fn entry(&mut self, listed: Listed, role: StyleRole, room: Room, column: Length, source: Source) -> Vec<SetLine> {
        let entry = listed.entry;
        let style = self.comp.context.dress.style(role);
        let deeper = style.left * i64::from(entry.level.saturating_sub(1).max(1));
        let room = self.narrower(room, deeper, style.right);
        let how = self.block(role, room, source);
        let item = self.comp.node(StructureRole::ContentsItem, room.node);
        let reference = self.comp.node(StructureRole::Reference, item);
        let node = self.comp.node(StructureRole::Link, reference);
        let (size, look) = (how.look.size, how.look);
        let how = Text { width: how.width - size * 3, hang: size * 2, align: Align::Left, ..how };
        let place = Place { look, node, link: None };
        let mut flat = Flat::at(source.offset);
        let mut column = column;
        if let Some(number) = entry.number.as_ref().filter(|_| entry.level > 0) {
            let label = self.made(number, look, node, Length::ZERO, source);
            self.label = label.map(|mut label| {
                label.shift(how.left + column - size / 2 - label.width, Length::ZERO);
                label
            });
        } else {
            column = Length::ZERO;
        }
        let how = Text { left: how.left + column, width: how.width - column, ..how };
        if let Some(number) = entry.number.as_ref().filter(|_| entry.level == 0) {
            flat.made(&format!("{number}\u{a0}\u{a0}"), RunKind::Made, place, source.span);
        }
        if listed.made {
            flat.made(&plain_text(&entry.title), RunKind::Made, place, source.span);
        } else {
            // The title's places are those of its own section.
            let section = self.comp.context.book().anchor(entry.anchor).section;
            let own = std::mem::replace(&mut self.comp.section, section);
            flat.add(self.comp, &entry.title, place);
            self.comp.section = own;
        }
        let mut lines = self.best(flat, &how);
        let right = room.left + self.width(room);
        let folio = self.comp.context.folio(entry.anchor);
        let plain = Look { case: Case::None, italic: false, ..look };
        if let (Some(last), Some(mut folio)) = (lines.last_mut(), self.made(&folio, plain, node, Length::ZERO, source))
        {
            folio.shift(right - folio.width, Length::ZERO);
            if entry.level > 0 {
                let from = last.width + size / 2;
                let to = right - folio_width(&folio, right) - size / 2;
                last.items.extend(self.leader(from, to, plain, source));
            }
            last.items.extend(folio.items);
            last.width = right;
        }
        let count = lines.len();
        for line in lines.iter_mut().take(count.saturating_sub(1)) {
            line.after.cut(Cut::Keep);
        }
        for line in &mut lines {
            let area = Rect::new(room.left, -line.ascent, right - room.left, line.ascent + line.descent);
            let contents = [entry.number.as_deref().unwrap_or_default(), &plain_text(&entry.title)].join(" ");
            let contents = contents.trim().to_owned();
            line.links.push(LinkArea { area, target: Target::Anchor(entry.anchor), contents, node });
        }
        lines
    }

    /// Dots on a raster that all leaders of the page share, counted from the left edge of the measure.
    fn leader(
        &mut self,
        from: Length,
        to: Length,
        look: Look,
        source: Source,
    ) -> Vec<(crate::base::Point, crate::page::Item)> {
        let marks = std::mem::replace(&mut self.comp.marks, false);
        let dot = self.made(&self.comp.context.design.marks.leader, look, NodeId(0), Length::ZERO, source);
        self.comp.marks = marks;
        let step = look.size.scale(3, 5).max(Length(1));
        let (first, last) = (from.steps_up(step), to.0.div_euclid(step.0));
        let mut items = Vec::new();
        let Some(dot) = dot else { return items };
        for nth in first..last {
            items.extend(
                dot.items
                    .iter()
                    .map(|(point, item)| (crate::base::Point::new(point.x + step * nth, point.y), item.clone())),
            );
        }
        if items.is_empty() { items } else { super::opening::artifact(items) }
    }
}

/// The folio ends at `right`.
fn folio_width(folio: &SetLine, right: Length) -> Length {
    let first =
        folio.items.iter().filter(|(_, item)| !matches!(item, crate::page::Item::Mark(_))).map(|(point, _)| point.x);
    right - first.min().unwrap_or(right)
}
