//! In: lines. Out: the block that begins with the first, as MkDocs has them: an admonition, a tab, a block between slashes.
//! What is in them is indented, or stands before a line of slashes.

use super::found::{Fate, Found, Kept};
use crate::import::tree::Attributes;

pub fn find(lines: &[&str], first: &str) -> Option<Found> {
    admonition(lines, first).or_else(|| tab(lines, first)).or_else(|| slashes(lines, first))
}

/// The lines that are indented behind the first, and where they end.
fn under(lines: &[&str]) -> (Vec<(usize, String)>, usize) {
    let is_inside = |line: &str| line.trim().is_empty() || line.starts_with("    ") || line.starts_with('\t');
    let mut end = (1..lines.len()).find(|at| !is_inside(lines[*at])).unwrap_or(lines.len());
    while end > 1 && lines[end - 1].trim().is_empty() {
        end -= 1;
    }
    let bare = |line: &str| line.strip_prefix("    ").or(line.strip_prefix('\t')).unwrap_or_default().to_owned();
    ((1..end).map(|at| (at, bare(lines[at]))).collect(), end)
}

/// `!!! note "Title"` and four spaces before each line.
fn admonition(lines: &[&str], first: &str) -> Option<Found> {
    let words = ["!!! ", "???+ ", "??? "].iter().find_map(|mark| first.strip_prefix(mark))?;
    let title = words.split_once('"').map(|(_, title)| title.trim_end_matches('"').replace("\\\"", "\""));
    let (lines, taken) = under(lines);
    let kept = Kept::Blocks { attributes: Attributes::class("sidebar"), title, lines };
    Some(Found { what: "admonitions", kept, taken, shown: Fate::Converted })
}

/// `=== "Title"`
fn tab(lines: &[&str], first: &str) -> Option<Found> {
    let words = ["=== ", "===! ", "===+ "].iter().find_map(|mark| first.strip_prefix(mark))?.trim();
    let quote = words.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let title = words[1..].strip_suffix(quote)?.to_owned();
    let (lines, taken) = under(lines);
    let kept = Kept::Blocks { attributes: Attributes::default(), title: Some(title), lines };
    Some(Found { what: "tabs, one after another", kept, taken, shown: Fate::Converted })
}

/// `/// note | Title`, to a line with as many slashes.
fn slashes(lines: &[&str], first: &str) -> Option<Found> {
    let words = first.trim_start_matches('/');
    let length = first.len() - words.len();
    if length < 3 || !words.starts_with(' ') {
        return None;
    }
    let is_close = |line: &&str| line.trim_end().len() == length && line.trim_end().chars().all(|c| c == '/');
    let end = (1..lines.len()).find(|at| is_close(&lines[*at]))?;
    let (name, title) = words.split_once('|').unwrap_or((words, ""));
    let name = name.trim();
    let options = lines[1..end].iter().take_while(|line| line.starts_with("    ") && line.contains(':')).count();
    let inside = (1 + options..end).map(|at| (at, lines[at].to_owned())).collect();
    let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
    let is_box = !matches!(name, "tab" | "html" | "define" | "caption" | "figure-caption" | "table-caption");
    let attributes = if is_box { Attributes::class("sidebar") } else { Attributes::default() };
    let typed = lines[1..1 + options].iter().map(|line| line.trim()).collect::<Vec<_>>().join(", ");
    let shown = match (name, typed.is_empty()) {
        ("html" | "define" | "caption" | "figure-caption" | "table-caption", _) => {
            Fate::Left(format!("{first} {typed}"))
        }
        (_, true) => Fate::Converted,
        (_, false) => Fate::Left(typed),
    };
    let what =
        if matches!(shown, Fate::Converted) { "blocks between slashes" } else { "settings of blocks between slashes" };
    Some(Found { what, kept: Kept::Blocks { attributes, title, lines: inside }, taken: end + 1, shown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_indented_belongs_to_its_line() {
        let of = |lines: &[&str]| {
            let found = find(lines, lines[0])?;
            let Kept::Blocks { title, lines, .. } = found.kept else { panic!() };
            let lines = lines.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("|");
            Some(format!("{} [{lines}] {}", title.unwrap_or_default(), found.taken))
        };
        assert_eq!(of(&["=== \"A b\"", "", "    One.", "", "", "Two."]).as_deref(), Some("A b [|One.] 3"));
        assert_eq!(of(&["!!! note \"T\"", "    One.", "\tTwo."]).as_deref(), Some("T [One.|Two.] 3"));
        assert_eq!(of(&["/// details | T", "    type: tip", "", "One.", "///"]).as_deref(), Some("T [|One.] 5"));
        assert_eq!((of(&["==="]), of(&["/// no end", "x"]), of(&["// no", "//"])), (None, None, None));
    }
}
