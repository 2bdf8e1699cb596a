//! In: nothing. Out: the type of a picture at the side of a column, and how far the column has come beside it. Refuses to
//! know what the text is.

use super::column::GalleyItem;
use crate::base::{Length, Span};
use crate::layout::pagebreak::{After, Cut};
use crate::layout::setline::SetLine;

/// A page that ended beside a picture would cut it off: that is worse than a title without its text, by far.
const HELD: usize = 32;

fn hold(after: &mut After) {
    (0..HELD).for_each(|_| after.cut(Cut::Keep));
}

/// A picture with its caption, and what it takes of the lines beside it.
#[derive(Clone, Debug)]
pub struct Side {
    /// The picture, placed from the first baseline beside it; nothing once it stands on that line.
    pub waiting: Option<SetLine>,
    /// How deep it is with its caption, and in all, the white below it included.
    pub foot: Length,
    pub depth: Length,
    /// Of a line's width, on the side of the picture: the other is nothing.
    pub left: Length,
    pub right: Length,
    /// The item that it stands on, once it does.
    pub from: usize,
    /// Items before this one stay together with it already.
    kept: usize,
    pub span: Span,
}

impl Side {
    pub fn new(picture: SetLine, (foot, depth): (Length, Length), (left, right): (Length, Length), span: Span) -> Side {
        Side { waiting: Some(picture), foot, depth, left, right, from: 0, kept: 0, span }
    }

    /// The items that stand beside it.
    fn beside<'a>(&self, items: &'a [GalleyItem]) -> &'a [GalleyItem] {
        if self.waiting.is_some() { &[] } else { items.get(self.from..).unwrap_or_default() }
    }

    /// What is left of its depth below these items.
    pub fn rest(&self, items: &[GalleyItem]) -> Length {
        self.depth - self.beside(items).iter().map(depth).sum()
    }

    /// The gap after the last text beside it.
    pub fn gap(&self, items: &[GalleyItem]) -> Length {
        let gaps = self.beside(items).iter().rev().take_while(|item| matches!(item, GalleyItem::Space { .. }));
        gaps.map(depth).sum()
    }

    /// Whether it reaches further down than the last text beside it: a page that ended there would cut it off.
    pub fn reaches_below(&self, items: &[GalleyItem]) -> bool {
        self.rest(items) + self.gap(items) > self.depth - self.foot
    }

    /// Puts the picture on the first of these lines, which are the next of the column.
    pub fn stand(&mut self, at: usize, lines: &mut [SetLine]) {
        let Some(first) = lines.first_mut() else { return };
        let Some(mut picture) = self.waiting.take() else { return };
        (self.from, self.kept) = (at, at);
        picture.items.append(&mut first.items);
        first.items = picture.items;
        first.links.splice(0..0, picture.links);
        first.anchors.splice(0..0, picture.anchors);
        first.notes.splice(0..0, picture.notes);
        first.ascent = first.ascent.max(picture.ascent);
        first.descent = first.descent.max(picture.descent);
        first.width = first.width.max(picture.width);
    }

    /// The picture and the lines beside it stay together.
    pub fn keep(&mut self, items: &mut [GalleyItem]) {
        let mut below: Length = items.get(self.from..self.kept).unwrap_or_default().iter().map(depth).sum();
        for item in items.iter_mut().skip(self.kept) {
            match item {
                GalleyItem::Space { advance, after, .. } => {
                    below += *advance;
                    if below < self.foot {
                        hold(after);
                    }
                }
                GalleyItem::Text { settings } => {
                    for line in settings.iter_mut().take(1).flat_map(|(_, lines)| lines) {
                        below += line.advance;
                        if below < self.foot {
                            hold(&mut line.after);
                        }
                    }
                }
            }
        }
        self.kept = items.len();
    }
}

/// An item's depth; beside a picture a text has one setting.
fn depth(item: &GalleyItem) -> Length {
    match item {
        GalleyItem::Space { advance, .. } => *advance,
        GalleyItem::Text { settings } => {
            settings.first().map_or(Length::ZERO, |(_, lines)| lines.iter().map(|line| line.advance).sum())
        }
    }
}
