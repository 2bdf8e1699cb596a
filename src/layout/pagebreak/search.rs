//! In: a flow, and what its pages may cost at most. Out: the cheapest chain of pages.

use super::fill::{End, Filler};
use super::flow::{Begin, Flow};
use super::notes::Stop;
use super::price::{Ending, Page};
use super::problem::Cost;
use std::collections::BTreeMap;

/// What lies between two pages, save sides and depths. Every page leads to a greater one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Key {
    pub begin: Begin,
    pub stop: Stop,
}

/// The cheapest way to a key, by the page that leads there.
#[derive(Clone, Copy, Debug)]
pub struct State {
    pub cost: Cost,
    pub previous: usize,
    pub key: Key,
    /// The side of the next page.
    pub recto: bool,
    /// The foot of the page before the next, if the next is to be as deep.
    pub facing: Option<i64>,
    /// The page before had to end.
    pub opens: bool,
    /// Depth of the text, and foot, of the page that leads here.
    pub depth: i64,
    pub extra: i64,
}

/// All states that were worth a look, and the cheapest end.
pub struct Found {
    states: Vec<State>,
    last: Option<usize>,
}

impl Found {
    pub fn cost(&self) -> Option<Cost> {
        self.last.map(|last| self.states[last].cost)
    }

    /// The states from the first to the last; a page lies between each two.
    pub fn chain(&self) -> Vec<State> {
        let mut chain = Vec::new();
        let mut at = self.last;
        while let Some(state) = at {
            chain.push(self.states[state]);
            at = (state > 0).then(|| self.states[state].previous);
        }
        chain.reverse();
        chain
    }
}

/// Without a bound, pages end short only where nothing fuller will do.
pub fn search(flow: &Flow, bound: Option<Cost>) -> Found {
    let first = State {
        cost: Cost::FREE,
        previous: 0,
        key: Key::default(),
        recto: flow.recto,
        facing: None,
        opens: true,
        depth: 0,
        extra: 0,
    };
    let mut search = Search { flow, bound, states: vec![first], open: BTreeMap::new() };
    search.open.insert(Key::default(), vec![0]);
    let mut filler = Filler::default();
    while let Some((key, mut states)) = search.open.pop_first() {
        if key.begin.item >= flow.items.len() && key.stop.note >= flow.calls() {
            let last = states.into_iter().min_by_key(|&at| (search.states[at].cost, at));
            return Found { states: search.states, last };
        }
        search.only_worthy(&mut states);
        search.turn(key, &states, &mut filler);
    }
    Found { states: search.states, last: None }
}

struct Search<'a> {
    flow: &'a Flow,
    bound: Option<Cost>,
    states: Vec<State>,
    open: BTreeMap<Key, Vec<usize>>,
}

impl Search<'_> {
    /// Drops states to which another of the same key is preferable whatever follows: an unequal spread is the most
    /// that a facing page can cost.
    fn only_worthy(&self, states: &mut Vec<usize>) {
        let unequal = Cost::of(3, 1);
        let beats = |one: usize, other: usize| {
            let (a, b) = (&self.states[one], &self.states[other]);
            let facing = if a.facing.is_none() || a.facing == b.facing { Cost::FREE } else { unequal };
            let cost = a.cost + facing;
            a.recto == b.recto && a.opens >= b.opens && (cost < b.cost || cost == b.cost && one < other)
        };
        let all = states.clone();
        states.retain(|&other| !all.iter().any(|&one| one != other && beats(one, other)));
    }

    /// Every page that may follow the states of one key.
    fn turn(&mut self, key: Key, states: &[usize], filler: &mut Filler) {
        let flow = self.flow;
        let Some(least) = states.iter().map(|&at| self.states[at].cost).min() else { return };
        let room = room(flow, key);
        let before = flow.called_before(key.begin);
        filler.fill(flow, key.begin, room + flow.grid);
        if self.bound.is_none() {
            only_full(flow, key.stop, room, &mut filler.ends);
        }
        for end in &filler.ends {
            if self.bound.is_none_or(|bound| least + end.settings + end.after <= bound) {
                self.end(key, end, room, before, states);
            }
        }
        if key.stop.note < before {
            // Where neither text nor notes fit beside the other, the notes go first.
            let (to, _) = flow.notes.fit_alone(key.stop, before, room);
            let next = Key { begin: key.begin, stop: to };
            for &at in states {
                self.push(at, next, &notes_page(flow, key, to, &self.states[at]), Cost::FREE, 0);
            }
        }
    }

    /// The pages that end in `end`, one for each place of the foot.
    fn end(&mut self, key: Key, end: &End, room: i64, before: usize, states: &[usize]) {
        let flow = self.flow;
        let has_notes = key.stop.note < end.called;
        let extras: &[i64] = if has_notes { &[0, -1, 1] } else { &[0] };
        for &extra in extras {
            let extra = if has_notes { extra } else { foot(flow, end, room) };
            let left = room + extra * flow.grid - end.depth;
            // A line that is too tall has no note beside it.
            if left < 0 && extra != 0 {
                continue;
            }
            let (to, _) = flow.notes.fit(key.stop, end.called, left);
            if key.stop.note < before && to == key.stop {
                continue;
            }
            let next = Key { begin: end.at, stop: to };
            for &at in states {
                let page = text_page(flow, key, end, to, extra, &self.states[at]);
                self.push(at, next, &page, end.settings + end.after, end.depth);
            }
        }
    }

    fn push(&mut self, previous: usize, key: Key, page: &Page, cost: Cost, depth: i64) {
        let cost = self.states[previous].cost + cost + page.cost();
        if self.bound.is_some_and(|bound| cost > bound) {
            return;
        }
        let facing = (page.ending == Ending::Prose && !page.recto).then_some(page.extra);
        let opens = page.ending == Ending::Forced;
        let recto = !page.recto;
        let state = State { cost, previous, key, recto, facing, opens, depth, extra: page.extra };
        let open = self.open.entry(key).or_default();
        let alike = |at: &&usize| {
            let other = &self.states[**at];
            (other.recto, other.facing, other.opens) == (recto, facing, opens)
        };
        match open.iter().find(alike) {
            Some(&at) if self.states[at].cost <= cost => {}
            Some(&at) => self.states[at] = state,
            None => {
                open.push(self.states.len());
                self.states.push(state);
            }
        }
    }
}

/// The depth of the page after a key.
pub fn room(flow: &Flow, key: Key) -> i64 {
    if key == Key::default() { flow.first_depth } else { flow.depth }
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

/// What a page is like that goes from a state to `end` with its notes up to `to`.
pub fn text_page(flow: &Flow, key: Key, end: &End, to: Stop, extra: i64, state: &State) -> Page {
    let has_notes = key.stop.note < end.called;
    let white = room(flow, key) + extra * flow.grid - end.depth - flow.notes.between(key.stop, to);
    let begun = to.note + usize::from(to.line > 0);
    Page {
        ending: end.ending,
        extra,
        white: if has_notes { (white / flow.grid).max(0) } else { 0 },
        has_notes,
        recto: state.recto,
        hyphen: end.hyphen,
        facing: state.facing,
        elsewhere: end.called.saturating_sub(begun.max(flow.called_before(key.begin))),
        split: to.note < end.called,
        depth: end.depth / flow.grid,
        opens: state.opens,
    }
}

/// A page of nothing but notes that go on.
pub fn notes_page(flow: &Flow, key: Key, to: Stop, state: &State) -> Page {
    let before = flow.called_before(key.begin);
    let white = room(flow, key) - flow.notes.between(key.stop, to);
    Page {
        ending: Ending::Notes,
        extra: 0,
        white: (white / flow.grid).max(0),
        has_notes: true,
        recto: state.recto,
        hyphen: false,
        facing: None,
        elsewhere: 0,
        split: to.note < before,
        depth: 0,
        opens: false,
    }
}

/// Keeps the ends of pages that are full, a line short or long, and of the shorter ones those that cost less, as far
/// as the first three ranks tell, than all fuller ones.
fn only_full(flow: &Flow, stop: Stop, room: i64, ends: &mut Vec<End>) {
    let short = |end: &End| (room - end.depth - flow.notes.depth(stop, end.called)) / flow.grid;
    let ranks = |end: &End| [end.after.0[0], end.after.0[1], end.after.0[2]];
    ends.sort_by_key(short);
    let mut least = [u64::MAX; 3];
    let mut full = 0;
    ends.retain(|end| {
        let better = ranks(end) < least;
        if better {
            least = ranks(end);
        }
        let lines = short(end);
        let keep = better || lines <= 1 || lines <= full;
        full = if keep { full.max(lines) } else { full };
        keep
    });
}
