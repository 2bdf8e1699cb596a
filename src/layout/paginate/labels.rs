//! In: which notes begin on which page. Out: their labels, where those are counted by page. Refuses to know lines.

use crate::design::{Marks, NoteNumber};
use crate::model::NoteId;
use std::collections::BTreeMap;

/// `pages` are the notes that begin on each page, in their order. Empty where the book's own labels stand.
pub fn labels(number: NoteNumber, marks: &Marks, pages: &[Vec<NoteId>]) -> BTreeMap<NoteId, String> {
    let label = |nth: usize| match number {
        NoteNumber::Page => (nth + 1).to_string(),
        _ => marks.note_symbol(nth),
    };
    if !matches!(number, NoteNumber::Page | NoteNumber::Symbols) {
        return BTreeMap::new();
    }
    pages.iter().flat_map(|notes| notes.iter().enumerate().map(|(nth, &note)| (note, label(nth)))).collect()
}

/// For each note the widest label of its page: the last number; of symbols the last of their order,
/// which by custom is the widest, repeated as often as any.
pub fn widest(number: NoteNumber, marks: &Marks, pages: &[Vec<NoteId>]) -> BTreeMap<NoteId, String> {
    let label = |count: usize| match number {
        NoteNumber::Page => count.to_string(),
        _ => {
            let last = marks.note_symbols.len().max(1);
            marks.note_symbol(count.div_ceil(last) * last - 1)
        }
    };
    if !matches!(number, NoteNumber::Page | NoteNumber::Symbols) {
        return BTreeMap::new();
    }
    pages.iter().flat_map(|notes| notes.iter().map(|&note| (note, label(notes.len())))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_start_anew_on_every_page() {
        let note = |at| NoteId { at, ..NoteId::default() };
        let pages = [(0..7).map(note).collect::<Vec<_>>(), vec![], vec![note(7)]];
        let shown = |number| labels(number, &Marks::default(), &pages).into_values().collect::<Vec<_>>().join(" ");
        assert_eq!(shown(NoteNumber::Page), "1 2 3 4 5 6 7 1");
        assert_eq!(shown(NoteNumber::Symbols), "* † ‡ § ‖ ¶ ** *");
        assert_eq!(shown(NoteNumber::Chapter), "");
        let widest = |number| widest(number, &Marks::default(), &pages).into_values().collect::<Vec<_>>().join(" ");
        assert_eq!(widest(NoteNumber::Page), "7 7 7 7 7 7 7 1");
        assert_eq!(widest(NoteNumber::Symbols), "¶¶ ¶¶ ¶¶ ¶¶ ¶¶ ¶¶ ¶¶ ¶");
    }
}
