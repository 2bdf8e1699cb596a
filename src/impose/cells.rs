//! In: nothing. Out: the types of what stands where on sheets, and what an order of a book bound on the left becomes where
//! it is bound elsewhere or shares its sheets. Refuses to know how a book is folded.

use crate::base::Binding;
use crate::page::Side;

/// A page on one side of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// From the left and from the top, as the side is seen.
    pub column: usize,
    pub row: usize,
    /// Which page, from 0, blanks counted in.
    pub page: usize,
    /// Head down.
    pub turned: bool,
    /// Which booklet it belongs to, from 0.
    pub signature: usize,
    /// Leaves around this one in its signature's fold, and leaves from its outside to its middle.
    pub depth: usize,
    pub of: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    pub front: Vec<Cell>,
    /// As seen when the sheet is turned over as a reader turns a leaf. Empty where one side is printed.
    pub back: Vec<Cell>,
}

impl Sheet {
    pub fn cells(&self, side: Side) -> &[Cell] {
        match side {
            Side::Recto => &self.front,
            Side::Verso => &self.back,
        }
    }
}

/// What lies between two neighbours on a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seam {
    /// A fold at which the pages meet.
    Fold,
    /// A fold that is trimmed off: bleed stands on both sides of it.
    Trimmed,
    /// One cut, at which the pages meet.
    Slit,
    /// A cut on each side of the bleed.
    Cut,
}

impl Seam {
    /// Whether bleed stands on both sides of it.
    pub fn is_wide(self) -> bool {
        matches!(self, Seam::Trimmed | Seam::Cut)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Between columns, from the left, and between rows, from the top: one less than there are of them.
    pub columns: Vec<Seam>,
    pub rows: Vec<Seam>,
    /// Pages, blanks counted in.
    pub places: usize,
    pub signatures: usize,
    pub two_sided: bool,
    pub sheets: Vec<Sheet>,
}

impl Order {
    /// The same for a book that is bound elsewhere: in a mirror, or with columns for rows.
    #[must_use]
    pub fn bound(mut self, binding: Binding) -> Order {
        let last = self.columns.len();
        let cells = self.sheets.iter_mut().flat_map(|sheet| sheet.front.iter_mut().chain(&mut sheet.back));
        match binding {
            Binding::Left => {}
            Binding::Right => {
                cells.for_each(|cell| cell.column = last - cell.column);
                self.columns.reverse();
            }
            Binding::Top => {
                cells.for_each(|cell| std::mem::swap(&mut cell.column, &mut cell.row));
                std::mem::swap(&mut self.columns, &mut self.rows);
            }
        }
        self
    }

    /// Two signatures on each sheet, one above the other, to be cut apart. The last sheets of an odd one have nothing
    /// below.
    #[must_use]
    pub fn two_up(mut self) -> Order {
        let rows = self.rows.len() + 1;
        let mut sheets = Vec::new();
        let mut upper: Vec<Sheet> = Vec::new();
        let of = |sheet: &Sheet| sheet.front.first().map(|cell| cell.signature);
        for signature in self.sheets.chunk_by(|one, other| of(one) == of(other)) {
            if upper.is_empty() {
                upper = signature.to_vec();
                continue;
            }
            let mut lower = signature.iter();
            for mut sheet in upper.drain(..) {
                if let Some(below) = lower.next() {
                    let down = |cell: &Cell| Cell { row: cell.row + rows, ..*cell };
                    sheet.front.extend(below.front.iter().map(down));
                    sheet.back.extend(below.back.iter().map(down));
                }
                sheets.push(sheet);
            }
            sheets.extend(lower.cloned());
        }
        sheets.append(&mut upper);
        let own = self.rows.clone();
        self.rows.push(Seam::Cut);
        self.rows.extend(own);
        Order { sheets, ..self }
    }

    /// The back beside the front, on one side: printed on both sides of a sheet that is turned between, and cut apart
    /// between them, it gives the sheet twice.
    #[must_use]
    pub fn work_and_turn(mut self) -> Order {
        let columns = self.columns.len() + 1;
        for sheet in &mut self.sheets {
            let beside = sheet.back.drain(..).map(|cell| Cell { column: cell.column + columns, ..cell });
            sheet.front.extend(beside);
        }
        let own = self.columns.clone();
        self.columns.push(Seam::Cut);
        self.columns.extend(own);
        Order { two_sided: false, ..self }
    }
}
