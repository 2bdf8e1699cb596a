//! In: sections and the pool. Out: the book's notes in the order of their first calls, and calls that know them.
//!
//! A note is read where it is called: a call in a note counts straight after the call of that note. The way there is
//! counted, so that notes which call each other in a long chain end at the limit.

use super::super::notes;
use super::super::settings::NoteNumber;
use super::pool::Pool;
use super::sections::nested_heading;
use crate::base::{Diagnostic, FileId, Report, Span, limits};
use crate::manuscript::draft::CallTarget;
use crate::model::{Attributes, Block, BlockKind, Inline, Note, NoteId, Section, SectionId, walk};
use std::collections::{BTreeMap, BTreeSet};

pub fn resolve(sections: &mut [Section], pool: &mut Pool, number: NoteNumber, report: &mut Report) -> Vec<Note> {
    let mut labels = BTreeMap::new();
    for (at, (file, definition)) in pool.definitions.iter().enumerate() {
        let Some(label) = &definition.label else { continue };
        if labels.contains_key(&(*file, notes::key(label))) {
            report.add(
                Diagnostic::error("note-duplicate", format!("a second note is called `[^{label}]` in this file"))
                    .at(definition.span)
                    .help("give each note of a file its own label"),
            );
            continue;
        }
        labels.insert((*file, notes::key(label)), at);
    }
    let mut calls = Calls {
        pool,
        labels,
        known: BTreeMap::new(),
        open: BTreeSet::new(),
        notes: Vec::new(),
        section: SectionId(0),
        in_chapter: 0,
        report,
    };
    for (at, section) in sections.iter_mut().enumerate() {
        calls.section = SectionId(at as u32);
        calls.in_chapter = 0;
        walk::inlines_mut(&mut section.title, &mut |inline| calls.inline(inline));
        calls.blocks(&mut section.blocks);
    }
    for note in &mut calls.notes {
        let own = if number == NoteNumber::Book { note.in_book } else { note.in_chapter };
        note.label = own.to_string();
    }
    calls.report_unused();
    calls.notes
}

struct Calls<'a> {
    pool: &'a mut Pool,
    labels: BTreeMap<(FileId, String), usize>,
    /// Notes by their definition.
    known: BTreeMap<usize, NoteId>,
    /// Definitions that are being read.
    open: BTreeSet<usize>,
    notes: Vec<Note>,
    section: SectionId,
    in_chapter: u32,
    report: &'a mut Report,
}

impl Calls<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        walk::runs_of_mut(blocks, &mut |_, run| walk::inlines_mut(run, &mut |inline| self.inline(inline)));
    }

    fn inline(&mut self, inline: &mut Inline) {
        let Inline::Note { note, call, span } = inline else { return };
        match self.note(note.0 as usize, *span) {
            Some((id, count)) => (*note, *call) = (id, count),
            None => *inline = Inline::Span { attributes: Attributes::default(), children: Vec::new() },
        }
    }

    fn note(&mut self, call: usize, span: Span) -> Option<(NoteId, u32)> {
        let (file, call) = self.pool.calls.get(call)?.clone();
        let definition = match call.to {
            CallTarget::Here(at) => at,
            CallTarget::Label(label) => match self.labels.get(&(file, label.clone())) {
                Some(at) => *at,
                None => {
                    self.report.add(
                        Diagnostic::error("note-undefined", format!("no note is called `[^{label}]` in this file"))
                            .at(span)
                            .help(format!("write `[^{label}]: …` in the same file")),
                    );
                    return None;
                }
            },
        };
        if self.open.contains(&definition) {
            self.report.add(
                Diagnostic::error("note-cycle", "this note is called from its own text")
                    .at(span)
                    .help("notes that call each other have no end: take one of the calls away"),
            );
            return None;
        }
        if let Some(id) = self.known.get(&definition) {
            let note = &mut self.notes[id.0 as usize];
            note.calls += 1;
            return Some((*id, note.calls - 1));
        }
        if self.open.len() >= limits::NESTING {
            let many = limits::NESTING;
            self.report.add(
                Diagnostic::error("nesting-too-deep", format!("more than {many} notes called from each other"))
                    .at(span),
            );
            return None;
        }
        let (_, found) = self.pool.definitions.get_mut(definition)?;
        let mut blocks = std::mem::take(&mut found.blocks);
        let id = NoteId(self.notes.len() as u32);
        self.in_chapter += 1;
        self.notes.push(Note {
            label: String::new(),
            in_chapter: self.in_chapter,
            in_book: id.0 + 1,
            section: self.section,
            calls: 1,
            blocks: Vec::new(),
            span: found.span,
        });
        self.known.insert(definition, id);
        self.open.insert(definition);
        self.blocks(&mut blocks);
        self.open.remove(&definition);
        walk::blocks_mut(&mut blocks, &mut |block| {
            if let BlockKind::Heading { level: level @ 1, .. } = &mut block.kind {
                *level = 2;
                self.report.add(nested_heading(block.span));
            }
        });
        self.notes[id.0 as usize].blocks = blocks;
        Some((id, 0))
    }

    fn report_unused(&mut self) {
        let duplicates: BTreeSet<usize> = self.labels.values().copied().collect();
        for (at, (_, definition)) in self.pool.definitions.iter().enumerate() {
            let Some(label) = &definition.label else { continue };
            if !self.known.contains_key(&at) && duplicates.contains(&at) {
                self.report.add(
                    Diagnostic::warning("note-unused", format!("no text calls the note `[^{label}]`"))
                        .at(definition.span)
                        .help(format!("put `[^{label}]` where it belongs, or take the note out")),
                );
            }
        }
    }
}
