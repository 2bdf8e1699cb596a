//! The words of an imported book, in the order in which they are read, each note where it is called.

use chapbook::import::tree::{Block, Inline, Work};

/// Words in lower case, without their punctuation.
pub fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

pub fn text(work: &Work) -> String {
    let mut out = String::new();
    work.chapters.iter().for_each(|chapter| blocks(&chapter.blocks, &mut out));
    out
}

fn blocks(all: &[Block], out: &mut String) {
    for block in all {
        match block {
            Block::Heading { inlines: words, .. } | Block::Paragraph(words) => inlines(words, out),
            Block::Verse(verse) => {
                verse.stanzas.iter().flatten().for_each(|line| (inlines(&line.inlines, out), out.push('\n')).1);
                verse.attribution.iter().for_each(|words| inlines(words, out));
            }
            Block::Quote { blocks: inner, attribution } => {
                blocks(inner, out);
                attribution.iter().for_each(|words| inlines(words, out));
            }
            Block::List(list) => list.items.iter().for_each(|item| blocks(item, out)),
            Block::Definitions(all) => {
                for definition in all {
                    inlines(&definition.term, out);
                    out.push('\n');
                    definition.meanings.iter().for_each(|meaning| blocks(meaning, out));
                }
            }
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                [&table.caption].into_iter().chain(cells).for_each(|cell| (inlines(cell, out), out.push('\n')).1);
            }
            Block::Code { text, .. } => out.push_str(text),
            Block::Figure { alt, caption, .. } => inlines(if caption.is_empty() { alt } else { caption }, out),
            Block::Div { blocks: inner, .. } => blocks(inner, out),
            Block::Break | Block::Comment(_) => {}
        }
        out.push('\n');
    }
}

fn inlines(all: &[Inline], out: &mut String) {
    for inline in all {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Math { text, .. } => out.push_str(text),
            Inline::Note(inner) => {
                out.push('\n');
                blocks(inner, out);
            }
            Inline::Break => out.push('\n'),
            Inline::Anchor(_) | Inline::Image { .. } | Inline::Comment(_) => {}
            other => inlines(other.inner(), out),
        }
    }
}
