//! In: lines of MDX: Markdown among which a program in JavaScript stands. Out: the same without the program: what it only
//! imports is put in, components with words become blocks and lines, everything else is told whole.

use super::html::escaped;
use super::lines::Lines;
use crate::import::remarks::Remarks;
use crate::import::tree::At;

/// Lines of one tag or one statement.
const MOST: usize = 400;
/// Bytes of a file that are read again because a tag goes on over lines.
const WORK: usize = 128 << 20;

const BOXES: &str = " Admonition Callout Note Tip Warning Info Caution Danger Important Aside Details Accordion Expandable \
    Collapsible ";
/// Components that show a picture.
const PICTURES: &str = " Image Img Figure ThemedImage ZoomImage Picture Screenshot Frame ";

/// `runs` says whether a program may stand in the text itself, not only in tags: not in what VitePress reads.
pub fn plain(lines: Lines, runs: bool, remarks: &mut Remarks) -> Lines {
    let all = lines.0;
    let (imports, out) = (Vec::new(), Lines::default());
    let mut mdx = Mdx { all: &all, at: 0, runs, imports, out, left: WORK, remarks };
    let mut fence: Option<String> = None;
    while mdx.at < all.len() {
        let (number, line) = (all[mdx.at].0, all[mdx.at].1.as_str());
        let body = line.trim_start();
        let marks = body.chars().take_while(|c| body.starts_with(*c) && matches!(c, '`' | '~')).count();
        if let Some(open) = &fence {
            let closes = marks >= open.len() && body.starts_with(open.as_str()) && body[marks..].trim().is_empty();
            fence = fence.filter(|_| !closes);
            mdx.push(number, line);
            continue;
        }
        if marks >= 3 {
            fence = Some(body[..marks].to_owned());
            mdx.push(number, line);
        } else if !runs || !mdx.statement() {
            mdx.line();
        }
    }
    mdx.out
}

struct Mdx<'m> {
    all: &'m [(usize, String)],
    at: usize,
    runs: bool,
    /// Names that stand for files of Markdown.
    imports: Vec<(String, String)>,
    out: Lines,
    /// Bytes that may yet be looked at for the end of a tag.
    left: usize,
    remarks: &'m mut Remarks,
}

impl Mdx<'_> {
    fn push(&mut self, number: usize, line: &str) {
        self.out.push(number, line);
        self.at += 1;
    }

    /// `import` and `export`, to the next empty line.
    fn statement(&mut self) -> bool {
        let (number, line) = (self.all[self.at].0, self.all[self.at].1.as_str());
        let is_import = line.starts_with("import ") && (line.contains(['{', '\'', '"']) || line.contains(" from"));
        let words = ["const ", "let ", "function ", "default ", "async ", "class ", "{"];
        let is_export =
            line.strip_prefix("export ").is_some_and(|rest| words.iter().any(|word| rest.starts_with(word)));
        if !is_import && !is_export {
            return false;
        }
        let mut text = String::new();
        let mut depth = 0_i64;
        while let Some((_, line)) = self.all.get(self.at).filter(|_| text.matches('\n').count() < MOST) {
            if line.trim().is_empty() && depth <= 0 || is_import && !text.is_empty() && depth <= 0 && is_whole(&text) {
                break;
            }
            text.push_str(line);
            text.push('\n');
            depth += line.chars().map(|c| i64::from("{([".contains(c)) - i64::from("})]".contains(c))).sum::<i64>();
            self.at += 1;
        }
        let path = text.rsplit(['\'', '"']).nth(1).unwrap_or_default();
        let name = text.trim_start_matches("import ").split([' ', ',']).next().unwrap_or_default();
        if is_import && [".md", ".mdx"].iter().any(|end| path.ends_with(end)) {
            let path = path.strip_prefix("@site").unwrap_or(path);
            self.imports.push((name.to_owned(), path.to_owned()));
        } else if is_import {
            self.remarks.converted("imports of components", At::Line(number));
        } else {
            self.remarks.left("programs in the text", &text, At::Line(number));
        }
        self.out.push(number, "");
        true
    }

    /// A line, and those that its tags go on over.
    fn line(&mut self) {
        let (number, line) = (self.all[self.at].0, self.all[self.at].1.clone());
        self.at += 1;
        let mut text = line;
        let mut more = 0;
        while let (Opened::Further, true) = (opened(&text), more < MOST) {
            let Some((_, next)) = self.all.get(self.at + more) else { break };
            if self.left < text.len() {
                self.remarks.plain("tags that are open over too many lines", &text, At::Line(number));
                break;
            }
            self.left -= text.len();
            text.push('\n');
            text.push_str(next);
            more += 1;
        }
        if more > 0 && matches!(opened(&text), Opened::Further) {
            // It never closes.
            text.truncate(text.find('\n').unwrap_or(text.len()));
            more = 0;
        }
        self.at += more;
        let new = self.rewritten(&text, number);
        new.split('\n').for_each(|line| self.out.push(number, line));
    }

    fn rewritten(&mut self, text: &str, number: usize) -> String {
        let mut out = String::new();
        let mut at = 0;
        while let Some(found) = text[at..].find(['<', '{', '`', '\\']).map(|found| at + found) {
            out.push_str(&text[at..found]);
            let rest = &text[found..];
            let length = match rest.as_bytes()[0] {
                b'`' => code(rest),
                b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'{' => match expression(rest).filter(|_| self.runs) {
                    Some(length) => {
                        out.push_str(&self.computed(&rest[..length], number));
                        at = found + length;
                        continue;
                    }
                    None => 1,
                },
                _ => match Tag::read(rest) {
                    Some(tag) => {
                        out.push_str(&self.tag(&tag, &rest[..tag.length], number));
                        at = found + tag.length;
                        continue;
                    }
                    None => 1,
                },
            };
            out.push_str(&rest[..length]);
            at = found + length;
        }
        out.push_str(&text[at..]);
        out
    }

    /// What stands for words between braces.
    fn computed(&mut self, typed: &str, number: usize) -> String {
        let inner = typed[1..typed.len() - 1].trim();
        if let Some(words) = inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/")) {
            return format!("<!-- {} -->", words.trim().replace("--", "- -"));
        }
        let quote = inner.chars().next().filter(|c| "\"'`".contains(*c)).filter(|_| inner.len() > 1);
        if let Some(words) =
            quote.and_then(|quote| inner[1..].strip_suffix(quote)).filter(|words| !words.contains("${"))
        {
            return words.to_owned();
        }
        self.remarks.left("words that a program computes", typed, At::Line(number));
        String::new()
    }

    /// What stands for a tag.
    fn tag(&mut self, tag: &Tag, typed: &str, number: usize) -> String {
        let at = At::Line(number);
        if !tag.is_component() {
            return self.html(tag, typed, number);
        }
        let name = tag.name.as_str();
        if let Some((_, path)) = self.imports.iter().find(|(own, _)| own == name) {
            return if tag.closes { String::new() } else { format!("{{{{#include {path}}}}}") };
        }
        let title = tag
            .get(&["title", "label", "summary", "header", "name"])
            .or(tag.get(&["value"]).filter(|_| name == "TabItem"));
        let is_box = BOXES.contains(&format!(" {name} "));
        let strong = |title: &str| format!("\n\n<p><strong>{}</strong></p>\n\n", escaped(title));
        if tag.closes {
            return if is_box { "\n\n</aside>\n\n".to_owned() } else { String::new() };
        }
        if let Some(address) = tag.get(&["src", "img", "image"]).filter(|_| PICTURES.contains(&format!(" {name} "))) {
            let alt = tag.get(&["alt"]).unwrap_or_default();
            let caption =
                tag.get(&["caption", "title"]).map(|words| format!("<figcaption>{}</figcaption>", escaped(&words)));
            let image = format!("<img src=\"{}\" alt=\"{}\">", escaped(&address), escaped(&alt));
            return format!("\n\n<figure>{image}{}</figure>\n\n", caption.unwrap_or_default());
        }
        if let Some(address) = tag.get(&["href", "to"]) {
            self.remarks.plain("components of MDX", typed, at);
            let shown = title.map_or(String::new(), |title| format!("{}</a>", escaped(&title)));
            return format!("<a href=\"{}\">{shown}", escaped(&address));
        }
        let others = tag.attributes.iter().filter(|(key, value)| {
            let is_title = value.as_ref().is_some_and(|value| Some(value) == title.as_ref());
            !is_title && !matches!(key.as_str(), "type" | "value" | "default" | "key" | "className" | "groupId" | "id")
        });
        let is_told = others.count() > 0
            || !is_box && !matches!(name, "Tabs" | "TabItem" | "Tab" | "Steps" | "Step" | "Fragment");
        match is_told {
            true => self.remarks.left("components of MDX, whose words inside are kept", typed, at),
            false => self.remarks.converted("components of MDX", at),
        }
        let title = title.map(|title| strong(&title)).unwrap_or_default();
        match (is_box && !tag.empty, name) {
            (true, _) => format!("\n\n<aside>\n\n{title}"),
            (false, "TabItem" | "Tab" | "Step" | "Card" | "Tabs") if !title.is_empty() => title,
            // Its title was told with it.
            (false, _) => String::new(),
        }
    }

    /// A tag of HTML, whose values may be computed.
    fn html(&mut self, tag: &Tag, typed: &str, number: usize) -> String {
        if tag.closes || !typed.contains('{') && !typed.contains("className") {
            return typed.to_owned();
        }
        let mut out = format!("<{}", tag.name);
        for (key, value) in &tag.attributes {
            match value {
                Some(value) if value.is_empty() => out.push_str(&format!(" {key}")),
                Some(value) => {
                    let key = if key == "className" { "class" } else { key };
                    out.push_str(&format!(" {key}=\"{}\"", escaped(value)));
                }
                None if key == "style" => self.remarks.left("looks that a program gives", typed, At::Line(number)),
                None => {
                    self.remarks.left("words that a program computes", &format!("{key} of {typed}"), At::Line(number))
                }
            }
        }
        out.push_str(if tag.empty { " />" } else { ">" });
        out
    }
}

/// Whether an import has its path.
fn is_whole(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(';');
    end.ends_with(['\'', '"'])
}

enum Opened {
    Whole,
    Further,
}

/// Whether a tag of a component or with a value in braces is open at the text's end.
fn opened(text: &str) -> Opened {
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '`', '{']).map(|found| at + found) {
        let rest = &text[found..];
        let length = match rest.as_bytes()[0] {
            b'`' => code(rest),
            b'{' if rest.starts_with("{/*") && !rest.contains("*/}") => return Opened::Further,
            b'{' => 1,
            _ => match Tag::read(rest) {
                Some(tag) => tag.length,
                None if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) && !rest.contains('>') => {
                    return Opened::Further;
                }
                None if rest[1..].starts_with(|c: char| c.is_ascii_uppercase()) && rest.contains('{') => {
                    return Opened::Further;
                }
                None => 1,
            },
        };
        at = found + length;
    }
    Opened::Whole
}

/// How long code among words is, or its marks alone.
fn code(text: &str) -> usize {
    let marks = text.len() - text.trim_start_matches('`').len();
    let rest = &text[marks..];
    rest.find(&text[..marks]).map_or(marks, |end| marks + end + marks)
}

/// How long an expression in braces is; a list of attributes is none.
fn expression(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let first = inner.trim_start().chars().next()?;
    if !(first.is_alphanumeric() || "\"'`/[(".contains(first)) || inner.starts_with('=') {
        return None;
    }
    balanced(text)
}

/// The length of what braces hold.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote: Option<char> = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(own), letter) if own == letter => quote = None,
            (Some(_), _) => {}
            (None, '`') => quote = Some(letter),
            // An apostrophe stands between letters.
            (None, '"' | '\'') if !text[..at].ends_with(char::is_alphanumeric) => quote = Some(letter),
            (None, '{') => depth += 1,
            (None, '}') if depth <= 1 => return Some(at + 1),
            (None, '}') => depth -= 1,
            (None, _) => {}
        }
    }
    None
}

/// A tag of JSX; a value that is computed is none.
struct Tag {
    name: String,
    closes: bool,
    empty: bool,
    attributes: Vec<(String, Option<String>)>,
    length: usize,
}

impl Tag {
    fn read(text: &str) -> Option<Tag> {
        let inner = text.strip_prefix('<')?;
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && !"._-".contains(c)).unwrap_or(inner.len());
        let fragment = end == 0 && inner.starts_with('>');
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) && !fragment {
            return None;
        }
        let name = if fragment { "Fragment".to_owned() } else { inner[..end].to_owned() };
        let mut tag = Tag { name, closes, empty: false, attributes: Vec::new(), length: 0 };
        let mut rest = &inner[end..];
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                tag.length = text.len() - after.len();
                return Some(tag);
            }
            if let Some(after) = rest.strip_prefix('/') {
                tag.empty = after.starts_with('>');
                rest = after;
                continue;
            }
            if rest.starts_with('{') {
                let length = balanced(rest)?;
                tag.attributes.push((rest[..length].to_owned(), None));
                rest = &rest[length..];
                continue;
            }
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '{')).unwrap_or(rest.len());
            if end == 0 || end == rest.len() {
                return None;
            }
            let key = rest[..end].to_owned();
            rest = rest[end..].trim_start();
            let Some(after) = rest.strip_prefix('=').map(str::trim_start) else {
                tag.attributes.push((key, Some(String::new())));
                continue;
            };
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, left) = match quote {
                Some(quote) => after[1..].split_once(quote).map(|(value, left)| (Some(value.to_owned()), left))?,
                None if after.starts_with('{') => {
                    let length = balanced(after)?;
                    (constant(&after[1..length - 1]), &after[length..])
                }
                None => {
                    let end = after.find(|c: char| c.is_whitespace() || c == '>')?;
                    (Some(after[..end].to_owned()), &after[end..])
                }
            };
            tag.attributes.push((key, value));
            rest = left;
        }
    }

    fn is_component(&self) -> bool {
        self.name.starts_with(|c: char| c.is_ascii_uppercase()) || self.name.contains('.')
    }

    fn get(&self, keys: &[&str]) -> Option<String> {
        let found = keys.iter().find_map(|key| self.attributes.iter().find(|(own, _)| own == key));
        found.and_then(|(_, value)| value.clone()).filter(|value| !value.is_empty())
    }
}

/// A value between braces that is no program: a word, a number, the address of a picture.
fn constant(inner: &str) -> Option<String> {
    let inner = inner.trim();
    if inner.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return Some(inner.to_owned());
    }
    let inner = inner.strip_suffix(".default").unwrap_or(inner);
    let called = ["require(", "useBaseUrl("].iter().find_map(|name| inner.strip_prefix(name)?.strip_suffix(')'));
    let inner = called.unwrap_or(inner).trim();
    let quote = inner.chars().next().filter(|c| "\"'`".contains(*c))?;
    let words = inner[1..].strip_suffix(quote)?;
    let site = words.strip_prefix("@site/").map(|path| format!("/{path}"));
    (!words.contains("${") && !words.contains(quote)).then(|| site.unwrap_or(words.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (String, Vec<String>) {
        let mut remarks = Remarks::of("a.mdx");
        let lines = plain(Lines::of(text), true, &mut remarks);
        let out: Vec<&str> = lines.0.iter().map(|(_, line)| line.as_str()).filter(|line| !line.is_empty()).collect();
        let told = remarks.all.iter().filter(|remark| !remark.shown.is_empty()).map(|remark| remark.shown.clone());
        (out.join("\n"), told.collect())
    }

    #[test]
    fn components_become_words_or_are_told() {
        for (text, wanted, told) in [
            ("import X from '@theme/X';\nimport {\n  A,\n} from 'b';\nWords.", "Words.", vec![]),
            ("export const a = {\n  b: 1,\n};\n\nWords.", "Words.", vec!["export const a = { b: 1, };"]),
            ("import P from './_p.mdx';\n\n<P />", "{{#include ./_p.mdx}}", vec![]),
            (
                "<Tabs>\n<TabItem value=\"a\" label=\"Red\">\n\nIn it.\n\n</TabItem>\n</Tabs>",
                "<p><strong>Red</strong></p>\nIn it.",
                vec![],
            ),
            ("A {'b'} {/* c */}{x.y} d {#id}", "A b <!-- c --> d {#id}", vec!["{x.y}"]),
            (
                "<img src={require('@site/a.png').default} width={300} />",
                "<img src=\"/a.png\" width=\"300\" />",
                vec![],
            ),
            ("<Chart\n  data={[1, {a: 2}]}\n/>", "", vec!["<Chart data={[1, {a: 2}]} />"]),
            (
                "```jsx\nimport X from 'x';\n<X a={b} />\n```\n`<X>` x < y \\{z}",
                "```jsx\nimport X from 'x';\n<X a={b} />\n```\n`<X>` x < y \\{z}",
                vec![],
            ),
            (
                "<Callout title=\"T\">\nWords.\n</Callout>",
                "<aside>\n<p><strong>T</strong></p>\nWords.\n</aside>",
                vec![],
            ),
        ] {
            let (out, found) = of(text);
            assert_eq!((out.as_str(), found), (wanted, told.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }

    #[test]
    fn nothing_is_without_end() {
        for text in ["<A", "<A b={", "{", "{a", "export const a = {", "import {", "<", "<A {", "{/*", "`", "<A b='"] {
            let _ = of(text);
        }
    }
}
