//! What is asked for: outputs and editions by name, `print`, `hardback`, `hardback.print`.

use super::product::Output;
use crate::base::config::nearest;
use crate::base::{Diagnostic, Report};
use crate::manuscript::settings::{ALL, DEFAULT};
use crate::manuscript::{EditionReading, Reading};
use std::convert::Infallible;
use std::str::FromStr;
use std::sync::Arc;

/// What one name after `--only` means. Without an edition it is the default one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    edition: Which,
    /// Nothing for all outputs of the edition.
    output: Option<Output>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Which {
    All,
    Default,
    Named(Arc<str>),
}

impl From<Output> for Selection {
    fn from(output: Output) -> Selection {
        Selection { edition: Which::Default, output: Some(output) }
    }
}

/// Any text is a selection: what names no edition is told when the book is known.
impl FromStr for Selection {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Selection, Infallible> {
        let output = |name: &str| Output::ALL.into_iter().find(|output| output.name() == name);
        let which = |name: &str| match name {
            ALL => Which::All,
            DEFAULT => Which::Default,
            name => Which::Named(name.into()),
        };
        if let Some(output) = output(text) {
            return Ok(output.into());
        }
        let of_edition = text.rsplit_once('.').and_then(|(edition, name)| Some((edition, output(name)?)));
        Ok(match of_edition {
            Some((edition, output)) => Selection { edition: which(edition), output: Some(output) },
            None => Selection { edition: which(text), output: None },
        })
    }
}

impl Selection {
    fn is_of(&self, edition: &EditionReading) -> bool {
        match &self.edition {
            Which::All => true,
            Which::Default => edition.name.is_none(),
            Which::Named(name) => edition.name.as_ref() == Some(name),
        }
    }
}

/// The editions that are asked for, each with its outputs in the order of `Output::ALL`; all without a wish.
pub fn chosen<'r>(
    reading: &'r Reading,
    only: &[Selection],
    report: &mut Report,
) -> Vec<(&'r EditionReading, Vec<Output>)> {
    let mut chosen = Vec::new();
    for edition in &reading.editions {
        let own: Vec<&Selection> = only.iter().filter(|selection| selection.is_of(edition)).collect();
        for selection in &own {
            let lacks = selection.output.filter(|output| !edition.settings.makes(*output));
            let asked = lacks.filter(|_| selection.edition != Which::All);
            report.extend(asked.map(|output| not_made(output, edition)));
        }
        let wished = |output| own.iter().any(|selection| selection.output.is_none_or(|only| only == output));
        let outputs = Output::ALL.into_iter().filter(|output| edition.settings.makes(*output));
        let outputs: Vec<Output> = outputs.filter(|output| only.is_empty() || wished(*output)).collect();
        if only.is_empty() || !own.is_empty() {
            chosen.push((edition, outputs));
        }
    }
    chosen
}

fn not_made(output: Output, edition: &EditionReading) -> Diagnostic {
    let output = output.name();
    let why = match &edition.name {
        None => format!("the book has no {output} edition: `[{output}] enabled` is false"),
        Some(name) => format!("the edition `{name}` makes no {output}"),
    };
    let found = Diagnostic::error("edition-disabled", why);
    match &edition.name {
        None => found,
        Some(name) => found.help(format!("add `\"{output}\"` to `outputs` under `[editions.{name}]`")),
    }
}

/// What one name after `--edition` means; an error where the book has none of that name.
pub fn named(reading: &Reading, name: Option<&str>) -> Result<Option<Selection>, Vec<Diagnostic>> {
    let only = name.and_then(|name| name.parse().ok());
    let unknown = unknown(reading, only.as_slice());
    if unknown.is_empty() { Ok(only) } else { Err(unknown) }
}

/// What names no edition of the book.
pub fn unknown(reading: &Reading, only: &[Selection]) -> Vec<Diagnostic> {
    let is_known = |selection: &Selection| reading.editions.iter().any(|edition| selection.is_of(edition));
    let unknown = only.iter().filter(|selection| !is_known(selection));
    let names = unknown.filter_map(|selection| match &selection.edition {
        Which::Named(name) => Some(&**name),
        Which::All | Which::Default => None,
    });
    names.map(|name| unnamed(name, reading)).collect()
}

fn unnamed(name: &str, reading: &Reading) -> Diagnostic {
    let editions = reading.editions.iter().filter_map(|edition| edition.name.as_deref());
    let known: Vec<&str> = editions.chain(Output::ALL.map(Output::name)).collect();
    let help = match nearest(name, &known) {
        Some((_, near)) => format!("did you mean `{near}`? Choose from {}", known.join(", ")),
        None => format!("choose from {}", known.join(", ")),
    };
    Diagnostic::error("edition-unknown", format!("the book has no edition named `{name}`")).help(help)
}
