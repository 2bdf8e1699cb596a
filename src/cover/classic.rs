//! In: a cover builder. Out: the classic cover: a book in patterned paper, with labels on front, spine and back.

use super::back::TextStyle;
use super::builder::{About, CoverBuilder, LinePosition, SpineTypes};
use super::set::{Sizes, Text, Type};
use super::shapes;
use crate::base::{Length, Point, Rect, Size};
use crate::design::{Align, FamilyId};
use crate::page::Item;

const ROMAN: FamilyId = FamilyId::BODY;

pub fn ground(builder: &mut CoverBuilder) {
    let all = builder.sheet.bled();
    builder.field(all, builder.palette.ground);
    if !builder.art.0 {
        paper(builder, all);
    }
}

/// Flowers and buds in turn, symmetrical to the front's middle.
fn paper(builder: &mut CoverBuilder, all: Rect) {
    let sheet = builder.sheet;
    let step = sheet.unit(72);
    let middle = sheet.front().origin.x + sheet.panel.width / 2;
    let first = |from: Length, through: Length| through - step * (through - from).steps_up(step);
    let (mut flowers, mut buds) = (Vec::new(), Vec::new());
    let mut y = first(all.origin.y, sheet.panel.height / 2);
    while y <= all.bottom() + step {
        let mut x = first(all.origin.x, middle);
        while x <= all.right() + step {
            let at = |x: Length, y: Length| Point::new(x - all.origin.x, y - all.origin.y);
            shapes::flower(&mut flowers, at(x, y), step.scale(44, 100), false);
            shapes::lozenge(&mut buds, at(x + step / 2, y + step / 2), step.scale(11, 100), step.scale(11, 100));
            x += step;
        }
        y += step;
    }
    let palette = builder.palette;
    let items =
        vec![shapes::filled(Point::ZERO, flowers, palette.figure), shapes::filled(Point::ZERO, buds, palette.light)];
    builder.items.push(shapes::clipped(all, items));
}

/// A label of paper with a thick and a thin rule.
fn label(builder: &mut CoverBuilder, area: Rect) {
    let (unit, palette) = (|share| builder.sheet.unit(share), builder.palette);
    let items = [
        shapes::field(area, palette.light),
        shapes::border(area.outset(-unit(14)), unit(6), palette.ground),
        shapes::border(area.outset(-unit(26)), unit(2).max(Length::pt_ratio(2, 5)), palette.ground),
    ];
    builder.items.extend(items);
}

/// A lozenge between two rules that taper.
fn ornament(builder: &mut CoverBuilder, middle: Point) {
    let unit = |share| builder.sheet.unit(share);
    let mut steps = Vec::new();
    let beside = |by: Length| Point::new(middle.x + by, middle.y);
    shapes::lozenge(&mut steps, middle, unit(11), unit(15));
    shapes::lozenge(&mut steps, beside(-unit(92)), unit(66), unit(2));
    shapes::lozenge(&mut steps, beside(unit(92)), unit(66), unit(2));
    let ink = builder.palette.accent;
    builder.fill(steps, ink);
}

fn plain(builder: &CoverBuilder) -> Type {
    Type { family: ROMAN, bold: false, italic: false, capitals: None, ink: builder.palette.dark }
}

pub fn front(builder: &mut CoverBuilder) {
    let (sheet, words) = (builder.sheet, builder.words);
    let front = sheet.front();
    let unit = |share| sheet.unit(share);
    let roman = plain(builder);
    let capitals = Type { capitals: Some(110), ..roman };
    let italic = Type { italic: builder.design.family(FamilyId::BODY).italic.is_some(), ..roman };
    let width = unit(560);
    let sizes = |largest, least, lines, leading| Sizes { largest: unit(largest), least: unit(least), lines, leading };
    let room = |height: i64| Size::new(width, front.size.height.scale(height, 100));
    let authors = words.authors.as_deref().map_or_else(Text::default, |authors| {
        builder.fit(About::Authors, authors, &capitals, room(14), sizes(34, 17, 4, 150))
    });
    let series = words.series.as_deref().filter(|_| builder.art.0).map_or_else(Text::default, |series| {
        builder.fit(About::Series, series, &italic, room(8), sizes(30, 16, 2, 130))
    });
    let title = builder.fit(About::Title, &words.title, &roman, room(40), sizes(124, 26, 9, 108));
    let subtitle = words.subtitle.as_deref().map_or_else(Text::default, |subtitle| {
        builder.fit(About::Subtitle, subtitle, &italic, room(18), sizes(48, 20, 6, 125))
    });
    let publisher = words.publisher.as_deref().map_or_else(Text::default, |publisher| {
        builder.fit(About::Publisher, publisher, &capitals, room(8), sizes(22, 15, 2, 150))
    });
    // From the label's head to its foot: each text, and what is above it.
    let has = |text: &Text| !text.lines.is_empty();
    let mut places = Vec::new();
    let mut y = unit(92);
    let mut ornament_at = None;
    if has(&series) {
        y += series.cap();
        let first = y;
        y += series.depth() + unit(56);
        places.push((series, first));
    }
    if has(&authors) {
        y += authors.cap();
        let first = y;
        y += authors.depth() + unit(72);
        places.push((authors, first));
    }
    y += title.cap();
    let first = y;
    y += title.depth() + title.size().scale(22, 100);
    places.push((title, first));
    if has(&subtitle) {
        y += unit(52);
        ornament_at = Some(y);
        y += unit(56) + subtitle.cap();
        let first = y;
        y += subtitle.depth() + subtitle.size() / 4;
        places.push((subtitle, first));
    } else {
        y += unit(48);
        ornament_at = ornament_at.or(Some(y));
        y += unit(10);
    }
    if has(&publisher) {
        y += unit(84) + publisher.cap();
        let first = y;
        y += publisher.depth();
        places.push((publisher, first));
    }
    y += unit(84);
    let area = Rect::new(front.origin.x + unit(155), front.size.height.scale(13, 100), unit(690), y);
    // A long label goes up rather than off the foot.
    let lowest = front.size.height - unit(110);
    let area = Rect { origin: Point::new(area.origin.x, area.origin.y.min((lowest - y).max(unit(60)))), ..area };
    label(builder, area);
    let middle = area.origin.x + area.size.width / 2;
    for (text, first) in places {
        builder.put(text, LinePosition::Middle(middle), area.origin.y + first);
    }
    if let Some(at) = ornament_at {
        ornament(builder, Point::new(middle, area.origin.y + at));
    }
}

pub fn spine(builder: &mut CoverBuilder) {
    let sheet = builder.sheet;
    let spine = sheet.spine();
    if builder.spine_room.is_none() {
        return;
    }
    let high = sheet.panel.height;
    let roman = plain(builder);
    let capitals = Type { capitals: Some(80), ..roman };
    let pad = sheet.unit(40);
    let (from, to) = (high.scale(13, 100), high.scale(87, 100));
    // The label goes round the spine; words first, to know how long it is.
    let at = builder.items.len();
    let types = SpineTypes { author: &capitals, title: &roman, apart: true };
    if !builder.spine_words(types, from + pad, to - pad) {
        return;
    }
    let words: Vec<(Point, Item)> = builder.items.drain(at..).collect();
    let area = Rect::new(spine.origin.x, from, spine.size.width, to - from);
    builder.field(area, builder.palette.light);
    let ink = builder.palette.ground;
    let thin = sheet.unit(4);
    for y in [from + thin * 2, from + thin * 4, to - thin * 3, to - thin * 5] {
        builder.field(Rect::new(spine.origin.x, y, spine.size.width, thin), ink);
    }
    builder.items.extend(words);
}

pub fn back(builder: &mut CoverBuilder) {
    let sheet = builder.sheet;
    let unit = |share| sheet.unit(share);
    let back = sheet.back();
    let top = back.size.height.scale(13, 100);
    let foot = builder.barcode_area().map_or(back.bottom() - unit(120), |area| area.origin.y - unit(60));
    let (left, width, pad) = (unit(120), unit(760), unit(70));
    let text_style = TextStyle {
        ink: builder.palette.dark,
        family: ROMAN,
        align: Align::Justify,
        parted: false,
        largest: unit(29).min(Length::pt(13)),
    };
    let room = Size::new(width - pad * 2, foot - top - pad * 2);
    if builder.text.is_none() || room.height <= Length::ZERO {
        return;
    }
    let column = builder.back_column(&text_style, room);
    let area = Rect::new(back.origin.x + left, top, width, column.depth + pad * 2);
    label(builder, area);
    builder.put_column(column, Point::new(area.origin.x + pad, top + pad));
}
