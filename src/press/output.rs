//! In: a standard, inks, a profile and a limit. Out: how a file is meant to be used. Refuses to know which edition it is.

use super::builtin::Builtin;
use super::profile::{Profile, ProfileClass};
use super::spot::{Plate, Spot};
use super::standard::{Inks, Standard};

/// How a file is meant to be used.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Output {
    /// Links, outline, page labels, tags; colours as a screen has them.
    #[default]
    Screen,
    /// Inks; nothing to click on.
    Press(PressSetup),
}

/// What a printer takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PressSetup {
    pub standard: Standard,
    pub inks: Inks,
    /// The printing condition that colours are converted for, and that the file names.
    pub profile: Profile,
    /// The most ink on one spot, all four together, in percent.
    pub ink_limit: u16,
    /// Colours stay as a screen has them: the printer takes no four inks and makes them itself.
    pub keeps_rgb: bool,
    /// Whether black letters are printed over what lies under them.
    pub black_overprints: bool,
    /// What large black areas are printed with instead of black alone, in hundredths.
    pub rich_black: Option<[u8; 4]>,
    /// Inks of their own colour, beside the others.
    pub spots: Vec<Spot>,
    /// The only ink of the file; nothing where it has them all.
    pub plate: Option<Plate>,
}

impl Output {
    pub fn is_screen(&self) -> bool {
        *self == Output::Screen
    }

    /// Nothing for a screen.
    pub fn press(&self) -> Option<&PressSetup> {
        match self {
            Output::Screen => None,
            Output::Press(press) => Some(press),
        }
    }
}

impl Default for PressSetup {
    /// PDF/X-4 in black, as where nobody says anything.
    fn default() -> PressSetup {
        PressSetup::usual(Standard::default(), Inks::default())
    }
}

impl PressSetup {
    /// With the profile and the limit that suit the inks where nobody says others.
    pub fn usual(standard: Standard, inks: Inks) -> PressSetup {
        let (profile, ink_limit) = (usual_profile(inks), inks.usual_limit());
        let (keeps_rgb, black_overprints) = (false, true);
        let (rich_black, spots, plate) = (None, Vec::new(), None);
        PressSetup { standard, inks, profile, ink_limit, keeps_rgb, black_overprints, rich_black, spots, plate }
    }

    /// Black and each spot ink by themselves, with the author's and the printer's names of each ink.
    pub fn plates(&self) -> Vec<(&str, &str, PressSetup)> {
        let one = |plate| {
            let gray = PressSetup::usual(Standard::Plain, Inks::Black);
            let (black_overprints, spots) = (self.black_overprints, self.spots.clone());
            PressSetup { black_overprints, spots, plate: Some(plate), ..gray }
        };
        let spots = self.spots.iter().enumerate();
        let spots = spots.map(|(at, spot)| (spot.key.as_str(), spot.name.as_str(), one(Plate::Spot(at))));
        std::iter::once((Spot::BLACK, "Black", one(Plate::Black))).chain(spots).collect()
    }

    /// The same press with four inks: a cover is in colour even where the book is not.
    #[must_use]
    pub fn in_colour(&self) -> PressSetup {
        let mut coloured = self.clone();
        coloured.inks = self.inks.max(Inks::StandardColour);
        if self.profile.class == ProfileClass::Gray {
            coloured.profile = usual_profile(coloured.inks);
        }
        coloured
    }
}

/// Where neither author nor printer names one.
fn usual_profile(_inks: Inks) -> Profile {
    Builtin::Coated.profile()
}
