//! In: pages with their lines. Out: each page's column of text and its notes, without head and folio; the grid and the
//! measure, as found on the pages themselves.

use super::lines::{Line, lines};
use super::measure::{Milli, Page};
use std::collections::BTreeMap;

/// A book's pages as a typesetter measures them.
#[derive(Debug)]
pub struct Columns {
    pub pages: Vec<Column>,
    /// The size of most letters.
    pub size: Milli,
    /// From baseline to baseline.
    pub grid: Milli,
    /// The first and last baseline of a full page.
    pub top: Milli,
    pub bottom: Milli,
}

#[derive(Debug)]
pub struct Column {
    pub text: Vec<Line>,
    pub notes: Vec<Line>,
    /// The measure's edges on this side.
    pub left: Milli,
    pub right: Milli,
    /// Running head and folio.
    pub furniture: Vec<Line>,
}

impl Columns {
    pub fn of(pages: &[Page]) -> Columns {
        let all: Vec<Vec<Line>> = pages.iter().map(lines).collect();
        let size =
            common(all.iter().flatten().flat_map(|line| line.words.iter().map(|word| (word.size, word.text.len()))));
        let body: Vec<Vec<&Line>> =
            all.iter().map(|lines| lines.iter().filter(|line| line.size == size).collect()).collect();
        let steps = body.iter().flat_map(|lines| lines.windows(2).map(|pair| (pair[1].y - pair[0].y, 1)));
        let grid = common(steps);
        let full = || body.iter().filter(|lines| lines.len() >= 12);
        let top = common(full().filter_map(|lines| lines.first()).map(|line| (line.y, 1)));
        let ends: Vec<Milli> = full().filter_map(|lines| lines.last()).map(|line| line.y).collect();
        let bottom = foot(&ends);
        let lowest = all.iter().filter_map(|lines| lines.last()).filter(|line| is_folio(line));
        let folio = common(lowest.map(|line| (line.y, 1)));
        let folio = if folio > bottom { folio } else { bottom + 3 * grid };
        let edges = [0, 1].map(|side| {
            let of_side = || body.iter().skip(side).step_by(2).flatten();
            (common(of_side().map(|line| (line.left, 1))), common(of_side().map(|line| (line.right, 1))))
        });
        let sheets = pages.iter().zip(all).enumerate();
        let pages: Vec<Column> = sheets
            .map(|(at, (page, lines))| {
                let (left, right) = edges[at % 2];
                let inside = |line: &Line| line.y > top - grid / 2 && line.y < folio - grid / 2;
                let (text, furniture): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(inside);
                let (text, notes) = split(text, page, size);
                Column { text, notes, left, right, furniture }
            })
            .collect();
        // Notes stand on the foot, wherever the text ends.
        let noted = pages.iter().filter_map(|page| page.notes.last()).map(|line| (line.y, 1));
        let bottom = if noted.clone().count() < NOTED { bottom } else { common(noted) };
        Columns { pages, size, grid, top, bottom }
    }
}

/// Pages with notes that tell where the foot is.
const NOTED: usize = 5;

/// The last baseline of a full page: the usual end where pages mostly end alike, as prose does; else the lowest that is
/// no exception.
fn foot(ends: &[Milli]) -> Milli {
    let count = |y: Milli| ends.iter().filter(|end| **end == y).count();
    let usual = common(ends.iter().map(|end| (*end, 1)));
    let lowest = ends.iter().copied().filter(|end| count(*end) * 50 >= ends.len()).max();
    if count(usual) * 4 >= ends.len() { usual } else { lowest.unwrap_or(usual) }
}

fn is_folio(line: &Line) -> bool {
    line.words.len() == 1 && line.text().chars().all(|letter| letter.is_ascii_digit() || "ivxlc".contains(letter))
}

/// Notes stand below the last short rule under which there is only small type, smaller than that of tables.
fn split(mut text: Vec<Line>, page: &Page, size: Milli) -> (Vec<Line>, Vec<Line>) {
    let rules = page
        .rules
        .iter()
        .filter(|[x, top, right, bottom]| bottom - top < 2_000 && (2 * size..20 * size).contains(&(right - x)));
    let first_below = rules
        .filter_map(|[_, _, _, rule]| {
            let at = text.iter().position(|line| line.y > *rule)?;
            text[at..].iter().all(|line| line.size < size * 88 / 100).then_some(at)
        })
        .max();
    let notes = first_below.map_or(Vec::new(), |at| text.split_off(at));
    (text, notes)
}

/// The value that weighs most; the smallest of those that weigh alike.
pub fn common(values: impl Iterator<Item = (Milli, usize)>) -> Milli {
    let mut counts: BTreeMap<Milli, usize> = BTreeMap::new();
    for (value, weight) in values {
        *counts.entry(value).or_default() += weight;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(0, |(value, _)| value)
}
