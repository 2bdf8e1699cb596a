//! Colours as meant.

/// A colour as meant; how a press or screen shows it is the backend's matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ink {
    /// 0 is black, 255 is paper.
    Gray(u8),
    Rgb(u8, u8, u8),
    /// In hundredths, 0 to 100.
    Cmyk(u8, u8, u8, u8),
}

impl Ink {
    pub const BLACK: Ink = Ink::Gray(0);
}
