//! In: a fence whose code a tool runs, as R Markdown, Quarto and MyST have it. Out: what a book keeps of it: pictures that
//! the code only shows, else the code itself where the book shows it. Nothing is run.

use super::found::{Fate, Found, Kept};
use super::html::escaped;

const LANGUAGES: [&str; 16] = [
    "r",
    "R",
    "python",
    "julia",
    "ojs",
    "bash",
    "sh",
    "sql",
    "stan",
    "dot",
    "mermaid",
    "cpp",
    "js",
    "css",
    "Rcpp",
    "code-cell",
];

/// Before a setting in the code itself.
const MARKS: [&str; 4] = ["#|", "//|", "--|", "%%|"];

pub fn is_cell(name: &str) -> bool {
    LANGUAGES.contains(&name)
}

/// A cell by what stands behind its fence, `{r label, echo=FALSE}`, and its lines.
pub fn find(header: &str, lines: &[&str], taken: usize) -> Found {
    let inner = header.trim_start_matches('{').split('}').next().unwrap_or_default();
    let (language, rest) = inner.split_once([' ', ',']).unwrap_or((inner, ""));
    let mut settings = settings(rest.trim());
    let mut code: Vec<&str> = Vec::new();
    let mut open = false;
    for line in lines {
        let body = line.trim_start();
        if let Some(setting) = MARKS.iter().find_map(|mark| body.strip_prefix(mark)) {
            let is_more = setting.starts_with("  ") && !settings.is_empty();
            match setting.split_once(':').filter(|(key, _)| !is_more && !key.trim().contains(' ')) {
                Some((key, value)) => settings.push((key.trim().replace('.', "-"), unquoted(value))),
                // A value that goes on.
                None => settings.last_mut().into_iter().for_each(|(_, value)| {
                    let known = value.trim_matches(['|', '>', '-']).trim();
                    let space = if known.is_empty() { "" } else { " " };
                    *value = format!("{known}{space}{}", setting.trim().trim_start_matches("- "));
                }),
            }
        } else if language == "code-cell" && code.is_empty() && (body.starts_with(':') || body == "---" || open) {
            open = if body == "---" { !open } else { open };
            settings.push(("tags".to_owned(), body.to_owned()));
        } else {
            code.push(line);
        }
    }
    let get = |key: &str| settings.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str());
    let is_off = |key: &str| get(key).is_some_and(|value| ["FALSE", "F", "false"].contains(&value));
    let is_removed = settings.iter().any(|(key, value)| {
        key == "tags" && ["remove-cell", "remove-input", "hide-input"].iter().any(|tag| value.contains(tag))
    });
    if let Some(html) = pictures(&code, &get) {
        return Found { what: "pictures that code shows", kept: Kept::Html(html), taken, shown: Fate::Converted };
    }
    let text = code.join("\n").trim_matches('\n').to_owned();
    if matches!(language, "mermaid" | "dot") {
        let kept = Kept::Code { language: None, text };
        return Found { what: "diagrams, kept as code", kept, taken, shown: Fate::Plain(language.to_owned()) };
    }
    // Settings in the code itself are words of the book too.
    let said = ["fig-cap", "tbl-cap", "lst-cap", "fig-subcap", "fig-alt"].iter();
    let said =
        said.filter_map(|key| get(key)).filter(|words| !header.contains(*words)).map(|words| format!(" {words}"));
    let shown = format!("```{header}{}", said.collect::<String>());
    if is_off("echo") || is_off("include") || is_removed || text.is_empty() {
        let what = "hidden code cells, with what they would make";
        return Found { what, kept: Kept::Nothing, taken, shown: Fate::Left(shown) };
    }
    let language =
        if language == "code-cell" { header.split_once('}').map(|(_, name)| name.trim()) } else { Some(language) };
    let language = language.map(|name| name.trim_start_matches('i').to_owned()).filter(|name| !name.is_empty());
    let what = "code cells, kept as code without what they would make";
    Found { what, kept: Kept::Code { language, text }, taken, shown: Fate::Plain(shown) }
}

/// `label, key=value, key="value, with a comma"`.
fn settings(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let (mut quote, mut depth, mut start) = (None, 0_usize, 0);
    let mut parts = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '"' | '\'' if quote.is_none() => quote = Some(letter),
            letter if quote == Some(letter) => quote = None,
            '(' if quote.is_none() => depth += 1,
            ')' if quote.is_none() => depth = depth.saturating_sub(1),
            ',' if quote.is_none() && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    for (at, part) in parts.into_iter().enumerate() {
        match part.split_once('=') {
            Some((key, value)) => out.push((key.trim().replace('.', "-"), unquoted(value))),
            None if at == 0 && !part.trim().is_empty() => out.push(("label".to_owned(), part.trim().to_owned())),
            None => {}
        }
    }
    out
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    quoted.map_or(value.to_owned(), |inner| inner.replace("\\\"", "\"").replace("\\'", "'").replace("\\\\", "\\"))
}

/// Code that does nothing but show pictures, `knitr::include_graphics("a.png")`, as figures.
fn pictures<'s>(code: &[&str], get: &impl Fn(&str) -> Option<&'s str>) -> Option<String> {
    let own = code.iter().map(|line| line.trim()).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let text = own.collect::<Vec<_>>().join(" ");
    let first = text.trim_start_matches("knitr::");
    let inner = first.strip_prefix("include_graphics(")?.strip_suffix(')')?;
    if inner.contains("include_graphics") {
        return None;
    }
    let strings = inner.split(['"', '\'']).skip(1).step_by(2);
    let paths: Vec<&str> = strings.filter(|path| path.contains('.')).collect();
    let last = paths.len().checked_sub(1)?;
    let caption = get("fig-cap").unwrap_or_default();
    let alt = get("fig-alt").map_or_else(|| unreferenced(caption).replace(['*', '`'], ""), str::to_owned);
    let width = get("out-width").filter(|width| width.ends_with(['%', 'm', 'n', 't', 'x']));
    let figures = paths.iter().enumerate().map(|(at, path)| {
        let id = get("label").filter(|label| at == 0 && !label.is_empty());
        let id = id.map_or(String::new(), |id| format!(" id=\"{}\"", escaped(id)));
        let width = width.map_or(String::new(), |width| format!(" width=\"{}\"", escaped(width)));
        let alt = if alt.is_empty() { String::new() } else { format!(" alt=\"{}\"", escaped(&alt)) };
        let caption = if at == last && !caption.is_empty() {
            format!("<figcaption>{}</figcaption>", referenced(&caption.replace('\n', " ")))
        } else {
            String::new()
        };
        format!("<figure{id}><img src=\"{}\"{alt}{width}>{caption}</figure>", escaped(path))
    });
    Some(figures.collect::<Vec<_>>().join("\n"))
}

/// A caption with the names of what it refers to.
fn unreferenced(caption: &str) -> String {
    let linked = referenced(caption);
    linked.replace("<a href=\"#", "").replace("\"></a>", "")
}

/// `\@ref(fig:name)` in a caption, as links.
fn referenced(caption: &str) -> String {
    let mut out = String::new();
    let mut rest = caption;
    while let Some((before, behind)) = rest.split_once("\\@ref(") {
        let Some((key, after)) = behind.split_once(')') else { break };
        let place = key.split_once(':').map_or(key, |(_, place)| place);
        out.push_str(&format!("{before}<a href=\"#{}\"></a>", escaped(place)));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_that_code_shows_are_figures() {
        let header = "{r lock, echo=FALSE, fig.cap=\"A *lock*, shut.\", out.width='50%'}";
        let found = find(header, &["knitr::include_graphics('images/lock.png')"], 3);
        let Kept::Html(html) = found.kept else { panic!("{:?}", found.kept) };
        assert_eq!(
            html,
            "<figure id=\"lock\"><img src=\"images/lock.png\" alt=\"A lock, shut.\" width=\"50%\"><figcaption>A *lock*, shut.</figcaption></figure>"
        );
    }

    #[test]
    fn a_label_may_stand_in_the_code() {
        let lines = ["#| label: fig-lock", "#| fig-cap: |", "#|   A lock,", "#|   shut.", "include_graphics('a.png')"];
        let Kept::Html(html) = find("{r}", &lines, 5).kept else { panic!() };
        assert_eq!(
            html,
            "<figure id=\"fig-lock\"><img src=\"a.png\" alt=\"A lock, shut.\"><figcaption>A lock, shut.</figcaption></figure>"
        );
    }

    #[test]
    fn code_is_kept_unless_the_book_hides_it() {
        let shown = find("{python}", &["#| label: fig-a", "#| fig-cap: >", "#|   A: b", "plot(1)"], 5);
        assert!(matches!(shown.kept, Kept::Code { ref text, .. } if text == "plot(1)"), "{shown:?}");
        assert!(matches!(shown.shown, Fate::Plain(_)));
        for (header, line) in [
            ("{r, include = FALSE}", "x"),
            ("{python}", "#| echo: false"),
            ("{code-cell} ipython3", ":tags: [remove-cell]"),
        ] {
            assert!(matches!(find(header, &[line, "x"], 4).kept, Kept::Nothing), "{header}");
        }
    }
}
