//! In: Markdown of any dialect, its foreign constructs already tags of HTML. Out: blocks of the tree.

use super::builder::{self, Builder, Built};
use super::frame::{Run, Shape};
use super::html;
use super::lines::Lines;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::{Align, At, Attributes, Block, Inline, Numbering};
use crate::manuscript::ground::OPTIONS;
use pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};
use std::collections::BTreeMap;

/// What is known of a file besides the lines that are read.
pub struct Known<'k> {
    /// Blocks that were read already; a line with the mark of one stands for it.
    pub held: &'k [Vec<Block>],
    /// The labels of links in the whole file.
    pub links: &'k BTreeMap<String, (String, String)>,
    pub kind: Kind,
}

/// Reads lines as Markdown; `before` is what other parts of the file named.
pub fn read(lines: &Lines, known: Known<'_>, before: Built, remarks: &mut Remarks) -> Built {
    let text = lines.text();
    let places = lines.places();
    let mut missing = Vec::new();
    let mut elsewhere = |link: BrokenLink<'_>| {
        let label = link.reference.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let found = known.links.get(&label);
        if found.is_none() && matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            // MkDocs looks for what its programs document in the whole site.
            if known.kind == Kind::MkDocs && label.contains('.') && !label.contains(' ') {
                return Some((format!("#{}", link.reference).into(), "".into()));
            }
            let before = text[..link.span.start].chars().next_back().unwrap_or(' ');
            // `list[1][2]`
            if !before.is_alphanumeric() && !")]_".contains(before) {
                missing.push(link.span.clone());
            }
        }
        found.map(|(address, title)| (address.clone().into(), title.clone().into()))
    };
    let (builder, held) = (Builder::new(before), known.held);
    let mut reader = Reader { builder, remarks, held, html: None, code: None, gone: None };
    let parser = Parser::new_with_broken_link_callback(&text, OPTIONS, Some(&mut elsewhere));
    for (event, range) in parser.into_offset_iter() {
        let line = places.line_at(range.start);
        if !reader.is_gone(&event, &text[range.end..], line) {
            reader.event(event, line);
        }
    }
    let built = reader.builder.finish();
    for span in missing {
        remarks.plain("links whose address is not given", &text[span.clone()], At::Line(places.line_at(span.start)));
    }
    built
}

struct Reader<'r> {
    builder: Builder,
    remarks: &'r mut Remarks,
    held: &'r [Vec<Block>],
    /// A block of HTML, as far as it was read.
    html: Option<(String, usize)>,
    /// A block of code, likewise, with its language.
    code: Option<(String, Option<String>)>,
    /// An element among words that runs or plays, as far as it was read.
    gone: Option<Gone>,
}

struct Gone {
    name: String,
    words: String,
    line: usize,
    /// Marks of Markdown that are open in it.
    depth: usize,
}

impl Reader<'_> {
    /// Whether an event stands in an element that is left out, with its words.
    fn is_gone(&mut self, event: &Event<'_>, behind: &str, line: usize) -> bool {
        let Some(gone) = &mut self.gone else {
            let Event::InlineHtml(tag) = event else { return false };
            let name = html::gone(tag, behind);
            self.gone = name.map(|name| Gone { name, words: String::new(), line, depth: 0 });
            return self.gone.is_some();
        };
        match event {
            Event::InlineHtml(tag) if gone.depth == 0 && html::closes(tag, &gone.name) => self.tell_gone(),
            Event::Start(_) => gone.depth += 1,
            Event::End(_) if gone.depth == 0 => {
                self.tell_gone();
                return false;
            }
            Event::End(_) => gone.depth -= 1,
            Event::Text(words) | Event::Code(words) => gone.words.push_str(words),
            Event::SoftBreak | Event::HardBreak => gone.words.push(' '),
            Event::InlineHtml(_)
            | Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Rule => {}
        }
        true
    }

    fn tell_gone(&mut self) {
        if let Some(gone) = self.gone.take() {
            let shown = format!("<{}> {}", gone.name, gone.words);
            self.remarks.left("HTML that runs or plays", &shown, At::Line(gone.line));
        }
    }

    fn event(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(Tag::HtmlBlock) => self.html = Some((String::new(), line)),
            Event::Html(text) => match &mut self.html {
                Some((all, _)) => all.push_str(&text),
                None => html::block(&text, line, &mut self.builder, self.remarks),
            },
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((all, line)) = self.html.take() {
                    html::block(&all, line, &mut self.builder, self.remarks);
                }
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(words) => words.split([' ', ',', '{']).next().map(str::to_owned),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some((String::new(), language.filter(|word| !word.is_empty())));
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((text, language)) = self.code.take() {
                    self.builder.block(Block::Code { language, text });
                }
            }
            Event::Text(text) => match &mut self.code {
                Some((all, _)) => all.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) => self.builder.inline(Inline::Code(text.to_string())),
            Event::InlineHtml(tag) => html::inline(&tag, line, &mut self.builder, self.remarks),
            Event::SoftBreak => self.builder.words("\n"),
            Event::HardBreak => self.builder.inline(Inline::Break),
            Event::Rule => self.builder.block(Block::Break),
            Event::FootnoteReference(label) => self.builder.inline(builder::call(&label, line)),
            Event::TaskListMarker(done) => self.builder.words(if done { "☑ " } else { "☐ " }),
            Event::InlineMath(text) => self.builder.inline(Inline::Math { text: text.to_string(), display: false }),
            Event::DisplayMath(text) => self.builder.inline(Inline::Math { text: text.to_string(), display: true }),
            Event::Start(tag) => self.start(tag, line),
            Event::End(end) => self.end(end),
        }
    }

    /// Words, among them the marks of blocks that were read already.
    fn text(&mut self, text: &str) {
        let Some(number) = super::held::number(text) else { return self.builder.words(text) };
        let blocks = self.held.get(number).cloned().unwrap_or_default();
        blocks.into_iter().for_each(|block| self.builder.block(block));
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        let shape = match tag {
            Tag::Paragraph => Shape::Paragraph,
            Tag::Heading { level, .. } => Shape::Heading { level: level as u8, attributes: Attributes::default() },
            Tag::BlockQuote(_) => Shape::Quote,
            Tag::List(start) => {
                let numbering = if start.is_some() { Numbering::Arabic } else { Numbering::Bullets };
                let start = start.and_then(|start| usize::try_from(start).ok()).unwrap_or(1);
                // A paragraph in an item makes the list loose.
                Shape::List { numbering, start, tight: true }
            }
            Tag::Item => Shape::Item,
            Tag::DefinitionList => Shape::Definitions,
            Tag::DefinitionListTitle => Shape::Term,
            Tag::DefinitionListDefinition => Shape::Meaning,
            Tag::FootnoteDefinition(label) => Shape::NoteText(label.to_lowercase()),
            Tag::Table(aligns) => Shape::Table(aligns.into_iter().map(align).collect()),
            Tag::TableHead => Shape::Row(true),
            Tag::TableRow => Shape::Row(false),
            Tag::TableCell => Shape::Cell,
            Tag::Emphasis => Shape::Run(Run::Emphasis),
            Tag::Strong => Shape::Run(Run::Strong),
            Tag::Strikethrough => Shape::Run(Run::Strike),
            Tag::Superscript => Shape::Run(Run::Superscript),
            Tag::Subscript => Shape::Run(Run::Subscript),
            Tag::Link { dest_url, title, .. } => {
                if !title.is_empty() {
                    self.remarks.left("titles of links and words", &title, At::Line(line));
                }
                Shape::Run(Run::Link(dest_url.to_string()))
            }
            Tag::Image { dest_url, title, .. } => {
                Shape::Run(Run::Image { address: dest_url.to_string(), title: title.to_string() })
            }
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => return,
        };
        if shape == Shape::Paragraph && self.builder.top().shape == Shape::Item {
            self.loosen();
        }
        self.builder.open(shape, None, line);
    }

    /// The list around the open item has white between its items.
    fn loosen(&mut self) {
        let list = self.builder.stack.iter_mut().rev().find_map(|frame| match &mut frame.shape {
            Shape::List { tight, .. } => Some(tight),
            _ => None,
        });
        if let Some(tight) = list {
            *tight = false;
        }
    }

    fn end(&mut self, end: TagEnd) {
        if !matches!(end, TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_)) {
            self.builder.close();
        }
    }
}

fn align(align: Alignment) -> Align {
    match align {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}
