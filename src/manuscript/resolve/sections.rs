//! In: the blocks of each file and the made pages, in reading order. Out: the book's sections.

use super::super::settings::{Numbering, Settings};
use crate::base::{Diagnostic, FileId, Report, Span, roman};
use crate::language;
use crate::model::{Attributes, Block, BlockKind, DivKind, Matter, Role, Section, SectionId, walk};

/// A made page or a file, after reading.
pub struct Chunk {
    pub matter: Matter,
    pub from: PieceSource,
    pub blocks: Vec<Block>,
}

pub enum PieceSource {
    Made(Role),
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
    pub starts: Vec<FileStart>,
    part: Option<SectionId>,
    /// Whether text without a heading goes on with the last section.
    open: bool,
}

pub fn sections(chunks: Vec<Chunk>, report: &mut Report) -> Sections {
    let mut out = Sections::default();
    let mut matter = None;
    for chunk in chunks {
        if matter != Some(chunk.matter) {
            out.part = None;
            out.open = false;
            matter = Some(chunk.matter);
        }
        match chunk.from {
            PieceSource::Made(role) => {
                out.push(Section { matter: chunk.matter, role, blocks: chunk.blocks, ..Section::default() });
                out.open = false;
            }
            PieceSource::File(file) => out.file(file, chunk.matter, chunk.blocks, report),
        }
    }
    for section in &mut out.sections {
        if matches!(section.role, Role::Chapter | Role::Part) {
            open_with_epigraphs(&mut section.blocks);
        }
        nested_headings(&mut section.blocks, report);
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
            self.push(Section { matter, role: Role::Dedication, span: blocks[0].span, blocks, ..Section::default() });
            self.open = false;
            self.starts.push(FileStart { file, section: self.last(), block: None });
            return;
        }
        let mut first = true;
        for block in blocks {
            let opens = match block.kind {
                BlockKind::Heading { level: 1, .. } => {
                    self.heading(matter, block, report);
                    None
                }
                _ => self.text(matter, block),
            };
            if std::mem::take(&mut first) {
                self.starts.push(FileStart { file, section: self.last(), block: opens });
            }
        }
    }

    /// Adds a block to the last section, or opens one; gives its place in a section that was open.
    fn text(&mut self, matter: Matter, block: Block) -> Option<usize> {
        match self.sections.last_mut().filter(|_| self.open) {
            Some(section) => {
                section.blocks.push(block);
                Some(section.blocks.len() - 1)
            }
            None => {
                let (span, part) = (block.span, self.part);
                let blocks = vec![block];
                self.push(Section { matter, role: Role::Untitled, blocks, part, span, ..Section::default() });
                self.open = true;
                None
            }
        }
    }

    fn heading(&mut self, matter: Matter, block: Block, report: &mut Report) {
        let Block { span, mut attributes, kind, .. } = block;
        let BlockKind::Heading { inlines, short, listed, .. } = kind else { return };
        let part = take(&mut attributes, "part");
        let unnumbered = take(&mut attributes, "unnumbered");
        take(&mut attributes, "unlisted");
        if part && matter != Matter::Main {
            report.add(Diagnostic::hint("part-outside-main", "a part outside the main matter has no number").at(span));
        }
        self.push(Section {
            matter,
            role: if part { Role::Part } else { Role::Chapter },
            // Stands for "to be numbered" until all are known.
            number: (!unnumbered && matter == Matter::Main).then(String::new),
            title: inlines,
            short,
            listed,
            attributes,
            part: self.part.filter(|_| !part),
            span,
            ..Section::default()
        });
        if part {
            self.part = Some(self.last());
        }
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

/// A poem in the quote may carry the attribution.
fn ends_signed(blocks: &[Block]) -> bool {
    blocks.last().is_some_and(|last| matches!(&last.kind, BlockKind::Verse { verse } if verse.attribution.is_some()))
}

/// A `#` inside a quote, list or div opens no chapter.
fn nested_headings(blocks: &mut [Block], report: &mut Report) {
    walk::blocks_mut(blocks, &mut |block| {
        let span = block.span;
        if let BlockKind::Heading { level, .. } = &mut block.kind {
            if *level == 1 {
                *level = 2;
                report.add(nested_heading(span));
            }
            for class in ["part", "unnumbered", "unlisted"] {
                take(&mut block.attributes, class);
            }
        }
    });
}

pub fn nested_heading(span: Span) -> Diagnostic {
    Diagnostic::warning("heading-nested", "a `#` heading inside something else opens no chapter")
        .at(span)
        .help("take it out of its quote, list, div or note, or write `##`")
}

/// Numbers parts and chapters as the settings ask; chapters count on through the parts.
pub fn number(sections: &mut [Section], settings: &Settings, language: &str) {
    let (mut parts, mut chapters) = (0, 0);
    for section in sections.iter_mut().filter(|section| section.number.is_some()) {
        let (count, style) = match section.role {
            Role::Part => (&mut parts, settings.typography.number_parts),
            _ => (&mut chapters, settings.typography.number_chapters),
        };
        *count += 1;
        section.number = match style.unwrap_or_default() {
            Numbering::None => None,
            Numbering::Arabic => Some(count.to_string()),
            Numbering::Roman => Some(roman(*count)),
            Numbering::Words => Some(language::of(language).number(*count).unwrap_or_else(|| count.to_string())),
        };
    }
}
