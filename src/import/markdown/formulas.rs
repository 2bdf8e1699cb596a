//! In: the lines of a file, and the marks that its tool has around formulas. Out: the same with each as a tag of ours.

use super::html::escaped;
use super::lines::Lines;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use crate::manuscript::ground::Ground;

/// Bytes of one formula.
const LONGEST: usize = 4_000;

/// What opens, what closes, and whether it always stands on lines of its own.
pub type Marks = (&'static str, &'static str, bool);

pub const MATHJAX: &[Marks] = &[("\\\\(", "\\\\)", false), ("\\\\[", "\\\\]", true), ("$$", "$$", true)];
pub const LEANPUB: &[Marks] = &[("{$$}", "{/$$}", false)];

pub fn marked(lines: Lines, marks: &[Marks], remarks: &mut Remarks) -> Lines {
    let text = lines.text();
    if !marks.iter().any(|(open, _, _)| text.contains(open)) {
        return lines;
    }
    let ground = Ground::of(&text);
    let places = lines.places();
    let mut edits = Vec::new();
    let mut at = 0;
    while let Some((start, (open, close, is_block))) = next(&text, at, marks) {
        at = start + open.len();
        if !is_words(&ground, &text, start) {
            continue;
        }
        let mut limit = text.len().min(at + LONGEST);
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        let Some(end) = text[at..limit].find(close).filter(|end| !text[at..at + end].contains("\n\n")) else {
            continue;
        };
        let words = text[at..at + end].trim();
        let whole = start..at + end + close.len();
        let before = text[..start].trim_end_matches([' ', '\t']);
        let behind = text[whole.end..].trim_start_matches([' ', '\t']);
        let is_apart = (before.is_empty() || before.ends_with('\n')) && behind.starts_with('\n');
        let tag = formula(words, is_block || is_apart, At::Line(places.line_at(start)), remarks);
        // Alone on its lines it is a paragraph.
        edits.push((whole.clone(), if is_apart { format!("<p>{tag}</p>") } else { tag }));
        at = whole.end;
    }
    lines.edited(edits)
}

/// Where the next of the marks stands.
fn next(text: &str, from: usize, marks: &[Marks]) -> Option<(usize, Marks)> {
    text[from..].char_indices().filter(|(_, letter)| "\\{$".contains(*letter)).find_map(|(at, _)| {
        let rest = &text[from + at..];
        Some((from + at, *marks.iter().find(|(open, _, _)| rest.starts_with(open))?))
    })
}

/// Whether a place is among words; a backslash begins none of its own.
fn is_words(ground: &Ground, text: &str, at: usize) -> bool {
    ground.is_words(at) && !text[..at].ends_with('\\')
}

/// Whether a tool takes what stands between two dollars for a formula without being told to.
pub fn has_formulas(kind: Kind) -> bool {
    match kind {
        Kind::Markdown
        | Kind::Quarto
        | Kind::Bookdown
        | Kind::Myst
        | Kind::Leanpub
        | Kind::Obsidian
        | Kind::Longform => true,
        Kind::MdBook
        | Kind::GitBook
        | Kind::Docsify
        | Kind::Hugo
        | Kind::Jekyll
        | Kind::MkDocs
        | Kind::Docusaurus
        | Kind::VitePress
        | Kind::Word
        | Kind::OpenDocument
        | Kind::Epub
        | Kind::Html
        | Kind::RichText
        | Kind::Scrivener => false,
    }
}

/// Whether words between two dollars are a formula, rather than what stands between two prices.
pub fn is_formula(words: &str) -> bool {
    let runs = words.split(|c: char| !c.is_alphabetic()).filter(|run| run.chars().count() > 2);
    let plain = words.split(['\\', '{']).next().unwrap_or_default();
    let has_words = plain.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).count() > 2;
    words.contains(['\\', '^', '_', '=']) && !has_words || runs.count() == 0 && !words.contains(char::is_whitespace)
}

/// A formula as letters, or as a tag that keeps it.
pub fn formula(words: &str, display: bool, at: At, remarks: &mut Remarks) -> String {
    match simple(words).filter(|_| !display) {
        Some(simple) => {
            remarks.converted("formulas of letters and numbers", at);
            simple
        }
        None => {
            remarks.plain("formulas", words, at);
            let display = if display { " display=\"1\"" } else { "" };
            format!("<xmath text=\"{}\"{display} />", escaped(words))
        }
    }
}

/// A formula of a letter, a number or two, with powers: `x^2`, `a_1`, `n = 5`.
pub fn simple(words: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " +=-.,/()^_<>%".contains(c);
    if words.len() > 30 || !words.chars().all(is_plain) || words.is_empty() {
        return None;
    }
    let mut out = String::new();
    let mut letters = words.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '^' | '_' => {
                let raised = letters.next().filter(char::is_ascii_alphanumeric)?;
                let tag = if letter == '^' { "sup" } else { "sub" };
                out.push_str(&format!("<{tag}>{raised}</{tag}>"));
            }
            'a'..='z' | 'A'..='Z' => out.push_str(&format!("<em>{letter}</em>")),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '-' => out.push('−'),
            other => out.push(other),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_have_marks_of_each_tool() {
        for (from, to, marks) in [
            ("a \\\\( x^2 \\\\) b", "a <em>x</em><sup>2</sup> b\n", MATHJAX),
            ("\\\\[\n\\mu = 1\n\\\\]", "<p><xmath text=\"\\mu = 1\" display=\"1\" /></p>\n", MATHJAX),
            ("`\\\\( x \\\\)` \\\\( open", "`\\\\( x \\\\)` \\\\( open\n", MATHJAX),
            ("{$$}\n\\int\n{/$$}", "<p><xmath text=\"\\int\" display=\"1\" /></p>\n", LEANPUB),
            ("so {$$} \\int x {/$$}.", "so <xmath text=\"\\int x\" />.\n", LEANPUB),
        ] {
            assert_eq!(
                marked(Lines::of(from), marks, &mut Remarks::of("a.md")).text().trim_end(),
                to.trim_end(),
                "{from}"
            );
        }
    }
}
