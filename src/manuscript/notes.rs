//! In: a file's text. Out: stub definitions that make every note call an event with its range.
//!
//! pulldown-cmark leaves a call without a definition as loose text. A definition of every label that looks called is
//! put after the text's end; whoever reads the events stops there, and looks up the label among the real ones.

use std::collections::BTreeSet;
use std::fmt::Write;

/// Labels are compared without case.
pub fn key(label: &str) -> String {
    label.to_lowercase()
}

/// What to put after the text.
pub fn stubs(text: &str) -> String {
    let labels: BTreeSet<&str> = called(text).collect();
    let mut out = String::new();
    for label in labels {
        let _ = write!(out, "\n\n[^{label}]: .");
    }
    out
}

/// The labels that a text calls, or seems to.
pub fn called(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("[^").filter_map(|(at, _)| label(&text[at + 2..]))
}

fn label(rest: &str) -> Option<&str> {
    let end = rest.bytes().take(1000).position(|byte| matches!(byte, b']' | b'[' | b'\n' | b'\r'))?;
    (rest.as_bytes().get(end) == Some(&b']') && !rest[..end].trim().is_empty()).then(|| &rest[..end])
}
