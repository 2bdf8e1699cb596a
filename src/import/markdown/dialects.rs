//! In: the lines of a file. Out: the same without what one tool alone writes at the ends and beginnings of lines: marks of
//! docsify, cell breaks of MyST, settings of Leanpub before what they are for, numbers of Pandoc's lists.

use super::formulas;
use super::hidden;
use super::html::escaped;
use super::labels;
use super::lines::Lines;
use super::ordered::Ordered;
use super::{annotations, liquid, pipes, raw, silent};
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use std::collections::BTreeMap;

/// What a book says of all its files.
pub struct Habits<'h> {
    pub kind: Kind,
    /// Whether it asks for formulas as MathJax has them.
    pub mathjax: bool,
    /// What begins a line of code that mdBook hides, by language.
    pub hides: &'h BTreeMap<String, String>,
    /// Addresses of links that MkDocs puts behind each page.
    pub addresses: &'h str,
}

pub fn prepare(lines: Lines, habits: Habits<'_>, remarks: &mut Remarks) -> Lines {
    let Habits { kind, mathjax, hides, addresses } = habits;
    let mut lines = lines;
    if !addresses.is_empty() {
        let last = lines.0.last().map_or(1, |(number, _)| *number);
        lines.push(last, "");
        addresses.lines().for_each(|line| lines.push(last, line));
    }
    if matches!(kind, Kind::Jekyll | Kind::GitBook) {
        lines = liquid::plain(lines, remarks);
    }
    lines = pipes::kept(raw::plain(lines, kind, remarks), kind);
    if kind == Kind::Bookdown {
        lines = silent::computed(lines, remarks);
    }
    if kind == Kind::MdBook {
        lines = hidden::without(lines, hides, remarks);
    }
    if kind == Kind::Leanpub || mathjax {
        let marks = if mathjax { formulas::MATHJAX } else { formulas::LEANPUB };
        lines = formulas::marked(lines, marks, remarks);
    }
    if matches!(kind, Kind::Docusaurus | Kind::VitePress) {
        lines = hidden::unmarked(lines, remarks);
    }
    if kind == Kind::MkDocs {
        lines = annotations::noted(lines, remarks);
    }
    let mut all = joined(lines.0);
    if kind == Kind::Bookdown {
        texts(&mut all);
    }
    let mut out = Lines::default();
    let mut fence: Option<String> = None;
    let mut ordered = Ordered::of(all.iter().map(|(_, line)| line.as_str()));
    let mut at = 0;
    while at < all.len() {
        let (number, line) = (all[at].0, all[at].1.as_str());
        at += 1;
        let body = line.trim_start_matches([' ', '\t', '>']);
        let marks = body.chars().take_while(|c| body.starts_with(*c) && matches!(c, '`' | '~')).count();
        if let Some(open) = &fence {
            let closes = marks >= open.len() && body.starts_with(open.as_str()) && body[marks..].trim().is_empty();
            fence = fence.filter(|_| !closes);
            out.push(number, line);
            continue;
        }
        if marks >= 3 && !body[marks..].contains('`') {
            fence = Some(body[..marks].to_owned());
        }
        let new = match kind {
            Kind::Docsify => docsify(line, number, remarks),
            Kind::Obsidian | Kind::Longform if line.contains("![") && line.contains('|') => sized(line),
            Kind::Myst if line.trim_end() == "+++" || line.starts_with("+++ ") => {
                remarks.converted("breaks between cells", At::Line(number));
                String::new()
            }
            Kind::Leanpub if line.starts_with("-# ") => format!("{} {{.part}}", line[1..].trim_end()),
            Kind::Leanpub if line.contains("{i: ") => indexed(line, number, remarks),
            Kind::Jekyll if is_contents(line, all.get(at).map(|(_, line)| line.as_str()).unwrap_or_default()) => {
                String::new()
            }
            Kind::Hugo if line.contains("<--->") => {
                line.replace("<--->", if body.trim() == "<--->" { "" } else { " " })
            }
            // Python-Markdown needs no white before it.
            Kind::MkDocs if labels::definition(body).is_some() => {
                out.push(number, "");
                line.to_owned()
            }
            Kind::MkDocs if opens_markdown(body.trim()) => {
                out.push(number, line);
                String::new()
            }
            Kind::MkDocs if ["</div>", "</section>", "</article>", "</figure>"].contains(&body.trim()) => {
                out.push(number, "");
                line.to_owned()
            }
            Kind::Hugo | Kind::MkDocs if body.starts_with('{') && is_list(body.trim()) => {
                remarks.left("attribute lists of paragraphs", body, At::Line(number));
                String::new()
            }
            Kind::Leanpub if body.starts_with('{') && fence.is_none() => {
                let next = all.get(at).map(|(_, line)| line.as_str()).unwrap_or_default();
                match leanpub(body.trim(), next) {
                    Some((before, changed, others)) => {
                        remarks.converted("settings before pictures, titles and code", At::Line(number));
                        if !others.is_empty() {
                            remarks.left("directives of Leanpub", &others, At::Line(number));
                        }
                        before.into_iter().for_each(|line| out.push(number, line));
                        if marks_of(next) >= 3 {
                            fence = Some(next[..marks_of(next)].to_owned());
                        }
                        out.push(all[at].0, changed);
                        at += 1;
                        continue;
                    }
                    None => line.to_owned(),
                }
            }
            Kind::Markdown | Kind::Quarto | Kind::Bookdown if is_meaning(line, out.0.as_slice()) => {
                line.replacen('~', ":", 1)
            }
            Kind::Markdown | Kind::Quarto | Kind::Bookdown => {
                let next = all[at..].iter().map(|(_, line)| line.as_str());
                ordered.line(line, next, number, remarks)
            }
            _ => line.to_owned(),
        };
        out.push(number, new);
    }
    silent::told(&out, kind, remarks);
    out
}

/// Tags in braces that go on over lines stand on one.
fn joined(lines: Vec<(usize, String)>) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut rest = lines.into_iter();
    let mut is_code = false;
    while let Some((number, mut line)) = rest.next() {
        let mut more = 0;
        is_code ^= marks_of(line.trim_start()) >= 3;
        while let Some(close) = is_open(&line).filter(|_| more < MOST && !is_code) {
            // Without an end it is none.
            let ahead = rest.as_slice().iter().take(MOST - more).take_while(|(_, line)| !line.trim().is_empty());
            if !ahead.map(|(_, line)| line).any(|line| line.contains(close)) {
                break;
            }
            more += 1;
            let next = rest.next().map(|(_, line)| line).unwrap_or_default();
            line = format!("{} {}", line.trim_end(), next.trim());
        }
        out.push((number, line));
    }
    out
}

/// `(ref:name) Words` of bookdown, in the places that name it; what nobody names stays.
fn texts(lines: &mut Vec<(usize, String)>) {
    let named = |line: &str| {
        let (name, words) = line.strip_prefix("(ref:")?.split_once(") ")?;
        (!name.contains(' ')).then(|| (format!("(ref:{name})"), words.trim().to_owned()))
    };
    let found: Vec<(String, String)> = lines.iter().filter_map(|(_, line)| named(line)).collect();
    for (mark, words) in found {
        let mut is_used = false;
        for (_, line) in lines.iter_mut().filter(|(_, line)| !line.starts_with(&mark) && line.contains(&mark)) {
            is_used = true;
            // In a setting of a cell the words stand between quotation marks.
            let words =
                if line.trim_start().starts_with("```") { words.replace(['\'', '"'], "’") } else { words.clone() };
            *line = line.replace(&mark, &words);
        }
        if is_used {
            lines.retain(|(_, line)| !line.starts_with(&mark));
        }
    }
}

/// Lines of one tag.
const MOST: usize = 40;

/// What would close the tag that a line leaves open.
fn is_open(line: &str) -> Option<&'static str> {
    let pairs = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];
    let (at, close) = pairs.iter().filter_map(|(open, close)| Some((line.rfind(open)?, *close))).max()?;
    (!line[at..].contains(close)).then_some(close)
}

/// `* TOC` before `{:toc}` stands for the contents.
fn is_contents(line: &str, next: &str) -> bool {
    let item = line.trim_start_matches(['*', '-', '+', '1', '.', ' ']);
    item.trim().eq_ignore_ascii_case("toc") && next.trim().trim_start_matches("{:").trim_start().starts_with("toc")
}

/// `~ meaning` below a term or another meaning, which Pandoc takes for `: meaning`.
fn is_meaning(line: &str, before: &[(usize, String)]) -> bool {
    let body = line.trim_start_matches(' ');
    let is_near = |at: usize| before.iter().rev().nth(at).is_some_and(|(_, line)| !line.trim().is_empty());
    let is_marked = body.starts_with("~ ") || body.starts_with("~\t");
    is_marked && line.len() - body.len() < 4 && (is_near(0) || is_near(1))
}

/// `<div class="grid" markdown>`: what stands in it is Markdown from its first line on.
fn opens_markdown(body: &str) -> bool {
    let is_frame = ["<div ", "<section ", "<article ", "<figure "].iter().any(|tag| body.starts_with(tag));
    let inner = body.strip_suffix('>').unwrap_or_default();
    is_frame && inner.split([' ', '=']).any(|word| word == "markdown")
}

/// `![words|100x145](address)`, as Obsidian says how wide a picture is.
fn sized(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once("![") {
        out.push_str(before);
        out.push_str("![");
        rest = behind;
        // In code nothing is a picture.
        let found = behind.split_once("](").filter(|(words, _)| !words.contains(['[', '`']) && !before.contains('`'));
        let Some((words, address)) = found.and_then(|(words, behind)| Some((words, behind.split_once(')')?.0))) else {
            continue;
        };
        let Some((alt, size)) = words.rsplit_once('|') else { continue };
        let width = size.split('x').next().unwrap_or_default();
        if width.is_empty() || !size.chars().all(|c| c.is_ascii_digit() || c == 'x') {
            continue;
        }
        out.push_str(&format!("{}]({address}){{width={width}px}}", alt.trim_end_matches('\\')));
        rest = &behind[words.len() + 2 + address.len() + 1..];
    }
    out + rest
}

/// `{.class #id}` alone on a line.
fn is_list(body: &str) -> bool {
    // Python has `{: .class }` and `{ .class }`.
    let inner = body.strip_prefix('{').map_or("", |inner| inner.strip_prefix(':').unwrap_or(inner).trim_start());
    let body = format!("{{{inner}");
    let list = crate::manuscript::attributes::read(&body, 0);
    list.is_some_and(|list| list.range.end == body.len() && list.says_something())
}

/// A line without its entries for an index.
fn indexed(line: &str, number: usize, remarks: &mut Remarks) -> String {
    let mut new = line.to_owned();
    while let Some(start) = new.find("{i: ") {
        let Some(end) = new[start..].find('}').map(|end| start + end + 1) else { break };
        remarks.left("entries of an index", &new[start..end], At::Line(number));
        new.replace_range(start..end, "");
    }
    new
}

fn marks_of(line: &str) -> usize {
    line.chars().take_while(|c| line.starts_with(*c) && matches!(c, '`' | '~')).count()
}

/// `## Title :id=place`, `{docsify-ignore}`, titles of links that begin with a colon, `page?id=place`.
fn docsify(line: &str, number: usize, remarks: &mut Remarks) -> String {
    let mut new = line.to_owned();
    for mark in [
        "<!-- {docsify-ignore} -->",
        "<!-- {docsify-ignore-all} -->",
        "{docsify-ignore}",
        "{docsify-ignore-all}",
        "{docsify-updated}",
    ] {
        if new.contains(mark) {
            remarks.left("marks of docsify", mark, At::Line(number));
            new = new.replace(mark, "").trim_end().to_owned();
        }
    }
    if new.starts_with('#')
        && let Some((title, place)) = new.split_once(" :id=")
    {
        new = format!("{} {{#{}}}", title.trim_end(), place.trim().replace(' ', "-"));
    }
    for quote in ['"', '\''] {
        let open = format!(" {quote}:");
        while let Some(start) = new.find(&open).filter(|_| !new.contains(":include")) {
            let Some(end) = new[start + 2..].find(quote) else { break };
            remarks.left("settings of links and pictures", &new[start + 2..start + 2 + end], At::Line(number));
            new.replace_range(start..start + 3 + end, "");
        }
    }
    if new.contains("](") { new.replace("?id=", "#") } else { new }
}

/// `{#id, width=50%}`, `{alt: "words", class: part}` on the line before a picture, a title or code: what stands before, and
/// the next line with it, and what means nothing here.
fn leanpub(list: &str, next: &str) -> Option<(Vec<String>, String, String)> {
    let inner = list.strip_prefix('{')?.strip_suffix('}')?;
    let mut settings: Vec<(String, String)> = Vec::new();
    let mut id = None;
    for part in parts(inner) {
        if let Some(name) = part.strip_prefix('#') {
            id = Some(name.trim().to_owned());
            continue;
        }
        let (key, value) = part.split_once([':', '='])?;
        settings.push((key.trim().to_owned(), value.trim().trim_matches(['"', '\'']).to_owned()));
    }
    let others = |known: &[&str]| {
        let others = settings.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        others.map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", ")
    };
    let get = |key: &str| settings.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str());
    let id = id.or(get("id").map(str::to_owned));
    let place = id.map_or(String::new(), |id| format!(" #{id}"));
    if next.starts_with("![") && next.trim_end().ends_with(')') {
        let pairs = [("width", get("width")), ("fig-alt", get("alt")), ("fig-cap", get("caption").or(get("title")))];
        let pairs = pairs.iter().filter_map(|(key, value)| Some(format!(" {key}=\"{}\"", (*value)?.replace('"', "'"))));
        let list = format!("{place}{}", pairs.collect::<String>());
        let list = if list.is_empty() { list } else { format!("{{{}}}", list.trim_start()) };
        let title = if get("caption").is_some() { "" } else { "title" };
        let others = others(&["id", "width", "alt", "caption", title]);
        return Some((Vec::new(), format!("{}{list}", next.trim_end()), others));
    }
    if next.starts_with('#') {
        let class = if get("class") == Some("part") { " .part" } else { "" };
        if place.is_empty() && class.is_empty() {
            return None;
        }
        let others = others(if class.is_empty() { &["id"] } else { &["id", "class"] });
        return Some((
            Vec::new(),
            format!("{} {{{}}}", next.trim_end(), format!("{place}{class}").trim_start()),
            others,
        ));
    }
    if let Some(caption) = get("caption").or(get("title")).filter(|_| next.starts_with(['|', '+'])) {
        let title = if get("caption").is_some() { "" } else { "title" };
        let place = place.trim_start();
        let list = if place.is_empty() { String::new() } else { format!(" {{{place}}}") };
        let before = vec![format!("Table: {caption}{list}"), String::new()];
        return Some((before, next.to_owned(), others(&["id", "caption", title])));
    }
    let is_code = marks_of(next) >= 3 || next.starts_with("    ");
    if !is_code {
        return None;
    }
    let mut before = Vec::new();
    if !place.is_empty() {
        before.extend([format!("<a id=\"{}\"></a>", escaped(&place[2..])), String::new()]);
    }
    if let Some(title) = get("title").or(get("caption")) {
        before.extend([format!("**{title}**"), String::new()]);
    }
    let language = get("lang").or(get("format")).filter(|_| marks_of(next) == next.trim_end().len());
    let others = others(&["id", "title", "caption", "lang", "format", "line-numbers"]);
    Some((before, format!("{}{}", next.trim_end(), language.unwrap_or_default()), others))
}

/// Between commas outside of quotation marks.
fn parts(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(move |letter| {
        quoted ^= letter == '"';
        letter == ',' && !quoted
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}
