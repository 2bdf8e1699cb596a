//! In: a flow. Out: for every place what the pages from there to the end cost at the least. Refuses to know how a place
//! was reached.

use super::cost::Cost;
use super::fill::Filler;
use super::flow::{Begin, EndCost, Flow, FlowItem};
use super::notes::NoteCut;
use super::turn::{CarriedOver, Key, page, turns};

/// Feet of the page before that are told apart, from the least.
const FEET: [i64; 3] = [-1, 0, 1];

/// What is to come after a place. Exact where nothing goes on from the page before, else too little rather than too
/// much.
#[derive(Clone, Copy, Debug)]
struct Ahead {
    verso: Cost,
    recto: Cost,
    /// A recto that is to be as deep as the page before, by that page's foot.
    facing: [Cost; FEET.len()],
    /// Where a note goes on, or a float waits.
    noted: Cost,
}

/// By place.
pub struct Outlook {
    ahead: Vec<Ahead>,
    places: Places,
}

/// Numbers all places where a page may begin, in order.
struct Places {
    /// By item: the number of its first place.
    first: Vec<usize>,
    /// By item: how many lines its longest setting has.
    lines: Vec<usize>,
}

impl Outlook {
    pub fn new(flow: &Flow) -> Outlook {
        let places = Places::new(flow);
        let end = Ahead { verso: FREE, recto: FREE, facing: [FREE; FEET.len()], noted: FREE };
        let mut outlook = Outlook { ahead: vec![end; places.count()], places };
        let mut filler = Filler::default();
        for item in (0..flow.items.len()).rev() {
            let settings = flow.settings(item);
            for line in (1..outlook.places.lines[item]).rev() {
                for (at, setting) in settings.iter().enumerate() {
                    if line < setting.lines.len() {
                        let opens = matches!(setting.lines[line - 1].after, EndCost::Forced);
                        outlook.look(flow, Begin { item, line, setting: at }, opens, &mut filler);
                    }
                }
            }
            outlook.look(flow, Begin { item, line: 0, setting: 0 }, opens(flow, item), &mut filler);
        }
        outlook
    }

    fn look(&mut self, flow: &Flow, begin: Begin, opens: bool, filler: &mut Filler) {
        let key = settled(flow, begin);
        let worst = Cost([u64::MAX; 5]);
        let mut ahead = Ahead { verso: worst, recto: worst, facing: [worst; FEET.len()], noted: worst };
        let past = |recto, facing| CarriedOver { recto, facing, opens };
        // With text on it a page is the same on both sides.
        turns(flow, key, false, filler, |turn| {
            let Some(end) = turn.end else { return };
            let text = end.settings + end.after;
            let next = self.ahead[self.places.of(turn.to.begin)];
            ahead.noted = ahead.noted.min(next.least()).min(Cost::of(5, 1) + next.noted);
            let cost = |past| {
                let page = page(flow, key, &turn, &past);
                text + page.cost() + self.least(flow, turn.to, turn.past(&page))
            };
            // A recto never costs less than a verso, nor one that should be as deep as another page less than one that
            // may be as it likes: most ends are no news to any.
            let alone = text + page(flow, key, &turn, &past(false, None)).cost();
            if alone >= ahead.most() {
                return;
            }
            ahead.verso = ahead.verso.min(cost(past(false, None)));
            ahead.recto = ahead.recto.min(cost(past(true, None)));
            for (least, foot) in ahead.facing.iter_mut().zip(FEET) {
                *least = (*least).min(cost(past(true, Some(foot))));
            }
        });
        // Notes and floats may take pages of their own first.
        ahead.noted = ahead.noted.min(ahead.least());
        let at = self.places.of(begin);
        self.ahead[at] = ahead;
    }

    /// What the pages after a key cost at the least.
    pub fn least(&self, flow: &Flow, key: Key, past: CarriedOver) -> Cost {
        let ahead = &self.ahead[self.places.of(key.begin)];
        if key != settled(flow, key.begin) {
            return ahead.noted;
        }
        let foot = past.facing.and_then(|facing| FEET.iter().position(|&foot| foot == facing));
        match foot {
            _ if !past.recto => ahead.verso,
            Some(foot) => ahead.facing[foot],
            None => ahead.recto,
        }
    }
}

const FREE: Cost = Cost::FREE;

/// A place to which nothing is carried over.
fn settled(flow: &Flow, begin: Begin) -> Key {
    let stop = NoteCut { note: flow.called_before(begin), line: 0 };
    Key { begin, stop, floats: flow.floats_before(begin) }
}

impl Ahead {
    fn least(&self) -> Cost {
        self.verso.min(self.recto)
    }

    fn most(&self) -> Cost {
        self.facing.into_iter().fold(self.verso.max(self.recto), Cost::max)
    }
}

impl Places {
    fn new(flow: &Flow) -> Places {
        let lines = |item| flow.settings(item).iter().map(|setting| setting.lines.len()).max().unwrap_or(1);
        let lines: Vec<usize> = (0..flow.items.len()).map(lines).collect();
        let mut first = vec![0];
        for (item, lines) in lines.iter().enumerate() {
            first.push(first[item] + lines * flow.settings(item).len().max(1));
        }
        Places { first, lines }
    }

    fn count(&self) -> usize {
        self.first.last().map_or(1, |last| last + 1)
    }

    fn of(&self, begin: Begin) -> usize {
        let first = self.first.get(begin.item).copied().unwrap_or(self.count() - 1);
        first + begin.setting * self.lines.get(begin.item).copied().unwrap_or(0) + begin.line
    }
}

/// Whether a page that begins with this item may follow one that had to end.
fn opens(flow: &Flow, item: usize) -> bool {
    let forced = |item: &usize| match &flow.items[*item] {
        FlowItem::Space { after, .. } => matches!(after, EndCost::Forced),
        FlowItem::Text { settings } => {
            settings.iter().filter_map(|setting| setting.lines.last()).any(|line| matches!(line.after, EndCost::Forced))
        }
    };
    let spaces = |item: &usize| matches!(flow.items[*item], FlowItem::Space { .. });
    let before = (0..item).rev().take_while(spaces).count();
    item == 0
        || (item - (before + 1).min(item)..item).any(|item| forced(&item))
        || (item..flow.items.len()).take_while(spaces).any(|item| forced(&item))
}
