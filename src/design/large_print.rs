//! In: the settings of a large-print edition, and what they come to. Out: a warning for each that breaks the rules of large
//! print. Refuses to change any.
//!
//! The rules are those of organisations for readers with low vision (American Printing House for the Blind, American Council
//! of the Blind, UK Association for Accessible Formats): 18 pt, nothing below 16 pt, ragged lines, no divided words, wide
//! leading, no letters that are only decoration.

use super::geometry::Body;
use crate::base::config::Place;
use crate::base::{Diagnostic, Length};
use crate::manuscript::settings::{Opening, Preset, Settings};

const SIZE: Length = Length::pt(18);
const LEAST: Length = Length::pt(16);
/// In hundredths of the size.
const LEADING: i64 = 125;

/// Nothing is told of what the preset itself says, which stands in no file.
pub(super) fn broken(settings: &Settings, body: Body) -> Vec<Diagnostic> {
    if settings.preset.as_deref() != Some(&Preset::LargePrint) {
        return Vec::new();
    }
    let typed = &settings.typography;
    let place = |place: Option<&Place>| place.filter(|place| place.span.is_some()).cloned();
    let rules = [
        (body.size < SIZE, place(typed.size.as_ref().map(|set| &set.place)), "the text is smaller than 18 pt"),
        (body.least < LEAST, place(typed.min_size.as_ref().map(|set| &set.place)), "text may be smaller than 16 pt"),
        (
            body.leading < body.size.scale(LEADING, 100),
            place(typed.leading.as_ref().map(|set| &set.place)),
            "lines stand closer than one and a quarter times the size of the text",
        ),
        (
            typed.justify.as_deref() == Some(&true),
            place(typed.justify.as_ref().map(|set| &set.place)),
            "lines are justified, so the spaces between words differ",
        ),
        (
            typed.hyphenate.as_deref() != Some(&false),
            place(typed.hyphenate.as_ref().map(|set| &set.place)),
            "words are divided",
        ),
        (
            typed.opening.as_deref() != Some(&Opening::Plain),
            place(typed.opening.as_ref().map(|set| &set.place)),
            "chapters open with letters that are harder to read",
        ),
    ];
    let broken = rules.into_iter().filter(|(is_broken, ..)| *is_broken);
    broken.filter_map(|(_, place, why)| place.map(|place| warning(&place, why))).collect()
}

fn warning(place: &Place, why: &str) -> Diagnostic {
    let found = Diagnostic::warning("large-print", format!("{}: {why}, which large print rules out", place.name));
    found.at_any(place.span).help("delete it, or leave out the preset and call the edition something else")
}
