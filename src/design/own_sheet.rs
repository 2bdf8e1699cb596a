//! In: the author's style sheet for the ebook. Out: its text, what old reading engines do not take of it, and whether what
//! is claimed of the ebook's accessibility can still be vouched for.

use crate::base::{Diagnostic, FileId, Folder, Report, Span, limits};
use crate::engines::{self, Fault, Loss, RowKind};
use crate::manuscript::settings::Settings;

/// A style sheet that stands behind the program's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSheet {
    pub text: String,
    /// By some of its declarations text may be lost to somebody.
    pub is_doubted: bool,
}

/// The sheet that `[epub] css` names.
pub(super) fn find(settings: &Settings, folder: &Folder, report: &mut Report) -> Option<OwnSheet> {
    let typed = settings.epub.css.as_ref()?;
    let file =
        folder.text(&typed.value, &mut report.sources).map_err(|why| report.add(why.diagnostic(typed.span()))).ok()?;
    let text = report.sources.get(file).text.to_string();
    if text.len() > limits::SETTINGS_BYTES {
        report.add(typed.error("file-too-large", "this file is too large for a style sheet"));
        return None;
    }
    report.extend(findings(&text, file));
    let declarations = engines::declarations(&text);
    let doubt = declarations.into_iter().find(|(_, property, value)| !is_harmless(property, value));
    if let Some((at, property, value)) = doubt.as_ref().filter(|_| settings.epub.certifier.is_some()) {
        let why = format!("nobody has checked what `{property}: {value}` does to readers who see little");
        let help = "while it stands here, the ebook makes no claim of conformance";
        report.add(Diagnostic::hint("css-unchecked", why).at(place(&text, file, *at)).help(help));
    }
    Some(OwnSheet { is_doubted: doubt.is_some(), text })
}

fn findings(text: &str, file: FileId) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, fault) in engines::faults(text) {
        let (code, why, help) = match fault {
            Fault::Address => (
                "css-address",
                "a style sheet of a book cannot lead to other files",
                "show pictures in the manuscript, and set `fonts = true` to embed the fonts",
            ),
            Fault::Brace => ("css-brace", "this brace has no partner", "add the missing brace, or delete this one"),
        };
        found.push(Diagnostic::error(code, why).at(place(text, file, at)).help(help));
    }
    for (at, row) in engines::offences(text) {
        // What is asked for is there to be passed over.
        if row.kind == RowKind::AtRule && row.name == "@supports" {
            continue;
        }
        let engine = row.engine.name().to_uppercase();
        let why = format!("old engines ({engine}) do not know `{}`: {}", row.name, row.loses.words());
        let found_here = match row.loses {
            Loss::Book | Loss::Sheet => Diagnostic::warning("css-engine", why),
            Loss::Rule | Loss::Declaration => Diagnostic::hint("css-engine", why),
        };
        let help = "write what they can read first, and this in an `@supports` block, which they skip";
        found.push(found_here.at(place(text, file, at)).help(help));
    }
    found
}

fn place(text: &str, file: FileId, at: usize) -> Span {
    let end = text[at..].find(['\n', ';', '{', '}']).map_or(text.len(), |end| at + end.max(1));
    Span::new(file, at..end)
}

/// Properties by which no words can become too small, too pale, hidden or covered. What ends in a hyphen is the beginning of
/// names.
const HARMLESS: [&str; 26] = [
    "margin",
    "margin-",
    "padding",
    "padding-",
    "border",
    "border-",
    "font-style",
    "font-weight",
    "font-family",
    "font-variant",
    "font-variant-",
    "font-feature-settings",
    "font-kerning",
    "text-align",
    "text-align-last",
    "text-transform",
    "text-decoration",
    "text-decoration-",
    "hyphens",
    "-webkit-hyphens",
    "-epub-hyphens",
    "orphans",
    "widows",
    "break-",
    "page-break-",
    "list-style-type",
];

fn is_harmless(property: &str, value: &str) -> bool {
    let is_listed =
        HARMLESS.iter().any(|name| if name.ends_with('-') { property.starts_with(name) } else { property == *name });
    // A negative margin draws text over other text; what is important stands above the reader's own choice.
    let is_strong = value.contains('!') || value.split_whitespace().any(|word| word.starts_with('-'));
    is_listed && !is_strong
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = "@import 'other.css';
/* calc(1px) and url(x) in a comment are no matter */
p { color: silver; margin-left: min(1em, 5%) }
h1 { background: URL(images/a.png); content: 'url(x) }' }
@supports (gap: 1em) { aside { gap: max(1em, 2%) } }
aside { display: flex }
em { font-weight: bold
";

    #[test]
    fn what_no_engine_or_shop_takes_is_told_at_its_line() {
        let toml = "book.title = 'T'\nepub = { css = 'own.css', certifier = 'A' }\n";
        let folder = Folder::from_files([("book.toml", toml), ("a.md", "# A\n\nText."), ("own.css", SHEET)]).unwrap();
        let (manuscript, mut report) = crate::manuscript::read(&folder);
        let own = find(&manuscript.unwrap().settings, &folder, &mut report).unwrap();
        assert!(own.is_doubted);
        let line =
            |found: &Diagnostic| report.sources.line_column(found.span.unwrap().file, found.span.unwrap().start).0;
        let found: Vec<(&str, usize)> = report.sorted().into_iter().map(|found| (found.code, line(found))).collect();
        let told = [
            ("css-address", 1),
            ("css-unchecked", 3),
            ("css-engine", 3),
            ("css-address", 4),
            ("css-engine", 6),
            ("css-brace", 7),
        ];
        for (code, line) in told {
            assert!(found.contains(&(code, line)), "{code} in {line}: {found:?}");
        }
        assert!(!found.iter().any(|(_, line)| [2, 5].contains(line)), "{found:?}");
    }

    #[test]
    fn what_may_hide_words_is_doubted() {
        for (property, value) in [("margin", "0 1em"), ("border-top", "1px solid"), ("break-before", "page")] {
            assert!(is_harmless(property, value), "{property}");
        }
        let doubted = [
            ("color", "silver"),
            ("font-size", "6pt"),
            ("margin-left", "-2em"),
            ("font-weight", "bold !important"),
            ("display", "none"),
            ("marginal", "1"),
        ];
        for (property, value) in doubted {
            assert!(!is_harmless(property, value), "{property}");
        }
    }
}
