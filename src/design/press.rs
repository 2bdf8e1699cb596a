//! In: what `[print]` says of standard, inks, profile and limit. Out: the press that the book is printed on. Refuses to
//! know about pages.
//!
//! The author's word comes first, then a printer's, then the program's own: `PressDefaults` is the second and third.

use crate::base::config::Set;
use crate::base::{Diagnostic, Folder, Length, Report};
use crate::manuscript::settings::{Output, ProfileSetting, Settings};
use crate::press::{BleedSides, Builtin, Inks, PressSetup, Profile, ProfileClass, Separation, Standard};
use crate::printers::Printer;

/// What holds where the author says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PressDefaults {
    pub standard: Standard,
    pub inks: Inks,
    /// Nothing where it follows from the inks.
    pub profile: Option<Builtin>,
    /// Percent; nothing where it follows from the inks.
    pub ink_limit: Option<u16>,
    pub takes_cmyk: bool,
    pub bleed: Length,
    pub bleed_sides: BleedSides,
}

impl Default for PressDefaults {
    fn default() -> PressDefaults {
        PressDefaults {
            standard: Standard::default(),
            inks: Inks::default(),
            profile: None,
            ink_limit: None,
            takes_cmyk: true,
            bleed: Length::mm(3),
            bleed_sides: BleedSides::default(),
        }
    }
}

impl PressDefaults {
    /// What a printer likes best, and the program's own where it says nothing.
    pub fn of(printer: &Printer) -> PressDefaults {
        let defaults = PressDefaults::default();
        let standard = Standard::ALL.into_iter().find(|standard| standard.name() == printer.standard());
        PressDefaults {
            standard: standard.unwrap_or(defaults.standard),
            ink_limit: printer.ink.max.as_ref().and_then(|max| u16::try_from(max.is).ok()),
            takes_cmyk: printer.file.colours.is.iter().any(|colour| colour == "cmyk"),
            bleed: printer.bleed(),
            bleed_sides: if printer.bleed.inside.is { BleedSides::All } else { BleedSides::Outer },
            ..defaults
        }
    }
}

pub(super) fn press(settings: &Settings, defaults: &PressDefaults, folder: &Folder, report: &mut Report) -> PressSetup {
    let print = &settings.print;
    let standard = print.standard.as_deref().copied().unwrap_or(defaults.standard);
    let mut press = PressSetup::usual(standard, print.ink.as_deref().copied().unwrap_or(defaults.inks));
    press.keeps_rgb = !defaults.takes_cmyk && standard == Standard::Plain;
    if let Some(builtin) = defaults.profile {
        press.profile = builtin.profile();
    }
    if let Some(typed) = &print.profile {
        match profile(typed, &press, folder) {
            Ok(profile) => press.profile = profile,
            Err(found) => report.add(found),
        }
    }
    press.black_overprints = print.overprint.as_deref() != Some(&false);
    if let Some(limit) = defaults.ink_limit {
        press.ink_limit = limit;
    }
    if let Some(limit) = &print.ink_limit {
        press.ink_limit = limit.get() as u16;
    }
    press.rich_black = rich_black(settings, &press, report);
    press
}

/// What large black areas are printed with: no more than the paper bears, and something that the press can do.
fn rich_black(settings: &Settings, press: &PressSetup, report: &mut Report) -> Option<[u8; 4]> {
    let said = &settings.print.rich_black;
    let first = said.first()?;
    let refuse = |why: String, help: String| {
        Diagnostic::error("rich-black-inks", format!("`rich-black` {why}")).help(help).at_any(first.span())
    };
    let Ok(inks) = <[u8; 4]>::try_from(said.iter().map(|part| part.get() as u8).collect::<Vec<_>>()) else {
        let help = "write cyan, magenta, yellow and black in percent: `rich-black = [60, 40, 40, 100]`".to_owned();
        report.add(refuse("needs four numbers".to_owned(), help));
        return None;
    };
    let (sum, limit) = (inks.iter().map(|ink| u16::from(*ink)).sum::<u16>(), press.ink_limit);
    if sum > limit {
        let help = format!("use less of the three colours: {}% in all at most", limit.saturating_sub(100));
        report.add(refuse(format!("has {sum}% of ink, and the press takes {limit}%"), help));
        return None;
    }
    let covered = settings.makes(Output::Cover) && !press.keeps_rgb;
    if press.keeps_rgb || !press.inks.is_colour() && !covered {
        let why = if press.keeps_rgb { "the printer takes RGB" } else { "the book is printed in black alone" };
        let found = Diagnostic::warning("rich-black-unused", format!("`rich-black` does nothing: {why}"));
        let help = "delete it, or set `ink = \"standard-colour\"` for a printer of four inks";
        report.add(found.help(help).at_any(first.span()));
    }
    Some(inks)
}

/// The name of a built-in profile or a file of the book's folder.
fn profile(typed: &Set<ProfileSetting>, press: &PressSetup, folder: &Folder) -> Result<Profile, Diagnostic> {
    let name = match &typed.value {
        ProfileSetting::Builtin(builtin) => return Ok(builtin.profile()),
        ProfileSetting::File(name) => &name.0,
    };
    let names = Builtin::ALL.map(|builtin| format!("`{}`", builtin.name())).join(" or ");
    let bytes = folder.bytes(name).map_err(|error| {
        let found = error.diagnostic(typed.span());
        found.help(format!("name an ICC file in the book's folder, or {names}"))
    })?;
    let refuse = |why: &str| typed.error("profile-unusable", format!("`{name}` cannot be used: {why}"));
    let take = format!("use the output profile that the printer names, or {names}");
    let profile = Profile::read(bytes).map_err(|why| refuse(&why).help(&take))?;
    if press.inks.is_colour() && profile.class == ProfileClass::Gray {
        return Err(refuse("it is for black ink only, and `[print] ink` requires colours")
            .help(format!("use a CMYK profile, or {names}")));
    }
    if !matches!(press.standard, Standard::Plain | Standard::X4) && profile.version > 2 {
        let why = format!("its version is {}, and {} allows only version 2", profile.version, press.standard.name());
        return Err(refuse(&why).help("use the same profile in version 2, or set `standard = \"PDF/X-4\"`"));
    }
    let press = PressSetup { profile, ..press.clone() };
    Separation::new(&press).map_err(|why| refuse(&why).help(take))?;
    Ok(press.profile)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config;
    use moxcms::ColorProfile;

    fn printed(toml: &str, files: &[(&str, Vec<u8>)]) -> (PressSetup, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("book.toml"), "").unwrap();
        files.iter().for_each(|(name, bytes)| std::fs::write(dir.path().join(name), bytes).unwrap());
        let mut report = Report::default();
        let file = report.sources.add("book.toml", format!("[print]\n{toml}"));
        let settings: Settings = config::read(file, "", &mut report).unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let press = press(&settings, &PressDefaults::default(), &folder, &mut report);
        let found = report.sorted().iter().map(|found| format!("{}: {}", found.code, found.message)).collect();
        (press, found)
    }

    #[test]
    fn the_author_comes_before_the_program() {
        let (defaults, found) = printed("", &[]);
        assert_eq!((defaults.standard, defaults.inks, defaults.ink_limit), (Standard::X4, Inks::Black, 240));
        let set = "standard = 'PDF/X-1a:2001'\nink = 'premium-colour'\nprofile = 'coated'\nink-limit = 260";
        let (set, set_found) = printed(set, &[]);
        assert_eq!((set.standard, set.inks, set.ink_limit), (Standard::X1a2001, Inks::PremiumColour, 260));
        assert_eq!(set.profile, Builtin::Coated.profile());
        assert!(found.is_empty() && set_found.is_empty());
    }

    #[test]
    fn a_file_of_the_book_is_a_profile_if_it_is_one() {
        let own = Builtin::Coated.profile().bytes.to_vec();
        let (press, found) = printed("profile = 'house.icc'", &[("house.icc", own.clone())]);
        assert_eq!((press.profile.condition.identifier.as_str(), found.len()), ("Custom", 0));
        assert_eq!(press.profile.condition.info, "FOGRA39L Coated");
        let srgb = ColorProfile::new_srgb().encode().unwrap();
        let mut newer = own.clone();
        newer[8] = 4;
        let mut gray = own.clone();
        gray[16..20].copy_from_slice(b"GRAY");
        let mut headless = own.clone();
        headless.truncate(1_000);
        let old = "standard = 'PDF/X-3:2002'\n";
        for (before, bytes, why) in [
            ("", srgb, "not for a press"),
            ("", b"no profile".to_vec(), "it is not an ICC profile"),
            (old, newer, "its version is 4, and PDF/X-3:2002 allows only version 2"),
            ("ink = 'standard-colour'\n", gray.clone(), "it is for black ink only"),
            ("", gray, "it has no curve for gray"),
            ("", headless, "it is broken"),
        ] {
            let (press, found) = printed(&format!("{before}profile = 'house.icc'"), &[("house.icc", bytes)]);
            assert!(found.len() == 1 && found[0].starts_with("profile-unusable:"), "{found:?}");
            assert!(found[0].contains(why), "{found:?}");
            assert_eq!(press.profile, Builtin::Coated.profile());
        }
        for (set, why) in [
            ("rich-black = [60, 40]", "rich-black-inks: `rich-black` needs four numbers"),
            ("rich-black = [60, 50, 50, 100]", "rich-black-inks: `rich-black` has 260% of ink"),
        ] {
            let found = printed(set, &[]).1;
            assert!(found.len() == 1 && found[0].starts_with(why), "{found:?}, not {why}");
        }
        let (press, found) = printed("ink = 'standard-colour'\nrich-black = [50, 40, 40, 100]", &[]);
        assert_eq!((press.rich_black, found.len()), (Some([50, 40, 40, 100]), 0));
        assert!(printed("profile = 'none.icc'", &[]).1[0].starts_with("file-missing:"));
        assert!(printed("ink-limit = 90", &[]).1[0].starts_with("setting-value:"));
    }
}
