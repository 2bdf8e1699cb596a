//! How people see the way to a value.

use super::key::Key;
use crate::base::FileId;

/// Where the values of a layer stand.
#[derive(Debug)]
pub(super) struct Home {
    /// Nothing for a text of the program's own.
    pub file: Option<FileId>,
    pub file_name: String,
    /// The steps up to its folder, `../`, where it stands above the book's.
    pub folder: String,
    /// The way to a table that is a layer, `editions.hardback`; empty for a whole file.
    pub table: String,
    /// The keys of that table, where it knows others than what is read from it.
    pub keys: Option<&'static [Key]>,
}

/// A step from the top of a file to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    /// Of a list, from 0.
    Item(usize),
}

/// `[type] body.regular`, or in words where a list is on the way; in backticks. A table that is a layer stands before it:
/// `[editions.hardback.type] body.regular`.
pub(super) fn shown(steps: &[Step], is_table: bool, home: &Home) -> String {
    let item = steps.iter().rposition(|step| matches!(step, Step::Item(_)));
    let keys = |steps: &[Step]| {
        let keys = steps.iter().filter_map(|step| if let Step::Key(key) = step { Some(key.as_str()) } else { None });
        keys.collect::<Vec<_>>().join(".")
    };
    match item {
        Some(at) => {
            let Step::Item(number) = steps[at] else { return String::new() };
            let item = format!("item {} of {}", number + 1, shown(&steps[..at], false, home));
            match keys(&steps[at + 1..]) {
                rest if rest.is_empty() => item,
                rest => format!("`{rest}` in {item}"),
            }
        }
        None => match (steps, &home.table[..]) {
            ([], "") => format!("`{}`", home.file_name),
            ([], table) => format!("`[{table}]`"),
            ([Step::Key(key)], "") if is_table => format!("`[{key}]`"),
            ([Step::Key(key)], "") => format!("`{key}`"),
            ([Step::Key(key)], table) if is_table => format!("`[{table}.{key}]`"),
            ([Step::Key(key)], table) => format!("`[{table}] {key}`"),
            ([first, rest @ ..], "") => format!("`[{}] {}`", keys(std::slice::from_ref(first)), keys(rest)),
            ([first, rest @ ..], table) => {
                format!("`[{table}.{}] {}`", keys(std::slice::from_ref(first)), keys(rest))
            }
        },
    }
}

/// The name that a wrong one was probably meant to be, and how far it is away.
pub fn nearest<'a>(wrong: &str, known: &[&'a str]) -> Option<(usize, &'a str)> {
    let plain = |name: &str| name.to_lowercase().replace(['_', ' '], "-");
    let scored = known.iter().map(|name| (strsim::damerau_levenshtein(&plain(wrong), &plain(name)), *name));
    scored.min().filter(|(distance, name)| *distance <= name.chars().count().div_ceil(3))
}

/// `a`, `b` or `c`
pub(super) fn alternatives(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// `a`, `b` and `c`
pub(super) fn all(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_a_value() {
        let way = |table: &str, text: &str| {
            let home = Home {
                file: None,
                file_name: "book.toml".into(),
                folder: String::new(),
                table: table.into(),
                keys: None,
            };
            let step = |part: &str| part.parse().map_or(Step::Key(part.to_string()), Step::Item);
            let steps: Vec<Step> = text.split_whitespace().map(step).collect();
            shown(&steps, true, &home)
        };
        assert_eq!(way("", ""), "`book.toml`");
        assert_eq!(way("", "type"), "`[type]`");
        assert_eq!(way("", "type body regular"), "`[type] body.regular`");
        assert_eq!(way("", "book authors 1"), "item 2 of `[book] authors`");
        assert_eq!(way("", "book authors 1 role"), "`role` in item 2 of `[book] authors`");
        assert_eq!(way("editions.hardback", ""), "`[editions.hardback]`");
        assert_eq!(way("editions.hardback", "type"), "`[editions.hardback.type]`");
        assert_eq!(way("editions.hardback", "type size"), "`[editions.hardback.type] size`");
        assert_eq!(way("editions.hardback", "book authors 1"), "item 2 of `[editions.hardback.book] authors`");
    }
}
