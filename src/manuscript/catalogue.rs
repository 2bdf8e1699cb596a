//! In: a series, and the folder of one of its books. Out: the page that lists the others, made from their own settings.
//! Refuses to read anything else of them.

use super::draft::{Attributes, Block, BlockKind, Draft, Inline};
use super::settings::{Settings, Shelf, series_keys};
use super::typography::{self, Piece};
use crate::base::config::{Layer, Set, read_layers};
use crate::base::files::SETTINGS;
use crate::base::{Diagnostic, FileId, Folder, Report, Span};
use crate::model::{BlockId, Corrections, LocalSpan};

/// What another book says of itself.
struct Other {
    title: String,
    subtitle: Option<String>,
    authors: Vec<String>,
    /// The folder that it stands in, where series.toml names it.
    place: Span,
}

/// The titles of the other books in the order of the series, with their authors where those are not this book's.
pub fn catalogue(settings: &Settings, language: &str, folder: &Folder, report: &mut Report) -> (Option<FileId>, Draft) {
    let (Some(shelf), Some(name)) = (&settings.shelf, folder.series()) else { return (None, Draft::default()) };
    let up = name.rsplit_once('/').map_or("", |(up, _)| up);
    let home = Span::new(shelf.file, 0..0);
    let others = books(&shelf.table, up, home, folder, report);
    let set = |text: &str| typography::set(&[Piece { text, literal: false, language }]).concat();
    let title = shelf.table.catalogue.as_ref().or(shelf.table.name.as_ref());
    let place = title.and_then(Set::span).unwrap_or(home);
    let words = title.map_or_else(String::new, |title| set(title));
    let heading = BlockKind::Heading { level: 1, inlines: vec![text(words, place)], short: None, listed: true };
    let classes = vec!["unnumbered".to_owned()];
    let mut blocks = vec![block(heading, place, Attributes { classes, ..Attributes::default() })];
    let own: Vec<&str> = settings.book.authors.iter().map(|author| author.value.name()).collect();
    for other in others {
        let mut inlines = vec![Inline::Emphasis { children: vec![text(set(&other.title), other.place)] }];
        let by = Some(other.authors.join(", ")).filter(|by| !by.is_empty() && other.authors != own);
        for line in other.subtitle.into_iter().chain(by) {
            inlines.push(Inline::LineEnd { span: other.place.into() });
            inlines.push(text(set(&line), other.place));
        }
        let paragraph = BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() };
        blocks.push(block(paragraph, other.place, Attributes::default()));
    }
    (Some(shelf.file), Draft { blocks, ..Draft::default() })
}

/// The other books of the series: those that it names, else every folder in it that has a book.toml.
fn books(shelf: &Shelf, up: &str, home: Span, folder: &Folder, report: &mut Report) -> Vec<Other> {
    let mut found = Vec::new();
    if shelf.books.is_empty() {
        for pattern in [format!("{up}/*/{SETTINGS}"), format!("{up}/*/manuscript/{SETTINGS}")] {
            found.extend(folder.glob(&pattern).unwrap_or_default().into_iter().map(|name| (name, home)));
        }
    }
    for named in &shelf.books {
        let place = named.span().unwrap_or(home);
        let names = ["", "manuscript/"].map(|inner| format!("{up}/{}/{inner}{SETTINGS}", named.trim_matches('/')));
        match names.into_iter().find(|name| folder.exists(name).is_ok()) {
            Some(name) => found.push((name, place)),
            None => {
                let why = format!("the folder `{}` of the series has no book.toml", named.value);
                report.add(Diagnostic::error("series-book", why).at(place).help("name the folders of the books"));
            }
        }
    }
    found.retain(|(name, _)| !folder.is_own(name));
    found.into_iter().filter_map(|(name, place)| other(&name, place, folder, report)).collect()
}

fn other(name: &str, place: Span, folder: &Folder, report: &mut Report) -> Option<Other> {
    // What is wrong with another book is told where that is built.
    let mut aside = report.beside();
    let file = folder.text(name, &mut aside.sources).map_err(|error| report.add(error.diagnostic(Some(place)))).ok()?;
    let shared = Layer::Table { file: place.file, way: &[], keys: series_keys() };
    let settings: Settings = read_layers(&[Layer::File(file), shared], &mut aside).unwrap_or_default();
    let book = settings.book;
    let Some(title) = book.title.as_deref().filter(|title| !title.trim().is_empty()) else {
        let why = format!("`{name}` has no title, so it is not in the catalogue");
        report.add(Diagnostic::warning("series-untitled", why).at(place).help("set `title` under `[book]` there"));
        return None;
    };
    let authors = book.authors.iter().map(|author| author.value.name().to_owned()).collect();
    Some(Other { title: title.trim().to_owned(), subtitle: book.subtitle.as_deref().cloned(), authors, place })
}

fn text(text: String, span: Span) -> Inline {
    Inline::Text { text, span: LocalSpan::from(span) }
}

fn block(kind: BlockKind, span: Span, attributes: Attributes) -> Block {
    Block { id: BlockId(0), span: span.into(), attributes, kind }
}
