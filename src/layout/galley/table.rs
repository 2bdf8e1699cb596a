//! In: a table and its room. Out: its rows as lines, its cells wrapped in their columns, the head ruled and kept with the
//! first row, and what stands above the rows on each page that it goes on to. Refuses to know pages.

use super::cells::{Cells, cell_look};
use super::column::GalleyItem;
use super::opening::artifact;
use super::setter::{Room, SHORT, Setter, join};
use super::text::Block as Text;
use crate::base::{Length, Point, Size};
use crate::design::{Align, StyleRole};
use crate::layout::items::{Flat, Place, RunKind};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::{Flaw, SetLine};
use crate::model::{Block, Cell, Inline, Table, plain_text};
use crate::page::{Item, Mark, NodeId, Scope, StructureRole};
use std::sync::Arc;

/// How far a caption stands above its table's first rule, in hundredths of a line, beyond where it would stand.
const CAPTION: i64 = 30;

/// A row deeper than this part of a page may be cut, where else a page would be half empty.
const DEEP: i64 = 3;

/// A row to set: the head's, or one that its first cell names.
#[derive(Clone, Copy)]
struct Row<'t> {
    cells: &'t [Cell],
    head: bool,
    named: bool,
}

/// A table's place and what its rows have in common.
#[derive(Clone, Copy)]
pub struct TableFrame<'t> {
    pub table: &'t Table,
    pub block: &'t Block,
    pub room: Room,
    /// Where its caption stands.
    pub over: Room,
    pub cells: &'t Cells,
    /// What a page has for rows: no row is deeper, save in pieces.
    pub deepest: Length,
    /// A row that is deeper than this may be cut, at a price.
    pub whole: Length,
}

impl Setter<'_, '_> {
    pub fn table(&mut self, table: &Table, block: &Block, room: Room) {
        let is_outer = room.node == NodeId(0);
        let node = self.block_node(room, StructureRole::Table, block);
        let has = |class: &str| block.attributes.classes.iter().any(|own| own == class);
        let room = Room { node, ..room };
        if has("landscape") {
            return self.turned_table(table, block, room, is_outer);
        }
        let style = self.style(StyleRole::Caption, room);
        let (before, after) = (style.before.max(1), style.after.max(1));
        self.gap(before);
        let from = self.items.len();
        let caption = table.caption.as_ref().map(|caption| (caption, self.comp.node(StructureRole::Caption, node)));
        let dressed = self.sized(room, StyleRole::TableCell, &block.attributes.classes);
        let most = if has("wide") { self.comp.context.outset } else { Length::ZERO };
        let cells = self.cells(table, block, Room { right: dressed.right - most, ..dressed });
        // No further out than its columns ask.
        let outset = (cells.width() - self.width(dressed)).max(Length::ZERO).min(most);
        let mut offset = 0;
        let over = Room { right: room.right - outset, ..room };
        if let Some((caption, node)) = caption {
            let lines = self.caption(caption, over, block, node);
            self.lines(lines);
            self.keep_with_next(Cut::Heading);
            offset = plain_text(caption).len() as u32 + 1;
        }
        // A table stands under its caption.
        let spare = (self.width(dressed) + outset - cells.width()).max(Length::ZERO);
        let left = match style.align {
            Align::Justify | Align::Left => Length::ZERO,
            Align::Center => spare / 2,
            Align::Right => spare,
        };
        let room = Room { left: dressed.left + left, right: dressed.right - outset, ..dressed };
        let depth = self.comp.context.depth;
        let frame = TableFrame { table, block, room, over, cells: &cells, deepest: depth, whole: depth };
        let mut above = self.above(frame);
        let deepest = depth - above.iter().map(|line| line.advance).sum::<Length>();
        let rows = self.rows(TableFrame { deepest, whole: deepest / DEEP, ..frame }, &mut offset);
        above.iter_mut().for_each(|line| self.outward(line, outset));
        let above: Option<Arc<[SetLine]>> = Some(above).filter(|lines| !lines.is_empty()).map(Arc::from);
        let (at, rule) = self.rule_below(room, cells.width(), false);
        let at = Point::new(at.x + if self.is_mirrored() { outset } else { Length::ZERO }, at.y);
        let below: Arc<[(Point, Item)]> = Arc::from(artifact(vec![(at, rule)]));
        let (count, heads) = (rows.len(), usize::from(!table.head.is_empty()));
        for (nth, mut lines) in rows.into_iter().enumerate() {
            let edge = nth == heads || nth + 2 == count;
            if let Some(last) = lines.last_mut().filter(|_| nth + 1 < count && edge) {
                last.after.cut(Cut::Edge);
            }
            if let Some(last) = lines.last_mut().filter(|_| nth + 1 < count && count <= SHORT) {
                last.after.cut(Cut::Short);
            }
            let last = lines.len().saturating_sub(1);
            for (at, line) in lines.iter_mut().enumerate() {
                line.above = above.clone().filter(|_| nth > heads || nth == heads && at > 0);
                line.below = Some(below.clone()).filter(|_| nth >= heads && (nth + 1 < count || at < last));
            }
            self.lines(lines);
            if nth < heads && count > 1 {
                self.keep_with_next(Cut::Heading);
            }
        }
        self.reach_out(from, outset);
        self.gap(after);
        self.indent = false;
    }

    /// Lets the lines since item `from` reach into the outer margin.
    pub fn reach_out(&mut self, from: usize, outset: Length) {
        let mut items = std::mem::take(&mut self.items);
        for item in items.iter_mut().skip(from) {
            let GalleyItem::Text { settings } = item else { continue };
            settings.iter_mut().flat_map(|(_, lines)| lines).for_each(|line| self.outward(line, outset));
        }
        self.items = items;
    }

    /// A line that begins on the right reaches out to the left: all of it is moved as if it did not.
    fn outward(&self, line: &mut SetLine, outset: Length) {
        line.outset = outset;
        if outset > Length::ZERO && self.is_mirrored() {
            line.shift(outset, Length::ZERO);
        }
    }

    /// A caption above its table: lines of about one length, with a little white below them.
    pub fn caption(&mut self, caption: &[Inline], room: Room, block: &Block, node: NodeId) -> Vec<SetLine> {
        let how = self.block(StyleRole::Caption, room, self.source(block));
        let how = Text { balanced: true, ..how };
        let flat = self.flat(caption, how.look, node, 0);
        let lines = self.best(flat, &how);
        self.raised(lines)
    }

    fn raised(&self, mut lines: Vec<SetLine>) -> Vec<SetLine> {
        for line in &mut lines {
            let (ascent, descent) = (line.ascent, line.descent);
            line.shift(Length::ZERO, -self.grid.scale(CAPTION, 100));
            (line.ascent, line.descent) = (ascent, descent);
        }
        if let Some((_, before)) = lines.split_last_mut() {
            before.iter_mut().for_each(|line| line.after.cut(Cut::Keep));
        }
        lines
    }

    /// All rows with their rules, the head's first.
    pub fn rows(&mut self, frame: TableFrame, offset: &mut u32) -> Vec<Vec<SetLine>> {
        let TableFrame { table, room, cells, .. } = frame;
        let heads = usize::from(!table.head.is_empty());
        let count = table.rows.len() + heads;
        let mut all = Vec::with_capacity(count);
        let rows = std::iter::once(&table.head).filter(|head| !head.is_empty()).chain(&table.rows);
        for (nth, row) in rows.enumerate() {
            let head = nth < heads;
            let row = Row { cells: row, head, named: !head && table.names_rows() };
            let mut lines = self.row(frame, row, offset);
            if cells.narrow.contains(&(nth + 1 - heads)) {
                lines.first_mut().into_iter().for_each(|line| line.flaws.push(Flaw::CellNarrow));
            }
            if nth == 0
                && let Some(first) = lines.first_mut()
            {
                let rule = self.rule_over(room, cells.width(), first.advance, head);
                first.items.extend(artifact(vec![rule]));
            }
            let is_last = nth + 1 == count;
            if let Some(last) = lines.last_mut().filter(|_| head || is_last || cells.is_ruled) {
                let rule = self.rule_below(room, cells.width(), is_last);
                last.items.extend(artifact(vec![rule]));
            }
            all.push(lines);
        }
        all
    }

    /// What stands above the rows on a page that the table goes on to: its caption's short form and its head. It is
    /// none of the text, which has been read.
    pub fn above(&mut self, frame: TableFrame) -> Vec<SetLine> {
        let TableFrame { table, block, room, over, cells, .. } = frame;
        let marks = std::mem::replace(&mut self.comp.marks, false);
        let nodes = self.comp.structure.nodes.len();
        let mut lines = Vec::new();
        if let Some(caption) = &table.caption {
            let short = table.short.clone().unwrap_or_else(|| first_sentence(&plain_text(caption)));
            let words = &self.comp.context.book().metadata.words;
            let again = words.continued.replace("{title}", &short);
            let how = Text { balanced: true, ..self.block(StyleRole::Caption, over, self.source(block)) };
            let mut flat = Flat::default();
            let place = Place { look: how.look, node: room.node, link: None };
            flat.made(&again, RunKind::Made, place, self.comp.span(block.span));
            let set = self.best(flat, &how);
            lines.extend(self.raised(set));
        }
        if !table.head.is_empty() {
            let row = Row { cells: &table.head, head: true, named: false };
            let mut head = self.row(frame, row, &mut 0);
            if let Some(first) = head.first_mut() {
                let rule = self.rule_over(room, cells.width(), first.advance, true);
                first.items.push(rule);
            }
            if let Some(last) = head.last_mut() {
                last.items.push(self.rule_below(room, cells.width(), false));
            }
            lines.append(&mut head);
        }
        self.comp.structure.nodes.truncate(nodes);
        self.comp.marks = marks;
        for line in &mut lines {
            let mut items = vec![(Point::ZERO, Item::Mark(Mark::BeginFurniture))];
            items.append(&mut line.items);
            items.push((Point::ZERO, Item::Mark(Mark::End)));
            line.items = items;
            line.section = self.comp.section;
            (line.start, line.end) = (None, None);
        }
        // The rows need room too.
        let taken: Length = lines.iter().map(|line| line.advance).sum();
        if taken * 2 > frame.deepest { Vec::new() } else { lines }
    }

    /// The lines of a row; they stay together unless the row is deep.
    fn row(&mut self, frame: TableFrame, row: Row, offset: &mut u32) -> Vec<SetLine> {
        let TableFrame { block, room, .. } = frame;
        let node = self.comp.node(StructureRole::Row, room.node);
        let role = if row.head { StyleRole::TableHead } else { StyleRole::TableCell };
        let mut cells: Vec<Vec<SetLine>> = Vec::new();
        for (nth, (cell, column)) in row.cells.iter().zip(&frame.cells.columns).enumerate() {
            // A heading that says nothing is none.
            let tag = match row.head {
                _ if cell.inlines.is_empty() => StructureRole::DataCell,
                true => StructureRole::HeaderCell(Scope::Column),
                false if row.named && nth == 0 => StructureRole::HeaderCell(Scope::Row),
                false => StructureRole::DataCell,
            };
            let node: NodeId = self.comp.node(tag, node);
            let source = self.source(block).from(*offset);
            *offset += plain_text(&cell.inlines).len() as u32 + 1;
            let how = self.block(role, room, source);
            let look = cell_look(how.look, column, frame.cells.hyphenate);
            let hang = if row.head { Length::ZERO } else { column.hang(look.size) };
            let flat = Flat { hyphened: true, ..self.flat(&cell.inlines, look, node, source.offset) };
            let behind = if row.head { Length::ZERO } else { column.behind - self.tail_of(&flat, column) };
            let width = (column.width - behind).max(look.size);
            let how = Text { left: room.left + column.left, width, align: column.align, look, hang, ..how };
            let set = self.best(flat, &how);
            cells.push(set);
        }
        let most = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let blank = SetLine::blank(self.grid, block.id, role, self.comp.span(block.span));
        if row.head {
            // Heads stand on their rule.
            for cell in &mut cells {
                let lines = std::iter::repeat_n(blank.clone(), most - cell.len());
                cell.splice(0..0, lines);
            }
        }
        let depth: Length = depths(&cells, self.grid).into_iter().sum();
        if depth.max(self.grid * most as i64) > frame.whole {
            return cut_between(cells, blank, depth <= frame.deepest);
        }
        let mut lines = self.whole(cells, blank);
        if let Some((_, before)) = lines.split_last_mut() {
            before.iter_mut().for_each(|line| line.after.cut(Cut::Keep));
        }
        lines
    }

    /// The lines of a row that stays on one page: all that is drawn goes with the first, cell by cell, so that a row
    /// is copied and read cell by cell.
    fn whole(&self, mut cells: Vec<Vec<SetLine>>, blank: SetLine) -> Vec<SetLine> {
        let (mut items, mut links) = (Vec::new(), Vec::new());
        let depths = depths(&cells, self.grid);
        for (nth, line) in cells.iter_mut().flat_map(|cell| cell.iter_mut().enumerate()) {
            let (ascent, descent) = (line.ascent, line.descent);
            line.shift(Length::ZERO, depths[1..=nth].iter().copied().sum());
            (line.ascent, line.descent) = (ascent, descent);
            items.append(&mut line.items);
            links.append(&mut line.links);
        }
        let mut lines = beside(cells, blank);
        lines[0].items = items;
        lines[0].links = links;
        lines
    }

    /// A rule over the first line of a row, which is as deep as this.
    fn rule_over(&self, room: Room, width: Length, advance: Length, thick: bool) -> (Point, Item) {
        self.table_rule(room, self.grid / 5 - advance, width, thick)
    }

    /// A rule under the last line of a row.
    pub fn rule_below(&self, room: Room, width: Length, thick: bool) -> (Point, Item) {
        self.table_rule(room, self.grid.scale(3, 10), width, thick)
    }

    fn table_rule(&self, room: Room, y: Length, width: Length, thick: bool) -> (Point, Item) {
        let thickness = Length::pt_ratio(if thick { 4 } else { 2 }, 5);
        let ink = self.comp.context.dress.style(StyleRole::TableCell).ink;
        (Point::new(self.place(room.left, width), y), Item::Rule { size: Size::new(width, thickness), ink })
    }
}

/// A caption up to its first stop.
fn first_sentence(caption: &str) -> String {
    let end = caption.match_indices(". ").map(|(at, _)| at).find(|&at| {
        // A short word before it is abbreviated.
        caption[..at].chars().rev().take_while(|c| c.is_alphanumeric()).count() > 3
    });
    let first = caption[..end.unwrap_or(caption.len())].trim_end();
    first.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(first).to_owned()
}

/// How much each line of a row adds: as much as the cell that asks most.
fn depths(cells: &[Vec<SetLine>], grid: Length) -> Vec<Length> {
    let most = cells.iter().map(Vec::len).max().unwrap_or(0);
    let asked = |nth: usize| cells.iter().filter_map(move |cell| cell.get(nth)).map(|line| line.advance);
    (0..most).map(|nth| asked(nth).fold(grid, Length::max)).collect()
}

/// The lines of a row that may be cut: no line of a cell alone, and one that fits on a page only to save it from a hole,
/// and in no word: other cells would stand between its parts.
fn cut_between(cells: Vec<Vec<SetLine>>, blank: SetLine, fits: bool) -> Vec<SetLine> {
    let counts: Vec<usize> = cells.iter().map(Vec::len).collect();
    let most = counts.iter().copied().max().unwrap_or(0);
    let in_word: Vec<bool> =
        (0..most).map(|nth| cells.iter().any(|cell| cell.get(nth).is_some_and(|line| line.hyphen))).collect();
    let mut lines = beside(cells, blank);
    let last = lines.len().saturating_sub(1);
    for (nth, line) in lines.iter_mut().enumerate().take(last) {
        if counts.contains(&(nth + 2)) {
            line.after.cut(Cut::Widow);
        }
        if nth == 0 {
            line.after.cut(Cut::Orphan);
        }
        if fits {
            line.after.cut(if in_word.get(nth) == Some(&true) { Cut::Keep } else { Cut::Edge });
        }
    }
    lines
}

/// The lines of cells, those at the same height as one; one line at the least.
fn beside(cells: Vec<Vec<SetLine>>, blank: SetLine) -> Vec<SetLine> {
    let mut lines: Vec<SetLine> = Vec::new();
    for (nth, line) in cells.into_iter().flat_map(|cell| cell.into_iter().enumerate()) {
        match lines.get_mut(nth) {
            Some(whole) => {
                whole.advance = whole.advance.max(line.advance);
                join(whole, line);
            }
            None => lines.push(line),
        }
    }
    if lines.is_empty() {
        lines.push(blank);
    }
    lines
}
