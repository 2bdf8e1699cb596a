//! In: a cover builder. Out: the zine's cover: one loud colour and black, strips of typewriter capitals, a screen of dots.

use super::back::TextStyle;
use super::builder::{About, CoverBuilder, LinePosition, SpineTypes};
use super::set::{Sizes, Text, Type};
use super::shapes;
use crate::base::{Ink, Length, Point, Rect, Size};
use crate::design::{Align, FamilyId};

const MONO: FamilyId = FamilyId::MONO;
/// How strips lie, in thousandths.
const TILTS: [i64; 5] = [-22, 15, -9, 24, -16];

pub fn ground(builder: &mut CoverBuilder) {
    let all = builder.sheet.bled();
    builder.field(all, builder.palette.ground);
}

/// Dots that grow towards the foot.
fn dots(builder: &mut CoverBuilder, area: Rect, ink: Ink) {
    let step = builder.sheet.unit(30);
    let rows = area.size.height.steps_up(step) + 1;
    let mut steps = Vec::new();
    for row in 0..=rows {
        let shift = if row % 2 == 0 { Length::ZERO } else { step / 2 };
        let radius = step.scale(64, 100).scale(row * row, rows * rows);
        if radius <= step / 14 {
            continue;
        }
        let mut x = -step + shift;
        while x <= area.size.width + step {
            shapes::circle(&mut steps, Point::new(x, step * row), radius);
            x += step;
        }
    }
    builder.items.push(shapes::clipped(area, vec![shapes::filled(Point::ZERO, steps, ink)]));
}

/// Lines on strips of their own, each a little askew; gives where the last one ends.
fn strips(builder: &mut CoverBuilder, text: Text, left: Length, top: Length, strip: Ink, first: usize) -> Length {
    let size = text.size();
    let (pad, high) = (size.scale(26, 100), size.scale(118, 100));
    let mut y = top;
    for (nth, line) in text.lines.into_iter().enumerate() {
        let area = Rect::new(Length::ZERO, Length::ZERO, line.width + pad * 2, high);
        let mut items = vec![shapes::field(area, strip)];
        items.extend(line.at(Point::new(pad, high.scale(75, 100))));
        let slope = TILTS[(first + nth) % TILTS.len()];
        // Turned around the left end; a strip that falls begins higher.
        let rise = (area.size.width * slope).scale(1, 2_000);
        let shift = size.scale((nth as i64 % 3) * 14, 100);
        builder.items.push(shapes::tilted(Point::new(left + shift, y - rise), items, slope));
        y += high + size.scale(12, 100);
    }
    y
}

pub fn front(builder: &mut CoverBuilder) {
    let (sheet, words, palette) = (builder.sheet, builder.words, builder.palette);
    let front = sheet.front();
    let unit = |share| sheet.unit(share);
    let area = sheet.with_bleed(front);
    let high = front.size.height;
    let field = Rect::new(area.origin.x, high.scale(42, 100), area.size.width, area.bottom() - high.scale(42, 100));
    if !builder.art.0 {
        dots(builder, field, palette.on_ground);
    }
    let margin = sheet.margin();
    let left = front.origin.x + margin;
    let width = front.size.width - margin * 2;
    let on_black = Type { family: MONO, bold: true, italic: false, capitals: Some(0), ink: Ink::Gray(255) };
    let on_white = Type { ink: palette.dark, ..on_black };
    let sizes = |largest, least, lines, leading| Sizes { largest: unit(largest), least: unit(least), lines, leading };
    let title = builder.fit(
        About::Title,
        &words.title,
        &on_black,
        Size::new(width - unit(60), high.scale(46, 100)),
        sizes(150, 28, 9, 130),
    );
    if !builder.art.0 {
        let mut star = Vec::new();
        shapes::star(&mut star, Point::new(front.right() - margin - unit(40), margin + unit(44)), unit(58));
        builder.fill(star, palette.accent);
    }
    let mut y = strips(builder, title, left, high.scale(13, 100), palette.dark, 0);
    if let Some(subtitle) = &words.subtitle {
        let room = Size::new(width - unit(80), high.scale(18, 100));
        let plain = Type { bold: false, capitals: None, ..on_white };
        let text = builder.fit(About::Subtitle, subtitle, &plain, room, sizes(42, 20, 6, 140));
        y += unit(34);
        y = strips(builder, text, left + unit(20), y, Ink::Gray(255), 2);
    }
    if let Some(series) = words.series.as_ref().filter(|_| builder.art.0) {
        let room = Size::new(width - unit(80), high.scale(8, 100));
        let text = builder.fit(About::Series, series, &on_white, room, sizes(30, 18, 2, 130));
        y += unit(26);
        strips(builder, text, left + unit(20), y, palette.accent, 1);
    }
    if let Some(authors) = &words.authors {
        let room = Size::new(width - unit(60), high.scale(14, 100));
        let text = builder.fit(About::Authors, authors, &on_white, room, sizes(54, 20, 3, 130));
        let depth = text.size().scale(130, 100) * text.lines.len() as i64;
        let low = if words.publisher.is_some() { unit(70) } else { Length::ZERO };
        strips(builder, text, left, front.bottom() - margin - depth - low, Ink::Gray(255), 1);
    }
    if let Some(publisher) = &words.publisher {
        let room = Size::new(width - unit(60), unit(60));
        let text = builder.fit(About::Publisher, publisher, &on_black, room, sizes(26, 16, 1, 130));
        let depth = text.size().scale(118, 100);
        strips(builder, text, left + unit(30), front.bottom() - margin - depth, palette.accent, 2);
    }
}

pub fn spine(builder: &mut CoverBuilder) {
    let sheet = builder.sheet;
    let area = sheet.with_bleed(sheet.spine());
    builder.field(area, builder.palette.dark);
    let bold = Type { family: MONO, bold: true, italic: false, capitals: Some(0), ink: Ink::Gray(255) };
    let margin = sheet.margin();
    let types = SpineTypes { author: &Type { bold: false, ..bold }, title: &bold, apart: false };
    builder.spine_words(types, margin, sheet.panel.height - margin);
}

pub fn back(builder: &mut CoverBuilder) {
    let sheet = builder.sheet;
    let unit = |share| sheet.unit(share);
    let (back, margin, palette) = (sheet.back(), sheet.margin(), builder.palette);
    let left = back.origin.x + margin;
    let words = builder.words;
    let foot = builder.barcode_area().map_or(back.bottom() - margin, |area| area.origin.y - unit(50));
    if builder.text.is_some() {
        let (pad, frame) = (unit(45), unit(10));
        let width = back.size.width - margin * 2;
        let text_style = TextStyle {
            ink: palette.dark,
            family: MONO,
            align: Align::Left,
            parted: true,
            largest: unit(25).min(Length::pt(11)),
        };
        let column = builder.back_column(&text_style, Size::new(width - pad * 2, foot - margin - pad * 2));
        let area = Rect::new(left, back.origin.y + margin, width, column.depth + pad * 2);
        // Black behind, a little to the right and down.
        let behind = Rect { origin: Point::new(area.origin.x + frame * 2, area.origin.y + frame * 2), ..area };
        builder.field(behind, palette.dark);
        builder.field(area, Ink::Gray(255));
        builder.items.push(shapes::border(area, frame / 2, palette.dark));
        builder.put_column(column, Point::new(left + pad, area.origin.y + pad));
    }
    if let Some(publisher) = &words.publisher {
        let most = builder.barcode_area().map_or(back.right() - margin, |area| area.origin.x - unit(40)) - left;
        let foot = back.bottom() - margin;
        let (ink, panel) = builder.ink_on_back(Rect::new(left, foot - unit(90), most, unit(90)));
        let bold = Type { family: MONO, bold: true, italic: false, capitals: Some(0), ink };
        let sizes = Sizes { largest: unit(24), least: unit(14), lines: 3, leading: 125 };
        let text = builder.fit(About::Publisher, publisher, &bold, Size::new(most, unit(120)), sizes);
        let last = foot - text.depth();
        let wide = text.lines.iter().map(|line| line.width).max().unwrap_or_default();
        builder.panel(Rect::new(left, last - text.cap(), wide, foot - last + text.cap()), panel);
        builder.put(text, LinePosition::Left(left), last);
    }
}
