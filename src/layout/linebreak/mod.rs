//! The best lines of one paragraph: Knuth and Plass, *Breaking Paragraphs into Lines* (1981), over whole numbers.
//!
//! In: pieces with widths. Out: where lines end. Refuses to know about letters, faces and languages.
//!
//! A paragraph is tried three times, and the first try that succeeds is its answer: within the tolerance; with the
//! emergency stretch for each line that is looser; with anything allowed, where a line overruns only if it cannot be
//! broken earlier. Each try finds the setting with the fewest demerits of all (the tests compare it with brute force).
//! A river shows only when all lines are set, so a paragraph with one is set again without each of the breaks that
//! the river runs through, and the cheapest setting without a river wins.

mod piece;
mod breaks;
mod fit;
mod search;
mod place;
mod faults;
#[cfg(test)]
mod tests;

pub use faults::faults;
pub use piece::{FORBIDDEN, FORCED, Faults, LineBreak, Piece, Prices, Setting, Settings, Shape};
pub use place::{Placed, place};

use breaks::Paragraph;

/// Where the lines of a paragraph end. Always an answer: a line that overruns its measure is named in it. A paragraph
/// without any box or forced penalty has no lines.
pub fn break_lines(pieces: &[Piece], shape: &Shape, prices: &Prices) -> Settings {
    let paragraph = Paragraph::new(pieces);
    let settings = search::settings(&paragraph, shape, prices, None);
    let rivers = faults::rivers(&settings.best, pieces, shape);
    let Some(&at) = rivers.first() else { return settings };
    // The river runs through the lines at-4 to at: any of the breaks that end the first four may go.
    settings.best.lines[at - 4..at]
        .iter()
        .map(|line| search::settings(&paragraph, shape, prices, Some(line.end)))
        .filter(|other| other.best.overfull.is_none() || settings.best.overfull.is_some())
        .filter(|other| faults::rivers(&other.best, pieces, shape).is_empty())
        .min_by_key(|other| other.best.demerits)
        .unwrap_or(settings)
}
