//! What is still wrong with the pages, as plain values: where, what, and what it cost.
//!
//! The page breaker tells its faults by number and the line breaker leaves its own on the lines; here both get a name,
//! a page and a place in the manuscript. Nothing is judged anew.

mod fault;
mod gather;

pub use fault::{Kind, PageFault, Price};
pub use gather::faults;
