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
mod noted;
mod turned;
mod blocks;
mod endnotes;
#[cfg(test)]
mod tests;

pub use super::context::Context;
pub use super::setline::{Call, LinkArea, Marginal, SetLine};
pub use column::{Float, Galley, GalleyItem, NoteLines, nested};
pub use noted::note_lines;

use super::items::{Compositor, Words};
use crate::base::Diagnostic;
use crate::design::{Style, StyleRole, beginnings};
use crate::model::block::on_ground;
use crate::model::{Inline, Role, SectionId, heading_depths};
use crate::page::StructureRole;
use setter::Setter;

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
        setter.tailpiece();
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
