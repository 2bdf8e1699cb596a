//! In: metadata, the imprint's own lines, the sections of the book. Out: the blocks of the pages that no author wrote:
//! half-title, title page, imprint, contents. Block ids are given later, with those of all other blocks. Refuses to
//! know how the pages look.

use super::settings::{BookSettings, Date, Settings};
use crate::base::Span;
use crate::base::config::Set;
use crate::language;
use crate::model::{
    Attributes, Block, BlockId, BlockKind, ContentsEntry, Corrections, Inline, LocalSpan, Metadata, References, Role,
    Section, lists, walk,
};

/// A line of a made page; `from` is the setting that it says.
fn paragraph<R: References, T>(class: &'static str, text: &str, from: Option<&Set<T>>) -> Block<R> {
    let span = from.and_then(Set::span).map_or_else(LocalSpan::default, local);
    block(BlockKind::Paragraph {
        class,
        inlines: vec![Inline::Text { text: text.to_string(), span }],
        corrections: Corrections::default(),
    })
}

/// The parts of a made page are the files from book.toml on.
fn local(span: Span) -> LocalSpan {
    LocalSpan { part: span.file.0, ..span.into() }
}

fn block<R: References>(kind: BlockKind<R>) -> Block<R> {
    Block { id: BlockId::default(), span: LocalSpan::default(), attributes: Attributes::default(), kind }
}

/// The title alone.
pub fn half_title<R: References>(metadata: &Metadata, book: &BookSettings) -> Vec<Block<R>> {
    vec![paragraph("title", &metadata.title, book.title.as_ref())]
}

/// Title, subtitle, authors, editors and others, edition, publisher, year: what is given of them.
pub fn title_page<R: References>(metadata: &Metadata, book: &BookSettings) -> Vec<Block<R>> {
    let mut blocks = vec![paragraph("title", &metadata.title, book.title.as_ref())];
    blocks.extend(given("subtitle", &metadata.subtitle, &book.subtitle));
    let people = || metadata.authors.iter().zip(&book.authors).filter(|(author, _)| !author.name.is_empty());
    let writers = people().filter(|(author, _)| author.is("aut"));
    blocks.extend(writers.map(|(author, from)| paragraph("author", &author.name, Some(from))));
    for (author, from) in people() {
        let lines = author.roles.iter().filter(|role| is_of_title_page(role));
        let lines = lines.filter_map(|role| credit(role, &author.name, metadata));
        blocks.extend(lines.map(|line| paragraph("author", &line, Some(from))));
    }
    blocks.extend(given("edition", &metadata.edition, &book.edition));
    blocks.extend(given("publisher", &metadata.publisher, &book.publisher));
    blocks.extend(book.date.as_ref().map(|date| paragraph("date", &format!("{:04}", date.year), Some(date))));
    blocks
}

/// Whoever had a hand in the text or its pictures stands on the title page; others on the imprint page.
fn is_of_title_page(role: &str) -> bool {
    const ROLES: [&str; 15] =
        ["adp", "aft", "ann", "aui", "com", "ctb", "edt", "ill", "pht", "trl", "waw", "wfw", "win", "wpr", "wst"];
    ROLES.contains(&role)
}

/// A name with what its owner did, where the language has words for it.
fn credit(role: &str, name: &str, metadata: &Metadata) -> Option<String> {
    phrase(role, metadata).map(|phrase| phrase.replace("{name}", name))
}

fn phrase<'a>(role: &str, metadata: &'a Metadata) -> Option<&'a String> {
    let words = &metadata.words;
    match role {
        "trl" => Some(&words.translator),
        "edt" => Some(&words.editor),
        "ill" => Some(&words.illustrator),
        other => {
            let own = language::of(&metadata.language);
            // Where there are no words at all they are English.
            let own = if own.words.is_none() { language::of("en") } else { own };
            own.roles.get(other)
        }
    }
}

/// Roles that no page names, for the language has no words for them; where each is said.
pub fn unworded<'a>(metadata: &'a Metadata, book: &'a BookSettings) -> Vec<(&'a str, &'a str, Option<Span>)> {
    let people = metadata.authors.iter().zip(&book.authors);
    let roles = people.flat_map(|(author, from)| author.roles.iter().map(move |role| (role, author, from)));
    let missing = roles.filter(|(role, ..)| *role != "aut" && phrase(role, metadata).is_none());
    missing.map(|(role, author, from)| (role.as_str(), author.name.as_str(), from.span())).collect()
}

fn given<R: References, T>(class: &'static str, text: &Option<String>, from: &Option<Set<T>>) -> Option<Block<R>> {
    let text = text.as_deref().filter(|text| !text.trim().is_empty())?;
    Some(paragraph(class, text, from.as_ref()))
}

/// `November 2026` for a month; a year and a day are as they are written, and so is a month without a name.
fn shown(date: Date, language: &str) -> String {
    let named = match date {
        Date { year, month: Some(month), day: None } => language::of(language).month(month, year),
        _ => None,
    };
    named.unwrap_or_else(|| date.to_string())
}

/// What names the book and whose it is, then the author's own lines, already read as inline Markdown.
pub fn imprint<R: References>(metadata: &Metadata, settings: &Settings, lines: Vec<Vec<Inline<R>>>) -> Vec<Block<R>> {
    let book = &settings.book;
    let mut blocks = vec![paragraph("imprint", &metadata.title, book.title.as_ref())];
    blocks.extend(metadata.series.as_ref().map(|series| {
        let text = match &series.number {
            Some(number) => format!("{}, {number}", series.name),
            None => series.name.clone(),
        };
        paragraph("imprint", &text, book.series.as_ref())
    }));
    for (author, from) in metadata.authors.iter().zip(&book.authors).filter(|(author, _)| !author.name.is_empty()) {
        let lines = author.roles.iter().filter(|role| !is_of_title_page(role));
        let lines = lines.filter_map(|role| credit(role, &author.name, metadata));
        blocks.extend(lines.map(|line| paragraph("imprint", &line, Some(from))));
    }
    blocks.extend(metadata.rights.as_ref().map(|text| paragraph("imprint", text, book.rights.as_ref())));
    let date = book.date.as_ref().map(|date| (shown(**date, &metadata.language), date));
    blocks.extend(match (&metadata.publisher, date) {
        (Some(publisher), Some((date, _))) => {
            Some(paragraph("imprint", &format!("{publisher}, {date}"), book.publisher.as_ref()))
        }
        (Some(publisher), None) => Some(paragraph("imprint", publisher, book.publisher.as_ref())),
        (None, date) => date.map(|(text, date)| paragraph("imprint", &text, Some(date))),
    });
    blocks.extend(metadata.edition.as_ref().map(|text| paragraph("imprint", text, book.edition.as_ref())));
    // Where only one is given it needs no explanation; a format's name is the same in every language.
    let (print, epub) = (&settings.print.isbn, &settings.epub.isbn);
    let both = print.is_some() && epub.is_some();
    for (isbn, edition) in [(print, " (print)"), (epub, " (EPUB)")] {
        let edition = if both { edition } else { "" };
        blocks.extend(
            isbn.as_ref().map(|isbn| paragraph("imprint", &format!("ISBN {}{edition}", isbn.typed), Some(isbn))),
        );
    }
    blocks.extend(
        lines.into_iter().map(|inlines| {
            block(BlockKind::Paragraph { class: "imprint", inlines, corrections: Corrections::default() })
        }),
    );
    blocks
}

/// How far down the contents go: 1 for chapters.
pub fn depth(settings: &Settings) -> u8 {
    settings.contents.depth.as_deref().map_or(1, |depth| depth.get() as u8)
}

/// Every listed part and chapter, and headings down to `depth` (1: chapters, 0: parts alone), in reading order.
pub fn contents(sections: &[Section], depth: u8) -> Vec<Block> {
    let mut entries = Vec::new();
    for section in sections.iter().filter(|section| section.listed && !section.title.is_empty()) {
        let level = u8::from(section.role != Role::Part);
        if level > depth {
            continue;
        }
        entries.push(ContentsEntry {
            level,
            number: section.number.clone(),
            title: lists::listed(&section.title),
            anchor: section.anchor,
        });
        walk::blocks(&section.blocks, &mut |block| {
            if let (BlockKind::Heading { level, inlines, listed: true, .. }, Some(anchor)) =
                (&block.kind, block.attributes.anchor)
                && *level <= depth
            {
                entries.push(ContentsEntry { level: *level, number: None, title: lists::listed(inlines), anchor });
            }
        });
    }
    vec![block(BlockKind::Contents { entries })]
}

/// Contents that are still to be filled.
pub fn no_contents<R: References>() -> Vec<Block<R>> {
    vec![block(BlockKind::Contents { entries: Vec::new() })]
}

/// How many entries the blocks of a file give to contents of this depth.
pub fn entries<R: References>(blocks: &[Block<R>], depth: u8) -> usize {
    let mut count = 0;
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Heading { level, inlines, listed: true, .. } = &block.kind {
            let part = *level == 1 && block.attributes.classes.iter().any(|class| class == "part");
            count += usize::from(!inlines.is_empty() && level - u8::from(part) <= depth);
        }
    });
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report};
    use crate::manuscript::{book_toml, metadata};
    use crate::model::{AnchorId, NoteRef};

    fn texts(blocks: &[Block]) -> Vec<String> {
        let shown = |block: &Block| match &block.kind {
            BlockKind::Paragraph { class, .. } => format!("{class}: {}", walk::plain_text(block)),
            BlockKind::Contents { entries } => {
                let line = |entry: &ContentsEntry| {
                    format!(
                        "{} {:?} {} {}",
                        entry.level,
                        entry.number,
                        crate::model::plain_text(&entry.title),
                        entry.anchor.0
                    )
                };
                entries.iter().map(line).collect::<Vec<_>>().join("; ")
            }
            _ => String::new(),
        };
        blocks.iter().map(shown).collect()
    }

    #[test]
    fn only_what_is_given_is_shown() {
        let made = |toml: &str| {
            let dir = tempfile::tempdir().unwrap();
            std::fs::write(dir.path().join("book.toml"), format!("[book]\ntitle = 'T'\n{toml}")).unwrap();
            let folder = Folder::open(dir.path()).unwrap();
            let mut report = Report::default();
            let settings = book_toml::read(&folder, &mut report).unwrap();
            let (_, settings) = &settings[0];
            let named = metadata::Named { edition: None, slug: "a" };
            let metadata = metadata::metadata(settings, named, &folder, &mut report);
            let title_page = texts(&title_page(&metadata, &settings.book));
            (title_page, texts(&imprint(&metadata, settings, Vec::new())))
        };
        assert_eq!(made(""), (vec!["title: T".to_string()], vec!["imprint: T".to_string()]));
        let (title_page, imprint) = made(concat!(
            "publisher = 'P'\ndate = 2026-11-23\nseries = { name = 'S', number = 3 }\nauthors = 'A'\n",
            "[print]\nisbn = '978-3-16-148410-0'\n",
        ));
        assert_eq!(title_page, ["title: T", "author: A", "publisher: P", "date: 2026"]);
        let number = "imprint: ISBN 978-3-16-148410-0";
        assert_eq!(imprint, ["imprint: T", "imprint: S, 3", "imprint: P, 2026-11-23", number]);
        assert_eq!(made("date = '2026-11'").1, ["imprint: T", "imprint: November 2026"]);
        assert_eq!(made("date = '2026-11'\nlanguage = 'es-MX'").1[1], "imprint: noviembre de 2026");
        assert_eq!(made("date = '2026-11'\nlanguage = 'eu'").1[1], "imprint: 2026-11");
    }

    #[test]
    fn entries_are_counted_as_contents_list_them() {
        let draft = |text: &str| {
            let mut sources = crate::base::Sources::default();
            let file = sources.add("a.md", text);
            crate::manuscript::markdown::read(file, text, "en", &Default::default(), &Default::default()).0.blocks
        };
        let blocks = draft("# A {.part}\n\n# B\n\n## C\n\n# D {.unlisted}\n");
        assert_eq!([0, 1, 2].map(|depth| entries(&blocks, depth)), [1, 2, 3]);
    }

    #[test]
    fn contents_go_as_deep_as_asked() {
        let text = |text: &str| Inline::Text { text: text.into(), span: LocalSpan::default() };
        let heading = |level, title: &str, anchor| {
            let mut heading =
                block(BlockKind::Heading { level, inlines: vec![text(title)], short: None, listed: true });
            heading.attributes.anchor = Some(AnchorId(anchor));
            heading
        };
        let note = Inline::Note { note: NoteRef::default(), call: 0, span: LocalSpan::default() };
        let section = |role, title: &str, anchor, blocks| Section {
            role,
            title: vec![text(title), note.clone()],
            anchor: AnchorId(anchor),
            listed: true,
            number: Some("I".into()),
            blocks,
            ..Section::default()
        };
        let sections = [
            section(Role::Part, "P", 1, vec![]),
            section(Role::Chapter, "C", 2, vec![heading(2, "S", 3), heading(3, "SS", 4)]),
            Section { listed: false, ..section(Role::Chapter, "U", 5, vec![]) },
        ];
        assert_eq!(texts(&contents(&sections, 0)), [r#"0 Some("I") P 1"#]);
        assert_eq!(texts(&contents(&sections, 1)), [r#"0 Some("I") P 1; 1 Some("I") C 2"#]);
        assert_eq!(texts(&contents(&sections, 2)), [r#"0 Some("I") P 1; 1 Some("I") C 2; 2 None S 3"#]);
    }
}
