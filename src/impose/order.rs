//! In: how many pages, and a scheme. Out: which of them stands in which cell of which sheet. Refuses to know how large
//! anything is.

use crate::page::Side;

/// How sheets become a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// All sheets folded once, one in the other.
    Saddle,
    /// Booklets of so many pages each, a multiple of four, folded like `Saddle` and laid on each other; the last may be
    /// thinner.
    Each(usize),
    /// So many booklets of equal thickness.
    Count(usize),
    /// One side of a sheet, folded to eight pages around a cut in its middle.
    Zine,
    /// Two folded leaves on a sheet, one above the other: cut between, the lower pile laid into the upper, folded like
    /// `Saddle`.
    Mini,
}

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
    /// Sheets around this one in its signature, and sheets of the signature in all.
    pub depth: usize,
    pub of: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Which booklet it belongs to, from 0.
    pub signature: usize,
    pub front: Vec<Cell>,
    /// As seen when the sheet is turned over to the left or right. Empty where one side is printed.
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub columns: usize,
    pub rows: usize,
    /// Pages, blanks counted in.
    pub places: usize,
    pub signatures: usize,
    pub two_sided: bool,
    pub sheets: Vec<Sheet>,
}

/// The eight places of a one-sheet zine, around the sheet from its lower right corner: the front cover stands there,
/// and the back cover beside it.
const ZINE: [(usize, usize); 8] = [(3, 1), (3, 0), (2, 0), (1, 0), (0, 0), (0, 1), (1, 1), (2, 1)];

/// Every page once, in order of sheets.
pub fn order(pages: usize, scheme: Scheme) -> Order {
    match scheme {
        Scheme::Saddle => folded(&[pages.div_ceil(4)]),
        Scheme::Each(size) => {
            let sheets = (size / 4).max(1);
            let all = pages.div_ceil(4);
            let sizes: Vec<usize> = (0..all).step_by(sheets).map(|first| sheets.min(all - first)).collect();
            folded(&sizes)
        }
        Scheme::Count(count) => {
            let count = count.max(1);
            folded(&vec![pages.div_ceil(4 * count); count])
        }
        Scheme::Zine => zine(pages),
        Scheme::Mini => mini(pages),
    }
}

/// The four pages of a sheet of a booklet: front left, front right, back left, back right.
fn leaves(first: usize, sheets: usize, depth: usize) -> [usize; 4] {
    let last = first + sheets * 4 - 1;
    let (near, far) = (first + depth * 2, last - depth * 2);
    [far, near, near + 1, far - 1]
}

fn folded(sizes: &[usize]) -> Order {
    let mut sheets = Vec::new();
    let mut first = 0;
    for (signature, &of) in sizes.iter().enumerate() {
        for depth in 0..of {
            let [a, b, c, d] = leaves(first, of, depth);
            let cell = |column, page| Cell { column, row: 0, page, turned: false, depth, of };
            sheets.push(Sheet { signature, front: vec![cell(0, a), cell(1, b)], back: vec![cell(0, c), cell(1, d)] });
        }
        first += of * 4;
    }
    Order { columns: 2, rows: 1, places: first, signatures: sizes.len(), two_sided: true, sheets }
}

fn zine(pages: usize) -> Order {
    let count = pages.div_ceil(8);
    let sheet = |signature: usize| {
        let cell = |(at, &(column, row)): (usize, &(usize, usize))| Cell {
            column,
            row,
            page: signature * 8 + at,
            turned: row == 0,
            depth: 0,
            of: 1,
        };
        Sheet { signature, front: ZINE.iter().enumerate().map(cell).collect(), back: Vec::new() }
    };
    let sheets = (0..count).map(sheet).collect();
    Order { columns: 4, rows: 2, places: count * 8, signatures: count, two_sided: false, sheets }
}

/// The upper pile is the outer half of the booklet. An odd leaf has nothing below it: that strip is waste.
fn mini(pages: usize) -> Order {
    let of = pages.div_ceil(4);
    let upper = of.div_ceil(2);
    let mut sheets = Vec::new();
    for at in 0..upper {
        let mut sheet = Sheet::default();
        for (row, depth) in [(0, at), (1, at + upper)] {
            if depth < of {
                let [a, b, c, d] = leaves(0, of, depth);
                let cell = |column, page| Cell { column, row, page, turned: false, depth, of };
                sheet.front.extend([cell(0, a), cell(1, b)]);
                sheet.back.extend([cell(0, c), cell(1, d)]);
            }
        }
        sheets.push(sheet);
    }
    Order { columns: 2, rows: 2, places: of * 4, signatures: 1, two_sided: true, sheets }
}
