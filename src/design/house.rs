//! In: what `[print]` says of printer and paper. Out: the house, and what the author asks for that it does not take.
//! Refuses to know pages.

use super::asked::refused;
use crate::base::{Bleed, Diagnostic, Folder, Report, limits};
use crate::manuscript::settings::Settings;
use crate::press::Printing;
use crate::printers::{self, House};
use std::sync::Arc;

/// The house that `[print] printer` names: one of the program's, or a file of the book's folder.
pub(super) fn find(settings: &Settings, folder: &Folder, report: &mut Report) -> Option<Arc<House>> {
    let name = settings.print.printer.as_deref()?;
    if let Some(house) = printers::house(name) {
        return Some(Arc::new(house.clone()));
    }
    let place = settings.place("print.printer");
    if !name.ends_with(".toml") {
        let found = printers::unknown(format!("no printer is named `{name}`"));
        report.add(place.into_iter().fold(found, Diagnostic::at));
        return None;
    }
    let file = folder.text(name, &mut report.sources).map_err(|why| report.add(why.diagnostic(place))).ok()?;
    if report.sources.get(file).text.len() > limits::SETTINGS_BYTES {
        let why = "a printer's file this large cannot be meant";
        report.add(refused(settings, "file-too-large", "[print] printer", why));
        return None;
    }
    printers::own(name, file, report).map(Arc::new)
}

/// What the author asks of the house in vain.
pub(super) fn refusals(settings: &Settings, house: &House, printing: &Printing, bleed: Bleed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let standards = &house.file.standards.is;
    if !standards.iter().any(|standard| standard == printing.standard.name()) {
        let why = format!("{} does not take {}", house.name, named(printing.standard.name()));
        let help = format!("it takes {}; without this line the first of them is made", listed(standards));
        found.push(refused(settings, "printer-standard", "[print] standard", &why).help(help));
    }
    if bleed.outer < house.bleed() && bleed != Bleed::NONE {
        let (own, asked) = (bleed.outer.millimetres(), house.bleed().millimetres());
        let why = format!("{own} is less than the {asked} that {} asks for", house.name);
        found.push(
            refused(settings, "printer-bleed", "[print] bleed", &why).help("leave it out, or set `0mm` for none"),
        );
    }
    if settings.print.marks == Some(true) && !house.file.marks.is {
        let why = format!("{} wants no printer's marks", house.name);
        found.push(refused(settings, "printer-marks", "[print] marks", &why).help("leave it out"));
    }
    if let Some(paper) = &settings.print.paper
        && !house.papers.is_empty()
        && house.paper(Some(paper), printing.inks.name()).is_none()
    {
        let why = format!("{} has no paper `{paper}` for {} ink", house.name, printing.inks.name());
        let fitting = house.papers.iter().filter(|paper| paper.inks.iter().any(|ink| ink == printing.inks.name()));
        let names: Vec<String> = fitting.map(|paper| paper.name.clone()).collect();
        found
            .push(refused(settings, "printer-paper", "[print] paper", &why).help(format!("it has {}", listed(&names))));
    }
    found
}

/// Where no house has papers of its own, a paper is one of the table, or its thickness. A house whose spine is read off
/// its template may call its papers what it likes.
pub(super) fn paper(settings: &Settings, house: Option<&House>) -> Option<Diagnostic> {
    let paper = settings.print.paper.as_deref()?;
    if house.is_some_and(|house| !house.papers.is_empty() || !house.spine.known.is) {
        return None;
    }
    let why = printers::caliper(paper).err()?;
    let help = "`chapbook printers papers` names them; or write the thickness of a leaf, `0.1mm`";
    Some(refused(settings, "paper-unknown", "[print] paper", &why).help(help))
}

/// `none` is PDF without a claim.
fn named(standard: &str) -> &str {
    if standard == "none" { "PDF without a standard" } else { standard }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
