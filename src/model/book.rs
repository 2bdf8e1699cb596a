//! The whole: sections in reading order, notes, anchors, assets.

use super::{
    AnchorId, AssetId, Attributes, Block, BlockId, BlockKind, BookReferences, DivKind, Image, Inline, LocalSpan,
    Metadata, NoteId, Parts, References, SectionId, section_kind,
};
use crate::base::Span;
use crate::pictures::Picture;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    pub metadata: Metadata,
    /// Front, main, back: in reading order, parts before their chapters.
    pub sections: Vec<Section>,
    /// Where in the author's files the sections lie.
    pub parts: Parts,
    /// Whether notes are counted through the whole book, else by section.
    pub notes_run_on: bool,
    pub anchors: BTreeMap<AnchorId, Anchor>,
    pub assets: Vec<Asset>,
    pub cover: CoverMatter,
    /// Classes of the author's own, wherever they are typed.
    pub classes: Vec<ClassUse>,
}

/// A class that the author gave to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassUse {
    pub name: String,
    pub span: Span,
}

/// What the author gave for the cover.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverMatter {
    pub front: Option<Arc<Picture>>,
    pub back: Option<Arc<Picture>>,
    /// The whole sheet: back, spine and front.
    pub wrap: Option<Arc<Picture>>,
    /// What stands on the back, as a book of its own: one section without a title, no notes.
    pub text: Option<Box<Book>>,
    /// The same for the flaps, front and back, and the picture of the author.
    pub flaps: [Option<Box<Book>>; 2],
    pub author: Option<Arc<Picture>>,
}

impl CoverMatter {
    /// All words that are set on it.
    pub fn texts(&self) -> impl Iterator<Item = &Book> {
        self.text.iter().chain(self.flaps.iter().flatten()).map(Box::as_ref)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Matter {
    Front,
    #[default]
    Main,
    Back,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    HalfTitle,
    TitlePage,
    Imprint,
    Contents,
    /// Lists that are made: of pictures and of tables by their captions, of poems by titles and first lines.
    Illustrations,
    Tables,
    FirstLines,
    /// A section without a heading whose only block is a `::: dedication`.
    Dedication,
    Part,
    #[default]
    Chapter,
    /// Text before the first heading of its matter.
    Untitled,
    /// All notes at the end of a paged book: made by layout, unknown to the EPUB.
    Notes,
}

/// What opens with a `#` heading, or a made page: one page start, one XHTML file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section<R: References = BookReferences> {
    pub matter: Matter,
    pub role: Role,
    /// The section's own id, always present: made where none was given.
    pub anchor: AnchorId,
    /// What files that hold it are called, made of its id: small letters from a to z, figures and hyphens.
    pub slug: String,
    /// As shown before the title (`3`, `III`, `Three`); nothing where unnumbered.
    pub number: Option<String>,
    pub title: Vec<Inline<R>>,
    /// `{short="…"}`: for the running head.
    pub short: Option<String>,
    /// False for `{.unlisted}` and made pages before the contents.
    pub listed: bool,
    /// Language and foreign classes of the heading.
    pub attributes: Attributes<R>,
    pub blocks: Vec<Block<R>>,
    /// Those that are first called here, in the order of these calls.
    pub notes: Vec<Note<R>>,
    /// Whether it belongs to the last part before it.
    pub in_part: bool,
    pub span: LocalSpan,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note<R: References = BookReferences> {
    /// What its author calls it; nothing for an inline note.
    pub label: Option<String>,
    /// How often it is called, at least once.
    pub calls: u32,
    pub blocks: Vec<Block<R>>,
    pub span: LocalSpan,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// Unique in the book, a valid XML NCName.
    pub name: String,
    pub section: SectionId,
    /// The block that carries it (or holds the span that does); nothing for a section itself.
    pub block: Option<BlockId>,
    /// The title of what it marks, for `[](#id)`; plain text.
    pub title: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Asset {
    pub id: AssetId,
    /// Relative to book.toml's folder, with `/`.
    pub name: String,
    pub picture: Arc<Picture>,
}

impl Role {
    /// A page that no author wrote.
    pub fn is_made(self) -> bool {
        match self {
            Role::HalfTitle
            | Role::TitlePage
            | Role::Imprint
            | Role::Contents
            | Role::Illustrations
            | Role::Tables
            | Role::FirstLines => true,
            Role::Dedication | Role::Part | Role::Chapter | Role::Untitled | Role::Notes => false,
        }
    }
}

impl Section {
    /// A page that speaks for itself, without head or folio: a title page and its kin, a dedication, an epigraph.
    pub fn is_display(&self) -> bool {
        match self.role {
            Role::HalfTitle | Role::TitlePage | Role::Imprint | Role::Dedication => true,
            Role::Chapter if matches!(section_kind(&self.attributes.classes), Some("dedication" | "epigraph")) => true,
            Role::Chapter | Role::Untitled => {
                let own = super::block::on_ground(&self.blocks).1;
                !self.listed && !own.is_empty() && own.iter().all(stands_alone)
            }
            Role::Contents | Role::Illustrations | Role::Tables | Role::FirstLines | Role::Part | Role::Notes => false,
        }
    }
}

fn stands_alone(block: &Block) -> bool {
    match block.kind {
        BlockKind::Quote { epigraph, .. } => epigraph,
        BlockKind::Div { kind, .. } => match kind {
            DivKind::Dedication => true,
            DivKind::Letter
            | DivKind::Sidebar
            | DivKind::Plain
            | DivKind::DropCap
            | DivKind::NoDropCap
            | DivKind::Other => false,
        },
        BlockKind::Paragraph { .. }
        | BlockKind::Heading { .. }
        | BlockKind::Verse { .. }
        | BlockKind::List { .. }
        | BlockKind::Definitions { .. }
        | BlockKind::Table { .. }
        | BlockKind::Figure { .. }
        | BlockKind::Code { .. }
        | BlockKind::Break
        | BlockKind::PageBreak { .. }
        | BlockKind::Contents { .. } => false,
    }
}

/// In print, at 300 pixels an inch (96 of a drawing's), what is taller is no sign among words.
const SIGN: i64 = 36;

impl Book {
    /// Whether a picture within a line is to be seen, and not read like a letter.
    pub fn is_large(&self, image: &Image) -> bool {
        let picture = &self.asset(image.asset).picture;
        let per_inch = if picture.format == crate::pictures::Format::Svg { 96 } else { 300 };
        image.width.is_some() || i64::from(picture.height) * 72 > SIGN * per_inch
    }

    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.0 as usize]
    }

    pub fn note(&self, id: NoteId) -> &Note {
        &self.section(id.section).notes[id.at as usize]
    }

    pub fn section_ids(&self) -> impl Iterator<Item = SectionId> + use<> {
        (0..self.sections.len() as u32).map(SectionId)
    }

    /// All notes, in the order of their first calls.
    pub fn notes(&self) -> impl Iterator<Item = (NoteId, &Note)> {
        let sections = self.section_ids().zip(&self.sections);
        sections.flat_map(|(id, section)| {
            (0..).zip(&section.notes).map(move |(at, note)| (NoteId { section: id, at }, note))
        })
    }

    /// From 1, in the order of all first calls.
    pub fn note_number(&self, id: NoteId) -> u32 {
        let before = self.sections.iter().take(id.section.0 as usize).map(|section| section.notes.len() as u32);
        before.sum::<u32>() + id.at + 1
    }

    /// A note's number as shown where pages do not count their notes.
    pub fn note_label(&self, id: NoteId) -> String {
        if self.notes_run_on { self.note_number(id) } else { id.at + 1 }.to_string()
    }

    /// The part that a section belongs to.
    pub fn part_of(&self, id: SectionId) -> Option<SectionId> {
        let mut before = self.sections.iter().take(id.0 as usize);
        let part = before.rposition(|section| section.role == Role::Part);
        part.filter(|_| self.section(id).in_part).map(|at| SectionId(at as u32))
    }

    /// Where in the author's files bytes of a section are.
    pub fn span(&self, section: SectionId, span: LocalSpan) -> Span {
        self.parts.span(section, span)
    }

    pub fn anchor(&self, id: AnchorId) -> &Anchor {
        &self.anchors[&id]
    }

    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets[self.asset_at(id)]
    }

    /// Its place among the assets.
    pub fn asset_at(&self, id: AssetId) -> usize {
        self.assets.iter().position(|asset| asset.id == id).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unlisted_epigraph_or_dedication_is_a_display_page() {
        let div = |kind| BlockKind::Div { kind, blocks: Vec::new() };
        let (dedication, plain) = (div(DivKind::Dedication), div(DivKind::Plain));
        let epigraph = BlockKind::Quote { epigraph: true, blocks: Vec::new(), attribution: None };
        let of = |listed, kinds: &[&BlockKind]| {
            let block = |kind: &&BlockKind| Block {
                id: BlockId::default(),
                span: Default::default(),
                attributes: Default::default(),
                kind: (*kind).clone(),
            };
            let blocks = kinds.iter().map(block).collect();
            Section { listed, blocks, ..Section::default() }.is_display()
        };
        assert!(of(false, &[&epigraph]) && of(false, &[&dedication, &epigraph]));
        assert!(!of(true, &[&epigraph]) && !of(false, &[]) && !of(false, &[&epigraph, &plain]));
    }
}
