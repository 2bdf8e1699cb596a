//! What is open while a file is read: Markdown's containers and elements of HTML on one stack, so that either may stand in
//! the other. Refuses to know events and tags.

use crate::import::tree::{Align, Attributes, Block, Cell, Definition, Inline, List, Numbering, Table};

/// What a frame becomes when it closes.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A file, or a part of one.
    Root,
    /// Its blocks stand in the container around it.
    Group,
    Paragraph,
    Heading {
        level: u8,
        attributes: Attributes,
    },
    Quote,
    Div(Attributes),
    List {
        numbering: Numbering,
        start: usize,
        tight: bool,
    },
    Item,
    Definitions,
    Term,
    Meaning,
    /// The label of a note.
    NoteText(String),
    Table(Vec<Align>),
    /// Whether it is of the head.
    Row(bool),
    Cell,
    Caption,
    Figure(Attributes),
    /// Words as they are.
    Pre {
        language: Option<String>,
    },
    /// A run of words: what becomes of it is a function of them.
    Run(Run),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    Plain,
    Emphasis,
    Strong,
    SmallCaps,
    Strike,
    Subscript,
    Superscript,
    Underline,
    Inserted,
    Deleted,
    Quoted,
    Code,
    Note,
    /// An address as it was typed.
    Link(String),
    Image {
        address: String,
        title: String,
    },
    Span(Attributes),
}

impl Shape {
    pub fn is_run(&self) -> bool {
        matches!(self, Shape::Run(_))
    }
}

#[derive(Debug)]
pub struct Frame {
    pub shape: Shape,
    /// The tag that opened it, where one did.
    pub tag: Option<String>,
    /// The line on which it opened.
    pub line: usize,
    pub blocks: Vec<Block>,
    /// Words that are in no block yet.
    pub inlines: Vec<Inline>,
    pub items: Vec<Vec<Block>>,
    pub defined: Vec<Definition>,
    pub rows: Vec<(bool, Vec<Cell>)>,
    pub cells: Vec<Cell>,
    pub caption: Vec<Inline>,
}

impl Frame {
    pub fn new(shape: Shape, tag: Option<&str>, line: usize) -> Frame {
        Frame {
            shape,
            tag: tag.map(str::to_owned),
            line,
            blocks: Vec::new(),
            inlines: Vec::new(),
            items: Vec::new(),
            defined: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            caption: Vec::new(),
        }
    }

    /// Makes a paragraph of words that stand in no block.
    pub fn flush(&mut self) {
        let words = std::mem::take(&mut self.inlines);
        let blank = |inline: &Inline| {
            matches!(inline, Inline::Text(text) if text.trim().is_empty()) || *inline == Inline::Break
        };
        if !words.iter().all(blank) {
            self.blocks.push(Block::Paragraph(words));
        }
    }

    /// All of it as one run of words.
    pub fn words(mut self) -> Vec<Inline> {
        let words = std::mem::take(&mut self.inlines);
        if self.blocks.is_empty() {
            return words;
        }
        self.inlines = words;
        self.flush();
        in_cell(self.blocks)
    }

    pub fn list(self, numbering: Numbering, start: usize, tight: bool) -> Block {
        Block::List(List { numbering, start, tight, items: self.items })
    }

    /// Rows before the first of the body are its head; the first of several counts, the others stay rows.
    pub fn table(mut self, aligns: Vec<Align>) -> Table {
        if !self.cells.is_empty() {
            let cells = std::mem::take(&mut self.cells);
            self.rows.push((false, cells));
        }
        let mut rows = self.rows.into_iter().peekable();
        let head = rows.next_if(|(is_head, _)| *is_head).map(|(_, cells)| cells).unwrap_or_default();
        let rows = rows.map(|(_, cells)| cells).collect();
        Table { attributes: Attributes::default(), caption: self.caption, aligns, head, rows }
    }
}

/// Blocks as the words of a cell, a line each.
pub fn in_cell(blocks: Vec<Block>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for block in blocks {
        let words = match block {
            Block::Paragraph(words) | Block::Heading { inlines: words, .. } => words,
            Block::Quote { blocks, .. } | Block::Div { blocks, .. } => in_cell(blocks),
            Block::List(list) => {
                let mut words = Vec::new();
                for (at, item) in list.items.into_iter().enumerate() {
                    let mark = match list.numbering {
                        Numbering::Bullets => "• ".to_owned(),
                        _ => format!("{}. ", list.start + at),
                    };
                    words.push(Inline::Text(mark));
                    words.extend(in_cell(item));
                    words.push(Inline::Break);
                }
                words
            }
            Block::Definitions(items) => {
                let parts = items.into_iter().flat_map(|item| {
                    let meanings =
                        item.meanings.into_iter().flat_map(|all| [vec![Inline::Break], in_cell(all)].concat());
                    item.term.into_iter().chain(meanings).collect::<Vec<_>>()
                });
                parts.collect()
            }
            Block::Table(table) => {
                let rows = [vec![table.head], table.rows].concat();
                let cells = rows.into_iter().flat_map(|row| {
                    let mut words: Vec<Inline> =
                        row.into_iter().flat_map(|cell| [cell, vec![Inline::Text(" ".into())]].concat()).collect();
                    words.push(Inline::Break);
                    words
                });
                cells.collect()
            }
            Block::Verse(verse) => {
                let lines = verse.stanzas.into_iter().flatten();
                lines.flat_map(|line| [line.inlines, vec![Inline::Break]].concat()).collect()
            }
            Block::Code { text, .. } => vec![Inline::Code(text)],
            Block::Figure { picture, alt, caption, .. } => {
                let image = Inline::Image { picture, alt: crate::import::write::plain(&alt) };
                [vec![image, Inline::Text(" ".into())], caption].concat()
            }
            Block::Comment(text) => vec![Inline::Comment(text)],
            Block::Break => Vec::new(),
        };
        if !out.is_empty() && !words.is_empty() {
            out.push(Inline::Break);
        }
        out.extend(words);
    }
    out
}
