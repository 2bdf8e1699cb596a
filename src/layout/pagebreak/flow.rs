//! In: a problem. Out: the same with sums, bounded numbers and nothing that contradicts itself.

use super::cost::Cost;
use super::notes::Notes;
use super::problem::{After, Item, Line, Problem, Setting, Spread, bounded};
use std::collections::BTreeSet;
use std::ops::Range;

pub struct Flow {
    pub items: Vec<FlowItem>,
    /// Notes called before each item, and at the end.
    pub called: Vec<usize>,
    pub notes: Notes,
    /// The depth of the first 0, 1, … floats.
    floats: Vec<i64>,
    /// The first halves of pictures over two pages.
    pairs: Vec<usize>,
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
        let mut order = Vec::new();
        let mut seen = BTreeSet::new();
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
                Item::Text { settings } => {
                    text(problem, settings, mentioned[mentioned.len() - 1], &mut order, &mut seen)
                }
            });
            called.push(order.len());
            let last = items.last().and_then(FlowItem::last_line).map(|line| line.floats);
            mentioned.push(last.unwrap_or(mentioned[mentioned.len() - 1]));
        }
        let depth = bounded(problem.depth).max(1);
        let pairs = pairs(problem, &items);
        let mut floats = vec![0];
        for (nth, float) in problem.floats.iter().enumerate() {
            let is = |float: usize| pairs.binary_search(&float).is_ok();
            let is_half = is(nth) || nth.checked_sub(1).is_some_and(is);
            let own = if is_half { depth } else { bounded(*float).max(1) };
            floats.push(floats[floats.len() - 1] + own);
        }
        Flow {
            pairs,
            items,
            called,
            notes: Notes::new(problem, order),
            floats,
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

    /// The first half of a picture over two pages that is this float or the next after it.
    pub fn next_pair(&self, from: usize) -> usize {
        let at = self.pairs.partition_point(|&pair| pair < from);
        self.pairs.get(at).copied().unwrap_or(usize::MAX)
    }

    /// Whether a float is the other half of a picture over two pages.
    pub fn is_second(&self, float: usize) -> bool {
        float.checked_sub(1).is_some_and(|first| self.pairs.binary_search(&first).is_ok())
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

/// The pairs that can be one: in order, apart from each other, and mentioned on one line.
fn pairs(problem: &Problem, items: &[FlowItem]) -> Vec<usize> {
    let mut apart = BTreeSet::new();
    for item in items {
        let FlowItem::Text { settings } = item else { continue };
        apart.extend(settings.iter().flat_map(|setting| &setting.lines).map(|line| line.floats));
    }
    let mut pairs: Vec<usize> = Vec::new();
    for &first in &problem.pairs {
        let is_new = pairs.last().is_none_or(|last| last + 1 < first);
        if is_new && first + 1 < problem.floats.len() && !apart.contains(&(first + 1)) {
            pairs.push(first);
        }
    }
    pairs
}

/// A text's settings: those that have lines, and call and mention what the first of them does. A note is owed at its first call.
fn text(
    problem: &Problem,
    settings: &[Setting],
    floats: usize,
    order: &mut Vec<u32>,
    seen: &mut BTreeSet<u32>,
) -> FlowItem {
    let mut all: Vec<FlowSetting> = Vec::with_capacity(settings.len());
    let mut owed: Vec<u32> = Vec::new();
    for (index, setting) in settings.iter().enumerate().filter(|(_, setting)| !setting.lines.is_empty()) {
        let mut notes = Vec::new();
        let lines = flow_lines(problem, &setting.lines, (order.len(), floats), seen, &mut notes);
        let mentions = |lines: &[FlowLine]| lines.last().map(|line| line.floats);
        if all.is_empty() {
            owed = notes;
        } else if owed != notes || mentions(&all[0].lines) != mentions(&lines) {
            continue;
        }
        all.push(FlowSetting { index, cost: setting.cost, lines });
    }
    seen.extend(&owed);
    order.extend(owed);
    if all.is_empty() {
        return FlowItem::Space { advance: 0, edge: None, after: EndCost::FREE };
    }
    FlowItem::Text { settings: all }
}

fn flow_lines(
    problem: &Problem,
    lines: &[Line],
    (before, mut floats): (usize, usize),
    seen: &BTreeSet<u32>,
    notes: &mut Vec<u32>,
) -> Vec<FlowLine> {
    let mut depth = 0;
    let mut add = |line: &Line| {
        for &note in &line.notes {
            let has_lines = problem.notes.get(note as usize).is_some_and(|note| !note.lines.is_empty());
            if has_lines && !seen.contains(&note) && !notes.contains(&note) {
                notes.push(note);
            }
        }
        depth += bounded(line.advance);
        floats = floats.saturating_add(line.floats).min(problem.floats.len());
        let called = before + notes.len();
        let above = bounded(line.above);
        let Line { hyphen, prose, verse, .. } = *line;
        FlowLine { depth, above, called, floats, after: EndCost::of(line.after), hyphen, prose, verse }
    };
    lines.iter().map(&mut add).collect()
}
