//! In: a table and its room. Out: its columns, as wide as the words of their cells ask, and what does not fit them, told.
//! Refuses to know lines.

use super::columns::{CellText, Column, squeezed, widths};
use super::decimals::{sign, tail};
use super::setter::{Room, Setter};
use crate::base::{Diagnostic, Length};
use crate::design::{self, StyleRole};
use crate::layout::items::pieces::place_of;
use crate::layout::items::{Flat, Look, RunKind, paragraph};
use crate::model::{Align, Block, Cell, Table, plain_text};
use std::collections::BTreeSet;

/// How far in a turned-over line stands, in hundredths of its size.
const HANG: i64 = 90;
/// Of the gap between columns, where words would not fit otherwise, in hundredths.
const NARROW_GAP: i64 = 60;
/// So many times the room are enough for any cell on one line.
const NO_LIMIT: i64 = 1_000;

/// The columns of a table.
pub struct Cells {
    pub columns: Vec<TableColumn>,
    /// Words are hyphenated, for want of room.
    pub hyphenate: bool,
    /// A rule stands under each row: lines turn over that do not hang.
    pub is_ruled: bool,
    /// Rows with a word that is wider than its column; the head is row 0.
    pub narrow: BTreeSet<usize>,
}

/// A column: from the left edge of the table's room.
#[derive(Clone, Copy, Debug)]
pub struct TableColumn {
    pub left: Length,
    pub width: Length,
    pub align: design::Align,
    /// Numbers stand under one another by their decimal signs: what the longest has behind it.
    pub behind: Length,
    /// The sign, where it has any.
    decimal: Option<Option<char>>,
}

impl Cells {
    pub fn width(&self) -> Length {
        self.columns.last().map_or(Length::ZERO, |last| last.left + last.width)
    }
}

impl TableColumn {
    fn new(align: Align) -> TableColumn {
        let align = match align {
            Align::Default | Align::Left => design::Align::Left,
            Align::Center => design::Align::Center,
            Align::Right => design::Align::Right,
        };
        TableColumn { left: Length::ZERO, width: Length::ZERO, align, behind: Length::ZERO, decimal: None }
    }

    /// How far in turned-over lines stand.
    pub fn hang(&self, size: Length) -> Length {
        if self.align == design::Align::Left { size.scale(HANG, 100).min(self.width / 4) } else { Length::ZERO }
    }
}

/// How wide a table's columns are tried to be.
struct Tried {
    asked: Vec<Column>,
    widths: Vec<Length>,
}

impl Tried {
    /// Whether no word of a cell is wider than its column.
    fn fits(&self) -> bool {
        let fits = |(column, width): (&Column, &Length)| column.cells.iter().all(|cell| cell.fits(*width));
        self.asked.iter().zip(&self.widths).all(fits)
    }

    fn turns_over(&self, nth: usize) -> bool {
        let (Some(column), Some(width)) = (self.asked.get(nth), self.widths.get(nth)) else { return false };
        column.cells.iter().any(|cell| cell.natural() > *width)
    }
}

impl Setter<'_, '_> {
    /// Each column gets what its longest cell asks; where that is too much, least turns over. Words are hyphenated only
    /// where they would not fit otherwise.
    pub fn cells(&mut self, table: &Table, block: &Block, room: Room) -> Cells {
        let nodes = self.comp.structure.nodes.len();
        let mut columns: Vec<TableColumn> = table.columns.iter().map(|align| TableColumn::new(*align)).collect();
        let count = columns.len();
        let size = self.look(StyleRole::TableCell, room).size;
        let count = count.max(1) as i64;
        let mut gap = size.min(self.width(room) / (4 * count));
        let within = |setter: &Self, gap: Length| setter.width(room) - gap * (count - 1);
        if block.attributes.classes.iter().any(|class| class == "decimal") {
            self.decimals(table, room, &mut columns);
        }
        let mut hyphenate = false;
        let mut tried = self.tried(table, room, &columns, within(self, gap), hyphenate);
        if !tried.fits() {
            gap = gap.scale(NARROW_GAP, 100);
            tried = self.tried(table, room, &columns, within(self, gap), hyphenate);
        }
        if !tried.fits() && self.comp.context.design.hyphenate {
            let whole = tried;
            hyphenate = true;
            tried = self.tried(table, room, &columns, within(self, gap), hyphenate);
            if !tried.fits() {
                // As far as whole words ask for room: little is gained by hyphens.
                tried.widths = whole.widths;
            }
        }
        let mut left = Length::ZERO;
        for (column, width) in columns.iter_mut().zip(&tried.widths) {
            (column.left, column.width) = (left, *width);
            left += *width + gap;
        }
        let unhung =
            |(nth, column): (usize, &TableColumn)| column.align != design::Align::Left && tried.turns_over(nth);
        let is_ruled = table.rows.len() > 1 && columns.iter().enumerate().any(unhung);
        let mut narrow = BTreeSet::new();
        if !tried.fits() {
            self.tell_narrow(table, room, &columns, &tried);
            let fits = |row: usize| {
                let cell =
                    |(column, width): (&Column, &Length)| column.cells.get(row).is_none_or(|cell| cell.fits(*width));
                tried.asked.iter().zip(&tried.widths).all(cell)
            };
            narrow = (0..=table.rows.len()).filter(|row| !fits(*row)).collect();
        }
        self.comp.structure.nodes.truncate(nodes);
        Cells { columns, hyphenate, is_ruled, narrow }
    }

    fn tried(&mut self, table: &Table, room: Room, columns: &[TableColumn], within: Length, hyphenate: bool) -> Tried {
        let asked = self.asked(table, room, columns, within, hyphenate);
        let widths = widths(&asked, within).unwrap_or_else(|| squeezed(&asked, within));
        Tried { asked, widths }
    }

    fn cell_flat(&mut self, cell: &Cell, head: bool, room: Room, column: &TableColumn, hyphenate: bool) -> Flat {
        let role = if head { StyleRole::TableHead } else { StyleRole::TableCell };
        let look = cell_look(self.look(role, room), column, hyphenate);
        self.flat(&cell.inlines, look, room.node, 0)
    }

    /// What the cells of each column hold.
    fn asked(
        &mut self,
        table: &Table,
        room: Room,
        columns: &[TableColumn],
        within: Length,
        hyphenate: bool,
    ) -> Vec<Column> {
        let hang = self.look(StyleRole::TableCell, room).size.scale(HANG, 100);
        let mut asked = Vec::with_capacity(columns.len());
        for (nth, column) in columns.iter().enumerate() {
            let mut cells = Vec::new();
            for (cell, head) in each_cell(table, nth) {
                let flat = self.cell_flat(cell, head, room, column, hyphenate);
                let tail = self.tail_of(&flat, column);
                let text = paragraph(self.comp, flat, within * NO_LIMIT);
                let hung = !head && column.align == design::Align::Left;
                let cell = CellText::new(&text.pieces, if hung { hang } else { Length::ZERO });
                let is_number = column.decimal.is_some() && !head;
                cells.push(if is_number { CellText::unbroken(cell.natural() - tail + column.behind) } else { cell });
            }
            let given = table.widths.get(nth).copied().flatten().map(|width| width.within(within));
            asked.push(Column { cells, given });
        }
        let given: Length = asked.iter().filter_map(|column| column.given).sum();
        if given > within {
            for width in asked.iter_mut().filter_map(|column| column.given.as_mut()) {
                *width = width.scale(within.0, given.0);
            }
        }
        asked
    }

    /// Finds the decimal sign of each column that leans right, and what the longest number has behind it.
    fn decimals(&mut self, table: &Table, room: Room, columns: &mut [TableColumn]) {
        let right = columns.iter_mut().enumerate().filter(|(_, column)| column.align == design::Align::Right);
        for (nth, column) in right {
            let words: Vec<String> =
                each_cell(table, nth).filter(|(_, head)| !head).map(|(cell, _)| plain_text(&cell.inlines)).collect();
            column.decimal = Some(sign(&words));
            for (cell, _) in each_cell(table, nth).filter(|(_, head)| !head) {
                let flat = self.cell_flat(cell, false, room, column, false);
                column.behind = column.behind.max(self.tail_of(&flat, column));
            }
        }
    }

    /// What a cell has behind the last figure before its decimal sign.
    pub fn tail_of(&mut self, flat: &Flat, column: &TableColumn) -> Length {
        let Some(sign) = column.decimal else { return Length::ZERO };
        let call = flat.runs.iter().find(|run| matches!(run.kind, RunKind::Call(..)));
        let words = &flat.text[..call.map_or(flat.text.len(), |call| call.start as usize)];
        let Some(at) = tail(words, sign) else { return Length::ZERO };
        let mut before = flat.clone();
        before.cut(at as u32);
        let mut natural = |flat| {
            let text = paragraph(self.comp, flat, Length::pt(1) * NO_LIMIT);
            CellText::new(&text.pieces, Length::ZERO).natural()
        };
        (natural(flat.clone()) - natural(before)).max(Length::ZERO)
    }

    /// Says which words are wider than their columns.
    fn tell_narrow(&mut self, table: &Table, room: Room, columns: &[TableColumn], tried: &Tried) {
        for (nth, column) in columns.iter().enumerate() {
            let (asked, width) = (&tried.asked[nth], tried.widths[nth]);
            let narrow = each_cell(table, nth).zip(&asked.cells).filter(|(_, text)| !text.fits(width));
            for ((cell, head), _) in narrow {
                let flat = self.cell_flat(cell, head, room, column, false);
                let words = flat.text.split_whitespace();
                let Some(word) = words.max_by_key(|word| word.chars().count()) else { continue };
                let at = flat.text.find(word).unwrap_or(0);
                let run = flat.runs.iter().find(|run| (run.start as usize..run.end as usize).contains(&at));
                let Some(place) = run.map(|run| place_of(run, &flat.text, at)) else { continue };
                let why = "a word of this cell is wider than its column, so it is broken";
                let help = "give the table fewer columns or shorter words, or write `{.small}`, `{.wide}` or \
                            `{.landscape}` after its caption";
                let found = Diagnostic::warning("table-cell-narrow", why).at(place).help(help);
                self.comp.say("table-cell-narrow", format!("{}:{}", place.file.0, place.start), found);
            }
        }
    }
}

/// Numbers that lean right have figures of one width.
pub fn cell_look(look: Look, column: &TableColumn, hyphenate: bool) -> Look {
    let tabular = column.align == design::Align::Right;
    Look { tabular, hyphenate: look.hyphenate || hyphenate, ..look }
}

/// The cells of a column, and whether each is the head's.
fn each_cell(table: &Table, nth: usize) -> impl Iterator<Item = (&Cell, bool)> {
    let rows = std::iter::once((&table.head, true)).chain(table.rows.iter().map(|row| (row, false)));
    rows.filter_map(move |(row, head)| Some((row.get(nth)?, head)))
}
