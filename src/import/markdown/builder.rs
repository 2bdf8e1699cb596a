//! In: containers and words as they open and close. Out: blocks of the tree. Refuses to know whether Markdown or HTML said
//! so.

use super::frame::{Frame, Run, Shape, in_cell};
use crate::import::tree::{Attributes, Block, Definition, Inline, List, Numbering, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Frames inside each other; what is deeper opens nothing.
const DEEPEST: usize = 60;

/// Words without white at either end.
fn trimmed(mut words: &[Inline]) -> &[Inline] {
    let blank = |inline: &Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
    while let [first, rest @ ..] = words
        && blank(first)
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && blank(last)
    {
        words = rest;
    }
    words
}

/// A file or a place that is named and not looked for yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub address: String,
    pub line: usize,
}

#[derive(Debug)]
pub struct Builder {
    pub stack: Vec<Frame>,
    /// What was too deep to open.
    too_deep: usize,
    /// With the line on which each stands.
    pub notes: BTreeMap<String, (usize, Vec<Block>)>,
    pub pictures: Vec<Named>,
    pub links: Vec<Named>,
    /// Elements that nothing closes in the rest of the block of HTML.
    pub unclosed: BTreeSet<String>,
}

/// Begins the address of a link that stands for a call of a note; its line and its label follow.
const CALL: &str = "note-call:";

/// A link that stands for a call of a note until the notes are known.
pub fn call(label: &str, line: usize) -> Inline {
    let target = Target::Address(format!("{CALL}{line}:{}", label.to_lowercase()));
    Inline::Link { target, inlines: Vec::new() }
}

/// The label and the line of such a link.
pub fn called(inline: &Inline) -> Option<(String, usize)> {
    let Inline::Link { target: Target::Address(address), .. } = inline else { return None };
    let (line, label) = address.strip_prefix(CALL)?.split_once(':')?;
    Some((label.to_owned(), line.parse().ok()?))
}

/// What became of a file's text: links and pictures are places in the lists of what is named.
#[derive(Debug, Default)]
pub struct Built {
    pub blocks: Vec<Block>,
    /// With the line on which each stands.
    pub notes: BTreeMap<String, (usize, Vec<Block>)>,
    pub pictures: Vec<Named>,
    pub links: Vec<Named>,
}

impl Builder {
    /// Goes on with what other parts of the file named.
    pub fn new(before: Built) -> Builder {
        let root = Frame::new(Shape::Root, None, 1);
        let Built { notes, pictures, links, .. } = before;
        Builder { stack: vec![root], too_deep: 0, notes, pictures, links, unclosed: BTreeSet::new() }
    }

    pub fn finish(mut self) -> Built {
        while self.stack.len() > 1 {
            self.close_top();
        }
        let mut root = self.stack.pop().unwrap_or(Frame::new(Shape::Root, None, 1));
        root.flush();
        Built { blocks: root.blocks, notes: self.notes, pictures: self.pictures, links: self.links }
    }

    pub fn top(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            self.stack.push(Frame::new(Shape::Root, None, 1));
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    pub fn open(&mut self, shape: Shape, tag: Option<&str>, line: usize) {
        if self.stack.len() >= DEEPEST {
            self.too_deep += 1;
            return;
        }
        if !shape.is_run() {
            while self.top().shape.is_run() {
                self.close_top();
            }
            self.top().flush();
        }
        self.stack.push(Frame::new(shape, tag, line));
    }

    /// Closes the nearest frame that Markdown opened, and what HTML left open in it.
    pub fn close(&mut self) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        while self.stack.len() > 1 {
            let is_own = self.top().tag.is_none();
            self.close_top();
            if is_own {
                return;
            }
        }
    }

    /// Closes an element, if it is open and Markdown opened nothing since; whether it was.
    pub fn close_tag(&mut self, name: &str) -> bool {
        let opened = |frame: &Frame| frame.tag.is_none() && frame.shape != Shape::Paragraph;
        let Some(at) = self.stack.iter().rposition(|frame| frame.tag.as_deref() == Some(name) || opened(frame)) else {
            return false;
        };
        if self.stack[at].tag.as_deref() != Some(name) {
            return false;
        }
        while self.stack.len() > at {
            self.close_top();
        }
        true
    }

    pub fn is_open(&self, name: &str) -> bool {
        self.stack.iter().any(|frame| frame.tag.as_deref() == Some(name))
    }

    pub fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if let Some(Inline::Text(before)) = self.top().inlines.last_mut() {
            before.push_str(words);
            return;
        }
        self.inline(Inline::Text(words.to_owned()));
    }

    pub fn inline(&mut self, inline: Inline) {
        self.top().inlines.push(inline);
    }

    pub fn block(&mut self, block: Block) {
        while self.top().shape.is_run() {
            self.close_top();
        }
        if self.top().shape == Shape::Paragraph {
            self.top().flush();
        }
        let top = self.top();
        top.flush();
        top.blocks.push(block);
    }

    fn close_top(&mut self) {
        let Some(mut frame) = self.stack.pop() else { return };
        let line = frame.line;
        self.leftovers(&mut frame);
        match frame.shape.clone() {
            Shape::Root => self.stack.push(frame),
            Shape::Group | Shape::Paragraph => {
                frame.flush();
                let top = self.top();
                top.flush();
                top.blocks.append(&mut frame.blocks);
            }
            Shape::Heading { level, attributes } => {
                let inlines = crate::import::lines::trimmed(frame.words());
                self.block(Block::Heading { level, attributes, inlines });
            }
            Shape::Quote => {
                frame.flush();
                self.block(Block::Quote { blocks: frame.blocks, attribution: None });
            }
            Shape::Div(attributes) => {
                frame.flush();
                self.block(Block::Div { attributes, blocks: frame.blocks });
            }
            Shape::List { numbering, start, tight } => {
                frame.flush();
                if !frame.blocks.is_empty() {
                    let loose = std::mem::take(&mut frame.blocks);
                    frame.items.push(loose);
                }
                self.block(frame.list(numbering, start, tight));
            }
            Shape::Item => {
                frame.flush();
                self.top().items.push(frame.blocks);
            }
            Shape::Definitions => {
                frame.flush();
                let (defined, blocks) = (frame.defined, frame.blocks);
                self.block(Block::Definitions(defined));
                blocks.into_iter().for_each(|block| self.block(block));
            }
            Shape::Term => {
                let term = frame.words();
                self.top().defined.push(Definition { term, meanings: Vec::new() });
            }
            Shape::Meaning => {
                frame.flush();
                let blocks = frame.blocks;
                match self.top().defined.last_mut() {
                    Some(defined) => defined.meanings.push(blocks),
                    None => self.top().blocks.extend(blocks),
                }
            }
            Shape::NoteText(label) => {
                frame.flush();
                self.notes.entry(label).or_insert((line, frame.blocks));
            }
            Shape::Table(aligns) => {
                frame.flush();
                let mut around = std::mem::take(&mut frame.blocks);
                around.push(Block::Table(frame.table(aligns)));
                around.into_iter().for_each(|block| self.block(block));
            }
            Shape::Row(is_head) => {
                frame.flush();
                let mut cells = frame.cells;
                if !frame.blocks.is_empty() {
                    cells.push(in_cell(frame.blocks));
                }
                self.top().rows.push((is_head, cells));
            }
            Shape::Cell => {
                frame.flush();
                let words = in_cell(frame.blocks);
                self.top().cells.push(words);
            }
            Shape::Caption => {
                let words = frame.words();
                self.top().caption = words;
            }
            Shape::Figure(attributes) => self.figure(frame, attributes),
            Shape::Pre { language } => {
                let text = crate::import::write::plain_lines(&frame.words());
                self.block(Block::Code { language, text });
            }
            Shape::Run(run) => self.run(run, frame, line),
        }
    }

    /// Items, rows and the like that a frame has no use for: they belong to one around it, or stand by themselves.
    fn leftovers(&mut self, frame: &mut Frame) {
        let is_list = |shape: &Shape| matches!(shape, Shape::List { .. });
        let is_table = |shape: &Shape| matches!(shape, Shape::Table(_));
        let is_row = |shape: &Shape| matches!(shape, Shape::Row(_) | Shape::Table(_));
        let is_defined = |shape: &Shape| matches!(shape, Shape::Definitions);
        let is_captioned = |shape: &Shape| matches!(shape, Shape::Table(_) | Shape::Figure(_));
        let passes = matches!(frame.shape, Shape::Group | Shape::Div(_) | Shape::Paragraph | Shape::Run(_));
        let around = |own: &dyn Fn(&Shape) -> bool| passes && self.stack.iter().any(|frame| own(&frame.shape));
        let (list, table, row) = (around(&is_list), around(&is_table), around(&is_row));
        let (defined, captioned) = (around(&is_defined), around(&is_captioned));
        let mut loose: Vec<Block> = Vec::new();
        let top = self.top();
        if !is_list(&frame.shape) && !frame.items.is_empty() {
            match list {
                true => top.items.append(&mut frame.items),
                false => {
                    let items = std::mem::take(&mut frame.items);
                    loose.push(Block::List(List { numbering: Numbering::Bullets, start: 1, tight: true, items }));
                }
            }
        }
        if !is_defined(&frame.shape) && !frame.defined.is_empty() {
            match defined {
                true => top.defined.append(&mut frame.defined),
                false => loose.push(Block::Definitions(std::mem::take(&mut frame.defined))),
            }
        }
        if !is_row(&frame.shape) && row {
            top.cells.append(&mut frame.cells);
        }
        if !is_table(&frame.shape) && table {
            top.rows.append(&mut frame.rows);
        }
        if !is_captioned(&frame.shape) && captioned {
            top.caption.append(&mut frame.caption);
        }
        let has_rows = !is_table(&frame.shape) && !frame.rows.is_empty();
        if has_rows || !is_row(&frame.shape) && !frame.cells.is_empty() {
            let rows = std::mem::take(&mut frame.rows);
            let cells = std::mem::take(&mut frame.cells);
            let alone = Frame { rows, cells, ..Frame::new(Shape::Table(Vec::new()), None, frame.line) };
            loose.push(Block::Table(alone.table(Vec::new())));
        }
        if !is_captioned(&frame.shape) && !frame.caption.is_empty() {
            loose.push(Block::Paragraph(std::mem::take(&mut frame.caption)));
        }
        if !loose.is_empty() {
            frame.flush();
            frame.blocks.append(&mut loose);
        }
    }

    /// The picture in a `figure` has its caption; what else stands in it stays beside it.
    fn figure(&mut self, mut frame: Frame, own: Attributes) {
        frame.flush();
        let mut words = std::mem::take(&mut frame.caption);
        let is_list = |inline: &Inline| matches!(inline, Inline::Span { inlines, .. } if inlines.is_empty());
        for block in frame.blocks {
            let block = match block {
                Block::Paragraph(inlines) => match trimmed(&inlines) {
                    [Inline::Image { picture, alt }, rest @ ..] if rest.iter().all(is_list) => {
                        let mut attributes = own.clone();
                        for inline in rest {
                            if let Inline::Span { attributes: more, .. } = inline {
                                let widths = more.pairs.iter().filter(|(key, _)| key == "width");
                                let widths = widths.filter_map(|(_, value)| super::classes::width(value));
                                attributes.pairs.extend(widths.map(|width| ("width".to_owned(), width)));
                                attributes.classes.extend(more.classes.clone());
                            }
                        }
                        let (alt, caption) = (vec![Inline::Text(alt.clone())], std::mem::take(&mut words));
                        Block::Figure { picture: *picture, attributes, alt, caption }
                    }
                    _ => Block::Paragraph(inlines),
                },
                Block::Figure { picture, attributes, alt, caption } if caption.is_empty() => {
                    Block::Figure { picture, attributes, alt, caption: std::mem::take(&mut words) }
                }
                Block::Table(mut table) if table.caption.is_empty() => {
                    table.caption = std::mem::take(&mut words);
                    Block::Table(table)
                }
                other => other,
            };
            self.block(block);
        }
        if !words.is_empty() {
            self.block(Block::Paragraph(words));
        }
    }

    fn run(&mut self, run: Run, mut frame: Frame, line: usize) {
        if run == Run::Note {
            frame.flush();
            let blocks = frame.blocks;
            return self.inline(Inline::Note(blocks));
        }
        let inside = frame.words();
        let inline = match run {
            Run::Plain | Run::Note => {
                self.top().inlines.extend(inside);
                return;
            }
            Run::Emphasis => Inline::Emphasis(inside),
            Run::Strong => Inline::Strong(inside),
            Run::SmallCaps => Inline::SmallCaps(inside),
            Run::Strike => Inline::Strike(inside),
            Run::Subscript => Inline::Subscript(inside),
            Run::Superscript => Inline::Superscript(inside),
            Run::Underline => Inline::Underline(inside),
            Run::Inserted => Inline::Inserted(inside),
            Run::Deleted => Inline::Deleted(inside),
            Run::Quoted => {
                let mark = || Inline::Text("\"".to_owned());
                self.top().inlines.extend([vec![mark()], inside, vec![mark()]].concat());
                return;
            }
            Run::Code => Inline::Code(crate::import::write::plain(&inside)),
            Run::Link(address) => {
                self.links.push(Named { address, line });
                Inline::Link { target: Target::Chapter(self.links.len() - 1), inlines: inside }
            }
            Run::Image { address, title } => {
                let picture = self.named(address, line);
                let alt = crate::import::write::plain(&inside);
                self.inline(Inline::Image { picture, alt });
                if !title.trim().is_empty() {
                    // The title waits where a list of attributes would.
                    self.inline(Inline::Span {
                        attributes: Attributes { pairs: vec![("title".to_owned(), title)], ..Attributes::default() },
                        inlines: Vec::new(),
                    });
                }
                return;
            }
            Run::Span(attributes) => Inline::Span { attributes, inlines: inside },
        };
        self.inline(inline);
    }

    /// A picture by its address; its place among those that are named.
    pub fn named(&mut self, address: String, line: usize) -> usize {
        self.pictures.push(Named { address, line });
        self.pictures.len() - 1
    }
}
