//! In: a file of settings, or a text of the program's own. Out: the table that it holds, and all that is wrong with it.

use super::key::Key;
use super::reader::{Node, Part, Reader, Value};
use super::shown::Home;
use crate::base::{Diagnostic, FileId, Report, Span};
use std::sync::Arc;
use toml::de::{DeTable, DeValue};

/// More faults in what is no TOML are not told.
const MOST: usize = 50;

/// Typographic quotation marks, which word processors put in place of straight ones.
const CURLY: [char; 8] = ['“', '”', '„', '‟', '«', '»', '‘', '’'];

/// What stands above, or below, another.
#[derive(Clone, Copy, Debug)]
pub enum Layer<'a> {
    File(FileId),
    /// A table of a file, by the way to it. It knows `keys` and no others.
    Table {
        file: FileId,
        way: &'a [&'a str],
        keys: &'static [Key],
    },
    /// TOML of the program's own, without a fault.
    Text(&'a str),
}

/// A file that holds a `T`. What it does not say, `below` says (TOML too, without a fault), table by table. Nothing where
/// it is not TOML at all, or lacks what must be there.
pub fn read<T: Value>(file: FileId, below: &str, report: &mut Report) -> Option<T> {
    read_layers(&[Layer::File(file), Layer::Text(below)], report)
}

/// The `T` that layers come to, the uppermost first: of each key, what the first layer says that has it. A value keeps
/// the place where it stands. Nothing where one is not TOML at all, or all of them lack what must be there.
pub fn read_layers<T: Value>(layers: &[Layer], report: &mut Report) -> Option<T> {
    let texts: Vec<Arc<str>> = layers.iter().map(|layer| layer.text(report)).collect();
    let mut trees = Vec::with_capacity(layers.len());
    for (layer, text) in layers.iter().zip(&texts) {
        let (tree, errors) = DeTable::parse_recoverable(text);
        if let (Some(file), false) = (layer.file(), errors.is_empty()) {
            report.extend(errors.iter().take(MOST).map(|error| syntax(error, text, file)));
            return None;
        }
        let span = tree.span();
        trees.push((DeValue::Table(tree.into_inner()), span));
    }
    let homes: Vec<Home> = layers.iter().map(|layer| layer.home(report)).collect();
    let parts = layers.iter().zip(&trees).zip(&homes).filter_map(|((layer, (value, span)), home)| {
        let whole = Part { value, span: home.file.map(|file| Span::new(file, span.clone())), home };
        layer.way().iter().try_fold(whole, |part, key| part.at(key))
    });
    let node = Node::new(parts.filter(|part| part.table().is_some()))?;
    Reader { top: T::keys(), path: Vec::new(), lacks: Vec::new(), report }.value(node)
}

impl<'a> Layer<'a> {
    fn file(&self) -> Option<FileId> {
        match self {
            Layer::File(file) | Layer::Table { file, .. } => Some(*file),
            Layer::Text(_) => None,
        }
    }

    fn text(&self, report: &Report) -> Arc<str> {
        match self {
            Layer::File(file) | Layer::Table { file, .. } => report.sources.get(*file).text.clone(),
            Layer::Text(text) => Arc::from(*text),
        }
    }

    fn way(&self) -> &'a [&'a str] {
        match self {
            Layer::Table { way, .. } => way,
            Layer::File(_) | Layer::Text(_) => &[],
        }
    }

    fn home(&self, report: &Report) -> Home {
        let name = self.file().map_or("", |file| &report.sources.get(file).name);
        let keys = match self {
            Layer::Table { keys, .. } => Some(*keys),
            Layer::File(_) | Layer::Text(_) => None,
        };
        let file_name = name.rsplit('/').next().unwrap_or_default().to_string();
        let steps = name.split_inclusive('/').take_while(|part| *part == "../").count();
        let folder = "../".repeat(steps);
        Home { file: self.file(), file_name, folder, table: self.way().join("."), keys }
    }
}

/// What a text of the program's own holds; nothing where anything is wrong with it.
pub fn read_builtin<T: Value>(name: &str, text: &str) -> Option<T> {
    let mut report = Report::default();
    let file = report.sources.add(name, text);
    read(file, "", &mut report).filter(|_| report.is_empty())
}

fn syntax(error: &toml::de::Error, text: &str, file: FileId) -> Diagnostic {
    let message = error.message().lines().collect::<Vec<_>>().join(", ");
    let found = Diagnostic::error("setting-syntax", format!("this is not TOML: {message}"));
    let Some(span) = error.span() else { return found };
    let line_start = text[..span.start.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let found = found.at(Span::new(file, span));
    match line.chars().find(|ch| CURLY.contains(ch)) {
        Some(mark) => found.help(format!("use straight quotes, `\"…\"`: `{mark}` is a typographic quotation mark")),
        None => found,
    }
}

/// The text at a key at the top, before the file is read: what it builds on.
pub fn text_at(file: FileId, key: &str, report: &Report) -> Option<(String, Span)> {
    let text = &report.sources.get(file).text;
    let (table, _) = DeTable::parse_recoverable(text);
    let value = table.get_ref().get(key)?;
    Some((value.get_ref().as_str()?.to_owned(), Span::new(file, value.span())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::{Set, Value, table};

    table! {
        #[derive(Default)]
        struct Inner {
            "a" was "old" => a: Option<Set<String>>, "", "a text";
            "b" => b: Vec<Set<String>>, "", "a list";
        }
    }

    table! {
        struct Outer {
            "table" => table: Option<Set<Inner>>, "", "a table";
            "more" => more: Option<Set<Inner>>, "", "a table";
        }
    }

    fn at(set: &Set<String>, report: &Report) -> String {
        let span = set.span().unwrap();
        let source = report.sources.get(span.file);
        format!("{} {} {}", source.name, &source.text[span.start as usize..span.end as usize], set.place.name)
    }

    #[test]
    fn layers_are_one_table_and_values_keep_their_places() {
        let mut report = Report::default();
        let book = report.sources.add(
            "book.toml",
            "table = { a = 'low', b = ['1', '2'] }
[over.x.table]
b = ['3']
",
        );
        let series = report.sources.add(
            "s.toml",
            "[table]
a = 'none'
[more]
a = 'far'
",
        );
        let layers = [
            Layer::Table { file: book, way: &["over", "x"], keys: Outer::keys() },
            Layer::Table { file: book, way: &["over", "none"], keys: Outer::keys() },
            Layer::File(series),
        ];
        let outer: Outer = read_layers(&layers, &mut report).unwrap();
        let table = outer.table.unwrap().value;
        assert_eq!(
            table.b.iter().map(|item| at(item, &report)).collect::<Vec<_>>(),
            ["book.toml '3' item 1 of `[over.x.table] b`"]
        );
        assert_eq!(at(table.a.as_ref().unwrap(), &report), "s.toml 'none' `[table] a`");
        assert_eq!(at(outer.more.unwrap().a.as_ref().unwrap(), &report), "s.toml 'far' `[more] a`");
        assert!(report.is_empty(), "{report}");
    }

    #[test]
    fn a_fault_is_told_at_its_layer_and_once_however_often_it_is_read() {
        let mut report = Report::default();
        let file = report.sources.add(
            "book.toml",
            "[table]
c = 1
[over.x]
more = { a = 5, old = 'x' }
what = 1
",
        );
        let layers = [Layer::Table { file, way: &["over", "x"], keys: Outer::keys() }, Layer::File(file)];
        for _ in 0..2 {
            let _: Option<Outer> = read_layers(&layers, &mut report);
        }
        let lines: Vec<&str> = report.sorted().iter().map(|found| found.message.as_str()).collect();
        assert_eq!(
            lines,
            [
                "there is no setting `c` in `[table]`",
                "there is no table `[over]`",
                "`[over.x.more] a` takes text in quotes, not the number 5",
                "`[over.x.more]` has `a` already",
                "there is no setting `what` in `[over.x]`",
            ]
        );
    }
}
