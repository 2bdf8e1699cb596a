//! In: a book's design and its pages. Out: where flaps, back, spine and front stand on one sheet. Refuses to know what
//! is on them.

use crate::base::{Binding, Length, Rect, Size};
use crate::design::Design;

/// Back, spine and front side by side, or front, spine and back of a book bound on the right: flap, panel, hinge, spine,
/// hinge, panel, flap. Coordinates are those of the trimmed sheet; art runs on into the bleed. The sheet of a case is
/// trimmed by no knife: its trim is the edge of the boards, and its bleed is what is turned in over them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// One page of the book, or one board of a hard cover.
    pub panel: Size,
    pub spine: Length,
    /// Between the spine and the boards of a hard cover, where it opens; no words stand there.
    pub hinge: Length,
    /// What is folded in at the fore-edges of a jacket.
    pub flap: Length,
    pub bleed: Length,
    pub binding: Binding,
    /// A front alone, for a screen: no back, no spine, no bleed.
    pub front_only: bool,
}

/// Where things that must not be cut end: this far inside the trim (0.25 in).
pub const SAFE: Length = Length::mils(250);

impl Sheet {
    /// The sheet of a book of so many pages. A board stands out past the pages by the square at head and foot; from the
    /// spine to its edge, hinge included, is a page and as much as `fore_edge`.
    pub fn new(design: &Design, pages: usize) -> Sheet {
        let (trim, cover) = (design.print.trim, &design.cover);
        Sheet {
            panel: Size::new(trim.width + cover.fore_edge - cover.hinge, trim.height + cover.square * 2),
            spine: cover.spine.width(pages),
            hinge: cover.hinge,
            flap: cover.flap,
            bleed: cover.bleed,
            binding: design.print.binding,
            front_only: false,
        }
    }

    /// The sheet of a cover that is made, by the width of its trim.
    pub fn of_width(design: &Design, width: Length) -> Sheet {
        let sheet = Sheet { spine: Length::ZERO, ..Sheet::new(design, 0) };
        Sheet { spine: (width - sheet.trim().width).max(Length::ZERO), ..sheet }
    }

    /// A front for a screen.
    pub fn front_only(panel: Size) -> Sheet {
        let [spine, hinge, flap, bleed] = [Length::ZERO; 4];
        Sheet { panel, spine, hinge, flap, bleed, binding: Binding::Left, front_only: true }
    }

    /// The whole sheet after trimming.
    pub fn trim(&self) -> Size {
        match self.front_only {
            true => self.panel,
            false => Size::new((self.flap + self.panel.width + self.hinge) * 2 + self.spine, self.panel.height),
        }
    }

    pub fn back(&self) -> Rect {
        self.panel_at(self.binding == Binding::Right)
    }

    pub fn spine(&self) -> Rect {
        let left = self.flap + self.panel.width + self.hinge;
        Rect::new(left, Length::ZERO, self.spine, self.panel.height)
    }

    pub fn front(&self) -> Rect {
        self.panel_at(!self.front_only && self.binding != Binding::Right)
    }

    /// The flap beside the front, and the one beside the back; nothing where there are none.
    pub fn flaps(&self) -> Option<[Rect; 2]> {
        let at = |left| Rect::new(left, Length::ZERO, self.flap, self.panel.height);
        let (left, right) = (at(Length::ZERO), at(self.trim().width - self.flap));
        let both = if self.binding == Binding::Right { [left, right] } else { [right, left] };
        Some(both).filter(|_| self.flap > Length::ZERO)
    }

    /// The panel right of the spine, or the one left of it.
    fn panel_at(&self, right: bool) -> Rect {
        let left = if right { self.spine().right() + self.hinge } else { self.flap };
        Rect::new(left, Length::ZERO, self.panel.width, self.panel.height)
    }

    /// All that is printed.
    pub fn bled(&self) -> Rect {
        let trim = self.trim();
        Rect::new(Length::ZERO, Length::ZERO, trim.width, trim.height).outset(self.bleed)
    }

    /// A panel or a flap with its bleed, up to the folds; what is on a panel goes over its hinge.
    pub fn with_bleed(&self, panel: Rect) -> Rect {
        let (all, spine) = (self.bled(), self.spine());
        let (mut left, mut right) = (panel.origin.x, panel.right());
        if left == Length::ZERO {
            left = all.origin.x;
        } else if left == spine.right() + self.hinge {
            left = spine.right();
        }
        if right == self.trim().width {
            right = all.right();
        } else if right == spine.origin.x - self.hinge {
            right = spine.origin.x;
        }
        Rect::new(left, all.origin.y, right - left, all.size.height)
    }

    /// Shares of the panel's width are what everything on it is measured by, in thousandths.
    pub fn unit(&self, thousandths: i64) -> Length {
        self.panel.width.scale(thousandths, 1_000)
    }

    /// From the trim to the words.
    pub fn margin(&self) -> Length {
        let share = self.unit(85);
        if self.front_only { share } else { share.max(SAFE) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_stand_side_by_side_and_bleed_outwards_alone() {
        let sheet = Sheet {
            panel: Size::new(Length::mm(148), Length::mm(210)),
            spine: Length::mm(6),
            hinge: Length::ZERO,
            flap: Length::ZERO,
            bleed: Length::mm(3),
            binding: Binding::Left,
            front_only: false,
        };
        assert_eq!(sheet.trim(), Size::new(sheet.panel.width * 2 + sheet.spine, Length::mm(210)));
        assert_eq!(sheet.back().right(), sheet.spine().origin.x);
        assert_eq!(sheet.spine().right(), sheet.front().origin.x);
        assert_eq!(sheet.front().right(), sheet.trim().width);
        let [back, spine, front] = [sheet.back(), sheet.spine(), sheet.front()].map(|panel| sheet.with_bleed(panel));
        assert_eq!((back.origin.x, back.right()), (-Length::mm(3), sheet.spine().origin.x));
        assert_eq!((spine.origin.x, spine.right()), (sheet.spine().origin.x, sheet.front().origin.x));
        assert_eq!(front.right(), sheet.trim().width + Length::mm(3));
        assert!([back, spine, front].iter().all(|panel| panel.size.height == Length::mm(210) + Length::mm(3) * 2));
        let right = Sheet { binding: Binding::Right, ..sheet };
        assert_eq!((right.front(), right.spine(), right.back()), (sheet.back(), sheet.spine(), sheet.front()));
        let screen = Sheet::front_only(Size::new(Length::pt(1_600), Length::pt(2_560)));
        assert_eq!(screen.with_bleed(screen.front()), screen.bled());
        assert_eq!(screen.trim(), screen.panel);
    }
    #[test]
    fn boards_have_hinges_and_jackets_have_flaps() {
        let pt = Length::pt;
        let panel = Size::new(pt(145), pt(216));
        let (binding, front_only) = (Binding::Left, false);
        let sheet = Sheet { panel, spine: pt(20), hinge: pt(10), flap: pt(85), bleed: pt(3), binding, front_only };
        assert_eq!(sheet.trim(), Size::new(pt((85 + 145 + 10) * 2 + 20), pt(216)));
        let [front_flap, back_flap] = sheet.flaps().unwrap();
        assert_eq!((back_flap.right(), front_flap.origin.x), (sheet.back().origin.x, sheet.front().right()));
        assert_eq!(sheet.back().right() + pt(10), sheet.spine().origin.x);
        assert_eq!(sheet.with_bleed(sheet.back()), Rect::new(pt(85), -pt(3), pt(155), pt(222)));
        assert_eq!(sheet.with_bleed(sheet.front()), Rect::new(pt(260), -pt(3), pt(155), pt(222)));
        assert_eq!(sheet.with_bleed(sheet.spine()).size.width, pt(20));
        let flaps = [back_flap, front_flap].map(|flap| sheet.with_bleed(flap));
        assert_eq!((flaps[0].origin.x, flaps[0].right()), (-pt(3), pt(85)));
        assert_eq!((flaps[1].origin.x, flaps[1].right()), (pt(415), pt(503)));
        let right = Sheet { binding: Binding::Right, ..sheet };
        assert_eq!(right.flaps().unwrap(), [back_flap, front_flap]);
        assert_eq!(right.front(), sheet.back());
    }
}
