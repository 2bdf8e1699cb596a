//! In: what is scanned among words. Out: cross-references, citations, roles and commands, each with its own edit.

use super::among::Scan;
use super::formulas::simple;
use super::html::escaped;
use crate::import::kind::Kind;
use std::ops::Range;

impl Scan<'_, '_> {
    /// A role of MyST.
    pub fn role(&mut self, range: Range<usize>, name: &str, words: &str) -> usize {
        let (shown, target) = match words.split_once('<').filter(|_| words.ends_with('>')) {
            Some((shown, target)) => (shown.trim(), target.trim_end_matches('>')),
            None => ("", words),
        };
        let at = self.at(range.start);
        let new = match name {
            "ref" | "numref" | "doc" | "prf:ref" | "eq" => {
                self.remarks.converted("cross-references", at);
                let place = if name == "doc" { target.to_owned() } else { format!("#{target}") };
                let shown = shown.trim_end_matches("%s").trim_end().trim_end_matches("{number}").trim_end();
                format!("<a href=\"{}\">{}</a>", escaped(&place), escaped(shown))
            }
            "math" => simple(words).unwrap_or_else(|| {
                self.remarks.plain("formulas", words, at);
                format!("<xmath text=\"{}\" />", escaped(words))
            }),
            "sup" | "superscript" => format!("<sup>{}</sup>", escaped(words)),
            "sub" | "subscript" => format!("<sub>{}</sub>", escaped(words)),
            "emphasis" => format!("<em>{}</em>", escaped(words)),
            "strong" => format!("<strong>{}</strong>", escaped(words)),
            "kbd" | "code" | "file" | "command" => format!("`{words}`"),
            "cite" | "cite:p" | "cite:t" | "footcite" => {
                self.remarks.plain("citations", words, at);
                format!("\\[@{words}\\]")
            }
            _ => {
                self.remarks.plain("roles of MyST", &format!("{{{name}}}"), at);
                escaped(if shown.is_empty() { words } else { shown })
            }
        };
        self.edit(range, new)
    }

    /// `[@key, p. 5]`: told, and left as it was typed.
    pub fn citation(&mut self, at: usize) -> Option<usize> {
        let inner = &self.text[at + 1..];
        let end = inner.find(']').filter(|end| !inner[..*end].contains(['\n', '[']))?;
        let key = inner[..end].split([' ', ';']).find(|word| word.trim_start_matches('-').starts_with('@'))?;
        // `[@name](address)` is a link.
        if key.trim_start_matches('-').len() < 2 || inner[end + 1..].starts_with(['(', '[', ':']) {
            return None;
        }
        if cross(key.trim_start_matches(['-', '@'])) {
            let keys = inner[..end].split(';').map(|key| key.trim().trim_start_matches('-').strip_prefix('@'));
            let Some(keys) = keys
                .collect::<Option<Vec<&str>>>()
                .filter(|keys| keys.iter().all(|key| cross(key) && !key.contains(char::is_whitespace)))
            else {
                return Some(1);
            };
            self.remarks.converted("cross-references", self.at(at));
            let links: Vec<String> = keys.iter().map(|key| format!("<a href=\"#{key}\"></a>")).collect();
            return Some(self.edit(at..at + end + 2, links.join("; ")));
        }
        self.remarks.plain("citations", &self.text[at..at + end + 2], self.at(at));
        let words = inner[..end].replace('@', "\\@");
        Some(self.edit(at..at + end + 2, format!("\\[{words}\\]")))
    }

    /// `@fig-map` leads to the figure; `@jones99` is a citation.
    pub fn reference(&mut self, at: usize) -> Option<usize> {
        let is_apart = self.text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "([;-".contains(c));
        let rest = &self.text[at + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(rest.len());
        let key = rest[..length].trim_end_matches(['.', ':', '-']);
        if !is_apart || key.is_empty() {
            return None;
        }
        if cross(key) {
            self.remarks.converted("cross-references", self.at(at));
            return Some(self.edit(at..at + 1 + key.len(), format!("<a href=\"#{key}\"></a>")));
        }
        if key.chars().any(|c| c.is_ascii_digit()) && key.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.remarks.plain("citations", &format!("@{key}"), self.at(at));
            return Some(1 + key.len());
        }
        None
    }

    /// `\@ref(x)` of bookdown, and a few commands of LaTeX.
    pub fn backslash(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        if !self.ground.is_words(at) || at < self.done {
            return None;
        }
        if let Some(key) = rest.strip_prefix("\\@ref(") {
            let key = key.split(')').next()?;
            self.remarks.converted("cross-references", self.at(at));
            let place = key.split_once(':').map_or(key, |(_, place)| place);
            return Some(self.edit(at..at + key.len() + 7, format!("<a href=\"#{}\"></a>", escaped(place))));
        }
        let name: String = rest[1..].chars().take_while(char::is_ascii_alphabetic).collect();
        if name.len() < 2 {
            return None;
        }
        let behind = &rest[1 + name.len()..];
        let signs = [("ldots", "…"), ("dots", "…"), ("LaTeX", "LaTeX"), ("TeX", "TeX"), ("textbackslash", "&#92;")];
        if let Some((_, sign)) = signs.iter().find(|(own, _)| *own == name) {
            let braces = if behind.starts_with("{}") { 2 } else { 0 };
            self.remarks.converted("commands of LaTeX", self.at(at));
            return Some(self.edit(at..at + 1 + name.len() + braces, *sign));
        }
        let tags = [
            ("emph", "em"),
            ("textit", "em"),
            ("textbf", "strong"),
            ("textsuperscript", "sup"),
            ("footnote", "xnote"),
            ("underline", "u"),
            ("texttt", "code"),
        ];
        let Some(inner) = behind.strip_prefix('{') else { return self.bare(at, &name) };
        let end = inner.find('}').filter(|end| !inner[..*end].contains(['{', '\n']))?;
        let whole = at..at + name.len() + 2 + end + 1;
        let words = inner[..end].to_owned();
        let new = match tags.iter().find(|(own, _)| *own == name) {
            Some((_, tag)) => format!("<{tag}>{words}</{tag}>"),
            None if name == "textsc" => format!("<xspan class=\"smallcaps\">{words}</xspan>"),
            None if matches!(name.as_str(), "index" | "label" | "vspace" | "hspace") => {
                self.remarks.left("commands of LaTeX", &self.text[whole.clone()], self.at(at));
                return Some(self.edit(whole, ""));
            }
            None => {
                self.remarks.plain("commands of LaTeX", &self.text[whole.clone()], self.at(at));
                return Some(whole.len());
            }
        };
        self.remarks.converted("commands of LaTeX", self.at(at));
        Some(self.edit(whole, new))
    }

    /// A command without words.
    fn bare(&mut self, at: usize, name: &str) -> Option<usize> {
        let whole = at..at + 1 + name.len();
        let is_tex = matches!(self.kind, Kind::Markdown | Kind::Quarto | Kind::Bookdown | Kind::Leanpub);
        if !is_tex || self.text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '\\')) {
            return None;
        }
        let typed = self.text[whole.clone()].to_owned();
        const LOOKS: [&str; 8] = ["noindent", "smallskip", "medskip", "bigskip", "centering", "hfill", "vfill", "par"];
        match name {
            "newline" | "linebreak" => {
                self.remarks.converted("commands of LaTeX", self.at(at));
                Some(self.edit(whole, "<br />"))
            }
            name if LOOKS.contains(&name) => {
                self.remarks.left("commands of LaTeX", &typed, self.at(at));
                Some(self.edit(whole, ""))
            }
            _ => {
                self.remarks.plain("commands of LaTeX", &typed, self.at(at));
                Some(whole.len())
            }
        }
    }
}

/// Whether a key is one of Quarto's for a figure, a table, a section.
fn cross(key: &str) -> bool {
    ["fig-", "tbl-", "sec-", "eq-", "lst-", "thm-", "lem-", "fig:", "tab:", "tbl:", "sec:"]
        .iter()
        .any(|kind| key.starts_with(kind))
}
