//! In: a line as it was broken. Out: where each of its pieces stands.

use super::piece::{LineBreak, Piece};
use crate::base::Length;

/// A piece on its line; `x` counts from the measure's left edge and is negative where a box hangs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    pub piece: usize,
    pub x: Length,
    pub width: Length,
}

/// The boxes and glue of a line from left to right and, where it ends in one, the penalty whose width is a hyphen's.
/// Boxes have their expanded widths. A justified line ends on the measure exactly, with what its last piece hangs out,
/// unless it has no glue to take up the rest.
pub fn place(line: &LineBreak, pieces: &[Piece], measure: Length) -> Vec<Placed> {
    let last = (line.start..line.end.min(pieces.len())).rev().find(|&at| matches!(pieces[at], Piece::Box { .. }));
    let Some(last) = last else { return Vec::new() };
    let grown = |width: Length| width.max(Length::ZERO).scale(1_000 + i64::from(line.expand), 1_000);
    let ending = pieces.get(line.end).and_then(|piece| match *piece {
        Piece::Penalty { width, right, .. } if width > Length::ZERO => Some((width, right)),
        _ => None,
    });
    let mut x = Length::ZERO;
    let (mut natural, mut stretch, mut shrink) = (Length::ZERO, Length::ZERO, Length::ZERO);
    let mut hang = Length::ZERO;
    for piece in &pieces[line.start..=last] {
        match *piece {
            Piece::Box { width, right, .. } => {
                natural += grown(width);
                hang = right;
            }
            Piece::Glue { width, stretch: more, shrink: less } => {
                natural += width;
                stretch += more;
                shrink += less.min(width);
            }
            Piece::Penalty { .. } => {}
        }
    }
    if let Some((width, right)) = ending {
        natural += width;
        hang = right;
    }
    if let Piece::Box { left, .. } = pieces[line.start] {
        x = -left;
    }
    let white = if line.justified { measure + hang - x - natural } else { Length::ZERO };
    let (flex, white) = if white < Length::ZERO { (shrink, white.max(-shrink)) } else { (stretch, white) };
    let mut placed = Vec::with_capacity(last - line.start + 2);
    let (mut flexed, mut shared) = (Length::ZERO, Length::ZERO);
    for (at, piece) in pieces.iter().enumerate().take(last + 1).skip(line.start) {
        let width = match *piece {
            Piece::Box { width, .. } => grown(width),
            Piece::Glue { width, stretch, shrink } => {
                flexed += if white < Length::ZERO { shrink.min(width) } else { stretch };
                let share = if flex > Length::ZERO { white.scale(flexed.0, flex.0) } else { Length::ZERO };
                let width = width + share - shared;
                shared = share;
                width
            }
            Piece::Penalty { .. } => continue,
        };
        placed.push(Placed { piece: at, x, width });
        x += width;
    }
    if let Some((width, _)) = ending {
        placed.push(Placed { piece: line.end, x, width });
    }
    placed
}
