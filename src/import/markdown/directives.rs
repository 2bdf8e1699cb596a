//! In: the lines of a directive of MyST. Out: what it is, with its settings. Refuses to read what is in it.

use super::found::{Fate, Found, Kept, inside};
use crate::import::tree::Attributes;

/// The settings of a directive, in lines such as `:key: value` or in YAML between `---`; and the line behind them.
fn settings<'l>(lines: &[&'l str], from: usize, end: usize) -> (Vec<(&'l str, String)>, usize) {
    let own = |at: usize| lines.get(at).copied().filter(|_| at < end).map(str::trim);
    let pair = |line: &'l str| line.split_once(':').map(|(key, value)| (key.trim(), value.trim().to_owned()));
    if own(from) == Some("---")
        && let Some(close) = (from + 1..end).find(|at| own(*at) == Some("---"))
    {
        let unquoted = |value: String| value.trim_matches(['"', '\'']).to_owned();
        let pairs = lines[from + 1..close].iter().filter_map(|line| pair(line));
        return (pairs.map(|(key, value)| (key, unquoted(value))).collect(), close + 1);
    }
    let is_setting = |at: &usize| own(*at).is_some_and(|line| line.starts_with(':') && !line.starts_with(":::"));
    let past = (from..end).find(|at| !is_setting(at)).unwrap_or(end.max(from));
    let pairs = lines[from.min(past)..past].iter().filter_map(|line| pair(line.trim().strip_prefix(':')?));
    (pairs.collect(), past)
}

/// A directive of MyST.
pub fn directive(name: &str, title: &str, lines: &[&str], from: usize, end: usize, taken: usize) -> Found {
    let mut from = from;
    let mut options = Attributes::default();
    let (mut alt, mut language, mut heads, mut caption) = (String::new(), None, 0, String::new());
    let (pairs, past) = settings(lines, from, end);
    from = past;
    for (key, value) in pairs {
        match key {
            "name" | "label" => options.id = Some(value),
            "class" | "figclass" => options.classes.push(value),
            "alt" => alt = value,
            "width" => options.pairs.push(("width".to_owned(), value)),
            "language" => language = Some(value),
            "header-rows" => heads = value.parse().unwrap_or(0),
            "caption" => caption = value,
            "open" | "icon" | "tags" => {}
            _ => options.pairs.push((key.to_owned(), value)),
        }
    }
    let body = || lines[from..end.max(from)].join("\n");
    let done = |what, kept| Found { what, kept, taken, shown: Fate::Converted };
    match name {
        "figure" | "image" => {
            let caption = format!("{caption}\n{}", body()).trim().to_owned();
            done("figures of MyST", Kept::Figure { address: title.to_owned(), attributes: options, alt, caption })
        }
        "epigraph" | "pull-quote" | "highlights" => {
            let kept = Kept::Quote { lines: inside(lines, from, end), attribution: None };
            done("quotations of MyST", kept)
        }
        "code" | "code-block" | "sourcecode" | "literalinclude" => {
            let language = language.or(Some(title.to_owned()).filter(|title| !title.is_empty()));
            let text = body();
            let kept = Kept::Code { language, text };
            match caption.is_empty() {
                true => done("code blocks of MyST", kept),
                false => Found { what: "captions of code", kept, taken, shown: Fate::Left(caption) },
            }
        }
        "list-table" => {
            let table = super::lists::table(&lines[from..end.max(from)], heads, Some(title));
            let lines = table.into_iter().map(|line| (from, line)).collect();
            done("tables of MyST", Kept::Blocks { attributes: options, title: None, lines })
        }
        "glossary" => {
            let items = super::lists::glossary(&lines[from..end.max(from)]);
            let lines = items.into_iter().map(|line| (from, line)).collect();
            done("glossaries of MyST", Kept::Blocks { attributes: options, title: None, lines })
        }
        "math" => {
            Found { what: "formulas", kept: Kept::Math { text: body(), id: None }, taken, shown: Fate::Plain(body()) }
        }
        "tableofcontents" | "toctree" | "contents" | "bibliography" | "index" | "raw" | "glossary-index" => {
            let shown = Fate::Left(format!("{{{name}}} {title}"));
            Found { what: "directives of MyST", kept: Kept::Nothing, taken, shown }
        }
        _ => {
            const BOXES: [&str; 14] = [
                "note",
                "tip",
                "warning",
                "important",
                "caution",
                "danger",
                "hint",
                "attention",
                "error",
                "seealso",
                "admonition",
                "margin",
                "sidebar",
                "topic",
            ];
            // Of these the words behind the name are settings.
            let is_frame = matches!(name, "grid" | "container" | "div");
            let title = Some(title.to_owned()).filter(|title| !title.is_empty() && !is_frame);
            if BOXES.contains(&name) {
                options.classes.insert(0, "sidebar".to_owned());
                let kept = Kept::Blocks { attributes: options, title, lines: inside(lines, from, end) };
                return done("admonitions", kept);
            }
            let kept = Kept::Blocks { attributes: options, title, lines: inside(lines, from, end) };
            Found { what: "directives of MyST", kept, taken, shown: Fate::Plain(format!("{{{name}}}")) }
        }
    }
}
