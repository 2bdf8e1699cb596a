//! In: HTML among Markdown, its tags one by one. Out: what they open and close in the tree. What has no meaning in a book
//! is told.

use super::builder::Builder;
use super::frame::{Run, Shape};
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes, Block, Inline, Numbering};
use crate::manuscript::ground::OPTIONS;
use crate::manuscript::markdown::tag::Tag;
use pulldown_cmark::{Event, Parser, Tag as Mark};
use std::ops::Range;

/// Elements that run, play or ask for something: they and all in them go.
const GONE: [&str; 16] = [
    "script", "style", "iframe", "video", "audio", "object", "form", "svg", "button", "select", "textarea", "head",
    "noscript", "canvas", "template", "embed",
];

/// Bytes of one that stands among words.
const NEAR: usize = 4_000;

/// Elements without an end.
const EMPTY: [&str; 10] = ["br", "hr", "img", "input", "col", "wbr", "source", "link", "meta", "track"];

/// A block of HTML; words in it are read as Markdown.
pub fn block(text: &str, line: usize, builder: &mut Builder, remarks: &mut Remarks) {
    let mut rest = text;
    let mut line = line;
    builder.unclosed.clear();
    while !rest.is_empty() {
        let is_code = builder.stack.iter().any(|frame| matches!(frame.shape, Shape::Pre { .. }));
        let (words, markup) = rest.split_at(next_tag(rest, is_code));
        self::words(words, line, builder, remarks);
        line += words.matches('\n').count();
        let length = match markup {
            "" => 0,
            comment if comment.starts_with("<!--") => {
                let end = comment.find("-->");
                let words = &comment[4..end.unwrap_or(comment.len())];
                builder.block(Block::Comment(words.trim().to_owned()));
                remarks.converted("comments, which no edition prints", At::Line(line));
                end.map_or(comment.len(), |end| end + 3)
            }
            other if other.starts_with("<!") || other.starts_with("<?") => {
                other.find('>').map_or(other.len(), |end| end + 1)
            }
            other => match Tag::read(other) {
                Some(found) => {
                    let length = found.length;
                    if !is_element(&found.name) {
                        let before = text[..text.len() - other.len()].rsplit('\n').next().unwrap_or_default();
                        let behind = other[length..].split('\n').next().unwrap_or_default();
                        let typed = &other[..length];
                        if before.trim().is_empty() && behind.trim().is_empty() {
                            remarks.left("tags that are no HTML", typed, At::Line(line));
                        } else {
                            remarks.plain("words between angle brackets, kept as typed", typed, At::Line(line));
                            builder.words(typed);
                        }
                        line += typed.matches('\n').count();
                        rest = &markup[length..];
                        continue;
                    }
                    length + tag(&found, &other[length..], line, builder, remarks)
                }
                None => {
                    builder.words("<");
                    1
                }
            },
        };
        line += markup[..length].matches('\n').count();
        rest = &markup[length..];
    }
}

/// Where the next tag begins; none does between the marks of code among words.
fn next_tag(text: &str, is_code: bool) -> usize {
    let mut at = 0;
    while let Some(found) = text[at..].find(['<', '`']).map(|found| at + found) {
        if text[found..].starts_with('<') || is_code {
            match text[found..].find('<') {
                Some(tag) => return found + tag,
                None => return text.len(),
            }
        }
        let length = text[found..].len() - text[found..].trim_start_matches('`').len();
        let marks = &text[found..found + length];
        let inside = text[found + length..].split("\n\n").next().unwrap_or_default();
        at = found + length + inside.find(marks).map_or(0, |end| end + length);
    }
    text.len()
}

/// The tag that closes an element.
fn close(text: &str, name: &str) -> Option<Range<usize>> {
    let places = memchr::memmem::find_iter(text.as_bytes(), "</");
    let mut found = places.filter_map(|at| Some((at, Tag::read(&text[at..])?)));
    found.find(|(_, tag)| tag.name == name).map(|(at, tag)| at..at + tag.length)
}

/// Words without tags.
fn bare(text: &str) -> String {
    let mut is_tag = false;
    let letters = text.chars().map(|letter| {
        let was_tag = is_tag;
        is_tag = (is_tag || letter == '<') && letter != '>';
        if was_tag || is_tag { ' ' } else { letter }
    });
    letters.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of an element among words that goes with all in it, where a tag in the same paragraph closes it.
pub fn gone(text: &str, behind: &str) -> Option<String> {
    let tag = Tag::read(text).filter(|tag| GONE.contains(&tag.name.as_str()) && !tag.closes && !tag.empty)?;
    let mut limit = behind.len().min(NEAR);
    while !behind.is_char_boundary(limit) {
        limit -= 1;
    }
    let near = behind[..limit].split("\n\n").next().unwrap_or_default();
    close(near, &tag.name).map(|_| tag.name)
}

pub fn closes(text: &str, name: &str) -> bool {
    Tag::read(text).is_some_and(|tag| tag.closes && tag.name == name)
}

/// One tag, or one comment, among words.
pub fn inline(text: &str, line: usize, builder: &mut Builder, remarks: &mut Remarks) {
    if let Some(comment) = text.strip_prefix("<!--") {
        let words = comment.trim_end_matches("-->").trim().to_owned();
        builder.inline(Inline::Comment(words));
        return remarks.converted("comments, which no edition prints", At::Line(line));
    }
    match Tag::read(text) {
        Some(found) if is_element(&found.name) => {
            tag(&found, "", line, builder, remarks);
        }
        // `Option<T>` in running text, for one.
        _ => {
            remarks.plain("words between angle brackets, kept as typed", text, At::Line(line));
            builder.words(text);
        }
    }
}

/// Whether HTML has an element of this name, or this importer made it.
fn is_element(name: &str) -> bool {
    const OTHERS: &str = " a abbr acronym address area article aside b base bdi bdo big blockquote body br caption \
        center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption \
        figure font footer frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr html i img input ins kbd label legend li \
        link main map mark marquee math menu meta meter nav nobr ol optgroup option output p param picture pre \
        progress q rb rp rt rtc ruby s samp search section small source span strike strong sub summary sup table \
        tbody td tfoot th thead time title tr track tt u ul var wbr xattr xcall xcomment xdel xhead xins xmark xmath \
        xnote xspan ";
    GONE.contains(&name) || OTHERS.contains(&format!(" {name} "))
}

/// Words between tags, with the marks of Markdown that stand among words.
fn words(words: &str, line: usize, builder: &mut Builder, remarks: &mut Remarks) {
    if words.trim().is_empty() {
        let is_line = words.contains('\n');
        return builder.words(if words.is_empty() || !is_line { words } else { "\n" });
    }
    if builder.stack.iter().any(|frame| matches!(frame.shape, Shape::Pre { .. })) {
        return builder.words(&unescaped(words));
    }
    let edge = |edge: Option<char>| if edge.is_some_and(char::is_whitespace) { " " } else { "" };
    builder.words(edge(words.chars().next()));
    // Nothing that begins a block does so here.
    for part in words.split("\n\n") {
        let part = part.split('\n').map(str::trim).collect::<Vec<_>>().join("\n");
        let part = headings(&part, line, builder, remarks);
        let shielded = format!("\u{2060}{part}");
        for (event, _) in Parser::new_ext(&shielded, OPTIONS).into_offset_iter() {
            match event {
                Event::Text(text) => builder.words(text.trim_start_matches('\u{2060}')),
                Event::Code(text) => builder.inline(Inline::Code(text.to_string())),
                Event::SoftBreak => builder.words("\n"),
                Event::HardBreak => builder.inline(Inline::Break),
                Event::InlineHtml(tag) => inline(&tag, line, builder, remarks),
                Event::Start(Mark::Emphasis) => builder.open(Shape::Run(Run::Emphasis), None, line),
                Event::Start(Mark::Strong) => builder.open(Shape::Run(Run::Strong), None, line),
                Event::Start(Mark::Link { dest_url, title, .. }) => {
                    if !title.is_empty() {
                        remarks.left("titles of links and words", &title, At::Line(line));
                    }
                    builder.open(Shape::Run(Run::Link(dest_url.to_string())), None, line);
                }
                Event::Start(Mark::Image { dest_url, title, .. }) => {
                    let (address, title) = (dest_url.to_string(), title.to_string());
                    builder.open(Shape::Run(Run::Image { address, title }), None, line);
                }
                Event::End(
                    pulldown_cmark::TagEnd::Emphasis
                    | pulldown_cmark::TagEnd::Strong
                    | pulldown_cmark::TagEnd::Link
                    | pulldown_cmark::TagEnd::Image,
                ) => builder.close(),
                _ => {}
            }
        }
    }
    builder.words(edge(words.chars().next_back()));
}

/// Reads the titles at the beginning of words, which some tools read right behind a tag; what is left.
fn headings<'w>(part: &'w str, line: usize, builder: &mut Builder, remarks: &mut Remarks) -> &'w str {
    let mut rest = part;
    loop {
        let (first, behind) =
            rest.trim_start_matches('\n').split_once('\n').unwrap_or((rest.trim_start_matches('\n'), ""));
        let title = first.trim_start_matches('#');
        let level = first.len() - title.len();
        let is_free = builder.stack.iter().all(|frame| !frame.shape.is_run() && !matches!(frame.shape, Shape::Cell));
        if !(1..=6).contains(&level) || !title.starts_with(' ') || !is_free {
            return rest;
        }
        let level = u8::try_from(level).unwrap_or(6);
        builder.open(Shape::Heading { level, attributes: Attributes::default() }, None, line);
        words(title.trim(), line, builder, remarks);
        builder.close();
        remarks.converted("titles right behind a tag", At::Line(line));
        rest = behind;
    }
}

/// Opens or closes what a tag says; how many of the letters behind it belong to it.
fn tag(tag: &Tag, rest: &str, line: usize, builder: &mut Builder, remarks: &mut Remarks) -> usize {
    let name = tag.name.as_str();
    let at = At::Line(line);
    if GONE.contains(&name) {
        if tag.closes {
            return 0;
        }
        // What nothing closed once, nothing closes further on.
        let end = if builder.unclosed.contains(name) { None } else { close(rest, name) };
        if end.is_none() {
            builder.unclosed.insert(name.to_owned());
        }
        let words = end.as_ref().map_or(String::new(), |end| bare(&rest[..end.start]));
        // The words of a program are none of the book.
        let words = if matches!(name, "script" | "style") { String::new() } else { words };
        remarks.left("HTML that runs or plays", format!("<{name}> {words}").trim_end(), at);
        return end.map_or(0, |end| end.end);
    }
    if tag.closes {
        if !builder.close_tag(name)
            && !EMPTY.contains(&name)
            && !["p", "html", "body", "tbody", "tfoot", "picture", "colgroup"].contains(&name)
        {
            remarks.left("tags of HTML that close nothing", &format!("</{name}>"), at);
        }
        // What follows is no part of the title.
        if name == "summary" {
            builder.block(Block::Paragraph(Vec::new()));
        }
        return 0;
    }
    super::classes::looks(tag, at, remarks);
    let own = Attributes {
        id: tag.get("id").or(tag.get("name")).filter(|id| !id.is_empty()).map(str::to_owned),
        ..Attributes::default()
    };
    match name {
        "br" => builder.inline(Inline::Break),
        "wbr" | "col" | "colgroup" | "source" | "link" | "meta" | "track" | "html" | "body" | "base" | "tbody"
        | "tfoot" | "picture" => {}
        "hr" => builder.block(Block::Break),
        "input" => {
            let mark = if tag.get("checked").is_some() { "☑ " } else { "☐ " };
            builder.words(if tag.get("type") == Some("checkbox") { mark } else { "" });
        }
        "img" => image(tag, own, line, builder, remarks),
        "xattr" => builder.inline(Inline::Span { attributes: lined(tag, line), inlines: Vec::new() }),
        "xhead" => head(tag, at, builder, remarks),
        "xcall" => builder.inline(super::builder::call(&tag.get("id").map(unescaped).unwrap_or_default(), line)),
        "xmath" => {
            let text = tag.get("text").map(unescaped).unwrap_or_default();
            builder.inline(Inline::Math { text, display: tag.get("display").is_some() });
        }
        "xcomment" => builder.inline(Inline::Comment(tag.get("text").map(unescaped).unwrap_or_default())),
        "p" | "center" | "div" | "section" | "article" | "header" | "footer" | "main" | "aside" | "details" | "nav"
        | "address" | "blockquote" | "figure" | "figcaption" | "caption" | "table" | "thead" | "tr" | "td" | "th"
        | "ul" | "ol" | "li" | "dl" | "dt" | "dd" | "pre" | "summary" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            container(tag, own, line, builder, remarks);
        }
        _ => run(tag, own, line, builder, remarks),
    }
    0
}

fn image(tag: &Tag, own: Attributes, line: usize, builder: &mut Builder, remarks: &mut Remarks) {
    let address = tag.get("src").map(unescaped).unwrap_or_default();
    let alt = tag.get("alt").map(unescaped).unwrap_or_default();
    let picture = builder.named(address, line);
    builder.inline(Inline::Image { picture, alt: alt.clone() });
    let mut attributes = own;
    if alt.is_empty() && tag.get("alt").is_some() {
        attributes.classes.push("decorative".to_owned());
    }
    let width = tag.get("width").map(str::to_owned).or_else(|| style(tag, "width")).filter(|width| width != "auto");
    if let Some(typed) = width {
        match super::classes::width(&typed) {
            Some(width) => attributes.pairs.push(("width".to_owned(), width)),
            None => remarks.plain("attributes", &format!("width={typed}"), At::Line(line)),
        }
    }
    let side = style(tag, "float").map(|side| ("float", side));
    let side = side.or_else(|| Some(("align", tag.get("align")?.to_ascii_lowercase())));
    if let Some((how, side)) = side.filter(|(_, side)| matches!(side.as_str(), "left" | "right")) {
        remarks.plain("attributes", &format!("{how}={side}"), At::Line(line));
    }
    attributes.pairs.extend(tag.get("title").map(|title| ("title".to_owned(), unescaped(title))));
    let marks = [(super::classes::TAG, String::new()), (super::classes::LINE, line.to_string())];
    attributes.pairs.extend(marks.map(|(key, value)| (key.to_owned(), value)));
    builder.inline(Inline::Span { attributes, inlines: Vec::new() });
    remarks.converted("pictures in HTML", At::Line(line));
}

/// What a list of attributes behind a title says of it.
fn head(tag: &Tag, at: At, builder: &mut Builder, remarks: &mut Remarks) {
    let list = super::classes::known(list(tag), at, remarks);
    let heading = builder.stack.iter_mut().rev().find_map(|frame| match &mut frame.shape {
        Shape::Heading { attributes, .. } => Some(attributes),
        _ => None,
    });
    if let Some(attributes) = heading {
        *attributes = list;
    }
}

/// All attributes of a tag that we made of a list of ours.
fn list(tag: &Tag) -> Attributes {
    let pairs = tag.attributes.iter().filter_map(|(key, value)| {
        let key = key.strip_prefix("data-")?;
        Some((key.to_owned(), unescaped(value)))
    });
    Attributes {
        id: tag.get("id").map(unescaped).filter(|id| !id.is_empty()),
        classes: tag.get("class").unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        pairs: pairs.collect(),
    }
}

/// The same, and the line on which it stands.
fn lined(tag: &Tag, line: usize) -> Attributes {
    let mut list = list(tag);
    list.pairs.push((super::classes::LINE.to_owned(), line.to_string()));
    list
}

fn container(tag: &Tag, own: Attributes, line: usize, builder: &mut Builder, remarks: &mut Remarks) {
    let name = tag.name.as_str();
    let at = At::Line(line);
    // Elements that the next of their kind closes.
    let closes: &[&str] = match name {
        "li" => &["li"],
        "dt" | "dd" => &["dt", "dd"],
        "td" | "th" => &["td", "th"],
        "tr" => &["td", "th", "tr"],
        _ => &["p"],
    };
    for open in closes {
        let is_near = builder.stack.iter().rev().take(3).any(|frame| frame.tag.as_deref() == Some(*open));
        if is_near && (name != "tr" || builder.is_open("tr")) && !(name == "li" && is_new_list(builder)) {
            builder.close_tag(open);
        }
    }
    // Where no list of attributes can stand, a place can.
    let place = own.id.clone();
    let aligned = tag.get("align").map(str::to_ascii_lowercase).or_else(|| style(tag, "text-align"));
    let class = match (name, aligned.as_deref()) {
        ("center", _) | (_, Some("center")) => Some("center"),
        (_, Some("right")) => Some("right"),
        ("aside" | "details", _) => Some("sidebar"),
        _ => None,
    };
    let shape = match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Shape::Heading { level: name.as_bytes()[1] - b'0', attributes: own },
        "blockquote" => Shape::Quote,
        "ul" => Shape::List { numbering: Numbering::Bullets, start: 1, tight: true },
        "ol" => {
            let numbering = match tag.get("type") {
                Some("a") => Numbering::LowerLetters,
                Some("A") => Numbering::UpperLetters,
                Some("i") => Numbering::LowerRoman,
                Some("I") => Numbering::UpperRoman,
                _ => Numbering::Arabic,
            };
            if numbering != Numbering::Arabic {
                let shown = format!("<ol type={}>", tag.get("type").unwrap_or_default());
                remarks.plain("lists by letters or Roman numerals, which get numbers", &shown, at);
            }
            let start = tag.get("start").and_then(|start| start.parse().ok()).unwrap_or(1);
            Shape::List { numbering, start, tight: true }
        }
        "li" => Shape::Item,
        "dl" => Shape::Definitions,
        "dt" => Shape::Term,
        "dd" => Shape::Meaning,
        "table" => Shape::Table(Vec::new()),
        "thead" => Shape::Group,
        "tr" => Shape::Row(builder.is_open("thead")),
        "td" | "th" => {
            let spans =
                ["colspan", "rowspan"].into_iter().filter(|name| tag.get(name).is_some_and(|count| count != "1"));
            for what in spans {
                remarks.plain("cells over several columns or rows", what, at);
            }
            // A row of nothing but titles is the head.
            if name == "th" && builder.top().cells.is_empty() {
                let row = builder.top();
                if let Shape::Row(is_head) = &mut row.shape {
                    *is_head = true;
                }
            }
            Shape::Cell
        }
        "caption" | "figcaption" => Shape::Caption,
        "figure" => Shape::Figure(own),
        "pre" => Shape::Pre { language: None },
        "summary" => Shape::Run(Run::Strong),
        _ => {
            let known = tag.get("class").unwrap_or_default().split_whitespace().map(str::to_owned);
            let mut attributes = Attributes { classes: known.collect(), ..own };
            attributes.classes.extend(class.map(str::to_owned));
            attributes.pairs.extend(tag.get("lang").map(|lang| ("lang".to_owned(), lang.to_owned())));
            match name {
                "p" if attributes.is_empty() => Shape::Group,
                _ => Shape::Div(super::classes::known(attributes, at, remarks)),
            }
        }
    };
    if name == "summary" {
        builder.block(Block::Paragraph(Vec::new()));
    }
    remarks.converted("blocks in HTML", at);
    let around = matches!(name, "ul" | "ol" | "dl" | "table" | "pre");
    if let Some(id) = place.clone().filter(|_| around) {
        builder.block(Block::Paragraph(vec![Inline::Anchor(id)]));
    }
    builder.open(shape, Some(name), line);
    if let Some(id) = place.filter(|_| matches!(name, "li" | "dt" | "dd" | "td" | "th" | "blockquote" | "summary")) {
        builder.inline(Inline::Anchor(id));
    }
}

/// Whether a list was opened since the last item.
fn is_new_list(builder: &Builder) -> bool {
    let last = builder.stack.iter().rposition(|frame| matches!(frame.tag.as_deref(), Some("li" | "ul" | "ol")));
    last.is_some_and(|at| builder.stack[at].tag.as_deref() != Some("li"))
}

fn run(tag: &Tag, own: Attributes, line: usize, builder: &mut Builder, remarks: &mut Remarks) {
    let name = tag.name.as_str();
    let at = At::Line(line);
    let mut told = true;
    let run = match name {
        "em" | "i" | "cite" | "dfn" | "var" => Run::Emphasis,
        "strong" | "b" => Run::Strong,
        "s" | "del" | "strike" => Run::Strike,
        "sub" => Run::Subscript,
        "sup" => Run::Superscript,
        "u" | "ins" => Run::Underline,
        "q" => Run::Quoted,
        "code" | "kbd" | "tt" | "samp" => Run::Code,
        "xnote" => Run::Note,
        "xins" => Run::Inserted,
        "xdel" => Run::Deleted,
        "xmark" => Run::Emphasis,
        "xspan" => Run::Span(lined(tag, line)),
        "a" => match tag.get("href") {
            Some(href) if is_own(href, builder) => Run::Plain,
            Some(href) if tag.get("id").is_some_and(|id| !id.is_empty() && href.strip_prefix('#') == Some(id)) => {
                itself(&href[1..], builder);
                Run::Plain
            }
            Some(href) => Run::Link(unescaped(href)),
            None => Run::Span(own.clone()),
        },
        "span" | "font" | "small" | "big" | "abbr" | "acronym" | "bdi" | "bdo" | "time" | "data" | "label" => span(tag),
        "mark" => {
            remarks.plain("marked words", "<mark>", at);
            Run::Plain
        }
        _ => {
            told = false;
            remarks.plain("elements of HTML without a meaning in a book", &format!("<{name}>"), at);
            Run::Plain
        }
    };
    if told && !name.starts_with('x') && name != "mark" {
        remarks.converted("words in HTML", at);
    }
    let language =
        tag.get("class").and_then(|class| class.split_whitespace().find_map(|name| name.strip_prefix("language-")));
    if let (Some(own), Some(Shape::Pre { language })) =
        (language, builder.stack.last_mut().map(|frame| &mut frame.shape))
    {
        *language = Some(own.to_owned());
    }
    let is_link = matches!(run, Run::Link(_));
    if let Some(id) = own.id.filter(|_| is_link) {
        builder.inline(Inline::Anchor(id));
    }
    if let Some(title) = tag.get("title").filter(|title| !title.trim().is_empty()) {
        let what =
            if matches!(name, "abbr" | "acronym") { "titles of abbreviations" } else { "titles of links and words" };
        remarks.left(what, title, at);
    }
    // An anchor is often left open: it holds nothing.
    if name == "a" && !is_link && !matches!(&run, Run::Span(own) if own.id.is_none()) {
        if let Run::Span(Attributes { id: Some(id), .. }) = &run {
            builder.inline(Inline::Anchor(id.clone()));
        }
        return builder.open(Shape::Run(Run::Plain), Some(name), line);
    }
    builder.open(Shape::Run(run), Some(name), line);
    if tag.empty {
        builder.close_tag(name);
    }
}

/// Whether a link leads to what it stands in, as sites have it in titles and terms.
fn is_own(href: &str, builder: &Builder) -> bool {
    let Some(id) = href.strip_prefix('#').filter(|id| !id.is_empty()) else { return false };
    let is_place = |inline: &Inline| matches!(inline, Inline::Anchor(own) if own == id);
    builder.stack.iter().any(|frame| match &frame.shape {
        Shape::Heading { attributes, .. } => attributes.id.as_deref() == Some(id),
        Shape::Term | Shape::Cell | Shape::Item => frame.inlines.first().is_some_and(is_place),
        _ => false,
    })
}

/// A link to its own place, as GitBook writes one behind each title, is the place of that title.
fn itself(id: &str, builder: &mut Builder) {
    let heading = builder.stack.iter_mut().rev().find_map(|frame| match &mut frame.shape {
        Shape::Heading { attributes, .. } => Some(attributes),
        _ => None,
    });
    match heading {
        Some(attributes) if attributes.id.is_none() => attributes.id = Some(id.to_owned()),
        _ => builder.inline(Inline::Anchor(id.to_owned())),
    }
}

/// What the style of a run of words asks for.
fn span(tag: &Tag) -> Run {
    let is = |key: &str, value: &str| style(tag, key).is_some_and(|own| own.contains(value));
    let class = tag.get("class").unwrap_or_default();
    if class.contains("smallcaps") || class.contains("small-caps") || is("font-variant", "small-caps") {
        return Run::SmallCaps;
    }
    if is("font-style", "italic") {
        return Run::Emphasis;
    }
    if is("font-weight", "bold") {
        return Run::Strong;
    }
    if is("text-decoration", "line-through") {
        return Run::Strike;
    }
    let mut attributes =
        Attributes { id: tag.get("id").filter(|id| !id.is_empty()).map(str::to_owned), ..Attributes::default() };
    if tag.name == "small" {
        attributes.classes.push("small".to_owned());
    }
    attributes.pairs.extend(tag.get("lang").map(|lang| ("lang".to_owned(), lang.to_owned())));
    if attributes.is_empty() { Run::Plain } else { Run::Span(attributes) }
}

/// A value of the `style` attribute, without spaces.
fn style(tag: &Tag, key: &str) -> Option<String> {
    let all = tag.get("style")?.to_ascii_lowercase();
    all.split(';').find_map(|rule| {
        let (name, value) = rule.split_once(':')?;
        (name.trim() == key).then(|| value.split_whitespace().collect::<String>())
    })
}

/// A value as it may stand between quotation marks.
pub fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', " ")
}

fn unescaped(value: &str) -> String {
    let value = value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'");
    let value = value.replace("&apos;", "'").replace("&nbsp;", "\u{a0}").replace("&#x27;", "'");
    value.replace("&amp;", "&")
}
