//! In: the notes in the order of their calls, and room at a page's foot. Out: how far their lines get.

use super::problem::{NotePart, Problem, bounded};

/// Lines of a split note on each side, at the least.
const LINES: usize = 2;

pub struct Notes {
    /// Indexes of the problem's notes.
    order: Vec<u32>,
    /// For each in `order`: the depth of its first 0, 1, … lines.
    depths: Vec<Vec<i64>>,
    /// The depth of the first 0, 1, … notes, each with the space after it.
    totals: Vec<i64>,
    gap: i64,
    between: i64,
}

/// The first line that is not yet set: line `line` of the `note`-th called note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NoteCut {
    pub note: usize,
    pub line: usize,
}

impl Notes {
    pub fn new(problem: &Problem, order: Vec<u32>) -> Notes {
        let between = bounded(problem.note_between);
        let mut totals = vec![0];
        let mut depths = Vec::with_capacity(order.len());
        let mut total = 0;
        for &note in &order {
            let mut depth = vec![0];
            let mut sum = 0;
            for line in problem.notes.get(note as usize).map_or(&[][..], |note| &note.lines) {
                // Nothing is flat: a page could hold any number.
                sum += bounded(*line).max(1);
                depth.push(sum);
            }
            total += sum + between;
            depths.push(depth);
            totals.push(total);
        }
        Notes { order, depths, totals, gap: bounded(problem.note_gap), between }
    }

    /// What all lines from `from` up to the first `called` notes' end need, with the space above them.
    pub fn depth(&self, from: NoteCut, called: usize) -> i64 {
        if from.note >= called {
            return 0;
        }
        let before = self.depths[from.note][from.line];
        self.gap + self.totals[called] - self.totals[from.note] - before - self.between
    }

    /// What the lines between two stops take, with the space above them.
    pub fn between(&self, from: NoteCut, to: NoteCut) -> i64 {
        match to.line {
            _ if to == from => 0,
            0 => self.depth(from, to.note),
            line if to.note == from.note => self.gap + self.depths[to.note][line] - self.depths[to.note][from.line],
            line if to.note > from.note => self.depth(from, to.note) + self.between + self.depths[to.note][line],
            _ => 0,
        }
    }

    /// How far the lines get in so much room, and what they take of it. A note is split where two lines at least stand
    /// on each side.
    pub fn fit(&self, from: NoteCut, called: usize, room: i64) -> (NoteCut, i64) {
        let all = self.depth(from, called);
        if all <= room {
            return (
                NoteCut { note: called.max(from.note), line: if called > from.note { 0 } else { from.line } },
                all,
            );
        }
        self.fill(from, called, room, LINES)
    }

    /// On a page without text: there is always progress, if need be by one line that does not fit.
    pub fn fit_alone(&self, from: NoteCut, called: usize, room: i64) -> (NoteCut, i64) {
        let fit = self.fit(from, called, room);
        if fit.0 != from {
            return fit;
        }
        let fit = self.fill(from, called, room, 1);
        if fit.0 != from {
            return fit;
        }
        let depth = &self.depths[from.note];
        let to = match from.line + 1 {
            end if end + 1 == depth.len() => NoteCut { note: from.note + 1, line: 0 },
            line => NoteCut { note: from.note, line },
        };
        (to, self.gap + depth[from.line + 1] - depth[from.line])
    }

    fn fill(&self, from: NoteCut, called: usize, room: i64, least: usize) -> (NoteCut, i64) {
        let (mut at, mut used) = (from, 0);
        while at.note < called {
            let depth = &self.depths[at.note];
            let above = if used == 0 { self.gap } else { used + self.between };
            let left = room - above + depth[at.line];
            let count = depth.len() - 1;
            let fits = depth.partition_point(|&depth| depth <= left).saturating_sub(1);
            if fits >= count {
                used = above + depth[count] - depth[at.line];
                at = NoteCut { note: at.note + 1, line: 0 };
                continue;
            }
            let line = fits.min(count.saturating_sub(least));
            if line >= at.line + least {
                used = above + depth[line] - depth[at.line];
                at.line = line;
            }
            break;
        }
        (at, used)
    }

    /// What stands between two stops, by note.
    pub fn parts(&self, from: NoteCut, to: NoteCut) -> Vec<NotePart> {
        (from.note..=to.note)
            .filter_map(|note| {
                let count = self.depths.get(note)?.len() - 1;
                let begin = if note == from.note { from.line } else { 0 };
                let end = if note == to.note { to.line } else { count };
                (begin < end).then(|| NotePart { note: self.order[note], from: begin, to: end })
            })
            .collect()
    }
}
