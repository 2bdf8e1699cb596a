//! In: sections and their headings. Out: the outline that a reader's window shows, and the document's information.
//! Refuses to know lines.

use super::places::Places;
use crate::layout::paginate::Settled;
use crate::layout::sections::Sections;
use crate::model::{AnchorId, Block, BlockKind, Book, Role, numbered, plain_text};
use crate::page::{Info, OutlineEntry};

/// Parts, chapters, sections; a level never skips one.
pub fn outline(sections: Sections, settled: &Settled, places: &Places) -> Vec<OutlineEntry> {
    let mut outline = Outline { entries: Vec::new(), places };
    for (id, section) in sections.in_order() {
        let empty = settled.sequence.plans.get(id.0 as usize).is_none_or(|plan| plan.pages.is_empty());
        if empty || section.is_display() {
            continue;
        }
        let level = u8::from(section.in_part);
        if section.listed || section.role == Role::Contents {
            let title = numbered(section.number.as_deref(), &plain_text(&section.title));
            outline.add(level, title, section.anchor);
        }
        outline.headings(&section.blocks, level);
    }
    outline.entries
}

struct Outline<'a> {
    entries: Vec<OutlineEntry>,
    places: &'a Places,
}

impl Outline<'_> {
    fn add(&mut self, level: u8, title: String, anchor: AnchorId) {
        let Some((page, y)) = self.places.get(anchor).filter(|_| !title.is_empty()) else { return };
        let deepest = self.entries.last().map_or(0, |last| last.level + 1);
        self.entries.push(OutlineEntry { level: level.min(deepest), title, page, y });
    }

    /// `##` stands a level below its chapter.
    fn headings(&mut self, blocks: &[Block], chapter: u8) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { level, inlines, listed, .. } => {
                    if let Some(anchor) = block.attributes.anchor.filter(|_| *listed) {
                        self.add(chapter + level.saturating_sub(1), plain_text(inlines), anchor);
                    }
                }
                BlockKind::Div { blocks, .. } => self.headings(blocks, chapter),
                // A heading inside them is no place in the book's order.
                BlockKind::Quote { .. } | BlockKind::List { .. } | BlockKind::Definitions { .. } => {}
                BlockKind::Paragraph { .. }
                | BlockKind::Verse { .. }
                | BlockKind::Table { .. }
                | BlockKind::Figure { .. }
                | BlockKind::Code { .. }
                | BlockKind::Break
                | BlockKind::PageBreak { .. }
                | BlockKind::Contents { .. } => {}
            }
        }
    }
}

/// What Info and XMP say.
pub fn info(book: &Book) -> Info {
    let about = &book.metadata;
    Info {
        title: about.title.clone(),
        authors: about.authors.iter().map(|author| author.name.clone()).collect(),
        subject: about.description.clone(),
        keywords: about.subjects.iter().map(|subject| subject.name.clone()).collect(),
        language: about.language.clone(),
        publisher: about.publisher.clone(),
        rights: about.rights.clone(),
        instant: about.instant.clone(),
        identifier: about.identifier.clone(),
    }
}
