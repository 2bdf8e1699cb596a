//! In: what is said of parts and classes, and the dress that it comes to. Out: what can be read badly, leaves the grid or
//! has no effect. Refuses to judge a theme of the program's.

use super::dress::Dress;
use super::families::Fonts;
use super::style::{FamilyId, Overlay, Style, StyleRole};
use super::styles::Said;
use crate::base::config::{Place, Set};
use crate::base::{Diagnostic, Ink, Length};
use crate::manuscript::settings::StyleSettings;

/// The least contrast of text, in hundredths (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: u32 = 450;

/// Parts whose text runs from line to line on the grid; the lines of the others are set as one.
const RUNNING: [StyleRole; 10] = [
    StyleRole::Body,
    StyleRole::Quote,
    StyleRole::Epigraph,
    StyleRole::Attribution,
    StyleRole::Verse,
    StyleRole::ListItem,
    StyleRole::DefinitionTerm,
    StyleRole::Definition,
    StyleRole::Caption,
    StyleRole::Code,
];

pub(super) fn checks(said: &Said, dress: &Dress, fonts: &Fonts) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (name, style) in &said.styles {
        let role = StyleRole::ALL.into_iter().find(|role| role.name() == name);
        let overlay = said.overlay(name);
        let around = dress.style(role.unwrap_or(StyleRole::Body));
        let shown = overlay.over(around, dress.units());
        found.extend(contrast(style, &shown));
        if role.is_none_or(|role| RUNNING.contains(&role)) {
            found.extend(off_grid(style, &overlay, &shown, dress.grid));
        }
        found.extend(no_feature(style, &overlay, fonts));
        found.extend(no_axis(style, &overlay, fonts));
    }
    found
}

/// Where an author says it.
fn typed<T>(set: &Option<Set<T>>) -> Option<&Place> {
    set.as_ref().map(|set| &set.place).filter(|place| place.span.is_some())
}

fn contrast(style: &StyleSettings, shown: &Style) -> Option<Diagnostic> {
    let place = typed(&style.ink).or(typed(&style.gray)).or(typed(&style.ground))?;
    let contrast = shown.ink.contrast(shown.ground.unwrap_or(Ink::PAPER));
    if contrast >= LEAST_CONTRAST {
        return None;
    }
    let on = if shown.ground.is_some() { "its ground" } else { "white paper" };
    let why = format!("{}: this ink has a contrast of {} on {on}", place.name, hundredths(contrast));
    let help = format!("text needs at least {}: make one darker or the other lighter", hundredths(LEAST_CONTRAST));
    Some(Diagnostic::warning("style-contrast", why).at_any(place.span).help(help))
}

fn hundredths(number: u32) -> String {
    format!("{}.{}", number / 100, number / 10 % 10)
}

/// Running text keeps to the grid: what asks for other lines gets the next whole number of them.
fn off_grid(style: &StyleSettings, overlay: &Overlay, shown: &Style, grid: Length) -> Option<Diagnostic> {
    let lines = shown.leading.max(shown.size).steps_up(grid).max(1);
    let (place, what) = match (typed(&style.leading), typed(&style.size)) {
        (Some(place), _) if shown.leading != grid * lines => (place, format!("{} pt from line to line", shown.leading)),
        (_, Some(place)) if overlay.leading.is_none() && lines > 1 => (place, format!("letters of {} pt", shown.size)),
        _ => return None,
    };
    let apart = if lines == 1 { "one line".to_owned() } else { format!("{lines} lines") };
    let why = format!("{}: {what} do not fit the grid of {grid} pt", place.name);
    let help =
        format!("running text of this style advances by {apart}; set `leading = \"{lines}line\"` if that is right");
    Some(Diagnostic::hint("style-off-grid", why).at_any(place.span).help(help))
}

/// A feature that the style's family does not have.
fn no_feature(style: &StyleSettings, overlay: &Overlay, fonts: &Fonts) -> Option<Diagnostic> {
    let place = typed(&style.features)?;
    let family = fonts.families.get(usize::from(overlay.family.unwrap_or(FamilyId::BODY).0))?;
    let face = fonts.faces.get(family.regular);
    let features = overlay.features?;
    let lacks = features.iter().filter(|feature| !face.has_feature(feature.tag));
    let lacks: Vec<String> = lacks.map(|feature| format!("`{feature}`")).collect();
    if lacks.is_empty() {
        return None;
    }
    let why = format!("{}: {} has no feature {}", place.name, face.family, lacks.join(", "));
    let found = Diagnostic::hint("style-feature", why).at_any(place.span);
    Some(found.help("the maker of the font lists its features; set `family` too if the style is for another font"))
}

/// Axes of a font that is not variable, or not along these.
fn no_axis(style: &StyleSettings, overlay: &Overlay, fonts: &Fonts) -> Option<Diagnostic> {
    let place = typed(&style.axes)?;
    let family = overlay.family.unwrap_or(FamilyId::BODY);
    let varied = fonts.instances.get(&(family, overlay.axes?));
    let face = fonts.faces.get(fonts.families.get(usize::from(varied.unwrap_or(&family).0))?.regular);
    let lacks = style.axes.as_ref()?.value.0.iter().filter(|axis| !face.axes.contains(axis));
    let lacks: Vec<String> = lacks.map(|axis| format!("`{axis}`")).collect();
    if lacks.is_empty() {
        return None;
    }
    let why = format!("{}: {} has no axis {}", place.name, face.family, lacks.join(", "));
    let help = "name a variable font under `[type.families]` and set `family` to it; no other font can be varied";
    Some(Diagnostic::hint("style-feature", why).at_any(place.span).help(help))
}
