//! In: a colour as meant. Out: the colour of a press: gray for print, gray or RGB for a screen.

use super::bytes::put_fixed;
use crate::base::Ink;
use crate::page::Press;
use crate::pictures::raster::luma;

/// A colour in a device's own space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Gray(u8),
    Rgb(u8, u8, u8),
}

impl Colour {
    pub const BLACK: Colour = Colour::Gray(0);

    pub fn of(ink: Ink, press: &Press) -> Colour {
        match ink {
            Ink::Gray(level) => Colour::Gray(level),
            Ink::Rgb(red, green, blue) => Colour::of_rgb((red, green, blue), press),
            Ink::Cmyk(cyan, magenta, yellow, black) => {
                let paper = |ink: u8| 100 - u32::from(ink.min(100));
                let light = |ink: u8| ((paper(ink) * paper(black) * 255 + 5_000) / 10_000) as u8;
                Colour::of_rgb((light(cyan), light(magenta), light(yellow)), press)
            }
        }
    }

    pub fn of_rgb((red, green, blue): (u8, u8, u8), press: &Press) -> Colour {
        match press {
            _ if red == green && green == blue => Colour::Gray(red),
            Press::Print(_) => Colour::Gray(luma(red, green, blue)),
            Press::Screen => Colour::Rgb(red, green, blue),
        }
    }

    /// Sets the colour of fills (`0 g`, `1 0 0 rg`) or of strokes (`0 G`, `1 0 0 RG`).
    pub fn put(self, out: &mut Vec<u8>, stroke: bool) {
        for level in self.levels() {
            put_fixed(out, level, 3);
            out.push(b' ');
        }
        let operator = match (self, stroke) {
            (Colour::Gray(_), false) => "g\n",
            (Colour::Gray(_), true) => "G\n",
            (Colour::Rgb(..), false) => "rg\n",
            (Colour::Rgb(..), true) => "RG\n",
        };
        out.extend_from_slice(operator.as_bytes());
    }

    /// In thousandths.
    fn levels(self) -> Vec<i64> {
        let thousandths = |level: u8| (i64::from(level) * 1_000 + 127) / 255;
        match self {
            Colour::Gray(level) => vec![thousandths(level)],
            Colour::Rgb(red, green, blue) => [red, green, blue].map(thousandths).to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::Printing;

    #[test]
    fn a_press_prints_gray_and_a_screen_shows_colour() {
        let red = Ink::Rgb(255, 0, 0);
        assert_eq!(Colour::of(red, &Press::Print(Printing::default())), Colour::Gray(54));
        assert_eq!(Colour::of(red, &Press::Screen), Colour::Rgb(255, 0, 0));
        assert_eq!(Colour::of(Ink::Cmyk(0, 0, 0, 100), &Press::Screen), Colour::BLACK);
        assert_eq!(Colour::of(Ink::Cmyk(0, 0, 0, 0), &Press::Print(Printing::default())), Colour::Gray(255));
        let mut out = Vec::new();
        Colour::of(red, &Press::Screen).put(&mut out, true);
        Colour::BLACK.put(&mut out, false);
        assert_eq!(out, b"1 0 0 RG\n0 g\n");
    }
}
