//! In: the entries of the contents. Out: their lines with leaders and folios. Refuses to know how folios come about.

use super::column::GalleyItem;
use super::setter::{Room, Setter, Source, join};
use super::text::Block as Text;
use crate::base::{Length, Rect};
use crate::design::{Align, Case, StyleRole};
use crate::layout::items::{Flat, Look, Place, RunKind};
use crate::layout::pagebreak::Cut;
use crate::layout::sections::Listed;
use crate::layout::setline::{LinkArea, SetLine};
use crate::model::{Block, ContentsEntry, Matter, Role, Target, plain_text};
use crate::page::{NodeId, StructureRole};

/// What all entries share.
#[derive(Clone, Copy)]
struct Columns {
    /// The room that the numbers of chapters and sections take, so that titles stand under each other.
    numbers: Length,
    /// The widest folio: leaders end before it.
    folios: Length,
    /// Of leaders and of folios in them.
    look: Look,
}

/// Lines beyond a page for which contents are closed up.
const OVER: i64 = 6;

/// The least from line to line where contents are closed up, in percent of the type's size.
const CLOSED: i64 = 105;

impl Setter<'_, '_> {
    pub fn contents(&mut self, entries: &[ContentsEntry], block: &Block, room: Room) {
        let node = self.block_node(room, StructureRole::Contents, block);
        let room = Room { node, ..room };
        self.comp.asks_folios |= !entries.is_empty();
        let entries = self.comp.context.sections.listed(entries, self.comp.section);
        let columns = self.contents_columns(&entries, room, self.source(block));
        let (above, from) = (self.depth(0), self.items.len());
        // What is sorted by words knows no front and no back.
        let is_sorted = self.comp.context.sections.section(self.comp.section).role == Role::FirstLines;
        let mut is_back = is_sorted || entries.first().is_some_and(|listed| self.is_back(listed));
        let deeper: Vec<bool> = entries.windows(2).map(|two| two[1].entry.level > two[0].entry.level).collect();
        for (nth, listed) in entries.into_iter().enumerate() {
            let entry = listed.entry;
            let role = match entry.level {
                0 => StyleRole::ContentsPart,
                1 => StyleRole::ContentsChapter,
                _ => StyleRole::ContentsSection,
            };
            let style = self.comp.context.dress.style(role);
            let (before, after) = (style.before, style.after);
            let parted = entry.level <= 1 && !is_back && self.is_back(&listed);
            is_back |= parted;
            self.gap(if parted { before.max(1) } else { before });
            let lines = self.entry(listed, role, room, columns, self.source(block).from(listed.offset));
            self.lines(lines);
            if entry.level == 0 {
                self.keep_with_next(Cut::Keep);
            } else if deeper.get(nth) == Some(&true) {
                // A chapter at the foot, its sections overleaf, reads as one that has none.
                self.keep_with_line(Cut::Orphan);
            }
            self.gap(after);
        }
        self.close_up(from, self.comp.context.depth - above, columns.look.size);
        self.indent = false;
    }

    /// Whether an entry leads to the back matter.
    fn is_back(&self, listed: &Listed) -> bool {
        let matter = |entry: &ContentsEntry| {
            let book = self.comp.context.book();
            book.anchors.get(&entry.anchor).map(|anchor| book.section(anchor.section).matter)
        };
        listed.made || matter(listed.entry) == Some(Matter::Back)
    }

    /// Contents that run on by a few lines fill one page: their lines stand closer, as one.
    fn close_up(&mut self, from: usize, room: Length, size: Length) {
        while let Some(GalleyItem::Space { .. }) = self.items.get(from..).and_then(<[GalleyItem]>::last) {
            self.items.pop();
        }
        let depth = self.depth(from);
        let is_over = depth > room && depth <= room + self.grid * OVER;
        // From its first baseline to its last.
        let (wanted, usual) = (room - self.grid, depth - self.grid);
        if !is_over || wanted <= Length::ZERO || self.grid.scale(wanted.0, usual.0) < size.scale(CLOSED, 100) {
            return;
        }
        let mut whole: Option<SetLine> = None;
        let mut down = -self.grid;
        for item in self.items.split_off(from) {
            let lines = match item {
                GalleyItem::Space { advance, .. } => {
                    down += advance;
                    continue;
                }
                GalleyItem::Text { settings } => settings.into_iter().next().map_or(Vec::new(), |(_, lines)| lines),
            };
            for mut line in lines {
                down += line.advance;
                line.shift(Length::ZERO, down.scale(wanted.0, usual.0) - wanted);
                match &mut whole {
                    None => whole = Some(line),
                    Some(whole) => join(whole, line),
                }
            }
        }
        self.lines(
            whole
                .map(|line| SetLine { advance: self.grid * (room.0 / self.grid.0.max(1)), ..line })
                .into_iter()
                .collect(),
        );
    }

    fn contents_columns(&mut self, entries: &[Listed], room: Room, source: Source) -> Columns {
        let own = self.look(StyleRole::ContentsChapter, room);
        let look = Look { case: Case::None, italic: false, ..own };
        let (mut numbers, mut folios) = (Length::ZERO, Length::ZERO);
        for entry in entries.iter().map(|listed| listed.entry) {
            let number = entry.number.as_ref().filter(|_| entry.level > 0);
            let number = number.and_then(|number| self.made(number, own, room.node, Length::ZERO, source));
            numbers = number.map_or(numbers, |line| line.width.max(numbers));
            let folio = self.comp.context.folio(entry.anchor);
            let folio = self.made(&folio, look, room.node, Length::ZERO, source);
            folios = folio.map_or(folios, |line| line.width.max(folios));
        }
        let numbers = if numbers > Length::ZERO { numbers + own.size / 2 } else { Length::ZERO };
        Columns { numbers: numbers.min(self.width(room) / 3), folios, look }
    }

    /// One entry: number, title, leader, folio; what turns over hangs.
    fn entry(&mut self, listed: Listed, role: StyleRole, room: Room, columns: Columns, source: Source) -> Vec<SetLine> {
        let entry = listed.entry;
        let style = self.comp.context.dress.style(role);
        // Sections step in from the titles of chapters.
        let deeper =
            if role == StyleRole::ContentsSection { style.left * (i64::from(entry.level) - 1) } else { style.left };
        let room = self.narrower(room, deeper, style.right);
        let how = self.block(role, room, source);
        let item = self.comp.node(StructureRole::ContentsItem, room.node);
        let reference = self.comp.node(StructureRole::Reference, item);
        let node = self.comp.node(StructureRole::Link, reference);
        let (size, look) = (how.look.size, how.look);
        let how = Text { width: how.width - size * 3, hang: size * 2, align: Align::Left, ..how };
        let place = Place { look, node, link: None };
        let mut flat = Flat::at(source.offset);
        let column = if entry.level > 0 { columns.numbers } else { Length::ZERO };
        if let Some(number) = entry.number.as_ref().filter(|_| entry.level > 0) {
            let label = self.made(number, look, node, Length::ZERO, source);
            self.label = label.map(|mut label| {
                let from = how.left + column - size / 2 - label.width;
                self.put(&mut label, from);
                label
            });
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
            let from = right - folio.width;
            self.put(&mut folio, from);
            if entry.level > 0 {
                let from = self.reach(last) + size / 2;
                let to = right - columns.folios - columns.look.size / 2;
                last.items.extend(self.leader(from, to, columns.look, source));
            }
            last.items.extend(folio.items);
            last.width = self.place(room.left, self.width(room)) + self.width(room);
        }
        let count = lines.len();
        for line in lines.iter_mut().take(count.saturating_sub(1)) {
            line.after.cut(Cut::Keep);
        }
        for line in &mut lines {
            let (left, width) = (self.place(room.left, self.width(room)), self.width(room));
            let area = Rect::new(left, -line.ascent, width, line.ascent + line.descent);
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
            let mut dot = dot.clone();
            self.put(&mut dot, step * nth);
            items.append(&mut dot.items);
        }
        if items.is_empty() { items } else { super::opening::artifact(items) }
    }
}
