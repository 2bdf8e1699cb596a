//! In: a laid-out document. Out: its pages as they are compared, and the pages of each section. Refuses to compare them.

use super::paging::{Pages, Word};
use crate::base::{Length, Point, Rect};
use crate::page::{self, Document, Frame, GlyphRun, Item, Mark, Page, StructureTree};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A document, and for each of its faces a number of what is in it.
#[derive(Debug)]
pub struct Printed<'a> {
    pub document: &'a Document,
    pub faces: Vec<u64>,
}

impl<'a> Printed<'a> {
    pub fn new(document: &'a Document) -> Printed<'a> {
        let faces = document.fonts.ids().map(|id| {
            let face = document.fonts.get(id);
            let mut hasher = DefaultHasher::new();
            face.data.hash(&mut hasher);
            face.index.hash(&mut hasher);
            face.axes.iter().for_each(|axis| (axis.tag, axis.thousandths).hash(&mut hasher));
            hasher.finish()
        });
        Printed { document, faces: faces.collect() }
    }

    /// The first and the last page on which each section of the book has words.
    pub fn sections(&self) -> BTreeMap<usize, (usize, usize)> {
        let mut sections: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (at, page) in self.document.pages.iter().enumerate() {
            let runs = page::runs(page, &self.document.structure).into_iter().filter(|run| !run.is_furniture);
            for (_, place) in runs.flat_map(|run| run.run.stretches()) {
                let own = sections.entry(place.section as usize).or_insert((at, at));
                own.1 = own.1.max(at);
            }
        }
        sections
    }
}

impl Pages for Printed<'_> {
    fn keys(&self) -> Vec<u64> {
        let key = |page: &Page| {
            let mut key = Key { faces: &self.faces, hasher: DefaultHasher::new() };
            page.boxes.trim.width.hash(&mut key.hasher);
            page.boxes.trim.height.hash(&mut key.hasher);
            key.frame(&page.frame, left_of(page, &self.document.structure));
            key.hasher.finish()
        };
        self.document.pages.par_iter().map(key).collect()
    }

    fn words(&self, pages: Range<usize>) -> Vec<Word> {
        let mut words = Vec::new();
        let (mut open, mut last) = (None, None);
        for (at, page) in self.document.pages.iter().enumerate().take(pages.end).skip(pages.start) {
            let runs = page::runs(page, &self.document.structure).into_iter().filter(|run| !run.is_furniture);
            for page::PlacedRun { at: place, run, block, .. } in runs {
                // A paragraph may go on overleaf, in the middle of a word.
                if last != Some(block) {
                    words.extend(open.take());
                }
                last = Some(block);
                split(run, place, at, &mut open, &mut words);
            }
        }
        words.extend(open);
        words
    }

    fn lines(&self, page: usize) -> Vec<(String, Rect)> {
        let page = self.document.pages.get(page);
        let lines = page.map(|page| page::lines(page, &self.document.structure)).unwrap_or_default();
        lines.into_iter().filter(|line| !line.is_furniture).map(|line| (line.text, line.area)).collect()
    }
}

/// Adds the words of a run; the last one may go on in the next run. What no author typed, such as the number of a page, is
/// none of them: it follows from the pages.
fn split(run: &GlyphRun, place: Point, page: usize, open: &mut Option<Word>, words: &mut Vec<Word>) {
    for (range, _) in run.stretches() {
        let text = run.text.get(range.clone()).unwrap_or_default();
        for (start, part) in text.split_word_bound_indices() {
            if part.contains(char::is_whitespace) {
                words.extend(open.take());
                continue;
            }
            let word = open.get_or_insert_with(|| Word { text: String::new(), page, areas: Vec::new() });
            // A hyphen that only allows a division is no letter.
            word.text.push_str(&part.replace('\u{ad}', ""));
            let start = range.start + start;
            let area = page::stretch(place, run, start..start + part.len());
            word.areas.extend(area.map(|area| (page, area)));
        }
    }
}

/// Where the text of a page begins: one that comes to stand on the other side is bound there, and nothing else changes.
pub fn left_of(page: &Page, structure: &StructureTree) -> Length {
    let runs = page::runs(page, structure).into_iter().filter(|run| !run.is_furniture);
    runs.map(|run| run.at.x).min().unwrap_or_default()
}

/// What a page looks like, as a number.
struct Key<'a> {
    faces: &'a [u64],
    hasher: DefaultHasher,
}

impl Key<'_> {
    fn frame(&mut self, frame: &Frame, left: Length) {
        let mut furniture = false;
        for (at, item) in &frame.items {
            match item {
                Item::Mark(Mark::BeginFurniture) => furniture = true,
                Item::Mark(Mark::End) => furniture = false,
                _ if furniture => {}
                item => self.item((at.x - left, at.y), item),
            }
        }
    }

    fn item(&mut self, at: (Length, Length), item: &Item) {
        match item {
            Item::Glyphs(run) => {
                at.hash(&mut self.hasher);
                self.run(run);
            }
            Item::Rule { size, ink } => (1, at, size.width, size.height, ink).hash(&mut self.hasher),
            Item::Path(path) => {
                (2, at).hash(&mut self.hasher);
                format!("{path:?}").hash(&mut self.hasher);
            }
            Item::Image { picture, size, .. } => {
                (3, at, size.width, size.height).hash(&mut self.hasher);
                picture.bytes.hash(&mut self.hasher);
            }
            Item::Group { frame, transform, clip, opacity } => {
                (4, at, clip, opacity).hash(&mut self.hasher);
                format!("{transform:?}").hash(&mut self.hasher);
                self.frame(frame, Length::ZERO);
            }
            Item::Form(form) => (5, at, form.index()).hash(&mut self.hasher),
            // Where a link leads changes with the pages, and its words are text.
            Item::Link(_) | Item::Mark(_) => {}
        }
    }

    fn run(&mut self, run: &GlyphRun) {
        let face = self.faces.get(usize::from(run.face.0));
        (0, face, run.size, run.ink, run.expand, &run.text).hash(&mut self.hasher);
        run.glyphs.iter().for_each(|glyph| (glyph.id, glyph.x, glyph.rise).hash(&mut self.hasher));
    }
}
