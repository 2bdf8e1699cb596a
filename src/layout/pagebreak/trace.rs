//! In: the chain of states. Out: the plan, with its faults named.

use super::fill::{End, Filler};
use super::flow::Flow;
use super::price::{Ending, Page};
use super::problem::{Cost, Fault, FaultKind, PagePlan, Place, Plan};
use super::search::{Found, State, notes_page, room, text_page};

/// Fills each page of the chain once more, to learn the settings that lie on the way.
pub fn plan(flow: &Flow, found: &Found) -> Plan {
    let mut plan = Plan { settings: vec![0; flow.items.len()], ..Plan::default() };
    let mut filler = Filler::default();
    for pair in found.chain().windows(2) {
        let [from, to] = pair else { continue };
        let at = plan.pages.len();
        let mut fault = |kind, cost| plan.faults.push(Fault { page: at, kind, cost });
        if to.key.begin == from.key.begin {
            let page = notes_page(flow, from.key, to.key.stop, from);
            page.each_fault(&mut fault);
            if flow.notes.between(from.key.stop, to.key.stop) > room(flow, from.key) {
                fault(FaultKind::TooTall, Cost::FREE);
            }
        } else if let Some((end, page)) = page(flow, from, to, &mut filler) {
            page.each_fault(&mut fault);
            if end.after != Cost::FREE {
                fault(FaultKind::End, end.after);
            }
            if end.depth > room(flow, from.key) + flow.grid {
                fault(FaultKind::TooTall, Cost::FREE);
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
            extra: to.extra as i32,
            cost: Cost(std::array::from_fn(|rank| to.cost.0[rank].saturating_sub(from.cost.0[rank]))),
        });
    }
    plan
}

/// The end and the page between two states: the one that costs just the difference.
fn page(flow: &Flow, from: &State, to: &State, filler: &mut Filler) -> Option<(End, Page)> {
    filler.fill(flow, from.key.begin, room(flow, from.key) + flow.grid);
    let ends = filler.ends.iter().filter(|end| end.at == to.key.begin && end.depth == to.depth);
    ends.map(|end| (*end, text_page(flow, from.key, end, to.key.stop, to.extra, from)))
        .filter(|(end, page)| from.cost + end.settings + end.after + page.cost() == to.cost)
        .find(|(_, page)| (page.ending == Ending::Forced) == to.opens)
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
