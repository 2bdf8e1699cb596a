//! In: a place between two pages. Out: every page that may follow, and what it is like for those who come there.

use super::fill::{End, Filler};
use super::flow::{Begin, Flow};
use super::notes::NoteCut;
use super::price::{Ending, Page};

/// What lies between two pages, save sides and depths. Every page leads to a greater one, but a blank one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Key {
    pub begin: Begin,
    pub stop: NoteCut,
    /// Floats that stand on pages before.
    pub floats: usize,
}

/// What the pages before a key leave to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarriedOver {
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
    /// Where its text ends; nothing for a page of floats and of notes that go on.
    pub end: Option<End>,
    /// Where its foot is, in grid lines beyond a full page.
    pub extra: i64,
}

/// The depth of the page after a key.
pub fn room(flow: &Flow, key: Key) -> i64 {
    if key == Key::default() { flow.first_depth } else { flow.depth }
}

/// Every page that may follow a key, the fullest first: for each end of its text one for each choice of floats and each
/// place of the foot.
pub fn turns(flow: &Flow, key: Key, recto: bool, filler: &mut Filler, mut visit: impl FnMut(Turn)) {
    let room = room(flow, key);
    let before = flow.called_before(key.begin);
    // Pages of one table, or halves of a picture, follow each other.
    if flow.continues(key.floats) {
        visit(Turn { to: whole(flow, key, before, room), end: None, extra: 0 });
        return;
    }
    filler.fill(flow, key.begin, room + flow.grid);
    for end in filler.ends.iter().rev() {
        for floats in floats(flow, key, end, room).into_iter().flatten() {
            let (due, before) = (flow.due(end.called, floats), flow.due(before, floats));
            let has_notes = key.stop.note < due;
            let extras: &[i64] = if has_notes { &[0, -1, 1] } else { &[0] };
            let taken = end.depth + flow.floats_depth(key.floats..floats);
            for &extra in extras {
                let extra = if has_notes { extra } else { foot(flow, end, room - taken) };
                let left = room + extra * flow.grid - taken;
                // A line that is too tall has no note and no float beside it.
                if left < 0 && (extra != 0 || floats > key.floats) {
                    continue;
                }
                let (stop, _) = flow.notes.fit(key.stop, due, left);
                if key.stop.note < before && stop == key.stop {
                    continue;
                }
                visit(Turn { to: Key { begin: end.at, stop, floats }, end: Some(*end), extra });
            }
        }
    }
    if let Some(to) = alone(flow, key, recto, room) {
        visit(Turn { to, end: None, extra: 0 });
    }
}

/// After which float the page may stop: after the last that was mentioned, or one that was mentioned on this page waits
/// for the next, or as many stand here as fit; in any case before one that has a page to itself.
fn floats(flow: &Flow, key: Key, end: &End, room: i64) -> [Option<usize>; 4] {
    let all = end.floats;
    if all == key.floats {
        return [Some(all), None, None, None];
    }
    let whole = flow.next_whole(key.floats);
    let before = |floats: &usize| *floats <= whole;
    let one_waits = (all > flow.floats_before(key.begin)).then(|| all - 1);
    let fit = flow.floats_that_fit(key.floats, all, room - end.depth);
    let fit = (fit < one_waits.unwrap_or(all)).then_some(fit);
    [Some(all).filter(before), one_waits.filter(before), fit.filter(before), (whole < all).then_some(whole)]
}

/// A page without text, where what waits for a page and the text do not fit beside each other: the floats, one at the
/// least, then the notes; what has a page to itself; or nothing, where a picture over two pages has to wait for its verso
/// and no text is left.
fn alone(flow: &Flow, key: Key, recto: bool, room: i64) -> Option<Key> {
    let (called, mentioned) = (flow.called_before(key.begin), flow.floats_before(key.begin));
    let next = flow.next_whole(key.floats);
    if key.floats < mentioned && key.floats == next {
        let due = flow.due(called, key.floats);
        return match flow.takes_side(next, recto) {
            true => Some(whole(flow, key, called, room)),
            false if key.stop.note < due => Some(Key { stop: flow.notes.fit_alone(key.stop, due, room).0, ..key }),
            false => (key.begin.item >= flow.items.len()).then_some(key),
        };
    }
    if key.floats < mentioned {
        let floats = flow.floats_that_fit(key.floats, mentioned, room).max(key.floats + 1).min(next);
        let left = room - flow.floats_depth(key.floats..floats);
        let (stop, _) = flow.notes.fit(key.stop, flow.due(called, floats), left);
        return Some(Key { begin: key.begin, stop, floats });
    }
    let (stop, _) = (key.stop.note < called).then(|| flow.notes.fit_alone(key.stop, called, room))?;
    Some(Key { stop, ..key })
}

/// After a float that has the page to itself, with the notes below it.
fn whole(flow: &Flow, key: Key, called: usize, room: i64) -> Key {
    let floats = key.floats + 1;
    let left = room - flow.floats_depth(key.floats..floats);
    let (stop, _) = flow.notes.fit(key.stop, flow.due(called, floats), left);
    Key { begin: key.begin, stop, floats }
}

/// Where the foot of a page without notes is, in grid lines beyond a full page.
fn foot(flow: &Flow, end: &End, left: i64) -> i64 {
    match end.ending {
        _ if left < -flow.grid => 0,
        _ if left < 0 => 1,
        Ending::Forced | Ending::Last => 0,
        _ => -(left / flow.grid),
    }
}

/// What the page of a turn from `key` is like.
pub fn page(flow: &Flow, key: Key, turn: &Turn, past: &CarriedOver) -> Page {
    let stop = turn.to.stop;
    let (called, mentioned) = (flow.called_before(key.begin), flow.floats_before(key.begin));
    let (text, all) = turn.end.map_or((0, mentioned), |end| (end.depth, end.floats));
    let all_called = turn.end.map_or(called, |end| end.called);
    let due = flow.due(all_called, turn.to.floats);
    let depth = text + flow.floats_depth(key.floats..turn.to.floats);
    let left = room(flow, key) + turn.extra * flow.grid - depth - flow.notes.between(key.stop, stop);
    let has_notes = turn.end.is_none() || key.stop.note < due;
    let begun = stop.note + usize::from(stop.line > 0);
    // What stands behind one that has a page to itself waits with it. That one is late where text stands in its place: a
    // picture over two pages, on a verso.
    let whole = flow.next_whole(turn.to.floats);
    let is_whole = turn.to.floats > key.floats && flow.is_whole(key.floats);
    let next = if is_whole { turn.to.floats } else { whole };
    let counted = |floats: usize| floats.min(next).saturating_sub(turn.to.floats);
    let (waiting, late) = (counted(all), counted(mentioned));
    let whole_waits = whole < all && turn.end.is_some();
    let is_missed = whole == key.floats && flow.takes_side(whole, past.recto);
    let alone = if is_whole || key.begin.item >= flow.items.len() { Ending::Whole } else { Ending::Notes };
    let whole_is_late = whole_waits && whole < mentioned && is_missed;
    Page {
        ending: turn.end.map_or(alone, |end| end.ending),
        extra: turn.extra,
        white: if has_notes { (left / flow.grid).max(0) } else { 0 },
        has_notes,
        recto: past.recto,
        hyphen: turn.end.is_some_and(|end| end.hyphen),
        asked: turn.end.and_then(|end| flow.asked(key.begin, end.at)),
        facing: past.facing.filter(|_| turn.end.is_some()),
        elsewhere: flow.homeless(called..all_called, mentioned..all, key.floats..turn.to.floats, begun),
        split: stop.note < due,
        depth: depth / flow.grid,
        opens: past.opens && turn.end.is_some(),
        waits: waiting > late || whole_waits,
        late: late + (waiting - late).saturating_sub(1) + usize::from(whole_is_late),
        goes_on: match turn.end {
            Some(end) => flow.goes_on(end.at),
            None => key.begin.line > 0 || flow.goes_on(key.begin),
        },
    }
}

impl Turn {
    /// What it leaves to the page after it.
    pub fn past(&self, page: &Page) -> CarriedOver {
        CarriedOver {
            recto: !page.recto,
            facing: (page.ending == Ending::Prose && !page.recto).then_some(page.extra),
            opens: page.ending == Ending::Forced,
        }
    }
}
