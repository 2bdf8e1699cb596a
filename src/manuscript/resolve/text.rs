//! In: sections as their files have them, and what each of their references was found to mean. Out: the book's sections:
//! every kind of block and inline is made anew. What refers to nothing is told here, and its words stay.

use super::anchors::Index;
use super::links::{Found, broken};
use crate::base::{Diagnostic, Report};
use crate::manuscript::draft::{self, CallAt, ImageAt, LinkAt};
use crate::manuscript::names::slug;
use crate::model::{
    AssetId, Attributes, Block, BlockKind, Cell, ContentsEntry, Corrections, Figure, Image, Inline, LocalSpan, Note,
    NoteRef, Parts, Section, SectionId, Stanza, Table, Target, Verse, VerseLine,
};
use std::collections::BTreeMap;

/// What references mean.
pub struct Meanings<'a> {
    /// By call: the note, and how often it was called before.
    pub calls: BTreeMap<CallAt, (NoteRef, u32)>,
    pub index: &'a Index,
    pub links: BTreeMap<LinkAt, Found>,
    /// Pictures that cannot be had are missing.
    pub images: BTreeMap<ImageAt, AssetId>,
    pub parts: &'a Parts,
    pub report: &'a mut Report,
}

/// The book's sections.
pub fn sections(sections: Vec<draft::Section>, meanings: Meanings) -> Vec<Section> {
    let mut text = Text { meanings, section: SectionId::default() };
    let ids = (0..).map(SectionId);
    ids.zip(sections).map(|(id, section)| text.section(id, section)).collect()
}

struct Text<'a> {
    meanings: Meanings<'a>,
    /// Whose text is being made.
    section: SectionId,
}

impl Text<'_> {
    fn section(&mut self, id: SectionId, from: draft::Section) -> Section {
        self.section = id;
        let note = |text: &mut Self, note: draft::Note| Note {
            label: note.label,
            calls: note.calls,
            blocks: text.blocks(note.blocks),
            span: note.span,
        };
        Section {
            matter: from.matter,
            role: from.role,
            anchor: from.anchor,
            slug: self.meanings.index.anchors.get(&from.anchor).map(|anchor| slug(&anchor.name)).unwrap_or_default(),
            number: from.number,
            title: self.inlines(from.title),
            short: from.short,
            listed: from.listed,
            // What its id names is the section.
            attributes: Attributes { anchor: None, ..self.attributes(from.attributes) },
            blocks: self.blocks(from.blocks),
            notes: from.notes.into_iter().map(|from| note(self, from)).collect(),
            in_part: from.in_part,
            span: from.span,
        }
    }

    fn blocks(&mut self, blocks: Vec<draft::Block>) -> Vec<Block> {
        blocks.into_iter().map(|block| self.block(block)).collect()
    }

    fn lists(&mut self, lists: Vec<Vec<draft::Block>>) -> Vec<Vec<Block>> {
        lists.into_iter().map(|blocks| self.blocks(blocks)).collect()
    }

    fn block(&mut self, block: draft::Block) -> Block {
        let draft::Block { id, span, attributes, kind } = block;
        let attributes = self.attributes(attributes);
        let anchor = attributes.anchor.or_else(|| self.meanings.index.of_block(self.section, id));
        let attributes = Attributes { anchor, ..attributes };
        Block { id, span, attributes, kind: self.kind(kind) }
    }

    fn kind(&mut self, kind: draft::BlockKind) -> BlockKind {
        match kind {
            draft::BlockKind::Paragraph { class, inlines, corrections } => {
                BlockKind::Paragraph { class, inlines: self.inlines(inlines), corrections }
            }
            draft::BlockKind::Heading { level, inlines, short, listed } => {
                BlockKind::Heading { level, inlines: self.inlines(inlines), short, listed }
            }
            draft::BlockKind::Quote { epigraph, blocks, attribution } => {
                let blocks = self.blocks(blocks);
                BlockKind::Quote { epigraph, blocks, attribution: self.some(attribution) }
            }
            draft::BlockKind::Verse { verse } => BlockKind::Verse { verse: self.verse(verse) },
            draft::BlockKind::List { start, tight, items } => {
                BlockKind::List { start, tight, items: self.lists(items) }
            }
            draft::BlockKind::Definitions { items } => {
                let item = |(term, definitions)| (self.inlines(term), self.lists(definitions));
                BlockKind::Definitions { items: items.into_iter().map(item).collect() }
            }
            draft::BlockKind::Table { table } => BlockKind::Table { table: self.table(table) },
            draft::BlockKind::Figure { figure } => self.figure(figure),
            draft::BlockKind::Code { language, text } => BlockKind::Code { language, text },
            draft::BlockKind::Break => BlockKind::Break,
            draft::BlockKind::PageBreak { blank } => BlockKind::PageBreak { blank },
            draft::BlockKind::Div { kind, blocks } => BlockKind::Div { kind, blocks: self.blocks(blocks) },
            draft::BlockKind::Contents { entries } => {
                let entry = |entry: ContentsEntry<_>| ContentsEntry {
                    level: entry.level,
                    number: entry.number,
                    title: self.inlines(entry.title),
                    anchor: entry.anchor,
                };
                BlockKind::Contents { entries: entries.into_iter().map(entry).collect() }
            }
        }
    }

    fn verse(&mut self, verse: draft::Verse) -> Verse {
        let draft::Verse { attributes, title, stanzas, attribution, columns, exact, page, breaks } = verse;
        let (attributes, title) = (self.attributes(attributes), self.some(title));
        let mut line = |line: draft::VerseLine| VerseLine {
            speaker: self.some(line.speaker),
            inlines: self.inlines(line.inlines),
            indent: line.indent,
            dropped: line.dropped,
            number: line.number,
            span: line.span,
        };
        let mut stanza = |stanza: draft::Stanza| Stanza { lines: stanza.lines.into_iter().map(&mut line).collect() };
        let stanzas = stanzas.into_iter().map(&mut stanza).collect();
        Verse { attributes, title, stanzas, attribution: self.some(attribution), columns, exact, page, breaks }
    }

    fn table(&mut self, table: draft::Table) -> Table {
        let draft::Table { columns, head, rows, caption, short, widths } = table;
        let caption = self.some(caption);
        let mut row = |cells: Vec<draft::Cell>| -> Vec<Cell> {
            cells.into_iter().map(|cell| Cell { inlines: self.inlines(cell.inlines) }).collect()
        };
        Table { columns, head: row(head), rows: rows.into_iter().map(row).collect(), caption, short, widths }
    }

    fn figure(&mut self, figure: draft::Figure) -> BlockKind {
        let draft::Figure { image, caption, place } = figure;
        let caption = self.some(caption);
        match self.image(image) {
            Ok(image) => BlockKind::Figure { figure: Figure { image, caption, place } },
            Err((alt, span)) => BlockKind::Paragraph {
                class: "",
                inlines: caption.unwrap_or_else(|| vec![words(alt, span)]),
                corrections: Corrections::default(),
            },
        }
    }

    fn some(&mut self, inlines: Option<Vec<draft::Inline>>) -> Option<Vec<Inline>> {
        inlines.map(|inlines| self.inlines(inlines))
    }

    fn inlines(&mut self, inlines: Vec<draft::Inline>) -> Vec<Inline> {
        inlines.into_iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: draft::Inline) -> Inline {
        match inline {
            draft::Inline::Text { text, span } => Inline::Text { text, span },
            draft::Inline::Emphasis { children } => Inline::Emphasis { children: self.inlines(children) },
            draft::Inline::Strong { children } => Inline::Strong { children: self.inlines(children) },
            draft::Inline::Strike { children } => Inline::Strike { children: self.inlines(children) },
            draft::Inline::Superscript { children } => Inline::Superscript { children: self.inlines(children) },
            draft::Inline::Subscript { children } => Inline::Subscript { children: self.inlines(children) },
            draft::Inline::SmallCaps { children } => Inline::SmallCaps { children: self.inlines(children) },
            draft::Inline::Code { text, span } => Inline::Code { text, span },
            draft::Inline::Link { target, children, span } => {
                let children = self.inlines(children);
                self.link(target, children, span)
            }
            draft::Inline::PageOf { anchor, span } => self.page_of(anchor, span),
            draft::Inline::PageCount { span } => Inline::PageCount { span },
            draft::Inline::Span { attributes, children } => {
                let children = self.inlines(children);
                Inline::Span { attributes: self.attributes(attributes), children }
            }
            draft::Inline::Note { note, span, .. } => match self.meanings.calls.get(&note) {
                Some(&(note, call)) => Inline::Note { note, call, span },
                None => plain(Vec::new()),
            },
            draft::Inline::Image { image } => match self.image(image) {
                Ok(image) => Inline::Image { image },
                Err((alt, span)) => words(alt, span),
            },
            draft::Inline::LineEnd { span } => Inline::LineEnd { span },
        }
    }

    fn link(&mut self, link: LinkAt, mut children: Vec<Inline>, span: LocalSpan) -> Inline {
        match self.meanings.links.get(&link).cloned() {
            Some(Ok(target)) => {
                if children.is_empty() {
                    children.extend(self.title(&target, span));
                }
                Inline::Link { target, children, span }
            }
            Some(Err(found)) => {
                self.meanings.report.extend(found);
                plain(children)
            }
            None => plain(children),
        }
    }

    fn page_of(&mut self, link: LinkAt, span: LocalSpan) -> Inline {
        match self.meanings.links.get(&link).cloned() {
            Some(Ok(Target::Anchor(anchor))) => return Inline::PageOf { anchor, span },
            Some(Ok(Target::Url(_))) => {
                let found = Diagnostic::error("link-broken", "only a place in the book has a page");
                self.tell(found, span);
            }
            Some(Err(found)) => self.meanings.report.extend(found),
            None => {}
        }
        plain(Vec::new())
    }

    fn tell(&mut self, found: Diagnostic, span: LocalSpan) {
        self.meanings.report.add(found.at(self.meanings.parts.span(self.section, span)));
    }

    /// The words of a link that has none of its own.
    fn title(&mut self, target: &Target, span: LocalSpan) -> Option<Inline> {
        let text = match target {
            Target::Url(url) => url.clone(),
            Target::Anchor(id) => self.meanings.index.anchors.get(id)?.title.clone(),
        };
        if text.trim().is_empty() {
            let found =
                Diagnostic::error("link-empty", "this link has no words, and the place that it leads to has no title")
                    .help("write words between the brackets");
            self.tell(found, span);
            return None;
        }
        Some(Inline::Text { text, span })
    }

    /// The picture, or its words where it cannot be had.
    fn image(&mut self, image: draft::Image) -> Result<Image, (String, LocalSpan)> {
        let draft::Image { asset, alt, decorative, width, attributes, span } = image;
        let mut attributes = self.attributes(attributes);
        self.description(&mut attributes, span);
        match self.meanings.images.get(&asset) {
            Some(&asset) => Ok(Image { asset, alt, decorative, width, attributes, span }),
            None => Err((alt, span)),
        }
    }

    /// `longdesc=#id` by the name that the id has in the book.
    fn description(&mut self, attributes: &mut Attributes, span: LocalSpan) {
        let span = self.meanings.parts.span(self.section, span);
        let index = self.meanings.index;
        for (_, value) in attributes.others.iter_mut().filter(|(key, _)| key == "longdesc") {
            let id = value.strip_prefix('#').unwrap_or(value);
            match index.find(span.file, id).and_then(|found| index.anchors.get(&found)) {
                Some(anchor) => *value = format!("#{}", anchor.name),
                None => self.meanings.report.add(broken(value, span)),
            }
        }
    }

    fn attributes(&self, attributes: draft::Attributes) -> Attributes {
        let draft::Attributes { anchor, classes, lang, others } = attributes;
        let anchor = anchor.and_then(|id| self.meanings.index.of_id(id));
        Attributes { anchor, classes, lang, others }
    }
}

/// What stands for a picture that cannot be had.
fn words(alt: String, span: LocalSpan) -> Inline {
    if alt.is_empty() { plain(Vec::new()) } else { Inline::Text { text: alt, span } }
}

/// Words that lead nowhere.
fn plain(children: Vec<Inline>) -> Inline {
    Inline::Span { attributes: Attributes::default(), children }
}
