//! In: the blocks of each file and the made pages, in reading order. Out: the book's sections.

use super::super::settings::{Numbering, Settings};
use crate::base::{Diagnostic, FileId, Report, Span, roman};
use crate::language;
use crate::manuscript::draft::{Attributes, Block, BlockKind, Section};
use crate::model::block::on_ground;
use crate::model::{DivKind, LocalSpan, Matter, Parts, Role, SectionId, section_kind, walk};

/// A made page or a file, after reading.
pub struct Chunk {
    pub matter: Matter,
    pub from: PieceSource,
    pub blocks: Vec<Block>,
}

pub enum PieceSource {
    /// The role, and the last of the files, from book.toml on, that may say something of it.
    Made(Role, FileId),
    File(FileId),
}

/// Where a file's text begins: at a section's opening, or at one of its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStart {
    pub file: FileId,
    pub section: SectionId,
    pub block: Option<usize>,
}

#[derive(Default)]
pub struct Sections {
    pub sections: Vec<Section>,
    pub parts: Parts,
    pub starts: Vec<FileStart>,
    /// Whether a part is open.
    in_part: bool,
    /// Whether text without a heading goes on with the last section.
    open: bool,
}

pub fn sections(chunks: Vec<Chunk>, report: &mut Report) -> Sections {
    let mut out = Sections::default();
    let mut matter = None;
    for chunk in chunks {
        if matter != Some(chunk.matter) {
            out.in_part = false;
            out.open = false;
            matter = Some(chunk.matter);
        }
        match chunk.from {
            PieceSource::Made(role, last) => {
                out.push(Section { matter: chunk.matter, role, blocks: chunk.blocks, ..Section::default() });
                for file in 0..=last.0 {
                    out.parts.add(out.last(), FileId(file), 0);
                }
                out.open = false;
            }
            PieceSource::File(file) => out.file(file, chunk.matter, chunk.blocks, report),
        }
    }
    for (at, section) in out.sections.iter_mut().enumerate() {
        // It is no part of what the kinds of sections ask of their blocks.
        let has_ground = on_ground(&section.blocks).0.is_some();
        let ground = has_ground.then(|| section.blocks.remove(0));
        if matches!(section.role, Role::Chapter | Role::Part) {
            open_with_epigraphs(&mut section.blocks);
        }
        match section_kind(&section.attributes.classes).filter(|_| section.role == Role::Chapter) {
            Some("dedication") => dedicate(&mut section.blocks),
            Some("epigraph") => all_epigraphs(&mut section.blocks),
            _ => {}
        }
        if let Some(ground) = ground {
            section.blocks.insert(0, ground);
        }
        let (parts, id) = (&out.parts, SectionId(at as u32));
        nested_headings(&mut section.blocks, |span| parts.span(id, span), report);
    }
    out
}

impl Sections {
    fn push(&mut self, section: Section) {
        self.sections.push(section);
    }

    fn last(&self) -> SectionId {
        SectionId(self.sections.len().saturating_sub(1) as u32)
    }

    fn file(&mut self, file: FileId, matter: Matter, blocks: Vec<Block>, report: &mut Report) {
        if is_dedication(&blocks) {
            self.push(Section { matter, role: Role::Dedication, ..Section::default() });
            self.open = false;
            blocks.into_iter().for_each(|block| self.add(file, block));
            self.starts.push(FileStart { file, section: self.last(), block: None });
            return;
        }
        let mut first = true;
        for block in blocks {
            let opens = match block.kind {
                BlockKind::Heading { level: 1, .. } => {
                    self.heading(file, matter, block, report);
                    None
                }
                _ => self.text(file, matter, block),
            };
            if std::mem::take(&mut first) {
                self.starts.push(FileStart { file, section: self.last(), block: opens });
            }
        }
    }

    /// Adds a block to the last section, or opens one; gives its place in a section that was open.
    fn text(&mut self, file: FileId, matter: Matter, block: Block) -> Option<usize> {
        let opens = !self.open || self.sections.is_empty();
        if opens {
            self.push(Section { matter, role: Role::Untitled, in_part: self.in_part, ..Section::default() });
            self.open = true;
        }
        self.add(file, block);
        let section = self.sections.last().filter(|_| !opens)?;
        Some(section.blocks.len() - 1)
    }

    /// Adds a block of a file to the last section, its places counted from where the section's part begins.
    fn add(&mut self, file: FileId, mut block: Block) {
        let id = self.last();
        let (part, start) = match self.parts.last(id).filter(|(_, part)| part.file == file) {
            Some((at, part)) => (at, part.start),
            None => (self.parts.add(id, file, block.span.start), block.span.start),
        };
        walk::spans_mut(std::slice::from_mut(&mut block), &mut |span| *span = span.within(part, start));
        let Some(section) = self.sections.last_mut() else { return };
        if section.blocks.is_empty() && section.span == LocalSpan::default() {
            section.span = block.span;
        }
        section.blocks.push(block);
    }

    fn heading(&mut self, file: FileId, matter: Matter, block: Block, report: &mut Report) {
        let Block { span, mut attributes, kind, .. } = block;
        let BlockKind::Heading { mut inlines, short, listed, .. } = kind else { return };
        walk::inline_spans_mut(&mut inlines, &mut |own| *own = own.within(0, span.start));
        let part = take(&mut attributes, "part");
        let unnumbered = take(&mut attributes, "unnumbered");
        take(&mut attributes, "unlisted");
        let kind = section_kind(&attributes.classes);
        if part && matter != Matter::Main {
            report.add(
                Diagnostic::hint("part-outside-main", "a part outside the main matter has no number").at(Span {
                    file,
                    start: span.start,
                    end: span.end,
                }),
            );
        }
        self.push(Section {
            matter,
            role: if part { Role::Part } else { Role::Chapter },
            // Stands for "to be numbered" until all are known.
            number: (!unnumbered && kind.is_none() && matter == Matter::Main).then(String::new),
            title: inlines,
            short,
            listed,
            attributes,
            in_part: self.in_part && !part,
            span: span.within(0, span.start),
            ..Section::default()
        });
        self.parts.add(self.last(), file, span.start);
        self.in_part |= part;
        self.open = true;
    }
}

fn is_dedication(blocks: &[Block]) -> bool {
    matches!(blocks, [Block { kind: BlockKind::Div { kind: DivKind::Dedication, .. }, .. }])
}

fn take(attributes: &mut Attributes, class: &str) -> bool {
    let before = attributes.classes.len();
    attributes.classes.retain(|own| own != class);
    attributes.classes.len() < before
}

/// Quotes with an attribution straight after a heading.
fn open_with_epigraphs(blocks: &mut [Block]) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Quote { epigraph, blocks, attribution } if attribution.is_some() || ends_signed(blocks) => {
                *epigraph = true;
            }
            _ => return,
        }
    }
}

/// A dedication under a heading is dressed as one without.
fn dedicate(blocks: &mut Vec<Block>) {
    let is_div = |block: &Block| matches!(block.kind, BlockKind::Div { kind: DivKind::Dedication, .. });
    if let Some(first) = blocks.first().filter(|_| !blocks.iter().any(is_div)) {
        let (span, attributes) = (first.span, Default::default());
        let kind = BlockKind::Div { kind: DivKind::Dedication, blocks: std::mem::take(blocks) };
        blocks.push(Block { id: Default::default(), span, attributes, kind });
    }
}

/// Every quote of a page of epigraphs is one.
fn all_epigraphs(blocks: &mut [Block]) {
    for block in blocks {
        if let BlockKind::Quote { epigraph, .. } = &mut block.kind {
            *epigraph = true;
        }
    }
}

/// A poem in the quote may carry the attribution.
fn ends_signed(blocks: &[Block]) -> bool {
    blocks.last().is_some_and(|last| matches!(&last.kind, BlockKind::Verse { verse } if verse.attribution.is_some()))
}

/// A `#` inside a quote, list or div opens no chapter.
fn nested_headings(blocks: &mut [Block], place: impl Fn(LocalSpan) -> Span, report: &mut Report) {
    walk::blocks_mut(blocks, &mut |block| {
        let span = block.span;
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            if *level == 1 {
                *level = 2;
                report.add(nested_heading(place(span)));
            }
            for class in ["part", "unnumbered", "unlisted"] {
                take(&mut block.attributes, class);
            }
        }
    });
}

pub fn nested_heading(span: Span) -> Diagnostic {
    Diagnostic::warning("heading-nested", "a `#` heading inside another block does not begin a chapter")
        .at(span)
        .help("move it out of its quote, list, div or note, or write `##`")
}

/// Numbers parts and chapters as the settings ask; chapters count on through the parts.
pub fn number(sections: &mut [Section], settings: &Settings, language: &str) {
    let (mut parts, mut chapters) = (0, 0);
    for section in sections.iter_mut().filter(|section| section.number.is_some()) {
        let (count, style) = match section.role {
            Role::Part => (&mut parts, &settings.typography.number_parts),
            _ => (&mut chapters, &settings.typography.number_chapters),
        };
        *count += 1;
        section.number = match style.as_deref().copied().unwrap_or_default() {
            Numbering::None => None,
            Numbering::Arabic => Some(count.to_string()),
            Numbering::Roman => Some(roman(*count)),
            Numbering::Words => Some(language::of(language).number(*count).unwrap_or_else(|| count.to_string())),
        };
    }
}
