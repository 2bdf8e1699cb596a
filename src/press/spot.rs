//! In: nothing. Out: the type of an ink that is mixed before it is printed. Refuses to know what is printed in it.

use crate::base::{Ink, Length};

/// One printing plate: what is printed in one ink, in black, with all else left white.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Plate {
    Black,
    /// By its number among the press's.
    Spot(usize),
}

/// A spot ink. What has its colour is printed in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    /// As the author calls it.
    pub key: String,
    /// As the printer knows it.
    pub name: String,
    /// What stands for it where it cannot be printed, in hundredths.
    pub inks: [u8; 4],
    /// As styles and drawings have it.
    pub colour: Ink,
    /// Whether it is printed over what lies under it, and leaves no gap in other inks.
    pub overprint: bool,
    /// How far its shapes run under a darker ink that leaves a gap for them, or they for it.
    pub trap: Length,
}

impl Spot {
    /// The mark of registration: on every plate.
    pub const ALL: &str = "All";
    /// Names that mean something else in a PDF (ISO 32000-1, 8.6.6.4).
    pub const RESERVED: [&str; 6] = [Spot::ALL, "None", "Cyan", "Magenta", "Yellow", "Black"];

    /// Under this key the plate of black stands beside those of spot inks.
    pub const BLACK: &str = "black";

    /// What stands for an ink's key in the name of its plate's file: a key may hold what no file name can, and there are
    /// disks to which capitals are small letters.
    pub fn plate_name(key: &str) -> String {
        let letters = key.chars().flat_map(char::to_lowercase);
        letters.map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect()
    }

    /// Whether a colour of styles and drawings is this ink's, or inks of a press are those that stand for it.
    pub fn is_meant_by(&self, ink: Ink) -> bool {
        let [cyan, magenta, yellow, black] = self.inks;
        ink == self.colour || ink == Ink::Cmyk(cyan, magenta, yellow, black)
    }

    /// A red, for tests.
    #[cfg(test)]
    pub fn sample() -> Spot {
        Spot {
            key: "red".to_owned(),
            name: "Red".to_owned(),
            inks: [0, 100, 80, 10],
            colour: Ink::Rgb(232, 17, 45),
            overprint: false,
            trap: Length::ZERO,
        }
    }
}
