//! In: `[cover]` as typed, a theme's word, the print edition's bleed. Out: what the cover is made by, nothing missing.
//! Refuses to know pages, panels or pictures.

use super::theme::Theme;
use super::values::{Lengths, refused, whole};
use super::{CoverDesign, Price, SpineRule};
use crate::base::{Ink, Length, Report};
use crate::language::{self, SpineDirection};
use crate::manuscript::settings::{Percent, Settings, SpineText};
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
/// What scanners read (GS1 General Specifications, 5.2.6.6).
const BARCODE: (u16, u16) = (80, 200);

pub(super) fn cover(
    settings: &Settings,
    theme: &Theme,
    print_bleed: Length,
    printer: Option<&Arc<Printer>>,
    inks: Inks,
    report: &mut Report,
) -> CoverDesign {
    let typed = &settings.cover;
    let lengths = Lengths { settings, em: Length::pt(10) };
    let bleed = typed.bleed.as_deref();
    let bleed = bleed.and_then(|text| lengths.within(text, "[cover] bleed", Length::ZERO, MOST_BLEED, report));
    let usual = match language::of(settings.book.language.as_deref().unwrap_or("en")).spine {
        SpineDirection::Up => SpineText::Up,
        SpineDirection::Down => SpineText::Down,
    };
    let price = price(settings, report);
    CoverDesign {
        style: typed.style.unwrap_or(theme.cover),
        colour: colour(settings, report),
        spine: spine(settings, printer, inks, report),
        spine_text: typed.spine_text.unwrap_or(usual),
        words_from: printer.map_or(0, |printer| printer.spine_text_from()),
        spine_clear: printer.map_or(SPINE_CLEAR, |printer| printer.spine_clear()),
        bleed: bleed.unwrap_or(print_bleed),
        fit: typed.fit.unwrap_or_default(),
        barcode: match typed.barcode {
            Some(Percent::Switch(false)) => None,
            Some(Percent::Number(size)) => {
                Some(whole(settings, "[cover] barcode", size, BARCODE.0, BARCODE.1, report).into())
            }
            // With an add-on the largest that stands in two inches.
            Some(Percent::Switch(true)) | None => Some(if price.is_some() { 90 } else { 100 }),
        },
        price,
        guides: typed.guides.unwrap_or(true),
    }
}

/// The width as given; else by the printer's formula, or leaves and boards, of the paper that the cover or the print
/// edition names.
fn spine(settings: &Settings, printer: Option<&Arc<Printer>>, inks: Inks, report: &mut Report) -> SpineRule {
    let typed = &settings.cover;
    let lengths = Lengths { settings, em: Length::pt(10) };
    let mut length = |text: &Option<String>, key: &str, most| {
        text.as_deref().and_then(|text| lengths.within(text, &format!("[cover] {key}"), Length::ZERO, most, report))
    };
    let given = length(&typed.spine, "spine", MOST_SPINE);
    let caliper = length(&typed.caliper, "caliper", MOST_CALIPER);
    let board = length(&typed.board, "board", MOST_CALIPER).unwrap_or(BOARD);
    if let Some(width) = given {
        return SpineRule::Given(width);
    }
    let known = printer.filter(|printer| printer.spine.known.is);
    let name = typed.paper.as_deref().or(settings.print.paper.as_deref());
    let own = printer.and_then(|printer| printer.paper(name, inks.name())).and_then(|paper| paper.thickness());
    let paper = match (caliper, own, name) {
        (Some(caliper), _, _) => Some(Thickness::Caliper(caliper)),
        (None, Some(own), _) => Some(own),
        (None, None, Some(name)) => match printers::caliper(name) {
            Ok(caliper) => Some(Thickness::Caliper(caliper)),
            Err(why) => {
                // What `[print] paper` says is judged there.
                if typed.paper.is_some() {
                    let help = "`chapbook printers papers` names them; or write the thickness of a leaf, `caliper`";
                    report.add(refused(settings, "paper-unknown", "[cover] paper", &why).help(help));
                }
                None
            }
        },
        (None, None, None) => None,
    };
    let named = paper.is_some();
    let paper = paper.unwrap_or(Thickness::Caliper(LEAF));
    match known {
        Some(printer) => SpineRule::Printer { printer: Arc::clone(printer), paper, board },
        None => SpineRule::Paper { paper, board, named },
    }
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

fn colour(settings: &Settings, report: &mut Report) -> Option<Ink> {
    let typed = settings.cover.colour.as_deref()?;
    let found = ink(typed);
    if found.is_none() {
        let why = format!("`{typed}` is not a colour");
        let help = "write `#1d3557`, or inks in hundredths: `cmyk(100, 70, 0, 30)`";
        report.add(refused(settings, "setting-value", "[cover] colour", &why).help(help));
    }
    found
}

fn ink(typed: &str) -> Option<Ink> {
    let typed = typed.trim();
    if let Some(digits) = typed.strip_prefix('#') {
        let digits: Vec<u8> = digits.chars().map_while(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
        return match (typed.chars().count(), &digits[..]) {
            (4, &[red, green, blue]) => Some(Ink::Rgb(red * 17, green * 17, blue * 17)),
            (7, &[a, b, c, d, e, f]) => Some(Ink::Rgb(a * 16 + b, c * 16 + d, e * 16 + f)),
            _ => None,
        };
    }
    let inks = typed.strip_prefix("cmyk(")?.strip_suffix(')')?;
    let inks: Option<Vec<u8>> = inks.split(',').map(|ink| ink.trim().parse().ok().filter(|ink| *ink <= 100)).collect();
    match inks?[..] {
        [cyan, magenta, yellow, black] => Some(Ink::Cmyk(cyan, magenta, yellow, black)),
        _ => None,
    }
}

fn price(settings: &Settings, report: &mut Report) -> Option<Price> {
    let typed = settings.cover.price.as_deref()?.trim();
    match read_price(typed) {
        Ok(price) => Some(price),
        Err(why) => {
            let help = "write `$19.95`, `£8.99`, `CAD 24.95`, or the five digits themselves";
            report.add(refused(settings, "cover-price", "[cover] price", &why).help(help));
            None
        }
    }
}

/// The currencies that the add-on knows, and its first digit for each.
const CURRENCIES: [(&str, u8); 9] =
    [("US$", 5), ("CA$", 6), ("A$", 3), ("NZ$", 4), ("USD", 5), ("CAD", 6), ("AUD", 3), ("NZD", 4), ("GBP", 0)];

fn read_price(typed: &str) -> Result<Price, String> {
    let digits: Vec<u8> = typed.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    if let (true, Ok(digits)) = (digits.len() == typed.len(), <[u8; 5]>::try_from(&digits[..])) {
        return Ok(Price { digits, shown: None });
    }
    let known = CURRENCIES.iter().chain(&[("$", 5), ("£", 0)]);
    let found = known.into_iter().find_map(|(name, digit)| {
        let rest = typed.strip_prefix(name).or_else(|| typed.strip_suffix(name))?;
        Some((*digit, rest.trim()))
    });
    let (currency, amount) = found.ok_or_else(|| format!("`{typed}` names no currency that a barcode can say"))?;
    let (whole, part) = amount.split_once(['.', ',']).unwrap_or((amount, "00"));
    let plain = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(part) || part.len() != 2 {
        return Err(format!("`{amount}` is not an amount"));
    }
    let number: u32 = format!("{whole}{part}").parse().map_err(|_| format!("`{amount}` is not an amount"))?;
    // `9999` says: this much or more. Pounds go on with a 1 at a hundred.
    let (currency, number) = match (currency, number) {
        (0, 10_000..=19_999) => (1, number - 10_000),
        (currency, number) => (currency, number.min(9_999)),
    };
    let digit = |tens: u32| (number / tens % 10) as u8;
    let digits = [currency, digit(1_000), digit(100), digit(10), digit(1)];
    Ok(Price { digits, shown: Some(typed.to_string()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Folder;
    use crate::manuscript::settings::CoverStyle;

    fn designed(cover: &str) -> (Option<CoverDesign>, Vec<&'static str>) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("book.toml"), "").unwrap();
        let settings: Settings = toml::from_str(cover).unwrap();
        let mut report = Report::default();
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

    #[test]
    fn prices_become_five_digits() {
        let digits = |typed: &str| read_price(typed).map(|price| price.digits);
        assert_eq!(digits("$19.95"), Ok([5, 1, 9, 9, 5]));
        assert_eq!(digits("USD 7"), Ok([5, 0, 7, 0, 0]));
        assert_eq!(digits("£8.99"), Ok([0, 0, 8, 9, 9]));
        assert_eq!(digits("£120.00"), Ok([1, 2, 0, 0, 0]));
        assert_eq!(digits("CA$24,50"), Ok([6, 2, 4, 5, 0]));
        assert_eq!(digits("24.50 NZD"), Ok([4, 2, 4, 5, 0]));
        assert_eq!(digits("$250.00"), Ok([5, 9, 9, 9, 9]));
        assert_eq!(digits("90000"), Ok([9, 0, 0, 0, 0]));
        for wrong in ["", "19.95", "€9.99", "$", "$9.9", "$-1.00", "$1.2.3", "123456", "$99999"] {
            assert!(digits(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn colours_are_read_and_what_is_none_is_told() {
        assert_eq!(ink("#1d3557"), Some(Ink::Rgb(0x1d, 0x35, 0x57)));
        assert_eq!(ink(" #fa0 "), Some(Ink::Rgb(255, 170, 0)));
        assert_eq!(ink("cmyk(100, 70,0, 30)"), Some(Ink::Cmyk(100, 70, 0, 30)));
        for wrong in ["", "red", "#12345", "#1d35zz", "#é12345", "cmyk(1,2,3)", "cmyk(101,0,0,0)", "cmyk(1,2,3,4,5)"] {
            assert_eq!(ink(wrong), None, "{wrong}");
        }
        for (toml, code) in [
            ("cover.colour = 'red'", "setting-value"),
            ("cover.price = '9 shillings'", "cover-price"),
            ("cover.barcode = 50", "setting-value"),
            ("cover.spine = '8'", "length-invalid"),
            ("cover.caliper = '10mm'", "length-invalid"),
        ] {
            assert_eq!(designed(toml).1, [code], "{toml}");
        }
    }
}
