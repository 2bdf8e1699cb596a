//! In: the lines of a file. Out: the same with the files put in that it names, as mdBook, Quarto, MkDocs, docsify, MyST and
//! R Markdown have them. Refuses to read Markdown.

use super::head;
use super::lines::Lines;
use super::links::joined;
use crate::base::{Folder, Sources, limits};
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::At;

/// Files inside each other.
const DEEPEST: usize = 8;

/// The lines, and the files that were put in.
pub fn expand(lines: Lines, source: &Folder, kind: Kind, name: &str, remarks: &mut Remarks) -> (Lines, Vec<String>) {
    let mut expand = Expand { source, kind, remarks, path: vec![name.to_owned()], seen: Vec::new(), bytes: 0 };
    let lines = expand.lines(lines);
    (lines, expand.seen)
}

struct Expand<'e> {
    source: &'e Folder,
    kind: Kind,
    remarks: &'e mut Remarks,
    /// The files that are being put in, each by the one before.
    path: Vec<String>,
    /// All that were put in.
    seen: Vec<String>,
    bytes: u64,
}

impl Expand<'_> {
    fn lines(&mut self, lines: Lines) -> Lines {
        let mut out = Lines::default();
        let mut fence: Option<char> = None;
        let mut skip: Option<String> = None;
        let mut block: Option<String> = None;
        for (number, line) in lines.0 {
            let body = line.trim_start();
            if let Some(end) = &skip {
                let option = body.trim_start_matches(':').split(':').next().unwrap_or_default();
                if body.starts_with(end.as_str()) && body.trim_matches(['`', ':', ' ']).is_empty() {
                    skip = None;
                } else if !body.is_empty() && !["language", "name", "caption", "linenos"].contains(&option) {
                    self.remarks.left("settings of included files", body, At::Line(number));
                }
                continue;
            }
            let directive = if fence.is_none() && self.kind == Kind::Myst { directive(body) } else { None };
            if let Some((mark, path, literal)) = directive {
                let language =
                    path.rsplit_once('.').map_or("", |(_, ending)| if ending == "py" { "python" } else { ending });
                if let Some(text) = self.text(path, None, literal, number) {
                    let around = |out: &mut Lines, line: String| {
                        if literal {
                            out.push(number, line)
                        }
                    };
                    around(&mut out, format!("````{language}"));
                    text.0.into_iter().for_each(|(_, inner)| out.push(number, inner));
                    around(&mut out, "````".to_owned());
                }
                skip = Some(mark.to_owned());
                continue;
            }
            if let Some(path) = block.as_mut().filter(|_| fence.is_none() || body == "--8<--") {
                // Between two such lines each is a file.
                if body.trim_end() == "--8<--" {
                    block = None;
                } else if !body.trim().is_empty() {
                    *path = body.trim().to_owned();
                    if let Some(text) = self.text(path, Some(String::new()), false, number) {
                        text.0.into_iter().for_each(|(_, inner)| out.push(number, inner));
                    }
                }
                continue;
            }
            if body.trim_end() == "--8<--" && fence.is_none() {
                block = Some(String::new());
                continue;
            }
            let code = match self.kind {
                Kind::VitePress => snippet(body),
                Kind::MdBook => playground(body),
                Kind::Docsify => docsify_code(body),
                _ => None,
            };
            if let Some((path, language)) = code.filter(|_| fence.is_none()) {
                if let Some(text) = self.text(&path, None, true, number) {
                    out.push(number, format!("````{language}"));
                    text.0.into_iter().for_each(|(_, inner)| out.push(number, inner));
                    out.push(number, "````");
                }
                continue;
            }
            if let Some((title, path)) = listing(body).filter(|_| self.kind == Kind::Leanpub && fence.is_none()) {
                if let Some(text) = self.text(path, None, true, number) {
                    if !title.is_empty() {
                        out.push(number, format!("**{title}**"));
                        out.push(number, "");
                    }
                    out.push(number, "````");
                    text.0.into_iter().for_each(|(_, inner)| out.push(number, inner));
                    out.push(number, "````");
                }
                continue;
            }
            let mark =
                body.chars().next().filter(|c| matches!(c, '`' | '~') && body.starts_with(&c.to_string().repeat(3)));
            if let Some(mark) = mark {
                match fence {
                    Some(open) if open == mark => fence = None,
                    None => fence = Some(mark),
                    Some(_) => {}
                }
            }
            let found = named(body, self.kind, fence.is_some());
            let is_named = found.is_some() && fence.is_none();
            match found.and_then(|(path, range)| self.text(&path, range, fence.is_some(), number)) {
                // It was told why.
                None if is_named => {}
                Some(text) => {
                    let indent = &line[..line.len() - body.len()];
                    for (_, inner) in text.0 {
                        out.push(number, format!("{indent}{inner}"));
                    }
                }
                None => out.push(number, line),
            }
        }
        out
    }

    /// The text of a file, or what of it is wanted.
    fn text(&mut self, path: &str, range: Option<String>, code: bool, number: usize) -> Option<Lines> {
        let at = At::Line(number);
        let from = self.path.last().cloned().unwrap_or_default();
        let rooted = path.trim_start_matches('/');
        let mut names = vec![joined(&from, path), joined("", path), rooted.to_owned(), format!("docs/{rooted}")];
        if self.kind == Kind::Leanpub {
            names.extend(CODE.iter().map(|folder| joined(&from, &format!("{folder}/{path}"))));
        }
        // Settings of MkDocs may name any folder.
        let elsewhere = || self.source.glob(&format!("**/{rooted}")).ok()?.into_iter().next();
        let found = names.into_iter().find(|name| self.source.exists(name).is_ok());
        let found = found.or_else(|| if self.kind == Kind::MkDocs { elsewhere() } else { None });
        let Some(name) = found else {
            self.remarks.left("included files that are not there", path, at);
            return None;
        };
        if self.path.contains(&name) || self.path.len() > DEEPEST {
            self.remarks.left("included files that include each other", path, at);
            return None;
        }
        let mut sources = Sources::default();
        let text = match self.source.text(&name, &mut sources) {
            Ok(file) => sources.get(file).text.to_string(),
            Err(error) => {
                self.remarks.left("included files that cannot be read", &error.to_string(), at);
                return None;
            }
        };
        self.seen.push(name.clone());
        self.bytes += text.len() as u64;
        if self.bytes > limits::BOOK_BYTES {
            self.remarks.left("included files that are too large together", path, at);
            return None;
        }
        let text = super::held::without(&text);
        let skipped = if code { 0 } else { head::of(&text).lines };
        let mut lines: Vec<&str> = text.lines().skip(skipped).collect();
        if let Some(range) = range.filter(|range| !range.is_empty()) {
            lines = wanted(&lines, &range);
        }
        lines.retain(|line| !["ANCHOR: ", "ANCHOR_END: ", "--8<-- ["].iter().any(|mark| line.contains(mark)));
        self.remarks.converted("included files", at);
        let lines = Lines(lines.into_iter().map(|line| (number, line.to_owned())).collect());
        if code {
            return Some(lines);
        }
        self.path.push(name);
        let lines = self.lines(lines);
        self.path.pop();
        Some(lines)
    }
}

/// `<<< @/path{lines} [title]`, as VitePress puts in code: the path and its ending.
fn snippet(body: &str) -> Option<(String, String)> {
    let inner = body.trim_end().strip_prefix("<<<")?.trim();
    let path = inner.split(['{', '[', ' ', '#']).next()?.trim();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    (!path.is_empty()).then(|| (path.replace("@/", "/"), ending.to_owned()))
}

/// `{{#playground path editable}}`, as mdBook puts in Rust: the path and the language.
fn playground(body: &str) -> Option<(String, String)> {
    let inner = body.trim_end().strip_prefix("{{#playground ")?.strip_suffix("}}")?;
    Some((inner.split_whitespace().next()?.to_owned(), "rust".to_owned()))
}

/// `[title](path ":include :type=code")`, as docsify puts in code: the path and its ending.
fn docsify_code(body: &str) -> Option<(String, String)> {
    let (address, settings) = body.split_once("](")?.1.split_once(' ')?;
    let language = settings.split_once(":type=code")?.1.trim_start().split([' ', '"', '\'', ')']).next()?;
    let ending = address.rsplit_once('.').map_or("", |(_, ending)| ending);
    let language = if language.is_empty() || language.starts_with(':') { ending } else { language };
    settings.contains(":include").then(|| (address.to_owned(), language.to_owned()))
}

/// Folders of Leanpub's files, beside the texts.
const CODE: [&str; 2] = ["resources", "code"];

/// `<<[title](path)`, `<<(path)` and, in Markua, `![title](path)`, as Leanpub puts in code: the title and the path.
fn listing(body: &str) -> Option<(&str, &str)> {
    let body = body.trim_end();
    let inner = body.strip_prefix("<<").or(body.strip_prefix('!'))?.strip_suffix(')')?;
    let (title, path) = inner.split_once('(')?;
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let is_text = ["md", "txt", "markdown"].contains(&ending.as_str());
    let is_shown = body.starts_with('!') && (ending.is_empty() || OTHERS.contains(&ending.as_str()));
    (!is_text && !is_shown && !path.contains([' ', ':'])).then(|| (title.trim_matches(['[', ']']), path))
}

/// Endings of what is shown or played, and is no code.
const OTHERS: [&str; 17] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tif", "tiff", "pdf", "ico", "mp3", "mp4", "mov", "webm", "wav",
    "m4a",
];

#[cfg(test)]
#[test]
fn code_of_leanpub_is_put_in() {
    for (line, found) in [
        ("<<[Two](code/x.rb)", Some(("Two", "code/x.rb"))),
        ("<<(x.rb)", Some(("", "x.rb"))),
        ("![Say](code/x.rb)", Some(("Say", "code/x.rb"))),
        ("![Say](x.PNG)", None),
        ("![Say](https://a.org/x.rb)", None),
        ("![Say](x.png \"t\")", None),
        ("<<(x.md)", None),
    ] {
        assert_eq!(listing(line), found, "{line}");
    }
}

/// MyST's way to name a file: its fence, the path, and whether it is code.
fn directive(body: &str) -> Option<(&str, &str, bool)> {
    let mark = body.len() - body.trim_start_matches(['`', ':']).len();
    let inner = body[mark..].strip_prefix('{').filter(|_| mark >= 3)?;
    let (name, path) = inner.split_once('}')?;
    let literal = match name {
        "include" => false,
        "literalinclude" => true,
        _ => return None,
    };
    Some((&body[..mark], path.trim(), literal))
}

/// `3:5`, `3:`, or the name between two anchors.
fn wanted<'t>(lines: &[&'t str], range: &str) -> Vec<&'t str> {
    let mut parts = range.split(':').map(str::trim);
    let (first, second) = (parts.next().unwrap_or_default(), parts.next());
    if first.is_empty() || first.chars().all(|c| c.is_ascii_digit()) {
        let start: usize = first.parse().unwrap_or(1);
        let end = match second {
            None => start,
            Some(end) => end.parse().unwrap_or(usize::MAX),
        };
        return lines
            .iter()
            .skip(start.saturating_sub(1))
            .take(end.saturating_sub(start).saturating_add(1))
            .copied()
            .collect();
    }
    let marked = |marks: [String; 2]| lines.iter().position(|line| marks.iter().any(|mark| line.contains(mark)));
    let start = marked([format!("ANCHOR: {first}"), format!("--8<-- [start:{first}]")]);
    let end = marked([format!("ANCHOR_END: {first}"), format!("--8<-- [end:{first}]")]);
    match (start, end) {
        (Some(start), Some(end)) if start < end => lines[start + 1..end].to_vec(),
        _ => Vec::new(),
    }
}

/// The file that a line puts in, and what of it.
fn named(body: &str, kind: Kind, code: bool) -> Option<(String, Option<String>)> {
    let body = body.trim_end();
    let with_range = |inner: &str| {
        let (path, range) = inner.trim().split_once(':').unwrap_or((inner.trim(), ""));
        (path.to_owned(), Some(range.to_owned()))
    };
    for mark in ["{{#include ", "{{#rustdoc_include ", "{{#playground "] {
        if let Some(inner) = body.strip_prefix(mark).and_then(|rest| rest.strip_suffix("}}")) {
            return Some(with_range(inner));
        }
    }
    if let Some(inner) = body.strip_prefix("--8<-- ") {
        return Some(with_range(inner.trim().trim_matches(['"', '\''])));
    }
    if code {
        return None;
    }
    let between = |open: &str, close: &str| body.strip_prefix(open)?.trim_end().strip_suffix(close).map(str::trim);
    // `{% include-markdown "a.md" start="x" %}`, `{! a.md !}`
    if let Some(inner) = between("{% include-markdown ", "%}").or(between("{!> ", "!}")).or(between("{! ", "!}")) {
        let path = inner.split(['"', '\'']).nth(1).unwrap_or(inner.split(' ').next().unwrap_or_default());
        return Some((path.to_owned(), None));
    }
    if let Some(path) = between("{% include ", "%}").filter(|path| kind == Kind::GitBook && path.starts_with('"')) {
        return Some((path.trim_matches('"').to_owned(), None));
    }
    if let Some(inner) = between("{% include_relative ", "%}").filter(|_| kind == Kind::Jekyll) {
        return Some((inner.split(' ').next()?.to_owned(), None));
    }
    if let Some(inner) = between("<!--@include:", "-->").or(between("<!-- @include:", "-->")) {
        let (path, range) = inner.split_once('{').unwrap_or((inner, ""));
        let range = range.trim_end_matches('}').replace(',', ":");
        return Some((path.replace("@/", "/"), Some(range).filter(|range| !range.is_empty())));
    }
    if let Some(inner) = body.strip_prefix("{{< include ").and_then(|rest| rest.strip_suffix(">}}")) {
        return Some((inner.trim().trim_matches('"').to_owned(), None));
    }
    // `{{% readfile file="a.md" %}}` of Docsy; code that it shows has more settings.
    let put = between("{{< readfile ", ">}}").or(between("{{% readfile ", "%}}"));
    if let Some(path) = put.filter(|path| kind == Kind::Hugo && !path.contains(' ')) {
        let path = path.strip_prefix("file=").unwrap_or(path);
        return Some((path.trim_matches('"').to_owned(), None));
    }
    if kind == Kind::Docsify && body.contains(":include") {
        let inner = body.split_once("](")?.1;
        return Some((inner.split([' ', ')']).next()?.to_owned(), None));
    }
    let is_text = |path: &str| [".md)", ".txt)", ".markdown)"].iter().any(|end| path.ends_with(end));
    if kind == Kind::Leanpub && body.starts_with("<<(") && is_text(body) {
        return Some((body[3..body.len() - 1].to_owned(), None));
    }
    None
}
