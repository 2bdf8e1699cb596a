//! In: a place where a page begins, and its depth. Out: every place where it may end, at the least cost of the
//! settings in between for every depth.

use super::cost::Cost;
use super::flow::{Begin, EndCost, Flow, FlowItem, FlowLine, FlowSetting};
use super::price::Ending;

/// Where a page may end.
#[derive(Clone, Copy, Debug)]
pub struct End {
    pub at: Begin,
    /// Of the text.
    pub depth: i64,
    /// Of the settings that begin on the page, and of ending it here.
    pub settings: Cost,
    pub after: Cost,
    pub ending: Ending,
    pub hyphen: bool,
    /// Notes called up to here.
    pub called: usize,
    /// Floats mentioned up to here.
    pub floats: usize,
    /// The step before, for the settings chosen.
    step: usize,
}

/// A text that was set whole on the page.
#[derive(Clone, Copy, Debug)]
struct Step {
    item: usize,
    setting: usize,
    depth: i64,
    cost: Cost,
    last: FlowLine,
    before: usize,
}

const NONE: usize = usize::MAX;

/// Fills pages; keeps its memory from page to page.
#[derive(Default)]
pub struct Filler {
    pub ends: Vec<End>,
    steps: Vec<Step>,
}

impl Filler {
    /// Finds all ends of a page that begins at `begin` and holds `most`; a first line that is deeper stands alone.
    pub fn fill(&mut self, flow: &Flow, begin: Begin, most: i64) {
        self.ends.clear();
        self.steps.clear();
        let mut item = begin.item;
        let mut head = 0;
        while let (0, Some(FlowItem::Space { edge, .. })) = (begin.line, flow.items.get(item)) {
            head += edge.unwrap_or(0);
            item += 1;
        }
        let first = Open { item, from: begin.line, depth: head, cost: Cost::FREE, step: NONE, most, alone: true };
        let mut front = 0..0;
        for (at, setting) in flow.settings(item).iter().enumerate() {
            if begin.line == 0 || at == begin.setting {
                let above = setting.lines.get(begin.line).map_or(0, |line| line.above);
                self.text(setting, at, Open { depth: head + above, ..first }, front.start);
            }
        }
        front.end = self.steps.len();
        while !front.is_empty() {
            let Some((next, space)) = self.gap(flow, item, front.clone(), most) else { return };
            let start = self.steps.len();
            for at in front {
                let step = self.steps[at];
                let forced = matches!(step.last.after, EndCost::Forced);
                let depth = step.depth + space;
                if forced || depth > most {
                    continue;
                }
                let open = Open { item: next, from: 0, depth, cost: step.cost, step: at, most, alone: false };
                for (at, setting) in flow.settings(next).iter().enumerate() {
                    self.text(setting, at, open, start);
                }
            }
            item = next;
            front = start..self.steps.len();
        }
    }

    /// Sets the lines of one text: an end after each, and a step if all fit. Steps since `front` are its equals.
    fn text(&mut self, setting: &FlowSetting, at: usize, open: Open, front: usize) {
        let above = open.from.checked_sub(1).map_or(0, |line| setting.lines[line].depth);
        let cost = if open.from == 0 { open.cost + setting.cost } else { open.cost };
        for (nth, line) in setting.lines.iter().enumerate().skip(open.from) {
            let depth = open.depth + line.depth - above;
            if depth > open.most && !(open.alone && nth == open.from) {
                return;
            }
            if nth + 1 == setting.lines.len() {
                let step = Step { item: open.item, setting: at, depth, cost, last: *line, before: open.step };
                return self.step(step, front);
            }
            let at = Begin { item: open.item, line: nth + 1, setting: at };
            self.end(Filled { at, depth, settings: cost, step: open.step }, line, line.after);
            if matches!(line.after, EndCost::Forced) {
                return;
            }
        }
    }

    /// Keeps the cheapest of the steps from which the page goes on alike.
    fn step(&mut self, step: Step, front: usize) {
        let alike = |other: &&mut Step| {
            other.depth == step.depth
                && (other.last.hyphen, other.last.prose, other.last.verse, other.last.after)
                    == (step.last.hyphen, step.last.prose, step.last.verse, step.last.after)
        };
        match self.steps[front..].iter_mut().find(alike) {
            Some(other) if other.cost <= step.cost => {}
            Some(other) => *other = step,
            None => self.steps.push(step),
        }
    }

    /// The ends after whole texts, in the spaces that follow: before the first of them and, as what stands for a space
    /// at the edge may do so on both pages, after each such one. Then where the next text is, and the space before it;
    /// nothing where the page cannot go on.
    fn gap(&mut self, flow: &Flow, item: usize, front: std::ops::Range<usize>, most: i64) -> Option<(usize, i64)> {
        let mut next = item + 1;
        let (mut space, mut foot) = (0, 0);
        let mut after = EndCost::FREE;
        while let Some(FlowItem::Space { advance, edge, after: more }) = flow.items.get(next) {
            space += advance;
            foot += edge.unwrap_or(0);
            after = both(after, *more);
            next += 1;
        }
        let last = next == flow.items.len();
        for at_step in front {
            let mut step = self.steps[at_step];
            // Prose that a gap follows does not run on.
            step.last.prose &= space == 0;
            let all = both(step.last.after, after);
            let filled = |item, depth| {
                let at = Begin { item, line: 0, setting: 0 };
                Filled { at, depth, settings: step.cost, step: at_step }
            };
            if last {
                self.end(filled(next, step.depth + foot), &step.last, EndCost::FREE);
                if let Some(end) = self.ends.last_mut() {
                    end.ending = Ending::Last;
                }
                continue;
            }
            self.end(filled(item + 1, step.depth), &step.last, all);
            let mut depth = step.depth;
            for place in item + 1..next {
                if let FlowItem::Space { edge: Some(edge), .. } = flow.items[place] {
                    depth += edge;
                    if depth <= most {
                        self.end(filled(place + 1, depth), &step.last, all);
                    }
                }
            }
        }
        (!last && after != EndCost::Forced).then_some((next, space))
    }

    /// A page may end here: `line` is its last, `after` what an end after it costs.
    fn end(&mut self, filled: Filled, line: &FlowLine, after: EndCost) {
        let Filled { at, depth, settings, step } = filled;
        let (ending, after) = match after {
            EndCost::Forced => (Ending::Forced, Cost::FREE),
            EndCost::Is(cost) if line.prose => (Ending::Prose, cost),
            EndCost::Is(cost) if line.verse => (Ending::Verse, cost),
            EndCost::Is(cost) => (Ending::Other, cost),
        };
        let FlowLine { hyphen, called, floats, .. } = *line;
        self.ends.push(End { at, depth, settings, after, ending, hyphen, called, floats, step });
    }

    /// The texts that are whole (or end) on a page that ends in `end`, last first, with their settings.
    pub fn chosen(&self, end: &End) -> Vec<(usize, usize)> {
        let mut chosen = Vec::new();
        let mut at = end.step;
        while let Some(step) = self.steps.get(at) {
            chosen.push((step.item, step.setting));
            at = step.before;
        }
        chosen
    }
}

/// A page up to a text.
#[derive(Clone, Copy)]
struct Open {
    item: usize,
    from: usize,
    depth: i64,
    cost: Cost,
    step: usize,
    most: i64,
    /// Nothing stands on the page yet.
    alone: bool,
}

/// How far a page is filled where it may end, and the last of its steps.
struct Filled {
    at: Begin,
    depth: i64,
    settings: Cost,
    step: usize,
}

fn both(one: EndCost, other: EndCost) -> EndCost {
    match (one, other) {
        (EndCost::Is(one), EndCost::Is(other)) => EndCost::Is(one + other),
        _ => EndCost::Forced,
    }
}
