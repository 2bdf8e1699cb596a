//! In: a set paragraph. Out: what a reader would stumble over in it.

use super::piece::{Faults, LineBreak, Piece, Prices, Setting, Shape};
use super::place::place;
use crate::base::Length;

/// Lines through which a river runs before it is one.
const RIVER: usize = 5;

/// All faults of a setting; see `src/layout/README.md`, Lines.
pub fn faults(setting: &Setting, pieces: &[Piece], shape: &Shape, prices: &Prices) -> Faults {
    let lines = &setting.lines;
    let starts: Vec<u32> = lines.iter().map(|line| words(line, pieces).next().unwrap_or(0)).collect();
    let ends: Vec<u32> = lines.iter().map(|line| words(line, pieces).next_back().unwrap_or(0)).collect();
    let stacked = |at: &usize| same(&starts[at - 2..=*at]) || same(&ends[at - 2..=*at]);
    let most = usize::from(prices.hyphens_in_row.max(1));
    let hyphened = |at: &usize| lines[at - most..=*at].iter().all(|line| line.hyphen);
    let last_hyphen = lines.len() > 1 && lines[lines.len() - 2].hyphen;
    Faults {
        stacks: (2..lines.len()).filter(stacked).collect(),
        ladders: (most..lines.len()).filter(hyphened).collect(),
        rivers: rivers(setting, pieces, shape),
        runt: runt(lines, pieces, last_hyphen, prices.runt_width),
        last_hyphen,
    }
}

/// The fifth and each further line of a chain of spaces, each of which lies by half of the narrower one's width above
/// the next. Lines narrower than `shape.rest` are taken to be indented on the left.
pub fn rivers(setting: &Setting, pieces: &[Piece], shape: &Shape) -> Vec<usize> {
    if setting.lines.len() < RIVER {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut above: Vec<(Length, Length, usize)> = Vec::new();
    for (at, line) in setting.lines.iter().enumerate() {
        let indent = shape.rest - shape.measure(at);
        let mut here = Vec::with_capacity(above.len());
        let mut first = 0;
        for placed in place(line, pieces, shape.measure(at)) {
            if !matches!(pieces[placed.piece], Piece::Glue { .. }) {
                continue;
            }
            let (left, right) = (placed.x + indent, placed.x + indent + placed.width);
            while first < above.len() && above[first].1 <= left {
                first += 1;
            }
            let longest = above[first..]
                .iter()
                .take_while(|space| space.0 < right)
                .filter(|space| (space.1.min(right) - space.0.max(left)) * 2 >= (space.1 - space.0).min(right - left))
                .map(|space| space.2)
                .max();
            here.push((left, right, longest.unwrap_or(0) + 1));
        }
        if here.iter().any(|space| space.2 >= RIVER) {
            found.push(at);
        }
        above = here;
    }
    found
}

/// The words of a line's boxes.
fn words<'a>(line: &LineBreak, pieces: &'a [Piece]) -> impl DoubleEndedIterator<Item = u32> + 'a {
    pieces[line.start.min(line.end)..line.end].iter().filter_map(|piece| match piece {
        Piece::Box { word, .. } => Some(*word),
        _ => None,
    })
}

fn same(words: &[u32]) -> bool {
    words[0] != 0 && words.iter().all(|word| *word == words[0])
}

fn runt(lines: &[LineBreak], pieces: &[Piece], hyphen: bool, least: Length) -> bool {
    let [.., before, last] = lines else { return false };
    if matches!(pieces[before.end], Piece::Penalty { cost: ..=super::FORCED, .. }) {
        return false;
    }
    let natural = LineBreak { justified: false, expand: 0, ..*last };
    let placed = place(&natural, pieces, Length::ZERO);
    let bare = hyphen && placed.iter().all(|placed| matches!(pieces[placed.piece], Piece::Box { .. }));
    bare || placed.iter().map(|placed| placed.width).sum::<Length>() < least
}
