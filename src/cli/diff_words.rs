//! In: what changed between two books. Out: lines for a terminal, and the words in which a page says the same. Refuses
//! to know where they are shown.

use crate::pipeline::diff::{
    ChangeRow, ChapterRow, ChapterState, DiffOutcome, Difference, FileFacts, FileRow, FoundRow, PageName, PieceKind,
    Place,
};
use std::path::Path;

/// Changes of a chapter, and letters of a change, that are told on a terminal.
const CHANGES: usize = 20;
const LETTERS: usize = 400;

pub fn several(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// What it comes to, in a sentence.
pub fn summary(outcome: &DiffOutcome) -> String {
    let (removed, added) = (outcome.removed, outcome.added);
    match outcome.difference {
        Difference::None => "no difference".to_owned(),
        Difference::Files => "the words and the pages are the same; files differ".to_owned(),
        Difference::Setting => {
            let changed = outcome.pages.changed.len() + outcome.pages.more;
            format!("the same words, set otherwise on {}", several(changed, "page", "pages"))
        }
        Difference::Words => {
            let touched = outcome.chapters.iter().filter(|chapter| !chapter.changes.is_empty()).count();
            let places = match outcome.chapters.len() {
                0 => String::new(),
                all => format!(" in {touched} of {}", several(all, "chapter", "chapters")),
            };
            format!("the words changed: {removed} removed, {added} added{places}")
        }
    }
}

pub fn state(state: ChapterState) -> &'static str {
    match state {
        ChapterState::Same => "same",
        ChapterState::Moved => "moved",
        ChapterState::Setting => "set otherwise",
        ChapterState::Words => "words",
        ChapterState::Added => "new",
        ChapterState::Removed => "gone",
    }
}

/// `pages 5–9`, by the folios where there are some.
pub fn range([first, last]: &[PageName; 2]) -> String {
    let name = |page: &PageName| if page.folio.is_empty() { format!("#{}", page.page) } else { page.folio.clone() };
    if first == last { name(first) } else { format!("{}–{}", name(first), name(last)) }
}

pub fn at(place: &Place) -> String {
    match (place.line, place.page) {
        (Some(line), _) => format!("{}:{line}", place.file),
        (None, Some(page)) => format!("{}, page {page}", place.file),
        (None, None) => place.file.clone(),
    }
}

/// Where a change stands: in the new book, else in the old one.
pub fn place(change: &ChangeRow) -> String {
    change.after.as_ref().or(change.before.as_ref()).map(at).unwrap_or_default()
}

pub fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1_000))
}

/// All of it, and where the page with the pictures was saved.
pub fn words(outcome: &DiffOutcome, out: Option<&Path>) -> String {
    let mut text = format!("{}\n", summary(outcome));
    for chapter in outcome.chapters.iter().filter(|chapter| chapter.state != ChapterState::Same) {
        text += &chapter_lines(chapter);
    }
    for change in outcome.changes.iter().take(CHANGES) {
        text += &change_line(change);
    }
    let told: usize = outcome.changes.len().min(CHANGES);
    text += &more(outcome.changes.len() - told + outcome.more_changes);
    text += &pages(outcome);
    let differing = || outcome.files.iter().filter(|file| !file.same);
    if differing().next().is_some() {
        text += "\nfiles\n";
    }
    differing().for_each(|file| text += &file_line(file));
    for (rows, title) in [(&outcome.gained, "findings gained"), (&outcome.lost, "findings lost")] {
        if !rows.is_empty() {
            text += &format!("\n{title}\n");
        }
        rows.iter().for_each(|row| text += &found_line(row));
    }
    text + &out.map_or(String::new(), |out| format!("\nwrote {}\n", out.display()))
}

fn more(count: usize) -> String {
    if count == 0 { String::new() } else { format!("    and {}\n", several(count, "more change", "more changes")) }
}

fn chapter_lines(chapter: &ChapterRow) -> String {
    let pages = match (&chapter.before, &chapter.after) {
        (Some(old), Some(new)) if range(old) != range(new) => format!("  pages {}, now {}", range(old), range(new)),
        (Some(one), _) | (_, Some(one)) => format!("  pages {}", range(one)),
        (None, None) => String::new(),
    };
    let words = match (chapter.removed, chapter.added) {
        (0, 0) => String::new(),
        (removed, added) => format!("  −{removed} +{added}"),
    };
    let mut text = format!("\n  {}: {}{words}{pages}\n", state(chapter.state), chapter.title);
    // Of what is new or gone as a whole the text is known.
    if chapter.state == ChapterState::Words {
        chapter.changes.iter().take(CHANGES).for_each(|change| text += &change_line(change));
        text += &more(chapter.changes.len().saturating_sub(CHANGES));
    }
    text
}

fn change_line(change: &ChangeRow) -> String {
    let pieces = change.pieces.iter().map(|piece| match piece.kind {
        PieceKind::Kept => piece.text.clone(),
        PieceKind::Removed => format!("[-{}-]", piece.text),
        PieceKind::Added => format!("{{+{}+}}", piece.text),
    });
    let said = pieces.collect::<String>().replace('\n', " ¶ ");
    // What an author typed does not steer the terminal.
    let said: String = said.chars().filter(|c| !c.is_control()).collect();
    let shown: String = said.chars().take(LETTERS).collect();
    let rest = if shown.len() < said.len() { " …" } else { "" };
    format!("    {}: {}{rest}\n", place(change), shown.trim())
}

fn pages(outcome: &DiffOutcome) -> String {
    let (Some(before), Some(after)) = (outcome.before.pages, outcome.after.pages) else { return String::new() };
    if outcome.difference == Difference::None {
        return String::new();
    }
    let pages = &outcome.pages;
    let others = pages.changed.iter().filter(|page| page.removed + page.added > 0).count();
    let set = pages.changed.len() - others + pages.more;
    let now = if before == after { String::new() } else { format!(", now {after}") };
    let mut text = format!("\n{}{now}", several(before, "page", "pages"));
    for (count, what) in [(others, "with other words"), (set, "set otherwise")] {
        text += &if count > 0 { format!("; {count} {what}") } else { String::new() };
    }
    text += "\n";
    for row in &pages.moved {
        text += &format!("  pages {} are now {}\n", range(&row.before), range(&row.after));
    }
    text
}

fn file_line(file: &FileRow) -> String {
    let facts = |facts: &FileFacts| {
        let pages = facts.pages.map_or(String::new(), |pages| format!("{}, ", several(pages, "page", "pages")));
        format!("{pages}{}", kilobytes(facts.bytes))
    };
    match (&file.before, &file.after) {
        (Some(old), Some(new)) => format!("  {}: {}, now {}\n", file.file, facts(old), facts(new)),
        (None, Some(new)) => format!("  {}: new, {}\n", file.file, facts(new)),
        (Some(old), None) => format!("  {}: gone, {}\n", file.file, facts(old)),
        (None, None) => String::new(),
    }
}

fn found_line(row: &FoundRow) -> String {
    let place = row.place.as_ref().map_or(String::new(), |place| format!("{}: ", at(place)));
    format!("  {place}{}[{}]: {}\n", row.severity.name(), row.code, row.message)
}
