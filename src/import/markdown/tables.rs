//! In: lines that begin a table of Pandoc's: simple, multiline, grid, or one of bars with a caption. Out: its cells as
//! lines of Markdown. Refuses to read what is in the cells.

use crate::import::tree::Align;
use std::ops::Range;

/// A table whose cells are not read yet.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    pub aligns: Vec<Align>,
    /// Empty where there is none.
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The table of lines of dashes or of a grid that begins at `at`, and the line behind it.
pub fn find(lines: &[&str], at: usize) -> Option<(Sketch, usize)> {
    grid(lines, at).or_else(|| dashed(lines, at))
}

/// `-----  ---  ----`: columns of dashes with spaces between; one column is a rule, unless it ends a multiline table.
fn columns(line: &str) -> Option<Vec<Range<usize>>> {
    let is_rule = !line.trim().is_empty() && line.trim_end().chars().all(|c| c == '-' || c == ' ');
    if !is_rule || line.trim_start().len() + 3 < line.len() {
        return None;
    }
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, letter) in line.char_indices().filter(|(_, letter)| *letter == '-') {
        match out.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = at + letter.len_utf8(),
            None => out.push(at..at + 1),
        }
    }
    out.iter().all(|column| column.len() >= 2).then_some(out)
}

/// Whether a line parts columns by dashes.
pub fn is_dashes(line: &str) -> bool {
    columns(line).is_some_and(|columns| columns.len() > 1)
}

fn is_rule(line: &str) -> bool {
    columns(line).is_some_and(|columns| columns.len() == 1 && columns[0].len() >= 3)
}

/// Simple tables, with a head over the dashes or without one, and multiline tables between two rules.
fn dashed(lines: &[&str], at: usize) -> Option<(Sketch, usize)> {
    let blank = |line: &str| line.trim().is_empty();
    // A multiline table: a rule, perhaps a head, the columns, rows with empty lines between, a rule.
    let opens = is_rule(lines.get(at)?);
    let from = at + usize::from(opens);
    let dashes = (from..lines.len().min(from + 8)).find(|at| columns(lines[*at]).is_some_and(|own| own.len() > 1))?;
    let head_lines = &lines[from..dashes];
    if head_lines.iter().any(|line| blank(line)) || !opens && head_lines.len() > 1 {
        return None;
    }
    let columns = columns(lines[dashes])?;
    let end_of = |line: &str| is_rule(line) || self::columns(line).is_some_and(|own| own.len() == columns.len());
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut end = dashes + 1;
    let closed = lines[end..].iter().take(500).position(|line| end_of(line)).map(|length| end + length);
    let is_multiline = opens
        || head_lines.is_empty() && closed.is_some_and(|closed| lines[end..closed].iter().any(|line| blank(line)));
    if is_multiline {
        let closed = closed?;
        for row in lines[end..closed].split(|line| blank(line)).filter(|row| !row.is_empty()) {
            rows.push(cells(row, &columns));
        }
        end = closed + 1;
    } else {
        while end < lines.len() && !blank(lines[end]) {
            if end_of(lines[end]) {
                end += 1;
                break;
            }
            rows.push(cells(&lines[end..=end], &columns));
            end += 1;
        }
    }
    if rows.is_empty() {
        return None;
    }
    let head = if head_lines.is_empty() { Vec::new() } else { cells(head_lines, &columns) };
    let sample = head_lines.last().copied().or(lines.get(dashes + 1).copied()).unwrap_or_default();
    let aligns = columns.iter().map(|column| leaning(sample, column)).collect();
    Some((Sketch { aligns, head, rows }, end))
}

/// To which side the words of a column lean against its dashes.
fn leaning(line: &str, column: &Range<usize>) -> Align {
    let letter = |at: usize| line.chars().nth(at).is_some_and(|c| c != ' ');
    match (letter(column.start), letter(column.end - 1)) {
        (true, true) => Align::None,
        (true, false) => Align::Left,
        (false, true) => Align::Right,
        (false, false) => Align::Center,
    }
}

/// The last column takes what is left of the line; columns are counted in characters.
fn cells(lines: &[&str], columns: &[Range<usize>]) -> Vec<String> {
    let last = columns.len() - 1;
    let cell = |at: usize| {
        let start = if at == 0 { 0 } else { columns[at].start };
        let parts = lines.iter().map(|line| {
            let end = if at == last { usize::MAX } else { columns[at + 1].start };
            line.chars().skip(start).take(end.saturating_sub(start)).collect::<String>().trim().to_owned()
        });
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    };
    (0..columns.len()).map(cell).collect()
}

/// A grid: `+---+---+`, rows of bars, `+===+===+` under the head.
fn grid(lines: &[&str], at: usize) -> Option<(Sketch, usize)> {
    let is_border = |line: &str| {
        let line = line.trim();
        line.len() > 4 && line.starts_with('+') && line.ends_with('+') && line.chars().all(|c| "+-=:".contains(c))
    };
    let first = lines.get(at)?.trim();
    if !is_border(first) {
        return None;
    }
    let edges: Vec<usize> = first.char_indices().filter(|(_, c)| *c == '+').map(|(at, _)| at).collect();
    let mut sketch = Sketch { aligns: edges.windows(2).map(|_| Align::None).collect(), ..Sketch::default() };
    let mut row: Vec<Vec<String>> = vec![Vec::new(); edges.len() - 1];
    let mut end = at + 1;
    let aligned = |line: &str, sketch: &mut Sketch| {
        for (own, edge) in sketch.aligns.iter_mut().zip(edges.windows(2)) {
            let part = line.get(edge[0] + 1..edge[1]).unwrap_or_default();
            *own = match (part.starts_with(':'), part.ends_with(':')) {
                (true, true) => Align::Center,
                (true, false) => Align::Left,
                (false, true) => Align::Right,
                (false, false) => *own,
            };
        }
    };
    aligned(first, &mut sketch);
    while let Some(line) = lines.get(end).map(|line| line.trim()) {
        if is_border(line) {
            let cells: Vec<String> = row.iter().map(|lines| unindented(lines)).collect();
            row = vec![Vec::new(); edges.len() - 1];
            if line.contains('=') {
                aligned(line, &mut sketch);
                sketch.head = cells;
            } else {
                sketch.rows.push(cells);
            }
        } else if line.starts_with('|') && line.ends_with('|') {
            let letters: Vec<char> = line.chars().collect();
            for (cell, edge) in row.iter_mut().zip(edges.windows(2)) {
                let end = edge[1].min(letters.len() - 1);
                cell.push(letters.get(edge[0] + 1..end).unwrap_or_default().iter().collect());
            }
        } else {
            break;
        }
        end += 1;
    }
    let open = row.iter().any(|cell| !cell.is_empty());
    (!open && (!sketch.rows.is_empty() || !sketch.head.is_empty())).then_some((sketch, end))
}

/// Lines without the white that they have in common.
fn unindented(lines: &[String]) -> String {
    let indent = |line: &String| line.len() - line.trim_start().len();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(least..).unwrap_or_default().trim_end()).collect();
    lines.join("\n").trim().to_owned()
}

/// Whether a line parts the head of a table of bars from its rows.
pub fn is_bars(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.contains('|') && line.chars().all(|c| "|-: ".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Sketch, usize) {
        find(&text.lines().collect::<Vec<_>>(), 0).unwrap()
    }

    #[test]
    fn simple_tables() {
        let (table, end) = read("  Right     Left\n-------     ------\n     12     one two\n    123     x\n\nMore");
        assert_eq!(table.head, ["Right", "Left"]);
        assert_eq!(table.rows, [["12", "one two"], ["123", "x"]]);
        assert_eq!((table.aligns, end), (vec![Align::Right, Align::Left], 4));
        let (table, end) = read("---  ---\n1    2\n3    4\n---  ---\n");
        assert_eq!((table.head.len(), table.rows.len(), end), (0, 2, 4));
    }

    #[test]
    fn multiline_tables() {
        let text = "-----------------\n Name     Long\n head     words\n------  ---------\n one    first\n        second\n\n two    third\n-----------------\n";
        let (table, end) = read(text);
        assert_eq!(table.head, ["Name\nhead", "Long\nwords"]);
        assert_eq!(table.rows, [["one", "first\nsecond"], ["two", "third"]]);
        assert_eq!(end, 9);
    }

    #[test]
    fn grids() {
        let text =
            "+-----+------:+\n| a   | b     |\n+=====+=======+\n| - x | words |\n| - y |       |\n+-----+-------+\n";
        let (table, end) = read(text);
        assert_eq!(table.head, ["a", "b"]);
        assert_eq!(table.rows, [["- x\n- y", "words"]]);
        assert_eq!((table.aligns, end), (vec![Align::None, Align::Right], 6));
        for text in ["---", "-- -- words", "+--+", "a\n---\n", "text\n\n--- ---\n"] {
            assert_eq!(find(&text.lines().collect::<Vec<_>>(), 0), None, "{text}");
        }
    }
}
