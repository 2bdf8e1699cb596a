//! In: lines of Markdown of any dialect. Out: the same with what Markdown has no syntax for among words as tags of HTML:
//! spans, notes, raised and lowered letters, changes, formulas, links of wikis. Each line stays a line.

use super::formulas::{formula, has_formulas, is_formula};
use super::html::escaped;
use super::labels::Labels;
use super::lines::{Lines, Places};
use super::shortcodes::{self, Among, Code};
use super::{emoji, links, strong};
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use crate::manuscript::attributes::{self, List};
use crate::manuscript::ground::Ground;
use crate::manuscript::math;
use std::collections::BTreeMap;
use std::ops::Range;

/// Letters of a raised or lowered run.
const SCRIPT: usize = 40;
/// Bytes of what stands between two marks of kramdown.
const EXTENSION: usize = 4_000;

pub fn rewrite(lines: Lines, kind: Kind, labels: &Labels, remarks: &mut Remarks) -> Lines {
    let text = lines.text();
    let triggers = ["^", "~", "$", "{", "==", "[[", "@", ":", "%%", "\\", "*[", "`", "++", "**"];
    if !triggers.iter().any(|trigger| text.contains(trigger)) {
        return lines;
    }
    let ground = Ground::of(&text);
    let mut scan = Scan {
        text: &text,
        ground: &ground,
        kind,
        labels,
        places: lines.places(),
        remarks,
        edits: Vec::new(),
        open: Vec::new(),
        done: 0,
        closers: closers(&text),
    };
    scan.all();
    let mut edits = scan.edits;
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::new();
    let mut at = 0;
    for (range, new) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(&text[at..]);
    renumbered(&lines, &out)
}

/// The lines of a text that may have fewer than it had: each keeps its number while the count agrees.
fn renumbered(lines: &Lines, text: &str) -> Lines {
    let last = lines.0.last().map_or(1, |(number, _)| *number);
    let numbers = lines.0.iter().map(|(number, _)| *number).chain(std::iter::repeat(last));
    let text = text.strip_suffix('\n').unwrap_or(text);
    Lines(text.split('\n').zip(numbers).map(|(line, number)| (number, line.to_owned())).collect())
}

pub struct Scan<'s, 'r> {
    pub text: &'s str,
    pub ground: &'s Ground,
    pub kind: Kind,
    labels: &'s Labels,
    places: Places,
    pub remarks: &'r mut Remarks,
    edits: Vec<(Range<usize>, String)>,
    /// Brackets that wait for their partner, and whether a caret stands before each.
    open: Vec<(usize, bool)>,
    /// What is before it was read.
    pub done: usize,
    /// The tags in braces that close others, by name, in the order of the text.
    closers: BTreeMap<String, Vec<Range<usize>>>,
}

fn closers(text: &str) -> BTreeMap<String, Vec<Range<usize>>> {
    let mut found: BTreeMap<String, Vec<Range<usize>>> = BTreeMap::new();
    for (at, _) in text.match_indices('{') {
        if let Some(code) = Code::read(&text[at..]).filter(|code| code.closes) {
            found.entry(code.name).or_default().push(at..at + code.length);
        }
    }
    found
}

impl Scan<'_, '_> {
    fn all(&mut self) {
        if matches!(self.kind, Kind::Bookdown | Kind::Quarto) {
            for (inside, whole) in &self.ground.codes {
                let code = &self.text[inside.clone()];
                if ["r ", "{r} ", "{python} ", "{julia} ", "{ojs} "].iter().any(|mark| code.starts_with(mark)) {
                    self.remarks.plain("code in the line that a tool runs", code, self.at(whole.start));
                }
            }
        }
        if self.kind == Kind::MkDocs {
            for (inside, _) in &self.ground.codes {
                // `#!python print(1)`
                let code = self.text[inside.clone()].strip_prefix("#!").unwrap_or_default();
                let name = code.find(' ').filter(|end| *end > 0 && code[..*end].chars().all(char::is_alphanumeric));
                if let Some(end) = name {
                    self.remarks.converted("languages of code in the line", self.at(inside.start));
                    self.edits.push((inside.start..inside.start + end + 3, String::new()));
                }
            }
        }
        for (inside, whole) in &self.ground.codes {
            // `<b>`{=html}
            let format = self.text[whole.end..].strip_prefix("{=").and_then(|rest| rest.split_once('}'));
            if let Some((format, _)) = format.filter(|(format, _)| format.chars().all(|c| c.is_ascii_alphanumeric())) {
                let (code, end) = (&self.text[inside.clone()], whole.end + format.len() + 3);
                let is_html = format.starts_with("html");
                match is_html {
                    true => self.remarks.converted("raw HTML", self.at(whole.start)),
                    false => self.remarks.left("raw text of another format", code, self.at(whole.start)),
                }
                self.edits.push((whole.start..end, if is_html { code.to_owned() } else { String::new() }));
            }
        }
        for (inside, whole) in self.ground.codes.iter().filter(|_| self.kind == Kind::Leanpub) {
            // `x`$
            let behind = self.text[whole.end..].strip_prefix('$');
            if behind.is_some_and(|behind| !behind.starts_with(char::is_alphanumeric)) {
                let new = formula(&self.text[inside.clone()], false, self.at(whole.start), self.remarks);
                self.edits.push((whole.start..whole.end + 1, new));
            }
        }
        for range in math::formulas(self.text, self.ground) {
            let typed = &self.text[range.clone()];
            let display = typed.starts_with("$$");
            let words = typed.trim_matches('$').to_owned();
            if !display && !has_formulas(self.kind) && !is_formula(&words) {
                continue;
            }
            let mut new = formula(&words, display, self.at(range.start), self.remarks);
            // `$$x$$ {#eq-name}`
            let behind = range.end + usize::from(self.text[range.end..].starts_with(' '));
            let label = attributes::read(self.text, behind).filter(|list| display && list.classes.is_empty());
            if let Some(list) = label
                && let Some(id) = &list.id
            {
                new.insert_str(0, &format!("<a id=\"{}\"></a>", escaped(&id.text)));
                self.edits.push((range.start..list.range.end, new));
                continue;
            }
            self.edits.push((range, new));
        }
        let mut formulas: Vec<Range<usize>> = self.edits.iter().map(|(range, _)| range.clone()).collect();
        formulas.sort_by_key(|range| range.start);
        for (open, close) in strong::pairs(self.text, self.ground, self.kind, &formulas) {
            self.remarks.converted("strong words beside punctuation", self.at(open));
            self.edits.push((open..open + 2, "<strong>".to_owned()));
            self.edits.push((close..close + 2, "</strong>".to_owned()));
        }
        let mut next = formulas.iter().peekable();
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if let Some(formula) = next.next_if(|formula| formula.start <= at) {
                at = at.max(formula.end);
                continue;
            }
            let byte = bytes[at];
            if byte == b'\\' && bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) {
                at += self.backslash(at).unwrap_or(2);
                continue;
            }
            let is_mark = b"[]^~{=@:%\\!+".contains(&byte) || byte == b'\n';
            if !is_mark || at < self.done || byte != b'\n' && !self.ground.is_words(at) {
                // Lists of attributes stand behind links and code.
                at += 1;
                continue;
            }
            at += self.mark(at, byte).max(1);
        }
    }

    pub fn at(&self, offset: usize) -> At {
        At::Line(self.places.line_at(offset))
    }

    pub fn edit(&mut self, range: Range<usize>, new: impl Into<String>) -> usize {
        let length = range.len();
        self.done = self.done.max(range.end);
        self.edits.push((range, new.into()));
        length
    }

    /// What a mark at `at` begins; how far to go on.
    fn mark(&mut self, at: usize, byte: u8) -> usize {
        let rest = &self.text[at..];
        match byte {
            b'\n' => {
                if rest.starts_with("\n\n") {
                    self.open.clear();
                }
                1
            }
            b'!' if rest.starts_with("![[") => self.wiki(at, true).unwrap_or(1),
            b'[' if rest.starts_with("[[") => self.wiki(at, false).unwrap_or_else(|| {
                self.open.push((at, false));
                1
            }),
            b'[' if rest.starts_with("[^") => self.call(at).unwrap_or(1),
            b'[' => match self.citation(at) {
                Some(length) => length,
                None => {
                    self.open.push((at, false));
                    1
                }
            },
            b']' => self.bracket(at),
            b'^' if rest.starts_with("^[") => {
                self.open.push((at, true));
                2
            }
            b'^' if rest.starts_with("^^") && self.kind == Kind::MkDocs => {
                self.between(at, "^^", "^^", "u", "underlined words").unwrap_or(2)
            }
            b'^' => self.script(at, '^', "sup").or_else(|| self.block_name(at)).unwrap_or(1),
            b'~' if rest.starts_with("~~") => 2,
            b'~' => self.script(at, '~', "sub").unwrap_or(1),
            b'{' => self.brace(at).unwrap_or(1),
            b'=' if rest.starts_with("==") => self.between(at, "==", "==", "xmark", "marked words").unwrap_or(2),
            b'+' if rest.starts_with("++") => self.keys(at).unwrap_or(2),
            b'%' if rest.starts_with("%%") => self.comment(at).unwrap_or(2),
            b':' => self.emoji(at).unwrap_or(1),
            b'@' => self.reference(at).unwrap_or(1),
            b'\\' => self.backslash(at).unwrap_or(1),
            _ => 1,
        }
    }

    fn bracket(&mut self, at: usize) -> usize {
        let Some((start, note)) = self.open.pop() else { return 1 };
        if note {
            self.edits.push((start..start + 2, "<xnote>".to_owned()));
            self.remarks.converted("notes in the line", self.at(start));
            return self.edit(at..at + 1, "</xnote>");
        }
        let words = &self.text[start + 1..at];
        let is_pandoc = matches!(self.kind, Kind::Markdown | Kind::Quarto | Kind::Bookdown);
        if is_pandoc
            && !self.text[at + 1..].starts_with(['(', '[', '{', ':'])
            && !self.text[..start].ends_with([']', '!', '\\'])
            && self.labels.titles.contains(&words.trim().to_lowercase())
            && !self.labels.links.contains_key(&words.to_lowercase())
        {
            self.remarks.converted("cross-references", self.at(start));
            self.edits.push((start..start + 1, format!("<a href=\"#{}\">", escaped(&links::slug(words)))));
            return self.edit(at..at + 1, "</a>");
        }
        let Some(list) = attributes::read(self.text, at + 1) else { return 1 };
        self.edits.push((start..start + 1, format!("<xspan{}>", said(&list))));
        self.remarks.converted("spans with attributes", self.at(start));
        self.edit(at..list.range.end, "</xspan>")
    }

    /// `^x^` and `~x~`, without spaces.
    fn script(&mut self, at: usize, sign: char, tag: &str) -> Option<usize> {
        let inner = &self.text[at + 1..];
        let end = inner.char_indices().take(SCRIPT).find(|(_, c)| *c == sign || c.is_whitespace())?;
        if end.1 != sign
            || end.0 == 0
            || inner[end.0 + 1..].starts_with(sign)
            || inner[..end.0].contains(['[', '<', '$'])
        {
            return None;
        }
        Some(self.edit(at..at + end.0 + 2, format!("<{tag}>{}</{tag}>", inner[..end.0].replace("\\ ", "&nbsp;"))))
    }

    /// ` ^name` at the end of a line, as Obsidian names a block.
    fn block_name(&mut self, at: usize) -> Option<usize> {
        let line = self.text[at..].split('\n').next()?;
        let name = line[1..].trim_end();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let is_apart = self.text[..at].ends_with([' ', '\n']);
        (is_name && is_apart).then(|| self.edit(at..at + line.len(), format!("<a id=\"{name}\"></a>")))
    }

    /// `==words==` and the like, on one line or in one paragraph.
    fn between(&mut self, at: usize, open: &str, close: &str, tag: &str, what: &str) -> Option<usize> {
        let inner = &self.text[at + open.len()..];
        let end = inner.find(close).filter(|end| *end > 0 && !inner[..*end].contains("\n\n"))?;
        let is_tight = !inner.starts_with(char::is_whitespace) && !inner[..end].ends_with(char::is_whitespace);
        if matches!(open, "==" | "^^") && !is_tight {
            return None;
        }
        self.remarks.converted(what, self.at(at));
        self.edits.push((at..at + open.len(), format!("<{tag}>")));
        let close_at = at + open.len() + end;
        self.edits.push((close_at..close_at + close.len(), format!("</{tag}>")));
        Some(open.len())
    }

    /// `++ctrl+c++`, as MkDocs has keys to press.
    fn keys(&mut self, at: usize) -> Option<usize> {
        let inner = &self.text[at + 2..];
        let end = inner.find("++").filter(|_| self.kind == Kind::MkDocs)?;
        let is_key = |c: char| c.is_ascii_alphanumeric() || "+-\"_ ".contains(c);
        let keys = Some(&inner[..end]).filter(|keys| !keys.is_empty() && keys.chars().all(is_key))?;
        self.remarks.converted("keys", self.at(at));
        Some(self.edit(at..at + end + 4, format!("`{}`", keys.replace('"', ""))))
    }

    fn brace(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let what = "tracked changes";
        if rest.starts_with("{++") {
            return self.between(at, "{++", "++}", "xins", what);
        }
        if rest.starts_with("{--") {
            return self.between(at, "{--", "--}", "xdel", what);
        }
        if rest.starts_with("{==") {
            return self.between(at, "{==", "==}", "xmark", "marked words");
        }
        if let Some(inner) = rest.strip_prefix("{>>") {
            let end = inner.find("<<}")?;
            let new = format!("<xcomment text=\"{}\" />", escaped(&inner[..end]));
            self.remarks.converted("comments, which no edition prints", self.at(at));
            return Some(self.edit(at..at + end + 6, new));
        }
        if let Some(inner) = rest.strip_prefix("{~~") {
            let end = inner.find("~~}")?;
            let (old, new) = inner[..end].split_once("~>")?;
            let both = format!("<xdel>{old}</xdel><xins>{new}</xins>");
            self.remarks.converted(what, self.at(at));
            return Some(self.edit(at..at + end + 6, both));
        }
        if rest.starts_with("{::")
            && let Some(length) = self.extension(at)
        {
            return Some(length);
        }
        if let Some(code) = Code::read(rest) {
            return Some(self.shortcode(at, &code));
        }
        for (open, close) in [("{{<", ">}}"), ("{{%", "%}}"), ("{{#", "}}"), ("{%", "%}"), ("{{", "}}")] {
            if rest.starts_with(open) {
                let line = rest.split('\n').next()?;
                let end = line.find(close)? + close.len();
                let typed = &rest[..end];
                if open == "{{" {
                    self.remarks.plain("variables of another tool", typed, self.at(at));
                    return Some(self.edit(at..at + end, format!("\\{{\\{{{}}}}}", &typed[2..end - 2])));
                }
                self.remarks.left("shortcodes", typed, self.at(at));
                return Some(self.edit(at..at + end, ""));
            }
        }
        if let Some(role) = rest.strip_prefix('{').filter(|_| matches!(self.kind, Kind::Myst)) {
            let (name, code) = role.split_once("}`")?;
            let words = code.split('`').next()?;
            if name.chars().all(|c| c.is_ascii_alphanumeric() || "-:_".contains(c)) && !words.contains('\n') {
                let end = name.len() + 3 + words.len() + 1;
                return Some(self.role(at..at + end, name, words));
            }
        }
        if rest.starts_with("{:") {
            let end = rest.split('\n').next()?.find('}')? + 1;
            self.remarks.left("attribute lists of kramdown", &rest[..end], self.at(at));
            return Some(self.edit(at..at + end, ""));
        }
        let list = attributes::read(self.text, at).filter(List::says_something)?;
        // Behind a title at the line's end it is the title's; behind a link, a picture or code it is theirs.
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let ends = self.text[list.range.end..].split('\n').next().is_some_and(|rest| rest.trim().is_empty());
        let start = self.text[line..at].trim_start_matches([' ', '>']);
        if ends && start.starts_with('#') && (start.ends_with(' ') || start.ends_with('#')) {
            let new = format!("<xhead{} />", said(&list));
            self.remarks.converted("titles with attributes", self.at(at));
            return Some(self.edit(at..list.range.end, new));
        }
        if ends && self.kind == Kind::MkDocs && self.text[..at].ends_with(' ') {
            self.remarks.left("attribute lists of paragraphs", &self.text[list.range.clone()], self.at(at));
            return Some(self.edit(at..list.range.end, ""));
        }
        if self.text[..at].ends_with([')', '`', ']', '>']) {
            let new = format!("<xattr{} />", said(&list));
            self.remarks.converted("pictures, links and code with attributes", self.at(at));
            return Some(self.edit(at..list.range.end, new));
        }
        None
    }

    /// `{::comment}words{:/comment}` and `{::nomarkdown}<b>{:/}` of kramdown, in one paragraph.
    fn extension(&mut self, at: usize) -> Option<usize> {
        let mut limit = self.text.len().min(at + EXTENSION);
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let (name, inner) = self.text[at + 3..limit].split_once('}')?;
        let inner = inner.split("\n\n").next()?;
        let end = inner.find("{:/")?;
        let length = 3 + name.len() + 1 + end + inner[end..].find('}')? + 1;
        let words = &inner[..end];
        let new = match name.trim() {
            "comment" => {
                self.remarks.converted("comments, which no edition prints", self.at(at));
                format!("<xcomment text=\"{}\" />", escaped(words.trim()))
            }
            "nomarkdown" => {
                self.remarks.converted("raw HTML", self.at(at));
                let mut is_tag = false;
                let marked = |letter: char| {
                    is_tag = (is_tag || letter == '<') && letter != '>';
                    if !is_tag && "*_`[]{}^~$\\".contains(letter) { format!("\\{letter}") } else { letter.to_string() }
                };
                words.chars().map(marked).collect()
            }
            _ => return None,
        };
        Some(self.edit(at..at + length, new))
    }

    /// The tag that closes another, from a place on.
    fn partner(&self, from: usize, code: &Code) -> Option<Range<usize>> {
        let closers = self.closers.get(&code.name).filter(|_| !code.closes)?;
        closers.get(closers.partition_point(|closer| closer.start < from)).cloned()
    }

    /// A tag in braces, and where it has one, its partner.
    fn shortcode(&mut self, at: usize, code: &Code) -> usize {
        let whole = at..at + code.length;
        if code.name == "comment"
            && let Some(partner) = self.partner(whole.end, code)
        {
            self.remarks.converted("comments, which no edition prints", self.at(at));
            let new = format!("<xcomment text=\"{}\" />", escaped(self.text[whole.end..partner.start].trim()));
            return self.edit(at..partner.end, new);
        }
        let partner = self.partner(whole.end, code);
        let Among { new, behind, told } = shortcodes::among(code, partner.is_some());
        match told {
            true => self.remarks.left("shortcodes", &self.text[whole.clone()], self.at(at)),
            false => self.remarks.converted("shortcodes", self.at(at)),
        }
        if !behind.is_empty() {
            // The first edit of a place counts.
            self.edits.push((partner.unwrap_or(whole.end..whole.end), behind));
        }
        self.edit(whole, new)
    }

    /// `[[note|words]]`, `[[note#heading]]`, `![[picture.png|300]]`.
    fn wiki(&mut self, at: usize, embedded: bool) -> Option<usize> {
        let open = if embedded { 3 } else { 2 };
        let inner = &self.text[at + open..];
        let end = inner.find("]]").filter(|end| *end > 0 && !inner[..*end].contains(['\n', '[']))?;
        let whole = at..at + open + end + 2;
        // Word's notes look like one: `[[1]](#_ftn1)`.
        if self.text[whole.end..].starts_with('(') {
            return None;
        }
        let (page, words) = inner[..end].split_once('|').unwrap_or((&inner[..end], ""));
        let page = page.trim_end_matches('\\').trim();
        let is_picture = [".png", ".jpg", ".jpeg", ".webp", ".svg", ".gif", ".tif"]
            .iter()
            .any(|end| page.to_lowercase().ends_with(end));
        if embedded && is_picture {
            let is_size = |words: &str| !words.is_empty() && words.chars().all(|c| c.is_ascii_digit() || c == 'x');
            // `words|300`: the size is the last.
            let (words, size) = match words.rsplit_once('|') {
                _ if is_size(words) => ("", words),
                Some((words, size)) if is_size(size) => (words.trim_end_matches('\\'), size),
                Some(_) | None => (words, ""),
            };
            let width = size.split('x').next().unwrap_or_default();
            let width = if width.is_empty() { String::new() } else { format!(" width=\"{width}\"") };
            let alt =
                if words.is_empty() { String::new() } else { format!(" title=\"{0}\" alt=\"{0}\"", escaped(words)) };
            self.remarks.converted("embedded pictures", self.at(at));
            return Some(self.edit(whole, format!("<img src=\"{}\"{width}{alt} />", escaped(page))));
        }
        if embedded {
            self.remarks.left("embedded notes", page, self.at(at));
            return Some(self.edit(whole, ""));
        }
        let shown = if words.is_empty() { page.trim_start_matches('#').replace('#', " > ") } else { words.to_owned() };
        let target = match page.split_once('#') {
            Some(("", place)) => format!("#{}", links::slug(place.trim_start_matches('^'))),
            Some((page, place)) => format!("{page}#{}", links::slug(place)),
            None => page.to_owned(),
        };
        self.remarks.converted("links of a wiki", self.at(at));
        Some(self.edit(whole, format!("<a href=\"{}\">{}</a>", escaped(&target), shown.replace('<', "&lt;"))))
    }

    /// `[^label]`, wherever in the file the note stands.
    fn call(&mut self, at: usize) -> Option<usize> {
        let inner = &self.text[at + 2..];
        let end = inner.find(']').filter(|end| *end > 0 && !inner[..*end].contains(['\n', '[', ' ']))?;
        let label = &inner[..end];
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        let is_definition =
            inner[end + 1..].starts_with(':') && self.text[line..at].trim_matches([' ', '>']).is_empty();
        if is_definition {
            return Some(end + 3);
        }
        if self.labels.notes.contains(&label.to_lowercase()) {
            return Some(self.edit(at..at + end + 3, format!("<xcall id=\"{}\" />", escaped(label))));
        }
        self.remarks.plain("calls of notes that are not there", &format!("[^{label}]"), self.at(at));
        Some(end + 3)
    }

    fn comment(&mut self, at: usize) -> Option<usize> {
        let inner = &self.text[at + 2..];
        let end = inner.find("%%").filter(|end| !inner[..*end].contains('\n'))?;
        self.remarks.converted("comments, which no edition prints", self.at(at));
        Some(self.edit(at..at + end + 4, format!("<xcomment text=\"{}\" />", escaped(inner[..end].trim()))))
    }

    fn emoji(&mut self, at: usize) -> Option<usize> {
        let is_apart = self.text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "([*_\"".contains(c));
        let inner = &self.text[at + 1..];
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && !"_+-".contains(c))?;
        let is_name = is_apart && end > 0 && inner[end..].starts_with(':');
        if !is_name || inner[end + 1..].starts_with(|c: char| c.is_alphanumeric() || c == ':') {
            return None;
        }
        match emoji::sign(&inner[..end]) {
            Some(sign) => {
                self.remarks.converted("names of emoji", self.at(at));
                Some(self.edit(at..at + end + 2, sign))
            }
            None => {
                if inner[..end].starts_with(|c: char| c.is_ascii_lowercase()) {
                    self.remarks.plain("names of emoji", &self.text[at..at + end + 2], self.at(at));
                }
                None
            }
        }
    }
}

/// A list as attributes of a tag.
fn said(list: &List) -> String {
    let id = list.id.iter().map(|id| format!(" id=\"{}\"", escaped(&id.text)));
    let classes: Vec<&str> = list.classes.iter().map(|class| class.text.as_str()).collect();
    let classes = (!classes.is_empty()).then(|| format!(" class=\"{}\"", escaped(&classes.join(" "))));
    let pairs = list
        .pairs
        .iter()
        .map(|pair| format!(" data-{}=\"{}\"", pair.key.replace([':', '.'], "-"), escaped(&pair.value)));
    id.chain(classes).chain(pairs).collect()
}
