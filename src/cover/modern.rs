//! In: a cover builder. Out: the modern cover: a large grotesque from the left, and tiles of quarter rounds that no other
//! title has.

use super::back::TextStyle;
use super::builder::{About, CoverBuilder, LinePosition, SpineTypes};
use super::set::{Sizes, Type};
use super::shapes;
use crate::base::{Ink, Length, Point, Rect, Size};
use crate::design::{Align, FamilyId};
use crate::page::Item;

const SANS: FamilyId = FamilyId::HEADING;
/// Tiles across a front.
const ACROSS: i64 = 4;

pub fn ground(builder: &mut CoverBuilder) {
    let all = builder.sheet.bled();
    builder.field(all, builder.palette.ground);
}

/// Numbers that follow from a title, and look like chance (a linear congruence, after FNV-1a).
struct Tiles(u64);

impl Tiles {
    fn new(title: &str) -> Tiles {
        let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Tiles(title.bytes().fold(0xcbf2_9ce4_8422_2325, step))
    }

    fn next(&mut self, of: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % of.max(1)) as usize
    }
}

/// A tile: its ground, and one shape of another colour.
fn tile(tiles: &mut Tiles, area: Rect, inks: [Ink; 4], before: usize, items: &mut Vec<(Point, Item)>) -> usize {
    // Never the ground of the tile to the left.
    let ground = (before + 1 + tiles.next(3)) % 4;
    let figure = (ground + 1 + tiles.next(3)) % 4;
    items.push(shapes::field(area, inks[ground]));
    let mut steps = Vec::new();
    let side = area.size.width;
    let middle = Point::new(area.origin.x + side / 2, area.origin.y + side / 2);
    let corner = tiles.next(4) as u8;
    match tiles.next(6) {
        0 | 1 => shapes::quarter(&mut steps, area, corner),
        2 => {
            // A leaf: two quarters that face each other, each half as large.
            let half = |dx: i64, dy: i64| {
                Rect::new(area.origin.x + side / 2 * dx, area.origin.y + side / 2 * dy, side / 2, side / 2)
            };
            shapes::quarter(&mut steps, half(0, 0), corner);
            shapes::quarter(&mut steps, half(1, 0), corner);
            shapes::quarter(&mut steps, half(0, 1), corner);
            shapes::quarter(&mut steps, half(1, 1), corner);
        }
        3 => shapes::circle(&mut steps, middle, side.scale(32, 100)),
        4 => {
            shapes::quarter(&mut steps, area, corner);
            let ink = inks[(figure + 1) % 4];
            items.push(shapes::filled(Point::ZERO, std::mem::take(&mut steps), inks[figure]));
            let inner = side / 2;
            let x = if corner % 4 == 1 || corner % 4 == 2 { area.right() - inner } else { area.origin.x };
            let y = if corner % 4 >= 2 { area.bottom() - inner } else { area.origin.y };
            shapes::quarter(&mut steps, Rect::new(x, y, inner, inner), corner);
            items.push(shapes::filled(Point::ZERO, steps, ink));
            return ground;
        }
        _ => {
            // Half a disc, standing on one side.
            shapes::circle(&mut steps, Point::new(middle.x, area.bottom()), side / 2);
            let disc = shapes::filled(Point::new(-area.origin.x, -area.origin.y), steps, inks[figure]);
            items.push(shapes::clipped(area, vec![disc]));
            return ground;
        }
    }
    items.push(shapes::filled(Point::ZERO, steps, inks[figure]));
    ground
}

pub fn front(builder: &mut CoverBuilder) {
    let (sheet, words, palette) = (builder.sheet, builder.words, builder.palette);
    let front = sheet.front();
    let unit = |share| sheet.unit(share);
    let margin = sheet.margin();
    let width = front.size.width - margin * 2;
    let left = front.origin.x + margin;
    // Tiles fill the foot: as many rows as leave two fifths for words.
    // They end with the bleed: a knife that is not exact shows no sliver of another.
    let printed = sheet.with_bleed(front);
    let side = printed.size.width.scale(1, ACROSS);
    let rows = (front.size.height.scale(60, 100).0 / side.0.max(1)).max(1);
    let tiles_top = printed.bottom() - side * rows;
    let mut y = front.origin.y + margin + unit(24);
    let top = front.origin.y + margin;
    let (ink, panel) = match builder.art.0 {
        true => builder.ink_over_art(Rect::new(left, top, width, tiles_top - top)),
        false => (palette.on_ground, None),
    };
    let before = builder.items.len();
    let bold = Type { family: SANS, bold: true, italic: false, capitals: None, ink };
    let regular = Type { bold: false, ..bold };
    let sizes = |largest, least, lines, leading| Sizes { largest: unit(largest), least: unit(least), lines, leading };
    if let Some(series) = words.series.as_ref().filter(|_| builder.art.0) {
        let text = builder.fit(About::Series, series, &regular, Size::new(width, unit(90)), sizes(30, 18, 2, 125));
        y = builder.put(text, LinePosition::Left(left), y);
        y += unit(58);
    }
    if let Some(authors) = &words.authors {
        let text = builder.fit(About::Authors, authors, &bold, Size::new(width, unit(150)), sizes(38, 20, 3, 125));
        y = builder.put(text, LinePosition::Left(left), y);
        y += unit(26);
    }
    let room = tiles_top - y - unit(45);
    let subtitle_room = if words.subtitle.is_some() { room.scale(32, 100).min(unit(190)) } else { Length::ZERO };
    let room_of_title = Size::new(width, room - subtitle_room);
    let title = builder.fit(About::Title, &words.title, &bold, room_of_title, sizes(170, 24, 7, 100));
    y += title.size().scale(80, 100);
    y = builder.put(title, LinePosition::Left(left - unit(4)), y);
    if let Some(subtitle) = &words.subtitle {
        let room = Size::new(width, tiles_top - y - unit(60));
        let text = builder.fit(About::Subtitle, subtitle, &regular, room, sizes(50, 20, 4, 120));
        y += text.size().scale(14, 10);
        y = builder.put(text, LinePosition::Left(left), y);
    }
    if let Some(panel) = panel {
        let area = Rect::new(left, top, width, y + unit(20) - top).outset(unit(24).min(margin));
        builder.items.insert(before, shapes::field(area, panel));
    }
    if !builder.art.0 {
        tiled(builder, Rect::new(printed.origin.x, tiles_top, printed.size.width, printed.bottom() - tiles_top), side);
    }
    publisher(builder, Point::new(left, front.bottom() - margin), width);
}

/// The foot of a front, in squares of this side.
fn tiled(builder: &mut CoverBuilder, area: Rect, side: Length) {
    let palette = builder.palette;
    let rows = area.size.height.0 / side.0.max(1);
    let mut tiles = Tiles::new(&builder.words.title);
    let inks = [palette.figure, palette.dark, palette.accent, super::palette::towards_paper(palette.figure, 70)];
    let mut items = Vec::new();
    for row in 0..=rows {
        let mut before = tiles.next(4);
        for column in 0..=ACROSS {
            let square = Rect::new(side * column, side * row, side, side);
            before = tile(&mut tiles, square, inks, before, &mut items);
        }
    }
    builder.items.push(shapes::clipped(area, items));
}

/// At the foot of a front, from the left.
fn publisher(builder: &mut CoverBuilder, foot: Point, width: Length) {
    let (sheet, palette, words) = (builder.sheet, builder.palette, builder.words);
    let unit = |share| sheet.unit(share);
    let on = Type { family: SANS, bold: true, italic: false, capitals: None, ink: palette.light };
    let sizes = |largest, least, lines, leading| Sizes { largest: unit(largest), least: unit(least), lines, leading };
    if let Some(publisher) = &words.publisher {
        let text = builder.fit(About::Publisher, publisher, &on, Size::new(width, unit(60)), sizes(26, 16, 1, 120));
        // On a strip of the darkest colour, so that it can be read on any tile.
        let (pad, high) = (unit(20), text.cap() + unit(36));
        let wide = text.lines.first().map_or(Length::ZERO, |line| line.width) + pad * 2;
        let strip = Rect::new(foot.x - pad, foot.y - high, wide, high);
        builder.field(strip, palette.dark);
        let baseline = strip.bottom() - unit(18);
        builder.put(text, LinePosition::Left(foot.x), baseline);
    }
}

pub fn spine(builder: &mut CoverBuilder) {
    let sheet = builder.sheet;
    let ink = builder.palette.figure;
    let area = sheet.with_bleed(sheet.spine());
    builder.field(area, ink);
    let on = if super::palette::is_dark(ink) { builder.palette.light } else { builder.palette.dark };
    let bold = Type { family: SANS, bold: true, italic: false, capitals: None, ink: on };
    let regular = Type { bold: false, ..bold };
    let margin = sheet.margin();
    let types = SpineTypes { author: &regular, title: &bold, apart: false };
    builder.spine_words(types, margin, sheet.panel.height - margin);
}

pub fn back(builder: &mut CoverBuilder) {
    let sheet = builder.sheet;
    let unit = |share| sheet.unit(share);
    let (back, margin) = (sheet.back(), sheet.margin());
    let left = back.origin.x + margin;
    let words = builder.words;
    let sizes = |largest, least, lines| Sizes { largest: unit(largest), least: unit(least), lines, leading: 120 };
    let foot = builder.barcode_area().map_or(back.bottom() - margin, |area| area.origin.y - unit(40));
    let mut y = back.origin.y + margin;
    let rule = unit(14);
    builder.field(Rect::new(left, y, unit(120), rule), builder.palette.figure);
    y += rule + unit(50);
    if builder.text.is_some() {
        let wide = (back.size.width - margin * 2).min(Length::pt(13) * 30);
        let (ink, panel) = builder.ink_on_back(Rect::new(left, y, wide, foot - y));
        let text_style =
            TextStyle { ink, family: SANS, align: Align::Left, parted: true, largest: unit(30).min(Length::pt(12)) };
        let column = builder.back_column(&text_style, Size::new(wide, foot - y));
        builder.panel(Rect::new(left, y, wide, column.depth), panel);
        builder.put_column(column, Point::new(left, y));
    }
    if let Some(publisher) = &words.publisher {
        let most = builder.barcode_area().map_or(back.right() - margin, |area| area.origin.x - unit(40)) - left;
        let room = Size::new(most, unit(90));
        let foot = back.bottom() - margin;
        let (ink, panel) = builder.ink_on_back(Rect::new(left, foot - unit(90), most, unit(90)));
        let regular = Type { family: SANS, bold: false, italic: false, capitals: None, ink };
        let text = builder.fit(About::Publisher, publisher, &regular, room, sizes(24, 15, 3));
        let last = foot - text.depth();
        let wide = text.lines.iter().map(|line| line.width).max().unwrap_or_default();
        builder.panel(Rect::new(left, last - text.cap(), wide, foot - last + text.cap()), panel);
        builder.put(text, LinePosition::Left(left), last);
    }
}
