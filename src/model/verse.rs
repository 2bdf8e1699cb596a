//! A poem: stanzas of lines.

use super::{Attributes, BookReferences, Inline, LocalSpan, References};

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Verse<R: References = BookReferences> {
    pub attributes: Attributes<R>,
    pub title: Option<Vec<Inline<R>>>,
    pub stanzas: Vec<Stanza<R>>,
    pub attribution: Option<Vec<Inline<R>>>,
    /// From `columns=`; 1 unless said.
    pub columns: u8,
    /// From `spaces=exact`: every space is half an em wide, at the beginning of a line too.
    pub exact: bool,
    /// From `.page`: a page begins with it, or with the heading over it.
    pub page: bool,
    /// From `break=`: counts of lines after which a page may end as if it ended between two poems.
    pub breaks: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Stanza<R: References = BookReferences> {
    pub lines: Vec<VerseLine<R>>,
}

/// One source line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerseLine<R: References = BookReferences> {
    pub inlines: Vec<Inline<R>>,
    /// Half steps of indent, one for each space that was typed; half ems where the poem's spaces are exact.
    pub indent: u8,
    /// From `\\>` or from spaces as long as the line before: it begins where that one ends. Its indent is about as far.
    pub dropped: bool,
    /// The label of `Name:: `, without its colons.
    pub speaker: Option<Vec<Inline<R>>>,
    /// The number to show beside the line, where `numbers=` asks for one here.
    pub number: Option<u32>,
    pub span: LocalSpan,
}
