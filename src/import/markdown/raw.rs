//! In: the lines of a file. Out: the same without what keeps a tool from running the tags in it: `{% raw %}` of Liquid,
//! `{{</* name */>}}` of Hugo, `{{{< name >}}}` of Quarto. What such marks keep is no tag for us either.

use super::lines::Lines;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use crate::manuscript::ground::Ground;
use std::ops::Range;

/// Bytes of a mark.
const LONGEST: usize = 400;

pub fn plain(lines: Lines, kind: Kind, remarks: &mut Remarks) -> Lines {
    let text = lines.text();
    let found = match kind {
        Kind::Jekyll | Kind::GitBook if text.contains("{%") => liquid(&text),
        Kind::Hugo if text.contains("/*") => hugo(&text),
        Kind::Quarto if text.contains("{{{<") => quarto(&text),
        _ => return lines,
    };
    if found.places.is_empty() {
        return lines;
    }
    let (ground, places) = (Ground::of(&text), lines.places());
    let mut edits = found.edits;
    for place in &found.places {
        remarks.converted("tags that are shown", At::Line(places.line_at(*place)));
    }
    for range in found.shown {
        let bytes = text.as_bytes();
        let is_tag = |at: usize| {
            let next = bytes.get(at + 1).is_some_and(|next| b"{%#".contains(next));
            bytes[at] == b'{' && (next || at > 0 && bytes[at - 1] == b'{')
        };
        let is_code = |at: usize| !ground.is_words(at) || found.code.iter().any(|code| code.contains(&at));
        for at in range.filter(|at| is_tag(*at) && !is_code(*at)) {
            edits.push((at..at, "\\".to_owned()));
        }
    }
    for (range, typed) in found.tags {
        let is_code = !ground.is_words(range.start) || found.code.iter().any(|code| code.contains(&range.start));
        let mark = |letter: char| match letter.is_ascii_punctuation() && !is_code {
            true => format!("\\{letter}"),
            false => letter.to_string(),
        };
        edits.push((range, typed.chars().map(mark).collect()));
    }
    lines.edited(edits)
}

/// What was found in a text.
#[derive(Default)]
struct Marks {
    /// Marks that go.
    edits: Vec<(Range<usize>, String)>,
    /// What stands between two of them.
    shown: Vec<Range<usize>>,
    /// Tags that are shown, as they are shown.
    tags: Vec<(Range<usize>, String)>,
    /// Code between tags.
    code: Vec<Range<usize>>,
    places: Vec<usize>,
}

/// The name of a tag of Liquid, and its length.
pub fn tag(text: &str) -> Option<(&str, usize)> {
    let near = near(text.strip_prefix("{%")?);
    let end = near.find("%}")?;
    let inner = near[..end].trim_matches('-').trim();
    Some((inner, end + 4))
}

/// The beginning of a text.
fn near(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn liquid(text: &str) -> Marks {
    let mut marks = Marks::default();
    let mut raw: Option<Range<usize>> = None;
    let mut code: Option<usize> = None;
    for (at, _) in text.match_indices("{%") {
        let Some((name, length)) = tag(&text[at..]) else { continue };
        match (name, &raw) {
            ("raw", None) => raw = Some(at..at + length),
            ("endraw", Some(open)) => {
                marks.shown.push(open.end..at);
                marks.places.push(open.start);
                marks.edits.extend([(open.clone(), String::new()), (at..at + length, String::new())]);
                raw = None;
            }
            ("endhighlight", None) => marks.code.extend(code.take().map(|from| from..at)),
            (name, None) if name.starts_with("highlight") => code = Some(at),
            _ => {}
        }
    }
    marks
}

fn hugo(text: &str) -> Marks {
    let mut marks = Marks::default();
    let mut code: Option<usize> = None;
    for (at, _) in text.match_indices("{{") {
        let rest = near(&text[at..]);
        let inner = rest.trim_start_matches('{').trim_start_matches(['<', '%']).trim_start();
        if inner.starts_with("highlight ") {
            code = Some(at);
        } else if inner.starts_with("/highlight") || inner.starts_with("/ highlight") {
            marks.code.extend(code.take().map(|from| from..at));
        }
        for (open, close, shut) in [("{{</*", "*/>}}", ">}}"), ("{{%/*", "*/%}}", "%}}")] {
            let Some(inner) = rest.strip_prefix(open) else { continue };
            let Some(end) = inner.find(close).filter(|end| !inner[..*end].contains('\n')) else { continue };
            let typed = inner[..end].trim();
            let whole = at..at + open.len() + end + close.len();
            marks.tags.push((whole, format!("{} {typed} {shut}", &open[..3])));
            marks.places.push(at);
        }
    }
    marks
}

fn quarto(text: &str) -> Marks {
    let mut marks = Marks::default();
    for (at, _) in text.match_indices("{{{<") {
        let inner = near(&text[at + 4..]);
        if let Some(end) = inner.find(">}}}").filter(|end| !inner[..*end].contains('\n')) {
            marks.tags.push((at..at + end + 8, format!("{{{{<{}>}}}}", &inner[..end])));
            marks.places.push(at);
        }
    }
    marks
}
