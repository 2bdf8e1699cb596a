//! In: a book that was settled, and one that has other words in some sections. Out: the same pages with the new words.
//! Refuses to move anything: where a page more or less would be needed, or a folio could be another, there is nothing.

use super::order::Sequence;
use super::rounds::{LastRound, Settled, problem};
use super::shares::Shares;
use crate::design::{ChapterStart, Design, Geometry};
use crate::layout::pagebreak::break_pages;
use crate::layout::sections::Sections;
use crate::model::SectionId;

/// `known` is of the same design, on pages of the same size. Sections with notes or folios in them are not set again.
pub fn settle_again(
    sections: Sections,
    design: &Design,
    geometry: &Geometry,
    mut known: Settled,
    changed: &[SectionId],
) -> Option<Settled> {
    let asks = |settled: &Settled, id: &SectionId| settled.galleys[id.0 as usize].asks_folios;
    let has_notes = |id: &SectionId| !sections.section(*id).notes.is_empty() || !known.owed[id.0 as usize].is_empty();
    if changed.iter().any(|id| has_notes(id) || asks(&known, id)) {
        return None;
    }
    let round = LastRound::default();
    let mut shares = Shares::default();
    let fresh = shares.galleys(&round.context(sections, design, geometry), changed);
    for (id, galley) in changed.iter().zip(fresh) {
        known.galleys[id.0 as usize] = galley;
    }
    if changed.iter().any(|id| asks(&known, id) || !known.galleys[id.0 as usize].notes().is_empty()) {
        return None;
    }
    let sequence =
        Sequence::new(sections, design.chapter_start == ChapterStart::Recto, |id, recto| match changed.contains(&id) {
            true => break_pages(&problem(design, geometry, &known, id, recto)),
            false => known.sequence.plans[id.0 as usize].clone(),
        });
    if sequence.pages != known.sequence.pages {
        return None;
    }
    shares.set(sections.book, design, &mut known.galleys, &sequence.plans);
    Some(Settled { sequence, ..known })
}
