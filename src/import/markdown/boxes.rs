//! In: lines. Out: the foreign block that begins with the first: a fenced div, a directive, an admonition, a shortcode, a
//! setting of a tool's own. Refuses to read what is in it.

use super::directives::directive;
use super::found::{Fate, Found, Inside, Kept, inside};
use super::{indented, shortcodes};
use crate::import::kind::Kind;
use crate::import::tree::Attributes;
use crate::manuscript::attributes::{self, List};

/// Whether a line may begin such a block.
pub fn may_begin(body: &str) -> bool {
    const STARTS: [&str; 24] = [
        ":::",
        "```",
        "~~~",
        "!!! ",
        "???",
        "===",
        "///",
        "{",
        "[TOC]",
        "[toc]",
        "[[",
        "\\newpage",
        "\\pagebreak",
        "\\clearpage",
        "\\tableofcontents",
        "% ",
        "%%",
        "(",
        "*[",
        "[!",
        "# (",
        "$$",
        "<!--",
        ">",
    ];
    let second = body.as_bytes().get(1) == Some(&b'>');
    let is_named = body.starts_with('#') && body.trim_start_matches('#').starts_with(" :::");
    STARTS.iter().any(|start| body.starts_with(start)) || second || is_named || body.starts_with('\\')
}

/// What the first line of a box says of its kind, besides its title.
pub fn kind(first: &str, title: Option<&str>) -> Option<&'static str> {
    const KINDS: [&str; 14] = [
        "warning",
        "danger",
        "caution",
        "important",
        "tip",
        "success",
        "error",
        "example",
        "question",
        "bug",
        "failure",
        "abstract",
        "attention",
        "hint",
    ];
    let first = title.filter(|title| !title.is_empty()).map_or(first.to_owned(), |title| first.replace(title, ""));
    let first = first.to_lowercase();
    // The name of a tag says nothing: `{% hint style="info" %}`.
    let first = first.strip_prefix("{% hint").unwrap_or(&first).trim_start_matches("{{< hint");
    let mut words = first.split(|c: char| !c.is_ascii_alphanumeric());
    words.find_map(|word| KINDS.into_iter().find(|kind| *kind == word))
}

/// The list of ours as the tree has it.
pub fn attributes_of(list: &List) -> Attributes {
    Attributes {
        id: list.id.as_ref().map(|id| id.text.clone()),
        classes: list.classes.iter().map(|class| class.text.clone()).collect(),
        pairs: list.pairs.iter().map(|pair| (pair.key.clone(), pair.value.clone())).collect(),
    }
}

pub fn find(lines: &[&str], kind: Kind) -> Option<Found> {
    let first = lines.first()?.trim_end();
    documented(lines, first, kind)
        .or_else(|| colons(lines, first))
        .or_else(|| fence(lines, first))
        .map(|found| ordered(found, kind))
        .or_else(|| indented::find(lines, first))
        .or_else(|| marked(lines, first, kind))
        .or_else(|| tags(lines, first))
        .or_else(|| one_line(first, kind))
        .or_else(|| shortcodes::find(lines, first))
}

/// The order of a book is taken from its contents.
fn ordered(found: Found, kind: Kind) -> Found {
    match &found.shown {
        Fate::Left(shown) if kind == Kind::Myst && shown.starts_with("{toctree}") => {
            Found { what: "contents of MyST, whose order is kept", shown: Fate::Converted, ..found }
        }
        _ => found,
    }
}

/// `::: module.name` of MkDocs with settings below, where a program puts what the code says of itself.
fn documented(lines: &[&str], first: &str, kind: Kind) -> Option<Found> {
    let level = first.len() - first.trim_start_matches('#').len();
    let name = first[level..].trim_start().strip_prefix("::: ").filter(|_| kind == Kind::MkDocs)?.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._:-/".contains(c));
    let next = lines[1..].iter().find(|line| line.starts_with(":::"));
    if !is_name || level > 6 || level == 0 && next.is_some_and(|line| line.trim_matches(':').trim().is_empty()) {
        return None;
    }
    let is_setting = |line: &&&str| line.starts_with([' ', '\t']) && !line.trim().is_empty();
    let taken = 1 + lines[1..].iter().take_while(is_setting).count();
    let shown = Fate::Left(lines[..taken].iter().map(|line| line.trim()).collect::<Vec<_>>().join(" "));
    let kept = match u8::try_from(level) {
        Ok(level) if level > 0 => Kept::Heading { level, attributes: Attributes::default(), text: format!("`{name}`") },
        _ => Kept::Nothing,
    };
    Some(Found { what: "documentation that a program makes of code", kept, taken, shown })
}

/// `::: class`, `::: {.class #id}`, `:::{directive} words`, `:::note Title`.
fn colons(lines: &[&str], first: &str) -> Option<Found> {
    let words = first.trim_start_matches(':');
    if first.len() - words.len() < 3 || words.trim().is_empty() {
        return None;
    }
    let mut depth = 0_usize;
    let mut end = lines.len();
    let mut fence: Option<&str> = None;
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim();
        if let Some(mark) = ["```", "~~~"].into_iter().find(|mark| line.starts_with(mark)) {
            fence = match fence {
                None => Some(mark),
                Some(open) if open == mark => None,
                other => other,
            };
        }
        if fence.is_some() || !line.starts_with(":::") {
            continue;
        }
        if line.trim_matches(':').trim().is_empty() {
            depth -= 1;
        } else {
            depth += 1;
        }
        if depth == 0 {
            end = at;
            break;
        }
    }
    let taken = (end + 1).min(lines.len());
    let words = words.trim().trim_end_matches(':').trim();
    let is_directive = |inner: &&str| inner.starts_with(|c: char| c.is_ascii_alphabetic());
    let named = words.strip_prefix('{').filter(is_directive).and_then(|inner| inner.split_once('}'));
    if let Some((name, title)) = named.filter(|(name, _)| !name.contains(['=', ' '])) {
        return Some(directive(name, title.trim(), lines, 1, end, taken));
    }
    let (mut list, title) = match attributes::read(words, 0) {
        Some(list) => (attributes_of(&list), words[list.range.end..].trim().to_owned()),
        None => {
            let word = attributes::word(words, 0)?;
            let rest = words[word.range.end..].trim();
            let (mut list, rest) = match attributes::read(rest, 0) {
                Some(list) => (attributes_of(&list), rest[list.range.end..].trim()),
                None => (Attributes::default(), rest),
            };
            list.classes.insert(0, word.text);
            (list, rest.trim_matches(['[', ']']).to_owned())
        }
    };
    let titled =
        list.pairs.iter().position(|(key, _)| key == "title" || key == "name").map(|at| list.pairs.remove(at).1);
    let of_title =
        |id: &String| ["thm-", "lem-", "cor-", "prp-", "def-", "exm-", "exr-"].iter().any(|kind| id.starts_with(kind));
    let is_callout = list.classes.iter().any(|class| class.starts_with("callout"));
    let is_titled = is_callout || list.id.as_ref().is_some_and(of_title);
    list.pairs.retain(|(key, _)| !(is_callout && matches!(key.as_str(), "collapse" | "icon" | "appearance")));
    let is_elsewhere = condition(&mut list);
    let mut lines = inside(lines, 1, end);
    if is_elsewhere {
        let shown = Fate::Left(first.to_owned());
        return Some(Found { what: "passages for other formats", kept: Kept::Nothing, taken, shown });
    }
    let mut title = titled.or(Some(title).filter(|title| !title.is_empty()));
    // Quarto takes the first heading for the title of a callout, and of a theorem.
    let first = lines.iter().position(|(_, line)| !line.trim().is_empty());
    if let Some(at) = first.filter(|_| is_titled && title.is_none())
        && lines[at].1.starts_with('#')
    {
        title = Some(lines.remove(at).1.trim_start_matches('#').trim().to_owned());
    }
    let what = if is_callout { "callouts" } else { "fenced divs" };
    let kept = Kept::Blocks { attributes: list, title, lines };
    Some(Found { what, kept, taken, shown: Fate::Converted })
}

/// Turns the conditions of Quarto into ours; whether the passage is for none of the formats that we make.
fn condition(list: &mut Attributes) -> bool {
    let Some(at) = list.classes.iter().position(|class| class == "content-visible" || class == "content-hidden") else {
        return false;
    };
    let visible = list.classes[at] == "content-visible";
    let find = |key: &str| list.pairs.iter().position(|(own, _)| own == key);
    let (place, is_when) = match (find("when-format"), find("unless-format")) {
        (Some(place), _) => (place, true),
        (None, Some(place)) => (place, false),
        (None, None) => return false,
    };
    list.classes.remove(at);
    let format = list.pairs.remove(place).1;
    let ours = match format.as_str() {
        "pdf" | "latex" | "beamer" | "typst" => Some("pdf"),
        "html" | "epub" => Some("epub"),
        _ => None,
    };
    let only = visible == is_when;
    match ours {
        Some(ours) => list.pairs.push((if only { "only" } else { "not" }.to_owned(), ours.to_owned())),
        None => return only,
    }
    false
}

/// A fence whose words are more than a language.
fn fence(lines: &[&str], first: &str) -> Option<Found> {
    let mark = ["```", "~~~"].into_iter().find(|mark| first.starts_with(mark))?;
    let words = first.trim_start_matches(&mark[..1]);
    let sign = &first[..first.len() - words.len()];
    let end =
        (1..lines.len()).find(|at| lines[*at].starts_with(sign) && lines[*at].trim_matches(['`', '~', ' ']).is_empty());
    let end = end.unwrap_or(lines.len());
    let taken = (end + 1).min(lines.len());
    let words = words.trim();
    let body = || lines[1..end.max(1)].join("\n");
    let found = |what, kept, shown| Some(Found { what, kept, taken, shown });
    if let Some(name) = words.strip_prefix("{=").map(|name| name.trim_end_matches('}')) {
        return match name {
            "html" | "html5" | "html4" => found("raw HTML", Kept::Html(body()), Fate::Converted),
            _ => found("raw text of another format", Kept::Nothing, Fate::Left(body())),
        };
    }
    if let Some(inner) = words.strip_prefix('{').filter(|inner| inner.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let name = inner.split(['}', ' ', ',']).next().unwrap_or_default();
        if super::cells::is_cell(name) {
            return Some(super::cells::find(words, &lines[1..end.max(1)], taken));
        }
        if matches!(name, "block" | "block2" | "tip" | "note") && inner.contains("type=") {
            let kept = Kept::Blocks {
                attributes: Attributes::class("sidebar"),
                title: None,
                lines: inside(lines, 1, end.max(1)),
            };
            return found("blocks of bookdown", kept, Fate::Converted);
        }
        let title = inner.split_once('}').map_or("", |(_, title)| title.trim());
        // `{theorem, label, name="Title"}` of bookdown.
        if let Some((_, settings)) =
            inner.split_once('}').map_or(inner, |(settings, _)| settings).split_once([',', ' '])
        {
            let named = settings.split_once("name=").and_then(|(_, name)| name.split(['"', '\'']).nth(1));
            let label = settings.split_once("label=").and_then(|(_, label)| label.split(['"', '\'']).nth(1));
            // `{theorem, pyth, …}`
            let bare = settings.split(',').next().map(str::trim).filter(|first| !first.contains('='));
            let id = label.or(bare).filter(|id| !id.is_empty()).map(str::to_owned);
            let kept = Kept::Blocks {
                attributes: Attributes { id, ..Attributes::default() },
                title: named.map(str::to_owned),
                lines: inside(lines, 1, end.max(1)),
            };
            return found("blocks of bookdown", kept, Fate::Plain(first.trim_start_matches('`').to_owned()));
        }
        return Some(directive(name, title, lines, 1, end, taken));
    }
    if let Some(rest) = words.strip_prefix("admonish") {
        let title = rest.split_once("title=").and_then(|(_, title)| title.trim().strip_prefix('"')?.split('"').next());
        let title = title.map(str::to_owned);
        let kept = Kept::Blocks { attributes: Attributes::class("sidebar"), title, lines: inside(lines, 1, end) };
        return found("admonitions", kept, Fate::Converted);
    }
    match words {
        "$" | "math" | "latex-math" | "katex" => {
            found("formulas", Kept::Math { text: body(), id: None }, Fate::Plain(body()))
        }
        "mermaid" | "plantuml" | "graphviz" | "dot" => {
            let kept = Kept::Code { language: None, text: body() };
            found("diagrams, kept as code", kept, Fate::Plain(words.to_owned()))
        }
        "dataview" | "dataviewjs" | "query" | "tasks" => {
            let kept = Kept::Code { language: None, text: body() };
            found("queries that a tool runs, kept as code", kept, Fate::Plain(words.to_owned()))
        }
        // Attributes of code mean nothing on paper.
        other if other.starts_with("{.") || other.starts_with("{#") => {
            let list = attributes::read(other, 0)?;
            let language = list.classes.first().map_or("", |class| class.text.as_str());
            let is_title = |key: &str| matches!(key, "title" | "filename" | "caption" | "lst-cap" | "name");
            let title = list.pairs.iter().find(|pair| is_title(&pair.key)).map(|pair| pair.value.clone());
            let others = list.pairs.iter().filter(|pair| !is_title(&pair.key));
            let others: Vec<String> = others.map(|pair| format!("{}={}", pair.key, pair.value)).collect();
            let id = list.id.map(|id| id.text);
            let mut kept = titled((sign, language), title, lines, end);
            if let Kept::Blocks { attributes, .. } = &mut kept {
                attributes.id = id;
            }
            let shown = if others.is_empty() { Fate::Converted } else { Fate::Left(others.join(" ")) };
            found("code with attributes", kept, shown)
        }
        // ` ```js title="a.js" {1,3} `, ` ```js [a.js] `
        other => {
            let (language, title, others) = info(other)?;
            let kept = titled((sign, language), title, lines, end);
            let shown = if others.is_empty() { Fate::Converted } else { Fate::Left(others) };
            found(if matches!(shown, Fate::Converted) { "titles of code" } else { "settings of code" }, kept, shown)
        }
    }
}

/// Code between the same signs, with its title over it.
fn titled((sign, language): (&str, &str), title: Option<String>, lines: &[&str], end: usize) -> Kept {
    let mut body: Inside = inside(lines, 1, end);
    body.insert(0, (0, format!("{sign}{language}")));
    body.push((end.min(lines.len() - 1), sign.to_owned()));
    // The name of a file is code, a sentence is none.
    let title = title.map(|title| if title.contains([' ', '`', '*']) { title } else { format!("`{title}`") });
    Kept::Blocks { attributes: Attributes::default(), title, lines: body }
}

/// What stands behind a fence: the language, a title, and what else; nothing where it is the language alone.
fn info(words: &str) -> Option<(&str, Option<String>, String)> {
    let at = words.find([' ', '{', '[']).or_else(|| words.find(':'))?;
    let (language, rest) = words.split_at(at);
    let rest = rest.trim();
    let named = ["title=", "filename=", "caption=", "name=", "file="].iter().find_map(|key| {
        let (before, behind) = rest.split_once(key)?;
        let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (title, behind) = match quote {
            Some(quote) => behind[1..].split_once(quote)?,
            None => behind.split_once(' ').unwrap_or((behind, "")),
        };
        Some((title.to_owned(), format!("{} {}", before.trim(), behind.trim())))
    });
    let bracketed = || {
        // A list between braces is one of lines: `{hl_lines=[2,4]}`.
        let (before, behind) = rest.split_once('[').filter(|(before, _)| !before.contains('{'))?;
        let (title, behind) = behind.split_once(']')?;
        Some((title.to_owned(), format!("{} {}", before.trim(), behind.trim())))
    };
    let path = || Some((rest.strip_prefix(':').filter(|path| path.contains('.'))?.to_owned(), String::new()));
    let found = named.or_else(bracketed).or_else(path);
    let (title, others) = found.map_or((None, rest.to_owned()), |(title, others)| (Some(title), others));
    let others = others.trim().to_owned();
    let others = if others.chars().all(|c| "{}, ".contains(c)) { String::new() } else { others };
    // A word behind the language is one for a highlighter, as mdBook and rustdoc have them with a comma.
    (!language.is_empty() || title.is_some()).then_some((language, title, others))
}

/// Lines that all begin with a mark: `> [!NOTE]`, `A> `, `!> `.
fn marked(lines: &[&str], first: &str, kind: Kind) -> Option<Found> {
    let run = |mark: &str| lines.iter().take_while(|line| line.starts_with(mark)).count();
    let bare = |mark: &str, from: usize, to: usize| -> Inside {
        let line = |at: usize| lines[at][mark.len()..].strip_prefix(' ').unwrap_or(&lines[at][mark.len()..]).to_owned();
        (from..to).map(|at| (at, line(at))).collect()
    };
    let boxed = |class: &str, title, lines, taken, what| {
        let kept = Kept::Blocks { attributes: Attributes::class(class), title, lines };
        Some(Found { what, kept, taken, shown: Fate::Converted })
    };
    if let Some(words) = first.strip_prefix("[!") {
        // The marks of the quote stand before every line and are gone already; the quote itself ends with them.
        let (kind, title) = words.split_once(']')?;
        // `[![words](picture)](address)` is a picture that leads elsewhere.
        if kind.contains(['[', '(', '!']) || title.starts_with(['(', '[']) {
            return None;
        }
        let label = kind.split('|').find_map(|part| part.trim().strip_prefix("label:"));
        let title = if title.trim().is_empty() { label.unwrap_or(title) } else { title };
        let end = lines.len();
        let title = title.trim_start_matches(['-', '+']).trim().to_owned();
        return boxed("sidebar", Some(title), inside(lines, 1, end), end, "callouts");
    }
    if matches!(kind, Kind::Docsify) && (first.starts_with("!> ") || first.starts_with("?> ")) {
        let mark = &first[..2];
        let end = (1..lines.len()).find(|at| lines[*at].trim().is_empty()).unwrap_or(lines.len());
        let mut all = inside(lines, 0, end);
        all[0].1 = all[0].1[mark.len()..].trim_start().to_owned();
        return boxed("sidebar", None, all, end, "hints of docsify");
    }
    let letter =
        first.chars().next().filter(|letter| "ABCDEGIQTWX".contains(*letter) && first[1..].starts_with('>'))?;
    let mark = format!("{letter}>");
    let end = run(&mark);
    let class = if letter == 'C' { "center" } else { "sidebar" };
    boxed(class, None, bare(&mark, 0, end), end, "asides and boxes of Leanpub")
}

/// Tags in braces with an end of their own: GitBook, Jekyll, Hugo, Leanpub, kramdown.
fn tags(lines: &[&str], first: &str) -> Option<Found> {
    let pair = |open: &str, close: &str| {
        first
            .starts_with(open)
            .then(|| (1..lines.len()).find(|at| lines[*at].trim_start().starts_with(close)))
            .flatten()
    };
    for name in ["aside", "blurb", "tip", "warning", "information", "discussion", "question", "error", "center", "poem"]
    {
        let is_open = first.strip_prefix('{').is_some_and(|rest| rest.split([',', '}', ' ']).next() == Some(name));
        if is_open && let Some(end) = pair("{", &format!("{{/{name}")) {
            let class = match name {
                "center" => "center",
                "poem" => "verse",
                _ => "sidebar",
            };
            let kept = Kept::Blocks { attributes: Attributes::class(class), title: None, lines: inside(lines, 1, end) };
            return Some(Found { what: "asides and boxes of Leanpub", kept, taken: end + 1, shown: Fate::Converted });
        }
    }
    if let Some(end) = pair("{% highlight", "{% endhighlight") {
        let language = first.split_whitespace().nth(2).filter(|word| *word != "%}").map(str::to_owned);
        let kept = Kept::Code { language, text: lines[1..end].join("\n") };
        return Some(Found { what: "code blocks of Jekyll", kept, taken: end + 1, shown: Fate::Converted });
    }
    if let Some(end) = pair("{::comment}", "{:/").or_else(|| pair("{comment}", "{/comment}")) {
        let kept = Kept::Comment(lines[1..end].join("\n"));
        return Some(Found { what: "comments, which no edition prints", kept, taken: end + 1, shown: Fate::Converted });
    }
    if let Some(end) = pair("{::nomarkdown}", "{:/") {
        let kept = Kept::Html(lines[1..end].join("\n"));
        return Some(Found { what: "raw HTML", kept, taken: end + 1, shown: Fate::Converted });
    }
    if first.starts_with("%%") {
        let text = lines.join("\n");
        let inner = &text[2..];
        let end = inner.find("%%")?;
        let is_alone = inner[end + 2..].split('\n').next().is_some_and(|rest| rest.trim().is_empty());
        let taken = inner[..end].matches('\n').count() + 1;
        let kept = Kept::Comment(inner[..end].trim().to_owned());
        return is_alone.then_some(Found {
            what: "comments, which no edition prints",
            kept,
            taken,
            shown: Fate::Converted,
        });
    }
    if let Some((name, starred)) = environment(first) {
        let close = format!("\\end{{{name}{starred}}}");
        let end = (0..lines.len().min(FORMULA)).find(|at| lines[*at].trim_end().ends_with(&close))?;
        let text = lines[..=end].join("\n").trim().to_owned();
        let label = text.split_once("(\\#").and_then(|(_, rest)| rest.split(')').next());
        let id = label.map(|label| label.split_once(':').map_or(label, |(_, place)| place).to_owned());
        let text = label.map_or(text.clone(), |label| text.replace(&format!("(\\#{label})"), ""));
        let kept = Kept::Math { text: text.clone(), id };
        return Some(Found { what: "formulas", kept, taken: end + 1, shown: Fate::Plain(text) });
    }
    if first.starts_with("$$") {
        let end = match labelled(first) {
            (bare, _) if bare.len() > 4 && bare.ends_with("$$") => 0,
            _ => (1..lines.len().min(FORMULA)).find(|at| labelled(lines[*at]).0.ends_with("$$"))?,
        };
        let (last, id) = labelled(lines[end]);
        let text = [&lines[..end], &[last]].concat().join("\n");
        let text = text.trim().trim_start_matches('$').trim_end_matches('$').trim().to_owned();
        let kept = Kept::Math { text: text.clone(), id: id.map(str::to_owned) };
        return Some(Found { what: "formulas", kept, taken: end + 1, shown: Fate::Plain(text) });
    }
    None
}

/// The environment of LaTeX that holds a formula, and its star.
fn environment(first: &str) -> Option<(&str, &str)> {
    const FORMULAS: [&str; 8] =
        ["equation", "align", "gather", "multline", "eqnarray", "alignat", "displaymath", "math"];
    let name = first.strip_prefix("\\begin{")?.split('}').next()?;
    let (name, starred) = name.strip_suffix('*').map_or((name, ""), |name| (name, "*"));
    FORMULAS.contains(&name).then_some((name, starred))
}

/// Lines of one formula.
const FORMULA: usize = 200;

/// A line without the label behind it, `{#eq-name}`, and the label.
fn labelled(line: &str) -> (&str, Option<&str>) {
    let line = line.trim_end();
    let found = line.strip_suffix('}').and_then(|line| line.rsplit_once("{#"));
    match found.filter(|(bare, id)| bare.trim_end().ends_with("$$") && !id.contains([' ', '}'])) {
        Some((bare, id)) => (bare.trim_end(), Some(id)),
        None => (line, None),
    }
}

fn one_line(first: &str, kind: Kind) -> Option<Found> {
    let found = |what, kept, shown| Some(Found { what, kept, taken: 1, shown });
    let left = |what| found(what, Kept::Nothing, Fate::Left(first.to_owned()));
    let lower = first.to_ascii_lowercase();
    if ["[toc]", "[[toc]]", "[[_toc_]]", "\\tableofcontents", "{{toc}}", "{:toc}", "{% toc %}"]
        .contains(&lower.as_str())
    {
        return left("tables of contents, which are made from the titles");
    }
    if ["\\newpage", "\\pagebreak", "\\clearpage", "\\cleardoublepage", "{pagebreak}", "{{< pagebreak >}}"]
        .contains(&lower.as_str())
    {
        return found("page breaks", Kept::PageBreak, Fate::Converted);
    }
    if first.starts_with("{{#title") {
        return left("titles for the window of a browser");
    }
    if first.starts_with("{{#") && first.ends_with("}}") {
        return left("shortcodes");
    }
    for (mark, level) in [("# (PART", 1), ("## (PART", 1)] {
        if let Some(rest) = first.strip_prefix(mark) {
            let text = rest.split_once(')')?.1.trim().trim_end_matches("{-}").trim().to_owned();
            let attributes = Attributes::class("part");
            return found("parts of bookdown", Kept::Heading { level, attributes, text }, Fate::Converted);
        }
    }
    if first.starts_with("# (APPENDIX") {
        let kept = Kept::Comment(super::held::APPENDIX.to_owned());
        return found("the beginning of the appendix", kept, Fate::Converted);
    }
    if matches!(kind, Kind::Leanpub) && first.starts_with("%%") {
        let kept = Kept::Comment(first.trim_start_matches('%').trim().to_owned());
        return found("comments, which no edition prints", kept, Fate::Converted);
    }
    if ["{frontmatter}", "{mainmatter}", "{backmatter}"].contains(&first) {
        return found("matters of the book", Kept::Nothing, Fate::Converted);
    }
    let is_markua = matches!(kind, Kind::Leanpub) && first.starts_with('{') && first.ends_with('}');
    if is_markua {
        return left("directives of Leanpub");
    }
    if first.starts_with("{:") && first.ends_with('}') {
        return left("attribute lists of kramdown");
    }
    if matches!(kind, Kind::Myst) && first.starts_with("% ") {
        return found("comments, which no edition prints", Kept::Comment(first[2..].to_owned()), Fate::Converted);
    }
    if first.starts_with("*[") && first.contains("]:") {
        return left("explanations of abbreviations");
    }
    if first.starts_with('(') && first.ends_with(")=") && !first.contains(' ') {
        let id = &first[1..first.len() - 2];
        return found("targets of MyST", Kept::Html(format!("<a id=\"{id}\"></a>")), Fate::Converted);
    }
    None
}
