//! In: pages of lines. Out: which words open which folio, and what a reader of the pages should be told. Refuses to
//! know how a line looks.

use super::sheet::Sheet;
use crate::base::Diagnostic;
use crate::layout::paginate::{Settled, line_of};
use crate::model::{PageList, PageStart, TextPos};

/// Blank pages have no entry. A page of nothing but a note that goes on opens with the text that came last.
pub fn pages(settled: &Settled, sheets: &[Sheet]) -> PageList {
    let mut list = PageList::default();
    let mut last = None;
    for (leaf, sheet) in settled.sequence.pages.iter().zip(sheets) {
        let Some((section, nth)) = sheet.stands else { continue };
        let galley = &settled.galleys[section.0 as usize];
        let lines = || sheet.body.iter().filter_map(|&(spot, _)| line_of(galley, spot));
        // A figure has no text; its block is the place.
        let bare = || lines().next().map(|line| TextPos { block: line.block, offset: 0 });
        let first = lines().find_map(|line| line.start).or_else(bare).or(last);
        last = sheet.body.iter().rev().find_map(|&(spot, _)| line_of(galley, spot)?.end).or(last);
        let at = if nth == 0 { None } else { first };
        list.pages.push(PageStart { folio: leaf.folio.clone(), section, at });
    }
    list
}

/// All that was found while setting and cutting.
pub fn diagnostics(settled: &mut Settled) -> Vec<Diagnostic> {
    let mut found = std::mem::take(&mut settled.diagnostics);
    found.extend(settled.galleys.iter_mut().flat_map(|galley| std::mem::take(&mut galley.diagnostics)));
    found.extend(settled.notes.iter_mut().flat_map(|note| std::mem::take(&mut note.diagnostics)));
    found
}
