//! In: a page's boxes. Out: where an area of its space lies, as seen from the trim's corner. Refuses to judge.

use crate::base::{Length, Point};
use crate::pdfread::Bounds;
use crate::pdfread::Page;
use crate::pdfread::content::Area;

/// Points from the trim's top left corner of the page as it is seen, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageArea {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// A page as it is seen.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// From 1.
    pub number: usize,
    trim: Area,
    turns: u8,
    unit: f64,
    pub width: f64,
    pub height: f64,
    /// Left, top, right, bottom of the bleed, and of the media.
    pub bleed: PageArea,
    pub media: PageArea,
}

impl Sheet {
    pub fn new(number: usize, page: &Page) -> Sheet {
        let trim = points(page.trim);
        let unit = page.unit as f64 / 1_000.0;
        let none = PageArea { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 };
        let mut sheet =
            Sheet { number, trim, turns: page.turns, unit, width: 0.0, height: 0.0, bleed: none, media: none };
        let own = sheet.seen(trim);
        (sheet.width, sheet.height) = (own.right, own.bottom);
        sheet.bleed = sheet.seen(points(page.bleed));
        sheet.media = sheet.seen(points(page.media));
        sheet
    }

    /// An area of the page's space.
    pub fn seen(&self, [left, bottom, right, top]: Area) -> PageArea {
        let [l, b, r, t] = self.trim;
        let (left, top, right, bottom) = match self.turns {
            0 => (left - l, t - top, right - l, t - bottom),
            1 => (bottom - b, left - l, top - b, right - l),
            2 => (r - right, bottom - b, r - left, top - b),
            _ => (t - top, r - right, t - bottom, r - left),
        };
        let unit = self.unit;
        PageArea { left: left * unit, top: top * unit, right: right * unit, bottom: bottom * unit }
    }

    /// What is said of an area's left, bottom, right and top, as left, top, right and bottom of the page as it is seen.
    pub fn sides<T: Copy>(&self, [left, bottom, right, top]: [T; 4]) -> [T; 4] {
        match self.turns {
            0 => [left, top, right, bottom],
            1 => [bottom, left, top, right],
            2 => [right, bottom, left, top],
            _ => [top, right, bottom, left],
        }
    }

    /// The other way: left, top, right and bottom of the page as it is seen, as left, bottom, right and top of its own space.
    pub fn own_sides<T: Copy>(&self, [left, top, right, bottom]: [T; 4]) -> [T; 4] {
        match self.turns {
            0 => [left, bottom, right, top],
            1 => [top, left, bottom, right],
            2 => [right, top, left, bottom],
            _ => [bottom, right, top, left],
        }
    }

    /// A length of the page's space.
    pub fn length(&self, length: f64) -> f64 {
        length * self.unit
    }

    /// Whether it bleeds anywhere.
    pub fn has_bleed(&self) -> bool {
        let PageArea { left, top, right, bottom } = self.bleed;
        left < -0.5 || top < -0.5 || right > self.width + 0.5 || bottom > self.height + 0.5
    }

    /// Distances to the trim, left, top, right, bottom; negative beyond it.
    pub fn inside(&self, seen: &PageArea) -> [f64; 4] {
        [seen.left, seen.top, self.width - seen.right, self.height - seen.bottom]
    }

    /// Whether any of it is left after the trim.
    pub fn is_kept(&self, seen: &PageArea) -> bool {
        seen.right > 0.0 && seen.bottom > 0.0 && seen.left < self.width && seen.top < self.height
    }
}

impl PageArea {
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Around both.
    pub fn with(&self, other: &PageArea) -> PageArea {
        PageArea {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub fn touches(&self, other: &PageArea) -> bool {
        self.left <= other.right && other.left <= self.right && self.top <= other.bottom && other.top <= self.bottom
    }

    pub fn point(&self) -> Option<Point> {
        let length = |points: f64| Length::from_pt(points.clamp(-1e6, 1e6));
        Some(Point::new(length(self.left), length(self.top)))
    }
}

/// Left, bottom, right, top in points.
pub fn points(of: Bounds) -> Area {
    [of.left, of.bottom, of.right, of.top].map(Length::to_pt)
}
