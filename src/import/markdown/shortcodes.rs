//! In: a tag in braces of Hugo, Quarto, GitBook or Jekyll, and the lines behind it. Out: its name, its parameters, and what
//! stands for it: the words that readers of the site see are kept or told whole. Refuses to run anything.

use super::found::{Fate, Found, Inside, Kept};
use super::html::escaped;
use crate::import::tree::Attributes;

/// A tag: its name, what stands behind it, and how long it is. A parameter without a name has an empty one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Code {
    pub name: String,
    pub closes: bool,
    params: Vec<(String, String)>,
    pub length: usize,
}

const MARKS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// Bytes of a tag.
const LONGEST: usize = 8 << 10;

/// Boxes, whose first parameter is a kind.
const HINTS: &str = " notice notice-box alert callout admonition hint note tip warning info important caution danger \
    success error blurb aside box sidebar infobox message panel highlight-box ";
/// Boxes and passages, whose first parameter is a title.
const TITLED: &str = " details expand collapse accordion spoiler tab step section card include-title toggle ";
const FOLDED: &str = " details expand collapse accordion spoiler toggle ";
const QUOTES: &str = " quote blockquote epigraph citation pullquote ";
const KINDS: &str = " note tip info warning danger caution important success error question example quote bug primary \
    secondary light dark default normal ";

fn is_of(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}

impl Code {
    /// The tag at the beginning of a text.
    pub fn read(text: &str) -> Option<Code> {
        let (open, close) = MARKS.into_iter().find(|(open, _)| text.starts_with(open))?;
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let text = &text[..text.rfind(close)? + close.len()];
        let mut at = open.len() + usize::from(text[open.len()..].starts_with('-'));
        let mut words: Vec<(String, String)> = Vec::new();
        let mut closes = false;
        loop {
            let rest = &text[at..];
            let white = rest.len() - rest.trim_start().len();
            at += white;
            let rest = &rest[white..];
            let dash = usize::from(rest.starts_with('-') && rest[1..].starts_with(close));
            if rest[dash..].starts_with(close) {
                at += dash + close.len();
                break;
            }
            // A tag in a tag: this one has no end.
            if rest.starts_with(open) {
                return None;
            }
            if rest.starts_with('/') {
                // Before the name it closes; behind it the tag has no partner.
                closes |= words.is_empty();
                at += 1;
                continue;
            }
            let key = rest.find(|c: char| !c.is_alphanumeric() && !"-_.".contains(c)).unwrap_or(rest.len());
            let behind = rest[key..].trim_start_matches(' ');
            let (name, value) = match behind.strip_prefix('=').filter(|_| key > 0) {
                Some(value) => (&rest[..key], value.trim_start_matches(' ')),
                None => ("", rest),
            };
            let behind = value;
            let (value, length) = value_of(behind, close)?;
            at = text.len() - behind.len() + length;
            words.push((name.to_owned(), value));
        }
        let mut words = words.into_iter();
        let (_, name) = words.next().filter(|(key, _)| key.is_empty())?;
        let (closes, name) = match name.strip_prefix("end").filter(|rest| open == "{%" && !rest.is_empty()) {
            Some(name) => (true, name.to_owned()),
            None => (closes, name),
        };
        Some(Code { name, closes, params: words.collect(), length: at })
    }

    fn get(&self, keys: &[&str]) -> Option<&str> {
        let found = keys.iter().find_map(|key| self.params.iter().find(|(own, _)| own == key));
        found.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    }

    fn at(&self, place: usize) -> Option<&str> {
        self.params.iter().filter(|(key, _)| key.is_empty()).nth(place).map(|(_, value)| value.as_str())
    }

    /// The words over a box or a passage.
    fn title(&self) -> Option<&str> {
        const KEYS: [&str; 7] = ["title", "summary", "header", "heading", "name", "label", "caption"];
        let by_place = || {
            let name = self.name.as_str();
            if is_of(TITLED, name) {
                return self.at(0);
            }
            let first = self.at(0)?;
            let is_kind = is_of(KINDS, &first.to_lowercase());
            is_of(HINTS, name).then(|| if is_kind { self.at(1) } else { Some(self.at(1).unwrap_or(first)) })?
        };
        self.get(&KEYS).or_else(by_place)
    }

    /// Who said a quotation, and where.
    fn attribution(&self) -> Option<String> {
        let keys = ["author", "by", "cite", "source", "title", "attribution", "link"];
        let named: Vec<&str> = keys.iter().filter_map(|key| self.get(&[key])).collect();
        let all = if named.is_empty() { self.params.iter().map(|(_, value)| value.as_str()).collect() } else { named };
        (!all.is_empty()).then(|| all.join(", "))
    }

    fn is_known(&self) -> bool {
        let name = self.name.as_str();
        let others =
            " tabs tabpane columns column steps stepper cards center div content-ref embed code code-toggle codeblock ";
        [HINTS, TITLED, QUOTES, others].iter().any(|list| is_of(list, name))
    }

    /// Parameters that stand for nothing here.
    fn others(&self) -> Vec<String> {
        let title = self.title().unwrap_or_default().to_owned();
        let is_look = |key: &str, value: &str| {
            let is_kind = key.is_empty() && is_of(KINDS, &value.to_lowercase());
            is_kind || ["type", "style", "color", "icon", "class", "id", "emoji"].contains(&key)
        };
        let is_quote = is_of(QUOTES, &self.name);
        let rest = self.params.iter().filter(|(key, value)| {
            let is_used = matches!((self.name.as_str(), key.as_str()), ("content-ref", "url") | ("tabs", "items" | ""));
            !(is_quote || *value == title || is_look(key, value) || is_used)
        });
        rest.map(|(key, value)| if key.is_empty() { value.clone() } else { format!("{key}={value}") }).collect()
    }

    /// A picture: its address, its alternative text and its caption.
    fn figure(&self) -> Option<(String, String, String)> {
        let words = format!("{} {}", self.name, self.at(0).unwrap_or_default());
        let is_picture = |address: &str| {
            let end = address.rsplit('.').next().unwrap_or_default().to_lowercase();
            ["png", "jpg", "jpeg", "gif", "svg", "webp", "tif", "tiff"].contains(&end.as_str())
        };
        let by_place = || self.params.iter().map(|(_, value)| value.as_str()).find(|value| is_picture(value));
        let is_figure = ["figure", "img", "image", "picture", "photo"].iter().any(|name| words.contains(name));
        let address = self.get(&["src", "url", "file", "image_path", "path", "image"]).or_else(by_place);
        let address = address.filter(|_| is_figure)?.to_owned();
        let alt = self.get(&["alt"]).unwrap_or_default().to_owned();
        let strong = |title: &str| if title.is_empty() { String::new() } else { format!("**{title}**") };
        let is_words = |value: &&str| value.contains(' ') && !value.contains("://");
        let placed =
            || self.params.iter().filter(|(key, _)| key.is_empty()).map(|(_, value)| value.as_str()).find(is_words);
        let caption = self.get(&["caption", "description", "text"]).or_else(placed).unwrap_or_default();
        let title = self.get(&["title"]).filter(|title| *title != caption).unwrap_or_default();
        let title = if caption.is_empty() { title.to_owned() } else { strong(title) };
        let parts = [title.as_str(), caption, self.get(&["attr", "credit", "source"]).unwrap_or_default()];
        Some((address, alt, parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")))
    }

    /// A page elsewhere with a title: its link and its words as HTML.
    fn link(&self) -> Option<String> {
        let address = self.get(&["link", "href", "url", "relref"])?;
        let title = self.title().or(self.get(&["text"])).unwrap_or(address);
        let more = self.get(&["subtitle", "description", "content"]).map(|words| format!(" {}", escaped(words)));
        let called = format!("{} {}", self.name, self.at(0).filter(|_| self.name == "include").unwrap_or_default());
        let links = ["card", "button", "btn", "link", "bookmark", "embed", "page"];
        let is_link = links.iter().any(|name| called.contains(name));
        let link = format!("<a href=\"{}\">{}</a>{}", escaped(address), escaped(title), more.unwrap_or_default());
        is_link.then_some(link)
    }
}

/// One value, and its length.
fn value_of(text: &str, close: &str) -> Option<(String, usize)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`' | '“' | '”'));
    let Some(quote) = quote else {
        let end = text.find(|c: char| c.is_whitespace()).unwrap_or(text.len());
        let end = text[..end].find(close).unwrap_or(end);
        let value = &text[..end];
        return (!value.is_empty()).then(|| (value.to_owned(), end));
    };
    let ends = if matches!(quote, '“' | '”') { ['“', '”'] } else { [quote, quote] };
    let mut value = String::new();
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '\\' if !is_escaped && quote != '`' => is_escaped = true,
            letter if ends.contains(&letter) && !is_escaped => return Some((value, at + letter.len_utf8())),
            letter => {
                if is_escaped && !ends.contains(&letter) && letter != '\\' {
                    value.push('\\');
                }
                is_escaped = false;
                value.push(letter);
            }
        }
    }
    None
}

/// Tags of an outline that is never closed, or that is taken in another place.
fn is_other(name: &str) -> bool {
    ["include", "pagebreak", "toc"].contains(&name)
}

/// What a tag alone on its line begins.
pub fn find(lines: &[&str], first: &str) -> Option<Found> {
    let code = Code::read(first).filter(|code| !code.closes)?;
    if code.length < first.len() {
        return on_one_line(&code, first);
    }
    match end(lines, &code) {
        Some(end) if !is_other(&code.name) => Some(block(&code, lines, first, end)),
        None | Some(_) => alone(&code, first),
    }
}

/// A box or a tab whose words stand on its own line: `{{< tab "Mac" >}} Words {{< /tab >}}`.
fn on_one_line(code: &Code, first: &str) -> Option<Found> {
    let name = code.name.as_str();
    if !is_of(HINTS, name) && !is_of(TITLED, name) && name != "center" {
        return None;
    }
    let mut tags = first[code.length..].match_indices('{').filter_map(|(at, _)| {
        let at = at + code.length;
        Some((at, Code::read(&first[at..]).filter(|own| own.name == name)?))
    });
    let (at, _) = tags.next().filter(|(at, own)| own.closes && at + own.length == first.len())?;
    let lines = [first, first[code.length..at].trim(), &first[at..]];
    let mut found = block(code, &lines, &first[..code.length], 2);
    found.taken = 1;
    if let Kept::Blocks { lines, .. } = &mut found.kept {
        lines.iter_mut().for_each(|(at, _)| *at = 0);
    }
    Some(found)
}

/// The line that closes it.
fn end(lines: &[&str], code: &Code) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, line) in lines.iter().enumerate().skip(1) {
        let line = line.trim();
        let found = line.match_indices('{').filter_map(|(at, _)| Code::read(&line[at..]));
        for own in found.filter(|own| own.name == code.name) {
            depth = if own.closes { depth - 1 } else { depth + 1 };
            if depth == 0 {
                // What stands before it on its line is lost to the block.
                return (Code::read(line)?.length == line.len()).then_some(at);
            }
        }
    }
    None
}

fn block(code: &Code, lines: &[&str], first: &str, end: usize) -> Found {
    let taken = end + 1;
    let text = || lines[1..end].join("\n");
    let name = code.name.as_str();
    let done = |what, kept, shown| Found { what, kept, taken, shown };
    match name {
        "highlight" => {
            let language = code.at(0).map(str::to_owned);
            return done("code in shortcodes", Kept::Code { language, text: text() }, Fate::Converted);
        }
        "code" | "code-toggle" | "codeblock"
            if !lines[1..end]
                .iter()
                .find(|line| !line.trim().is_empty())
                .is_some_and(|line| line.trim_start().starts_with("```")) =>
        {
            let language = code.get(&["lang", "language"]).map(str::to_owned);
            return done("code in shortcodes", Kept::Code { language, text: text() }, Fate::Converted);
        }
        "math" | "katex" | "latex" | "mathjax" => {
            return done("formulas", Kept::Math { text: text(), id: None }, Fate::Plain(text()));
        }
        "mermaid" | "plantuml" | "graphviz" => {
            let kept = Kept::Code { language: None, text: text() };
            return done("diagrams, kept as code", kept, Fate::Plain(name.to_owned()));
        }
        "comment" => return done("comments, which no edition prints", Kept::Comment(text()), Fate::Converted),
        "for" | "capture" | "case" => {
            let shown = Fate::Left(lines[..taken].join(" "));
            return done("passages that a tool computes", Kept::Nothing, shown);
        }
        _ => {}
    }
    let lines = inner(code, &lines[..end]);
    if is_of(QUOTES, name) {
        let kept = Kept::Quote { lines, attribution: code.attribution() };
        return done("shortcodes", kept, Fate::Converted);
    }
    let class = match name {
        name if is_of(HINTS, name) || is_of(FOLDED, name) => Attributes::class("sidebar"),
        "center" => Attributes::class("center"),
        _ => Attributes::default(),
    };
    let is_code = name.starts_with("code");
    // The name of a file is code.
    let called =
        |title: &str| if is_code && !title.contains([' ', '`']) { format!("`{title}`") } else { title.to_owned() };
    let kept = Kept::Blocks { attributes: class, title: code.title().map(called), lines };
    let others = code.others();
    match (code.is_known(), others.is_empty()) {
        (true, true) => done("shortcodes", kept, Fate::Converted),
        (true, false) => done("settings of shortcodes", kept, Fate::Left(format!("{name}: {}", others.join(", ")))),
        (false, _) => done("shortcodes around words that are kept", kept, Fate::Left(first.to_owned())),
    }
}

/// The lines in a tag, without marks between columns; tabs that the tag names have their names.
fn inner(code: &Code, lines: &[&str]) -> Inside {
    let names = code.get(&["items"]).filter(|_| code.name == "tabs").unwrap_or_default();
    let mut names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let line = |(at, line): (usize, &&str)| {
        let bare = Code::read(line.trim()).filter(|own| own.name == "tab" && !own.closes && own.params.is_empty());
        let line = match (line.trim(), bare.and_then(|_| names.next())) {
            ("<--->" | "<-->", _) if code.name == "columns" => String::new(),
            (typed, Some(name)) => {
                let behind = Code::read(typed).map_or("", |own| &typed[own.length..]);
                format!("{{{{< tab \"{}\" >}}}}{behind}", name.replace('"', "'"))
            }
            (_, None) => (*line).to_owned(),
        };
        (at, line)
    };
    let mut out: Inside = lines.iter().enumerate().skip(1).map(line).collect();
    // A tag that is opened with another mark closes so.
    if !names.clone().collect::<String>().is_empty() {
        out.push((lines.len() - 1, names.collect::<Vec<_>>().join(", ")));
    }
    out
}

/// A tag without a partner, alone on its line.
fn alone(code: &Code, first: &str) -> Option<Found> {
    let found = |what, kept, shown| Some(Found { what, kept, taken: 1, shown });
    if let Some((address, alt, caption)) = code.figure() {
        let width = code.get(&["width"]).and_then(super::classes::width);
        let mut attributes = Attributes::default();
        attributes.pairs.extend(width.map(|width| ("width".to_owned(), width)));
        let others: Vec<String> = ["link", "attrlink", "height"]
            .iter()
            .filter_map(|key| Some(format!("{}: {key}={}", code.name, code.get(&[key])?)))
            .collect();
        let kept = Kept::Figure { address, attributes, alt, caption };
        return match others.is_empty() {
            true => found("figures of Hugo and Jekyll", kept, Fate::Converted),
            false => found("settings of shortcodes", kept, Fate::Left(others.join(", "))),
        };
    }
    if let Some(link) = code.link() {
        return found("pages that a tag shows, as links", Kept::Html(link), Fate::Plain(first.to_owned()));
    }
    if is_of(QUOTES, &code.name)
        && let Some(words) = code.get(&["text", "quote", "content"])
    {
        let kept = Kept::Quote {
            lines: vec![(0, words.to_owned())],
            attribution: code.get(&["author", "source"]).map(str::to_owned),
        };
        return found("shortcodes", kept, Fate::Converted);
    }
    // `{% include note.html content="words" %}` and its like.
    if let Some(words) = code.get(&["content", "text", "body", "message"]) {
        let title = code.get(&["title", "heading", "header"]).map(str::to_owned);
        let kept = Kept::Blocks { attributes: Attributes::class("sidebar"), title, lines: vec![(0, words.to_owned())] };
        return found("shortcodes with words, as sidebars", kept, Fate::Plain(first.to_owned()));
    }
    if let Some(title) = code.title().filter(|_| code.is_known()) {
        let kept = Kept::Html(format!("<p><strong>{}</strong></p>", escaped(title)));
        let is_whole = code.others().is_empty();
        let shown = if is_whole { Fate::Plain(first.to_owned()) } else { Fate::Left(first.to_owned()) };
        return found("tabs and boxes with titles", kept, shown);
    }
    found("shortcodes", Kept::Nothing, Fate::Left(first.to_owned()))
}

/// What stands for a tag among words; what stands for the one that closes it; whether it is told, whole.
pub struct Among {
    pub new: String,
    pub behind: String,
    pub told: bool,
}

pub fn among(code: &Code, has_partner: bool) -> Among {
    let plain = |new: String| Among { new, behind: String::new(), told: false };
    if code.closes {
        return plain(String::new());
    }
    if let Some((address, alt, caption)) = code.figure() {
        let alt = if alt.is_empty() { String::new() } else { format!(" alt=\"{}\"", escaped(&alt)) };
        let image = format!("<img src=\"{}\"{alt} />", escaped(&address));
        let caption = if caption.is_empty() { String::new() } else { format!(" {caption}") };
        return plain(format!("{image}{caption}"));
    }
    if code.name == "kbd" {
        let keys: Vec<&str> = code.params.iter().map(|(_, value)| value.as_str()).collect();
        let is_plain = code.params.iter().all(|(key, value)| key.is_empty() && !value.contains('`'));
        if is_plain && !keys.is_empty() {
            return plain(format!("`{}`", keys.join(" ")));
        }
    }
    if let Some(link) = code.link() {
        // Words up to its partner are those of the link.
        let is_bare = code.title().or(code.get(&["text"])).is_none();
        let open = link.split_inclusive('>').next().unwrap_or_default().to_owned();
        return match is_bare && has_partner {
            true => Among { new: open, behind: "</a>".to_owned(), told: false },
            false => Among { new: link, behind: String::new(), told: true },
        };
    }
    if is_of(QUOTES, &code.name) {
        let behind = code.attribution().map_or(String::new(), |by| format!(" (— {})", escaped(&by)));
        return Among { new: String::new(), behind, told: false };
    }
    let title = code.title().filter(|_| code.is_known()).map(|title| format!("<strong>{}</strong> ", escaped(title)));
    Among { told: !code.is_known() || !code.others().is_empty(), new: title.unwrap_or_default(), behind: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> (String, Vec<String>, usize) {
        let code = Code::read(text).unwrap_or_else(|| panic!("{text}"));
        (code.name, code.params.iter().map(|(key, value)| format!("{key}:{value}")).collect(), code.length)
    }

    #[test]
    fn parameters_have_names_or_places() {
        let (name, params, length) = code("{{% notice tip \"A \\\"b\\\"\" x = 'y' z=`q` w=1 %}} more");
        assert_eq!((name.as_str(), length), ("notice", 46));
        assert_eq!(params, [":tip", ":A \"b\"", "x:y", "z:q", "w:1"]);
        assert_eq!(code("{{<img src=\"a.png\">}}"), ("img".into(), vec!["src:a.png".into()], 21));
        assert_eq!(code("{%- include a/b.html c=\"d\" -%}").1, [":a/b.html", "c:d"]);
        assert!(Code::read("{{< /quote >}}").unwrap().closes && Code::read("{% endhint %}").unwrap().closes);
        assert_eq!(code("{{< icon x />}}").2, 15);
        assert!(Code::read("{{< a \"open >}}").is_none() && Code::read("{{< a").is_none());
    }

    #[test]
    fn words_of_a_tag_are_its_title() {
        for (text, title) in [
            ("{{% notice tip \"Title\" %}}", Some("Title")),
            ("{{< hint info >}}", None),
            ("{{< details \"More\" >}}", Some("More")),
            ("{{< tab name=\"Mac\" >}}", Some("Mac")),
            ("{{< callout type=\"x\" title=\"T\" >}}", Some("T")),
        ] {
            assert_eq!(Code::read(text).unwrap().title(), title, "{text}");
        }
    }
}
