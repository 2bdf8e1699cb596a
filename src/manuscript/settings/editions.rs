//! `[editions]`: what each edition says beside settings. Its settings are read over the book's by whoever reads book.toml.

use super::{Output, Preset, Settings};
use crate::base::Binding;
use crate::base::config::{Fault, Key, Kind, Node, Place, Reader, Set, Shape, Value, table};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Names that mean something else on the command line, beside those of outputs.
pub const ALL: &str = "all";
pub const DEFAULT: &str = "default";

/// Tables that hold for the whole book.
const OF_BOOK: [&str; 2] = ["editions", "lint"];

table! {
    #[derive(Default)]
    pub struct EditionHead {
        "outputs" or "formats" or "files" => outputs: Option<Vec<Set<Output>>>, "by its tables, or `print` and `cover`",
            "what is made of it";
        "based-on" or "like" or "from" => based_on: Option<Set<String>>, "", "another edition that supplies the rest";
        "preset" => preset: Option<Set<Preset>>, "", "settings that are known by one name";
    }
}

impl Settings {
    /// Whether an output is made.
    pub fn makes(&self, output: Output) -> bool {
        let on = |enabled: &Option<Set<bool>>| enabled.as_deref().copied();
        let print = on(&self.print.enabled).unwrap_or(true);
        match output {
            Output::Epub => on(&self.epub.enabled).unwrap_or(true),
            Output::Print => print,
            Output::Screen => on(&self.screen.enabled).unwrap_or(true),
            Output::Booklet => on(&self.booklet.enabled).unwrap_or(true),
            // Where nothing is said, as the print edition, save one that no cover can be made for.
            Output::Cover => on(&self.cover.enabled).unwrap_or(print && !self.is_on_top()),
        }
    }

    /// Whether the book is bound on top.
    pub fn is_on_top(&self) -> bool {
        self.print.binding.as_deref() == Some(&Binding::Top)
    }
}

/// One edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionSettings {
    pub head: EditionHead,
    /// The outputs that have a table in it.
    pub tables: Vec<Output>,
    /// Where its name stands.
    pub place: Place,
}

impl Value for EditionSettings {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table".to_string()
    }

    fn keys() -> &'static [Key] {
        static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
            let settings = Settings::keys().iter().filter(|key| !OF_BOOK.contains(&key.name));
            EditionHead::keys().iter().chain(settings).copied().collect()
        });
        &KEYS
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<EditionSettings> {
        let head = EditionHead::fields(&node, reader)?;
        let tables = Output::ALL.into_iter().filter(|output| node.get(output.name()).is_some()).collect();
        Some(EditionSettings { head, tables, place: reader.place(&node) })
    }
}

/// All editions by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editions(pub BTreeMap<String, EditionSettings>);

impl Value for Editions {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table for each edition".to_string()
    }

    fn keys() -> &'static [Key] {
        EditionSettings::keys()
    }

    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, named: Some(Box::new(EditionSettings::shape())), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Editions> {
        let mut editions = BTreeMap::new();
        for (name, span, edition) in reader.entries(&node) {
            let read = reader.at_table(&name, |reader| {
                let place = Place { span, ..reader.place(&edition) };
                if let Some(fault) = refusal(&name) {
                    reader.add(fault.at(&place));
                    return None;
                }
                Some(EditionSettings { place, ..reader.value(edition)? })
            });
            editions.extend(read.map(|read| (name, read)));
        }
        Some(Editions(editions))
    }
}

/// Why an edition cannot have a name: it is a part of files' names, and stands beside outputs in `--only`.
fn refusal(name: &str) -> Option<Fault> {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let help = "choose another name, such as `hardback`";
    if name.is_empty() || !name.chars().all(is_plain) || name.starts_with('-') || name.ends_with('-') {
        let why = format!("`{name}` cannot be the name of an edition");
        let help = "write small letters from a to z, digits and hyphens, such as `large-print`";
        return Some(Fault::new("edition-name", why).help(help));
    }
    if Output::ALL.iter().any(|output| output.name() == name) || [ALL, DEFAULT].contains(&name) {
        let why = format!("an edition cannot be named `{name}`, which means something else after `--only`");
        return Some(Fault::new("edition-name", why).help(help));
    }
    None
}
