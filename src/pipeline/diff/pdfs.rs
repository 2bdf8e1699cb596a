//! In: two PDFs of any program. Out: the words that changed, page by page, and the pages that moved or show other
//! pictures. Beyond where its words and pictures stand nothing is known here of a page's look.

use super::paging::{self, Pages, Word};
use super::pictured::{self, Side};
use super::words::{Gap, Piece, PieceKind, gaps};
use super::{
    ChangeRow, DiffOutcome, Drawn, FileFacts, FileRow, PageName, Place, SideRow, chosen, finished, outcome, pages_row,
};
use crate::base::{Input, Length, Rect, limits, staging};
use crate::pdfread::content::{self, Shown, Strung};
use crate::pdfread::fonts::Font;
use crate::pdfread::letters::Letters;
use crate::pdfread::pictures::Pictures;
use crate::pdfread::{File, PdfError};
use crate::pipeline::Failure;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

/// Words that are shown before and after a change.
const AROUND: usize = 7;
/// Pages that must begin or end with the same line for it to be a running head.
const HEADS: usize = 3;

/// The pages of a PDF as text.
#[derive(Debug, Default)]
struct Text {
    title: Option<String>,
    pages: Vec<Vec<Placed>>,
    pictures: Vec<Vec<Shape>>,
    /// Whether a page can be drawn within bounds.
    drawable: Vec<bool>,
}

/// A picture where it stands, and a number of what is in it.
#[derive(Clone, Debug)]
struct Shape {
    area: content::Area,
    contents: u64,
}

/// A word where it stands, in points from the bottom left.
#[derive(Clone, Debug)]
struct Placed {
    text: String,
    area: content::Area,
}

impl Placed {
    /// Without hyphens: where a line ends they come and go.
    fn key(&self) -> String {
        let key: String = self.text.chars().filter(|c| !matches!(c, '-' | '\u{ad}' | '\u{2010}')).collect();
        if key.is_empty() { self.text.clone() } else { key }
    }
}

pub fn diff(before: (&str, Input), after: (&str, Input), most_drawn: usize) -> Result<DiffOutcome, Failure> {
    let read = |(_, file): (&str, Input)| {
        let bytes = file.read(limits::PDF_BYTES).map_err(|error| Failure::input([error.diagnostic(None)]))?;
        let text = Text::of(&bytes).map_err(|error| Failure::input([error.diagnostic(&file.name())]))?;
        Ok::<_, Failure>((text, staging::sha256(&bytes), bytes.into_owned()))
    };
    let (old, new) = (read(before)?, read(after)?);
    let side = |name: &str, text: &Text| SideRow {
        name: name.to_owned(),
        title: text.title.clone(),
        language: None,
        pages: Some(text.pages.len()),
    };
    let facts = |text: &Text, bytes: usize| Some(FileFacts { bytes, pages: Some(text.pages.len()) });
    let paging = paging::compare(&old.0, &new.0);
    let name = |at: usize| PageName { page: at + 1, folio: (at + 1).to_string() };
    let file = FileRow {
        file: after.0.to_owned(),
        edition: None,
        same: old.1 == new.1,
        before: facts(&old.0, old.2.len()),
        after: facts(&new.0, new.2.len()),
    };
    let mut outcome = DiffOutcome {
        changes: changes(&old.0, &new.0, [before.0, after.0]),
        pages: pages_row(&paging, &name, &name),
        files: vec![file],
        ..outcome(side(before.0, &old.0), side(after.0, &new.0))
    };
    let drawn = chosen(&paging, most_drawn);
    let pages: Vec<_> = drawn.iter().map(|(_, page)| *page).collect();
    let side = |text: &Text, bytes: Vec<u8>| Side { bytes, drawable: text.drawable.clone() };
    let pairs = pictured::draw(side(&old.0, old.2), side(&new.0, new.2), &pages);
    let pairs = drawn.iter().map(|(at, _)| *at).zip(pairs).filter(|(_, (old, new))| old.is_some() || new.is_some());
    outcome.drawn = Drawn { pairs: pairs.collect(), fonts: String::new() };
    outcome.pages.drawn = outcome.drawn.pairs.len();
    Ok(finished(outcome, &paging))
}

fn changes(before: &Text, after: &Text, names: [&str; 2]) -> Vec<ChangeRow> {
    let all = |text: &Text| -> Vec<(usize, String, String)> {
        let pages = text.pages.iter().enumerate();
        pages.flat_map(|(at, page)| page.iter().map(move |word| (at + 1, word.key(), word.text.clone()))).collect()
    };
    let (old, new) = (all(before), all(after));
    let keys = |words: &[(usize, String, String)]| words.iter().map(|(_, key, _)| key.clone()).collect::<Vec<_>>();
    let said =
        |words: &[(usize, String, String)]| words.iter().map(|(_, _, text)| format!("{text} ")).collect::<String>();
    let found = gaps(&keys(&old), &keys(&new));
    let near = |one: &Gap, next: &Gap| next.before.start - one.before.end <= 2 * AROUND;
    let change = |group: &[Gap]| {
        let (first, last) = (group.first()?, group.last()?);
        let mut pieces = Vec::new();
        let mut put = |kind, text: String| pieces.extend((!text.is_empty()).then_some(Piece { kind, text }));
        let mut at = first.before.start.saturating_sub(AROUND);
        for gap in group {
            put(PieceKind::Kept, said(&old[at..gap.before.start]));
            put(PieceKind::Removed, said(&old[gap.before.clone()]));
            put(PieceKind::Added, said(&new[gap.after.clone()]));
            at = gap.before.end;
        }
        put(PieceKind::Kept, said(&old[at..old.len().min(last.before.end + AROUND)]));
        let place = |words: &[(usize, String, String)], at: usize, name: &str| {
            let page = words.get(at.min(words.len().checked_sub(1)?)).map(|(page, ..)| *page);
            Some(Place { file: name.to_owned(), line: None, page })
        };
        Some(ChangeRow {
            before: place(&old, first.before.start, names[0]),
            after: place(&new, first.after.start, names[1]),
            removed: group.iter().map(|gap| gap.before.len()).sum(),
            added: group.iter().map(|gap| gap.after.len()).sum(),
            pieces,
        })
    };
    found.chunk_by(near).filter_map(change).collect()
}

impl Text {
    fn of(bytes: &[u8]) -> Result<Text, PdfError> {
        let file = File::parse(bytes)?;
        let mut letters: BTreeMap<usize, (Arc<Font>, Letters)> = BTreeMap::new();
        let mut pictures = Pictures::of(&file);
        let mut text = Text { title: file.title(), ..Text::default() };
        let mut work = 0;
        for page in file.pages() {
            let (mut reader, mut shapes, mut pixels) = (Reader::default(), Vec::new(), 0_i64);
            if work < limits::PDF_WORK {
                work += content::read(&file, page, &mut |state, shown| match (shown, &state.font) {
                    (Shown::Text { codes, strings, height, .. }, Some(font)) => {
                        let key = Arc::as_ptr(font) as usize;
                        let own = || (Arc::clone(font), Letters::of(&file, &font.dict));
                        let (_, own) = letters.entry(key).or_insert_with(own);
                        for Strung { codes: part, area } in strings {
                            let codes = codes.get(part.clone()).unwrap_or_default();
                            reader.add(codes.iter().map(|code| own.text(*code)).collect(), *area, height);
                        }
                    }
                    (Shown::Image { id, dict, area, .. }, _) => {
                        pixels = pixels.saturating_add(pictures.pixels(dict));
                        shapes.push(Shape { area, contents: id.map(|id| pictures.contents(id)).unwrap_or_default() });
                    }
                    _ => {}
                })?;
            }
            text.pages.push(reader.words());
            text.pictures.push(shapes);
            text.drawable.push(pixels <= limits::DRAWN_PIXELS);
        }
        without_heads(&mut text.pages);
        Ok(text)
    }
}

/// Joins what is shown in pieces to words.
#[derive(Default)]
struct Reader {
    words: Vec<Placed>,
    open: Option<Placed>,
}

impl Reader {
    fn add(&mut self, text: String, area: content::Area, height: f64) {
        // Another line, or a step as wide as a space.
        let is_apart = self.open.as_ref().is_some_and(|open| {
            (open.area[1] - area[1]).abs() > height * 0.3 || (area[0] - open.area[2]).abs() > height * 0.15
        });
        let divided = self.open.as_ref().is_some_and(|open| {
            open.text.ends_with(['-', '\u{2010}', '\u{ad}']) && open.text.chars().count() > 1 && open.area[1] > area[1]
        });
        if is_apart && !divided {
            self.words.extend(self.open.take());
        }
        let count = text.chars().count().max(1) as f64;
        for (at, c) in text.chars().enumerate() {
            if c.is_whitespace() {
                self.words.extend(self.open.take());
                continue;
            }
            let step = |at: usize| area[0] + (area[2] - area[0]) * at as f64 / count;
            let own = [step(at), area[1], step(at + 1), area[3]];
            match &mut self.open {
                Some(open) => {
                    open.text.push(c);
                    open.area[2] = own[2];
                    open.area[1] = own[1];
                }
                None => self.open = Some(Placed { text: c.to_string(), area: own }),
            }
        }
    }

    fn words(mut self) -> Vec<Placed> {
        self.words.extend(self.open);
        self.words
    }
}

/// Drops folios and running heads: a page's highest and its lowest line, where it is a number or is the same, numbers
/// aside, on other pages.
fn without_heads(pages: &mut [Vec<Placed>]) {
    let line = |page: &[Placed], is_top: bool| -> Option<(i64, String)> {
        let ends = page.iter().map(|word| tenths(word.area[1]));
        let at = if is_top { ends.max() } else { ends.min() }?;
        let own = page.iter().filter(|word| tenths(word.area[1]) == at);
        let text: String = own.flat_map(|word| word.text.chars()).filter(|c| !c.is_numeric()).collect();
        Some((at, text))
    };
    let mut seen: BTreeMap<(i64, String), usize> = BTreeMap::new();
    for page in pages.iter() {
        let lines: Vec<_> = [true, false].into_iter().filter_map(|is_top| line(page, is_top)).collect();
        lines.into_iter().for_each(|line| *seen.entry(line).or_default() += 1);
    }
    for page in pages {
        for is_top in [true, false] {
            if let Some(own) = line(page, is_top).filter(|own| own.1.is_empty() || seen.get(own) >= Some(&HEADS)) {
                page.retain(|word| tenths(word.area[1]) != own.0);
            }
        }
    }
}

/// In the page's own space, which begins at the bottom.
fn own_area([left, bottom, right, top]: content::Area) -> Rect {
    let [left, bottom, right, top] = [left, bottom, right, top].map(Length::from_pt);
    Rect::new(left, bottom, right - left, top - bottom)
}

fn tenths(points: f64) -> i64 {
    (points * 10.0).round() as i64
}

impl Pages for Text {
    fn keys(&self) -> Vec<u64> {
        let key = |(page, shapes): (&Vec<Placed>, &Vec<Shape>)| {
            let mut hasher = DefaultHasher::new();
            let all = || page.iter().map(|word| word.area).chain(shapes.iter().map(|shape| shape.area));
            // From where the contents begin: bleed and binding put them elsewhere on their page.
            let left = all().map(|area| tenths(area[0])).min().unwrap_or(0);
            let top = all().map(|area| tenths(area[1])).max().unwrap_or(0);
            for word in page {
                (&word.text, tenths(word.area[0]) - left, top - tenths(word.area[1])).hash(&mut hasher);
            }
            for Shape { area, contents } in shapes {
                (contents, tenths(area[0]) - left, top - tenths(area[1])).hash(&mut hasher);
            }
            hasher.finish()
        };
        self.pages.iter().zip(&self.pictures).map(key).collect()
    }

    fn words(&self, pages: Range<usize>) -> Vec<Word> {
        let of = |page: usize| {
            let words = self.pages.get(page).into_iter().flatten();
            words.map(move |word| Word { text: word.key(), page, areas: vec![(page, own_area(word.area))] })
        };
        pages.flat_map(of).collect()
    }

    fn lines(&self, page: usize) -> Vec<(String, Rect)> {
        let nowhere = Rect::new(Length::ZERO, Length::ZERO, Length::ZERO, Length::ZERO);
        self.pages.get(page).into_iter().flatten().map(|word| (word.text.clone(), nowhere)).collect()
    }
}
