//! In: a book's folder, an edition, settings. Out: its book.toml with them, everything else as it was: order, comments,
//! white space. Refuses to judge settings.

use super::setting::FitSetting;
use crate::base::files::SETTINGS;
use crate::base::{Diagnostic, Folder, Sources, staging};
use crate::pipeline::Failure;
use std::path::PathBuf;
use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// Where the book's book.toml is.
pub fn path(folder: &Folder) -> Result<PathBuf, Failure> {
    folder.path_of(SETTINGS).filter(|_| folder.has_settings()).ok_or_else(|| {
        let help = "make a book.toml beside the manuscript, or write the settings at the head of the text";
        Failure::usage([Diagnostic::error("fit-no-settings", "the book has no book.toml to write to").help(help)])
    })
}

/// Saves book.toml over itself.
pub fn apply(folder: &Folder, edition: Option<&str>, settings: &[FitSetting]) -> Result<PathBuf, Failure> {
    let path = path(folder)?;
    let mut sources = Sources::default();
    let file = folder.text(SETTINGS, &mut sources).map_err(|error| Failure::input([error.diagnostic(None)]))?;
    let text = edited(&sources.get(file).text, edition, settings).map_err(|found| Failure::input([found]))?;
    staging::save_over(&path, text.as_bytes()).map_err(|found| Failure::input([found]))?;
    Ok(path)
}

/// The text of a book.toml with these settings.
fn edited(text: &str, edition: Option<&str>, settings: &[FitSetting]) -> Result<String, Diagnostic> {
    let broken = |why: String| Diagnostic::error("setting-syntax", format!("book.toml cannot be changed: {why}"));
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| broken(error.message().to_owned()))?;
    for setting in settings {
        let above = edition.map_or(Vec::new(), |name| vec!["editions", name]);
        let way: Vec<&str> = above.into_iter().chain(setting.table.split('.')).collect();
        let value: Value =
            setting.value.parse().map_err(|error: toml_edit::TomlError| broken(error.message().to_owned()))?;
        let table =
            table(document.as_table_mut(), &way).ok_or_else(|| broken(format!("`{}` is no table", way.join("."))))?;
        put(table, setting.key, value);
    }
    Ok(document.to_string())
}

/// The table at the end of a way, made where it is missing: margins in a line, others with a head.
fn table<'a>(from: &'a mut dyn TableLike, way: &[&str]) -> Option<&'a mut dyn TableLike> {
    let Some((first, rest)) = way.split_first() else { return Some(from) };
    if from.get(first).is_none() {
        let new = match *first {
            "margins" => Item::Value(Value::InlineTable(InlineTable::new())),
            _ => {
                let mut new = Table::new();
                new.set_implicit(!rest.is_empty() && rest != ["margins"]);
                Item::Table(new)
            }
        };
        from.insert(first, new);
    }
    table(from.get_mut(first)?.as_table_like_mut()?, rest)
}

/// The value at its key, with the comment that stood behind the last one.
fn put(table: &mut dyn TableLike, key: &str, value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(known) => {
            let decor = known.decor().clone();
            *known = value;
            *known.decor_mut() = decor;
        }
        None => {
            // In a table on one line, the white space before its end.
            let last = table.iter_mut().last().and_then(|(_, item)| item.as_value_mut());
            let mut value = value;
            if let Some(last) = last.filter(|last| suffix(last).is_some_and(|end| end.trim().is_empty())) {
                value.decor_mut().set_suffix(suffix(last).unwrap_or_default().to_owned());
                last.decor_mut().set_suffix("");
            }
            table.insert(key, Item::Value(value));
        }
    }
}

/// What stands behind a value on its line.
fn suffix(value: &Value) -> Option<&str> {
    value.decor().suffix().and_then(|suffix| suffix.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting(table: &'static str, key: &'static str, value: &str) -> FitSetting {
        FitSetting { table, key, value: value.to_owned() }
    }

    #[test]
    fn what_stands_in_the_file_stays() {
        let leading = [setting("type", "leading", "\"13.1pt\"")];
        let margins = [setting("page.margins", "top", "\"15mm\""), setting("page.margins", "bottom", "\"20mm\"")];
        let of = |text: &str, settings: &[FitSetting]| edited(text, None, settings).unwrap();
        let text =
            "# A book\n[book]\ntitle = 'T' # its title\n\n[type]\nleading = '14pt' # airy\n\n[page]\ntrim = 'A6'\n";
        assert_eq!(of(text, &leading), text.replace("'14pt'", "\"13.1pt\""));
        assert_eq!(of(text, &margins), format!("{text}margins = {{ top = \"15mm\", bottom = \"20mm\" }}\n"));
        let inline = "book.title = 'T'\npage = { trim = 'A6', margins = { top = '9mm' } }\n";
        let expected = "book.title = 'T'\npage = { trim = 'A6', margins = { top = \"15mm\", bottom = \"20mm\" } }\n";
        assert_eq!(of(inline, &margins), expected);
        let dotted = "[page]\nmargins.top = '9mm' # low\n";
        assert_eq!(of(dotted, &margins), "[page]\nmargins.top = \"15mm\" # low\nmargins.bottom = \"20mm\"\n");
        assert_eq!(of("[book]\ntitle = 'T'\n", &leading), "[book]\ntitle = 'T'\n\n[type]\nleading = \"13.1pt\"\n");
    }

    #[test]
    fn an_edition_has_tables_of_its_own() {
        let leading = [setting("type", "leading", "\"13.1pt\"")];
        let text = "[type]\nleading = '14pt'\n\n[editions.hardback.page]\ntrim = 'A5'\n";
        let expected = format!("{text}\n[editions.hardback.type]\nleading = \"13.1pt\"\n");
        assert_eq!(edited(text, Some("hardback"), &leading).unwrap(), expected);
        assert!(edited("type = 5\n", None, &leading).unwrap_err().message.contains("`type` is no table"));
    }
}
