//! In: the page list. Out: page-break markers, each handed over when the words that open its page are reached.

use super::names::Names;
use super::xml::{Element, Node, Text};
use crate::base::Folio;
use crate::model::{BlockId, Book, PageList, SectionId, TextPos};
use std::collections::{BTreeMap, VecDeque};

/// One printed page's beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMark {
    pub folio: Folio,
    pub id: String,
    /// Bytes into its block's plain text.
    offset: u32,
}

/// All markers, and how far the text has been written.
#[derive(Debug, Default)]
pub struct Marks {
    list: Vec<(Folio, String)>,
    openings: BTreeMap<SectionId, Vec<PageMark>>,
    blocks: BTreeMap<(SectionId, BlockId), VecDeque<PageMark>>,
    /// Whose text is being written.
    pub section: SectionId,
    block: BlockId,
    /// Of the block being written.
    due: VecDeque<PageMark>,
    /// Whose place has gone by: they stand at the next words.
    late: Vec<PageMark>,
    position: u32,
    /// What a screen reader says before the folio.
    page_word: String,
}

/// What `Marks::enter` interrupted.
#[derive(Debug, Default)]
#[must_use]
pub struct Outer {
    due: VecDeque<PageMark>,
    block: BlockId,
    position: u32,
}

impl Marks {
    pub fn new(book: &Book, pages: &PageList, names: &mut Names) -> Marks {
        let mut marks = Marks { page_word: book.metadata.words.page.clone(), ..Marks::default() };
        for page in &pages.pages {
            let id = names.fresh(&format!("page-{}", page.folio));
            marks.list.push((page.folio, id.clone()));
            let mark = PageMark { folio: page.folio, id, offset: page.at.map_or(0, |at| at.offset) };
            match page.at {
                None => marks.openings.entry(page.section).or_default().push(mark),
                Some(at) => marks.blocks.entry((at.section, at.block)).or_default().push_back(mark),
            }
        }
        marks
    }

    /// Folios and ids in the order of the printed pages, which is not always that of the text: notes stand elsewhere.
    pub fn list(&self) -> &[(Folio, String)] {
        &self.list
    }

    /// The markers of pages that a section's heading opens, and any left over from the text before.
    pub fn open(&mut self, section: SectionId) -> Vec<Node> {
        self.section = section;
        let mut marks = std::mem::take(&mut self.late);
        marks.extend(self.openings.remove(&section).unwrap_or_default());
        self.elements(marks, "div")
    }

    /// The markers that nothing was left to carry.
    pub fn close(&mut self) -> Vec<Node> {
        let marks = std::mem::take(&mut self.late);
        self.elements(marks, "div")
    }

    pub fn enter(&mut self, block: BlockId) -> Outer {
        let due = self.blocks.remove(&(self.section, block)).unwrap_or_default();
        Outer {
            due: std::mem::replace(&mut self.due, due),
            block: std::mem::replace(&mut self.block, block),
            position: std::mem::replace(&mut self.position, 0),
        }
    }

    pub fn leave(&mut self, outer: Outer) {
        self.late.extend(std::mem::replace(&mut self.due, outer.due));
        (self.block, self.position) = (outer.block, outer.position);
    }

    /// Markers that stand before the block just entered rather than in it: for what is no running text.
    pub fn before_block(&mut self) -> Vec<Node> {
        let mut marks = std::mem::take(&mut self.late);
        while let Some(mark) = self.pop_before(1) {
            marks.push(mark);
        }
        self.elements(marks, "div")
    }

    /// How much of the block's plain text has been written.
    pub fn position(&self) -> u32 {
        self.position
    }

    /// Text without a marker, that counts all the same.
    pub fn skip(&mut self, bytes: usize) {
        self.position += bytes as u32;
    }

    /// A run of text, cut where a page begins; a marker stands before the whole word that crosses the page.
    pub fn text(&mut self, text: &str) -> Vec<Node> {
        let late = std::mem::take(&mut self.late);
        let mut nodes = self.elements(late, "span");
        let (start, mut done) = (self.position, 0);
        let at = TextPos { section: self.section, block: self.block, offset: start };
        let whole = Text { words: text.to_owned(), at: Some(at) };
        self.position += text.len() as u32;
        let mut words = Words { text, looked: 0, start: 0 };
        while let Some(mark) = self.pop_before(self.position) {
            let at = words.start_at(mark.offset.saturating_sub(start) as usize).max(done);
            if at > done {
                nodes.push(Node::Text(whole.part(done..at)));
            }
            nodes.append(&mut self.elements(vec![mark], "span"));
            done = at;
        }
        nodes.push(Node::Text(whole.part(done..text.len())));
        nodes
    }

    fn pop_before(&mut self, offset: u32) -> Option<PageMark> {
        let due = self.due.front().is_some_and(|mark| mark.offset < offset);
        if due { self.due.pop_front() } else { None }
    }

    fn elements(&self, marks: Vec<PageMark>, name: &'static str) -> Vec<Node> {
        let element = |mark: PageMark| {
            let label = format!("{} {}", self.page_word, mark.folio);
            Element::new(name)
                .with("id", mark.id)
                .with("epub:type", "pagebreak")
                .with("role", "doc-pagebreak")
                .with("aria-label", label.trim())
                .into()
        };
        marks.into_iter().map(element).collect()
    }
}

/// The words of a text, asked for from its beginning to its end.
struct Words<'a> {
    text: &'a str,
    /// As far as it has been read, and where the word there begins: a word over many pages is not read again for each.
    looked: usize,
    start: usize,
}

impl Words<'_> {
    /// Where the word that holds byte `at` begins, or the next one where a space does.
    fn start_at(&mut self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let at = at.max(self.looked);
        let before = &self.text[self.looked..at];
        if let Some((last, c)) = before.char_indices().rev().find(|(_, c)| !of_word(*c)) {
            self.start = self.looked + last + c.len_utf8();
        }
        self.looked = at;
        let rest = &self.text[at..];
        let inside = rest.chars().next().is_some_and(of_word);
        if inside { self.start } else { at + rest.len() - rest.trim_start().len() }
    }
}

fn of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{ad}' | '’' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FolioStyle;

    #[test]
    fn words_stay_whole() {
        let starts = |text, places: &[usize]| {
            let mut words = Words { text, looked: 0, start: 0 };
            places.iter().map(|&at| words.start_at(at)).collect::<Vec<_>>()
        };
        assert_eq!(starts("a hyphenated word", &[0, 1, 8, 10, 12, 13, 15]), [0, 2, 2, 2, 13, 13, 13]);
        assert_eq!(starts("one—two", &[6]), [6]);
        assert_eq!(starts("don’t", &[4, 6]), [0, 0]);
        assert_eq!(starts("Ж", &[1]), [0]);
    }

    #[test]
    fn a_marker_stands_where_its_page_begins() {
        let mark = |offset, number| PageMark {
            folio: Folio { style: FolioStyle::Arabic, number },
            id: format!("page-{number}"),
            offset,
        };
        let mut marks = Marks { page_word: "Page".into(), ..Marks::default() };
        marks.blocks.insert((SectionId(0), BlockId(1)), VecDeque::from([mark(4, 2), mark(30, 3)]));
        let outer = marks.enter(BlockId(1));
        let nodes = marks.text("one two");
        assert_eq!(nodes.len(), 3);
        let text =
            |node: &Node| if let Node::Text(text) = node { (text.words.clone(), text.at) } else { Default::default() };
        let at = |offset| Some(TextPos { section: SectionId(0), block: BlockId(1), offset });
        assert_eq!(text(&nodes[0]), ("one ".to_owned(), at(0)));
        assert_eq!(text(&nodes[2]), ("two".to_owned(), at(4)));
        marks.leave(outer);
        assert!(matches!(&marks.text("next")[0], Node::Element(e) if e.attribute("id") == Some("page-3")));
    }
}
