//! In: what an author typed at a key. Out: the value, or an error at its place. Refuses to know what it is for.

use crate::base::{Amount, Diagnostic, Length, Report};
use crate::manuscript::settings::Settings;

/// An error at the value of a key, which is shown as `[page] trim`.
pub(super) fn refused(settings: &Settings, code: &'static str, key: &str, why: &str) -> Diagnostic {
    let mut error = Diagnostic::error(code, format!("`{}`: {why}", settings.called(key)));
    error.span = settings.place(key);
    error
}

/// A whole number of a key that must lie between two others.
pub(super) fn whole(settings: &Settings, key: &str, value: u16, least: u16, most: u16, report: &mut Report) -> u16 {
    if !(least..=most).contains(&value) {
        report.add(refused(settings, "setting-value", key, &format!("{value} is not between {least} and {most}")));
    }
    value.clamp(least, most)
}

/// Settings, and what an em is in them.
#[derive(Clone, Copy)]
pub(super) struct Lengths<'a> {
    pub settings: &'a Settings,
    pub em: Length,
}

impl Lengths<'_> {
    /// A length of a key that must lie between two others.
    pub fn within(self, text: &str, key: &str, least: Length, most: Length, report: &mut Report) -> Option<Length> {
        let why = match Amount::parse(text).map(|amount| amount.length(self.em, self.em)) {
            Ok(length) if (least..=most).contains(&length) => return Some(length),
            Ok(_) => format!("{text} is not between {least} pt and {most} pt"),
            Err(why) => why,
        };
        let error = refused(self.settings, "length-invalid", key, &why);
        report.add(error.help("write a number and a unit: pt, mm, cm, in or em"));
        None
    }
}
