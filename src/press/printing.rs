//! In: a standard, inks, a profile and a limit. Out: how a file is meant to be used. Refuses to know which edition it is.

use super::builtin::Builtin;
use super::profile::{Profile, ProfileClass};
use super::standard::{Inks, Standard};

/// How a file is meant to be used.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Press {
    /// Links, outline, page labels, tags; colours as a screen has them.
    #[default]
    Screen,
    /// Inks; nothing to click on.
    Print(Printing),
}

/// What a print house takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printing {
    pub standard: Standard,
    pub inks: Inks,
    /// The printing condition that colours are converted for, and that the file names.
    pub profile: Profile,
    /// The most ink on one spot, all four together, in percent.
    pub ink_limit: u16,
}

impl Press {
    pub fn is_screen(&self) -> bool {
        *self == Press::Screen
    }

    /// Nothing for a screen.
    pub fn printing(&self) -> Option<&Printing> {
        match self {
            Press::Screen => None,
            Press::Print(printing) => Some(printing),
        }
    }
}

impl Default for Printing {
    /// PDF/X-4 in black, as where nobody says anything.
    fn default() -> Printing {
        Printing::usual(Standard::default(), Inks::default())
    }
}

impl Printing {
    /// With the profile and the limit that suit the inks where nobody says others.
    pub fn usual(standard: Standard, inks: Inks) -> Printing {
        Printing { standard, inks, profile: usual_profile(inks), ink_limit: inks.usual_limit() }
    }

    /// The same press with four inks: a cover is in colour even where the book is not.
    #[must_use]
    pub fn in_colour(&self) -> Printing {
        let mut coloured = self.clone();
        coloured.inks = self.inks.max(Inks::StandardColour);
        if self.profile.class == ProfileClass::Gray {
            coloured.profile = usual_profile(coloured.inks);
        }
        coloured
    }
}

/// Where neither author nor house names one.
fn usual_profile(_inks: Inks) -> Profile {
    Builtin::Coated.profile()
}
