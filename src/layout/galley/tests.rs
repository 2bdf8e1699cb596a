use super::*;
use crate::base::{Folder, Report, Span};
use crate::design::{Design, design};
use crate::layout::pagebreak::{After, Cost};
use crate::manuscript::settings::Settings;
use crate::model::{Block, BlockId, BlockKind, Book, DivKind, Section, Stanza, Verse, VerseLine, walk};
use crate::page::{GlyphRun, Item};
use std::collections::BTreeMap;

/// The classic design at its default size.
pub fn classic() -> Design {
    let folder = tempfile::tempdir().unwrap();
    let folder = Folder::open(folder.path()).unwrap();
    design(&Settings::default(), &folder, &mut Report::default()).unwrap()
}

pub fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text { text: words.to_owned(), span: Span::default() }]
}

pub fn block(kind: BlockKind) -> Block {
    Block { id: BlockId::default(), span: Span::default(), attributes: Default::default(), kind }
}

pub fn prose(words: &str) -> Block {
    block(BlockKind::Paragraph { class: "", inlines: text(words) })
}

/// A book of one chapter without a title.
pub fn book(blocks: Vec<Block>) -> Book {
    let mut book = Book::default();
    book.metadata.language = "en".to_owned();
    book.sections.push(Section { blocks, ..Section::default() });
    let mut id = 0;
    for section in &mut book.sections {
        walk::blocks_mut(&mut section.blocks, &mut |block| {
            block.id = BlockId(id);
            id += 1;
        });
    }
    book
}

pub fn set(book: &Book, design: &Design) -> Galley {
    let (folios, labels) = (BTreeMap::new(), BTreeMap::new());
    let measure = design.print.measure();
    let depth = design.grid * design.print.lines;
    galley(&Context { book, design, measure, depth, folios: &folios, labels: &labels }, SectionId(0))
}

pub fn best(galley: &Galley) -> Vec<SetLine> {
    column::run_on(galley.items.clone())
}

pub fn runs(line: &SetLine) -> impl Iterator<Item = (Length, &GlyphRun)> {
    line.items.iter().filter_map(|(point, item)| match item {
        Item::Glyphs(run) => Some((point.x, run)),
        _ => None,
    })
}

pub fn words(line: &SetLine) -> String {
    runs(line).map(|(_, run)| &*run.text).collect()
}

/// The right end of a line's ink, by the advances of its glyphs.
fn right_end(line: &SetLine, design: &Design) -> Length {
    let end = |(x, run): (Length, &GlyphRun)| {
        let face = design.faces.get(run.face);
        let last = run.glyphs.iter().max_by_key(|glyph| glyph.x).unwrap();
        x + last.x + run.size.of_units(face.advance(last.id).into(), face.metrics.upem)
    };
    runs(line).map(end).max().unwrap()
}

const PROSE: &str = "It was a bright cold day in spring, and the printers of the little town, who had nothing else \
    to do, were standing at their doors — talking, as printers will, of difficult founts and of official forms. “Affable, \
    flourishing, and efficient,” said the eldest; but nobody who heard him could say of whom, or why, he said it, unless \
    it were of the weather, whose characteristic indecision had been remarkable since the beginning of the month.";

#[test]
fn every_word_stands_in_order_and_lines_end_on_the_measure() {
    let design = Design { protrusion: false, ..classic() };
    let book = book(vec![prose(PROSE)]);
    let lines = best(&set(&book, &design));
    let mut all = String::new();
    for line in &lines {
        if !all.is_empty() && !all.ends_with('\u{ad}') {
            all.push(' ');
        }
        all.push_str(&words(line));
        if line.hyphen {
            all.push('\u{ad}');
        }
    }
    assert_eq!(all.replace('\u{ad}', ""), PROSE);
    let measure = design.print.measure();
    for line in &lines[..lines.len() - 1] {
        assert_eq!(line.width, measure, "{}", words(line));
        // A last letter may be kerned against nothing, so that its own advance ends where its word does.
        assert!((right_end(line, &design) - measure).abs() <= Length::pt_ratio(1, 100), "{}", words(line));
    }
    assert!(lines[lines.len() - 1].width < measure);
}
