//! In: `[cover]`. Out: the art and the words that an author gave for the cover. Refuses to know how a cover looks.

use super::resolve::assets::Assets;
use super::resolve::sections::PieceSource;
use super::resolve::{self, Piece, Pieces};
use super::scope::Scope;
use super::settings::Settings;
use super::version::Medium;
use super::{check, markdown};
use crate::base::config::{FilePath, Set};
use crate::base::{Diagnostic, FileId, Folder, Report};
use crate::model::{Book, CoverMatter, Matter, Metadata};
use crate::pictures::Picture;
use std::sync::Arc;

pub fn cover(
    settings: &Settings,
    metadata: &Metadata,
    scope: &Scope,
    folder: &Folder,
    report: &mut Report,
) -> CoverMatter {
    let typed = &settings.cover;
    let assets = Assets::new(folder);
    let mut art = |file: &Option<Set<FilePath>>| -> Option<Arc<Picture>> {
        let file = file.as_ref()?;
        assets.art(file, file.span(), report)
    };
    let [front, back, wrap, author] = [&typed.front, &typed.back, &typed.wrap, &typed.author_picture].map(&mut art);
    let mut words = |key: &str, set: &Option<Set<String>>| {
        // An ebook has neither back nor flaps.
        let set = set.as_ref().filter(|_| scope.version.medium != Medium::Ebook)?;
        text((key, set), metadata, scope, folder, report).map(Box::new)
    };
    CoverMatter {
        front,
        back,
        wrap,
        text: words("back-text", &typed.back_text),
        flaps: [words("flap-text", &typed.flap_text), words("back-flap-text", &typed.back_flap_text)],
        author,
    }
}

/// The words of a panel: blocks without a title or a note.
fn text(
    (key, set): (&str, &Set<String>),
    metadata: &Metadata,
    scope: &Scope,
    folder: &Folder,
    report: &mut Report,
) -> Option<Book> {
    let set = Some(set).filter(|text| !text.trim().is_empty())?;
    let (typed, place) = (set.value.as_str(), set.span());
    // Where it stands in book.toml letter by letter, it is read as if that file were empty before it.
    let source = report.sources.get(FileId(0)).text.clone();
    let here = place.filter(|place| place.file == FileId(0)).and_then(|place| {
        let (start, end) = (place.start as usize, place.end as usize);
        Some(start + source.get(start..end)?.find(typed)?)
    });
    let (file, text) = match here {
        Some(at) => (FileId(0), format!("{}{typed}", "\n".repeat(at))),
        None => (report.sources.add(format!("book.toml, [cover] {key}"), typed), typed.to_owned()),
    };
    let manner = markdown::Manner::default();
    let (draft, mut found) = markdown::read(file, &text, &metadata.language, &manner, scope);
    check::characters(file, &text, &mut found);
    report.append(found);
    let piece = Piece { matter: Matter::Main, from: PieceSource::File(file), file, draft };
    let book = resolve::book(
        Pieces { pieces: vec![piece], left_out: Vec::new() },
        metadata.clone(),
        &Settings::default(),
        folder,
        report,
    );
    for (id, section) in book.section_ids().zip(&book.sections).filter(|(_, section)| !section.title.is_empty()) {
        let found = Diagnostic::error("cover-text-title", "a chapter cannot begin on a cover");
        report.add(found.at(book.span(id, section.span)).help("write `##` for a heading there, or `**strong**` words"));
    }
    for (id, note) in book.notes() {
        let found = Diagnostic::error("cover-text-note", "a cover has no place for a note");
        report.add(found.at(book.span(id.section, note.span)).help("put it in the text, or leave it to the book"));
    }
    Some(book)
}

#[cfg(test)]
mod tests {
    use super::super::make::read;
    use super::*;
    use crate::model::walk;
    use std::fs;

    fn found(cover: &str) -> (CoverMatter, Vec<(&'static str, usize)>) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("book.toml"), format!("[book]\ntitle = 'T'\n[cover]\n{cover}")).unwrap();
        fs::write(dir.path().join("a.md"), "# A\n").unwrap();
        fs::write(dir.path().join("a.svg"), r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>"#)
            .unwrap();
        let (manuscript, report) = read(&Folder::open(dir.path()).unwrap());
        let place =
            |found: &Diagnostic| found.span.map_or(0, |span| report.sources.line_column(span.file, span.start).0);
        let found = report.sorted().into_iter().map(|found| (found.code, place(found))).collect();
        (manuscript.unwrap().book.cover, found)
    }

    #[test]
    fn words_are_blocks_and_know_their_place() {
        let (cover, said) = found("back-text = \"\"\"\nIt's *good*.\n\n> Yes.\n>\n> -- A Reader\n\"\"\"\n");
        assert!(said.is_empty(), "{said:?}");
        let text = cover.text.unwrap();
        assert_eq!(text.sections.len(), 1);
        let words: Vec<String> = text.sections[0].blocks.iter().map(walk::plain_text).collect();
        assert_eq!(words, ["It’s good.", "A Reader"]);
        let (_, said) = found("back-text = \"\"\"\nGood.\n\n# Title\n\nSee.^[A note]\n\"\"\"\n");
        assert_eq!(said, [("cover-text-title", 7), ("cover-text-note", 9)]);
        let (cover, said) = found("back-text = \"A\\n\\n<b>\"\n");
        assert_eq!(said, [("raw-html", 3)]);
        assert!(cover.text.is_some());
        assert!(found("back-text = '  '").0.text.is_none());
    }

    #[test]
    fn art_is_read_or_refused() {
        let (cover, said) = found("front = 'a.svg'\nback = 'b.png'\nwrap = 'a.md'\n");
        assert!(cover.front.is_some() && cover.back.is_none() && cover.wrap.is_none());
        assert_eq!(said, [("file-missing", 5), ("image-unknown", 6)]);
    }
}
