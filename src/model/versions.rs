//! In: which words open which page of one version of a book, and that version and another. Out: the same for the other.

use super::{Block, BlockId, Book, PageList, PageStart, Role, SectionId, TextPos, walk};
use crate::base::Span;
use std::collections::BTreeMap;

/// What a place is known by in every version of a book: where its source stands, and how many places of the same source
/// stand before it in its section. A made page has its role.
type Source = (Option<Role>, Span, bool, usize);

/// A section's opening or a block, in reading order; notes come after their section's text.
struct Place<'a> {
    source: Source,
    section: SectionId,
    block: Option<&'a Block>,
}

/// The same pages in another version of the book. A page that opens with words which that one lacks begins with the
/// next that it has.
pub fn carried(list: &PageList, from: &Book, to: &Book) -> PageList {
    let (own, others) = (places(from), places(to));
    let of_others: BTreeMap<Source, &Place> = others.iter().map(|place| (place.source, place)).collect();
    let at: BTreeMap<(SectionId, Option<BlockId>), usize> =
        own.iter().enumerate().map(|(at, place)| ((place.section, place.block.map(|block| block.id)), at)).collect();
    let carried = list.pages.iter().filter_map(|page| {
        let block = page.at.map(|at| at.block).filter(|block| *block != BlockId::TITLE);
        let first = *at.get(&(page.at.map_or(page.section, |at| at.section), block))?;
        let (shift, found) = own[first..]
            .iter()
            .enumerate()
            .find_map(|(shift, place)| of_others.get(&place.source).map(|found| (shift, *found)))?;
        let offset = page.at.filter(|_| shift == 0).map_or(0, |at| offset(at.offset, own[first].block, found.block));
        let at = found.block.map(|block| TextPos { section: found.section, block: block.id, offset });
        Some(PageStart { folio: page.folio, section: found.section, at })
    });
    PageList { pages: carried.collect() }
}
fn places(book: &Book) -> Vec<Place<'_>> {
    let mut out = Vec::new();
    for (id, section) in book.section_ids().zip(&book.sections) {
        let mut seen: BTreeMap<Span, usize> = BTreeMap::new();
        let made = section.role.is_made().then_some(section.role);
        let whole = book.span(id, section.span);
        out.push(Place { source: (made, whole, true, 0), section: id, block: None });
        let mut blocks = Vec::new();
        for list in [&section.blocks].into_iter().chain(section.notes.iter().map(|note| &note.blocks)) {
            walk::blocks(list, &mut |block| blocks.push(block));
        }
        for block in blocks {
            let span = book.span(id, block.span);
            let before = seen.entry(span).or_default();
            out.push(Place { source: (made, span, false, *before), section: id, block: Some(block) });
            *before += 1;
        }
    }
    out
}

/// Where the text behind an offset stands in another version of a block: what both begin with and end with is the same.
fn offset(at: u32, own: Option<&Block>, other: Option<&Block>) -> u32 {
    let text = |block: Option<&Block>| block.map(walk::plain_text).unwrap_or_default();
    let (own, other) = (text(own), text(other));
    let alike = own.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    let (own_rest, other_rest) = (&own[alike..], &other[alike..]);
    let back = own_rest.chars().rev().zip(other_rest.chars().rev()).take_while(|(a, b)| a == b);
    let back: usize = back.map(|(a, _)| a.len_utf8()).sum();
    let at = at as usize;
    let found = if at <= alike {
        at
    } else if at >= own.len() - back {
        other.len() - (own.len() - at.min(own.len()))
    } else {
        alike
    };
    found as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Folio, FolioStyle};
    use crate::manuscript::{self, Medium};

    #[test]
    fn pages_open_with_the_same_words_in_another_version() {
        let toml = b"[book]\ntitle = 'T'\n";
        let text = "# One\n\nFirst [on paper]{only=print} words here.\n\nSecond.\n\nGone. {only=print}\n\nThird.\n\n\
                    # Two\n\nFourth.\n\n# Map {only=print}\n\nFifth.\n\n# Last\n\nSixth.\n";
        let folder = Folder::from_files([("book.toml", &toml[..]), ("a.md", text.as_bytes())]).unwrap();
        let (reading, mut report) = manuscript::open(&folder);
        let reading = reading.unwrap();
        let mut book = |medium| {
            let edition = &reading.editions[0];
            manuscript::book(&reading, edition, &edition.on(medium), &folder, &mut report)
        };
        let (print, ebook) = (book(Medium::Print), book(Medium::Ebook));
        // A page at each word that is a block's first or last, and at each title.
        let mut list = PageList::default();
        for (section, own) in print.section_ids().zip(&print.sections).filter(|(_, own)| !own.role.is_made()) {
            list.pages.push(PageStart { folio: Folio::of_index(FolioStyle::Arabic, 0), section, at: None });
            for block in &own.blocks {
                let text = walk::plain_text(block);
                for offset in [0, text.rfind(' ').map_or(0, |at| at + 1)] {
                    let at = TextPos { section, block: block.id, offset: offset as u32 };
                    list.pages.push(PageStart { folio: Folio::of_index(FolioStyle::Arabic, 0), section, at: Some(at) });
                }
            }
        }
        let opens = |book: &Book, page: &PageStart| match page.at {
            None => crate::model::plain_text(&book.section(page.section).title),
            Some(at) => {
                let blocks = &book.section(at.section).blocks;
                let block = blocks.iter().find(|block| block.id == at.block).unwrap();
                walk::plain_text(block)[at.offset as usize..].chars().take(5).collect()
            }
        };
        let words =
            |book: &Book, list: &PageList| -> Vec<String> { list.pages.iter().map(|page| opens(book, page)).collect() };
        let carried = carried(&list, &print, &ebook);
        let same: Vec<String> = words(&print, &list)
            .into_iter()
            .map(|word| match word.as_str() {
                "Gone." => "Third".to_owned(),
                "Map" | "Fifth" => "Last".to_owned(),
                _ => word,
            })
            .collect();
        assert_eq!(words(&ebook, &carried), same);
    }
}
