//! In: the notes of a section that do not stand at the foot of pages. Out: their lines at the chapter's end, or, in the
//! section of all notes, chapter by chapter. Refuses to know where they are called.

use super::setter::{Room, Setter, Source};
use crate::base::{Length, Span};
use crate::design::{NotePlace, StyleRole};
use crate::layout::items::{Flat, Look, Place, RunKind};
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::model::{AnchorId, BlockId, Note, NoteId, Role, Section, SectionId, Target, numbered, plain_text};
use crate::page::{NodeId, StructureRole};

impl Setter<'_, '_> {
    /// What stands at the end of a section: its own notes, all notes of the book, or nothing.
    pub fn endnotes(&mut self, id: SectionId, section: &Section) {
        let book = self.comp.context.book();
        let place = self.comp.context.design.notes.place;
        match (place, section.role) {
            (NotePlace::Chapter, _) => {
                let own: Vec<_> = book.notes().filter(|(note, _)| note.section == id).collect();
                if !own.is_empty() {
                    self.endnotes_title(
                        &book.metadata.words.notes,
                        StyleRole::EndnotesTitle,
                        self.comp.span(section.span),
                    );
                    let column = self.column_of_labels(&own);
                    self.notes(&own, column);
                }
            }
            (NotePlace::Book, Role::Notes) => {
                let all: Vec<_> = book.notes().collect();
                let column = self.column_of_labels(&all);
                for own in all.chunk_by(|(one, _), (next, _)| one.section == next.section) {
                    self.of_chapter(own, column);
                }
            }
            _ => {}
        }
    }

    /// Under the title of their chapter, in its language.
    fn of_chapter(&mut self, notes: &[(NoteId, &Note)], column: Length) {
        let Some((first, _)) = notes.first() else { return };
        let section = self.comp.context.book().section(first.section);
        let before = (self.comp.lang, std::mem::replace(&mut self.comp.section, first.section));
        if let Some(lang) = &section.attributes.lang {
            self.comp.lang = self.comp.words.lang(lang);
        }
        let title = numbered(section.number.as_deref(), &plain_text(&section.title));
        self.endnotes_title(&title, StyleRole::EndnotesChapter, self.comp.span(section.span));
        self.notes(notes, column);
        (self.comp.lang, self.comp.section) = before;
    }

    fn endnotes_title(&mut self, title: &str, role: StyleRole, span: Span) {
        if title.is_empty() {
            return self.gap(1);
        }
        let style = self.comp.context.dress.style(role);
        let (space_before, space_after) = (style.before, style.after);
        let node = self.comp.node(StructureRole::Heading(self.level + 1), NodeId(0));
        self.gap(space_before);
        let block = self.block(role, self.room(role), Source { block: BlockId::NONE, span, offset: 0 });
        let mut flat = Flat::default();
        flat.text(title, Place { look: block.look, node, link: None }, span);
        if let Some(line) = self.display(flat, &block) {
            self.lines(vec![SetLine { start: None, end: None, ..line }]);
            self.keep_with_next(Cut::Heading);
        }
        self.gap(space_after);
    }

    /// The room that the labels take left of the notes, so that all notes stand on one edge.
    fn column_of_labels(&mut self, notes: &[(NoteId, &Note)]) -> Length {
        let marks = std::mem::replace(&mut self.comp.marks, false);
        let look = self.look(StyleRole::Endnote, self.room(StyleRole::Endnote));
        let source = Source { block: BlockId::NONE, span: Span::default(), offset: 0 };
        let mut widest = Length::ZERO;
        for (id, _) in notes {
            let label = self.end_label(*id);
            let label = self.made(&label, look, NodeId(0), Length::ZERO, source);
            widest = widest.max(label.map_or(Length::ZERO, |label| label.width));
        }
        self.comp.marks = marks;
        widest + self.comp.context.design.notes.label_gap(look.size)
    }

    fn notes(&mut self, notes: &[(NoteId, &Note)], column: Length) {
        let role = StyleRole::Endnote;
        let room = self.room(role);
        let style = self.comp.context.dress.style(role);
        let room = self.narrower(room, style.left + column, style.right);
        let room = Room { size: style.size, ..room };
        for (id, note) in notes {
            let lang = self.comp.context.book().section(id.section).attributes.lang.as_deref();
            let node = match lang {
                Some(lang) => self.comp.lang_node(StructureRole::Note, NodeId(0), lang),
                None => self.comp.node(StructureRole::Note, NodeId(0)),
            };
            let label = self.note_label(*id, note, node, room);
            let gap = self.comp.context.design.notes.label_gap(room.size);
            self.label = label.map(|mut label| {
                let from = room.left - label.width - gap;
                self.put(&mut label, from);
                label
            });
            self.indent = false;
            self.blocks(&note.blocks, Room { node, ..room });
        }
    }

    fn note_label(&mut self, id: NoteId, note: &Note, node: NodeId, room: Room) -> Option<SetLine> {
        let look = self.look(StyleRole::Endnote, room);
        let source = Source { block: BlockId::NONE, span: self.comp.span(note.span), offset: 0 };
        self.back_link(id, &self.end_label(id), look, node, source)
    }

    /// `12.`
    fn end_label(&self, id: NoteId) -> String {
        let context = self.comp.context;
        context.design.marks.numbered(&context.book().note_label(id))
    }

    /// A note's number, which leads back to its first call.
    pub fn back_link(&mut self, id: NoteId, label: &str, look: Look, node: NodeId, source: Source) -> Option<SetLine> {
        let context = self.comp.context;
        let name = self.comp.node(StructureRole::Label, node);
        let target = Target::Anchor(AnchorId::of_call(id));
        let contents = context.book().metadata.words.back_to_text.clone();
        let mut flat = Flat::default();
        let place = flat.link(self.comp, target, contents, Place { look, node: name, link: None });
        flat.anchors.push((0, AnchorId::of_note(id)));
        flat.made(label, RunKind::Made, place, source.span);
        self.made_of(flat, look, Length::ZERO, source)
    }
}
