//! Every scheme and binding, printed on paper, cut, folded and read, by hands of the tests' own: they know what a sheet
//! is, how it is turned over and which half goes over which, and nothing of how pages came to stand where they stand.

use super::tests::{PLAIN, TRIM, book, found, imposed};
use super::*;
use crate::base::{Binding, Length, Size};
use crate::page::Page;

/// What a square of paper bears: a page, and whether its head is down.
type Face = Option<(usize, bool)>;

/// One square: what is seen from above, and what is seen from below after the paper is turned over to the left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Square {
    above: Face,
    below: Face,
}

/// Piles of squares by row and column, the topmost square first.
type Piles = Vec<Vec<Vec<Square>>>;

/// The half that goes over the other one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fold {
    Left,
    Right,
    Top,
    Bottom,
}

/// Turned over to the left or right, or over its head.
fn over(pile: Vec<Square>, head: bool) -> Vec<Square> {
    let turn = |face: Face| face.map(|(page, turned)| (page, turned != head));
    pile.into_iter().rev().map(|square| Square { above: turn(square.below), below: turn(square.above) }).collect()
}

fn on(mut upper: Vec<Square>, lower: &[Square]) -> Vec<Square> {
    upper.extend(lower);
    upper
}

fn fold(piles: Piles, fold: Fold) -> Piles {
    let half = |line: Vec<Vec<Square>>, head: bool| {
        let middle = line.len() / 2;
        let (moved, stays) = line.split_at(middle);
        stays.iter().zip(moved.iter().rev()).map(|(stays, moved)| on(over(moved.clone(), head), stays)).collect()
    };
    match fold {
        Fold::Left => piles.into_iter().map(|row| half(row, false)).collect(),
        Fold::Right => {
            let backwards = |mut row: Vec<Vec<Square>>| {
                row.reverse();
                let mut row: Vec<_> = half(row, false);
                row.reverse();
                row
            };
            piles.into_iter().map(backwards).collect()
        }
        Fold::Top => {
            let (moved, stays) = piles.split_at(piles.len() / 2);
            let rows = stays.iter().zip(moved.iter().rev());
            let onto = |(stays, moved): (&Vec<Vec<Square>>, &Vec<Vec<Square>>)| {
                stays.iter().zip(moved).map(|(stays, moved)| on(over(moved.clone(), true), stays)).collect()
            };
            rows.map(onto).collect()
        }
        Fold::Bottom => {
            let backwards = |mut piles: Piles| {
                piles.reverse();
                piles
            };
            backwards(self::fold(backwards(piles), Fold::Top))
        }
    }
}

/// A printed sheet, turned over as a reader turns leaves: its back is up, and what comes to lie inside is seen. The
/// printer turned it about an upright edge or a level one.
fn sheet(front: &Page, back: Option<&Page>, (columns, rows): (usize, usize), upright: bool, top: bool) -> Piles {
    let size = front.boxes.trim;
    let place = |(x, y): (i64, i64)| {
        let part = |at: i64, whole: i64, count: usize| (at * count as i64).div_euclid(whole) as usize;
        (part(x, size.width.0, columns), part(y, size.height.0, rows))
    };
    let mut piles = vec![vec![vec![Square::default()]; columns]; rows];
    for page in found(front, &|_| TRIM) {
        let (column, row) = place(page.centre);
        let (column, row) = if top { (column, rows - 1 - row) } else { (columns - 1 - column, row) };
        let square = &mut piles[row][column][0];
        assert_eq!(square.below, None);
        square.below = Some((page.page, page.turned != top));
    }
    for page in back.map(|back| found(back, &|_| TRIM)).unwrap_or_default() {
        let (column, row) = place(page.centre);
        // Turned the other way than by a reader, it comes to lie the wrong way round.
        let (column, row, turned) = match upright != top {
            true => (column, row, page.turned),
            false => (columns - 1 - column, rows - 1 - row, !page.turned),
        };
        let square = &mut piles[row][column][0];
        assert_eq!(square.above, None);
        square.above = Some((page.page, turned));
    }
    piles
}

/// Cut in equal parts, by rows and then by columns.
fn cut(piles: Piles, columns: usize, rows: usize) -> Vec<Piles> {
    let (wide, high) = (piles[0].len() / columns, piles.len() / rows);
    let parts = piles.chunks(high).flat_map(|band| {
        (0..columns).map(move |at| band.iter().map(|row| row[at * wide..(at + 1) * wide].to_vec()).collect())
    });
    parts.collect()
}

/// One pile of sheets laid on each other, the last on top.
fn pile(sheets: Vec<Piles>) -> Piles {
    let mut sheets = sheets.into_iter();
    let mut all = sheets.next().unwrap();
    for sheet in sheets {
        for (row, own) in all.iter_mut().zip(sheet) {
            for (square, own) in row.iter_mut().zip(own) {
                *square = on(own, square);
            }
        }
    }
    all
}

fn is_blank(piles: &Piles) -> bool {
    piles.iter().flatten().flatten().all(|square| *square == Square::default())
}

/// Leaf by leaf from above; the back of a leaf that is turned over its head has its own head up then.
fn read(piles: &Piles, binding: Binding) -> Vec<Face> {
    assert_eq!((piles.len(), piles[0].len()), (1, 1), "one pile of leaves");
    let behind = |face: Face| face.map(|(page, turned)| (page, turned != (binding == Binding::Top)));
    piles[0][0].iter().flat_map(|square| [square.above, behind(square.below)]).collect()
}

/// From the last fold to the first: the spine, then across it by turns.
fn folds(count: usize, binding: Binding) -> Vec<Fold> {
    let all = match binding {
        Binding::Left => [Fold::Left, Fold::Top, Fold::Right, Fold::Top],
        Binding::Right => [Fold::Right, Fold::Top, Fold::Left, Fold::Top],
        Binding::Top => [Fold::Top, Fold::Left, Fold::Bottom, Fold::Left],
    };
    all.into_iter().take(count).collect()
}

/// How a scheme is finished: how many sheets lie in each other in a signature, how often they are folded, and into how
/// many columns and rows a sheet is divided, of a book that is bound on the left.
struct Finishing {
    nested: usize,
    folds: usize,
    shape: (usize, usize),
}

fn finishing(plan: &Plan, pages: usize) -> Finishing {
    let once = |nested: usize| Finishing { nested: nested.max(1), folds: 1, shape: (2, 1) };
    match plan.scheme {
        Scheme::Saddle => once(pages.div_ceil(4)),
        Scheme::Each(size) => once(size / 4),
        Scheme::Count(count) => once(pages.div_ceil(4 * count)),
        Scheme::Folded(2) => Finishing { nested: 1, folds: 2, shape: (2, 2) },
        Scheme::Folded(3) => Finishing { nested: 1, folds: 3, shape: (4, 2) },
        Scheme::Folded(4) => Finishing { nested: 1, folds: 4, shape: (4, 4) },
        _ => panic!("not folded"),
    }
}

/// Prints, cuts, folds and reads a book.
fn bound(pages: usize, plan: &Plan) -> Vec<Face> {
    let Finishing { nested, folds: count, shape } = finishing(plan, pages);
    let (mut columns, mut rows) = shape;
    if plan.two_up {
        rows *= 2;
    }
    if plan.work_and_turn {
        columns *= 2;
    }
    let (columns, rows) = if plan.binding == Binding::Top { (rows, columns) } else { (columns, rows) };
    let papers = papers(pages, plan, (columns, rows));
    // Work and turn gives each sheet twice; two signatures lie one below the other, or side by side.
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    for paper in papers {
        let paper = if plan.work_and_turn { first_of_two(paper, plan.binding) } else { paper };
        if plan.two_up {
            let (across, down) = if plan.binding == Binding::Top { (2, 1) } else { (1, 2) };
            let mut parts = cut(paper, across, down);
            lower.extend(parts.pop());
            upper.extend(parts.pop());
        } else {
            upper.push(paper);
        }
    }
    let mut signatures: Vec<Vec<Piles>> = Vec::new();
    if plan.two_up {
        for (upper, lower) in upper.chunks(nested).zip(lower.chunks(nested)) {
            signatures.push(upper.to_vec());
            signatures.push(lower.iter().filter(|sheet| !is_blank(sheet)).cloned().collect());
        }
    } else {
        signatures = upper.chunks(nested).map(<[Piles]>::to_vec).collect();
    }
    let mut leaves = Vec::new();
    for signature in signatures.into_iter().filter(|sheets| !sheets.is_empty()) {
        let folded = folds(count, plan.binding).into_iter().rev().fold(pile(signature), fold);
        leaves.extend(read(&folded, plan.binding));
    }
    leaves
}

fn papers(pages: usize, plan: &Plan, shape: (usize, usize)) -> Vec<Piles> {
    let size = Size::new(TRIM.width * shape.0 as i64, TRIM.height * shape.1 as i64);
    let document = imposed(&book(pages, |_| TRIM, Length::ZERO), &Plan { sheet: Some(size), ..*plan });
    assert_eq!(document.pages[0].boxes.trim, size);
    let landscape = size.width >= size.height;
    let upright = landscape == (plan.flip == Flip::Short);
    let top = plan.binding == Binding::Top;
    if plan.work_and_turn {
        // The same side twice; turned to the left, or over its head where the spine lies level.
        let sheets = document.pages.iter();
        return sheets.map(|page| sheet(page, Some(page), shape, !top, top)).collect();
    }
    document.pages.chunks(2).map(|sides| sheet(&sides[0], sides.get(1), shape, upright, top)).collect()
}

/// The two halves of a sheet that was turned are alike when one of them is turned over.
fn first_of_two(paper: Piles, binding: Binding) -> Piles {
    let top = binding == Binding::Top;
    let mut halves = if top { cut(paper, 1, 2) } else { cut(paper, 2, 1) };
    // Its back is up: the first half is on the right or below, unless the sheet is in a mirror.
    if binding != Binding::Right {
        halves.reverse();
    }
    let [first, mut other]: [Piles; 2] = halves.try_into().unwrap();
    if top {
        other.reverse();
    } else {
        other.iter_mut().for_each(|row| row.reverse());
    }
    let turned = other.into_iter().map(|row| row.into_iter().map(|pile| over(pile, top)).collect());
    assert_eq!(first, turned.collect::<Piles>());
    first
}

fn check(pages: usize, plan: &Plan, leaves: &[Face]) {
    let order: Vec<usize> = leaves.iter().flatten().map(|(page, _)| *page).collect();
    assert_eq!(order, (0..pages).collect::<Vec<_>>(), "{pages} pages of {plan:?}");
    assert!(leaves.iter().flatten().all(|(_, turned)| !turned), "{pages} pages of {plan:?}: heads are down");
    assert!(leaves[pages..].iter().all(Option::is_none), "{pages} pages of {plan:?}: blanks stand elsewhere");
}

#[test]
fn every_folded_scheme_reads_in_order_whatever_the_binding() {
    for pages in 1..=400 {
        let flip = if pages % 2 == 0 { Flip::Short } else { Flip::Long };
        for binding in Binding::ALL {
            let plain = Plan { binding, flip, ..PLAIN };
            for scheme in [Scheme::Saddle, Scheme::Each(16), Scheme::Count(3)] {
                let plan = Plan { scheme, ..plain };
                check(pages, &plan, &bound(pages, &plan));
            }
            for scheme in [Scheme::Each(4), Scheme::Each(12), Scheme::Folded(2), Scheme::Folded(3), Scheme::Folded(4)] {
                for (two_up, work_and_turn) in [(false, false), (true, false), (false, true), (true, true)] {
                    // These on every third number of pages.
                    if (two_up || work_and_turn) && (pages + usize::from(two_up)) % 3 != 0 {
                        continue;
                    }
                    let plan = Plan { scheme, two_up, work_and_turn, ..plain };
                    check(pages, &plan, &bound(pages, &plan));
                }
            }
        }
    }
}

#[test]
fn leaves_that_are_cut_and_stacked_are_in_order_and_repeated_ones_are_alike() {
    for pages in 1..=400 {
        let flip = if pages % 2 == 0 { Flip::Short } else { Flip::Long };
        for binding in Binding::ALL {
            for shape in [(2, 2), (3, 1), (3, 4)] {
                let plan = Plan { scheme: Scheme::Stack, binding, flip, ..PLAIN };
                let stacks = papers(pages, &plan, shape);
                let mut piles = vec![Vec::new(); shape.0 * shape.1];
                for paper in stacks {
                    for (at, part) in cut(paper, shape.0, shape.1).into_iter().enumerate() {
                        // Turned again, so that the fronts are above.
                        piles[at].extend(over(part[0][0].clone(), binding == Binding::Top));
                    }
                }
                // Its back was up, so columns run backwards; a book bound on the right counts from the right, one bound
                // on top by columns, and its rows run backwards.
                let at = |pile: usize| match binding {
                    Binding::Left => pile / shape.0 * shape.0 + shape.0 - 1 - pile % shape.0,
                    Binding::Right => pile,
                    Binding::Top => (shape.1 - 1 - pile % shape.1) * shape.0 + pile / shape.1,
                };
                let leaves: Vec<Square> = (0..piles.len()).flat_map(|pile| piles[at(pile)].clone()).collect();
                check(pages, &plan, &read(&vec![vec![leaves]], binding));
                let plan = Plan { scheme: Scheme::Repeat, ..plan };
                for (nth, paper) in papers(pages, &plan, shape).into_iter().enumerate() {
                    let head = binding == Binding::Top;
                    let behind = (nth * 2 + 1 < pages).then_some((nth * 2 + 1, false));
                    let leaf = Square { above: behind, below: Some((nth * 2, head)) };
                    assert!(paper.iter().flatten().flatten().all(|square| *square == leaf), "{plan:?}");
                }
            }
        }
    }
}
