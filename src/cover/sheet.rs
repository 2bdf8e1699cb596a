//! In: a page's size, a spine, a bleed. Out: where back, spine and front stand on one sheet. Refuses to know what is on
//! them.

use crate::base::{Binding, Length, Rect, Size};

/// Back, spine and front side by side, or front, spine and back of a book bound on the right. Coordinates are those of the trimmed sheet; art runs on into the bleed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// One page of the book.
    pub panel: Size,
    pub spine: Length,
    pub bleed: Length,
    pub binding: Binding,
    /// A front alone, for a screen: no back, no spine, no bleed.
    pub front_only: bool,
}

/// Where things that must not be cut end: this far inside the trim (0.25 in).
pub const SAFE: Length = Length::mils(250);

impl Sheet {
    /// A front for a screen.
    pub fn front_only(panel: Size) -> Sheet {
        Sheet { panel, spine: Length::ZERO, bleed: Length::ZERO, binding: Binding::Left, front_only: true }
    }

    /// The whole sheet after trimming.
    pub fn trim(&self) -> Size {
        match self.front_only {
            true => self.panel,
            false => Size::new(self.panel.width * 2 + self.spine, self.panel.height),
        }
    }

    pub fn back(&self) -> Rect {
        self.panel_at(self.binding == Binding::Right)
    }

    pub fn spine(&self) -> Rect {
        Rect::new(self.panel.width, Length::ZERO, self.spine, self.panel.height)
    }

    pub fn front(&self) -> Rect {
        self.panel_at(!self.front_only && self.binding != Binding::Right)
    }

    /// The panel right of the spine, or the one that is leftmost.
    fn panel_at(&self, right: bool) -> Rect {
        let left = if right { self.panel.width + self.spine } else { Length::ZERO };
        Rect::new(left, Length::ZERO, self.panel.width, self.panel.height)
    }

    /// All that is printed.
    pub fn bled(&self) -> Rect {
        let trim = self.trim();
        Rect::new(Length::ZERO, Length::ZERO, trim.width, trim.height).outset(self.bleed)
    }

    /// A panel with its bleed, up to the fold.
    pub fn with_bleed(&self, panel: Rect) -> Rect {
        let all = self.bled();
        let left = if panel.origin.x == Length::ZERO { all.origin.x } else { panel.origin.x };
        let right = if panel.right() == self.trim().width { all.right() } else { panel.right() };
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
}
