//! In: the settings of an edition. Out: what `{{name}}` stands for in each version. Refuses to know where it is written.

use super::scope::Variable;
use super::settings::{AuthorSetting, Settings, VARIABLES};
use super::version::{Medium, Version};
use crate::base::config::Set;
use std::collections::BTreeMap;

/// All variables of one version: the program's, then the author's of `[variables]`.
pub fn variables(settings: &Settings, version: &Version) -> BTreeMap<String, Variable> {
    let book = &settings.book;
    let text = |text: &Option<Set<String>>| text.as_deref().map(|text| text.trim().to_owned());
    let isbn = if version.medium == Medium::Ebook { &settings.epub.isbn } else { &settings.print.isbn };
    let date = book.date.as_deref().map(ToString::to_string);
    let named = version.edition.as_ref().map(|name| name.to_string());
    let of = |name: &str| match name {
        "title" => text(&book.title),
        "subtitle" => text(&book.subtitle),
        "author" => Some(authors(settings)).filter(|names| !names.is_empty()),
        "publisher" => text(&book.publisher),
        "date" => date.clone(),
        "year" => date.as_ref().map(|date| date.chars().take(4).collect()),
        "isbn" => isbn.as_deref().map(|isbn| isbn.typed.clone()),
        "edition" => book.edition.as_deref().map(|edition| edition.0.clone()).or(named.clone()),
        "series" => book.series.as_ref().map(|series| series.name.value.clone()),
        _ => None,
    };
    let variable = |name: &str| match (name, version.medium) {
        ("pages", Medium::Print | Medium::Screen) => Variable::Pages,
        (name, _) => of(name).map_or(Variable::Unset, Variable::Words),
    };
    let own = settings.variables.values.iter().map(|(name, value)| (name.clone(), Variable::Words(value.clone())));
    own.chain(VARIABLES.iter().map(|name| ((*name).to_owned(), variable(name)))).collect()
}

fn authors(settings: &Settings) -> String {
    let names = settings.book.authors.iter().filter_map(|author| match &author.value {
        AuthorSetting::Name(name) => Some(name.trim()),
        AuthorSetting::Full(full) => {
            (full.roles.is_empty() || full.roles.iter().any(|role| role.0 == "aut")).then(|| full.name.trim())
        }
    });
    names.collect::<Vec<_>>().join(", ")
}
