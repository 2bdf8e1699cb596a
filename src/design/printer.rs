//! In: what `[print]` says of printer and paper. Out: the printer, and what the author asks for that it does not take.
//! Refuses to know pages.

use super::values::refused;
use crate::base::{Bleed, Diagnostic, Folder, Report, limits};
use crate::manuscript::settings::Settings;
use crate::press::PressSetup;
use crate::printers::{self, Printer};
use std::sync::Arc;

/// The printer that `[print] printer` names: one of the program's, or a file of the book's folder.
pub(super) fn find(settings: &Settings, folder: &Folder, report: &mut Report) -> Option<Arc<Printer>> {
    let name = settings.print.printer.as_deref()?;
    if let Some(printer) = printers::printer(name) {
        return Some(Arc::new(printer.clone()));
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

/// What the author asks of the printer in vain.
pub(super) fn refusals(settings: &Settings, printer: &Printer, press: &PressSetup, bleed: Bleed) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let standards = &printer.file.standards.is;
    if !standards.iter().any(|standard| standard == press.standard.name()) {
        let why = format!("{} does not take {}", printer.name, named(press.standard.name()));
        let help = format!("it takes {}; without this line the first of them is made", listed(standards));
        found.push(refused(settings, "printer-standard", "[print] standard", &why).help(help));
    }
    if bleed.outer < printer.bleed() && bleed != Bleed::NONE {
        let (own, asked) = (bleed.outer.millimetres(), printer.bleed().millimetres());
        let why = format!("{own} is less than the {asked} that {} asks for", printer.name);
        found.push(
            refused(settings, "printer-bleed", "[print] bleed", &why).help("leave it out, or set `0mm` for none"),
        );
    }
    if settings.print.marks == Some(true) && !printer.file.marks.is {
        let why = format!("{} wants no printer's marks", printer.name);
        found.push(refused(settings, "printer-marks", "[print] marks", &why).help("leave it out"));
    }
    if let Some(paper) = &settings.print.paper
        && !printer.papers.is_empty()
        && printer.paper(Some(paper), press.inks.name()).is_none()
    {
        let why = format!("{} has no paper `{paper}` for {} ink", printer.name, press.inks.name());
        let fitting = printer.papers.iter().filter(|paper| paper.inks.iter().any(|ink| ink == press.inks.name()));
        let names: Vec<String> = fitting.map(|paper| paper.name.clone()).collect();
        found
            .push(refused(settings, "printer-paper", "[print] paper", &why).help(format!("it has {}", listed(&names))));
    }
    found
}

/// Where no printer has papers of its own, a paper is one of the table, or its thickness. A printer whose spine is read
/// off its template may call its papers what it likes.
pub(super) fn paper(settings: &Settings, printer: Option<&Printer>) -> Option<Diagnostic> {
    let paper = settings.print.paper.as_deref()?;
    if printer.is_some_and(|printer| !printer.papers.is_empty() || !printer.spine.known.is) {
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
