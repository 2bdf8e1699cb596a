//! In: a verdict. Out: text, or one object. Refuses to judge.

use crate::pipeline::{FindingRow, PreflightOutcome};

/// One line of JSON.
pub fn object(outcome: &PreflightOutcome) -> String {
    serde_json::to_string(outcome).unwrap_or_default() + "\n"
}

/// What the file is, each finding with its place, and a count. Colours are ANSI codes.
pub fn words(outcome: &PreflightOutcome) -> String {
    let against = outcome.printer.as_ref().map_or(String::new(), |name| format!(", for {name}"));
    let mut text = format!("{}: {}{against}\n", outcome.file, outcome.what);
    for found in &outcome.findings {
        text += &finding(found);
    }
    let count = |kind: &str| outcome.findings.iter().filter(|found| found.severity == kind).count();
    let counts = [("error", count("error")), ("warning", count("warning")), ("hint", count("hint"))];
    let some = counts.iter().filter(|(_, count)| *count > 0).map(|(kind, count)| match count {
        1 => format!("1 {kind}"),
        _ => format!("{count} {kind}s"),
    });
    let some: Vec<String> = some.collect();
    text + &match some.is_empty() {
        true => "no problems found\n".to_owned(),
        false => format!("{}\n", some.join(", ")),
    }
}

fn finding(found: &FindingRow) -> String {
    let colour = match found.severity {
        "error" => "\u{1b}[1;31m",
        "warning" => "\u{1b}[1;33m",
        _ => "\u{1b}[1;36m",
    };
    let at = if found.at.is_empty() { String::new() } else { format!("\n  at {}", found.at) };
    let help = found.help.map_or(String::new(), |help| format!("\n  help: {help}"));
    format!("{colour}{}[{}]\u{1b}[0m: {}{at}{help}\n", found.severity, found.code, found.message)
}
