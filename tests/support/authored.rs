//! In: a book's folder. Out: what is written in it, by the program's own reader of manuscripts (its setting of pages is
//! what is judged, not its reading).

use super::written::{self, Kind, Written, letters};
use chapbook::base::Folder;
use chapbook::manuscript;
use chapbook::model::{self, BlockKind, Book, Inline, Role, SectionId};
use std::path::Path;

pub fn read(folder: &Path) -> Written {
    let folder = Folder::open(folder).expect("a book's folder");
    let (read, report) = manuscript::read(&folder);
    assert!(!report.has_errors(), "the book has errors");
    let book = read.expect("a book").book;
    let mut author = Author {
        book: &book,
        section: SectionId(0),
        chapter: 0,
        poem: 0,
        stanza: 0,
        blocks: Vec::new(),
        floats: Vec::new(),
    };
    for (id, section) in book.section_ids().zip(&book.sections) {
        author.section = id;
        author.chapter += 1;
        if !section.role.is_made() {
            author.add(Kind::Heading, &[&section.title]);
            author.blocks(&section.blocks, Kind::Prose);
        }
    }
    let blocks = std::mem::take(&mut author.blocks);
    let mut notes = Vec::new();
    for (id, note) in book.notes() {
        author.section = id.section;
        author.blocks(&note.blocks, Kind::Other);
        let text = author.blocks.drain(..).map(|block| block.text).collect();
        notes.push(written::Note { label: book.note_label(id), text });
    }
    Written { blocks, notes, floats: author.floats }
}

struct Author<'a> {
    book: &'a Book,
    section: SectionId,
    chapter: usize,
    poem: usize,
    stanza: usize,
    blocks: Vec<written::Block>,
    floats: Vec<String>,
}

impl Author<'_> {
    fn add(&mut self, kind: Kind, runs: &[&[Inline]]) {
        let mut block = written::Block { kind, chapter: self.chapter, ..Default::default() };
        runs.iter().for_each(|run| self.seen(run, &mut block));
        // Lines that the author ends are not justified.
        if kind == Kind::Prose
            && runs.iter().any(|run| run.iter().any(|inline| matches!(inline, Inline::LineEnd { .. })))
        {
            block.kind = Kind::Other;
        }
        self.blocks.push(block);
    }

    /// `plain` is what a paragraph is here.
    fn blocks(&mut self, blocks: &[model::Block], plain: Kind) {
        for block in blocks {
            self.block(&block.kind, plain);
        }
    }

    fn block(&mut self, kind: &BlockKind, plain: Kind) {
        match kind {
            BlockKind::Paragraph { inlines, .. } => self.add(plain, &[inlines]),
            BlockKind::Heading { inlines, .. } => self.add(Kind::Heading, &[inlines]),
            BlockKind::Quote { blocks, attribution, .. } => {
                self.blocks(blocks, if plain == Kind::Prose { Kind::Quote } else { plain });
                attribution.iter().for_each(|by| self.add(Kind::Attribution, &[by]));
            }
            BlockKind::Verse { verse } => self.verse(verse),
            BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item, Kind::Other)),
            BlockKind::Definitions { items } => {
                for (term, definitions) in items {
                    self.add(Kind::Other, &[term]);
                    definitions.iter().for_each(|definition| self.blocks(definition, Kind::Other));
                }
            }
            BlockKind::Figure { figure } => {
                figure.caption.iter().for_each(|text| self.add(Kind::Other, &[text]));
                if figure.place.is_some() {
                    self.floats.extend(self.blocks.pop().map(|block| block.text));
                }
            }
            BlockKind::Table { table } => {
                table.caption.iter().for_each(|text| self.add(Kind::Other, &[text]));
            }
            BlockKind::Div { blocks, .. } => self.blocks(blocks, Kind::Other),
            BlockKind::Code { text, .. } => {
                let lines = text.lines().map(|line| written::Block {
                    kind: Kind::Other,
                    text: line.to_string(),
                    calls: Vec::new(),
                    chapter: self.chapter,
                });
                self.blocks.extend(lines);
            }
            // What follows opens like a chapter.
            BlockKind::PageBreak { .. } => self.chapter += 1,
            BlockKind::Break | BlockKind::Contents { .. } => {}
        }
    }

    fn verse(&mut self, verse: &model::Verse) {
        self.poem += 1;
        verse.title.iter().for_each(|title| self.add(Kind::VerseTitle, &[title]));
        for stanza in &verse.stanzas {
            self.stanza += 1;
            for line in &stanza.lines {
                let kind = Kind::Verse { poem: self.poem, stanza: self.stanza };
                let runs: Vec<&[Inline]> = line.speaker.iter().chain([&line.inlines]).map(Vec::as_slice).collect();
                self.add(kind, &runs);
            }
        }
        verse.attribution.iter().for_each(|by| self.add(Kind::Attribution, &[by]));
    }

    fn seen(&self, run: &[Inline], block: &mut written::Block) {
        for inline in run {
            match inline {
                Inline::Text { text, .. } | Inline::Code { text, .. } => block.text.push_str(text),
                Inline::Emphasis { children }
                | Inline::Strong { children }
                | Inline::Strike { children }
                | Inline::Superscript { children }
                | Inline::Subscript { children }
                | Inline::SmallCaps { children }
                | Inline::Link { children, .. }
                | Inline::Span { children, .. } => self.seen(children, block),
                Inline::Note { note, .. } => {
                    let note = note.within(self.section);
                    block.calls.push((letters(&block.text).count(), self.book.note_number(note) as usize - 1));
                    block.text.push_str(&self.book.note_label(note));
                }
                // Only the finished pages know the folio.
                Inline::PageOf { .. } | Inline::PageCount { .. } => block.text.push(written::UNKNOWN),
                Inline::Image { .. } => {}
                Inline::LineEnd { .. } => block.text.push(' '),
            }
        }
    }
}
