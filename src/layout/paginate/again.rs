//! In: a book that was settled, and one that has other words in some sections. Out: the same pages with the new words.
//! Refuses to move anything: where a page more or less would be needed, or a folio could be another, there is nothing.

use super::order::Sequence;
use super::rounds::{LastRound, Settled, asks_folios, problem};
use super::shares::{Shares, notes};
use crate::design::{ChapterStart, Design, Geometry, NoteNumber, NotePlace};
use crate::layout::galley::nested;
use crate::layout::pagebreak::break_pages;
use crate::layout::sections::Sections;
use crate::model::{NoteId, SectionId};

/// `known` is of the same design, on pages of the same size; the notes of sections that say the same have the numbers that
/// they had. Sections with folios in them are not set again, nor those with notes that stand elsewhere than at the foot, or
/// whose numbers depend on their pages.
pub fn settle_again(
    sections: Sections,
    design: &Design,
    geometry: &Geometry,
    mut known: Settled,
    changed: &[SectionId],
) -> Option<Settled> {
    let is_changed = |id: &SectionId| changed.contains(id);
    let by_page = matches!(design.notes.number, NoteNumber::Page | NoteNumber::Symbols);
    let keeps_notes = design.notes.place == NotePlace::Foot && !by_page && owes_its_own(&known);
    let asks = |settled: &Settled, id: &SectionId| settled.galleys[id.0 as usize].asks_folios;
    let is_asked = |id: &SectionId| sections.section(*id).notes.iter().any(|note| asks_folios(&note.blocks));
    let has_notes = |id: &SectionId| !sections.section(*id).notes.is_empty() || owes(&known, id);
    if changed.iter().any(|id| asks(&known, id) || is_asked(id) || has_notes(id) && !keeps_notes) {
        return None;
    }
    let round = LastRound::default();
    let context = round.context(sections, design, geometry);
    let mut shares = Shares::default();
    if keeps_notes {
        let own: Vec<NoteId> = sections.book.notes().map(|(id, _)| id).filter(|id| is_changed(&id.section)).collect();
        known.notes.retain(|id, _| !is_changed(&id.section));
        known.notes.extend(notes(&context, &own));
    }
    let nested = nested(&known.notes);
    let fresh = shares.galleys(&context, changed);
    for (id, mut galley) in changed.iter().zip(fresh) {
        galley.owe_nested(&nested);
        known.owed[id.0 as usize] = galley.notes();
        known.galleys[id.0 as usize] = galley;
    }
    if changed.iter().any(|id| asks(&known, id) || owes(&known, id) && !keeps_notes) || !owes_its_own(&known) {
        return None;
    }
    let sequence =
        Sequence::new(sections, design.chapter_start == ChapterStart::Recto, |id, recto| match is_changed(&id) {
            true => break_pages(&problem(design, geometry, &known, id, recto)),
            false => known.sequence.plans[id.0 as usize].clone(),
        });
    if sequence.pages != known.sequence.pages {
        return None;
    }
    shares.set(sections.book, design, &mut known.galleys, &sequence.plans);
    Some(Settled { sequence, ..known })
}

fn owes(settled: &Settled, id: &SectionId) -> bool {
    !settled.owed[id.0 as usize].is_empty()
}

/// Whether every note stands in the section that it was written for.
fn owes_its_own(settled: &Settled) -> bool {
    settled.owed.iter().zip(0..).all(|(owed, at)| owed.iter().all(|note| note.section == SectionId(at)))
}
