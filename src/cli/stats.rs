//! In: a book. Out: its numbers, as tables or one object. Refuses to count.

use super::args::StatsArguments;
use crate::base::Folder;
use crate::pipeline::Failure;
use crate::pipeline::stats::{PlaceRow, SectionRow, StatsOutcome, stats};

/// What to print.
pub fn answer(arguments: &StatsArguments) -> Result<String, Failure> {
    let folder = Folder::open(&arguments.book).map_err(|error| Failure::input([error.diagnostic(None)]))?;
    let outcome = stats(&folder, arguments.edition.as_deref())?;
    Ok(match arguments.json {
        true => serde_json::to_string(&outcome).unwrap_or_default() + "\n",
        false => words(&outcome),
    })
}

fn several(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

fn words(outcome: &StatsOutcome) -> String {
    let whose = outcome.edition.as_ref().map_or(String::new(), |name| format!("edition `{name}`: "));
    let (hours, minutes) = (outcome.minutes / 60, outcome.minutes % 60);
    let time = if hours > 0 { format!("{hours} h {minutes:02} min") } else { format!("{minutes} min") };
    let mut text = format!("{whose}{}, {time} to read", several(outcome.words, "word", "words"));
    text += &outcome.pages.map_or(String::new(), |pages| format!(", {}", several(pages, "page", "pages")));
    for (count, one, more) in
        [(outcome.verse_lines, "line of verse", "lines of verse"), (outcome.notes, "note", "notes")]
    {
        text += &if count > 0 { format!(", {}", several(count, one, more)) } else { String::new() };
    }
    text += "\n\n  words    min  pages  verse  notes\n";
    outcome.sections.iter().for_each(|row| text += &section(row));
    if !outcome.sentences.is_empty() {
        text += "\nlongest sentences\n";
    }
    for row in &outcome.sentences {
        text += &format!("  {:>4} words  {}  {}…\n", row.words, at(&row.place), row.begins);
    }
    if !outcome.rare.is_empty() {
        text += "\nrare letters and signs\n";
    }
    for row in &outcome.rare {
        text += &format!("  {}  {}  {} ×  {}\n", row.letter, row.code, row.count, at(&row.place));
    }
    if !outcome.spellings.is_empty() {
        text += "\nspelled in two ways\n";
    }
    for row in &outcome.spellings {
        let forms = row.forms.iter().map(|form| format!("{} {} × ({})", form.form, form.count, at(&form.place)));
        text += &format!("  {:<8}  {}\n", row.kind, forms.collect::<Vec<_>>().join(", "));
    }
    text
}

fn section(row: &SectionRow) -> String {
    let some = |count: usize| if count == 0 { String::new() } else { count.to_string() };
    let pages = row.pages.map_or(String::new(), |pages| pages.to_string());
    let step = if row.is_part { "" } else { "  " };
    let (verse, notes) = (some(row.verse_lines), some(row.notes));
    format!("{:>7} {:>6} {pages:>6} {verse:>6} {notes:>6}  {step}{}\n", row.words, row.minutes, row.title)
}

fn at(place: &PlaceRow) -> String {
    format!("{}:{}", place.file, place.line)
}
