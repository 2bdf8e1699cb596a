//! In: an imported book, and the pages that were made of it. Out: where their letters differ. Believes nothing but the file.

use super::column::common;
use super::measure::{self, Glyph, Milli, Page};
use chapbook::import::tree::{Block, Inline, Numbering, Target, Work};
use chapbook::import::write;
use chapbook::{BuildOptions, Folder, Output, Silent, build};
use std::collections::BTreeMap;

/// Here figures of the program's own may stand: a note's.
const FIGURES: char = '\u{1}';

/// Letters and figures of the running text, and of the notes.
#[derive(Debug, Default)]
struct Letters {
    text: String,
    notes: String,
    /// Whether notes may go on on the next page; in small books what looks so is a table.
    go_on: bool,
}

/// Builds what is written of a book, for the press and for the screen, and reads its pages again. Pages that the program
/// makes are left out, for their words are nobody's.
pub fn is_whole(name: &str, work: &Work) {
    built(name, work, &[Output::Print, Output::Screen, Output::Epub]);
}

/// The same of a book that has too few pages to know running heads from titles, for the screen, where marks tell.
pub fn is_whole_on_screen(name: &str, work: &Work) {
    built(name, work, &[Output::Screen]);
}

fn built(name: &str, work: &Work, only: &[Output]) {
    let mut files = write(work);
    let mut settings = String::from_utf8(std::mem::take(&mut files[0].bytes)).unwrap();
    // What stands before the first chapter stands before it all the same.
    if settings.contains("\nfront = [") {
        settings = settings.replace("]\nmain = [\n", "").replace("\nfront = [", "\nmain = [");
    }
    files[0].bytes = settings.replace("\n[manuscript]", "\n[manuscript]\nfront = []").into_bytes();
    let folder = Folder::from_files(files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice()))).unwrap();
    let only: Vec<_> = only.iter().map(|output| (*output).into()).collect();
    let outcome = build(&folder, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
    assert!(!outcome.report.has_errors(), "{name}: {}", outcome.report);
    let pages: Vec<_> = outcome.artifacts.iter().filter(|file| file.name.ends_with(".pdf")).collect();
    assert!(!pages.is_empty(), "{name}");
    for file in pages {
        let output = if file.name.ends_with("-print.pdf") { Output::Print } else { Output::Screen };
        compare(&format!("{name}, {}", file.name), work, &file.bytes, (output, only.len() > 1));
    }
}

/// Panics where a letter of the book is not on its pages, or one that is not the book's is. Neither running heads nor folios
/// count; nor do the hyphens at the ends of lines.
fn compare(name: &str, work: &Work, pdf: &[u8], (output, go_on): (Output, bool)) {
    let mut written = Letters::default();
    let mut titles = BTreeMap::new();
    work.chapters.iter().for_each(|chapter| self::titles(&chapter.blocks, &mut titles));
    for chapter in &work.chapters {
        let mut notes = Vec::new();
        Walk { titles: &titles, notes: &mut notes, output, depth: 0 }.blocks(&chapter.blocks, &mut written.text);
        // Notes may call notes.
        while !notes.is_empty() {
            for note in std::mem::take(&mut notes) {
                written.notes.push(FIGURES);
                Walk { titles: &titles, notes: &mut notes, output, depth: 0 }.blocks(note, &mut written.notes);
            }
        }
    }
    let mut shown = Letters { go_on, ..Letters::default() };
    let pages = measure::read(pdf);
    // In print nothing marks running heads and folios but their lines, the first and the last.
    let ys = || pages.iter().filter(|_| output == Output::Print).flat_map(|page| &page.glyphs).map(|glyph| glyph.y);
    let edges = [ys().min().unwrap_or(i64::MIN), ys().max().unwrap_or(i64::MAX)];
    let usual = common(pages.iter().flat_map(|page| &page.glyphs).map(|glyph| (glyph.size, 1)));
    pages.iter().for_each(|page| of_page(page, edges, usual, &mut shown));
    same(&format!("{name}, text"), &written.text, &shown.text);
    same(&format!("{name}, notes"), &written.notes, &shown.notes);
}

fn same(name: &str, written: &str, shown: &str) {
    let plain = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == FIGURES);
        letters.flat_map(char::to_lowercase).collect()
    };
    let (written, shown) = (plain(written), plain(shown));
    let (mut own, mut at) = (0, 0);
    while own < written.len() || at < shown.len() {
        let (wanted, found) = (written.get(own), shown.get(at));
        if wanted == Some(&FIGURES) {
            own += 1;
            // Figures of the book's own may follow.
            let next = written.get(own);
            let skipped = shown[at..].iter().take(2).take_while(|letter| letter.is_numeric() && Some(*letter) != next);
            at += skipped.count();
        } else if wanted == found {
            (own, at) = (own + 1, at + 1);
        } else {
            let near = |all: &[char], at: usize| -> String {
                all[at.saturating_sub(40)..all.len().min(at + 40)].iter().collect()
            };
            panic!("{name}: written `{}`, on the pages `{}`", near(&written, own), near(&shown, at));
        }
    }
}

/// Glyphs in the order of the file, which is that of reading.
fn of_page(page: &Page, edges: [Milli; 2], usual: Milli, shown: &mut Letters) {
    let is_furniture = |glyph: &&Glyph| glyph.artifact || edges.contains(&glyph.y);
    let letters = || page.glyphs.iter().filter(|glyph| !is_furniture(glyph));
    // Notes stand below the last short rule that has only small letters below it, a figure first.
    let rule = page.rules.iter().filter(|[left, top, right, bottom]| {
        let below = letters().filter(|glyph| glyph.y > *bottom);
        let over =
            letters().filter(|glyph| glyph.y <= *bottom).max_by_key(|glyph| glyph.y).map_or(0, |glyph| glyph.size);
        bottom - top < 2_000
            && (20_000..120_000).contains(&(right - left))
            && below.clone().next().is_some_and(|first| {
                let begins = first.text.chars().all(char::is_numeric);
                // One may go on from the page before.
                let goes_on = shown.go_on && !shown.notes.is_empty();
                (begins || goes_on)
                    && below.clone().all(|glyph| glyph.size < if begins { usual.max(over) } else { usual })
            })
    });
    let rule = rule.map(|[_, _, _, bottom]| *bottom).max().unwrap_or(i64::MAX);
    let mut span = None;
    for glyph in letters() {
        let out = if glyph.y > rule { &mut shown.notes } else { &mut shown.text };
        match glyph.actual {
            Some(at) if span == Some(at) => {}
            Some(at) => out.push_str(&page.actual[at]),
            None => out.push_str(&glyph.text),
        }
        span = glyph.actual;
    }
}

/// What links without words show, by the name of their place.
fn titles(all: &[Block], out: &mut BTreeMap<String, String>) {
    for block in all {
        match block {
            Block::Heading { attributes, inlines, .. } | Block::Figure { attributes, caption: inlines, .. } => {
                out.extend(attributes.id.clone().map(|id| (id, write::plain(inlines))));
            }
            Block::Div { blocks, .. } | Block::Quote { blocks, .. } => titles(blocks, out),
            _ => {}
        }
    }
}

/// What stands in a chapter's text, and the notes that it calls, in order.
struct Walk<'w, 'n> {
    titles: &'n BTreeMap<String, String>,
    notes: &'n mut Vec<&'w [Block]>,
    /// Of an edition.
    output: Output,
    /// Numbered lists in each other.
    depth: usize,
}

impl<'w> Walk<'w, '_> {
    fn name(&self) -> &'static str {
        if self.output == Output::Print { "print" } else { "screen" }
    }

    fn blocks(&mut self, all: &'w [Block], out: &mut String) {
        for block in all {
            match block {
                Block::Heading { inlines: words, .. } | Block::Paragraph(words) => self.inlines(words, out),
                Block::Verse(verse) => {
                    verse.stanzas.iter().flatten().for_each(|line| self.inlines(&line.inlines, out));
                    verse.attribution.iter().for_each(|words| self.inlines(words, out));
                }
                Block::Quote { blocks: inner, attribution } => {
                    self.blocks(inner, out);
                    attribution.iter().for_each(|words| self.inlines(words, out));
                }
                Block::List(list) => {
                    let outer = self.depth;
                    self.depth += usize::from(list.numbering != Numbering::Bullets);
                    for (nth, item) in list.items.iter().enumerate() {
                        match (list.numbering != Numbering::Bullets, outer) {
                            (true, 0) => out.push_str(&(list.start + nth).to_string()),
                            (true, 1) => out.push((b'a' + nth as u8) as char),
                            _ => {}
                        }
                        self.blocks(item, out);
                    }
                    self.depth = outer;
                }
                Block::Definitions(all) => {
                    for definition in all {
                        self.inlines(&definition.term, out);
                        definition.meanings.iter().for_each(|meaning| self.blocks(meaning, out));
                    }
                }
                Block::Table(table) => {
                    let cells = table.head.iter().chain(table.rows.iter().flatten());
                    [&table.caption].into_iter().chain(cells).for_each(|cell| self.inlines(cell, out));
                }
                Block::Code { text, .. } => out.push_str(text),
                Block::Figure { caption, .. } => self.inlines(caption, out),
                Block::Div { attributes, blocks: inner } => {
                    // What is for one edition is in no other.
                    let is_here = |value: &str| value.split(' ').any(|one| one == self.name());
                    if attributes.pairs.iter().all(|(key, value)| match key.as_str() {
                        "only" => is_here(value),
                        "not" => !is_here(value),
                        _ => true,
                    }) {
                        self.blocks(inner, out);
                    }
                }
                Block::Break | Block::Comment(_) => {}
            }
        }
    }

    fn inlines(&mut self, all: &'w [Inline], out: &mut String) {
        for inline in all {
            match inline {
                Inline::Text(text) | Inline::Code(text) | Inline::Math { text, .. } => out.push_str(text),
                Inline::Note(inner) => {
                    out.push(FIGURES);
                    self.notes.push(inner);
                }
                Inline::Call { again, .. } => out.extend(again.then_some(FIGURES)),
                Inline::Break | Inline::Anchor(_) | Inline::Image { .. } | Inline::Comment(_) => {}
                // A link without words shows the title of its place.
                Inline::Link { target: Target::Id(id), inlines } if inlines.is_empty() => {
                    out.push_str(self.titles.get(id).map_or("", |title| title.as_str()));
                }
                other => self.inlines(other.inner(), out),
            }
        }
    }
}
