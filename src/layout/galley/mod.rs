//! A section's blocks to one endless column of lines, with the prices of cutting it and the notes it owes.
//!
//! Everything is in the column: the opening with its sink, epigraphs, made pages (a title page's lines are spread
//! over the page, an imprint stands at its foot), contents with their folios. So paging and composing only cut and
//! place. Paragraphs are broken in all their ways and set in the one that the pages choose. Chapters are set in
//! parallel; a galley names nothing outside itself.

mod unset;
pub mod column;
mod side;
mod setter;
mod text;
mod beside;
mod edges;
mod initial;
mod opening;
mod framed;
mod contents;
mod lists;
mod verse;
mod columns;
mod decimals;
mod cells;
mod table;
mod turned;
mod blocks;
mod endnotes;
#[cfg(test)]
mod tests;

pub use super::context::Context;
pub use super::setline::{Call, LinkArea, Marginal, SetLine};
pub use column::{Float, Galley, GalleyItem, NoteLines, nested};

use super::items::{Compositor, Words};
use crate::base::{Diagnostic, Length};
use crate::design::{Style, StyleRole, beginnings};
use crate::model::block::on_ground;
use crate::model::{Inline, NoteId, Role, SectionId, heading_depths};
use crate::page::{NodeId, StructureRole};
use setter::{Room, Setter, Source};

/// Breaks a whole section into lines; `Galley::set` sets them with the same words.
pub fn galley<'a>(context: &'a Context<'a>, words: &mut Words<'a>, id: SectionId) -> Galley {
    let section = context.sections.section(id);
    let lang = section.attributes.lang.as_deref().unwrap_or(&context.book().metadata.language);
    let root = if section.role == Role::Part { StructureRole::Part } else { StructureRole::Section };
    let mut comp = Compositor::new(context, words.lend(), id, root, lang);
    let mut setter = Setter::new(&mut comp, context.measure, context.dress.grid);
    setter.beginnings = beginnings(section, &context.book().metadata.language, context.design, context.dress);
    setter.depths = heading_depths(&section.blocks);
    let (ground, blocks) = on_ground(&section.blocks);
    if let Some((block, figure)) = ground {
        setter.ground(block, figure);
    }
    setter.opening(section);
    if !setter.made_page(section) {
        let room = setter.room(StyleRole::Body);
        setter.floats = Some(Vec::new());
        setter.share_edges(blocks, room);
        setter.blocks(blocks, room);
        setter.clear();
        setter.sunk(section);
    }
    setter.endnotes(id, section);
    let floats = setter.floats.take().unwrap_or_default();
    let spreads = std::mem::take(&mut setter.spreads);
    let (items, unset) = setter.finish();
    let Compositor { structure, asks_folios, diagnostics, .. } = comp;
    *words = comp.words;
    Galley { items, floats, structure, asks_folios, diagnostics, unset, spreads }
}

/// Sets a note at its own leading, its label first.
pub fn note_lines<'a>(context: &'a Context<'a>, words: &mut Words<'a>, id: NoteId) -> NoteLines {
    let (label, note) = (context.label(id), context.book().note(id));
    let section = context.book().section(id.section);
    let lang = section.attributes.lang.as_deref().unwrap_or(&context.book().metadata.language);
    let mut comp = Compositor::new(context, words.lend(), id.section, StructureRole::Note, lang);
    let style = context.dress.style(StyleRole::Note);
    let mut setter = Setter::new(&mut comp, context.measure, style.leading);
    let room = Room { size: style.size, ..setter.room(StyleRole::Note) };
    let block = note.blocks.first().map_or(Default::default(), |block| block.id);
    let source = Source { block, span: context.book().span(id.section, note.span), offset: 0 };
    let look = setter.look(StyleRole::NoteNumber, room);
    setter.label = setter.back_link(id, &label, look, NodeId(0), source);
    setter.note_indent =
        setter.label.as_ref().map(|label| style.indent.max(label.width + context.design.notes.label_gap(look.size)));
    if let Some(mut label) = setter.label.take() {
        setter.put(&mut label, Length::ZERO);
        setter.label = Some(label);
    }
    setter.blocks(&note.blocks, room);
    let (mut items, unset) = setter.finish();
    column::set(&mut items, unset, &mut comp.stock(), |_| 0);
    let lines = column::run_on(items);
    let Compositor { structure, diagnostics, .. } = comp;
    *words = comp.words;
    NoteLines { lines, structure, diagnostics }
}

/// Sets one line for heads and folios, aligned in the measure as its style says, without marks, links or notes. What
/// is too long loses its end.
pub fn single<'a>(
    context: &'a Context<'a>,
    words: &mut Words<'a>,
    section: SectionId,
    role: StyleRole,
    inlines: &[Inline],
) -> (SetLine, Vec<Diagnostic>) {
    styled(context, words, section, (role, context.dress.style(role)), inlines)
}

/// The same in a style that stands in place of the role's own.
pub fn styled<'a>(
    context: &'a Context<'a>,
    words: &mut Words<'a>,
    section: SectionId,
    style: (StyleRole, &Style),
    inlines: &[Inline],
) -> (SetLine, Vec<Diagnostic>) {
    let lang = &context.book().metadata.language;
    let mut comp = Compositor::new(context, words.lend(), section, StructureRole::Division, lang);
    comp.marks = false;
    let mut setter = Setter::new(&mut comp, context.measure, context.dress.grid);
    let line = setter.one_line(inlines, style);
    *words = comp.words;
    (line, comp.diagnostics)
}
