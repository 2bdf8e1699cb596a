//! In: a flow. Out: the cheapest chain of pages.

use super::cost::Cost;
use super::fill::Filler;
use super::flow::Flow;
use super::outlook::Outlook;
use super::turn::{CarriedOver, Key, page, turns};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// The cheapest way to a key, by the page that leads there.
#[derive(Clone, Copy, Debug)]
pub struct State {
    pub cost: Cost,
    pub previous: usize,
    pub key: Key,
    pub past: CarriedOver,
    /// Depth of the text, and foot, of the page that leads here.
    pub depth: i64,
    pub extra: i64,
}

/// All states that were worth a look, and the cheapest end.
pub struct SearchResult {
    states: Vec<State>,
    last: Option<usize>,
}

impl SearchResult {
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

/// The cheapest chain. States are turned in the order of what they cost (Dijkstra), so that the first complete one is
/// the best; of equals the one that is furthest on goes first. Where `blind` states lead nowhere, the search begins anew
/// and counts what is still to come as well (A*).
pub fn search(flow: &Flow, blind: usize) -> SearchResult {
    let found = Search::new(flow, None).run(blind);
    found.unwrap_or_else(|states| {
        let outlook = Outlook::new(flow);
        Search::new(flow, Some(&outlook)).run(usize::MAX).unwrap_or(SearchResult { states, last: None })
    })
}

/// A state to be turned, the most urgent the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    /// With what is at least still to come.
    all: Reverse<Cost>,
    key: Key,
    at: Reverse<usize>,
    cost: Cost,
}

struct Search<'a> {
    flow: &'a Flow,
    outlook: Option<&'a Outlook>,
    states: Vec<State>,
    /// The states of each key.
    met: HashMap<Key, Vec<usize>>,
    open: BinaryHeap<Open>,
}

impl<'a> Search<'a> {
    fn new(flow: &'a Flow, outlook: Option<&'a Outlook>) -> Search<'a> {
        let past = CarriedOver { recto: flow.recto, facing: None, opens: true };
        let first = State { cost: Cost::FREE, previous: 0, key: Key::default(), past, depth: 0, extra: 0 };
        let mut search = Search { flow, outlook, states: Vec::new(), met: HashMap::new(), open: BinaryHeap::new() };
        search.meet(first);
        search
    }

    /// Turns so many states at the most.
    fn run(mut self, most: usize) -> Result<SearchResult, Vec<State>> {
        let mut filler = Filler::default();
        let mut turned = 0;
        while let Some(Open { key, at: Reverse(at), cost, .. }) = self.open.pop() {
            if self.states[at].cost != cost || self.is_beaten(at) {
                continue;
            }
            let flow = self.flow;
            let all_set = key.stop.note >= flow.calls() && key.floats >= flow.floats();
            if key.begin.item >= flow.items.len() && all_set {
                return Ok(SearchResult { states: self.states, last: Some(at) });
            }
            if turned == most {
                break;
            }
            turned += 1;
            self.turn(at, &mut filler);
        }
        Err(self.states)
    }

    /// Whether another state of the same key is preferable whatever follows: an unequal spread is the most that a
    /// facing page can cost.
    fn is_beaten(&self, other: usize) -> bool {
        let b = &self.states[other];
        let unequal = Cost::of(3, 1);
        let beats = |one: usize| {
            let a = &self.states[one];
            let facing = if a.past.facing.is_none() || a.past.facing == b.past.facing { Cost::FREE } else { unequal };
            let cost = a.cost + facing;
            let alike = a.past.recto == b.past.recto && a.past.opens >= b.past.opens;
            alike && (cost < b.cost || cost == b.cost && one < other)
        };
        self.met.get(&b.key).is_some_and(|met| met.iter().any(|&one| one != other && beats(one)))
    }

    /// Every page that may follow a state.
    fn turn(&mut self, previous: usize, filler: &mut Filler) {
        let flow = self.flow;
        let State { key, past, cost, .. } = self.states[previous];
        turns(flow, key, past.recto, filler, |turn| {
            let page = page(flow, key, &turn, &past);
            let text = turn.end.map_or(Cost::FREE, |end| end.settings + end.after);
            self.meet(State {
                cost: cost + text + page.cost(),
                previous,
                key: turn.to,
                past: turn.past(&page),
                depth: turn.end.map_or(0, |end| end.depth),
                extra: turn.extra,
            });
        });
    }

    /// Keeps a state if it is the cheapest of its like.
    fn meet(&mut self, state: State) {
        let State { cost, key, past, .. } = state;
        let met = self.met.entry(key).or_default();
        let at = match met.iter().find(|&&at| self.states[at].past == past) {
            Some(&at) if self.states[at].cost <= cost => return,
            Some(&at) => {
                self.states[at] = state;
                at
            }
            None => {
                met.push(self.states.len());
                self.states.push(state);
                self.states.len() - 1
            }
        };
        let ahead = self.outlook.map_or(Cost::FREE, |outlook| outlook.least(self.flow, key, past));
        self.open.push(Open { all: Reverse(cost + ahead), key, at: Reverse(at), cost });
    }
}
