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
    pub const PAPER: Ink = Ink::Gray(255);

    /// Whether it is black ink alone and solid, or the black of a screen.
    pub fn is_black(self) -> bool {
        matches!(self, Ink::Gray(0) | Ink::Rgb(0, 0, 0) | Ink::Cmyk(0, 0, 0, 100))
    }

    /// What it is on a screen.
    pub fn rgb(self) -> (u8, u8, u8) {
        match self {
            Ink::Gray(gray) => (gray, gray, gray),
            Ink::Rgb(red, green, blue) => (red, green, blue),
            Ink::Cmyk(c, m, y, k) => (screen(c, k), screen(m, k), screen(y, k)),
        }
    }

    /// How light it is, in ten-thousandths of white (WCAG 2.2, relative luminance).
    fn luminance(self) -> u32 {
        let (red, green, blue) = self.rgb();
        let linear = |level: u8| u32::from(LINEAR[usize::from(level)]);
        (linear(red) * 2_126 + linear(green) * 7_152 + linear(blue) * 722) / 10_000
    }

    /// How letters of this ink stand out from a ground, in hundredths: 100 not at all, 2,100 black on white (WCAG 2.2,
    /// contrast ratio).
    pub fn contrast(self, ground: Ink) -> u32 {
        let (one, other) = (self.luminance() + 500, ground.luminance() + 500);
        one.max(other) * 100 / one.min(other)
    }
}

/// What is left of the light after an ink and black.
fn screen(ink: u8, black: u8) -> u8 {
    let left = (100 - u32::from(ink.min(100))) * (100 - u32::from(black.min(100)));
    (left * 255 / 10_000) as u8
}

/// The light of each level of sRGB, in ten-thousandths.
#[rustfmt::skip]
const LINEAR: [u16; 256] = [
    0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 37, 40, 44, 48,
    52, 56, 60, 65, 70, 75, 80, 86, 91, 97, 103, 110, 116, 123, 130, 137,
    144, 152, 160, 168, 176, 185, 194, 203, 212, 222, 232, 242, 252, 262, 273, 284,
    296, 307, 319, 331, 343, 356, 369, 382, 395, 409, 423, 437, 452, 467, 482, 497,
    513, 529, 545, 561, 578, 595, 612, 630, 648, 666, 685, 704, 723, 742, 762, 782,
    802, 823, 844, 865, 887, 908, 931, 953, 976, 999, 1022, 1046, 1070, 1095, 1119, 1144,
    1170, 1195, 1221, 1248, 1274, 1301, 1329, 1356, 1384, 1413, 1441, 1470, 1500, 1529, 1559, 1590,
    1620, 1651, 1683, 1714, 1746, 1779, 1812, 1845, 1878, 1912, 1946, 1981, 2016, 2051, 2086, 2122,
    2159, 2195, 2232, 2270, 2307, 2346, 2384, 2423, 2462, 2502, 2542, 2582, 2623, 2664, 2705, 2747,
    2789, 2831, 2874, 2918, 2961, 3005, 3050, 3095, 3140, 3185, 3231, 3278, 3325, 3372, 3419, 3467,
    3515, 3564, 3613, 3663, 3712, 3763, 3813, 3864, 3916, 3968, 4020, 4072, 4125, 4179, 4233, 4287,
    4342, 4397, 4452, 4508, 4564, 4621, 4678, 4735, 4793, 4851, 4910, 4969, 5029, 5089, 5149, 5210,
    5271, 5333, 5395, 5457, 5520, 5583, 5647, 5711, 5776, 5841, 5906, 5972, 6038, 6105, 6172, 6240,
    6308, 6376, 6445, 6514, 6584, 6654, 6724, 6795, 6867, 6939, 7011, 7084, 7157, 7231, 7305, 7379,
    7454, 7529, 7605, 7682, 7758, 7835, 7913, 7991, 8070, 8148, 8228, 8308, 8388, 8469, 8550, 8632,
    8714, 8796, 8879, 8963, 9047, 9131, 9216, 9301, 9387, 9473, 9560, 9647, 9734, 9823, 9911, 10000,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert_eq!(Ink::BLACK.contrast(Ink::PAPER), 2_100);
        assert_eq!(Ink::PAPER.contrast(Ink::PAPER), 100);
        // #767676 on white is the lightest gray that passes at 4.5.
        assert!(Ink::Gray(0x76).contrast(Ink::PAPER) >= 450 && Ink::Gray(0x77).contrast(Ink::PAPER) < 450);
        assert_eq!(Ink::Cmyk(0, 0, 0, 100).contrast(Ink::Rgb(255, 255, 255)), 2_100);
    }
}
