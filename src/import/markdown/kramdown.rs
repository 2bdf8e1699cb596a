//! In: lines that begin a table as kramdown has it: with or without a head, its rows with or without bars at their ends, its
//! columns parted by `|` or `+` under the head. Out: its cells as lines of Markdown.

use super::tables::Sketch;
use crate::import::tree::Align;

/// Rows of one table.
const MOST: usize = 2_000;
/// Bytes of one row.
const LONGEST: usize = 20_000;

/// The table, the line behind it, and what of it is no more than rows here.
pub fn find(lines: &[&str]) -> Option<(Sketch, usize, Option<&'static str>)> {
    let first = lines.first()?.trim();
    let begins_other = ["#", ">", "<", "* ", "- ", "+ ", ": ", "{", "$$", "```", "~~~", "!["];
    let digits = first.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = digits.len() < first.len() && digits.starts_with(". ");
    if is_item || begins_other.iter().any(|start| first.starts_with(start)) {
        return None;
    }
    let is_own = |line: &&&str| is_rule(line) || !bars(line).is_empty() && !line.contains("$$");
    let end = lines.iter().take(MOST).take_while(is_own).count();
    // A table ends with its paragraph; a list of attributes is the table's.
    let behind = lines.get(end).map_or("", |line| line.trim());
    let rows = lines[..end].iter().filter(|line| !is_rule(line)).count();
    let is_sure = first.starts_with('|') || rows > 1 || rows < end;
    if rows == 0 || !is_sure || !behind.is_empty() && !behind.starts_with("{:") {
        return None;
    }
    let mut sketch = Sketch::default();
    let (mut is_headed, mut told) = (false, None);
    for line in &lines[..end] {
        match is_rule(line) {
            true if line.contains('=') => {
                is_headed = true;
                told = told.or(Some("feet of tables, as rows"));
            }
            true => {
                let is_last = rows == sketch.rows.len() + usize::from(!sketch.head.is_empty());
                if is_headed && !is_last {
                    told = told.or(Some("groups of rows in tables"));
                }
                if !is_headed {
                    sketch.aligns = aligns(line);
                    if sketch.rows.len() > 1 {
                        told = told.or(Some("further rows in heads of tables, as rows"));
                    }
                    if !sketch.rows.is_empty() {
                        sketch.head = sketch.rows.remove(0);
                    }
                    is_headed = !sketch.head.is_empty();
                }
            }
            false => sketch.rows.push(cells(line)),
        }
    }
    if sketch.rows.is_empty() {
        sketch.rows.extend(Some(std::mem::take(&mut sketch.head)).filter(|head| !head.is_empty()));
    }
    let columns = sketch.rows.iter().map(Vec::len).chain([sketch.head.len()]).max().unwrap_or(0);
    sketch.aligns.resize(columns, Align::None);
    sketch.rows.iter_mut().for_each(|row| row.resize(columns, String::new()));
    if !sketch.head.is_empty() {
        sketch.head.resize(columns, String::new());
    }
    Some((sketch, end, told))
}

/// `|---+---|`, `===+===`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains(['-', '=']) && line.contains(['|', '+']) && line.chars().all(|c| "+|:-= \t".contains(c))
}

fn aligns(line: &str) -> Vec<Align> {
    let line = line.trim().trim_start_matches(['|', '+']).trim_end_matches(['|', '+']);
    let align = |part: &str| match (part.trim().starts_with(':'), part.trim().ends_with(':')) {
        (true, true) => Align::Center,
        (true, false) => Align::Left,
        (false, true) => Align::Right,
        (false, false) => Align::None,
    };
    line.split(['|', '+']).map(align).collect()
}

/// Where bars part cells: not in code, not in tags, not behind a backslash.
fn bars(line: &str) -> Vec<usize> {
    let mut out = Vec::new();
    if line.len() > LONGEST {
        return out;
    }
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let length = match rest.as_bytes()[0] {
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' => {
                let marks = rest.len() - rest.trim_start_matches('`').len();
                rest[marks..].find(&rest[..marks]).map_or(marks, |end| end + 2 * marks)
            }
            b'{' => {
                let pairs = [("{{", "}}"), ("{%", "%}")];
                let found = pairs.iter().find(|(open, _)| rest.starts_with(open));
                found.and_then(|(_, close)| rest.find(close)).map_or(1, |end| end + 2)
            }
            b'|' => {
                out.push(at);
                1
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        at += length;
    }
    out
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let mut out = Vec::new();
    let mut from = 0;
    for at in bars(line).into_iter().chain([line.len()]) {
        out.push(line[from..at].trim().to_owned());
        from = at + 1;
    }
    // Bars at the ends are edges.
    if line.starts_with('|') {
        out.remove(0);
    }
    if out.len() > 1 && line.ends_with('|') && out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let (table, end, told) = find(&text.lines().collect::<Vec<_>>())?;
        let rows = table.rows.iter().map(|row| row.join(","));
        let told = told.map_or(String::new(), |told| format!(" {told}"));
        Some(format!("{}: {} ({end}){told}", table.head.join(","), rows.collect::<Vec<_>>().join("; ")))
    }

    #[test]
    fn tables_as_kramdown_has_them() {
        for (text, table) in [
            ("| a | b\n|---+---\n| 1 | 2\n| 3 | `x|y`", Some("a,b: 1,2; 3,`x|y` (4)")),
            ("a | b\n---+---\nc | d\n\nx", Some("a,b: c,d (3)")),
            ("| x | y |\n| z | w |\n{: .k}", Some(": x,y; z,w (2)")),
            (
                "|---\n| a | b\n|:-|-:\n| c |\n|---\n| d | e |\n|===\n| f",
                Some("a,b: c,; d,e; f, (8) groups of rows in tables"),
            ),
            ("a | b\nc | d\n---|---\ne | f\n", Some("a,b: c,d; e,f (4) further rows in heads of tables, as rows")),
            ("| a |\n|---|\n| b |\n|===|\n| c |\n", Some("a: b; c (5) feet of tables, as rows")),
            ("| a | {{ x | y }} |", Some(": a,{{ x | y }} (1)")),
            ("One | two words", None),
            ("- a | b\n- c | d", None),
            ("| a | b |\nwords", None),
            ("`a|b`\n`c|d`", None),
        ] {
            assert_eq!(shown(text).as_deref(), table, "{text}");
        }
    }
}
