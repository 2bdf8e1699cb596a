//! In: nothing. Out: the types of a chapter's endless column, and its numbers. Refuses to know pages.

use super::unset::UnsetText;
use crate::base::{Diagnostic, Length};
use crate::design::StyleRole;
use crate::layout::items::Stock;
use crate::layout::pagebreak::{self, After, Cost, Spread, Whole};
use crate::layout::setline::{Call, SetLine};
use crate::model::NoteId;
use crate::model::block::Place;
use crate::page::StructureTree;
use std::collections::BTreeMap;

/// A section's text as one column of lines, title and all, not yet cut into pages.
#[derive(Clone, Debug, Default)]
pub struct Galley {
    pub items: Vec<GalleyItem>,
    /// Figures that stand at the head or foot of a page, in the order of their mention.
    pub floats: Vec<Float>,
    /// Node 0 is the section; marks and calls on the lines name these nodes.
    pub structure: StructureTree,
    /// Whether folios of other places stand in it: it is set again when they are known.
    pub asks_folios: bool,
    pub diagnostics: Vec<Diagnostic>,
    /// Items whose lines are to be set when it is known which setting stands.
    pub unset: Vec<(usize, UnsetText)>,
    /// Pages that the author wants longer or shorter, by an item that begins on each.
    pub spreads: Vec<Spread>,
}

/// Parallel to `pagebreak::Problem::items`.
#[derive(Clone, Debug)]
pub enum GalleyItem {
    /// Alternatives with their prices, the best first.
    Text { settings: Vec<(Cost, Vec<SetLine>)> },
    /// A gap that vanishes at a page's head and foot, or turns into `at_edge` there.
    Space { advance: Length, at_edge: Option<Box<SetLine>>, after: After },
}

/// A figure with its caption that stands at the head or foot of a page.
#[derive(Clone, Debug)]
pub struct Float {
    /// The text that mentions it: the last before it.
    pub item: usize,
    pub place: Place,
    pub lines: Vec<SetLine>,
    /// Between it and the text.
    pub gap: Length,
    pub page: FloatPage,
}

/// Whether a float has a page to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloatPage {
    /// It stands on one with text and with others.
    Shared,
    Own,
    /// The next after the own page of the float before.
    Next,
}

/// A note's own lines.
#[derive(Clone, Debug, Default)]
pub struct NoteLines {
    pub lines: Vec<SetLine>,
    /// Node 0 is the note.
    pub structure: StructureTree,
    pub diagnostics: Vec<Diagnostic>,
}

impl Float {
    /// With the gap.
    pub fn depth(&self) -> Length {
        self.lines.iter().fold(self.gap, |sum, line| sum + line.advance)
    }
}

impl Galley {
    /// Sets the lines of the chosen setting of each item, from the words that broke them.
    pub fn set(&mut self, stock: &mut Stock, chosen: impl Fn(usize) -> usize) {
        set(&mut self.items, std::mem::take(&mut self.unset), stock, chosen);
    }

    /// The floats that have pages to themselves.
    pub fn wholes(&self) -> Vec<Whole> {
        let mut wholes: Vec<Whole> = Vec::new();
        for (first, float) in self.floats.iter().enumerate() {
            match (float.page, wholes.last_mut()) {
                (FloatPage::Shared, _) => {}
                (FloatPage::Next, Some(whole)) => whole.pages += 1,
                (FloatPage::Own | FloatPage::Next, _) => {
                    wholes.push(Whole { first, pages: 1, verso: float.place == Place::Spread });
                }
            }
        }
        wholes
    }

    /// What the page problem knows of the floats.
    pub fn problem_floats(&self, notes: &[NoteId]) -> Vec<pagebreak::Float> {
        let index: BTreeMap<NoteId, u32> = notes.iter().copied().zip(0..).collect();
        let owed = |float: &Float| {
            let calls = float.lines.iter().flat_map(|line| &line.notes);
            calls.filter_map(|call| index.get(&call.note).copied()).collect()
        };
        self.floats.iter().map(|float| pagebreak::Float { depth: float.depth(), notes: owed(float) }).collect()
    }

    /// Notes owed by the best setting, in the order of their calls: index `n` is the problem's note `n`. What floats call
    /// comes behind what the text that mentions them calls.
    pub fn notes(&self) -> Vec<NoteId> {
        let mut notes = Vec::new();
        let mut floats = self.floats.iter().peekable();
        for (at, item) in self.items.iter().enumerate() {
            let GalleyItem::Text { settings } = item else { continue };
            let text = settings.iter().take(1).flat_map(|(_, lines)| lines);
            let floating =
                std::iter::from_fn(|| floats.next_if(|float| float.item <= at)).flat_map(|float| &float.lines);
            for call in text.chain(floating).flat_map(|line| &line.notes) {
                if !notes.contains(&call.note) {
                    notes.push(call.note);
                }
            }
        }
        notes
    }

    /// A line that calls a note owes those too that the note calls, straight after it and under the same call.
    pub fn owe_nested(&mut self, nested: &BTreeMap<NoteId, Vec<NoteId>>) {
        let texts = self.items.iter_mut().filter_map(|item| match item {
            GalleyItem::Text { settings } => Some(settings),
            GalleyItem::Space { .. } => None,
        });
        let lines = texts.flatten().flat_map(|(_, lines)| lines);
        let lines = lines.chain(self.floats.iter_mut().flat_map(|float| &mut float.lines));
        for line in lines.filter(|line| !line.notes.is_empty()) {
            let mut owed: Vec<Call> = Vec::new();
            let mut waiting: Vec<Call> = line.notes.iter().rev().copied().collect();
            while let Some(call) = waiting.pop() {
                if owed.iter().any(|known| known.note == call.note) {
                    continue;
                }
                let inner = nested.get(&call.note).into_iter().flatten().rev();
                waiting.extend(inner.map(|&note| Call { note, ..call }));
                owed.push(call);
            }
            line.notes = owed;
        }
    }

    /// The page problem's items. `notes` is what `notes()` said, or empty where notes do not stand at the foot; the
    /// rest of the problem (depths, note lines) is the page's matter.
    pub fn problem_items(&self, notes: &[NoteId]) -> Vec<pagebreak::Item> {
        let index: BTreeMap<NoteId, u32> = notes.iter().copied().zip(0..).collect();
        let owed = |line: &SetLine| line.notes.iter().filter_map(|call| index.get(&call.note).copied()).collect();
        let number = |line: &SetLine, floats| pagebreak::Line {
            advance: line.advance,
            above: line.above_depth(),
            after: line.after,
            notes: owed(line),
            floats,
            hyphen: line.hyphen,
            prose: line.prose,
            verse: line.role == StyleRole::Verse,
        };
        let floats = |item| self.floats.iter().filter(|float| float.item == item).count();
        let numbers = |at: usize, lines: &[SetLine]| {
            let mut numbers: Vec<pagebreak::Line> = lines.iter().map(|line| number(line, 0)).collect();
            numbers.iter_mut().next_back().into_iter().for_each(|last| last.floats = floats(at));
            numbers
        };
        self.items
            .iter()
            .enumerate()
            .map(|(at, item)| match item {
                GalleyItem::Text { settings } => pagebreak::Item::Text {
                    settings: settings
                        .iter()
                        .map(|(cost, lines)| pagebreak::Setting { cost: *cost, lines: numbers(at, lines) })
                        .collect(),
                },
                GalleyItem::Space { advance, at_edge, after } => pagebreak::Item::Space {
                    advance: *advance,
                    at_edge: at_edge.as_ref().map(|line| line.advance),
                    after: *after,
                },
            })
            .collect()
    }
}

/// Sets the lines of the chosen settings.
pub fn set(
    items: &mut [GalleyItem],
    unset: Vec<(usize, UnsetText)>,
    stock: &mut Stock,
    chosen: impl Fn(usize) -> usize,
) {
    for (at, text) in unset {
        if let Some(GalleyItem::Text { settings }) = items.get_mut(at)
            && let Some((_, lines)) = settings.get_mut(chosen(at))
        {
            text.set(stock, chosen(at), lines);
        }
    }
}

/// Only the lines, gaps added to the line that follows.
pub fn run_on(items: Vec<GalleyItem>) -> Vec<SetLine> {
    let mut lines: Vec<SetLine> = Vec::new();
    let mut gap = Length::ZERO;
    for item in items {
        match item {
            GalleyItem::Space { advance, .. } => gap += advance,
            GalleyItem::Text { settings } => {
                let mut set = settings.into_iter().next().map_or(Vec::new(), |(_, lines)| lines);
                if let Some(first) = set.first_mut() {
                    first.advance += std::mem::take(&mut gap);
                }
                lines.append(&mut set);
            }
        }
    }
    lines
}

/// By note, the notes that it is the first to call.
pub fn nested(notes: &BTreeMap<NoteId, NoteLines>) -> BTreeMap<NoteId, Vec<NoteId>> {
    let called = |note: &NoteLines| note.lines.iter().flat_map(|line| &line.notes).map(|call| call.note).collect();
    notes.iter().map(|(id, note)| (*id, called(note))).collect()
}
