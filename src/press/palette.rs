//! In: a colour as meant. Out: the colour of a press: gray, four inks, or a screen's red, green and blue.

use super::output::{Output, PressSetup};
use super::separation::Separation;
use super::spot::{Plate, Spot};
use crate::base::{Diagnostic, Ink, Length};

/// A colour in a device's own space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Gray(u8),
    Rgb(u8, u8, u8),
    /// In thousandths.
    Cmyk([u16; 4]),
    /// A spot ink by its number among the palette's, 255 solid.
    Spot(u8, u8),
}

/// What a press makes of colours.
#[derive(Debug)]
pub struct Palette {
    /// Nothing for a screen.
    print: Option<(PressSetup, Separation)>,
}

impl Palette {
    /// # Errors
    ///
    /// An output profile that is none.
    pub fn new(output: &Output) -> Result<Palette, Diagnostic> {
        let Output::Press(press) = output else { return Ok(Palette { print: None }) };
        let separation = Separation::new(press).map_err(|why| {
            let message = format!("the output profile `{}` cannot be used: {why}", press.profile.condition.info);
            Diagnostic::error("profile-unusable", message)
        })?;
        Ok(Palette { print: Some((press.clone(), separation)) })
    }

    /// Nothing where colours stay as a screen has them.
    pub fn separation(&self) -> Option<&Separation> {
        self.separated().map(|(_, separation)| separation)
    }

    fn separated(&self) -> Option<&(PressSetup, Separation)> {
        self.print.as_ref().filter(|(press, _)| !(press.keeps_rgb && press.inks.is_colour()))
    }

    pub fn press(&self) -> Option<&PressSetup> {
        self.print.as_ref().map(|(press, _)| press)
    }

    /// Whether something may shine through something else. In black ink nothing does, whatever a standard allows: what
    /// is mixed of grays comes out of some presses in all four inks.
    pub fn allows_transparency(&self) -> bool {
        self.press().is_none_or(|press| press.standard.allows_transparency() && press.inks.is_colour())
    }

    /// Whether black is the only ink.
    pub fn is_black(&self) -> bool {
        self.press().is_some_and(|press| !press.inks.is_colour())
    }

    /// Where colours that are not gray live.
    pub fn space(&self) -> &'static str {
        match self.separated() {
            None => "DeviceRGB",
            Some((press, _)) if press.inks.is_colour() => "DeviceCMYK",
            Some(_) => "DeviceGray",
        }
    }

    /// The spot inks of the file, by name, and what stands for each.
    pub fn spots(&self) -> Vec<(&str, [u8; 4])> {
        let all_in_one = self.press().filter(|press| press.plate.is_none());
        let declared = all_in_one.map(|press| press.spots.as_slice()).unwrap_or_default();
        let spots = declared.iter().map(|spot| (spot.name.as_str(), spot.inks));
        // Marks must be on the plates of these inks too.
        let all = (!declared.is_empty()).then_some((Spot::ALL, [100; 4]));
        spots.chain(all).collect()
    }

    /// The spot ink of a colour.
    pub fn spot(&self, ink: Ink) -> Option<Colour> {
        let spots = &self.press()?.spots;
        let at = match ink {
            Ink::Cmyk(100, 100, 100, 100) if !spots.is_empty() => spots.len(),
            _ => spots.iter().position(|spot| spot.is_meant_by(ink))?,
        };
        u8::try_from(at).ok().map(|at| Colour::Spot(at, 255))
    }

    /// The name of the spot ink of a colour of sRGB.
    pub fn spot_named(&self, (red, green, blue): (u8, u8, u8)) -> Option<&str> {
        let meant = |spot: &&Spot| spot.is_meant_by(Ink::Rgb(red, green, blue));
        self.press()?.spots.iter().find(meant).map(|spot| spot.name.as_str())
    }

    /// A colour of a page's own drawing. Gray and inks are a press's own, as meant.
    pub fn ink(&self, ink: Ink) -> Colour {
        self.plated(self.spot(ink).unwrap_or_else(|| self.process(ink)))
    }

    fn process(&self, ink: Ink) -> Colour {
        match (ink, self.separated()) {
            (Ink::Gray(level), _) => Colour::Gray(level),
            (Ink::Rgb(red, green, blue), _) => self.separate((red, green, blue)),
            (Ink::Cmyk(0, 0, 0, black), Some(_)) => Colour::Gray(255 - full(black)),
            (Ink::Cmyk(cyan, magenta, yellow, black), Some((press, separation))) => {
                let inks = [cyan, magenta, yellow, black];
                if press.inks.is_colour() {
                    Colour::Cmyk(inks.map(|ink| u16::from(ink.min(100)) * 10))
                } else {
                    Colour::Gray(separation.gray_of_inks(inks.map(full)))
                }
            }
            (Ink::Cmyk(cyan, magenta, yellow, black), None) => {
                let paper = |ink: u8| 100 - u32::from(ink.min(100));
                let light = |ink: u8| ((paper(ink) * paper(black) * 255 + 5_000) / 10_000) as u8;
                self.separate((light(cyan), light(magenta), light(yellow)))
            }
        }
    }

    /// A colour of sRGB. What is gray stays in black ink alone.
    pub fn rgb(&self, rgb: (u8, u8, u8)) -> Colour {
        self.plated(self.separate(rgb))
    }

    fn separate(&self, (red, green, blue): (u8, u8, u8)) -> Colour {
        let gray = red == green && green == blue;
        match self.separated() {
            None if gray => Colour::Gray(red),
            None => Colour::Rgb(red, green, blue),
            Some((press, separation)) if gray || !press.inks.is_colour() => {
                Colour::Gray(separation.gray_of_rgb([red, green, blue]))
            }
            Some((_, separation)) => Colour::of_inks(separation.inks_of_rgb([red, green, blue])),
        }
    }

    /// What a plate has of a colour, in black; all of it where the file is no plate.
    fn plated(&self, colour: Colour) -> Colour {
        match (self.press().and_then(|press| press.plate), colour) {
            (Some(_), _) if !self.is_own(colour) => Colour::PAPER,
            (Some(_), Colour::Spot(_, tint)) => Colour::Gray(255 - tint),
            (_, colour) => colour,
        }
    }

    /// Whether a colour is on the file's plate, as every one is where the file is none.
    fn is_own(&self, colour: Colour) -> bool {
        let Some((plate, all)) = self.press().and_then(|press| Some((press.plate?, press.spots.len()))) else {
            return true;
        };
        match colour {
            Colour::Spot(at, _) => plate == Plate::Spot(usize::from(at)) || usize::from(at) == all,
            Colour::Gray(_) | Colour::Rgb(..) | Colour::Cmyk(_) => plate == Plate::Black,
        }
    }

    /// Whether the pictures of an ink, or of none, are on the file's plate.
    pub fn shows(&self, ink: Option<Ink>) -> bool {
        let spot = ink.and_then(|ink| self.spot(ink));
        match self.press().and_then(|press| press.plate) {
            None => true,
            Some(Plate::Black) => spot.is_none(),
            Some(Plate::Spot(own)) => {
                spot.is_some_and(|spot| matches!(spot, Colour::Spot(at, _) if usize::from(at) == own))
            }
        }
    }

    /// Whether something may lie in one ink over something in another, as black letters do by themselves.
    pub fn has_layers(&self) -> bool {
        self.separated().is_some_and(|(press, _)| press.inks.is_colour() || !press.spots.is_empty())
    }

    /// How letters or a shape of a page are printed that are so opaque. Nothing where a plate has neither their ink nor
    /// a gap for it.
    pub fn laid(&self, ink: Ink, thing: Thing, opacity: u8) -> Option<Laid> {
        let whole = self.spot(ink).unwrap_or_else(|| self.process(ink));
        // What is paler than black would show what lies under it.
        let black = thing == Thing::Letters && opacity == 255 && whole == Colour::BLACK && self.has_layers();
        if black && self.press().is_some_and(|press| press.black_overprints) {
            return match self.press() {
                Some(press) if matches!(press.plate, Some(Plate::Spot(_))) => None,
                // Gray is a colour of all inks of which it has one (ISO 32000-1, 8.6.7).
                Some(press) if press.inks.is_colour() => Some(Laid { colour: Colour::SOLID_BLACK, over: true }),
                _ => Some(Laid { colour: Colour::BLACK, over: true }),
            };
        }
        if thing == Thing::Ground && opacity == 255 && whole == Colour::BLACK {
            return self.lay(self.rich_black().unwrap_or(whole), opacity);
        }
        self.lay(whole, opacity)
    }

    /// The same of a flat colour of a drawing.
    pub fn laid_flat(&self, (red, green, blue): (u8, u8, u8), thing: Thing) -> Option<Laid> {
        self.laid(Ink::Rgb(red, green, blue), thing, 255)
    }

    pub fn has_rich_black(&self) -> bool {
        self.rich_black().is_some()
    }

    /// What large black areas have; nothing where there are no four inks.
    fn rich_black(&self) -> Option<Colour> {
        let (press, _) = self.separated().filter(|(press, _)| press.inks.is_colour())?;
        press.rich_black.map(|inks| Colour::Cmyk(inks.map(|ink| u16::from(ink.min(100)) * 10)))
    }

    fn lay(&self, whole: Colour, opacity: u8) -> Option<Laid> {
        let over = self.is_overprinted(whole);
        let colour = self.plated(whole).faded(opacity);
        (!over || self.is_own(whole)).then_some(Laid { colour, over })
    }

    /// Whether an ink is printed over what lies under it, by its own setting.
    fn is_overprinted(&self, colour: Colour) -> bool {
        let Colour::Spot(at, _) = colour else { return false };
        self.press().and_then(|press| press.spots.get(usize::from(at))).is_some_and(|spot| spot.overprint)
    }

    /// Whether a shape of this ink leaves what lies under it as it is.
    pub fn overprints(&self, ink: Ink) -> bool {
        self.spot(ink).is_some_and(|whole| self.is_overprinted(whole))
    }

    /// The widest rim of any ink; nothing where none has one.
    pub fn widest_trap(&self) -> Option<Length> {
        let traps = self.press()?.spots.iter().map(|spot| spot.trap);
        traps.max().filter(|trap| *trap > Length::ZERO)
    }

    /// The lighter of two inks, and how far it is to run under the other; nothing where no gap is left, or where the
    /// lighter one is told nothing of it.
    pub fn trap(&self, ink: Ink, thing: Thing, ground: Ink) -> Option<(Ink, Length)> {
        let whole = |ink: Ink| self.spot(ink).unwrap_or_else(|| self.process(ink));
        let spot = |ink: Ink| self.press()?.spots.iter().position(|spot| spot.is_meant_by(ink));
        let overprints = thing == Thing::Letters && whole(ink) == Colour::BLACK && self.press()?.black_overprints;
        if overprints || self.is_overprinted(whole(ink)) || spot(ink) == spot(ground) {
            return None;
        }
        if [ink, ground].into_iter().any(|ink| matches!(whole(ink), Colour::PAPER)) {
            return None;
        }
        let darkness = |ink: Ink| ink.contrast(Ink::PAPER);
        let lighter = if darkness(ink) < darkness(ground) { ink } else { ground };
        let trap = self.press()?.spots.get(spot(lighter)?)?.trap;
        (trap > Length::ZERO).then_some((lighter, trap))
    }

    /// What a trap's pen has; nothing on the plate of another ink.
    pub fn rim(&self, ink: Ink) -> Option<Colour> {
        let whole = self.spot(ink)?;
        self.is_own(whole).then(|| self.plated(whole))
    }

    /// The same where the rim's ink is taken off again.
    pub fn no_rim(&self, ink: Ink) -> Option<Colour> {
        let Some(Colour::Spot(at, _)) = self.spot(ink) else { return None };
        let none = Colour::Spot(at, 0);
        self.is_own(none).then(|| self.plated(none))
    }

    /// How a picture that is printed in one ink lies on what is under it; nothing where a plate has no part in it.
    pub fn laid_picture(&self, ink: Option<Ink>) -> Option<bool> {
        let over = ink.and_then(|ink| self.spot(ink)).is_some_and(|spot| self.is_overprinted(spot));
        (!over || self.shows(ink)).then_some(over)
    }
}

/// What is to be printed: letters of pure black are printed over what lies under them, and nothing else is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    Letters,
    /// A large area.
    Ground,
    Shape,
}

/// A colour, and whether other inks stay under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Laid {
    pub colour: Colour,
    pub over: bool,
}

/// Hundredths as 255ths.
fn full(ink: u8) -> u8 {
    ((u32::from(ink.min(100)) * 255 + 50) / 100) as u8
}

pub fn thousandths(level: u8) -> u16 {
    ((u32::from(level) * 1_000 + 127) / 255) as u16
}

impl Colour {
    pub const BLACK: Colour = Colour::Gray(0);
    pub const PAPER: Colour = Colour::Gray(255);
    /// The same as one ink of four.
    const SOLID_BLACK: Colour = Colour::Cmyk([0, 0, 0, 1_000]);

    fn of_inks(inks: [u8; 4]) -> Colour {
        Colour::Cmyk(inks.map(thousandths))
    }

    /// The same as laid on white paper, 255 opaque: what shows where nothing may shine through.
    pub fn faded(self, opacity: u8) -> Colour {
        let light = |level: u8| 255 - ((u32::from(255 - level) * u32::from(opacity) + 127) / 255) as u8;
        match self {
            Colour::Gray(level) => Colour::Gray(light(level)),
            Colour::Rgb(red, green, blue) => Colour::Rgb(light(red), light(green), light(blue)),
            Colour::Cmyk(inks) => {
                Colour::Cmyk(inks.map(|ink| ((u32::from(ink) * u32::from(opacity) + 127) / 255) as u16))
            }
            Colour::Spot(at, tint) => Colour::Spot(at, 255 - light(255 - tint)),
        }
    }

    /// In thousandths.
    pub fn levels(self) -> Vec<i64> {
        match self {
            Colour::Gray(level) => vec![thousandths(level).into()],
            Colour::Rgb(red, green, blue) => [red, green, blue].map(|part| thousandths(part).into()).to_vec(),
            Colour::Cmyk(inks) => inks.map(i64::from).to_vec(),
            Colour::Spot(_, tint) => vec![thousandths(tint).into()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::{Inks, Standard};

    fn palette(inks: Inks) -> Palette {
        Palette::new(&Output::Press(PressSetup::usual(Standard::X4, inks))).unwrap()
    }

    #[test]
    fn each_press_has_its_colours() {
        let (black, colour) = (palette(Inks::Black), palette(Inks::StandardColour));
        let screen = Palette::new(&Output::Screen).unwrap();
        let red = Ink::Rgb(255, 0, 0);
        assert!(matches!(black.ink(red), Colour::Gray(90..140)), "{:?}", black.ink(red));
        assert!(
            matches!(colour.ink(red), Colour::Cmyk([0..150, 800..=1_000, 800..=1_000, 0..150])),
            "{:?}",
            colour.ink(red)
        );
        assert_eq!(screen.ink(red), Colour::Rgb(255, 0, 0));
        assert_eq!(screen.ink(Ink::Cmyk(0, 0, 0, 100)), Colour::BLACK);
        for palette in [&black, &colour] {
            assert_eq!(palette.ink(Ink::Cmyk(0, 0, 0, 0)), Colour::Gray(255));
            assert_eq!(palette.ink(Ink::Cmyk(0, 0, 0, 100)), Colour::BLACK);
            assert_eq!(palette.rgb((0, 0, 0)), Colour::BLACK);
            assert_eq!(palette.ink(Ink::Gray(77)), Colour::Gray(77));
        }
        assert_eq!(colour.ink(Ink::Cmyk(100, 100, 100, 100)), Colour::Cmyk([1_000; 4]));
        assert!(matches!(black.ink(Ink::Cmyk(100, 100, 100, 100)), Colour::Gray(0..10)));
    }

    #[test]
    fn a_spot_ink_takes_its_own_colour_and_leaves_the_others() {
        let red = Spot {
            key: "red".to_owned(),
            name: "Red".to_owned(),
            inks: [0, 75, 76, 0],
            colour: Ink::Rgb(249, 66, 58),
            overprint: false,
            trap: Length::ZERO,
        };
        for inks in [Inks::Black, Inks::StandardColour] {
            let press = PressSetup { spots: vec![red.clone()], ..PressSetup::usual(Standard::X4, inks) };
            let palette = Palette::new(&Output::Press(press)).unwrap();
            assert_eq!(palette.ink(red.colour), Colour::Spot(0, 255));
            assert_eq!(palette.ink(Ink::Cmyk(0, 75, 76, 0)), Colour::Spot(0, 255));
            assert_eq!(palette.laid_flat((249, 66, 58), Thing::Shape).unwrap().colour, Colour::Spot(0, 255));
            assert_eq!(palette.ink(Ink::BLACK), Colour::BLACK);
            assert!(!matches!(palette.ink(Ink::Rgb(249, 66, 59)), Colour::Spot(..)));
            assert_eq!(palette.ink(Ink::Cmyk(100, 100, 100, 100)), Colour::Spot(1, 255), "marks are on every plate");
            assert_eq!(palette.spots(), [("Red", [0, 75, 76, 0]), ("All", [100; 4])]);
        }
        assert_eq!(Colour::Spot(0, 255).faded(128), Colour::Spot(0, 128));
        assert_eq!(Colour::Gray(0).faded(0), Colour::PAPER);
        assert_eq!(Colour::Cmyk([1_000, 0, 500, 0]).faded(128), Colour::Cmyk([502, 0, 251, 0]));
    }

    #[test]
    fn large_black_areas_are_rich_where_there_are_four_inks() {
        for (inks, ground) in
            [(Inks::Black, Colour::BLACK), (Inks::StandardColour, Colour::Cmyk([600, 400, 400, 1_000]))]
        {
            let press = PressSetup { rich_black: Some([60, 40, 40, 100]), ..PressSetup::usual(Standard::X4, inks) };
            let palette = Palette::new(&Output::Press(press)).unwrap();
            let laid = |ink, thing| palette.laid(ink, thing, 255).unwrap().colour;
            assert_eq!(laid(Ink::BLACK, Thing::Ground), ground);
            assert_eq!(laid(Ink::BLACK, Thing::Shape), Colour::BLACK);
            assert!(matches!(laid(Ink::BLACK, Thing::Letters), Colour::BLACK | Colour::SOLID_BLACK));
            assert_eq!(laid(Ink::Gray(1), Thing::Ground), Colour::Gray(1));
        }
    }

    #[test]
    fn what_is_printed_over_other_inks_leaves_no_gap_in_them() {
        let mut red = Spot {
            key: "red".to_owned(),
            name: "Red".to_owned(),
            inks: [0, 75, 76, 0],
            colour: Ink::Rgb(249, 66, 58),
            overprint: false,
            trap: Length::ZERO,
        };
        let plates = |red: &Spot, black_overprints: bool, plate: Option<Plate>| {
            let press = PressSetup { spots: vec![red.clone()], black_overprints, plate, ..PressSetup::default() };
            Palette::new(&Output::Press(press)).unwrap()
        };
        let laid = |colour, over| Some(Laid { colour, over });
        let (black, own) = (Some(Plate::Black), Some(Plate::Spot(0)));
        for over in [false, true] {
            red.overprint = over;
            let gap = laid(Colour::PAPER, false).filter(|_| !over);
            let [file, black, own] = [None, black, own].map(|plate| plates(&red, true, plate));
            for thing in [Thing::Letters, Thing::Shape] {
                assert_eq!(file.laid(red.colour, thing, 255), laid(Colour::Spot(0, 255), over));
                assert_eq!(black.laid(red.colour, thing, 255), gap);
                assert_eq!(own.laid(red.colour, thing, 128), laid(Colour::Gray(127), over));
            }
            assert_eq!(
                (black.laid_flat((249, 66, 58), Thing::Shape), black.laid_picture(Some(red.colour))),
                (gap, gap.map(|_| false))
            );
            assert_eq!((own.laid_picture(Some(red.colour)), own.laid_picture(None)), (Some(over), Some(false)));
        }
        for over in [false, true] {
            let gap = laid(Colour::PAPER, false).filter(|_| !over);
            let [file, own] = [None, own].map(|plate| plates(&red, over, plate));
            assert_eq!(file.laid(Ink::BLACK, Thing::Letters, 255), laid(Colour::BLACK, over));
            for black in [Ink::BLACK, Ink::Rgb(0, 0, 0), Ink::Cmyk(0, 0, 0, 100)] {
                assert_eq!(own.laid(black, Thing::Letters, 255), gap, "{black:?}");
            }
            for (ink, thing, opacity) in
                [(Ink::BLACK, Thing::Shape, 255), (Ink::BLACK, Thing::Letters, 200), (Ink::PAPER, Thing::Letters, 255)]
            {
                assert_eq!(own.laid(ink, thing, opacity), laid(Colour::PAPER, false), "{ink:?} {thing:?}");
                assert!(!file.laid(ink, thing, opacity).unwrap().over, "{ink:?} {thing:?}");
            }
        }
    }
}
