//! In: a book. Out: what it says, chapter by chapter and paragraph by paragraph, with the place of each. Refuses to
//! compare.

use crate::base::Span;
use crate::model::inline::{numbered, plain_text};
use crate::model::{Block, BlockId, Book, Role, Section, SectionId, TextPos, walk};

/// A section of the book.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// Its place among the sections of the book.
    pub section: usize,
    /// Without its number, which changes with what stands before it.
    pub title: String,
    pub shown: String,
    pub span: Span,
    /// Its title first.
    pub paragraphs: Vec<Paragraph>,
}

#[derive(Clone, Debug)]
pub struct Paragraph {
    pub text: String,
    /// Nothing for a title.
    pub block: Option<BlockId>,
    pub span: Span,
}

impl Chapter {
    pub fn texts(&self) -> Vec<&str> {
        self.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect()
    }

    /// Where a byte of a paragraph stands in the book.
    pub fn place(&self, paragraph: &Paragraph, offset: usize) -> Option<TextPos> {
        let section = SectionId(self.section as u32);
        Some(TextPos { section, block: paragraph.block?, offset: offset as u32 })
    }
}

/// All that is read, the title page and the imprint too; lists that are made of the rest are not.
pub fn chapters(book: &Book) -> Vec<Chapter> {
    let sections = book.section_ids().zip(&book.sections);
    sections.filter(|(_, section)| is_read(section.role)).map(|(id, section)| chapter(book, id, section)).collect()
}

fn is_read(role: Role) -> bool {
    match role {
        Role::HalfTitle
        | Role::TitlePage
        | Role::Imprint
        | Role::Dedication
        | Role::Part
        | Role::Chapter
        | Role::Untitled => true,
        Role::Contents | Role::Illustrations | Role::Tables | Role::FirstLines | Role::Notes => false,
    }
}

fn chapter(book: &Book, id: SectionId, section: &Section) -> Chapter {
    let span = book.span(id, section.span);
    let title = plain_text(&section.title);
    let mut paragraphs = vec![Paragraph { text: title.clone(), block: None, span }];
    for list in std::iter::once(&section.blocks).chain(section.notes.iter().map(|note| &note.blocks)) {
        walk::blocks(list, &mut |block: &Block| {
            let text = walk::plain_text(block);
            paragraphs.push(Paragraph { text, block: Some(block.id), span: book.span(id, block.span) });
        });
    }
    paragraphs.retain(|paragraph| !paragraph.text.is_empty());
    let shown = numbered(section.number.as_deref(), &title);
    let shown = if shown.is_empty() { unnamed(section.role).to_owned() } else { shown };
    Chapter { section: id.0 as usize, title, shown, span, paragraphs }
}

fn unnamed(role: Role) -> &'static str {
    match role {
        Role::HalfTitle => "(half title)",
        Role::TitlePage => "(title page)",
        Role::Imprint => "(imprint)",
        Role::Dedication => "(dedication)",
        Role::Part => "(part)",
        Role::Contents | Role::Illustrations | Role::Tables | Role::FirstLines | Role::Notes => "(list)",
        Role::Chapter | Role::Untitled => "(untitled)",
    }
}
