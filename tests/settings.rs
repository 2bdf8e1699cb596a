//! The handbook's chapter on settings against the tables of keys: every key is there, none is invented, and every name
//! of a closed list is named.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

use chapbook::base::config::{Key, Value};
use chapbook::design::properties::PROPERTIES;
use chapbook::design::{self, StyleRole};
use chapbook::manuscript::settings::{EditionHead, InkSettings, Settings, StyleSettings};
use chapbook::xhtml::selector;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A row of the chapter: the table of settings, the keys, and what is said of them.
struct Row {
    table: String,
    keys: Vec<String>,
    text: String,
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

/// The rows of the tables that have keys. Where a table has no column for it, its heading says what it is about.
fn rows(chapter: &str) -> Vec<Row> {
    let (mut rows, mut table, mut columns) = (Vec::new(), String::new(), 0);
    for line in chapter.lines() {
        if line.starts_with('#') {
            table = quoted(line).first().cloned().unwrap_or_default();
        }
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        match (line.starts_with('|'), &cells[..]) {
            (true, ["Key", _]) => columns = 2,
            (true, ["Table", "Key", _]) => columns = 3,
            (true, [key, text]) if columns == 2 && !key.starts_with("---") => {
                rows.push(Row { table: table.clone(), keys: quoted(key), text: text.to_string() });
            }
            (true, [name, key, text]) if columns == 3 && !name.starts_with("---") => {
                if !name.is_empty() {
                    table = quoted(name).first().cloned().unwrap_or_default();
                }
                rows.push(Row { table: table.clone(), keys: quoted(key), text: text.to_string() });
            }
            (true, _) => {}
            (false, _) => columns = 0,
        }
    }
    rows
}

/// Keys by table, as the chapter and as the program have them, and the rows of each.
fn compare(rows: &[Row], tables: &[(String, &[Key])]) {
    let mut documented: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        documented.entry(&row.table).or_default().extend(row.keys.iter().map(String::as_str));
    }
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (table, keys) in tables {
        known.entry(table).or_default().extend(keys.iter().map(|key| key.name));
    }
    assert_eq!(documented, known);
    for (table, keys) in tables {
        for key in *keys {
            let texts: Vec<&str> = rows
                .iter()
                .filter(|row| row.keys.iter().any(|name| name == key.name))
                .filter(|row| row.table == *table || !(key.keys)().is_empty())
                .map(|row| row.text.as_str())
                .collect();
            let said = texts.join(" ");
            for name in (key.names)() {
                assert!(said.contains(&format!("\"{name}\"")), "{table} {} does not name {name}", key.name);
            }
            for inner in (key.keys)().iter().filter(|_| !key.is_table) {
                assert!(said.contains(inner.name), "{table} {} does not name {}", key.name, inner.name);
            }
        }
    }
}

fn chapter() -> (String, String) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/manuscript/90-settings.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (book, theme) = text.split_once("## A theme file").unwrap();
    (book.to_string(), theme.to_string())
}

#[test]
fn the_handbook_has_every_setting_and_no_other() {
    let tables = Settings::keys().iter().map(|table| match table.name {
        // An edition's other keys are the tables of the book.
        "editions" => ("[editions.NAME]".to_string(), EditionHead::keys()),
        "inks" => ("[inks.NAME]".to_string(), InkSettings::keys()),
        name => (format!("[{name}]"), (table.keys)()),
    });
    let tables: Vec<(String, &[Key])> = tables.collect();
    compare(&rows(&chapter().0), &tables);
}

#[test]
fn the_handbook_has_every_key_of_a_theme_and_no_other() {
    let plain = |key: &&Key| (key.keys)().is_empty();
    let top: Vec<Key> = design::theme_keys().iter().filter(plain).copied().collect();
    let mut tables: Vec<(String, &[Key])> = vec![(String::new(), &top)];
    for key in design::theme_keys().iter().filter(|key| !plain(key)) {
        match key.name {
            "sizes" => tables.push(("[[sizes]]".into(), (key.keys)())),
            name => tables.push((format!("[{name}]"), (key.keys)())),
        }
    }
    compare(&rows(&chapter().1), &tables);
}

/// The chapter on styles as the program's tables have it.
fn styles() -> String {
    let mut out = "# Styles {#styles .unnumbered}\n\n<!-- Made from src/design/properties.rs by tests/settings.rs. -->\n\n\
        A style is a table `[styles.NAME]` in `book.toml` or in a theme file. The name is that of a part of a book, or \
        of a class. Where both files say something of one style, `book.toml` is right. Where two classes of one element \
        say something different, the one whose name comes later in the alphabet is right.\n\n\
        In lengths an `em` is the size of the style's own letters, and in `size` that of the letters around; a `line` \
        is one step of the baseline grid.\n\n\
        | Key | In print | In the ebook |\n| --- | --- | --- |\n"
        .to_owned();
    for property in &PROPERTIES {
        let _ = writeln!(out, "| `{}` | {} | {} |", property.key, property.print, property.ebook);
    }
    out += "\n: What a style may say\n\n\
        `align`, `indent`, and all that follow them hold for blocks, headings and poems; words among others only take \
        what comes before.\n\n## Parts {.unlisted}\n\n\
        Some parts are not in the ebook, or look there as its reader chooses.\n\n\
        | Part | In the ebook |\n| --- | --- |\n";
    for role in StyleRole::ALL {
        let shown = selector(role).map_or("—".to_owned(), |selector| format!("`{selector}`"));
        let _ = writeln!(out, "| `{}` | {shown} |", role.name());
    }
    out += "\n: The parts of a book\n";
    out
}

#[test]
fn the_handbook_says_what_a_style_may_say() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/manuscript/91-styles.md");
    if std::env::var_os("CHAPBOOK_BLESS").is_some() {
        std::fs::write(file, styles()).unwrap();
    }
    let written = std::fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == styles(), "CHAPBOOK_BLESS=1 cargo test --test settings rewrites {file}");
}

#[test]
fn every_key_says_what_it_takes_and_what_it_is_for() {
    fn check(keys: &[Key]) -> usize {
        let of = |key: &Key| {
            assert!(!key.about.is_empty() && !(key.takes)().is_empty(), "{}", key.name);
            assert!(!key.about.ends_with('.') && !key.name.contains('_'), "{}", key.name);
            1 + check((key.keys)())
        };
        keys.iter().map(of).sum()
    }
    assert!(check(Settings::keys()) > 90);
    assert!(check(design::theme_keys()) > 40);
    assert!(check(StyleSettings::keys()) > 20);
}
