//! In: a note. Out: its lines, its label first. Refuses to know where it is called, and where it stands.

use super::column::{self, NoteLines};
use super::setter::{Room, Setter, Source};
use crate::base::Length;
use crate::design::StyleRole;
use crate::layout::context::Context;
use crate::layout::items::{Compositor, Words};
use crate::model::NoteId;
use crate::page::{NodeId, StructureRole};

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
