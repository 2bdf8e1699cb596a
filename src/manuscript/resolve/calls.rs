//! In: sections and the pool. Out: each section's notes in the order of their first calls, and what every call means.
//!
//! A note is read where it is called: a call in a note counts straight after the call of that note. The way there is
//! counted, so that notes which call each other in a long chain end at the limit.

use super::super::notes;
use super::pool::Pool;
use super::sections::nested_heading;
use crate::base::{Diagnostic, FileId, Report, limits};
use crate::manuscript::draft::{Block, BlockKind, CallAt, CallTarget, Inline, Note, Section};
use crate::model::{LocalSpan, NoteId, NoteRef, Parts, SectionId, walk};
use std::collections::{BTreeMap, BTreeSet};

/// By call: its note, and how often that one was called before. A call of nothing is missing.
pub fn resolve(
    sections: &mut [Section],
    parts: &mut Parts,
    pool: &mut Pool,
    report: &mut Report,
) -> BTreeMap<CallAt, (NoteRef, u32)> {
    let mut labels = BTreeMap::new();
    for (at, definition) in pool.definitions() {
        let Some(label) = &definition.label else { continue };
        if labels.contains_key(&(at.0, notes::key(label))) {
            report.add(
                Diagnostic::error("note-duplicate", format!("this file already has a note `[^{label}]`"))
                    .at(definition.span)
                    .help("give each note of a file its own label"),
            );
            continue;
        }
        labels.insert((at.0, notes::key(label)), at);
    }
    let mut calls = Calls {
        pool,
        labels,
        known: BTreeMap::new(),
        meant: BTreeMap::new(),
        open: BTreeSet::new(),
        notes: Vec::with_capacity(sections.len()),
        parts,
        report,
    };
    for section in sections.iter_mut() {
        calls.notes.push(Vec::new());
        walk::inlines(&section.title, &mut |inline| calls.inline(inline));
        calls.blocks(&section.blocks);
    }
    calls.report_unused();
    for (section, notes) in sections.iter_mut().zip(calls.notes) {
        section.notes = notes;
    }
    calls.meant
}

/// A file, and an index into its draft's definitions.
type DefinitionAt = (FileId, usize);

struct Calls<'a> {
    pool: &'a mut Pool,
    labels: BTreeMap<(FileId, String), DefinitionAt>,
    /// Notes by their definition.
    known: BTreeMap<DefinitionAt, NoteId>,
    meant: BTreeMap<CallAt, (NoteRef, u32)>,
    /// Definitions that are being read.
    open: BTreeSet<DefinitionAt>,
    /// By section, the last one being read.
    notes: Vec<Vec<Note>>,
    parts: &'a mut Parts,
    report: &'a mut Report,
}

impl Calls<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        walk::inlines_of(blocks, &mut |inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        let Inline::Note { note, .. } = inline else { return };
        if let Some((id, count)) = self.note(*note) {
            let back = self.section().0 - id.section.0;
            self.meant.insert(*note, (NoteRef { back, at: id.at }, count));
        }
    }

    fn section(&self) -> SectionId {
        SectionId(self.notes.len() as u32 - 1)
    }

    fn get(&mut self, id: NoteId) -> Option<&mut Note> {
        self.notes.get_mut(id.section.0 as usize)?.get_mut(id.at as usize)
    }

    fn note(&mut self, call: CallAt) -> Option<(NoteId, u32)> {
        let file = call.0;
        let call = self.pool.call(call)?.clone();
        let span = call.span;
        let definition = match call.to {
            CallTarget::Here(at) => (file, at),
            CallTarget::Label(label) => match self.labels.get(&(file, label.clone())) {
                Some(at) => *at,
                None if self.pool.leaves_out(file, &label) => return None,
                None => {
                    self.report.add(
                        Diagnostic::error("note-undefined", format!("this file has no note `[^{label}]`"))
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
                    .help("delete the call: notes that call each other have no end"),
            );
            return None;
        }
        if let Some(id) = self.known.get(&definition) {
            let id = *id;
            let note = self.get(id)?;
            note.calls += 1;
            return Some((id, note.calls - 1));
        }
        if self.open.len() >= limits::NESTING {
            let many = limits::NESTING;
            self.report
                .add(Diagnostic::error("nesting-too-deep", format!("more than {many} notes call each other")).at(span));
            return None;
        }
        let found = self.pool.definition_mut(definition)?;
        let (mut blocks, whole, label) = (std::mem::take(&mut found.blocks), found.span, found.label.clone());
        let section = self.section();
        let part = self.parts.add(section, whole.file, whole.start);
        walk::spans_mut(&mut blocks, &mut |span| *span = span.within(part, whole.start));
        let own = self.notes.last_mut()?;
        let id = NoteId { section, at: own.len() as u32 };
        own.push(Note { label, calls: 1, blocks: Vec::new(), span: LocalSpan::from(whole).within(part, whole.start) });
        self.known.insert(definition, id);
        self.open.insert(definition);
        self.blocks(&blocks);
        self.open.remove(&definition);
        walk::blocks_mut(&mut blocks, &mut |block| {
            if let BlockKind::Heading { level: level @ 1, .. } = &mut block.kind {
                *level = 2;
                self.report.add(nested_heading(self.parts.span(section, block.span)));
            }
        });
        self.get(id)?.blocks = blocks;
        Some((id, 0))
    }

    fn report_unused(&mut self) {
        let duplicates: BTreeSet<DefinitionAt> = self.labels.values().copied().collect();
        let sources = self.report.sources.clone();
        let texts = self.pool.left_out().map(|place| {
            let text = &sources.get(place.file).text;
            (place.file, &text[place.start as usize..place.end as usize])
        });
        let gone: BTreeSet<(FileId, &str)> =
            texts.flat_map(|(file, text)| notes::called(text).map(move |label| (file, label))).collect();
        for (at, definition) in self.pool.definitions() {
            let Some(label) = &definition.label else { continue };
            // What goes with its only call is not told.
            if gone.contains(&(at.0, label.as_str())) {
                continue;
            }
            if !self.known.contains_key(&at) && duplicates.contains(&at) {
                self.report.add(
                    Diagnostic::warning("note-unused", format!("nothing calls the note `[^{label}]`"))
                        .at(definition.span)
                        .help(format!("write `[^{label}]` where it belongs, or delete the note")),
                );
            }
        }
    }
}
