//! In: a colour as meant. Out: the colour of a press: gray, four inks, or a screen's red, green and blue.

use super::bytes::{name, put_fixed};
use crate::base::{Diagnostic, Ink};
use crate::page::Output;
use crate::press::{Plate, PressSetup, Separation, Spot};
use lopdf::{Object, dictionary};

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
    fn spot(&self, ink: Ink) -> Option<Colour> {
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
            (Ink::Rgb(red, green, blue), _) => self.rgb((red, green, blue)),
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
                self.rgb((light(cyan), light(magenta), light(yellow)))
            }
        }
    }

    /// A colour of a drawing that is laid on flat.
    pub fn flat(&self, (red, green, blue): (u8, u8, u8)) -> Colour {
        let spot = self.spot(Ink::Rgb(red, green, blue)).map(|spot| self.plated(spot));
        spot.unwrap_or_else(|| self.rgb((red, green, blue)))
    }

    /// A colour of sRGB. What is gray stays in black ink alone.
    pub fn rgb(&self, (red, green, blue): (u8, u8, u8)) -> Colour {
        let gray = red == green && green == blue;
        let colour = match self.separated() {
            None if gray => Colour::Gray(red),
            None => Colour::Rgb(red, green, blue),
            Some((press, separation)) if gray || !press.inks.is_colour() => {
                Colour::Gray(separation.gray_of_rgb([red, green, blue]))
            }
            Some((_, separation)) => Colour::of_inks(separation.inks_of_rgb([red, green, blue])),
        };
        self.plated(colour)
    }

    /// What a plate has of a colour, in black; all of it where the file is no plate.
    fn plated(&self, colour: Colour) -> Colour {
        let Some((plate, all)) = self.press().and_then(|press| Some((press.plate?, press.spots.len()))) else {
            return colour;
        };
        let own = |at: u8| plate == Plate::Spot(usize::from(at)) || usize::from(at) == all;
        match (colour, plate) {
            (Colour::Spot(at, tint), _) if own(at) => Colour::Gray(255 - tint),
            (Colour::Spot(..), _) | (_, Plate::Spot(_)) => Colour::Gray(255),
            (colour, Plate::Black) => colour,
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

    /// The space of pictures in a spot ink, where the file has it.
    pub fn spot_space(&self, ink: Ink) -> Option<Object> {
        let Some(Colour::Spot(at, _)) = self.spot(ink) else { return None };
        self.spots().get(usize::from(at)).map(|(name, inks)| separation_space(name, *inks))
    }

    /// Whether black letters are printed over what lies under them, which then needs no gap that could show.
    pub fn overprints(&self) -> bool {
        self.separated().is_some_and(|(press, _)| press.inks.is_colour() || !press.spots.is_empty())
    }

    /// The colour of letters, and whether they are printed over what lies under them. Nothing where a plate has none.
    pub fn letters(&self, ink: Ink) -> Option<(Colour, bool)> {
        let whole = self.spot(ink).unwrap_or_else(|| self.process(ink));
        if whole != Colour::BLACK || !self.overprints() {
            return Some((self.ink(ink), false));
        }
        match self.press() {
            Some(press) if matches!(press.plate, Some(Plate::Spot(_))) => None,
            Some(press) if press.plate.is_some() => Some((Colour::BLACK, false)),
            // Gray is a colour of all inks of which it has one (ISO 32000-1, 8.6.7).
            Some(press) if press.inks.is_colour() => Some((Colour::Cmyk([0, 0, 0, 1_000]), true)),
            _ => Some((Colour::BLACK, true)),
        }
    }
}

/// A spot ink as a space, with the inks that stand for it (ISO 32000-1, 8.6.6.4).
pub fn separation_space(spot: &str, inks: [u8; 4]) -> Object {
    let parts = |inks: [u8; 4]| inks.map(|ink| Object::Real(f32::from(ink) / 100.0)).to_vec();
    let function = dictionary! {
        "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
        "C0" => parts([0; 4]), "C1" => parts(inks),
    };
    vec![name("Separation"), name(spot), name("DeviceCMYK"), function.into()].into()
}

/// What a content stream calls a spot ink.
pub fn spot_name(at: u8) -> String {
    format!("K{at}")
}

/// Hundredths as 255ths.
fn full(ink: u8) -> u8 {
    ((u32::from(ink.min(100)) * 255 + 50) / 100) as u8
}

fn thousandths(level: u8) -> u16 {
    ((u32::from(level) * 1_000 + 127) / 255) as u16
}

impl Colour {
    pub const BLACK: Colour = Colour::Gray(0);

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

    /// Sets the colour of fills (`0 g`, `1 0 0 rg`) or of strokes (`0 G`, `1 0 0 RG`).
    pub fn put(self, out: &mut Vec<u8>, stroke: bool) {
        if let Colour::Spot(at, _) = self {
            out.extend_from_slice(format!("/{} {} ", spot_name(at), if stroke { "CS" } else { "cs" }).as_bytes());
        }
        for level in self.levels() {
            put_fixed(out, level, 3);
            out.push(b' ');
        }
        let operator = match (self, stroke) {
            (Colour::Gray(_), false) => "g\n",
            (Colour::Gray(_), true) => "G\n",
            (Colour::Rgb(..), false) => "rg\n",
            (Colour::Rgb(..), true) => "RG\n",
            (Colour::Cmyk(_), false) => "k\n",
            (Colour::Cmyk(_), true) => "K\n",
            (Colour::Spot(..), false) => "scn\n",
            (Colour::Spot(..), true) => "SCN\n",
        };
        out.extend_from_slice(operator.as_bytes());
    }

    /// Its parts in a space that is not narrower than its own (`Palette::space`), 0 to 1.
    pub fn parts(self, space: &str) -> Vec<f32> {
        let whole = |levels: Vec<i64>| levels.into_iter().map(|level| level as f32 / 1_000.0).collect();
        match (self, space) {
            (Colour::Gray(level), "DeviceCMYK") => whole(vec![0, 0, 0, 1_000 - i64::from(thousandths(level))]),
            (Colour::Gray(level), "DeviceRGB") => whole(vec![i64::from(thousandths(level)); 3]),
            _ => whole(self.levels()),
        }
    }

    /// In thousandths.
    fn levels(self) -> Vec<i64> {
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
        let red =
            Spot { key: "red".to_owned(), name: "Red".to_owned(), inks: [0, 75, 76, 0], colour: Ink::Rgb(249, 66, 58) };
        for inks in [Inks::Black, Inks::StandardColour] {
            let press = PressSetup { spots: vec![red.clone()], ..PressSetup::usual(Standard::X4, inks) };
            let palette = Palette::new(&Output::Press(press)).unwrap();
            assert_eq!(palette.ink(red.colour), Colour::Spot(0, 255));
            assert_eq!(palette.ink(Ink::Cmyk(0, 75, 76, 0)), Colour::Spot(0, 255));
            assert_eq!(palette.flat((249, 66, 58)), Colour::Spot(0, 255));
            assert_eq!(palette.ink(Ink::BLACK), Colour::BLACK);
            assert!(!matches!(palette.ink(Ink::Rgb(249, 66, 59)), Colour::Spot(..)));
            assert_eq!(palette.ink(Ink::Cmyk(100, 100, 100, 100)), Colour::Spot(1, 255), "marks are on every plate");
            assert_eq!(palette.spots(), [("Red", [0, 75, 76, 0]), ("All", [100; 4])]);
        }
        let mut out = Vec::new();
        Colour::Spot(0, 255).put(&mut out, false);
        Colour::Spot(1, 51).put(&mut out, true);
        assert_eq!(String::from_utf8(out).unwrap(), "/K0 cs 1 scn\n/K1 CS .2 SCN\n");
        assert_eq!(Colour::Spot(0, 255).faded(128), Colour::Spot(0, 128));
    }

    #[test]
    fn colours_are_spelt_as_pdf_has_them() {
        let mut out = Vec::new();
        Colour::Rgb(255, 0, 0).put(&mut out, true);
        Colour::BLACK.put(&mut out, false);
        Colour::Cmyk([0, 250, 1_000, 5]).put(&mut out, false);
        assert_eq!(String::from_utf8(out).unwrap(), "1 0 0 RG\n0 g\n0 .25 1 .005 k\n");
        assert_eq!(Colour::Gray(0).parts("DeviceCMYK"), [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(Colour::Gray(0).faded(0), Colour::Gray(255));
        assert_eq!(Colour::Cmyk([1_000, 0, 500, 0]).faded(128), Colour::Cmyk([502, 0, 251, 0]));
    }
}
