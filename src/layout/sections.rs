//! In: a book. Out: the sections of its pages in their order: its own and, where notes stand at the end of the book, one
//! for them. The EPUB knows no such section, but the notes on its pages. Refuses to know what notes look like.

use crate::design::NotePlace;
use crate::model::{AnchorId, Book, ContentsEntry, Inline, LocalSpan, Matter, Role, Section, SectionId};

/// The section of all notes.
#[derive(Clone, Debug)]
pub struct NotesSection {
    section: Section,
    /// The section of the book that it stands before, or how many there are.
    before: SectionId,
    /// What the contents say of it, where they go down to chapters.
    entry: ContentsEntry,
}

impl NotesSection {
    /// Nothing where notes stand elsewhere, or there are none. It stands first in the back matter, but behind an
    /// appendix that calls notes itself.
    pub fn new(book: &Book, place: NotePlace) -> Option<NotesSection> {
        if place != NotePlace::Book {
            return None;
        }
        let last = book.sections.iter().rposition(|section| !section.notes.is_empty())?;
        let main = book.sections.iter().rposition(|section| section.matter != Matter::Back).unwrap_or(0);
        let before = SectionId(last.max(main) as u32 + 1);
        let title = vec![Inline::Text { text: book.metadata.words.notes.clone(), span: LocalSpan::NOWHERE }];
        // No link of the author's names it.
        let anchor = AnchorId::of("");
        let entry = ContentsEntry { level: 1, number: None, title: title.clone(), anchor };
        let (matter, role) = (Matter::Back, Role::Notes);
        let section = Section { matter, role, anchor, title, listed: true, ..Section::default() };
        Some(NotesSection { section, before, entry })
    }
}

/// All sections. That of the notes has the id after the book's own, wherever it stands.
#[derive(Clone, Copy, Debug)]
pub struct Sections<'a> {
    pub book: &'a Book,
    pub notes: Option<&'a NotesSection>,
}

/// A line of the contents.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    pub entry: &'a ContentsEntry,
    /// Where its title begins in the plain text of the contents.
    pub offset: u32,
    /// It is none of the book's own: a page that begins with it begins with the title after it.
    pub made: bool,
}

impl<'a> Sections<'a> {
    /// Those of a book alone.
    pub fn own(book: &'a Book) -> Sections<'a> {
        Sections { book, notes: None }
    }

    pub fn count(self) -> usize {
        self.book.sections.len() + usize::from(self.notes.is_some())
    }

    /// In the order of the pages.
    pub fn in_order(self) -> impl Iterator<Item = (SectionId, &'a Section)> {
        let own = self.book.sections.len() as u32;
        let before = self.notes.map_or(own, |notes| notes.before.0);
        let notes = self.notes.map(|_| own);
        let ids = (0..before).chain(notes).chain(before..own).map(SectionId);
        ids.map(move |id| (id, self.section(id)))
    }

    pub fn section(self, id: SectionId) -> &'a Section {
        match self.notes {
            Some(notes) if self.is_notes(id) => &notes.section,
            _ => self.book.section(id),
        }
    }

    fn is_notes(self, id: SectionId) -> bool {
        id.0 as usize == self.book.sections.len()
    }

    pub fn part_of(self, id: SectionId) -> Option<SectionId> {
        if self.is_notes(id) { None } else { self.book.part_of(id) }
    }

    /// The section as the book knows it: notes belong to the one that they stand behind.
    pub fn in_book(self, id: SectionId) -> SectionId {
        match self.notes {
            Some(notes) if self.is_notes(id) => SectionId(notes.before.0.saturating_sub(1)),
            _ => id,
        }
    }

    /// The book's anchors and that of the notes' section, each with its section.
    pub fn anchors(self) -> impl Iterator<Item = (AnchorId, SectionId)> {
        let notes = self.notes.map(|notes| (notes.section.anchor, SectionId(self.book.sections.len() as u32)));
        self.book.anchors.iter().map(|(id, anchor)| (*id, anchor.section)).chain(notes)
    }

    /// The entries of a list in a section: those of contents with the notes before what stands behind them.
    pub fn listed(self, entries: &'a [ContentsEntry], within: SectionId) -> Vec<Listed<'a>> {
        let is_of_contents = self.section(within).role == Role::Contents;
        let mut offset = 0;
        let mut listed = Vec::with_capacity(entries.len() + 1);
        for entry in entries {
            listed.push(Listed { entry, offset, made: false });
            offset += crate::model::plain_text(&entry.title).len() as u32 + 1;
        }
        let Some(notes) = self.notes.filter(|_| is_of_contents && entries.iter().any(|entry| entry.level == 1)) else {
            return listed;
        };
        let section = |entry: &ContentsEntry| self.book.anchors.get(&entry.anchor).map(|at| at.section);
        let at = entries.iter().position(|entry| section(entry) >= Some(notes.before)).unwrap_or(entries.len());
        let offset = listed.get(at).map_or(offset, |next| next.offset);
        listed.insert(at, Listed { entry: &notes.entry, offset, made: true });
        listed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Note};

    /// A book of sections of these matters, with the notes of each.
    fn book(matters: &[(Matter, u32)]) -> Book {
        let section = |&(matter, notes): &(Matter, u32)| Section {
            matter,
            notes: vec![Note::default(); notes as usize],
            ..Section::default()
        };
        Book { sections: matters.iter().map(section).collect(), ..Book::default() }
    }

    /// As `matter:notes` in the order of the pages, and the section of the book that the notes belong to.
    fn order(matters: &[(Matter, u32)]) -> String {
        let book = book(matters);
        let notes = NotesSection::new(&book, NotePlace::Book);
        let sections = Sections { book: &book, notes: notes.as_ref() };
        let shown = |(id, section): (SectionId, &Section)| match section.role {
            Role::Notes => format!("notes@{}", sections.in_book(id).0),
            _ => format!("{:?}:{}", section.matter, section.notes.len()),
        };
        assert_eq!(sections.in_order().count(), sections.count());
        sections.in_order().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn notes_stand_behind_what_calls_them() {
        use Matter::{Back, Front, Main};
        assert_eq!(order(&[(Front, 0), (Main, 0), (Back, 0)]), "Front:0 Main:0 Back:0");
        assert_eq!(order(&[(Front, 1), (Main, 0), (Back, 0)]), "Front:1 Main:0 notes@1 Back:0");
        assert_eq!(order(&[(Main, 2), (Back, 1), (Back, 0)]), "Main:2 Back:1 notes@1 Back:0");
        assert_eq!(order(&[(Main, 2)]), "Main:2 notes@0");
        let elsewhere = NotesSection::new(&book(&[(Main, 2)]), NotePlace::Chapter);
        assert!(elsewhere.is_none());
    }

    #[test]
    fn contents_name_the_notes_before_what_stands_behind_them() {
        let mut book = book(&[(Matter::Main, 1), (Matter::Back, 0)]);
        book.metadata.words.notes = "Notes".to_owned();
        book.sections[0].role = Role::Contents;
        for at in [0, 1] {
            let anchor = Anchor { name: String::new(), section: SectionId(at), block: None, title: String::new() };
            book.anchors.insert(AnchorId(at.into()), anchor);
        }
        let entry = |at: u64, text: &str| ContentsEntry {
            level: 1,
            number: None,
            title: vec![Inline::Text { text: text.to_owned(), span: LocalSpan::NOWHERE }],
            anchor: AnchorId(at),
        };
        let notes = NotesSection::new(&book, NotePlace::Book);
        let sections = Sections { book: &book, notes: notes.as_ref() };
        let shown = |entries: &[ContentsEntry]| -> Vec<String> {
            let shown = |listed: &Listed| {
                format!("{} {} {}", crate::model::plain_text(&listed.entry.title), listed.offset, listed.made)
            };
            sections.listed(entries, SectionId(0)).iter().map(shown).collect()
        };
        assert_eq!(shown(&[entry(0, "One"), entry(1, "Index")]), ["One 0 false", "Notes 4 true", "Index 4 false"]);
        assert_eq!(shown(&[entry(0, "One")]), ["One 0 false", "Notes 4 true"]);
        assert_eq!(shown(&[ContentsEntry { level: 0, ..entry(0, "Part") }]), ["Part 0 false"]);
        assert_eq!(sections.anchors().map(|(_, section)| section.0).collect::<Vec<_>>(), [0, 1, 2]);
    }
}
