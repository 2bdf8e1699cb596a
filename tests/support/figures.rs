//! In: where everything stands. Out: how well it stands, fault by fault, with the places (`src/layout/README.md` says
//! what a fault is). Decides nothing: tests say how many of each are too many.

use super::column::Columns;
use super::found::{Found, PlacedLine};
use super::lines::Line;
use super::measure::{self, Milli};
use super::shown::Spread;
use super::written::{Kind, Written, letters};
use std::collections::BTreeMap;
use std::fmt;

#[derive(Debug, Default)]
pub struct Figures {
    pub pages: usize,
    /// Lines of the body's size.
    pub body: usize,
    /// Lines of prose that fill the measure.
    pub justified: usize,
    /// How many of them end in a hyphen.
    pub hyphens: usize,
    /// How many of them have their widest or narrowest space (whichever is further from normal) so wide; hundredths.
    pub spaces: BTreeMap<Milli, usize>,
    /// All spaces of these lines, in thousandths of the font's own.
    pub gaps: Spread,
    /// Justified lines with a space of more than one and a half of the font's own.
    pub loose: usize,
    /// Hyphens that stand under another one, by page.
    pub pairs: BTreeMap<usize, usize>,
    pub(super) faults: BTreeMap<Fault, Vec<String>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A block's letters are not all there, in their order.
    WordsMissing,
    NoteMissing,
    /// Rank 1.
    NoteOffPage,
    HeadingCut,
    AttributionCut,
    TurnoverSplit,
    /// Rank 2.
    Widow,
    StanzaLine,
    ShortLastPage,
    /// Rank 3.
    Orphan,
    RectoHyphen,
    Unequal,
    StanzaSplit,
    /// Rank 4 and 5.
    NoteSplit,
    LongOrShort,
    /// A line or more between running prose and the notes under it.
    White,
    VersoHyphen,
    /// Facing pages of unequal depth, one of which ends before a display, a heading or a poem.
    UnequalBeforeDisplay,
    /// Of lines.
    OffGrid,
    SpaceOutOfBounds,
    Overrun,
    Ragged,
    Ladder,
    Stack,
    Runt,
    River,
}

/// The widest space within bounds, in thousandths of the font's own, and what rounding adds.
const LOOSE: Milli = 1_505;

/// Lines of the longest stanza that stays whole where it fits.
const LONG_STANZA: usize = 16;

impl Figures {
    /// Of a finished PDF.
    pub fn of(pdf: &[u8], written: &Written) -> Figures {
        Figures::of_pages(&measure::read(pdf), written)
    }

    pub fn of_pages(pages: &[measure::Page], written: &Written) -> Figures {
        Figures::judge(&Columns::of(pages), written)
    }

    fn judge(columns: &Columns, written: &Written) -> Figures {
        let found = Found::of(written, columns);
        let mut eye = Eye { written, columns, found: &found, figures: Figures::default() };
        eye.words();
        eye.grid();
        eye.paragraphs();
        eye.breaks();
        eye.facing();
        eye.white();
        eye.chapter_ends();
        eye.notes();
        eye.figures
    }

    pub fn all(&self, fault: Fault) -> &[String] {
        self.faults.get(&fault).map_or(&[], Vec::as_slice)
    }

    pub fn count(&self, fault: Fault) -> usize {
        self.all(fault).len()
    }
}

struct Eye<'a> {
    written: &'a Written,
    columns: &'a Columns,
    found: &'a Found<'a>,
    figures: Figures,
}

/// Thousandths of a point by which a place may be off through rounding in the file.
const SLACK: Milli = 40;

impl Eye<'_> {
    fn fault(&mut self, fault: Fault, page: usize, what: impl fmt::Display) {
        self.figures.faults.entry(fault).or_default().push(format!("p. {}: {what}", page + 1));
    }

    fn kind(&self, block: usize) -> Kind {
        self.written.blocks[block].kind
    }

    fn words(&mut self) {
        self.figures.pages = self.columns.pages.len();
        for (at, place) in self.found.blocks.iter().enumerate() {
            let block = &self.written.blocks[at];
            if place.is_none() && block.kind != Kind::Other && letters(&block.text).next().is_some() {
                let near = self.found.blocks[..at].iter().rev().flatten().next();
                let page = near.map_or(0, |lines| self.found.text[lines.start].page);
                self.fault(Fault::WordsMissing, page, format_args!("{:?} {:.60}", block.kind, block.text));
            }
        }
    }

    fn grid(&mut self) {
        let Columns { size, grid, top, .. } = *self.columns;
        for placed in self.found.text.iter().filter(|placed| placed.line.size == size) {
            self.figures.body += 1;
            let off = (placed.line.y - top + SLACK).rem_euclid(grid);
            if off > 2 * SLACK {
                let what = format!("{} mpt below the grid: {}", off - SLACK, start(placed.line));
                self.fault(Fault::OffGrid, placed.page, what);
            }
        }
    }

    /// Faults between the lines of a paragraph.
    fn paragraphs(&mut self) {
        let indents = self.found.blocks.iter().enumerate().filter(|(at, _)| self.kind(*at) == Kind::Prose);
        let indents = indents.filter_map(|(_, lines)| self.found.text.get(lines.as_ref()?.start));
        let indents = indents.map(|placed| placed.line.left - self.columns.pages[placed.page].left);
        let indent = super::column::common(indents.filter(|indent| *indent > 1_000).map(|indent| (indent, 1)));
        for (at, lines) in self.found.blocks.iter().enumerate() {
            let Some(lines) = lines.clone().filter(|_| matches!(self.kind(at), Kind::Prose | Kind::Quote)) else {
                continue;
            };
            let lines = &self.found.text[lines];
            if let ([.., last], true) = (lines, self.kind(at) == Kind::Prose) {
                lines[..lines.len() - 1].iter().for_each(|placed| self.justified(placed));
                let few = letters(&last.line.text()).count() <= 3;
                if lines.len() > 1 && (few || last.line.right - last.line.left < indent) {
                    self.fault(Fault::Runt, last.page, format_args!("{:?}", last.line.text()));
                }
            }
            for pair in lines.windows(2).filter(|pair| pair[0].page == pair[1].page) {
                if pair.iter().all(|placed| placed.line.hyphen) {
                    *self.figures.pairs.entry(pair[0].page).or_default() += 1;
                }
            }
            for three in lines.windows(3) {
                self.three(three);
            }
            self.rivers(lines);
        }
    }

    fn justified(&mut self, placed: &PlacedLine) {
        let (line, column) = (placed.line, &self.columns.pages[placed.page]);
        if line.right > column.right + line.size * 3 / 4 {
            self.fault(Fault::Overrun, placed.page, format_args!("{} mpt: {}", line.right - column.right, end(line)));
        } else if line.right < column.right - line.size / 2 {
            self.fault(Fault::Ragged, placed.page, format_args!("{} mpt: {}", column.right - line.right, end(line)));
        }
        let Some(worst) =
            line.stretches().max_by_key(|ratio| if *ratio > 1_000 { 2 * (ratio - 1_000) } else { 4 * (1_000 - ratio) })
        else {
            return;
        };
        line.stretches().for_each(|ratio| self.figures.gaps.add(ratio));
        self.figures.loose += usize::from(line.stretches().any(|ratio| ratio > LOOSE));
        self.figures.justified += 1;
        self.figures.hyphens += usize::from(line.hyphen);
        *self.figures.spaces.entry(worst / 10).or_default() += 1;
        if !(745..=LOOSE).contains(&worst) {
            self.fault(Fault::SpaceOutOfBounds, placed.page, format_args!("{worst}‰: {}", start(line)));
        }
    }

    fn three(&mut self, lines: &[PlacedLine]) {
        if lines[0].page != lines[2].page {
            return;
        }
        if lines.iter().all(|placed| placed.line.hyphen) {
            self.fault(Fault::Ladder, lines[0].page, start(lines[0].line));
        }
        let same = |words: Vec<String>| !words[0].is_empty() && words.iter().all(|word| *word == words[0]);
        let edge = |word: Option<&super::lines::Word>| word.map_or(String::new(), |word| letters(&word.text).collect());
        let first = same(lines.iter().map(|placed| edge(placed.line.words.first())).collect());
        let last = same(lines.iter().map(|placed| edge(placed.line.words.last())).collect());
        if first || last {
            let side = if first { "begin with" } else { "end with" };
            let word = if first { lines[0].line.words.first() } else { lines[0].line.words.last() };
            self.fault(Fault::Stack, lines[0].page, format_args!("lines {side} {:?}", edge(word)));
        }
    }

    /// Spaces that overlap by half of the narrower one through five lines.
    fn rivers(&mut self, lines: &[PlacedLine]) {
        let mut above: Vec<(Milli, Milli, usize)> = Vec::new();
        let mut page = None;
        for placed in lines {
            if page != Some(placed.page) {
                above.clear();
            }
            page = Some(placed.page);
            let run = |left: Milli, right: Milli| {
                let over =
                    |a: &(Milli, Milli, usize)| 2 * (right.min(a.1) - left.max(a.0)) >= (right - left).min(a.1 - a.0);
                above.iter().filter(|a| over(a)).map(|a| a.2).max().unwrap_or(0) + 1
            };
            let here: Vec<_> = placed.line.gaps().map(|(left, right)| (left, right, run(left, right))).collect();
            if here.iter().any(|(_, _, run)| *run == 5) {
                self.fault(Fault::River, placed.page, format_args!("down to {}", start(placed.line)));
            }
            above = here;
        }
    }

    /// Faults where a page ends and the next begins.
    fn breaks(&mut self) {
        let found = self.found;
        for pair in found.text.windows(2).filter(|pair| pair[0].page != pair[1].page) {
            let (above, below) = (&pair[0], &pair[1]);
            if let Some(block) = above.block {
                let first = self.is_edge(block, above, false);
                match self.kind(block) {
                    // A part's heading has a page of its own.
                    Kind::Heading if below.block.is_some_and(|block| self.kind(block) == Kind::Heading) => {}
                    Kind::Heading | Kind::VerseTitle => self.fault(Fault::HeadingCut, above.page, start(above.line)),
                    Kind::Prose | Kind::Quote if first => self.fault(Fault::Orphan, above.page, start(above.line)),
                    _ => {}
                }
                // Pages are counted from 0: rectos are even.
                if above.line.hyphen {
                    let fault = if above.page % 2 == 0 { Fault::RectoHyphen } else { Fault::VersoHyphen };
                    self.fault(fault, above.page, end(above.line));
                }
            }
            if let Some(block) = below.block {
                match self.kind(block) {
                    Kind::Prose | Kind::Quote if self.is_edge(block, below, true) => {
                        self.fault(Fault::Widow, below.page, start(below.line));
                    }
                    Kind::Attribution => self.fault(Fault::AttributionCut, below.page, start(below.line)),
                    _ => {}
                }
            }
            if let (Some(first), Some(second)) = (above.block, below.block) {
                self.verse_break(above, first, second);
            }
        }
    }

    /// Whether a line is the first (or the last) of a block of several lines.
    fn is_edge(&self, block: usize, placed: &PlacedLine, last: bool) -> bool {
        let Some(lines) = self.found.blocks[block].clone().filter(|lines| lines.len() > 1) else { return false };
        let line = if last { lines.end - 1 } else { lines.start };
        std::ptr::eq(self.found.text[line].line, placed.line)
    }

    /// Whether so many lines of a stanza keep their chapter's last page from being short, which is the worse fault.
    fn feeds_last_page(&self, page: usize, lines: usize) -> bool {
        let chapter = |placed: &PlacedLine| placed.block.map(|block| self.written.blocks[block].chapter);
        let here: Vec<&PlacedLine> = self.found.text.iter().filter(|placed| placed.page == page).collect();
        let next = self.found.text.iter().find(|placed| placed.page > page).and_then(chapter);
        let ends = here.last().is_some_and(|last| chapter(last) != next);
        ends && (1..5).contains(&here.len().saturating_sub(lines))
    }

    fn verse_break(&mut self, above: &PlacedLine, first: usize, second: usize) {
        let (Kind::Verse { stanza, .. }, Kind::Verse { stanza: next, .. }) = (self.kind(first), self.kind(second))
        else {
            return;
        };
        if first == second {
            self.fault(Fault::TurnoverSplit, above.page, start(above.line));
        }
        if stanza != next {
            return;
        }
        let of_stanza = |block: &usize| matches!(self.kind(*block), Kind::Verse { stanza: own, .. } if own == stanza);
        let all: Vec<usize> = (0..self.written.blocks.len()).filter(of_stanza).collect();
        let lines: Vec<usize> = all.iter().filter_map(|block| self.found.blocks[*block].clone()).flatten().collect();
        let before = lines.iter().filter(|line| self.found.text[**line].page <= above.page).count();
        let after = lines.iter().filter(|line| self.found.text[**line].page > above.page).count();
        if before == 1 || after == 1 {
            self.fault(
                Fault::StanzaLine,
                above.page,
                format_args!("{before} and {after} lines: {}", start(above.line)),
            );
        }
        let page = (self.columns.bottom - self.columns.top) / self.columns.grid + 1;
        // Its notes stand on its page too, in smaller type under some space.
        let called = all.iter().flat_map(|block| &self.written.blocks[*block].calls).map(|(_, note)| *note);
        let noted: usize = called.filter_map(|note| Some(self.found.of_notes[note].as_ref()?.len())).sum();
        // A title stays with the stanza under it.
        let head = all.first().and_then(|first| first.checked_sub(1)).map(|before| self.kind(before));
        let titled = if matches!(head, Some(Kind::VerseTitle | Kind::Heading)) { 2 } else { 0 };
        let needed = lines.len() + titled + (noted * 4).div_ceil(5) + usize::from(noted > 0);
        // A long stanza may break.
        let is_short = all.len() <= LONG_STANZA;
        if is_short && needed as Milli <= page && !self.feeds_last_page(above.page + 1, after) {
            let what = format!("{} lines, {before} before: {}", lines.len(), start(above.line));
            self.fault(Fault::StanzaSplit, above.page, what);
        }
    }

    /// By how many grid lines a page's foot, of its notes or else its text, is above the usual one.
    fn short_by(&self, page: usize) -> Milli {
        let Columns { grid, bottom, ref pages, .. } = *self.columns;
        let usual = || super::column::common(pages.iter().filter_map(|page| page.notes.last()).map(|line| (line.y, 1)));
        let Some(last) = pages[page].text.last() else { return 0 };
        let above = pages[page].notes.last().map_or(bottom - last.y, |last| usual() - last.y);
        (above + grid / 2).div_euclid(grid)
    }

    /// Whole grid lines between text and notes, beyond the least that any page has.
    fn white(&mut self) {
        let gap = |page: &super::column::Column| Some(page.notes.first()?.y - page.text.last()?.y);
        let columns = self.columns;
        let least = columns.pages.iter().filter_map(gap).min().unwrap_or(0);
        for (at, page) in columns.pages.iter().enumerate() {
            let white = gap(page).map_or(0, |gap| (gap - least + SLACK) / columns.grid);
            let last = page.text.last().filter(|_| white > 0);
            if let Some(last) = last.filter(|_| self.is_prose(at)) {
                self.fault(Fault::White, at, format_args!("{white} lines above the notes: {}", end(last)));
            }
        }
    }

    /// Whether a page ends in prose and its chapter goes on.
    fn is_prose(&self, page: usize) -> bool {
        let text = &self.found.text;
        let Some(at) = text.iter().rposition(|placed| placed.page == page) else { return false };
        let block = |at: usize| text.get(at).and_then(|placed| placed.block).map(|at| &self.written.blocks[at]);
        let prose = |at: usize| block(at).filter(|block| block.kind == Kind::Prose).map(|block| block.chapter);
        prose(at).is_some() && prose(at) == prose(at + 1)
    }

    fn facing(&mut self) {
        let found = self.found;
        let mut last: Vec<Option<usize>> = vec![None; self.columns.pages.len()];
        for (at, placed) in found.text.iter().enumerate() {
            last[placed.page] = Some(at);
        }
        let ends_chapter = |at: usize| {
            let chapter = |at: usize| {
                found.text.get(at).and_then(|placed| placed.block).map(|block| self.written.blocks[block].chapter)
            };
            (at + 1..found.text.len()).find_map(chapter) != chapter(at)
        };
        let mut faults = Vec::new();
        for verso in (1..last.len().saturating_sub(1)).step_by(2) {
            let (Some(left), Some(right)) = (last[verso], last[verso + 1]) else { continue };
            if ends_chapter(left) || ends_chapter(right) {
                continue;
            }
            let kind = |at: usize| found.text.get(at).and_then(|placed| placed.block).map(|block| self.kind(block));
            let prose = |at: usize| kind(at) == Some(Kind::Prose);
            if !prose(left) || !prose(right) {
                continue;
            }
            let (a, b) = (self.short_by(verso), self.short_by(verso + 1));
            let what =
                format!("{a} and {b} lines short: {} | {}", end(found.text[left].line), end(found.text[right].line));
            if a != b {
                let running = prose(left + 1) && prose(right + 1);
                faults.push((if running { Fault::Unequal } else { Fault::UnequalBeforeDisplay }, verso, what));
            } else if a != 0 {
                faults.push((Fault::LongOrShort, verso, what));
            }
        }
        faults.into_iter().for_each(|(fault, page, what)| self.fault(fault, page, what));
    }

    fn chapter_ends(&mut self) {
        let mut chapters: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (at, lines) in self.found.blocks.iter().enumerate() {
            if let Some(lines) = lines {
                let chapter = chapters.entry(self.written.blocks[at].chapter).or_insert((lines.start, 0));
                chapter.1 = lines.end - 1;
            }
        }
        for (start_, end) in chapters.into_values() {
            let page = self.found.text[end].page;
            // How deep the page is, for a picture or a table fills one too.
            let on_page = self.columns.pages[page].text.iter().map(|line| (line.y - self.columns.top).abs());
            let lines = on_page.max().unwrap_or(0) / self.columns.grid.max(1) + 1;
            if lines < 5 && page != self.found.text[start_].page {
                self.fault(
                    Fault::ShortLastPage,
                    page,
                    format_args!("{lines} lines: {}", start(self.found.text[end].line)),
                );
            }
        }
    }

    fn notes(&mut self) {
        let found = self.found;
        for (at, note) in self.written.notes.iter().enumerate() {
            let called = found.calls[at].first().copied();
            let text = note.text.concat();
            match (&found.of_notes[at], called) {
                (Some(lines), Some(called)) => {
                    let (first, last) = (found.notes[lines.start].page, found.notes[lines.end - 1].page);
                    if first != called {
                        self.fault(
                            Fault::NoteOffPage,
                            called,
                            format_args!("{} begins on p. {}", note.label, first + 1),
                        );
                    }
                    if first != last {
                        self.fault(Fault::NoteSplit, first, format_args!("{} has {} lines", note.label, lines.len()));
                    }
                }
                // Called from a table, or from a block that was not found.
                (Some(_), None) => {}
                (None, called) => {
                    self.fault(Fault::NoteMissing, called.unwrap_or(0), format_args!("{} {:.60}", note.label, text));
                }
            }
        }
    }
}

fn start(line: &Line) -> String {
    line.text().chars().take(40).collect()
}

fn end(line: &Line) -> String {
    let text = line.text();
    text.chars().skip(text.chars().count().saturating_sub(40)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::column::Column;
    use super::super::lines::Word;
    use super::super::written::{Block, Note};
    use super::*;

    /// Letters are 5 pt wide, spaces as wide as makes the line 200 pt wide, or 2.5 pt on a line that ends in `|`; that
    /// is their normal width, or a quarter of it on a line that begins with `~`.
    fn line(at: usize, text: &str) -> Line {
        let (text, loose) = text.strip_prefix('~').map_or((text, 1), |text| (text, 4));
        let (text, last) = text.strip_suffix('|').map_or((text, false), |text| (text, true));
        let count = text.split(' ').count() as Milli;
        let ink = text.chars().filter(|letter| *letter != ' ').count() as Milli * 5_000;
        let space = if last || count == 1 { 2_500 } else { (200_000 - ink) / (count - 1) };
        let mut x = 20_000;
        let words = text.split(' ').map(|text| {
            let left = x;
            x += text.chars().count() as Milli * 5_000 + space;
            Word { left, right: x - space, size: 10_000, spaces: [space / loose; 2], text: text.into() }
        });
        let words: Vec<Word> = words.collect();
        Line {
            y: 30_000 + at as Milli * 12_000,
            size: 10_000,
            left: words[0].left,
            right: words[words.len() - 1].right,
            hyphen: text.ends_with('-'),
            words,
        }
    }

    fn judged(pages: &[&[&str]], blocks: &[(Kind, &str)]) -> Vec<(Fault, String)> {
        let page = |lines: &&[&str]| {
            let lines: Vec<Line> = lines.iter().enumerate().map(|(at, text)| line(at, text)).collect();
            let (notes, text) = lines.into_iter().partition(|line| line.words[0].text.starts_with('1'));
            Column { text, notes, left: 20_000, right: 220_000, furniture: Vec::new() }
        };
        let pages = pages.iter().map(page).collect();
        let columns = Columns { pages, size: 10_000, grid: 12_000, top: 30_000, bottom: 30_000 + 3 * 12_000 };
        let block = |(kind, text): &(Kind, &str)| Block { kind: *kind, text: text.to_string(), ..Block::default() };
        let mut written = Written { blocks: blocks.iter().map(block).collect(), ..Written::default() };
        if let Some(block) = written.blocks.iter_mut().find(|block| block.text.contains("1")) {
            block.calls = vec![(block.text.find('1').unwrap(), 0)];
            written.notes = vec![Note { label: "1".into(), text: vec!["note".into()] }];
        }
        let figures = Figures::judge(&columns, &written);
        let all = figures.faults.into_iter();
        all.flat_map(|(fault, places)| places.into_iter().map(move |place| (fault, place))).collect()
    }

    fn faults(pages: &[&[&str]], blocks: &[(Kind, &str)]) -> Vec<Fault> {
        judged(pages, blocks).into_iter().map(|(fault, _)| fault).collect()
    }

    #[test]
    fn page_ends_are_seen() {
        use Fault::*;
        let prose = |text: &str| vec![(Kind::Prose, text.to_string())];
        let check = |pages: &[&[&str]], blocks: Vec<(Kind, String)>, expected: &[Fault]| {
            let blocks: Vec<(Kind, &str)> = blocks.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
            let found: Vec<Fault> =
                faults(pages, &blocks).into_iter().filter(|fault| *fault != ShortLastPage).collect();
            assert_eq!(found, expected, "{pages:?}");
        };
        let (a, b, c) =
            ("one aaa bbb ccc ddd eee fff ggg hhh iiii", "two bbb ccc ddd eee fff ggg hhh iii jjjj", "six|");
        let last = "end of it|";
        let text = |lines: &[&str]| lines.join(" ").replace('|', "");
        check(&[&[a, b], &["end of it|"]], prose(&text(&[a, b, last])), &[Widow]);
        check(&[&[c, a], &[b, last]], vec![(Kind::Prose, "six".into()), (Kind::Prose, text(&[a, b, last]))], &[Orphan]);
        let hyphen = "two bbb ccc ddd eee fff ggg hhh iii jjj-";
        check(&[&[a, hyphen], &[b, last]], prose(&text(&[a, hyphen, b, last])), &[RectoHyphen]);
        let heading = vec![(Kind::Heading, "title".into()), (Kind::Prose, text(&[a, b, last]))];
        check(&[&["title|"], &[a, b, last]], heading, &[HeadingCut]);
        let whole = [c, a, b, a, b, a, last];
        check(
            &[&[c], &[a, b], &[a], &[b, a, last]],
            vec![(Kind::Prose, "six".into()), (Kind::Prose, text(&whole[1..]))],
            &[Unequal],
        );
        let verse = |stanza| Kind::Verse { poem: 0, stanza };
        let poem =
            |lines: &[(usize, &str)]| lines.iter().map(|(stanza, text)| (verse(*stanza), text.to_string())).collect();
        check(&[&["one|", "two|"], &["six|"]], poem(&[(0, "one"), (0, "two"), (0, "six")]), &[StanzaLine, StanzaSplit]);
        check(
            &[&["one|", "two|"], &["six|"]],
            poem(&[(0, "one"), (0, "two six")]),
            &[TurnoverSplit, StanzaLine, StanzaSplit],
        );
        check(&[&["one|", "two|"], &["six|"]], poem(&[(0, "one"), (0, "two"), (1, "six")]), &[]);
        check(&[&["call1 two|"], &["1 note|"]], prose("call1 two"), &[NoteOffPage]);
        check(&[&["call1 two|", "1 note|"]], prose("call1 two"), &[]);
        check(&[&["call1 two|", "1 nota|"]], prose("call1 two six"), &[WordsMissing, NoteMissing]);
    }

    #[test]
    fn lines_are_seen() {
        use Fault::*;
        let of = |lines: &[&str]| {
            let text = lines.join(" ").replace("- ", "").replace(['|', '~'], "");
            let found = faults(&[lines], &[(Kind::Prose, &text)]);
            found.into_iter().filter(|fault| *fault != ShortLastPage).collect::<Vec<_>>()
        };
        let (a, b) = ("one aaa bbb ccc ddd eee fff ggg hhhhhhhh", "two bbbbb cccccc ddddddddddddd eeee fff");
        assert_eq!(of(&[a, "so|"]), [Runt]);
        assert_eq!(of(&[a, b, "one of them|"]), []);
        assert_eq!(of(&[a, "~two bbb ccc ddd eee fff", "one of them|"]), [SpaceOutOfBounds]);
        assert_eq!(of(&[a, "two bbb ccc ddd eee fff|", "one of them|"]), [Ragged]);
        assert_eq!(of(&[a, &"x".repeat(50), "one of them|"]), [Overrun]);
        let c = b.replace("two", "one");
        assert_eq!(of(&[a, &c, &a.replace("hhhhhhhh", "hhhhhhhi"), "the end|"]), [Stack]);
        assert_eq!(of(&[a, &c, b, "the end|"]), []);
        let h = [a, b, &c].map(|line| format!("{}-", &line[..line.len() - 1]));
        assert!(of(&[&h[0], &h[1], &h[2], "the end|"]).contains(&Ladder));
        let straight = ["aaaa", "bbbb", "cccc", "dddd", "eeee"].map(|word| [word; 8].join(" ") + "ff");
        let five: Vec<&str> = straight.iter().map(String::as_str).chain(["the end|"]).collect();
        assert!(of(&five).contains(&River) && !of(&five[1..]).contains(&River));
    }
}
