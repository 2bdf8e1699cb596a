//! In: pages of lines. Out: which words open which folio, and what a reader of the pages should be told. Refuses to
//! know how a line looks.

use super::sheet::Sheet;
use crate::base::Diagnostic;
use crate::layout::paginate::{ChosenLine, Settled, line_of};
use crate::layout::sections::Sections;
use crate::model::{BlockId, PageList, PageStart, Role, TextPos};

/// Blank pages have no entry. A page of nothing but a note that goes on opens with the note's words; so does the page
/// on which the book's notes begin, for their title is no words of the author's.
pub fn pages(sections: Sections, settled: &Settled, sheets: &[Sheet]) -> PageList {
    let mut list = PageList::default();
    let mut last = None;
    for (leaf, sheet) in settled.sequence.pages.iter().zip(sheets) {
        let Some((section, nth)) = sheet.stands else { continue };
        // One is left blank before a picture over two pages where no text is left for it.
        if nth > 0 && sheet.body.is_empty() && sheet.notes.is_empty() {
            continue;
        }
        let galley = &settled.galleys[section.0 as usize];
        let text = || sheet.body.iter().filter(|(spot, _)| !matches!(spot, ChosenLine::Float { .. }));
        let lines = || text().filter_map(|&(spot, _)| line_of(galley, spot));
        // A figure has no text; its block is the place.
        let bare = || lines().next().map(|line| TextPos { section: line.section, block: line.block, offset: 0 });
        // Notes of a figure stand below it, and neither is where the text goes on.
        let alone = sheet.notes.iter().filter(|_| sheet.body.is_empty() || last.is_none());
        let noted = || alone.clone().find_map(|placed| settled.notes[&placed.note].lines[placed.line].start);
        let first = lines().find_map(|line| line.start).or_else(bare).or_else(noted).or(last);
        last = text().rev().find_map(|&(spot, _)| line_of(galley, spot)?.end).or(last);
        // A page of nothing but figures right behind the title has no words either.
        let titled = first.is_some_and(|at: TextPos| at.block == BlockId::TITLE);
        let notes = sections.section(section).role == Role::Notes;
        let opens = titled || nth == 0 && !notes;
        let at = if opens { None } else { first };
        // A page with nothing but the notes' title has no words of the book's.
        if !notes || at.is_some() {
            let at = at.map(|at| TextPos { section: sections.in_book(at.section), ..at });
            list.pages.push(PageStart { folio: leaf.folio, section: sections.in_book(section), at });
        }
    }
    list
}

/// All that was found while setting and cutting, and in the heads. What no font has is said once for the book.
pub fn diagnostics(settled: &Settled, heads: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut found = settled.diagnostics.clone();
    found.extend(settled.galleys.iter().flat_map(|galley| galley.diagnostics.iter().cloned()));
    found.extend(settled.notes.values().flat_map(|note| note.diagnostics.iter().cloned()));
    let is_glyph = |found: &Diagnostic| found.code == "glyph-missing";
    let (lacking, mut found): (Vec<_>, Vec<_>) = found.into_iter().partition(is_glyph);
    let lacking = Diagnostic::together(lacking);
    // A title is told of where it stands, not again where a head repeats it.
    let is_known = |head: &Diagnostic| lacking.iter().any(|known| is_glyph(head) && known.message == head.message);
    found.extend(heads.into_iter().filter(|head| !is_known(head)));
    found.extend(lacking);
    found
}
