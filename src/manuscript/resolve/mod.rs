//! In: every file's draft and the made pages, in reading order. Out: the Book: sections with numbers, notes, anchors,
//! links and pictures that know each other, and the made contents.
//!
//! The order matters: notes are numbered where sections call them, blocks are counted when all are in place, names are
//! given before links ask for them. Then `text` makes the book's text of that of the files.

pub mod pool;
pub mod sections;
pub mod calls;
pub mod anchors;
pub mod links;
pub mod titles;
pub mod assets;
pub mod text;

use super::draft::{Draft, ImageAt, Inline, Section as DraftSection};
use super::settings::{NoteNumber, NotePlace, Settings};
use super::{made, order};
use crate::base::config::Set;
use crate::base::{Diagnostic, FileId, Folder, Report, Span};
use crate::model::{BlockKind, Book, ClassUse, CoverMatter, Matter, Metadata, Role, Section, lists, walk};
use assets::Assets;
use links::Links;
use pool::Pool;
use sections::{Chunk, PieceSource};
use text::Meanings;

/// One made page or file.
pub struct Piece {
    pub matter: Matter,
    pub from: PieceSource,
    pub file: FileId,
    pub draft: Draft,
}

/// The text of one version.
pub struct Pieces {
    pub pieces: Vec<Piece>,
    /// Files that do not belong to it.
    pub left_out: Vec<Span>,
}

pub fn book(text: Pieces, metadata: Metadata, settings: &Settings, folder: &Folder, report: &mut Report) -> Book {
    let classes = text.pieces.iter().flat_map(|piece| &piece.draft.lists.classes);
    let classes = classes.map(|class| ClassUse { name: class.name.clone(), span: class.span }).collect();
    let mut pool = Pool::without(text.left_out);
    let chunks = text.pieces.into_iter().map(|Piece { matter, from, file, draft }| {
        let blocks = pool.add(file, draft);
        Chunk { matter, from, blocks }
    });
    let chunks: Vec<Chunk> = chunks.collect();
    let sections::Sections { mut sections, mut parts, starts, .. } = sections::sections(chunks, report);
    sections::number(&mut sections, settings, &metadata.language);
    check_numbering(settings, report);
    let calls = calls::resolve(&mut sections, &mut parts, &mut pool, report);
    title_contents(&mut sections, settings, &metadata);
    title_lists(&mut sections, settings, &metadata.language);
    let mut index = anchors::resolve(&mut sections, &parts, &pool, report);
    let links = Links { index: &mut index, folder, starts: &starts, report };
    let links = links::resolve(&pool, &sections, links);
    titles::resolve(&sections, &links, &mut index, &parts, report);
    let mut assets = Assets::new(folder);
    let mut images = assets::resolve(&pool, &mut assets, report);
    if let Some(file) = settings.book.title_background.as_ref().filter(|_| has_title_page(&sections)) {
        images.extend(assets.load("", file, file.span(), report).map(|id| (ImageAt::TITLE_PAGE, id)));
    }
    let meanings = Meanings { calls, index: &index, links, images, parts: &parts, report };
    let mut sections = text::sections(sections, meanings);
    fill_contents(&mut sections, made::depth(settings));
    fill_lists(&mut sections, settings, report);
    let notes_run_on = settings.notes.number.as_deref() == Some(&NoteNumber::Book);
    let (anchors, assets, cover) = (index.anchors, assets.assets, CoverMatter::default());
    let book = Book { metadata, sections, parts, notes_run_on, anchors, assets, cover, classes };
    report.extend(pictures_in_lines(&book));
    book
}

fn has_title_page(sections: &[DraftSection]) -> bool {
    sections.iter().any(|section| section.role == Role::TitlePage)
}

/// Large pictures among words, which a blank line would make figures.
fn pictures_in_lines(book: &Book) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, section) in book.section_ids().zip(&book.sections) {
        walk::blocks(&section.blocks, &mut |block| {
            let BlockKind::Paragraph { inlines, .. } = &block.kind else { return };
            if walk::only_pictures(inlines) {
                return;
            }
            for inline in inlines {
                if let Some(image) = walk::image(inline)
                    && image.width.is_none()
                    && book.is_large(image)
                {
                    let why = "this picture stands among the words of its paragraph, and its line is as tall as it is";
                    let hint = Diagnostic::hint("image-inline", why).at(book.span(id, image.span));
                    found.push(hint.help("put blank lines around it to make it a figure, or set its `width`"));
                }
            }
        });
    }
    found
}

/// Notes that stand elsewhere know no page.
fn check_numbering(settings: &Settings, report: &mut Report) {
    let Some(number) = &settings.notes.number else { return };
    let place = settings.notes.place.as_deref().copied().unwrap_or_default();
    if place != NotePlace::Foot && matches!(**number, NoteNumber::Page | NoteNumber::Symbols) {
        let why =
            "notes that are not at the foot of the page cannot be numbered by page, so they are numbered by chapter";
        let hint = Diagnostic::hint("note-number-unused", why)
            .help("write `number = \"chapter\"` or `\"book\"`, or `place = \"foot\"`");
        report.add(hint.at_any(number.span()));
    }
}

/// The contents' own title, so that it takes part in naming.
fn title_contents(sections: &mut [DraftSection], settings: &Settings, metadata: &Metadata) {
    let given = settings.contents.title.as_ref();
    let title = given.map_or(&metadata.words.contents, |title| &title.value);
    for section in sections.iter_mut().filter(|section| section.role == Role::Contents) {
        let span = given.map_or_else(|| settings.book.language.as_ref().and_then(Set::span), Set::span);
        let span = span.unwrap_or_default();
        section.title = vec![Inline::Text { text: title.clone(), span: span.into() }];
    }
}

/// The titles of other made lists, which contents list.
fn title_lists(sections: &mut [DraftSection], settings: &Settings, language: &str) {
    let said = &settings.contents;
    for section in sections {
        let given = match section.role {
            Role::Illustrations => &said.illustrations,
            Role::Tables => &said.tables,
            _ => &said.first_lines,
        };
        let Some(title) = lists::title(section.role, language) else { continue };
        let span = given.as_ref().and_then(Set::span).or_else(|| settings.book.language.as_ref().and_then(Set::span));
        let text = given.as_ref().map_or(title, |given| &given.value).to_owned();
        section.title = vec![Inline::Text { text, span: span.unwrap_or_default().into() }];
        section.listed = true;
    }
}

/// Fills made lists in, now that every picture, table and poem has its anchor.
fn fill_lists(sections: &mut [Section], settings: &Settings, report: &mut Report) {
    for at in 0..sections.len() {
        let role = sections[at].role;
        if !matches!(role, Role::Illustrations | Role::Tables | Role::FirstLines) {
            continue;
        }
        let entries = lists::entries(role, sections);
        if entries.is_empty() {
            report.add(empty_list(role, settings));
        }
        for block in &mut sections[at].blocks {
            block.kind = BlockKind::Contents { entries: entries.clone() };
        }
    }
}

fn empty_list(role: Role, settings: &Settings) -> Diagnostic {
    let name = order::made_name(role);
    let named = settings.manuscript.iter().flat_map(|table| table.front.iter().flatten().chain(&table.back));
    let place = named.filter(|path| path.value.0 == name).find_map(Set::span);
    let lacks = match role {
        Role::Illustrations => "picture of the book has a caption",
        Role::Tables => "table of the book has a caption",
        _ => "poem stands in the book",
    };
    Diagnostic::warning("list-empty", format!("`{name}` makes a page without an entry, because no {lacks}"))
        .at_any(place)
        .help("take it out of `[manuscript]`, or give captions")
}

/// Fills the made contents in, now that every heading has its number and its anchor.
fn fill_contents(sections: &mut [Section], depth: u8) {
    let Some(at) = sections.iter().position(|section| section.role == Role::Contents) else { return };
    let made = made::contents(sections, depth);
    // Its block was put there empty, and has its id.
    for (block, made) in sections[at].blocks.iter_mut().zip(made) {
        block.kind = made.kind;
    }
}
