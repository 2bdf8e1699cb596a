//! In: lines of MDX, in which no indent makes code. Out: the same with what is indented in components at the margin; lists
//! keep their shape.

use super::lines::Lines;

/// An indent that begins code in Markdown.
const CODE: usize = 4;

pub fn without(mut lines: Lines) -> Lines {
    let mut fence: Option<String> = None;
    // What is taken from each line, and where the list that is open begins.
    let (mut shift, mut list) = (0_usize, None::<usize>);
    let mut was_blank = true;
    for (_, line) in &mut lines.0 {
        let body = line.trim_start_matches([' ', '\t']);
        let indent: usize = line[..line.len() - body.len()].chars().map(|c| if c == '\t' { CODE } else { 1 }).sum();
        let marks = body.chars().take_while(|c| body.starts_with(*c) && matches!(c, '`' | '~')).count();
        if let Some(open) = &fence {
            if marks >= open.len() && body.starts_with(open.as_str()) && body[marks..].trim().is_empty() {
                fence = None;
            }
        } else if !body.is_empty() {
            let is_item = is_item(body);
            list = list.filter(|from| indent > *from || is_item && indent == *from || !was_blank);
            if list.is_none() {
                shift = if indent >= CODE { indent } else { 0 };
                list = is_item.then_some(indent);
            }
            if marks >= 3 {
                fence = Some(body[..marks].to_owned());
            }
        }
        was_blank = body.is_empty();
        if shift > 0 && !body.is_empty() {
            let new = format!("{}{body}", " ".repeat(indent.saturating_sub(shift)));
            *line = new;
        }
    }
    lines
}

/// Whether a line begins an item of a list, or a note, whose paragraphs are set in.
fn is_item(body: &str) -> bool {
    if body.starts_with("[^") && body.contains("]:") {
        return true;
    }
    let rest = body.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest =
        if rest.len() == body.len() { rest.strip_prefix(['-', '*', '+']) } else { rest.strip_prefix(['.', ')']) };
    rest.is_some_and(|rest| rest.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_in_components_make_no_code() {
        for (from, to) in [
            ("<Tab>\n    Words.\n</Tab>", "<Tab>\nWords.\n</Tab>"),
            ("- a\n\n    more\n    - b\n\n      c", "- a\n\n    more\n    - b\n\n      c"),
            ("      - a\n        - b\n\n          c\n\n    x", "- a\n  - b\n\n    c\n\nx"),
            ("    ```js\n      x\n    ```\n\nEnd", "```js\n  x\n```\n\nEnd"),
            ("```\n    code\n```", "```\n    code\n```"),
            ("[^n]: Note.\n\n    - a\n\nx", "[^n]: Note.\n\n    - a\n\nx"),
        ] {
            let new = without(Lines::of(from)).0.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
            assert_eq!(new, to, "{from}");
        }
    }
}
