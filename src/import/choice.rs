//! What whoever brings a book in may choose.

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    pub tracked: Tracked,
    /// Patterns of files in which every line of a paragraph is a line of verse.
    pub poems: Vec<String>,
}

/// What becomes of tracked changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tracked {
    /// They stay marked, and a build refuses them.
    #[default]
    Keep,
    Accept,
    Reject,
}
