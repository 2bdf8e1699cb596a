//! In: a picture and its panel. Out: the picture in it, filled or whole. Refuses to know which panel it is.

use super::shapes;
use crate::base::{Binding, Length, Point, Rect, Size};
use crate::design::ArtFit;
use crate::page::Item;
use crate::pictures::Picture;
use std::sync::Arc;

/// A picture in an area, and how many hundredths of it are cut off.
pub fn place(picture: &Arc<Picture>, area: Rect, fit: ArtFit) -> ((Point, Item), i64) {
    let (wide, high) = (i64::from(picture.width.max(1)), i64::from(picture.height.max(1)));
    let by_width = Size::new(area.size.width, area.size.width.scale(high, wide));
    let by_height = Size::new(area.size.height.scale(wide, high), area.size.height);
    // A hair more than the area is the area: pixels are counted in whole numbers.
    let size = if (by_width.height >= area.size.height) == (fit == ArtFit::Fill) { by_width } else { by_height };
    let at = Point::new((area.size.width - size.width) / 2, (area.size.height - size.height) / 2);
    let shown = |whole: Length, area: Length| whole.min(area).0.max(1);
    let cut = |whole: Length, area: Length| 100 - shown(whole, area) * 100 / whole.0.max(1);
    let lost = cut(size.width, area.size.width).max(cut(size.height, area.size.height));
    let item = (at, Item::Image { picture: Arc::clone(picture), size, source: None });
    (shapes::clipped(area, vec![item]), lost)
}

/// The front of a picture that goes round the whole book, as large as `front`: scaled by its height (which has the
/// bleed), its end on the side of the front without the bleed.
pub fn front_of_wrap(picture: &Arc<Picture>, front: Size, bleed: Length, binding: Binding) -> (Point, Item) {
    let high = front.height + bleed * 2;
    let size = Size::new(high.scale(picture.width.max(1).into(), picture.height.max(1).into()), high);
    let left = if binding == Binding::Right { -bleed } else { front.width + bleed - size.width };
    let at = Point::new(left, -bleed);
    let item = (at, Item::Image { picture: Arc::clone(picture), size, source: None });
    shapes::clipped(Rect { origin: Point::ZERO, size: front }, vec![item])
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
            let (_, group) = front_of_wrap(&picture(500, 400), front, Length::pt(10), binding);
            let Item::Group { frame, .. } = group else { panic!() };
            let (at, Item::Image { size, .. }) = &frame.items[0] else { panic!("no picture") };
            assert_eq!((size.width, size.height), (Length::pt(250), Length::pt(200)));
            assert_eq!(*at, Point::new(Length::pt(left), -Length::pt(10)));
        }
    }
}
