//! In: the lines of a file with tags of Liquid, which a tool runs before it reads Markdown. Out: the same with one branch of
//! each condition, the first that is not known to be false, without what loops make, and without tags in HTML. All that goes
//! is told.

use super::lines::Lines;
use super::raw;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use crate::manuscript::ground::OPTIONS;
use pulldown_cmark::{Event, Parser, Tag};
use std::ops::Range;

/// What is open: a condition with its tags, and which of them are never true; or something else.
struct Open {
    name: String,
    from: usize,
    tags: Vec<(Range<usize>, bool)>,
}

/// A part of the text that goes, or what stands for it.
struct Gone {
    range: Range<usize>,
    what: &'static str,
    new: String,
}

const BRANCHES: &str = "branches of conditions that are not taken";
const COMPUTED: &str = "passages that a tool computes";
const TAGS: &str = "shortcodes";
const VARIABLES: &str = "variables of another tool";
const COMMENTS: &str = "comments, which no edition prints";

pub fn plain(lines: Lines, remarks: &mut Remarks) -> Lines {
    let text = lines.text();
    if !text.contains("{%") {
        return lines;
    }
    let (html, places) = (blocks(&text), lines.places());
    let mut gone = found(&text, &html);
    gone.extend(variables(&text, &html));
    gone.sort_by_key(|gone| (gone.range.start, std::cmp::Reverse(gone.range.end)));
    let mut end = 0;
    for gone in &gone {
        let words = &text[gone.range.clone()];
        let at = At::Line(places.line_at(gone.range.start));
        // A tag alone is none of a branch.
        let is_tag = raw::tag(words.trim()).is_some_and(|(_, length)| length == words.trim().len());
        match gone.what {
            _ if gone.range.start < end => {}
            COMMENTS => remarks.converted(COMMENTS, at),
            BRANCHES if is_tag => {}
            TAGS if raw::tag(words).is_some_and(|(name, _)| name.starts_with("end")) => {}
            // They stay as they are typed.
            VARIABLES => remarks.plain(VARIABLES, words, at),
            what => remarks.left(what, words, at),
        }
        end = end.max(gone.range.end);
    }
    lines.edited(gone.into_iter().map(|gone| (gone.range, gone.new)).collect())
}

/// Blocks of HTML in a text.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    let found = events.filter(|(event, _)| matches!(event, Event::Start(Tag::HtmlBlock)));
    found.map(|(_, range)| range).collect()
}

/// `{{ name }}` in HTML, where it is told; elsewhere it is among words.
fn variables(text: &str, blocks: &[Range<usize>]) -> Vec<Gone> {
    let mut out = Vec::new();
    for block in blocks.iter().filter(|block| !text[(*block).clone()].contains("<pre")) {
        let inner = &text[block.clone()];
        let mut from = 0;
        while let Some((at, end)) = inner[from..].find("{{").and_then(|at| Some((at, inner[from + at..].find("}}")?))) {
            let range = block.start + from + at..block.start + from + at + end + 2;
            let (is_raw, new) = (text[..range.start].ends_with("%}"), text[range.clone()].replace('\n', " "));
            if !is_raw {
                out.push(Gone { range, what: VARIABLES, new });
            }
            from += at + end + 2;
        }
    }
    out
}

fn found(text: &str, blocks: &[Range<usize>]) -> Vec<Gone> {
    let mut open: Vec<Open> = Vec::new();
    let mut gone: Vec<Gone> = Vec::new();
    let mut skip: Option<(&str, usize)> = None;
    let in_html = |at: usize| {
        let before = blocks.partition_point(|block| block.start <= at);
        before > 0 && at < blocks[before - 1].end
    };
    for (at, _) in text.match_indices("{%") {
        let Some((words, length)) = raw::tag(&text[at..]) else { continue };
        let (name, condition) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
        let own = at..at + length;
        if let Some((end, from)) = skip {
            if end == name {
                skip = None;
                if end == "endcomment" && in_html(from) {
                    let inner = text[from..at].split_once("%}").map_or("", |(_, inner)| inner).trim();
                    let new = format!("<!-- {} -->", inner.replace("--", "- -").replace('\n', " "));
                    gone.push(Gone { range: from..own.end, what: COMMENTS, new });
                }
            }
            continue;
        }
        let condition = condition.trim();
        let is = |open: &Open, names: &[&str]| names.contains(&open.name.as_str());
        match name {
            "raw" => skip = Some(("endraw", at)),
            "comment" => skip = Some(("endcomment", at)),
            "if" | "unless" => {
                let never: &[&str] = if name == "if" { &["false", "nil"] } else { &["true"] };
                let tags = vec![(own.clone(), never.contains(&condition))];
                open.push(Open { name: name.to_owned(), from: at, tags });
            }
            "for" | "case" | "tablerow" | "capture" => {
                open.push(Open { name: name.to_owned(), from: at, tags: Vec::new() });
            }
            "elsif" | "else" => {
                let is_never = name == "elsif" && ["false", "nil"].contains(&condition);
                if let Some(last) = open.last_mut().filter(|last| is(last, &["if", "unless"])) {
                    last.tags.push((own.clone(), is_never));
                }
            }
            name if name.starts_with("end") && open.last().is_some_and(|last| last.name == name[3..]) => {
                let Some(last) = open.pop() else { continue };
                let ranges = match last.tags.as_slice() {
                    [] => std::iter::once(last.from..own.end).collect(),
                    tags => others(tags, own.clone()),
                };
                let what = if last.tags.is_empty() { COMPUTED } else { BRANCHES };
                gone.extend(ranges.into_iter().map(|range| Gone { range, what, new: String::new() }));
            }
            _ => {}
        }
        if !["raw", "comment"].contains(&name) && in_html(at) && !is_alone(text, &own) {
            gone.push(Gone { range: own, what: TAGS, new: String::new() });
        }
    }
    gone
}

/// Whether a tag has its line for itself.
fn is_alone(text: &str, tag: &Range<usize>) -> bool {
    let before = text[..tag.start].trim_end_matches([' ', '\t']);
    let behind = text[tag.end..].trim_start_matches([' ', '\t']);
    (before.is_empty() || before.ends_with('\n')) && (behind.is_empty() || behind.starts_with('\n'))
}

/// All of a condition but the branch that is kept; with the tags, unless it is the first.
fn others(tags: &[(Range<usize>, bool)], end: Range<usize>) -> Vec<Range<usize>> {
    let Some((first, _)) = tags.first() else { return Vec::new() };
    let Some(kept) = tags.iter().position(|(_, is_never)| !is_never) else {
        return std::iter::once(first.start..end.end).collect();
    };
    let behind = tags.get(kept + 1).map_or(end.start, |(tag, _)| tag.start);
    match kept {
        0 if tags.len() == 1 => Vec::new(),
        0 => std::iter::once(behind..end.start).collect(),
        _ => vec![first.start..tags[kept].0.end, behind..end.end],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_branch_is_kept() {
        for (from, to, told) in [
            ("a {% if x %}b{% else %}c{% endif %} d", "a {% if x %}b{% endif %} d", 1),
            ("{% if false %}b{% else %}c{% endif %}", "c", 1),
            ("{% if false %}b{% endif %}x", "x", 1),
            ("{% if a %}b{% endif %}", "{% if a %}b{% endif %}", 0),
            ("{% unless true %}b{%- else -%}c{% endunless %}", "c", 1),
            (
                "{% if a %}\nb\n{% elsif b %}\n\nc {% if d %}e{% else %}f{% endif %}\n{% else %}\nd\n{% endif %}\nx",
                "{% if a %}\nb\n{% endif %}\nx",
                1,
            ),
            ("x {% for a in b %}{% if a %}1{% else %}2{% endif %}{% endfor %} y", "x  y", 1),
            ("<ol>{% for a in b %}\n<li>{{ a }}</li>\n{% endfor %}\n</ol>", "<ol>\n</ol>", 1),
            ("<p>{% include a %}b{% if c %}d{% endif %}</p>", "<p>bd</p>", 2),
            ("<p>{% comment %}a--b{% endcomment %}c</p>", "<p><!-- a- -b -->c</p>", 1),
            ("{% for a in b %}1", "{% for a in b %}1", 0),
            (
                "{% raw %}{% if a %}b{% else %}c{% endif %}{% endraw %}",
                "{% raw %}{% if a %}b{% else %}c{% endif %}{% endraw %}",
                0,
            ),
        ] {
            let mut remarks = Remarks::of("a.md");
            let new = plain(Lines::of(from), &mut remarks);
            let new = new.0.into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
            assert_eq!((new.as_str(), remarks.all.len()), (to, told), "{from}");
        }
    }
}
