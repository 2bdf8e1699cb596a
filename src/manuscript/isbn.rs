//! In: the settings of every edition. Out: a warning for each ISBN that two of them have and should not.

use super::settings::{IsbnSetting, Settings, Trim};
use crate::base::config::Set;
use crate::base::{Diagnostic, Report};
use std::collections::BTreeMap;

/// Who has a number: an ebook, or a printed book of a size.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ebook,
    Printed(Option<Trim>),
}

/// Editions by name, the default one without; each has one number as a printed book and one as an ebook. Printed books of
/// one size may be the same one from two printers.
pub fn twice<'a>(editions: impl Iterator<Item = (Option<&'a str>, &'a Settings)>, report: &mut Report) {
    let mut known: BTreeMap<[u8; 13], (Kind, String)> = BTreeMap::new();
    for (edition, settings) in editions {
        let trim = settings.page.trim.as_deref().copied();
        let numbers = [(Kind::Ebook, &settings.epub.isbn), (Kind::Printed(trim), &settings.print.isbn)];
        for (kind, isbn) in numbers.into_iter().filter_map(|(kind, isbn)| Some((kind, isbn.as_ref()?))) {
            let name = called(kind, edition);
            match known.get(&isbn.isbn.digits) {
                Some((other, _)) if *other == kind && kind != Kind::Ebook => {}
                Some((_, other)) => report.add(warning(&name, other, isbn)),
                None => drop(known.insert(isbn.isbn.digits, (kind, name))),
            }
        }
    }
}

fn called(kind: Kind, edition: Option<&str>) -> String {
    let kind = match kind {
        Kind::Ebook => "ebook",
        Kind::Printed(_) => "printed book",
    };
    edition.map_or_else(|| format!("the {kind}"), |edition| format!("the {kind} of the edition `{edition}`"))
}

fn warning(name: &str, other: &str, isbn: &Set<IsbnSetting>) -> Diagnostic {
    let why = format!("{name} and {other} have the same ISBN");
    let help = "give each its own, or one of them none: shops and libraries tell editions apart by it";
    Diagnostic::warning("isbn-twice", why).at_any(isbn.span()).help(help)
}
