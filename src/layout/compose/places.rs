//! In: pages of lines. Out: where every anchor stands. Refuses to know what leads there.

use super::sheet::Sheet;
use crate::base::Length;
use crate::design::Geometry;
use crate::layout::galley::SetLine;
use crate::layout::paginate::Settled;
use crate::layout::sections::Sections;
use crate::model::{AnchorId, SectionId, Target};
use crate::page::LinkTarget;
use std::collections::BTreeMap;

/// A page index and a height from the page's top.
pub type Place = (usize, Length);

/// Every anchor's place, those of notes and calls too; what no line carries stands where its section begins.
#[derive(Debug, PartialEq, Eq)]
pub struct Places(BTreeMap<AnchorId, Place>);

impl Places {
    pub fn new(sections: Sections, geometry: &Geometry, settled: &Settled, sheets: &[Sheet]) -> Places {
        let mut found: BTreeMap<AnchorId, Place> = BTreeMap::new();
        for (page, sheet) in sheets.iter().enumerate() {
            for (line, y) in sheet.lines(settled) {
                for anchor in &line.anchors {
                    found.entry(*anchor).or_insert((page, top(line, y)));
                }
            }
        }
        let start = |section: SectionId| {
            let page = settled.sequence.starts.get(section.0 as usize).copied().unwrap_or(0);
            (page.min(sheets.len().saturating_sub(1)), geometry.top)
        };
        for (id, section) in sections.anchors() {
            found.entry(id).or_insert_with(|| start(section));
        }
        Places(found)
    }

    pub fn get(&self, anchor: AnchorId) -> Option<Place> {
        self.0.get(&anchor).copied()
    }

    /// Whether all that has a name, whose page a text may tell, stands on the page where it stood.
    pub fn have_pages_of(&self, others: &Places) -> bool {
        let named = |places: &Places| {
            let named = places.0.iter().filter(|(anchor, _)| anchor.is_named());
            named.map(|(anchor, (page, _))| (*anchor, *page)).collect::<Vec<_>>()
        };
        named(self) == named(others)
    }

    /// What a link leads to, as a page knows it.
    pub fn target(&self, target: &Target) -> Option<LinkTarget> {
        match target {
            Target::Url(url) => Some(LinkTarget::Url(url.clone())),
            Target::Anchor(anchor) => self.get(*anchor).map(|(page, y)| LinkTarget::Place { page, y }),
        }
    }
}

/// The top of a line whose baseline stands at `y`.
fn top(line: &SetLine, y: Length) -> Length {
    (y - line.ascent).max(Length::ZERO)
}
