//! In: pieces. Out: the places where a line may end, with sums up to each, so that any line's width is a difference.

use super::piece::{FORBIDDEN, FORCED, Piece};
use crate::base::Length;

/// Sums over the pieces before a place.
#[derive(Clone, Copy, Debug, Default)]
pub struct PrefixSums {
    pub width: i64,
    pub stretch: i64,
    pub shrink: i64,
    /// Of the boxes alone.
    pub boxes: i64,
}

impl PrefixSums {
    /// From `start` on; an empty line has nothing.
    pub fn since(&self, start: &PrefixSums) -> PrefixSums {
        PrefixSums {
            width: (self.width - start.width).max(0),
            stretch: (self.stretch - start.stretch).max(0),
            shrink: (self.shrink - start.shrink).max(0),
            boxes: self.boxes - start.boxes,
        }
    }
}

/// A place where a line may end. The first of a paragraph is its beginning, the last its end.
#[derive(Clone, Copy, Debug)]
pub struct Break {
    pub piece: usize,
    /// The piece that begins the next line: a box, a forced penalty, or the paragraph's end.
    pub start: usize,
    /// Index of the first break at which the next line may end.
    pub next: usize,
    /// Through the last box before the break.
    pub end: PrefixSums,
    /// Before `start`.
    pub begin: PrefixSums,
    /// What ending here adds to a line's width: a hyphen, less what hangs out on the right.
    pub tail: i64,
    /// What hangs out on the left of the next line.
    pub left: i64,
    pub cost: i64,
    pub hyphen: bool,
    pub forced: bool,
    /// The words that end the line and begin the next one; 0 is none.
    pub last_word: u32,
    pub first_word: u32,
}

pub struct Paragraph {
    pub breaks: Vec<Break>,
    /// By how much `left` may differ from break to break.
    pub left_spread: i64,
    /// The most that hangs out on the right.
    pub hang: i64,
}

/// No piece is wider than 16,384 pt, so that sums cannot overflow.
fn bounded(length: Length) -> i64 {
    length.0.clamp(-(1 << 30), 1 << 30)
}

fn positive(length: Length) -> i64 {
    bounded(length).max(0)
}

impl Paragraph {
    pub fn new(pieces: &[Piece]) -> Paragraph {
        let all = pieces.len();
        let pieces = trimmed(pieces);
        let mut breaks = Vec::with_capacity(pieces.len() / 2 + 2);
        breaks.push(Break::beginning());
        let mut sums = PrefixSums::default();
        let mut end = sums;
        let (mut right, mut word) = (0, 0);
        for (at, piece) in pieces.iter().enumerate() {
            match *piece {
                Piece::Box { width, left, right: hang, word: number } => {
                    open(&mut breaks, at, &sums, bounded(left), number);
                    sums.width += positive(width);
                    sums.boxes += positive(width);
                    (end, right, word) = (sums, bounded(hang), number);
                }
                Piece::Glue { width, stretch, shrink } => {
                    if at > 0 && matches!(pieces[at - 1], Piece::Box { .. }) {
                        breaks.push(Break { tail: -right, last_word: word, ..Break::ending(at, end) });
                    }
                    sums.width += positive(width);
                    sums.stretch += positive(stretch);
                    sums.shrink += positive(shrink).min(positive(width));
                }
                Piece::Penalty { cost: FORBIDDEN.., .. } => {}
                Piece::Penalty { width, right: hang, cost, hyphen } => {
                    let forced = cost <= FORCED;
                    if forced {
                        // A line is empty between two forced breaks only.
                        while breaks.last().is_some_and(|b| b.start == usize::MAX && !b.forced) {
                            breaks.pop();
                        }
                        if open(&mut breaks, at, &sums, 0, 0) {
                            (right, word) = (0, 0);
                        }
                    }
                    let tail = if positive(width) > 0 { positive(width) - bounded(hang) } else { -right };
                    let cost = if forced { 0 } else { i64::from(cost) };
                    breaks.push(Break { tail, cost, hyphen, forced, last_word: word, ..Break::ending(at, end) });
                }
            }
        }
        if matches!(pieces.last(), Some(Piece::Box { .. })) {
            breaks.push(Break { tail: -right, forced: true, last_word: word, ..Break::ending(all, end) });
        }
        let lefts = breaks.iter().map(|b| b.left);
        let left_spread = lefts.clone().max().unwrap_or(0) - lefts.min().unwrap_or(0);
        let hang = breaks.iter().map(|b| -b.tail).max().unwrap_or(0);
        link(&mut breaks);
        Paragraph { breaks, left_spread, hang }
    }
}

impl Break {
    fn beginning() -> Break {
        Break { forced: true, ..Break::ending(0, PrefixSums::default()) }
    }

    fn ending(piece: usize, end: PrefixSums) -> Break {
        Break {
            piece,
            start: usize::MAX,
            next: usize::MAX,
            end,
            begin: end,
            tail: 0,
            left: 0,
            cost: 0,
            hyphen: false,
            forced: false,
            last_word: 0,
            first_word: 0,
        }
    }
}

/// Glue and penalties after the last box or forced penalty say nothing.
fn trimmed(pieces: &[Piece]) -> &[Piece] {
    let ends = |piece: &Piece| match piece {
        Piece::Box { .. } => true,
        Piece::Penalty { cost, .. } => *cost <= FORCED,
        Piece::Glue { .. } => false,
    };
    &pieces[..pieces.iter().rposition(ends).map_or(0, |at| at + 1)]
}

/// The line after every break that waits for its first piece begins here; false if none waits.
fn open(breaks: &mut [Break], at: usize, sums: &PrefixSums, left: i64, word: u32) -> bool {
    let waiting = breaks.last().is_some_and(|b| b.start == usize::MAX);
    for b in breaks.iter_mut().rev().take_while(|b| b.start == usize::MAX) {
        (b.start, b.begin, b.left, b.first_word) = (at, *sums, left, word);
    }
    waiting
}

fn link(breaks: &mut [Break]) {
    let mut next = 0;
    for at in 0..breaks.len() {
        next = next.max(at + 1);
        while next < breaks.len() && breaks[next].piece < breaks[at].start {
            next += 1;
        }
        breaks[at].next = next;
    }
}
