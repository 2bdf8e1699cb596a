//! In: a colour as it is printed. Out: how much of it each plate of the press has. Refuses to know what is drawn.

use super::palette::{Colour, Laid, Palette};
use super::spot::Spot;
use crate::base::Ink;

/// The plate of one ink among those of a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Cyan, magenta, yellow, black.
    Process(usize),
    /// By its number among the press's.
    Spot(usize),
}

/// A plate, and its ink.
#[derive(Clone, Copy, Debug)]
pub struct Plated<'a> {
    pub channel: Channel,
    /// As the author calls it.
    pub key: &'a str,
    /// As the printer knows it.
    pub name: &'a str,
    /// What it looks like.
    pub ink: Ink,
}

/// The four inks of a press.
const PROCESS: [Plated; 4] = [
    process(0, "cyan", "Cyan", Ink::Cmyk(100, 0, 0, 0)),
    process(1, "magenta", "Magenta", Ink::Cmyk(0, 100, 0, 0)),
    process(2, "yellow", "Yellow", Ink::Cmyk(0, 0, 100, 0)),
    process(3, Spot::BLACK, "Black", Ink::Cmyk(0, 0, 0, 100)),
];

const fn process(at: usize, key: &'static str, name: &'static str, ink: Ink) -> Plated<'static> {
    Plated { channel: Channel::Process(at), key, name, ink }
}

impl Palette {
    /// The plates of the press; none where colours stay as a screen has them.
    pub fn channels(&self) -> Vec<Plated<'_>> {
        let Some(press) = self.press().filter(|_| self.separation().is_some()) else { return Vec::new() };
        let first = if press.inks.is_colour() { 0 } else { 3 };
        let spots = press.spots.iter().enumerate().map(|(at, spot)| Plated {
            channel: Channel::Spot(at),
            key: &spot.key,
            name: &spot.name,
            ink: spot.colour,
        });
        PROCESS.into_iter().skip(first).chain(spots).collect()
    }
}

impl Laid {
    /// How much of it a plate has, 255 solid: nothing where it leaves the plate as it is. `marks` is the number of
    /// colours of registration, which are on every plate.
    pub fn on(self, channel: Channel, marks: usize) -> Option<u8> {
        let other = if self.over { None } else { Some(0) };
        match (self.colour, channel) {
            (Colour::Gray(level), Channel::Process(3)) => Some(255 - level),
            (Colour::Cmyk(parts), Channel::Process(at)) => match parts.get(at) {
                Some(&part) if part > 0 => Some(((u32::from(part) * 255 + 500) / 1_000) as u8),
                _ => other,
            },
            (Colour::Spot(at, tint), _) if usize::from(at) == marks => Some(tint),
            (Colour::Spot(at, tint), Channel::Spot(own)) if usize::from(at) == own => Some(tint),
            (Colour::Gray(_) | Colour::Rgb(..) | Colour::Cmyk(_) | Colour::Spot(..), _) => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::{Inks, Output, PressSetup, Spot, Standard, Thing};

    #[test]
    fn each_plate_has_its_part_of_a_colour() {
        let red = Spot { overprint: true, ..Spot::sample() };
        let press = PressSetup { spots: vec![red.clone()], ..PressSetup::usual(Standard::X4, Inks::StandardColour) };
        let palette = Palette::new(&Output::Press(press)).unwrap();
        let channels = palette.channels();
        let names: Vec<&str> = channels.iter().map(|plated| plated.name).collect();
        assert_eq!(names, ["Cyan", "Magenta", "Yellow", "Black", red.name.as_str()]);
        let on = |ink: Ink, thing: Thing| -> Vec<Option<u8>> {
            let laid = palette.laid(ink, thing, 255).unwrap();
            channels.iter().map(|plated| laid.on(plated.channel, 1)).collect()
        };
        let (none, gap, solid) = (None, Some(0), Some(255));
        assert_eq!(on(Ink::BLACK, Thing::Shape), [gap, gap, gap, solid, gap]);
        assert_eq!(on(Ink::BLACK, Thing::Letters), [none, none, none, solid, none]);
        assert_eq!(on(red.colour, Thing::Letters), [none, none, none, none, solid]);
        assert_eq!(on(Ink::Cmyk(0, 20, 0, 0), Thing::Shape), [gap, Some(51), gap, gap, gap]);
        assert_eq!(on(Ink::Cmyk(100, 100, 100, 100), Thing::Shape), [solid; 5], "marks");
        assert_eq!(on(Ink::PAPER, Thing::Shape), [gap; 5]);
    }
}
