//! In: trim and margins as typed, a theme's shares, the body's size. Out: page geometries whose depth is whole grid
//! lines. Refuses to know about faces.

use super::press::PressDefaults;
use super::theme::Theme;
use super::trim;
use super::values::{Lengths, refused};
use super::{Geometry, Gutter};
use crate::base::{Bleed, Length, Report, Size};
use crate::manuscript::settings::{MarginSettings, Settings};
use crate::press::BleedSides;
use crate::printers::Printer;

/// The body's size, and its leading: the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub size: Length,
    pub leading: Length,
}

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
pub(super) fn print_trim(settings: &Settings, report: &mut Report) -> Size {
    named_trim(settings, settings.page.trim.as_deref().unwrap_or("A5"), "[page] trim", report)
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
    let margins = settings.page.margins.clone().unwrap_or_default();
    let lengths = Lengths { settings, em: body.size };
    let typed = Margins::read(&margins, lengths, "[page] margins", report);
    let bleed = bleed(settings, lengths, &printer.map_or_else(PressDefaults::default, PressDefaults::of), report);
    let fitted = |inner: Length, report: &mut Report| {
        let outside = printer.map_or(Length::ZERO, |printer| printer.outside(bleed != Bleed::NONE));
        // Marks hang out of the text's edges, and the printer measures them too.
        let hang = if printer.is_some() { body.size / 4 } else { Length::ZERO };
        let (inner, outside) = (inner + hang, outside + hang);
        let geometry = fit(
            theme,
            Wanted { trim, body, typed, least: MinMargins { inner, outside } },
            lengths,
            "[page] margins",
            report,
        );
        Geometry { bleed, ..geometry }
    };
    let Some(printer) = printer else {
        return vec![Gutter { to: u32::MAX, geometry: fitted(Length::ZERO, report) }];
    };
    typed.against(printer, bleed, settings, report);
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
    let typed = settings.print.bleed.as_deref();
    let typed = typed.and_then(|text| lengths.within(text, "[print] bleed", Length::ZERO, MOST_BLEED, report));
    let by = typed.unwrap_or(usual.bleed);
    match settings.print.bleed_sides.unwrap_or(usual.bleed_sides) {
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
    let trim = screen.trim.as_deref().map_or(print.trim, |text| named_trim(settings, text, "[screen] trim", report));
    // Margins that were meant for another page do not pass over to this one.
    let printed = if trim == print.trim { settings.page.margins.clone() } else { None };
    let mut margins = printed.unwrap_or_default();
    let own = screen.margins.clone().unwrap_or_default();
    margins.inner = own.inner.or(margins.inner);
    margins.outer = own.outer.or(margins.outer);
    margins.top = own.top.or(margins.top);
    margins.bottom = own.bottom.or(margins.bottom);
    let lengths = Lengths { settings, em: body.size };
    let typed = Margins::read(&margins, lengths, "[screen] margins", report);
    fit(theme, Wanted { trim, body, typed, least: MinMargins::default() }, lengths, "[screen] margins", report)
}

fn named_trim(settings: &Settings, text: &str, key: &str, report: &mut Report) -> Size {
    trim::trim(text).unwrap_or_else(|why| {
        let names: Vec<&str> = trim::names().collect();
        let help = format!("write a width and a height, `148mm x 210mm`, or one of {}", names.join(", "));
        report.add(refused(settings, "page-trim", key, &why).help(help));
        Size::new(Length::mm(148), Length::mm(210))
    })
}

#[derive(Clone, Copy, Default)]
struct Margins {
    inner: Option<Length>,
    outer: Option<Length>,
    top: Option<Length>,
    bottom: Option<Length>,
}

impl Margins {
    fn read(margins: &MarginSettings, lengths: Lengths, table: &str, report: &mut Report) -> Margins {
        let mut side = |text: &Option<String>, name: &str| {
            let key = format!("{table}.{name}");
            text.as_deref().and_then(|text| lengths.within(text, &key, Length::ZERO, Length::mm(1_000), report))
        };
        Margins {
            inner: side(&margins.inner, "inner"),
            outer: side(&margins.outer, "outer"),
            top: side(&margins.top, "top"),
            bottom: side(&margins.bottom, "bottom"),
        }
    }

    /// What the author set narrower than the printer takes it; the gutter depends on the page count, and is judged then.
    fn against(self, printer: &Printer, bleed: Bleed, settings: &Settings, report: &mut Report) {
        let least = printer.outside(bleed != Bleed::NONE);
        for (name, typed) in [("outer", self.outer), ("top", self.top), ("bottom", self.bottom)] {
            if let Some(typed) = typed.filter(|typed| *typed < least) {
                let key = format!("[page] margins.{name}");
                let why = format!(
                    "{} is less than the {} that {} asks for",
                    typed.millimetres(),
                    least.millimetres(),
                    printer.name
                );
                let help = "make it wider, or leave it out and get what the house takes";
                report.add(refused(settings, "printer-margin", &key, &why).help(help));
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
    least: MinMargins,
}

/// Margins that leave the theme's measure between them, the smaller part of the rest in the gutter; then as many grid
/// lines as the depth holds, and what is over goes to the foot.
fn fit(theme: &Theme, wanted: Wanted, lengths: Lengths, key: &str, report: &mut Report) -> Geometry {
    let Wanted { trim, body, typed, least } = wanted;
    let page = &theme.page;
    let share = |whole: Length, thousandths: u16| whole.scale(i64::from(thousandths), 1_000);
    let least_inner = share(trim.width, page.least_inner).max(least.inner);
    let least_outer = share(trim.width, page.least_outer).max(least.outside);
    let measure = page.measure.length(body.size, body.leading).min(trim.width - least_inner - least_outer);
    let beside = trim.width - measure;
    let (inner, outer) = match (typed.inner, typed.outer) {
        (Some(inner), Some(outer)) => (inner, outer),
        (Some(inner), None) => (inner, (beside - inner).max(least_outer)),
        (None, Some(outer)) => ((beside - outer).max(least_inner), outer),
        (None, None) => {
            let inner = share(beside, page.inner_share).max(least_inner);
            (inner, (beside - inner).max(least.outside))
        }
    };
    let top = typed.top.unwrap_or_else(|| share(trim.height, page.top).max(least.outside));
    let least_bottom = typed.bottom.unwrap_or_else(|| share(trim.height, page.bottom).max(outer).max(least.outside));
    let lines = (trim.height - top - least_bottom).0.div_euclid(body.leading.0);
    let geometry = Geometry {
        trim,
        inner,
        outer,
        top,
        bottom: trim.height - top - body.leading * lines,
        bleed: Bleed::NONE,
        lines,
        first_baseline: body.leading.scale(3, 4),
    };
    let refuse = |what: String| {
        refused(lengths.settings, "page-margins", key, &what).help("make the margins smaller or the page larger")
    };
    if geometry.measure() < LEAST_MEASURE {
        report.add(refuse(format!("a line of {} pt is left between them, less than 20 mm", geometry.measure())));
    } else if lines < LEAST_LINES {
        report.add(refuse(format!("fewer than {LEAST_LINES} lines are left between head and foot")));
    }
    geometry
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Diagnostic;

    fn geometry(toml: &str) -> (Geometry, Report) {
        let settings: Settings = toml::from_str(toml).unwrap();
        let mut report = Report::default();
        let theme = toml::from_str(crate::design::theme_text("classic").unwrap()).unwrap();
        let body = Body { size: Length::pt_ratio(21, 2), leading: Length::pt_ratio(27, 2) };
        let trim = print_trim(&settings, &mut report);
        (print(&settings, &theme, trim, body, None, &mut report)[0].geometry, report)
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
            let theme: Theme = toml::from_str(text).unwrap();
            for trim in ["A5", "A6", "5.5in x 8.5in", "6in x 9in"] {
                let settings: Settings = toml::from_str(&format!("page.trim = '{trim}'")).unwrap();
                let mut report = Report::default();
                let size = print_trim(&settings, &mut report);
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
        assert_eq!(codes("page.trim = 'folio'"), ["page-trim"]);
        assert_eq!(codes("print.bleed = '3'"), ["length-invalid"]);
        assert_eq!(codes("page.margins.inner = '15mm'"), [""; 0]);
    }
}
