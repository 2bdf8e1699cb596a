//! In: `[cover]` as typed, a theme's word, the print edition's bleed. Out: what the cover is made by, nothing missing.
//! Refuses to know pages, panels or pictures.

use super::theme::Theme;
use super::values::Lengths;
use super::{CoverDesign, SpineRule};
use crate::base::config::Set;
use crate::base::{Amount, Binding, Diagnostic, Length, Report};
use crate::language::{self, SpineDirection};
use crate::manuscript::settings::{CoverStyle, Output, PaperSetting, Percent, Settings, SpineText};
use crate::press::Inks;
use crate::printers::{self, Printer, Thickness};
use std::sync::Arc;

/// A leaf of uncoated paper of 80 g/m², and a cover of 250 g/m².
const LEAF: Length = Length::micrometres(100);
const BOARD: Length = Length::micrometres(300);
/// Between words on a spine and its edges (0.0625 in), where no printer says.
const SPINE_CLEAR: Length = Length::pt_ratio(9, 2);
/// What is believed of papers, spines and bleeds.
const MOST_CALIPER: Length = Length::mm(2);
const MOST_SPINE: Length = Length::mm(120);
const MOST_BLEED: Length = Length::mm(30);

/// Its panels would stand one above the other, and its spine would be read level: that cover is not made here.
pub(super) fn on_top(settings: &Settings, binding: Binding) -> Option<Diagnostic> {
    let said = settings.print.binding.as_ref().filter(|_| binding == Binding::Top && settings.makes(Output::Cover))?;
    let found = said.error("cover-binding", "no cover can be made for a book bound on top");
    Some(found.help("set `enabled = false` in the `[cover]` table, and make the cover in another program"))
}

pub(super) fn cover(
    settings: &Settings,
    theme: &Theme,
    print_bleed: Length,
    printer: Option<&Arc<Printer>>,
    inks: Inks,
    report: &mut Report,
) -> CoverDesign {
    let typed = &settings.cover;
    let lengths = Lengths { em: Length::pt(10) };
    let bleed = typed.bleed.as_ref();
    let bleed = bleed.and_then(|bleed| lengths.within(bleed, Length::ZERO, MOST_BLEED, report));
    let language = settings.book.language.as_deref().map_or("en", |language| language);
    let usual = match language::of(language).spine {
        SpineDirection::Up => SpineText::Up,
        SpineDirection::Down => SpineText::Down,
    };
    let price = typed.price.as_deref().cloned();
    CoverDesign {
        style: typed.style.as_deref().copied().or(theme.cover).unwrap_or(CoverStyle::Classic),
        colour: typed.colour.as_deref().copied(),
        spine: spine(settings, printer, inks, report),
        spine_text: typed.spine_text.as_deref().copied().unwrap_or(usual),
        words_from: printer.map_or(0, |printer| printer.spine_text_from()),
        spine_clear: printer.map_or(SPINE_CLEAR, |printer| printer.spine_clear()),
        bleed: bleed.unwrap_or(print_bleed),
        fit: typed.fit.as_deref().copied().unwrap_or_default(),
        barcode: match typed.barcode.as_deref() {
            Some(Percent::Switch(false)) => None,
            Some(Percent::Number(size)) => Some(size.get().into()),
            // With an add-on the largest that stands in two inches.
            Some(Percent::Switch(true)) | None => Some(if price.is_some() { 90 } else { 100 }),
        },
        price,
        guides: typed.guides.as_deref().copied().unwrap_or(true),
    }
}

/// The width as given; else by the printer's formula, or leaves and boards, of the paper that the cover or the print
/// edition names.
fn spine(settings: &Settings, printer: Option<&Arc<Printer>>, inks: Inks, report: &mut Report) -> SpineRule {
    let typed = &settings.cover;
    let lengths = Lengths { em: Length::pt(10) };
    let mut length = |set: &Option<Set<Amount>>, most| lengths.within(set.as_ref()?, Length::ZERO, most, report);
    let given = length(&typed.spine, MOST_SPINE);
    let caliper = length(&typed.caliper, MOST_CALIPER);
    let board = length(&typed.board, MOST_CALIPER).unwrap_or(BOARD);
    if let Some(width) = given {
        return SpineRule::Given(width);
    }
    let known = printer.filter(|printer| printer.spine.known.is);
    let paper = typed.paper.as_ref().or(settings.print.paper.as_ref());
    let paper = match (caliper, paper.map(|paper| &paper.value)) {
        (Some(caliper), _) | (None, Some(&PaperSetting::Caliper(caliper))) => Some(Thickness::Caliper(caliper)),
        (None, Some(PaperSetting::Named(name))) => {
            let found = own_paper(printer, Some(name), inks);
            let found = found.or_else(|| Some(Thickness::Caliper(printers::paper(name)?.caliper())));
            // What `[print] paper` says is judged there.
            if let (None, Some(paper)) = (found, &typed.paper) {
                let help = "`chapbook printers papers` lists them; or set the thickness of a leaf, `caliper`";
                report.add(paper.error("paper-unknown", format!("no paper is named `{name}`")).help(help));
            }
            found
        }
        (None, None) => own_paper(printer, None, inks),
    };
    let named = paper.is_some();
    let paper = paper.unwrap_or(Thickness::Caliper(LEAF));
    match known {
        Some(printer) => SpineRule::Printer { printer: Arc::clone(printer), paper, board },
        None => SpineRule::Paper { paper, board, named },
    }
}

fn own_paper(printer: Option<&Arc<Printer>>, name: Option<&str>, inks: Inks) -> Option<Thickness> {
    printer?.paper(name, inks.name())?.thickness()
}

impl SpineRule {
    /// How wide the spine of a book of so many pages is; an odd page has a leaf to itself.
    pub fn width(&self, pages: usize) -> Length {
        let pages = u32::try_from(pages).unwrap_or(u32::MAX >> 8).next_multiple_of(2);
        match self {
            SpineRule::Given(width) => *width,
            SpineRule::Paper { paper, board, .. } => paper.of(pages) + *board * 2,
            SpineRule::Printer { printer, paper, board } => printer.spine(pages, *paper, *board).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, config};

    fn designed(cover: &str) -> (Option<CoverDesign>, Vec<&'static str>) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("book.toml"), "").unwrap();
        let mut report = Report::default();
        let file = report.sources.add("book.toml", cover);
        let settings: Settings = config::read(file, "", &mut report).unwrap();
        let design = crate::design::design(&settings, &Folder::open(dir.path()).unwrap(), &mut report);
        (design.map(|design| design.cover), report.sorted().iter().map(|found| found.code).collect())
    }

    #[test]
    fn what_is_not_said_is_the_themes_and_the_languages() {
        let (cover, found) = designed("");
        let cover = cover.unwrap();
        assert_eq!((found.len(), cover.style, cover.spine_text), (0, CoverStyle::Classic, SpineText::Down));
        assert_eq!((cover.bleed, cover.barcode), (Length::mm(3), Some(100)));
        assert!(matches!(cover.spine, SpineRule::Paper { named: false, .. }));
        let of = |toml: &str| designed(toml).0.unwrap();
        assert_eq!(of("book.language = 'fr-CA'\ntype.theme = 'zine'").style, CoverStyle::Zine);
        assert_eq!(of("book.language = 'fr-CA'").spine_text, SpineText::Up);
        let set = of("cover = { spine = '8mm', style = 'modern', price = '51995', barcode = 80, bleed = '0.125in' }");
        assert_eq!((set.spine, set.barcode, set.bleed), (SpineRule::Given(Length::mm(8)), Some(80), Length::mils(125)));
        assert_eq!(set.price.unwrap().digits, [5, 1, 9, 9, 5]);
        assert_eq!(of("cover.price = '$5.00'").barcode, Some(90));
    }

    #[test]
    fn a_spine_is_its_leaves_and_its_boards_or_what_the_printer_says() {
        let of = |toml: &str| designed(toml).0.unwrap().spine;
        let um = Length::micrometres;
        let plain = of("cover = { caliper = '0.1mm', board = '0.3mm' }");
        assert_eq!(plain.width(0), um(300) * 2);
        assert_eq!(plain.width(107), plain.width(108));
        assert_eq!(plain.width(108), um(100) * 54 + um(300) * 2);
        assert_eq!(of("cover.spine = '8mm'").width(10_000), Length::mm(8));
        let leaf = printers::paper("offset-80").unwrap().caliper();
        assert_eq!(of("cover = { paper = 'offset-80', board = '0mm' }").width(200), leaf * 100);
        assert_eq!(of("print.paper = 'offset-80'\ncover.board = '0mm'").width(200), leaf * 100);
        // 300 pages of white paper at 0.002252 in.
        let kdp = of("print.printer = 'kdp'").width(300);
        assert!((kdp - Length::mils(676)).abs() < Length::mils(1), "{kdp}");
        let spark = designed("print.printer = 'ingramspark'").0.unwrap();
        assert!(matches!(spark.spine, SpineRule::Paper { named: false, .. }), "its template says");
        assert_eq!(spark.words_from, 48);
        assert_eq!(designed("cover.paper = 'vellum'").1, ["paper-unknown"]);
    }
}
