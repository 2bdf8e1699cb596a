//! In: a problem. Out: the same with sums, bounded numbers and nothing that contradicts itself.

use super::cost::Cost;
use super::notes::Notes;
use super::problem::{After, Item, Line, Problem, Setting, Spread, Whole, bounded};
use std::collections::BTreeSet;
use std::ops::Range;

pub struct Flow {
    pub items: Vec<FlowItem>,
    /// Notes called before each item, and at the end.
    pub called: Vec<usize>,
    pub notes: Notes,
    /// The depth of the first 0, 1, … floats.
    floats: Vec<i64>,
    /// Notes called by each float, of those called in all.
    float_calls: Vec<Range<usize>>,
    /// Notes that may stand before the first 0, 1, … floats do.
    free: Vec<usize>,
    /// Floats that have pages to themselves.
    wholes: Vec<Whole>,
    /// In the order of their items.
    spreads: Vec<Spread>,
    /// Floats mentioned before each item, and at the end.
    mentioned: Vec<usize>,
    pub depth: i64,
    pub first_depth: i64,
    pub grid: i64,
    pub recto: bool,
}

pub enum FlowItem {
    Text { settings: Vec<FlowSetting> },
    Space { advance: i64, edge: Option<i64>, after: EndCost },
}

/// What it costs to end a page at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndCost {
    Is(Cost),
    Forced,
}

impl EndCost {
    pub const FREE: EndCost = EndCost::Is(Cost::FREE);

    fn of(after: After) -> EndCost {
        match after {
            After::Cuts(cuts) => EndCost::Is(cuts.cost()),
            After::Forced => EndCost::Forced,
        }
    }
}

impl FlowItem {
    fn last_line(&self) -> Option<&FlowLine> {
        match self {
            FlowItem::Text { settings } => settings.first()?.lines.last(),
            FlowItem::Space { .. } => None,
        }
    }
}

pub struct FlowSetting {
    /// Its index in the problem.
    pub index: usize,
    pub cost: Cost,
    /// Never empty.
    pub lines: Vec<FlowLine>,
}

#[derive(Clone, Copy, Debug)]
pub struct FlowLine {
    /// Of the setting's lines up to and with this one.
    pub depth: i64,
    /// Of what stands above it where a page begins with it.
    pub above: i64,
    /// Notes called up to and with this line, in the whole flow.
    pub called: usize,
    /// Floats mentioned up to and with this line, in the whole flow.
    pub floats: usize,
    pub after: EndCost,
    pub hyphen: bool,
    pub prose: bool,
    pub verse: bool,
}

impl Flow {
    pub fn new(problem: &Problem) -> Flow {
        let mut owed = Owed { float_calls: vec![0..0; problem.floats.len()], ..Owed::default() };
        let mut called = vec![0];
        let mut mentioned = vec![0];
        let mut items = Vec::with_capacity(problem.items.len());
        for item in &problem.items {
            items.push(match item {
                Item::Space { advance, at_edge, after } => FlowItem::Space {
                    advance: bounded(*advance),
                    edge: at_edge.map(bounded),
                    after: EndCost::of(*after),
                },
                Item::Text { settings } => text(problem, settings, mentioned[mentioned.len() - 1], &mut owed),
            });
            called.push(owed.order.len());
            let last = items.last().and_then(FlowItem::last_line).map(|line| line.floats);
            mentioned.push(last.unwrap_or(mentioned[mentioned.len() - 1]));
        }
        let depth = bounded(problem.depth).max(1);
        let wholes = wholes(problem, &items);
        let mut floats = vec![0];
        for (nth, float) in problem.floats.iter().enumerate() {
            let is_half = wholes.iter().any(|whole| whole.verso && whole.holds(nth));
            let own = if is_half { depth } else { bounded(float.depth).max(1) };
            floats.push(floats[floats.len() - 1] + own);
        }
        let mut free = vec![usize::MAX; floats.len()];
        for (at, calls) in owed.float_calls.iter().enumerate().rev() {
            free[at] = if calls.is_empty() { free[at + 1] } else { calls.start };
        }
        Flow {
            wholes,
            items,
            called,
            notes: Notes::new(problem, owed.order),
            floats,
            float_calls: owed.float_calls,
            free,
            mentioned,
            spreads: problem.spreads.clone(),
            depth,
            first_depth: (depth - bounded(problem.first_less)).max(1),
            grid: bounded(problem.grid).max(1),
            recto: problem.recto,
        }
    }

    pub fn is_empty(&self) -> bool {
        !self.items.iter().any(|item| matches!(item, FlowItem::Text { .. }))
    }

    /// The settings of a text; none of a space.
    pub fn settings(&self, item: usize) -> &[FlowSetting] {
        match self.items.get(item) {
            Some(FlowItem::Text { settings }) => settings,
            _ => &[],
        }
    }

    /// Notes called before a page that begins so.
    pub fn called_before(&self, begin: Begin) -> usize {
        let Some(line) = begin.line.checked_sub(1) else { return self.called[begin.item] };
        self.settings(begin.item)[begin.setting].lines[line].called
    }

    /// Floats mentioned before a page that begins so.
    pub fn floats_before(&self, begin: Begin) -> usize {
        let Some(line) = begin.line.checked_sub(1) else { return self.mentioned[begin.item] };
        self.settings(begin.item)[begin.setting].lines[line].floats
    }

    /// Where the author wants the foot of a page: the last word of those whose items begin on it counts.
    pub fn asked(&self, begin: Begin, end: Begin) -> Option<i64> {
        let first = begin.item + usize::from(begin.line > 0);
        let past = end.item + usize::from(end.line > 0);
        let spread = self.spreads.iter().rev().find(|spread| (first..past).contains(&spread.item))?;
        Some(i64::from(spread.lines))
    }

    /// Whether prose begins behind a place that is between texts, and calls no note in its first two lines.
    pub fn goes_on(&self, begin: Begin) -> bool {
        let is_text = |item: &FlowItem| matches!(item, FlowItem::Text { .. });
        let next = self.items.get(begin.item..).and_then(|items| items.iter().position(is_text));
        let Some(setting) = next.and_then(|next| self.settings(begin.item + next).first()) else { return false };
        let (first, second) = (setting.lines[0], setting.lines[1.min(setting.lines.len() - 1)]);
        begin.line == 0 && first.prose && second.called == self.called[begin.item]
    }

    /// Floats mentioned in all.
    pub fn floats(&self) -> usize {
        self.mentioned.last().copied().unwrap_or(0)
    }

    /// The first float that begins pages of its own and is this one or stands behind it.
    pub fn next_whole(&self, from: usize) -> usize {
        let at = self.wholes.partition_point(|whole| whole.first < from);
        self.wholes.get(at).map_or(usize::MAX, |whole| whole.first)
    }

    /// What has pages to itself and holds a float.
    fn whole(&self, float: usize) -> Option<&Whole> {
        let at = self.wholes.partition_point(|whole| whole.first <= float);
        self.wholes[..at].last().filter(|whole| whole.holds(float))
    }

    /// Whether a float has a page to itself.
    pub fn is_whole(&self, float: usize) -> bool {
        self.whole(float).is_some()
    }

    /// Whether a float stands on the page after that of the float before it, without text.
    pub fn continues(&self, float: usize) -> bool {
        self.whole(float).is_some_and(|whole| whole.first < float)
    }

    /// Whether a float may stand on a page of this side.
    pub fn takes_side(&self, float: usize, recto: bool) -> bool {
        !recto || !self.whole(float).is_some_and(|whole| whole.verso && whole.first == float)
    }

    /// Of the first `called` notes, those that may stand where so many floats do: a float's notes wait for it, and all that
    /// are called behind them.
    pub fn due(&self, called: usize, floats: usize) -> usize {
        called.min(self.free[floats])
    }

    /// How many notes do not begin where they are called: on a page before which `from` are called in text and floats
    /// `stand` on it, up to where `called` are, floats are `mentioned` and all notes up to `begun` have begun.
    pub fn homeless(&self, calls: Range<usize>, mentioned: Range<usize>, stand: Range<usize>, begun: usize) -> usize {
        let behind = |range: &Range<usize>| range.end.saturating_sub(range.start.max(begun));
        let sum = |floats: Range<usize>| self.float_calls[floats].iter().map(behind).sum::<usize>();
        behind(&calls).saturating_sub(sum(mentioned)) + sum(stand)
    }

    /// The depth of some floats.
    pub fn floats_depth(&self, floats: Range<usize>) -> i64 {
        self.floats[floats.end] - self.floats[floats.start]
    }

    /// How many floats, those before `from` and after `to` left out, stand in so much room.
    pub fn floats_that_fit(&self, from: usize, to: usize, room: i64) -> usize {
        let fits = self.floats[from..=to].partition_point(|&depth| depth - self.floats[from] <= room);
        from + fits.saturating_sub(1)
    }

    /// Notes called in all.
    pub fn calls(&self) -> usize {
        self.called.last().copied().unwrap_or(0)
    }
}

/// Where a page begins: before a line of an item, which straddles pages in `setting` where the line is not its first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Begin {
    pub item: usize,
    pub line: usize,
    pub setting: usize,
}

impl Whole {
    fn holds(&self, float: usize) -> bool {
        (self.first..self.first + self.pages).contains(&float)
    }
}

/// Those that can be: in order, apart from each other, and mentioned on one line.
fn wholes(problem: &Problem, items: &[FlowItem]) -> Vec<Whole> {
    let mut apart = BTreeSet::new();
    for item in items {
        let FlowItem::Text { settings } = item else { continue };
        apart.extend(settings.iter().flat_map(|setting| &setting.lines).map(|line| line.floats));
    }
    let mut wholes: Vec<Whole> = Vec::new();
    for whole in &problem.wholes {
        let end = whole.first.saturating_add(whole.pages);
        let is_new = wholes.last().is_none_or(|last| last.first + last.pages <= whole.first);
        let is_one =
            whole.pages > 0 && end <= problem.floats.len() && apart.range(whole.first + 1..end).next().is_none();
        if is_new && is_one {
            wholes.push(*whole);
        }
    }
    wholes
}

/// The notes of a flow, each at its first call.
#[derive(Default)]
struct Owed {
    order: Vec<u32>,
    seen: BTreeSet<u32>,
    float_calls: Vec<Range<usize>>,
}

/// A text's settings: those that have lines, and call and mention what the first of them does. A note is owed at its first call.
fn text(problem: &Problem, settings: &[Setting], floats: usize, owed: &mut Owed) -> FlowItem {
    let mut all: Vec<FlowSetting> = Vec::with_capacity(settings.len());
    let mut first = (Vec::new(), Vec::new());
    for (index, setting) in settings.iter().enumerate().filter(|(_, setting)| !setting.lines.is_empty()) {
        let mut notes = (Vec::new(), Vec::new());
        let lines = flow_lines(problem, &setting.lines, floats, owed, &mut notes);
        let mentions = |lines: &[FlowLine]| lines.last().map(|line| line.floats);
        if all.is_empty() {
            first = notes;
        } else if first != notes || mentions(&all[0].lines) != mentions(&lines) {
            continue;
        }
        all.push(FlowSetting { index, cost: setting.cost, lines });
    }
    let (notes, calls) = first;
    owed.float_calls.splice(floats..floats + calls.len(), calls);
    owed.seen.extend(&notes);
    owed.order.extend(notes);
    if all.is_empty() {
        return FlowItem::Space { advance: 0, edge: None, after: EndCost::FREE };
    }
    FlowItem::Text { settings: all }
}

fn flow_lines(
    problem: &Problem,
    lines: &[Line],
    mut floats: usize,
    owed: &Owed,
    (notes, calls): &mut (Vec<u32>, Vec<Range<usize>>),
) -> Vec<FlowLine> {
    let mut depth = 0;
    let before = owed.order.len();
    let mut call = |called: &[u32]| {
        for &note in called {
            let has_lines = problem.notes.get(note as usize).is_some_and(|note| !note.lines.is_empty());
            if has_lines && !owed.seen.contains(&note) && !notes.contains(&note) {
                notes.push(note);
            }
        }
        before + notes.len()
    };
    let mut add = |line: &Line| {
        let mut called = call(&line.notes);
        depth += bounded(line.advance);
        let mentioned = floats.saturating_add(line.floats).min(problem.floats.len());
        for float in &problem.floats[floats..mentioned] {
            let from = called;
            called = call(&float.notes);
            calls.push(from..called);
        }
        floats = mentioned;
        let above = bounded(line.above);
        let Line { hyphen, prose, verse, .. } = *line;
        FlowLine { depth, above, called, floats, after: EndCost::of(line.after), hyphen, prose, verse }
    };
    lines.iter().map(&mut add).collect()
}
