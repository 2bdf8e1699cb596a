//! In: what was asked about printers. Out: text, or one object. Refuses to know their numbers.

use super::args::PrintersCommand;
use crate::base::clock;
use crate::pipeline::Failure;
use crate::pipeline::printers::{self, ListRow, OldSource, PrinterDetails, RuleRow};
use serde::Serialize;

/// What to print.
pub fn answer(command: &PrintersCommand) -> Result<String, Failure> {
    Ok(match command {
        PrintersCommand::List { json: true } => object(&printers::list()),
        PrintersCommand::List { json: false } => listed(&printers::list()),
        PrintersCommand::Papers { json: true } => object(&printers::papers()),
        PrintersCommand::Papers { json: false } => listed(&printers::papers()),
        PrintersCommand::Check { on, json } => {
            let month = on.clone().unwrap_or_else(clock::month);
            let old = printers::old(&month)?;
            if *json { object(&old) } else { aged(&old) }
        }
        PrintersCommand::Show { name, json: true } => object(&printers::show(name)?),
        PrintersCommand::Show { name, json: false } => shown(&printers::show(name)?),
    })
}

fn object(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

fn width<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    words.map(|word| word.chars().count()).max().unwrap_or(0)
}

fn listed(rows: &[ListRow]) -> String {
    let wide = width(rows.iter().map(|row| row.name));
    rows.iter().map(|row| format!("{:<wide$}  {}\n", row.name, row.about)).collect()
}

fn aged(old: &[OldSource]) -> String {
    if old.is_empty() {
        return "no source is older than a year\n".to_owned();
    }
    let line = |old: &OldSource| {
        let url = old.url.as_ref().map_or(String::new(), |url| format!(", {url}"));
        format!("{}: {}{url}, read {}\n", old.printer.unwrap_or("papers"), old.title, old.read)
    };
    old.iter().map(line).collect()
}

/// A table of what is asked, each with the number of its source, and the sources below.
fn shown(shown: &PrinterDetails) -> String {
    let wide = width(shown.asks.iter().map(|rule| &rule.what[..]));
    let value = width(shown.asks.iter().map(|rule| &rule.value[..]));
    let number = |rule: &RuleRow| shown.sources.iter().position(|source| source.name == rule.source).map(|at| at + 1);
    let mut text = format!("{}: {}\n\n", shown.title, shown.about);
    for rule in &shown.asks {
        let source = number(rule).map_or(String::new(), |number| format!("[{number}]"));
        text += &format!("{:<wide$}  {:<value$}  {source}", rule.what, rule.value);
        text = text.trim_end().to_owned() + "\n";
    }
    text += "\n";
    for (at, source) in shown.sources.iter().enumerate() {
        let url = source.url.as_ref().map_or(String::new(), |url| format!(", {url}"));
        text += &format!("[{}] {}{url}, read {}\n", at + 1, source.title, source.read);
    }
    text
}
