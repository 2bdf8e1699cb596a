//! What tests and benchmarks share: books to try, and an eye for finished pages.
#![allow(dead_code, reason = "each test and benchmark uses its part")]

pub mod written;
pub mod language;
pub mod novel;
pub mod fonts;
pub mod measure;
