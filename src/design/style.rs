//! How a role in the text looks.

use crate::base::config::named;
use crate::base::{Ink, Length, Span};
use crate::fonts::{FaceId, Figures};

/// Four faces; a missing one is `None`, and asking for it is an error with a place, never a slanted or fattened fake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Family {
    pub regular: FaceId,
    pub italic: Option<FaceId>,
    pub bold: Option<FaceId>,
    pub bold_italic: Option<FaceId>,
    /// The setting that names it, if one does.
    pub span: Option<Span>,
}

named! {
    /// The parts of a book that a theme dresses.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum StyleRole {
        Body = "body",
        ChapterNumber = "chapter-number",
        ChapterTitle = "chapter-title",
        PartNumber = "part-number",
        PartTitle = "part-title",
        Heading2 = "heading2",
        Heading3 = "heading3",
        Heading4 = "heading4",
        Heading5 = "heading5",
        Heading6 = "heading6",
        Quote = "quote",
        Epigraph = "epigraph",
        Attribution = "attribution",
        Verse = "verse",
        VerseTitle = "verse-title",
        Speaker = "speaker",
        LineNumber = "line-number",
        ListItem = "list-item",
        DefinitionTerm = "definition-term",
        Definition = "definition",
        TableHead = "table-head",
        TableCell = "table-cell",
        Caption = "caption",
        Code = "code",
        Note = "note",
        NoteNumber = "note-number",
        NoteCall = "note-call",
        Endnote = "endnote",
        EndnotesTitle = "endnotes-title",
        EndnotesChapter = "endnotes-chapter",
        Dedication = "dedication",
        Letter = "letter",
        Sidebar = "sidebar",
        Small = "small",
        Ornament = "ornament",
        RunningHead = "running-head",
        Folio = "folio",
        HalfTitle = "half-title",
        BookTitle = "book-title",
        BookSubtitle = "book-subtitle",
        BookAuthor = "book-author",
        BookPublisher = "book-publisher",
        Imprint = "imprint",
        ContentsPart = "contents-part",
        ContentsChapter = "contents-chapter",
        ContentsSection = "contents-section",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Align {
        Justify = "justify",
        Left = "left",
        Center = "center",
        Right = "right",
    }
}

impl Align {
    /// Whether lines begin at the left edge, as running prose does.
    pub fn is_flush_left(self) -> bool {
        matches!(self, Align::Justify | Align::Left)
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum FamilyName {
        Body = "body",
        Heading = "heading",
        Mono = "mono",
    }
}

impl FamilyName {
    pub fn id(self) -> FamilyId {
        match self {
            FamilyName::Body => FamilyId::BODY,
            FamilyName::Heading => FamilyId::HEADING,
            FamilyName::Mono => FamilyId::MONO,
        }
    }
}

/// One of a design's families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyId(pub u8);

impl FamilyId {
    pub const BODY: FamilyId = FamilyId(0);
    pub const HEADING: FamilyId = FamilyId(1);
    pub const MONO: FamilyId = FamilyId(2);
    /// The program's own grotesque, for digits under bars: they are lining and all of one width.
    pub const DIGITS: FamilyId = FamilyId(3);
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    pub family: FamilyId,
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
