//! In: a table that is wider than its page. Out: pages of it, turned by a quarter to the left, so that its head stands on
//! the left. Refuses to know where in the book they stand.

use super::column::{FloatPage, NoteLines};
use super::noted::note_lines;
use super::setter::{Room, Setter, join};
use super::table::TableFrame;
use crate::base::{Length, Point, Rect, Size, Transform};
use crate::design::{Align, StyleRole};
use crate::layout::setline::SetLine;
use crate::model::block::Place;
use crate::model::{Block, NoteId, Table, plain_text};
use crate::page::{Frame, Item, StructureRole};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a note needs, and the notes that it calls.
struct NoteDepth {
    depth: Length,
    calls: Vec<NoteId>,
}

impl Setter<'_, '_> {
    /// A table as wide as a page is deep. It stands on pages of its own near its place, with its notes below it, and the
    /// text runs on before it; where nothing comes before it, or inside of something else, it stands where it is.
    pub fn turned_table(&mut self, table: &Table, block: &Block, room: Room, is_outer: bool) {
        let (measure, depth) = (self.measure, self.comp.context.depth);
        let pages = self.pages_above_notes(table, block, Room { left: Length::ZERO, right: Length::ZERO, ..room });
        let has_notes = self.comp.context.notes_at_foot() && pages.iter().flatten().any(|line| !line.notes.is_empty());
        let alone = pages.len() == 1;
        let mut depths = BTreeMap::new();
        let mut turned: Vec<(SetLine, Length)> = Vec::with_capacity(pages.len());
        for lines in pages {
            let notes = self.notes_below(&[&lines], &mut depths);
            let width = lines.iter().map(|line| line.width).fold(Length::ZERO, Length::max);
            // Notes need room below.
            let advance = if has_notes { (self.grid * width.steps_up(self.grid)).min(depth) } else { depth };
            let taken = self.grid * lines.len() as i64;
            let left = if alone { (measure - taken).max(Length::ZERO) / 2 } else { Length::ZERO };
            let foot = if has_notes { Length::ZERO } else { (depth - width).max(Length::ZERO) / 2 };
            let blank = SetLine::blank(advance, block.id, StyleRole::TableCell, self.comp.span(block.span));
            let page = self.turned_page(lines, SetLine { ascent: advance, width: measure, ..blank }, left, foot);
            turned.push((page, (depth - advance - notes).max(Length::ZERO)));
        }
        if is_outer && self.has_text() {
            for (nth, (page, white)) in turned.into_iter().enumerate() {
                let follows = if nth == 0 { FloatPage::Own } else { FloatPage::Next };
                self.float(Place::Top, vec![page], white, follows);
            }
        } else {
            for (page, _) in turned {
                self.force();
                self.lines(vec![page]);
            }
            self.force();
            self.indent = false;
        }
    }

    /// The table's pages, as wide as the notes of each leave it, and at least as half a page; then a page has fewer rows.
    fn pages_above_notes(&mut self, table: &Table, block: &Block, room: Room) -> Vec<Vec<SetLine>> {
        let (measure, depth) = (self.measure, self.comp.context.depth);
        let nodes = self.comp.structure.nodes.len();
        let mut depths = BTreeMap::new();
        let (mut wide, mut most) = (depth, None);
        loop {
            self.measure = wide;
            let full = |setter: &mut Self, lines: &[&[SetLine]]| {
                most.is_some_and(|most| setter.notes_below(lines, &mut depths) > most)
            };
            let pages = self.table_pages(table, block, room, measure, full);
            self.measure = measure;
            let notes = pages.iter().map(|lines| self.notes_below(&[lines], &mut depths)).max().unwrap_or_default();
            let left = (depth - notes).max(depth / 2);
            let left = left - Length(left.0 % self.grid.0.max(1));
            if wide <= left && (notes <= depth - wide || most.is_some()) {
                return pages;
            }
            // Set again: what was made of the cells is made anew.
            self.comp.structure.nodes.truncate(nodes);
            most = (wide <= left).then_some(depth - wide);
            wide = wide.min(left);
        }
    }

    /// What the notes need that lines call, where they stand at the foot, and those that they call themselves.
    fn notes_below(&mut self, lines: &[&[SetLine]], depths: &mut BTreeMap<NoteId, NoteDepth>) -> Length {
        let design = self.comp.context.design;
        let mut owed: Vec<NoteId> =
            lines.iter().copied().flatten().flat_map(|line| &line.notes).map(|call| call.note).collect();
        if owed.is_empty() || !self.comp.context.notes_at_foot() {
            return Length::ZERO;
        }
        let mut met = BTreeSet::new();
        let mut sum = design.notes.above + design.notes.below - design.notes.between;
        while let Some(note) = owed.pop() {
            if !met.insert(note) {
                continue;
            }
            let own = depths.entry(note).or_insert_with(|| {
                let NoteLines { lines, .. } = note_lines(self.comp.context, &mut self.comp.words, note);
                let calls = lines.iter().flat_map(|line| &line.notes).map(|call| call.note).collect();
                NoteDepth { depth: lines.iter().map(|line| line.advance).sum(), calls }
            });
            sum += own.depth + design.notes.between;
            owed.extend(&own.calls);
        }
        sum
    }

    /// The lines of the table, page by page: a row stands on one page if it fits there. `full` says of lines whether they
    /// are too many for other reasons.
    fn table_pages(
        &mut self,
        table: &Table,
        block: &Block,
        room: Room,
        deep: Length,
        mut full: impl FnMut(&mut Self, &[&[SetLine]]) -> bool,
    ) -> Vec<Vec<SetLine>> {
        let mut offset = 0;
        let mut page = Vec::new();
        let caption = table.caption.as_ref();
        let caption = caption.map(|caption| (caption, self.comp.node(StructureRole::Caption, room.node)));
        let dressed = self.sized(room, StyleRole::TableCell, &block.attributes.classes);
        let cells = self.cells(table, block, dressed);
        // A narrow table and its caption stand under each other, in half the width at least.
        let whole = self.width(dressed);
        let taken = cells.width().max(whole / 2).min(whole);
        let over = Room { right: room.right + whole - taken, ..room };
        if let Some((caption, node)) = caption {
            page = self.caption(caption, over, block, node);
            offset = plain_text(caption).len() as u32 + 1;
        }
        let spare = (taken - cells.width()).max(Length::ZERO);
        let left = match self.style(StyleRole::Caption, room).align {
            Align::Justify | Align::Left => Length::ZERO,
            Align::Center => spare / 2,
            Align::Right => spare,
        };
        let room = Room { left: dressed.left + left, ..dressed };
        let most = usize::try_from(deep.0 / self.grid.0.max(1)).unwrap_or(1).max(1);
        let frame = TableFrame { table, block, room, over, cells: &cells, deepest: deep, whole: deep };
        let above = self.above(frame);
        let deepest = self.grid * most.saturating_sub(above.len()).max(1) as i64;
        let rows = self.rows(TableFrame { deepest, whole: deepest, ..frame }, &mut offset);
        let below = self.rule_below(room, cells.width(), false);
        let (heads, mut pages, mut has_rows) = (usize::from(!table.head.is_empty()), Vec::new(), false);
        for (nth, row) in rows.into_iter().enumerate() {
            let stays = row.len() <= most.saturating_sub(above.len());
            let pieces = if stays { vec![row] } else { row.into_iter().map(|line| vec![line]).collect() };
            for piece in pieces {
                let fits = page.len() + piece.len() <= most;
                if has_rows && (!fits || full(self, &[&page[..], &piece[..]])) {
                    if let Some(last) = page.last_mut() {
                        last.items.extend(super::opening::artifact(vec![below.clone()]));
                    }
                    pages.push(std::mem::replace(&mut page, above.clone()));
                }
                page.extend(piece);
                has_rows = nth >= heads;
            }
        }
        pages.push(page);
        pages
    }

    /// Lines below one another as one line that is a page: `left` is white above the first of them, `foot` before all.
    fn turned_page(&self, lines: Vec<SetLine>, page: SetLine, left: Length, foot: Length) -> SetLine {
        let mut whole = page.clone();
        for (nth, mut line) in lines.into_iter().enumerate() {
            let y = left + self.grid * (nth as i64 + 1);
            let place = |at: Point| Point::new(y + at.y, -(foot + at.x));
            for (at, item) in std::mem::take(&mut line.items) {
                whole.items.push(match item {
                    Item::Mark(_) => (at, item),
                    item => (place(at), turned(item)),
                });
            }
            for link in &mut line.links {
                let Rect { origin, size } = link.area;
                let corner = place(Point::new(origin.x + size.width, origin.y));
                link.area = Rect { origin: corner, size: Size::new(size.height, size.width) };
            }
            join(&mut whole, line);
        }
        SetLine {
            advance: page.advance,
            ascent: page.ascent,
            descent: page.descent,
            width: page.width,
            hyphen: false,
            ..whole
        }
    }
}

/// An item turned around its own origin, by a quarter to the left.
fn turned(item: Item) -> Item {
    let transform = Transform { a: 0, b: -Transform::ONE, c: Transform::ONE, d: 0, e: Length::ZERO, f: Length::ZERO };
    let frame = Frame { size: Size::default(), items: vec![(Point::ZERO, item)] };
    Item::Group { frame: Arc::new(frame), transform, clip: false, opacity: u8::MAX }
}
