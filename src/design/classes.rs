//! In: the classes that a book's author typed, and its design. Out: what is wrong with their names. Refuses to know what
//! they look like.

use super::Design;
use super::style::StyleRole;
use crate::base::Diagnostic;
use crate::base::config::nearest;
use crate::model::Book;

/// Classes that say what text is, and those by which the ebook's style sheets know parts of their own: none has a style.
pub const RESERVED: [&str; 54] = [
    "author",
    "blank",
    "bleed",
    "break",
    "call",
    "closing",
    "cover",
    "dateline",
    "decimal",
    "decorative",
    "drop-cap",
    "dropcap",
    "exact",
    "full-page",
    "goes-on",
    "half-title-page",
    "imprint-page",
    "in-line",
    "initial",
    "lead-in",
    "line",
    "lines",
    "long",
    "long-description",
    "nodropcap",
    "notes",
    "number",
    "original",
    "page",
    "pagebreak",
    "part",
    "pictures",
    "places",
    "plain",
    "poem",
    "poem-title",
    "publisher",
    "salutation",
    "side-left",
    "side-right",
    "signature",
    "slash",
    "smallcaps",
    "spread",
    "stanza",
    "subtitle",
    "table",
    "tight",
    "title",
    "title-page",
    "title-picture",
    "unbroken",
    "unlisted",
    "unnumbered",
];

/// The classes of the program's themes.
pub const BUILTIN: [&str; 9] =
    ["allsmall", "center", "dedication", "keep", "letter", "nohyphen", "right", "sidebar", "small"];

/// Whether an author's style may have this name.
pub(super) fn is_reserved(name: &str) -> bool {
    // Widths of pictures, indents of verse, columns.
    let numbered = name.trim_start_matches(|c: char| c.is_ascii_lowercase() || c == '-');
    let kin = &name[..name.len() - numbered.len()];
    let is_number = numbered.starts_with(|c: char| c.is_ascii_digit());
    RESERVED.contains(&name) || is_number && matches!(kin, "i" | "w" | "columns-" | "columns-from-" | "language-")
}

/// Classes without a style, and styles that no text has.
pub fn class_findings(book: &Book, design: &Design) -> Vec<Diagnostic> {
    let dress = &design.dress;
    let uses: Vec<_> = book.classes.iter().chain(book.cover.texts().flat_map(|text| &text.classes)).collect();
    let names: Vec<&str> = dress.classes.keys().map(String::as_str).collect();
    let unknown = uses.iter().filter(|class| !dress.classes.contains_key(&class.name)).map(|class| {
        let name = &class.name;
        let found = Diagnostic::hint("class-unknown", format!("the class `{name}` has no style")).at(class.span);
        found.help(if StyleRole::ALL.iter().any(|role| role.name() == name) {
            format!("`[styles.{name}]` dresses that part of a book; give the class a name of its own")
        } else {
            match nearest(name, &names) {
                Some((_, near)) => format!("did you mean `{near}`? Or write `[styles.{name}]` in book.toml"),
                None => format!("write `[styles.{name}]` in book.toml to say how it looks, or delete it"),
            }
        })
    });
    // Those that every theme has are there for whoever needs them.
    let is_builtin = |name: &str| BUILTIN.contains(&name);
    let roles: Vec<&str> = StyleRole::ALL.iter().map(|role| role.name()).collect();
    let unused = dress.classes.iter().filter_map(|(name, class)| {
        let span = class.span.filter(|_| !class.is_base && !is_builtin(name))?;
        if uses.iter().any(|class| class.name == *name) {
            return None;
        }
        let near = nearest(name, &roles);
        // A theme may have styles for other books.
        if class.is_of_theme && near.is_none() {
            return None;
        }
        let found = Diagnostic::hint("style-unused", format!("no text has the class `{name}`")).at(span);
        Some(found.help(match near {
            Some((_, role)) => format!("did you mean `[styles.{role}]`?"),
            None => format!("write `::: {name}` or `[words]{{.{name}}}` in the text, or delete the table"),
        }))
    });
    unknown.chain(unused).collect()
}
