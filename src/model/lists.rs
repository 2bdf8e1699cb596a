//! In: the sections of the book. Out: the made lists that lead to what is in them: illustrations, tables, and poems by
//! their titles and first lines. Refuses to know how they look.

use super::{
    AnchorId, Attributes, Block, BlockKind, ContentsEntry, Inline, LocalSpan, Role, Section, plain_text, walk,
};
use crate::language;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Without notes, links and line ends: a title for a list.
pub fn listed(inlines: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Note { .. } | Inline::Image { .. } | Inline::PageOf { .. } | Inline::PageCount { .. } => {}
            Inline::Link { children, .. } => out.extend(listed(children)),
            Inline::LineEnd { span } => out.push(Inline::Text { text: " ".to_string(), span: *span }),
            Inline::Emphasis { children } => out.push(Inline::Emphasis { children: listed(children) }),
            Inline::Strong { children } => out.push(Inline::Strong { children: listed(children) }),
            Inline::Strike { children } => out.push(Inline::Strike { children: listed(children) }),
            Inline::Superscript { children } => out.push(Inline::Superscript { children: listed(children) }),
            Inline::Subscript { children } => out.push(Inline::Subscript { children: listed(children) }),
            Inline::SmallCaps { children } => out.push(Inline::SmallCaps { children: listed(children) }),
            Inline::Span { attributes, children } => {
                // The place is the title's own, not that of its copy.
                let attributes = Attributes { anchor: None, ..attributes.clone() };
                out.push(Inline::Span { attributes, children: listed(children) });
            }
            Inline::Text { .. } | Inline::Code { .. } => out.push(inline.clone()),
        }
    }
    out
}

/// What a list of this role is called in a language.
pub fn title(role: Role, language: &str) -> Option<&'static str> {
    let lists = &language::of(language).lists;
    match role {
        Role::Illustrations => Some(&lists.illustrations),
        Role::Tables => Some(&lists.tables),
        Role::FirstLines => Some(&lists.first_lines),
        Role::HalfTitle
        | Role::TitlePage
        | Role::Imprint
        | Role::Contents
        | Role::Dedication
        | Role::Part
        | Role::Chapter
        | Role::Untitled
        | Role::Notes => None,
    }
}

/// The entries of the list that a section of this role is.
pub fn entries(role: Role, sections: &[Section]) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    for section in sections {
        walk::blocks(&section.blocks, &mut |block| match role {
            Role::Illustrations | Role::Tables => entries.extend(captioned(role, block)),
            Role::FirstLines => entries.extend(poem(block)),
            Role::HalfTitle
            | Role::TitlePage
            | Role::Imprint
            | Role::Contents
            | Role::Dedication
            | Role::Part
            | Role::Chapter
            | Role::Untitled
            | Role::Notes => {}
        });
    }
    if role == Role::FirstLines {
        entries.sort_by_cached_key(|entry| sorted_as(&plain_text(&entry.title)));
    }
    entries
}

fn entry(title: Vec<Inline>, anchor: AnchorId) -> ContentsEntry {
    ContentsEntry { level: 1, number: None, title, anchor }
}

/// A picture or a table by its caption's short form.
fn captioned(role: Role, block: &Block) -> Option<ContentsEntry> {
    let (caption, own) = match (&block.kind, role) {
        (BlockKind::Figure { figure }, Role::Illustrations) => {
            (figure.caption.as_ref()?, figure.image.attributes.anchor)
        }
        (BlockKind::Table { table }, Role::Tables) => (table.caption.as_ref()?, None),
        _ => return None,
    };
    let anchor = block.attributes.anchor.or(own)?;
    let whole = listed(caption);
    let text = plain_text(&whole);
    let short = Some(short_caption(&text)).filter(|title| !title.is_empty())?;
    let is_whole = text.trim() == short;
    let mut place = None;
    walk::inlines(&whole, &mut |inline| {
        if let (Inline::Text { span, .. }, None) = (inline, place) {
            place = Some(*span);
        }
    });
    let short = || vec![Inline::Text { text: short, span: place.unwrap_or(LocalSpan::NOWHERE) }];
    Some(entry(if is_whole { whole } else { short() }, anchor))
}

/// A caption's first sentence, without its stop: what a list says, or a reference in the middle of a sentence.
pub fn short_caption(caption: &str) -> String {
    let end = caption.match_indices(". ").map(|(at, _)| at).find(|at| ends_sentence(&caption[..*at]));
    let first = caption[..end.unwrap_or(caption.len())].trim();
    first.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(first).to_owned()
}

/// Whether a stop here ends more than an abbreviation, which is short: `St.`, `Fig.`, `vol.`
fn ends_sentence(before: &str) -> bool {
    let letters = before.chars().rev().take_while(|letter| letter.is_alphanumeric());
    letters.count() > 3
}

/// A poem by its title, slanted, and by its first line.
fn poem(block: &Block) -> Vec<ContentsEntry> {
    let BlockKind::Verse { verse } = &block.kind else { return Vec::new() };
    let Some(anchor) = verse.attributes.anchor.or(block.attributes.anchor) else { return Vec::new() };
    let title = verse.title.as_ref().map(|title| listed(title));
    let first = verse.stanzas.iter().flat_map(|stanza| &stanza.lines).map(|line| listed(&line.inlines));
    let mut first = first.into_iter().find(|line| !plain_text(line).trim().is_empty());
    if let Some(Inline::Text { text, .. }) = first.as_mut().and_then(|line| line.last_mut()) {
        text.truncate(text.trim_end_matches([',', ';', ':', '.', ' ', '—', '–']).len());
    }
    let same = title.as_ref().zip(first.as_ref());
    let same = same.is_some_and(|(title, first)| sorted_as(&plain_text(title)) == sorted_as(&plain_text(first)));
    let title = title.map(|title| vec![Inline::Emphasis { children: title }]);
    title.into_iter().chain(first.filter(|_| !same)).map(|words| entry(words, anchor)).collect()
}

/// Letters and figures alone, small and without their accents.
fn sorted_as(words: &str) -> (String, String) {
    let letters = words.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    let letters = letters.filter(|letter| letter.is_alphanumeric() || letter.is_whitespace());
    let letters: String = letters.collect();
    (letters.trim().to_owned(), words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{short_caption, sorted_as};

    #[test]
    fn marks_and_accents_do_not_count_in_the_order() {
        let mut lines = ["“Zebra”", "élan", "Eland", "‘A wind’", "The sea", "Über", "umbra"];
        lines.sort_by_key(|line| sorted_as(line));
        assert_eq!(lines, ["‘A wind’", "élan", "Eland", "The sea", "Über", "umbra", "“Zebra”"]);
    }

    #[test]
    fn a_reference_says_a_captions_first_sentence() {
        assert_eq!(short_caption("The harbour at dawn. Drawn from the pier."), "The harbour at dawn");
        assert_eq!(short_caption("The harbour of St. Ives."), "The harbour of St. Ives");
        assert_eq!(short_caption("Who goes there?"), "Who goes there?");
        assert_eq!(short_caption("And so on..."), "And so on...");
        assert_eq!(short_caption("The tide"), "The tide");
    }
}
