//! Finished pages, measured.

mod support;
