//! Every list of inlines and every block of a tree, to read and to change.

use super::tree::{Block, Inline, Verse};

/// Calls `visit` with each list of inlines that stands in a block itself, not inside another inline.
pub fn lists(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } | Block::Paragraph(inlines) => visit(inlines),
            Block::Verse(Verse { stanzas, attribution, .. }) => {
                stanzas.iter_mut().flatten().for_each(|line| visit(&mut line.inlines));
                attribution.iter_mut().for_each(&mut *visit);
            }
            Block::Quote { blocks, attribution } => {
                lists(blocks, visit);
                attribution.iter_mut().for_each(&mut *visit);
            }
            Block::List(list) => list.items.iter_mut().for_each(|item| lists(item, visit)),
            Block::Definitions(all) => {
                for definition in all {
                    visit(&mut definition.term);
                    definition.meanings.iter_mut().for_each(|meaning| lists(meaning, visit));
                }
            }
            Block::Table(table) => {
                visit(&mut table.caption);
                table.head.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(&mut *visit);
            }
            Block::Figure { alt, caption, .. } => {
                visit(alt);
                visit(caption);
            }
            Block::Div { blocks, .. } => lists(blocks, visit),
            Block::Code { .. } | Block::Break | Block::Comment(_) => {}
        }
    }
}

/// Calls `visit` with each list of inlines, those inside other inlines and in notes before the list that holds them.
pub fn inlines(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    lists(blocks, &mut |list| inner(list, visit));
}

fn inner(list: &mut Vec<Inline>, visit: &mut dyn FnMut(&mut Vec<Inline>)) {
    for inline in &mut *list {
        match inline {
            Inline::Note(blocks) => inlines(blocks, visit),
            other => other.inner_mut().into_iter().for_each(|list| inner(list, visit)),
        }
    }
    visit(list);
}

/// The words of inlines as they are read, without notes and what no edition prints.
pub fn words(list: &[Inline]) -> String {
    let mut out = String::new();
    gather(list, &mut out);
    out
}

fn gather(list: &[Inline], out: &mut String) {
    for inline in list {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Math { text, .. } => out.push_str(text),
            Inline::Break => out.push('\n'),
            Inline::Anchor(_) | Inline::Image { .. } | Inline::Note(_) | Inline::Call { .. } | Inline::Comment(_) => {}
            other => gather(other.inner(), out),
        }
    }
}

/// Whether there is nothing to read or to see.
pub fn is_blank(list: &[Inline]) -> bool {
    list.iter().all(|inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break | Inline::Anchor(_) => true,
        Inline::Call { again, .. } => !again,
        Inline::Code(_) | Inline::Math { .. } | Inline::Image { .. } | Inline::Note(_) | Inline::Comment(_) => false,
        other => is_blank(other.inner()),
    })
}

/// Calls `visit` with each block, those inside others and in notes before the block that holds them.
pub fn blocks(all: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    for block in all {
        match block {
            Block::Quote { blocks: inner, .. } | Block::Div { blocks: inner, .. } => blocks(inner, visit),
            Block::List(list) => list.items.iter_mut().for_each(|item| blocks(item, visit)),
            Block::Definitions(all) => {
                all.iter_mut().flat_map(|one| &mut one.meanings).for_each(|meaning| blocks(meaning, visit));
            }
            Block::Heading { .. } | Block::Paragraph(_) | Block::Verse(_) | Block::Table(_) => {}
            Block::Code { .. } | Block::Break | Block::Figure { .. } | Block::Comment(_) => {}
        }
        in_notes(std::slice::from_mut(block), visit);
        visit(block);
    }
}

fn in_notes(all: &mut [Block], visit: &mut dyn FnMut(&mut Block)) {
    lists(all, &mut |list| notes(list, visit));
}

fn notes(list: &mut [Inline], visit: &mut dyn FnMut(&mut Block)) {
    for inline in list {
        match inline {
            Inline::Note(inner) => blocks(inner, visit),
            other => other.inner_mut().into_iter().for_each(|list| notes(list, visit)),
        }
    }
}
