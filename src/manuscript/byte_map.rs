//! In: a book as it was read, and its files. Out: the map from its text to the bytes that it was typed as. The files are
//! read once more for it, with an eye on every letter; who does not ask for the map pays nothing.

use super::make::{Manuscript, imprint_lines};
use super::markdown::{self, Manner};
use super::reading::{EditionReading, Reading};
use super::scope::Scope;
use super::settings::Settings;
use super::typed::Typed;
use super::version::Version;
use crate::base::{FileId, Sources, Span};
use crate::model::{Block, BlockId, BlockKind, Book, ByteMap, Inline, SectionId, Stretch, TextPos, plain_text, walk};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The map of a whole book. `sources` are the files that it was read from.
pub fn byte_map(manuscript: &Manuscript, sources: &Sources) -> ByteMap {
    let Manuscript { settings, book, scope, manners } = manuscript;
    map(book, &Ways { settings, scope, manners }, sources)
}

/// The map of an edition's book as one of its versions has it.
pub fn map_of(
    reading: &Reading,
    edition: &EditionReading,
    version: &Version,
    book: &Book,
    sources: &Sources,
) -> ByteMap {
    let scope = reading.scope(version);
    map(book, &Ways { settings: &edition.settings, scope: &scope, manners: &edition.manners }, sources)
}

/// How the files were read.
struct Ways<'a> {
    settings: &'a Settings,
    scope: &'a Scope,
    manners: &'a BTreeMap<FileId, Manner>,
}

fn map(book: &Book, ways: &Ways, sources: &Sources) -> ByteMap {
    let language = &book.metadata.language;
    let files: BTreeSet<FileId> = book.parts.sections.iter().flatten().map(|part| part.file).collect();
    let files: Vec<FileId> = files.into_iter().filter(|file| sources.iter().any(|(known, _)| known == *file)).collect();
    let typed = files.into_par_iter().map(|file| {
        let text = &sources.get(file).text;
        // book.toml holds the imprint's lines; all else that was read from it is no text of the author's.
        let typed = match file {
            FileId(0) => {
                markdown::typed_lines(file, text, &imprint_lines(ways.settings, ways.scope).0, language, ways.scope)
            }
            file => ways
                .manners
                .get(&file)
                .map_or_else(Vec::new, |manner| markdown::typed(file, text, language, manner, ways.scope)),
        };
        (file, typed)
    });
    let mut maker = Maker { book, typed: typed.collect(), found: Vec::new() };
    for (id, section) in book.section_ids().zip(&book.sections) {
        maker.run(TextPos { section: id, block: BlockId::TITLE, offset: 0 }, id, &section.title);
        maker.blocks(id, &section.blocks);
        section.notes.iter().for_each(|note| maker.blocks(id, &note.blocks));
    }
    ByteMap::new(maker.found)
}

struct Maker<'a> {
    book: &'a Book,
    /// What the words of each file were typed as, in its order.
    typed: BTreeMap<FileId, Vec<Typed>>,
    found: Vec<Stretch>,
}

impl Maker<'_> {
    fn blocks(&mut self, section: SectionId, blocks: &[Block]) {
        walk::blocks(blocks, &mut |block| self.block(section, block));
    }

    fn block(&mut self, section: SectionId, block: &Block) {
        let at = |offset| TextPos { section, block: block.id, offset };
        match &block.kind {
            BlockKind::Code { text, .. } => self.text(at(0), self.book.span(section, block.span), text),
            // A title in the contents was typed where it stands itself.
            BlockKind::Contents { entries } => {
                for (entry, run) in entries.iter().zip(walk::runs(block)) {
                    let from = self.book.anchor(entry.anchor).section;
                    self.run(at(run.offset), from, run.inlines);
                }
            }
            BlockKind::Paragraph { .. }
            | BlockKind::Heading { .. }
            | BlockKind::Quote { .. }
            | BlockKind::Verse { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Table { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Break
            | BlockKind::PageBreak { .. }
            | BlockKind::Div { .. } => {
                walk::runs(block).iter().for_each(|run| _ = self.run(at(run.offset), section, run.inlines));
            }
        }
    }

    /// Inlines whose places are those of section `from`; gives the place behind them.
    fn run(&mut self, mut at: TextPos, from: SectionId, inlines: &[Inline]) -> TextPos {
        for inline in inlines {
            match inline {
                Inline::Text { text, span } | Inline::Code { text, span } => {
                    self.text(at, self.book.span(from, *span), text);
                    at.offset += text.len() as u32;
                }
                Inline::Emphasis { children }
                | Inline::Strong { children }
                | Inline::Strike { children }
                | Inline::Superscript { children }
                | Inline::Subscript { children }
                | Inline::SmallCaps { children }
                | Inline::Link { children, .. }
                | Inline::Span { children, .. } => at = self.run(at, from, children),
                Inline::Note { .. }
                | Inline::PageOf { .. }
                | Inline::PageCount { .. }
                | Inline::Image { .. }
                | Inline::LineEnd { .. } => {
                    at.offset += plain_text(std::slice::from_ref(inline)).len() as u32;
                }
            }
        }
        at
    }

    /// A text that was typed at `place`, letter by letter where its letters are known.
    fn text(&mut self, at: TextPos, place: Span, text: &str) {
        let own = self.typed.get(&place.file).map_or(&[][..], Vec::as_slice);
        let first = own.partition_point(|typed| typed.source.end <= place.start);
        // A line's end is the space that it became, behind the words.
        let inside =
            |typed: &&Typed| typed.source.start < place.end || typed.source.start == place.end && typed.text == " ";
        let own: Vec<&Typed> = own[first..].iter().take_while(inside).collect();
        let whole: String = own.iter().map(|typed| typed.text.as_str()).collect();
        // A dash may have been taken off its beginning, a line end off its end.
        let Some(cut) = whole.rfind(text).filter(|_| !text.is_empty()) else { return };
        let (from, to) = (cut as u32, (cut + text.len()) as u32);
        let mut start = 0;
        for typed in own {
            for two in typed.letters.windows(2) {
                let (begin, end) = (start + two[0].0, start + two[1].0);
                let (first, last) = (begin.max(from), end.min(to));
                if first < last {
                    let mut source = Span { start: two[0].1, end: two[1].1, ..place };
                    if end - begin == source.end.saturating_sub(source.start) {
                        source =
                            Span { start: source.start + (first - begin), end: source.end - (end - last), ..place };
                    }
                    let at = TextPos { offset: at.offset + (first - from), ..at };
                    self.found.push(Stretch { at, len: last - first, source });
                }
            }
            start += typed.text.len() as u32;
        }
    }
}
