//! In: what stands in the cells of a table, as widths, and the room. Out: the widths of its columns at which the least
//! of it turns over. Refuses to know letters.

use crate::base::Length;
use crate::layout::linebreak::{FORBIDDEN, FORCED, Piece};

/// Widths are tried in so many steps of the room.
const STEPS: i64 = 256;

/// What a cell holds, as pieces that no line ends in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellText {
    chunks: Vec<Chunk>,
    /// How much further in turned-over lines stand.
    hang: Length,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Chunk {
    /// Before it, but at a line's start.
    space: Length,
    width: Length,
    /// Of the hyphen, where a line ends after it.
    hyphen: Length,
    /// A line ends after it.
    ends: bool,
}

impl CellText {
    pub fn new(pieces: &[Piece], hang: Length) -> CellText {
        let mut chunks = vec![Chunk::default()];
        let mut glued = false;
        for piece in pieces {
            let Some(last) = chunks.last_mut() else { continue };
            match *piece {
                Piece::Box { width, .. } => last.width += width,
                Piece::Glue { width, .. } if glued => last.width += width,
                Piece::Glue { width, .. } => chunks.push(Chunk { space: width, ..Chunk::default() }),
                Piece::Penalty { cost, .. } if cost >= FORBIDDEN => {}
                Piece::Penalty { width, cost, .. } => {
                    (last.hyphen, last.ends) = (width, cost <= FORCED);
                    chunks.push(Chunk::default());
                }
            }
            glued = matches!(piece, Piece::Penalty { cost, .. } if *cost >= FORBIDDEN);
        }
        CellText { chunks, hang }
    }

    /// Of this width, on one line.
    pub fn unbroken(width: Length) -> CellText {
        CellText { chunks: vec![Chunk { width, ..Chunk::default() }], hang: Length::ZERO }
    }

    /// The width that it has where nothing turns over.
    pub fn natural(&self) -> Length {
        let (mut widest, mut line, mut starts) = (Length::ZERO, Length::ZERO, true);
        for chunk in &self.chunks {
            line += if starts { chunk.width } else { chunk.space + chunk.width };
            widest = widest.max(line);
            starts = chunk.ends;
            if starts {
                line = Length::ZERO;
            }
        }
        widest
    }

    /// The widest chunk, its hyphen included.
    pub fn longest(&self) -> Length {
        let longest = self.chunks.iter().map(|chunk| chunk.width + chunk.hyphen).fold(Length::ZERO, Length::max);
        longest.min(self.natural())
    }

    /// Whether every chunk fits a column of this width.
    pub fn fits(&self, width: Length) -> bool {
        self.lines(width).is_some()
    }

    /// How many lines it has at a width; nothing where a chunk does not fit.
    fn lines(&self, width: Length) -> Option<u64> {
        if self.natural() <= width {
            return Some(1 + self.chunks.iter().filter(|chunk| chunk.ends).count() as u64);
        }
        let (mut start, mut lines) = (0, 0);
        while start < self.chunks.len() {
            let room = if lines == 0 { width } else { width - self.hang };
            let (mut x, mut end) = (Length::ZERO, None);
            for (at, chunk) in self.chunks.iter().enumerate().skip(start) {
                x += if at == start { chunk.width } else { chunk.space + chunk.width };
                if x > room {
                    break;
                }
                let last = at + 1 == self.chunks.len();
                if last || x + chunk.hyphen <= room {
                    end = Some(at + 1);
                }
                if chunk.ends {
                    break;
                }
            }
            start = end?;
            lines += 1;
        }
        Some(lines)
    }
}

/// A column's cells, and its width where the author says it.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub cells: Vec<CellText>,
    pub given: Option<Length>,
}

impl Column {
    pub fn natural(&self) -> Length {
        self.given.unwrap_or_else(|| self.cells.iter().map(CellText::natural).fold(Length::ZERO, Length::max))
    }

    /// The widths at which less turns over than at any narrower one.
    fn choices(&self, unit: Length, most: i64) -> Vec<Choice> {
        let steps = self.natural().steps_up(unit).clamp(1, most.max(1));
        if self.given.is_some() {
            return vec![Choice { steps, cost: 0 }];
        }
        let mut choices: Vec<Choice> = Vec::new();
        for steps in 1..=steps {
            let cost = |cell: &CellText| cell.lines(unit * steps).map(turned);
            let Some(cost) = self.cells.iter().map(cost).sum::<Option<u64>>() else { continue };
            if choices.last().is_none_or(|narrower| cost < narrower.cost) {
                choices.push(Choice { steps, cost });
            }
            if cost == 0 {
                break;
            }
        }
        choices
    }
}

/// What turned-over lines of one cell cost: each more than the one before, for the whole row is as deep as they are.
fn turned(lines: u64) -> u64 {
    let more = lines.saturating_sub(1);
    more.saturating_mul(more + 1) / 2
}

/// A width that a column may have, in steps, and what its turned-over lines cost there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Choice {
    steps: i64,
    cost: u64,
}

/// The widths of columns that share a room; nothing where a word of a cell does not fit.
pub fn widths(columns: &[Column], room: Length) -> Option<Vec<Length>> {
    let natural: Vec<Length> = columns.iter().map(Column::natural).collect();
    if natural.iter().copied().sum::<Length>() <= room {
        return Some(natural);
    }
    let unit = Length((room.0 / STEPS).max(1));
    let choices: Vec<Vec<Choice>> = columns.iter().map(|column| column.choices(unit, STEPS)).collect();
    let chosen = cheapest(&choices, STEPS)?;
    let steps = chosen.iter().zip(&choices).map(|(&at, choices)| choices[at].steps);
    let widths: Vec<Length> = steps.zip(&natural).map(|(steps, natural)| (unit * steps).min(*natural)).collect();
    Some(spread(widths, &natural, room))
}

/// What is left of the room goes to the columns in which something turns over.
fn spread(widths: Vec<Length>, natural: &[Length], room: Length) -> Vec<Length> {
    let used: Length = widths.iter().copied().sum();
    let wanted: Length = natural.iter().copied().sum::<Length>() - used;
    let spare = (room - used).max(Length::ZERO).min(wanted);
    if wanted <= Length::ZERO {
        return widths;
    }
    let share = |(width, natural): (Length, &Length)| {
        let more = i128::from(spare.0) * i128::from((*natural - width).0) / i128::from(wanted.0);
        width + Length(more as i64)
    };
    widths.into_iter().zip(natural).map(share).collect()
}

/// The choices, one of each column, that together are no wider than the room and cost least; of these the narrowest.
fn cheapest(columns: &[Vec<Choice>], room: i64) -> Option<Vec<usize>> {
    let size = usize::try_from(room).ok()? + 1;
    // By the steps that are taken: the least cost, the width, and the choice of each column.
    let mut best: Vec<Option<(u64, i64)>> = vec![Some((0, 0)); size];
    let mut chosen: Vec<Vec<usize>> = Vec::with_capacity(columns.len());
    for choices in columns {
        let mut next: Vec<Option<(u64, i64)>> = vec![None; size];
        let mut taken = vec![0; size];
        for (within, (next, taken)) in next.iter_mut().zip(&mut taken).enumerate() {
            for (at, choice) in choices.iter().enumerate() {
                let left = usize::try_from(choice.steps).ok().and_then(|steps| within.checked_sub(steps));
                let Some((cost, width)) = left.and_then(|left| best[left]) else { continue };
                let tried = (cost.saturating_add(choice.cost), width + choice.steps);
                if next.is_none_or(|known| tried < known) {
                    (*next, *taken) = (Some(tried), at);
                }
            }
        }
        best = next;
        chosen.push(taken);
    }
    best.last().copied().flatten()?;
    let mut within = size - 1;
    let mut back = Vec::with_capacity(columns.len());
    for (choices, taken) in columns.iter().zip(&chosen).rev() {
        back.push(taken[within]);
        within = within.checked_sub(usize::try_from(choices[taken[within]].steps).ok()?)?;
    }
    back.reverse();
    Some(back)
}

/// The widths where not every word fits: what its columns ask at the least, the widest of them less.
pub fn squeezed(columns: &[Column], room: Length) -> Vec<Length> {
    let least = |column: &Column| {
        column.given.unwrap_or_else(|| column.cells.iter().map(CellText::longest).fold(Length::ZERO, Length::max))
    };
    let least: Vec<Length> = columns.iter().map(least).collect();
    let mut order: Vec<usize> = (0..least.len()).collect();
    order.sort_by_key(|&at| least[at]);
    let mut widths = vec![Length::ZERO; least.len()];
    let mut left = room.max(Length::ZERO);
    for (nth, &at) in order.iter().enumerate() {
        widths[at] = least[at].min(left / (order.len() - nth) as i64);
        left -= widths[at];
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pt(points: i64) -> Length {
        Length::pt(points)
    }

    /// Words of these widths, a point apart.
    fn words(widths: &[i64]) -> CellText {
        let chunk = |(at, width): (usize, &i64)| {
            let space = if at == 0 { Length::ZERO } else { pt(1) };
            Chunk { space, width: pt(*width), ..Chunk::default() }
        };
        CellText { chunks: widths.iter().enumerate().map(chunk).collect(), hang: Length::ZERO }
    }

    fn column(cells: &[&[i64]]) -> Column {
        Column { cells: cells.iter().map(|cell| words(cell)).collect(), given: None }
    }

    #[test]
    fn columns_are_as_wide_as_their_words_ask() {
        let name = column(&[&[30, 20], &[40, 20]]);
        let remark = column(&[&[20, 20, 20, 20], &[20]]);
        assert_eq!(widths(&[name.clone(), remark.clone()], pt(200)), Some(vec![pt(61), pt(83)]));
        // The name stays on one line; the longest remark turns over once.
        let both = widths(&[name.clone(), remark.clone()], pt(120)).unwrap();
        assert_eq!(both[0], pt(61));
        assert!(both[1] >= pt(41) && both[0] + both[1] <= pt(120));
        assert_eq!(widths(&[name.clone(), remark.clone()], pt(50)), None, "a word does not fit");
        assert_eq!(squeezed(&[name, remark], pt(50)), [pt(30), pt(20)]);
        let given = Column { given: Some(pt(30)), ..column(&[&[10]]) };
        assert_eq!(widths(&[given, column(&[&[10, 10]])], pt(100)), Some(vec![pt(30), pt(21)]));
    }

    #[test]
    fn turned_over_lines_are_counted_with_hangs_and_hyphens() {
        let cell = words(&[10, 10, 10]);
        assert_eq!([32, 31, 21, 10, 9].map(|width| cell.lines(pt(width))), [Some(1), Some(2), Some(2), Some(3), None]);
        let hung = CellText { hang: pt(5), ..cell };
        assert_eq!([21, 20, 15, 14].map(|width| hung.lines(pt(width))), [Some(2), Some(3), Some(3), None]);
        let hyphen = Chunk { hyphen: pt(3), width: pt(10), ..Chunk::default() };
        let word = CellText { chunks: vec![hyphen, Chunk { width: pt(10), ..Chunk::default() }], hang: pt(0) };
        assert_eq!([20, 13, 12].map(|width| word.lines(pt(width))), [Some(1), Some(2), None]);
        assert_eq!(word.longest(), pt(13));
    }

    fn brute(columns: &[Vec<Choice>], room: i64) -> Option<(u64, i64)> {
        let Some((first, rest)) = columns.split_first() else { return Some((0, 0)) };
        let after = |choice: &Choice| {
            let (cost, steps) = brute(rest, room - choice.steps)?;
            Some((cost + choice.cost, steps + choice.steps))
        };
        first.iter().filter(|choice| choice.steps <= room).filter_map(after).min()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_cheaper(
            columns in prop::collection::vec(prop::collection::vec((1..20i64, 0..9u64), 1..5), 1..5),
            room in 1..50i64,
        ) {
            let columns: Vec<Vec<Choice>> = columns
                .into_iter()
                .map(|choices| choices.into_iter().map(|(steps, cost)| Choice { steps, cost }).collect())
                .collect();
            let found = cheapest(&columns, room).map(|chosen| {
                let chosen: Vec<Choice> = chosen.iter().zip(&columns).map(|(&at, column)| column[at]).collect();
                (chosen.iter().map(|choice| choice.cost).sum(), chosen.iter().map(|choice| choice.steps).sum())
            });
            prop_assert_eq!(found, brute(&columns, room));
        }

        #[test]
        fn columns_share_the_room_and_break_no_word(
            cells in prop::collection::vec(prop::collection::vec(prop::collection::vec(1..30i64, 1..6), 1..4), 1..4),
            room in 20..200i64,
        ) {
            let columns: Vec<Column> =
                cells.iter().map(|cells| column(&cells.iter().map(Vec::as_slice).collect::<Vec<_>>())).collect();
            let Some(found) = widths(&columns, pt(room)) else {
                let least: Length = squeezed(&columns, pt(10_000)).into_iter().sum();
                // Steps round up.
                prop_assert!(least + pt(room) * columns.len() as i64 / STEPS > pt(room));
                return Ok(());
            };
            prop_assert!(found.iter().copied().sum::<Length>() <= pt(room));
            for (width, column) in found.iter().zip(&columns) {
                prop_assert!(column.cells.iter().all(|cell| cell.lines(*width).is_some()));
            }
        }
    }
}
