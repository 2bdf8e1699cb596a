//! In: the entries of the contents. Out: their lines with leaders and folios. Refuses to know how folios come about.

use super::column::GalleyItem;
use super::setter::{Room, Setter, Source, join};
use super::text::Block as Text;
use crate::base::{Length, Rect};
use crate::design::{Align, Case, StyleRole};
use crate::layout::items::{Flat, Look, Place, RunKind};
use crate::layout::pagebreak::{After, Cut};
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

/// Lines beyond their pages for which contents are closed up.
const OVER: i64 = 6;

/// A line of the contents, as far down from the first as it would stand in one column, and whether a page may end after it.
struct Entry {
    down: Length,
    line: SetLine,
    ends: bool,
}

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

    /// Contents that run on by a few lines fill the pages before: their lines stand closer, those of each page as one.
    fn close_up(&mut self, from: usize, room: Length, size: Length) {
        while let Some(GalleyItem::Space { .. }) = self.items.get(from..).and_then(<[GalleyItem]>::last) {
            self.items.pop();
        }
        let (grid, depth) = (self.grid.0.max(1), self.comp.context.depth);
        let whole = Length(depth.0 - depth.0 % grid).max(self.grid);
        let rooms = std::iter::once(room).chain(std::iter::repeat(whole));
        // The pages that are full: what is left goes on by a few lines.
        let (mut pages, mut rest) = (Vec::new(), self.depth(from));
        for room in rooms.take_while(|room| *room > self.grid) {
            if rest <= room {
                return;
            }
            rest -= room;
            pages.push(room);
            if rest <= self.grid * OVER {
                break;
            }
        }
        let entries = self.column(from);
        let (Some(&first), Some(last)) = (pages.first(), entries.last()) else { return };
        // From the first baseline to the last of one page; of several the loosest that fits, in thousandths.
        let closest = size.scale(CLOSED, 100);
        let shares: Vec<(i64, i64)> = match pages.len() {
            1 => vec![((first - self.grid).0, last.down.0)],
            _ => (1..1_000).rev().map(|share| (share, 1_000)).collect(),
        };
        let fits = |(part, of): &(i64, i64)| self.grid.scale(*part, *of) >= closest;
        let found =
            shares.into_iter().take_while(fits).find_map(|share| Some((share, self.ends(&entries, &pages, share)?)));
        let Some(((part, of), ends)) = found else { return };
        self.items.truncate(from);
        self.headings.retain(|(heading, _)| *heading < from);
        let mut entries = entries.into_iter();
        let mut begin = 0;
        for (room, end) in pages.into_iter().zip(ends) {
            let mut all: Option<SetLine> = None;
            let mut head = (begin == 0).then_some(Length::ZERO);
            for Entry { down, mut line, .. } in entries.by_ref().take(end - begin) {
                let down = down - *head.get_or_insert(down);
                line.shift(Length::ZERO, down.scale(part, of) - (room - self.grid));
                match &mut all {
                    None => all = Some(line),
                    Some(all) => join(all, line),
                }
            }
            begin = end;
            let advance = Length(room.0 - room.0 % grid);
            self.lines(all.map(|line| SetLine { advance, after: After::FREE, ..line }).into_iter().collect());
        }
    }

    /// The lines from an item on, as they stand below each other.
    fn column(&self, from: usize) -> Vec<Entry> {
        let mut down = -self.grid;
        let mut entries: Vec<Entry> = Vec::new();
        for (at, item) in self.items.iter().enumerate().skip(from) {
            let lines = match item {
                GalleyItem::Space { advance, after, .. } => {
                    down += *advance;
                    let free = *after == After::FREE;
                    entries.iter_mut().next_back().into_iter().for_each(|last| last.ends &= free);
                    continue;
                }
                GalleyItem::Text { settings } => settings.first().map_or(&[][..], |(_, lines)| lines),
            };
            for line in lines {
                down += line.advance;
                entries.push(Entry { down, line: line.clone(), ends: line.after == After::FREE });
            }
            let stays = self.headings.iter().any(|(heading, _)| *heading == at);
            entries.iter_mut().next_back().into_iter().for_each(|last| last.ends &= !stays);
        }
        entries
    }

    /// After how many lines each page ends, where all lines are nearer to each other by a share; nothing where they do not
    /// fit.
    fn ends(&self, entries: &[Entry], pages: &[Length], (part, of): (i64, i64)) -> Option<Vec<usize>> {
        let mut begin = 0;
        let mut ends = Vec::with_capacity(pages.len());
        for room in pages {
            let head = if begin == 0 { Length::ZERO } else { entries.get(begin)?.down };
            let fits = |entry: &Entry| (entry.down - head).scale(part, of) <= *room - self.grid;
            let most = begin + entries[begin..].iter().take_while(|entry| fits(entry)).count();
            let may_end = |end: &usize| *end == entries.len() || entries[end - 1].ends;
            begin = (begin + 1..=most).rev().find(may_end)?;
            ends.push(begin);
        }
        (begin == entries.len()).then_some(ends)
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
