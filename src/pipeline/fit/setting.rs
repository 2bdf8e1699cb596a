//! In: a setting that is tried. Out: the same as settings have it, and as book.toml says it. Refuses to know which to try.

use crate::base::config::{Place, Set, Whole};
use crate::base::{Amount, Length};
use crate::manuscript::settings::{ChapterStart, Settings};
use serde::Serialize;

/// A line of book.toml.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FitSetting {
    /// The way to its table: `page.margins`.
    pub table: &'static str,
    pub key: &'static str,
    pub value: String,
}

/// What may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Size(Amount),
    Leading(Amount),
    Inner(Amount),
    Outer(Amount),
    Top(Amount),
    Bottom(Amount),
    ChapterStart(ChapterStart),
    /// Lines of a stanza that stays whole.
    Whole(u32),
}

impl Tried {
    /// The settings with this one.
    pub fn set(self, settings: &mut Settings) {
        let margins = |settings: &mut Settings| settings.page.margins.clone().unwrap_or_default();
        match self {
            Tried::Size(size) => settings.typography.table.size = own(size),
            Tried::Leading(leading) => settings.typography.table.leading = own(leading),
            Tried::Inner(side) => {
                let mut margins = margins(settings);
                margins.value.inner = own(side);
                settings.page.table.margins = Some(margins);
            }
            Tried::Outer(side) => {
                let mut margins = margins(settings);
                margins.value.outer = own(side);
                settings.page.table.margins = Some(margins);
            }
            Tried::Top(side) => {
                let mut margins = margins(settings);
                margins.value.top = own(side);
                settings.page.table.margins = Some(margins);
            }
            Tried::Bottom(side) => {
                let mut margins = margins(settings);
                margins.value.bottom = own(side);
                settings.page.table.margins = Some(margins);
            }
            Tried::ChapterStart(start) => settings.page.table.chapter_start = own(start),
            Tried::Whole(lines) => {
                settings.verse.table.whole = Whole::new(lines.into()).ok().and_then(own);
            }
        }
    }

    pub fn shown(self) -> FitSetting {
        let (table, key, value) = match self {
            Tried::Size(size) => ("type", "size", typed(size)),
            Tried::Leading(leading) => ("type", "leading", typed(leading)),
            Tried::Inner(side) => ("page.margins", "inner", typed(side)),
            Tried::Outer(side) => ("page.margins", "outer", typed(side)),
            Tried::Top(side) => ("page.margins", "top", typed(side)),
            Tried::Bottom(side) => ("page.margins", "bottom", typed(side)),
            Tried::ChapterStart(start) => ("page", "chapter-start", format!("\"{}\"", start.name())),
            Tried::Whole(lines) => ("verse", "whole", lines.to_string()),
        };
        FitSetting { table, key, value }
    }
}

fn own<T>(value: T) -> Option<Set<T>> {
    Some(Set { value, place: Place::new(None, "`chapbook fit`") })
}

/// `"13.1pt"`.
fn typed(amount: Amount) -> String {
    format!("\"{}\"", amount.to_string().replace(' ', ""))
}

/// So many hundredths of a point.
pub fn points(hundredths: i64) -> Amount {
    Amount { millionths: hundredths * 10_000, unit: crate::base::Unit::Point }
}

/// A length in whole tenths of a millimetre, no longer than it is.
pub fn millimetres(length: Length) -> Amount {
    let tenths = length.0.max(0) * 254 / Length::pt(72).0;
    Amount { millionths: tenths * 100_000, unit: crate::base::Unit::Millimetre }
}
