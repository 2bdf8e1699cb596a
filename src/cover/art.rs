//! In: a picture and its panel. Out: the picture in it, filled or whole. Refuses to know which panel it is.

use super::shapes;
use super::sheet::Sheet;
use crate::base::{Binding, Length, Point, Rect, Size};
use crate::design::ArtFit;
use crate::page::Item;
use crate::pictures::Picture;
use std::sync::Arc;

/// Where a picture stands in an area that cuts off what is over.
pub fn at(picture: &Picture, area: Rect, fit: ArtFit) -> Rect {
    let (wide, high) = (i64::from(picture.width.max(1)), i64::from(picture.height.max(1)));
    let by_width = Size::new(area.size.width, area.size.width.scale(high, wide));
    let by_height = Size::new(area.size.height.scale(wide, high), area.size.height);
    // A hair more than the area is the area: pixels are counted in whole numbers.
    let size = if (by_width.height >= area.size.height) == (fit == ArtFit::Fill) { by_width } else { by_height };
    let beside = Point::new((area.size.width - size.width) / 2, (area.size.height - size.height) / 2);
    Rect { origin: Point::new(area.origin.x + beside.x, area.origin.y + beside.y), size }
}

/// Where a picture stands that is cut to an area.
pub fn shown((origin, item): &(Point, Item)) -> Option<Rect> {
    let Item::Group { frame, .. } = item else { return None };
    frame.items.iter().find_map(|(at, item)| match item {
        Item::Image { size, .. } => Some(Rect { origin: Point::new(origin.x + at.x, origin.y + at.y), size: *size }),
        _ => None,
    })
}

/// A picture in an area, and how many hundredths of it are cut off.
pub fn place(picture: &Arc<Picture>, area: Rect, fit: ArtFit) -> ((Point, Item), i64) {
    let Rect { origin, size } = at(picture, area, fit);
    let at = Point::new(origin.x - area.origin.x, origin.y - area.origin.y);
    let shown = |whole: Length, area: Length| whole.min(area).0.max(1);
    let cut = |whole: Length, area: Length| 100 - shown(whole, area) * 100 / whole.0.max(1);
    let lost = cut(size.width, area.size.width).max(cut(size.height, area.size.height));
    let item = (at, Item::Image { picture: Arc::clone(picture), size, source: None });
    (shapes::clipped(area, vec![item]), lost)
}

/// The front of a picture that goes round the whole book, as large as a panel: scaled by its height (which has the
/// bleed), its end on the side of the front without bleed and flap.
pub fn front_of_wrap(picture: &Arc<Picture>, sheet: &Sheet) -> (Point, Item) {
    let high = sheet.bled().size.height;
    let size = Size::new(high.scale(picture.width.max(1).into(), picture.height.max(1).into()), high);
    let beyond = sheet.bleed + sheet.flap;
    let left = if sheet.binding == Binding::Right { -beyond } else { sheet.panel.width + beyond - size.width };
    let at = Point::new(left, -sheet.bleed);
    let item = (at, Item::Image { picture: Arc::clone(picture), size, source: None });
    shapes::clipped(Rect { origin: Point::ZERO, size: sheet.panel }, vec![item])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::Format;

    fn picture(width: u32, height: u32) -> Arc<Picture> {
        Arc::new(Picture { format: Format::Png, bytes: Vec::new().into(), width, height, ink: None })
    }

    fn placed(width: u32, height: u32, fit: ArtFit) -> (Point, Size, i64) {
        let area = Rect::new(Length::pt(10), Length::pt(20), Length::pt(100), Length::pt(200));
        let ((origin, group), lost) = place(&picture(width, height), area, fit);
        assert_eq!(origin, area.origin);
        let Item::Group { frame, clip: true, .. } = group else { panic!("not clipped") };
        assert_eq!(frame.size, area.size);
        let (at, Item::Image { size, .. }) = &frame.items[0] else { panic!("no picture") };
        (*at, *size, lost)
    }

    #[test]
    fn art_fills_its_panel_or_is_whole() {
        let size = |width, height| Size::new(Length::pt(width), Length::pt(height));
        let at = |x, y| Point::new(Length::pt(x), Length::pt(y));
        assert_eq!(placed(50, 100, ArtFit::Fill), (Point::ZERO, size(100, 200), 0));
        assert_eq!(placed(100, 100, ArtFit::Fill), (at(-50, 0), size(200, 200), 50));
        assert_eq!(placed(10, 40, ArtFit::Fill), (at(0, -100), size(100, 400), 50));
        assert_eq!(placed(100, 100, ArtFit::Whole), (at(0, 50), size(100, 100), 0));
        assert_eq!(placed(10, 40, ArtFit::Whole), (at(25, 0), size(50, 200), 0));
        assert_eq!(placed(0, 0, ArtFit::Whole).1, size(100, 100));
    }

    #[test]
    fn the_end_of_a_wrap_away_from_the_spine_is_the_front() {
        let front = Size::new(Length::pt(100), Length::pt(180));
        for (binding, left) in [(Binding::Left, -140), (Binding::Right, -10)] {
            let sheet = Sheet { bleed: Length::pt(10), binding, ..Sheet::front_only(front) };
            let (_, group) = front_of_wrap(&picture(500, 400), &sheet);
            let Item::Group { frame, .. } = group else { panic!() };
            let (at, Item::Image { size, .. }) = &frame.items[0] else { panic!("no picture") };
            assert_eq!((size.width, size.height), (Length::pt(250), Length::pt(200)));
            assert_eq!(*at, Point::new(Length::pt(left), -Length::pt(10)));
        }
    }
}
