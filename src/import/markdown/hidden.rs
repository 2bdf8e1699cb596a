//! In: the lines of a file. Out: its code as readers of the site see it: without the lines of Rust that mdBook hides, and
//! without the marks by which Docusaurus and VitePress colour lines.

use super::fence::{self, Fence, Fenced};
use super::lines::Lines;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use std::collections::BTreeMap;

/// `signs` begin hidden lines of a language, where a block names none.
pub fn without(lines: Lines, signs: &BTreeMap<String, String>, remarks: &mut Remarks) -> Lines {
    let mut out = Lines::default();
    let mut fence = Fence::default();
    // What hides a line of the block that is open.
    let mut sign: Option<String> = None;
    let (mut count, mut first) = (0_usize, 1);
    for (number, line) in lines.0 {
        let body = fence::body(&line);
        match fence.next(body) {
            Fenced::Inside => {}
            Fenced::Opens(words) => {
                sign = sign_of(words.trim(), signs);
                out.push(number, line);
                continue;
            }
            Fenced::Outside | Fenced::Closes => {
                out.push(number, line);
                continue;
            }
        }
        let indent = &line[..line.len() - body.len()];
        let rest = sign.as_deref().and_then(|sign| Some((sign, body.strip_prefix(sign)?)));
        match rest {
            // `##` shows the sign itself.
            Some(("#", rest)) if rest.starts_with('#') => out.push(number, format!("{indent}{rest}")),
            Some((sign, rest)) if sign != "#" || rest.is_empty() || rest.starts_with(' ') => {
                first = if count == 0 { number } else { first };
                count += 1;
            }
            Some(_) | None => out.push(number, line),
        }
    }
    if count > 0 {
        remarks.left("lines of code that mdBook hides", &format!("{count} in this file"), At::Line(first));
    }
    out
}

/// Code without comments such as `// highlight-next-line` and `// [!code focus]`.
pub fn unmarked(lines: Lines, remarks: &mut Remarks) -> Lines {
    let mut out = Lines::default();
    let mut fence = Fence::default();
    let (mut count, mut first) = (0_usize, 1);
    for (number, line) in lines.0 {
        if matches!(fence.next(fence::body(&line)), Fenced::Outside | Fenced::Opens(_)) {
            out.push(number, line);
            continue;
        }
        match mark(&line) {
            None => out.push(number, line),
            Some(at) => {
                first = if count == 0 { number } else { first };
                count += 1;
                let rest = line[..at].trim_end();
                if !rest.is_empty() {
                    out.push(number, rest);
                }
            }
        }
    }
    if count > 0 {
        remarks.left("marks of lines of code", &format!("{count} in this file"), At::Line(first));
    }
    out
}

/// Where a comment that is nothing but such a mark ends a line.
fn mark(line: &str) -> Option<usize> {
    let signs = ["{/*", "/*", "//", "<!--", "#", "--", ";", "%"];
    let at = line.find("highlight-").or_else(|| line.find("[!code "))?;
    let before = line[..at].trim_end();
    let sign = signs.into_iter().find(|sign| before.ends_with(sign))?;
    let behind = line[at..].trim_end();
    let is_line = ["highlight-next-line", "highlight-start", "highlight-end"].into_iter().any(|mark| {
        let rest = behind.strip_prefix(mark).map(str::trim);
        rest.is_some_and(|rest| ["", "*/}", "*/", "-->"].contains(&rest))
            && before.len() == sign.len() + (before.len() - before.trim_start().len())
    });
    let is_code = behind.strip_prefix("[!code ").and_then(|rest| rest.split_once(']'));
    let is_code = is_code.is_some_and(|(_, rest)| ["", "*/}", "*/", "-->"].contains(&rest.trim()));
    (is_line || is_code).then_some(before.len() - sign.len())
}

/// What hides a line of code in this language.
fn sign_of(words: &str, signs: &BTreeMap<String, String>) -> Option<String> {
    let own = words.split([',', ' ']).find_map(|word| word.strip_prefix("hidelines="));
    let language = words.split([',', ' ', '{']).next().unwrap_or_default();
    let of_book = signs.get(language).map(String::as_str).or((language == "rust").then_some("#"));
    own.or(of_book).map(str::to_owned).filter(|sign| !sign.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_lines_go() {
        let text = "```rust,ignore\n# fn main() {\nlet x = 1;\n    # y\n## z\n#![a]\n#\n```\n# Title\n\n```py hidelines=~\n~a\nb\n```\n\n```sh\n!a\nb\n```\n";
        let mut remarks = Remarks::of("a.md");
        let signs = [("sh".to_owned(), "!".to_owned())].into();
        let new = without(Lines::of(text), &signs, &mut remarks);
        let new = new.0.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
        assert_eq!(
            new,
            "```rust,ignore\nlet x = 1;\n# z\n#![a]\n```\n# Title\n\n```py hidelines=~\nb\n```\n\n```sh\nb\n```\n"
        );
        assert_eq!((remarks.all.len(), remarks.all[0].shown.as_str()), (1, "5 in this file"));
    }

    #[test]
    fn marks_of_lines_go() {
        let text = "```js\n// highlight-next-line\na // [!code focus]\n{/* highlight-end */}\nb // highlight-start here\n# [!code ++]\n```\n// highlight-next-line\n";
        let mut remarks = Remarks::of("a.md");
        let new = unmarked(Lines::of(text), &mut remarks);
        let new = new.0.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
        assert_eq!(new, "```js\na\nb // highlight-start here\n```\n// highlight-next-line\n");
        assert_eq!(remarks.all[0].shown, "4 in this file");
    }
}
