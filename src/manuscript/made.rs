//! In: metadata, the imprint's own lines, the sections of the book. Out: the blocks of the pages that no author wrote:
//! half-title, title page, imprint, contents. Block ids are given later, with those of all other blocks. Refuses to
//! know how the pages look.

use crate::model::{
    Attributes, Block, BlockId, BlockKind, ContentsEntry, Inline, LocalSpan, Metadata, Role, Section, walk,
};

fn paragraph(class: &'static str, text: &str) -> Block {
    let run = Inline::Text { text: text.to_string(), span: LocalSpan::default() };
    block(BlockKind::Paragraph { class, inlines: vec![run] })
}

fn block(kind: BlockKind) -> Block {
    Block { id: BlockId::default(), span: LocalSpan::default(), attributes: Attributes::default(), kind }
}

/// The title alone.
pub fn half_title(metadata: &Metadata) -> Vec<Block> {
    vec![paragraph("title", &metadata.title)]
}

/// Title, subtitle, authors, editors and others, edition, publisher, year: what is given of them.
pub fn title_page(metadata: &Metadata) -> Vec<Block> {
    let (authors, others): (Vec<_>, Vec<_>) = metadata.authors.iter().partition(|author| author.role == "aut");
    let mut blocks = vec![paragraph("title", &metadata.title)];
    let mut add = |class, text: &Option<String>| {
        if let Some(text) = text.as_deref().filter(|text| !text.trim().is_empty()) {
            blocks.push(paragraph(class, text));
        }
    };
    add("subtitle", &metadata.subtitle);
    for author in authors.into_iter().chain(others) {
        add("author", &Some(author.name.clone()));
    }
    add("edition", &metadata.edition);
    add("publisher", &metadata.publisher);
    add("date", &metadata.date.as_deref().map(|date| date.split('-').next().unwrap_or(date).to_string()));
    blocks
}

/// What names the book and whose it is, then the author's own lines, already read as inline Markdown.
pub fn imprint(metadata: &Metadata, lines: Vec<Vec<Inline>>) -> Vec<Block> {
    let mut blocks = vec![paragraph("imprint", &metadata.title)];
    let mut add = |text: Option<String>| blocks.extend(text.map(|text| paragraph("imprint", &text)));
    add(metadata.series.as_ref().map(|series| match &series.number {
        Some(number) => format!("{}, {number}", series.name),
        None => series.name.clone(),
    }));
    add(metadata.rights.clone());
    add(match (&metadata.publisher, &metadata.date) {
        (Some(publisher), Some(date)) => Some(format!("{publisher}, {date}")),
        (publisher, date) => publisher.clone().or_else(|| date.clone()),
    });
    add(metadata.edition.clone());
    // Where only one is given it needs no explanation; a format's name is the same in every language.
    match (&metadata.print_isbn, &metadata.epub_isbn) {
        (Some(print), Some(epub)) => {
            add(Some(format!("ISBN {print} (print)")));
            add(Some(format!("ISBN {epub} (EPUB)")));
        }
        (print, epub) => add(print.as_ref().or(epub.as_ref()).map(|isbn| format!("ISBN {isbn}"))),
    }
    blocks.extend(lines.into_iter().map(|inlines| block(BlockKind::Paragraph { class: "imprint", inlines })));
    blocks
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
            title: plain(&section.title),
            anchor: section.anchor,
        });
        walk::blocks(&section.blocks, &mut |block| {
            if let (BlockKind::Heading { level, inlines, listed: true, .. }, Some(anchor)) =
                (&block.kind, block.attributes.anchor)
                && *level <= depth
            {
                entries.push(ContentsEntry { level: *level, number: None, title: plain(inlines), anchor });
            }
        });
    }
    vec![block(BlockKind::Contents { entries })]
}

/// Without notes, links and line ends: a title for a list.
pub fn plain(inlines: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Note { .. } | Inline::Image { .. } | Inline::PageOf { .. } => {}
            Inline::Link { children, .. } => out.extend(plain(children)),
            Inline::LineEnd { span } => out.push(Inline::Text { text: " ".to_string(), span: *span }),
            Inline::Emphasis { children } => out.push(Inline::Emphasis { children: plain(children) }),
            Inline::Strong { children } => out.push(Inline::Strong { children: plain(children) }),
            Inline::Strike { children } => out.push(Inline::Strike { children: plain(children) }),
            Inline::Superscript { children } => out.push(Inline::Superscript { children: plain(children) }),
            Inline::Subscript { children } => out.push(Inline::Subscript { children: plain(children) }),
            Inline::SmallCaps { children } => out.push(Inline::SmallCaps { children: plain(children) }),
            Inline::Span { attributes, children } => {
                // The place is the title's own, not that of its copy.
                let attributes = Attributes { anchor: None, ..attributes.clone() };
                out.push(Inline::Span { attributes, children: plain(children) });
            }
            Inline::Text { .. } | Inline::Code { .. } => out.push(inline.clone()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AnchorId, NoteRef, Series};

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
        let mut metadata = Metadata { title: "T".into(), ..Metadata::default() };
        assert_eq!(texts(&title_page(&metadata)), ["title: T"]);
        assert_eq!(texts(&imprint(&metadata, Vec::new())), ["imprint: T"]);
        metadata.publisher = Some("P".into());
        metadata.date = Some("2026-11-23".into());
        metadata.series = Some(Series { name: "S".into(), number: Some("3".into()) });
        metadata.print_isbn = Some("978".into());
        assert_eq!(texts(&title_page(&metadata)), ["title: T", "publisher: P", "date: 2026"]);
        assert_eq!(
            texts(&imprint(&metadata, Vec::new())),
            ["imprint: T", "imprint: S, 3", "imprint: P, 2026-11-23", "imprint: ISBN 978"]
        );
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
