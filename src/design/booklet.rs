//! In: `[booklet]`. Out: how sheets are folded, every choice made. Refuses to know where a page comes to stand.

use super::values::Lengths;
use crate::base::config::{Set, Whole};
use crate::base::{Diagnostic, Length, Report, Size};
use crate::manuscript::settings::{Blanks, BookletScheme, BookletSettings, PaperSetting, SheetFit, SheetFlip};
use crate::printers;

/// What office paper measures, of 80 grams or so.
const CALIPER: Length = Length::micrometres(100);
const MOST_CALIPER: Length = Length::mm(2);

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
    pub two_up: bool,
    pub work_and_turn: bool,
    pub marks: bool,
    pub collating: bool,
    pub stations: u8,
    /// The cover's panels are the first and the last page.
    pub cover: bool,
    /// Fronts and backs in files of their own.
    pub separate: bool,
    pub dummy: bool,
}

/// What `[booklet]` or the flags that bear the names of its keys say; what cannot be is reported at its place.
pub fn booklet(said: &BookletSettings, report: &mut Report) -> BookletDesign {
    let several = said.signature.is_some() || said.signatures.is_some();
    let scheme = said.scheme.as_deref().copied();
    let scheme = scheme.unwrap_or(if several { BookletScheme::Signatures } else { BookletScheme::Saddle });
    report.extend(contradictions(said, scheme));
    let on = |switch: &Option<Set<bool>>| switch.as_deref().copied().unwrap_or(false);
    BookletDesign {
        scheme,
        signature: whole(&said.signature),
        signatures: whole(&said.signatures),
        sheet: said.sheet.as_deref().map(|sheet| sheet.0),
        fit: said.fit.as_deref().copied().unwrap_or_default(),
        flip: said.flip.as_deref().copied().unwrap_or_default(),
        blanks: said.blanks.as_deref().copied().unwrap_or_default(),
        creep: caliper(said, report).scale(said.creep.as_deref().map_or(100, |creep| creep.get().into()), 100),
        two_up: on(&said.two_up),
        work_and_turn: on(&said.work_and_turn),
        marks: on(&said.marks),
        collating: on(&said.collating),
        stations: said.stations.as_deref().map_or(0, |count| count.get() as u8),
        cover: on(&said.cover),
        separate: on(&said.separate),
        dummy: on(&said.dummy),
    }
}

fn whole<const LEAST: u32, const MOST: u32>(set: &Option<Set<Whole<LEAST, MOST>>>) -> Option<usize> {
    set.as_deref().map(|number| number.get() as usize)
}

/// What is said of signatures and cannot be.
fn contradictions(said: &BookletSettings, scheme: BookletScheme) -> Vec<Diagnostic> {
    use BookletScheme as S;
    let mut found = Vec::new();
    if let (Some(_), Some(signatures)) = (&said.signature, &said.signatures) {
        let why = "`signature` and `signatures` cannot both be set";
        found.push(signatures.error("booklet-signature", why).help("keep only one of them"));
    }
    if !matches!(scheme, BookletScheme::Signatures | BookletScheme::Perfect) {
        let (signature, signatures) = (said.signature.as_ref(), said.signatures.as_ref());
        let place = signature.map(|set| &set.place).or(signatures.map(|set| &set.place));
        let help = "set `scheme` to `signatures` or `perfect`, or delete this";
        found.extend(place.map(|place| {
            place.error("booklet-signature", "this scheme decides by itself how many pages a signature has").help(help)
        }));
    }
    let is_on = |switch: &Option<Set<bool>>| switch.as_deref().copied().unwrap_or(false);
    if let Some(cover) = said.cover.as_ref().filter(|_| is_on(&said.cover) && scheme != S::Saddle) {
        let why = format!("a cover goes around one signature, and not around sheets of `{}`", scheme.name());
        found.push(cover.error("booklet-cover", why).help("set `scheme = \"saddle\"`, or delete this"));
    }
    let gathered = !matches!(scheme, S::Saddle | S::Zine | S::Mini | S::Repeat | S::Stack);
    if let Some(two_up) = said.two_up.as_ref().filter(|_| is_on(&said.two_up) && !gathered) {
        let why = format!("two signatures on a sheet are not for `{}`, which has one", scheme.name());
        let help = "set `scheme` to `signatures`, `perfect`, `quarto`, `octavo` or `sextodecimo`, or delete this";
        found.push(two_up.error("booklet-signature", why).help(help));
    }
    if let Some(turn) = said.work_and_turn.as_ref().filter(|_| is_on(&said.work_and_turn)) {
        if scheme == S::Zine {
            let why = "a zine is printed on one side, so there is nothing to turn";
            found.push(turn.error("booklet-sides", why).help("delete this"));
        } else if let Some(separate) = said.separate.as_ref().filter(|_| is_on(&said.separate)) {
            let why = "with `work-and-turn` both sides of a sheet are printed alike, so there are no separate backs";
            found.push(separate.error("booklet-sides", why).help("keep only one of them"));
        }
    }
    if let Some(signature) = said.signature.as_ref().filter(|pages| !pages.get().is_multiple_of(4)) {
        let why = "the number of pages in a signature must be a multiple of four";
        found.push(signature.error("booklet-signature", why).help("set it to 4, 8, 12, 16 or more"));
    }
    found
}

/// The thickness of a leaf: as measured, or of a paper by name.
fn caliper(said: &BookletSettings, report: &mut Report) -> Length {
    if let Some(measured) = &said.caliper {
        let asked = Lengths { em: Length::ZERO };
        return asked.within(measured, Length::ZERO, MOST_CALIPER, report).unwrap_or(CALIPER);
    }
    let Some(paper) = &said.paper else { return CALIPER };
    match &paper.value {
        PaperSetting::Caliper(caliper) => *caliper,
        PaperSetting::Named(name) => match printers::paper(name) {
            Some(paper) => paper.caliper(),
            None => {
                let names: Vec<&str> = printers::papers().iter().map(|paper| paper.name.as_str()).collect();
                let found = paper.error("paper-unknown", format!("no paper is named `{name}`"));
                report.add(
                    found.help(format!("choose one of {}, or measure a leaf and set `caliper`", names.join(", "))),
                );
                CALIPER
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config;
    use crate::manuscript::settings::Settings;

    fn read(toml: &str) -> (BookletDesign, Vec<&'static str>) {
        let mut report = Report::default();
        let file = report.sources.add("book.toml", toml);
        let settings: Settings = config::read(file, "", &mut report).unwrap();
        let design = booklet(&settings.booklet, &mut report);
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
