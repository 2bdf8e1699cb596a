//! Points, sizes and transforms on a page whose origin is the top left and whose y grows downwards.

use super::Length;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Point {
    pub x: Length,
    pub y: Length,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Size {
    pub width: Length,
    pub height: Length,
}

/// `origin` is the top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Rect {
    pub origin: Point,
    pub size: Size,
}

/// How far ink runs past each side of the trim. The inner side lies in the spine, the outer one opposite; of a book bound
/// on top they are head and foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Bleed {
    pub top: Length,
    pub bottom: Length,
    pub outer: Length,
    pub inner: Length,
}

/// `x' = a x + c y + e`, `y' = b x + d y + f`, with a to d counted in 1/65,536.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transform {
    pub a: i64,
    pub b: i64,
    pub c: i64,
    pub d: i64,
    pub e: Length,
    pub f: Length,
}

impl Point {
    pub const ZERO: Point = Point { x: Length::ZERO, y: Length::ZERO };

    pub const fn new(x: Length, y: Length) -> Point {
        Point { x, y }
    }
}

impl Size {
    pub const fn new(width: Length, height: Length) -> Size {
        Size { width, height }
    }
}

impl Rect {
    pub const fn new(x: Length, y: Length, width: Length, height: Length) -> Rect {
        Rect { origin: Point::new(x, y), size: Size::new(width, height) }
    }

    pub fn right(&self) -> Length {
        self.origin.x + self.size.width
    }

    pub fn bottom(&self) -> Length {
        self.origin.y + self.size.height
    }

    /// The rectangle that is larger by `by` on all four sides.
    pub fn outset(&self, by: Length) -> Rect {
        Rect::new(self.origin.x - by, self.origin.y - by, self.size.width + by * 2, self.size.height + by * 2)
    }
}

impl Bleed {
    pub const NONE: Bleed = Bleed::all(Length::ZERO);

    pub const fn all(by: Length) -> Bleed {
        Bleed { top: by, bottom: by, outer: by, inner: by }
    }

    /// None at the spine.
    pub const fn outer(by: Length) -> Bleed {
        Bleed { inner: Length::ZERO, ..Bleed::all(by) }
    }
}

impl Transform {
    pub const ONE: i64 = 65_536;
    pub const IDENTITY: Transform = Transform::shift(Length::ZERO, Length::ZERO);

    pub const fn shift(x: Length, y: Length) -> Transform {
        Transform { a: Self::ONE, b: 0, c: 0, d: Self::ONE, e: x, f: y }
    }
}
