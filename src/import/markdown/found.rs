//! A foreign block that was found: what it is called, what is kept of it, and what the report says.

use crate::import::tree::Attributes;

/// A line of what a block holds: where it stood, and what of it is left.
pub type Inside = Vec<(usize, String)>;

#[derive(Debug)]
pub struct Found {
    pub what: &'static str,
    pub kept: Kept,
    /// Lines.
    pub taken: usize,
    pub shown: Fate,
}

#[derive(Debug)]
pub enum Fate {
    Converted,
    Plain(String),
    Left(String),
}

#[derive(Debug)]
pub enum Kept {
    Blocks { attributes: Attributes, title: Option<String>, lines: Inside },
    Quote { lines: Inside, attribution: Option<String> },
    Figure { address: String, attributes: Attributes, alt: String, caption: String },
    Code { language: Option<String>, text: String },
    Math { text: String, id: Option<String> },
    Html(String),
    Heading { level: u8, attributes: Attributes, text: String },
    PageBreak,
    Comment(String),
    Nothing,
}

/// Lines with their places.
pub fn inside(lines: &[&str], from: usize, to: usize) -> Inside {
    (from..to.max(from)).map(|at| (at, lines[at].to_owned())).collect()
}
