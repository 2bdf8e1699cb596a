//! In: a book whose notes stand at its end. Out: the same with a section for them, and its page list for a book without
//! it: the EPUB knows no such section, but the notes on its pages. Refuses to know what notes look like.

use crate::model::{
    Anchor, AnchorId, BlockKind, Book, ContentsEntry, Inline, LocalSpan, Matter, PageList, Role, Section, SectionId,
};
use crate::page::{Document, Item};
use std::sync::Arc;

/// The book with its notes as a section, in the contents too; nothing where it has no notes. They stand first in the
/// back matter, but behind an appendix that calls notes itself.
pub fn with_section(book: &Book) -> Option<(Book, SectionId)> {
    let last = book.sections.iter().rposition(|section| !section.notes.is_empty())?;
    let main = book.sections.iter().rposition(|section| section.matter != Matter::Back).unwrap_or(0);
    let id = SectionId(last.max(main) as u32 + 1);
    let mut book = book.clone();
    let moved = |section: &mut SectionId| section.0 += u32::from(*section >= id);
    book.anchors.values_mut().for_each(|anchor| moved(&mut anchor.section));
    let words = book.metadata.words.notes.clone();
    let title = vec![Inline::Text { text: words.clone(), span: LocalSpan::NOWHERE }];
    let anchor = AnchorId::of("");
    // No file is made of it, and no link names it.
    book.anchors.insert(anchor, Anchor { name: String::new(), section: id, block: None, title: words });
    list(&mut book, ContentsEntry { level: 1, number: None, title: title.clone(), anchor }, id);
    let (matter, role) = (Matter::Back, Role::Notes);
    let section = Section { matter, role, anchor, title, listed: true, ..Section::default() };
    book.sections.insert(id.0 as usize, section);
    book.parts.insert(id);
    Some((book, id))
}

/// Enters the section in contents that go down to chapters, before what stands behind it.
fn list(book: &mut Book, entry: ContentsEntry, id: SectionId) {
    let Book { sections, anchors, .. } = book;
    let behind = |other: &ContentsEntry| anchors.get(&other.anchor).is_some_and(|at| at.section > id);
    for block in sections.iter_mut().flat_map(|section| &mut section.blocks) {
        if let BlockKind::Contents { entries } = &mut block.kind
            && entries.iter().any(|entry| entry.level == 1)
        {
            let at = entries.iter().position(behind).unwrap_or(entries.len());
            entries.insert(at, entry.clone());
        }
    }
}

/// Pages of the book with that section, their words' places counted as in the book without it.
pub fn renumber(document: &mut Document, id: SectionId) {
    for page in &mut document.pages {
        for (_, item) in &mut Arc::make_mut(&mut page.frame).items {
            let Item::Glyphs(run) = item else { continue };
            let places = run.origins.iter_mut().filter_map(|origin| origin.place.as_mut());
            places.for_each(|place| place.section -= u32::from(place.section > id.0));
        }
    }
}

/// The page list of the book without that section: its pages open with a note of the section before it.
pub fn without_section(list: PageList, id: SectionId) -> PageList {
    let mut pages = list.pages;
    pages.retain(|page| page.section != id || page.at.is_some());
    for page in &mut pages {
        page.section.0 -= u32::from(page.section >= id);
        page.at.iter_mut().for_each(|at| at.section.0 -= u32::from(at.section >= id));
    }
    PageList { pages }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folio, FolioStyle};
    use crate::model::{BlockId, Metadata, Note, PageStart, TextPos};

    /// Sections of these matters, the notes of each; as `matter:notes` in the order of the book.
    fn order(matters: &[(Matter, u32)]) -> Option<(String, SectionId)> {
        let section = |&(matter, _): &(Matter, u32)| Section { matter, ..Section::default() };
        let mut book = Book { metadata: Metadata::default(), ..Book::default() };
        book.sections = matters.iter().map(section).collect();
        for (section, (_, count)) in book.sections.iter_mut().zip(matters) {
            section.notes = vec![Note::default(); *count as usize];
        }
        let (book, id) = with_section(&book)?;
        let shown = |section: &Section| match section.role {
            Role::Notes => "notes".to_owned(),
            _ => format!("{:?}:{}", section.matter, section.notes.len()),
        };
        Some((book.sections.iter().map(shown).collect::<Vec<_>>().join(" "), id))
    }

    #[test]
    fn notes_stand_behind_what_calls_them() {
        use Matter::{Back, Front, Main};
        let shown = |matters: &[(Matter, u32)]| order(matters).map(|(shown, _)| shown).unwrap_or_default();
        assert_eq!(shown(&[(Front, 0), (Main, 0), (Back, 0)]), "");
        assert_eq!(shown(&[(Front, 1), (Main, 0), (Back, 0)]), "Front:1 Main:0 notes Back:0");
        assert_eq!(shown(&[(Main, 2), (Back, 1), (Back, 0)]), "Main:2 Back:1 notes Back:0");
        assert_eq!(shown(&[(Main, 2)]), "Main:2 notes");
    }

    #[test]
    fn the_page_list_knows_no_section_of_notes() {
        let page = |section| PageStart {
            folio: Folio { style: FolioStyle::Arabic, number: 1 },
            section: SectionId(section),
            at: None,
        };
        let list = PageList { pages: [0, 1, 2].map(page).to_vec() };
        assert_eq!(without_section(list, SectionId(1)).pages, [page(0), page(1)]);
        let at = Some(TextPos { section: SectionId(0), block: BlockId(9), offset: 3 });
        let list = PageList { pages: vec![page(0), PageStart { at, ..page(1) }, page(2)] };
        let expected = [page(0), PageStart { at, ..page(0) }, page(1)];
        assert_eq!(without_section(list, SectionId(1)).pages, expected);
    }
}
