//! How a role in the text looks.

use crate::base::{Ink, Length};
use crate::fonts::{FaceId, Figures};

/// Four faces; a missing one is `None`, and asking for it is an error with a place, never a slanted or fattened fake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Family {
    pub regular: FaceId,
    pub italic: Option<FaceId>,
    pub bold: Option<FaceId>,
    pub bold_italic: Option<FaceId>,
}

/// The parts of a book that a theme dresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StyleRole {
    Body,
    ChapterNumber,
    ChapterTitle,
    PartNumber,
    PartTitle,
    Heading2,
    Heading3,
    Heading4,
    Heading5,
    Heading6,
    Quote,
    Epigraph,
    Attribution,
    Verse,
    VerseTitle,
    Speaker,
    LineNumber,
    ListItem,
    DefinitionTerm,
    Definition,
    TableHead,
    TableCell,
    Caption,
    Code,
    Note,
    NoteNumber,
    NoteCall,
    Endnote,
    EndnotesTitle,
    EndnotesChapter,
    Dedication,
    Letter,
    Sidebar,
    Small,
    Ornament,
    RunningHead,
    Folio,
    HalfTitle,
    BookTitle,
    BookSubtitle,
    BookAuthor,
    BookPublisher,
    Imprint,
    ContentsPart,
    ContentsChapter,
    ContentsSection,
}

impl StyleRole {
    pub const ALL: [StyleRole; 46] = [
        StyleRole::Body,
        StyleRole::ChapterNumber,
        StyleRole::ChapterTitle,
        StyleRole::PartNumber,
        StyleRole::PartTitle,
        StyleRole::Heading2,
        StyleRole::Heading3,
        StyleRole::Heading4,
        StyleRole::Heading5,
        StyleRole::Heading6,
        StyleRole::Quote,
        StyleRole::Epigraph,
        StyleRole::Attribution,
        StyleRole::Verse,
        StyleRole::VerseTitle,
        StyleRole::Speaker,
        StyleRole::LineNumber,
        StyleRole::ListItem,
        StyleRole::DefinitionTerm,
        StyleRole::Definition,
        StyleRole::TableHead,
        StyleRole::TableCell,
        StyleRole::Caption,
        StyleRole::Code,
        StyleRole::Note,
        StyleRole::NoteNumber,
        StyleRole::NoteCall,
        StyleRole::Endnote,
        StyleRole::EndnotesTitle,
        StyleRole::EndnotesChapter,
        StyleRole::Dedication,
        StyleRole::Letter,
        StyleRole::Sidebar,
        StyleRole::Small,
        StyleRole::Ornament,
        StyleRole::RunningHead,
        StyleRole::Folio,
        StyleRole::HalfTitle,
        StyleRole::BookTitle,
        StyleRole::BookSubtitle,
        StyleRole::BookAuthor,
        StyleRole::BookPublisher,
        StyleRole::Imprint,
        StyleRole::ContentsPart,
        StyleRole::ContentsChapter,
        StyleRole::ContentsSection,
    ];

    /// As a theme names it: `chapter-title`.
    pub fn name(self) -> String {
        let words = format!("{self:?}");
        let mut name = String::with_capacity(words.len() + 2);
        for letter in words.chars() {
            if letter.is_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.extend(letter.to_lowercase());
        }
        name
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    Justify,
    Left,
    Center,
    Right,
}

impl Align {
    /// Whether lines begin at the left edge, as running prose does.
    pub fn is_flush_left(self) -> bool {
        matches!(self, Align::Justify | Align::Left)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FamilyName {
    Body,
    Heading,
    Mono,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    pub family: FamilyName,
    pub size: Length,
    pub leading: Length,
    pub bold: bool,
    pub italic: bool,
    pub small_caps: bool,
    pub figures: Figures,
    pub align: Align,
    /// Of a paragraph's first line, where the paragraph follows another.
    pub indent: Length,
    /// Added to the surrounding block's left and right edges.
    pub left: Length,
    pub right: Length,
    /// Space above and below, in grid lines.
    pub before: i64,
    pub after: i64,
    pub hyphenate: bool,
    pub ink: Ink,
    /// Thickness of a rule across the measure, above a title, above and below a sidebar; zero is none.
    pub rule: Length,
}
