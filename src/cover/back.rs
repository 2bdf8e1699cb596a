//! In: the words for the back and their room. Out: lines, set as the book's own text is, as large as they can be.
//! Refuses to know what is around them.

use crate::base::{Diagnostic, Ink, Length, Point, Size};
use crate::design::{Align, Design, Dress, FamilyId, Opening, StyleRole};
use crate::layout::context::Context;
use crate::layout::galley::{self, GalleyItem, SetLine};
use crate::layout::items::{Stock, Words};
use crate::layout::sections::Sections;
use crate::model::{Book, SectionId};
use crate::page::Item;
use std::collections::BTreeMap;

/// How the back's words look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    pub ink: Ink,
    pub family: FamilyId,
    pub align: Align,
    /// Paragraphs are parted by a blank half line instead of an indent.
    pub parted: bool,
    pub largest: Length,
}

/// The words of the back, and how many pages the book has.
#[derive(Clone, Copy)]
pub struct BackText<'a> {
    pub book: &'a Book,
    pub pages: usize,
}

/// Lines from the top of their room down.
#[derive(Clone, Debug, Default)]
pub struct Column {
    pub items: Vec<(Point, Item)>,
    /// Down to the last line's foot.
    pub depth: Length,
    pub found: Vec<Diagnostic>,
    pub fits: bool,
}

impl Column {
    /// How many words stand in it, about.
    pub fn words(&self) -> usize {
        let words = self.items.iter().map(|(_, item)| match item {
            Item::Glyphs(run) => run.text.split_whitespace().count(),
            Item::Rule { .. }
            | Item::Path(_)
            | Item::Image { .. }
            | Item::Group { .. }
            | Item::Form(_)
            | Item::Link(_)
            | Item::Mark(_) => 0,
        });
        let words: usize = words.sum();
        if words < 20 { words } else { words / 10 * 10 }
    }

    /// Whether a word is longer than its line.
    fn is_overfull(&self) -> bool {
        self.found.iter().any(|found| found.code == "line-overfull")
    }
}

/// Smaller than this, nobody reads the back of a book.
const LEAST: Length = Length::pt_ratio(15, 2);

/// Sets the text in the largest size that its room holds; at the least, whatever is over is not there.
pub fn column(text: &BackText, design: &Design, text_style: &TextStyle, room: Size) -> Column {
    let mut size = text_style.largest;
    loop {
        let column = at_size(text, design, text_style, room, size);
        if column.fits && !column.is_overfull() || size <= LEAST {
            return column;
        }
        size = (size - Length::pt_ratio(1, 4)).max(LEAST);
    }
}

fn at_size(text: &BackText, design: &Design, text_style: &TextStyle, room: Size, size: Length) -> Column {
    let dress = restyled(&design.dress, text_style, size);
    let nothing = (BTreeMap::new(), BTreeMap::new());
    let context = Context {
        sections: Sections::own(text.book),
        design,
        dress: &dress,
        measure: room.width,
        depth: room.height,
        outset: Length::ZERO,
        folios: &nothing.0,
        pages: text.pages,
        labels: &nothing.1,
        widest: &nothing.1,
    };
    let mut words = Words::new(design);
    let mut out = Column { fits: true, ..Column::default() };
    let mut baseline = Length::ZERO;
    for section in 0..text.book.sections.len() as u32 {
        let mut galley = galley::galley(&context, &mut words, SectionId(section));
        galley.set(&mut Stock { words: &mut words, book: text.book, marks: false }, |_| 0);
        out.found.extend(galley.diagnostics);
        for line in run_on(galley.items, if text_style.parted { dress.grid / 2 } else { Length::ZERO }) {
            // The first line stands with its letters' tops at the top.
            baseline += if baseline == Length::ZERO { size.scale(72, 100) } else { line.advance };
            let foot = baseline + line.descent.max(size / 4);
            if foot > room.height {
                out.fits = false;
                return out;
            }
            out.depth = foot;
            let drawn = line.items.into_iter().filter(|(_, item)| !matches!(item, Item::Mark(_) | Item::Link(_)));
            out.items.extend(drawn.map(|(at, item)| (Point::new(at.x, at.y + baseline), item)));
        }
    }
    out
}

/// The lines of a galley; paragraphs that follow each other are `apart`.
fn run_on(items: Vec<GalleyItem>, apart: Length) -> Vec<SetLine> {
    let mut lines: Vec<SetLine> = Vec::new();
    let mut gap = Length::ZERO;
    for item in items {
        match item {
            GalleyItem::Space { advance, .. } => gap = gap.max(advance),
            GalleyItem::Text { settings } => {
                let mut set = settings.into_iter().next().map_or(Vec::new(), |(_, lines)| lines);
                let body = |line: Option<&SetLine>| line.is_some_and(|line| line.role == StyleRole::Body);
                if gap == Length::ZERO && body(set.first()) && body(lines.last()) {
                    gap = apart;
                }
                if let Some(first) = set.first_mut() {
                    first.advance += std::mem::take(&mut gap);
                }
                lines.append(&mut set);
            }
        }
    }
    lines
}

/// The book's dress with other sizes and colours.
fn restyled(dress: &Dress, text_style: &TextStyle, size: Length) -> Dress {
    let mut own = dress.clone();
    let before = dress.style(StyleRole::Body).size.0.max(1);
    let grid = size.scale(136, 100);
    own.grid = grid;
    own.opening = Opening::Plain;
    own.sink = 0;
    for style in own.styles.values_mut() {
        style.ink = text_style.ink;
        for length in [&mut style.size, &mut style.leading, &mut style.indent, &mut style.left, &mut style.right] {
            *length = length.scale(size.0, before);
        }
        style.leading = style.leading.min(grid * 2);
        // A back has little room: nothing is as large as a chapter's title.
        style.size = style.size.min(size.scale(14, 10));
        style.rule_above = style.rule_above.min(Length::pt(1));
        style.before = style.before.min(1);
        style.after = style.after.min(1);
    }
    for role in [StyleRole::Body, StyleRole::Quote, StyleRole::Epigraph, StyleRole::Attribution, StyleRole::ListItem] {
        if let Some(style) = own.styles.get_mut(&role) {
            style.family = text_style.family;
            style.align = if role == StyleRole::Attribution && style.align == Align::Right {
                Align::Right
            } else {
                text_style.align
            };
            style.hyphenate = role != StyleRole::Attribution && text_style.align == Align::Justify;
        }
    }
    if let Some(body) = own.styles.get_mut(&StyleRole::Body) {
        body.leading = grid;
        if text_style.parted {
            body.indent = Length::ZERO;
        }
    }
    if let Some(quote) = own.styles.get_mut(&StyleRole::Quote) {
        (quote.left, quote.right) = (Length::ZERO, Length::ZERO);
        quote.italic = text_style.family != FamilyId::MONO;
        quote.size = size;
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report};
    use crate::manuscript;

    /// The back of a book with these words, in a room so deep.
    fn set(words: &str, parted: bool, depth: i64) -> Column {
        let dir = tempfile::tempdir().unwrap();
        let toml = format!("[book]\ntitle = 'T'\n[cover]\nback-text = \"\"\"\n{words}\"\"\"\n");
        std::fs::write(dir.path().join("book.toml"), toml).unwrap();
        std::fs::write(dir.path().join("a.md"), "# A\n").unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let manuscript = manuscript::read(&folder).0.unwrap();
        let design = crate::design::design(&manuscript.settings, &folder, &mut Report::default()).unwrap();
        let (family, align) = (FamilyId::BODY, Align::Justify);
        let text_style = TextStyle { ink: Ink::Gray(255), family, align, parted, largest: Length::pt(12) };
        let room = Size::new(Length::pt(240), Length::pt(depth));
        let text = BackText { book: manuscript.book.cover.text.as_deref().unwrap(), pages: 0 };
        column(&text, &design, &text_style, room)
    }

    fn sizes(column: &Column) -> Vec<Length> {
        let runs = column.items.iter().filter_map(|(_, item)| match item {
            Item::Glyphs(run) => Some(run.size),
            _ => None,
        });
        runs.collect()
    }

    #[test]
    fn words_are_as_large_as_their_room_and_in_the_covers_ink() {
        let words = "Word and word and word. ".repeat(12) + "\n\n> *Good*.\n>\n> -- A Reader\n";
        let [wide, tight] = [400, 140].map(|depth| set(&words, false, depth));
        assert!(wide.fits && tight.fits && wide.depth > tight.depth);
        assert!(sizes(&wide).iter().max() > sizes(&tight).iter().max());
        assert_eq!(sizes(&wide)[0], Length::pt(12));
        for (at, item) in &tight.items {
            let Item::Glyphs(run) = item else { panic!("only words: {item:?}") };
            assert!(run.ink == Ink::Gray(255) && at.y > Length::ZERO && at.y < tight.depth);
        }
        let text: String =
            wide.items.iter().map(|(_, item)| if let Item::Glyphs(run) = item { &*run.text } else { "" }).collect();
        assert!(text.trim_end().ends_with("—\u{a0}A Reader"), "{text}");
        let long = set(&"Too many words for this. ".repeat(200), false, 140);
        assert!(!long.fits && long.depth <= Length::pt(140));
        assert!(set("One.\n\nTwo.\n", true, 400).depth > set("One.\n\nTwo.\n", false, 400).depth);
    }
}
