//! In: the cells of a table one by one, some of them over several columns or rows. Out: a table in which every row has
//! as many cells as there are columns.

use super::assemble;
use super::flow::{Flow, Side};
use super::remarks::Remarks;
use super::tree::{Align, At, Block, Cell, Inline, Table};
use super::walk;

/// Columns at most: more is no table for a page.
const COLUMNS: usize = 64;

#[derive(Debug, Default)]
pub struct Grid {
    rows: Vec<(bool, Vec<(Cell, Side)>)>,
    merged: bool,
}

impl Grid {
    /// Begins a row. One of the head that comes after others is a row like them.
    pub fn row(&mut self, head: bool) {
        let head = head && self.rows.is_empty();
        self.rows.push((head, Vec::new()));
    }

    /// Adds a cell over so many columns; one that goes on with the cell above is empty.
    pub fn cell(&mut self, content: Cell, side: Side, wide: usize, below: bool) {
        let Some((_, row)) = self.rows.last_mut() else { return };
        let wide = wide.clamp(1, COLUMNS);
        self.merged |= wide > 1 || below;
        row.push((content, side));
        row.extend((1..wide).map(|_| (Vec::new(), side)));
        row.truncate(COLUMNS);
    }

    pub fn has_merged(&self) -> bool {
        self.merged
    }

    pub fn finish(self) -> Table {
        let columns = self.rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
        let side = |column: usize| {
            let mut sides = self.rows.iter().filter(|(head, _)| !head).filter_map(|(_, row)| row.get(column));
            let mut sides = sides.by_ref().filter(|(cell, _)| !cell.is_empty()).map(|(_, side)| *side);
            let first = sides.next()?;
            sides.all(|side| side == first).then_some(first)
        };
        let align = |column| match side(column) {
            Some(Side::Centre) => Align::Center,
            Some(Side::End) => Align::Right,
            Some(Side::Start) | None => Align::None,
        };
        let mut table = Table { aligns: (0..columns).map(align).collect(), ..Table::default() };
        for (head, row) in self.rows {
            let mut cells: Vec<Cell> = row.into_iter().map(|(cell, _)| cell).collect();
            cells.resize(columns, Vec::new());
            if head {
                // The head of a table is bold anyway.
                let plain = |cell: Cell| match <[Inline; 1]>::try_from(cell) {
                    Ok([Inline::Strong(inner)]) => inner,
                    Ok([other]) => vec![other],
                    Err(cell) => cell,
                };
                table.head = cells.into_iter().map(plain).collect();
            } else if cells.iter().any(|cell| !cell.is_empty()) {
                table.rows.push(cells);
            }
        }
        table
    }
}

/// The content of a cell: its paragraphs are parted by line breaks.
pub fn cell(flow: Vec<Flow>, remarks: &mut Remarks) -> Cell {
    cell_of(assemble::blocks(flow, None, remarks), remarks)
}

pub fn cell_of(blocks: Vec<Block>, remarks: &mut Remarks) -> Cell {
    let mut out = Vec::new();
    flatten(blocks, &mut out, remarks);
    out
}

fn flatten(blocks: Vec<Block>, out: &mut Cell, remarks: &mut Remarks) {
    for block in blocks {
        let mut told = |what: &str| remarks.plain(what, "", At::File);
        let inlines = match block {
            Block::Paragraph(inlines) | Block::Heading { inlines, .. } => inlines,
            Block::Div { blocks, .. } => {
                flatten(blocks, out, remarks);
                continue;
            }
            Block::Quote { blocks, attribution } => {
                flatten(blocks, out, remarks);
                attribution.unwrap_or_default()
            }
            Block::List(list) => {
                told("lists in cells of tables, as lines");
                list.items.into_iter().for_each(|item| flatten(item, out, remarks));
                continue;
            }
            Block::Definitions(all) => {
                for definition in all {
                    flatten(vec![Block::Paragraph(definition.term)], out, remarks);
                    definition.meanings.into_iter().for_each(|meaning| flatten(meaning, out, remarks));
                }
                continue;
            }
            Block::Verse(verse) => {
                let lines = verse.stanzas.into_iter().flatten().map(|line| Block::Paragraph(line.inlines));
                flatten(lines.chain(verse.attribution.map(Block::Paragraph)).collect(), out, remarks);
                continue;
            }
            Block::Table(table) => {
                told("tables in cells of tables, as lines");
                let cells = table.head.into_iter().chain(table.rows.into_iter().flatten());
                flatten(cells.map(Block::Paragraph).collect(), out, remarks);
                continue;
            }
            Block::Code { text, .. } => vec![Inline::Code(text)],
            Block::Figure { picture, alt, caption, .. } => {
                let image = Inline::Image { picture, alt: walk::words(&alt) };
                [image].into_iter().chain(caption).collect()
            }
            Block::Break => continue,
            Block::Comment(comment) => vec![Inline::Comment(comment)],
        };
        if inlines.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        out.extend(inlines);
    }
}
