//! In: how often a sheet is folded. Out: its pages as they lie when a closed signature is opened again, fold by fold.
//! Refuses to know of more than one signature.

use super::cells::{Cell, Sheet};

/// A leaf of the closed signature: the page that it shows to who looks down on it, and the one below, with the head up
/// when it is turned over to the left or right.
#[derive(Clone, Copy)]
struct Leaf {
    above: usize,
    below: usize,
    turned: bool,
}

/// Piles of leaves by row and column, the topmost leaf first.
type Piles = Vec<Vec<Vec<Leaf>>>;

/// The sheet of a signature of `2^folds` leaves. The last fold is the spine, on the left; the one before is at the head,
/// then one at the fore-edge, then one at the head again.
pub fn unfolded(folds: u32) -> Sheet {
    let leaves = 1_usize << folds;
    let closed = (0..leaves).map(|at| Leaf { above: at * 2, below: at * 2 + 1, turned: false });
    let mut piles: Piles = vec![vec![closed.collect()]];
    for fold in 0..folds {
        piles = match fold % 4 {
            0 => to_the_left(piles),
            2 => to_the_right(piles),
            _ => upwards(piles),
        };
    }
    let depth = |page: usize| (page / 2).min(leaves - 1 - page / 2);
    let columns = piles.first().map_or(0, Vec::len);
    let mut sheet = Sheet::default();
    for (row, piles) in piles.iter().enumerate() {
        for (column, leaf) in piles.iter().enumerate().filter_map(|(column, pile)| Some((column, pile.first()?))) {
            let cell = |column, page| {
                let (turned, depth, of) = (leaf.turned, depth(page), leaves.div_ceil(2));
                Cell { column, row, page, turned, signature: 0, depth, of }
            };
            // What is above in the end was inside: the first page is below, and that side is the front.
            sheet.front.push(cell(columns - 1 - column, leaf.below));
            sheet.back.push(cell(column, leaf.above));
        }
    }
    sheet
}

/// Opens the upper half of every pile to the left.
fn to_the_left(piles: Piles) -> Piles {
    let open = |row: Vec<Vec<Leaf>>| {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for mut pile in row {
            let lower = pile.split_off(pile.len() / 2);
            left.push(turned_over(pile, false));
            right.push(lower);
        }
        left.reverse();
        left.append(&mut right);
        left
    };
    piles.into_iter().map(open).collect()
}

/// Opens the upper half of every pile to the right.
fn to_the_right(piles: Piles) -> Piles {
    let mirrored = |piles: Piles| -> Piles {
        let backwards = |row: Vec<Vec<Leaf>>| row.into_iter().rev().collect();
        piles.into_iter().map(backwards).collect()
    };
    mirrored(to_the_left(mirrored(piles)))
}

/// Opens the upper half of every pile over its head.
fn upwards(piles: Piles) -> Piles {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    for row in piles {
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        for mut pile in row {
            lower.push(pile.split_off(pile.len() / 2));
            upper.push(turned_over(pile, true));
        }
        above.push(upper);
        below.push(lower);
    }
    above.reverse();
    above.append(&mut below);
    above
}

fn turned_over(pile: Vec<Leaf>, over_head: bool) -> Vec<Leaf> {
    let over = |leaf: Leaf| Leaf { above: leaf.below, below: leaf.above, turned: leaf.turned != over_head };
    pile.into_iter().rev().map(over).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(cells: &[Cell]) -> Vec<Vec<i64>> {
        let columns = cells.iter().map(|cell| cell.column).max().unwrap() + 1;
        let rows = cells.iter().map(|cell| cell.row).max().unwrap() + 1;
        let mut out = vec![vec![0; columns]; rows];
        for cell in cells {
            let page = cell.page as i64 + 1;
            out[cell.row][cell.column] = if cell.turned { -page } else { page };
        }
        out
    }

    /// As manuals of imposition print them; a page that stands on its head has a minus.
    #[test]
    fn the_usual_sheets_are_those_of_the_manuals() {
        let quarto = unfolded(2);
        assert_eq!(side(&quarto.front), [[-5, -4], [8, 1]]);
        assert_eq!(side(&quarto.back), [[-3, -6], [2, 7]]);
        let octavo = unfolded(3);
        assert_eq!(side(&octavo.front), [[-5, -12, -9, -8], [4, 13, 16, 1]]);
        assert_eq!(side(&octavo.back), [[-7, -10, -11, -6], [2, 15, 14, 3]]);
    }
}
