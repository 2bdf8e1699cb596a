//! In: a length that an author typed. Out: the length, or an error at its place. Refuses to know what it is for.

use crate::base::config::{LENGTH, Set};
use crate::base::{Amount, Length, Report, Unit};

/// What an em is where a length is read.
#[derive(Clone, Copy)]
pub(super) struct Lengths {
    pub em: Length,
}

impl Lengths {
    /// A length that must lie between two others.
    pub fn within(self, typed: &Set<Amount>, least: Length, most: Length, report: &mut Report) -> Option<Length> {
        let length = typed.length(self.em, self.em);
        if (least..=most).contains(&length) {
            return Some(length);
        }
        let why =
            format!("{} is not between {} and {}", typed.value, shown(least, typed.unit), shown(most, typed.unit));
        report.add(typed.error("length-invalid", why).help(LENGTH));
        None
    }
}

/// A length in the unit that its author thinks in.
fn shown(length: Length, unit: Unit) -> String {
    match unit {
        Unit::Millimetre | Unit::Centimetre => length.millimetres(),
        Unit::Inch => {
            let thousandths = length.0 * 1_000 / Length::mils(1_000).0;
            let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
            format!("{} in", text.trim_end_matches('0').trim_end_matches('.'))
        }
        Unit::Point | Unit::Em | Unit::GridLine => format!("{length} pt"),
    }
}
