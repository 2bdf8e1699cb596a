//! In: the lines of a file of MkDocs. Out: the same with its annotations as notes: a paragraph with `(1)` before
//! `{ .annotate }`, and the list behind it.

use super::lines::Lines;
use crate::import::remarks::Remarks;
use crate::import::tree::At;

/// Lines of one paragraph, and of one list.
const MOST: usize = 400;

pub fn noted(mut lines: Lines, remarks: &mut Remarks) -> Lines {
    let all = &mut lines.0;
    let marks: Vec<usize> = (1..all.len()).filter(|at| all[*at].1.trim().replace(' ', "") == "{.annotate}").collect();
    for at in marks {
        let first = (at.saturating_sub(MOST)..at).rev().find(|at| all[*at].1.trim().is_empty()).map_or(0, |at| at + 1);
        let Some(items) = items(all, at + 1) else { continue };
        let number = all[at].0;
        let called =
            |item: &(usize, usize)| all[first..at].iter().any(|(_, line)| line.contains(&format!("({})", item.1)));
        if !items.iter().all(called) {
            continue;
        }
        for (item, own) in items {
            let label = format!("[^annotation-{number}-{own}]");
            for (_, line) in &mut all[first..at] {
                *line = line.replace(&format!("({own})!"), &label).replace(&format!("({own})"), &label);
            }
            let words = all[item].1.split_once(['.', ')']).map_or("", |(_, words)| words).trim().to_owned();
            all[item].1 = format!("{label}: {words}");
        }
        all[at].1.clear();
        remarks.converted("annotations, as notes", At::Line(number));
    }
    lines
}

/// The places of the items of the list that follows, with their numbers.
fn items(all: &[(usize, String)], from: usize) -> Option<Vec<(usize, usize)>> {
    let mut out = Vec::new();
    for (at, (_, line)) in all.iter().enumerate().skip(from).take(MOST) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_annotations_are_notes() {
        let text = "Old.\n\nSome (1) text, (2)!.\n{ .annotate }\n\n1.  One.\n\n    More.\n2.  Two.\n\nEnd.\n\nA (1).\n{ .annotate }\n\nNo list.\n";
        let new = noted(Lines::of(text), &mut Remarks::of("a.md")).text();
        let wanted = "Old.\n\nSome [^annotation-4-1] text, [^annotation-4-2].\n\n\n[^annotation-4-1]: One.\n\n    More.\n[^annotation-4-2]: Two.\n\nEnd.\n\nA (1).\n{ .annotate }\n\nNo list.\n\n";
        assert_eq!(new, wanted);
    }
}
