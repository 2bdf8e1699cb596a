//! In: the chain of states. Out: the plan, with its faults named.

use super::fill::{End, Filler};
use super::flow::Flow;
use super::price::Page;
use super::problem::{Cost, Fault, FaultKind, PagePlan, Place, Plan};
use super::search::{SearchResult, State};
use super::turn::{Turn, page, room, turns};

/// Fills each page of the chain once more, to learn the settings that lie on the way.
pub fn plan(flow: &Flow, found: &SearchResult) -> Plan {
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
            if end.after != Cost::FREE {
                fault(FaultKind::End, end.after);
            }
            for (item, setting) in settings(&filler, &end) {
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
    turns(flow, from.key, filler, |turn| {
        let page = page(flow, from.key, &turn, &from.past);
        let text = turn.end.map_or(Cost::FREE, |end| end.settings + end.after);
        let same = (turn.to, turn.extra, turn.end.map_or(0, |end| end.depth)) == (to.key, to.extra, to.depth);
        if found.is_none() && same && turn.past(&page) == to.past && from.cost + text + page.cost() == to.cost {
            found = Some((turn, page));
        }
    });
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
