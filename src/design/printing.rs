//! In: what `[print]` says of standard, inks, profile and limit. Out: the press that the book is printed on. Refuses to
//! know about pages.
//!
//! The author's word comes first, then a house's, then the program's own: `Usual` is the second and third.

use super::asked::{self, refused};
use crate::base::{Diagnostic, Folder, Length, Report};
use crate::manuscript::settings::Settings;
use crate::press::{BleedSides, Builtin, Inks, Printing, Profile, ProfileClass, Standard};
use crate::printers::House;

/// What holds where the author says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Usual {
    pub standard: Standard,
    pub inks: Inks,
    /// Nothing where it follows from the inks.
    pub profile: Option<Builtin>,
    /// Percent; nothing where it follows from the inks.
    pub ink_limit: Option<u16>,
    pub bleed: Length,
    pub bleed_sides: BleedSides,
}

impl Default for Usual {
    fn default() -> Usual {
        Usual {
            standard: Standard::default(),
            inks: Inks::default(),
            profile: None,
            ink_limit: None,
            bleed: Length::mm(3),
            bleed_sides: BleedSides::default(),
        }
    }
}

impl Usual {
    /// What a house likes best, and the program's own where it says nothing.
    pub fn of(house: &House) -> Usual {
        let usual = Usual::default();
        let standard = Standard::ALL.into_iter().find(|standard| standard.name() == house.standard());
        Usual {
            standard: standard.unwrap_or(usual.standard),
            ink_limit: house.ink.most.as_ref().and_then(|most| u16::try_from(most.is).ok()),
            bleed: house.bleed(),
            bleed_sides: if house.bleed.inside.is { BleedSides::All } else { BleedSides::Outer },
            ..usual
        }
    }
}

pub(super) fn printing(settings: &Settings, usual: &Usual, folder: &Folder, report: &mut Report) -> Printing {
    let print = &settings.print;
    let standard = print.standard.unwrap_or(usual.standard);
    let mut printing = Printing::usual(standard, print.ink.unwrap_or(usual.inks));
    if let Some(builtin) = usual.profile {
        printing.profile = builtin.profile();
    }
    if let Some(name) = &print.profile {
        match profile(name, &printing, settings, folder) {
            Ok(profile) => printing.profile = profile,
            Err(found) => report.add(found),
        }
    }
    if let Some(limit) = usual.ink_limit {
        printing.ink_limit = limit;
    }
    if let Some(limit) = print.ink_limit {
        printing.ink_limit = asked::whole(settings, "[print] ink-limit", limit, 100, 400, report);
    }
    printing
}

/// The name of a built-in profile or a file of the book's folder.
fn profile(name: &str, printing: &Printing, settings: &Settings, folder: &Folder) -> Result<Profile, Diagnostic> {
    if let Some(builtin) = Builtin::ALL.into_iter().find(|builtin| builtin.name() == name) {
        return Ok(builtin.profile());
    }
    let key = "[print] profile";
    let names = Builtin::ALL.map(|builtin| format!("`{}`", builtin.name())).join(" or ");
    let bytes = folder.bytes(name).map_err(|error| {
        let found = error.diagnostic(settings.place(key));
        found.help(format!("name an ICC file of the book's folder, or {names}"))
    })?;
    let refuse = |why: &str| refused(settings, "profile-unusable", key, &format!("`{name}` cannot be used: {why}"));
    let profile = Profile::read(bytes)
        .map_err(|why| refuse(&why).help(format!("take the output profile that the print house names, or {names}")))?;
    if printing.inks.is_colour() && profile.class == ProfileClass::Gray {
        return Err(refuse("it knows black ink alone, and `[print] ink` asks for colours")
            .help(format!("take a CMYK profile, or {names}")));
    }
    if !matches!(printing.standard, Standard::Plain | Standard::X4) && profile.version > 2 {
        let why = format!("it is of version {}, and {} takes version 2", profile.version, printing.standard.name());
        return Err(refuse(&why).help("take the same profile in version 2, or set `standard = \"PDF/X-4\"`"));
    }
    Ok(profile)
}
