//! How a role in the text looks.

use crate::base::config::named;
use crate::base::{Amount, Ink, Length, Span};
use crate::fonts::{FaceId, FeatureSet, Figures};
use crate::manuscript::settings::{Align, Case, Keep};

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

/// One of a design's families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FamilyId(pub u8);

impl FamilyId {
    pub const BODY: FamilyId = FamilyId(0);
    pub const HEADING: FamilyId = FamilyId(1);
    pub const MONO: FamilyId = FamilyId(2);
    pub const DISPLAY: FamilyId = FamilyId(3);
    /// The program's own grotesque, for digits under bars: they are lining and all of one width.
    pub const DIGITS: FamilyId = FamilyId(4);
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    pub family: FamilyId,
    pub size: Length,
    pub leading: Length,
    pub bold: bool,
    pub italic: bool,
    pub case: Case,
    /// White behind each letter.
    pub letterspacing: Length,
    pub figures: Figures,
    pub features: FeatureSet,
    /// Of the design's sets of axes.
    pub axes: Option<u8>,
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
    pub keep: Keep,
    pub ink: Ink,
    /// Behind it; nothing for the paper.
    pub ground: Option<Ink>,
    /// Thickness of rules; zero is none.
    pub rule_above: Length,
    pub rule_below: Length,
    pub rule_left: Length,
}

macro_rules! overlay {
    ($($(#[$doc:meta])* $field:ident: $of:ty,)*) => {
        /// What a style says. What it does not say stays as it is around it.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Overlay {
            $($(#[$doc])* pub $field: Option<$of>,)*
        }

        impl Overlay {
            /// This, and what it does not say as another says it.
            pub fn or(&self, other: &Overlay) -> Overlay {
                Overlay { $($field: self.$field.or(other.$field),)* }
            }

            /// Without what another says.
            pub fn except(&self, other: &Overlay) -> Overlay {
                Overlay { $($field: self.$field.filter(|_| other.$field.is_none()),)* }
            }
        }
    };
}

overlay! {
    family: FamilyId,
    /// In ems of the text around it; all other ems are of this.
    size: Amount,
    leading: Amount,
    bold: bool,
    italic: bool,
    case: Case,
    letterspacing: Amount,
    figures: Figures,
    features: FeatureSet,
    axes: u8,
    align: Align,
    indent: Amount,
    left: Amount,
    right: Amount,
    before: i64,
    after: i64,
    hyphenate: bool,
    keep: Keep,
    ink: Ink,
    ground: Ink,
    rule_above: Amount,
    rule_below: Amount,
    rule_left: Amount,
}

/// What an em and a line of the grid are where a style is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Units {
    pub em: Length,
    pub line: Length,
    /// No letters are smaller.
    pub least: Length,
}

impl Overlay {
    /// A style that is like another but for what this says.
    pub fn over(&self, style: &Style, units: Units) -> Style {
        let size = self.size.map_or(style.size, |size| size.length(units.em, units.line));
        let length = |amount: Option<Amount>, usual| amount.map_or(usual, |amount| amount.length(size, units.line));
        let grown = size.max(units.least);
        let leading = length(self.leading, style.leading);
        // Lines of letters that grow go apart as much, as far as one line of the grid.
        let leading = match grown > size {
            true => leading.max(leading.scale(grown.0, size.0.max(1)).min(units.line)),
            false => leading,
        };
        Style {
            family: self.family.unwrap_or(style.family),
            size: grown,
            leading,
            bold: self.bold.unwrap_or(style.bold),
            italic: self.italic.unwrap_or(style.italic),
            case: self.case.unwrap_or(style.case),
            letterspacing: length(self.letterspacing, style.letterspacing),
            figures: self.figures.unwrap_or(style.figures),
            features: self.features.unwrap_or(style.features),
            axes: self.axes.or(style.axes),
            align: self.align.unwrap_or(style.align),
            indent: length(self.indent, style.indent),
            left: length(self.left, style.left),
            right: length(self.right, style.right),
            before: self.before.unwrap_or(style.before),
            after: self.after.unwrap_or(style.after),
            hyphenate: self.hyphenate.unwrap_or(style.hyphenate),
            keep: self.keep.unwrap_or(style.keep),
            ink: self.ink.unwrap_or(style.ink),
            ground: self.ground.or(style.ground),
            rule_above: length(self.rule_above, style.rule_above),
            rule_below: length(self.rule_below, style.rule_below),
            rule_left: length(self.rule_left, style.rule_left),
        }
    }

    /// What holds for the text inside its block too: neither the size, which counts once, nor where the block stands.
    pub fn text(&self) -> Overlay {
        Overlay {
            size: None,
            left: None,
            right: None,
            before: None,
            after: None,
            keep: None,
            ground: None,
            rule_above: None,
            rule_below: None,
            rule_left: None,
            ..self.clone()
        }
    }

    /// Whether a block of it stands apart from the text around it: paragraphs beside it do not run on.
    pub fn stands_apart(&self) -> bool {
        let white = [self.before, self.after].into_iter().flatten().any(|lines| lines > 0);
        let narrower = self.left.is_some() || self.right.is_some();
        let framed = self.rule_above.is_some() || self.rule_below.is_some() || self.rule_left.is_some();
        white || narrower || framed || self.ground.is_some() || self.align.is_some() || self.indent.is_some()
    }
}
