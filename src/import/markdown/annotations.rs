//! In: the lines of a file of MkDocs. Out: the same with its annotations as notes: a paragraph with `(1)` before
//! `{ .annotate }`, or a box `!!! note annotate`, and the list behind it. What stands in code stays a list.

use super::lines::Lines;
use crate::import::remarks::Remarks;
use crate::import::tree::At;

/// Lines of one block, and of one list.
const MOST: usize = 400;

pub fn noted(mut lines: Lines, remarks: &mut Remarks) -> Lines {
    let code = code(&lines.0);
    let all = &mut lines.0;
    // Those inside others come first.
    for at in (0..all.len()).rev().filter(|at| !code[*at]) {
        let line = all[at].1.as_str();
        let indent = line[..line.len() - line.trim_start().len()].to_owned();
        let is_mark = line.trim().replace(' ', "").strip_prefix("{.annotate").is_some_and(|rest| rest.ends_with('}'));
        if is_mark && at > 0 {
            let first = (at.saturating_sub(MOST)..at).rev().find(|at| all[*at].1.trim().is_empty());
            let first = first.map_or(0, |at| at + 1);
            // In an item its own mark is none of its words.
            if turned(all, first..at, at + 1, &indent, remarks) {
                all[at].1.clear();
            }
        } else if boxed(line).is_some() {
            let is_inside =
                |line: &str| line.trim().is_empty() || line[indent.len().min(line.len())..].starts_with(' ');
            let length = all[at + 1..].iter().take(MOST).take_while(|(_, line)| is_inside(line)).count();
            let end = at + 1 + length;
            if turned(all, at..end, end, &indent, remarks) {
                all[at].1 = boxed(&all[at].1).unwrap_or_default();
            }
        }
    }
    let in_code = all.iter_mut().zip(&code).filter(|(_, is_code)| **is_code);
    in_code.for_each(|((number, line), _)| uncoded(*number, line, remarks));
    lines
}

/// The head of a box without the word that says that there are annotations.
fn boxed(line: &str) -> Option<String> {
    let body = line.trim_start();
    let is_box = ["!!! ", "??? ", "???+ "].iter().any(|mark| body.starts_with(mark));
    let (kinds, title) = line.split_once('"').map_or((line, None), |(kinds, title)| (kinds, Some(title)));
    let (before, behind) = kinds.split_once(" annotate").filter(|_| is_box)?;
    let behind = behind.strip_prefix(' ').unwrap_or(behind);
    let kinds = if behind.is_empty() { before.to_owned() } else { format!("{before} {behind}") };
    Some(match title {
        Some(title) => format!("{} \"{title}", kinds.trim_end()),
        None => kinds,
    })
}

/// Turns the list at `from` into notes, which the lines before call; whether it did.
fn turned(
    all: &mut [(usize, String)],
    callers: std::ops::Range<usize>,
    from: usize,
    indent: &str,
    remarks: &mut Remarks,
) -> bool {
    let Some(items) = items(all, from, indent) else { return false };
    let is_called =
        |item: &(usize, usize)| all[callers.clone()].iter().any(|(_, line)| line.contains(&format!("({})", item.1)));
    if !items.iter().all(is_called) {
        return false;
    }
    let number = all[callers.start].0;
    for (item, own) in items {
        let label = format!("[^annotation-{number}-{own}]");
        for (_, line) in &mut all[callers.clone()] {
            *line = line.replace(&format!("({own})!"), &label).replace(&format!("({own})"), &label);
        }
        let words = all[item].1.split_once(['.', ')']).map_or("", |(_, words)| words).trim().to_owned();
        all[item].1 = format!("{indent}{label}: {words}");
    }
    remarks.converted("annotations, as notes", At::Line(number));
    true
}

/// The places of the items of the list that follows, with their numbers.
fn items(all: &[(usize, String)], from: usize, indent: &str) -> Option<Vec<(usize, usize)>> {
    let mut out = Vec::new();
    for (at, (_, line)) in all.iter().enumerate().skip(from).take(MOST) {
        let Some(line) = line.strip_prefix(indent).or(line.trim().is_empty().then_some("")) else { break };
        let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
        let is_item = digits > 0 && line[digits..].starts_with(['.', ')']) && line[digits + 1..].starts_with(' ');
        match line[..digits].parse() {
            Ok(number) if is_item => out.push((at, number)),
            _ if line.trim().is_empty() || line.starts_with([' ', '\t']) => {}
            _ => break,
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Which lines stand between the marks of code.
fn code(all: &[(usize, String)]) -> Vec<bool> {
    let mut fence: Option<&str> = None;
    let mut out = Vec::new();
    for (_, line) in all {
        let body = line.trim_start();
        let marks = body.chars().take_while(|c| body.starts_with(*c) && matches!(c, '`' | '~')).count();
        out.push(fence.is_some());
        match fence {
            None if marks >= 3 && !body[marks..].contains('`') => fence = Some(&body[..marks]),
            Some(open) if marks >= open.len() && body[marks..].trim().is_empty() => fence = None,
            None | Some(_) => {}
        }
    }
    out
}

/// `# (1)!` in code calls an item of the list behind it; the mark means that the comment is not shown.
fn uncoded(number: usize, line: &mut String, remarks: &mut Remarks) {
    let before = line.trim_end().trim_end_matches(['>', '-', '*', '/', ' ']).strip_suffix(")!");
    let called = before.and_then(|before| before.rsplit_once('(')).map(|(_, called)| called);
    if called.is_some_and(|called| !called.is_empty() && called.chars().all(|c| c.is_ascii_digit())) {
        *line = line.replacen(")!", ")", 1);
        remarks.converted("annotations of code, as a list behind it", At::Line(number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_annotations_are_notes() {
        for (text, wanted) in [
            (
                "Old.\n\nSome (1) text, (2)!.\n{ .annotate }\n\n1.  One.\n\n    More.\n2.  Two.\n\nEnd.\n\nA (1).\n{ .annotate }\n\nNo list.\n",
                "Old.\n\nSome [^annotation-3-1] text, [^annotation-3-2].\n\n\n[^annotation-3-1]: One.\n\n    More.\n[^annotation-3-2]: Two.\n\nEnd.\n\nA (1).\n{ .annotate }\n\nNo list.\n\n",
            ),
            (
                "!!! note annotate \"Title (1)\"\n\n    Words (2).\n\n1.  One.\n2.  Two.\n\nEnd.",
                "!!! note \"Title [^annotation-1-1]\"\n\n    Words [^annotation-1-2].\n\n[^annotation-1-1]: One.\n[^annotation-1-2]: Two.\n\nEnd.\n",
            ),
            ("!!! note annotate\n\n    Words.\n\n1.  One.", "!!! note annotate\n\n    Words.\n\n1.  One.\n"),
            (
                "A (1)\n{ .annotate }\n\n1.  B (1)\n    { .annotate }\n\n    1.  C\n",
                "A [^annotation-1-1]\n\n\n[^annotation-1-1]: B [^annotation-4-1]\n\n\n    [^annotation-4-1]: C\n\n",
            ),
            ("```\nA (1)\n{ .annotate }\n\n1.  B\n```\n", "```\nA (1)\n{ .annotate }\n\n1.  B\n```\n\n"),
            ("``` py\na = b() # (1)!\nc(1)!d\n```\n\n1.  One.", "``` py\na = b() # (1)\nc(1)!d\n```\n\n1.  One.\n"),
        ] {
            assert_eq!(noted(Lines::of(text), &mut Remarks::of("a.md")).text(), wanted, "{text}");
        }
    }
}
