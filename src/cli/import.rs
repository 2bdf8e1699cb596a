//! `import`: what was made of what, as text or JSON.

use super::args::ImportArguments;
use super::json;
use crate::pipeline::{self, Failure, ImportOptions, ImportOutcome};
use std::fmt::Write;
use std::path::Path;

/// Remarks of one thing that are listed; `--json` has all.
const LISTED: usize = 50;

pub fn answer(arguments: &ImportArguments) -> Result<String, Failure> {
    let ImportArguments { source, out, dry_run, json, accept, reject, poems } = arguments;
    let accept = (*accept || *reject).then_some(*accept);
    let out = out.as_deref().filter(|_| !dry_run);
    let outcome = pipeline::import(&ImportOptions { source, out, accept, poems })?;
    Ok(if *json { json::imported(&outcome) } else { words(&outcome, arguments) })
}

fn words(outcome: &ImportOutcome, arguments: &ImportArguments) -> String {
    let ImportOutcome { kind, title, files, converted, told } = outcome;
    let mut out = String::new();
    let named = title.as_ref().map_or(String::new(), |title| format!(", “{title}”"));
    let _ = writeln!(out, "`{}` is {kind}{named}.", arguments.source.display());
    if !converted.is_empty() {
        out.push_str("\nConverted:\n");
        let widest = converted.values().map(|count| count.to_string().len()).max().unwrap_or(0);
        for (what, count) in converted {
            let _ = writeln!(out, "  {count:>widest$}  {what}");
        }
    }
    for (kept, head) in [(true, "Kept as plain words, or as they were typed"), (false, "Left out")] {
        let own: Vec<_> = told.iter().filter(|remark| remark.kept == kept).collect();
        if own.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{head}:");
        let mut kinds: Vec<&str> = own.iter().map(|remark| remark.what.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for what in kinds {
            let own: Vec<_> = own.iter().filter(|remark| remark.what == what).collect();
            let _ = writeln!(out, "  {what} ({})", own.len());
            for remark in own.iter().take(LISTED) {
                let place = match (remark.line, remark.paragraph) {
                    (Some(line), _) => format!("{}:{line}", remark.file),
                    (None, Some(paragraph)) => format!("{}, paragraph {paragraph}", remark.file),
                    (None, None) => remark.file.clone(),
                };
                let shown = if remark.shown.is_empty() { String::new() } else { format!(": {}", remark.shown) };
                let _ = writeln!(out, "    {place}{shown}");
            }
            if own.len() > LISTED {
                let _ = writeln!(out, "    and {} more; `--json` lists them all", own.len() - LISTED);
            }
        }
    }
    match arguments.out.as_ref().filter(|_| !arguments.dry_run) {
        Some(folder) => {
            let (shown, next) = (folder.display(), quoted(folder));
            let _ = writeln!(out, "\n{} files in `{shown}`. Next: chapbook build {next}", files.len());
        }
        None => {
            let _ = writeln!(out, "\nNothing was written; {} files would be.", files.len());
        }
    }
    out
}

/// A path as a shell takes it for one word.
pub fn quoted(path: &Path) -> String {
    let shown = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | ':' | '~' | '+');
    if shown.chars().all(plain) { shown } else { format!("\"{shown}\"") }
}
