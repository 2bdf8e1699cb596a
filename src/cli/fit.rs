//! In: the number of pages that a book is to have. Out: the layouts that were tried, as a table or one object. Refuses to
//! know how they are made.

use super::args::FitArguments;
use crate::base::Folder;
use crate::pipeline::Failure;
use crate::pipeline::fit::{FitLayout, FitOptions, FitOutcome, FitTarget, fit};

/// What to print.
pub fn answer(arguments: &FitArguments) -> Result<String, Failure> {
    let folder = Folder::open(&arguments.book).map_err(|error| Failure::input([error.diagnostic(None)]))?;
    let target = match (arguments.pages, arguments.multiple) {
        (Some(pages), _) => Some(FitTarget::Pages(pages.into())),
        (None, multiple) => multiple.map(|multiple| FitTarget::Multiple(multiple.into())),
    };
    let outcome = fit(&folder, FitOptions { edition: arguments.edition.as_deref(), target, apply: arguments.apply })?;
    Ok(match arguments.json {
        true => serde_json::to_string(&outcome).unwrap_or_default() + "\n",
        false => words(&outcome, arguments.apply),
    })
}

/// The book as it is, each layout with its settings and its faults, advice, and the marks of the one that was chosen.
fn words(outcome: &FitOutcome, apply: Option<usize>) -> String {
    let now = &outcome.now;
    let whose = outcome.edition.as_ref().map_or(String::new(), |name| format!("edition `{name}`: "));
    let mut text = format!("{whose}{} pages, faults weigh {}\n", now.pages, now.weight);
    match outcome.targets.as_slice() {
        [] => text += "that is the number of pages that is wanted\n",
        targets => {
            let targets: Vec<String> = targets.iter().map(usize::to_string).collect();
            text += &format!("wanted: {} pages\n", targets.join(" or "));
        }
    }
    let reached = outcome.layouts.iter().filter(|layout| layout.reaches).count();
    for (layout, nth) in outcome.layouts.iter().zip(1..) {
        if reached == 0 && nth == 1 {
            text += "\nnothing that was tried gets there. Apply one and run this again, to go on from there. The nearest first:\n";
        } else if nth == 1 {
            text += "\n";
        } else if nth == reached + 1 {
            text += "\nwithout the number of pages:\n";
        }
        text += &row(layout, nth);
    }
    if !outcome.advice.is_empty() {
        text += "\n";
    }
    for advice in &outcome.advice {
        text += &format!("note: {advice}\n");
    }
    let chosen = apply.and_then(|nth| outcome.layouts.get(nth.checked_sub(1)?));
    let named = outcome.applied.as_ref();
    text += &named.map_or(String::new(), |named| format!("\nwrote {}\n", named.path.display()));
    if let Some(layout) = chosen.or(outcome.layouts.first().filter(|first| first.reaches && first.settings.is_empty()))
    {
        text += &marks(layout);
    }
    text
}

fn row(layout: &FitLayout, nth: usize) -> String {
    let mut said: Vec<String> = layout
        .settings
        .iter()
        .map(|setting| format!("{}.{} = {}", setting.table, setting.key, setting.value))
        .collect();
    match layout.marks.len() {
        0 => {}
        1 => said.push("a mark on 1 paragraph".to_owned()),
        count => said.push(format!("marks on {count} paragraphs")),
    }
    let blank = match layout.missing() {
        blank @ 1.. if layout.reaches => format!(" of {}, {blank} blank", layout.target),
        _ => String::new(),
    };
    let kinds: Vec<String> = layout.kinds.iter().map(|(kind, count)| format!("{kind} {count:+}")).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
    let pages = layout.pages;
    format!("{nth:>3}. {pages} pages{blank}  {}\n     faults {:+}{kinds}\n", said.join(", "), layout.cost)
}

fn marks(layout: &FitLayout) -> String {
    if layout.marks.is_empty() {
        return String::new();
    }
    let mut text = "\nput these marks at the ends of paragraphs:\n".to_owned();
    for mark in &layout.marks {
        text += &format!("  {}:{}  {{looseness={:+}}}\n", mark.file, mark.line, mark.looseness);
    }
    text
}
