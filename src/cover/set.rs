//! In: words and how they are to look. Out: display lines: set by layout's own compositor, spaced out where they are
//! capitals, in the largest size that their room holds. Refuses to know where they stand.

use crate::base::{Diagnostic, Ink, Length, Point, Size};
use crate::design::{Align, Case, Design, FamilyId, Style, StyleRole};
use crate::fonts::Figures;
use crate::language;
use crate::layout::context::Context;
use crate::layout::galley;
use crate::layout::items::Words;
use crate::layout::sections::Sections;
use crate::model::{Book, Inline, LocalSpan, Metadata, SectionId};
use crate::page::{GlyphRun, Item};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use unicode_linebreak::linebreaks;

/// How words are to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type {
    pub family: FamilyId,
    pub bold: bool,
    pub italic: bool,
    /// Set as capitals, spaced by this many thousandths of the size.
    pub capitals: Option<i64>,
    pub ink: Ink,
}

/// A line. Its items stand right of its left end and on its baseline.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub items: Vec<(Point, Item)>,
    pub width: Length,
    pub size: Length,
}

/// Lines of one text; baselines are `leading` apart.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub lines: Vec<Line>,
    pub leading: Length,
    /// Whether all of it stands in its room.
    pub fits: bool,
}

impl Text {
    /// From the first baseline to the last.
    pub fn depth(&self) -> Length {
        self.leading * (self.lines.len().max(1) as i64 - 1)
    }

    pub fn size(&self) -> Length {
        self.lines.first().map_or(Length::ZERO, |line| line.size)
    }

    /// Height of capitals, about.
    pub fn cap(&self) -> Length {
        self.size().scale(66, 100)
    }
}

/// No title is longer; what is over is not looked at.
const MOST_LETTERS: usize = 600;
/// Wide enough for any line that is tried.
const ENDLESS: Length = Length::pt(30_000);
/// Sizes are tried in these steps, each so many hundredths of the one before.
const STEP: i64 = 93;

/// Who sets the words of a cover.
pub struct Typesetter<'a> {
    design: &'a Design,
    book: Book,
    pub found: Vec<Diagnostic>,
}

impl<'a> Typesetter<'a> {
    pub fn new(design: &'a Design, metadata: &Metadata) -> Typesetter<'a> {
        let book = Book { metadata: metadata.clone(), ..Book::default() };
        Typesetter { design, book, found: Vec::new() }
    }

    /// One line at this size, however wide.
    pub fn line(&mut self, text: &str, of: &Type, size: Length) -> Line {
        let text = self.cased(text, of);
        let style = Style {
            family: of.family,
            size,
            leading: size,
            bold: of.bold,
            italic: of.italic,
            case: Case::None,
            figures: Figures::Lining,
            align: Align::Left,
            ink: of.ink,
            hyphenate: false,
            ..self.design.style(StyleRole::BookTitle).clone()
        };
        let nothing = (BTreeMap::new(), BTreeMap::new());
        let context = Context {
            sections: Sections::own(&self.book),
            design: self.design,
            dress: &self.design.dress,
            measure: ENDLESS,
            depth: ENDLESS,
            outset: Length::ZERO,
            folios: &nothing.0,
            pages: 0,
            labels: &nothing.1,
            widest: &nothing.1,
        };
        let mut words = Words::unhung(self.design);
        let inlines = [Inline::Text { text: text.clone(), span: LocalSpan::NOWHERE }];
        let (set, found) =
            galley::styled(&context, &mut words, SectionId::default(), (StyleRole::BookTitle, &style), &inlines);
        self.found.extend(found.into_iter().filter(|found| found.code != "line-overfull"));
        let left = set.items.iter().map(|(point, _)| point.x).min().unwrap_or(Length::ZERO);
        let mut line = Line { items: set.items, width: set.width - left, size };
        line.items.iter_mut().for_each(|(point, _)| point.x -= left);
        if let Some(tracking) = of.capitals.filter(|_| text.chars().all(stands_apart)) {
            line.space_out(size.scale(tracking, 1_000));
        }
        line
    }

    fn cased(&self, text: &str, of: &Type) -> String {
        match of.capitals {
            Some(_) => language::of(&self.book.metadata.language).capitals.of(text),
            None => text.to_owned(),
        }
    }

    /// The words in the largest size, from `largest` down to `least`, at which they stand in a room, on at most so many
    /// lines of about the same length. What does not fit even at the least is cut off.
    pub fn fit(&mut self, text: &str, of: &Type, room: Size, sizes: Sizes) -> Text {
        let end = text.char_indices().nth(MOST_LETTERS).map_or(text.len(), |(at, _)| at);
        let cut = end < text.len();
        let pieces = self.pieces(&text[..end], of);
        if pieces.is_empty() {
            return Text { fits: true, ..Text::default() };
        }
        let (size, count) = largest(&pieces, room, sizes);
        let leading = size.scale(sizes.leading, 100);
        let mut lines = balanced(&pieces, count);
        let most = ((room.height - size).0.max(0) / leading.0.max(1) + 1).clamp(1, 1_000) as usize;
        let narrow = lines.iter().all(|line| wide(&pieces[line.clone()], size) <= room.width);
        let fits = !cut && narrow && lines.len() <= most;
        lines.truncate(most);
        let words = |line: &Range<usize>| {
            let start = pieces.get(line.start).map_or(0, |piece| piece.at);
            let end = pieces.get(line.end).map_or(end, |piece| piece.at);
            text.get(start..end).unwrap_or_default().trim()
        };
        let lines = lines.iter().map(|line| self.line(words(line), of, size)).collect();
        Text { lines, leading, fits }
    }

    /// The text between the places where a line may end (UAX 14), measured.
    fn pieces(&mut self, text: &str, of: &Type) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = 0;
        let [one, two] = ["n", "n n"].map(|text| self.line(text, of, MEASURED).width);
        let between = two - one * 2;
        for (end, _) in linebreaks(text) {
            let piece = text.get(at..end).unwrap_or_default();
            let bare = piece.trim_end();
            if !bare.trim().is_empty() {
                let width = self.line(bare, of, MEASURED).width;
                let space = if bare.len() < piece.len() { between } else { Length::ZERO };
                pieces.push(Piece { at, width, space });
            }
            at = end;
        }
        pieces
    }
}

/// Which sizes may be tried, how many lines there may be, and how far apart they stand, in hundredths of the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub largest: Length,
    pub least: Length,
    pub lines: usize,
    pub leading: i64,
}

/// Pieces are measured at this size.
const MEASURED: Length = Length::pt(100);

#[derive(Clone, Copy, Debug)]
struct Piece {
    /// Its first byte.
    at: usize,
    width: Length,
    /// After it, unless it ends a line.
    space: Length,
}

fn wide(pieces: &[Piece], size: Length) -> Length {
    let inner: Length = pieces.iter().map(|piece| piece.width + piece.space).sum();
    let last = pieces.last().map_or(Length::ZERO, |piece| piece.space);
    (inner - last).scale(size.0, MEASURED.0)
}

/// As many pieces on each line as it holds.
fn fill(pieces: &[Piece], measure: Length, size: Length) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for end in 1..=pieces.len() {
        if end - start > 1 && wide(&pieces[start..end], size) > measure {
            lines.push(start..end - 1);
            start = end - 1;
        }
    }
    lines.push(start..pieces.len());
    lines
}

/// The size, and on how many lines. Another line must be worth it: the letters get larger by a quarter at least.
fn largest(pieces: &[Piece], room: Size, sizes: Sizes) -> (Length, usize) {
    let mut best = (Length::ZERO, 1);
    let mut size = sizes.largest;
    let mut tried: Vec<(Length, usize)> = Vec::new();
    loop {
        let lines = fill(pieces, room.width, size);
        let narrow = lines.iter().all(|line| wide(&pieces[line.clone()], size) <= room.width);
        let depth = size.scale(sizes.leading, 100) * (lines.len() as i64 - 1) + size;
        let fits = narrow && lines.len() <= sizes.lines && depth <= room.height;
        if fits && tried.last().is_none_or(|(_, count)| *count > lines.len()) {
            tried.push((size, lines.len()));
        }
        if size <= sizes.least {
            tried.is_empty().then(|| tried.push((size, lines.len())));
            break;
        }
        size = size.scale(STEP, 100).max(sizes.least);
    }
    for (size, count) in tried.into_iter().rev() {
        if size.0 * 4 >= best.0.0 * 5 {
            best = (size, count);
        }
    }
    best
}

/// Pieces on so many lines, as nearly of one length as can be: the sum of the lengths' squares is the least.
fn balanced(pieces: &[Piece], count: usize) -> Vec<Range<usize>> {
    let all = pieces.len();
    let count = count.clamp(1, all);
    // The best cost of the first `end` pieces on the lines so far, and where the last line begins.
    let mut ends = vec![Length::ZERO];
    for piece in pieces {
        ends.push(ends.last().copied().unwrap_or_default() + piece.width + piece.space);
    }
    let square = |start: usize, end: usize| {
        let width = ends[end] - ends[start] - pieces[end - 1].space;
        i128::from(width.0 >> 8).pow(2)
    };
    let mut table: Vec<Vec<(i128, usize)>> =
        vec![(0..=all).map(|end| (if end == 0 { 0 } else { i128::MAX }, 0)).collect()];
    for _ in 0..count {
        let before = table.last().cloned().unwrap_or_default();
        let row = (0..=all).map(|end| {
            let choices = (0..end).filter(|start| before[*start].0 < i128::MAX);
            choices.map(|start| (before[start].0 + square(start, end), start)).min().unwrap_or((i128::MAX, 0))
        });
        table.push(row.collect());
    }
    let mut lines = Vec::with_capacity(count);
    let mut end = all;
    for row in table.iter().skip(1).rev() {
        let start = row[end].1;
        lines.push(start..end);
        end = start;
    }
    lines.reverse();
    lines
}

/// Scripts whose letters may be spaced out.
fn stands_apart(letter: char) -> bool {
    !matches!(letter, '\u{590}'..='\u{10ff}' | '\u{1780}'..='\u{18af}' | '\u{a840}'..='\u{abff}' | '\u{fb1d}'..='\u{feff}')
}

impl Line {
    /// Opens the line by so much between any two glyphs.
    fn space_out(&mut self, by: Length) {
        let mut nth = 0;
        for (point, item) in &mut self.items {
            let Item::Glyphs(run) = item else { continue };
            let first = nth;
            for glyph in &mut run.glyphs {
                glyph.x += by * (nth - first);
                nth += 1;
            }
            point.x += by * first;
        }
        self.width += by * (nth - 1).max(0);
    }

    /// Its items, its left end and baseline at a point.
    pub fn at(self, origin: Point) -> impl Iterator<Item = (Point, Item)> {
        self.items.into_iter().map(move |(point, item)| (Point::new(point.x + origin.x, point.y + origin.y), item))
    }

    /// What it says, in the order of its runs.
    pub fn runs(&self) -> impl Iterator<Item = &Arc<str>> {
        self.items.iter().filter_map(|(_, item)| match item {
            Item::Glyphs(GlyphRun { text, .. }) => Some(text),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report};

    const PLAIN: Type = Type { family: FamilyId::BODY, bold: false, italic: false, capitals: None, ink: Ink::Gray(0) };

    fn with(language: &str, work: impl FnOnce(&mut Typesetter)) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let design = crate::design::design(&Default::default(), &folder, &mut Report::default()).unwrap();
        let metadata = Metadata { language: language.into(), ..Metadata::default() };
        work(&mut Typesetter::new(&design, &metadata));
    }

    fn sizes(largest: i64, least: i64, lines: usize) -> Sizes {
        Sizes { largest: Length::pt(largest), least: Length::pt(least), lines, leading: 110 }
    }

    fn shown(text: &Text) -> Vec<String> {
        text.lines.iter().map(|line| line.runs().map(|run| &**run).collect()).collect()
    }

    #[test]
    fn words_are_as_large_as_their_room_and_balanced() {
        with("en", |setter| {
            let room = Size::new(Length::pt(300), Length::pt(300));
            let text = setter.fit("The Book of Small Books", &PLAIN, room, sizes(60, 8, 2));
            assert_eq!(shown(&text), ["The Book of", "Small Books"]);
            assert!(text.fits && text.lines.iter().all(|line| line.width <= room.width));
            let one = setter.fit("Small Books", &PLAIN, room, sizes(60, 8, 9));
            assert_eq!(shown(&one), ["Small Books"], "no second line for a little");
            let many = setter.fit("one two three four five six seven eight nine", &PLAIN, room, sizes(60, 8, 9));
            assert!(many.lines.iter().all(|line| line.width * 2 > room.width), "{:?}", shown(&many));
            let long = "word ".repeat(100);
            let text = setter.fit(&long, &PLAIN, room, sizes(60, 20, 40));
            assert!(!text.fits && text.depth() + text.size() <= room.height);
            assert_eq!(setter.fit(" ", &PLAIN, room, sizes(60, 8, 2)).lines.len(), 0);
        });
    }

    #[test]
    fn capitals_are_spaced_and_scripts_that_join_are_not() {
        with("de", |setter| {
            let capitals = Type { capitals: Some(100), ..PLAIN };
            let [plain, spaced] =
                [Some(0), Some(100)].map(|capitals| setter.line("Maß", &Type { capitals, ..PLAIN }, Length::pt(10)));
            assert_eq!(plain.runs().map(|run| &**run).collect::<String>(), "MASS");
            assert_eq!(spaced.width - plain.width, Length::pt(1) * 3);
            let hebrew = setter.line("שלום", &capitals, Length::pt(10));
            assert_eq!(hebrew.width, setter.line("שלום", &PLAIN, Length::pt(10)).width);
            assert!(hebrew.items.iter().all(|(point, _)| point.x >= Length::ZERO));
        });
    }

    #[test]
    fn a_title_without_spaces_breaks_where_its_script_does() {
        with("ja", |setter| {
            let pieces = setter.pieces("小さな本の作り方", &PLAIN);
            assert!(pieces.len() > 4, "{pieces:?}");
        });
    }
}
