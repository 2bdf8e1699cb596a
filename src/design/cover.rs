//! In: `[cover]` as typed, a theme's word, the print edition's bleed. Out: what the cover is made by, nothing missing.
//! Refuses to know pages, panels or pictures.

use super::theme::Theme;
use super::values::Lengths;
use super::{CoverDesign, Geometry, SpineRule};
use crate::base::config::Set;
use crate::base::{Amount, Binding, Diagnostic, Length, Report};
use crate::language::{self, SpineDirection};
use crate::manuscript::settings::{
    CoverBinding, CoverSettings, CoverStyle, Output, PaperSetting, Percent, Settings, SpineText,
};
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
const MOST_CASE_BOARD: Length = Length::mm(5);
const MOST_SPINE: Length = Length::mm(120);
const MOST_BLEED: Length = Length::mm(30);

/// Grey board of a case, and what binders leave where nobody says otherwise: the joint in which it opens, the edge that
/// stands out past the pages, the cloth or paper that is turned in.
const CASE_BOARD: Length = Length::micrometres(2_500);
const HINGE: Length = Length::mm(10);
const SQUARE: Length = Length::mm(3);
const TURN_IN: Length = Length::mm(16);
const FLAP: Length = Length::mm(85);
const MOST_OF_CASE: Length = Length::mm(40);
const LEAST_FLAP: Length = Length::mm(30);

/// What cannot be made, or does nothing.
pub(super) fn refusals(settings: &Settings, binding: Binding, printer: Option<&Arc<Printer>>) -> Vec<Diagnostic> {
    if !settings.makes(Output::Cover) {
        return none_on_top(settings, binding).into_iter().collect();
    }
    let bound = bound(&settings.cover, printer);
    let mut found = idle(&settings.cover, bound);
    found.extend(printer.and_then(|printer| not_made(settings, printer, bound)));
    found.extend(printer.into_iter().flat_map(|printer| own_case(&settings.cover, printer, bound)));
    // Its panels would stand one above the other, and its spine would be read level.
    if let Some(said) = settings.print.binding.as_ref().filter(|_| binding == Binding::Top) {
        let why = said.error("cover-binding", "no cover can be made for a book bound on top");
        found.push(why.help("set `enabled = false` in the `[cover]` table, and make the cover in another program"));
    }
    let around = settings.booklet.cover.as_ref().filter(|around| ***around && settings.makes(Output::Booklet));
    let stapled = matches!(bound, CoverBinding::Paperback | CoverBinding::Saddle);
    if let (Some(around), false) = (around, stapled) {
        let why = format!("a cover with `binding = \"{}\"` cannot be stapled around a booklet", bound.name());
        let help = "set `[cover] binding = \"saddle\"`, or delete this";
        found.push(around.error("booklet-cover", why).help(help));
    }
    let cover = &settings.cover;
    let over = cover.over_art.as_ref().filter(|over| ***over);
    let about_art = [("over-art", over.map(Set::span)), ("words", cover.words.as_ref().map(Set::span))];
    let without_art = cover.front.is_none() && cover.wrap.is_none();
    found.extend(about_art.into_iter().filter(|_| without_art).filter_map(|(key, span)| {
        let why = format!("`{key}` does nothing without a picture in front");
        let told = Diagnostic::warning("cover-setting-unused", why).at_any(span?);
        Some(told.help("delete it, or name the picture as `front` or `wrap`"))
    }));
    if let (Some(words), Some(true)) = (&settings.cover.words, settings.cover.over_art.as_deref()) {
        let why = "`words` does nothing with `over-art = true`, which sets the title over the picture";
        found.push(Diagnostic::warning("cover-setting-unused", why).at_any(words.span()).help("delete one of them"));
    }
    found
}

/// That there is none, where nobody said that there should be one or none.
fn none_on_top(settings: &Settings, binding: Binding) -> Option<Diagnostic> {
    let silent = settings.cover.enabled.is_none() && settings.makes(Output::Print) && binding == Binding::Top;
    let said = settings.print.binding.as_ref().filter(|_| silent)?;
    let told = Diagnostic::hint("cover-left-out", "a book bound on top gets no cover here").at_any(said.span());
    Some(told.help("make its cover in another program; `enabled = false` in the `[cover]` table says that you know"))
}

/// As set; else as the printer binds.
fn bound(typed: &CoverSettings, printer: Option<&Arc<Printer>>) -> CoverBinding {
    let hard = printer.is_some_and(|printer| printer.is_hard());
    typed.binding.as_deref().copied().unwrap_or(if hard { CoverBinding::Casewrap } else { CoverBinding::Paperback })
}

/// A binding that the printer does not make.
fn not_made(settings: &Settings, printer: &Printer, binding: CoverBinding) -> Option<Diagnostic> {
    let made = &printer.bindings.as_ref()?.is;
    if made.iter().any(|name| name == binding.name()) {
        return None;
    }
    let typed = settings.cover.binding.as_ref().and_then(Set::span);
    let typed = typed.or(settings.print.printer.as_ref().and_then(Set::span));
    let why = format!("{} makes no books with `binding = \"{}\"`", printer.name, binding.name());
    let help = format!("set `[cover] binding` to {}, or choose another printer", super::printer::listed(made));
    Some(Diagnostic::warning("printer-binding", why).at_any(typed).help(help))
}

/// Measures of a hard cover that are not the printer's.
fn own_case(typed: &CoverSettings, printer: &Printer, binding: CoverBinding) -> Vec<Diagnostic> {
    use CoverBinding as B;
    let [square, fore_edge, hinge, turn_in, flap] = printer.case();
    let hard = matches!(binding, B::Casewrap | B::Jacket);
    let keys = [
        ("square", &typed.square, square, hard),
        ("fore-edge", &typed.fore_edge, fore_edge, hard),
        ("hinge", &typed.hinge, hinge, hard),
        ("turn-in", &typed.turn_in, turn_in, binding == B::Casewrap),
        ("flap", &typed.flap, flap, matches!(binding, B::Jacket | B::Flaps)),
    ];
    let told = keys.into_iter().filter(|(.., used)| *used).filter_map(|(key, typed, there, _)| {
        let (typed, there) = (typed.as_ref()?, there?);
        let own = typed.absolute().filter(|own| *own != there)?;
        let (own, there) = (own.millimetres(), there.millimetres());
        let why = format!("`{key}` is {own}, and {} names {there} for its covers", printer.name);
        Some(
            Diagnostic::hint("cover-case-own", why)
                .at_any(typed.span())
                .help("delete it, unless the printer's template for this book says so"),
        )
    });
    told.collect()
}

/// Settings of other bindings than the book's.
fn idle(typed: &CoverSettings, binding: CoverBinding) -> Vec<Diagnostic> {
    use CoverBinding as B;
    let span = |key: &Option<Set<Amount>>| key.as_ref().map(|key| key.span());
    let words = |key: &Option<Set<String>>| key.as_ref().map(|key| key.span());
    let (hard, flaps) = (matches!(binding, B::Casewrap | B::Jacket), matches!(binding, B::Jacket | B::Flaps));
    let keys = [
        ("hinge", span(&typed.hinge), hard, "`casewrap` and `jacket`"),
        ("square", span(&typed.square), hard, "`casewrap` and `jacket`"),
        ("fore-edge", span(&typed.fore_edge), hard, "`casewrap` and `jacket`"),
        ("turn-in", span(&typed.turn_in), binding == B::Casewrap, "`casewrap`"),
        ("flap", span(&typed.flap), flaps, "`jacket` and `flaps`"),
        ("flap-text", words(&typed.flap_text), flaps, "`jacket` and `flaps`"),
        ("back-flap-text", words(&typed.back_flap_text), flaps, "`jacket` and `flaps`"),
        ("author-picture", typed.author_picture.as_ref().map(|key| key.span()), flaps, "`jacket` and `flaps`"),
        ("spine", span(&typed.spine), binding != B::Saddle, "all bindings but `saddle`"),
        ("bleed", span(&typed.bleed), binding != B::Casewrap, "all bindings but `casewrap`, which has `turn-in`"),
    ];
    let said = keys.into_iter().filter(|(_, _, used, _)| !used);
    let told = said.filter_map(|(key, span, _, of)| {
        let why = format!("`{key}` does nothing for `binding = \"{}\"`: it belongs to {of}", binding.name());
        Some(Diagnostic::warning("cover-setting-unused", why).at_any(span?).help("delete it, or set `binding`"))
    });
    told.collect()
}

pub(super) fn cover(
    settings: &Settings,
    theme: &Theme,
    print: &Geometry,
    printer: Option<&Arc<Printer>>,
    inks: Inks,
    report: &mut Report,
) -> CoverDesign {
    let typed = &settings.cover;
    let lengths = Lengths { em: Length::pt(10) };
    let mut length = |set: &Option<Set<Amount>>, least, most| lengths.within(set.as_ref()?, least, most, report);
    let bleed = length(&typed.bleed, Length::ZERO, MOST_BLEED);
    let there = printer.map_or([None; 5], |printer| printer.case());
    let [square_there, fore_edge_there, hinge_there, turn_in_there, flap_there] = there;
    let hinge = length(&typed.hinge, Length::ZERO, MOST_OF_CASE).or(hinge_there).unwrap_or(HINGE);
    let square = length(&typed.square, Length::ZERO, MOST_OF_CASE).or(square_there).unwrap_or(SQUARE);
    // A board as wide as the page less the square, behind the hinge, is the binders' rule.
    let fore_edge = length(&typed.fore_edge, Length::ZERO, MOST_OF_CASE).or(fore_edge_there).unwrap_or(hinge - square);
    let turn_in = length(&typed.turn_in, Length::ZERO, MOST_OF_CASE).or(turn_in_there).unwrap_or(TURN_IN);
    // A flap that met the spine would lie over itself.
    let most_flap = (print.trim.width - Length::mm(5)).max(LEAST_FLAP);
    let usual_flap = FLAP.min(print.trim.width.scale(2, 3)).max(LEAST_FLAP);
    let flap = length(&typed.flap, LEAST_FLAP, most_flap).or(flap_there).unwrap_or(usual_flap);
    let binding = bound(typed, printer);
    let hard = matches!(binding, CoverBinding::Casewrap | CoverBinding::Jacket);
    let flaps = matches!(binding, CoverBinding::Jacket | CoverBinding::Flaps);
    let of = |length: Length, there: bool| if there { length } else { Length::ZERO };
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
        spine_text: match binding {
            CoverBinding::Saddle => SpineText::None,
            _ => typed.spine_text.as_deref().copied().unwrap_or(usual),
        },
        words_from: printer.map_or(0, |printer| printer.spine_text_from()),
        spine_clear: printer.map_or(SPINE_CLEAR, |printer| printer.spine_clear()),
        bleed: match binding {
            CoverBinding::Casewrap => turn_in,
            _ => bleed.unwrap_or(print.bleed.outer),
        },
        fit: typed.fit.as_deref().copied().unwrap_or_default(),
        words_in_art: typed.words.is_some(),
        over_art: typed.over_art.as_deref().copied().unwrap_or(false),
        binding,
        hinge: of(hinge, hard),
        square: of(square, hard),
        fore_edge: of(fore_edge, hard),
        flap: of(flap, flaps),
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
    let binding = bound(typed, printer);
    let hard = matches!(binding, CoverBinding::Casewrap | CoverBinding::Jacket);
    let (usual, most) = if hard { (CASE_BOARD, MOST_CASE_BOARD) } else { (BOARD, MOST_CALIPER) };
    let board = length(&typed.board, most).unwrap_or(usual);
    if binding == CoverBinding::Saddle {
        return SpineRule::Given(Length::ZERO);
    }
    if let Some(width) = given {
        return SpineRule::Given(width);
    }
    // What a printer says of its spines holds for glued ones, unless it makes no other than hard covers.
    let known = printer.filter(|printer| printer.spine.known.is && hard == printer.is_hard());
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

    /// What is said of a whole book's settings, each in one line.
    fn said(toml: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("book.toml"), "").unwrap();
        let mut report = Report::default();
        let settings: Settings = config::read_builtin("book.toml", toml).unwrap();
        crate::design::design(&settings, &Folder::open(dir.path()).unwrap(), &mut report);
        let mut said: Vec<_> =
            report.sorted().iter().map(|found| format!("{}: {}", found.code, found.message)).collect();
        said.retain(|said| ["printer-b", "cover-c", "length-i"].iter().any(|code| said.starts_with(code)));
        said
    }

    #[test]
    fn a_printer_binds_what_it_says_and_names_its_own_measures() {
        let of = |printer: &str, cover: &str| said(&format!("[print]\nprinter = '{printer}'\n[cover]\n{cover}"));
        let none: [&str; 0] = [];
        assert_eq!(of("kdp", ""), none);
        assert_eq!(of("kdp", "binding = 'flaps'"), ["printer-binding: kdp makes no books with `binding = \"flaps\"`"]);
        assert_eq!(of("kdp-hardcover", ""), none);
        let soft = of("kdp-hardcover", "binding = 'paperback'");
        assert_eq!(soft, ["printer-binding: kdp-hardcover makes no books with `binding = \"paperback\"`"]);
        assert_eq!(of("ingramspark", "binding = 'saddle'"), none);
        assert_eq!(of("offset", "binding = 'flaps'"), none);
        let own = of("kdp-hardcover", "turn-in = '18mm'\nhinge = '10mm'");
        assert_eq!(own, ["cover-case-own: `turn-in` is 18 mm, and kdp-hardcover names 15 mm for its covers"]);
    }

    #[test]
    fn limits_are_told_in_the_unit_that_was_typed() {
        let of = |bleed: &str| said(&format!("[cover]\nbleed = '{bleed}'")).concat();
        let is = |range: &str| format!("length-invalid: `[cover] bleed`: {range}");
        assert_eq!(of("50mm"), is("50 mm is not between 0 mm and 30 mm"));
        assert_eq!(of("2in"), is("2 in is not between 0 in and 1.181 in"));
        assert_eq!(of("200pt"), is("200 pt is not between 0 pt and 85.039 pt"));
    }

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
