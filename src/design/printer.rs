//! In: what `[print]` says of printer and paper. Out: the printer, and what the author asks for that it does not take.
//! Refuses to know pages.

use super::Geometry;
use crate::base::config::Set;
use crate::base::{Binding, Bleed, Diagnostic, Folder, Report, limits};
use crate::manuscript::settings::{NameOrFile, Settings};
use crate::press::PressSetup;
use crate::printers::{self, Printer};
use std::sync::Arc;

/// The printer that `[print] printer` names: one of the program's, or a file of the book's folder.
pub(super) fn find(settings: &Settings, folder: &Folder, report: &mut Report) -> Option<Arc<Printer>> {
    let typed = settings.print.printer.as_ref()?;
    let path = match &typed.value {
        NameOrFile::Name(name) => {
            let printer = printers::printer(name);
            if printer.is_none() {
                report.add(printers::unknown(format!("no printer is named `{name}`")).at_any(typed.span()));
            }
            return printer.cloned().map(Arc::new);
        }
        NameOrFile::File(path) => path,
    };
    let file = folder.text(path, &mut report.sources).map_err(|why| report.add(why.diagnostic(typed.span()))).ok()?;
    if report.sources.get(file).text.len() > limits::SETTINGS_BYTES {
        report.add(typed.error("file-too-large", "this file is too large for a printer file"));
        return None;
    }
    printers::own(path, file, report).map(Arc::new)
}

/// What the author asks of the printer in vain.
pub(super) fn refusals(
    settings: &Settings,
    printer: &Printer,
    press: &PressSetup,
    print: &Geometry,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let bleed = print.bleed;
    found.extend(printer.trims.other(print.trim).map(|nearest| {
        let (width, height) = (print.trim.width.millimetres(), print.trim.height.millimetres());
        let why = format!("{} offers no pages of {} × {height}", printer.name, width.trim_end_matches(" mm"));
        let list = match printers::printer(&printer.name) {
            Some(known) => format!("; `chapbook printers show {}` lists all", known.name),
            None => String::new(),
        };
        let help = format!("its nearest size is {nearest}{list}");
        let typed =
            settings.page.trim.as_ref().and_then(Set::span).or(settings.print.printer.as_ref().and_then(Set::span));
        Diagnostic::warning("printer-trim", why).at_any(typed).help(help)
    }));
    let standards = &printer.file.standards.is;
    if let Some(typed) = &settings.print.standard
        && !standards.iter().any(|standard| standard == press.standard.name())
    {
        let why = format!("{} does not accept {}", printer.name, claim(press.standard.name()));
        let help = format!("choose one of {}, or delete this line to use the first", listed(standards));
        found.push(typed.error("printer-standard", why).help(help));
    }
    if let Some(typed) = &settings.print.bleed
        && bleed.outer < printer.bleed()
        && bleed != Bleed::NONE
    {
        let (own, asked) = (bleed.outer.millimetres(), printer.bleed().millimetres());
        let why = format!("{own} is less than {asked}, which {} requires", printer.name);
        found.push(typed.error("printer-bleed", why).help("delete it, or set `0mm` for no bleed"));
    }
    if let Some(typed) = settings.print.marks.as_ref().filter(|marks| marks.value && !printer.file.marks.is) {
        let why = format!("{} does not accept printer's marks", printer.name);
        found.push(typed.error("printer-marks", why).help("delete it"));
    }
    let inks = press.inks.name();
    let name = settings.print.paper.as_ref().and_then(|paper| paper.name());
    let own = printer.paper(name, inks).filter(|paper| paper.left_bound.as_ref().is_some_and(|left| left.is));
    if let (Some(paper), Some(typed)) = (own.filter(|_| print.binding != Binding::Left), &settings.print.paper) {
        let why = format!("{} binds books on `{}` on the left alone", printer.name, paper.name.value);
        found.push(typed.error("printer-paper", why).help("choose another paper"));
    }
    if let Some(paper) = settings.print.paper.as_ref().filter(|_| !printer.papers.is_empty())
        && paper.name().is_none_or(|name| printer.paper(Some(name), inks).is_none())
    {
        let why = match paper.name() {
            Some(name) => format!("{} has no paper `{name}` for {inks} ink", printer.name),
            None => format!("{} has its own papers", printer.name),
        };
        let fitting = printer.papers.iter().filter(|paper| paper.inks.iter().any(|ink| ink == inks));
        let names: Vec<String> = fitting.map(|paper| paper.name.value.clone()).collect();
        found.push(paper.error("printer-paper", why).help(format!("choose one of {}", listed(&names))));
    }
    found
}

/// Where no printer has its own papers, a paper is one of the table, or its thickness. A printer whose spine is read
/// off its template may call its papers what it likes.
pub(super) fn paper(settings: &Settings, printer: Option<&Printer>) -> Option<Diagnostic> {
    let paper = settings.print.paper.as_ref()?;
    if printer.is_some_and(|printer| !printer.papers.is_empty() || !printer.spine.known.is) {
        return None;
    }
    let name = paper.name().filter(|name| printers::paper(name).is_none())?;
    let help = "`chapbook printers papers` lists them; or write the thickness of a leaf, such as `0.1mm`";
    Some(paper.error("paper-unknown", format!("no paper is named `{name}`")).help(help))
}

/// `none` is PDF without a claim.
fn claim(standard: &str) -> &str {
    if standard == "none" { "PDF without a standard" } else { standard }
}

pub(super) fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
