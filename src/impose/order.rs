//! In: how many pages, and a scheme. Out: which of them stands in which cell of which sheet. Refuses to know how large
//! anything is.

use super::cells::{Cell, Order, Seam, Sheet};
use super::unfold::unfolded;

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
    /// Every sheet folded so many times, each fold across the one before, to a signature of its own: twice for a quarto,
    /// three times for an octavo, four times for a sextodecimo.
    Folded(u32),
    /// Each leaf as often as it fits on a sheet, side by side and one above the other.
    Repeat,
    /// As many piles as fit on a sheet: cut apart and laid on each other, they are the leaves in order.
    Stack,
}

/// The eight places of a one-sheet zine, around the sheet from its lower right corner: the front cover stands there,
/// and the back cover beside it.
const ZINE: [(usize, usize); 8] = [(3, 1), (3, 0), (2, 0), (1, 0), (0, 0), (0, 1), (1, 1), (2, 1)];

/// Every page in order of sheets, of a book that is bound on the left; `fits` says how many leaves fit side by side and
/// one above the other, where that is up to the sheet.
pub fn order(pages: usize, scheme: Scheme, fits: (usize, usize)) -> Order {
    match scheme {
        Scheme::Saddle => nested(&[pages.div_ceil(4)]),
        Scheme::Each(size) => {
            let sheets = (size / 4).max(1);
            let all = pages.div_ceil(4);
            let sizes: Vec<usize> = (0..all).step_by(sheets).map(|first| sheets.min(all - first)).collect();
            nested(&sizes)
        }
        Scheme::Count(count) => {
            let count = count.max(1);
            nested(&vec![pages.div_ceil(4 * count); count])
        }
        Scheme::Zine => zine(pages),
        Scheme::Mini => mini(pages),
        Scheme::Folded(folds) => folded(pages, folds),
        Scheme::Repeat => repeated(pages, fits.0.max(1), fits.1.max(1)),
        Scheme::Stack => stacked(pages, fits.0.max(1), fits.1.max(1)),
    }
}

/// The four pages of a sheet of a booklet: front left, front right, back left, back right.
fn leaves(first: usize, sheets: usize, depth: usize) -> [usize; 4] {
    let last = first + sheets * 4 - 1;
    let (near, far) = (first + depth * 2, last - depth * 2);
    [far, near, near + 1, far - 1]
}

fn nested(sizes: &[usize]) -> Order {
    let mut sheets = Vec::new();
    let mut first = 0;
    for (signature, &of) in sizes.iter().enumerate() {
        for depth in 0..of {
            let [a, b, c, d] = leaves(first, of, depth);
            let cell = |column, page| Cell { column, row: 0, page, turned: false, signature, depth, of };
            sheets.push(Sheet { front: vec![cell(0, a), cell(1, b)], back: vec![cell(0, c), cell(1, d)] });
        }
        first += of * 4;
    }
    let (columns, rows) = (vec![Seam::Fold], Vec::new());
    Order { columns, rows, places: first, signatures: sizes.len(), two_sided: true, sheets }
}

fn zine(pages: usize) -> Order {
    let count = pages.div_ceil(8);
    let sheet = |signature: usize| {
        let cell = |(at, &(column, row)): (usize, &(usize, usize))| Cell {
            column,
            row,
            page: signature * 8 + at,
            turned: row == 0,
            signature,
            depth: 0,
            of: 1,
        };
        Sheet { front: ZINE.iter().enumerate().map(cell).collect(), back: Vec::new() }
    };
    let sheets = (0..count).map(sheet).collect();
    let (columns, rows) = (vec![Seam::Fold; 3], vec![Seam::Fold]);
    Order { columns, rows, places: count * 8, signatures: count, two_sided: false, sheets }
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
                let cell = |column, page| Cell { column, row, page, turned: false, signature: 0, depth, of };
                sheet.front.extend([cell(0, a), cell(1, b)]);
                sheet.back.extend([cell(0, c), cell(1, d)]);
            }
        }
        sheets.push(sheet);
    }
    let (columns, rows) = (vec![Seam::Fold], vec![Seam::Slit]);
    Order { columns, rows, places: of * 4, signatures: 1, two_sided: true, sheets }
}

fn folded(pages: usize, folds: u32) -> Order {
    let one = unfolded(folds);
    let each = 2 << folds;
    let signatures = pages.div_ceil(each);
    let own = |signature: usize| {
        let cell = move |cell: &Cell| Cell { page: cell.page + signature * each, signature, ..*cell };
        Sheet { front: one.front.iter().map(cell).collect(), back: one.back.iter().map(cell).collect() }
    };
    // Leaves meet in pairs at the spine; everything else is opened by the knife.
    let columns = (1..1 << folds.div_ceil(2)).map(|at| if at % 2 == 1 { Seam::Fold } else { Seam::Trimmed });
    let rows = vec![Seam::Trimmed; (1 << (folds / 2)) - 1];
    let sheets = (0..signatures).map(own).collect();
    Order { columns: columns.collect(), rows, places: signatures * each, signatures, two_sided: true, sheets }
}

/// Cells by row, then by column, each with what it is called.
fn grid(columns: usize, rows: usize) -> impl Iterator<Item = (usize, Cell)> {
    let flat = Cell { column: 0, row: 0, page: 0, turned: false, signature: 0, depth: 0, of: 1 };
    (0..columns * rows).map(move |at| (at, Cell { column: at % columns, row: at / columns, ..flat }))
}

/// The back of a leaf on a grid of so many columns.
fn behind(cell: &Cell, columns: usize) -> Cell {
    Cell { column: columns - 1 - cell.column, page: cell.page + 1, ..*cell }
}

fn repeated(pages: usize, columns: usize, rows: usize) -> Order {
    let count = pages.div_ceil(2);
    let sheet = |leaf: usize| {
        let front: Vec<Cell> = grid(columns, rows).map(|(_, cell)| Cell { page: leaf * 2, ..cell }).collect();
        let back = front.iter().map(|cell| behind(cell, columns)).collect();
        Sheet { front, back }
    };
    flat(columns, rows, count * 2, (0..count).map(sheet).collect())
}

fn stacked(pages: usize, columns: usize, rows: usize) -> Order {
    let count = pages.div_ceil(2 * columns * rows);
    let sheet = |at: usize| {
        let leaf = |pile: usize| pile * count + at;
        let front: Vec<Cell> = grid(columns, rows).map(|(pile, cell)| Cell { page: leaf(pile) * 2, ..cell }).collect();
        let back = front.iter().map(|cell| behind(cell, columns)).collect();
        Sheet { front, back }
    };
    flat(columns, rows, count * 2 * columns * rows, (0..count).map(sheet).collect())
}

fn flat(columns: usize, rows: usize, places: usize, sheets: Vec<Sheet>) -> Order {
    let (columns, rows) = (vec![Seam::Cut; columns - 1], vec![Seam::Cut; rows - 1]);
    Order { columns, rows, places, signatures: 1, two_sided: true, sheets }
}
