//! In: a page's glyphs. Out: lines with their words and the spaces between them.

use super::measure::{Glyph, Milli, Page};

/// What stands on one baseline.
#[derive(Clone, Debug)]
pub struct Line {
    pub y: Milli,
    /// Of most of its glyphs.
    pub size: Milli,
    pub left: Milli,
    pub right: Milli,
    pub words: Vec<Word>,
    /// Ends in a hyphen, the author's own or not.
    pub hyphen: bool,
}

#[derive(Clone, Debug)]
pub struct Word {
    pub left: Milli,
    pub right: Milli,
    pub size: Milli,
    /// The own space of the font of its first glyph and of its last; 0 where the font has none.
    pub spaces: [Milli; 2],
    /// What it stands for, as a reader copies it.
    pub text: String,
}

impl Line {
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The white between words in thousandths of the font's own space; of the narrower one between two fonts.
    pub fn stretches(&self) -> impl Iterator<Item = Milli> + '_ {
        self.words.windows(2).map(|pair| {
            let normal = pair[0].spaces[1].min(pair[1].spaces[0]).max(1);
            (pair[1].left - pair[0].right) * 1_000 / normal
        })
    }

    /// Left and right ends of the white between words.
    pub fn gaps(&self) -> impl Iterator<Item = (Milli, Milli)> + '_ {
        self.words.windows(2).map(|pair| (pair[0].right, pair[1].left))
    }
}

/// Hundredths of the size that white between glyphs has at least where no space stands between them.
const WORD_GAP: Milli = 15;
/// How far apart baselines may be that are one.
const SAME: Milli = 30;

/// Lines from the top down, words from left to right. What no mark leaves (spaces) is in none of them.
pub fn lines(page: &Page) -> Vec<Line> {
    let mut order: Vec<usize> = (0..page.glyphs.len()).collect();
    order.sort_by_key(|at| (page.glyphs[*at].y, page.glyphs[*at].x));
    let mut lines = Vec::new();
    while !order.is_empty() {
        let y = page.glyphs[order[0]].y;
        let end = order.iter().position(|at| page.glyphs[*at].y > y + SAME).unwrap_or(order.len());
        let mut row: Vec<usize> = order.drain(..end).collect();
        row.sort_by_key(|at| (page.glyphs[*at].x, *at));
        lines.extend(line(page, &row));
    }
    lines
}

fn line(page: &Page, row: &[usize]) -> Option<Line> {
    let glyphs = || row.iter().map(|at| &page.glyphs[*at]);
    let main = most(glyphs())?;
    let mut words: Vec<Word> = Vec::new();
    let (mut apart, mut span) = (true, None);
    for glyph in glyphs() {
        let text = match glyph.actual {
            Some(at) if span == Some(at) => "",
            Some(at) => page.actual[at].as_str(),
            None => &glyph.text,
        };
        span = glyph.actual;
        if glyph.text.chars().all(char::is_whitespace) {
            apart = true;
            continue;
        }
        match words.last_mut().filter(|word| !apart && glyph.x - word.right < glyph.size * WORD_GAP / 100) {
            Some(word) => {
                word.text.push_str(text);
                word.right = word.right.max(glyph.x + glyph.width);
                word.size = word.size.max(glyph.size);
                word.spaces[1] = glyph.space;
            }
            None => {
                let spaces = [glyph.space; 2];
                let (left, right) = (glyph.x, glyph.x + glyph.width);
                words.push(Word { left, right, size: glyph.size, spaces, text: text.into() })
            }
        }
        apart = false;
    }
    drop_number(&mut words, main.size);
    let last = glyphs().rev().find(|glyph| !glyph.text.trim().is_empty())?;
    Some(Line {
        y: main.y,
        size: main.size,
        left: words.first()?.left,
        right: words.last()?.right,
        hyphen: matches!(&*last.text, "-" | "\u{2010}" | "\u{ad}") && row.len() > 1,
        words,
    })
}

/// A glyph of the size that most of the row's ink has.
fn most<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> Option<&'a Glyph> {
    let mut sizes: Vec<(Milli, Milli, &Glyph)> = Vec::new();
    for glyph in glyphs.filter(|glyph| !glyph.text.trim().is_empty()) {
        match sizes.iter_mut().find(|(size, _, other)| *size == glyph.size && other.font == glyph.font) {
            Some((_, width, _)) => *width += glyph.width,
            None => sizes.push((glyph.size, glyph.width, glyph)),
        }
    }
    sizes.into_iter().max_by_key(|(_, width, _)| *width).map(|(_, _, glyph)| glyph)
}

/// A smaller number in the margin, beside the line, is none of its words.
fn drop_number(words: &mut Vec<Word>, size: Milli) {
    let number = |word: &Word| word.size < size && word.text.chars().all(|letter| letter.is_ascii_digit());
    if let [.., before, last] = &words[..]
        && number(last)
        && last.left - before.right > size / 3
    {
        words.pop();
    }
    if let [first, next, ..] = &words[..]
        && number(first)
        && next.left - first.right > size / 3
    {
        words.remove(0);
    }
}
