//! The best pages of one chapter, over numbers only.
//!
//! In: a galley as items with depths, alternatives, prices of ending a page, and owed notes. Out: where pages end,
//! which alternative each paragraph takes, which note lines stand on which page. Refuses to know what a letter is.
//!
//! One problem a chapter, solved exactly by dynamic programming (Plass, 1981; Mittelbach, *A General Framework for
//! Globally Optimized Pagination*, 2016). A state lies between two pages: the place, the setting of the paragraph that
//! straddles it, the side of the next page, how deep the facing page is, and the first note line not yet set. From a
//! state every way to fill the next page is tried; of all ways to reach a state the cheapest is kept.
//!
//! This is done twice. The first time a page ends short only where nothing fuller will do, which is quick and nearly
//! right; its cost is a bound. The second time every end is tried, and what costs more than the bound is dropped.
//! Notes are no choice: as many of their lines as fit are set, the rest goes on overleaf.

mod problem;
mod notes;
mod flow;
mod price;
mod fill;
mod search;
mod trace;
#[cfg(test)]
pub mod tests;

pub use problem::{After, Cost, Fault, FaultKind, Item, Line, Note, NotePart, PagePlan, Place, Plan, Problem, Setting};

use flow::Flow;

/// The pages of a chapter; every line and every line of a called note stands on one, in order. A problem without lines
/// has no pages. To solve a chapter for both sides, call twice.
pub fn break_pages(problem: &Problem) -> Plan {
    let flow = Flow::new(problem);
    if flow.is_empty() {
        return Plan { settings: vec![0; problem.items.len()], ..Plan::default() };
    }
    let bound = search::search(&flow, None).cost();
    let found = search::search(&flow, bound);
    trace::plan(&flow, &found)
}
