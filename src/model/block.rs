//! Paragraphs and all that may stand between them.

use super::{AnchorId, Attributes, BookReferences, Image, Inline, LocalSpan, References, Verse, Width};

/// Unique in its section, given in reading order from 1, its notes' blocks last; 0 is the section's title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct BlockId(pub u32);

impl BlockId {
    /// The title of its section.
    pub const TITLE: BlockId = BlockId(0);
    /// Of text that belongs to no block.
    pub const NONE: BlockId = BlockId(u32::MAX);
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<R: References = BookReferences> {
    pub id: BlockId,
    pub span: LocalSpan,
    /// Language, anchor and foreign classes of the block itself.
    pub attributes: Attributes<R>,
    pub kind: BlockKind<R>,
}

/// What the author asks of the pages by hand, each -1, 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Corrections {
    /// So many lines more, or fewer, than the paragraph takes best.
    pub looseness: i8,
    /// So many lines more, or fewer, than a full page has the page on which it begins, and the one that faces it.
    pub spread: i8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind<R: References = BookReferences> {
    /// `class` is empty, or names a made paragraph: `title`, `subtitle`, `author`, `publisher`, `date`, `edition`,
    /// `imprint` on the made pages.
    Paragraph {
        class: &'static str,
        inlines: Vec<Inline<R>>,
        corrections: Corrections,
    },
    /// Levels 2 to 6: `#` opens a section.
    Heading {
        level: u8,
        inlines: Vec<Inline<R>>,
        short: Option<String>,
        listed: bool,
    },
    Quote {
        epigraph: bool,
        blocks: Vec<Block<R>>,
        attribution: Option<Vec<Inline<R>>>,
    },
    Verse {
        verse: Verse<R>,
    },
    /// `start` is the first number, or nothing for bullets.
    List {
        start: Option<u64>,
        tight: bool,
        items: Vec<Vec<Block<R>>>,
    },
    Definitions {
        items: Vec<Defined<R>>,
    },
    Table {
        table: Table<R>,
    },
    Figure {
        figure: Figure<R>,
    },
    Code {
        language: Option<String>,
        text: String,
    },
    /// A section break.
    Break,
    /// `::: pagebreak`; with `::: blank` the page that begins stays empty, on paper.
    PageBreak {
        blank: bool,
    },
    Div {
        kind: DivKind,
        blocks: Vec<Block<R>>,
    },
    /// The made contents; folios are added by layout, links by the EPUB.
    Contents {
        entries: Vec<ContentsEntry<R>>,
    },
}

/// A term and its definitions.
pub type Defined<R = BookReferences> = (Vec<Inline<R>>, Vec<Vec<Block<R>>>);

/// The known classes of `:::`; `Other` keeps its class in `attributes`, and looks as its style says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DivKind {
    Dedication,
    Letter,
    Sidebar,
    Plain,
    DropCap,
    NoDropCap,
    Other,
}

impl DivKind {
    /// The class whose style dresses it.
    pub fn class(self) -> Option<&'static str> {
        match self {
            DivKind::Dedication => Some("dedication"),
            DivKind::Letter => Some("letter"),
            DivKind::Sidebar => Some("sidebar"),
            DivKind::Plain | DivKind::DropCap | DivKind::NoDropCap | DivKind::Other => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Table<R: References = BookReferences> {
    pub columns: Vec<Align>,
    /// Empty where no heading cell has any text.
    pub head: Vec<Cell<R>>,
    pub rows: Vec<Vec<Cell<R>>>,
    pub caption: Option<Vec<Inline<R>>>,
    /// What the caption is on the pages that a long table goes on to, where the author says so.
    pub short: Option<String>,
    /// By column, as the author wants them: the first few, or none.
    pub widths: Vec<Option<Width>>,
}

impl<R: References> Table<R> {
    /// Whether the first column names the rows: nothing stands above it, or there is no heading at all.
    pub fn names_rows(&self) -> bool {
        self.columns.len() > 1 && self.head.first().is_none_or(|first| first.inlines.is_empty())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Default,
    Left,
    Center,
    Right,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Cell<R: References = BookReferences> {
    pub inlines: Vec<Inline<R>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure<R: References = BookReferences> {
    pub image: Image<R>,
    pub caption: Option<Vec<Inline<R>>>,
    /// `place=top` or `place=bottom`; else here.
    pub place: Option<Place>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Top,
    Bottom,
    /// A page of its own, within the margins.
    Page,
    /// A page of its own, from edge to edge and past it by the bleed.
    Bleed,
    /// Two facing pages, from edge to edge, past it by the bleed and over the gutter.
    Spread,
    /// At the left of the text that follows, whichever way that is read.
    Left,
    /// At the right of it.
    Right,
    /// Behind the title and all that stands on a section's first page.
    Ground,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsEntry<R: References = BookReferences> {
    /// 0 for parts, 1 for chapters, 2 for `##` and so on. Without parts chapters are still 1.
    pub level: u8,
    /// As shown: `3`, `III`, `Three`.
    pub number: Option<String>,
    /// No notes, no links. Its places are those of the anchor's section.
    pub title: Vec<Inline<R>>,
    pub anchor: AnchorId,
}

/// A block that is a picture behind a page, and the picture.
type Ground<'a, R> = (&'a Block<R>, &'a Figure<R>);

/// The picture behind a section's first page, the first of its blocks, and those that stand on the pages.
pub fn on_ground<R: References>(blocks: &[Block<R>]) -> (Option<Ground<'_, R>>, &[Block<R>]) {
    match blocks.split_first() {
        Some((block @ Block { kind: BlockKind::Figure { figure }, .. }, rest))
            if figure.place == Some(Place::Ground) =>
        {
            (Some((block, figure)), rest)
        }
        Some(_) | None => (None, blocks),
    }
}
