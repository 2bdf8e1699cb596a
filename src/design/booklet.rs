//! In: `[booklet]`. Out: how sheets are folded, every choice made. Refuses to know where a page comes to stand.

use super::trim;
use super::values::{self, Lengths, refused};
use crate::base::{Length, Report, Size};
use crate::manuscript::settings::{Blanks, BookletScheme, Settings, SheetFit, SheetFlip};
use crate::printers;

/// What office paper measures, of 80 grams or so.
const CALIPER: Length = Length::micrometres(100);
const MOST_CALIPER: Length = Length::mm(2);
/// Pages of one signature.
const MOST_PAGES: u16 = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookletDesign {
    pub scheme: BookletScheme,
    /// Pages of each signature, or how many signatures, where that is said.
    pub signature: Option<usize>,
    pub signatures: Option<usize>,
    /// Nothing for the smallest usual sheet that fits.
    pub sheet: Option<Size>,
    pub fit: SheetFit,
    pub flip: SheetFlip,
    pub blanks: Blanks,
    /// How much nearer to the fold the pages of a sheet stand than those of the sheet around it.
    pub creep: Length,
    pub marks: bool,
    pub dummy: bool,
}

/// Reads `[booklet]`; what cannot be is reported at its place.
pub fn booklet(settings: &Settings, report: &mut Report) -> BookletDesign {
    let said = &settings.booklet;
    let several = said.signature.is_some() || said.signatures.is_some();
    let scheme = said.scheme.unwrap_or(if several { BookletScheme::Signatures } else { BookletScheme::Saddle });
    let mut refuse = |key: &str, why: &str, help: &str| {
        report.add(refused(settings, "booklet-signature", key, why).help(help));
    };
    if said.signature.is_some() && said.signatures.is_some() {
        let why = "how many pages each signature has and how many there are cannot both be said";
        refuse("[booklet] signatures", why, "keep one of `signature` and `signatures`");
    }
    if several && !matches!(scheme, BookletScheme::Signatures | BookletScheme::Perfect) {
        let key = if said.signature.is_some() { "[booklet] signature" } else { "[booklet] signatures" };
        refuse(key, "this scheme has one signature", "set `scheme` to `signatures` or `perfect`, or leave this out");
    }
    if said.signature.is_some_and(|pages| !pages.is_multiple_of(4)) {
        refuse("[booklet] signature", "a signature is a multiple of four pages", "say 4, 8, 12, 16 or more");
    }
    let mut whole = |key: &str, value: Option<u16>, least, most| {
        value.map(|value| usize::from(values::whole(settings, key, value, least, most, report)))
    };
    let signature = whole("[booklet] signature", said.signature, 4, MOST_PAGES);
    let signatures = whole("[booklet] signatures", said.signatures, 1, 100);
    let factor = whole("[booklet] creep", said.creep, 0, 300).unwrap_or(100);
    let sheet = said.sheet.as_deref().and_then(|text| match trim::trim(text) {
        Ok(size) => Some(size),
        Err(why) => {
            let names: Vec<&str> = trim::names().collect();
            let help = format!("write a width and a height, `210mm x 297mm`, or one of {}", names.join(", "));
            report.add(refused(settings, "booklet-sheet", "[booklet] sheet", &why).help(help));
            None
        }
    });
    BookletDesign {
        scheme,
        signature,
        signatures,
        sheet,
        fit: said.fit.unwrap_or_default(),
        flip: said.flip.unwrap_or_default(),
        blanks: said.blanks.unwrap_or_default(),
        creep: caliper(settings, report).scale(factor as i64, 100),
        marks: said.marks.unwrap_or(false),
        dummy: said.dummy.unwrap_or(false),
    }
}

/// The thickness of a leaf: as measured, or of a paper by name.
fn caliper(settings: &Settings, report: &mut Report) -> Length {
    let said = &settings.booklet;
    let asked = Lengths { settings, em: Length::ZERO };
    if let Some(text) = &said.caliper {
        return asked.within(text, "[booklet] caliper", Length::ZERO, MOST_CALIPER, report).unwrap_or(CALIPER);
    }
    match said.paper.as_deref().map(printers::caliper) {
        Some(Ok(caliper)) => caliper,
        Some(Err(why)) => {
            let names: Vec<&str> = printers::papers().iter().map(|paper| paper.name.as_str()).collect();
            let found = refused(settings, "paper-unknown", "[booklet] paper", &why);
            report.add(found.help(format!("there are: {}; or measure it and set `caliper`", names.join(", "))));
            CALIPER
        }
        None => CALIPER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(toml: &str) -> (BookletDesign, Vec<&'static str>) {
        let mut report = Report::default();
        let design = booklet(&toml::from_str(toml).unwrap(), &mut report);
        let codes = report.sorted().iter().map(|found| found.code).collect();
        (design, codes)
    }

    #[test]
    fn signatures_are_asked_for_by_naming_them() {
        let of = |toml: &str| read(toml).0;
        assert_eq!((of("").scheme, of("").creep), (BookletScheme::Saddle, CALIPER));
        assert_eq!(of("booklet.signatures = 2").scheme, BookletScheme::Signatures);
        assert_eq!(of("booklet = { scheme = 'perfect', signature = 8 }").signature, Some(8));
        assert_eq!(of("booklet = { caliper = '0.2mm', creep = 150 }").creep, Length::micrometres(300));
        assert_eq!(of("booklet.sheet = 'A4'").sheet, Some(Size::new(Length::mm(210), Length::mm(297))));
        let paper = &printers::papers()[0];
        assert_eq!(of(&format!("booklet.paper = '{}'", paper.name)).creep, paper.caliper());
    }

    #[test]
    fn what_cannot_be_folded_is_coded() {
        for (toml, code) in [
            ("booklet.signature = 10", "booklet-signature"),
            ("booklet = { signature = 8, signatures = 2 }", "booklet-signature"),
            ("booklet = { scheme = 'zine', signature = 8 }", "booklet-signature"),
            ("booklet.signatures = 0", "setting-value"),
            ("booklet.creep = 301", "setting-value"),
            ("booklet.sheet = 'bedsheet'", "booklet-sheet"),
            ("booklet.caliper = '3mm'", "length-invalid"),
            ("booklet.caliper = 'thin'", "length-invalid"),
            ("booklet.paper = 'papyrus'", "paper-unknown"),
        ] {
            assert_eq!(read(toml).1, [code], "{toml}");
        }
    }
}
