//! What tests and benchmarks share: books to try, and an eye for finished pages.
#![allow(dead_code, unused_imports, reason = "each test and benchmark uses its part")]

pub mod written;
pub mod language;
pub mod novel;
pub mod prose;
pub mod authored;
pub mod fonts;
pub mod measure;
pub mod lines;
pub mod column;
pub mod found;
pub mod shown;
pub mod figures;
pub mod cost;
pub mod imported;
pub mod printed;
