//! In: a book's number and price. Out: the white box with its bars, digits and quiet zones. Refuses to know where it
//! stands.

use super::ean::{ADD_ON_MODULES, BETWEEN, Bar, MODULES, QUIET_ADD_ON, QUIET_LEFT, QUIET_RIGHT, ean5, ean13};
use super::set::{Type, Typesetter};
use crate::base::{Ink, Length, Point, Size};
use crate::design::{FamilyId, Price};
use crate::model::Isbn;
use crate::page::{Frame, Item};

/// A module at the nominal size: 0.33 mm.
const MODULE: Length = Length::micrometres(330);
/// What printers keep free: 2 × 1.2 in.
const BOX: Size = Size::new(Length::mils(2_000), Length::mils(1_200));
/// In modules: bars (22.85 mm), how much further guards reach, from the bars' foot to the digits' baseline.
const HEIGHT: i64 = 69;
const GUARD: i64 = 5;
const BASELINE: i64 = 9;
const DIGITS: i64 = 11;
const BLACK: Ink = Ink::Gray(0);

/// A box that holds the symbol at `percent` of its nominal size, at least as large as printers keep free.
pub fn barcode(isbn: &Isbn, price: Option<&Price>, percent: i64, setter: &mut Typesetter) -> Frame {
    let scale = |modules: i64| MODULE.scale(modules * percent, 100);
    let of = Type { family: FamilyId::DIGITS, bold: false, italic: false, capitals: None, ink: BLACK };
    let wide = i64::from(QUIET_LEFT + MODULES)
        + match price {
            Some(_) => i64::from(BETWEEN + ADD_ON_MODULES + QUIET_ADD_ON),
            None => i64::from(QUIET_RIGHT),
        };
    let line = setter.line(&format!("ISBN {}", isbn.shown), &of, scale(DIGITS));
    // The number above is as wide as the bars, at most as large as the digits.
    let size = if line.width > scale(95) { scale(DIGITS).scale(scale(95).0, line.width.0) } else { scale(DIGITS) };
    let above = size + scale(2);
    let deep = above + scale(HEIGHT + BASELINE + 1);
    let size_of_box = Size::new(BOX.width.max(scale(wide) + Length::pt(1)), BOX.height.max(deep + scale(1)));
    let left = (size_of_box.width - scale(wide)) / 2 + scale(i64::from(QUIET_LEFT));
    let top = (size_of_box.height - deep) / 2;
    let mut items = vec![(Point::ZERO, Item::Rule { size: size_of_box, ink: Ink::Gray(255) })];
    let mut pen = Pen { items: &mut items, scale: &scale };
    let bars = top + above;
    pen.bars(&ean13(&isbn.digits), left, bars, bars + scale(HEIGHT));
    let number = setter.line(&format!("ISBN {}", isbn.shown), &of, size);
    let baseline = top + size.scale(80, 100);
    pen.items.extend(number.at(Point::new(left, baseline)));
    let foot = bars + scale(HEIGHT + BASELINE);
    let mut digit = |value: u8, middle: Length, baseline: Length, pen: &mut Pen| {
        let line = setter.line(&value.to_string(), &of, scale(DIGITS));
        let x = middle - line.width / 2;
        pen.items.extend(line.at(Point::new(x, baseline)));
    };
    digit(isbn.digits[0], left - scale(7), foot, &mut pen);
    for (nth, value) in (0..).zip(&isbn.digits[1..]) {
        // Three modules of guard, six digits of seven, five of the middle guard.
        let middle = 3 * 2 + (nth * 7) * 2 + 7 + if nth >= 6 { 5 * 2 } else { 0 };
        digit(*value, left + scale(middle) / 2, foot, &mut pen);
    }
    if let Some(price) = price {
        let start = left + scale(i64::from(MODULES + BETWEEN));
        let add_on = bars + scale(DIGITS);
        pen.bars(&ean5(&price.digits), start, add_on, bars + scale(HEIGHT + GUARD));
        for (nth, value) in (0..).zip(&price.digits) {
            digit(*value, start + scale((4 + nth * 9) * 2 + 7) / 2, add_on - scale(2), &mut pen);
        }
        if let Some(shown) = &price.shown {
            let line = setter.line(shown, &of, size);
            let most = scale(i64::from(ADD_ON_MODULES));
            if line.width <= most {
                let x = start + (most - line.width) / 2;
                pen.items.extend(line.at(Point::new(x, baseline)));
            }
        }
    }
    Frame { size: size_of_box, items }
}

struct Pen<'a> {
    items: &'a mut Vec<(Point, Item)>,
    scale: &'a dyn Fn(i64) -> Length,
}

impl Pen<'_> {
    /// Each edge is rounded by itself, so that no error adds up.
    fn bars(&mut self, bars: &[Bar], left: Length, top: Length, foot: Length) {
        for bar in bars {
            let (from, to) = ((self.scale)(bar.at.into()), (self.scale)((bar.at + bar.width).into()));
            let deeper = if bar.guard { (self.scale)(GUARD) } else { Length::ZERO };
            let size = Size::new(to - from, foot + deeper - top);
            self.items.push((Point::new(left + from, top), Item::Rule { size, ink: BLACK }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report};
    use crate::model::Metadata;

    fn frame(price: Option<[u8; 5]>, percent: i64) -> Frame {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let design = crate::design::design(&Default::default(), &folder, &mut Report::default()).unwrap();
        let mut setter = Typesetter::new(&design, &Metadata { language: "en".into(), ..Metadata::default() });
        let isbn = Isbn::parse("978-3-16-148410-0").unwrap();
        let price = price.map(|digits| Price { digits, shown: None });
        barcode(&isbn, price.as_ref(), percent, &mut setter)
    }

    #[test]
    fn quiet_zones_are_kept_at_every_size() {
        for (price, right) in [(None, QUIET_RIGHT), (Some([5, 1, 9, 9, 5]), QUIET_ADD_ON)] {
            for percent in [80, 90, 100, 150, 200] {
                let frame = frame(price, percent);
                let module = |count: u8| MODULE.scale(i64::from(count) * percent, 100);
                let bars: Vec<_> = frame.items[1..]
                    .iter()
                    .filter_map(|(at, item)| match item {
                        Item::Rule { size, .. } => Some((at.x, at.x + size.width, at.y, at.y + size.height)),
                        _ => None,
                    })
                    .collect();
                let (first, last) = (bars[0].0, bars.iter().map(|bar| bar.1).max().unwrap());
                assert!(first >= module(QUIET_LEFT) && frame.size.width - last >= module(right), "{percent}");
                assert!(bars.iter().all(|bar| bar.2 > Length::ZERO && bar.3 < frame.size.height));
                let whole = if price.is_some() { MODULES + BETWEEN + ADD_ON_MODULES } else { MODULES };
                assert!((last - first - module(whole)).abs() <= Length(2), "no error adds up");
                let digits = frame.items.iter().filter(|(_, item)| matches!(item, Item::Glyphs(_))).count();
                assert!(digits >= if price.is_some() { 18 } else { 13 });
            }
        }
        assert_eq!(frame(None, 100).size, BOX);
        assert!(frame(Some([5, 0, 0, 0, 0]), 90).size.width <= BOX.width + Length::pt(2));
        assert!(frame(None, 200).size.width > BOX.width);
    }

    #[test]
    fn only_black_stands_in_the_box() {
        let frame = frame(Some([9, 0, 0, 0, 0]), 100);
        assert!(frame.items[1..].iter().all(|(_, item)| match item {
            Item::Rule { ink, .. } => *ink == BLACK,
            Item::Glyphs(run) => run.ink == BLACK,
            _ => false,
        }));
    }
}
