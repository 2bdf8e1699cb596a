//! In: trim and margins as typed, a theme's shares, the body's size. Out: page geometries whose depth is whole grid
//! lines. Refuses to know about faces.

use super::press::PressDefaults;
use super::theme::Theme;
use super::values::Lengths;
use super::{Geometry, Gutter};
use crate::base::config::{Place, Set, Whole};
use crate::base::{Amount, Binding, Bleed, Length, Report, Size};
use crate::language::{Direction, direction};
use crate::manuscript::settings::{MarginSettings, Settings};
use crate::press::BleedSides;
use crate::printers::Printer;

/// The body's size, and its leading: the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub size: Length,
    pub leading: Length,
    /// The smallest size of any text.
    pub least: Length,
}

/// Where no trim is set.
const A5: Size = Size { width: Length::mm(148), height: Length::mm(210) };
/// The most bleed that is believed.
const MOST_BLEED: Length = Length::mm(30);
/// A page carries at least this.
const LEAST_MEASURE: Length = Length::mm(20);
const LEAST_LINES: i64 = 6;

/// The least margins that a printer takes.
#[derive(Clone, Copy, Default)]
struct MinMargins {
    inner: Length,
    outside: Length,
}

/// `[page] trim`, or A5.
pub(super) fn print_trim(settings: &Settings) -> Size {
    settings.page.trim.as_deref().map_or(A5, |trim| trim.0)
}

/// As the author says, or on the side where the language's lines begin.
fn binding(settings: &Settings) -> Binding {
    let by_language = || match settings.book.language.as_deref().map(|language| direction(&language.0)) {
        Some(Direction::RightToLeft) => Binding::Right,
        Some(Direction::LeftToRight) | None => Binding::Left,
    };
    settings.print.binding.as_deref().copied().unwrap_or_else(by_language)
}

/// The pages of the print edition: of a thin book, and of thicker ones where a printer wants them with a wider gutter.
pub(super) fn print(
    settings: &Settings,
    theme: &Theme,
    trim: Size,
    body: Body,
    printer: Option<&Printer>,
    report: &mut Report,
) -> Vec<Gutter> {
    let margins = settings.page.margins.as_ref();
    let lengths = Lengths { em: body.size };
    let typed = Margins::read(margins.map(|margins| &margins.value), lengths, report);
    let place = place(margins, "[page]");
    let bleed = bleed(settings, lengths, &printer.map_or_else(PressDefaults::default, PressDefaults::of), report);
    let binding = binding(settings);
    let fitted = |inner: Length, report: &mut Report| {
        let outside = printer.map_or(Length::ZERO, |printer| printer.outside(bleed != Bleed::NONE));
        // Marks hang out of the text's edges, and the printer measures them too.
        let hang = if printer.is_some() { body.size / 4 } else { Length::ZERO };
        let (inner, outside) = (inner + hang, outside + hang);
        let geometry =
            fit(theme, Wanted { trim, body, typed, binding, least: MinMargins { inner, outside } }, &place, report);
        Geometry { bleed, ..geometry }
    };
    let Some(printer) = printer else {
        return vec![Gutter { to: u32::MAX, geometry: fitted(Length::ZERO, report) }];
    };
    typed.against(margins.map(|margins| &margins.value), printer, bleed, report);
    let mut gutters: Vec<Gutter> = Vec::new();
    for (at, step) in printer.margins.gutter.iter().enumerate() {
        // A page that is too small for a thick book's gutter is no fault of a thin one.
        let mut own = Report::default();
        let geometry = fitted(printer.gutter(step.to), if at == 0 { report } else { &mut own });
        match gutters.last_mut() {
            Some(last) if last.geometry == geometry || own.has_errors() => last.to = step.to,
            _ => gutters.push(Gutter { to: step.to, geometry }),
        }
    }
    gutters
}

fn bleed(settings: &Settings, lengths: Lengths, usual: &PressDefaults, report: &mut Report) -> Bleed {
    let typed = settings.print.bleed.as_ref();
    let typed = typed.and_then(|bleed| lengths.within(bleed, Length::ZERO, MOST_BLEED, report));
    let by = typed.unwrap_or(usual.bleed);
    match settings.print.bleed_sides.as_deref().copied().unwrap_or(usual.bleed_sides) {
        BleedSides::All => Bleed::all(by),
        BleedSides::Outer => Bleed::outer(by),
    }
}

/// The print edition's pages where `[screen]` says nothing else; a screen has no bleed.
pub(super) fn screen(settings: &Settings, theme: &Theme, print: Geometry, body: Body, report: &mut Report) -> Geometry {
    let screen = &settings.screen;
    if screen.trim.is_none() && screen.margins.is_none() {
        return Geometry { bleed: Bleed::NONE, ..print };
    }
    let trim = screen.trim.as_deref().map_or(print.trim, |trim| trim.0);
    // Margins that were meant for another page do not pass over to this one.
    let printed = settings.page.margins.as_deref().filter(|_| trim == print.trim).cloned().unwrap_or_default();
    let own = screen.margins.as_deref().cloned().unwrap_or_default();
    let margins = MarginSettings {
        inner: own.inner.or(printed.inner),
        outer: own.outer.or(printed.outer),
        top: own.top.or(printed.top),
        bottom: own.bottom.or(printed.bottom),
    };
    let typed = Margins::read(Some(&margins), Lengths { em: body.size }, report);
    let place = place(screen.margins.as_ref(), "[screen]");
    fit(theme, Wanted { trim, body, typed, binding: print.binding, least: MinMargins::default() }, &place, report)
}

/// Where the margins of a page are set, or would be.
fn place(margins: Option<&Set<MarginSettings>>, table: &str) -> Place {
    margins.map_or_else(|| Place::new(None, format!("`{table} margins`")), |margins| margins.place.clone())
}

#[derive(Clone, Copy, Default)]
struct Margins {
    inner: Option<Length>,
    outer: Option<Length>,
    top: Option<Length>,
    bottom: Option<Length>,
}

impl Margins {
    fn read(margins: Option<&MarginSettings>, lengths: Lengths, report: &mut Report) -> Margins {
        let Some(margins) = margins else { return Margins::default() };
        let mut side =
            |side: &Option<Set<Amount>>| lengths.within(side.as_ref()?, Length::ZERO, Length::mm(1_000), report);
        Margins {
            inner: side(&margins.inner),
            outer: side(&margins.outer),
            top: side(&margins.top),
            bottom: side(&margins.bottom),
        }
    }

    /// What the author set narrower than the printer takes it; the gutter depends on the page count, and is judged then.
    fn against(self, margins: Option<&MarginSettings>, printer: &Printer, bleed: Bleed, report: &mut Report) {
        let Some(margins) = margins else { return };
        let least = printer.outside(bleed != Bleed::NONE);
        let sides = [(self.outer, &margins.outer), (self.top, &margins.top), (self.bottom, &margins.bottom)];
        for (typed, side) in sides {
            if let (Some(typed), Some(side)) = (typed.filter(|typed| *typed < least), side) {
                let why = format!(
                    "{} is less than {}, which {} requires",
                    typed.millimetres(),
                    least.millimetres(),
                    printer.name
                );
                let help = "make it wider, or delete it to get what the printer requires";
                report.add(side.error("printer-margin", why).help(help));
            }
        }
    }
}

/// A page to be measured.
#[derive(Clone, Copy)]
struct Wanted {
    trim: Size,
    body: Body,
    typed: Margins,
    binding: Binding,
    least: MinMargins,
}

/// Margins that leave the theme's measure between them, the smaller part of the rest in the gutter; then as many grid
/// lines as the depth holds, and what is over goes to the foot.
fn fit(theme: &Theme, wanted: Wanted, place: &Place, report: &mut Report) -> Geometry {
    let Wanted { trim, body, typed, binding, least } = wanted;
    let page = &theme.page;
    let share = |whole: Length, thousandths: Whole<0, 1_000>| whole.scale(thousandths.get().into(), 1_000);
    let least_inner = share(trim.width, page.min_inner).max(least.inner);
    let least_outer = share(trim.width, page.min_outer).max(least.outside);
    let measure = page.measure.length(body.size, body.leading).min(trim.width - least_inner - least_outer);
    let beside = trim.width - measure;
    let on_top = binding == Binding::Top;
    let (inner, outer) = match (typed.inner, typed.outer) {
        // Its spine is at the head of rectos and the foot of versos, and the text in the middle of the width.
        (_, outer) if on_top => {
            let outer = outer.unwrap_or((beside / 2).max(least_outer));
            (outer, outer)
        }
        (Some(inner), Some(outer)) => (inner, outer),
        (Some(inner), None) => (inner, (beside - inner).max(least_outer)),
        (None, Some(outer)) => ((beside - outer).max(least_inner), outer),
        (None, None) => {
            let inner = share(beside, page.inner_share).max(least_inner);
            (inner, (beside - inner).max(least.outside))
        }
    };
    let at_spine = if on_top { typed.inner.unwrap_or(least_inner) } else { Length::ZERO };
    let top = typed.top.unwrap_or_else(|| share(trim.height, page.top).max(least.outside)).max(at_spine);
    let least_bottom = typed.bottom.unwrap_or_else(|| share(trim.height, page.bottom).max(outer).max(least.outside));
    let least_bottom = least_bottom.max(at_spine);
    let lines = (trim.height - top - least_bottom).0.div_euclid(body.leading.0);
    let geometry = Geometry {
        trim,
        inner,
        outer,
        top,
        bottom: trim.height - top - body.leading * lines,
        bleed: Bleed::NONE,
        binding,
        lines,
        first_baseline: body.leading.scale(3, 4),
    };
    let refuse = |what: String| place.error("page-margins", what).help("make the margins smaller or the page larger");
    if geometry.measure() < LEAST_MEASURE {
        report.add(refuse(format!("they leave a line of {} pt, less than 20 mm", geometry.measure())));
    } else if lines < LEAST_LINES {
        report.add(refuse(format!("they leave fewer than {LEAST_LINES} lines on a page")));
    }
    geometry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Diagnostic, config};

    fn geometry(toml: &str) -> (Geometry, Report) {
        let settings: Settings = config::read_builtin("book.toml", toml).unwrap();
        let mut report = Report::default();
        let theme = config::read_builtin("classic", crate::design::theme_text("classic").unwrap()).unwrap();
        let body = Body { size: Length::pt_ratio(21, 2), leading: Length::pt_ratio(27, 2), least: Length::pt(4) };
        let trim = print_trim(&settings);
        (print(&settings, &theme, trim, body, None, &mut report)[0].geometry, report)
    }

    #[test]
    fn the_spine_lies_where_the_language_begins_or_the_author_says() {
        let left = |toml: &str| [true, false].map(|recto| geometry(toml).0.type_area(recto).origin.x);
        let [inner, outer] = left("book.language = 'en'");
        assert!(inner < outer);
        assert_eq!(left("book.language = 'he'"), [outer, inner]);
        assert_eq!(left("book.language = 'ar'\nprint.binding = 'left'"), [inner, outer]);
        assert_eq!(left("print.binding = 'right'"), [outer, inner]);
        let (top, _) = geometry("print.binding = 'top'\npage.margins.inner = '30mm'");
        assert!(top.inner == top.outer && top.top >= Length::mm(30) && top.bottom >= Length::mm(30), "{top:?}");
        assert_eq!(top.gutter(), top.top.min(top.bottom));
    }

    #[test]
    fn margins_grow_from_gutter_to_foot_and_the_depth_is_whole_lines() {
        for trim in ["A4", "A5", "A6", "digest", "trade", "B5", "120mm x 120mm"] {
            let (page, report) = geometry(&format!("page.trim = '{trim}'"));
            assert_eq!(report.sorted(), Vec::<&Diagnostic>::new(), "{trim}");
            assert!(page.inner < page.outer && page.outer <= page.bottom, "{trim}: {page:?}");
            assert_eq!(page.depth(), Length::pt_ratio(27, 2) * page.lines);
            assert_eq!(page.inner + page.measure() + page.outer, page.trim.width);
        }
    }

    #[test]
    fn every_theme_fits_the_pages_of_books_and_zines() {
        for (name, text) in crate::design::THEMES {
            let theme: Theme = config::read_builtin(name, text).unwrap();
            for trim in ["A5", "A6", "5.5in x 8.5in", "6in x 9in"] {
                let toml = format!("page.trim = '{trim}'");
                let settings: Settings = config::read_builtin("book.toml", &toml).unwrap();
                let mut report = Report::default();
                let size = print_trim(&settings);
                let body = crate::design::choose::body(&settings, &theme, size.width, &mut report);
                let page = print(&settings, &theme, size, body, None, &mut report)[0].geometry;
                assert!(!report.has_errors(), "{name} {trim}");
                let letters = page.measure().0 * 10 / body.size.0;
                assert!(page.inner < page.outer && page.outer <= page.bottom, "{name} {trim}: {page:?}");
                assert!((220..=330).contains(&letters) && page.lines >= 24, "{name} {trim}: {letters} {page:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let codes = |toml| geometry(toml).1.sorted().iter().map(|d| d.code).collect::<Vec<_>>();
        assert_eq!(codes("page.margins.inner = '80mm'\npage.margins.outer = '80mm'"), ["page-margins"]);
        assert_eq!(codes("page.margins.top = '160mm'"), ["page-margins"]);
        assert_eq!(codes("page.margins.top = '-1mm'"), ["length-invalid"]);
        assert_eq!(codes("print.bleed = '31mm'"), ["length-invalid"]);
        assert_eq!(codes("page.margins.inner = '15mm'"), [""; 0]);
    }
}
