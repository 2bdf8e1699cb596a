//! A poem: stanzas of lines.

use super::{Attributes, Inline, LocalSpan};

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Verse {
    pub attributes: Attributes,
    pub title: Option<Vec<Inline>>,
    pub stanzas: Vec<Stanza>,
    pub attribution: Option<Vec<Inline>>,
    /// From `columns=`; 1 unless said.
    pub columns: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Stanza {
    pub lines: Vec<VerseLine>,
}

/// One source line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerseLine {
    pub inlines: Vec<Inline>,
    /// Half steps of indent, one for each space that was typed.
    pub indent: u8,
    /// The label of `Name:: `, without its colons.
    pub speaker: Option<Vec<Inline>>,
    /// The number to show beside the line, where `numbers=` asks for one here.
    pub number: Option<u32>,
    pub span: LocalSpan,
}
