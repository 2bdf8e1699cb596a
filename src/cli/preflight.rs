//! In: a verdict. Out: text for a person. Refuses to judge.

use super::{inks, inventory};
use crate::base::Severity;
use crate::pipeline::{FindingRow, Mended, PreflightOutcome};

/// What the file is, each finding with its place, a count, and what the file is made of if that was asked for. Colours are ANSI codes.
pub fn words(outcome: &PreflightOutcome) -> String {
    let against =
        outcome.printer.as_ref().or(outcome.shop.as_ref()).map_or(String::new(), |name| format!(", for {name}"));
    let mut text = outcome.mended.as_ref().map_or(String::new(), |mended| changes(mended, &outcome.file));
    text += &format!("{}: {}{against}\n", outcome.file, outcome.what);
    for found in &outcome.findings {
        text += &finding(found);
    }
    let count = |of: Severity| (of.name(), outcome.findings.iter().filter(|found| found.severity == of).count());
    let counts = [count(Severity::Error), count(Severity::Warning), count(Severity::Hint)];
    let some = counts.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| match count {
        1 => format!("1 {kind}"),
        _ => format!("{count} {kind}s"),
    });
    let some: Vec<String> = some.collect();
    text += &match some.is_empty() {
        true => "no problems found\n".to_owned(),
        false => format!("{}\n", some.join(", ")),
    };
    text += &outcome.inventory.as_ref().map_or(String::new(), inventory::words);
    text + &outcome.inks.as_ref().map_or(String::new(), inks::measured)
}

/// What was mended, and that the rest is for somebody who can see.
fn changes(mended: &Mended, file: &str) -> String {
    let Mended { source, changes, .. } = mended;
    if changes.is_empty() {
        return format!("{source}: nothing to mend; {file} is a copy of it\n\n");
    }
    let mut text = format!("{source}: mended in {file}\n");
    for change in changes {
        let pages = change.shown_pages();
        let at = if pages.is_empty() { pages } else { format!(" ({pages})") };
        text += &format!("\u{1b}[1;32mmended[{}]\u{1b}[0m: {}{at}\n", change.change, change.message);
    }
    text + "\nwhat is left needs whoever made the PDF:\n"
}

fn finding(found: &FindingRow) -> String {
    let colour = match found.severity {
        Severity::Error => "\u{1b}[1;31m",
        Severity::Warning => "\u{1b}[1;33m",
        Severity::Hint => "\u{1b}[1;36m",
    };
    let at = if found.at.is_empty() { String::new() } else { format!("\n  at {}", found.at) };
    let help = found.help.map_or(String::new(), |help| format!("\n  help: {help}"));
    format!("{colour}{}[{}]\u{1b}[0m: {}{at}{help}\n", found.severity.name(), found.code, found.message)
}
