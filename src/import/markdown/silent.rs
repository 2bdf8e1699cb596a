//! In: the lines of a file, as they go to the reader of Markdown. Out: the same, where what a tool would show otherwise than
//! it was typed is told, and passages that R Markdown computes are their words. Refuses to know any construct that another
//! file here converts.

use super::fence::{self, Fence, Fenced};
use super::lines::Lines;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::At;

/// Lines of one passage in backticks.
const MOST: usize = 40;

/// What is only told, outside of code.
pub fn told(lines: &Lines, kind: Kind, remarks: &mut Remarks) {
    let mut fence = Fence::default();
    // Columns of the table that goes on, and the line before.
    let (mut columns, mut before) = (None, "");
    for (number, line) in &lines.0 {
        let body = fence::body(line);
        if fence.next(body) != Fenced::Outside {
            continue;
        }
        let at = At::Line(*number);
        match columns {
            // Kramdown gives each row the cells that it has.
            None if kind == Kind::Jekyll => {}
            None if is_delimiter(body) && before.contains('|') && cells(body).len() == cells(before).len() => {
                columns = Some(cells(body).len())
            }
            Some(_) if body.is_empty() => columns = None,
            Some(columns) => {
                let rest = cells(body).into_iter().skip(columns).filter(|cell| !cell.is_empty());
                let rest: Vec<&str> = rest.collect();
                if !rest.is_empty() {
                    remarks.left("cells beyond the last column, which no tool shows", &rest.join(" | "), at);
                }
            }
            None => {}
        }
        match kind {
            Kind::Obsidian => obsidian(body, at, remarks),
            Kind::GitBook if body.starts_with("!FILE \"") || body.starts_with("!INCLUDE \"") => {
                remarks.plain("files that a plugin puts in, as they were typed", body, at);
            }
            _ => {}
        }
        before = body;
    }
}

fn obsidian(body: &str, at: At, remarks: &mut Remarks) {
    for (open, close) in [("<%", "%>"), ("`= ", "`"), ("`$= ", "`")] {
        let found = body.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        if let Some((inside, _)) = found {
            let shown = format!("{open}{inside}{close}");
            remarks.plain("queries that a tool runs among words, as they were typed", &shown, at);
        }
    }
    let (name, value) = body.split_once("::").unwrap_or_default();
    let name = name.rsplit(['[', '(']).next().unwrap_or_default().trim_start_matches(['-', '*', ' ']);
    let is_name =
        name.chars().all(|c| c.is_alphanumeric() || "-_ ".contains(c)) && name.starts_with(char::is_alphabetic);
    if is_name && name.len() < 40 && value.starts_with(' ') {
        remarks.plain("fields of Dataview, as they were typed", &format!("{name}::{value}"), at);
    }
}

/// `| --- | :---: |`
fn is_delimiter(body: &str) -> bool {
    body.contains('-') && body.contains('|') && body.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// The cells of a row, as GitHub parts them: in code too.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(row);
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in row.match_indices('|') {
        if !row[..at].ends_with('\\') {
            out.push(row[start..at].trim());
            start = at + 1;
        }
    }
    out.push(row[start..].trim());
    out
}

/// `` `r if (knitr::is_html_output()) ' `` over lines that end in `` '` ``: the words that it would give, for bookdown's own
/// template has its references so.
pub fn computed(lines: Lines, remarks: &mut Remarks) -> Lines {
    let mut out = Lines::default();
    let mut rest = lines.0.into_iter().peekable();
    let mut fenced = false;
    while let Some((number, line)) = rest.next() {
        fenced ^= line.trim_start().starts_with("```");
        let quote = line.trim_end().chars().last().filter(|c| matches!(c, '\'' | '"'));
        let opens = line.trim_start().starts_with("`r ") && line.matches('`').count() == 1 && !fenced;
        let Some(quote) = quote.filter(|_| opens) else {
            out.push(number, line);
            continue;
        };
        let ahead: Vec<(usize, String)> = rest.clone().take(MOST).collect();
        let end = ahead.iter().position(|(_, line)| line.contains('`'));
        let closes = |line: &str| line.trim().starts_with(quote) && line.trim().ends_with('`');
        match end.filter(|end| closes(&ahead[*end].1)) {
            Some(end) => {
                remarks.plain("code in the line that a tool runs, whose words are kept", &line, At::Line(number));
                ahead[..end].iter().for_each(|(number, line)| out.push(*number, line.as_str()));
                rest.nth(end);
            }
            None => out.push(number, line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_cells_that_github_gives_them() {
        assert_eq!(cells("| a | `x|y` \\| z |"), ["a", "`x", "y` \\| z"]);
        assert_eq!(cells("a | b"), ["a", "b"]);
        assert!(is_delimiter("|:--|--:|") && !is_delimiter("---") && !is_delimiter("| a |"));
    }
}
