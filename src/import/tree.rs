//! A book as another program kept it: the plain tree that every reader gives and the one writer takes. Refuses to know
//! any format.

/// A book that was brought in, in the order in which it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub about: About,
    pub settings: Vec<Setting>,
    pub chapters: Vec<Chapter>,
    pub pictures: Vec<Picture>,
    pub remarks: Vec<Remark>,
}

/// What `[book]` says, each as plain words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub authors: Vec<Person>,
    /// BCP 47.
    pub language: Option<String>,
    pub publisher: Option<String>,
    pub date: Option<String>,
    pub edition: Option<String>,
    pub rights: Option<String>,
    pub isbn: Option<String>,
    pub description: Option<String>,
    pub subjects: Vec<String>,
    /// The name of a series, and the number in it.
    pub series: Option<(String, Option<String>)>,
    /// The front cover: a place in the list of pictures.
    pub cover: Option<usize>,
}

/// What else of book.toml the settings of another program say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub table: &'static str,
    pub key: &'static str,
    /// As it stands in TOML.
    pub value: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    /// A MARC relator such as `edt`; nothing for an author.
    pub role: Option<String>,
}

/// One file of the manuscript to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// What the file would best be called, without a folder, a number or an ending; any words.
    pub name: String,
    pub matter: Matter,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    Front,
    #[default]
    Main,
    Back,
}

/// A picture's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// What it would best be called, with its ending and without a folder; any words.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What `{#id .class key="value"}` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Unique in the whole work.
    pub id: Option<String>,
    pub classes: Vec<String>,
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    pub fn class(name: &str) -> Attributes {
        Attributes { classes: vec![name.to_owned()], ..Attributes::default() }
    }

    pub fn is_empty(&self) -> bool {
        *self == Attributes::default()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Of level 1 to 6; the class `part` makes a part of one of level 1.
    Heading {
        level: u8,
        attributes: Attributes,
        inlines: Vec<Inline>,
    },
    Paragraph(Vec<Inline>),
    Verse(Verse),
    Quote {
        blocks: Vec<Block>,
        attribution: Option<Vec<Inline>>,
    },
    List(List),
    Definitions(Vec<Definition>),
    Table(Table),
    Code {
        language: Option<String>,
        text: String,
    },
    /// A scene break.
    Break,
    /// A place in the list of pictures, with its words for those who do not see it.
    Figure {
        picture: usize,
        attributes: Attributes,
        alt: Vec<Inline>,
        caption: Vec<Inline>,
    },
    Div {
        attributes: Attributes,
        blocks: Vec<Block>,
    },
    /// Words that no edition prints.
    Comment(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verse {
    pub attributes: Attributes,
    pub stanzas: Vec<Vec<Line>>,
    pub attribution: Option<Vec<Inline>>,
}

/// One line of verse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// In steps.
    pub indent: usize,
    pub inlines: Vec<Inline>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    pub numbering: Numbering,
    /// The first number, counted from 1.
    pub start: usize,
    /// Whether no item has white around it.
    pub tight: bool,
    pub items: Vec<Vec<Block>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbering {
    #[default]
    Bullets,
    Arabic,
    LowerLetters,
    UpperLetters,
    LowerRoman,
    UpperRoman,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition {
    pub term: Vec<Inline>,
    pub meanings: Vec<Vec<Block>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub attributes: Attributes,
    pub caption: Vec<Inline>,
    /// One for each column.
    pub aligns: Vec<Align>,
    /// Empty where the table has none.
    pub head: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
}

/// Paragraphs and lines of one are parted by `Inline::Break`.
pub type Cell = Vec<Inline>;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    None,
    Left,
    Center,
    Right,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// As it is read: no marks, no entities; white space counts as one space.
    Text(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    SmallCaps(Vec<Inline>),
    Strike(Vec<Inline>),
    Subscript(Vec<Inline>),
    Superscript(Vec<Inline>),
    Underline(Vec<Inline>),
    Code(String),
    /// A formula as it was typed, and whether it stands on lines of its own.
    Math {
        text: String,
        display: bool,
    },
    Link {
        target: Target,
        inlines: Vec<Inline>,
    },
    /// A place that links lead to.
    Anchor(String),
    /// A picture in a line.
    Image {
        picture: usize,
        alt: String,
    },
    Note(Vec<Block>),
    /// Names the note before it, for further calls; or is one.
    Call {
        label: String,
        again: bool,
    },
    /// A new line in the same paragraph.
    Break,
    Span {
        attributes: Attributes,
        inlines: Vec<Inline>,
    },
    /// A tracked change that nobody accepted or rejected.
    Inserted(Vec<Inline>),
    Deleted(Vec<Inline>),
    /// Words that no edition prints.
    Comment(String),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The web, or a mail address.
    Address(String),
    /// An id of the work.
    Id(String),
    /// A place in the list of chapters.
    Chapter(usize),
}

/// What happened to a construct of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    pub fate: Fate,
    /// The construct as its people call it, in the plural: `notes of Word`.
    pub what: String,
    /// As it was typed, cut short; empty where that says nothing.
    pub shown: String,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It means here what it meant there. Only counted in the report.
    Converted,
    /// Its words are kept, and what they meant beyond that is not. Told with its place.
    Plain,
    /// It is not in the book. Told with its place.
    Left,
}

/// Where a construct stands in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// From the source's folder on.
    pub file: String,
    pub at: At,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    #[default]
    File,
    /// Counted from 1.
    Line(usize),
    /// Counted from 1; for files whose lines nobody sees.
    Paragraph(usize),
}

impl Inline {
    /// The inlines inside; those of a note stand in its blocks.
    pub fn inner(&self) -> &[Inline] {
        match self {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::SmallCaps(inner)
            | Inline::Strike(inner)
            | Inline::Subscript(inner)
            | Inline::Superscript(inner)
            | Inline::Underline(inner)
            | Inline::Inserted(inner)
            | Inline::Deleted(inner)
            | Inline::Link { inlines: inner, .. }
            | Inline::Span { inlines: inner, .. } => inner,
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Math { .. }
            | Inline::Anchor(_)
            | Inline::Image { .. }
            | Inline::Note(_)
            | Inline::Call { .. }
            | Inline::Break
            | Inline::Comment(_) => &[],
        }
    }

    pub fn inner_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::SmallCaps(inner)
            | Inline::Strike(inner)
            | Inline::Subscript(inner)
            | Inline::Superscript(inner)
            | Inline::Underline(inner)
            | Inline::Inserted(inner)
            | Inline::Deleted(inner)
            | Inline::Link { inlines: inner, .. }
            | Inline::Span { inlines: inner, .. } => Some(inner),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Math { .. }
            | Inline::Anchor(_)
            | Inline::Image { .. }
            | Inline::Note(_)
            | Inline::Call { .. }
            | Inline::Break
            | Inline::Comment(_) => None,
        }
    }
}
