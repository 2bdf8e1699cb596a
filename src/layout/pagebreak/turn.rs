//! In: a place between two pages. Out: every page that may follow, and what it is like for those who come there.

use super::fill::{End, Filler};
use super::flow::{Begin, Flow};
use super::notes::Stop;
use super::price::{Ending, Page};

/// What lies between two pages, save sides and depths. Every page leads to a greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key {
    pub begin: Begin,
    pub stop: Stop,
}

/// What the pages before a key leave to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// The side of the next page.
    pub recto: bool,
    /// The foot of the page before the next, if the next is to be as deep.
    pub facing: Option<i64>,
    /// The page before had to end.
    pub opens: bool,
}

/// A page from a key to another.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    pub to: Key,
    /// Where its text ends; nothing for a page of notes that go on.
    pub end: Option<End>,
    /// Where its foot is, in grid lines beyond a full page.
    pub extra: i64,
}

/// The depth of the page after a key.
pub fn room(flow: &Flow, key: Key) -> i64 {
    if key == Key::default() { flow.first_depth } else { flow.depth }
}

/// Every page that may follow a key, the fullest first: for each end of its text one for each place of the foot.
pub fn turns(flow: &Flow, key: Key, filler: &mut Filler, mut visit: impl FnMut(Turn)) {
    let room = room(flow, key);
    let before = flow.called_before(key.begin);
    filler.fill(flow, key.begin, room + flow.grid);
    for end in filler.ends.iter().rev() {
        let has_notes = key.stop.note < end.called;
        let extras: &[i64] = if has_notes { &[0, -1, 1] } else { &[0] };
        for &extra in extras {
            let extra = if has_notes { extra } else { foot(flow, end, room) };
            let left = room + extra * flow.grid - end.depth;
            // A line that is too tall has no note beside it.
            if left < 0 && extra != 0 {
                continue;
            }
            let (stop, _) = flow.notes.fit(key.stop, end.called, left);
            if key.stop.note < before && stop == key.stop {
                continue;
            }
            visit(Turn { to: Key { begin: end.at, stop }, end: Some(*end), extra });
        }
    }
    if key.stop.note < before {
        // Where neither text nor notes fit beside the other, the notes go first.
        let (stop, _) = flow.notes.fit_alone(key.stop, before, room);
        visit(Turn { to: Key { begin: key.begin, stop }, end: None, extra: 0 });
    }
}

/// Where the foot of a page without notes is, in grid lines beyond a full page.
fn foot(flow: &Flow, end: &End, room: i64) -> i64 {
    let left = room - end.depth;
    match end.ending {
        _ if left < -flow.grid => 0,
        _ if left < 0 => 1,
        Ending::Forced | Ending::Last => 0,
        _ => -(left / flow.grid),
    }
}

/// What the page of a turn from `key` is like.
pub fn page(flow: &Flow, key: Key, turn: &Turn, past: &Past) -> Page {
    let stop = turn.to.stop;
    let before = flow.called_before(key.begin);
    let full = room(flow, key) + turn.extra * flow.grid;
    let white = |depth: i64| ((full - depth - flow.notes.between(key.stop, stop)) / flow.grid).max(0);
    let Some(end) = &turn.end else {
        return Page {
            ending: Ending::Notes,
            extra: 0,
            white: white(0),
            has_notes: true,
            recto: past.recto,
            hyphen: false,
            facing: None,
            elsewhere: 0,
            split: stop.note < before,
            depth: 0,
            opens: false,
        };
    };
    let has_notes = key.stop.note < end.called;
    let begun = stop.note + usize::from(stop.line > 0);
    Page {
        ending: end.ending,
        extra: turn.extra,
        white: if has_notes { white(end.depth) } else { 0 },
        has_notes,
        recto: past.recto,
        hyphen: end.hyphen,
        facing: past.facing,
        elsewhere: end.called.saturating_sub(begun.max(before)),
        split: stop.note < end.called,
        depth: end.depth / flow.grid,
        opens: past.opens,
    }
}

impl Turn {
    /// What it leaves to the page after it.
    pub fn past(&self, page: &Page) -> Past {
        Past {
            recto: !page.recto,
            facing: (page.ending == Ending::Prose && !page.recto).then_some(page.extra),
            opens: page.ending == Ending::Forced,
        }
    }
}
