//! In: a table and its room. Out: its rows as lines: columns as wide as their content asks, cells wrapped, the head
//! ruled and kept with the first row. Refuses to know pages.

use super::edges::natural;
use super::setter::{Room, SHORT, Setter, join};
use super::text::Block as Text;
use crate::base::{Length, Point, Size};
use crate::design::{self, StyleRole};
use crate::layout::items::paragraph;
use crate::layout::linebreak::{FORBIDDEN, Piece};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::model::{Align, Block, Cell, Table, plain_text};
use crate::page::{Item, NodeId, Scope, StructureRole};

/// A column: from the room's left edge.
#[derive(Clone, Copy)]
struct Column {
    left: Length,
    width: Length,
    align: design::Align,
}

/// A row to set: the head's, or one that its first cell names.
struct Row<'t> {
    cells: &'t [Cell],
    head: bool,
    named: bool,
}

impl Setter<'_, '_> {
    pub fn table(&mut self, table: &Table, block: &Block, room: Room) {
        let node = self.block_node(room, StructureRole::Table, block);
        let room = Room { node, ..room };
        let caption = self.comp.context.dress.style(StyleRole::Caption);
        let (before, after) = (caption.before.max(1), caption.after.max(1));
        self.gap(before);
        let mut offset = 0;
        if let Some(caption) = &table.caption {
            let node = self.comp.node(StructureRole::Caption, node);
            let how = self.block(StyleRole::Caption, room, self.source(block));
            let flat = self.flat(caption, how.look, node, 0);
            self.priced(flat, &how);
            self.keep_with_next(Cut::Heading);
            offset = plain_text(caption).len() as u32 + 1;
        }
        let columns = self.columns_of(table, room);
        let right = columns.last().map_or(Length::ZERO, |last| last.left + last.width);
        let left = (self.width(room) - right).max(Length::ZERO) / 2;
        let room = Room { left: room.left + left, ..room };
        let count = table.rows.len() + usize::from(!table.head.is_empty());
        let rows = std::iter::once(&table.head).filter(|head| !head.is_empty()).chain(&table.rows);
        for (nth, row) in rows.enumerate() {
            let head = nth == 0 && !table.head.is_empty();
            let row = Row { cells: row, head, named: !head && table.names_rows() };
            let mut lines = self.row(row, block, room, &columns, &mut offset);
            if nth == 0 {
                self.rule_row(lines.first_mut(), room, right, true, head);
            }
            if head || nth + 1 == count {
                self.rule_row(lines.last_mut(), room, right, false, !head || count == 1);
            }
            let edge = nth == usize::from(!table.head.is_empty()) || nth + 2 == count;
            if let Some(last) = lines.last_mut().filter(|_| nth + 1 < count && edge) {
                last.after.cut(Cut::Edge);
            }
            if let Some(last) = lines.last_mut().filter(|_| nth + 1 < count && count <= SHORT) {
                last.after.cut(Cut::Short);
            }
            self.lines(lines);
            if head && count > 1 {
                self.keep_with_next(Cut::Heading);
            }
        }
        self.gap(after);
        self.indent = false;
    }

    /// Each column gets what its longest cell asks, or a share between its longest word and that.
    fn columns_of(&mut self, table: &Table, room: Room) -> Vec<Column> {
        let count = table.columns.len();
        let (mut least, mut most) = (vec![Length::ZERO; count], vec![Length::ZERO; count]);
        let rows = std::iter::once((&table.head, StyleRole::TableHead));
        let rows = rows.chain(table.rows.iter().map(|row| (row, StyleRole::TableCell)));
        let nodes = self.comp.structure.nodes.len();
        for (row, role) in rows {
            for (nth, cell) in row.iter().enumerate().take(count) {
                let look = self.look(role, room);
                let flat = self.flat(&cell.inlines, look, room.node, 0);
                let text = paragraph(self.comp, flat, self.width(room) * 1_000);
                least[nth] = least[nth].max(longest_word(&text.pieces));
                most[nth] = most[nth].max(natural(&text));
            }
        }
        self.comp.structure.nodes.truncate(nodes);
        let size = self.look(StyleRole::TableCell, room).size;
        let gap = size.min(self.width(room) / (4 * count.max(1) as i64));
        let room_for_all = self.width(room) - gap * (count as i64 - 1).max(0);
        let widths = shares(&least, &most, room_for_all);
        let mut left = Length::ZERO;
        let mut columns = Vec::with_capacity(count);
        for (width, align) in widths.into_iter().zip(&table.columns) {
            let align = match align {
                Align::Default | Align::Left => design::Align::Left,
                Align::Center => design::Align::Center,
                Align::Right => design::Align::Right,
            };
            columns.push(Column { left, width, align });
            left += width + gap;
        }
        columns
    }

    /// The lines of a row; they stay together unless the row is
    /// deeper than a page.
    fn row(&mut self, row: Row, block: &Block, room: Room, columns: &[Column], offset: &mut u32) -> Vec<SetLine> {
        let Row { cells: row, head, named } = row;
        let node = self.comp.node(StructureRole::Row, room.node);
        let role = if head { StyleRole::TableHead } else { StyleRole::TableCell };
        let mut cells: Vec<Vec<SetLine>> = Vec::new();
        for (nth, (cell, column)) in row.iter().zip(columns).enumerate() {
            // A heading that says nothing is none.
            let tag = match head {
                _ if cell.inlines.is_empty() => StructureRole::DataCell,
                true => StructureRole::HeaderCell(Scope::Column),
                false if named && nth == 0 => StructureRole::HeaderCell(Scope::Row),
                false => StructureRole::DataCell,
            };
            let node: NodeId = self.comp.node(tag, node);
            let source = self.source(block).from(*offset);
            *offset += plain_text(&cell.inlines).len() as u32 + 1;
            let how = self.block(role, room, source);
            let how = Text { left: room.left + column.left, width: column.width, align: column.align, ..how };
            let flat = self.flat(&cell.inlines, how.look, node, source.offset);
            let set = self.best(flat, &how);
            cells.push(set);
        }
        let deepest = cells.iter().map(Vec::len).max().unwrap_or(0).max(1) as i64;
        let blank = SetLine::blank(self.grid, block.id, role, self.comp.span(block.span));
        if self.grid * deepest > self.comp.context.depth {
            return beside(cells, blank);
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
        for (nth, line) in cells.iter_mut().flat_map(|cell| cell.iter_mut().enumerate()) {
            let (ascent, descent) = (line.ascent, line.descent);
            line.shift(Length::ZERO, self.grid * nth as i64);
            (line.ascent, line.descent) = (ascent, descent);
            items.append(&mut line.items);
            links.append(&mut line.links);
        }
        let mut lines = beside(cells, blank);
        lines[0].items = items;
        lines[0].links = links;
        lines
    }

    /// A rule over the first line of a row, or under its last.
    fn rule_row(&self, line: Option<&mut SetLine>, room: Room, width: Length, above: bool, thick: bool) {
        let Some(line) = line else { return };
        let thickness = Length::pt_ratio(if thick { 4 } else { 2 }, 5);
        let y = if above { -self.grid.scale(4, 5) } else { self.grid.scale(3, 10) };
        let ink = self.comp.context.dress.style(StyleRole::TableCell).ink;
        let rule = Item::Rule { size: Size::new(width, thickness), ink };
        line.items.extend(super::opening::artifact(vec![(Point::new(self.place(room.left, width), y), rule)]));
    }
}

/// The lines of cells, those at the same height as one; one line at the least.
fn beside(cells: Vec<Vec<SetLine>>, blank: SetLine) -> Vec<SetLine> {
    let mut lines: Vec<SetLine> = Vec::new();
    for (nth, line) in cells.into_iter().flat_map(|cell| cell.into_iter().enumerate()) {
        match lines.get_mut(nth) {
            Some(whole) => join(whole, line),
            None => lines.push(line),
        }
    }
    if lines.is_empty() {
        lines.push(blank);
    }
    lines
}

/// The widest run that no line may end in.
fn longest_word(pieces: &[Piece]) -> Length {
    let (mut longest, mut word, mut glued) = (Length::ZERO, Length::ZERO, false);
    for piece in pieces {
        match piece {
            Piece::Box { width, .. } => word += *width,
            Piece::Glue { width, .. } if glued => word += *width,
            Piece::Glue { .. } => word = Length::ZERO,
            Piece::Penalty { cost, .. } if *cost >= FORBIDDEN => {}
            Piece::Penalty { width, .. } => {
                longest = longest.max(word + *width);
                word = Length::ZERO;
            }
        }
        glued = matches!(piece, Piece::Penalty { cost, .. } if *cost >= FORBIDDEN);
        longest = longest.max(word);
    }
    longest
}

/// Widths of columns between the least and the most that each asks, together no wider than `room`.
fn shares(least: &[Length], most: &[Length], room: Length) -> Vec<Length> {
    let (all_least, all_most): (Length, Length) = (least.iter().copied().sum(), most.iter().copied().sum());
    if all_most <= room {
        return most.to_vec();
    }
    if all_least >= room {
        return least.iter().map(|least| room.scale(least.0, all_least.0.max(1))).collect();
    }
    let (spare, wanted) = (room - all_least, all_most - all_least);
    least.iter().zip(most).map(|(least, most)| *least + spare.scale((*most - *least).0, wanted.0.max(1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_what_there_is() {
        let pt = |points: &[i64]| points.iter().map(|&p| Length::pt(p)).collect::<Vec<_>>();
        assert_eq!(shares(&pt(&[10, 20]), &pt(&[30, 40]), Length::pt(100)), pt(&[30, 40]));
        assert_eq!(shares(&pt(&[10, 20]), &pt(&[30, 60]), Length::pt(60)), pt(&[20, 40]));
        assert_eq!(shares(&pt(&[30, 60]), &pt(&[90, 90]), Length::pt(30)), pt(&[10, 20]));
    }
}
