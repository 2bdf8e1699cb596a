//! In: lines of a dialect in which a bar in code parts no cells. Out: the same with a backslash before such bars in tables.

use super::lines::Lines;
use super::tables::is_bars;
use crate::import::kind::Kind;

pub fn kept(mut lines: Lines, kind: Kind) -> Lines {
    if !matches!(kind, Kind::MkDocs | Kind::Markdown | Kind::Quarto | Kind::Bookdown) {
        return lines;
    }
    let mut is_table = false;
    for at in 0..lines.0.len() {
        let line = lines.0[at].1.as_str();
        let begins = || line.contains('|') && lines.0.get(at + 1).is_some_and(|(_, next)| is_bars(next));
        is_table = line.contains('|') && (is_table || begins());
        if is_table && line.contains('`') {
            let new = escaped(line);
            lines.0[at].1 = new;
        }
    }
    lines
}

fn escaped(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(open) = rest.find('`') {
        let marks = rest[open..].len() - rest[open..].trim_start_matches('`').len();
        let inner = &rest[open + marks..];
        let Some(end) = inner.find(&rest[open..open + marks]) else { break };
        out.push_str(&rest[..open + marks]);
        out.push_str(&inner[..end].replace("\\|", "|").replace('|', "\\|"));
        out.push_str(&inner[end..end + marks]);
        rest = &inner[end + marks..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_in_code_part_nothing() {
        let text = "| a | b |\n|---|---|\n| `x|y` | ``p`|q`` | r |\n\n`a|b`\n";
        let new = kept(Lines::of(text), Kind::MkDocs).text();
        assert_eq!(new.lines().nth(2), Some("| `x\\|y` | ``p`\\|q`` | r |"));
        assert_eq!(new.lines().nth(4), Some("`a|b`"));
        assert_eq!(kept(Lines::of(text), Kind::MdBook), Lines::of(text));
    }
}
