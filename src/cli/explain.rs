//! In: a code, or none. Out: what the register says of it, or a list of all. Refuses to know what codes mean.

use super::args::ExplainArguments;
use crate::base::register::{self, Entry};
use crate::pipeline::Failure;
use serde::Serialize;

#[derive(Serialize)]
struct Explained<'a> {
    code: &'a str,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// What to print.
pub fn answer(arguments: &ExplainArguments) -> Result<String, Failure> {
    Ok(match (&arguments.code, arguments.json) {
        (Some(code), json) => {
            let (code, entry) = register::find(code).map_err(|found| Failure::usage([found]))?;
            if json { object(&Explained { code, entry }) } else { text(code, entry) }
        }
        (None, true) => object(&register::entries().map(|(code, entry)| Explained { code, entry }).collect::<Vec<_>>()),
        (None, false) => {
            let wide = register::entries().map(|(code, _)| code.len()).max().unwrap_or(0);
            register::entries().map(|(code, entry)| format!("{code:<wide$}  {}\n", entry.meaning)).collect()
        }
    })
}

fn object(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

fn text(code: &str, entry: &Entry) -> String {
    let mut text = format!("{code} ({})\n\n{}\n{}\n", entry.severity, entry.meaning, entry.help);
    let may = match (entry.is_fixed(), entry.guards) {
        (true, _) => "It is always an error.".to_owned(),
        (false, Some(guard)) => {
            format!("`[lint] {code}` sets its level; it cannot be \"allow\", because it {}.", guard.tells())
        }
        (false, None) => format!("`[lint] {code}` sets its level."),
    };
    text += &format!("\n{may}\n");
    for (example, of) in [(&entry.settings, "book.toml"), (&entry.example, "a text file")] {
        if let Some(example) = example {
            text += &format!("\nExample, in {of}:\n\n");
            let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
            text.extend(example.trim_end().lines().map(line));
        }
    }
    text
}
