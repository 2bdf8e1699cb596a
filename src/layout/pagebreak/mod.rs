//! The best pages of one chapter, over numbers only.
//!
//! In: a galley as items with depths, alternatives, prices of ending a page, and owed notes. Out: where pages end,
//! which alternative each paragraph takes, which note lines stand on which page. Refuses to know what a letter is.
//!
//! One problem a chapter, solved exactly by dynamic programming (Plass, 1981; Mittelbach, *A General Framework for
//! Globally Optimized Pagination*, 2016). A state lies between two pages: the place, the setting of the paragraph that
//! straddles it, the side of the next page, how deep the facing page is, the first note line not yet set, and the first
//! float. From a state every way to fill the next page is tried; of all ways to reach a state the cheapest is kept.
//!
//! States are turned in the order of their cost (Dijkstra, 1959), so that little more is looked at than what is as
//! cheap as the answer. In a long chapter that is still much: there the flow is first looked at from its end, without
//! the notes that go on from page to page, and what is still to come counts too (A*: Hart, Nilsson and Raphael, 1968).
//! Notes are no choice: as many of their lines as fit are set, the rest goes on overleaf. A float stands on the page of
//! its mention or the next; the notes that it calls stand below it, and those called behind its mention wait for them.

mod cost;
mod problem;
mod notes;
mod flow;
mod price;
mod fill;
mod turn;
mod outlook;
mod search;
mod trace;
#[cfg(test)]
pub mod brute;
#[cfg(test)]
mod tests;

pub use cost::{Cost, Cut, Cuts};
pub use problem::{
    After, Fault, FaultKind, Float, Item, Line, Note, NotePart, PagePlan, Place, Plan, Problem, Setting, Spread, Whole,
};

use flow::Flow;

/// States that are turned before it is worth to look at the whole flow from its end.
const BLIND: usize = 1_000;

/// The pages of a chapter; every line and every line of a called note stands on one, in order. A problem without lines
/// has no pages. To solve a chapter for both sides, call twice.
pub fn break_pages(problem: &Problem) -> Plan {
    let flow = Flow::new(problem);
    if flow.is_empty() {
        return Plan { settings: vec![0; problem.items.len()], ..Plan::default() };
    }
    trace::plan(problem, &flow, &search::search(&flow, BLIND))
}
