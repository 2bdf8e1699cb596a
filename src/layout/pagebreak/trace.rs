//! In: the chain of states. Out: the plan, with its faults named.

use super::cost::{Cost, Cut};
use super::fill::{End, Filler};
use super::flow::{Flow, FlowItem};
use super::price::Page;
use super::problem::{After, Fault, FaultKind, Item, PagePlan, Place, Plan, Problem};
use super::search::{SearchResult, State};
use super::turn::{Turn, page, room, turns};
use std::collections::BTreeMap;

/// Fills each page of the chain once more, to learn the settings that lie on the way.
pub fn plan(problem: &Problem, flow: &Flow, found: &SearchResult) -> Plan {
    let mut plan = Plan { settings: vec![0; flow.items.len()], ..Plan::default() };
    let mut filler = Filler::default();
    for pair in found.chain().windows(2) {
        let [from, to] = pair else { continue };
        let at = plan.pages.len();
        let mut fault = |kind, cost| plan.faults.push(Fault { page: at, kind, cost });
        let Some((turn, page)) = turned(flow, from, to, &mut filler) else { continue };
        page.each_fault(&mut fault);
        let end = turn.end;
        let floats = flow.floats_depth(from.key.floats..to.key.floats);
        let notes = flow.notes.between(from.key.stop, to.key.stop);
        let depth = end.map_or(notes + floats, |end| end.depth - flow.grid);
        if depth > room(flow, from.key) {
            fault(FaultKind::TooTall, Cost::FREE);
        }
        if let Some(end) = end {
            let settings = settings(&filler, &end);
            if end.after != Cost::FREE
                && let Some(last) = settings.last()
            {
                cuts(problem, flow, &end, *last).into_iter().for_each(|(cut, cost)| fault(FaultKind::Cut(cut), cost));
            }
            for (item, setting) in settings {
                let Some(chosen) = flow.settings(item).get(setting) else { continue };
                plan.settings[item] = chosen.index;
                if chosen.cost != Cost::FREE && (item > from.key.begin.item || from.key.begin.line == 0) {
                    fault(FaultKind::Setting(item), chosen.cost);
                }
            }
        }
        plan.cost = to.cost;
        plan.pages.push(PagePlan {
            start: place(from),
            end: place(to),
            notes: flow.notes.parts(from.key.stop, to.key.stop),
            floats: from.key.floats..to.key.floats,
            extra: to.extra as i32,
            cost: Cost(std::array::from_fn(|rank| to.cost.0[rank].saturating_sub(from.cost.0[rank]))),
        });
    }
    plan
}

/// The page between two states: the one that costs just the difference.
fn turned(flow: &Flow, from: &State, to: &State, filler: &mut Filler) -> Option<(Turn, Page)> {
    let mut found = None;
    turns(flow, from.key, from.past.recto, filler, |turn| {
        let page = page(flow, from.key, &turn, &from.past);
        let text = turn.end.map_or(Cost::FREE, |end| end.settings + end.after);
        let same = (turn.to, turn.extra, turn.end.map_or(0, |end| end.depth)) == (to.key, to.extra, to.depth);
        if found.is_none() && same && turn.past(&page) == to.past && from.cost + text + page.cost() == to.cost {
            found = Some((turn, page));
        }
    });
    found
}

/// What a page cuts that ends after a line of its last text, or between that and the next: the worst first.
fn cuts(problem: &Problem, flow: &Flow, end: &End, (item, setting): (usize, usize)) -> BTreeMap<Cut, Cost> {
    let Some(chosen) = flow.settings(item).get(setting) else { return BTreeMap::new() };
    let Some(Item::Text { settings }) = problem.items.get(item) else { return BTreeMap::new() };
    let lines = settings.get(chosen.index).map_or(&[][..], |setting| &setting.lines);
    let last = if end.at.line > 0 { lines.get(end.at.line - 1) } else { lines.last() };
    let gap = flow.items.iter().zip(&problem.items).skip(item + 1);
    let gap = gap.take_while(|(flow, _)| end.at.line == 0 && matches!(flow, FlowItem::Space { .. }));
    let gap = gap.filter_map(|(_, item)| match item {
        Item::Space { after, .. } => Some(*after),
        Item::Text { .. } => None,
    });
    let mut found: BTreeMap<Cut, Cost> = BTreeMap::new();
    for after in last.map(|line| line.after).into_iter().chain(gap) {
        if let After::Cuts(cuts) = after {
            cuts.each().for_each(|(cut, cost)| *found.entry(cut).or_default() += cost);
        }
    }
    found
}

/// The settings of all texts that have a line on the page, in order.
fn settings(filler: &Filler, end: &End) -> Vec<(usize, usize)> {
    let mut chosen = filler.chosen(end);
    chosen.reverse();
    if end.at.line > 0 {
        chosen.push((end.at.item, end.at.setting));
    }
    chosen
}

fn place(state: &State) -> Place {
    Place { item: state.key.begin.item, line: state.key.begin.line }
}
