//! Settings and a theme become one complete `Design`: no `Option` means "default" any more.
//!
//! A theme is data (`themes/`): sizes by the page's width, margins as shares, a style for every role. An author's
//! settings stand above it. Whatever cannot be set well enough to be read is refused here, with a code.

pub mod style;
pub mod properties;
mod dress;
mod values;
mod booklet;
mod marks;
mod own_sheet;
pub mod looks;
mod theme;
mod printer;
mod press;
mod spots;
mod cover;
mod geometry;
mod large_print;
mod families;
mod classes;
mod styles;
mod checks;
mod choose;
mod opening;
mod letter;

pub use crate::manuscript::settings::{
    Align, ArtFit, Case, ChapterStart, CoverBinding, CoverStyle, EbookShop, Keep, NoteNumber, NotePlace, Opening,
    Price, SpineText, VerseAlign,
};
pub use booklet::{BookletDesign, booklet};
pub use classes::{RESERVED, class_findings};
pub use dress::{Class, Dress};
pub use letter::{LetterLine, letter_lines};
pub use looks::{
    CoverDesign, Design, EpubDesign, FolioPlace, Furniture, Geometry, Gutter, HeadPlace, LineDesign, NoteDesign,
    SpineRule, VerseDesign,
};
pub use marks::{Marks, MarksTheme};
pub use opening::{Beginning, Beginnings, beginnings};
pub use own_sheet::OwnSheet;
pub use spots::ink_findings;
pub use style::{Family, FamilyId, Overlay, Style, StyleRole, Units};
pub use theme::{THEMES, builtin as theme_text, keys as theme_keys};

use crate::base::{Folder, Report, Severity};
use crate::manuscript::settings::Settings;
use choose::Pages;
use styles::Said;

/// The whole design, or nothing where an error was reported. Fonts are read from `folder`.
pub fn design(settings: &Settings, folder: &Folder, report: &mut Report) -> Option<Design> {
    let before = report.count(Severity::Error);
    let theme = theme::Theme::find(settings, folder, report)?;
    let print_trim = geometry::print_trim(settings);
    let body = choose::body(settings, &theme, print_trim.width, report);
    report.extend(large_print::broken(settings, body));
    let printer = printer::find(settings, folder, report);
    let gutters = geometry::print(settings, &theme, print_trim, body, printer.as_deref(), report);
    let print = gutters.first()?.geometry;
    let screen = geometry::screen(settings, &theme, print, body, report);
    let mut fonts = families::load(settings, &theme, folder, report)?;
    let names = fonts.names.clone();
    let said = Said::new(settings, &theme, &names);
    fonts.vary(&said.axes);
    report.extend(said.faults());
    let dress = styles::dress(settings, &theme, body, &said);
    report.extend(checks::checks(&said, &dress, &fonts));
    let lines = choose::lines(settings);
    let defaults = printer.as_deref().map_or_else(press::PressDefaults::default, press::PressDefaults::of);
    let mut press = press::press(settings, &defaults, folder, report);
    press.spots = spots::spots(settings, &press, printer.as_deref(), report);
    let cover = cover::cover(settings, &theme, &print, printer.as_ref(), press.inks, report);
    report.extend(printer::paper(settings, printer.as_deref()));
    report.extend(cover::refusals(settings, print.binding, printer.as_ref()));
    if let Some(printer) = &printer {
        report.extend(printer::refusals(settings, printer, &press, &print));
    }
    let booklet = booklet(&settings.booklet, report);
    let own_sheet = own_sheet::find(settings, folder, report);
    if report.count(Severity::Error) > before {
        return None;
    }
    Some(choose::together(
        settings,
        &theme,
        body,
        (fonts, dress),
        Pages { print, gutters, printer, screen, press, booklet, cover, own_sheet },
        lines,
    ))
}
