//! In: headings that a condition leaves out. Out: where what they leave out ends.

use super::origin::Origin;
use super::part::Part;
use super::reader::{ReadMark, Reader};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// A heading that a condition leaves out, with all that follows up to the next one of its level.
#[derive(Clone, Copy)]
pub struct LeftOut {
    pub level: u8,
    pub start: usize,
    /// Open divs, and parts that stand before it.
    pub divs: usize,
    pub parts: usize,
    pub since: ReadMark,
}

impl LeftOut {
    /// Whether what a heading leaves out ends before an event.
    pub fn ends(&self, event: &Event<'_>, range: &Range<usize>, divs: usize, reader: &Reader<'_>) -> bool {
        match event {
            Event::Start(Tag::Heading { level, .. }) => *level as u8 <= self.level && divs == self.divs,
            Event::Rule => {
                divs == self.divs && reader.masked.fence_at(range.start).is_some_and(|fence| fence.opens.is_none())
            }
            Event::End(_) => true,
            _ => false,
        }
    }

    pub fn finish(self, end: usize, parts: &mut Vec<Part>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
        parts.truncate(self.parts);
        reader.leave_out(self.since, origin.span(self.start..end));
    }
}
