//! In: a length that an author typed. Out: the length, or an error at its place. Refuses to know what it is for.

use crate::base::config::{LENGTH, Set};
use crate::base::{Amount, Length, Report};

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
        let why = format!("{} is not between {least} pt and {most} pt", typed.value);
        report.add(typed.error("length-invalid", why).help(LENGTH));
        None
    }
}
