//! Where the sections of a book lie in its files, and how a section names its own bytes without knowing that.
//!
//! A section's blocks, inlines and notes count from where their part of the section begins, so that an edit of another
//! section, or one section more, changes nothing in this one. Whoever shows a place asks `Parts` for it.

use super::SectionId;
use crate::base::{FileId, Span};

/// Bytes of a section's source, counted from where this part of it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct LocalSpan {
    pub part: u32,
    pub start: u32,
    pub end: u32,
}

/// A stretch of a file: where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Part {
    pub file: FileId,
    pub start: u32,
}

/// By section: the parts of its source. A section that goes on in another file has one in each; each of its notes has
/// one of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub sections: Vec<Vec<Part>>,
}

/// As the draft of a file has it: the whole file is one part.
impl From<Span> for LocalSpan {
    fn from(span: Span) -> LocalSpan {
        LocalSpan { part: 0, start: span.start, end: span.end }
    }
}

impl LocalSpan {
    /// Of text that no author typed.
    pub const NOWHERE: LocalSpan = LocalSpan { part: u32::MAX, start: 0, end: 0 };

    /// The same bytes, counted from where a part begins.
    pub fn within(self, part: u32, start: u32) -> LocalSpan {
        LocalSpan { part, start: self.start.saturating_sub(start), end: self.end.saturating_sub(start) }
    }

    /// The smallest span that covers both; `self`'s part wins.
    pub fn join(self, other: LocalSpan) -> LocalSpan {
        LocalSpan { part: self.part, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl Parts {
    fn part(&self, section: SectionId, part: u32) -> Part {
        let own = self.sections.get(section.0 as usize).and_then(|parts| parts.get(part as usize));
        own.copied().unwrap_or_default()
    }

    /// The place in its file; the beginning of the first file for what no file holds.
    pub fn span(&self, section: SectionId, span: LocalSpan) -> Span {
        let Part { file, start } = self.part(section, span.part);
        Span { file, start: start + span.start, end: start + span.end }
    }

    /// The section's last part, and which it is.
    pub fn last(&self, section: SectionId) -> Option<(u32, Part)> {
        let parts = self.sections.get(section.0 as usize)?;
        Some((parts.len().checked_sub(1)? as u32, *parts.last()?))
    }

    pub fn file(&self, section: SectionId, span: LocalSpan) -> FileId {
        self.part(section, span.part).file
    }

    /// A new part of the section, from this byte of a file on.
    pub fn add(&mut self, section: SectionId, file: FileId, start: u32) -> u32 {
        let at = section.0 as usize;
        if self.sections.len() <= at {
            self.sections.resize(at + 1, Vec::new());
        }
        let parts = &mut self.sections[at];
        parts.push(Part { file, start });
        parts.len() as u32 - 1
    }
}
